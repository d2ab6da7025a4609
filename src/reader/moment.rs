//! Dates and times: of ISO 8601 in a scenario, and as countries write them in the cells of a record.

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

/// Which comes first in dates like `3/4/2026`, whose day and month look alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayMonth {
    /// 3 April.
    DayFirst,
    /// March 4.
    MonthFirst,
}

/// A moment of ISO 8601, or as countries write it: `5.1.2026 9:30` (the day first), `2026/1/5`, and in an order that is known from
/// elsewhere `1/5/2026 9:30 AM`.
#[must_use]
pub fn local_moment(text: &str, order: Option<DayMonth>) -> Option<Moment> {
    moment(text).or_else(|| {
        let (date, clock) = text.split_once([' ', 'T']).unwrap_or((text, ""));
        let parts = LocalDate::parse(date)?;
        let (year, month, day) = parts.in_order(order)?;
        if !(1..=12).contains(&month) || !(1..=days_in(year, month)).contains(&day) {
            return None;
        }
        let midnight = days_before(year, month, day) as f64 * DAY;
        let is_bare = clock.is_empty();
        let seconds = midnight + if is_bare { 0.0 } else { clock_time(clock)? };
        Some(Moment { seconds, is_bare, offset: None })
    })
}

/// What a date like `3/25/2026` tells of the order of its column; `None` inside where it may be read either way, and outside
/// where it is no such date.
#[must_use]
pub fn day_month_of(text: &str) -> Option<Option<DayMonth>> {
    match LocalDate::parse(text.split_once([' ', 'T']).map_or(text, |(date, _)| date))? {
        LocalDate::Open { first: 13.., .. } => Some(Some(DayMonth::DayFirst)),
        LocalDate::Open { second: 13.., .. } => Some(Some(DayMonth::MonthFirst)),
        LocalDate::Open { .. } => Some(None),
        LocalDate::Known(..) => None,
    }
}

/// A date that is not written as ISO 8601 has it.
enum LocalDate {
    /// Year, month, day.
    Known(i64, i64, i64),
    /// Two numbers in an order that the date does not tell.
    Open { first: i64, second: i64, year: i64 },
}

impl LocalDate {
    fn parse(date: &str) -> Option<LocalDate> {
        let sign =
            date.chars().find(|letter| !letter.is_ascii_digit()).filter(|sign| ['.', '/', '-'].contains(sign))?;
        let mut parts = date.split(sign);
        let (first, second, last) = (parts.next()?, parts.next()?, parts.next()?);
        let are_short = |parts: [&str; 2]| parts.iter().all(|part| (1..=2).contains(&part.len()));
        let number = |part: &str| digits(part, 0..part.len());
        let (one, two, three) = (number(first)?, number(second)?, number(last)?);
        match (first.len(), last.len()) {
            _ if parts.next().is_some() => None,
            (4, _) if are_short([second, last]) => Some(LocalDate::Known(one, two, three)),
            (_, 4) if are_short([first, second]) && sign == '.' => Some(LocalDate::Known(three, two, one)),
            (_, 4) if are_short([first, second]) => Some(LocalDate::Open { first: one, second: two, year: three }),
            _ => None,
        }
    }

    /// Year, month, day.
    fn in_order(&self, order: Option<DayMonth>) -> Option<(i64, i64, i64)> {
        match (self, order) {
            (LocalDate::Known(year, month, day), _) => Some((*year, *month, *day)),
            (LocalDate::Open { first, second, year }, Some(DayMonth::DayFirst)) => Some((*year, *second, *first)),
            (LocalDate::Open { first, second, year }, Some(DayMonth::MonthFirst)) => Some((*year, *first, *second)),
            (LocalDate::Open { .. }, None) => None,
        }
    }
}

/// `9:30`, `09:30:00`, `9:30 PM` in seconds.
fn clock_time(text: &str) -> Option<f64> {
    const NOON: f64 = DAY / 2.0;
    let text = text.trim().to_ascii_lowercase();
    let half = text.strip_suffix("am").map(|clock| (clock, 0.0)).or_else(|| Some((text.strip_suffix("pm")?, NOON)));
    let clock = half.map_or(&*text, |(clock, _)| clock.trim_end());
    let padded = if clock.find(':') == Some(1) { format!("0{clock}") } else { clock.to_string() };
    let seconds = time_of_day(&padded)?;
    match half {
        None => Some(seconds),
        // Twelve is before one; there is no hour 0 and none after twelve.
        Some((_, later)) => (3600.0..NOON + 3600.0).contains(&seconds).then(|| seconds % NOON + later),
    }
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
    fn dates_of_countries_are_read() {
        use DayMonth::{DayFirst, MonthFirst};
        let same = |text: &str, order: Option<DayMonth>, iso: &str| {
            assert_eq!(local_moment(text, order), moment(iso), "{text}");
            assert!(moment(iso).is_some(), "{iso}");
        };
        for order in [None, Some(DayFirst), Some(MonthFirst)] {
            same("05.01.2026", order, "2026-01-05");
            same("5.1.2026 9:30", order, "2026-01-05 09:30");
            same("2026/1/5", order, "2026-01-05");
            same("2026-01-05T10:30+01:00", order, "2026-01-05T10:30+01:00");
        }
        same("1/5/2026 12:05:30 AM", Some(MonthFirst), "2026-01-05T00:05:30");
        same("1/5/2026 12:05 pm", Some(MonthFirst), "2026-01-05T12:05");
        same("1-5-2026 1:05PM", Some(MonthFirst), "2026-01-05T13:05");
        same("1/5/2026", Some(DayFirst), "2026-05-01");
        assert_eq!(
            ["3/25/2026", "25/3/2026 10:00", "3/4/2026"].map(day_month_of),
            [Some(Some(MonthFirst)), Some(Some(DayFirst)), Some(None)]
        );
        assert_eq!(["2026-01-05", "25.3.2026", "7", "1/2", "x/y/2026"].map(day_month_of), [None; 5]);
        for text in [
            "1/5/2026",
            "05.01.26",
            "32.1.2026",
            "29.2.2026",
            "1.2",
            "1.2.3.2026",
            "5.1.2026 13:00 PM",
            "5.1.2026 0:10 AM",
            "5.1.2026 25:00",
            "5.1-2026",
            "é.1.2026",
        ] {
            assert_eq!(local_moment(text, None), None, "{text}");
        }
    }

    #[test]
    fn days_have_weekdays() {
        for (text, number) in [("2026-01-05", 0), ("2024-02-29", 3), ("1969-12-31", 2), ("2026-01-11T23:59", 6)] {
            assert_eq!(weekday(moment(text).expect("a date").seconds), number, "{text}");
        }
    }
}
