//! Points told as they are scored: a set of many items takes long.

use super::candidate::Problem;
use crate::experiment::optimize::{Scorer, Scores};

/// A scorer that tells how many points were scored.
pub(super) struct Counted<'s, 'm> {
    pub scorer: &'s mut dyn Scorer,
    pub problem: &'s Problem<'m>,
}

impl Scorer for Counted<'_, '_> {
    fn replications(&self) -> usize {
        self.scorer.replications()
    }

    fn score(&mut self, point: &[i64]) -> Scores {
        self.problem.tell(1);
        self.scorer.score(point)
    }

    fn score_changes(&mut self, point: &[i64], changes: &[Vec<(usize, i64)>]) -> Vec<Scores> {
        self.problem.tell(changes.len() as u64);
        self.scorer.score_changes(point, changes)
    }
}
