//! What the verdict and the findings are drawn from.

use crate::experiment::comparison::{Comparison, Leader};
use crate::experiment::samples::{Key, Samples};
use crate::experiment::target_verdict;
use crate::experiment::words::{Words, list};
use crate::measures::{Column, Measure};
use crate::model::{Model, RunKind, Target};
use crate::results::TargetVerdict;
use crate::stats::Bootstrap;

/// What the verdict is drawn from.
pub(in crate::experiment) struct Case<'a> {
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
pub(in crate::experiment) struct Service {
    pub column: Column,
    pub comparison: Comparison,
    /// From `report.target`.
    pub target: Option<f64>,
}

/// Whether something has a price: then strategies are judged by profit, else by cost.
pub(in crate::experiment) fn is_priced(model: &Model) -> bool {
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

    /// Whether the run is to say what holds in the long run; else its window is the question itself.
    pub fn is_steady(&self) -> bool {
        self.samples.model.run.kind == RunKind::Steady
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
        Some(target_verdict::judged(&self.comparison.estimates[strategy], self.target?, self.comparison.better))
    }

    /// Strategies that stand so against the target, in the scenario's order.
    pub fn that(&self, stand: &[TargetVerdict]) -> Vec<usize> {
        let own = |strategy: &usize| self.against(*strategy).is_some_and(|against| stand.contains(&against));
        (0..self.comparison.estimates.len()).filter(own).collect()
    }
}
