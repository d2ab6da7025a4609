//! Levels behind `fill_rate` rules.

use super::demand::asked;
use super::fill::{Fill, Tail};
use super::point::SizingPoint;
use super::sized::Sized;
use crate::laws::{Law, Moments};
use crate::model::{Make, Model, Stock, Stops, Supply, SupplyWay};
use crate::plan::{Mode, Plan, variants};
use crate::rules::sizes::Sizes;
use crate::rules::stock;

/// The nominal lead time of every item: its own time and the longest mean path through order-driven parts below it, mixed over
/// its sources; where not all is good, as much longer as more has to come.
#[must_use]
pub fn lead_times(model: &Model, plan: &Plan) -> Vec<Moments> {
    plan.bill.from_parts(|item, known: &[Moments]| lead_time((model, plan), item, known))
}

/// The same of what each item takes itself, with all its parts on the shelf.
pub(super) fn own_times(model: &Model, plan: &Plan) -> Vec<Moments> {
    let nothing = vec![Moments::default(); plan.items.len()];
    (0..plan.items.len()).map(|item| lead_time((model, plan), item, &nothing)).collect()
}

/// The nominal lead time of an item, where those of its parts are known.
fn lead_time((model, plan): (&Model, &Plan), item: usize, known: &[Moments]) -> Moments {
    let own = model.item(plan.items[item].origin);
    let good = own.mean_yield();
    let (mut mean, mut square) = (0.0, 0.0);
    for (share, way) in own.ways() {
        let time = nominal((model, plan), (item, way), known);
        mean += share * time.mean;
        square += share * (time.variance + time.mean * time.mean);
    }
    // In one way there is nothing to mix, and no digit to lose.
    let variance = match own.sources.len() {
        0 => nominal((model, plan), (item, own.main_way()), known).variance,
        _ => (square - mean * mean).max(0.0),
    };
    Moments { mean: mean / good, variance: variance / (good * good) }
}

/// The time that one replenishment of an item takes if it is made, nothing waiting and all of it good; time units.
#[must_use]
pub fn time_to_make(model: &Model, plan: &Plan) -> Vec<f64> {
    let leads = lead_times(model, plan);
    let of = |item: usize| {
        let make = model.item(plan.items[item].origin).make()?;
        Some(nominal((model, plan), (item, SupplyWay::Make(make)), &leads).mean)
    };
    (0..plan.items.len()).map(|item| of(item).unwrap_or(0.0)).collect()
}

/// The time of one replenishment of an item in one of its ways, where those of its parts are known.
fn nominal((model, plan): (&Model, &Plan), (item, way): (usize, SupplyWay), known: &[Moments]) -> Moments {
    let law = |law: &Law| Moments { mean: law.mean(), variance: law.variance() };
    match way {
        SupplyWay::Make(make) => {
            let driven = plan.bill.parts(item).filter(|part| plan.items[*part].mode != Mode::Held);
            let below = driven.map(|part| known[part]);
            let longest = below.fold(Moments::default(), |a, b| if b.mean > a.mean { b } else { a });
            let (time, setup) = (law(&make.time), law(&make.setup_time));
            Moments {
                mean: time.mean + setup.mean + longest.mean,
                variance: time.variance + setup.variance + longest.variance,
            }
        }
        SupplyWay::Buy(buy) => {
            // Where lead times count time at work only they are longer by the clock.
            let supplier = buy.supplier.map(|id| &model.suppliers[id.index()]).filter(|own| own.stops == Stops::All);
            let open = supplier.map_or(1.0, |own| own.work.open_share(model.run.window()));
            let time = law(&buy.lead_time);
            Moments { mean: time.mean / open, variance: time.variance / (open * open) }
        }
    }
}

/// The levels of all `fill_rate` rules of the plan's strategy.
#[must_use]
pub fn size(model: &Model, plan: &Plan) -> Vec<Sized> {
    let wanted = |item| rule(model, plan, item).filter(|stock| stock::sized_for(&stock.rule).is_some());
    let wanted: Vec<(usize, &Stock)> = (0..plan.items.len()).filter_map(|item| Some((item, wanted(item)?))).collect();
    if wanted.is_empty() {
        return Vec::new();
    }
    let all = asked(model, plan);
    let leads = lead_times(model, plan);
    let mut tails = Tail::of(model);
    let quantities: Vec<(Sizes, f64)> = model.demands.iter().map(|demand| Sizes::of_orders(&demand.quantity)).collect();
    let points = wanted
        .into_iter()
        .filter_map(|(item, stock)| SizingPoint::new((model, plan, item), stock, leads[item], &all[item], &quantities));
    points.map(|point| sized(&point, Fill::of(model, &point, &all[point.item], &mut tails))).collect()
}

/// The number that meets the target; `fill` is none where nothing is asked.
fn sized(point: &SizingPoint, fill: Option<Fill>) -> Sized {
    let (position, reached) = fill.map_or((None, 1.0), |fill| {
        let (least, most) = stock::positions(&point.stock.rule);
        let (found, reached) = fill.smallest(point.target);
        match found.clamp(least, most) {
            same if same == found => (Some(found), reached),
            bound => (Some(bound), fill.at(bound)),
        }
    });
    let level = stock::sized(point.stock, position);
    let cycle = Moments { mean: point.lead.mean + point.review(), ..point.lead };
    let demand = point.demand(cycle);
    let sd = demand.variance.max(0.0).sqrt();
    Sized { item: point.item, target: point.target, level, fill: reached, mean: demand.mean, sd }
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
