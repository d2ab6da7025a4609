//! The search by simulation: few replications for the long way, many for the last steps, and a selection with a
//! guarantee among the last neighbours.
//!
//! ```text
//! blind starts ─► pattern search on 8 replications ─► the best: 32 ─► 128 … ─► selection among its neighbours ─┐
//!                                                                    ▲                                         │
//!                                                                    └──── a neighbour is better ──────────────┘
//! ```
//!
//! Retrospective: each stage finds a local optimum of the average over its replications, and begins where the one
//! before ended (Wang, Pasupathy and Schmeiser, 2013). The last stage asks, on replications of its own, which of the
//! point and its neighbours is best (Hong and Nelson, 2006; Xu, Nelson and Hong, 2010), by the fully sequential
//! procedure of Kim and Nelson (2001), which takes common random numbers as they come.

use super::pattern::{PAIRS, Pattern, Peak, Standing};
use super::simulated::{Screening, Simulated};
use super::{
    Best, FIRST_SEARCH_REPLICATION, Goal, How, Number, Point, Proven, Scorer, SearchProgress, SearchSettings,
    Selection, Space, Variable, best::worth_of,
};
use crate::model::Model;
use crate::plan::Plan;
use crate::stats::{Extreme as Wanted, KimNelson};

/// Replications of the first stage; each next one has four times as many.
const FIRST_STAGE: usize = 8;
const GROWTH: usize = 4;
/// Where blind starts stand between the bounds.
const STARTS: [f64; 3] = [0.5, 0.25, 0.08];
/// First steps of a blind search, as a share of the range.
const WIDE: f64 = 0.25;
/// The first stage of a selection, and the most replications of a candidate.
const FIRST_OF_SELECTION: usize = 32;
const MOST_OF_SELECTION: u64 = 10_000;
/// Without a zone that is asked for, it may take so many times the replications of the search before it, all candidates
/// together, or so many of each.
const EFFORT: u64 = 4;
const LEAST_OF_SELECTION: u64 = 1_000;
/// Selections, one after the other, at most.
const SELECTIONS: usize = 5;
/// The indifference zone, as a share of the money, unless one is asked for.
const ZONE: f64 = 0.001;

/// A search by simulation.
pub(super) struct Adaptive<'s, 'a> {
    scorer: &'s mut Simulated<'a>,
    pub space: &'s Space,
    pub goal: &'s Goal,
    /// Replications of the last stage.
    pub most: usize,
    /// The smallest difference of money that matters; `None` is a thousandth of the money.
    pub zone: Option<f64>,
    pub confidence: f64,
    pub progress: &'s SearchProgress<'s>,
    pub evaluations: u64,
}

/// A point between the bounds of every number, minima below their maxima.
pub(super) fn blind(space: &Space, share: f64) -> Point {
    let at = |variable: &Variable, share: f64| {
        let (low, high) = variable.bounds;
        low + ((high - low) as f64 * share).round() as i64
    };
    let mut point: Point = space.variables.iter().map(|variable| at(variable, share)).collect();
    for (place, variable) in space.variables.iter().enumerate().filter(|(_, v)| v.number == Number::Min) {
        let max = space.variables.iter().position(|v| v.number == Number::Max && v.items == variable.items);
        if let Some(max) = max {
            point[place] = at(variable, share / 2.0).min(space.variables[max].bounds.1 - 1);
            point[max] = point[max].max(point[place] + 1);
        }
    }
    point
}

impl<'s, 'a> Adaptive<'s, 'a> {
    /// A search with a scorer of all search replications.
    pub fn new(
        model: &Model,
        scorer: &'s mut Simulated<'a>,
        space: &'s Space,
        goal: &'s Goal,
        settings: &SearchSettings,
        progress: &'s SearchProgress<'s>,
    ) -> Adaptive<'s, 'a> {
        let (zone, confidence) = (settings.zone, model.run.confidence);
        let most = scorer.replications();
        Adaptive { scorer, space, goal, most, zone, confidence, progress, evaluations: 0 }
    }

    /// The best point, from the bounds alone.
    pub fn search(&mut self, model: &Model, plan: &Plan) -> Best {
        let mut peak = self.ascend();
        let mut selection = None;
        if self.goal.targets.is_empty() && !peak.point.is_empty() {
            for _ in 0..SELECTIONS {
                let Some((winner, made)) = self.select(&peak) else { break };
                selection = Some(made);
                if winner == peak.point {
                    break;
                }
                peak.point = winner;
            }
        }
        self.describe(model, plan, &peak.point, selection)
    }

    /// Pattern searches from blind starts with more and more replications; the local optimum of the last stage.
    pub fn ascend(&mut self) -> Peak {
        let mut replications = FIRST_STAGE.min(self.most);
        let starts: Vec<Point> = STARTS.iter().map(|share| blind(self.space, *share)).collect();
        let mut peaks = self.stage(starts, replications, WIDE);
        while replications < self.most {
            replications = (replications * GROWTH).min(self.most);
            // Half as many, and one at last.
            let beam = peaks.len().div_ceil(2);
            let beam = if replications == self.most { 1 } else { beam };
            let points = peaks.into_iter().take(beam).map(|peak| peak.point).collect();
            peaks = self.stage(points, replications, 0.0);
        }
        peaks.swap_remove(0)
    }

    /// Climbs from each of some points with this many replications; the distinct ends, best first.
    fn stage(&mut self, from: Vec<Point>, replications: usize, steps: f64) -> Vec<Peak> {
        self.scorer.grow(replications);
        let mut peaks: Vec<Peak> = Vec::new();
        for start in from {
            let peak = self.pattern(|pattern| pattern.climb(&start, steps));
            if peaks.iter().all(|other| other.point != peak.point) {
                peaks.push(peak);
            }
        }
        peaks.sort_by(|a, b| a.standing.order(&b.standing));
        peaks
    }

    fn pattern<T>(&mut self, work: impl FnOnce(&mut Pattern<'_>) -> T) -> T {
        let (space, goal) = (self.space, self.goal);
        let mut pattern = Pattern { scorer: self.scorer, space, goal, pairs: PAIRS, evaluations: 0 };
        let done = work(&mut pattern);
        self.evaluations += pattern.evaluations;
        (self.progress)(self.evaluations);
        done
    }

    /// The best of a point and its neighbours, on replications not used before; `None` where the confidence asked for is no
    /// more than chance has among them.
    fn select(&mut self, peak: &Peak) -> Option<(Point, Selection)> {
        let mut candidates = vec![peak.point.clone()];
        candidates.extend(self.pattern(|pattern| pattern.neighbours(peak)));
        if self.confidence * candidates.len() as f64 <= 1.0 {
            return None;
        }
        let asked = self.zone.unwrap_or(ZONE * peak.standing.money.abs()).max(f64::MIN_POSITIVE);
        let budget = match self.zone {
            Some(_) => MOST_OF_SELECTION,
            None => (EFFORT * self.scorer.simulated() / candidates.len() as u64)
                .clamp(LEAST_OF_SELECTION, MOST_OF_SELECTION),
        };
        self.scorer.begin_at(self.scorer.end());
        self.scorer.grow(FIRST_OF_SELECTION);
        let money = |scores: Vec<super::Scores>| -> Vec<Vec<f64>> { scores.into_iter().map(|s| s.money).collect() };
        let first = money(self.scorer.score_all(&candidates));
        let slices: Vec<&[f64]> = first.iter().map(Vec::as_slice).collect();
        let begin = |zone: f64| KimNelson::new(&slices, Wanted::Smallest, zone, self.confidence);
        let mut selection = begin(asked);
        let needed = selection.longest();
        let zone = if needed > budget { selection.zone_within(budget) } else { asked };
        if zone > asked {
            selection = begin(zone);
        }
        while selection.best().is_none() {
            let done = selection.replications();
            let more = (selection.remaining() as usize).min(done).max(1);
            let alive = selection.alive().to_vec();
            let points: Vec<Point> = alive.iter().map(|candidate| candidates[*candidate].clone()).collect();
            self.scorer.grow(done + more);
            let found = money(self.scorer.score_all(&points));
            for replication in done..done + more {
                observe(&mut selection, &alive, &found, replication);
            }
        }
        let made = Selection {
            candidates: candidates.len(),
            confidence: self.confidence,
            zone,
            asked,
            needed,
            replications: selection.replications(),
        };
        let best = selection.best().unwrap_or_else(|| selection.leader());
        Some((candidates.swap_remove(best), made))
    }

    fn describe(&mut self, model: &Model, plan: &Plan, point: &[i64], selection: Option<Selection>) -> Best {
        self.scorer.begin_at(FIRST_SEARCH_REPLICATION);
        self.scorer.grow(self.most);
        self.scorer.screen(Screening::Off);
        let scores = self.scorer.score(point);
        let standing = Standing::of(&scores, self.goal);
        let worth = worth_of(self.scorer, self.space, point, &scores);
        // A selection on other replications, or steps that were screened out, may have left a better neighbour here.
        let beside = worth.iter().flat_map(|worth| [&worth.more, &worth.less]).flatten();
        let peak = beside.into_iter().all(|change| !standing.after(change, self.goal).beats(&standing));
        let ends = self.space.variables.iter().zip(point).map(|(variable, value)| variable.bounds.1 == *value);
        Best {
            strategy: plan.strategy,
            variables: self.space.variables.clone(),
            point: point.to_vec(),
            sets: self.space.sets(model, plan, point),
            scores,
            reached: standing.short == 0.0,
            how: How {
                scorer: format!(
                    "simulation of up to {} replications for each point, {} in all",
                    self.most,
                    self.scorer.simulated()
                ),
                search: "a pattern search from blind starts between the bounds, with more and more replications".into(),
                evaluations: self.evaluations,
                replications: self.most,
                proven: match (self.space.variables.is_empty(), peak) {
                    (true, _) => Proven::Global,
                    (_, true) => Proven::Single,
                    (_, false) => Proven::Nothing,
                },
                selection,
                at_limit: ends.enumerate().filter(|(_, ends)| *ends).map(|(place, _)| place).collect(),
            },
            bound: None,
            worth,
        }
    }
}

/// One replication of those still in, of the values found of those that were `alive`.
fn observe(selection: &mut KimNelson, alive: &[usize], found: &[Vec<f64>], replication: usize) {
    let still = selection.alive().to_vec();
    let values: Vec<f64> =
        alive.iter().zip(found).filter(|(one, _)| still.contains(one)).map(|(_, values)| values[replication]).collect();
    selection.observe(&values);
}
