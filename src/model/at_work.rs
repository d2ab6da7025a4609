//! When suppliers, stations and docks are at work.

use super::ClosedSpans;
use crate::laws::Law;
use std::sync::Arc;

/// A calendar of opening hours.
#[derive(Clone, Debug)]
pub struct WorkCalendar {
    /// As written.
    pub name: String,
    /// Where it is closed, to the end of a run.
    pub closed: Arc<ClosedSpans>,
}

/// A place is at work when none of these says otherwise; they do not know of each other.
#[derive(Clone, Debug, Default)]
pub struct AtWork {
    /// Hours of its calendar.
    pub calendar: Option<WorkCalendar>,
    /// Outages at known times: a place that has none is never said to have any.
    pub outages: Option<Arc<ClosedSpans>>,
    /// Periods up and down by the clock, drawn one after the other.
    pub up_down: Option<UpDown>,
}

/// Laws of the periods in which a place is up and down, in turn; up at time 0.
#[derive(Clone, Debug)]
pub struct UpDown {
    /// Length of a period up, time units.
    pub up: Law,
    /// Length of a period down, time units.
    pub down: Law,
}

impl AtWork {
    /// Whether nothing is said, so that it is at work always.
    #[must_use]
    pub fn is_always(&self) -> bool {
        self.calendar.is_none() && self.outages.is_none() && self.up_down.is_none()
    }

    /// Where its calendar is closed.
    #[must_use]
    pub fn closed(&self) -> Arc<ClosedSpans> {
        self.calendar.as_ref().map(|calendar| Arc::clone(&calendar.closed)).unwrap_or_default()
    }

    /// The share of [from, to), ticks, that its calendar is open.
    #[must_use]
    pub fn open_share(&self, (from, to): (i64, i64)) -> f64 {
        share(&self.closed(), (from, to))
    }

    /// The share of that time that it is at work, in the long run of its failures by the clock.
    #[must_use]
    pub fn share(&self, window: (i64, i64)) -> f64 {
        let outages = self.outages.as_deref().cloned().unwrap_or_default();
        share(&self.closed().union(&outages), window) * self.up_down.as_ref().map_or(1.0, UpDown::up_share)
    }
}

impl UpDown {
    /// The share of time up, in the long run.
    #[must_use]
    pub fn up_share(&self) -> f64 {
        self.up.mean() / (self.up.mean() + self.down.mean())
    }
}

fn share(closed: &ClosedSpans, (from, to): (i64, i64)) -> f64 {
    closed.open_between(from, to) as f64 / (to - from).max(1) as f64
}

/// What of a supplier stands still while it is not at work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stops {
    /// Nothing is sent and no service begins; what is under way goes its way.
    #[default]
    Starts,
    /// Everything: lead and service times count time at work only.
    All,
}

/// Units that a supplier sends in each period, all its items together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allotment {
    /// Units of a period; what is not taken expires.
    pub units: i64,
    /// Length of a period, ticks; the first begins at 0.
    pub every: i64,
}

/// What a station and its jobs do where it is not always at work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StationHabits {
    /// What time counts until a failure.
    pub by: FailsBy,
    /// What an interrupted job does.
    pub interrupted: Interrupted,
    /// What a started job does as the calendar closes.
    pub at_close: AtClose,
}

/// What time counts until a server fails.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FailsBy {
    /// All time.
    #[default]
    Clock,
    /// The time it works.
    Busy,
}

/// What a job does after a failure or an outage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Interrupted {
    /// The rest of its time.
    #[default]
    Resume,
    /// All of its time again.
    Repeat,
}

/// What a started job does as the calendar closes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AtClose {
    /// It stands still until the calendar opens.
    #[default]
    Pause,
    /// It is finished in overtime.
    Finish,
}
