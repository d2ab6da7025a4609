//! Prices of purchases by their size.

/// `buy.breaks`.
#[derive(Clone, Debug, PartialEq)]
pub struct PriceBreaks {
    /// Least units of a purchase order and the price of a unit, ascending; below the first it is `cost`.
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
