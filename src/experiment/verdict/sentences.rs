//! What was found: money, response, service, target.

use super::phrases::{FactWords, MeasurePhrases, names, unit};
use crate::experiment::words::{chance, list, sentence};
use crate::measures::{Column, Unit};
use crate::results::numbers::{count, counted, percent};
use crate::results::{AskedTarget, ClassFacts, MeanInterval, RankedMeasure, RankedStrategy, TargetFact, TargetVerdict};

/// How many other strategies a sentence names before it stops.
const NAMED: usize = 4;

/// Not where nothing costs anything.
pub(super) fn money(told: &FactWords<'_>) -> Option<String> {
    if told.is_free() {
        return None;
    }
    let said = standing(told, &told.facts.money, &told.money())?;
    let misses = |one: &TargetFact| {
        one.verdict == TargetVerdict::Missed && Some(&one.strategy) == told.facts.money.best.as_ref()
    };
    let missed = told.facts.targets.as_ref().is_some_and(|targets| targets.strategies.iter().any(misses));
    // Else its probability would be read as that of the recommendation.
    Some(if missed { format!("Money alone, whatever the target: {said}") } else { said })
}

/// `MTS answers in 16 min on average, ATO in 12 h.`, the fastest first, and who ties with it; or that nobody waits.
pub(super) fn response(told: &FactWords<'_>) -> Option<String> {
    let ranked = &told.facts.response;
    if told.strategies == 1 {
        return standing(told, ranked, &MeasurePhrases::of(&ranked.measure));
    }
    if ranked.strategies.iter().all(|one| one.value.mean == Some(0.0)) {
        return Some("Every strategy answers at once: no order that is delivered has waited.".into());
    }
    let (fastest, others) = ranked.strategies.split_first()?;
    let mean = |one: &RankedStrategy| told.mean(&one.value, Unit::Time);
    let mut text = format!("{} answers in {} on average", fastest.strategy, mean(fastest));
    let others: Vec<String> =
        others.iter().take(NAMED).map(|one| format!("{} in {}", one.strategy, mean(one))).collect();
    if !others.is_empty() {
        text += &format!(", {}", list(&others));
    }
    if !ranked.tied.is_empty() && told.facts.replications > 1 {
        text += &format!("; {} cannot be told apart", names(&ranked.leaders()));
    }
    Some(text + ".")
}

/// `ATO costs 33 USD/day, 375 ± 1 USD/day less than MTS. ATO is the cheapest with probability above 99.9 %; with 95 %
/// confidence no other is cheaper.`
fn standing(told: &FactWords<'_>, ranked: &RankedMeasure, phrases: &MeasurePhrases) -> Option<String> {
    let MeasurePhrases { verb, ahead, title, noun, unit, .. } = *phrases;
    let (best, others) = ranked.strategies.split_first()?;
    let mut text = format!("{} {verb} {}", best.strategy, told.mean(&phrases.sized(&best.value), unit));
    if told.strategies == 1 {
        return Some(text + &interval(told, best, phrases) + ".");
    }
    let is_tied = |other: &&RankedStrategy| ranked.tied.contains(&other.strategy);
    let apart = others.iter().filter(|other| !is_tied(other)).take(NAMED);
    let apart: Vec<String> = apart
        .filter_map(|other| Some(format!("{} {ahead} than {}", told.size(&other.difference?, unit), other.strategy)))
        .collect();
    if !apart.is_empty() {
        text += &format!(", {}", list(&apart));
    }
    let is_repeated = told.facts.replications > 1;
    let tied: Vec<String> = others.iter().filter(is_tied).take(NAMED).map(|other| tie(told, other, phrases)).collect();
    if !tied.is_empty() && is_repeated {
        text += &format!(". A tie in {noun}: {}", list(&tied));
    }
    // Who ties is not the best with any probability worth a word.
    if let Some(probability) = best.p_best.filter(|_| tied.is_empty()) {
        text += &format!(". {} is the {title} with probability {}", best.strategy, chance(probability));
        text += &assured(told, best, phrases);
    }
    Some(text + ".")
}

/// `; with 95 % confidence no other is cheaper by more than 3 USD/day`: the comparison with the best.
fn assured(told: &FactWords<'_>, best: &RankedStrategy, phrases: &MeasurePhrases) -> String {
    let Some(most) = best.behind else { return String::new() };
    let level = percent(told.facts.confidence);
    let by = if most > 0.0 { format!(" by more than {}", told.words.given(most, phrases.unit)) } else { String::new() };
    format!("; with {level} confidence no other is {}{by}", phrases.better)
}

/// `Selected as the best in cost after 63 replications: ATO. With 95 % confidence it is the best or within 5 USD/day of it.`
pub(super) fn selection(told: &FactWords<'_>) -> Option<String> {
    let facts = told.facts.selection.as_ref()?;
    let column = Column::parse(&facts.measure)?;
    let zone = told.words.given(facts.indifference, column.measure.definition().unit);
    let level = percent(told.facts.confidence);
    let (label, took) = (told.words.label(&column), counted(facts.replications, "replication"));
    let took = format!("Selected as the best in {label} after {took}: {}", facts.best);
    Some(match facts.behind {
        Some(most) if most <= facts.indifference => {
            format!("{took}. With {level} confidence it is the best or within {zone} of it.")
        }
        _ => format!("{took}. With {level} confidence it is the best, if the best is ahead of all others by {zone}."),
    })
}

/// `the difference to MTS, 0.3 ± 1.2 USD/day, is within chance`.
fn tie(told: &FactWords<'_>, other: &RankedStrategy, phrases: &MeasurePhrases) -> String {
    match &other.difference {
        Some(difference) if difference.se == Some(0.0) => {
            format!("{} is the same in every replication", other.strategy)
        }
        Some(difference) => {
            let size = told.size(difference, phrases.unit);
            format!("the difference to {}, {size}, is within chance", other.strategy)
        }
        None => format!("{} cannot be compared", other.strategy),
    }
}

/// ` (95 % interval 31 to 35 USD/day)` of a single strategy.
fn interval(told: &FactWords<'_>, own: &RankedStrategy, phrases: &MeasurePhrases) -> String {
    let value = phrases.sized(&own.value);
    let (Some(low), Some(high)) = (value.ci_low, value.ci_high) else { return String::new() };
    let [low, high] = [low, high].map(|mean| told.mean(&MeanInterval { mean: Some(mean), ..value }, phrases.unit));
    // What is the same in every replication needs none.
    if low == high {
        return String::new();
    }
    format!(" ({} interval {low} to {high})", percent(told.facts.confidence))
}

/// The service of every strategy, and whether it is the same; a target says so itself.
pub(super) fn service(told: &FactWords<'_>) -> Option<String> {
    let service = told.facts.service.as_ref()?;
    let named = |target: &AskedTarget| target.entity.is_empty() && target.measure == service.ranked.measure;
    if told.strategies > 1 && told.facts.targets.as_ref().is_some_and(|targets| targets.asked.iter().any(named)) {
        return None;
    }
    let (ranked, unit) = (&service.ranked, unit(&service.ranked));
    let one = |ranked: &RankedStrategy| format!("{} {}", ranked.strategy, told.mean(&ranked.value, unit));
    let values: Vec<String> = ranked.strategies.iter().map(one).collect();
    let label = sentence(&told.words.label(&Column::parse(&ranked.measure)?));
    let text = format!("{label}: {}", values.join(", "));
    Some(match service.is_equal {
        Some(true) => format!("{text}; the differences are within chance."),
        Some(false) => format!("{text}: the strategies are not at equal service."),
        None => text + ".",
    })
}

/// `On-time rate by class: breakdown: kept 99 %, first 94 %; overhaul: first 99 %, kept 98 %.`, the best first.
pub(super) fn classes(told: &FactWords<'_>) -> Option<String> {
    let first = told.facts.classes.first()?;
    let unit = unit(&first.ranked);
    let one = |ranked: &RankedStrategy| format!("{} {}", ranked.strategy, told.mean(&ranked.value, unit));
    let class = |facts: &ClassFacts| {
        let values: Vec<String> = facts.ranked.strategies.iter().take(NAMED).map(one).collect();
        (!values.is_empty()).then(|| format!("{}: {}", facts.class, values.join(", ")))
    };
    let classes: Vec<String> = told.facts.classes.iter().filter_map(class).collect();
    let label = sentence(&told.words.label(&Column::parse(&first.ranked.measure)?));
    (!classes.is_empty()).then(|| format!("{label} by class: {}.", classes.join("; ")))
}

/// Who meets the targets, and by what others miss one.
pub(super) fn targets(told: &FactWords<'_>) -> Option<String> {
    let targets = told.facts.targets.as_ref().filter(|_| told.strategies > 1)?;
    let is_one = targets.asked.len() == 1;
    let of = |verdict: TargetVerdict| {
        let strategies = targets.that(verdict);
        let shown = strategies
            .iter()
            .take(NAMED)
            .map(|strategy| format!("{strategy} ({})", list(&told.values_of(targets, strategy, verdict))));
        let more = strategies.len().saturating_sub(NAMED);
        list(&shown.chain((more > 0).then(|| format!("{more} more"))).collect::<Vec<_>>())
    };
    let (met, each) = (targets.that(TargetVerdict::Met), if is_one { "" } else { "one at least is " });
    let mut parts = Vec::new();
    if met.len() == told.strategies {
        parts.push("met by every strategy".to_string());
    } else if !met.is_empty() {
        parts.push(format!("met by {}", names(&met)));
    }
    if !targets.that(TargetVerdict::Missed).is_empty() {
        parts.push(format!("{each}missed by {}", of(TargetVerdict::Missed)));
    }
    if !targets.that(TargetVerdict::Inconclusive).is_empty() {
        parts.push(format!("{each}left open by {}", of(TargetVerdict::Inconclusive)));
    }
    let verb = match (is_one, met.is_empty()) {
        (true, _) => " is",
        (false, false) => " are",
        (false, true) => ":",
    };
    Some(format!("{}{verb} {}.", sentence(&told.wanted()), parts.join("; ")))
}

/// `All 30 replications are alike: nothing is random here, and no interval says anything.`
pub(super) fn nothing_random(told: &FactWords<'_>) -> Option<String> {
    let all = count(told.facts.replications.into());
    let words = format!("All {all} replications are alike: nothing is random here, and no interval says anything.");
    told.facts.nothing_random.then_some(words)
}
