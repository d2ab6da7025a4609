//! What a sweep leaves: the summary of every design point, and who stands best there.

use super::{RunInfo, SummaryRow};
use std::fmt;

/// The tables of a sweep.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sweep {
    /// point × strategy × entity × measure, point by point.
    pub rows: Vec<Pointed<SummaryRow>>,
    /// One per point, in the order of the design.
    pub standings: Vec<Pointed<StandingRow>>,
    /// Provenance and words; `info.axes` names the axes.
    pub info: RunInfo,
}

/// A row with its design point.
#[derive(Clone, Debug, PartialEq)]
pub struct Pointed<R> {
    /// By axis.
    pub point: Vec<AxisValue>,
    pub row: R,
}

/// Who is best at a point, and how surely. Money is cost, or profit where things have a price.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StandingRow {
    /// Id of the measure judged: `cost_total` or `profit`.
    pub measure: String,
    pub unit: String,
    /// Best mean; empty when no strategy has a value.
    pub best: String,
    /// Probability of being best, by bootstrap over replications.
    pub p_best: Option<f64>,
    /// The next in line; empty when there is none.
    pub second: String,
    /// By how much `best` is better than `second`, in `unit`, with its paired interval.
    pub margin: Option<f64>,
    pub ci_low: Option<f64>,
    pub ci_high: Option<f64>,
    /// Strategies that cannot be told from the best, with commas.
    pub tied: String,
}

/// A value on an axis.
#[derive(Clone, Debug, PartialEq)]
pub enum AxisValue {
    Number(f64),
    Text(String),
}

impl AxisValue {
    /// What a cell of a table says: a number where it reads as one.
    #[must_use]
    pub fn read(text: &str) -> AxisValue {
        match text.parse::<f64>() {
            Ok(number) if number.is_finite() => AxisValue::Number(number),
            _ => AxisValue::Text(text.into()),
        }
    }

    /// No value: an empty cell.
    #[must_use]
    pub fn missing() -> AxisValue {
        AxisValue::Text(String::new())
    }

    /// The number, if it is one.
    #[must_use]
    pub fn number(&self) -> Option<f64> {
        match self {
            AxisValue::Number(number) => Some(*number),
            AxisValue::Text(_) => None,
        }
    }
}

impl fmt::Display for AxisValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            AxisValue::Number(number) => write!(f, "{number}"),
            AxisValue::Text(text) => f.write_str(text),
        }
    }
}
