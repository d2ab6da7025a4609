//! Levels beside the best ones that meet the targets with the confidence of the run.

use super::facts::MeanInterval;

/// Levels that surely meet the targets.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "present", derive(serde::Serialize, serde::Deserialize))]
pub struct Surely {
    /// All of them.
    pub levels: Vec<SureLevel>,
    /// `key=value`s that set them, for `--set`.
    pub sets: Vec<String>,
    /// Cost, or profit, per time unit on fresh replications.
    pub money: MeanInterval,
    /// That − the same at the best levels, paired by replication.
    pub more: MeanInterval,
    /// By target, in its unit, on the same replications.
    pub services: Vec<MeanInterval>,
}

/// A number of a stock rule.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "present", derive(serde::Serialize, serde::Deserialize))]
pub struct SureLevel {
    /// The number, as in `levels`.
    pub level: String,
    /// Its value, units.
    pub value: f64,
}
