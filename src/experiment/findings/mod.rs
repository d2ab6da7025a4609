//! Findings: what was seen in the results and the next step, as values.
//!
//! Each looks at one symptom over all strategies and says it once, naming the strategies; its advice changes with
//! what the scenario already does.

mod network;
mod precision;
mod start;

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

fn finding(id: &str, symptom: String, advice: String) -> Finding {
    Finding { id: id.into(), symptom, advice }
}

/// A number to set, rounded up to two significant digits.
fn rounded_up(value: f64) -> f64 {
    let step = libm::pow(10.0, (libm::floor(libm::log10(value.max(1e-9))) - 1.0).max(-9.0));
    // A value that is a multiple of the step but for rounding stays.
    let up = libm::ceil(value / step - 1e-9) * step;
    (up * 1e9).round() / 1e9
}
