//! `optimize`, and `run --at-best`: the best levels of every strategy, and the strategies compared at them.

use super::args::{ColorWhen, GoalArgs, RunArgs, ScenarioArgs};
use super::failure::Failure;
use super::goal::budget;
use super::resume::Extension;
use super::search_words::SearchWords;
use super::session::Session;
use crate::jobs;
use crate::results::Tables;

/// Searches, runs the strategies at what was found, writes the result folder, and says who is best.
///
/// # Errors
/// The scenario or a target is refused, the folder is refused, or reading or writing failed.
pub fn optimize(scenario: &ScenarioArgs, goal: &GoalArgs, args: &RunArgs, color: ColorWhen) -> Result<(), Failure> {
    searched(&goal.asked_of(scenario)?, args, color)
}

/// The same, as the scenario asks for it.
///
/// # Errors
/// As [`optimize`].
pub fn at_best(scenario: &ScenarioArgs, time: Option<&str>, args: &RunArgs, color: ColorWhen) -> Result<(), Failure> {
    let asked = time.map(budget).into_iter().collect();
    searched(&ScenarioArgs { asked, ..scenario.clone() }, args, color)
}

fn searched(scenario: &ScenarioArgs, args: &RunArgs, color: ColorWhen) -> Result<(), Failure> {
    let accepted = scenario.read(color)?;
    let session = Session::begin::<Tables>((&accepted.model.name, "-best"), args, color)?.of(scenario);
    let job =
        session.search(SearchWords::of(&accepted), |settings, watch| jobs::optimize(&accepted, settings, watch))?;
    session.finish(job, Extension::default())
}
