//! Prices read off a model and a plan: of items, their sources, sales and options.

use crate::model::{Demand, ItemKind, LostCost, Model, StockChange, Supply, SupplyWay};
use crate::plan::{Plan, PlanItem, SupplyPlan};

/// What an item costs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ItemPrices {
    pub kind: ItemKind,
    /// Per unit and time unit: in stock, in process, on order.
    pub holding: f64,
    pub wip: f64,
    pub pipeline: f64,
    /// Per unit bought, per purchase.
    pub purchase: f64,
    pub ordering: f64,
    /// Per unit made, per work order.
    pub process: f64,
    pub setup: f64,
    /// Per unit that is there at the start of the window and not at its end.
    pub drawn_down: f64,
    /// Per unit written off.
    pub write_off: f64,
    /// Per bad unit.
    pub scrap: f64,
    /// Carbon dioxide per unit bought and per unit made, kg.
    pub carbon: [f64; 2],
}

/// What a source costs; the only source of an item has at most the prices of its purchases, the rest is the item's.
#[derive(Clone, Debug, Default)]
pub(super) struct SourcePrices {
    /// Place of the item in the plan.
    pub item: u32,
    /// Prices of a unit: that below the first price break, then those of the breaks; none of what is made.
    pub prices: Vec<f64>,
    /// Whether purchases are paid here; else the item has their price.
    pub is_charged: bool,
    /// Per unit and time unit on order; per purchase.
    pub pipeline: f64,
    pub ordering: f64,
    /// Carbon dioxide per unit, kg.
    pub carbon: f64,
}

/// What a sale costs and brings.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SalePrices {
    pub item: u32,
    /// Per unit sold.
    pub price: f64,
    /// Per unit in the backlog and time unit, per unit that had to wait, per order that lost a unit, per unit lost, per order
    /// handed over.
    pub backlog: f64,
    pub late: f64,
    pub lost: LostCost,
    pub delivery: f64,
    /// Per order that comes back.
    pub came_back: f64,
    /// Carbon dioxide per order handed over, kg.
    pub carbon: f64,
}

/// A chosen or optional part with a price.
#[derive(Clone, Copy, Debug)]
pub(super) struct OptionPrice {
    pub item: u32,
    pub part: u32,
    pub price: f64,
}

/// What the sources of a plan cost.
pub(super) fn source_prices(model: &Model, plan: &Plan) -> Vec<SourcePrices> {
    let mut prices = vec![SourcePrices::default(); plan.sources.len()];
    for own in &plan.sourced {
        let item = model.item(plan.items[own.item as usize].origin);
        for ((_, way), place) in item.ways().into_iter().zip(own.first as usize..) {
            if let SupplyWay::Buy(buy) = way {
                let named = !item.sources.is_empty();
                let of_breaks = buy.breaks.iter().flat_map(|breaks| &breaks.steps).map(|step| step.1);
                let paid = SourcePrices {
                    item: own.item,
                    prices: std::iter::once(buy.cost).chain(of_breaks).collect(),
                    is_charged: named || buy.breaks.is_some(),
                    ..SourcePrices::default()
                };
                let (ordering, pipeline, carbon) = (buy.order_cost, buy.holding_cost, buy.carbon);
                prices[place] = if named { SourcePrices { ordering, pipeline, carbon, ..paid } } else { paid };
            }
        }
    }
    prices
}

impl ItemPrices {
    pub fn new(model: &Model, item: &PlanItem) -> ItemPrices {
        let own = ItemPrices {
            kind: item.kind,
            holding: item.holding,
            wip: item.wip_holding,
            pipeline: 0.0,
            purchase: 0.0,
            ordering: 0.0,
            process: 0.0,
            setup: 0.0,
            drawn_down: match model.costs.stock_change {
                StockChange::Counted => item.value,
                StockChange::Free => 0.0,
            },
            write_off: model.item(item.origin).life.write_off_cost,
            scrap: model.item(item.origin).scrap_cost,
            carbon: [0.0; 2],
        };
        let origin = model.item(item.origin);
        match &origin.supply {
            // Each source has its own.
            Supply::Buy(_) if !origin.sources.is_empty() => own,
            Supply::Buy(buy) => {
                // With price breaks each purchase has its own.
                let purchase = if buy.breaks.is_none() { buy.cost } else { 0.0 };
                let (ordering, pipeline) = (buy.order_cost, buy.holding_cost);
                ItemPrices { purchase, ordering, pipeline, carbon: [buy.carbon, 0.0], ..own }
            }
            Supply::Make(make) => {
                ItemPrices { process: make.cost, setup: make.setup_cost, carbon: [0.0, make.carbon], ..own }
            }
        }
    }
}

impl SalePrices {
    pub fn new(terms: &Demand, item: u32, price: f64) -> SalePrices {
        SalePrices {
            item,
            price,
            backlog: terms.backorder.rate,
            late: terms.backorder.once,
            lost: terms.lost,
            delivery: terms.delivery.cost,
            came_back: terms.returns.as_ref().map_or(0.0, |own| own.cost),
            carbon: terms.delivery.carbon,
        }
    }
}

/// Chosen and optional parts of made items, in order, those that bring something.
pub(super) fn priced_options(model: &Model, plan: &Plan) -> Vec<OptionPrice> {
    let mut options = Vec::new();
    for (item, own) in (0..).zip(&plan.items) {
        let SupplyPlan::Make(make) = &own.supply else { continue };
        let choices = plan
            .families(make)
            .iter()
            .flat_map(|family| &plan.choices[family.first as usize..(family.first + family.count) as usize]);
        let mut parts: Vec<u32> = plan.optional(make).iter().map(|line| line.item).chain(choices.copied()).collect();
        parts.sort_unstable();
        parts.dedup();
        let priced = |part: u32| OptionPrice { item, part, price: model.item(plan.items[part as usize].origin).price };
        options.extend(parts.into_iter().map(priced).filter(|option| option.price != 0.0));
    }
    options
}
