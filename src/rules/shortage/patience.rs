//! Impatient customers: each waits for a time of his own, drawn with his order, and leaves if he is not served by then.
//!
//! Queueing theory calls it reneging or abandonment (C. Palm, Ericsson Technics, 1957). A customer whose last work order has
//! started stays.

use super::short_order::ShortOrder;
use crate::laws::Law;
use crate::laws::Sampler;

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
