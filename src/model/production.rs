//! In which order a station works, and what lies between its jobs.

use super::Ticks;

/// What a server does between jobs of two families.
#[derive(Clone, Debug, PartialEq)]
pub struct Changeover {
    /// Family of the job before; `None` for any.
    pub from: Option<String>,
    /// Family of the job after; `None` for any.
    pub to: Option<String>,
    /// Time before the set-up of the job after.
    pub time: Ticks,
    /// Money at its start.
    pub cost: f64,
}

/// By what those who wait at a station are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QueueWord {
    /// Priority of the request.
    Priority,
    /// Due time of the order at the end of the claim.
    Due,
    /// Process and set-up time.
    Shortest,
    /// Whether the asking server is set up for it.
    Family,
}
