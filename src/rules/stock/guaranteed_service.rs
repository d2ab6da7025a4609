//! A base stock for a service time that an item always keeps while demand stays within so many standard deviations of its
//! mean: which items hold stock for that, and how much, is found for all items with this rule together (Simpson 1958; Graves
//! and Willems 2000).
//!
//! Use it to compare a search with what guaranteed-service models place, or where nothing but means and deviations is known. Many
//! items get a base stock of 0. The plan finds the levels once the lead times and demands of the network are known.

use crate::keys::range::NOT_NEGATIVE;
use crate::keys::row::key;
use crate::keys::{Fallback, KeyRow, ValueKind};
use crate::model::StockRule;
use crate::reader::Cursor;

/// Its keys.
#[rustfmt::skip]
pub(super) const ROWS: &[KeyRow] = &[
    key("guaranteed_service", ValueKind::Number(NOT_NEGATIVE), "", Fallback::None, "Base stock for a service time that is always kept while demand stays within so many standard deviations (1.645: 95 % of the time); where it is held is found for all items with this rule together, and many get 0."),
];

/// The key.
pub(super) const KEY: &str = "guaranteed_service";

/// The rule, if it is named.
pub(super) fn read(stock: Cursor) -> Option<StockRule> {
    let factor = stock.at(KEY);
    factor.is_given().then(|| StockRule::GuaranteedService { factor: factor.number() })
}
