//! The end of a search before its time: when the best found so far is enough, it unwinds to where it began and gives that.

use super::evaluate::{Evaluated, LocalSearch};
use super::incumbent::Incumbent;
use crate::experiment::optimize::{Point, Proven, Screening};
use std::panic::{self, AssertUnwindSafe};

/// Unwinds a search whose best point so far is enough.
struct Enough;

impl LocalSearch<'_> {
    /// Searches to the end, or until the best so far is enough: then that, on all replications. With a `fallback` it is the
    /// better of both, brought to the targets where it misses them on more replications than it was found on.
    pub(super) fn until_enough(
        &mut self,
        fallback: Option<Point>,
        search: impl FnOnce(&mut Self) -> Evaluated,
    ) -> Evaluated {
        self.incumbent = Incumbent::default();
        let multipliers = self.multipliers.clone();
        let found = panic::catch_unwind(AssertUnwindSafe(|| search(self)));
        self.incumbent.may_end = false;
        found.unwrap_or_else(|payload| {
            if !payload.is::<Enough>() {
                panic::resume_unwind(payload);
            }
            let best = self.best_so_far(fallback);
            self.multipliers = multipliers;
            best
        })
    }

    /// From here on there is a point to end with.
    pub(super) fn may_end(&mut self) {
        self.incumbent.may_end = true;
        self.end_if_enough();
    }

    /// Does not return where the best so far is enough.
    pub(super) fn end_if_enough(&mut self) {
        if self.incumbent.may_end && self.progress.is_enough() {
            self.incumbent.may_end = false;
            panic::resume_unwind(Box::new(Enough));
        }
    }

    fn best_so_far(&mut self, fallback: Option<Point>) -> Evaluated {
        self.proven = Proven::Nothing;
        self.free = (0..self.space.variables.len()).collect();
        self.meet_targets();
        self.screen(Screening::Off);
        let is_whole = fallback.is_some();
        let points = self.incumbent.point().into_iter().chain(fallback.filter(|point| self.space.admits(point)));
        let points: Vec<Point> = points.collect();
        self.judge_by(self.replications());
        let found = points
            .iter()
            .map(|point| self.look(point))
            .reduce(|best, other| if other.beats(&best) { other } else { best });
        let mut found = found.expect("it ends early only from a point on");
        // What many items together were led to is landed again.
        if is_whole && found.violation > 0.0 && !self.is_led() {
            self.allowed = self.least_violation();
            found = self.repair(found);
        }
        self.allowed = found.violation;
        found
    }
}
