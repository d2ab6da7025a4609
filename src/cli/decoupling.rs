//! `optimize --decoupling`: which items to hold at all, and the best levels of those.

use super::args::{ColorWhen, GoalArgs, RunArgs, ScenarioArgs};
use super::failure::Failure;
use super::search_words::SearchWords;
use super::session::Session;
use crate::jobs;
use crate::results::Decoupling;

/// Searches over what is held, writes the folder, and prints the best set as a strategy, what it gains, and why.
///
/// # Errors
/// The scenario or a target is refused, the folder is refused, or reading or writing failed.
pub fn decoupling(scenario: &ScenarioArgs, asked: &GoalArgs, args: &RunArgs, color: ColorWhen) -> Result<(), Failure> {
    refuse_what_does_nothing(args)?;
    let accepted = asked.asked_of(scenario)?.read(color)?;
    let session = Session::begin::<Decoupling>((&accepted.model.name, "-decoupling"), args, color)?.of(scenario);
    let found =
        session.search(SearchWords::of(&accepted), |settings, watch| jobs::decoupling(&accepted, settings, watch))?;
    session.write_and_print(&found)
}

/// A flag that would change nothing is refused, so that nobody relies on it.
fn refuse_what_does_nothing(args: &RunArgs) -> Result<(), Failure> {
    let flags = [
        (args.resume, "--resume", "a search over what to hold that was stopped begins anew"),
        (args.full, "--full", "it writes no raw values; `run` the strategy it prints for those"),
    ];
    match flags.into_iter().find(|(given, ..)| *given) {
        Some((_, flag, why)) => {
            Err(Failure::usage(format!("{flag} does nothing with --decoupling: {why}\n\nleave it out")))
        }
        None => Ok(()),
    }
}
