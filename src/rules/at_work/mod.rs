//! When a place is at work: opening hours, outages, periods up and down, allotments.
//!
//! Whether a place is at work at a time does not depend on what it has to do, so that a receipt that is known at release stays so:
//! the time at which so much work is done is the inverse of the time at work. Spans are half-open [from, to): what is released
//! at the instant of a closing waits, what is released at that of an opening does not.

mod allotment;
mod calendar;
pub mod changeover;
mod outages;
mod periods;
mod station;
mod supplier;

pub use calendar::{CALENDAR_ROWS, EXCLUSIVE, read_calendars};
pub use station::{STATION_OUTAGE_ROWS, STATION_ROWS, StationHours, StationServer, read_station};
pub use supplier::{SUPPLIER_OUTAGE_ROWS, SUPPLIER_ROWS, Sent, SupplierHours, SupplierWork, read_supplier};

use crate::model::{CivilCalendar, Ticks, WorkCalendar};
use crate::reader::{Cursor, Problem, Problems, RawNode, moment};

/// What hours are read with.
#[derive(Clone, Copy, Debug)]
pub struct RunTimes<'a> {
    /// Where time 0 stands; `None` with a time unit that is no number of days.
    pub civil: Option<CivilCalendar>,
    /// All calendars.
    pub calendars: &'a [WorkCalendar],
    /// The end of the longest run, ticks.
    pub until: i64,
}

/// The calendar that a key names, if it is given; a problem if there is none of that name.
pub fn named_calendar(at: Cursor, around: RunTimes, problems: &mut Problems) -> Option<WorkCalendar> {
    let name = at.given_text()?;
    let found = around.calendars.iter().find(|calendar| calendar.name == name);
    if found.is_none() {
        let problem = Problem::new(at.value_place(), format!("unknown calendar `{name}`"));
        problems.add(problem.nearest(name, around.calendars.iter().map(|calendar| calendar.name.as_str())));
    }
    found.cloned()
}

/// A time or a date of the run, ticks; a problem where time 0 has no date. A date stands for its midnight.
fn instant(node: &RawNode, civil: Option<CivilCalendar>, problems: &mut Problems) -> Option<i64> {
    if let Some(units) = node.number() {
        return Some(Ticks::from_units(units).0);
    }
    let given = moment(node.date()?)?;
    let tick = civil.filter(CivilCalendar::is_dated).map(|civil| civil.tick(given.seconds));
    if tick.is_none() {
        let problem = Problem::new(node.place, "time 0 has no date, so that dates are no times of the run");
        problems.add(problem.help("give `run.start`, and a `time_unit` from second to week; or write times"));
    }
    tick
}
