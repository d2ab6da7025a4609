//! Lost sales: an order is lost whole unless everything it needs from held items is free when it is placed.
//!
//! Right at a counter, and for spare parts that a competitor has (R. M. Hill & S. G. Johansen, European Journal of
//! Operational Research 169, 2006). An order lost asks for nothing further.

use super::short_order::ShortOrder;

/// Its word under `shortage`.
pub(super) const WORD: &str = "lost";

/// An order that has entered is served.
pub(super) const PATIENCE: Option<i64> = None;

/// An order that is short goes.
pub(super) const SHORT_ORDER: ShortOrder = ShortOrder::IsLost;

/// Which orders ask for units depends on the stock.
pub(super) fn scored_by_path(demand: &str) -> Result<(), String> {
    Err(format!("short orders of {demand} are lost"))
}
