//! What scores the points of a search.

use super::goal::ServiceTarget;
use super::space::{Move, moved};

/// Replications from here on belong to searches; those of a run begin at 0.
pub const FIRST_SEARCH_REPLICATION: u32 = 1 << 30;

/// What a point comes to, one value per search replication.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scores {
    /// Cost, or minus profit, per time unit: less is better.
    pub money: Vec<f64>,
    /// By target, then by replication, in the target's unit; NaN where a replication has nothing to judge. Of a share or mean
    /// of orders these are [`crate::stats::Sample::pseudo_values`], whose mean is the ratio of the means.
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

    /// Whether it was left after some of the replications, being worse for sure; its mean money is a guess.
    #[must_use]
    pub fn is_screened(&self) -> bool {
        self.response.len() < self.money.len()
    }
}

/// Standard errors of paired differences that are taken for sure.
const SURE: f64 = 4.0;

/// Whether values are above others of the same replications for sure.
pub(super) fn surely_above(own: &[f64], than: &[f64]) -> bool {
    let differences: Vec<f64> = own.iter().zip(than).map(|(own, than)| own - than).collect();
    let (mean, count) = (mean(&differences), differences.len() as f64);
    let squares: f64 = differences.iter().map(|d| (d - mean) * (d - mean)).sum();
    count > 2.0 && mean > SURE * (squares / (count - 1.0) / count).sqrt()
}

/// Whether changes that are worse for sure are scored on fewer replications.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screening {
    /// They are.
    On,
    /// They are not.
    Off,
}

/// Of so many replications one is enough for the long way, but of all so many at least.
const LONG_WAY: usize = 6;
const LEAST_ON_THE_WAY: usize = 3;

/// Mean of what there is; NaN of nothing.
pub(super) fn mean(values: &[f64]) -> f64 {
    let judged = || values.iter().filter(|value| !value.is_nan());
    judged().sum::<f64>() / judged().count() as f64
}

/// What a unit more of a variable is worth by the slopes at a point.
#[derive(Clone, Debug, PartialEq)]
pub struct UnitSlopes {
    /// Cost, or minus profit, per time unit.
    pub money: f64,
    /// By target, in its unit.
    pub service: Vec<f64>,
    /// Mean response, time units.
    pub response: f64,
}

/// Says what points come to on the search replications, the same ones for every point.
pub trait Scorer {
    /// Search replications.
    fn replications(&self) -> usize;

    /// Points that may be scored for a proof at the end of a search.
    fn affordable(&self) -> usize {
        500
    }

    /// Replications of the stages of a search: each begins where the one before ended; all of them in the last.
    fn stages(&self) -> Vec<usize> {
        let all = self.replications();
        let few = (all / LONG_WAY).max(LEAST_ON_THE_WAY);
        if few < all { vec![few, all] } else { vec![all] }
    }

    /// From now on the first so many replications count.
    fn limit(&mut self, _replications: usize) {}

    /// Whether from now on changes that are worse for sure may be scored on fewer replications.
    fn screen(&mut self, _screening: Screening) {}

    /// Replications simulated so far; 0 where none has to be.
    fn simulated(&self) -> u64 {
        0
    }

    /// So many more were simulated for it by what led to where it begins.
    fn add_simulated(&mut self, _replications: u64) {}

    /// What it is, in words.
    fn words(&self) -> String;

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

    /// By variable: the slopes at a point, per unit, where they stand for what a unit more is worth.
    fn slopes(&mut self, _point: &[i64]) -> Option<Vec<UnitSlopes>> {
        None
    }

    /// What a point comes to.
    fn score(&mut self, point: &[i64]) -> Scores;

    /// What the point comes to with each of these changes alone.
    fn score_changes(&mut self, point: &[i64], changes: &[Move]) -> Vec<Scores> {
        changes.iter().map(|change| self.score(&moved(point, change))).collect()
    }
}
