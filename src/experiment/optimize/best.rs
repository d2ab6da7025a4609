//! What a search found, and how sure that is.

use super::{Point, Scores, Variable};
use crate::experiment::optimize::scorer::mean;
use crate::rules::stock::RuleNumber;
use crate::stats::Estimate;

/// The best point found for one strategy.
#[derive(Clone, Debug, PartialEq)]
pub struct Best {
    /// Place of the strategy in the model.
    pub strategy: usize,
    /// What was searched.
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
    /// How the point was found.
    pub how: How,
    /// What no point can beat; `None` where no bound is known.
    pub bound: Option<Bound>,
    /// By variable: what the next unit is worth.
    pub marginal_values: Vec<MarginalValue>,
}

impl Best {
    /// Whether the search came to its end by itself.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.how.ending == Ending::Complete
    }

    /// Base stocks that are best at 0: items that are not worth holding.
    #[must_use]
    pub fn not_worth_holding(&self) -> Vec<&Variable> {
        let at_zero = |(variable, value): &(&Variable, &i64)| variable.number == RuleNumber::Level && **value == 0;
        self.variables.iter().zip(&self.point).filter(at_zero).map(|(variable, _)| variable).collect()
    }
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
    /// What is known of it.
    pub proven: Proven,
    /// The selection among the last neighbours, where one was made.
    pub selection: Option<Selection>,
    /// Variables that end at the greatest value they may have.
    pub at_limit: Vec<usize>,
    /// How the search ended.
    pub ending: Ending,
    /// How many ways it went, and how alike they ended; none where nothing was searched.
    pub starts: Option<Starts>,
}

/// How far the end of a search can be trusted where no bound is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Starts {
    /// Ways that were followed to an end, each from another beginning.
    pub count: usize,
    /// The money of the worst end less that of the best, of those that meet the targets, on the replications they were
    /// searched on; none of a single one.
    pub spread: Option<f64>,
    /// Money that the last tenth of the points or passes gained; none where it cannot be told.
    pub last_tenth: Option<f64>,
}

/// How a search ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ending {
    /// By itself.
    #[default]
    Complete,
    /// Before its time: its budget was used up, or who watched it had enough.
    Early,
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

/// Which of a point and its neighbours is best, asked on replications that the search did not see.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Selection {
    /// Points compared: the best, those one unit away, and the pairs that promised most.
    pub candidates: usize,
    /// The probability that the point chosen is the best of them, if one is better than all others by `indifference` or more; of
    /// points nearer to each other the procedure promises nothing.
    pub confidence: f64,
    /// The smallest difference of money that matters: the one asked for, or a wider one that the budget can tell.
    pub indifference: f64,
    /// The one asked for, and the replications of a candidate that it could have taken.
    pub asked: f64,
    /// Replications that it took.
    pub needed: u64,
    /// Replications of those that lasted longest.
    pub replications: usize,
}

/// A lower bound of the money on the search replications.
#[derive(Clone, Debug, PartialEq)]
pub struct Bound {
    /// Cost, or minus profit, per time unit.
    pub money: f64,
    /// Why nothing is below it, in words.
    pub why: String,
}

/// The cheapest levels found that surely meet the targets.
#[derive(Clone, Debug, PartialEq)]
pub struct SureLevels {
    /// By variable of the best point.
    pub point: Point,
    /// `key=value`s that set them.
    pub sets: Vec<String>,
    /// Their money (cost, or minus profit) on fresh replications, per time unit.
    pub money: Estimate,
    /// That − the money of the best point, paired by replication.
    pub above_best: Estimate,
    /// By target, on the same replications.
    pub services: Vec<Estimate>,
}

/// What one unit of a variable is worth at the best point.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MarginalValue {
    /// One unit more, and one less; `None` where the bounds end.
    pub more: Option<OneUnit>,
    /// With one unit less; `None` at the lower bound.
    pub less: Option<OneUnit>,
}

/// What changes with one unit, in the mean over the search replications.
#[derive(Clone, Debug, PartialEq)]
pub struct OneUnit {
    /// Cost, or minus profit, per time unit.
    pub money: f64,
    /// Standard error of that, from the paired differences; `None` of a single replication.
    pub money_se: Option<f64>,
    /// By target, in its unit.
    pub service: Vec<f64>,
    /// Mean response, time units.
    pub response: f64,
}

impl OneUnit {
    /// What changes from scores to others of the same replications.
    pub(super) fn of(from: &Scores, to: &Scores) -> OneUnit {
        let differences: Vec<f64> = to.money.iter().zip(&from.money).map(|(to, from)| to - from).collect();
        let (money, count) = (mean(&differences), differences.len() as f64);
        let squares: f64 = differences.iter().map(|d| (d - money) * (d - money)).sum();
        OneUnit {
            money,
            money_se: (count > 1.0).then(|| (squares / (count - 1.0) / count).sqrt()),
            service: to.services().iter().zip(from.services()).map(|(to, from)| to - from).collect(),
            response: mean(&to.response) - mean(&from.response),
        }
    }
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
