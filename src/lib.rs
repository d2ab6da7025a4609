//! # pushpull
//!
//! A discrete-event supply chain simulator that compares make-to-stock, assemble-to-order and make-to-order
//! on the same random customers and lead times.
//!
//! The layers, each with one-way dependencies, are described in `docs/ARCHITECTURE.md`.

#[cfg(feature = "cli")]
pub mod cli;
pub mod collect;
pub mod costs;
pub mod engine;
#[cfg(feature = "jobs")]
pub mod experiment;
#[cfg(feature = "scenario")]
pub mod input;
#[cfg(feature = "jobs")]
pub mod jobs;
#[cfg(feature = "cli")]
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
