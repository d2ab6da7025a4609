//! Crossing: whether receipts of one item from one supplier may overtake each other.
//!
//! Independent lead times are the usual assumption of formulas (C. Palm, Ericsson Technics, 1938); a supplier who works in
//! sequence, or a ship that cannot be overtaken, receives in the order of release: receipt = max(previous receipt, release +
//! draw).

use crate::keys::row::key;
use crate::keys::{Fallback, KeyRow, ValueKind};
use crate::model::Crossing;
use crate::reader::Cursor;

const WORDS: ValueKind = ValueKind::Word(&["independent", "sequential"]);

/// Its key, of a purchase without a named supplier.
#[rustfmt::skip]
pub const BUY_ROWS: &[KeyRow] = &[
    key("items.*.buy.crossing", WORDS, "", Fallback::Follows("`\"independent\"`, or the rule of the named supplier"), "Whether receipts may overtake each other; only without a named supplier."),
];

/// Its key, of every named supplier.
#[rustfmt::skip]
pub const SUPPLIER_ROWS: &[KeyRow] = &[
    key("suppliers.*.crossing", WORDS, "", Fallback::Is("\"independent\""), "`independent`: receipts of an item may overtake each other; `sequential`: never."),
];

/// The rule of a purchase or a named supplier.
#[must_use]
pub fn read(of: Cursor) -> Crossing {
    if of.at("crossing").text() == "sequential" { Crossing::Sequential } else { Crossing::Independent }
}
