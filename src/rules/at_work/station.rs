//! Stations that are not always at work: servers that fail and are repaired, each by itself, outages and opening hours of the whole.
//!
//! A job stays with its server. Failures by the clock come idle or busy; failures by use count only while the server works, over all
//! its jobs (B. Avi-Itzhak & P. Naor, Operations Research 11(3), 1963). An interrupted job goes on where it stood, or begins again with the
//! same drawn times. A job that has started is paused while the calendar is closed, or finished in overtime.

use super::periods::{PeriodLaws, Periods};
use super::supplier::up_down;
use super::{RunTimes, named_calendar, outages};
use crate::keys::row::{TIME, key};
use crate::keys::{Fallback, KeyRow, LawUse, RefersTo, ValueKind};
use crate::model::{AtClose, AtWork, ClosedSpans, FailsBy, Interrupted, Station, StationHabits, Ticks};
use crate::reader::{Cursor, Problems};
use std::sync::Arc;

/// The keys of its outages.
pub const STATION_OUTAGE_ROWS: &[KeyRow] = &outages::rows!("stations");

/// Its keys, of every station.
#[rustfmt::skip]
pub const STATION_ROWS: &[KeyRow] = &[
    key("stations.*.up", ValueKind::Law(LawUse::Gap), TIME, Fallback::None, "Time until a server fails, each by itself; up at time 0. With `down`."),
    key("stations.*.down", ValueKind::Law(LawUse::Time), TIME, Fallback::None, "Time of its repair, by the clock."),
    key("stations.*.by", ValueKind::Word(&["clock", "busy"]), "", Fallback::Follows("`\"clock\"`"), "What `up` counts: all time, or only the time that the server works."),
    key("stations.*.interrupted", ValueKind::Word(&["resume", "repeat"]), "", Fallback::Follows("`\"resume\"`"), "What a job does after a failure or an outage: the rest of its time, or all of it again with the same drawn times."),
    key("stations.*.calendar", ValueKind::Name(RefersTo::Calendar), "", Fallback::Follows("always open"), "Opening hours of the whole station, one of `calendars`."),
    key("stations.*.at_close", ValueKind::Word(&["pause", "finish"]), "", Fallback::Follows("`\"pause\"`"), "What a job does that has started as its calendar closes: stands still until it opens, or is finished in overtime."),
];

/// When a station is at work, and what its jobs do while it is not.
pub fn read_station(at: Cursor, around: RunTimes, problems: &mut Problems) -> (AtWork, StationHabits) {
    let work = AtWork {
        calendar: named_calendar(at.at("calendar"), around, problems),
        outages: outages::read(at.at("outages"), around, problems),
        up_down: up_down(at, around, problems),
    };
    let needs = [
        ("by", &["up", "down"][..], "counts the time until a failure; this station has no `up`"),
        (
            "interrupted",
            &["up", "down", "outages"],
            "is for jobs that a failure or an outage interrupts; this station has none",
        ),
        ("at_close", &["calendar"], "is for the hours of a calendar; this station names none"),
    ];
    for (word, reasons, why) in needs {
        let given = at.at(word);
        if given.is_given() && !reasons.iter().any(|key| at.at(key).is_given()) {
            problems.at(given.place, format!("`{word}` {why}"));
        }
    }
    let habits = StationHabits {
        by: if at.at("by").text() == "busy" { FailsBy::Busy } else { FailsBy::Clock },
        interrupted: if at.at("interrupted").text() == "repeat" { Interrupted::Repeat } else { Interrupted::Resume },
        at_close: if at.at("at_close").text() == "finish" { AtClose::Finish } else { AtClose::Pause },
    };
    (work, habits)
}

/// When a station is at work, for the runs of a plan.
#[derive(Clone, Debug)]
pub struct StationHours {
    calendar: Arc<ClosedSpans>,
    outages: Arc<ClosedSpans>,
    /// Closed by either.
    closed: Arc<ClosedSpans>,
    /// By server; empty where none fails.
    periods: Vec<PeriodLaws>,
    habits: StationHabits,
    /// The latest time that matters, ticks.
    last: i64,
}

impl StationHours {
    /// Of a station, in runs that are over at a tick; `None` where it is always at work.
    #[must_use]
    pub fn new(station: &Station, last: i64) -> Option<StationHours> {
        let work = &station.work;
        if work.is_always() {
            return None;
        }
        let (calendar, outages) = (work.closed(), work.outages.clone().unwrap_or_default());
        let servers = if work.up_down.is_some() { station.servers } else { 0 };
        let laws = work.up_down.iter().cycle().zip(0..servers);
        Some(StationHours {
            closed: Arc::new(calendar.union(&outages)),
            calendar,
            outages,
            periods: laws.map(|(laws, server)| PeriodLaws::new(laws, &format!("{}#{server}", station.name))).collect(),
            habits: station.habits,
            last,
        })
    }

    /// Ticks worked in [from, to), a stretch of a job that nothing interrupted, and those of them after hours.
    #[must_use]
    pub fn worked(&self, from: i64, to: i64) -> (i64, i64) {
        let open = self.open_between(from, to);
        match self.habits.at_close {
            AtClose::Pause => (open, 0),
            AtClose::Finish => (to - from, to - from - open),
        }
    }

    /// Ticks of [from, to) that the calendar is open.
    #[must_use]
    pub fn open_between(&self, from: i64, to: i64) -> i64 {
        self.calendar.open_between(from, to)
    }

    /// When a job that works from `at` on has worked so long, if nothing interrupts it.
    fn end_of(&self, at: i64, time: i64) -> i64 {
        match self.habits.at_close {
            AtClose::Pause => self.calendar.end_of(at, time),
            AtClose::Finish => at.saturating_add(time),
        }
    }
}

/// A server of such a station.
#[derive(Clone, Debug, Default)]
pub struct StationServer {
    periods: Periods,
    /// Work until the next failure by use, ticks.
    left: i64,
    /// Repairs after failures by use.
    repairs: ClosedSpans,
    /// When the last of them is over, ticks.
    repaired: i64,
}

impl StationServer {
    /// Back to time 0 of a replication; `place` among the servers of its station.
    pub fn begin(&mut self, hours: &StationHours, place: usize, seed: u64, replication: u32) {
        (self.left, self.repaired) = (i64::MAX, 0);
        self.repairs.clear();
        if let Some(laws) = hours.periods.get(place) {
            self.periods.begin(laws, seed, replication);
            if hours.habits.by == FailsBy::Busy {
                self.left = self.periods.next_up(laws).max(1);
            }
        }
    }

    /// Its laws, where it fails by the clock or by use.
    fn laws(hours: &StationHours, place: usize, by: FailsBy) -> Option<&PeriodLaws> {
        hours.periods.get(place).filter(|_| hours.habits.by == by)
    }

    /// The first time from this one on at which neither an outage nor a failure, nor what else is closed, stands in the way.
    fn next_up(&mut self, hours: &StationHours, place: usize, closed: &ClosedSpans, time: i64) -> i64 {
        let mut time = time.max(self.repaired);
        loop {
            let open = closed.next_open(time);
            let Some(laws) = Self::laws(hours, place, FailsBy::Clock).filter(|_| open <= hours.last) else {
                return open;
            };
            time = self.periods.until(laws, open).next_open(open);
            if time == open {
                return open;
            }
        }
    }

    /// The first time from this one on at which it may start a job.
    pub fn next_start(&mut self, hours: &StationHours, place: usize, time: i64) -> i64 {
        self.next_up(hours, place, &hours.closed, time)
    }

    /// The next time at which an outage or a failure by the clock interrupts, after `at`, as far as `until`.
    fn next_stop(&mut self, hours: &StationHours, place: usize, at: i64, until: i64) -> i64 {
        let outage = hours.outages.next_closing(at);
        match Self::laws(hours, place, FailsBy::Clock) {
            Some(laws) => outage.min(self.periods.until(laws, until.min(hours.last).max(at)).next_closing(at)),
            None => outage,
        }
    }

    /// Starts a job of so many ticks at `now`, at which it may; gives when it is finished and tells each stretch of work, from and to.
    pub fn work(
        &mut self,
        hours: &StationHours,
        place: usize,
        (now, time): (i64, i64),
        mut tell: impl FnMut(i64, i64),
    ) -> i64 {
        let (mut at, mut left) = (now, time);
        loop {
            let finish = hours.end_of(at, left);
            let stop = self.next_stop(hours, place, at, finish);
            let worn = if self.left < left { hours.end_of(at, self.left) } else { i64::MAX };
            if finish <= stop.min(worn) || at > hours.last {
                let finish = finish.min(Ticks::LATEST.0);
                tell(at, finish);
                self.wear(hours, place, left, finish);
                return finish;
            }
            let until = stop.min(worn);
            tell(at, until);
            let done = hours.worked(at, until).0;
            self.wear(hours, place, done, until);
            left = match hours.habits.interrupted {
                Interrupted::Resume => left - done,
                Interrupted::Repeat => time,
            };
            at = match hours.habits.at_close {
                AtClose::Pause => self.next_up(hours, place, &hours.closed, until),
                AtClose::Finish => self.next_up(hours, place, &hours.outages, until),
            };
        }
    }

    /// It has worked so long until `now`: a failure by use that is due takes it down.
    fn wear(&mut self, hours: &StationHours, place: usize, done: i64, now: i64) {
        let Some(laws) = Self::laws(hours, place, FailsBy::Busy) else { return };
        self.left -= done;
        if self.left <= 0 {
            self.repaired = now.saturating_add(self.periods.next_down(laws));
            self.repairs.add(now, self.repaired);
            self.left = self.periods.next_up(laws).max(1);
        }
    }

    /// Ticks of [from, to) that the calendar is open and that are lost to outages and failures.
    pub fn lost(&mut self, hours: &StationHours, place: usize, (from, to): (i64, i64)) -> i64 {
        let failures = match Self::laws(hours, place, FailsBy::Clock) {
            Some(laws) => self.periods.until(laws, to),
            None => &self.repairs,
        };
        hours.open_between(from, to) - hours.closed.union(failures).open_between(from, to)
    }
}
