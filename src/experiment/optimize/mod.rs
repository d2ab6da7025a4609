//! The best stock levels of a strategy: what is searched, over which numbers, and what scores a point.
//!
//! ```text
//! Model + strategy ──► Space (variables, bounds) ──┐
//! Goal (money, service targets) ───────────────────┼──► search ──► Best (point, how it was found, what the next unit is worth)
//! Scorer (saved paths, or simulation) ─────────────┘                └──► `--set`s ──► an ordinary run on fresh replications
//! ```
//!
//! A search runs on replications of its own ([`FIRST_SEARCH_REPLICATION`] and on), the same for every point (common
//! random numbers); what is reported of its best point is estimated afterwards, on replications it never saw.
//!
//! *Architecture invariant:* a point is scored by a [`Scorer`] and by nothing else, so every search works with every
//! scorer ([`ScorerChoice`]), and what a point comes to is the same by each of them, on any number of threads.

mod best;
mod decoupling;
mod descent;
mod goal;
mod local_search;
mod progress;
mod reserves;
mod sample_path;
mod scorer;
mod search;
mod selection;
mod service;
mod settings;
mod simulation;
mod space;
mod sure;
mod variables;

pub use best::{Best, Bound, Ending, How, MarginalValue, OneUnit, Proven, Selection, Starts, SureLevels};
pub use decoupling::{BestDecoupling, Contender, LowFidelity, Reason, SetStanding, decouple};
pub use goal::{Goal, Objective, ServiceTarget};
pub use reserves::{ReserveLimit, ReserveSearch};
pub use scorer::{FIRST_SEARCH_REPLICATION, Scorer, Scores, Screening, UnitSlopes};
pub use search::{frontier, search};
pub use settings::{InitialStock, ScorerChoice, SearchSettings};
pub use simulation::{SimulationScorer, lean};
pub use space::{Point, Space, Variable, moved};
pub use sure::surely;
pub use variables::{Limit, space, without_room, written_initial};
