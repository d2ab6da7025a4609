//! How far from the best a point may be, and what its next units are worth.

use super::evaluate::{Evaluated, LocalSearch};
use crate::experiment::optimize::space::Move;
use crate::experiment::optimize::{
    Bound, MarginalValue, OneUnit, Proven, Screening, ServiceTarget, UnitSlopes, Variable,
};

impl LocalSearch<'_> {
    /// What no point can beat, from what the next units are worth. A price on lateness in place of the target gives a
    /// bound whatever the price (Everett 1963); the best of some guesses is taken.
    pub fn bound(&mut self, current: &Evaluated, units: &[MarginalValue]) -> Option<Bound> {
        if !self.meets(current) {
            return None;
        }
        if self.proven == Proven::Global {
            return Some(Bound { money: current.money, why: "nothing else is within the bounds of the search".into() });
        }
        let prices: Vec<f64> =
            self.targets.iter().enumerate().map(|(place, target)| price(target, place, units).unwrap_or(0.0)).collect();
        let guesses = self.prices.iter().map(|scale| prices.iter().map(|price| price * scale).collect::<Vec<_>>());
        let bounds = guesses.filter_map(|guess| self.scorer.lower_bound(&current.point, self.targets, &guess));
        let money = bounds.fold(f64::NEG_INFINITY, f64::max).min(current.money);
        money.is_finite().then(|| Bound {
            money,
            why: "each order waits at least for the part that is nearest to being its last".into(),
        })
    }

    /// What one unit more and one unit less of each variable is worth, on all replications. Nothing is proven of a point that
    /// one of them makes better.
    pub fn marginal_values(&mut self, current: &Evaluated) -> Vec<MarginalValue> {
        let count = current.point.len();
        if let Some(slopes) = self.scorer.slopes(&current.point) {
            return self.by_slopes(&current.point, slopes);
        }
        let changes: Vec<Move> = (0..count).flat_map(|v| [vec![(v, 1)], vec![(v, -1)]]).collect();
        self.screen(Screening::Off);
        let found = self.looks(&current.point, changes);
        self.screen(Screening::On);
        let mut values = vec![MarginalValue::default(); count];
        for next in found {
            let Some(alone) = self.alone(current, &next) else { continue };
            let value = &mut values[alone.variable];
            let side = if alone.units > 0 { &mut value.more } else { &mut value.less };
            *side = Some(OneUnit::of(&current.scores, &next.scores));
            if self.allows(&next) && self.cheaper(&next, current) {
                self.proven = Proven::Nothing;
            }
        }
        values
    }

    /// The same from slopes: as much up as down.
    fn by_slopes(&self, point: &[i64], slopes: Vec<UnitSlopes>) -> Vec<MarginalValue> {
        let times = |slope: &UnitSlopes, units: f64| OneUnit {
            money: units * slope.money,
            money_se: None,
            service: slope.service.iter().map(|service| units * service).collect(),
            response: units * slope.response,
        };
        let sides = |((slope, value), variable): ((UnitSlopes, &i64), &Variable)| MarginalValue {
            more: (*value < variable.bounds.1).then(|| times(&slope, 1.0)),
            less: (*value > variable.bounds.0).then(|| times(&slope, -1.0)),
        };
        slopes.into_iter().zip(point).zip(&self.space.variables).map(sides).collect()
    }
}

/// What the next unit of a target's service costs: the middle of what units are worth; `None` where they tell nothing.
pub(in super::super) fn price(target: &ServiceTarget, place: usize, units: &[MarginalValue]) -> Option<f64> {
    let sides = units.iter().flat_map(|unit| [&unit.more, &unit.less]).flatten();
    // What a unit brings nearer to the target, wherever that is.
    let gain = |unit: &OneUnit| target.violation(0.0) - target.violation(unit.service[place]);
    let prices = sides.map(|unit| unit.money / gain(unit));
    let mut prices: Vec<f64> = prices.filter(|price| price.is_finite() && *price > 0.0).collect();
    prices.sort_by(f64::total_cmp);
    prices.get(prices.len() / 2).copied()
}
