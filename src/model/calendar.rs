//! Dates and times of day: where time 0 stands in the week and, if it has one, at which date.

use super::{TICKS_PER_UNIT, TimeUnit};

/// Seconds in a day.
pub const DAY: i64 = 86_400;
/// The first Monday of 1970, in seconds from the beginning of that year.
const MONDAY: i64 = 4 * DAY;

/// Where time 0 stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CivilCalendar {
    /// Seconds of time 0 from the beginning of 1970; of some Monday where it has no date.
    zero: i64,
    /// Whether time 0 has a date.
    is_dated: bool,
    /// Seconds in a time unit.
    unit: i64,
}

impl CivilCalendar {
    /// Of a time unit from second to week; `start` is the date of time 0, seconds from the beginning of 1970. `None` for units
    /// whose length is not that of so many days.
    #[must_use]
    pub fn new(unit: TimeUnit, start: Option<i64>) -> Option<CivilCalendar> {
        let unit = unit.seconds()?;
        Some(CivilCalendar { zero: start.unwrap_or(MONDAY), is_dated: start.is_some(), unit })
    }

    /// Whether time 0 has a date.
    #[must_use]
    pub fn is_dated(&self) -> bool {
        self.is_dated
    }

    /// The tick at which so many seconds from the beginning of 1970 have passed, the nearest.
    #[must_use]
    pub fn tick(&self, seconds: f64) -> i64 {
        let whole = seconds.floor();
        let rest = (seconds - whole) * TICKS_PER_UNIT as f64 / self.unit as f64;
        self.tick_of(whole as i64) + rest.round() as i64
    }

    /// The same of whole seconds.
    #[must_use]
    pub fn tick_of(&self, seconds: i64) -> i64 {
        let scaled = i128::from(seconds - self.zero) * i128::from(TICKS_PER_UNIT);
        (2 * scaled + i128::from(self.unit)).div_euclid(2 * i128::from(self.unit)) as i64
    }

    /// The last whole number of spans of `length` seconds, from the beginning of 1970, that have passed at a tick.
    #[must_use]
    pub fn spans(&self, tick: i64, length: i64) -> i64 {
        let seconds =
            i128::from(self.zero) + (i128::from(tick) * i128::from(self.unit)).div_euclid(TICKS_PER_UNIT.into());
        let mut spans = seconds.div_euclid(length.into()) as i64;
        // Boundaries stand at whole ticks.
        while self.tick_of((spans + 1) * length) <= tick {
            spans += 1;
        }
        while self.tick_of(spans * length) > tick {
            spans -= 1;
        }
        spans
    }

    /// Ticks in so many seconds, the nearest.
    #[must_use]
    pub fn length(&self, seconds: i64) -> i64 {
        self.tick_of(self.zero + seconds)
    }
}

/// Place in the week of a day, counted from the beginning of 1970: 0 is Monday.
#[must_use]
pub fn weekday(day: i64) -> usize {
    (day + 3).rem_euclid(7) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_begin_at_whole_ticks() {
        let weeks = CivilCalendar::new(TimeUnit::Week, None).expect("weeks have days");
        for day in 0..30 {
            let tick = weeks.tick_of(MONDAY + day * DAY);
            assert_eq!(tick, (day as f64 * 1e9 / 7.0).round() as i64);
            assert_eq!(weeks.spans(tick, DAY), 4 + day);
            assert_eq!(weeks.spans(tick - 1, DAY), 3 + day);
            assert_eq!(weekday(weeks.spans(tick, DAY)), (day % 7) as usize);
        }
        assert_eq!(CivilCalendar::new(TimeUnit::Month, None), None);
    }

    #[test]
    fn a_date_has_its_time() {
        // 2026-01-05 is a Monday: day 20,458 of 1970.
        let days = CivilCalendar::new(TimeUnit::Day, Some(20_458 * DAY)).expect("a day");
        assert_eq!(weekday(days.spans(0, DAY)), 0);
        assert_eq!(days.tick(20_460.0 * DAY as f64 + 21_600.0), 2_250_000_000);
        assert!(days.is_dated());
    }
}
