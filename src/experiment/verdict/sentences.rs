//! What was found: money, response, service, target.

use super::super::comparison::{Comparison, Leader};
use super::super::samples::Key;
use super::super::stopping;
use super::super::target_verdict::TargetVerdict;
use super::super::words::{chance, list, sentence};
use super::{Case, Service, wanted};
use crate::measures::{Column, Measure, Unit};
use crate::results::numbers::{counted, percent};

/// How many other strategies a sentence names before it stops.
const NAMED: usize = 4;

/// The words of one comparison.
struct Tongue {
    /// `costs`, `earns`, `answers in`.
    verb: &'static str,
    /// After a difference of the others: `more`, `less`, `later`.
    beyond: &'static str,
    /// `cheapest`.
    title: &'static str,
    /// `cheaper`.
    better: &'static str,
    /// `cost`: what a tie is a tie in.
    noun: &'static str,
    unit: Unit,
}

/// A scenario with one strategy: its money and response.
pub(super) fn alone(case: &Case<'_>) -> String {
    let unit = case.money_measure.definition().unit;
    format!(
        "{} {} {} and answers in {} on average.",
        case.name(0),
        money_tongue(case).verb,
        case.words.mean(&case.money.estimates[0], unit),
        case.words.mean(&case.response.estimates[0], Unit::Time),
    )
}

fn money_tongue(case: &Case<'_>) -> Tongue {
    let unit = case.money_measure.definition().unit;
    if case.money_measure == Measure::Profit {
        let (title, better) = ("most profitable", "more profitable");
        Tongue { verb: "earns", beyond: "less", title, better, noun: "profit", unit }
    } else {
        Tongue { verb: "costs", beyond: "more", title: "cheapest", better: "cheaper", noun: "cost", unit }
    }
}

pub(super) fn money(case: &Case<'_>) -> Option<String> {
    standing(case, &case.money, case.money_leader()?, &money_tongue(case))
}

pub(super) fn response(case: &Case<'_>) -> Option<String> {
    let (title, better) = ("fastest", "faster");
    let tongue = Tongue { verb: "answers in", beyond: "later", title, better, noun: "response time", unit: Unit::Time };
    standing(case, &case.response, case.response_leader()?, &tongue)
}

/// `ATO costs 33 USD/day; MTS costs 375 ± 1 USD/day more. ATO is the cheapest with probability above 99.9 %; with 95 %
/// confidence no other is cheaper.`
fn standing(case: &Case<'_>, comparison: &Comparison, leader: Leader, tongue: &Tongue) -> Option<String> {
    let Tongue { verb, beyond, title, noun, unit, .. } = *tongue;
    let own = case.words.mean(&comparison.estimates[leader.best], unit);
    let mut text = format!("{} {verb} {own}", case.name(leader.best));
    if case.samples.strategies.len() == 1 {
        return Some(text + &interval(case, comparison, unit) + ".");
    }
    let others: Vec<usize> = comparison.ranking(&case.everyone()).into_iter().filter(|s| *s != leader.best).collect();
    let apart: Vec<String> = others
        .iter()
        .filter(|s| !leader.tied.contains(s))
        .take(NAMED)
        .filter_map(|s| {
            let difference = comparison.pair(*s, leader.best)?.paired.difference;
            Some(format!("{} {} {beyond}", case.name(*s), case.words.size(&difference, unit)))
        })
        .collect();
    if !apart.is_empty() {
        text += &format!("; {}", list(&apart));
    }
    let closest: Vec<String> =
        leader.tied.iter().take(NAMED).map(|s| tie(case, comparison, leader.best, *s, tongue)).collect();
    if !closest.is_empty() && case.samples.replications.len() > 1 {
        text += &format!(". A tie in {noun}: {}", list(&closest));
    }
    if let Some(probability) = comparison.best[leader.best].filter(|_| case.samples.replications.len() > 1) {
        text += &format!(". {} is the {title} with probability {}", case.name(leader.best), chance(probability));
        text += &assured(case, comparison, leader.best, tongue);
    }
    Some(text + ".")
}

/// `; with 95 % confidence no other is cheaper by more than 3 USD/day`: the comparison with the best.
fn assured(case: &Case<'_>, comparison: &Comparison, best: usize, tongue: &Tongue) -> String {
    let Some(most) = comparison.behind(best) else { return String::new() };
    let level = percent(case.samples.confidence.level());
    let by = if most > 0.0 { format!(" by more than {}", case.words.given(most, tongue.unit)) } else { String::new() };
    format!("; with {level} confidence no other is {}{by}", tongue.better)
}

/// `Selected as the best in cost after 63 replications: ATO. With 95 % confidence it is the best or within 5 USD/day of it.`
pub(super) fn selection(case: &Case<'_>) -> Option<String> {
    let select = case.samples.model.run.stopping.as_ref()?.select.as_ref()?;
    let selection = stopping::judge(case.samples).selection?;
    let ends = selection.ends?;
    let column = Column::parse(&select.measure)?;
    let name = case.name(selection.best);
    let zone = case.words.given(select.indifference, column.measure.definition().unit);
    let level = percent(case.samples.confidence.level());
    let label = case.words.label(&column);
    let took = format!("Selected as the best in {label} after {}: {name}", counted(ends as u64, "replication"));
    let comparison = Comparison::new(case.samples, &Key::system_column(&column), case.bootstrap);
    Some(match comparison.behind(selection.best) {
        Some(most) if most <= select.indifference => {
            format!("{took}. With {level} confidence it is the best or within {zone} of it.")
        }
        _ => format!("{took}. With {level} confidence it is the best, if the best is ahead of all others by {zone}."),
    })
}

/// `the difference to MTS, 0.3 ± 1.2 USD/day, is within chance`.
fn tie(case: &Case<'_>, comparison: &Comparison, best: usize, other: usize, tongue: &Tongue) -> String {
    match comparison.pair(other, best) {
        Some(pair) if pair.paired.difference.sd == Some(0.0) => {
            format!("{} is the same in every replication", case.name(other))
        }
        Some(pair) => {
            let size = case.words.size(&pair.paired.difference, tongue.unit);
            format!("the difference to {}, {size}, is within chance", case.name(other))
        }
        None => format!("{} cannot be compared", case.name(other)),
    }
}

/// ` (95 % interval 31 to 35 USD/day)` of a single strategy.
fn interval(case: &Case<'_>, comparison: &Comparison, unit: Unit) -> String {
    let estimate = comparison.estimates[0];
    let (Some(low), Some(high)) = (estimate.low, estimate.high) else { return String::new() };
    let end = |mean| crate::stats::Estimate { mean: Some(mean), ..estimate };
    let level = percent(case.samples.confidence.level());
    format!(" ({level} interval {} to {})", case.words.mean(&end(low), unit), case.words.mean(&end(high), unit))
}

/// The service of every strategy, and whether it is the same.
pub(super) fn service(case: &Case<'_>) -> Option<String> {
    let service = case.service.as_ref()?;
    let unit = service.column.measure.definition().unit;
    let ranked = service.comparison.ranking(&case.everyone());
    let values: Vec<String> = ranked
        .iter()
        .map(|s| format!("{} {}", case.name(*s), case.words.mean(&service.comparison.estimates[*s], unit)))
        .collect();
    let label = sentence(&case.words.label(&service.column));
    let text = format!("{label}: {}", values.join(", "));
    Some(match equality(case, service) {
        Some(Equality::Equal) => format!("{text}; the differences are within chance."),
        Some(Equality::Unequal) => format!("{text}: the strategies are not at equal service."),
        None => text + ".",
    })
}

enum Equality {
    Equal,
    Unequal,
}

/// Whether the cheapest strategy's service is that of all others; `None` when there is nothing to compare.
fn equality(case: &Case<'_>, service: &Service) -> Option<Equality> {
    if case.samples.strategies.len() < 2 || case.samples.replications.len() < 2 {
        return None;
    }
    let best = case.money_leader()?.best;
    let has = |s: usize| service.comparison.estimates[s].mean.is_some();
    let unequal = case
        .everyone()
        .into_iter()
        .filter(|s| *s != best)
        .any(|s| has(s) != has(best) || service.comparison.differ(s, best, case.samples.alpha()));
    Some(if unequal { Equality::Unequal } else { Equality::Equal })
}

/// Who meets the target, and what the cheapest strategy of all does about it.
pub(super) fn target(case: &Case<'_>) -> Option<String> {
    let service = case.service.as_ref().filter(|service| service.target.is_some())?;
    if case.samples.strategies.len() < 2 {
        return None;
    }
    let (met, missed) = (service.that(&[TargetVerdict::Met]), service.that(&[TargetVerdict::Missed]));
    let open = service.that(&[TargetVerdict::Inconclusive]);
    let whole = case.samples.strategies.len();
    let whom = |strategies: &[usize]| match strategies.len() == whole {
        true => "every strategy".to_string(),
        false => case.names(strategies),
    };
    let mut parts = Vec::new();
    if !met.is_empty() {
        parts.push(format!("is met by {}", whom(&met)));
    }
    if !missed.is_empty() {
        parts.push(format!("is missed by {}", whom(&missed)));
    }
    if !open.is_empty() {
        let intervals = if open.len() == 1 { "interval" } else { "intervals" };
        parts.push(format!("is left open by the {intervals} of {}", whom(&open)));
    }
    let mut text = format!("{} {}", sentence(&wanted(case, service)), list(&parts));
    if let Some(leader) = case.money_leader().filter(|l| l.tied.is_empty() && missed.contains(&l.best))
        && missed.len() < whole
    {
        text += &format!("; {} alone would be {} but misses it", case.name(leader.best), case.cheapest());
    }
    Some(text + ".")
}
