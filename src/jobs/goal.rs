//! What is searched for, and how: from the keys of `[optimize]`.

use super::{JobError, Settings};
use crate::experiment;
use crate::experiment::optimize::{
    Goal, InitialStock, Limit, Objective, ReserveLimit, ReserveSearch, SearchSettings, without_room,
};
use crate::input::{Accepted, Bounds, Money, Optimize, Start};
use crate::plan::Plan;
use crate::rules::stock::RuleNumber;
use crate::watch::Deadline;

/// The goal of a search.
pub(super) fn goal(asked: &Optimize) -> Goal {
    let wanted = asked.targets.iter();
    let targets = wanted.map(|one| experiment::service(one.column.clone(), one.kind, &one.entity, one.value));
    Goal { objective: objective(asked), targets: targets.collect() }
}

pub(super) fn objective(asked: &Optimize) -> Objective {
    match asked.money {
        Money::Cost => Objective::Cost,
        Money::Profit => Objective::Profit,
    }
}

/// How to search, with the bounds for the items of this scenario; those of a name stand before those of a pattern.
///
/// # Errors
/// They leave a rule of minimum and maximum a single value.
pub(super) fn search_settings(scenario: &Accepted, settings: &Settings) -> Result<SearchSettings, JobError> {
    let (model, asked) = (&scenario.model, &scenario.optimize);
    let (of_classes, of_items): (Vec<&Bounds>, Vec<&Bounds>) =
        asked.bounds.iter().partition(|bounds| bounds.class.is_some());
    let (names, patterns): (Vec<&Bounds>, Vec<&Bounds>) = of_items.into_iter().partition(|bounds| bounds.is_name());
    let mut limits = Vec::new();
    for bounds in patterns {
        let covered = model.items.iter().filter(|item| bounds.cover(&item.name));
        covered.for_each(|item| limits.extend(limits_of(&item.name, bounds)));
    }
    names.iter().for_each(|bounds| limits.extend(limits_of(&bounds.pattern, bounds)));
    let room = |strategy: usize| without_room(model.under(strategy), &Plan::new(model, strategy), &limits);
    match (0..model.strategies.len()).flat_map(room).next() {
        None => {
            let (threads, replications, indifference) = (settings.threads, asked.replications, asked.indifference);
            let start = match asked.start {
                Start::Full => InitialStock::Full,
                Start::AsWritten => InitialStock::AsWritten,
            };
            let until = Deadline::after(asked.budget);
            let limit = |bounds: &Bounds| {
                let (item, range) = (bounds.pattern.clone(), (bounds.low, bounds.high));
                Some(ReserveLimit { item, class: bounds.class.clone()?, range })
            };
            let reserves = match asked.reserves {
                true => ReserveSearch::Searched(of_classes.into_iter().filter_map(limit).collect()),
                false => ReserveSearch::Fixed,
            };
            Ok(SearchSettings {
                threads,
                replications,
                limits,
                reserves,
                indifference,
                start,
                until,
                ..SearchSettings::default()
            })
        }
        Some((item, (low, high))) => Err(JobError::Refused(format!(
            "`optimize.bounds` give {item} [{low}, {high}], but its minimum must be below its maximum\n\n\
             give it two values at least: [{}, {high}]",
            high - 1
        ))),
    }
}

/// Only a reorder point or a minimum may be negative, and a lot has a unit at least.
fn limits_of(item: &str, bounds: &Bounds) -> [Limit; 4] {
    let at_least = |number: Option<RuleNumber>, least: i64| Limit {
        item: item.into(),
        number,
        range: (bounds.low.max(least), bounds.high.max(least)),
    };
    [
        at_least(None, i64::MIN),
        at_least(Some(RuleNumber::Level), 0),
        at_least(Some(RuleNumber::Max), 0),
        at_least(Some(RuleNumber::Quantity), 1),
    ]
}
