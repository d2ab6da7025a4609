//! Suppliers that are not always at work: what is released while they are not waits there and is sent in order of release.

use super::allotment::Allotted;
use super::periods::{PeriodLaws, Periods};
use super::{RunTimes, named_calendar, outages};
use crate::keys::range::{SPAN_ABOVE_0, UNITS_FROM_1};
use crate::keys::row::{TIME, key};
use crate::keys::{Fallback, KeyRow, LawUse, RefersTo, ValueKind};
use crate::laws::law;
use crate::model::{Allotment, AtWork, ClosedSpans, Stops, Supplier, Ticks, UpDown};
use crate::reader::{Cursor, Problem, Problems};
use crate::rules::supply::{ServerPool, SupplierJob};
use std::sync::Arc;

/// The keys of its outages.
pub const SUPPLIER_OUTAGE_ROWS: &[KeyRow] = &outages::rows!("suppliers");

/// Its keys, of every named supplier.
#[rustfmt::skip]
pub const SUPPLIER_ROWS: &[KeyRow] = &[
    key("suppliers.*.up", ValueKind::Law(LawUse::Gap), TIME, Fallback::None, "Length of a period in which it is at work; up at time 0. With `down`, by the clock."),
    key("suppliers.*.down", ValueKind::Law(LawUse::Time), TIME, Fallback::None, "Length of a period after that in which it is not."),
    key("suppliers.*.calendar", ValueKind::Name(RefersTo::Calendar), "", Fallback::Follows("always open"), "Its opening hours, one of `calendars`."),
    key("suppliers.*.stops", ValueKind::Word(&["starts", "all"]), "", Fallback::Follows("`\"starts\"`"), "What stands still while it is not at work: `starts`, what has been sent goes its way; `all`, lead (service) times count time at work only."),
    key("suppliers.*.allotment", ValueKind::Group, "", Fallback::None, "So many units in each period, all its items together: orders take them in order of release, and what is left expires. Not with `servers`."),
    key("suppliers.*.allotment.units", ValueKind::Whole(UNITS_FROM_1), "units", Fallback::Required, "Units of a period."),
    key("suppliers.*.allotment.every", ValueKind::Time(SPAN_ABOVE_0), TIME, Fallback::Required, "Length of a period; the first begins at 0."),
];

/// When a supplier is at work, what then stops, and what it allots.
pub fn read_supplier(at: Cursor, around: RunTimes, problems: &mut Problems) -> (AtWork, Stops, Option<Allotment>) {
    let work = AtWork {
        calendar: named_calendar(at.at("calendar"), around, problems),
        outages: outages::read(at.at("outages"), around, problems),
        up_down: up_down(at, around, problems),
    };
    let stops = at.at("stops");
    if stops.is_given() && !["calendar", "outages", "up"].iter().any(|key| at.at(key).is_given()) {
        problems.at(stops.place, "`stops` says what stands still while a supplier is not at work; this one always is");
    }
    let allotment = allotment(at, problems);
    (work, if stops.text() == "all" { Stops::All } else { Stops::Starts }, allotment)
}

/// `up` and `down`, both or neither.
pub(super) fn up_down(at: Cursor, around: RunTimes, problems: &mut Problems) -> Option<UpDown> {
    /// Periods of a run, at most: with more they are a mistake of units.
    const MOST: f64 = 1e7;
    let (up, down) = (at.at("up"), at.at("down"));
    match (up.is_given(), down.is_given()) {
        (true, true) => {
            let laws = UpDown { up: law(up), down: law(down) };
            if around.until as f64 > MOST * Ticks::from_units(laws.up.mean() + laws.down.mean()).0 as f64 {
                problems.at(up.value_place(), "there are more than ten million periods in the run");
            }
            Some(laws)
        }
        (false, false) => None,
        (is_up, _) => {
            let (given, missing) = if is_up { (up, "down") } else { (down, "up") };
            problems
                .add(Problem::new(given.place, format!("`{missing}` is missing: periods up and down come in turn")));
            None
        }
    }
}

fn allotment(at: Cursor, problems: &mut Problems) -> Option<Allotment> {
    let given = at.at("allotment");
    if !given.is_given() {
        return None;
    }
    if at.at("servers").is_given() {
        let message = "`allotment` and `servers` exclude each other: units are allotted, or jobs are served";
        problems.add(Problem::new(given.place, message).also(at.at("servers").place, "the other is here"));
    }
    let every = Ticks::from_units(given.at("every").number()).0;
    if every == 0 && given.at("every").number() > 0.0 {
        problems.at(given.at("every").value_place(), "`every` is less than half of the shortest time, 1e-9 time units");
    }
    Some(Allotment { units: given.at("units").whole(), every: every.max(1) })
}

/// When a supplier is at work, for the runs of a plan.
#[derive(Clone, Debug)]
pub struct SupplierHours {
    /// Where its calendar is closed.
    calendar: Arc<ClosedSpans>,
    /// The same with its outages.
    closed: Arc<ClosedSpans>,
    periods: Option<PeriodLaws>,
    stops: Stops,
    allotment: Option<Allotment>,
    /// The latest time that matters, ticks.
    last: i64,
}

impl SupplierHours {
    /// Of a supplier, in runs that are over at a tick; `None` where it is always at work and allots nothing.
    #[must_use]
    pub fn new(supplier: &Supplier, last: i64) -> Option<SupplierHours> {
        let work = &supplier.work;
        if !supplier.stops_at_times() {
            return None;
        }
        let calendar = work.closed();
        let closed =
            work.outages.as_ref().map_or_else(|| Arc::clone(&calendar), |outages| Arc::new(calendar.union(outages)));
        Some(SupplierHours {
            calendar,
            closed,
            periods: work.up_down.as_ref().map(|laws| PeriodLaws::new(laws, &supplier.name)),
            stops: supplier.stops,
            allotment: supplier.allotment,
            last,
        })
    }
}

/// A purchase at a supplier that is not always at work. Times in ticks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sent {
    /// When it is sent, or its service begins.
    pub sent: i64,
    /// When it is received.
    pub receipt: i64,
    /// Its service, where the supplier has servers.
    pub job: Option<SupplierJob>,
}

/// What a replication knows of such a supplier.
#[derive(Clone, Debug, Default)]
pub struct SupplierWork {
    periods: Periods,
    allotted: Allotted,
}

impl SupplierWork {
    /// Back to time 0 of a replication.
    pub fn begin(&mut self, hours: &SupplierHours, seed: u64, replication: u32) {
        if let Some(laws) = &hours.periods {
            self.periods.begin(laws, seed, replication);
        }
        if let Some(allotment) = hours.allotment {
            self.allotted = Allotted::begin(allotment);
        }
    }

    /// The first time from this one on at which it is at work.
    fn next_at_work(&mut self, hours: &SupplierHours, mut time: i64) -> i64 {
        loop {
            let open = hours.closed.next_open(time);
            let Some(laws) = &hours.periods else { return open };
            if open > hours.last {
                return open;
            }
            time = self.periods.until(laws, open).next_open(open);
            if time == open {
                return open;
            }
        }
    }

    /// When what is sent at `from` and takes `time` is received.
    fn end(&mut self, hours: &SupplierHours, from: i64, time: i64) -> i64 {
        if hours.stops == Stops::Starts {
            return from.saturating_add(time);
        }
        let (mut at, mut left) = (from, time);
        loop {
            let end = hours.closed.end_of(at, left);
            let Some(laws) = &hours.periods else { return end };
            if at > hours.last {
                return end;
            }
            let down = self.periods.until(laws, at.max(end.min(hours.last)));
            let failure = down.next_closing(at);
            if end <= failure {
                return end;
            }
            left -= hours.closed.open_between(at, failure);
            at = self.next_at_work(hours, failure);
        }
    }

    /// A purchase of so many units is released at `now`, whose lead (service) time is `time`, to this supplier. Servers are those of `pool`.
    pub fn send(
        &mut self,
        hours: &SupplierHours,
        (now, units): (i64, i64),
        time: i64,
        (supplier, pool): (u32, Option<&mut ServerPool>),
    ) -> Sent {
        if let Some(pool) = pool {
            let (start, finish) = pool.serve_as(now, |ready| {
                let start = self.next_at_work(hours, ready);
                (start, self.end(hours, start, time))
            });
            return Sent {
                sent: start,
                receipt: finish,
                job: Some(SupplierJob { supplier, released: now, start, finish }),
            };
        }
        let sent = match hours.allotment {
            Some(allotment) => {
                let mut allotted = self.allotted;
                let sent = allotted.take(allotment, (now, units), hours.last, |at| self.next_at_work(hours, at));
                self.allotted = allotted;
                sent
            }
            None => self.next_at_work(hours, now),
        };
        let sent = sent.min(Ticks::LATEST.0);
        Sent { sent, receipt: self.end(hours, sent, time).min(Ticks::LATEST.0), job: None }
    }

    /// Whether a purchase of so many units that is released at `now` would be sent at once, its servers apart.
    pub fn sends_now(&mut self, hours: &SupplierHours, (now, units): (i64, i64)) -> bool {
        let sent = match hours.allotment {
            Some(allotment) => {
                // What is taken of the copy is given back.
                let mut allotted = self.allotted;
                allotted.take(allotment, (now, units), hours.last, |at| self.next_at_work(hours, at))
            }
            None => self.next_at_work(hours, now),
        };
        sent == now
    }

    /// Ticks of [from, to) that its calendar is open, and those of them that are lost to outages and failures.
    pub fn lost(&mut self, hours: &SupplierHours, (from, to): (i64, i64)) -> (i64, i64) {
        let at_work = match &hours.periods {
            Some(laws) => hours.closed.union(self.periods.until(laws, to)).open_between(from, to),
            None => hours.closed.open_between(from, to),
        };
        let open = hours.calendar.open_between(from, to);
        (open, open - at_work)
    }
}
