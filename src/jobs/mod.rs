//! What can be asked of a scenario: a run, the best levels, what to hold, a frontier, a sweep, the life of orders.
//!
//! ```text
//! Accepted ──run, optimize, frontier, sweep──► a job that is Prepared ──results──► tables, verdict, findings
//! Accepted ──decoupling, trace, outline──────► results
//! ```
//!
//! What can be refused is refused while a job is prepared; from then on only its [`Watch`] ends it early. A job that was
//! prepared says by its fingerprint which records answer it, so that a caller may keep them and hand them in again.
//!
//! *Architecture invariant:* knows neither paths nor a terminal; all work of a job runs on the threads of its [`Settings`].

mod decoupling;
mod error;
mod frontier;
mod goal;
mod optimize;
mod outline;
mod points;
mod prepared;
mod run;
mod settings;
mod sweep;
mod trace;

pub use crate::record::{Archive, NoArchive, RunKey, RunRecord};
pub use crate::results::Raw;
pub use crate::watch::{Silent, Stopped, Told, Watch};
pub use decoupling::decoupling;
pub use error::JobError;
pub use frontier::{FrontierJob, frontier};
pub use optimize::optimize;
pub use outline::outline;
pub use prepared::Prepared;
pub use run::{RunJob, run, run_fingerprint};
pub use settings::Settings;
pub use sweep::{SweepJob, sweep};
pub use trace::trace;
