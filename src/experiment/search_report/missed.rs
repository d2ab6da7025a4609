//! Targets that were met where they were searched for and are surely missed on fresh replications: a search on few
//! replications finds what was lucky on them.

use super::phrases::{NAMED, Phrases, unit};
use crate::experiment::optimize::{Best, BestDecoupling, Goal, ServiceTarget};
use crate::experiment::target_verdict::judged;
use crate::experiment::words::{Words, list, sentence};
use crate::model::Model;
use crate::record::Entity;
use crate::results::numbers::count;
use crate::results::{Finding, FrontierRow, SummaryRow, TargetVerdict};
use crate::stats::Estimate;

/// A target of a strategy, and what its service came to on fresh replications.
struct Case<'a> {
    strategy: &'a str,
    target: ServiceTarget,
    found: Estimate,
}

impl Case<'_> {
    /// Whether the whole interval misses the target.
    fn is_missed(&self) -> bool {
        self.found.mean.is_some() && against(&self.target, &self.found) == TargetVerdict::Missed
    }
}

/// Where a service on fresh replications stands against its target.
pub(super) fn against(target: &ServiceTarget, found: &Estimate) -> TargetVerdict {
    judged(found, target.value, target.column.measure.definition().better)
}

/// Mean and ends of the interval, as rows have them.
pub(super) fn estimate([mean, low, high]: [Option<f64>; 3]) -> Estimate {
    Estimate { mean, low, high, ..Estimate::default() }
}

/// The targets of `optimize` that the final estimate (`rows`) surely misses.
#[must_use]
pub fn missed(model: &Model, goal: &Goal, found: &[Best], rows: &[SummaryRow]) -> Option<Finding> {
    let mut cases = Vec::new();
    for best in found.iter().filter(|best| best.reached) {
        let strategy = &model.strategies[best.strategy].name;
        for target in &goal.targets {
            let Entity { kind, name } = &target.entity;
            let id = target.column.id();
            let own = |row: &&SummaryRow| {
                row.strategy == *strategy && row.entity_kind == *kind && row.entity == *name && row.measure == id
            };
            let found = rows.iter().find(own).map_or([None; 3], |row| [row.mean, row.ci_low, row.ci_high]);
            cases.push(Case { strategy, target: target.clone(), found: estimate(found) });
        }
    }
    finding(model, goal, &cases, replications(found))
}

/// The same of the levels of a frontier.
pub(super) fn on_frontier(model: &Model, goal: &Goal, found: &[Vec<Best>], points: &[FrontierRow]) -> Option<Finding> {
    let case = |row: &'_ FrontierRow| Case {
        strategy: model.strategies.iter().find(|own| own.name == row.strategy).map_or("", |own| own.name.as_str()),
        target: ServiceTarget { value: row.level, ..goal.targets[0].clone() },
        found: estimate([row.service, row.service_low, row.service_high]),
    };
    let cases: Vec<Case<'_>> = points.iter().filter(|row| row.is_reached()).map(case).collect();
    finding(model, goal, &cases, found.iter().map(|found| replications(found)).max().unwrap_or(0))
}

/// The same of the sets of held items.
pub(super) fn of_sets(model: &Model, goal: &Goal, found: &BestDecoupling) -> Option<Finding> {
    let mut cases = Vec::new();
    for contender in found.contenders.iter().filter(|contender| contender.best.reached) {
        for (target, found) in goal.targets.iter().zip(&contender.services) {
            cases.push(Case { strategy: &contender.name, target: target.clone(), found: *found });
        }
    }
    finding(model, goal, &cases, found.replications as usize)
}

fn replications(found: &[Best]) -> usize {
    found.iter().map(|best| best.how.replications).max().unwrap_or(0)
}

fn finding(model: &Model, goal: &Goal, cases: &[Case<'_>], replications: usize) -> Option<Finding> {
    let phrases = Phrases { model, words: Words::new(model), goal };
    let missed: Vec<&Case<'_>> = cases.iter().filter(|case| case.is_missed()).collect();
    let said = missed.iter().take(NAMED).map(|case| {
        let value = |end: Option<f64>| phrases.words.given(end.unwrap_or(f64::NAN), unit(&case.target));
        let [mean, low, high] = [case.found.mean, case.found.low, case.found.high].map(value);
        format!(
            "{} of {} is {mean} ({low} to {high})",
            phrases.wanted(&case.target),
            phrases.words.strategy(case.strategy)
        )
    });
    let mut said: Vec<String> = said.collect();
    if said.is_empty() {
        return None;
    }
    if missed.len() > NAMED {
        said.push(format!("{} more are missed", count((missed.len() - NAMED) as u64)));
    }
    Some(Finding {
        id: "missed_on_fresh_replications".into(),
        symptom: sentence(&format!("met on the replications searched, missed on fresh ones: {}", list(&said))),
        advice: format!(
            "search on more replications: set optimize.replications = {} (now {})",
            count(4 * replications as u64),
            count(replications as u64)
        ),
    })
}
