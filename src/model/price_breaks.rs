//! Prices and payment of purchases.

use super::{Buy, Item, SupplyWay};

impl Buy {
    /// Whether each purchase is followed to its price and payment.
    #[must_use]
    pub fn is_accounted(&self) -> bool {
        self.breaks.is_some() || self.pay_after.0 > 0
    }
}

/// `buy.breaks`.
#[derive(Clone, Debug, PartialEq)]
pub struct PriceBreaks {
    /// Least units of a purchase order and the price of a unit, ascending; below the first it is [`Buy::cost`].
    pub steps: Vec<(i64, f64)>,
    /// Which units have a price.
    pub discount: Discount,
}

/// `buy.discount`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Discount {
    /// All units of the purchase order that of its last break.
    AllUnits,
    /// Each unit that of the last break before it.
    Incremental,
}

impl Item {
    /// Whether each purchase of it is followed to its price and payment.
    #[must_use]
    pub fn is_accounted(&self) -> bool {
        self.ways().iter().any(|(_, way)| matches!(way, SupplyWay::Buy(buy) if buy.is_accounted()))
    }
}
