//! Who watches long work is told how far it is, and may stop it: between replications, and between points of a search or a design.
//!
//! *Architecture invariant:* a stop is no error and leaves nothing behind: the same work can be begun again at once.
//!
//! A stop unwinds from where it is noticed to `stoppable`, without a message, so that what lies between, many layers of a
//! search or the threads of a pool, need not hand it up. Nothing of the work is left behind.

mod deadline;

pub use deadline::Deadline;

use std::fmt;
use std::ops::ControlFlow;
use std::panic::{self, AssertUnwindSafe};
use std::sync::atomic::{AtomicBool, Ordering};

/// How far work is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Told<'a> {
    /// One more replication is done.
    Replication {
        /// Replications finished, over all strategies and points.
        done: u64,
        /// Replications to do; a rule that adds some makes it grow.
        total: u64,
        /// Events processed so far.
        events: u64,
    },
    /// One more point of a design is read.
    LaidOut {
        /// Points read.
        done: u64,
        /// Points of the design.
        total: u64,
    },
    /// One more point of a search is scored.
    Scored {
        /// Whose levels are searched, by name; `what to hold` where that is searched for.
        strategy: &'a str,
        /// Points scored by the search under way; one that begins anew counts from 0.
        points: u64,
        /// What it does.
        step: SearchStep,
        /// The best so far on the replications in use; none before there is one.
        best: Option<BestSoFar>,
    },
}

/// What a search does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SearchStep {
    /// All levels move at once along slopes.
    Descent,
    /// All levels move together to where the targets are just met.
    Landing,
    /// Levels move one or two at a time.
    LocalSearch,
    /// The last points are told apart on further replications.
    Selection,
    /// On fresh replications: levels that surely meet the targets.
    Fresh,
}

/// The best point of a search so far.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BestSoFar {
    /// Cost, or minus profit, per time unit.
    pub money: f64,
    /// The service of the first target, in its unit; none without a target.
    pub service: Option<f64>,
}

/// Watches work and decides whether it goes on.
pub trait Watch: Sync {
    /// Asked after each replication and each point that is read or scored, from any thread, not always in order. `Break` stops the work:
    /// what is under way on other threads comes to its own next question, and ends there.
    fn told(&self, told: Told<'_>) -> ControlFlow<()>;

    /// Asked by searches after each point, from any thread: whether the best found so far is enough. A search that is told so goes no
    /// further and gives that; what follows it is done as ever. Once it is enough it stays so.
    fn is_enough(&self) -> bool {
        false
    }
}

/// Lets everything go on, and says nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Watch for Silent {
    fn told(&self, _: Told<'_>) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }
}

/// The work was stopped by its [`Watch`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stopped;

impl fmt::Display for Stopped {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("stopped by its watch")
    }
}

impl std::error::Error for Stopped {}

/// Tells a watch, and ends the work when it says so.
pub(crate) struct Teller<'w> {
    watch: &'w dyn Watch,
    stopped: AtomicBool,
}

impl Teller<'_> {
    /// Whether the best that a search has found is enough.
    pub fn is_enough(&self) -> bool {
        self.watch.is_enough()
    }

    /// Tells how far the work is. Does not return when it is stopped: call it inside [`stoppable`], holding no lock.
    pub fn tell(&self, told: Told<'_>) {
        if self.stopped.load(Ordering::Relaxed) || self.watch.told(told).is_break() {
            self.stopped.store(true, Ordering::Relaxed);
            panic::resume_unwind(Box::new(Stopped));
        }
    }
}

/// Does work that tells a watch how far it is, until it is done or stopped.
pub(crate) fn stoppable<T>(watch: &dyn Watch, work: impl FnOnce(&Teller<'_>) -> T) -> Result<T, Stopped> {
    let teller = Teller { watch, stopped: AtomicBool::new(false) };
    // What the work had half done is dropped with it.
    panic::catch_unwind(AssertUnwindSafe(|| work(&teller))).map_err(|payload| match payload.downcast::<Stopped>() {
        Ok(_) => Stopped,
        Err(panic) => panic::resume_unwind(panic),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::threads;
    use std::sync::atomic::AtomicU64;

    /// Stops at the point of this number.
    struct Until(u64);

    impl Watch for Until {
        fn told(&self, told: Told<'_>) -> ControlFlow<()> {
            match told {
                Told::Scored { points, .. } if points == self.0 => ControlFlow::Break(()),
                _ => ControlFlow::Continue(()),
            }
        }
    }

    #[test]
    fn work_on_many_threads_is_stopped_and_other_panics_go_on() {
        let done = AtomicU64::new(0);
        let work = |teller: &Teller<'_>| {
            threads::within(2, || {
                threads::numbered(1_000, |_| {
                    let points = done.fetch_add(1, Ordering::Relaxed) + 1;
                    teller.tell(Told::Scored { strategy: "ATO", points, step: SearchStep::LocalSearch, best: None });
                });
            });
        };
        assert_eq!(stoppable(&Until(3), work), Err(Stopped));
        assert!(done.load(Ordering::Relaxed) < 1_000);
        assert_eq!(stoppable(&Silent, work), Ok(()));
        let bug = panic::catch_unwind(|| stoppable(&Silent, |_| panic!("a bug")));
        assert!(bug.is_err_and(|payload| payload.is::<&str>()));
    }
}
