//! One set of held items with the levels found for it, and how these are searched.

use super::penalty::penalised;
use crate::experiment::optimize::local_search::Evaluated;
use crate::experiment::optimize::{Goal, Scores};
use std::collections::BTreeMap;

/// Values of the numbers searched, by their keys below the strategy.
pub(super) type Values = BTreeMap<String, i64>;

/// On what sets are judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fidelity {
    /// On the way: few replications, and short ones.
    Low,
    /// The search replications.
    High,
}

/// A set of held items with the levels found for it.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    /// By item of the model.
    pub held: Vec<bool>,
    pub values: Values,
    /// At these values, on the replications it was judged on.
    pub evaluated: Evaluated,
    /// By item of the model: whether it is held with nothing in stock.
    pub empty: Vec<bool>,
    /// By target, where all levels moved: what the next unit of its service costs.
    pub prices: Vec<f64>,
    pub evaluations: u64,
}

impl Candidate {
    /// Money by replication, service at these prices.
    pub fn penalised(&self, goal: &Goal, prices: &[f64]) -> Vec<f64> {
        penalised(&self.evaluated.scores, goal, prices)
    }

    /// The same of other scores, at this set's prices.
    pub fn at_own_prices(&self, scores: &Scores, goal: &Goal) -> Vec<f64> {
        penalised(scores, goal, &self.prices)
    }
}

/// Which levels may move.
#[derive(Clone, Copy)]
pub(super) enum Free<'f> {
    All,
    /// Those of these items of the model, and of items whose levels were never searched.
    Of(&'f [bool]),
}

/// How the levels of a set are searched.
#[derive(Clone, Copy)]
pub(super) struct Way<'f> {
    pub free: Free<'f>,
    pub fidelity: Fidelity,
    /// By target: what its service is worth; `None` where the targets are to be met.
    pub prices: Option<&'f [f64]>,
}
