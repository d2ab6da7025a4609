//! Reorder point and quantity, (r, nQ): when the inventory position is at the point or below it, release the smallest
//! multiple of the quantity that lifts it above the point.
//!
//! Use it where goods come in packs or batches (S. Axsäter, Inventory Control, chapter 3). Released at position x ≤ r:
//! Q · ⌈(r + 1 − x) / Q⌉. Between orders the position is uniform on r + 1 … r + Q.

use super::fill_rate;
use super::level::Level;
use super::lever::{Lever, RuleNumber};
use crate::keys::range::{INSIDE_0_1, SIGNED_UNITS, UNITS_FROM_1};
use crate::keys::row::key;
use crate::keys::{Fallback, KeyRow, ValueKind};
use crate::model::{SizedNumber, StockRule};
use crate::reader::Cursor;

/// Its keys.
#[rustfmt::skip]
pub(super) const ROWS: &[KeyRow] = &[
    key("reorder", ValueKind::Group, "", Fallback::None, "If the position is at or below `point`: the smallest multiple of `quantity` that lifts it above."),
    key("reorder.point", ValueKind::WholeOrGroup(SIGNED_UNITS), "units", Fallback::Required, "Reorder point; may be negative."),
    key("reorder.point.fill_rate", ValueKind::Number(INSIDE_0_1), "share", Fallback::Required, "The point is sized to meet this unit fill rate over the nominal lead time."),
    key("reorder.quantity", ValueKind::Whole(UNITS_FROM_1), "units", Fallback::Required, "Lot size."),
];

/// The rule, if it is named.
pub(super) fn read(stock: Cursor) -> Option<StockRule> {
    let rule = stock.at("reorder");
    let (point, quantity) = (rule.at("point"), rule.at("quantity").whole());
    rule.is_given().then(|| {
        fill_rate::in_place_of(point, SizedNumber::Point { quantity })
            .unwrap_or_else(|| StockRule::Reorder { point: point.whole(), quantity })
    })
}

/// The rule with its point: the lowest position after a look is one above it, where anything is asked.
pub(super) fn sized(quantity: i64, position: Option<i64>) -> StockRule {
    StockRule::Reorder { point: position.map_or(0, |position| position - 1), quantity }
}

/// What a search may move.
pub(super) fn levers() -> Vec<Lever> {
    let point = Lever { key: "reorder.point", number: RuleNumber::Point, offset: 0 };
    vec![point, Lever { key: "reorder.quantity", number: RuleNumber::Quantity, offset: 0 }]
}

/// Its numbers; the shelf starts at the highest position.
pub(super) fn level(point: i64, quantity: i64) -> Level {
    Level { low: point, high: point + quantity, quantity, initial: (point + quantity).max(0), rush: 0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::stock::scored_by_path;

    #[test]
    fn reorder_lifts_above_the_point_in_multiples() {
        let level = level(9, 12);
        assert_eq!(level.initial, 21);
        assert_eq!([level.release(10), level.release(9), level.release(-2), level.release(-3)], [0, 12, 12, 24]);
        assert!(scored_by_path(&level, 0).is_err());
    }
}
