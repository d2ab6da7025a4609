//! What is kept of a replication to be relaxed.

use super::item_flow::ItemFlow;
use super::station::StationFlow;
use crate::costs::Tariff;
use crate::path::item_times::KeptOrder;
use crate::path::lower_bound::LateAfter;
use crate::path::network::Step;
use crate::path::totals::PathTotals;

/// What is counted of orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judged {
    /// Those that are late.
    Late(LateAfter),
    /// Their responses, time units.
    Response,
}

/// Orders of the window that a service judges.
#[derive(Clone, Debug, PartialEq)]
pub struct Priced {
    /// By flow of the plan: whether its orders count.
    pub flows: Vec<bool>,
    /// What is counted of them.
    pub judged: Judged,
}

/// How money and services are added up to one objective.
#[derive(Clone, Debug, PartialEq)]
pub struct Weighed<'a> {
    /// Money counts so many times.
    pub money: f64,
    /// By service: the price of one late order, or of a time unit of response, as money per time unit.
    pub prices: &'a [f64],
    /// An order counts as late in part that is nearly so: the width of that, ticks.
    pub width: f64,
}

/// What a relaxed pass gives.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Slopes {
    /// Money per time unit, without what is paid by event.
    pub money: f64,
    /// By service: late orders, smoothed, or responses added up, time units.
    pub judged: Vec<f64>,
    /// By item of the plan: the slope of the weighed sum in its base stock.
    pub slopes: Vec<f64>,
}

/// One replication, to be relaxed at any vector of base stocks.
#[derive(Clone, Debug)]
pub struct RelaxedPath {
    pub(super) items: Vec<ItemFlow>,
    /// Parts before what is made of them.
    pub(super) steps: Vec<Step>,
    pub(super) stations: Vec<StationFlow>,
    pub(super) orders: Vec<KeptOrder>,
    /// What does not depend on stock, and the window.
    pub(super) totals: PathTotals,
    pub(super) tariff: Tariff,
    /// All times are multiples of so many ticks.
    pub(super) lattice: i64,
    /// Arrivals before this time are known, ticks.
    pub(super) until: i64,
    pub(super) overrun: bool,
}

impl RelaxedPath {
    /// Requests kept.
    #[must_use]
    pub fn requests(&self) -> usize {
        self.items.iter().map(|item| item.asked.len()).sum()
    }

    /// Units asked for.
    #[must_use]
    pub fn units(&self) -> f64 {
        self.items.iter().filter(|item| !item.asked.is_empty()).map(|item| item.units_to(item.asked.len() - 1)).sum()
    }

    /// Whether work of the window was once still under way at a station when the known arrivals ended, so that later ones
    /// might have come before it: then it is to be drawn again, further.
    #[must_use]
    pub fn overrun(&self) -> bool {
        self.overrun
    }

    /// Ticks that all times are multiples of.
    #[must_use]
    pub fn lattice(&self) -> i64 {
        self.lattice
    }

    /// By service: orders of the window that it judges; they do not depend on stock.
    #[must_use]
    pub fn judged_orders(&self, services: &[Priced]) -> Vec<f64> {
        let counts = |priced: &Priced, order: &&KeptOrder| self.counts(priced, order);
        let orders = |priced: &Priced| self.orders.iter().filter(|order| counts(priced, order)).count() as f64;
        services.iter().map(orders).collect()
    }

    /// Whether an order counts for a service.
    #[inline]
    pub(super) fn counts(&self, priced: &Priced, order: &KeptOrder) -> bool {
        let due =
            !matches!(priced.judged, Judged::Late(LateAfter::Due)) || self.totals.flows[order.flow as usize].is_due();
        priced.flows[order.flow as usize] && due && self.totals.in_window(order.placed)
    }

    /// Ticks after which an order counts as late, from when it was placed until its units are there.
    #[inline]
    pub(super) fn patience(&self, limit: LateAfter, order: &KeptOrder) -> i64 {
        match limit {
            LateAfter::AtOnce => 0,
            LateAfter::Due => self.totals.flows[order.flow as usize].due.map_or(i64::MAX / 8, |due| due - order.way),
            LateAfter::Within(ticks) => ticks - order.way,
        }
    }
}
