//! Base stocks of `guaranteed_service` rules: where a chain holds stock so that every item keeps its service time.

use super::demand::rates;
use super::size::{own_times, rule};
use super::sized::Placed;
use crate::laws::Moments;
use crate::model::{Model, TICKS_PER_UNIT, Ticks};
use crate::network::{Rate, ServiceStage, guaranteed_service};
use crate::plan::{Mode, Plan};
use crate::rules::stock;

/// The longest way through a chain is counted in so many steps of time at least.
const STEPS: f64 = 20.0;

/// The base stocks of all `guaranteed_service` rules of the plan's strategy.
#[must_use]
pub fn placed(model: &Model, plan: &Plan) -> Vec<Placed> {
    let factor = |item: usize| rule(model, plan, item).and_then(|stock| stock::placed_for(&stock.rule));
    placed_for(model, plan, (0..plan.items.len()).map(factor).collect())
}

/// The base stocks of all items for which standard deviations are given.
///
/// The demand of t time units is taken to be at most mean × t + factor × √(variance × t + mean² × the variance of the item's own time).
/// Times are means, rounded up to whole steps: a time unit, or a tenth of one (a hundredth, …) where the longest way takes less than
/// 20 steps. Customers are served within the shortest promise. Items with another rule are taken to serve at once, items without
/// stock to hand every order on.
#[must_use]
pub fn placed_for(model: &Model, plan: &Plan, factors: Vec<Option<f64>>) -> Vec<Placed> {
    if factors.iter().all(Option::is_none) {
        return Vec::new();
    }
    let chain = Chain::new(model, plan, factors);
    let order: Vec<usize> = plan.bill.parts_first().collect();
    let mut rank = vec![0; order.len()];
    order.iter().enumerate().for_each(|(place, item)| rank[*item] = place);
    let stages: Vec<ServiceStage> = order.iter().map(|item| chain.stage(*item)).collect();
    let takes = |item: &usize| plan.bill.parts(*item).map(|part| (rank[part], rank[*item])).collect::<Vec<_>>();
    let arcs: Vec<(usize, usize)> = order.iter().flat_map(takes).collect();
    let found = guaranteed_service(&stages, &arcs);
    let times = |item: usize| (found.quoted[rank[item]] as f64, found.covered[rank[item]] as f64);
    (0..plan.items.len()).filter_map(|item| chain.placed(item, times(item))).collect()
}

/// A plan's items as stages.
struct Chain<'p> {
    plan: &'p Plan,
    /// By item: the standard deviations that its stock covers, where it is placed.
    factors: Vec<Option<f64>>,
    rates: Vec<Rate>,
    /// By item: what it takes itself, a review included.
    times: Vec<Moments>,
    /// By item: the shortest promise of its customers, time units.
    promised: Vec<Option<f64>>,
    /// Time units.
    step: f64,
}

impl<'p> Chain<'p> {
    fn new(model: &Model, plan: &'p Plan, factors: Vec<Option<f64>>) -> Chain<'p> {
        let mut times = own_times(model, plan);
        times.iter_mut().zip(&plan.items).for_each(|(time, item)| time.mean += Ticks(item.review).units());
        let mut promised: Vec<Option<f64>> = vec![None; plan.items.len()];
        for demand in &plan.demands {
            let due = demand.due.map_or(0.0, |due| due as f64 / TICKS_PER_UNIT as f64);
            for item in demand.targets.iter().flat_map(|target| target.variants.iter().chain([&target.item])) {
                let own = &mut promised[*item as usize];
                *own = Some(own.map_or(due, |shortest| shortest.min(due)));
            }
        }
        let ways = plan.bill.from_parts(|item, known: &[f64]| {
            times[item].mean + plan.bill.parts(item).map(|part| known[part]).fold(0.0, f64::max)
        });
        let longest = ways.into_iter().fold(0.0, f64::max);
        let mut step = 1.0;
        while longest > 0.0 && longest / step < STEPS {
            step /= 10.0;
        }
        Chain { plan, factors, rates: rates(model, plan), times, promised, step }
    }

    fn stage(&self, item: usize) -> ServiceStage {
        let (rate, time, own) = (self.rates[item], self.times[item], &self.plan.items[item]);
        let steps = |span: f64| span / self.step;
        // Rounding is no step.
        let whole = (steps(time.mean) - 1e-9).ceil().max(0.0);
        let variance = rate.variance + rate.mean * rate.mean * time.variance / time.mean.max(self.step);
        let deviation = (variance * self.step).sqrt();
        let promised = self.promised[item].map(|due| (steps(due) + 1e-9).floor() as usize);
        let (holding, deviation, longest) = match (self.factors[item], own.mode) {
            (Some(factor), _) => (own.holding, factor * deviation, promised),
            (None, Mode::Held) => (0.0, 0.0, Some(0)),
            // Customers of what is made to order wait for it, whatever they were promised.
            (None, _) => (f64::MAX.sqrt(), 1.0, None),
        };
        ServiceStage { time: whole as usize, holding, deviation, longest }
    }

    /// Of an item that is placed, for the steps that it quotes and covers: what is asked in that time and until the next order.
    fn placed(&self, item: usize, (quoted, covered): (f64, f64)) -> Option<Placed> {
        let factor = self.factors[item]?;
        let (rate, covered) = (self.rates[item], covered * self.step);
        let time = covered + if rate.orders > 0.0 { 1.0 / rate.orders } else { 0.0 };
        let mean = rate.mean * time;
        let safety = factor * (rate.variance * time + rate.mean * rate.mean * self.times[item].variance).sqrt();
        let (units, safety) = if covered > 0.0 { ((mean + safety).ceil(), safety) } else { (0.0, 0.0) };
        Some(Placed { item, units: units as i64, quoted: quoted * self.step, covered, safety })
    }
}
