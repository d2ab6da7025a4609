//! No holdback: a work order takes its parts only when all are free; parts of one that is short stay free for others.
//!
//! Never holds one part while it waits for another, at the price of overtaking (Y. Lu, J.-S. Song & Y. Zhao, Operations
//! Research 58(3), 2010). Orders are tried oldest first at each receipt.

use super::kitting::Kitting;

/// Its word under `allocation`.
pub(super) const WORD: &str = "no_holdback";

/// A kit is taken whole.
pub(super) const KITTING: Kitting = Kitting::AllTogether;

/// Who is served depends on the other parts of each kit, at each receipt.
pub(super) const SCORED_BY_PATH: Result<(), &str> = Err("allocation is no_holdback");
