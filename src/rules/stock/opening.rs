//! What is under way and owed at time 0: units that come at known times, and a backlog that is nobody's.
//!
//! A plan that starts today has orders under way and customers who wait. Units on order count in the position from time 0 on,
//! so that no rule orders them twice; what is owed is served before all others. Neither is a replenishment or an order of the
//! run: it has no lead time, no response and no revenue.

use crate::keys::range::{SPAN, UNITS, UNITS_FROM_1};
use crate::keys::row::{TIME, key};
use crate::keys::{Fallback, KeyRow, ValueKind};
use crate::model::{Opening, Ticks};
use crate::reader::Cursor;

/// Its keys, beside any rule.
#[rustfmt::skip]
pub(super) const ROWS: &[KeyRow] = &[
    key("arriving", ValueKind::Groups, "", Fallback::None, "Units on order at time 0, by when they are received: a table, or a list of them."),
    key("arriving.at", ValueKind::Time(SPAN), TIME, Fallback::Required, "When they are received, before what is ordered in the run."),
    key("arriving.units", ValueKind::Whole(UNITS_FROM_1), "units", Fallback::Required, "How many."),
    key("owed", ValueKind::Whole(UNITS), "units", Fallback::Follows("none"), "Units of the backlog at time 0, which belong to no order of the run and are served first."),
];

/// What a rule says of time 0.
pub(super) fn read(stock: Cursor) -> Opening {
    let given = stock.at("arriving");
    let units = |of: Cursor| u64::try_from(of.whole()).unwrap_or(0);
    let one = |at: Cursor| (Ticks::from_units(at.at("at").number()), units(at.at("units")));
    let mut arriving: Vec<(Ticks, u64)> = match given.list() {
        Some(list) => list.iter().map(|node| one(given.instead(node))).collect(),
        None => given.is_given().then(|| one(given)).into_iter().collect(),
    };
    arriving.sort_by_key(|(at, _)| *at);
    Opening { arriving, owed: units(stock.at("owed")) }
}
