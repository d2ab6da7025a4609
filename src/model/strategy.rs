//! A strategy is data: which items hold stock ahead of orders, and the choices that change the answer.

use super::{ItemId, Stock};

/// One strategy to compare.
#[derive(Clone, Debug)]
pub struct Strategy {
    /// As written; unique.
    pub name: String,
    /// Per item of the model: the rule it is held by, or `None` if it is order-driven.
    pub holds: Vec<Option<Stock>>,
    /// Rules of single variants of configured products that differ from their product's.
    pub variants: Vec<VariantStock>,
    /// Who gets short parts.
    pub allocation: Allocation,
    /// Whose the units of an order-driven item are.
    pub pegging: Pegging,
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
