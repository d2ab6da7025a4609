//! The tables of a run together.

use super::rows::{ComparisonRow, ControlledRow, DistributionRow, OrderRow, ReplicationRow, SeriesRow, SummaryRow};
use super::run_info::RunInfo;
use super::search::{ENTITIES, LevelRow, axes};
use super::sweep::{AxisValue, Pointed};

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

impl Tables {
    /// Names of the axes and rows of `optimum.csv`: the summary of orders and money at the best levels, one column per
    /// level; empty without a search.
    #[must_use]
    pub fn optimum(&self) -> (Vec<String>, Vec<Pointed<SummaryRow>>) {
        if self.info.search.is_none() {
            return (Vec::new(), Vec::new());
        }
        let axes = axes(self.levels.iter().map(|row| row.level.as_str()));
        let point = |strategy: &str| -> Vec<AxisValue> {
            let best = |axis: &String| self.levels.iter().find(|row| row.strategy == strategy && row.level == *axis);
            let value = |row: Option<&LevelRow>| row.map_or(AxisValue::missing(), |row| AxisValue::Number(row.best));
            axes.iter().map(|axis| value(best(axis))).collect()
        };
        let points: Vec<(&str, Vec<AxisValue>)> =
            self.info.strategies.iter().map(|strategy| (strategy.name.as_str(), point(&strategy.name))).collect();
        let of = |row: &SummaryRow| points.iter().find(|(name, _)| *name == row.strategy).map(|found| found.1.clone());
        let kept = self.summary.iter().filter(|row| ENTITIES.contains(&row.entity_kind));
        let rows = kept.filter_map(|row| Some(Pointed { point: of(row)?, row: row.clone() })).collect();
        (axes, rows)
    }
}

/// How much of the raw values is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Raw {
    /// The system always; then one kind of entity after the other, as long as all its rows fit.
    #[default]
    Fitting,
    /// Every row.
    Everything,
}
