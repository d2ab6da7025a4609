//! What `shortage = "lost"` comes to where nothing is on the shelf for it: orders that are always lost, and orders that wait all the
//! same.

use super::finding::{finding, list};
use crate::model::{Item, Model, Shortage, Stock, StockRule, Strategy, Supply};
use crate::network::BillOfMaterials;
use crate::results::Finding;

/// What stands behind an item under a strategy: followed to its first held items, as a lost order is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Shelves {
    /// No item on the way is held: an order for it waits.
    #[default]
    None,
    /// Each may have a unit.
    Stocked,
    /// One that is needed never has any.
    Empty,
}

/// Items whose customers do not wait, with what that comes to under each strategy.
pub(super) fn shelves_of_the_lost(model: &Model, bills: &[BillOfMaterials]) -> Vec<Finding> {
    let (mut lost, mut waiting): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    for ((place, strategy), bill) in model.strategies.iter().enumerate().zip(bills) {
        let model = model.under(place);
        let shelves = bill.from_parts(|place, known: &[Shelves]| shelves(model, (strategy, place), known));
        let hasty = model.demands.iter().filter(|demand| matches!(demand.shortage, Shortage::Lost));
        let mut items: Vec<usize> = hasty.flat_map(|demand| &demand.mix).map(|share| share.item.index()).collect();
        items.sort_unstable();
        items.dedup();
        for (kind, told) in [(Shelves::Empty, &mut lost), (Shelves::None, &mut waiting)] {
            let own = items.iter().filter(|item| shelves[**item] == kind);
            let names: Vec<&str> = own.map(|item| model.items[*item].name.as_str()).collect();
            if !names.is_empty() {
                told.push(format!("of {} under `{}`", list(&names), strategy.name));
            }
        }
    }
    let told = |id, what: &str, all: &[String], why: &str, advice: &str| {
        (!all.is_empty()).then(|| finding(id, format!("{what} {}: {why}", all.join("; ")), advice))
    };
    let lost = told(
        "always_lost",
        "every order is lost",
        &lost,
        "its customers do not wait, and what it needs is held with nothing on the shelf",
        "Raise the level, or let customers wait (`shortage = \"backorder\"`).",
    );
    let waiting = told(
        "lost_but_waiting",
        "`shortage = \"lost\"` does nothing for orders",
        &waiting,
        "nothing for it is held, and what is made or bought to order is waited for",
        "Hold the item or what it is made of, or say how long customers wait (`shortage = { patience = 2 }`).",
    );
    lost.into_iter().chain(waiting).collect()
}

/// By the first held items below: all parts, and of each option the best choice.
fn shelves(model: &Model, (strategy, place): (&Strategy, usize), known: &[Shelves]) -> Shelves {
    let item: &Item = &model.items[place];
    let mut variants = strategy.variants.iter().filter(|variant| variant.product.index() == place);
    if let Some(stock) = &strategy.holds[place] {
        return if may_stock(stock) { Shelves::Stocked } else { Shelves::Empty };
    }
    // Some variants are held and others not: their orders differ.
    if variants.any(|variant| variant.stock.is_some()) {
        return Shelves::Stocked;
    }
    let Supply::Make(make) = &item.supply else { return Shelves::None };
    let chosen = make.families.iter().map(|family| {
        let choices = || family.choices.iter().map(|choice| known[choice.item.index()]);
        let differ = choices().any(|one| Some(one) != choices().next());
        if differ { Shelves::Stocked } else { choices().next().unwrap_or_default() }
    });
    let parts = make.parts.iter().map(|line| known[line.item.index()]);
    let all: Vec<Shelves> = parts.chain(chosen).collect();
    [Shelves::Empty, Shelves::Stocked].into_iter().find(|kind| all.contains(kind)).unwrap_or_default()
}

/// Whether a rule, or the start, ever puts a unit on the shelf. A base stock of 0 or less leaves it empty; lots may not.
fn may_stock(stock: &Stock) -> bool {
    stock.initial.is_some_and(|units| units > 0)
        || !stock.opening.arriving.is_empty()
        || !matches!(stock.rule, StockRule::BaseStock { level } if level <= 0)
}
