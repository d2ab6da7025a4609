//! Price breaks: a unit costs less from a number of units on, by the units of one purchase order.
//!
//! Of all its units, or of those beyond each break only (F. Harris, 1913, and the textbooks since: all-units and incremental
//! quantity discounts; e.g. E. A. Silver, D. F. Pyke & R. Peterson, *Inventory Management and Production Planning and
//! Scheduling*, 1998, section 5.5). The value of a unit in stock stays its `cost`.

use crate::keys::range::{NOT_NEGATIVE, UNITS_FROM_1};
use crate::keys::row::{PER_PIECE, key};
use crate::keys::{Fallback, KeyRow, ValueKind};
use crate::model::{Discount, PriceBreaks};
use crate::reader::{Cursor, Problems};

/// Its keys, of a purchase.
#[rustfmt::skip]
pub const BUY_ROWS: &[KeyRow] = &[
    key("items.*.buy.breaks", ValueKind::Groups, "", Fallback::None, "Prices of larger purchase orders: a list of breaks, `from` rising; below the first a unit costs `cost`."),
    key("items.*.buy.breaks.from", ValueKind::Whole(UNITS_FROM_1), "units", Fallback::Required, "Least units of a purchase order that has this price."),
    key("items.*.buy.breaks.cost", ValueKind::Number(NOT_NEGATIVE), PER_PIECE, Fallback::Required, "Price of a unit."),
    key("items.*.buy.discount", ValueKind::Word(&["all", "incremental"]), "", Fallback::Follows("`\"all\"`"), "Whether a price of `breaks` is that of all units of the purchase order, or of those from its `from` on."),
];

/// The same of one of several sources.
#[rustfmt::skip]
pub const SOURCE_ROWS: &[KeyRow] = &[
    key("items.*.buy.sources.*.breaks", ValueKind::Groups, "", Fallback::Follows("that of `buy`"), "Prices of larger purchase orders there."),
    key("items.*.buy.sources.*.breaks.from", ValueKind::Whole(UNITS_FROM_1), "units", Fallback::Required, "Least units of a purchase order that has this price."),
    key("items.*.buy.sources.*.breaks.cost", ValueKind::Number(NOT_NEGATIVE), PER_PIECE, Fallback::Required, "Price of a unit."),
    key("items.*.buy.sources.*.discount", ValueKind::Word(&["all", "incremental"]), "", Fallback::Follows("that of `buy`"), "As `items.*.buy.discount`."),
];

/// The price breaks of a purchase; `None` where there is none.
pub fn read(buy: Cursor, problems: &mut Problems) -> Option<PriceBreaks> {
    let at = buy.at("breaks");
    let steps: Vec<(i64, f64)> =
        at.groups().iter().map(|step| (step.at("from").whole(), step.at("cost").number())).collect();
    if !steps.is_sorted_by(|one, next| one.0 < next.0) {
        problems.at(at.value_place(), "`from` of `breaks` must rise from one to the next");
    }
    let discount = buy.at("discount");
    if steps.is_empty() && discount.is_given() {
        problems.at(discount.place, "`discount` says how `breaks` are meant, and there are none");
    }
    let discount = if discount.text() == "incremental" { Discount::Incremental } else { Discount::AllUnits };
    (!steps.is_empty()).then_some(PriceBreaks { steps, discount })
}

impl PriceBreaks {
    /// Adds the units of one purchase order to those of each price: that below the first break, then those of the breaks.
    pub fn add(&self, units: i64, by_price: &mut [i64]) {
        match self.discount {
            Discount::AllUnits => by_price[self.steps.partition_point(|step| step.0 <= units)] += units,
            Discount::Incremental => {
                let ends = self.steps.iter().map(|step| step.0 - 1).chain([i64::MAX]);
                let mut counted = 0;
                for (own, end) in by_price.iter_mut().zip(ends) {
                    let below = units.min(end);
                    *own += below - counted;
                    counted = below;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_have_the_price_of_their_break() {
        let counts = |discount, units| {
            let breaks = PriceBreaks { steps: vec![(8, 9.0), (15, 8.0)], discount };
            let mut by_price = [0; 3];
            breaks.add(units, &mut by_price);
            by_price
        };
        let all = [7, 8, 14, 15, 40].map(|units| counts(Discount::AllUnits, units));
        assert_eq!(all, [[7, 0, 0], [0, 8, 0], [0, 14, 0], [0, 0, 15], [0, 0, 40]]);
        let incremental = [7, 8, 14, 15, 40].map(|units| counts(Discount::Incremental, units));
        assert_eq!(incremental, [[7, 0, 0], [7, 1, 0], [7, 7, 0], [7, 7, 1], [7, 7, 26]]);
    }
}
