//! How far a search is, for who watches it, and when it is to end: by itself, or with the best it has found so far.

use super::Ending;
use crate::watch::{BestSoFar, Deadline, SearchStep, Teller, Told};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Tells how far a search is and says when it has gone far enough; from any thread.
pub(super) struct SearchProgress<'a> {
    /// None where nobody watches.
    told: Option<(&'a Teller<'a>, &'a str)>,
    counts: Counts,
    /// When the time of all is up.
    end: Deadline,
    now: Mutex<Now>,
}

/// What the points told are of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Counts {
    /// The search under way.
    One,
    /// Many searches.
    Sum,
}

#[derive(Clone, Copy, Debug)]
struct Now {
    step: SearchStep,
    best: Option<BestSoFar>,
    points: u64,
    /// When the time of this part is up.
    until: Deadline,
    /// Of this part.
    ending: Ending,
}

impl<'a> SearchProgress<'a> {
    /// Of one search, for this strategy; up to this end.
    pub fn of(teller: &'a Teller<'a>, strategy: &'a str, end: Deadline) -> SearchProgress<'a> {
        let progress = SearchProgress { told: Some((teller, strategy)), end, ..SearchProgress::silent() };
        progress.now().until = end;
        progress
    }

    /// Of many searches, whose points are added up.
    pub fn of_many(self) -> SearchProgress<'a> {
        SearchProgress { counts: Counts::Sum, ..self }
    }

    /// Nobody watches, and there is time.
    pub fn silent() -> SearchProgress<'a> {
        let step = SearchStep::LocalSearch;
        let now = Now { step, best: None, points: 0, until: Deadline::default(), ending: Ending::Complete };
        SearchProgress { told: None, counts: Counts::One, end: Deadline::default(), now: Mutex::new(now) }
    }

    /// One of so many parts that are left begins: it has its share of the time.
    pub fn begins_one_of(&self, parts: usize) {
        let until = self.end.one_of(parts);
        let mut now = self.now();
        *now = Now { until, best: None, ending: Ending::Complete, ..*now };
    }

    /// Whether the best found so far is enough: the time is up, or who watches says so. The search is then to end.
    pub fn is_enough(&self) -> bool {
        let is_late = self.now().until.is_past();
        let is_enough = is_late || self.told.is_some_and(|(teller, _)| teller.is_enough());
        if is_enough {
            self.now().ending = Ending::Early;
        }
        is_enough
    }

    /// How the part under way ended, or would.
    pub fn ending(&self) -> Ending {
        self.now().ending
    }

    /// What is done from now on.
    pub fn begins(&self, step: SearchStep) {
        self.now().step = step;
    }

    /// The best point of a search so far. One search of many says nothing of the best of all: see [`SearchProgress::best_of_all_is`].
    pub fn best_is(&self, best: BestSoFar) {
        if self.counts == Counts::One {
            self.now().best = Some(best);
        }
    }

    /// The best point of all searches so far.
    pub fn best_of_all_is(&self, best: BestSoFar) {
        self.now().best = Some(best);
    }

    /// A search has scored so many points; before, it had scored `before`.
    pub fn scored(&self, before: u64, points: u64) {
        {
            let mut now = self.now();
            now.points = if self.counts == Counts::One { points } else { now.points + (points - before) };
        }
        self.goes_on();
    }

    /// Tells that it goes on, whether or not a point was scored.
    pub fn goes_on(&self) {
        let Now { step, best, points, .. } = *self.now();
        if let Some((teller, strategy)) = self.told {
            teller.tell(Told::Scored { strategy, points, step, best });
        }
    }

    fn now(&self) -> MutexGuard<'_, Now> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::watch::{Silent, stoppable};

    #[test]
    fn each_part_has_its_share_of_what_is_left() {
        let parts = |teller: &Teller<'_>| {
            let progress = SearchProgress::of(teller, "MTS", Deadline::after(Some(3_600.0)));
            let left = || progress.now().until.left().map_or(f64::NAN, |left| left / 3_600.0);
            progress.begins_one_of(4);
            assert!((0.24..=0.25).contains(&left()), "{}", left());
            assert!(!progress.is_enough() && progress.ending() == Ending::Complete);
            progress.begins_one_of(1);
            assert!(left() > 0.99, "what the first did not use");
            let nothing = SearchProgress::of(teller, "MTS", Deadline::after(Some(0.0)));
            assert!(nothing.is_enough() && nothing.ending() == Ending::Early);
            assert!(!SearchProgress::of(teller, "MTS", Deadline::default()).is_enough());
        };
        assert!(stoppable(&Silent, parts).is_ok());
    }

    #[test]
    fn points_of_many_searches_are_added_up() {
        let many = SearchProgress::silent().of_many();
        many.scored(0, 3);
        many.scored(0, 2);
        many.scored(3, 7);
        assert_eq!(many.now().points, 9);
        let one = SearchProgress::silent();
        one.scored(0, 3);
        one.scored(3, 7);
        assert_eq!(one.now().points, 7);
    }
}
