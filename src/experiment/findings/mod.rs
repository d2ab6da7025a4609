//! Findings: what was seen in the results and the next step, as values.
//!
//! Each looks at one symptom over all strategies and says it once, naming the strategies; its advice changes with
//! what the scenario already does.

mod network;
mod precision;
mod said;
mod sources;
mod start;
mod ties;

use super::verdict::Case;
use crate::results::{Finding, NoLongRun};

/// Findings about what cannot keep up: of a scenario before it is run, and of a run.
pub(super) const OVERLOADED: [&str; 2] = ["station_overloaded", "supplier_overloaded"];

/// All findings of a run, most serious first. Where there is no long run, no other run would come nearer to one: what asks for
/// it is left out.
pub(super) fn findings(case: &Case<'_>, no_long_run: &[NoLongRun]) -> Vec<Finding> {
    let lasting = |strategy: &usize| no_long_run.iter().all(|one| one.strategy != case.name(*strategy));
    let lasting: Vec<usize> = case.everyone().into_iter().filter(lasting).collect();
    let overloaded = network::overloaded(case);
    let others = [
        network::censored(case, overloaded.is_some()),
        start::warm_up(case, &lasting),
        precision::nothing_random(case),
        precision::not_met(case),
        precision::not_selected(case),
        precision::few_replications(case, &lasting),
        precision::open_target(case),
        precision::few_in_the_tail(case, &lasting),
        network::missed_fill(case),
        network::crossing(case),
        sources::rush_above_half(case),
        ties::by_name(case),
    ];
    network::residual(case).into_iter().chain(overloaded).chain(others.into_iter().flatten()).collect()
}

/// What one point of a sweep says about its network and its stopping rule: the rest would be said at every point.
pub(super) fn of_point(case: &Case<'_>) -> Vec<Finding> {
    let overloaded = network::overloaded(case);
    let censored = network::censored(case, overloaded.is_some());
    let others = [censored, precision::not_met(case), precision::not_selected(case)];
    network::residual(case).into_iter().chain(overloaded).chain(others.into_iter().flatten()).collect()
}
