//! # pushpull
//!
//! A discrete-event simulator of supply chains. It compares make-to-stock, assemble-to-order, make-to-order and any mix
//! of them on the same random customers and lead times, and says which is cheapest, which is fastest, by how much, and why.
//!
//! ```text
//!  text ──input──► scenario (Model) ──jobs──► tables, verdict, findings ──present──► files, charts, terminal
//!                                      │
//!                                      └─ plan ─► engine ─events─► collect ─► record ─► experiment
//!                                         one strategy, one replication      all strategies and replications
//! ```
//!
//! # Read, run, look
//!
//! ```
//! # #[cfg(feature = "jobs")] {
//! use pushpull::jobs::{self, Prepared as _, Settings, Silent};
//!
//! let text = r#"
//!     name = "Lamps"
//!     run = { warm_up = 20, horizon = 100, replications = 5 }
//!     items.shade = { cost = 8, buy.lead_time.gamma = { mean = 10, cv = 0.5 }, stock.base_stock = 30 }
//!     items.lamp = { price = 40, make.parts.shade = 1, make.time = 0.5, stock.base_stock = 6 }
//!     demand.lamp.arrivals.poisson.rate = 2
//! "#;
//! // All problems of a scenario are found in one reading, each with its place.
//! let scenario = pushpull::input::read_str("lamps.toml", text, &[]).expect("this one has no problem");
//! // On all cores; a watch may follow the run and stop it.
//! let tables = jobs::run(scenario).results(&Settings::default(), &Silent).expect("nobody stops it");
//! // Rows as in `summary.csv`: a lamp made to order takes its part's ten days, one from stock hardly any time.
//! let response = |strategy: &str| {
//!     let of = |row: &&pushpull::results::SummaryRow| row.strategy == strategy && row.measure == "response_mean";
//!     tables.summary.iter().find(of).and_then(|row| row.mean).expect("lamps were delivered")
//! };
//! assert!(response("MTO") > 5.0 && response("MTS") < 1.0);
//! # }
//! ```
//!
//! # Modules
//!
//! - Scenarios: `input` reads a checked [`model`] or every problem with its place; [`keys`] and [`reader`] say what may be
//!   written and where it stands.
//! - Questions: `jobs` answers them (a run, a sweep, best levels, a frontier); [`results`] are rows as plain data; `present` writes
//!   and reads them, draws charts and prints. A `watch` follows a job and stops it.
//! - One replication: [`plan`] (a strategy as arrays) → [`engine`] (event list and state) → [`collect`] (observers) → [`record`]. [`random`]
//!   has the streams, [`laws`] the distributions, [`rules`] the rules, [`network`] the bill of materials, [`costs`] the money.
//! - Many replications: `experiment` (all strategies, verdict, searches), [`stats`] (estimates, selection), [`path`] (sample paths that
//!   searches score). `verify` compares with exact answers; `cli` is the program.
//!
//! # Guarantees
//!
//! - The same scenario, seed and version give the same bytes on any number of threads (same build and platform).
//! - Under every strategy order *k* and replenishment *n* meet the same random numbers; adding an item changes no draw of
//!   any other.
//! - A [`model::Model`] has passed every check, so nothing after it fails on input.
//! - No mean leaves without its interval; exact cases are tested against formulas and published values.
//!
//! The pages of `docs/` say what the simulator means (`MODEL.md`), which layer may use which (`ARCHITECTURE.md`), and which
//! word stands for what (`GLOSSARY.md`).

#![deny(missing_docs)]

#[cfg(feature = "cli")]
pub mod cli;
pub mod collect;
pub mod costs;
pub mod engine;
#[cfg(feature = "jobs")]
pub mod experiment;
#[cfg(feature = "jobs")]
pub mod fit;
#[cfg(feature = "scenario")]
pub mod input;
#[cfg(feature = "jobs")]
pub mod jobs;
#[cfg(feature = "present")]
pub mod journal;
pub mod keys;
pub mod laws;
pub mod measures;
pub mod model;
pub mod network;
pub mod path;
pub mod plan;
#[cfg(feature = "present")]
pub mod present;
pub mod random;
pub mod reader;
pub mod record;
pub mod results;
pub mod rules;
pub mod stats;
#[cfg(feature = "jobs")]
pub mod threads;
#[cfg(feature = "cli")]
pub mod verify;
#[cfg(feature = "jobs")]
pub mod watch;
