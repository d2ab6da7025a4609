//! What a search for the best stock levels leaves: the levels with what the next unit is worth, and frontiers.

use super::rows::SummaryRow;
use super::run_info::RunInfo;
use super::sweep::Pointed;
use crate::measures::EntityKind;

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
