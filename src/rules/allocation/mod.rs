//! Allocation rules: who is next when units of an item arrive, and what a work order may take when it asks.

mod commit;
mod kitting;
mod no_holdback;

pub use kitting::Kitting;

use crate::keys::row::key;
use crate::keys::{Fallback, KeyRow, ValueKind};
use crate::model::Allocation;
use crate::reader::Cursor;

/// The keys of the family, of every strategy.
#[rustfmt::skip]
pub const ROWS: &[KeyRow] = &[
    key("strategies.*.allocation", ValueKind::Word(&[commit::WORD, no_holdback::WORD]), "", Fallback::Is("\"commit\""), "Who gets short parts: first come and keep, or only work orders that complete."),
];

/// The rule of a strategy.
#[must_use]
pub fn read(at: Cursor) -> Allocation {
    if at.text() == no_holdback::WORD { Allocation::NoHoldback } else { Allocation::Commit }
}

/// What a rule comes down to.
#[must_use]
pub fn kitting(allocation: Allocation) -> Kitting {
    match allocation {
        Allocation::Commit => commit::KITTING,
        Allocation::NoHoldback => no_holdback::KITTING,
    }
}

/// Whether kept sample paths can score a rule that comes down to this.
///
/// # Errors
/// What stands in the way.
pub fn scored_by_path(kitting: Kitting) -> Result<(), &'static str> {
    match kitting {
        Kitting::LineByLine => commit::SCORED_BY_PATH,
        Kitting::AllTogether => no_holdback::SCORED_BY_PATH,
    }
}
