//! Keys that are right and change nothing.

use super::ends::is_cost_idle;
use crate::model::{After, Buy, Crossing, Demand, ItemId, Model, Ship, Shortage, Stock, StockRule, Supply};
use crate::network::ordered;
use crate::reader::join;
use crate::results::Finding;

/// Keys that one finding lists; the rest is counted.
const LISTED: usize = 5;

/// `unreached`, prices that nothing earns, costs of lost orders where none is lost and of waiting where none waits, parts of one unit, receipts in sequence
/// that never overtake each other.
pub fn without_effect(model: &Model, unreached: Vec<String>) -> Option<Finding> {
    // What one strategy earns by a price is no word worth under another.
    let keys = model.under_each().map(keys).reduce(|a, b| a.into_iter().filter(|key| b.contains(key)).collect());
    let keys: Vec<String> = keys.unwrap_or_default().into_iter().chain(unreached).collect();
    let shown: Vec<String> = keys.iter().take(LISTED).map(|key| format!("`{key}`")).collect();
    let more = if keys.len() > LISTED { format!(" and {} more", keys.len() - LISTED) } else { String::new() };
    (!keys.is_empty()).then(|| Finding {
        id: "without_effect".into(),
        symptom: format!("without effect: {}{more}", shown.join(", ")),
        advice: "A price is earned by what customers order and by its options and optional parts; a lost order costs where orders \
                 can be lost at once, not where a customer leaves after waiting; a late one where it waits, and `after` counts beside a `rate` or `once`. An \
                 order of one unit leaves whole, a bad unit costs where there is a yield, substitutes are accepted where the product has some, \
                 what is owed at time 0 is served from a shelf that has no `initial`, receipts overtake each other where the lead time varies, carbon dioxide costs where something has a `carbon`, a write-off costs where an item `ends`, becomes `obsolete` or has a `shelf_life`, a term of a class holds for its streams \
                 that do not say otherwise, and an impact is that of `outages`. Leave the key out, or say there what is meant."
            .into(),
    })
}

fn keys(model: &Model) -> Vec<String> {
    let mut earns = ordered(model.items.len(), &model.demands);
    for (place, item) in model.items.iter().enumerate() {
        let Supply::Make(make) = &item.supply else { continue };
        // A price that adds to that of a product: of what some of its orders have and others have not.
        if earns[place] {
            let choices = make.families.iter().flat_map(|family| &family.choices).map(|choice| choice.item);
            choices.chain(make.optional.iter().map(|line| line.item)).for_each(|item| earns[item.index()] = true);
        }
    }
    let priced = model.items.iter().zip(&earns).filter(|(item, earns)| item.price > 0.0 && !**earns);
    let waits =
        model.demands.iter().filter(|it| it.lost.order + it.lost.unit > 0.0 && !matches!(it.shortage, Shortage::Lost));
    // What is bought and held leaves at once or is lost; what is made is owed while it is made, and what is not held is waited for.
    let held = |item: usize| model.strategies.iter().all(|strategy| strategy.holds[item].is_some());
    let bought = |demand: &Demand| {
        let mut items = demand.mix.iter().map(|share| share.item.index());
        items.all(|item| matches!(model.items[item].supply, Supply::Buy(_)) && held(item))
    };
    let owed = |it: &&Demand| it.backorder.rate + it.backorder.once > 0.0 && bought(it);
    let lost = model.demands.iter().filter(|it| matches!(it.shortage, Shortage::Lost)).filter(owed);
    let free = |it: &Demand| it.backorder.rate + it.backorder.once == 0.0;
    let after = model.demands.iter().filter(|it| it.backorder.after == After::Due && free(it));
    let one = |it: &&Demand| it.ship == Ship::Partial && it.quantity.as_constant() == Some(1.0);
    let whole = model.demands.iter().filter(one);
    let idle = (0..model.items.len()).filter(|item| is_cost_idle(model, ItemId(*item as u32)));
    (priced.map(|(item, _)| join(["items", &item.name, "price"])))
        .chain(waits.map(|demand| join(["demand", &demand.name, "lost_cost"])))
        .chain(lost.map(|demand| join(["demand", &demand.name, "backorder_cost"])))
        .chain(after.map(|demand| join(["demand", &demand.name, "backorder_cost", "after"])))
        .chain(whole.map(|demand| join(["demand", &demand.name, "ship"])))
        .chain(idle.map(|item| join(["items", &model.items[item].name, "write_off_cost"])))
        .chain(idle_of_items(model))
        .chain(sequences(model))
        .chain((model.report.impact && model.first_outage().is_none()).then(|| join(["report", "impact"])))
        .collect()
}

/// Costs of bad units where all are good, substitutes accepted where there are none, units owed at time 0 for which the shelf is filled,
/// a price of carbon dioxide that nothing emits.
fn idle_of_items(model: &Model) -> Vec<String> {
    let good = |item: &&crate::model::Item| item.scrap_cost > 0.0 && !item.has_yield();
    let scrap = model.items.iter().filter(good).map(|item| join(["items", &item.name, "scrap_cost"]));
    let has_none = |demand: &Demand| demand.mix.iter().all(|it| model.items[it.item.index()].substitutes.is_empty());
    let accepts = model.demands.iter().filter(|demand| demand.accept_substitute < 1.0 && has_none(demand));
    let accepts = accepts.map(|demand| join(["demand", &demand.name, "accept_substitute"]));
    let is_served = |stock: &Stock| {
        stock.opening.owed > 0
            && stock.initial.is_none()
            && stock.opening.arriving.is_empty()
            && !matches!(stock.rule, StockRule::BaseStock { level } if level < 0)
    };
    let owed = model.items.iter().enumerate().flat_map(|(place, item)| {
        let own = model.strategies.iter().filter_map(move |it| Some((&it.name, it.holds[place].as_ref()?)));
        let general = item.stock.as_ref().filter(|stock| stock.opening.owed > 0);
        let key = |strategy: &String| match general {
            Some(_) => join(["items", &item.name, "stock", "owed"]),
            None => join(["strategies", strategy, "stock", &item.name, "owed"]),
        };
        let mut idle: Vec<String> = own.filter(|(_, stock)| is_served(stock)).map(|(name, _)| key(name)).collect();
        idle.dedup();
        idle
    });
    let idle = model.costs.carbon_price > 0.0 && !model.emits_carbon();
    let priced = idle.then(|| "costs.carbon_price".to_string());
    scrap.chain(accepts).chain(owed).chain(priced).collect()
}

/// Receipts of an item whose lead time is constant never overtake each other: of a purchase of its own, and of a supplier all of
/// whose items are such.
fn sequences(model: &Model) -> Vec<String> {
    let in_sequence = model.items.iter().filter_map(|item| match &item.supply {
        Supply::Buy(buy) if item.sources.is_empty() && buy.crossing == Crossing::Sequential => Some((item, buy)),
        _ => None,
    });
    let in_sequence: Vec<_> = in_sequence.collect();
    let is_constant = |buy: &Buy| buy.lead_time.variance() == 0.0;
    let own = in_sequence.iter().filter(|(_, buy)| buy.supplier.is_none() && is_constant(buy));
    let own = own.map(|(item, _)| join(["items", &item.name, "buy", "crossing"]));
    let of_supplier = model.suppliers.iter().enumerate().filter(|(place, _)| {
        let mut its =
            in_sequence.iter().filter(|(_, buy)| buy.supplier.is_some_and(|id| id.index() == *place)).peekable();
        its.peek().is_some() && its.all(|(_, buy)| is_constant(buy))
    });
    own.chain(of_supplier.map(|(_, supplier)| join(["suppliers", &supplier.name, "crossing"]))).collect()
}
