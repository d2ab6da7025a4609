//! Ranges of numbers, and those that many keys share.

/// Times and quantities stay below this, so that integer ticks never overflow.
pub const LARGEST: f64 = 1e9;

/// Money, rates and shares stay below this, so that no sum of them overflows.
pub const MOST: f64 = 1e15;

/// Any number.
pub const ANY: Range = Range::closed(f64::NEG_INFINITY, f64::INFINITY);
/// Money, rates and shares.
pub const NOT_NEGATIVE: Range = Range::closed(0.0, MOST);
/// Numbers above 0.
pub const POSITIVE: Range = Range::open_low(0.0, f64::INFINITY);
/// Shares.
pub const SHARE: Range = Range::closed(0.0, 1.0);
/// Shares that neither none nor all can have.
pub const INSIDE_0_1: Range = Range::open(0.0, 1.0);
/// Shares that not none can have.
pub const SHARE_ABOVE_0: Range = Range::open_low(0.0, 1.0);
/// Orders per time unit: one order per tick is the highest rate.
pub const ORDER_RATE: Range = Range::open_low(0.0, LARGEST);
/// Time between orders: one tick is the shortest.
pub const GAP: Range = Range::closed(1.0 / LARGEST, LARGEST);
/// A length of time.
pub const SPAN: Range = Range::closed(0.0, LARGEST);
/// A length of time above 0.
pub const SPAN_ABOVE_0: Range = Range::open_low(0.0, LARGEST);
/// Whole units.
pub const UNITS: Range = Range::closed(0.0, LARGEST);
/// Whole units, at least one.
pub const UNITS_FROM_1: Range = Range::closed(1.0, LARGEST);
/// Whole units that may be owed.
pub const SIGNED_UNITS: Range = Range::closed(-LARGEST, LARGEST);
/// Units of a part in one unit made.
pub const PER_UNIT: Range = Range::closed(1.0, 1e6);
/// Parallel servers.
pub const SERVERS: Range = Range::closed(1.0, 1e6);

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
    /// Both ends belong to it.
    #[must_use]
    pub const fn closed(low: f64, high: f64) -> Range {
        Range { low, high, ends: Ends::Closed }
    }

    /// All but the lower end.
    #[must_use]
    pub const fn open_low(low: f64, high: f64) -> Range {
        Range { low, high, ends: Ends::OpenLow }
    }

    /// Neither end.
    #[must_use]
    pub const fn open(low: f64, high: f64) -> Range {
        Range { low, high, ends: Ends::Open }
    }

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
#[must_use]
pub fn short(value: f64) -> String {
    if value != 0.0 && value.abs() >= 1e6 { format!("{value:e}") } else { format!("{value}") }
}
