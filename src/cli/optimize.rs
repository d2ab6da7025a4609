//! `optimize`, and `run --at-best`: the best levels of every strategy, and the strategies compared at them.

use super::args::{ColorWhen, GoalArgs, RunArgs, ScenarioArgs};
use super::failure::Failure;
use super::goal;
use super::progress::{Audience, Progress};
use super::resume;
use super::run::{Found, Simulation, default_folder};
use crate::experiment::optimize::{Best, Goal, SearchSettings, search};
use crate::experiment::{Stopped, describe, free_levels};
use crate::input::Accepted;
use crate::measures::EntityKind;
use crate::model::Model;
use crate::present;

/// Searches, runs the strategies at what was found, writes the result folder, and says who is best.
///
/// # Errors
/// The scenario or a target is refused, the folder is refused, or reading or writing failed.
pub fn optimize(scenario: &ScenarioArgs, goal: &GoalArgs, args: &RunArgs, color: ColorWhen) -> Result<(), Failure> {
    at_best(&goal.asked_of(scenario)?, args, color)
}

/// The same, as the scenario asks for it.
///
/// # Errors
/// As [`optimize`].
pub(super) fn at_best(scenario: &ScenarioArgs, args: &RunArgs, color: ColorWhen) -> Result<(), Failure> {
    let accepted = scenario.read(color)?;
    let out = args.out.clone().unwrap_or_else(|| default_folder(&format!("{}-best", accepted.model.name)));
    present::check_folder(&out)?;
    resume::check_free(&out, args)?;
    let goal = goal::goal(&accepted.optimize);
    let settings = settings(&accepted, args)?;
    let audience = Audience::of_stderr(args.quiet);
    let found = search_all(&accepted.model, &goal, &settings, audience)?;
    let (words, levels) = describe(&accepted.model, &goal, &settings, &found);

    let mut sets: Vec<String> = found.iter().flat_map(|best| best.sets.iter().cloned()).collect();
    sets.extend(judged_by(&accepted.model, &goal));
    let mut at_best = scenario.read_with(sets, color)?;
    at_best.findings.extend(free_levels(&accepted.model, &found));
    let found = Found { goal, best: found, search: words, levels };
    Simulation { accepted: at_best, shelf: None, aim: None, found: Some(found) }.finish(&out, args, color)
}

/// How to search.
///
/// # Errors
/// The bounds leave a rule nothing to choose.
pub(super) fn settings(accepted: &Accepted, args: &RunArgs) -> Result<SearchSettings, Failure> {
    let items: Vec<&str> = accepted.model.items.iter().map(|item| item.name.as_str()).collect();
    let settings = goal::settings(&accepted.optimize, &items, args.threads);
    goal::check_room(&accepted.model, &settings)?;
    Ok(settings)
}

fn search_all(model: &Model, goal: &Goal, settings: &SearchSettings, audience: Audience) -> Result<Vec<Best>, Stopped> {
    let watch = Progress::of_search(audience);
    let one = |strategy: usize| search(model, strategy, goal, settings, &watch);
    let found = (0..model.strategies.len()).map(one).collect();
    watch.end();
    found
}

/// The verdict holds the strategies against the target that was searched for, where it is one of the whole system.
fn judged_by(model: &Model, goal: &Goal) -> Option<String> {
    let target = goal.targets.iter().find(|target| target.entity.kind == EntityKind::System)?;
    let own = model.report.target.as_ref();
    let same = own.is_some_and(|own| own.measure == target.column.id() && own.value == target.value);
    let set = || format!("report.target={{ measure = {:?}, value = {:?} }}", target.column.id(), target.value);
    (!same).then(set)
}
