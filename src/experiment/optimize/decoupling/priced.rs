//! Service at a price: a scorer whose money holds what the service missed is worth.

use crate::experiment::optimize::{Goal, OneUnit, Scorer, Scores, ServiceTarget};

/// What all of a service is worth where nothing says what the next share costs, in multiples of the money.
const STEEP: f64 = 10.0;

/// Money, and the service missed at these prices.
pub(super) struct Priced<'s> {
    pub scorer: &'s mut dyn Scorer,
    pub goal: &'s Goal,
    /// By target: money per unit of its service.
    pub prices: &'s [f64],
}

impl Priced<'_> {
    fn price(&self, mut scores: Scores) -> Scores {
        scores.money = priced(&scores, self.goal, self.prices);
        scores
    }
}

impl Scorer for Priced<'_> {
    fn replications(&self) -> usize {
        self.scorer.replications()
    }

    fn score(&mut self, point: &[i64]) -> Scores {
        let scores = self.scorer.score(point);
        self.price(scores)
    }

    fn score_changes(&mut self, point: &[i64], changes: &[Vec<(usize, i64)>]) -> Vec<Scores> {
        let scores = self.scorer.score_changes(point, changes);
        scores.into_iter().map(|scores| self.price(scores)).collect()
    }
}

/// Money by replication, with the service that each target misses (or, below nothing, has to spare) at these prices.
pub(super) fn priced(scores: &Scores, goal: &Goal, prices: &[f64]) -> Vec<f64> {
    let mut money = scores.money.clone();
    for ((target, price), service) in goal.targets.iter().zip(prices).zip(&scores.service) {
        for (money, service) in money.iter_mut().zip(service).filter(|(_, service)| !service.is_nan()) {
            *money += price * target.violation(*service);
        }
    }
    money
}

/// What the next unit of a target's service costs, from what changes of one unit bring: the middle of them. Where the target
/// is missed, or nothing tells, service goes before money.
pub(super) fn price(target: &ServiceTarget, place: usize, at: &Scores, changes: &[OneUnit]) -> f64 {
    let service = at.services()[place];
    let steep = STEEP * at.money().abs() / if target.value == 0.0 { 1.0 } else { target.value.abs() };
    let gain = |next: &OneUnit| target.violation(service) - target.violation(service + next.service[place]);
    let rates = changes.iter().map(|next| next.money / gain(next));
    let mut rates: Vec<f64> = rates.filter(|rate| rate.is_finite() && *rate > 0.0).collect();
    rates.sort_by(f64::total_cmp);
    let middle = rates.get(rates.len() / 2).copied();
    if target.violation(service) > 0.0 { middle.unwrap_or(0.0).max(steep) } else { middle.unwrap_or(steep) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::optimize::Objective;
    use crate::measures::{Column, EntityKind};
    use crate::record::Entity;

    fn goal() -> Goal {
        let entity = Entity { kind: EntityKind::System, name: String::new() };
        let target = ServiceTarget { column: Column::parse("on_time_rate").unwrap(), entity, value: 0.9 };
        Goal { objective: Objective::Cost, targets: vec![target] }
    }

    fn scores(service: f64) -> Scores {
        Scores { money: vec![10.0], service: vec![vec![service]], response: vec![1.0] }
    }

    fn next(money: f64, service: f64) -> OneUnit {
        OneUnit { money, money_se: None, service: vec![service], response: 0.0 }
    }

    #[test]
    fn service_missed_is_paid_and_service_to_spare_is_earned() {
        assert_eq!(priced(&scores(0.8), &goal(), &[20.0]), [10.0 + 20.0 * (0.9 - 0.8)]);
        assert_eq!(priced(&scores(1.0), &goal(), &[20.0]), [10.0 + 20.0 * (0.9 - 1.0)]);
        assert_eq!(priced(&scores(f64::NAN), &goal(), &[20.0]), [10.0]);
    }

    #[test]
    fn the_price_is_what_the_middle_change_pays() {
        // One per 0.01, two per 0.01, three per 0.01; one change that costs and serves worse tells nothing.
        let changes = [next(1.0, 0.01), next(-2.0, -0.01), next(3.0, 0.01), next(1.0, -0.01)];
        assert!((price(&goal().targets[0], 0, &scores(0.95), &changes) - 200.0).abs() < 1e-6);
        // Missed: what it costs to miss it all is ten times the money at least.
        assert!((price(&goal().targets[0], 0, &scores(0.5), &changes[..1]) - 10.0 * 10.0 / 0.9).abs() < 90.0);
        assert!((price(&goal().targets[0], 0, &scores(0.95), &[]) - 10.0 * 10.0 / 0.9).abs() < 1e-9);
    }
}
