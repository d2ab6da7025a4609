//! Rush: emergency orders at a fast source, beside any rule.
//!
//! Dual index: what is free, on order at the fast source, or promised elsewhere within its lead time, less what is owed, is
//! lifted to a level of its own before the rule looks at the whole position (K. Moinzadeh & C. P. Schmidt, Operations Research
//! 39(2), 1991; S. Veeraraghavan & A. Scheller-Wolf, Operations Research 56(4), 2008). What is overdue elsewhere holds no
//! emergency back, and a late emergency order is not sent twice.

use super::lever::{Lever, RuleNumber};
use crate::keys::range::SIGNED_UNITS;
use crate::keys::row::key;
use crate::keys::{Fallback, KeyRow, ValueKind};
use crate::model::Rush;
use crate::reader::Cursor;

/// Its name among the keys of a rule.
pub const KEY: &str = "rush";

/// Its keys.
#[rustfmt::skip]
pub(super) const ROWS: &[KeyRow] = &[
    key(KEY, ValueKind::Group, "", Fallback::None, "Emergency orders beside the rule, looked at with it and before it, of an item with several sources."),
    key("rush.source", ValueKind::Text, "", Fallback::Required, "The source that they go to."),
    key("rush.base_stock", ValueKind::Whole(SIGNED_UNITS), "units", Fallback::Required, "Level of what is free, on order at this source, or promised elsewhere within its mean lead time, less what is owed: what is missing is sent for at once. 0: emergency orders when short."),
];

/// What a search may move.
#[must_use]
pub fn lever() -> Lever {
    Lever { key: "rush.base_stock", number: RuleNumber::Rush, offset: 0 }
}

/// The emergency orders, if there are any.
#[must_use]
pub fn read(stock: Cursor) -> Option<Rush> {
    let at = stock.at(KEY);
    at.is_given().then(|| Rush { source: at.at("source").text().into(), base_stock: at.at("base_stock").whole() })
}
