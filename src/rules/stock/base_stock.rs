//! Base stock (one for one, S): whenever the inventory position is below the level, release up to it.
//!
//! Use it where ordering costs nothing worth saving; it is then optimal for linear holding and backorder cost (A. J.
//! Clark & H. Scarf, Management Science 6(4), 1960). Released at position x: S − x.

use super::level::Level;
use super::lever::{Lever, RuleNumber};
use crate::keys::range::UNITS;
use crate::keys::row::key;
use crate::keys::{Fallback, KeyRow, ValueKind};
use crate::model::StockRule;
use crate::reader::Cursor;

/// Its keys.
#[rustfmt::skip]
pub(super) const ROWS: &[KeyRow] = &[
    key("base_stock", ValueKind::Whole(UNITS), "units", Fallback::None, "Up to this level after each request (or review), as one replenishment."),
];

/// The rule, if it is named.
pub(super) fn read(stock: Cursor) -> Option<StockRule> {
    let level = stock.at("base_stock");
    level.is_given().then(|| StockRule::BaseStock { level: level.whole() })
}

/// What a search may move.
pub(super) fn levers() -> Vec<Lever> {
    vec![Lever { key: "base_stock", number: RuleNumber::Level, offset: 0 }]
}

/// Its numbers: the level is reached again after every request.
pub(super) fn level(level: i64) -> Level {
    Level::base_stock(level)
}

/// Kept paths score a base stock: its position never moves, so that every request releases what it asks for. Other rules
/// they score only where their numbers are those of a base stock.
pub(super) fn scored_by_path(level: &Level) -> Result<(), &'static str> {
    if level.quantity != 0 || level.low + 1 != level.high {
        return Err("has a stock rule other than a base stock");
    }
    if level.initial != level.high {
        return Err("does not start at its base stock");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_stock_orders_the_gap() {
        let level = level(5);
        assert_eq!([level.release(5), level.release(4), level.release(-2)], [0, 1, 7]);
        assert_eq!(scored_by_path(&level), Ok(()));
    }
}
