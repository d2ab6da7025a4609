//! A base stock, reorder point or minimum that is asked for by the unit fill rate it is to meet in the nominal lead time.
//!
//! Use it where service is promised and the level is not. The level is the least for which the expected share of units
//! served at once is met; the plan finds it once the lead times and demands of the network are known.

use crate::keys::range::INSIDE_0_1;
use crate::keys::row::key;
use crate::keys::{Fallback, KeyRow, ValueKind};
use crate::model::{SizedNumber, StockRule};
use crate::reader::Cursor;

/// Its keys.
#[rustfmt::skip]
pub(super) const ROWS: &[KeyRow] = &[
    key("fill_rate", ValueKind::Number(INSIDE_0_1), "share", Fallback::None, "Base stock, sized to meet this unit fill rate over the nominal lead time."),
];

/// The same key in place of a number of another rule.
pub(super) const KEY: &str = "fill_rate";

/// The rule, if it is named.
pub(super) fn read(stock: Cursor) -> Option<StockRule> {
    in_place_of(stock, SizedNumber::Level)
}

/// A fill rate where a number of a rule may stand, if one is given.
pub(super) fn in_place_of(number: Cursor, sized: SizedNumber) -> Option<StockRule> {
    let target = number.at(KEY);
    target.is_given().then(|| StockRule::FillRate { target: target.number(), sized })
}
