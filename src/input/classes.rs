//! Findings about classes of customers.

use super::finding::{finding, list};
use crate::model::{Model, Stock};
use crate::reader::quote_key;
use crate::results::Finding;
use crate::rules::stock;
use std::collections::BTreeSet;

/// Classes with a table that no stream is of.
pub fn unused(model: &Model) -> Option<Finding> {
    let is_of = |class: &str| model.demands.iter().any(|demand| demand.class == class);
    let names: Vec<&str> =
        model.classes.iter().map(|class| class.name.as_str()).filter(|class| !is_of(class)).collect();
    (!names.is_empty()).then(|| {
        let advice = "Take it out, or name it as the `class` of a stream.";
        finding("class_unused", format!("no stream is of the class {}", list(&names)), advice)
    })
}

/// Reserves above the level that their shelf is filled to: the class gets nothing from it until others owe.
pub fn high_reserves(model: &Model) -> Option<Finding> {
    let mut high = BTreeSet::new();
    for strategy in &model.strategies {
        for (item, stock) in model.items.iter().zip(&strategy.holds) {
            let Some((stock, level)) = stock.as_ref().and_then(|stock| Some((stock, lowest_full(stock)?))) else {
                continue;
            };
            let above = stock.reserve.iter().filter(|reserve| reserve.units > level);
            high.extend(
                above.map(|reserve| {
                    format!("items.{}.stock.reserve.{}", quote_key(&item.name), quote_key(&reserve.class))
                }),
            );
        }
    }
    let keys: Vec<String> = high.into_iter().collect();
    (!keys.is_empty()).then(|| {
        let advice = "Lower it, unless the class is to wait for all others.";
        finding("reserve_above_level", format!("a reserve is above the level of its item: {}", list(&keys)), advice)
    })
}

/// Base stock, minimum or reorder point; nothing where it is sized.
fn lowest_full(stock: &Stock) -> Option<i64> {
    stock::trigger_level(&stock.rule)
}
