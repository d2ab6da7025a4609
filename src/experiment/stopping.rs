//! When a run has replications enough: the rules of the scenario, asked of the records in the order of their numbers.
//!
//! Replications are simulated in batches on all cores, and a batch may go beyond the end: what to keep is decided on the
//! values alone, so that neither the batches nor the threads change a result.

use super::comparison::goal;
use super::samples::{Key, Samples};
use crate::measures::Column;
use crate::model::{Aim, Model, Precision, Select, Stopping, Whose};
use crate::record::{Layout, RunRecord};
use crate::results::FIXED;
use crate::stats::{self, KimNelson, Narrowing, Sample, Watched, look_ahead, narrowing};

/// Where the rules of a scenario stand.
#[derive(Clone, Debug, Default)]
pub(super) struct RuleProgress {
    pub precision: Option<Narrowing>,
    pub selection: Option<SelectionProgress>,
}

/// Where the selection of the best stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SelectionProgress {
    /// The selected strategy, or the one that leads.
    pub best: usize,
    /// Replications it took; `None` as long as it is open.
    pub ends: Option<usize>,
    /// Most replications that it can still take.
    pub remaining: u64,
}

/// What to do after some replications.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// Keep so many of them.
    Keep(u32),
    /// Go on until there are so many.
    Go(u32),
}

/// What to do when replications 0 … `done` − 1 of every strategy are there.
pub(super) fn next(model: &Model, layouts: &[Layout], records: &[RunRecord], done: u32) -> Next {
    let Some(rules) = &model.run.stopping else { return Next::Keep(done) };
    let standing = judge(&Samples::new(model, layouts, records));
    let ends = [
        standing.precision.map(|narrowing| narrowing.ends),
        standing.selection.as_ref().map(|selection| selection.ends),
    ];
    let latest = ends
        .into_iter()
        .flatten()
        .try_fold(model.run.replications as usize, |latest, end| end.map(|end| latest.max(end)));
    match latest.and_then(|end| u32::try_from(end).ok()) {
        Some(end) => Next::Keep(end.min(rules.max_replications)),
        None if done >= rules.max_replications => Next::Keep(rules.max_replications),
        None => Next::Go(standing.guess(done as usize).min(rules.max_replications as usize) as u32),
    }
}

impl RuleProgress {
    /// How many replications are to be there after the next batch: what the rule seems to need, at least a few more, at
    /// most twice as many, as a guess from few replications is a bad one.
    fn guess(&self, done: usize) -> usize {
        let of_precision = self.precision.filter(|narrowing| narrowing.ends.is_none()).map(|narrowing| {
            let needed = narrowing.reached.unwrap_or((done as f64 * narrowing.excess * narrowing.excess) as usize);
            needed.saturating_add(look_ahead(needed.min(2 * done)))
        });
        // A selection usually ends long before its last look.
        let of_selection = self.selection.as_ref().filter(|selection| selection.ends.is_none()).map(|selection| {
            let remaining = usize::try_from(selection.remaining).unwrap_or(usize::MAX);
            done + remaining.min((done / 4).max(10))
        });
        let wanted = of_precision.into_iter().chain(of_selection).max().unwrap_or(done);
        wanted.clamp(done + 2, 2 * done)
    }
}

/// Where the rules stand with all the records of a samples.
pub(super) fn judge(samples: &Samples<'_>) -> RuleProgress {
    let Some(Stopping { precision, select, .. }) = &samples.model.run.stopping else { return RuleProgress::default() };
    RuleProgress {
        precision: precision.as_ref().and_then(|rule| narrowed(samples, rule)),
        selection: select.as_ref().and_then(|rule| selected(samples, rule)),
    }
}

/// The intervals a rule watches, with the strategies they belong to.
pub(super) fn watched<'s>(samples: &'s Samples<'_>, rule: &Precision) -> Vec<(Vec<usize>, Watched<'s>)> {
    let Some(all) = by_strategy(samples, &rule.measure) else { return Vec::new() };
    match rule.of {
        Whose::Means => all.into_iter().map(|(s, sample)| (vec![s], Watched::Estimate(sample))).collect(),
        Whose::Differences => {
            let pairs = all
                .iter()
                .enumerate()
                .flat_map(|(place, second)| all[..place].iter().map(move |first| (first, second)));
            pairs.map(|(first, second)| (vec![first.0, second.0], Watched::Difference(first.1, second.1))).collect()
        }
    }
}

fn narrowed(samples: &Samples<'_>, rule: &Precision) -> Option<Narrowing> {
    let watched: Vec<Watched<'_>> = watched(samples, rule).into_iter().map(|(_, watched)| watched).collect();
    let aim = match rule.aim {
        Aim::Relative(share) => stats::HalfWidth::Relative(share),
        Aim::Absolute(half) => stats::HalfWidth::Absolute(half),
    };
    let first = samples.model.run.replications as usize;
    (!watched.is_empty()).then(|| narrowing(&watched, aim, first, &samples.confidence))
}

fn selected(samples: &Samples<'_>, rule: &Select) -> Option<SelectionProgress> {
    let all = by_strategy(samples, &rule.measure)?;
    let goal = goal(Column::parse(&rule.measure)?.measure)?;
    // Judged on the replications in which all have a value.
    let complete: Vec<usize> =
        (0..samples.replications.len()).filter(|r| all.iter().all(|(_, sample)| !sample.own()[*r].is_nan())).collect();
    let first = samples.model.run.replications as usize;
    if complete.len() < first {
        return Some(SelectionProgress { best: all[0].0, ends: None, remaining: u64::MAX });
    }
    let values: Vec<Vec<f64>> = all.iter().map(|(_, sample)| sample.one_by_one(&complete, first)).collect();
    let stage: Vec<&[f64]> = values.iter().map(|values| &values[..first]).collect();
    let mut selection = KimNelson::new(&stage, goal, rule.indifference, samples.confidence.level());
    let mut rest = first..complete.len();
    while selection.best().is_none() {
        let Some(replication) = rest.next() else { break };
        let row: Vec<f64> = selection.alive().iter().map(|place| values[*place][replication]).collect();
        selection.observe(&row);
    }
    let ends = selection.best().map(|_| complete[selection.replications() - 1] + 1);
    Some(SelectionProgress { best: all[selection.leader()].0, ends, remaining: selection.remaining() })
}

/// Values of a measure of the whole system, by strategy that has any in the first stage; `None` when there is no such
/// strategy. A later first value does not count: when it is seen depends on where a batch ends.
fn by_strategy<'s>(samples: &'s Samples<'_>, measure: &str) -> Option<Vec<(usize, Sample<'s>)>> {
    let column = Column::parse(measure)?;
    let of = |strategy: usize| Some((strategy, samples.sample(strategy, &Key::system_column(&column))?));
    let all: Vec<_> = (0..samples.strategies.len()).filter_map(of).collect();
    let first = samples.model.run.replications as usize;
    let early = |(_, sample): &(usize, Sample<'_>)| sample.own().iter().take(first).any(|value| !value.is_nan());
    let some: Vec<_> = all.into_iter().filter(early).collect();
    (!some.is_empty()).then_some(some)
}

/// The rule in words, with how it ended: `stop_rule` of `run.json`.
pub(super) fn words(samples: &Samples<'_>) -> String {
    let Some(rules) = &samples.model.run.stopping else { return FIXED.into() };
    let standing = judge(samples);
    let mut parts = Vec::new();
    if let (Some(rule), Some(narrowing)) = (&rules.precision, standing.precision) {
        let of = if rule.of == Whose::Means { "means" } else { "differences" };
        let aim = match rule.aim {
            Aim::Relative(share) => format!("{share} of the mean"),
            Aim::Absolute(half) => format!("{half}"),
        };
        let how = match (narrowing.reached, narrowing.ends) {
            (Some(reached), Some(ends)) => format!("met after {reached} replications and {} more", ends - reached),
            _ => "not met".into(),
        };
        parts.push(format!("precision: {} ({of}) within {aim}: {how}", rule.measure));
    }
    if let (Some(rule), Some(selection)) = (&rules.select, &standing.selection) {
        let how = match selection.ends {
            Some(ends) => format!("{} after {ends} replications", samples.strategies[selection.best].name),
            None => "open".into(),
        };
        parts.push(format!(
            "selection (Kim & Nelson 2001): {}, indifference {}: {how}",
            rule.measure, rule.indifference
        ));
    }
    parts.push(format!("from {} to {} replications", samples.model.run.replications, rules.max_replications));
    parts.join("; ")
}

/// The same for a sweep, whose points end each by itself: least and most replications of a point.
pub(super) fn words_of_points(model: &Model, (least, most): (u32, u32)) -> String {
    match &model.run.stopping {
        None => FIXED.into(),
        Some(rules) => format!(
            "at each point by itself, from {} to {} replications: {least} at least, {most} at most",
            model.run.replications, rules.max_replications
        ),
    }
}
