//! What a search found, and how sure that is.

use super::{Point, Scores, Variable};

/// The best point found for one strategy.
#[derive(Clone, Debug, PartialEq)]
pub struct Best {
    /// Place of the strategy in the model.
    pub strategy: usize,
    pub variables: Vec<Variable>,
    /// By variable.
    pub point: Point,
    /// `key=value` for `--set`, that make the strategy so.
    pub sets: Vec<String>,
    /// What the point comes to on the search replications.
    pub scores: Scores,
    /// Whether all targets are met on the search replications. If not, the point is the best service that can be
    /// reached within the bounds, at least cost.
    pub reached: bool,
    pub how: How,
    /// What no point can beat; `None` where no bound is known.
    pub bound: Option<Bound>,
    /// By variable: what the next unit is worth.
    pub worth: Vec<Worth>,
}

/// How a point was found.
#[derive(Clone, Debug, PartialEq)]
pub struct How {
    /// What scored the points, in words.
    pub scorer: String,
    /// How it was searched, in words.
    pub search: String,
    /// Points scored.
    pub evaluations: u64,
    /// Search replications.
    pub replications: usize,
    pub proven: Proven,
    /// Variables that end at the greatest value they may have.
    pub at_limit: Vec<usize>,
}

/// What is known of the point on the search replications.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Proven {
    /// Nothing.
    Nothing,
    /// No point that differs by one unit of one variable meets the targets for less.
    Single,
    /// Nor any that differs by one unit of one or of two variables.
    Pairwise,
    /// No point within the bounds is better: all were scored, or the money is a sum with one term per variable and all
    /// values of each were.
    Global,
}

/// A lower bound of the money on the search replications.
#[derive(Clone, Debug, PartialEq)]
pub struct Bound {
    /// Cost, or minus profit, per time unit.
    pub money: f64,
    /// Why nothing is below it, in words.
    pub why: String,
}

/// What one unit of a variable is worth at the best point.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Worth {
    /// One unit more, and one less; `None` where the bounds end.
    pub more: Option<Next>,
    pub less: Option<Next>,
}

/// What changes with one unit, in the mean over the search replications.
#[derive(Clone, Debug, PartialEq)]
pub struct Next {
    /// Cost, or minus profit, per time unit.
    pub money: f64,
    /// By target, in its unit.
    pub service: Vec<f64>,
    /// Mean response, time units.
    pub response: f64,
}

impl Proven {
    /// In words, for people.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Proven::Nothing => "nothing is proven of it",
            Proven::Single => "no point one unit of one item away is better on the replications searched",
            Proven::Pairwise => "no point one unit of one or two items away is better on the replications searched",
            Proven::Global => "no point within the bounds is better on the replications searched",
        }
    }
}
