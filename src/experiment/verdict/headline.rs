//! The one line that says what to do.

use super::phrases::{FactWords, names, unit, value};
use crate::experiment::words::list;
use crate::results::{ComparedAt, ServiceFacts, TargetFacts, TargetVerdict};

/// Characters of what a strategy holds that a headline has room for.
const LONGEST_HELD: usize = 40;

/// The headline of the facts.
pub(super) fn headline(told: &FactWords<'_>) -> String {
    if !told.is_delivering() {
        return "No order was delivered: there is nothing to compare.".into();
    }
    if !told.facts.no_long_run.is_empty() {
        return without_long_run(told);
    }
    let whose = if told.strategies == 1 { "its" } else { "their" };
    let at_best = told.facts.compared_at == ComparedAt::Best;
    match (told.facts.choice.as_slice(), predicate(told)) {
        ([best], Some(predicate)) if at_best => {
            format!("At {whose} best levels, choose {}: it {predicate}.", told.explained(best))
        }
        ([best], Some(predicate)) => format!("Choose {}: it {predicate}.", told.explained(best)),
        _ if at_best => format!("At {whose} best levels: {}", statement(told)),
        _ => statement(told),
    }
}

/// Whose results are of the window alone, and why.
fn without_long_run(told: &FactWords<'_>) -> String {
    let all = &told.facts.no_long_run;
    let because = all.first().map_or("", |first| first.because.as_str());
    let whose: Vec<&str> = all.iter().map(|one| one.strategy.as_str()).collect();
    let (under, of) = match whose.len() == told.strategies {
        true => (String::new(), String::new()),
        false => (format!(" under {}", names(&whose)), format!(" of {}", if whose.len() == 1 { "it" } else { "them" })),
    };
    format!("There is no long run{under}: {because}. What follows{of} is of the window alone.")
}

/// What the facts say of the strategies, without advice.
pub(super) fn statement(told: &FactWords<'_>) -> String {
    let facts = told.facts;
    if facts.targets.is_some() {
        return of_targets(told);
    }
    let leaders: Vec<&str> = facts.choice.iter().map(String::as_str).collect();
    let title = told.decisive().title;
    if told.strategies == 1 {
        return alone(told);
    }
    if facts.replications < 2 {
        let fastest = facts.response.best.as_deref().unwrap_or("none");
        let best = leaders.first().copied().unwrap_or("none");
        return format!(
            "In the one replication that was run {best} was the {title} and {fastest} the fastest; one replication proves nothing.",
        );
    }
    match (leaders.as_slice(), predicate(told)) {
        ([best], Some(predicate)) => format!("{best} {predicate}."),
        ([best], None) => format!("{}{best} is the {title} strategy{}.", free(told), serving(told)),
        _ => format!("{}{} tie as the {title}{}.", free(told), names(&leaders), serving(told)),
    }
}

/// What makes the one choice the choice without a doubt; `None` where there is a doubt or another side to it.
fn predicate(told: &FactWords<'_>) -> Option<String> {
    let facts = told.facts;
    let [best] = facts.choice.as_slice() else { return None };
    let title = told.decisive().title;
    if told.strategies == 1 || facts.replications < 2 {
        return None;
    }
    if let Some(targets) = &facts.targets {
        let open = targets.that(TargetVerdict::Inconclusive);
        let able = targets.that(TargetVerdict::Met).len() + open.len();
        let which = if able == 1 { "only".into() } else { title.to_string() };
        return (!open.contains(&best.as_str()))
            .then(|| format!("is the {which} strategy that meets {}", told.wanted()));
    }
    if told.is_free() {
        return None;
    }
    let fastest = facts.response.best.as_ref() == Some(best) && facts.response.tied.is_empty();
    match &facts.service {
        Some(service) if service.is_equal == Some(false) => {
            let serves = service.ranked.leaders().contains(&best.as_str());
            serves.then(|| format!("is the {title} strategy and none serves better ({})", told.serves(service, best)))
        }
        _ if fastest => Some(format!("is both the {title} and the fastest strategy")),
        Some(service) => Some(format!("is the {title} strategy, at the same {}", told.service_label(service))),
        None => Some(format!("is the {title} strategy")),
    }
}

/// `Nothing costs anything here, so service alone decides: `.
fn free(told: &FactWords<'_>) -> &'static str {
    if told.is_free() { "Nothing costs anything here, so service alone decides: " } else { "" }
}

/// `; MTS serves best (on-time rate 99 % against 0 %): what service is worth decides`, where services differ.
fn serving(told: &FactWords<'_>) -> String {
    let facts = told.facts;
    let Some(service) = facts.service.as_ref().filter(|service| service.is_equal == Some(false)) else {
        return String::new();
    };
    let leaders = service.ranked.leaders();
    if leaders.is_empty() || told.is_free() {
        return String::new();
    }
    let at_most = match facts.choice.iter().find(|choice| !leaders.contains(&choice.as_str())) {
        Some(other) => format!(" against {} of {other}", told.mean_of(&service.ranked, other, unit(&service.ranked))),
        None => String::new(),
    };
    let verb = if leaders.len() == 1 { "serves" } else { "serve" };
    let served = told.serves(service, leaders[0]);
    format!(", but {} {verb} best ({served}{at_most}): it depends on what service is worth", names(&leaders))
}

/// A scenario with one strategy: its money and response.
fn alone(told: &FactWords<'_>) -> String {
    let facts = told.facts;
    let strategy = facts.money.best.as_deref().unwrap_or_default();
    let phrases = told.money_of(strategy);
    format!(
        "{strategy} {} {} and answers in {} on average.",
        phrases.verb,
        told.mean(&phrases.sized(&value(&facts.money, strategy)), phrases.unit),
        told.mean_of(&facts.response, strategy, unit(&facts.response)),
    )
}

/// Who is best of those that meet the targets, or may: levels that were searched for a target end at it, on either side
/// of chance.
fn of_targets(told: &FactWords<'_>) -> String {
    let Some(targets) = &told.facts.targets else { return String::new() };
    let wanted = told.wanted();
    let leaders: Vec<&str> = told.facts.choice.iter().map(String::as_str).collect();
    let Some(best) = leaders.first() else { return missed(told, targets) };
    let inconclusive = targets.that(TargetVerdict::Inconclusive);
    let open: Vec<&str> = leaders.iter().copied().filter(|strategy| inconclusive.contains(strategy)).collect();
    let meets = match (open.is_empty(), leaders.len()) {
        (true, 1) => "meets",
        (true, _) => "meet",
        (false, _) => "may meet",
    };
    let (title, alone) = (told.decisive().title, told.strategies == 1);
    let able = targets.that(TargetVerdict::Met).len() + inconclusive.len();
    let text = match (able, leaders.len()) {
        _ if alone => format!("{best} {meets} {wanted}"),
        (1, _) => format!("{best} is the only strategy that {meets} {wanted}"),
        (_, 1) => format!("{best} is the {title} strategy that {meets} {wanted}"),
        _ => format!("{} tie as the {title} strategies that {meets} {wanted}", names(&leaders)),
    };
    let text = free(told).to_string() + &text;
    match open.is_empty() {
        true if alone => format!("{text}: {}.", list(&told.values_of(targets, best, TargetVerdict::Met))),
        true => text + ".",
        false => text + &left_open(told, targets, &open),
    }
}

/// `: 94.7 ± 0.4 % of ATO leaves it open; MTS surely does.`
fn left_open(told: &FactWords<'_>, targets: &TargetFacts, open: &[&str]) -> String {
    let of = |strategy: &&str| {
        let values = list(&told.values_of(targets, strategy, TargetVerdict::Inconclusive));
        if told.strategies == 1 { values } else { format!("{values} of {strategy}") }
    };
    let values: Vec<String> = open.iter().map(of).collect();
    let leave = if values.len() == 1 { "leaves" } else { "leave" };
    let sure = match targets.surely_best.as_slice() {
        [] => String::new(),
        [sure] => format!("; {sure} surely does"),
        sure => format!("; {} surely do", list(sure)),
    };
    format!(": {} {leave} it open{sure}.", list(&values))
}

/// Nobody meets the targets: who is nearest, and with what.
fn missed(told: &FactWords<'_>, targets: &TargetFacts) -> String {
    let near = targets.nearest.as_deref().map_or(String::new(), |nearest| {
        let with = list(&told.values_of(targets, nearest, TargetVerdict::Missed));
        if told.strategies > 1 { format!("; the nearest is {nearest} with {with}") } else { format!(": {with}") }
    });
    let subject = if told.strategies > 1 { "No strategy meets" } else { "The strategy misses" };
    format!("{subject} {}{near}.", told.wanted())
}

impl FactWords<'_> {
    /// `ATO (keep parts in stock)`: names of strategies say little to who did not give them.
    fn explained(&self, strategy: &str) -> String {
        match self.words.held(strategy).filter(|held| held.chars().count() <= LONGEST_HELD) {
            Some(held) => format!("{strategy} (keep {held} in stock)"),
            None => strategy.into(),
        }
    }

    /// `on-time rate 99 %`.
    fn serves(&self, service: &ServiceFacts, strategy: &str) -> String {
        let served = self.mean(&value(&service.ranked, strategy), unit(&service.ranked));
        format!("{} {served}", self.service_label(service))
    }
}
