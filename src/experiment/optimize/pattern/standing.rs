//! Which of two points is better: money, once the targets are met.

use crate::experiment::optimize::scorer::mean;
use crate::experiment::optimize::{Goal, OneUnit, Scores};

/// Differences below this, relatively, are rounding.
const ROUNDING: f64 = 1e-9;

/// What a point comes to on average over the search replications.
#[derive(Clone, Debug, PartialEq)]
pub(in super::super) struct Standing {
    /// Cost, or minus profit.
    pub money: f64,
    /// By target.
    pub services: Vec<f64>,
    /// How far the targets are missed, each relative to its value, added up; 0 when all are met.
    pub violation: f64,
    /// Mean response: shows the way where a missed service does not move.
    response: f64,
}

impl Standing {
    /// The means of scores.
    pub fn of(scores: &Scores, goal: &Goal) -> Standing {
        Standing::new(scores.money(), scores.services(), mean(&scores.response), goal)
    }

    /// After a change that brings so much.
    pub fn after(&self, change: &OneUnit, goal: &Goal) -> Standing {
        let services = self.services.iter().zip(&change.service).map(|(own, change)| own + change).collect();
        Standing::new(self.money + change.money, services, self.response + change.response, goal)
    }

    fn new(money: f64, services: Vec<f64>, response: f64, goal: &Goal) -> Standing {
        let missed = |(target, service): (&crate::experiment::optimize::ServiceTarget, &f64)| {
            let scale = if target.value == 0.0 { 1.0 } else { target.value.abs() };
            let violation = target.violation(*service) / scale;
            if violation <= ROUNDING { 0.0 } else { violation }
        };
        let violation = goal.targets.iter().zip(&services).map(missed).sum::<f64>();
        Standing { money, services, violation: violation.max(0.0), response }
    }

    /// Whether this is better than the other: nearer to the targets, or as near for better money.
    pub fn beats(&self, other: &Standing) -> bool {
        if self.violation != other.violation {
            return self.violation < other.violation;
        }
        if self.violation > 0.0 && self.response != other.response {
            return self.response < other.response;
        }
        self.money < other.money - ROUNDING * other.money.abs()
    }

    /// The better one first.
    pub fn order(&self, other: &Standing) -> std::cmp::Ordering {
        let response = |standing: &Standing| if standing.violation > 0.0 { standing.response } else { 0.0 };
        let violation = self.violation.total_cmp(&other.violation);
        violation.then(response(self).total_cmp(&response(other))).then(self.money.total_cmp(&other.money))
    }

    /// How much a change to `next` is worth: first what brings the targets nearer for its money, then what shortens the
    /// response while they are missed; less money where they are met. `None` where it is worth nothing.
    pub fn worth(&self, next: &Standing) -> Option<(u8, f64)> {
        let money = next.money - self.money;
        let per_money = |gain: f64| if money <= 0.0 { f64::MAX } else { gain / money };
        let rounding = ROUNDING * self.money.abs();
        if self.violation > 0.0 {
            let (nearer, sooner) = (self.violation - next.violation, self.response - next.response);
            return match (nearer > 0.0, nearer == 0.0 && sooner > 0.0) {
                (true, _) => Some((1, per_money(nearer))),
                (_, true) => Some((0, per_money(sooner))),
                _ => None,
            };
        }
        (next.violation == 0.0 && money < -rounding).then_some((1, -money))
    }

    /// What a point would come to if changes added up: this one's change from `base`, on top of `other`.
    pub fn on_top_of(&self, base: &Standing, other: &Standing, goal: &Goal) -> Standing {
        let services = self.services.iter().zip(&base.services).zip(&other.services);
        Standing::new(
            other.money + self.money - base.money,
            services.map(|((own, base), other)| other + own - base).collect(),
            other.response + self.response - base.response,
            goal,
        )
    }
}
