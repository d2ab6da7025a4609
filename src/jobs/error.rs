//! Why a job has no results.

use crate::input::{Colour, Rejected};
use crate::watch::Stopped;
use std::fmt;

/// Why a job has no results.
#[derive(Clone, Debug)]
pub enum JobError {
    /// Its watch stopped it.
    Stopped,
    /// What is asked cannot be answered: what is wrong, and often what to write instead.
    Refused(String),
    /// The scenario is refused with what the job changes in it.
    Rejected(Box<Rejected>),
}

impl fmt::Display for JobError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            JobError::Stopped => Stopped.fmt(out),
            JobError::Refused(why) => out.write_str(why),
            JobError::Rejected(rejected) => out.write_str(&rejected.render(Colour::Plain)),
        }
    }
}

impl std::error::Error for JobError {}

impl From<Stopped> for JobError {
    fn from(_: Stopped) -> JobError {
        JobError::Stopped
    }
}

impl From<Rejected> for JobError {
    fn from(rejected: Rejected) -> JobError {
        JobError::Rejected(Box::new(rejected))
    }
}
