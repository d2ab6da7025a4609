//! Integer time: 10⁻⁹ of the scenario's time unit, so that decimal times are exact.

use std::ops::{Add, AddAssign, Sub};

/// Ticks in one scenario time unit.
pub const TICKS_PER_UNIT: i64 = 1_000_000_000;

/// A point in time or a span, in ticks of 10⁻⁹ time unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticks(pub i64);

impl Ticks {
    /// Time zero, or no time at all.
    pub const ZERO: Ticks = Ticks(0);
    /// Later than everything; far enough from overflow that spans can be added to it.
    pub const NEVER: Ticks = Ticks(i64::MAX / 4);

    /// Where sums of spans stop: later than every clock, and [`Ticks::NEVER`] can still be added.
    pub const LATEST: Ticks = Ticks(i64::MAX / 4 * 3);

    /// Nearest tick to `units` time units (half away from zero); saturates at [`Ticks::NEVER`].
    #[inline]
    #[must_use]
    pub fn from_units(units: f64) -> Ticks {
        let ticks = units * TICKS_PER_UNIT as f64;
        if ticks >= Ticks::NEVER.0 as f64 {
            return Ticks::NEVER;
        }
        Ticks((ticks + if ticks < 0.0 { -0.5 } else { 0.5 }) as i64)
    }

    /// In time units.
    #[inline]
    #[must_use]
    pub fn units(self) -> f64 {
        self.0 as f64 / TICKS_PER_UNIT as f64
    }
}

impl Add for Ticks {
    type Output = Ticks;
    #[inline]
    fn add(self, other: Ticks) -> Ticks {
        Ticks(self.0 + other.0)
    }
}
impl Sub for Ticks {
    type Output = Ticks;
    #[inline]
    fn sub(self, other: Ticks) -> Ticks {
        Ticks(self.0 - other.0)
    }
}
impl AddAssign for Ticks {
    #[inline]
    fn add_assign(&mut self, other: Ticks) {
        self.0 += other.0;
    }
}

/// What one unit of time is called and how long it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TimeUnit {
    /// 1 s.
    Second,
    /// 60 s.
    Minute,
    /// 60 minutes.
    Hour,
    /// 24 hours.
    Day,
    /// 7 days.
    Week,
    /// A twelfth of a year.
    Month,
    /// 365 days.
    Year,
}

impl TimeUnit {
    /// Every unit, with the word used in scenarios.
    pub const ALL: [(&'static str, TimeUnit); 7] = [
        ("second", TimeUnit::Second),
        ("minute", TimeUnit::Minute),
        ("hour", TimeUnit::Hour),
        ("day", TimeUnit::Day),
        ("week", TimeUnit::Week),
        ("month", TimeUnit::Month),
        ("year", TimeUnit::Year),
    ];

    /// The word of the scenario file.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::ALL[self as usize].0
    }

    /// Length in days; a year has 365 days and a month is a twelfth of it.
    #[must_use]
    pub fn days(self) -> f64 {
        match self {
            TimeUnit::Second => 1.0 / 86_400.0,
            TimeUnit::Minute => 1.0 / 1_440.0,
            TimeUnit::Hour => 1.0 / 24.0,
            TimeUnit::Day => 1.0,
            TimeUnit::Week => 7.0,
            TimeUnit::Month => 365.0 / 12.0,
            TimeUnit::Year => 365.0,
        }
    }

    /// Length in seconds; `None` of a month and a year, which are no whole number of days.
    #[must_use]
    pub fn seconds(self) -> Option<i64> {
        (self <= TimeUnit::Week).then(|| (self.days() * 86_400.0).round() as i64)
    }

    /// Units in a year of 365 days.
    #[must_use]
    pub fn per_year(self) -> f64 {
        365.0 / self.days()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimal_times_are_exact() {
        let sum = Ticks::from_units(0.1) + Ticks::from_units(0.2);
        assert_eq!(sum, Ticks::from_units(0.3));
        assert_eq!(sum, Ticks(300_000_000));
    }

    #[test]
    fn words_match_their_units() {
        for (word, unit) in TimeUnit::ALL {
            assert_eq!(unit.word(), word);
        }
    }
}
