//! The rows of a result folder, as values: `experiment` makes them, `present` writes and draws them,
//! and `pushpull report` reads them back.
//!
//! *Architecture invariant:* plain data; knows neither files nor how the numbers came about.

mod facts;
mod held;
pub mod numbers;
pub mod search;
mod sweep;

pub use facts::{
    MeanInterval, RankedMeasure, RankedStrategy, SelectionFacts, ServiceFacts, TargetFact, TargetFacts, TargetVerdict,
    VerdictFacts,
};
pub use held::{ContenderRow, Decoupling, HeldRow};
pub use search::{Frontier, FrontierRow, LevelRow, Search, Searched};
pub use sweep::{AxisValue, Pointed, SensitivityRow, StandingRow, Sweep, TornadoRow};

use crate::measures::EntityKind;

/// Everything a result folder holds. `None` is a missing value (an empty cell).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tables {
    pub summary: Vec<SummaryRow>,
    pub comparison: Vec<ComparisonRow>,
    pub replications: Vec<ReplicationRow>,
    pub series: Vec<SeriesRow>,
    pub distribution: Vec<DistributionRow>,
    /// On request.
    pub controlled: Vec<ControlledRow>,
    pub orders: Vec<OrderRow>,
    /// Of a search; empty for a plain run.
    pub levels: Vec<LevelRow>,
    pub info: RunInfo,
}

/// strategy × entity × measure.
#[derive(Clone, Debug, PartialEq)]
pub struct SummaryRow {
    pub strategy: String,
    pub entity_kind: EntityKind,
    pub entity: String,
    /// Column id: `cost_total`, `response_p95`.
    pub measure: String,
    pub unit: String,
    pub mean: Option<f64>,
    pub sd: Option<f64>,
    pub se: Option<f64>,
    pub ci_low: Option<f64>,
    pub ci_high: Option<f64>,
    /// Replications that have a value.
    pub replications: u32,
}

/// measure × pair of strategies, paired by replication: strategy − reference.
#[derive(Clone, Debug, PartialEq)]
pub struct ComparisonRow {
    pub measure: String,
    pub unit: String,
    pub entity_kind: EntityKind,
    pub entity: String,
    pub strategy: String,
    pub reference: String,
    pub difference: Option<f64>,
    pub se: Option<f64>,
    pub ci_low: Option<f64>,
    pub ci_high: Option<f64>,
    /// Two-sided p, adjusted by Holm over the pairs of the measure.
    pub p_adjusted: Option<f64>,
    /// Probability that `strategy` is the best of all, by bootstrap over replications.
    pub p_best: Option<f64>,
    /// Ends of the interval of `strategy` − the best of the others; those of all strategies hold together.
    pub mcb_low: Option<f64>,
    pub mcb_high: Option<f64>,
    /// (s_a² + s_b²) ÷ s_d²: what common random numbers won.
    pub variance_ratio: Option<f64>,
}

/// measure × strategy, or pair of strategies: estimates adjusted by control variates.
#[derive(Clone, Debug, PartialEq)]
pub struct ControlledRow {
    pub measure: String,
    pub unit: String,
    pub strategy: String,
    /// Empty: the strategy's own mean; else strategy − reference.
    pub reference: String,
    pub mean: Option<f64>,
    pub se: Option<f64>,
    pub ci_low: Option<f64>,
    pub ci_high: Option<f64>,
    /// Control variates used.
    pub controls: u32,
    pub replications: u32,
    /// Squared standard error without them ÷ with them.
    pub variance_ratio: Option<f64>,
}

/// strategy × replication × entity × measure.
#[derive(Clone, Debug, PartialEq)]
pub struct ReplicationRow {
    pub strategy: String,
    pub replication: u32,
    pub entity_kind: EntityKind,
    pub entity: String,
    pub measure: String,
    pub value: Option<f64>,
}

/// strategy × level × time bucket, over replications.
#[derive(Clone, Debug, PartialEq)]
pub struct SeriesRow {
    pub strategy: String,
    pub entity_kind: EntityKind,
    pub entity: String,
    pub measure: String,
    /// Bucket, in time units.
    pub start: f64,
    pub end: f64,
    pub mean: f64,
    pub p05: f64,
    pub p25: f64,
    pub p50: f64,
    pub p75: f64,
    pub p95: f64,
}

/// strategy × entity × value: the response distribution pooled over replications.
#[derive(Clone, Debug, PartialEq)]
pub struct DistributionRow {
    pub strategy: String,
    pub entity_kind: EntityKind,
    pub entity: String,
    /// Response in time units; exact where many orders share it.
    pub value: f64,
    /// Orders with it.
    pub orders: u64,
}

/// One customer order under one strategy (`report.orders = true`). Times in time units.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderRow {
    pub strategy: String,
    pub replication: u32,
    pub demand: String,
    pub number: u64,
    pub product: String,
    pub class: String,
    pub quantity: u64,
    pub placed: f64,
    pub parts_ready: Option<f64>,
    pub start: Option<f64>,
    pub delivered: Option<f64>,
    pub blocking_part: String,
    /// Delivered − due, when both are known.
    pub lateness: Option<f64>,
    /// `delivered`, `lost`, `left` or `censored`.
    pub outcome: String,
}

/// A fact of a replication: what happened, when, to which item and for which order.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "present", derive(serde::Serialize))]
pub struct FactRow {
    /// In time units.
    pub time: f64,
    /// `placed`, `asked`, `released`, `received`, `kit_complete`, `started`, `finished`, `served`, `shipped`,
    /// `delivered`, `lost`, `left`, `censored`, `skipped`, `cancelled`.
    pub event: String,
    /// The item it happened to.
    pub item: String,
    /// Number of the replenishment, where it is one's.
    pub replenishment: Option<u64>,
    pub units: i64,
    /// Number of the customer order (from 1, in order of placement over all demands) this happened for; nothing for
    /// what happens for stock.
    pub order: Option<u64>,
    /// More words: units free at once, blocking parts, …
    pub detail: String,
}

/// Provenance and words: `run.json`.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "present", derive(serde::Serialize, serde::Deserialize))]
pub struct RunInfo {
    /// Version of pushpull.
    pub version: String,
    /// Name of the scenario.
    pub scenario: String,
    pub question: String,
    pub time_unit: String,
    pub currency: String,
    /// SHA-256 of the resolved scenario, hexadecimal.
    pub scenario_hash: String,
    /// The resolved scenario, canonical TOML.
    pub resolved: String,
    /// Of a sweep over seeds the least; so with `warm_up` and `horizon`.
    pub seed: u64,
    /// Name of the way streams are keyed and drawn.
    pub stream_scheme: String,
    /// Of each strategy; of a sweep whose points end by a rule, the least of a point.
    pub replications: u32,
    /// In time units.
    pub warm_up: f64,
    pub horizon: f64,
    pub drain_limit: f64,
    pub confidence: f64,
    /// Why the number of replications is what it is: [`FIXED`], or the rule and how it ended.
    pub stop_rule: String,
    /// Strategies in the order of the scenario.
    pub strategies: Vec<StrategyInfo>,
    /// Whether receipts of a supplier may overtake each other, in words for people: `independent`, or
    /// `sequential: taipei; else independent`.
    pub crossing: String,
    /// What service is asked (`report.target`), if the scenario says so: charts mark it.
    pub target: Option<Target>,
    /// Due times of the demands, distinct, ascending, in time units: charts mark them.
    pub due: Vec<f64>,
    /// Events simulated in all.
    pub events: u64,
    /// Largest self-check residual of all runs.
    pub residual: f64,
    pub verdict: Verdict,
    pub findings: Vec<Finding>,
    /// Rows that `replications` does not hold because they are too many (see `--full`); empty when it is complete.
    #[cfg_attr(feature = "present", serde(default))]
    pub left_out: Vec<LeftOut>,
    /// Names of the axes of a sweep; empty for a run.
    #[cfg_attr(feature = "present", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub axes: Vec<String>,
    /// The greatest of all points, where an axis of a sweep varies one of them.
    #[cfg_attr(feature = "present", serde(default, skip_serializing_if = "Option::is_none"))]
    pub most: Option<Most>,
    /// What was searched for; none for a plain run.
    #[cfg_attr(feature = "present", serde(default, skip_serializing_if = "Option::is_none"))]
    pub search: Option<Search>,
}

impl RunInfo {
    /// `30 replications`; of a sweep whose points have different numbers `at least 10 replications`.
    pub fn counted_replications(&self) -> String {
        let counted = numbers::counted(u64::from(self.replications), "replication");
        let is_varied = self.axes.iter().any(|axis| axis == "run.replications");
        let all_alike = self.axes.is_empty() || (self.stop_rule == FIXED && !is_varied);
        if all_alike { counted } else { format!("at least {counted}") }
    }

    /// `warm-up 50, measured 500 days · seed 1`.
    pub fn setting(&self) -> String {
        format!("{} · seed {}", self.window(), self.seeds())
    }

    /// `warm-up 50, measured 500 days`; of a sweep that varies them, from the least to the greatest: `100 to 500 days`.
    pub fn window(&self) -> String {
        let most = self.most();
        let range = |least: f64, most: f64| match least == most {
            true => String::new(),
            false => format!("{} to ", numbers::plain(least)),
        };
        format!(
            "warm-up {}{}, measured {}{}",
            range(self.warm_up, most.warm_up),
            numbers::plain(most.warm_up),
            range(self.horizon, most.horizon),
            numbers::time(most.horizon, &self.time_unit),
        )
    }

    /// `1`; of a sweep over seeds `1 to 5`.
    pub fn seeds(&self) -> String {
        match self.most().seed {
            most if most == self.seed => most.to_string(),
            most => format!("{} to {most}", self.seed),
        }
    }

    fn most(&self) -> Most {
        self.most.unwrap_or(Most { warm_up: self.warm_up, horizon: self.horizon, seed: self.seed })
    }
}

/// The greatest values at the points of a sweep.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[cfg_attr(feature = "present", derive(serde::Serialize, serde::Deserialize))]
pub struct Most {
    /// In time units.
    pub warm_up: f64,
    pub horizon: f64,
    pub seed: u64,
}

/// `stop_rule` where the number of replications was given.
pub const FIXED: &str = "fixed";

/// How much of the raw values is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Raw {
    /// The system always; then one kind of entity after the other, as long as all its rows fit.
    #[default]
    Fitting,
    /// Every row.
    Everything,
}

/// Rows of a table that were not kept.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "present", derive(serde::Serialize, serde::Deserialize))]
pub struct LeftOut {
    /// File name without its ending: `replications`.
    pub table: String,
    /// The kind of entity that has no rows in it: `item`.
    pub entity_kind: String,
    /// How many rows there would be.
    pub rows: u64,
}

/// A measure and the value asked of it.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "present", derive(serde::Serialize, serde::Deserialize))]
pub struct Target {
    /// Id of a measure of the system: `on_time_rate`.
    pub measure: String,
    /// In the unit of the measure; at least this for a service, at most this for a response.
    pub value: f64,
}

/// One strategy as it was run.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "present", derive(serde::Serialize, serde::Deserialize))]
pub struct StrategyInfo {
    pub name: String,
    /// Kinds or names held, in words for people.
    pub holds: String,
    pub allocation: String,
    pub pegging: String,
}

/// The verdict: sentences for the terminal and the top of the report.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "present", derive(serde::Serialize, serde::Deserialize))]
pub struct Verdict {
    /// One line that answers the question.
    pub headline: String,
    /// Cost, service, probability, why: one sentence each.
    pub sentences: Vec<String>,
    /// What headline and sentences are made from; of a run only, since the rows of a sweep or a search say theirs.
    #[cfg_attr(feature = "present", serde(default, skip_serializing_if = "Option::is_none"))]
    pub facts: Option<VerdictFacts>,
}

/// A finding: what was seen and what to do about it.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "present", derive(serde::Serialize, serde::Deserialize))]
pub struct Finding {
    /// Stable id: `few_replications`, `warm_up_short`, `station_overloaded`, …
    pub id: String,
    /// What was seen.
    pub symptom: String,
    /// The next step.
    pub advice: String,
}
