//! A strategy is data: which items hold stock ahead of orders, and the choices that change the answer.

use super::{Item, ItemId, Stock};

/// One strategy to compare.
#[derive(Clone, Debug)]
pub struct Strategy {
    /// As written; unique.
    pub name: String,
    /// What it sets of the scenario for itself, as `key = value`.
    pub sets: Vec<String>,
    /// Per item of the model: the rule it is held by, or `None` if it is order-driven.
    pub holds: Vec<Option<Stock>>,
    /// Rules of single variants of configured products that differ from their product's.
    pub variants: Vec<VariantStock>,
    /// Who gets short parts.
    pub allocation: Allocation,
    /// Whose the units of an order-driven item are, where its lots cannot exceed a request ([`Strategy::pegging_of`]).
    pub pegging: Pegging,
    /// Whether priorities count.
    pub ranking: Ranking,
}

impl Strategy {
    /// Whose the units of an item are where it is order-driven. What a lot brings beyond a request is anyone's, and so is what
    /// comes with the next ones: pegged, each request would buy a lot of its own while the surplus of others is on its way.
    #[must_use]
    pub fn pegging_of(&self, item: &Item) -> Pegging {
        if item.lots_can_exceed() { Pegging::Pooled } else { self.pegging }
    }

    /// Order-driven items that are pooled for their lots alone.
    pub fn pooled_for_lots<'m>(&'m self, items: &'m [Item]) -> impl Iterator<Item = &'m Item> {
        let driven = items.iter().zip(&self.holds).filter(|(_, held)| held.is_none()).map(|(item, _)| item);
        driven.filter(|item| self.pegging_of(item) != self.pegging)
    }
}

/// The rule of one variant under one strategy.
#[derive(Clone, Debug, PartialEq)]
pub struct VariantStock {
    /// The configured product.
    pub product: ItemId,
    /// The choice taken in each family, in file order of families.
    pub choices: Vec<u32>,
    /// Its rule; `None` releases it (order-driven).
    pub stock: Option<Stock>,
}

/// Who gets short parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Allocation {
    /// First come; an incomplete work order keeps what it has.
    Commit,
    /// Work orders take their parts only if they complete, tried oldest first at each receipt.
    NoHoldback,
}

/// Whose the units of an order-driven item are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pegging {
    /// The requester's.
    Pegged,
    /// As if held with base stock 0.
    Pooled,
}

/// Whether customers are ranked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ranking {
    /// By the priority of their class.
    ByClass,
    /// None is before another.
    Alike,
}

impl Allocation {
    /// The word of the scenario file.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Allocation::Commit => "commit",
            Allocation::NoHoldback => "no_holdback",
        }
    }
}

impl Pegging {
    /// The word of the scenario file.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Pegging::Pegged => "pegged",
            Pegging::Pooled => "pooled",
        }
    }
}
