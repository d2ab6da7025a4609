//! First sizes: how much each item is asked for, and the base stock behind a `fill_rate` rule.
//!
//! Demand over the nominal lead time of an item gets its exact mean and variance and a law fitted to both: Poisson
//! where they are equal, negative binomial above, binomial below. S is the smallest base stock whose unit fill rate
//! meets the target: the share `E[min(B, (S − D)⁺)] ÷ E[B]` of the units of an order that are on the shelf when it
//! comes, D the lead-time demand and B the size of the order. The law of B is exact too: quantity × units per unit of
//! product, over all streams, products and options. Queues are counted as 0 and orders are passed on one for one, so
//! this is a start and not a promise; runs report what it came to.
//!
//! The nominal lead time is the item's own time and the longest mean path through the order-driven items below it;
//! a review period is added. Its variance counts: `Var D = v E[L] + m² Var[L]` for demand of mean m and variance v per
//! time unit. That is right for receipts in sequence; where receipts may cross, units on order do not feel the spread
//! of the lead time (Palm 1938), and S errs to the safe side.

mod fill;
mod rates;

pub use super::sized::Sized;
pub(crate) use rates::parents_first;
pub use rates::{Rate, rates};

use super::{MakePlan, Mode, Plan, SupplyPlan};
use crate::model::{Law, Make, Model, Moments, Stock, StockRule, Supply};
use fill::{Fill, Tail};
use rates::Asked;

/// Items a work order may need, optional ones and every choice included.
pub(crate) fn parts(plan: &Plan, make: &MakePlan) -> Vec<usize> {
    let lines = plan.required(make).iter().chain(plan.optional(make)).map(|line| line.item as usize);
    let chosen = plan.families(make).iter().flat_map(|family| {
        plan.choices[family.first as usize..(family.first + family.count) as usize].iter().map(|item| *item as usize)
    });
    lines.chain(chosen).collect()
}

/// Nothing to wait for.
const NO_TIME: Moments = Moments { mean: 0.0, variance: 0.0 };

/// The nominal lead time of every item: its own time and the longest mean path through order-driven parts below it.
fn lead_times(model: &Model, plan: &Plan) -> Vec<Moments> {
    let law = |law: &Law| Moments { mean: law.mean(), variance: law.variance() };
    let mut known = vec![NO_TIME; plan.items.len()];
    for item in parents_first(plan).into_iter().rev() {
        known[item] = match (&model.item(plan.items[item].origin).supply, &plan.items[item].supply) {
            (Supply::Make(source), SupplyPlan::Make(make)) => {
                let driven = parts(plan, make).into_iter().filter(|part| plan.items[*part].mode != Mode::Held);
                let below = driven.map(|part| known[part]);
                let longest = below.fold(NO_TIME, |a, b| if b.mean > a.mean { b } else { a });
                let (time, setup) = (law(&source.time), law(&source.setup_time));
                Moments {
                    mean: time.mean + setup.mean + longest.mean,
                    variance: time.variance + setup.variance + longest.variance,
                }
            }
            (Supply::Buy(buy), _) => law(&buy.lead_time),
            (Supply::Make(_), SupplyPlan::Buy(_)) => NO_TIME,
        };
    }
    known
}

/// The base stocks of all `fill_rate` rules of the plan's strategy.
#[must_use]
pub fn size(model: &Model, plan: &Plan) -> Vec<Sized> {
    let wanted = |item| match rule(model, plan, item)? {
        Stock { rule: StockRule::FillRate { target }, initial, .. } => Some((item, *target, *initial)),
        _ => None,
    };
    let targets: Vec<(usize, f64, Option<u64>)> = (0..plan.items.len()).filter_map(wanted).collect();
    if targets.is_empty() {
        return Vec::new();
    }
    let asked = rates::asked(model, plan);
    let spans = lead_times(model, plan);
    let mut quantities = Tail::of(model);
    targets
        .into_iter()
        .map(|(item, target, initial)| {
            let span = spans[item];
            let place = Place { item, target, initial, length: span.mean + review(plan, item), span };
            sized(model, &asked[item], place, &mut quantities)
        })
        .collect()
}

/// A stock point to size.
struct Place {
    item: usize,
    target: f64,
    initial: Option<u64>,
    /// Time a stock has to last: mean lead time and review period.
    length: f64,
    /// The lead time.
    span: Moments,
}

fn review(plan: &Plan, item: usize) -> f64 {
    crate::model::Ticks(plan.items[item].review).units()
}

fn sized(model: &Model, asked: &Asked, place: Place, quantities: &mut [Tail]) -> Sized {
    let Place { item, target, initial, length, span } = place;
    let Rate { mean, variance, .. } = asked.rate();
    let demand = Moments { mean: mean * length, variance: variance * length + mean * mean * span.variance };
    let (level, fill) =
        if mean > 0.0 { Fill::new(model, demand, asked, quantities).smallest(target) } else { (0, 1.0) };
    Sized { item, target, level, initial, fill, mean: demand.mean, sd: demand.variance.max(0.0).sqrt() }
}

/// The stock rule of an item of the plan, if it is held.
pub(crate) fn rule<'m>(model: &'m Model, plan: &Plan, item: usize) -> Option<&'m Stock> {
    let own = &plan.items[item];
    if own.mode != Mode::Held {
        return None;
    }
    let strategy = &model.strategies[plan.strategy];
    let variant = match (&model.item(own.origin).supply, own.variant) {
        (Supply::Make(make), Some(config)) => named(strategy, own.origin, make, config),
        _ => None,
    };
    variant.or(strategy.holds[own.origin.index()].as_ref())
}

fn named<'m>(
    strategy: &'m crate::model::Strategy,
    product: crate::model::ItemId,
    make: &Make,
    config: u32,
) -> Option<&'m crate::model::Stock> {
    let own = strategy
        .variants
        .iter()
        .find(|variant| variant.product == product && super::variants::config(make, &variant.choices) == config)?;
    own.stock.as_ref()
}
