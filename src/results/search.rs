//! What a search for the best stock levels leaves: the levels with what the next unit is worth, and frontiers.

use super::{AxisValue, Pointed, RunInfo, SummaryRow, Tables};
use crate::measures::EntityKind;

/// A search in words, for `run.json`; its numbers stand in `levels` or `frontier_points`.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "present", derive(serde::Serialize, serde::Deserialize))]
pub struct Search {
    /// What was searched for: `least cost with on-time rate at least 95 %`.
    pub goal: String,
    /// Id of the measure along a frontier; empty for a search of best levels.
    pub along: String,
    /// Id of the money: `cost_total` or `profit`.
    pub money: String,
    /// By strategy.
    pub strategies: Vec<Searched>,
    /// The strategy found, as TOML; empty unless what is held was searched.
    #[cfg_attr(feature = "present", serde(default, skip_serializing_if = "String::is_empty"))]
    pub snippet: String,
}

/// How the search of one strategy went.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "present", derive(serde::Serialize, serde::Deserialize))]
pub struct Searched {
    pub strategy: String,
    /// Whether the targets were met on the replications searched.
    pub reached: bool,
    /// How it was found, how good it can be at most, what the next unit is worth: one sentence each.
    pub sentences: Vec<String>,
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

/// Everything the folder of a frontier holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Frontier {
    /// level × strategy × entity × measure: the final estimate; axes are the level and the numbers found for it.
    pub rows: Vec<Pointed<SummaryRow>>,
    /// strategy × level.
    pub points: Vec<FrontierRow>,
    pub info: RunInfo,
}

/// strategy × service level: the least money for it, and what the next point of service costs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FrontierRow {
    pub strategy: String,
    /// Id of the service.
    pub measure: String,
    /// The level asked.
    pub level: f64,
    /// `yes`, or `no` when no numbers within the bounds reach the level: then these come nearest.
    pub reached: String,
    /// The service, on fresh replications.
    pub service: Option<f64>,
    pub service_low: Option<f64>,
    pub service_high: Option<f64>,
    /// Id and unit of the money.
    pub money: String,
    pub unit: String,
    /// The money, on the same replications.
    pub cost: Option<f64>,
    pub cost_low: Option<f64>,
    pub cost_high: Option<f64>,
    /// `yes` when another level of the strategy has at least the service for no more money.
    pub dominated: String,
    /// Money for one more point of service (0.01 of a share, else one unit), up to the next level that is not
    /// dominated; `None` at the last.
    pub next_point: Option<f64>,
}

impl FrontierRow {
    #[must_use]
    pub fn is_reached(&self) -> bool {
        self.reached == "yes"
    }

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
