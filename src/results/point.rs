//! Where a point of a design stands: its value on every axis.

use std::fmt;

/// A row with its design point.
#[derive(Clone, Debug, PartialEq)]
pub struct Pointed<R> {
    /// By axis.
    pub point: Vec<AxisValue>,
    /// The row itself.
    pub row: R,
}

/// A value on an axis.
#[derive(Clone, Debug, PartialEq)]
pub enum AxisValue {
    /// A number, in the unit of the key.
    Number(f64),
    /// A word or a law, as it is written.
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
