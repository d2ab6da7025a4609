//! A supplier with servers: purchases queue, first come, first served, and each occupies a server for its service time.
//!
//! Right where lead times grow with what is on order: a shop that works for us (M/G/c where orders are Poisson; P. Zipkin,
//! Foundations of Inventory Management, chapter 7). A job is known whole at its release: it starts on the server that is
//! free first.

use crate::keys::range::SERVERS;
use crate::keys::row::key;
use crate::keys::{Fallback, KeyRow, ValueKind};
use crate::model::Ticks;
use crate::reader::Cursor;

/// Its keys, of every named supplier.
#[rustfmt::skip]
pub const ROWS: &[KeyRow] = &[
    key("suppliers.*.servers", ValueKind::Whole(SERVERS), "", Fallback::Follows("ample"), "Servers: the lead time becomes the service time of one first-come queue for all its items."),
];

/// Servers of a supplier; `None` is ample.
#[must_use]
pub fn read(supplier: Cursor) -> Option<u32> {
    supplier.at("servers").given_whole().and_then(|servers| u32::try_from(servers).ok())
}

/// A job at a supplier with servers, known whole at release. Times in ticks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SupplierJob {
    /// Place of the supplier in the plan.
    pub supplier: u32,
    /// When the purchase was released.
    pub released: i64,
    /// When a server took it on.
    pub start: i64,
    /// When it is done.
    pub finish: i64,
}

/// Servers at work, of a supplier or a station.
#[derive(Clone, Debug, Default)]
pub struct ServerPool {
    /// When each is free again, ticks.
    free_at: Vec<i64>,
}

impl ServerPool {
    /// All `servers` are free from time 0 on.
    pub fn reset(&mut self, servers: u32) {
        self.free_at.clear();
        self.free_at.resize(servers as usize, 0);
    }

    /// Whether a server is free at a time, ticks; then nothing waits.
    #[must_use]
    pub fn has_idle(&self, now: i64) -> bool {
        self.free_at.iter().any(|at| *at <= now)
    }

    /// The server that is free first takes a job of length `time` that may start at `ready`; of several the first. Gives its
    /// start and its finish.
    #[inline]
    pub fn serve(&mut self, ready: i64, time: i64) -> (i64, i64) {
        let (mut first, mut at) = (0, self.free_at[0]);
        for (place, free_at) in self.free_at.iter().enumerate().skip(1) {
            if *free_at < at {
                (first, at) = (place, *free_at);
            }
        }
        let start = at.max(ready);
        let finish = (start + time).min(Ticks::LATEST.0);
        self.free_at[first] = finish;
        (start, finish)
    }

    /// The same of a job whose start and finish follow from when the server is free for it.
    pub fn serve_as(&mut self, ready: i64, times: impl FnOnce(i64) -> (i64, i64)) -> (i64, i64) {
        let Some(first) = self.free_at.iter_mut().min() else { return (ready, ready) };
        let (start, finish) = times(ready.max(*first));
        *first = finish.min(Ticks::LATEST.0);
        (start.min(*first), *first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jobs_start_on_the_server_that_is_free_first() {
        let mut pool = ServerPool::default();
        pool.reset(2);
        let jobs = [(0, 10), (0, 4), (1, 5), (20, 1)].map(|(ready, time)| pool.serve(ready, time));
        assert_eq!(jobs, [(0, 10), (0, 4), (4, 9), (20, 21)]);
        pool.reset(1);
        assert_eq!(pool.serve(3, 2), (3, 5));
    }
}
