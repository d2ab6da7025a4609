//! The one line that answers the question.

use super::phrases::{FactWords, names, unit, value};
use crate::experiment::words::list;
use crate::results::{RankedMeasure, ServiceFacts, TargetFacts, TargetVerdict};

/// The headline of the facts.
pub(super) fn headline(told: &FactWords<'_>) -> String {
    let (money, response) = (&told.facts.money, &told.facts.response);
    let (Some(cheapest), Some(fastest)) = (&money.best, &response.best) else {
        return "No order was delivered: there is nothing to compare.".into();
    };
    if let Some((service, target)) = told.facts.service.as_ref().and_then(|s| Some((s, s.target.as_ref()?))) {
        return of_target(told, service, target);
    }
    if told.strategies == 1 {
        return alone(told, cheapest);
    }
    let title = told.money().title;
    if told.facts.replications < 2 {
        return format!(
            "In the one replication that was run {cheapest} was the {title} and {fastest} the fastest; one replication proves nothing.",
        );
    }
    if cheapest == fastest && money.tied.is_empty() && response.tied.is_empty() {
        return format!("{cheapest} is both the {title} and the fastest strategy.");
    }
    format!("{}; {}.", leads(money, title), leads(response, "fastest"))
}

/// A scenario with one strategy: its money and response.
fn alone(told: &FactWords<'_>, strategy: &str) -> String {
    let (facts, phrases) = (told.facts, told.money());
    format!(
        "{strategy} {} {} and answers in {} on average.",
        phrases.verb,
        told.mean_of(&facts.money, strategy, phrases.unit),
        told.mean_of(&facts.response, strategy, unit(&facts.response)),
    )
}

/// `ATO is the cheapest strategy` or `MTS and ATO tie as the cheapest`.
fn leads(ranked: &RankedMeasure, what: &str) -> String {
    match ranked.leaders()[..] {
        [best] => format!("{best} is the {what} strategy"),
        ref all => format!("{} tie as the {what}", names(all)),
    }
}

/// Who is cheapest of those that meet the target, or may: levels that were searched for a target end at it, on either
/// side of chance.
fn of_target(told: &FactWords<'_>, service: &ServiceFacts, target: &TargetFacts) -> String {
    let wanted = told.wanted(service);
    let leaders: Vec<&str> = target.best.iter().map(String::as_str).collect();
    let Some(best) = leaders.first() else { return missed(told, service) };
    let inconclusive = target.that(TargetVerdict::Inconclusive);
    let open: Vec<&str> = leaders.iter().copied().filter(|strategy| inconclusive.contains(strategy)).collect();
    let meets = match (open.is_empty(), leaders.len()) {
        (true, 1) => "meets",
        (true, _) => "meet",
        (false, _) => "may meet",
    };
    let (title, alone) = (told.money().title, told.strategies == 1);
    let able = target.that(TargetVerdict::Met).len() + inconclusive.len();
    let text = match (able, leaders.len()) {
        _ if alone => format!("{best} {meets} {wanted}"),
        (1, _) => format!("{best} is the only strategy that {meets} {wanted}"),
        (_, 1) => format!("{best} is the {title} strategy that {meets} {wanted}"),
        _ => format!("{} tie as the {title} strategies that {meets} {wanted}", names(&leaders)),
    };
    match open.is_empty() {
        true if alone => format!("{text}: {}.", told.mean_of(&service.ranked, best, unit(&service.ranked))),
        true => text + ".",
        false => text + &left_open(told, (service, target), &open),
    }
}

/// `: 94.7 ± 0.4 % of ATO leaves it open; MTS surely does.`
fn left_open(told: &FactWords<'_>, (service, target): (&ServiceFacts, &TargetFacts), open: &[&str]) -> String {
    let of = |strategy: &&str| {
        let size = told.size(&value(&service.ranked, strategy), unit(&service.ranked));
        if told.strategies == 1 { size } else { format!("{size} of {strategy}") }
    };
    let values: Vec<String> = open.iter().map(of).collect();
    let leave = if values.len() == 1 { "leaves" } else { "leave" };
    let sure = match target.surely_best.as_slice() {
        [] => String::new(),
        [sure] => format!("; {sure} surely does"),
        sure => format!("; {} surely do", list(sure)),
    };
    format!(": {} {leave} it open{sure}.", list(&values))
}

fn missed(told: &FactWords<'_>, service: &ServiceFacts) -> String {
    let ranked = &service.ranked;
    let closest = ranked.strategies.first().map_or(String::new(), |closest| {
        let only = if ranked.strategies.len() > 1 { "; the closest is " } else { ": " };
        format!("{only}{} with {}", closest.strategy, told.mean(&closest.value, unit(ranked)))
    });
    let subject = if told.strategies > 1 { "No strategy meets" } else { "The strategy misses" };
    format!("{subject} {}{closest}.", told.wanted(service))
}
