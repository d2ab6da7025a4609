//! Service at a price in the place of targets: what sets of held items are compared by on the way.

use crate::experiment::optimize::local_search::price;
use crate::experiment::optimize::{Goal, MarginalValue, Scores, ServiceTarget};

/// What all of a service is worth where nothing says what the next share costs, in multiples of the money.
const STEEP: f64 = 10.0;

/// Money by replication, with the service that each target misses (or, below nothing, has to spare) at these prices.
pub(super) fn penalised(scores: &Scores, goal: &Goal, prices: &[f64]) -> Vec<f64> {
    let mut money = scores.money.clone();
    for ((target, price), service) in goal.targets.iter().zip(prices).zip(&scores.service) {
        for (money, service) in money.iter_mut().zip(service).filter(|(_, service)| !service.is_nan()) {
            *money += price * target.violation(*service);
        }
    }
    money
}

/// What the next unit of a target's service costs at a point, from what its units are worth. Where the target is missed, or
/// nothing tells, service goes before money.
pub(super) fn price_at(target: &ServiceTarget, place: usize, at: &Scores, units: &[MarginalValue]) -> f64 {
    let steep = STEEP * at.money().abs() / target.scale();
    let middle = price(target, place, units);
    if target.violation(at.services()[place]) > 0.0 {
        middle.unwrap_or(0.0).max(steep)
    } else {
        middle.unwrap_or(steep)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::optimize::{Objective, OneUnit};
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

    fn one_more(money: f64, service: f64) -> MarginalValue {
        let more = OneUnit { money, money_se: None, service: vec![service], response: 0.0 };
        MarginalValue { more: Some(more), less: None }
    }

    #[test]
    fn service_missed_is_paid_and_service_to_spare_is_earned() {
        assert_eq!(penalised(&scores(0.8), &goal(), &[20.0]), [10.0 + 20.0 * (0.9 - 0.8)]);
        assert_eq!(penalised(&scores(1.0), &goal(), &[20.0]), [10.0 + 20.0 * (0.9 - 1.0)]);
        assert_eq!(penalised(&scores(f64::NAN), &goal(), &[20.0]), [10.0]);
    }

    #[test]
    fn the_price_is_what_the_middle_change_pays() {
        // One per 0.01, two per 0.01, three per 0.01; one change that costs and serves worse tells nothing.
        let changes = [one_more(1.0, 0.01), one_more(-2.0, -0.01), one_more(3.0, 0.01), one_more(1.0, -0.01)];
        assert!((price_at(&goal().targets[0], 0, &scores(0.95), &changes) - 200.0).abs() < 1e-6);
        // Missed: what it costs to miss it all is ten times the money at least.
        assert!((price_at(&goal().targets[0], 0, &scores(0.5), &changes[..1]) - 10.0 * 10.0 / 0.9).abs() < 90.0);
        assert!((price_at(&goal().targets[0], 0, &scores(0.95), &[]) - 10.0 * 10.0 / 0.9).abs() < 1e-9);
    }
}
