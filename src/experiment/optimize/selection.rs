//! Which of a point and its neighbours is best, where every score is a simulation: a selection with a guarantee, on
//! replications of its own.
//!
//! The last point of the search is held against its neighbours (Hong and Nelson, 2006; Xu, Nelson and Hong, 2010) by the
//! fully sequential procedure of Kim and Nelson (2001), which takes common random numbers as they come. If a neighbour is
//! selected, its neighbours are next.

use super::local_search::{Evaluated, LocalSearch};
use super::progress::SearchProgress;
use super::{FIRST_SEARCH_REPLICATION, Goal, Point, Scorer as _, SearchSettings, Selection, SimulationScorer, Space};
use crate::model::Model;
use crate::plan::Plan;
use crate::stats::{Extreme as Wanted, KimNelson};
use crate::watch::SearchStep;

/// The first stage of a selection, and the most replications of a candidate.
const FIRST_STAGE: usize = 32;
const MOST: u64 = 10_000;
/// Without an indifference zone that is asked for, it may take so many times the replications of the search before it, all
/// candidates together, or so many of each.
const EFFORT: u64 = 4;
const LEAST: u64 = 1_000;
/// Selections, one after the other, at most.
const SELECTIONS: usize = 5;
/// The indifference zone, as a share of the money, unless one is asked for.
const ZONE: f64 = 0.001;

/// Selects among the last points of a search.
pub(super) struct Selector<'a> {
    pub model: &'a Model,
    pub plan: &'a Plan,
    pub space: &'a Space,
    pub goal: &'a Goal,
    pub settings: &'a SearchSettings,
    pub progress: &'a SearchProgress<'a>,
}

impl Selector<'_> {
    /// The best of a point, its neighbours, theirs …, with the last selection. Nothing is selected where scores are exact
    /// on kept sample paths, where a target has to be met, where many items moved together and their neighbours are too many,
    /// or where there is nothing to choose.
    pub fn select(&self, search: &mut LocalSearch<'_>, mut found: Evaluated) -> (Evaluated, Option<Selection>) {
        let mut last = None;
        let is_exact = search.simulated() == 0;
        if is_exact || search.is_led() || !self.goal.targets.is_empty() || found.point.is_empty() {
            return (found, last);
        }
        self.progress.begins(SearchStep::Selection);
        let mut scorer = SimulationScorer::new(self.model, self.plan, self.space, self.goal, FIRST_STAGE);
        let mut begin = FIRST_SEARCH_REPLICATION + self.settings.count(self.model);
        for _ in 0..SELECTIONS {
            if self.progress.is_enough() {
                break;
            }
            let mut candidates = vec![found.point.clone()];
            candidates.extend(search.rivals(&found));
            scorer.begin_at(begin);
            let asked = self.settings.indifference.unwrap_or(ZONE * found.money.abs()).max(f64::MIN_POSITIVE);
            let budget = match self.settings.indifference {
                Some(_) => MOST,
                None => {
                    let simulated = search.simulated() + scorer.simulated();
                    (EFFORT * simulated / candidates.len() as u64).clamp(LEAST, MOST)
                }
            };
            let Some((winner, selection)) = self.among(&mut scorer, &candidates, asked, budget) else { break };
            begin = scorer.end();
            last = Some(selection);
            if winner == 0 {
                break;
            }
            found = search.move_to(&candidates[winner]);
        }
        (found, last)
    }

    /// The place of the best candidate; `None` where the confidence asked for is no more than chance has among them.
    fn among(
        &self,
        scorer: &mut SimulationScorer<'_>,
        candidates: &[Point],
        asked: f64,
        budget: u64,
    ) -> Option<(usize, Selection)> {
        let confidence = self.model.run.confidence;
        if confidence * candidates.len() as f64 <= 1.0 {
            return None;
        }
        let mut money = |points: &[Point], replications: usize| -> Vec<Vec<f64>> {
            scorer.grow(replications);
            scorer.score_all(points).into_iter().map(|scores| scores.money).collect()
        };
        let first = money(candidates, FIRST_STAGE);
        let slices: Vec<&[f64]> = first.iter().map(Vec::as_slice).collect();
        let begin = |indifference: f64| KimNelson::new(&slices, Wanted::Smallest, indifference, confidence);
        let mut selection = begin(asked);
        let needed = selection.longest();
        let indifference = if needed > budget { selection.indifference_within(budget) } else { asked };
        if indifference > asked {
            selection = begin(indifference);
        }
        while selection.best().is_none() {
            // What was not told apart is not selected.
            if self.progress.is_enough() {
                return None;
            }
            self.progress.goes_on();
            let done = selection.replications();
            let more = (selection.remaining() as usize).min(done).max(1);
            let alive = selection.alive().to_vec();
            let points: Vec<Point> = alive.iter().map(|candidate| candidates[*candidate].clone()).collect();
            let found = money(&points, done + more);
            for replication in done..done + more {
                observe(&mut selection, &alive, &found, replication);
            }
        }
        let made = Selection {
            candidates: candidates.len(),
            confidence,
            indifference,
            asked,
            needed,
            replications: selection.replications(),
        };
        Some((selection.best().unwrap_or_else(|| selection.leader()), made))
    }
}

/// One replication of those still in, of the values found of those that were `alive`.
fn observe(selection: &mut KimNelson, alive: &[usize], found: &[Vec<f64>], replication: usize) {
    let still = selection.alive().to_vec();
    let values: Vec<f64> =
        alive.iter().zip(found).filter(|(one, _)| still.contains(one)).map(|(_, values)| values[replication]).collect();
    selection.observe(&values);
}
