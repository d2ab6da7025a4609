//! Two runs beside each other.

use super::RunInfo;
use crate::measures::EntityKind;

/// Everything the folder of `compare` holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Compared {
    /// strategy × entity × measure that both runs have.
    pub rows: Vec<ComparedRow>,
    /// Provenance of the second run, with the words of the comparison.
    pub info: RunInfo,
}

/// strategy × entity × measure: the second run against the first.
#[derive(Clone, Debug, PartialEq)]
pub struct ComparedRow {
    /// Strategy, as named in both scenarios.
    pub strategy: String,
    /// Kind of the entity.
    pub entity_kind: EntityKind,
    /// Name of the entity; empty for the system.
    pub entity: String,
    /// Id of the measure.
    pub measure: String,
    /// Unit of the measure in both scenarios.
    pub unit: String,
    /// Mean of the first run, in `unit`.
    pub before: Option<f64>,
    /// Mean of the second run, in `unit`.
    pub now: Option<f64>,
    /// `now` − `before`, in `unit`.
    pub difference: Option<f64>,
    /// Standard error of the difference, in `unit`.
    pub se: Option<f64>,
    /// Lower end of the interval of the difference, in `unit`.
    pub ci_low: Option<f64>,
    /// Upper end of the interval, in `unit`.
    pub ci_high: Option<f64>,
    /// `difference` ÷ |`before`|; `None` where that is 0.
    pub change: Option<f64>,
    /// Two-sided p that the difference is 0.
    pub p: Option<f64>,
    /// The same, adjusted by Holm over the strategies.
    pub p_adjusted: Option<f64>,
    /// `paired` or `welch`.
    pub method: String,
}
