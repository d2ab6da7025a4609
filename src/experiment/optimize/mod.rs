//! The best stock levels of a strategy: what is searched, over which numbers, and what scores a point.
//!
//! ```text
//! Model + strategy ──► Space (variables, bounds) ──┐
//! Goal (money, service targets) ───────────────────┼──► search ──► Best (point, how it was found, what the next unit is worth)
//! Scorer (saved paths, or simulation) ─────────────┘                └──► `--set`s ──► an ordinary run on fresh replications
//! ```
//!
//! A search runs on replications of its own ([`FIRST_SEARCH_REPLICATION`] and on), the same for every point (common
//! random numbers); what is reported of its best point is estimated afterwards, on replications it never saw.
//!
//! *Architecture invariant:* a point is scored by a [`Scorer`] and by nothing else, so every search works with every
//! scorer; the result depends neither on the number of threads nor on the scorer where both are exact.

mod adaptive;
mod best;
mod climb;
mod hold;
mod paths;
mod pattern;
mod search;
mod simulated;
mod space;

pub use best::{Best, Bound, How, Next, Proven, Selection, Worth};
pub use hold::{Contender, Decoupled, Reason, Short, decouple};
pub use search::{SearchProgress, SearchSettings, frontier, search};
pub use simulated::{Screening, Simulated, lean};
pub use space::{Limit, space, without_room};

use crate::measures::{Better, Column};
use crate::plan::{Level, Levels};
use crate::record::Entity;

/// Replications from here on belong to searches; those of a run begin at 0.
pub const FIRST_SEARCH_REPLICATION: u32 = 1 << 30;

/// What counts as best.
#[derive(Clone, Debug, PartialEq)]
pub struct Goal {
    pub objective: Objective,
    /// All of them are to be met; none for least cost alone.
    pub targets: Vec<ServiceTarget>,
}

/// The money that is made least or most.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Objective {
    /// `cost_total` of the system, as little as possible.
    #[default]
    Cost,
    /// `profit` of the system, as much as possible.
    Profit,
}

/// A service that is to be met, in the mean over replications.
#[derive(Clone, Debug, PartialEq)]
pub struct ServiceTarget {
    /// `order_fill_rate`, `on_time_rate`, `response_within_…`: at least `value`; `response_mean`, `response_p95`, …: at
    /// most `value`.
    pub column: Column,
    /// The system, a product or a class.
    pub entity: Entity,
    /// A share, or time units.
    pub value: f64,
}

/// One whole number that is searched: a number of the stock rule of one item, or of several that move together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    /// The keys below the strategy that set it: `stock.case.base_stock`; the variants of a product that move together
    /// and are all of it have the product's one.
    pub keys: Vec<String>,
    /// Items of the plan.
    pub items: Vec<u32>,
    pub number: Number,
    /// Least and greatest value, units.
    pub bounds: (i64, i64),
    /// The key of the scenario has a value so much greater: 1 for the minimum of a rule that acts below it, 0 else.
    pub offset: i64,
}

impl Variable {
    /// A value as the scenario has it, and people read it.
    #[must_use]
    pub fn shown(&self, value: i64) -> i64 {
        value + self.offset
    }
}

/// Which number of a stock rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Number {
    BaseStock,
    /// Of (s, S): s, and S.
    Min,
    Max,
    /// Of (r, Q): r, and Q.
    Point,
    Quantity,
}

/// A value for each variable, units.
pub type Point = Vec<i64>;

/// The numbers that may be chosen for one strategy.
#[derive(Clone, Debug, PartialEq)]
pub struct Space {
    pub variables: Vec<Variable>,
    /// The levels of the scenario; a point changes the variables' ones.
    pub base: Levels,
}

impl Space {
    /// The levels of the plan at a point.
    #[must_use]
    pub fn levels(&self, point: &[i64]) -> Levels {
        let mut levels = self.base.clone();
        for (variable, value) in self.variables.iter().zip(point) {
            for item in &variable.items {
                let level = &mut levels.0[*item as usize];
                match variable.number {
                    Number::BaseStock => *level = Level::base_stock(*value),
                    Number::Min => level.low = *value,
                    Number::Max => (level.high, level.initial) = (*value, (*value).max(0)),
                    Number::Point => level.low = *value,
                    Number::Quantity => level.quantity = *value,
                }
                if level.quantity > 0 {
                    level.high = level.low + level.quantity;
                    level.initial = level.high.max(0);
                }
            }
        }
        levels
    }
}

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
fn mean(values: &[f64]) -> f64 {
    let judged = || values.iter().filter(|value| !value.is_nan());
    judged().sum::<f64>() / judged().count() as f64
}

impl ServiceTarget {
    /// How far a service is from the target, in its unit: 0 and less where it is met; infinite where nothing is judged.
    #[must_use]
    pub fn shortfall(&self, service: f64) -> f64 {
        let short = match self.column.measure.definition().better {
            Better::Lower => service - self.value,
            Better::Higher | Better::Neither => self.value - service,
        };
        if short.is_nan() { f64::INFINITY } else { short }
    }
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
    fn carrying(&self) -> Option<Vec<f64>> {
        None
    }

    /// Whether money is a sum with one term per variable, whatever the others are.
    fn separable(&self) -> bool {
        false
    }

    /// Money that no point with these targets is below, as far as it can be told from a point: `prices` are guesses of
    /// what the next share of each target's service costs, and change only how near the floor is.
    fn floor(&mut self, _point: &[i64], _targets: &[ServiceTarget], _prices: &[f64]) -> Option<f64> {
        None
    }

    /// What a point comes to.
    fn score(&mut self, point: &[i64]) -> Scores;

    /// What the point comes to with each of these changes alone: (variable, units) pairs made together.
    fn score_changes(&mut self, point: &[i64], changes: &[Vec<(usize, i64)>]) -> Vec<Scores> {
        changes.iter().map(|change| self.score(&moved(point, change))).collect()
    }
}

/// A point after a change: (variable, units) pairs made together.
#[must_use]
pub fn moved(point: &[i64], change: &[(usize, i64)]) -> Point {
    let mut moved = point.to_vec();
    change.iter().for_each(|(variable, units)| moved[*variable] += units);
    moved
}
