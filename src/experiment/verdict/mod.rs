//! The verdict: which strategy is cheapest and which is fastest, by how much, how surely, at which service, and why.
//!
//! Strategies are told apart by paired differences with p values after Holm; what cannot be told apart is called a
//! tie. Every number is trimmed by its standard error.

mod sentences;
mod why;

use super::comparison::{Comparison, Leader};
use super::samples::{Key, Samples};
use super::target_verdict::TargetVerdict;
use super::words::{Words, list};
use crate::measures::{Better, Column, Measure};
use crate::model::{Model, Target};
use crate::results::Verdict;
use crate::stats::Bootstrap;

/// What the verdict is drawn from.
pub(super) struct Case<'a> {
    pub samples: &'a Samples<'a>,
    pub bootstrap: &'a Bootstrap,
    pub words: Words<'a>,
    /// Cost, or profit when things have a price.
    pub money: Comparison,
    pub money_measure: Measure,
    pub response: Comparison,
    /// The service strategies are held against; `None` when no strategy has one.
    pub service: Option<Service>,
}

/// A service measure of the whole system.
pub(super) struct Service {
    pub column: Column,
    pub comparison: Comparison,
    /// From `report.target`.
    pub target: Option<f64>,
}

/// Whether something has a price: then strategies are judged by profit, else by cost.
pub(super) fn is_priced(model: &Model) -> bool {
    model.items.iter().any(|item| item.price > 0.0)
}

impl<'a> Case<'a> {
    pub fn new(samples: &'a Samples<'a>, bootstrap: &'a Bootstrap) -> Case<'a> {
        let money = if is_priced(samples.model) { Measure::Profit } else { Measure::CostTotal };
        Case::judged_by(money, samples, bootstrap)
    }

    /// The same, judged by [`Measure::CostTotal`] or [`Measure::Profit`] whatever its own scenario says.
    pub fn judged_by(money_measure: Measure, samples: &'a Samples<'a>, bootstrap: &'a Bootstrap) -> Case<'a> {
        let comparison = |measure| Comparison::new(samples, &Key::system(measure), bootstrap);
        Case {
            samples,
            bootstrap,
            words: Words::new(samples.model),
            money: comparison(money_measure),
            money_measure,
            response: comparison(Measure::ResponseMean),
            service: Service::of(samples, bootstrap),
        }
    }

    pub fn name(&self, strategy: usize) -> &'a str {
        self.samples.strategies[strategy].name
    }

    pub fn names(&self, strategies: &[usize]) -> String {
        let names: Vec<String> = strategies.iter().map(|s| self.name(*s).into()).collect();
        list(&names)
    }

    pub fn everyone(&self) -> Vec<usize> {
        (0..self.samples.strategies.len()).collect()
    }

    pub fn money_leader(&self) -> Option<Leader> {
        self.money.leader(&self.everyone(), self.samples.alpha())
    }

    pub fn response_leader(&self) -> Option<Leader> {
        self.response.leader(&self.everyone(), self.samples.alpha())
    }

    /// `cheapest` or `most profitable`.
    pub fn cheapest(&self) -> &'static str {
        if self.money_measure == Measure::Profit { "most profitable" } else { "cheapest" }
    }
}

impl Service {
    fn of(samples: &Samples<'_>, bootstrap: &Bootstrap) -> Option<Service> {
        let asked = samples.model.report.target.as_ref().and_then(Service::asked);
        let usual = [Measure::OnTimeRate, Measure::OrderFillRate, Measure::PartsFillRate];
        let columns = asked.into_iter().chain(usual.map(|measure| (Column::plain(measure), None)));
        columns
            .map(|(column, target)| {
                let comparison = Comparison::new(samples, &Key::system_column(&column), bootstrap);
                Service { column, comparison, target }
            })
            .find(|service| service.comparison.estimates.iter().any(|estimate| estimate.mean.is_some()))
    }

    fn asked(target: &Target) -> Option<(Column, Option<f64>)> {
        Some((Column::parse(&target.measure)?, Some(target.value)))
    }

    /// Where a strategy stands against the target; `None` without one.
    pub fn against(&self, strategy: usize) -> Option<TargetVerdict> {
        Some(TargetVerdict::of(&self.comparison.estimates[strategy], self.target?, self.comparison.better))
    }

    /// Strategies that stand so against the target, in the scenario's order.
    pub fn that(&self, stand: &[TargetVerdict]) -> Vec<usize> {
        let own = |strategy: &usize| self.against(*strategy).is_some_and(|against| stand.contains(&against));
        (0..self.comparison.estimates.len()).filter(own).collect()
    }
}

/// Headline, then cost, response, service, target and reasons.
pub(super) fn verdict(case: &Case<'_>) -> Verdict {
    let mut sentences = Vec::new();
    sentences.extend(sentences::money(case));
    sentences.extend(sentences::selection(case));
    sentences.extend(sentences::response(case));
    sentences.extend(sentences::service(case));
    sentences.extend(sentences::target(case));
    sentences.extend(why::reasons(case));
    Verdict { headline: headline(case), sentences }
}

fn headline(case: &Case<'_>) -> String {
    let (Some(money), Some(response)) = (case.money_leader(), case.response_leader()) else {
        return "No order was delivered: there is nothing to compare.".into();
    };
    if let Some(service) = case.service.as_ref().filter(|service| service.target.is_some()) {
        return target_headline(case, service);
    }
    if case.samples.strategies.len() == 1 {
        return sentences::alone(case);
    }
    if case.samples.replications.len() < 2 {
        return format!(
            "In the one replication that was run {} was the {} and {} the fastest; one replication proves nothing.",
            case.name(money.best),
            case.cheapest(),
            case.name(response.best),
        );
    }
    if money == response && money.tied.is_empty() {
        return format!("{} is both the {} and the fastest strategy.", case.name(money.best), case.cheapest());
    }
    format!("{}; {}.", standing(case, &money, case.cheapest()), standing(case, &response, "fastest"))
}

/// `ATO is the cheapest strategy` or `MTS and ATO tie as the cheapest`.
fn standing(case: &Case<'_>, leader: &Leader, what: &str) -> String {
    if leader.tied.is_empty() {
        format!("{} is the {what} strategy", case.name(leader.best))
    } else {
        format!("{} tie as the {what}", case.names(&leader.all()))
    }
}

/// Who is cheapest of those that meet the target, or may: levels that were searched for a target end at it, on either
/// side of chance.
fn target_headline(case: &Case<'_>, service: &Service) -> String {
    let wanted = wanted(case, service);
    let unit = service.column.measure.definition().unit;
    let value = |s: usize| case.words.mean(&service.comparison.estimates[s], unit);
    let able = service.that(&[TargetVerdict::Met, TargetVerdict::Inconclusive]);
    let leader = match able.as_slice() {
        [] => return missed_headline(case, service),
        [only] => Leader { best: *only, tied: Vec::new() },
        several => match case.money.leader(several, case.samples.alpha()) {
            Some(leader) => leader,
            None => Leader { best: several[0], tied: several[1..].to_vec() },
        },
    };
    let leaders = leader.all();
    let open: Vec<usize> =
        leaders.iter().copied().filter(|s| service.against(*s) == Some(TargetVerdict::Inconclusive)).collect();
    let meets = match (open.is_empty(), leaders.len()) {
        (true, 1) => "meets",
        (true, _) => "meet",
        (false, _) => "may meet",
    };
    let cheapest = case.cheapest();
    let text = match (able.len(), leaders.as_slice()) {
        _ if case.samples.strategies.len() == 1 => format!("{} {meets} {wanted}", case.name(leader.best)),
        (1, _) => format!("{} is the only strategy that {meets} {wanted}", case.name(leader.best)),
        (_, [best]) => format!("{} is the {cheapest} strategy that {meets} {wanted}", case.name(*best)),
        (_, several) => format!("{} tie as the {cheapest} strategies that {meets} {wanted}", case.names(several)),
    };
    match open.is_empty() {
        true if case.samples.strategies.len() == 1 => format!("{text}: {}.", value(leader.best)),
        true => text + ".",
        false => text + &left_open(case, service, &open),
    }
}

/// `: 94.7 ± 0.4 % of ATO leaves it open; MTS surely does.`
fn left_open(case: &Case<'_>, service: &Service, open: &[usize]) -> String {
    let unit = service.column.measure.definition().unit;
    let alone = case.samples.strategies.len() == 1;
    let value = |s: &usize| {
        let size = case.words.size(&service.comparison.estimates[*s], unit);
        if alone { size } else { format!("{size} of {}", case.name(*s)) }
    };
    let values: Vec<String> = open.iter().map(value).collect();
    let leave = if values.len() == 1 { "leaves" } else { "leave" };
    let sure = match case.money.leader(&service.that(&[TargetVerdict::Met]), case.samples.alpha()) {
        Some(sure) if sure.tied.is_empty() => format!("; {} surely does", case.name(sure.best)),
        Some(sure) => format!("; {} surely do", case.names(&sure.all())),
        None => String::new(),
    };
    format!(": {} {leave} it open{sure}.", list(&values))
}

fn missed_headline(case: &Case<'_>, service: &Service) -> String {
    let wanted = wanted(case, service);
    let unit = service.column.measure.definition().unit;
    let ranked = service.comparison.ranking(&case.everyone());
    let closest = ranked.first().map_or(String::new(), |s| {
        let only = if ranked.len() > 1 { "; the closest is " } else { ": " };
        format!("{only}{} with {}", case.name(*s), case.words.mean(&service.comparison.estimates[*s], unit))
    });
    let subject = if case.samples.strategies.len() > 1 { "No strategy meets" } else { "The strategy misses" };
    format!("{subject} {wanted}{closest}.")
}

/// `the target (on-time rate at least 95 %)`.
fn wanted(case: &Case<'_>, service: &Service) -> String {
    let target = service.target.unwrap_or(f64::NAN);
    let bound = if service.comparison.better == Better::Lower { "at most" } else { "at least" };
    let value = case.words.given(target, service.column.measure.definition().unit);
    format!("the target ({} {bound} {value})", case.words.label(&service.column))
}
