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
//! ```
//! use pushpull::{input, jobs::{self, Prepared as _, Settings, Silent}};
//!
//! let text = r#"
//!     name = "spare parts"
//!     run = { horizon = 100, replications = 4 }
//!     items.pump = { holding_cost = 1, buy.lead_time = 2, stock.base_stock = 3 }
//!     demand.pump = { arrivals.poisson.rate = 1, backorder_cost = 5 }
//!     strategies.stock.hold = ["pump"]
//!     strategies.order = {}
//! "#;
//! let scenario = input::read_str("pumps", text, &[]).map_err(jobs::JobError::from)?;
//! let tables = jobs::run(scenario).results(&Settings::default(), &Silent)?;
//! let facts = tables.info.verdict.facts.expect("a run has facts");
//! assert_eq!(facts.money.best.as_deref(), Some("stock"));
//! assert!(tables.info.verdict.headline.starts_with("Choose stock"));
//! # Ok::<(), jobs::JobError>(())
//! ```
//!
//! *Architecture invariant:* knows neither paths nor a terminal; all work of a job runs on the threads of its [`Settings`].

mod compare;
mod decoupling;
mod error;
mod fit;
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
mod units;

pub use crate::record::{Answer, Archive, NoArchive, RunKey, RunRecord};
pub use crate::results::Raw;
pub use crate::watch::{Silent, Stopped, Told, Watch};
pub use compare::{FailIf, compare};
pub use decoupling::decoupling;
pub use error::JobError;
pub use fit::{FitRequest, fit};
pub use frontier::{FrontierJob, frontier};
pub use optimize::optimize;
pub use outline::outline;
pub use prepared::Prepared;
pub use run::{RunJob, run, run_fingerprint};
pub use settings::Settings;
pub use sweep::{SweepDesign, SweepJob, sweep, sweep_design};
pub use trace::trace;
pub use units::{DividedJob, PartKind, UnitAnswer, merged_run, merged_sweep, question_of_build, tell_partial};
