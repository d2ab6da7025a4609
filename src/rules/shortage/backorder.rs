//! Backorders: an order that is short waits until it is served, however long.
//!
//! The usual assumption of inventory theory; right where customers have nowhere else to go or have signed.

use super::short_order::ShortOrder;

/// Its word under `shortage`.
pub(super) const WORD: &str = "backorder";

/// For ever.
pub(super) const PATIENCE: Option<i64> = None;

/// An order that is short stays.
pub(super) const SHORT_ORDER: ShortOrder = ShortOrder::Waits;

/// Every order is served in full, so that what it asks for does not depend on the stock.
pub(super) const SCORED_BY_PATH: Result<(), String> = Ok(());
