//! Ends of life: when free units of an item are worth nothing any more and are written off.

mod ends;
mod obsolete;
mod shelf_life;

pub use shelf_life::ShelfLots;

use crate::keys::range::ANY;
use crate::keys::row::{PER_PIECE, key};
use crate::keys::{Fallback, KeyRow, ValueKind};
use crate::laws::{Distribution as _, Sampler};
use crate::model::{CivilCalendar, Issue, Life, Ticks};
use crate::random::{Purpose, StreamKey, StreamRng};
use crate::reader::{Cursor, Problems};
use crate::rules::variates::{Rounding, VariateStream};

/// The keys of an item.
pub static ROWS: &[&[KeyRow]] = &[ends::ROWS, obsolete::ROWS, shelf_life::ROWS, COST];

#[rustfmt::skip]
const COST: &[KeyRow] = &[
    key("items.*.write_off_cost", ValueKind::Number(ANY), PER_PIECE, Fallback::Follows("0"), "What writing off a unit costs beside what it has cost already: the cost line `cost_obsolete`. Below 0 it still brings something."),
];

/// How long an item is worth keeping; dates go by the calendar.
pub fn read(item: Cursor, calendar: Option<&CivilCalendar>, problems: &mut Problems) -> Life {
    Life {
        ends: ends::read(item.at("ends"), calendar, problems),
        obsolete: obsolete::read(item.at("obsolete")),
        shelf_life: shelf_life::read(item, problems),
        issue: shelf_life::issue(item),
        write_off_cost: item.at("write_off_cost").given_number().unwrap_or(0.0),
    }
}

/// Why units are written off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum WriteOffCause {
    /// The item has come to its end.
    Ended = 0,
    /// All that is free has become worthless.
    Obsolete = 1,
    /// It came free after the end.
    Late = 2,
    /// It has lain there for too long.
    Expired = 3,
    /// A customer brought it back: the order that comes back is the event.
    Returned = 4,
}

impl WriteOffCause {
    /// In words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            WriteOffCause::Ended => "end of life",
            WriteOffCause::Obsolete => "obsolete",
            WriteOffCause::Late => "after the end of life",
            WriteOffCause::Expired => "past its shelf life",
            WriteOffCause::Returned => "came back",
        }
    }

    /// The number of an event: the `n`-th of this cause.
    #[must_use]
    pub fn event(self, n: u64) -> u64 {
        n << 2 | self as u64
    }

    /// Cause and place behind the number of an event.
    #[must_use]
    pub fn of_event(number: u64) -> (WriteOffCause, u64) {
        let cause = match number & 3 {
            0 => WriteOffCause::Ended,
            1 => WriteOffCause::Obsolete,
            2 => WriteOffCause::Late,
            _ => WriteOffCause::Expired,
        };
        (cause, number >> 2)
    }
}

/// The life of an item, as a plan has it.
#[derive(Clone, Debug)]
pub struct LifePlan {
    ends: Option<(Sampler, StreamKey)>,
    obsolete: Option<(Sampler, StreamKey)>,
    shelf_life: Option<(Sampler, StreamKey)>,
    issue: Issue,
}

impl LifePlan {
    /// Of an item of this name (of a variant that of its product, so that all end together); `None` where nothing is written off.
    #[must_use]
    pub fn new(life: &Life, name: &str) -> Option<LifePlan> {
        let drawn = |law: &Option<crate::laws::Law>, purpose| {
            law.as_ref().map(|law| (Sampler::new(law), StreamKey::new(purpose, name)))
        };
        life.writes_off().then(|| LifePlan {
            ends: drawn(&life.ends, Purpose::Ends),
            obsolete: drawn(&life.obsolete, Purpose::Obsolete),
            shelf_life: drawn(&life.shelf_life, Purpose::ShelfLife),
            issue: life.issue,
        })
    }
}

impl LifePlan {
    /// Whether units age on the shelf.
    #[must_use]
    pub fn ages(&self) -> bool {
        self.shelf_life.is_some()
    }
}

/// A life as a run has it.
#[derive(Clone, Debug)]
pub struct LifeClock {
    /// Gaps between moments of obsolescence, ticks.
    gaps: VariateStream,
    /// Whether it has come to its end.
    pub is_over: bool,
    /// Whether what has come free after the end is about to be written off.
    pub is_due: bool,
    /// What came free after the end so far, times.
    pub late: u64,
    /// What lies on the shelf, where it ages.
    lots: ShelfLots,
    /// Lots that are no replenishment so far: units that came back.
    back: u64,
    /// Seed and replication of the draws.
    at: (u64, u32),
}

impl Default for LifeClock {
    fn default() -> LifeClock {
        LifeClock {
            gaps: VariateStream::closed(),
            is_over: false,
            is_due: false,
            late: 0,
            lots: ShelfLots::default(),
            back: 0,
            at: (0, 0),
        }
    }
}

impl LifeClock {
    /// At time 0 of a replication; gives the tick of the end, if there is one.
    pub fn begin(&mut self, plan: &LifePlan, seed: u64, replication: u32) -> Option<i64> {
        (self.is_over, self.is_due, self.late) = (false, false, 0);
        (self.back, self.at) = (0, (seed, replication));
        self.lots.clear();
        if let Some((gaps, key)) = &plan.obsolete {
            self.gaps.open(gaps, Rounding::Ticks, seed, replication, *key);
        }
        let (ends, key) = plan.ends.as_ref()?;
        let mut stream = VariateStream::closed();
        stream.open(ends, Rounding::Ticks, seed, replication, *key);
        Some(stream.next(ends))
    }

    /// Ticks until all that is free is worthless; `None` where that never comes, or comes too late to matter.
    pub fn next_gap(&mut self, plan: &LifePlan) -> Option<i64> {
        let (gaps, _) = plan.obsolete.as_ref()?;
        Some(self.gaps.next(gaps))
    }
}

/// A lot that came to a shelf.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LotOrigin {
    /// Units that were there at time 0.
    Start,
    /// A replenishment of this number.
    Replenishment(u64),
    /// Units that were somebody's and came back.
    Back,
}

/// Numbers of lots that came back: above those of all replenishments.
const BACK: u64 = 1 << 33;

impl LifeClock {
    /// A lot comes to the shelf beside `free` units; gives its number, and ticks until what is left of it has lain there for too long.
    /// `None` where units do not age.
    pub fn shelve(&mut self, plan: &LifePlan, free: i64, units: i64, origin: LotOrigin) -> Option<(u64, i64)> {
        let (life, key) = plan.shelf_life.as_ref()?;
        let number = match origin {
            LotOrigin::Start => 0,
            LotOrigin::Replenishment(number) => number + 1,
            LotOrigin::Back => {
                self.back += 1;
                BACK + self.back
            }
        };
        self.lots.put(free, plan.issue, number, units);
        let life = life.sample(&mut StreamRng::keyed(self.at.0, self.at.1, key.number(number)));
        Some((number, Ticks::from_units(life).0))
    }

    /// What is left of a lot of `free` units, which leaves the shelf.
    pub fn expire(&mut self, plan: &LifePlan, free: i64, number: u64) -> i64 {
        self.lots.take(free, plan.issue, number)
    }
}
