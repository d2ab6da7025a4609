//! `plan`, `work` and `merge`: one run or sweep on many machines, which need the program and a shared folder and know nothing of
//! each other.
//!
//! ```text
//! plan ──► PLAN/plan.json, scenario.toml, tables/ ──work, anywhere──► PLAN/records/7.tape ──merge──► the result folder
//! ```
//!
//! A unit's file is there whole or not at all, so a process may be killed at any moment and started again, and a unit may be worked
//! twice.

pub(super) mod args;
mod folder;
mod merge;
mod plan;
mod script;
mod tapes;
mod work;

pub use merge::merge;
pub use plan::plan;
pub use work::work;
