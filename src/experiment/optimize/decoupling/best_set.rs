//! What a search over the items to hold found.

use crate::experiment::optimize::{Best, Ending, Scores, SureLevels};
use crate::results::TargetVerdict;
use crate::stats::Estimate;

/// The best set of held items, and what it is compared with.
#[derive(Clone, Debug)]
pub struct BestDecoupling {
    /// The pure strategies (MTO holds nothing, ATO all but products, MTS products only, `all` everything) without those
    /// that are the same, each at its best levels; the best set of held items last.
    pub contenders: Vec<Contender>,
    /// Place of the best pure one.
    pub best_pure: usize,
    /// By contender: how it stands on fresh replications.
    pub standings: Vec<SetStanding>,
    /// The cheapest levels found at which the best set surely meets the targets, where its own leave that open.
    pub sure: Option<SureLevels>,
    /// By item that may be held, in the order of the scenario.
    pub items: Vec<Reason>,
    /// Sets of held items looked at, and points scored for them.
    pub sets: usize,
    /// Points scored.
    pub evaluations: u64,
    /// Search replications.
    pub replications: u32,
    /// Those of the way, where they were fewer or shorter.
    pub way: Option<LowFidelity>,
    /// How the search ended; after an early end nothing is said of single items.
    pub ending: Ending,
}

/// The replications of the way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LowFidelity {
    /// Their number.
    pub replications: u32,
    /// Length of the window, time units.
    pub window: f64,
}

/// A set of held items at its best levels.
#[derive(Clone, Debug)]
pub struct Contender {
    /// `MTO`, `ATO`, `MTS`, `all`, or `mixed`.
    pub name: String,
    /// Items held, in the order of the scenario.
    pub held: Vec<String>,
    /// Those of them with a base stock of 0. The best set has one only where it is worse without.
    pub empty: Vec<String>,
    /// The name it gets in the scenario: another one where the scenario has a strategy of this name.
    pub key: String,
    /// `key=value`s that make it a strategy of that name, each with the name before it: lines of TOML.
    pub sets: Vec<String>,
    /// Its levels, and how they were found.
    pub best: Best,
    /// What it comes to on fresh replications (those of a run).
    pub fresh: Scores,
    /// Its services there, one for each target, with the intervals that a run has.
    pub services: Vec<Estimate>,
}

/// A set on fresh replications, beside the others.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SetStanding {
    /// Against all targets: missed where it surely misses one, met where it surely meets each; none without a target.
    pub target: Option<TargetVerdict>,
    /// Whether it may be the best: it met the targets where it was searched and does not surely miss one here.
    pub is_admitted: bool,
    /// Its money (cost, or minus profit) − that of the best set, per time unit, paired by replication; 0 of the best one.
    pub above_best: Estimate,
    /// Probability of being the best of those that may be, by bootstrap over replications; none of the others, and on
    /// fewer than ten replications.
    pub p_best: Option<f64>,
}

/// Why an item is held, or is not: the best set against the same with this one item switched and the levels around it
/// searched again, on fresh replications, paired. An item that is not held would be with one unit at least.
#[derive(Clone, Debug)]
pub struct Reason {
    /// Name of the item.
    pub item: String,
    /// Whether the best set holds it.
    pub held: bool,
    /// What holding it saves (all costs but holding, less revenue; where targets are met, service missed or spared at what
    /// its next unit costs, too), and what it costs (holding, of the whole system): per time unit. Holding pays where the
    /// first is greater.
    pub saves: Estimate,
    /// What holding it costs, money per time unit.
    pub costs: Estimate,
    /// Saves − costs.
    pub net: Estimate,
    /// By target: what holding it adds to the service, in its unit.
    pub service: Vec<Estimate>,
    /// Whether the targets are met with the item switched.
    pub met_otherwise: bool,
}
