//! A base stock that is asked for by the unit fill rate it is to meet in the nominal lead time.
//!
//! Use it where service is promised and the level is not. The level is the least S for which the expected share of units
//! served at once is met; the plan finds it once the lead times and demands of the network are known.

use super::level::Level;
use crate::keys::range::INSIDE_0_1;
use crate::keys::row::key;
use crate::keys::{Fallback, KeyRow, ValueKind};
use crate::model::StockRule;
use crate::reader::Cursor;

/// Its keys.
#[rustfmt::skip]
pub(super) const ROWS: &[KeyRow] = &[
    key("fill_rate", ValueKind::Number(INSIDE_0_1), "share", Fallback::None, "Base stock, sized to meet this unit fill rate over the nominal lead time."),
];

/// The rule, if it is named.
pub(super) fn read(stock: Cursor) -> Option<StockRule> {
    let target = stock.at("fill_rate");
    target.is_given().then(|| StockRule::FillRate { target: target.number() })
}

/// Its numbers until the plan has found them.
pub(super) fn level() -> Level {
    sized(None)
}

/// Its numbers when the lowest position after a look is this, or nothing is asked.
pub(super) fn sized(position: Option<i64>) -> Level {
    Level::base_stock(position.unwrap_or(0))
}
