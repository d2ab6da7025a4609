//! Lots: every replenishment is at least a minimum, a multiple of a quantity, and at most a maximum.
//!
//! Right where a supplier packs, has a least order or a full truck. What exceeds the need lies on the shelf; a need above
//! the maximum is split. Released for a need of w units: lots of the maximum while more is wanted, and a last one.

use crate::keys::range::{UNITS, UNITS_FROM_1};
use crate::keys::row::key;
use crate::keys::{Fallback, KeyRow, ValueKind};
use crate::model::Lot;
use crate::reader::{Cursor, Problems};

/// Its keys, of every make.
#[rustfmt::skip]
pub const MAKE_ROWS: &[KeyRow] = &[
    key("items.*.make.minimum", ValueKind::Whole(UNITS), "units", Fallback::Is("0"), "Least units of one replenishment, before `split`."),
    key("items.*.make.multiple", ValueKind::Whole(UNITS_FROM_1), "units", Fallback::Is("1"), "Units of a replenishment are a multiple of this."),
    key("items.*.make.maximum", ValueKind::Whole(UNITS_FROM_1), "units", Fallback::None, "Most units of one replenishment; larger needs are cut."),
];

/// Its keys, of every purchase.
#[rustfmt::skip]
pub const ROWS: &[KeyRow] = &[
    key("items.*.buy.minimum", ValueKind::Whole(UNITS), "units", Fallback::Is("0"), "Least units of one purchase order."),
    key("items.*.buy.multiple", ValueKind::Whole(UNITS_FROM_1), "units", Fallback::Is("1"), "Units of a purchase order are a multiple of this."),
    key("items.*.buy.maximum", ValueKind::Whole(UNITS_FROM_1), "units", Fallback::None, "Most units of one purchase order; larger needs are split."),
];

/// The lots of a purchase or a make.
pub fn read(buy: Cursor, problems: &mut Problems) -> Lot {
    let units = |key: &str| u64::try_from(buy.at(key).whole()).unwrap_or(0);
    let (minimum, multiple) = (units("minimum"), units("multiple").max(1));
    let maximum = buy.at("maximum").is_given().then(|| units("maximum"));
    let least = minimum.max(1).div_ceil(multiple) * multiple;
    if let Some(maximum) = maximum.filter(|maximum| *maximum < least) {
        let message =
            format!("`maximum` is {maximum}, but the smallest lot that meets `minimum` and `multiple` is {least}");
        problems.at(buy.at("maximum").value_place(), message);
    }
    Lot { minimum, multiple, maximum }
}

/// The smallest lot, units.
#[must_use]
pub fn smallest(lot: &Lot) -> u64 {
    lot.minimum.max(1).next_multiple_of(lot.multiple.max(1))
}

/// The largest lot, units; `None` where there is no bound.
fn largest(lot: &Lot) -> Option<u64> {
    let multiple = lot.multiple.max(1);
    lot.maximum.map(|most| (most / multiple * multiple).max(1))
}

/// Units released in all for a need of `wanted` units, at least 1.
#[must_use]
pub fn total(lot: &Lot, wanted: u64) -> u64 {
    let full = largest(lot).map_or(0, |most| (wanted - 1) / most * most);
    full + lot.next(i64::try_from(wanted - full).unwrap_or(i64::MAX)).unsigned_abs()
}

/// Orders that so many units released for one need go out in.
#[must_use]
pub fn orders(lot: &Lot, units: u64) -> u64 {
    largest(lot).map_or(1, |most| units.div_ceil(most))
}

/// Whether kept sample paths can score replenishments in these lots.
///
/// # Errors
/// What stands in the way, said of the item.
pub fn scored_by_path(lot: &Lot) -> Result<(), &'static str> {
    match lot.minimum > 1 || lot.multiple > 1 || lot.maximum.is_some() {
        true => Err("comes in lots"),
        false => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Lot by lot, as they are released.
        #[test]
        fn lots_add_up(minimum in 0..9_u64, multiple in 1..6_u64, room in prop::option::of(0..20_u64), wanted in 1..80_i64) {
            let lot = Lot { minimum, multiple, maximum: None };
            let lot = Lot { maximum: room.map(|room| smallest(&lot) + room), ..lot };
            let (mut left, mut orders) = (wanted, 0);
            while left > 0 {
                left -= lot.next(left);
                orders += 1;
            }
            prop_assert_eq!(total(&lot, wanted as u64), (wanted - left) as u64);
            prop_assert_eq!(super::orders(&lot, (wanted - left) as u64), orders);
        }
    }
}
