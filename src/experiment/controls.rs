//! Control variates on request: how far the orders and lead times of a replication were from their known means.
//!
//! * *Orders*: the orders placed in the window, when every stream is Poisson: their mean is rate × window.
//! * *Lead times*: of each bought item the lead times numbered as those which the window is expected to release, each
//!   less the mean of its law, times the value of what they bring. Lead times belong to the number of a replenishment
//!   and not to the moment it is released, so these are drawn whatever happens; realised lead times of the window would
//!   not do, as those that are not over when the run ends are missing, and they are the long ones.

use super::samples::{Key, Samples};
use super::verdict::Case;
use super::words::{inside, list, sentence};
use crate::measures::{EntityKind, Kind, Measure};
use crate::model::{Demand, Model, Supply, TICKS_PER_UNIT};
use crate::plan::{Plan, Rounding, SupplyPlan, VariateStream, sizing};
use crate::results::numbers::plain;
use crate::results::{ControlledRow, Finding};
use crate::stats::{Controlled, controlled};

/// Controls by strategy: deviations from the known mean, by replication.
pub(super) struct Controls {
    /// `None` where the mean is not known.
    orders: Option<Vec<Vec<f64>>>,
    lead_times: Vec<Option<Vec<f64>>>,
}

impl Controls {
    /// Those of a run that asks for them.
    pub fn of(samples: &Samples<'_>) -> Option<Controls> {
        let model = samples.model;
        if !model.run.control_variates {
            return None;
        }
        let lead_times = (0..model.strategies.len()).map(|strategy| lead_times(samples, strategy)).collect();
        Some(Controls { orders: orders(samples), lead_times })
    }

    /// The controls of one strategy, or of two.
    fn slices(&self, strategies: &[usize]) -> Vec<&[f64]> {
        let orders = strategies.first().and_then(|first| self.orders.as_ref().map(|orders| orders[*first].as_slice()));
        let lead_times = strategies.iter().filter_map(|strategy| self.lead_times[*strategy].as_deref());
        orders.into_iter().chain(lead_times).collect()
    }

    fn words(&self) -> String {
        let orders = self.orders.iter().map(|_| "orders placed".to_string());
        let lead_times = self.lead_times.iter().flatten().take(1).map(|_| "lead times drawn".to_string());
        list(&orders.chain(lead_times).collect::<Vec<_>>())
    }

    /// The adjusted mean of a measure under a strategy.
    fn mean(&self, samples: &Samples<'_>, key: &Key<'_>, strategy: usize) -> Option<Controlled> {
        controlled(&samples.values(strategy, key)?, &self.slices(&[strategy]), samples.confidence.level())
    }

    /// The adjusted difference of a measure between two strategies.
    fn difference(&self, samples: &Samples<'_>, key: &Key<'_>, first: usize, second: usize) -> Option<Controlled> {
        let (a, b) = (samples.values(first, key)?, samples.values(second, key)?);
        let differences: Vec<f64> = a.iter().zip(&*b).map(|(a, b)| a - b).collect();
        controlled(&differences, &self.slices(&[first, second]), samples.confidence.level())
    }
}

/// Orders placed − their mean, where that is known: streams are Poisson and every order is for something.
fn orders(samples: &Samples<'_>) -> Option<Vec<Vec<f64>>> {
    let model = samples.model;
    // Poisson streams in which no quantity is rounded to 0, which would be no order.
    let is_counted = |demand: &Demand| demand.is_poisson() && demand.quantity.least() >= 0.5;
    let is_counted = |place: usize| model.under_each().all(|model| is_counted(&model.demands[place]));
    let rate = |(place, demand): (usize, &Demand)| is_counted(place).then(|| demand.order_rate());
    let rates: Option<Vec<f64>> = model.demands.iter().enumerate().map(rate).collect();
    let mean = rates?.iter().sum::<f64>() * model.run.horizon.units();
    let of = |strategy: usize| {
        let placed = samples.values(strategy, &Key::system(Measure::OrdersPlaced))?;
        Some(placed.iter().map(|orders| orders - mean).collect())
    };
    (0..model.strategies.len()).map(of).collect()
}

/// Lead times drawn for the replenishments that the window is expected to release, less their mean, in units of value.
fn lead_times(samples: &Samples<'_>, strategy: usize) -> Option<Vec<f64>> {
    let model = samples.model.under(strategy);
    let plan = Plan::new(model, strategy);
    let rates = sizing::rates(model, &plan);
    let valued = plan.items.iter().any(|item| item.value > 0.0);
    let mut sums = vec![0.0; samples.replications.len()];
    let mut varies = false;
    for (item, rate) in plan.items.iter().zip(&rates) {
        let (SupplyPlan::Buy(buy), Supply::Buy(source)) = (&item.supply, &model.item(item.origin).supply) else {
            continue;
        };
        // Of several sources it is not known beforehand how often each is asked.
        let is_chosen = !model.item(item.origin).sources.is_empty();
        if is_chosen || source.lead_time.variance() == 0.0 || rate.orders == 0.0 {
            continue;
        }
        varies = true;
        let weight = if valued { item.value } else { 1.0 } * rate.mean / rate.orders;
        let numbers = expected(model, rate.orders);
        for (sum, replication) in sums.iter_mut().zip(&samples.replications) {
            let mut draws = VariateStream::closed();
            draws.open(&buy.time, Rounding::Ticks, model.run.seed, *replication, item.time_key);
            for number in 0..numbers.end {
                let drawn = draws.next(&buy.time) as f64 / TICKS_PER_UNIT as f64;
                *sum += if number >= numbers.start { weight * (drawn - source.lead_time.mean()) } else { 0.0 };
            }
        }
    }
    varies.then_some(sums)
}

/// Numbers of the replenishments that the window is expected to release.
fn expected(model: &Model, rate: f64) -> std::ops::Range<u64> {
    let (first, window) = (model.run.warm_up.units(), model.run.horizon.units());
    let start = (rate * first) as u64;
    start..((rate * (first + window)) as u64).max(start + 1)
}

/// What is adjusted: money, service, response and stock of the whole system.
fn keys<'a>(samples: &Samples<'a>) -> Vec<Key<'a>> {
    let mut keys: Vec<Key<'a>> = Vec::new();
    for entry in samples.strategies.iter().flat_map(|strategy| strategy.layout.values.iter()) {
        let kind = entry.column.measure.definition().kind;
        let key = Key::of(entry);
        if key.kind == EntityKind::System && !matches!(kind, Kind::Count | Kind::Check) && !keys.contains(&key) {
            keys.push(key);
        }
    }
    keys
}

/// Rows of `controlled.csv`: each strategy by itself, then each against each.
pub(super) fn rows(samples: &Samples<'_>, controls: &Controls) -> Vec<ControlledRow> {
    let mut rows = Vec::new();
    let everyone = 0..samples.strategies.len();
    for key in keys(samples) {
        let mut push = |strategy: usize, reference: Option<usize>, found: Option<Controlled>| {
            let Some(found) = found else { return };
            rows.push(ControlledRow {
                measure: key.id(),
                unit: samples.unit(key.measure),
                strategy: samples.strategies[strategy].name.into(),
                reference: reference.map_or(String::new(), |reference| samples.strategies[reference].name.into()),
                mean: Some(found.mean),
                se: Some(found.se),
                ci_low: Some(found.low),
                ci_high: Some(found.high),
                controls: found.controls,
                replications: found.n,
                variance_ratio: found.variance_ratio,
            });
        };
        for strategy in everyone.clone() {
            push(strategy, None, controls.mean(samples, &key, strategy));
        }
        for strategy in everyone.clone() {
            for reference in everyone.clone().filter(|reference| *reference != strategy) {
                push(strategy, Some(reference), controls.difference(samples, &key, strategy, reference));
            }
        }
    }
    rows
}

/// What the controls won in money: under the strategy where it is most, and under the best one.
pub(super) fn finding(case: &Case<'_>, controls: &Controls) -> Option<Finding> {
    let said = |symptom: &str, advice: &str| {
        Some(Finding { id: "control_variates".into(), symptom: symptom.into(), advice: advice.into() })
    };
    let best = case.money_leader()?.best;
    let key = Key::system(case.money_measure);
    let won = |strategy: usize| {
        let found = controls.mean(case.samples, &key, strategy)?;
        Some((found.variance_ratio.unwrap_or(f64::INFINITY), strategy))
    };
    let most = case.everyone().into_iter().filter_map(won).max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
    let Some((ratio, where_most)) = most else {
        let symptom =
            "No control variate: no lead time varies, and the mean number of orders is not known or they are too few";
        return said(symptom, "leave out run.control_variates, or set run.replications = 30");
    };
    let times = |ratio: f64| plain((ratio * 10.0).round() / 10.0);
    let mut symptom = format!(
        "{} as control variates are worth {} times the replications for {} under {}",
        controls.words(),
        times(ratio),
        inside(case.money_measure.definition().label),
        case.called(where_most),
    );
    if let Some((own, _)) = won(best).filter(|_| best != where_most) {
        symptom += &format!(", {} times under {}", times(own), case.called(best));
    }
    let advice = if ratio > 1.1 {
        "read the adjusted means and differences in controlled.csv"
    } else {
        "nothing is won here: leave out run.control_variates"
    };
    said(&sentence(&symptom), advice)
}
