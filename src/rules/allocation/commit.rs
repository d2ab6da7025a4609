//! Committed allocation: first come, first served. A work order that is short of one part keeps the others.
//!
//! What most shop floors do, and what models of assembly-to-order assume (J.-S. Song & P. Zipkin, in Handbooks in
//! Operations Research 11, 2003). Units reach claims in the order of the requests, item by item.

use super::kitting::Kitting;

/// Its word under `allocation`.
pub(super) const WORD: &str = "commit";

/// A line keeps what it gets.
pub(super) const KITTING: Kitting = Kitting::LineByLine;

/// Units of an item reach requests in their order, so that times follow from times.
pub(super) const SCORED_BY_PATH: Result<(), &str> = Ok(());
