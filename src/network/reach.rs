//! What customers reach, and how long the way is in the mean.

use super::bill::BillOfMaterials;
use crate::model::{Buy, Demand, Make, Model, Split, Stock, Supply, TimePer};
use crate::rules::supply::lot;

/// By item: whether a stream of orders asks for it.
#[must_use]
pub fn ordered(items: usize, demands: &[Demand]) -> Vec<bool> {
    let mut ordered = vec![false; items];
    for share in demands.iter().flat_map(|demand| &demand.mix) {
        ordered[share.item.index()] = true;
    }
    ordered
}

/// By item: whether a stream of orders asks for it, or for something that may be made of it or that it may stand for.
#[must_use]
pub fn in_use(model: &Model, bill: &BillOfMaterials) -> Vec<bool> {
    let mut used = ordered(model.items.len(), &model.demands);
    for item in model.demands.iter().flat_map(|demand| &demand.mix).map(|share| model.item(share.item)) {
        item.substitutes.iter().for_each(|other| used[other.index()] = true);
    }
    for item in bill.parts_first().rev() {
        if used[item] {
            bill.parts(item).for_each(|part| used[part] = true);
        }
    }
    used
}

/// By item: the longest mean path from raw material, in time units, of one unit. Queues count as 0.
#[must_use]
pub fn mean_paths(model: &Model, bill: &BillOfMaterials) -> Vec<f64> {
    paths_of(model, bill, &vec![1.0; model.items.len()], &[])
}

/// By item: its nominal lead time under a strategy, down to the next held items.
#[must_use]
pub fn lead_times(model: &Model, bill: &BillOfMaterials, strategy: usize) -> Vec<f64> {
    let model = model.under(strategy);
    paths_of(model, bill, &vec![1.0; model.items.len()], &model.strategies[strategy].holds)
}

/// The longest mean path of a product from raw material for so many units of it at once: each part in the largest number
/// that one job asks for, units one after the other at a station, and lots after one another at a supplier's servers.
#[must_use]
pub fn order_path(model: &Model, bill: &BillOfMaterials, product: usize, units: f64) -> f64 {
    let mut asked = vec![0.0; model.items.len()];
    asked[product] = units;
    for item in bill.parts_first().rev() {
        let per_job = match &model.items[item].supply {
            Supply::Make(make) if make.split == Split::Units => asked[item].min(1.0),
            _ => asked[item],
        };
        for usage in bill.usages(item) {
            asked[usage.part] = f64::max(asked[usage.part], per_job * f64::from(usage.quantity));
        }
    }
    paths_of(model, bill, &asked, &[])[product]
}

/// Longest mean paths when jobs of each item are for so many units; held items end a path.
fn paths_of(model: &Model, bill: &BillOfMaterials, units: &[f64], holds: &[Option<Stock>]) -> Vec<f64> {
    let is_held = |item: &usize| holds.get(*item).is_some_and(Option::is_some);
    let time = |item: usize, known: &[f64]| match &model.items[item].supply {
        Supply::Buy(buy) => buy.lead_time.mean() * purchases_in_turn(model, buy, units[item]),
        Supply::Make(make) => {
            let parts = bill.parts(item).filter(|part| !is_held(part));
            parts.map(|part| known[part]).fold(0.0, f64::max) + job_time(model, make, units[item])
        }
    };
    // Where not all is good, as much longer as more has to come.
    bill.from_parts(|item, known| time(item, known) / model.items[item].mean_yield())
}

/// Purchases that one server of a supplier takes on, of those that so many units go out in.
fn purchases_in_turn(model: &Model, buy: &Buy, units: f64) -> f64 {
    let servers = buy.supplier.and_then(|id| model.suppliers[id.index()].servers);
    let wanted = (libm::ceil(units) as u64).max(1);
    let orders = lot::orders(&buy.lot, lot::total(&buy.lot, wanted));
    servers.map_or(1.0, |servers| orders.div_ceil(u64::from(servers)) as f64)
}

/// Mean time to make so many units: one after the other or as one lot, or in jobs of one unit, on all servers of a station or
/// all at once.
fn job_time(model: &Model, make: &Make, units: f64) -> f64 {
    let (time, setup) = (make.time.mean(), make.setup_time.mean());
    match (make.station, make.split) {
        (_, Split::Whole | Split::Available) => match make.time_is_per() {
            TimePer::Unit => setup + units * time,
            TimePer::Lot => setup + time,
        },
        (Some(id), Split::Units) => {
            libm::ceil(units / f64::from(model.stations[id.index()].servers)).max(1.0) * (setup + time)
        }
        (None, Split::Units) => setup + time,
    }
}
