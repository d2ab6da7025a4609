//! What the choice is worth, and what to do next.

use super::headline::statement;
use super::phrases::{FactWords, MeasurePhrases, value};
use crate::experiment::words::inside;
use crate::results::{ComparedAt, TargetVerdict};

/// What the choice costs or earns and how that is against another, per time unit and per year; empty without money.
pub(super) fn worth(told: &FactWords<'_>) -> String {
    if !told.is_delivering() {
        return String::new();
    }
    if !told.facts.no_long_run.is_empty() {
        return format!("In this window: {}", after_colon(&statement(told)));
    }
    if told.is_free() {
        return of_service(told);
    }
    let facts = told.facts;
    let nearest = facts.targets.as_ref().and_then(|targets| targets.nearest.as_ref());
    let Some(subject) = facts.choice.first().or(nearest) else { return String::new() };
    let phrases = told.money_of(subject);
    let Some(own) = phrases.sized(&value(&facts.money, subject)).mean else { return String::new() };
    let who = if facts.choice.len() > 1 { "Each" } else { subject.as_str() };
    let mut text = format!("{who} {} about {}", phrases.verb, told.words.per_year(own));
    match &facts.worth {
        _ if facts.replications < 2 => {}
        Some(worth) if worth.difference.mean.is_some() => text += &against(told, &phrases),
        _ => {}
    }
    text + &cheaper_but_missing(told) + "."
}

/// A statement within a sentence: words of ours begin small, names stay as they are.
fn after_colon(statement: &str) -> String {
    const OURS: [&str; 5] = ["No order", "No strategy", "The strategy", "Nothing costs", "In the one"];
    if OURS.iter().any(|words| statement.starts_with(words)) { inside(statement) } else { statement.into() }
}

/// `, 120 USD/day (45,000 USD/year) less than MTS`.
fn against(told: &FactWords<'_>, phrases: &MeasurePhrases) -> String {
    let Some(worth) = &told.facts.worth else { return String::new() };
    let mean = worth.difference.mean.unwrap_or(0.0);
    // Money above that of the other is cost, or profit, or the lesser loss.
    let is_ahead = (mean > 0.0) == (told.facts.money.measure == "profit");
    let direction = if is_ahead { phrases.ahead } else { phrases.back };
    let (low, high) = (worth.difference.ci_low, worth.difference.ci_high);
    let within = low.zip(high).is_some_and(|(low, high)| low <= 0.0 && 0.0 <= high);
    if within || told.facts.choice.len() > 1 && mean == 0.0 {
        return String::new();
    }
    let next = if told.facts.money.leaders().contains(&worth.over.as_str()) { "" } else { phrases.next };
    format!(", {} {direction} than {}{next}", told.words.per_year(mean.abs()), worth.over)
}

/// `; MTO would cost less but misses the target`.
fn cheaper_but_missing(told: &FactWords<'_>) -> String {
    let facts = told.facts;
    let (Some(targets), Some(best)) = (&facts.targets, &facts.money.best) else { return String::new() };
    let misses = targets.of(best).is_some_and(|fact| fact.verdict == TargetVerdict::Missed);
    // Who ties with the choice would not.
    let ties = facts.choice.first().is_some_and(|choice| facts.money.leaders().contains(&choice.as_str()));
    if !misses || ties || facts.choice.is_empty() || facts.replications < 2 {
        return String::new();
    }
    format!(
        "; {best} {} but misses {}",
        told.money_of(best).would,
        if targets.asked.len() == 1 { "the target" } else { "a target" }
    )
}

/// Where nothing costs anything: the measure that decided, of every strategy.
fn of_service(told: &FactWords<'_>) -> String {
    let ranked = told.decisive_ranked();
    let unit = told.decisive().unit;
    let values: Vec<String> = ranked
        .strategies
        .iter()
        .take(4)
        .map(|one| format!("{} {}", one.strategy, told.mean(&one.value, unit)))
        .collect();
    let label = crate::experiment::words::sentence(&told.label(&ranked.measure));
    if told.strategies == 1 { String::new() } else { format!("{label}: {}.", values.join(", ")) }
}

/// What to do next: words, and the command that does it.
pub(super) fn next(told: &FactWords<'_>) -> (String, String) {
    let facts = told.facts;
    let say = |words: &str, command: &str| (format!("Next, {words}"), format!("pushpull {command}"));
    let none_able = facts.targets.is_some() && facts.choice.is_empty();
    if !told.is_delivering() || !facts.no_long_run.is_empty() {
        return say("see what each station and supplier is asked for", "check FILE");
    }
    if facts.replications < 2 {
        return say("repeat it", "run FILE --replications 30");
    }
    match facts.compared_at {
        ComparedAt::Nothing => say("look at the life of single orders", "trace FILE"),
        ComparedAt::Given if none_able => say("search levels that meet it", "optimize FILE"),
        _ if none_able => say("see what service can be had, and its price", "frontier FILE"),
        _ if facts.targets.is_none() && !told.is_free() && unequal(told) => {
            let id = facts.service.as_ref().map_or("on_time_rate", |service| service.ranked.measure.as_str());
            say(
                "say what service you need, and compare at the best levels for it",
                &format!("optimize FILE --target {id}=0.95"),
            )
        }
        ComparedAt::Given if told.is_free() => say("give stock and waiting a price", "check FILE"),
        ComparedAt::Given if told.strategies == 1 => say("search its best stock levels", "run FILE --at-best"),
        ComparedAt::Given => say("compare the strategies at their best stock levels", "run FILE --at-best"),
        ComparedAt::Best => say("see what more service would cost", "frontier FILE"),
    }
}

fn unequal(told: &FactWords<'_>) -> bool {
    told.facts.service.as_ref().is_some_and(|service| service.is_equal == Some(false))
}

/// Levels that somebody chose say little of what a strategy can do.
pub(super) fn caution(told: &FactWords<'_>) -> String {
    // No levels make a long run where there is none.
    let lasting = told.facts.no_long_run.len() < told.strategies;
    if told.facts.compared_at != ComparedAt::Given || !told.is_delivering() || !lasting {
        return String::new();
    }
    "These are your stock levels, not the best ones: pushpull run FILE --at-best".into()
}
