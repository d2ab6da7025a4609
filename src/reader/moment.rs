//! Dates and times of ISO 8601, in the cells of a record and in a scenario.

/// A moment as it is written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moment {
    /// Seconds since the midnight at which 1970 began, by the clock that wrote it.
    pub seconds: f64,
    /// Whether it is a date without a time of day.
    pub is_bare: bool,
    /// Minutes by which that clock is ahead of UTC, where it says so.
    pub offset: Option<i32>,
}

/// Seconds in a day.
pub const DAY: f64 = 86_400.0;

/// `2026-01-05`, `2026-01-05 10:30`, `2026-01-05T10:30:00.5+01:00`; `None` for any other text.
#[must_use]
pub fn moment(text: &str) -> Option<Moment> {
    // What sheets of spreadsheets have as dates is marked as such.
    let text = text.strip_prefix("date ").unwrap_or(text);
    let (date, rest) = (text.get(..10)?, &text[10..]);
    let (year, month, day) = (digits(date, 0..4)?, digits(date, 5..7)?, digits(date, 8..10)?);
    let is_date = date.as_bytes()[4] == b'-' && date.as_bytes()[7] == b'-';
    if !is_date || !(1..=12).contains(&month) || !(1..=days_in(year, month)).contains(&day) {
        return None;
    }
    let midnight = days_before(year, month, day) as f64 * DAY;
    if rest.is_empty() {
        return Some(Moment { seconds: midnight, is_bare: true, offset: None });
    }
    let clock = rest.strip_prefix(['T', 't', ' '])?;
    let end = clock.find(['Z', 'z', '+', '-']).unwrap_or(clock.len());
    let seconds = midnight + time_of_day(clock[..end].trim_end())?;
    Some(Moment { seconds, is_bare: false, offset: offset(&clock[end..])? })
}

/// The weekday, Monday 0, of a moment in seconds since 1970.
#[must_use]
pub fn weekday(seconds: f64) -> usize {
    // 1 January 1970 was a Thursday.
    ((seconds / DAY).floor() as i64 + 3).rem_euclid(7) as usize
}

fn digits(text: &str, range: std::ops::Range<usize>) -> Option<i64> {
    let digits = text.get(range)?;
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
}

fn days_in(year: i64, month: i64) -> i64 {
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 => 28 + i64::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from the beginning of 1970 (Howard Hinnant, 2013, *chrono-Compatible Low-Level Date Algorithms*).
fn days_before(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year - era * 400;
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// `10:30`, `10:30:00` or `10:30:00.5` in seconds.
fn time_of_day(text: &str) -> Option<f64> {
    let mut parts = text.split(':');
    let (hour, minute) = (parts.next()?, parts.next()?);
    if hour.len() != 2 || minute.len() != 2 {
        return None;
    }
    let (hour, minute) = (digits(hour, 0..2)?, digits(minute, 0..2)?);
    let second = match parts.next() {
        None => 0.0,
        Some(second) if second.len() >= 2 && second.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') => {
            second.parse::<f64>().ok()?
        }
        Some(_) => return None,
    };
    let is_time = hour < 24 && minute < 60 && second < 60.0 && parts.next().is_none();
    is_time.then(|| (hour * 3600 + minute * 60) as f64 + second)
}

/// `Z`, `+01:00`, `+0100`, `-05` in minutes, `None` inside where there is none.
fn offset(text: &str) -> Option<Option<i32>> {
    if text.is_empty() || text.eq_ignore_ascii_case("z") {
        return Some((!text.is_empty()).then_some(0));
    }
    let (sign, clock) = (if text.starts_with('-') { -1 } else { 1 }, &text[1..]);
    let clock: String = clock.chars().filter(|letter| *letter != ':').collect();
    let (hours, minutes) = match clock.len() {
        2 => (digits(&clock, 0..2)?, 0),
        4 => (digits(&clock, 0..2)?, digits(&clock, 2..4)?),
        _ => return None,
    };
    (hours < 24 && minutes < 60).then(|| Some(sign * (hours * 60 + minutes) as i32))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_times_are_read_as_written() {
        let seconds = |text: &str| moment(text).map(|moment| moment.seconds);
        assert_eq!(seconds("1970-01-01"), Some(0.0));
        assert_eq!(seconds("2000-02-29"), Some(951_782_400.0));
        assert_eq!(seconds("1969-12-31 23:59:59"), Some(-1.0));
        assert_eq!(seconds("2026-01-05T10:30"), Some(1_767_609_000.0));
        assert_eq!(seconds("date 2026-01-05T10:30:00.25"), Some(1_767_609_000.25));
        let with = |text: &str| moment(text).and_then(|moment| moment.offset);
        assert_eq!(
            [with("2026-01-05T10:30Z"), with("2026-01-05 10:30-05"), with("2026-01-05 10:30")],
            [Some(0), Some(-300), None]
        );
        assert_eq!(with("2026-01-05T10:30:00+05:30"), Some(330));
        assert!(moment("2026-01-05").is_some_and(|moment| moment.is_bare));
        for text in [
            "",
            "5",
            "2026-13-01",
            "2026-02-29",
            "05.01.2026",
            "2026-1-5",
            "2026-01-05T25:00",
            "2026-01-05x",
            "äöüßxäöüß",
        ] {
            assert_eq!(moment(text), None, "{text}");
        }
    }

    #[test]
    fn days_have_weekdays() {
        for (text, number) in [("2026-01-05", 0), ("2024-02-29", 3), ("1969-12-31", 2), ("2026-01-11T23:59", 6)] {
            assert_eq!(weekday(moment(text).expect("a date").seconds), number, "{text}");
        }
    }
}
