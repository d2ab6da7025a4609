//! Calendars of opening hours: a week or a pattern that repeats, days that are closed, hours that are open besides.
//!
//! Right for shifts, weekends and holidays: what is closed is known long before. `closed` wins over `extra`, and that over the week
//! or the pattern.

use super::{RunTimes, instant};
use crate::keys::range::{LARGEST, SPAN, SPAN_ABOVE_0};
use crate::keys::row::{TIME, key};
use crate::keys::{Exclusive, Fallback, KeyRow, NameKind, Need, Range, Swap, ValueKind};
use crate::model::{CivilCalendar, ClosedSpans, Ticks, WorkCalendar};
use crate::reader::{Cursor, Named, Problem, Problems, RawNode, RawValue, moment};
use std::sync::Arc;

/// Days of the week, Monday first.
const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
/// Seconds in a day, and the first Monday of 1970.
const DAY: i64 = 86_400;
const MONDAY: i64 = 4 * DAY;
/// Spans of a run, at most: with more a calendar is a mistake of units.
const MOST_SPANS: i64 = 2_000_000;
const MOMENTS: Range = Range::closed(0.0, LARGEST);

/// Its keys.
#[rustfmt::skip]
pub const CALENDAR_ROWS: &[KeyRow] = &[
    key("calendars", ValueKind::Named(NameKind::New), "", Fallback::None, "Opening hours, by name: of stations, suppliers and docks."),
    key("calendars.*", ValueKind::Group, "", Fallback::None, "One calendar. Without `week` and `pattern` it is open but where `closed`."),
    key("calendars.*.week", ValueKind::Named(NameKind::New), "", Fallback::None, "Hours of the days of a week, by `mon` … `sun` or from one to another, as `mon-fri`; days that are not named are closed. Needs a `time_unit` from second to week."),
    key("calendars.*.week.*", ValueKind::Texts, "", Fallback::None, "Hours of these days, as `[\"06:00-14:00\", \"22:00-06:00\"]`: the last run into the next day."),
    key("calendars.*.pattern", ValueKind::Group, "", Fallback::None, "Hours that repeat, from time 0 on."),
    key("calendars.*.pattern.every", ValueKind::Time(SPAN_ABOVE_0), TIME, Fallback::Required, "After this they begin again."),
    key("calendars.*.pattern.open", ValueKind::Weights(SPAN), TIME, Fallback::Required, "When it is open, as `[[6, 14], [15, 22]]`: from each first time to before the second, counted from the beginning of the pattern."),
    key("calendars.*.closed", ValueKind::Spans(MOMENTS), "", Fallback::None, "Days that are closed, and spans `[from, to]` of dates, date-times or times of the run, without their end."),
    key("calendars.*.extra", ValueKind::Spans(MOMENTS), "", Fallback::None, "Days and spans that are open whatever the week or the pattern says."),
];

/// Keys that exclude each other.
pub static EXCLUSIVE: &[Exclusive] = &[Exclusive {
    pattern: "calendars.*",
    keys: &["week", "pattern"],
    need: Need::AtMostOne,
    swap: Swap::Replaces,
    with: &[],
    help: "",
}];

/// Calendars, in the order of the file.
pub fn read_calendars(at: Cursor, around: RunTimes, problems: &mut Problems) -> Vec<WorkCalendar> {
    at.names().map(|named| read(named, around, problems)).collect()
}

fn read(named: Named, around: RunTimes, problems: &mut Problems) -> WorkCalendar {
    let RunTimes { civil, until, .. } = around;
    let (at, before) = (named.at, problems.len());
    let open = match (at.at("week").is_given(), at.at("pattern").is_given()) {
        (true, _) => week(at.at("week"), around, problems),
        (_, true) => pattern(at.at("pattern"), until, problems),
        _ => Some(vec![(0, i64::MAX)]),
    };
    let extra = spans(at.at("extra"), civil, problems);
    let shut = spans(at.at("closed"), civil, problems);
    // Closed is what is neither open by the week nor open besides, and what is closed.
    let open = ClosedSpans::new(open.unwrap_or_default().into_iter().chain(extra));
    let mut gaps: Vec<(i64, i64)> = Vec::new();
    let mut from = 0;
    for (start, end) in open.iter() {
        gaps.push((from, start));
        from = end;
    }
    gaps.push((from, i64::MAX));
    let closed = ClosedSpans::new(gaps.into_iter().chain(shut).map(|(from, to)| (from, to.min(until + 1))));
    if problems.len() == before && closed.next_open(0) > until {
        let message = format!("calendar `{}` is never open in the run", named.name);
        problems.add(Problem::new(named.place, message));
    }
    WorkCalendar { name: named.name.into(), closed: Arc::new(closed) }
}

/// Hours that repeat from 0 on, to the end of the run.
fn pattern(at: Cursor, until: i64, problems: &mut Problems) -> Option<Vec<(i64, i64)>> {
    let every = Ticks::from_units(at.at("every").number()).0;
    let mut hours = Vec::new();
    for node in at.at("open").list()? {
        let times: Vec<i64> = node.list().iter().filter_map(|time| Some(Ticks::from_units(time.number()?).0)).collect();
        match times.as_slice() {
            [from, to] if from < to && *to <= every => hours.push((*from, *to)),
            _ => {
                let message = "hours of a pattern are `[from, to]`, rising and no later than `every`";
                problems.at(node.place, message);
            }
        }
    }
    if every == 0 || (until / every).saturating_mul(hours.len() as i64) > MOST_SPANS {
        problems
            .at(at.at("every").value_place(), format!("the pattern repeats more than {MOST_SPANS} times in the run"));
        return None;
    }
    let begins = (0..=until / every).map(|round| round * every);
    Some(begins.flat_map(|begin| hours.iter().map(move |(from, to)| (begin + from, begin + to))).collect())
}

/// Hours of every week of the run.
fn week(at: Cursor, around: RunTimes, problems: &mut Problems) -> Option<Vec<(i64, i64)>> {
    let Some(civil) = around.civil else {
        let message = "a week needs a `time_unit` from second to week: of months and years not all are alike";
        problems.at(at.place, message);
        return None;
    };
    // Seconds from Monday 00:00.
    let mut hours = Vec::new();
    for named in at.names() {
        let Some(days) = days(named, problems) else { continue };
        for node in named.at.list().unwrap_or_default() {
            match node.text().and_then(span_of_day) {
                Some((from, to)) => hours.extend(days.iter().map(|day| (day * DAY + from, day * DAY + to))),
                None => {
                    let message = format!("hours are written `\"06:00-14:00\"`; {} is not", node.value.shown());
                    problems.at(node.place, message);
                }
            }
        }
    }
    // Hours of the last day before time 0 may run into it.
    let first = civil.spans(0, 7 * DAY) - 1;
    let weeks = civil.spans(around.until, 7 * DAY) + 1 - first;
    if weeks.saturating_mul(hours.len() as i64) > MOST_SPANS {
        problems.at(at.place, format!("there are more than {MOST_SPANS} spans of hours in the run"));
        return None;
    }
    // Spans of seven days begin on Thursdays.
    let mondays = (first..=first + weeks).map(|week| week * 7 * DAY + MONDAY - 7 * DAY);
    let tick = |second: i64| civil.tick_of(second);
    Some(
        mondays
            .flat_map(|monday| hours.iter().map(move |(from, to)| (tick(monday + from), tick(monday + to))))
            .collect(),
    )
}

/// The days of `mon` or `mon-fri`, Monday 0.
fn days(named: Named, problems: &mut Problems) -> Option<Vec<i64>> {
    let place = |word: &str| WEEKDAYS.iter().position(|day| *day == word);
    let (first, last) = named.name.split_once('-').unwrap_or((named.name, named.name));
    let Some((from, to)) = place(first).zip(place(last)) else {
        let wrong = if place(first).is_none() { first } else { last };
        let problem = Problem::new(named.place, format!("`{wrong}` is no day of the week")).nearest(wrong, WEEKDAYS);
        problems.add(
            problem
                .help("days are `mon`, `tue`, `wed`, `thu`, `fri`, `sat`, `sun`, or from one to another as `mon-fri`"),
        );
        return None;
    };
    let count = (to + 7 - from) % 7 + 1;
    Some((from..from + count).map(|day| (day % 7) as i64).collect())
}

/// Seconds from midnight of `06:00-14:00`; an end that is not after the beginning is one of the next day.
fn span_of_day(text: &str) -> Option<(i64, i64)> {
    let (from, to) = text.split_once('-')?;
    let (from, to) = (time_of_day(from.trim())?, time_of_day(to.trim())?);
    (from < DAY).then_some((from, if to > from { to } else { to + DAY }))
}

fn time_of_day(text: &str) -> Option<i64> {
    let (hour, minute) = text.split_once(':')?;
    let number = |digits: &str| (digits.len() == 2).then(|| digits.parse::<u32>().ok())?;
    let (hour, minute) = (i64::from(number(hour)?), i64::from(number(minute)?));
    let seconds = hour * 3_600 + minute * 60;
    (minute < 60 && seconds <= DAY).then_some(seconds)
}

/// Days, and spans from one instant to another.
fn spans(at: Cursor, civil: Option<CivilCalendar>, problems: &mut Problems) -> Vec<(i64, i64)> {
    at.list().unwrap_or_default().iter().filter_map(|node| span(node, civil, problems)).collect()
}

fn span(node: &RawNode, civil: Option<CivilCalendar>, problems: &mut Problems) -> Option<(i64, i64)> {
    if let RawValue::List(ends) = &node.value {
        let [from, to] = ends.as_slice() else { return None };
        let (from, to) = (instant(from, civil, problems)?, instant(to, civil, problems)?);
        if from >= to {
            problems.at(node.place, "a span ends after it begins");
        }
        return Some((from, to));
    }
    let from = instant(node, civil, problems)?;
    let seconds = moment(node.date()?)?.seconds;
    Some((from, civil?.tick(seconds + DAY as f64)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_read_as_people_write_them() {
        assert_eq!(span_of_day("06:00-14:30"), Some((21_600, 52_200)));
        assert_eq!(span_of_day("22:00 - 06:00"), Some((79_200, 108_000)));
        assert_eq!(span_of_day("00:00-24:00"), Some((0, DAY)));
        for wrong in ["6:00-14:00", "06:00", "06:60-07:00", "24:00-25:00", "24:00-24:00", "06:00-14:00-15:00", "a-b"] {
            assert_eq!(span_of_day(wrong), None, "{wrong}");
        }
    }
}
