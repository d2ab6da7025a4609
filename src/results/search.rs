//! What a search leaves: frontiers, and the final estimate at the best levels.

use super::{AxisValue, LevelRow, Pointed, RunInfo, SummaryRow, Tables};
use crate::measures::EntityKind;

/// Everything the folder of a frontier holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Frontier {
    /// level × strategy × entity × measure: the final estimate; axes are the level and the numbers found for it.
    pub rows: Vec<Pointed<SummaryRow>>,
    /// strategy × level.
    pub points: Vec<FrontierRow>,
    /// Provenance and words.
    pub info: RunInfo,
}

/// strategy × service level: the least money for it, and what the next point of service costs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FrontierRow {
    /// Strategy, as named in the scenario.
    pub strategy: String,
    /// Id of the service.
    pub measure: String,
    /// The level asked.
    pub level: f64,
    /// `yes`, or `no` when no numbers within the bounds reach the level: then these come nearest.
    pub reached: String,
    /// The service, on fresh replications.
    pub service: Option<f64>,
    /// Lower end of its Student-t interval, in the unit of the measure.
    pub service_low: Option<f64>,
    /// Upper end of the interval, in the unit of the measure.
    pub service_high: Option<f64>,
    /// Where that stands against the level: `met`, `missed` or `inconclusive`.
    pub target: String,
    /// Id and unit of the money.
    pub money: String,
    /// Its unit.
    pub unit: String,
    /// The money, on the same replications.
    pub cost: Option<f64>,
    /// Lower end of its Student-t interval, in `unit`.
    pub cost_low: Option<f64>,
    /// Upper end of the interval, in `unit`.
    pub cost_high: Option<f64>,
    /// Of the cost, the lines that levels move: holding of what is finished, waiting, lost orders.
    pub cost_of_levels: Option<f64>,
    /// `yes` when another level of the strategy has at least the service for no more money.
    pub dominated: String,
    /// Money for one more point of service (0.01 of a share, else one unit), from the service reached up to that of the
    /// next level that is not dominated; `None` at the last.
    pub next_point: Option<f64>,
    /// The least money of the strategy's rows whose whole interval meets the level; `None` where none does.
    pub sure_cost: Option<f64>,
    /// The level that row was searched for.
    pub sure_level: Option<f64>,
}

impl FrontierRow {
    /// Whether numbers within the bounds reach the level.
    #[must_use]
    pub fn is_reached(&self) -> bool {
        self.reached == "yes"
    }

    /// Whether another level of the strategy serves as well for no more money.
    #[must_use]
    pub fn is_dominated(&self) -> bool {
        self.dominated == "yes"
    }
}

/// `yes` or `no`, as a cell says it.
#[must_use]
pub fn yes(is_so: bool) -> String {
    if is_so { "yes".into() } else { "no".into() }
}

/// Kinds of entities whose estimates stand beside the numbers searched.
pub const ENTITIES: [EntityKind; 3] = [EntityKind::System, EntityKind::Product, EntityKind::Class];

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

/// Names, each once, as they first come.
#[must_use]
pub fn axes<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut axes: Vec<String> = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    for name in names {
        if seen.insert(name) {
            axes.push(name.into());
        }
    }
    axes
}
