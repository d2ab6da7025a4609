//! Base stocks behind `fill_rate` rules.

use super::demand::asked;
use super::fill::{Fill, Tail};
use super::sized::Sized;
use crate::laws::{Law, Moments};
use crate::model::{Make, Model, Stock, Supply};
use crate::network::{Asked, Rate};
use crate::plan::{Mode, Plan, variants};
use crate::rules::stock;

/// The nominal lead time of every item: its own time and the longest mean path through order-driven parts below it.
fn lead_times(model: &Model, plan: &Plan) -> Vec<Moments> {
    let law = |law: &Law| Moments { mean: law.mean(), variance: law.variance() };
    let bill = &plan.bill;
    bill.from_parts(|item, known: &[Moments]| match &model.item(plan.items[item].origin).supply {
        Supply::Make(make) => {
            let driven = bill.parts(item).filter(|part| plan.items[*part].mode != Mode::Held);
            let below = driven.map(|part| known[part]);
            let longest = below.fold(Moments::default(), |a, b| if b.mean > a.mean { b } else { a });
            let (time, setup) = (law(&make.time), law(&make.setup_time));
            Moments {
                mean: time.mean + setup.mean + longest.mean,
                variance: time.variance + setup.variance + longest.variance,
            }
        }
        Supply::Buy(buy) => law(&buy.lead_time),
    })
}

/// The base stocks of all `fill_rate` rules of the plan's strategy.
#[must_use]
pub fn size(model: &Model, plan: &Plan) -> Vec<Sized> {
    let wanted = |item| {
        let stock = rule(model, plan, item)?;
        Some((item, stock::sized_for(&stock.rule)?, stock.initial))
    };
    let targets: Vec<(usize, f64, Option<u64>)> = (0..plan.items.len()).filter_map(wanted).collect();
    if targets.is_empty() {
        return Vec::new();
    }
    let all = asked(model, plan);
    let spans = lead_times(model, plan);
    let mut quantities = Tail::of(model);
    targets
        .into_iter()
        .map(|(item, target, initial)| {
            let span = spans[item];
            let place = StockPoint { item, target, initial, length: span.mean + review(plan, item), span };
            sized(model, &all[item], place, &mut quantities)
        })
        .collect()
}

/// A stock point to size.
struct StockPoint {
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

fn sized(model: &Model, asked: &Asked, place: StockPoint, quantities: &mut [Tail]) -> Sized {
    let StockPoint { item, target, initial, length, span } = place;
    let Rate { mean, variance, .. } = asked.rate;
    let demand = Moments { mean: mean * length, variance: variance * length + mean * mean * span.variance };
    let (level, fill) =
        if mean > 0.0 { Fill::new(model, demand, asked, quantities).smallest(target) } else { (0, 1.0) };
    Sized { item, target, level, initial, fill, mean: demand.mean, sd: demand.variance.max(0.0).sqrt() }
}

/// The stock rule of an item of the plan, if it is held.
#[must_use]
pub fn rule<'m>(model: &'m Model, plan: &Plan, item: usize) -> Option<&'m Stock> {
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
        .find(|variant| variant.product == product && variants::config(make, &variant.choices) == config)?;
    own.stock.as_ref()
}
