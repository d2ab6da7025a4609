//! The best levels of every strategy, and the run that compares the strategies there.

use super::goal::{goal, search_settings};
use super::run::FoundLevels;
use super::{JobError, RunJob, Settings};
use crate::experiment::optimize::{Best, SearchSettings, SureLevels, search, surely};
use crate::experiment::{describe, ended_early, free_levels, replaced_initial};
use crate::input::{Accepted, Change};
use crate::watch::{Stopped, Watch};

/// Of the time of a strategy, the part for its best levels; the rest is for levels that surely meet the targets.
const LEVELS: f64 = 0.75;

/// Searches the best levels of every strategy, as `[optimize]` of the scenario asks for them, and prepares the run at
/// them, on replications that the search never saw.
///
/// # Errors
/// The bounds leave a rule nothing to choose, or the watch stops the search.
pub fn optimize(scenario: &Accepted, settings: &Settings, watch: &dyn Watch) -> Result<RunJob, JobError> {
    let model = &scenario.model;
    let goal = goal(&scenario.optimize);
    let searching = search_settings(scenario, settings)?;
    settings.within(|| {
        let strategies = model.strategies.len();
        let one = |strategy: usize| {
            let end = searching.until.one_of(strategies - strategy);
            let within = |until| SearchSettings { until, ..searching.clone() };
            let best = search(model, strategy, &goal, &within(end.part(LEVELS)), watch)?;
            let sure = surely(model, &best, &goal, &within(end), watch)?;
            Ok((best, sure))
        };
        let found = (0..strategies).map(one).collect::<Result<Vec<(Best, Option<SureLevels>)>, Stopped>>()?;
        let (best, sure): (Vec<Best>, Vec<Option<SureLevels>>) = found.into_iter().unzip();
        let (search, levels) = describe(model, (&goal, &searching), &best, &sure);
        let sets = best.iter().flat_map(|best| best.sets.iter().cloned());
        let mut at_best = scenario.changed(sets.map(Change::set).collect())?;
        at_best.findings.extend(ended_early(model, &best));
        at_best.findings.extend(free_levels(model, &best));
        at_best.findings.extend(replaced_initial(model, searching.start));
        Ok(RunJob::at_best(at_best, FoundLevels { goal, best, search, levels }))
    })
}
