//! What the verdict and the findings are drawn from.

use crate::experiment::comparison::{Comparison, Leader};
use crate::experiment::optimize::ServiceTarget;
use crate::experiment::samples::{Key, Samples, StrategySamples};
use crate::experiment::target_verdict::{self, AgainstTargets};
use crate::experiment::words::{Words, list};
use crate::measures::{Column, EntityKind, Measure};
use crate::model::{Model, RunKind};
use crate::record::RunRecord;
use crate::results::{MeanInterval, TargetVerdict};
use crate::stats::{Bootstrap, Estimate};

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
    /// From `report.target`; `None` where nothing is asked.
    pub targets: Option<Targets>,
}

/// A service measure of the whole system.
pub(in crate::experiment) struct Service {
    pub column: Column,
    pub comparison: Comparison,
}

/// What is asked of the strategies, and how they stand against it.
pub(in crate::experiment) struct Targets {
    pub asked: Vec<ServiceTarget>,
    /// By strategy and target.
    pub found: Vec<Vec<Estimate>>,
    /// By strategy.
    pub against: Vec<AgainstTargets>,
}

/// Whether something has a price: then strategies are judged by profit, else by cost.
pub(in crate::experiment) fn is_priced(model: &Model) -> bool {
    model.under_each().any(|model| model.items.iter().any(|item| item.price > 0.0))
}

/// An estimate as facts have it.
pub(super) fn interval(estimate: &Estimate) -> MeanInterval {
    MeanInterval { mean: estimate.mean, se: estimate.se, ci_low: estimate.low, ci_high: estimate.high }
}

impl<'a> Case<'a> {
    pub fn new(samples: &'a Samples<'a>, bootstrap: &'a Bootstrap) -> Case<'a> {
        let money = if is_priced(samples.model) { Measure::Profit } else { Measure::CostTotal };
        Case::judged_by(money, samples, bootstrap)
    }

    /// The same, judged by [`Measure::CostTotal`] or [`Measure::Profit`] whatever its own scenario says.
    pub fn judged_by(money_measure: Measure, samples: &'a Samples<'a>, bootstrap: &'a Bootstrap) -> Case<'a> {
        let comparison = |measure| Comparison::new(samples, &Key::system(measure), bootstrap);
        let asked = target_verdict::targets(samples.model);
        Case {
            samples,
            bootstrap,
            words: Words::new(samples.model),
            money: comparison(money_measure),
            money_measure,
            response: comparison(Measure::ResponseMean),
            service: Service::of(samples, bootstrap, &asked),
            targets: Targets::of(samples, asked),
        }
    }

    /// Whether the run is to say what holds in the long run; else its window is the question itself.
    pub fn is_steady(&self) -> bool {
        self.samples.model.run.kind == RunKind::Steady
    }

    /// Whether all of several replications are alike, under every strategy.
    pub fn is_certain(&self) -> bool {
        let bits = |record: &RunRecord| record.values.iter().map(|value| value.to_bits()).collect::<Vec<u64>>();
        let alike = |own: &StrategySamples<'_>| {
            let mut records = own.records.iter().flatten();
            let first = records.next().map(|record| bits(record));
            records.all(|record| Some(bits(record)) == first)
        };
        self.samples.replications.len() > 1 && self.samples.strategies.iter().all(alike)
    }

    /// As data have it.
    pub fn name(&self, strategy: usize) -> &'a str {
        self.samples.strategies[strategy].name
    }

    /// As sentences have it.
    pub fn called(&self, strategy: usize) -> String {
        self.words.strategy(self.name(strategy))
    }

    pub fn all_called(&self, strategies: &[usize]) -> String {
        let names: Vec<String> = strategies.iter().map(|s| self.called(*s)).collect();
        list(&names)
    }

    pub fn everyone(&self) -> Vec<usize> {
        (0..self.samples.strategies.len()).collect()
    }

    pub fn money_leader(&self) -> Option<Leader> {
        self.money.leader(&self.everyone(), self.samples.alpha())
    }

    /// Strategies that may be called best: those that meet every target or may.
    pub fn able(&self) -> Vec<usize> {
        self.targets.as_ref().map_or_else(|| self.everyone(), |targets| target_verdict::able(&targets.against))
    }

    /// The measure that decides between them, by its id: the money; where nothing costs anything the service where that
    /// differs, else the response.
    pub fn decisive(&self) -> (String, &Comparison) {
        let id = |measure: Measure| measure.definition().id.to_string();
        let is_free = self.money_measure == Measure::CostTotal
            && self.money.estimates.iter().all(|estimate| estimate.mean.is_none_or(|mean| mean == 0.0));
        if !is_free {
            return (id(self.money_measure), &self.money);
        }
        let everyone = self.everyone();
        let differs = |service: &&Service| {
            service.comparison.leader(&everyone, self.samples.alpha()).is_some_and(|l| l.all().len() < everyone.len())
        };
        match self.service.as_ref().filter(differs) {
            Some(service) => (service.column.id(), &service.comparison),
            None => (id(Measure::ResponseMean), &self.response),
        }
    }

    pub fn response_leader(&self) -> Option<Leader> {
        self.response.leader(&self.everyone(), self.samples.alpha())
    }
}

impl Service {
    fn of(samples: &Samples<'_>, bootstrap: &Bootstrap, targets: &[ServiceTarget]) -> Option<Service> {
        let of_system = |target: &&ServiceTarget| target.entity.kind == EntityKind::System;
        let asked = targets.iter().find(of_system).map(|target| target.column.clone());
        let usual = [Measure::OnTimeRate, Measure::OrderFillRate, Measure::PartsFillRate];
        let columns = asked.into_iter().chain(usual.map(Column::plain));
        columns
            .map(|column| {
                let comparison = Comparison::new(samples, &Key::system_column(&column), bootstrap);
                Service { column, comparison }
            })
            .find(|service| service.comparison.estimates.iter().any(|estimate| estimate.mean.is_some()))
    }
}

impl Targets {
    fn of(samples: &Samples<'_>, asked: Vec<ServiceTarget>) -> Option<Targets> {
        let estimates = |strategy: usize| -> Vec<Estimate> {
            let own = |target: &ServiceTarget| samples.estimate(strategy, &Key::new(&target.entity, &target.column));
            asked.iter().map(own).collect()
        };
        let found: Vec<Vec<Estimate>> = (0..samples.strategies.len()).map(estimates).collect();
        let against = found.iter().map(|found| AgainstTargets::new(&asked, found)).collect();
        (!asked.is_empty()).then_some(Targets { asked, found, against })
    }

    /// Strategies that surely meet all, in the scenario's order.
    pub fn met(&self) -> Vec<usize> {
        (0..self.against.len()).filter(|s| self.against[*s].verdict() == TargetVerdict::Met).collect()
    }
}
