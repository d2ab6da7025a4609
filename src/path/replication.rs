//! One replication: orders, and the requests they cause, as arrays. None of it depends on stock.

use super::item_times::NONE;
use super::network::{Network, NotScored};
use crate::plan::{OrderStreams, Plan, SupplyPlan};
use crate::random::StreamRng;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Units of a path that is laid out unit by unit, at most; some 12 bytes each.
const MOST_UNITS: u64 = 1 << 26;

/// One replication: orders and requests. Made once, used for many replications.
#[derive(Debug)]
pub struct Path<'p> {
    pub(super) plan: &'p Plan,
    pub(super) network: Network,
    pub(super) orders: Orders,
    /// By item of the plan.
    pub(super) items: Vec<ItemPath>,
    /// Of suppliers with servers: the item of each purchase, in order of release.
    pub(super) suppliers: Vec<Vec<u32>>,
    pub(super) draws: PathDraws,
    /// How long replications so far went on after the last receipt of what was bought in the window, at most, ticks: a
    /// guess for the next one.
    pub(super) margin: i64,
}

/// Customer orders in calendar order.
#[derive(Clone, Debug, Default)]
pub(super) struct Orders {
    /// Ticks.
    pub placed: Vec<i64>,
    pub facts: Vec<OrderFacts>,
}

/// What an order is, apart from its time.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct OrderFacts {
    pub demand: u32,
    pub flow: u32,
    pub item: u32,
    /// Its number among the requests of the item.
    pub request: u32,
    pub quantity: u32,
    /// Delivery time, ticks.
    pub delivery: i64,
}

/// Everything that is asked of an item, request by request in order, and what is released for it, replenishment by
/// replenishment in order of release.
#[derive(Clone, Debug, Default)]
pub(super) struct ItemPath {
    /// By request: the customer order that caused it.
    pub cause: Vec<u32>,
    /// By request: units; empty when each is for one.
    pub units: Vec<u32>,
    /// By request: the customer order that asks itself, or [`NONE`]; empty when no customer asks for the item.
    pub order: Vec<u32>,
    /// By replenishment: its request, where requests are split; else it has the request's number.
    pub owner: Vec<u32>,
    /// By replenishment: configuration, where there are options.
    pub config: Vec<u32>,
    /// By replenishment and line: the number of the request at the part.
    pub lines: Vec<u32>,
    /// By replenishment: lead time or time in process, ticks.
    pub delay: Vec<i64>,
    /// Of a bought item, by replenishment: received, ticks.
    pub receipt: Vec<i64>,
    /// Drawn so far.
    pub drawn: usize,
}

/// What is drawn next, and of what.
#[derive(Debug, Default)]
pub(super) struct PathDraws {
    pub demands: Vec<OrderStreams>,
    /// The next arrival of each demand: (ticks, demand).
    pub next: BinaryHeap<Reverse<(i64, u32)>>,
    pub items: Vec<ItemDraws>,
    /// Whether a request was for more units than fit a word here.
    pub vast: bool,
}

/// Streams of an item.
#[derive(Debug)]
pub(super) struct ItemDraws {
    pub time: StreamRng,
    pub setup: StreamRng,
}

impl<'p> Path<'p> {
    /// A path of a plan that qualifies.
    #[must_use]
    pub fn new(plan: &'p Plan, network: Network) -> Path<'p> {
        let items = vec![ItemPath::default(); plan.items.len()];
        let suppliers = vec![Vec::new(); plan.suppliers.len()];
        Path { plan, network, orders: Orders::default(), items, suppliers, draws: PathDraws::default(), margin: 0 }
    }

    /// The units asked for must not be more than can be laid out one by one.
    pub(super) fn check_size(&self) -> Result<(), NotScored> {
        let units = |path: &ItemPath| match path.units.is_empty() {
            true => path.cause.len() as u64,
            false => path.units.iter().map(|units| u64::from(*units)).sum(),
        };
        match self.items.iter().map(units).sum::<u64>() > MOST_UNITS {
            true => Err(NotScored("there are too many units to keep them one by one".into())),
            false => Ok(()),
        }
    }

    /// When a replenishment was released, ticks.
    #[inline]
    pub(super) fn released(&self, item: usize, number: usize) -> i64 {
        let path = &self.items[item];
        self.orders.placed[path.cause[path.owner_of(number)] as usize]
    }

    /// The lines of a work order: part, request, and units.
    pub(super) fn each_line(&self, item: usize, number: usize, mut visit: impl FnMut(usize, usize, u32)) {
        let SupplyPlan::Make(make) = &self.plan.items[item].supply else { return };
        let (path, width) = (&self.items[item], self.network.width[item] as usize);
        let mut requests = path.lines[number * width..(number + 1) * width].iter().map(|request| *request as usize);
        let config = path.config.get(number).copied().unwrap_or(0);
        let required = self.plan.required(make).iter().map(|line| (line.item, line.quantity));
        let chosen = self.plan.chosen(make, config).map(|part| (part, 1));
        let optional = self.plan.optional(make).iter().map(|line| (line.item, line.quantity));
        let size = path.size_of(number);
        for ((part, quantity), request) in required.chain(chosen).chain(optional).zip(&mut requests) {
            visit(part as usize, request, quantity * size);
        }
    }
}

impl ItemPath {
    /// Replenishments released so far.
    #[inline]
    pub fn releases(&self) -> usize {
        if self.owner.is_empty() { self.cause.len() } else { self.owner.len() }
    }

    /// Units of a request.
    #[inline]
    pub fn units_of(&self, request: usize) -> u32 {
        self.units.get(request).copied().unwrap_or(1)
    }

    /// The request a replenishment was released for.
    #[inline]
    pub fn owner_of(&self, number: usize) -> usize {
        self.owner.get(number).map_or(number, |owner| *owner as usize)
    }

    /// Units of a replenishment.
    #[inline]
    pub fn size_of(&self, number: usize) -> u32 {
        if self.owner.is_empty() { self.units_of(number) } else { 1 }
    }

    /// The customer order that made a request itself.
    pub fn customer(&self, request: usize) -> Option<usize> {
        self.order.get(request).filter(|order| **order != NONE).map(|order| *order as usize)
    }
}
