//! The verdict: which strategy is cheapest and which is fastest, by how much, how surely, at which service, and why.
//!
//! Strategies are told apart by paired differences with p values after Holm; what cannot be told apart is called a
//! tie. Every number is trimmed by its standard error.

mod sentences;
mod why;

use super::contest::{Contest, Leader};
use super::ledger::{Key, Ledger};
use super::words::{Words, list, sentence};
use crate::measures::{Better, Column, Measure};
use crate::model::{Model, Target};
use crate::results::Verdict;
use crate::stats::Bootstrap;

/// What the verdict is drawn from.
pub(super) struct Case<'a> {
    pub ledger: &'a Ledger<'a>,
    pub bootstrap: &'a Bootstrap,
    pub words: Words<'a>,
    /// Cost, or profit when things have a price.
    pub money: Contest,
    pub money_measure: Measure,
    pub response: Contest,
    /// The service strategies are held against; `None` when no strategy has one.
    pub service: Option<Service>,
}

/// A service measure of the whole system.
pub(super) struct Service {
    pub column: Column,
    pub contest: Contest,
    /// From `report.target`.
    pub target: Option<f64>,
    meeting: Meeting,
}

/// When a target is met.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Meeting {
    /// When the mean reaches it.
    #[default]
    Mean,
    /// When the interval does: levels that were searched for a target end at it, on either side.
    WithinChance,
}

/// What strategies are judged by: profit when something has a price in one of the scenarios, else cost.
pub(super) fn money_of(models: &[Model]) -> Measure {
    let priced = |model: &Model| model.items.iter().any(|item| item.price > 0.0);
    if models.iter().any(priced) { Measure::Profit } else { Measure::CostTotal }
}

impl<'a> Case<'a> {
    pub fn new(ledger: &'a Ledger<'a>, bootstrap: &'a Bootstrap) -> Case<'a> {
        Case::judged_by(money_of(std::slice::from_ref(ledger.model)), ledger, bootstrap)
    }

    /// The same, judged by [`Measure::CostTotal`] or [`Measure::Profit`] whatever its own scenario says.
    pub fn judged_by(money_measure: Measure, ledger: &'a Ledger<'a>, bootstrap: &'a Bootstrap) -> Case<'a> {
        let contest = |measure| Contest::new(ledger, &Key::system(measure), bootstrap);
        Case {
            ledger,
            bootstrap,
            words: Words::new(ledger.model),
            money: contest(money_measure),
            money_measure,
            response: contest(Measure::ResponseMean),
            service: Service::of(ledger, bootstrap),
        }
    }

    /// The same case, where the levels were searched for the target.
    pub fn at_best(mut self) -> Case<'a> {
        if let Some(service) = &mut self.service {
            service.meeting = Meeting::WithinChance;
        }
        self
    }

    pub fn name(&self, strategy: usize) -> &'a str {
        self.ledger.slates[strategy].name
    }

    pub fn names(&self, strategies: &[usize]) -> String {
        let names: Vec<String> = strategies.iter().map(|s| self.name(*s).into()).collect();
        list(&names)
    }

    pub fn everyone(&self) -> Vec<usize> {
        (0..self.ledger.slates.len()).collect()
    }

    pub fn money_leader(&self) -> Option<Leader> {
        self.money.leader(&self.everyone(), self.ledger.alpha())
    }

    pub fn response_leader(&self) -> Option<Leader> {
        self.response.leader(&self.everyone(), self.ledger.alpha())
    }

    /// `cheapest` or `most profitable`.
    pub fn cheapest(&self) -> &'static str {
        if self.money_measure == Measure::Profit { "most profitable" } else { "cheapest" }
    }
}

impl Service {
    fn of(ledger: &Ledger<'_>, bootstrap: &Bootstrap) -> Option<Service> {
        let asked = ledger.model.report.target.as_ref().and_then(Service::asked);
        let usual = [Measure::OnTimeRate, Measure::OrderFillRate, Measure::PartsFillRate];
        let columns = asked.into_iter().chain(usual.map(|measure| (Column::plain(measure), None)));
        columns
            .map(|(column, target)| {
                let contest = Contest::new(ledger, &Key::system_column(&column), bootstrap);
                Service { column, contest, target, meeting: Meeting::Mean }
            })
            .find(|service| service.contest.estimates.iter().any(|estimate| estimate.mean.is_some()))
    }

    fn asked(target: &Target) -> Option<(Column, Option<f64>)> {
        Some((Column::parse(&target.measure)?, Some(target.value)))
    }

    /// Whether a strategy's mean meets the target; not without a target or a value.
    pub fn meets(&self, strategy: usize) -> bool {
        if self.meeting == Meeting::WithinChance && self.open(strategy) {
            return true;
        }
        match (self.contest.estimates[strategy].mean, self.target, self.contest.better) {
            (Some(mean), Some(target), Better::Lower) => mean <= target,
            (Some(mean), Some(target), _) => mean >= target,
            _ => false,
        }
    }

    /// Whether the interval leaves open if the target is met.
    pub fn open(&self, strategy: usize) -> bool {
        self.target.is_some_and(|target| self.contest.estimates[strategy].straddles(target))
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
    if case.ledger.slates.len() == 1 {
        return sentences::alone(case);
    }
    if case.ledger.replications.len() < 2 {
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

fn target_headline(case: &Case<'_>, service: &Service) -> String {
    let wanted = wanted(case, service);
    let meeting: Vec<usize> = case.everyone().into_iter().filter(|s| service.meets(*s)).collect();
    let unit = service.column.measure.definition().unit;
    let value = |s: usize| case.words.mean(&service.contest.estimates[s], unit);
    match meeting.as_slice() {
        [] => {
            let ranked = service.contest.ranking(&case.everyone());
            let closest = ranked.first().map_or(String::new(), |s| {
                let only = if ranked.len() > 1 { "; the closest is " } else { ": " };
                format!("{only}{} with {}", case.name(*s), value(*s))
            });
            let subject = if case.ledger.slates.len() > 1 { "No strategy meets" } else { "The strategy misses" };
            format!("{subject} {wanted}{closest}.")
        }
        [only] if case.ledger.slates.len() == 1 => {
            format!("{} meets {wanted}: {}.", case.name(*only), value(*only))
        }
        [only] => format!("{} is the only strategy that meets {wanted}.", case.name(*only)),
        several => match case.money.leader(several, case.ledger.alpha()) {
            Some(leader) if leader.tied.is_empty() => {
                format!("{} is the {} strategy that meets {wanted}.", case.name(leader.best), case.cheapest())
            }
            Some(leader) => {
                let what = case.cheapest();
                format!("{} tie as the {what} strategies that meet {wanted}.", case.names(&leader.all()))
            }
            None => sentence(&format!("{} meet {wanted}.", case.names(several))),
        },
    }
}

/// `the target (on-time rate at least 95 %)`.
fn wanted(case: &Case<'_>, service: &Service) -> String {
    let target = service.target.unwrap_or(f64::NAN);
    let bound = if service.contest.better == Better::Lower { "at most" } else { "at least" };
    let value = case.words.given(target, service.column.measure.definition().unit);
    format!("the target ({} {bound} {value})", case.words.label(&service.column))
}
