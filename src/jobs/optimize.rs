//! The best levels of every strategy, and the run that compares the strategies there.

use super::goal::{goal, search_settings};
use super::run::FoundLevels;
use super::{JobError, RunJob, Settings};
use crate::experiment::optimize::{Best, Goal, search, surely};
use crate::experiment::{describe, free_levels, replaced_initial};
use crate::input::{Accepted, Change};
use crate::measures::EntityKind;
use crate::model::Model;
use crate::watch::{Stopped, Watch};

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
        let one = |strategy: usize| search(model, strategy, &goal, &searching, watch);
        let best = (0..model.strategies.len()).map(one).collect::<Result<Vec<Best>, Stopped>>()?;
        let one = |best: &Best| surely(model, best, &goal, &searching, watch);
        let sure = best.iter().map(one).collect::<Result<Vec<_>, Stopped>>()?;
        let (search, levels) = describe(model, (&goal, &searching), &best, &sure);
        let sets = best.iter().flat_map(|best| best.sets.iter().cloned()).chain(judged_by(model, &goal));
        let mut at_best = scenario.changed(sets.map(Change::set).collect())?;
        at_best.findings.extend(free_levels(model, &best));
        at_best.findings.extend(replaced_initial(model, searching.start));
        Ok(RunJob::at_best(at_best, FoundLevels { goal, best, search, levels }))
    })
}

/// The verdict holds the strategies against the target that was searched for, where it is one of the whole system.
fn judged_by(model: &Model, goal: &Goal) -> Option<String> {
    let target = goal.targets.iter().find(|target| target.entity.kind == EntityKind::System)?;
    let own = model.report.target.as_ref();
    let same = own.is_some_and(|own| own.measure == target.column.id() && own.value == target.value);
    let set = || format!("report.target={{ measure = {:?}, value = {:?} }}", target.column.id(), target.value);
    (!same).then(set)
}
