//! From the comparisons of a case to the facts of its verdict.

use super::case::{Case, Service, Targets, interval};
use super::impact;
use super::long_run::no_long_run;
use crate::experiment::comparison::Comparison;
use crate::experiment::samples::Key;
use crate::experiment::{stopping, target_verdict};
use crate::measures::{Column, EntityKind};
use crate::record::Entity;
use crate::results::{
    ClassFacts, ComparedAt, RankedMeasure, RankedStrategy, SelectionFacts, ServiceFacts, TargetFact, TargetFacts,
    TargetValue, VerdictFacts, WorthFacts,
};

/// The facts of a case, compared at given or at best levels.
pub(super) fn facts(case: &Case<'_>, compared_at: ComparedAt) -> VerdictFacts {
    let (id, decisive) = case.decisive();
    let choice = best_of(case, decisive, &case.able());
    let service = case.service.as_ref().map(|service| service_facts(case, service));
    VerdictFacts {
        confidence: case.samples.confidence.level(),
        replications: u32::try_from(case.samples.replications.len()).expect("replications are numbered by u32"),
        money: ranked(case, case.money_measure.definition().id.into(), &case.money),
        response: ranked(case, "response_mean".into(), &case.response),
        targets: case.targets.as_ref().map(|targets| target_facts(case, targets, decisive)),
        worth: worth(case, service.as_ref(), &choice),
        classes: classes(case),
        impact: impact::facts(case),
        service,
        decisive: id,
        choice: named(case, &choice),
        compared_at,
        selection: selection(case),
        no_long_run: no_long_run(case),
        nothing_random: case.is_certain(),
    }
}

fn ranked(case: &Case<'_>, measure: String, comparison: &Comparison) -> RankedMeasure {
    let leader = comparison.leader(&case.everyone(), case.samples.alpha());
    let difference = |strategy: usize| {
        let best = leader.as_ref().map(|leader| leader.best).filter(|best| *best != strategy)?;
        Some(interval(&comparison.pair(strategy, best)?.paired.difference))
    };
    let own = |strategy: usize| RankedStrategy {
        strategy: case.name(strategy).into(),
        value: interval(&comparison.estimates[strategy]),
        difference: difference(strategy),
        p_best: comparison.best[strategy],
        behind: comparison.behind(strategy),
    };
    RankedMeasure {
        measure,
        best: leader.as_ref().map(|leader| case.name(leader.best).into()),
        tied: leader.as_ref().map_or_else(Vec::new, |leader| named(case, &leader.tied)),
        strategies: comparison.ranking(&case.everyone()).into_iter().map(own).collect(),
    }
}

fn named(case: &Case<'_>, strategies: &[usize]) -> Vec<String> {
    strategies.iter().map(|strategy| case.name(*strategy).into()).collect()
}

fn service_facts(case: &Case<'_>, service: &Service) -> ServiceFacts {
    ServiceFacts { ranked: ranked(case, service.column.id(), &service.comparison), is_equal: is_equal(case, service) }
}

/// Classes of customers that the verdict tells of, at most.
const CLASSES: usize = 8;

/// The service of each class of customers, where there are several.
fn classes(case: &Case<'_>) -> Vec<ClassFacts> {
    let Some(service) = &case.service else { return Vec::new() };
    let mut names: Vec<&str> = Vec::new();
    for demand in case.samples.model.demands.iter().filter(|demand| !demand.class.is_empty()) {
        if !names.contains(&demand.class.as_str()) {
            names.push(&demand.class);
        }
    }
    if names.len() < 2 {
        return Vec::new();
    }
    let of = |name: &&str| {
        let entity = Entity { kind: EntityKind::Class, name: (*name).to_string() };
        let key = Key::new(&entity, &service.column);
        let comparison = Comparison::new(case.samples, &key, case.bootstrap);
        ClassFacts { class: entity.name.clone(), ranked: ranked(case, service.column.id(), &comparison) }
    };
    names.iter().take(CLASSES).map(of).collect()
}

/// Whether the service of the best in money is that of all others; `None` when there is nothing to compare.
fn is_equal(case: &Case<'_>, service: &Service) -> Option<bool> {
    if case.samples.strategies.len() < 2 || case.samples.replications.len() < 2 {
        return None;
    }
    let best = case.money_leader()?.best;
    let has = |s: usize| service.comparison.estimates[s].mean.is_some();
    let differs = |s: &usize| has(*s) != has(best) || service.comparison.differ(*s, best, case.samples.alpha());
    Some(!case.everyone().iter().filter(|s| **s != best).any(differs))
}

fn target_facts(case: &Case<'_>, targets: &Targets, decisive: &Comparison) -> TargetFacts {
    let values = |strategy: usize| -> Vec<TargetValue> {
        let found = targets.found[strategy].iter().zip(&targets.against[strategy].verdicts);
        found.map(|(found, verdict)| TargetValue { value: interval(found), verdict: *verdict }).collect()
    };
    let fact = |strategy: usize| TargetFact {
        strategy: case.name(strategy).into(),
        verdict: targets.against[strategy].verdict(),
        values: values(strategy),
    };
    TargetFacts {
        asked: targets.asked.iter().map(target_verdict::asked).collect(),
        strategies: case.everyone().into_iter().map(fact).collect(),
        nearest: target_verdict::nearest(&targets.against).map(|strategy| case.name(strategy).into()),
        surely_best: named(case, &best_of(case, decisive, &targets.met())),
    }
}

/// The best of some and its ties; all of them where none has a value to decide by.
fn best_of(case: &Case<'_>, decisive: &Comparison, among: &[usize]) -> Vec<usize> {
    decisive.leader(among, case.samples.alpha()).map_or_else(|| among.to_vec(), |leader| leader.all())
}

/// The choice against whoever serves best, where no target is named and services differ; else against the next that may
/// be chosen.
fn worth(case: &Case<'_>, service: Option<&ServiceFacts>, choice: &[usize]) -> Option<WorthFacts> {
    let chosen = *choice.first()?;
    let apart = |strategy: &usize| !choice.contains(strategy);
    let unequal = case.targets.is_none() && service.is_some_and(|service| service.is_equal == Some(false));
    let serving = case.service.as_ref().filter(|_| unequal);
    let serving = serving.and_then(|service| service.comparison.leader(&case.everyone(), case.samples.alpha()));
    let serving = serving.filter(|leader| !leader.all().contains(&chosen)).map(|leader| leader.best).filter(apart);
    let over = serving.or_else(|| case.money.ranking(&case.able()).into_iter().find(apart))?;
    let difference = interval(&case.money.pair(chosen, over)?.paired.difference);
    Some(WorthFacts { over: case.name(over).into(), difference })
}

fn selection(case: &Case<'_>) -> Option<SelectionFacts> {
    let select = case.samples.model.run.stopping.as_ref()?.select.as_ref()?;
    let selection = stopping::judge(case.samples).selection?;
    let column = Column::parse(&select.measure)?;
    let comparison = Comparison::new(case.samples, &Key::system_column(&column), case.bootstrap);
    Some(SelectionFacts {
        measure: select.measure.clone(),
        best: case.name(selection.best).into(),
        replications: selection.ends? as u64,
        indifference: select.indifference,
        behind: comparison.behind(selection.best),
    })
}
