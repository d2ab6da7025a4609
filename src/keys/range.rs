//! Ranges of numbers, with their words.

/// Times and quantities stay below this, so that integer ticks never overflow.
pub const LARGEST: f64 = 1e9;

/// A range of numbers, with the words for it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// Lower end.
    pub low: f64,
    /// Upper end; infinity for none.
    pub high: f64,
    /// Which ends belong to it.
    pub ends: Ends,
}

/// Which ends belong to a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ends {
    /// Both.
    Closed,
    /// All but the lower.
    OpenLow,
    /// Neither.
    Open,
}

impl Range {
    /// Whether a value is inside; NaN and the infinities never are.
    #[must_use]
    pub fn contains(&self, value: f64) -> bool {
        let low = if self.ends == Ends::Closed { value >= self.low } else { value > self.low };
        let high = if self.ends == Ends::Open { value < self.high } else { value <= self.high };
        value.is_finite() && low && high
    }

    /// In words: `at least 0`, `above 0 and at most 1`.
    #[must_use]
    pub fn words(&self) -> String {
        let low = match (self.low, self.ends) {
            (f64::NEG_INFINITY, _) => None,
            (low, Ends::Closed) => Some(format!("at least {}", short(low))),
            (low, _) => Some(format!("above {}", short(low))),
        };
        let high = match (self.high, self.ends) {
            (f64::INFINITY, _) => None,
            (high, Ends::Open) => Some(format!("below {}", short(high))),
            (high, _) => Some(format!("at most {}", short(high))),
        };
        match (low, high) {
            (Some(low), Some(high)) => format!("{low} and {high}"),
            (Some(one), None) | (None, Some(one)) => one,
            (None, None) => "finite".into(),
        }
    }
}

/// Digits a person reads: `1000000000` as `1e9`.
pub fn short(value: f64) -> String {
    if value != 0.0 && value.abs() >= 1e6 { format!("{value:e}") } else { format!("{value}") }
}
