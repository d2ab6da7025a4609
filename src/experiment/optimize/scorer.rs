//! What scores the points of a search.

use super::goal::ServiceTarget;
use super::space::moved;

/// Replications from here on belong to searches; those of a run begin at 0.
pub const FIRST_SEARCH_REPLICATION: u32 = 1 << 30;

/// What a point comes to, one value per search replication.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scores {
    /// Cost, or minus profit, per time unit: less is better.
    pub money: Vec<f64>,
    /// By target, then by replication, in the target's unit; NaN where a replication has nothing to judge.
    pub service: Vec<Vec<f64>>,
    /// Mean response of all orders, time units: what shows the way where a service does not move; NaN without orders.
    pub response: Vec<f64>,
}

impl Scores {
    /// Mean money.
    #[must_use]
    pub fn money(&self) -> f64 {
        mean(&self.money)
    }

    /// Mean service, by target; NaN where nothing is judged.
    #[must_use]
    pub fn services(&self) -> Vec<f64> {
        self.service.iter().map(|values| mean(values)).collect()
    }
}

/// Mean of what there is; NaN of nothing.
pub(super) fn mean(values: &[f64]) -> f64 {
    let judged = || values.iter().filter(|value| !value.is_nan());
    judged().sum::<f64>() / judged().count() as f64
}

/// Says what points come to on the search replications, the same ones for every point.
pub trait Scorer {
    /// Search replications.
    fn replications(&self) -> usize;

    /// Points that may be scored for a proof at the end of a search.
    fn affordable(&self) -> usize {
        500
    }

    /// From now on the first so many replications count.
    fn limit(&mut self, _replications: usize) {}

    /// Whether no service is worse with more of any variable.
    fn serves_sooner(&self) -> bool {
        false
    }

    /// By variable what holding one unit more costs, money per time unit, where all else that is paid is no more with
    /// more of any variable; `None` where that is not sure.
    fn holding_rates(&self) -> Option<Vec<f64>> {
        None
    }

    /// Whether money is a sum with one term per variable, whatever the others are.
    fn separable(&self) -> bool {
        false
    }

    /// Money that no point with these targets is below, as far as it can be told from a point: `prices` are guesses of
    /// what the next share of each target's service costs, and change only how near the bound is.
    fn lower_bound(&mut self, _point: &[i64], _targets: &[ServiceTarget], _prices: &[f64]) -> Option<f64> {
        None
    }

    /// What a point comes to.
    fn score(&mut self, point: &[i64]) -> Scores;

    /// What the point comes to with each of these changes alone: (variable, units) pairs made together.
    fn score_changes(&mut self, point: &[i64], changes: &[Vec<(usize, i64)>]) -> Vec<Scores> {
        changes.iter().map(|change| self.score(&moved(point, change))).collect()
    }
}
