//! What to hold at all: the best set of held items, from none to all, each with the best levels for it.
//!
//! ```text
//! pure strategies ─► best levels of each ─► switches, alone and together, levels following ─► no switch helps
//!                    (few, short replications)  (from what is worth a unit, from the best pure one, from nothing)
//!   ─► the same on all search replications, without the switches that were surely dearer
//!   ─► levels of the winner and of the best pure one, searched anew ─► fresh replications: gain, and why
//! ```
//!
//! A switch really changes what is held, and with it the plan: an order-driven item is not the same as one with a base
//! stock of 0, whose units belong to whoever asks first. But it is nearly so, and with everything held, the items that are
//! best at 0 tell where to begin. The number of sets is 2 to the number of items, so this is a local search: what it
//! ends with is no dearer, on the search replications, than every set one switch away with the levels around the switch
//! searched. A service is paid for on the way, at what its next unit costs at the set: a switch that misses a target by
//! a hair and saves a lot is one to follow, all levels with it.

mod best_set;
mod candidate;
mod contenders;
mod decouple;
mod fresh;
mod neighbourhood;
mod penalty;
mod problem;
mod relaxed;
mod standing;
mod switches;

pub use best_set::{BestDecoupling, Contender, LowFidelity, Reason, SetStanding};
pub use decouple::decouple;
