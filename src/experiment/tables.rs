//! All tables of a run, from the set of its records.

use super::arrivals;
use super::controls::{self, Controls};
use super::findings;
use super::hours::hours;
use super::raw::Kept;
use super::samples::Samples;
use super::verdict::{Case, verdict};
use super::words::{entity_labels, held_words, list};
use super::{comparison_rows, rows, stopping, target_verdict};
use crate::model::{Crossing, Item, Model, Pegging, Sourcing, Strategy, SupplyWay, joined};
use crate::record::{Layout, RunRecord};
use crate::results::{
    ComparedAt, FIXED, Finding, LeftOut, OrderRow, Raw, RunInfo, Search, StrategyInfo, Tables, Verdict,
};
use crate::stats::Bootstrap;
use crate::threads;

/// Resamples behind every probability of being best: its error is at most 0.011.
const RESAMPLES: usize = 2_000;
/// Items a strategy's description names before it stops.
const NAMED: usize = 8;

/// What only the reader of the scenario knows.
#[derive(Clone, Debug, Default)]
pub struct Provenance {
    /// SHA-256 of the resolved scenario, hexadecimal.
    pub scenario_hash: String,
    /// The resolved scenario, canonical TOML.
    pub resolved: String,
    /// What reading the scenario found; they come first.
    pub findings: Vec<Finding>,
    /// Orders, when `report.orders` asks for them.
    pub orders: Vec<OrderRow>,
    /// How much of the raw values is kept.
    pub raw: Raw,
    /// What was searched for, if the levels were.
    pub search: Option<Search>,
}

/// The tables of a result folder: a pure function of the scenario and the *set* of records.
///
/// # Panics
/// When layouts or records are not those of the model.
#[must_use]
pub fn tables(model: &Model, layouts: &[Layout], records: &[RunRecord], mut provenance: Provenance) -> Tables {
    let samples = Samples::new(model, layouts, records);
    let bootstrap = Bootstrap::new(samples.replications.len(), RESAMPLES, model.run.seed);
    let case = Case::new(&samples, &bootstrap);
    let mut found = provenance.findings.clone();
    let compared_at = compared_at(model, &provenance);
    // Levels that a search found are as low as they are on purpose.
    found.retain(|one| compared_at != ComparedAt::Best || one.id != "level_below_demand");
    let verdict = verdict(&case, compared_at);
    // The run says the same with what it saw.
    found.retain(|one| !findings::OVERLOADED.contains(&one.id.as_str()));
    found.extend(findings::findings(&case, verdict.facts.as_ref().map_or(&[], |facts| &facts.no_long_run)));
    let controls = Controls::of(&samples);
    found.extend(controls.as_ref().and_then(|controls| controls::finding(&case, controls)));
    let kept = Kept::new(&samples, provenance.raw);
    let orders = std::mem::take(&mut provenance.orders);
    let facts = Facts {
        replications: u32::try_from(samples.replications.len()).expect("replications are numbered by u32"),
        events: records.iter().map(|record| record.events).sum(),
        residual: records.iter().map(|record| record.residual.abs()).fold(0.0, f64::max),
        verdict,
        findings: found,
        left_out: kept.left_out(),
        axes: Vec::new(),
    };
    let info = RunInfo { stop_rule: stopping::words(&samples), ..info(model, provenance, facts) };
    // The two that take long, beside each other.
    let (comparison, series) = threads::both(|| comparison_rows::rows(&samples, &bootstrap), || rows::series(&samples));
    Tables {
        summary: rows::summary(&samples),
        comparison,
        replications: rows::replications(&samples, &kept),
        series,
        distribution: rows::distribution(&samples),
        controlled: controls.map_or_else(Vec::new, |controls| controls::rows(&samples, &controls)),
        arrivals: arrivals::rows(model),
        orders,
        levels: Vec::new(),
        info,
    }
}

/// Whose stock levels these are.
fn compared_at(model: &Model, provenance: &Provenance) -> ComparedAt {
    let holds = |strategy: &Strategy| {
        strategy.holds.iter().any(Option::is_some) || strategy.variants.iter().any(|variant| variant.stock.is_some())
    };
    match &provenance.search {
        Some(_) => ComparedAt::Best,
        None if model.strategies.iter().any(holds) => ComparedAt::Given,
        None => ComparedAt::Nothing,
    }
}

/// What a run or a sweep came to, beside its rows.
pub(super) struct Facts {
    pub replications: u32,
    pub events: u64,
    /// Largest self-check residual.
    pub residual: f64,
    pub verdict: Verdict,
    /// Those of the reader first.
    pub findings: Vec<Finding>,
    pub left_out: Vec<LeftOut>,
    pub axes: Vec<String>,
}

/// Provenance and words.
pub(super) fn info(model: &Model, provenance: Provenance, facts: Facts) -> RunInfo {
    RunInfo {
        version: env!("CARGO_PKG_VERSION").into(),
        scenario: model.name.clone(),
        question: model.question.clone(),
        time_unit: model.time_unit.word().into(),
        currency: model.currency.clone(),
        scenario_hash: provenance.scenario_hash,
        resolved: provenance.resolved,
        seed: model.run.seed,
        stream_scheme: crate::random::SCHEME.into(),
        replications: facts.replications,
        warm_up: model.run.warm_up.units(),
        horizon: model.run.horizon.units(),
        drain_limit: model.run.drain_limit.units(),
        confidence: model.run.confidence,
        stop_rule: FIXED.into(),
        strategies: model.strategies.iter().zip(model.under_each()).map(|(own, model)| described(model, own)).collect(),
        crossing: crossing_words(model),
        targets: target_verdict::targets(model).iter().map(target_verdict::asked).collect(),
        due: dues(model),
        events: facts.events,
        residual: facts.residual,
        verdict: facts.verdict,
        findings: facts.findings,
        left_out: facts.left_out,
        axes: facts.axes,
        axis_labels: Vec::new(),
        most: None,
        labels: entity_labels(model),
        partial: String::new(),
        search: provenance.search,
        compared: None,
    }
}

/// Which receipts may overtake each other, in words: where strategies set it for themselves, of each kind with its strategies.
fn crossing_words(model: &Model) -> String {
    let mut kinds: Vec<(String, Vec<String>)> = Vec::new();
    for (strategy, model) in model.strategies.iter().zip(model.under_each()) {
        let words = crossing_of(model) + &hours(model);
        match kinds.iter_mut().find(|(known, _)| *known == words) {
            Some((_, under)) => under.push(strategy.name.clone()),
            None => kinds.push((words, vec![strategy.name.clone()])),
        }
    }
    if let [(words, _)] = kinds.as_slice() {
        return words.clone();
    }
    let under: Vec<String> = kinds.iter().map(|(words, under)| format!("under {} {words}", list(under))).collect();
    under.join("; ")
}

fn crossing_of(model: &Model) -> String {
    let bought = |item: &Item| -> Vec<(String, Crossing)> {
        let name = |source: usize| match item.sources.get(source) {
            Some(source) => joined(&item.name, &source.name),
            None => item.name.clone(),
        };
        let ways = item.ways().into_iter().enumerate();
        let bought = ways.filter_map(|(source, (_, way))| match way {
            SupplyWay::Buy(buy) => Some((name(source), buy.crossing)),
            SupplyWay::Make(_) => None,
        });
        bought.collect()
    };
    let all: Vec<(String, Crossing)> = model.items.iter().flat_map(bought).collect();
    let sequential: Vec<String> =
        all.iter().filter(|(_, crossing)| *crossing == Crossing::Sequential).map(|(name, _)| name.clone()).collect();
    if sequential.is_empty() {
        "independent".into()
    } else if sequential.len() == all.len() {
        "sequential".into()
    } else if sequential.len() > NAMED {
        format!("sequential: {} items; else independent", sequential.len())
    } else {
        format!("sequential: {}; else independent", sequential.join(", "))
    }
}

/// Which source gets the orders of an item, in words.
pub fn sourcing(item: &Item) -> String {
    let name = |source: usize| item.sources[source].name.as_str();
    let named = |list: &[u32]| list.iter().map(|source| name(*source as usize)).collect::<Vec<_>>().join(", ");
    let weighted = |weights: &[f64]| {
        let some = weights.iter().enumerate().filter(|(_, weight)| **weight > 0.0);
        some.map(|(source, weight)| format!("{} {weight}", name(source))).collect::<Vec<_>>().join(", ")
    };
    match &item.sourcing {
        Sourcing::One(source) => name(*source as usize).into(),
        Sourcing::Rotate(list) => format!("in turn {}", named(list)),
        Sourcing::First(list) => format!("first able of {}", named(list)),
        Sourcing::Shares(weights) => format!("by shares {}", weighted(weights)),
        Sourcing::Split(weights) => format!("split {}", weighted(weights)),
    }
}

/// Due times, distinct and ascending.
fn dues(model: &Model) -> Vec<f64> {
    let mut dues: Vec<_> =
        model.under_each().flat_map(|model| &model.demands).filter_map(|demand| demand.due).collect();
    dues.sort_unstable();
    dues.dedup();
    dues.into_iter().map(|due| due.units()).collect()
}

fn described(model: &Model, strategy: &Strategy) -> StrategyInfo {
    let pooled = names(strategy.pooled_for_lots(&model.items));
    StrategyInfo {
        name: strategy.name.clone(),
        holds: held_words(model, strategy).join(", "),
        sets: strategy.sets.iter().map(|set| setting(set)).collect(),
        allocation: allocation(model, strategy),
        pegging: pegging(strategy.pegging, &pooled),
        pooled_for_lots: pooled,
    }
}

/// Who gets short parts, in words.
pub(super) fn allocation(model: &Model, strategy: &Strategy) -> String {
    let by = if model.is_ranked(strategy) { ", by priority of classes" } else { "" };
    format!("{}{by}", strategy.allocation.word())
}

/// A setting of a strategy for people: without the quotes around its key.
pub(super) fn setting(line: &str) -> String {
    let bare = line.strip_prefix('"').and_then(|rest| rest.split_once('"')).filter(|(key, _)| !key.contains('\\'));
    let line = bare.map_or_else(|| line.to_string(), |(key, value)| format!("{key}{value}"));
    line.strip_suffix(".0").map_or(line.clone(), str::to_string)
}

/// Whose the units of order-driven items are, in words, with those that are `pooled` for their lots alone.
pub(super) fn pegging(pegging: Pegging, pooled: &[String]) -> String {
    let mut words: Vec<String> = pooled.iter().take(NAMED).cloned().collect();
    if pooled.len() > NAMED {
        words.push(format!("{} more", pooled.len() - NAMED));
    }
    let word = pegging.word();
    if words.is_empty() {
        return word.into();
    }
    format!("{word}, but pooled where lots can exceed a request ({})", list(&words))
}

/// Names of items.
pub(super) fn names<'m>(items: impl Iterator<Item = &'m Item>) -> Vec<String> {
    items.map(|item| item.name.clone()).collect()
}
