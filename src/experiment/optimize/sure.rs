//! Levels that meet the targets with the confidence of the run: what is best on the replications searched meets a target
//! there by a hair, and on fresh ones half the time.
//!
//! The aim of the search is raised by what the interval of fresh replications falls short, and the search goes on from
//! where it stands, until the whole interval meets every target.

use super::descent::RunLevels;
use super::local_search::{Known, LocalSearch, is_wide};
use super::progress::SearchProgress;
use super::search::scorer;
use super::{Best, Goal, Point, Scorer, Scores, SearchSettings, ServiceTarget, SimulationScorer, Space, SureLevels};
use crate::experiment::target_verdict::AgainstTargets;
use crate::measures::{Better, Unit};
use crate::model::Model;
use crate::plan::Plan;
use crate::results::TargetVerdict;
use crate::stats::{Confidence, Estimate, paired};
use crate::threads;
use crate::watch::{SearchStep, Stopped, Watch, stoppable};

/// How often the aim is raised, at most.
const AIMS: usize = 6;

/// The cheapest levels found of which every target's whole interval on fresh replications (those of a run) meets the
/// target; `None` where the best point does so itself, misses a target where it was searched, or where no such levels were
/// found.
///
/// # Errors
/// The watch stopped it.
pub fn surely(
    model: &Model,
    best: &Best,
    goal: &Goal,
    settings: &SearchSettings,
    watch: &dyn Watch,
) -> Result<Option<SureLevels>, Stopped> {
    let name = &model.strategies[best.strategy].name;
    stoppable(watch, |teller| {
        let progress = SearchProgress::of(teller, name, settings.until);
        threads::within(settings.threads, || aim(model, best, (goal, settings), &progress))
    })
}

/// The same, telling how many points were scored.
pub(super) fn aim(
    model: &Model,
    best: &Best,
    (goal, settings): (&Goal, &SearchSettings),
    progress: &SearchProgress<'_>,
) -> Option<SureLevels> {
    if goal.targets.is_empty() || !best.reached || progress.is_enough() {
        return None;
    }
    progress.begins(SearchStep::Fresh);
    let model = &settings.searched(model, best.strategy, goal);
    let plan = Plan::new(model, best.strategy);
    let space = settings.space(model, &plan);
    Aiming { model, plan: &plan, space: &space, goal, settings }.from(best, progress)
}

struct Aiming<'a> {
    model: &'a Model,
    plan: &'a Plan,
    space: &'a Space,
    goal: &'a Goal,
    settings: &'a SearchSettings,
}

impl Aiming<'_> {
    fn from(&self, best: &Best, progress: &SearchProgress<'_>) -> Option<SureLevels> {
        // Where many levels are searched: all of them a little more together.
        if is_wide(self.space) {
            let run = RunLevels::new(self.model, self.plan, self.space, self.goal, self.settings.scorer);
            if let Ok(found) = run.beside(&best.point) {
                return found;
            }
        }
        let confidence = Confidence::new(self.model.run.confidence, self.model.run.replications.max(2));
        let mut fresh =
            SimulationScorer::new(self.model, self.plan, self.space, self.goal, self.model.run.replications as usize);
        fresh.begin_at(0);
        let mut found = fresh.services(&best.point, &confidence);
        let own = fresh.score(&best.point);
        let (mut aims, mut point) = (self.goal.targets.clone(), best.point.clone());
        if self.meets(&found) {
            return None;
        }
        let mut searched = scorer(self.model, self.plan, self.space, self.goal, self.settings);
        let mut known = Known::new();
        for _ in 0..AIMS {
            if progress.is_enough() {
                break;
            }
            aims.iter_mut()
                .zip(&self.goal.targets)
                .zip(&found)
                .for_each(|((aim, target), found)| raise(aim, target, found));
            let search = LocalSearch::new(searched.as_mut(), self.space, &aims, progress);
            let mut search = search.share(AIMS, std::mem::take(&mut known));
            let next = search.start_at(&point);
            if !search.meets(&next) {
                return None;
            }
            known = search.into_known();
            point = next.point;
            found = fresh.services(&point, &confidence);
            if self.meets(&found) {
                let scores = fresh.score(&point);
                return Some(self.levels(point, found, (&scores, &own), &confidence));
            }
        }
        None
    }

    fn levels(
        &self,
        point: Point,
        services: Vec<Estimate>,
        (scores, best): (&Scores, &Scores),
        confidence: &Confidence,
    ) -> SureLevels {
        SureLevels {
            sets: self.space.sets(self.model, self.plan, &point),
            money: Estimate::of(&scores.money, confidence),
            above_best: paired(&scores.money, &best.money, confidence).difference,
            services,
            point,
        }
    }

    fn meets(&self, services: &[Estimate]) -> bool {
        AgainstTargets::new(&self.goal.targets, services).verdict() == TargetVerdict::Met
    }
}

/// Raises an aim by what the interval falls short of the target; of a share never to all.
fn raise(aim: &mut ServiceTarget, target: &ServiceTarget, found: &Estimate) {
    let definition = target.column.measure.definition();
    let lower = definition.better == Better::Lower;
    let end = if lower { found.high } else { found.low };
    let Some(short) = end.or(found.mean).map(|end| target.violation(end)).filter(|short| *short > 0.0) else { return };
    let wanted = if lower { aim.value - short } else { aim.value + short };
    aim.value = match (lower, definition.unit) {
        (true, _) => wanted.max(aim.value / 2.0),
        (false, Unit::Share) => wanted.min(f64::midpoint(aim.value, 1.0)),
        (false, _) => wanted,
    };
}
