//! Which items to hold at all, and the best levels of those.

use super::goal::{goal, search_settings};
use super::{JobError, Settings};
use crate::experiment::optimize::{ReserveSearch, SearchSettings, decouple};
use crate::experiment::{self, Provenance, free_holds, replaced_initial};
use crate::input::Accepted;
use crate::model::Model;
use crate::results::{Decoupling, Finding};
use crate::watch::Watch;

/// Searches over what is held, for the goal of `[optimize]`: the best set, what it gains, and why, item by item. The first
/// strategy says by which rules, and how parts are allocated.
///
/// # Errors
/// The bounds leave a rule nothing to choose, or the watch stops the search.
pub fn decoupling(scenario: &Accepted, settings: &Settings, watch: &dyn Watch) -> Result<Decoupling, JobError> {
    let (model, goal) = (scenario.model.under(0), goal(&scenario.optimize));
    let searching = SearchSettings { reserves: ReserveSearch::Fixed, ..search_settings(scenario, settings)? };
    settings.within(|| {
        let found = decouple(model, 0, &goal, &searching, watch)?;
        let mut findings = scenario.findings.clone();
        findings.extend(experiment::search_ended_early(found.ending));
        findings.extend(free_holds(model, &found));
        findings.extend(replaced_initial(model, searching.start));
        findings.extend(not_done(model, scenario.optimize.reserves));
        let provenance = Provenance {
            scenario_hash: scenario.hash.clone(),
            resolved: scenario.resolved.clone() + &scenario.optimize.toml,
            findings,
            ..Provenance::default()
        };
        Ok(experiment::decoupling(model, &goal, &found, provenance))
    })
}

/// Keys of a run that a search over what to hold does not follow.
fn not_done(model: &Model, reserves: bool) -> Option<Finding> {
    let rules = model.run.stopping.as_ref();
    let keys = [
        (rules.is_some_and(|rules| rules.precision.is_some()), "run.precision"),
        (rules.is_some_and(|rules| rules.select.is_some()), "run.select"),
        (model.run.control_variates, "run.control_variates"),
        (model.report.orders, "report.orders"),
        (reserves, "optimize.reserves"),
    ];
    let given: Vec<&str> = keys.into_iter().filter(|(given, _)| *given).map(|(_, key)| key).collect();
    (!given.is_empty()).then(|| Finding {
        id: "not_by_decoupling".into(),
        symptom: format!("`optimize --decoupling` does not follow {}", given.join(", ")),
        advice: "copy the strategy that it prints into the scenario and `run` that".into(),
    })
}
