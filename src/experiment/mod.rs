//! From a checked scenario to the tables of a result folder.
//!
//! ```text
//! Model ──run──► Outcome: layouts + a set of RunRecords ──tables──► results::Tables (verdict and findings in it)
//! ```
//!
//! [`run`] simulates every strategy × replication on a pool of threads of its own; which thread does what depends
//! on the clock, so records are put in run-key order before anything else sees them. [`tables`] is a pure function
//! of the model and the set of records: it does not matter where, when or in which order they were made, so a
//! resumed run, or one merged from several machines, gives the same bytes.
//!
//! *Architecture invariant:* knows neither files nor presentation; how many threads there are changes nothing; every
//! number leaves with an interval, in a row or in a sentence that is trimmed by it.

mod arrivals;
mod compared;
mod comparison;
mod comparison_rows;
mod controls;
mod findings;
mod fingerprint;
mod hours;
pub mod optimize;
mod outline;
mod raw;
mod records;
mod rows;
mod run;
mod samples;
mod search_report;
mod stopping;
mod sweep;
mod tables;
mod target_verdict;
mod verdict;
mod words;

pub use crate::watch::{Silent, Stopped, Told, Watch};
pub use compared::compared;
pub use fingerprint::{fingerprint, fingerprint_of_answers, question_of_units};
pub use outline::outline;
pub use raw::RAW_ROWS;
pub use records::{Extent, RunOptions, Setup, SoFar};
pub use run::{Outcome, orders, run, run_setup, wanted};
pub use search_report::{
    Along, add_moved_costs, decoupling, describe, ended_early, free_holds, free_levels, frontier, missed,
    replaced_initial, search_ended_early, service,
};
pub use sweep::{Keeps, Points, Scheme, Survey, SweepOptions, WholeDesign, design, point_answers, sweep};
pub use tables::{Provenance, tables};
