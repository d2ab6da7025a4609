//! What a unit is worth: of variants with their own options.

use super::variants;
use crate::model::{Holding, Item, Make, Model, Supply};

/// Value of one unit; a variant's has its own options instead of the weighted ones.
pub(super) fn variant_value(model: &Model, item: &Item, variant: Option<u32>) -> f64 {
    let (Some(config), Supply::Make(make)) = (variant, &item.supply) else { return item.value };
    let parts: f64 = make.parts.iter().map(|line| f64::from(line.quantity) * model.item(line.item).value).sum();
    parts + chosen_items(model, make, config).map(|part| part.value).sum::<f64>() + make.cost
}

pub(super) fn variant_price(model: &Model, item: &Item, variant: Option<u32>) -> f64 {
    let (Some(config), Supply::Make(make)) = (variant, &item.supply) else { return item.price };
    item.price + chosen_items(model, make, config).map(|part| part.price).sum::<f64>()
}

fn chosen_items<'m>(model: &'m Model, make: &'m Make, config: u32) -> impl Iterator<Item = &'m Item> + 'm {
    variants::choices(make, config)
        .into_iter()
        .zip(&make.families)
        .map(move |(place, family)| model.item(family.choices[place].item))
}

pub(super) fn holding(item: &Item, value: f64, model: &Model) -> f64 {
    match item.holding {
        Holding::PerUnit(cost) => cost,
        Holding::Rate(rate) => rate * value / model.time_unit.per_year(),
    }
}

/// Holding rate in process, and whether chosen and optional parts add theirs to it.
pub(super) fn wip_holding(model: &Model, item: &Item, variant: Option<u32>) -> (f64, bool) {
    let Supply::Make(make) = &item.supply else { return (0.0, false) };
    if let Some(cost) = make.holding_cost {
        return (cost, false);
    }
    let rate = |part: &Item| holding(part, part.value, model);
    let required: f64 = make.parts.iter().map(|line| f64::from(line.quantity) * rate(model.item(line.item))).sum();
    let chosen: f64 = variant.map_or(0.0, |config| chosen_items(model, make, config).map(rate).sum());
    (required + chosen, true)
}
