//! The built-in exact cases: does the simulator reproduce what mathematics knows?
//!
//! A case is a scenario whose long-run values are known exactly, from a formula or from a Markov chain solved
//! numerically, or (for a published test problem) from an independent simulation with its interval. The cases are
//! data, one TOML file per group under `cases/`: a scenario as a user would write it, and lines such as
//!
//! ```text
//! { of = "on_hand_mean(item x) + committed_mean(item x)", is = 2.0047068805048927 }
//! ```
//!
//! [`run`] simulates each case, evaluates every [`Formula`] replication by replication, and judges the mean:
//! within four standard errors it passes, beyond it fails, and when the standard error is too large to tell
//! (see [`Effort`]) it is weak, which counts as a failure. A case without randomness must meet its values to rounding.
//!
//! With some six hundred values, four standard errors keep the chance that a correct program fails anywhere at a few
//! per cent, and the seed is fixed: what passes once passes always, until the random streams change.
//!
//! *Architecture invariant:* goes through the same door as a user, scenario text in and measures out; knows nothing of
//! the engine's inside.

mod formula;
mod judge;
mod library;
mod run;
mod table;

pub use formula::{Formula, FormulaError};
pub use judge::{Agreement, Effort, Judgement};
pub use library::{Case, CaseText, Exactness, Expectation, cases};
pub use run::{CaseResult, VerifyError, run};
pub use table::{ValueRow, markdown, rows, summary, text};
