//! One path, kept at a vector of base stocks and moved to another: nothing is drawn again, and only what hangs on the
//! items that changed is looked at.
//!
//! ```text
//! stock of an item ─► its requests whose unit comes at another time ─► the work orders that use them ─► their receipts
//!                                                                  └► the orders that asked for them ─► service, money
//! ```
//!
//! It covers all that qualifies, but orders made to order in pieces that ship apart: stock behind stock, sub-assemblies,
//! stations, configured products.
//!
//! Sums are integers; only money is not. Kept are 28 bytes per request, 8 per unit received, 56 per work order and 8 per
//! line of it.

use super::item_times::{ItemTimes, KeptOrder, Reach};
use super::journal::Undos;
use super::network::Step;
use super::station_queue::StationQueue;
use super::totals::{FlowTotals, PathTotals};
use crate::costs::Tariff;

/// One replication at a vector of base stocks.
#[derive(Clone, Debug)]
pub struct SamplePath {
    pub(super) items: Vec<ItemTimes>,
    pub(super) orders: Vec<KeptOrder>,
    /// By order: the item and request it is.
    pub(super) selves: Vec<(u32, u32)>,
    /// Parts before what is made of them.
    pub(super) steps: Vec<Step>,
    pub(super) stations: Vec<StationQueue>,
    pub(super) totals: PathTotals,
    pub(super) tariff: Tariff,
    /// What purchases cost per time unit: it does not depend on stock.
    pub(super) purchases: f64,
    /// By item: what its work orders get at another time.
    pub(super) pending: Vec<Vec<News>>,
    /// Receipts at a base stock that changed: old and new time.
    pub(super) swapped: Vec<(i64, i64)>,
    /// Requests that are served at another time: memory that is used again.
    pub(super) changed: Vec<(u32, i64)>,
    pub(super) undos: Undos,
    /// Arrivals before this time are known.
    pub(super) until: i64,
    pub(super) overrun: bool,
}

/// A part that a work order gets at another time, ticks.
#[derive(Clone, Copy, Debug)]
pub(super) struct News {
    pub work: u32,
    pub old: i64,
    pub new: i64,
}

impl SamplePath {
    /// Total cost per time unit of the window, as `cost_total` of the system.
    #[must_use]
    pub fn cost(&self) -> f64 {
        self.tariff.costs(&self.totals.paid).cost()
    }

    /// Revenue per time unit of the window, as `revenue` of the system.
    #[must_use]
    pub fn revenue(&self) -> f64 {
        self.tariff.costs(&self.totals.paid).revenue
    }

    /// What orders come to, by flow of the plan.
    #[must_use]
    pub fn flows(&self) -> &[FlowTotals] {
        &self.totals.flows
    }

    /// Tells flow and response, ticks, of every order of the window.
    pub fn each_response(&self, mut visit: impl FnMut(u32, i64)) {
        for order in self.orders.iter().filter(|order| self.totals.in_window(order.placed)) {
            let done = self.items[order.item as usize].last[order.request as usize];
            visit(order.flow, done + order.way - order.placed);
        }
    }

    /// Base stock of an item, units.
    #[must_use]
    pub fn stock(&self, item: u32) -> u32 {
        self.items[item as usize].stock
    }

    /// Requests kept.
    #[must_use]
    pub fn requests(&self) -> usize {
        self.items.iter().map(|item| item.asked.len()).sum()
    }

    /// Whether work of the window was once still under way at a station when the known arrivals ended, so that later
    /// ones might have come before it: then it is to be built again, further.
    #[must_use]
    pub fn overrun(&self) -> bool {
        self.overrun
    }

    /// Clipped unit·ticks at which units of a bought item were received: they do not depend on stock.
    pub(super) fn received(&self, item: usize) -> i128 {
        let (times, clip) = (&self.items[item], |time: &i64| i128::from(self.totals.clip(*time)));
        match times.reach {
            Reach::BaseStock => times.receipts.iter().map(clip).sum(),
            // Each receipt serves its own request.
            Reach::Own | Reach::Pieces => {
                let units = times.last.iter().enumerate();
                units.map(|(request, time)| clip(time) * i128::from(times.units_of(request))).sum()
            }
        }
    }
}
