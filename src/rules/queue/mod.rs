//! Rules of queues: who is before whom in the backlog of an item, and of work orders in the queue of a station.

mod first_come;
mod priority;
mod urgency;
pub mod words;

pub use urgency::Urgency;
pub use words::WaitingJob;

use crate::keys::range::Range;
use crate::keys::row::key;
use crate::keys::{Fallback, KeyRow, ValueKind};
use crate::model::Ranking;
use crate::reader::Cursor;

/// Priorities of classes; 1 is served first.
const PRIORITIES: Range = Range::closed(1.0, 1000.0);

/// The key of a class.
#[rustfmt::skip]
pub const CLASS_ROWS: &[KeyRow] = &[
    key("classes.*.priority", ValueKind::Whole(PRIORITIES), "", Fallback::Is("1"), "Its place in backlogs and queues: 1 is served first."),
];

/// The key of a strategy.
#[rustfmt::skip]
pub const ROWS: &[KeyRow] = &[
    key("strategies.*.priorities", ValueKind::Flag, "", Fallback::Follows("true"), "Whether priorities count; without them all are served first come, first served."),
];

/// Who is next, of those who wait for one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Discipline {
    /// Whoever came first.
    FirstCome,
    /// Whoever is most urgent; first come, first served among those who are alike.
    Priority,
}

impl Discipline {
    /// Whether one who comes now goes before one who waits already.
    #[inline]
    #[must_use]
    pub fn overtakes(self, comes: Urgency, waits: Urgency) -> bool {
        match self {
            Discipline::FirstCome => first_come::OVERTAKES,
            Discipline::Priority => priority::overtakes(comes, waits),
        }
    }
}

/// Whether a strategy ranks its customers.
#[must_use]
pub fn read(at: Cursor) -> Ranking {
    if at.is_given() && !at.flag() { Ranking::Alike } else { Ranking::ByClass }
}

/// The priority of a class.
#[must_use]
pub fn read_priority(class: Cursor) -> u16 {
    u16::try_from(class.at("priority").whole()).unwrap_or(1)
}

/// What customers of these priorities come down to.
#[must_use]
pub fn discipline(priorities: &[u16]) -> Discipline {
    let same = priorities.windows(2).all(|pair| pair[0] == pair[1]);
    if same { Discipline::FirstCome } else { Discipline::Priority }
}

/// Whether kept sample paths can score a rule.
///
/// # Errors
/// What stands in the way.
pub fn scored_by_path(discipline: Discipline) -> Result<(), &'static str> {
    match discipline {
        Discipline::FirstCome => first_come::SCORED_BY_PATH,
        Discipline::Priority => priority::SCORED_BY_PATH,
    }
}
