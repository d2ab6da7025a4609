//! Reserve: units that requests of a class leave on the shelf for others.
//!
//! Static rationing: a request of class c takes a free unit only while more than its reserve are free, and waits or is lost
//! otherwise (D. M. Topkis, Management Science 15(3), 1968; V. Deshpande, M. A. Cohen & K. Donohue, Management Science 49(6),
//! 2003). What it may take of x free units is (x − r)⁺.

use crate::keys::range::UNITS;
use crate::keys::row::key;
use crate::keys::{Fallback, KeyRow, NameKind, ValueKind};
use crate::model::Reserve;
use crate::reader::Cursor;

/// The class of what is made or moved for no customer who waits.
pub const RESTOCK: &str = "restock";

/// Its name among the keys of a rule.
pub const KEY: &str = "reserve";

/// Its keys.
#[rustfmt::skip]
pub(super) const ROWS: &[KeyRow] = &[
    key(KEY, ValueKind::Named(NameKind::Classes), "", Fallback::None, "Units that requests of a class leave on the shelf, by class; `restock` is the class of what is made for no order that waits."),
    key("reserve.*", ValueKind::Whole(UNITS), "units", Fallback::None, "Units that this class leaves; others leave none."),
];

/// What each class named leaves.
#[must_use]
pub fn read(stock: Cursor) -> Vec<Reserve> {
    let one = |named: crate::reader::Named| {
        Some(Reserve { class: named.name.into(), units: named.at.given_whole().filter(|units| *units > 0)? })
    };
    stock.at(KEY).names().filter_map(one).collect()
}

/// Units of so many free ones that a request may take which leaves a reserve.
#[inline]
#[must_use]
pub fn above(free: i64, reserve: i64) -> i64 {
    (free - reserve).max(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reserve_stays() {
        assert_eq!([above(5, 0), above(5, 2), above(2, 2), above(1, 2)], [5, 3, 0, 0]);
    }
}
