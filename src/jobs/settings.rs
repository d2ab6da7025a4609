//! How a job is done.

use crate::results::Raw;
use crate::threads;

/// How a job is done; the number of threads changes no result.
#[derive(Clone, Copy, Debug, Default)]
pub struct Settings {
    /// Threads to use; 0 is one per core.
    pub threads: usize,
    /// How much of the raw values the results have.
    pub raw: Raw,
}

impl Settings {
    /// Does work on these threads.
    pub(super) fn within<T: Send>(&self, work: impl FnOnce() -> T + Send) -> T {
        threads::within(self.threads, work)
    }
}
