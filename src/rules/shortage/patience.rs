//! Impatient customers: each waits for a time of his own, drawn with his order, and leaves if he is not served by then.
//!
//! Queueing theory calls it reneging or abandonment (C. Palm, Ericsson Technics, 1957). A customer whose last work order has
//! started stays.

use super::short_order::ShortOrder;
use crate::keys::row::{TIME, key};
use crate::keys::{Fallback, KeyRow, LawUse, ValueKind};
use crate::laws::Sampler;
use crate::laws::{Law, law};
use crate::model::Shortage;
use crate::reader::Cursor;

/// Its keys.
#[rustfmt::skip]
pub(super) const ROWS: &[KeyRow] = &[
    key("demand.*.shortage.patience", ValueKind::Law(LawUse::Time), TIME, Fallback::Required, "How long an order waits before it leaves."),
    key("demand.*.shortage.after", ValueKind::Word(&["placement", "due"]), "", Fallback::Is("\"placement\""), "From when on patience runs: the placement of the order, or its due time."),
];

/// The rule of a stream that has it.
pub(super) fn read(at: Cursor) -> Shortage {
    Shortage::Patience(law(at.at("patience")))
}

/// The law of the time a customer waits, in time units.
pub(super) fn plan(law: &Law) -> Sampler {
    Sampler::new(law)
}

/// An order that is short stays for a while.
pub(super) const SHORT_ORDER: ShortOrder = ShortOrder::Waits;

/// Which orders are served depends on the stock.
pub(super) fn scored_by_path(demand: &str) -> Result<(), String> {
    Err(format!("customers of {demand} lose patience"))
}
