//! `frontier`: the least money for each level of a service, per strategy.

use super::args::{ColorWhen, FrontierArgs, RunArgs, ScenarioArgs};
use super::failure::Failure;
use super::resume::Extension;
use super::search_words::SearchWords;
use super::session::Session;
use crate::jobs;
use crate::results::Frontier;

/// Searches every level, estimates what was found on fresh replications, writes the folder, and says what a level costs.
///
/// # Errors
/// The scenario, the service or its levels are refused, the folder is refused, or reading or writing failed.
pub fn frontier(
    scenario: &ScenarioArgs,
    asked: &FrontierArgs,
    args: &RunArgs,
    color: ColorWhen,
) -> Result<(), Failure> {
    let accepted = asked.asked_of(scenario)?.read(color)?;
    let session = Session::begin::<Frontier>((&accepted.model.name, "-frontier"), args, color)?.of(scenario);
    let words = SearchWords::along(&accepted);
    let job = session.search(words, |settings, watch| jobs::frontier(accepted, settings, watch))?;
    session.finish(job, Extension::default())
}
