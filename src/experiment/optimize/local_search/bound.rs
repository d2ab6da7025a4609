//! How far from the best a point may be, and what its next units are worth.

use super::evaluate::{Change, Evaluated, LocalSearch};
use crate::experiment::optimize::best::OneUnit;
use crate::experiment::optimize::{Bound, MarginalValue, Proven, ServiceTarget};

impl LocalSearch<'_> {
    /// What no point can beat, from what the next units are worth. A price on lateness in place of the target gives a
    /// bound whatever the price (Everett 1963); the best of some guesses is taken.
    pub fn bound(&mut self, standing: &Evaluated, worth: &[MarginalValue]) -> Option<Bound> {
        if !self.meets(standing) {
            return None;
        }
        if self.proven == Proven::Global {
            return Some(Bound {
                money: standing.money,
                why: "nothing else is within the bounds of the search".into(),
            });
        }
        let prices: Vec<f64> =
            self.targets.iter().enumerate().map(|(place, target)| price(worth, target, place)).collect();
        let guesses = self.prices.iter().map(|scale| prices.iter().map(|price| price * scale).collect::<Vec<_>>());
        let floors = guesses.filter_map(|guess| self.scorer.lower_bound(&standing.point, self.targets, &guess));
        let money = floors.fold(f64::NEG_INFINITY, f64::max).min(standing.money);
        money.is_finite().then(|| Bound {
            money,
            why: "each order waits at least for the part that is nearest to being its last".into(),
        })
    }

    /// What one unit more and one unit less of each variable is worth.
    pub fn worth(&mut self, standing: &Evaluated) -> Vec<MarginalValue> {
        let count = standing.point.len();
        let changes: Vec<Change> = (0..count).flat_map(|v| [vec![(v, 1)], vec![(v, -1)]]).collect();
        let mut worth = vec![MarginalValue::default(); count];
        for next in self.looks(&standing.point, changes) {
            let Some(v) = (0..count).find(|v| next.point[*v] != standing.point[*v]) else { continue };
            let more = next.point[v] > standing.point[v];
            let side = if more { &mut worth[v].more } else { &mut worth[v].less };
            *side = Some(OneUnit::of(&standing.scores, &next.scores));
        }
        worth
    }
}

/// What the next unit of a target's service costs: the middle of what units are worth.
pub(super) fn price(worth: &[MarginalValue], target: &ServiceTarget, place: usize) -> f64 {
    let sides = worth.iter().flat_map(|worth| [&worth.more, &worth.less]).flatten();
    // What a unit brings nearer to the target, wherever that is.
    let gain = |next: &OneUnit| target.violation(0.0) - target.violation(next.service[place]);
    let prices = sides.map(|next| next.money / gain(next));
    let mut prices: Vec<f64> = prices.filter(|price| price.is_finite() && *price > 0.0).collect();
    prices.sort_by(f64::total_cmp);
    prices.get(prices.len() / 2).copied().unwrap_or(0.0)
}
