//! One replication without stock: orders, requests and times as arrays.

use super::arrange::{Job, Queue, Scratch};
use super::item_times::NONE;
use super::network::{Network, NotScored};
use crate::plan::{OrderStreams, Plan};
use crate::random::Rng;
use crate::rules::supply::ServerPool;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Units of a path that is laid out unit by unit, at most; some 12 bytes each.
const MOST_UNITS: u64 = 1 << 26;

/// One replication: orders, requests and times. Made once, used for many replications.
#[derive(Debug)]
pub struct Path<'p> {
    pub(super) plan: &'p Plan,
    pub(super) network: Network,
    pub(super) orders: Orders,
    /// By item of the plan.
    pub(super) items: Vec<ItemPath>,
    /// Jobs of suppliers with servers, in order of release.
    pub(super) suppliers: Vec<Vec<ServerJob>>,
    pub(super) draws: PathDraws,
    pub(super) jobs: Vec<Job>,
    pub(super) queue: Queue,
    pub(super) servers: ServerPool,
    pub(super) scratch: Scratch,
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

/// Everything that happens at an item. By request, in order: who asks, and when he has it all. By replenishment, in
/// order of release: when its parts are there, when it starts, when it is received. Times in ticks.
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
    /// By replenishment: lead time or time in process.
    pub delay: Vec<i64>,
    /// By replenishment: kit complete, and started.
    pub kitted_at: Vec<i64>,
    pub start: Vec<i64>,
    /// By replenishment: received.
    pub receipt: Vec<i64>,
    /// Replenishments in order of receipt, and when; empty when they come in order of release.
    pub sequence: Vec<u32>,
    pub sorted: Vec<i64>,
    /// By request: when its last unit was there.
    pub last: Vec<i64>,
    /// Drawn so far.
    pub drawn: usize,
}

/// A purchase at a supplier with servers. Times in ticks.
#[derive(Clone, Copy, Debug)]
pub(super) struct ServerJob {
    pub item: u32,
    pub number: u32,
    pub finish: i64,
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
    pub time: Rng,
    pub setup: Rng,
}

impl<'p> Path<'p> {
    /// A path of a plan that qualifies.
    #[must_use]
    pub fn new(plan: &'p Plan, network: Network) -> Path<'p> {
        let items = vec![ItemPath::default(); plan.items.len()];
        let suppliers = vec![Vec::new(); plan.suppliers.len()];
        Path {
            plan,
            network,
            orders: Orders::default(),
            items,
            suppliers,
            draws: PathDraws::default(),
            jobs: Vec::new(),
            queue: Queue::default(),
            servers: ServerPool::default(),
            scratch: Scratch::default(),
            margin: 0,
        }
    }

    /// The units asked for must not be more than can be laid out one by one.
    pub(super) fn check_size(&self) -> Result<(), NotScored> {
        let units = |path: &ItemPath| match path.units.is_empty() {
            true => path.cause.len() as u64,
            false => path.units.iter().map(|units| u64::from(*units)).sum(),
        };
        match self.draws.vast || self.items.iter().map(units).sum::<u64>() > MOST_UNITS {
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

    /// The replenishment that is received at a place of the order of receipts.
    #[inline]
    pub fn number_at(&self, place: usize) -> usize {
        self.sequence.get(place).map_or(place, |number| *number as usize)
    }

    /// Time of the receipt at a place of the order of receipts, ticks.
    #[inline]
    pub fn received_at(&self, place: usize) -> i64 {
        if self.sequence.is_empty() { self.receipt[place] } else { self.sorted[place] }
    }

    /// The customer order that made a request itself.
    pub fn customer(&self, request: usize) -> Option<usize> {
        self.order.get(request).filter(|order| **order != NONE).map(|order| *order as usize)
    }
}
