//! The tables of a run.

use super::{
    ArrivalRow, ComparisonRow, ControlledRow, DistributionRow, LevelRow, OrderRow, ReplicationRow, RunInfo, SeriesRow,
    SummaryRow,
};

/// Everything a result folder holds. `None` is a missing value (an empty cell).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tables {
    /// strategy × entity × measure.
    pub summary: Vec<SummaryRow>,
    /// measure × pair of strategies.
    pub comparison: Vec<ComparisonRow>,
    /// strategy × replication × entity × measure.
    pub replications: Vec<ReplicationRow>,
    /// strategy × level × time bucket.
    pub series: Vec<SeriesRow>,
    /// strategy × entity × response.
    pub distribution: Vec<DistributionRow>,
    /// On request.
    pub controlled: Vec<ControlledRow>,
    /// Where a stream has a profile or a record.
    pub arrivals: Vec<ArrivalRow>,
    /// One row per customer order, on request.
    pub orders: Vec<OrderRow>,
    /// Of a search; empty for a plain run.
    pub levels: Vec<LevelRow>,
    /// Provenance and words.
    pub info: RunInfo,
}
