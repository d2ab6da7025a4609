//! Allocation rules: who is next when units of an item arrive, and what a work order may take when it asks.

mod commit;
mod kitting;
mod no_holdback;

pub use kitting::Kitting;

use crate::model::Allocation;

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
