//! Lost sales: what held items cannot serve when an order is placed is lost: the whole order, or unit by unit where units leave as
//! they come (partial shipment).
//!
//! Right at a counter, and for spare parts that a competitor has (R. M. Hill & S. G. Johansen, European Journal of
//! Operational Research 169, 2006). An order lost asks for nothing further.

use super::short_order::ShortOrder;
use crate::model::Ship;

/// Its word under `shortage`.
pub(super) const WORD: &str = "lost";

/// An order that has entered is served.
pub(super) const PATIENCE: Option<i64> = None;

/// What is short goes.
pub(super) fn short_order(ship: Ship) -> ShortOrder {
    match ship {
        Ship::Complete => ShortOrder::IsLost,
        Ship::Partial => ShortOrder::LosesUnits,
    }
}

/// Which units are asked for depends on the stock.
pub(super) fn scored_by_path(demand: &str, short: ShortOrder) -> Result<(), String> {
    let what = if short == ShortOrder::LosesUnits { "units" } else { "orders" };
    Err(format!("short {what} of {demand} are lost"))
}
