//! Ends of life: when free units of an item are worth nothing any more and are written off.

mod ends;
mod obsolete;

use crate::keys::range::ANY;
use crate::keys::row::{PER_PIECE, key};
use crate::keys::{Fallback, KeyRow, ValueKind};
use crate::laws::Sampler;
use crate::model::{CivilCalendar, Life};
use crate::random::{Purpose, StreamKey};
use crate::reader::{Cursor, Problems};
use crate::rules::variates::{Rounding, VariateStream};

/// The keys of an item.
pub static ROWS: &[&[KeyRow]] = &[ends::ROWS, obsolete::ROWS, COST];

#[rustfmt::skip]
const COST: &[KeyRow] = &[
    key("items.*.write_off_cost", ValueKind::Number(ANY), PER_PIECE, Fallback::Follows("0"), "What writing off a unit costs beside what it has cost already: the cost line `cost_obsolete`. Below 0 it still brings something."),
];

/// How long an item is worth keeping; dates go by the calendar.
pub fn read(item: Cursor, calendar: Option<&CivilCalendar>, problems: &mut Problems) -> Life {
    Life {
        ends: ends::read(item.at("ends"), calendar, problems),
        obsolete: obsolete::read(item.at("obsolete")),
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
}

impl WriteOffCause {
    /// In words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            WriteOffCause::Ended => "end of life",
            WriteOffCause::Obsolete => "obsolete",
            WriteOffCause::Late => "after the end of life",
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
            _ => WriteOffCause::Late,
        };
        (cause, number >> 2)
    }
}

/// The life of an item, as a plan has it.
#[derive(Clone, Debug)]
pub struct LifePlan {
    ends: Option<(Sampler, StreamKey)>,
    obsolete: Option<(Sampler, StreamKey)>,
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
        })
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
}

impl Default for LifeClock {
    fn default() -> LifeClock {
        LifeClock { gaps: VariateStream::closed(), is_over: false, is_due: false, late: 0 }
    }
}

impl LifeClock {
    /// At time 0 of a replication; gives the tick of the end, if there is one.
    pub fn begin(&mut self, plan: &LifePlan, seed: u64, replication: u32) -> Option<i64> {
        (self.is_over, self.is_due, self.late) = (false, false, 0);
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
