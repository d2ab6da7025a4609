//! The rows of the tables of a run.

use crate::measures::EntityKind;

/// strategy × entity × measure.
#[derive(Clone, Debug, PartialEq)]
pub struct SummaryRow {
    /// Strategy, as named in the scenario.
    pub strategy: String,
    /// `system`, `product`, `class`, `item`, `station` or `supplier`.
    pub entity_kind: EntityKind,
    /// Name of the entity; empty for the system.
    pub entity: String,
    /// Column id: `cost_total`, `response_p95`.
    pub measure: String,
    /// Unit of the measure in this scenario.
    pub unit: String,
    /// Mean over replications, in `unit`.
    pub mean: Option<f64>,
    /// Standard deviation over replications, in `unit`.
    pub sd: Option<f64>,
    /// Standard error of the mean, in `unit`.
    pub se: Option<f64>,
    /// Lower end of the Student-t interval of the mean, in `unit`.
    pub ci_low: Option<f64>,
    /// Upper end of the interval, in `unit`.
    pub ci_high: Option<f64>,
    /// Replications that have a value.
    pub replications: u32,
}

/// measure × pair of strategies, paired by replication: strategy − reference.
#[derive(Clone, Debug, PartialEq)]
pub struct ComparisonRow {
    /// Id of the measure.
    pub measure: String,
    /// Unit of the measure in this scenario.
    pub unit: String,
    /// Kind of the entity compared.
    pub entity_kind: EntityKind,
    /// Name of the entity; empty for the system.
    pub entity: String,
    /// The strategy judged.
    pub strategy: String,
    /// The strategy it is compared with.
    pub reference: String,
    /// Mean of strategy − reference over replications, in `unit`.
    pub difference: Option<f64>,
    /// Standard error of the paired difference, in `unit`.
    pub se: Option<f64>,
    /// Lower end of the paired Student-t interval, in `unit`.
    pub ci_low: Option<f64>,
    /// Upper end of the interval, in `unit`.
    pub ci_high: Option<f64>,
    /// Two-sided p, adjusted by Holm over the pairs of the measure.
    pub p_adjusted: Option<f64>,
    /// Probability that `strategy` is the best of all, by bootstrap over replications.
    pub p_best: Option<f64>,
    /// Ends of the interval of `strategy` − the best of the others; those of all strategies hold together.
    pub mcb_low: Option<f64>,
    /// Upper end. For a measure to be small: how much worse than the best `strategy` can be, 0 where it must be the
    /// best, in `unit`.
    pub mcb_high: Option<f64>,
    /// (s_a² + s_b²) ÷ s_d²: the variance without common random numbers ÷ that with them.
    pub variance_ratio: Option<f64>,
}

/// measure × strategy, or pair of strategies: estimates adjusted by control variates.
#[derive(Clone, Debug, PartialEq)]
pub struct ControlledRow {
    /// Id of the measure.
    pub measure: String,
    /// Unit of the measure in this scenario.
    pub unit: String,
    /// The strategy judged.
    pub strategy: String,
    /// Empty: the strategy's own mean; else strategy − reference.
    pub reference: String,
    /// Mean, or mean of strategy − reference, adjusted by regression on the control variates, in `unit`.
    pub mean: Option<f64>,
    /// Its standard error, in `unit`.
    pub se: Option<f64>,
    /// Lower end of the Student-t interval, with a degree of freedom less for each control, in `unit`.
    pub ci_low: Option<f64>,
    /// Upper end of the interval, in `unit`.
    pub ci_high: Option<f64>,
    /// Control variates used.
    pub controls: u32,
    /// Replications that have a value.
    pub replications: u32,
    /// Squared standard error without them ÷ with them.
    pub variance_ratio: Option<f64>,
}

/// demand stream × time bucket: the orders of replication 0 beside their mean rate.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ArrivalRow {
    /// Demand stream.
    pub demand: String,
    /// Where the mean rate comes from: `profile`, `environment`, `record` or `drawn record`.
    pub source: String,
    /// Start of the bucket, time units from 0.
    pub start: f64,
    /// End of the bucket, time units.
    pub end: f64,
    /// Orders of replication 0 in the bucket.
    pub orders: u64,
    /// Mean orders per time unit there.
    pub rate: f64,
}

/// strategy × replication × entity × measure.
#[derive(Clone, Debug, PartialEq)]
pub struct ReplicationRow {
    /// Strategy, as named in the scenario.
    pub strategy: String,
    /// Number of the replication, from 0.
    pub replication: u32,
    /// Kind of the entity.
    pub entity_kind: EntityKind,
    /// Name of the entity; empty for the system.
    pub entity: String,
    /// Id of the measure.
    pub measure: String,
    /// Value of the replication; empty where there is nothing to judge, in the unit of the measure.
    pub value: Option<f64>,
}

/// strategy × level × time bucket, over replications.
#[derive(Clone, Debug, PartialEq)]
pub struct SeriesRow {
    /// Strategy, as named in the scenario.
    pub strategy: String,
    /// Kind of the entity.
    pub entity_kind: EntityKind,
    /// Name of the entity; empty for the system.
    pub entity: String,
    /// Id of the level: `on_hand_mean`, `backlog_mean`, …; a value is the time average in the bucket.
    pub measure: String,
    /// Bucket, in time units.
    pub start: f64,
    /// End of the bucket, time units.
    pub end: f64,
    /// Mean over replications, in the unit of the measure.
    pub mean: f64,
    /// 5 % quantile over replications, in the unit of the measure.
    pub p05: f64,
    /// 25 % quantile over replications, in the unit of the measure.
    pub p25: f64,
    /// Median over replications, in the unit of the measure.
    pub p50: f64,
    /// 75 % quantile over replications, in the unit of the measure.
    pub p75: f64,
    /// 95 % quantile over replications, in the unit of the measure.
    pub p95: f64,
}

/// strategy × entity × value: the response distribution pooled over replications.
#[derive(Clone, Debug, PartialEq)]
pub struct DistributionRow {
    /// Strategy, as named in the scenario.
    pub strategy: String,
    /// Kind of the entity.
    pub entity_kind: EntityKind,
    /// Name of the entity; empty for the system.
    pub entity: String,
    /// Response in time units; exact where many orders share it.
    pub value: f64,
    /// Orders with it.
    pub orders: u64,
}

/// One customer order under one strategy (`report.orders = true`). Times in time units.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderRow {
    /// Strategy, as named in the scenario.
    pub strategy: String,
    /// Number of the replication, from 0.
    pub replication: u32,
    /// Demand stream the order belongs to.
    pub demand: String,
    /// Number of the order in its stream: the same customer under every strategy.
    pub number: u64,
    /// Product asked for.
    pub product: String,
    /// Class of the demand; may be empty.
    pub class: String,
    /// Customer of a recorded order; may be empty.
    pub customer: String,
    /// Units asked for.
    pub quantity: u64,
    /// Those of them that were lost at placement.
    pub lost: u64,
    /// Time of placement, time units.
    pub placed: f64,
    /// Time the last part was there, time units.
    pub parts_ready: Option<f64>,
    /// Time assembly started, time units.
    pub start: Option<f64>,
    /// Time of delivery; empty for an order not delivered, time units.
    pub delivered: Option<f64>,
    /// Direct part that arrived last; empty for an order that did not wait for parts.
    pub blocking_part: String,
    /// Delivered − due, when both are known.
    pub lateness: Option<f64>,
    /// `delivered`, `declined`, `lost`, `left` or `censored`.
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
    /// Units concerned.
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
    /// Strategy, as named in the scenario.
    pub strategy: String,
    /// The key below `stock` of the strategy: `case.base_stock`.
    pub level: String,
    /// Items (or variants) that have it in common.
    pub items: u32,
    /// Bounds of the search, units.
    pub low: f64,
    /// Greatest value of the search.
    pub high: f64,
    /// Of the scenario, units.
    pub start: f64,
    /// Found, units.
    pub best: f64,
    /// Of the money: `USD/day`.
    pub unit: String,
    /// Change of the money with one unit more, and one less; `None` at a bound.
    pub one_more: Option<f64>,
    /// Change of the money with one unit less, in `unit`.
    pub one_less: Option<f64>,
    /// Standard errors of these, paired.
    pub one_more_se: Option<f64>,
    /// Standard error of `one_less`, in `unit`.
    pub one_less_se: Option<f64>,
    /// Id of the measure of the first target; empty without one.
    pub measure: String,
    /// Change of that measure with one unit more, and one less.
    pub measure_more: Option<f64>,
    /// Change of that measure with one unit less, in the unit of the measure.
    pub measure_less: Option<f64>,
}
