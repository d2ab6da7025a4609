//! From a strategy to its best point: the scorer is chosen, the space is searched, the finding is described.

use super::adaptive::Adaptive;
use super::local_search::{Evaluated, Known, LocalSearch};
use super::sample_path::SamplePathScorer;
use super::simulation::{SimulationScorer, lean};
use super::{
    Best, FIRST_SEARCH_REPLICATION, Goal, How, Objective, Proven, Scorer, SearchProgress, SearchSettings,
    ServiceTarget, Space, space,
};
use crate::model::Model;
use crate::path::Reason;
use crate::plan::Plan;
use crate::threads;
use std::collections::BTreeMap;

/// Of the points that a proof may score, those that a search without one does: one in so many.
const PART_OF_A_PROOF: usize = 16;

/// The best levels of a strategy for a goal.
#[must_use]
pub fn search(
    model: &Model,
    strategy: usize,
    goal: &Goal,
    settings: &SearchSettings,
    progress: &SearchProgress<'_>,
) -> Best {
    let model = &lean(model, goal);
    let plan = Plan::new(model, strategy);
    let space = space(model, &plan, &settings.limits);
    threads::within(settings.threads, || {
        if let Ok(mut paths) = paths(model, &plan, &space, goal, settings) {
            let words = drawn(&paths);
            let mut local_search = LocalSearch::new(&mut paths, &space, &goal.targets, progress);
            let found = local_search.start_afresh();
            return describe(model, &plan, &mut local_search, found, &words);
        }
        let mut scorer = SimulationScorer::new(model, &plan, &space, goal, settings.count(model) as usize);
        Adaptive::new(model, &mut scorer, &space, goal, settings, progress).search(model, &plan)
    })
}

/// The least money (cost, or minus profit) for each level of a service, in the order of `levels`, each with the best
/// levels for it: one search that goes through the levels from the easiest to the hardest.
#[must_use]
pub fn frontier(
    model: &Model,
    strategy: usize,
    objective: Objective,
    service: &ServiceTarget,
    levels: &[f64],
    settings: &SearchSettings,
    progress: &SearchProgress<'_>,
) -> Vec<Best> {
    let model = &lean(model, &Goal { objective, targets: vec![service.clone()] });
    let plan = Plan::new(model, strategy);
    let space = space(model, &plan, &settings.limits);
    let at = |value: f64| ServiceTarget { value, ..service.clone() };
    // The easiest first: the one that is met with the most room.
    let mut order: Vec<usize> = (0..levels.len()).collect();
    let ease = |place: &usize| at(levels[*place]).violation(0.0);
    order.sort_by(|a, b| ease(a).total_cmp(&ease(b)));
    threads::within(settings.threads, || {
        let goal = Goal { objective, targets: vec![service.clone()] };
        let (mut scorer, words) = scorer(model, &plan, &space, &goal, settings);
        let mut found: Vec<Option<Best>> = vec![None; levels.len()];
        let (mut last, mut known): (Option<Best>, Known) = (None, Known::new());
        for place in order {
            let targets = [at(levels[place])];
            let short = |best: &Best| targets[0].violation(best.scores.services()[0]) > 0.0;
            // What meets the harder target too is its best point; what missed the easier one is still the nearest.
            let best = match last.take() {
                Some(before) if !before.reached || !short(&before) => before,
                before => {
                    let local_search = LocalSearch::new(scorer.as_mut(), &space, &targets, progress);
                    let mut local_search = local_search.share(levels.len(), std::mem::take(&mut known));
                    let standing = match before {
                        Some(before) => local_search.start_at(&before.point),
                        None => local_search.start_afresh(),
                    };
                    let best = describe(model, &plan, &mut local_search, standing, &words);
                    known = local_search.into_known();
                    best
                }
            };
            last = Some(best.clone());
            found[place] = Some(best);
        }
        found.into_iter().flatten().collect()
    })
}

/// The best levels of the only strategy of a lean model by the keys they set, with the points scored for them: as
/// [`search`] finds them, but without its proofs: fewer pairs are tried, and nothing is asked of other replications.
pub(super) fn levels(
    model: &Model,
    goal: &Goal,
    settings: &SearchSettings,
    progress: &SearchProgress<'_>,
) -> (BTreeMap<String, i64>, u64) {
    let plan = Plan::new(model, 0);
    let space = space(model, &plan, &settings.limits);
    let (point, evaluations) = match paths(model, &plan, &space, goal, settings) {
        Ok(mut paths) => {
            let local_search = LocalSearch::new(&mut paths, &space, &goal.targets, progress);
            let mut local_search = local_search.share(PART_OF_A_PROOF, Known::new());
            let found = local_search.start_afresh();
            (found.point, local_search.evaluations())
        }
        Err(_) => {
            let mut scorer = SimulationScorer::new(model, &plan, &space, goal, settings.count(model) as usize);
            let mut search = Adaptive::new(model, &mut scorer, &space, goal, settings, progress);
            (search.ascend().point, search.evaluations)
        }
    };
    let keys = space.variables.iter().map(|variable| variable.keys.join(" "));
    (keys.zip(point).collect(), evaluations)
}

/// What scores the points of a strategy, and in words.
pub(super) fn scorer<'a>(
    model: &'a Model,
    plan: &'a Plan,
    space: &'a Space,
    goal: &Goal,
    settings: &SearchSettings,
) -> (Box<dyn Scorer + 'a>, String) {
    match paths(model, plan, space, goal, settings) {
        Ok(paths) => {
            let words = drawn(&paths);
            (Box::new(paths), words)
        }
        Err(reason) => {
            let count = settings.count(model);
            let words = format!("simulation of {count} replications for each point ({reason})");
            (Box::new(SimulationScorer::new(model, plan, space, goal, count as usize)), words)
        }
    }
}

/// The search replications, drawn once, where points can be scored on them.
pub(super) fn paths<'a>(
    model: &'a Model,
    plan: &'a Plan,
    space: &'a Space,
    goal: &Goal,
    settings: &SearchSettings,
) -> Result<SamplePathScorer<'a>, Reason> {
    let replications = (0..settings.count(model)).map(|number| FIRST_SEARCH_REPLICATION + number).collect();
    SamplePathScorer::new(model, plan, space, goal, replications)
}

fn drawn(paths: &SamplePathScorer<'_>) -> String {
    format!("{} replications, drawn once and kept as paths", paths.replications())
}

fn describe(model: &Model, plan: &Plan, local_search: &mut LocalSearch<'_>, found: Evaluated, scorer: &str) -> Best {
    let worth = local_search.worth(&found);
    let bound = local_search.bound(&found, &worth);
    let at_limit = local_search.at_limit(&found.point);
    Best {
        strategy: plan.strategy,
        variables: local_search.space().variables.clone(),
        sets: local_search.space().sets(model, plan, &found.point),
        reached: local_search.meets(&found),
        how: How {
            scorer: scorer.into(),
            search: local_search.words(),
            evaluations: local_search.evaluations(),
            replications: local_search.replications(),
            selection: None,
            proven: if local_search.space().variables.is_empty() { Proven::Global } else { local_search.proven() },
            at_limit,
        },
        bound,
        worth,
        point: found.point,
        scores: found.scores,
    }
}
