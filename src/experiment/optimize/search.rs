//! From a strategy to its best point: the scorer is chosen, the space is searched, the finding is described.

use super::descent::{Leader, SearchStart};
use super::local_search::{Evaluated, FEW, Known, LocalSearch, is_wide};
use super::progress::SearchProgress;
use super::sample_path::SamplePathScorer;
use super::selection::Selector;
use super::{
    Best, Ending, FIRST_SEARCH_REPLICATION, Goal, How, MarginalValue, Objective, Scorer, ScorerChoice, SearchSettings,
    Selection, ServiceTarget, SimulationScorer, Space, Variable,
};
use crate::model::Model;
use crate::path::NotScored;
use crate::plan::Plan;
use crate::threads;
use crate::watch::{SearchStep, Stopped, Watch, stoppable};
use std::collections::BTreeMap;

/// Of the points that a proof may score, those that a search without one does: one in so many.
const PART_OF_A_PROOF: usize = 16;

/// The best levels of a strategy for a goal.
///
/// # Errors
/// The watch stopped it.
pub fn search(
    model: &Model,
    strategy: usize,
    goal: &Goal,
    settings: &SearchSettings,
    watch: &dyn Watch,
) -> Result<Best, Stopped> {
    let model = &settings.searched(model, strategy, goal);
    let plan = Plan::new(model, strategy);
    let space = settings.space(model, &plan);
    let name = &model.strategies[strategy].name;
    stoppable(watch, |teller| {
        let progress = SearchProgress::of(teller, name, settings.until);
        threads::within(settings.threads, || {
            let mut leader = leader(model, &plan, &space, goal, settings);
            let start = led(leader.as_mut(), &goal.targets, &progress);
            let mut has_landed = leader.as_ref().is_some_and(Leader::has_landed);
            let passes = leader.as_mut().and_then(|own| own.scorer(goal));
            // Passes have nothing to polish, and so nothing to land again.
            leader = leader.filter(|_| passes.is_none());
            let mut scorer: Box<dyn Scorer> = match passes {
                Some(passes) => Box::new(passes),
                None => scorer(model, &plan, &space, goal, settings),
            };
            progress.begins(SearchStep::LocalSearch);
            let search = LocalSearch::new(scorer.as_mut(), &space, &goal.targets, &progress);
            let mut search = search.beginning_at(start);
            let found = search.start_afresh();
            let found = land_again(&mut search, found, leader.as_mut(), &progress);
            has_landed = leader.as_ref().map_or(has_landed, Leader::has_landed);
            let selector = Selector { model, plan: &plan, space: &space, goal, settings, progress: &progress };
            let (found, selection) = selector.select(&mut search, found);
            let mut best = describe(model, &plan, &space, &mut search, found, selection);
            best.reached |= has_landed;
            best
        })
    })
}

/// What leads a search of so many numbers that no other way is tried.
fn leader<'a>(
    model: &'a Model,
    plan: &'a Plan,
    space: &'a Space,
    goal: &Goal,
    settings: &SearchSettings,
) -> Option<Leader<'a>> {
    let wanted = is_wide(space) && space.points() > FEW;
    wanted.then(|| Leader::new(model, plan, space, goal, settings))
}

/// Where a search for these targets begins.
fn led(leader: Option<&mut Leader<'_>>, targets: &[ServiceTarget], progress: &SearchProgress<'_>) -> SearchStart {
    match leader.map(|leader| leader.to(targets, progress)) {
        None => SearchStart::Narrow,
        Some(Ok(descended)) => SearchStart::Led(descended),
        Some(Err(reason)) => SearchStart::NotLed(reason.0),
    }
}

/// What was polished unit by unit is landed again.
fn land_again(
    search: &mut LocalSearch<'_>,
    found: Evaluated,
    leader: Option<&mut Leader<'_>>,
    progress: &SearchProgress<'_>,
) -> Evaluated {
    let leader = leader.filter(|_| search.is_led());
    match leader.map(|leader| leader.land_again(&found.point, progress)) {
        Some(Ok(Some(landed))) => search.move_to(&landed),
        Some(Err(_)) => search.start_at(&found.point),
        Some(Ok(None)) | None => found,
    }
}

/// The least money (cost, or minus profit) for each level of a service, in the order of `levels`, each with the best
/// levels for it: one search that goes through the levels from the easiest to the hardest.
///
/// # Errors
/// The watch stopped it.
pub fn frontier(
    model: &Model,
    strategy: usize,
    objective: Objective,
    service: &ServiceTarget,
    levels: &[f64],
    settings: &SearchSettings,
    watch: &dyn Watch,
) -> Result<Vec<Best>, Stopped> {
    let goal = Goal { objective, targets: vec![service.clone()] };
    let model = &settings.searched(model, strategy, &goal);
    let plan = Plan::new(model, strategy);
    let space = settings.space(model, &plan);
    let at = |value: f64| ServiceTarget { value, ..service.clone() };
    // The easiest first: the one that is met with the most room.
    let mut order: Vec<usize> = (0..levels.len()).collect();
    let ease = |place: &usize| at(levels[*place]).violation(0.0);
    order.sort_by(|a, b| ease(a).total_cmp(&ease(b)));
    let name = &model.strategies[strategy].name;
    let along = |progress: &SearchProgress<'_>| {
        let passes = leader(model, &plan, &space, &goal, settings).and_then(|mut own| own.scorer(&goal));
        let is_polished = passes.is_none();
        let mut scorer: Box<dyn Scorer> = match passes {
            Some(passes) => Box::new(passes),
            None => scorer(model, &plan, &space, &goal, settings),
        };
        let mut found: Vec<Option<Best>> = vec![None; levels.len()];
        let (mut last, mut known): (Option<Best>, Known) = (None, Known::new());
        let mut leader = leader(model, &plan, &space, &goal, settings);
        let mut order = order.into_iter();
        while let Some(place) = order.next() {
            // What is left is shared by the levels that are.
            progress.begins_one_of(1 + order.len());
            let targets = [at(levels[place])];
            let misses = |best: &Best| targets[0].violation(best.scores.services()[0]) > 0.0;
            // What meets the harder target too is its best point; what missed the easier one is still the nearest.
            let best = match last.take() {
                Some(before) if !before.reached || !misses(&before) => before,
                before => {
                    let start = led(leader.as_mut(), &targets, progress);
                    progress.begins(SearchStep::LocalSearch);
                    let search = LocalSearch::new(scorer.as_mut(), &space, &targets, progress);
                    let search = search.share(levels.len(), std::mem::take(&mut known));
                    let mut search = search.beginning_at(start);
                    let best = match before {
                        Some(before) if !search.is_led() => search.start_at(&before.point),
                        _ => search.start_afresh(),
                    };
                    let polished = leader.as_mut().filter(|_| is_polished);
                    let best = land_again(&mut search, best, polished, progress);
                    let mut best = describe(model, &plan, &space, &mut search, best, None);
                    best.reached |= leader.as_ref().is_some_and(Leader::has_landed);
                    known = search.into_known();
                    best
                }
            };
            last = Some(best.clone());
            found[place] = Some(best);
        }
        found.into_iter().flatten().collect()
    };
    stoppable(watch, |teller| {
        let progress = SearchProgress::of(teller, name, settings.until);
        threads::within(settings.threads, || along(&progress))
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
    let space = settings.space(model, &plan);
    let mut scorer = scorer(model, &plan, &space, goal, settings);
    let search = LocalSearch::new(scorer.as_mut(), &space, &goal.targets, progress);
    let mut search = search.share(PART_OF_A_PROOF, Known::new());
    let point = search.start_afresh().point;
    let keys = space.variables.iter().map(Variable::key);
    (keys.zip(point).collect(), search.evaluations())
}

/// What scores the points of a strategy: sample paths where they cover it, unless simulation is asked for.
pub(super) fn scorer<'a>(
    model: &'a Model,
    plan: &'a Plan,
    space: &'a Space,
    goal: &Goal,
    settings: &SearchSettings,
) -> Box<dyn Scorer + 'a> {
    match sample_paths(model, plan, space, goal, settings) {
        Ok(paths) => Box::new(paths),
        Err(reason) => {
            let count = settings.count(model) as usize;
            Box::new(SimulationScorer::new(model, plan, space, goal, count).because(&reason.0))
        }
    }
}

/// The search replications, drawn once, where points can be scored on them.
pub(super) fn sample_paths<'a>(
    model: &'a Model,
    plan: &'a Plan,
    space: &'a Space,
    goal: &Goal,
    settings: &SearchSettings,
) -> Result<SamplePathScorer<'a>, NotScored> {
    if space.initial.iter().any(Option::is_some) {
        return Err(NotScored("the initial stock is not that of the levels".into()));
    }
    if settings.scorer == ScorerChoice::Simulation {
        return Err(NotScored("as asked for".into()));
    }
    let replications = (0..settings.count(model)).map(|number| FIRST_SEARCH_REPLICATION + number).collect();
    SamplePathScorer::new(model, plan, space, goal, replications)
}

fn describe(
    model: &Model,
    plan: &Plan,
    space: &Space,
    search: &mut LocalSearch<'_>,
    found: Evaluated,
    selection: Option<Selection>,
) -> Best {
    let starts = (!found.point.is_empty()).then(|| search.starts(&found));
    // Nobody waits for what would have to be simulated for that, where many levels are searched or the time is up.
    let takes_long = search.simulated() > 0 && (search.progress.ending() != Ending::Complete || is_wide(space));
    let is_known = !takes_long;
    let marginal_values = match is_known {
        true => search.marginal_values(&found),
        false => vec![MarginalValue::default(); found.point.len()],
    };
    let bound = search.bound(&found, &marginal_values).filter(|_| is_known);
    Best {
        strategy: plan.strategy,
        variables: space.variables.clone(),
        sets: space.sets(model, plan, &found.point),
        reached: search.meets(&found),
        how: How {
            scorer: search.scorer_words(),
            search: search.words(),
            evaluations: search.evaluations(),
            replications: search.replications(),
            selection,
            proven: search.proven(),
            at_limit: space.at_limit(&found.point),
            ending: if found.point.is_empty() { Ending::Complete } else { search.progress.ending() },
            starts,
        },
        bound,
        marginal_values,
        point: found.point,
        scores: found.scores,
    }
}
