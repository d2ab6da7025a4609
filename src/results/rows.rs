//! The rows of the tables of a run.

use crate::measures::EntityKind;

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

/// strategy × number of a stock rule: where it stood, where it is best, and what one unit more or less changes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LevelRow {
    pub strategy: String,
    /// The key below `stock` of the strategy: `case.base_stock`.
    pub level: String,
    /// Items (or variants) that have it in common.
    pub items: u32,
    /// Bounds of the search, units.
    pub low: f64,
    pub high: f64,
    /// Of the scenario, units.
    pub start: f64,
    /// Found, units.
    pub best: f64,
    /// Of the money: `USD/day`.
    pub unit: String,
    /// Change of the money with one unit more, and one less; `None` at a bound.
    pub one_more: Option<f64>,
    pub one_less: Option<f64>,
    /// Standard errors of these, paired.
    pub one_more_se: Option<f64>,
    pub one_less_se: Option<f64>,
    /// Id of the measure of the first target; empty without one.
    pub measure: String,
    /// Change of that measure with one unit more, and one less.
    pub measure_more: Option<f64>,
    pub measure_less: Option<f64>,
}
