//! Supply rules: when a purchase is received, and in which lots it is bought.

mod ample;
pub mod crossing;
pub mod lot;
pub mod price_breaks;
pub mod servers;
pub mod sourcing;
pub mod yields;

pub use lot::scored_by_path;
pub use servers::{ServerPool, SupplierJob};
pub use sourcing::{Chosen, SourcingPlan, split};
pub use yields::YieldPlan;

use crate::model::{Crossing, Lot};

/// Where purchases of an item go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PurchaseSource {
    /// To a supplier who delivers any quantity after its lead time.
    Ample,
    /// To a supplier whose servers take one purchase at a time: its place among the suppliers.
    Servers(u32),
    /// To a supplier that is not always at work or allots what it sends: its place among the suppliers.
    Stops(u32),
}

impl PurchaseSource {
    /// When? The receipt of a purchase released at `now` whose lead time (service time at a server) is `time`, both in ticks,
    /// and the job at the supplier's servers if there is one. A supplier that stops is asked by [`crate::rules::at_work::SupplierWork`].
    #[inline]
    pub fn receive(self, now: i64, time: i64, pools: &mut [ServerPool]) -> (i64, Option<SupplierJob>) {
        match self {
            PurchaseSource::Ample | PurchaseSource::Stops(_) => (ample::receipt(now, time), None),
            PurchaseSource::Servers(supplier) => {
                let (start, finish) = pools[supplier as usize].serve(now, time);
                (finish, Some(SupplierJob { supplier, released: now, start, finish }))
            }
        }
    }
}

/// Whether a purchase is received a lead time after its release and whole, whatever else is on order.
#[must_use]
pub fn is_plain(source: PurchaseSource, crossing: Crossing, lot: &Lot) -> bool {
    source == PurchaseSource::Ample && crossing == Crossing::Independent && *lot == Lot::default()
}
