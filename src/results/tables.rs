//! The tables of a run.

use super::{
    ComparisonRow, ControlledRow, DistributionRow, LevelRow, OrderRow, ReplicationRow, RunInfo, SeriesRow, SummaryRow,
};

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
