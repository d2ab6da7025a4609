//! Findings: what was seen in the results and the next step, as values.
//!
//! Each looks at one symptom over all strategies and says it once, naming the strategies; its advice changes with
//! what the scenario already does.

mod network;
mod precision;
mod said;
mod start;
mod ties;

use super::verdict::Case;
use crate::results::Finding;

/// All findings of a run, most serious first.
pub(super) fn findings(case: &Case<'_>) -> Vec<Finding> {
    let all = [
        network::residual(case),
        network::overloaded(case),
        network::censored(case),
        start::warm_up(case),
        precision::not_met(case),
        precision::not_selected(case),
        precision::few_replications(case),
        precision::open_target(case),
        precision::few_in_the_tail(case),
        network::missed_fill(case),
        network::crossing(case),
        ties::by_name(case),
    ];
    all.into_iter().flatten().collect()
}

/// What one point of a sweep says about its network and its stopping rule: the rest would be said at every point.
pub(super) fn of_point(case: &Case<'_>) -> Vec<Finding> {
    let all = [
        network::residual(case),
        network::overloaded(case),
        network::censored(case),
        precision::not_met(case),
        precision::not_selected(case),
    ];
    all.into_iter().flatten().collect()
}
