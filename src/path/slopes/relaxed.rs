//! What is kept of a replication to be relaxed.

use super::station::StationFlow;
use crate::costs::Tariff;
use crate::path::item_times::{KeptOrder, NONE, Reach, WorkWeight};
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

/// In the place of a line of a kit: the server of the station.
pub(super) const SERVER: u32 = NONE - 1;

/// An item: what it is asked for and what comes of it. Times in ticks; what a pass leaves behind is in floating point, which
/// holds whole ticks.
#[derive(Clone, Debug)]
pub(super) struct ItemFlow {
    pub reach: Reach,
    /// Holding rate in stock and in process.
    pub holding: f64,
    pub wip: f64,
    /// By request: when, and units so far with its own; empty when each is for one.
    pub asked: Vec<i64>,
    pub units: Vec<f64>,
    /// By work order: its request where requests are split; time in process; parts and the requests there.
    pub owner: Vec<u32>,
    pub delay: Vec<i64>,
    pub lines: Vec<(u32, u32)>,
    pub width: usize,
    /// Once for a unit of every work order, or by work order where configurations differ: holding rates of the kit, and of chosen and optional parts in process.
    pub kits: Vec<(f64, f64)>,
    pub is_configured: bool,
    /// Whether it is bought, and whether it is made at a station.
    pub bought: bool,
    pub is_at_station: bool,
    // ---- what a pass leaves behind ----
    /// By request: when its last unit is there, for all it knows before it was asked; of pegged items never before.
    pub time: Vec<f64>,
    /// Of pegged items, by request: the same as if its parts could be used before they are asked for.
    pub early: Vec<f64>,
    /// By replenishment: received.
    pub received: Vec<f64>,
    /// By work order: its kit complete.
    pub ready: Vec<f64>,
    /// By work order: the line that was last, and of pegged items the one that would be last.
    pub last: Vec<u32>,
    pub last_early: Vec<u32>,
    /// Replenishments in order of receipt, with the time; and the middle of the units of each.
    pub receipts: Vec<(f64, u32)>,
    pub middles: Vec<f64>,
    /// At a station, by work order: when the server is free that takes it.
    pub free: Vec<f64>,
    /// By request: slope of the objective in its time, where it waits, and in the time it knows.
    pub pull: Vec<f64>,
    pub nudge: Vec<f64>,
    /// By work order: the same in when it is received, and of pegged items in when it could be.
    pub gain: Vec<f64>,
    pub urge: Vec<f64>,
}

impl ItemFlow {
    /// Units of a request.
    #[inline]
    pub fn units_of(&self, request: usize) -> f64 {
        match request {
            _ if self.units.is_empty() => 1.0,
            0 => self.units[0],
            _ => self.units[request] - self.units[request - 1],
        }
    }

    /// Units asked up to a request and with it.
    #[inline]
    pub fn units_to(&self, request: usize) -> f64 {
        if self.units.is_empty() { (request + 1) as f64 } else { self.units[request] }
    }

    /// The request a replenishment was released for.
    #[inline]
    pub fn owner_of(&self, number: usize) -> usize {
        self.owner.get(number).map_or(number, |owner| *owner as usize)
    }

    /// Units of a replenishment.
    #[inline]
    pub fn size_of(&self, number: usize) -> f64 {
        if self.owner.is_empty() { self.units_of(number) } else { 1.0 }
    }

    /// Parts of a work order and the requests there.
    #[inline]
    pub fn lines_of(&self, work: usize) -> &[(u32, u32)] {
        &self.lines[work * self.width..(work + 1) * self.width]
    }

    /// Holding rates of a kit, and of chosen and optional parts in process.
    #[inline]
    pub fn kit(&self, work: usize) -> (f64, f64) {
        match self.kits.as_slice() {
            [] => (0.0, 0.0),
            [(kit, extra)] if !self.is_configured => (kit * self.size_of(work), extra * self.size_of(work)),
            each => each[work],
        }
    }

    /// The same as it is counted.
    pub fn weight(&self, work: usize, grain: f64) -> WorkWeight {
        let (kit, extra) = self.kit(work);
        WorkWeight { size: self.size_of(work) as i64, kit: (kit * grain) as i64, extra: (extra * grain) as i64 }
    }

    /// The replenishments of a request.
    pub fn pieces_of(&self, request: usize) -> std::ops::Range<usize> {
        if self.owner.is_empty() {
            return request..request + 1;
        }
        let from = self.owner.partition_point(|owner| (*owner as usize) < request);
        from..from + self.owner[from..].iter().take_while(|owner| **owner as usize == request).count()
    }

    /// Whether requests are served from a base stock.
    pub fn is_from_stock(&self) -> bool {
        self.reach == Reach::BaseStock
    }

    /// When a request has all its units, at the base stocks of the last pass, ticks.
    #[inline]
    pub fn served(&self, request: usize) -> i64 {
        self.asked[request].max(self.time[request] as i64)
    }
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
