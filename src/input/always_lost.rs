//! Orders that are lost whatever comes: customers do not wait, and nothing that serves them is ever on a shelf.

use super::finding::{finding, list};
use crate::model::{Item, Model, Shortage, Stock, StockRule, Strategy, Supply};
use crate::network::BillOfMaterials;
use crate::results::Finding;

/// Items whose customers do not wait and find none of it under a strategy.
pub(super) fn always_lost(model: &Model, bills: &[BillOfMaterials]) -> Option<Finding> {
    let mut lost: Vec<String> = Vec::new();
    for ((place, strategy), bill) in model.strategies.iter().enumerate().zip(bills) {
        let model = model.under(place);
        let served = served_at_once(model, strategy, bill);
        let hasty = model.demands.iter().filter(|demand| matches!(demand.shortage, Shortage::Lost));
        let mut items: Vec<usize> = hasty.flat_map(|demand| &demand.mix).map(|share| share.item.index()).collect();
        items.retain(|item| !served[*item]);
        items.sort_unstable();
        items.dedup();
        let names: Vec<&str> = items.iter().map(|item| model.items[*item].name.as_str()).collect();
        if !names.is_empty() {
            lost.push(format!("of {} under `{}`", list(&names), strategy.name));
        }
    }
    (!lost.is_empty()).then(|| {
        let symptom = format!(
            "every order is lost {}: nothing that could serve it is ever in stock, and its customers do not wait",
            lost.join("; ")
        );
        finding(
            "always_lost",
            symptom,
            "Hold the item or what it is made of, let customers wait (`shortage = \"backorder\"`), or leave that strategy out.",
        )
    })
}

/// By item: whether a unit of it can be there the moment it is asked for. What takes no time to buy is, and so may be the rest of a
/// lot that exceeds what it was bought for; what is made needs all its parts, and of each option one choice.
fn served_at_once(model: &Model, strategy: &Strategy, bill: &BillOfMaterials) -> Vec<bool> {
    let mut served = vec![false; model.items.len()];
    for place in bill.parts_first() {
        let item = &model.items[place];
        served[place] = is_stocked(strategy, place) || item.lots_can_exceed() || is_supplied(item, &served);
    }
    served
}

fn is_supplied(item: &Item, served: &[bool]) -> bool {
    match &item.supply {
        Supply::Buy(buy) => buy.lead_time.mean() == 0.0 || buy.lead_time.least_atom() == Some(0.0),
        Supply::Make(make) => {
            let whole = make.parts.iter().all(|line| served[line.item.index()]);
            let mut families = make.families.iter();
            let chosen = families.all(|family| family.choices.iter().any(|choice| served[choice.item.index()]));
            // Without a part it is made of raw material, which is always there.
            whole && chosen
        }
    }
}

/// Whether a rule, or the start, ever puts a unit on the shelf. A level of 0 or less leaves it empty; lots may not.
fn is_stocked(strategy: &Strategy, place: usize) -> bool {
    let mut variants = strategy.variants.iter().filter(|variant| variant.product.index() == place);
    let may = |stock: &Stock| {
        stock.initial.is_some_and(|units| units > 0)
            || !matches!(stock.rule, StockRule::BaseStock { level } if level <= 0)
    };
    strategy.holds[place].iter().any(may) || variants.any(|variant| variant.stock.as_ref().is_some_and(may))
}
