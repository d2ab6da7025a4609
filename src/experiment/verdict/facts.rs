//! From the comparisons of a case to the facts of its verdict.

use super::case::{Case, Service};
use super::long_run::no_long_run;
use crate::experiment::comparison::{Comparison, Leader};
use crate::experiment::samples::Key;
use crate::experiment::stopping;
use crate::measures::Column;
use crate::results::{
    MeanInterval, RankedMeasure, RankedStrategy, SelectionFacts, ServiceFacts, TargetFact, TargetFacts, TargetVerdict,
    VerdictFacts,
};
use crate::stats::Estimate;

/// The facts of a case.
pub(super) fn facts(case: &Case<'_>) -> VerdictFacts {
    VerdictFacts {
        confidence: case.samples.confidence.level(),
        replications: u32::try_from(case.samples.replications.len()).expect("replications are numbered by u32"),
        money: ranked(case, case.money_measure.definition().id.into(), &case.money),
        response: ranked(case, "response_mean".into(), &case.response),
        service: case.service.as_ref().map(|service| service_facts(case, service)),
        selection: selection(case),
        no_long_run: no_long_run(case),
    }
}

fn interval(estimate: &Estimate) -> MeanInterval {
    MeanInterval { mean: estimate.mean, se: estimate.se, ci_low: estimate.low, ci_high: estimate.high }
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
    ServiceFacts {
        ranked: ranked(case, service.column.id(), &service.comparison),
        is_equal: is_equal(case, service),
        target: service.target.map(|value| target(case, service, value)),
    }
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

fn target(case: &Case<'_>, service: &Service, value: f64) -> TargetFacts {
    let verdict = |s: usize| service.against(s).unwrap_or(TargetVerdict::Missed);
    let strategies = case.everyone().into_iter();
    let able = service.that(&[TargetVerdict::Met, TargetVerdict::Inconclusive]);
    let best = |among: &[usize]| case.money.leader(among, case.samples.alpha());
    // Without money they are all alike.
    let alike = || able.split_first().map(|(best, tied)| Leader { best: *best, tied: tied.into() });
    let all = |leader: Option<Leader>| leader.map_or_else(Vec::new, |leader| named(case, &leader.all()));
    TargetFacts {
        value,
        strategies: strategies.map(|s| TargetFact { strategy: case.name(s).into(), verdict: verdict(s) }).collect(),
        best: all(best(&able).or_else(alike)),
        surely_best: all(best(&service.that(&[TargetVerdict::Met]))),
    }
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
