//! The path engine: one replication of one strategy without an event list.
//!
//! Where every inventory position stands still (continuous base stock or order-driven items, full backlog, first come
//! first served with commitment), every release happens at the customer arrival that caused it. So the arrivals alone
//! give every request of every item, in order; and with S units on the shelf at the beginning, unit u asked of an item
//! is served by unit u − S of its receipts in the order of their times, at `max(asked, received)`.
//!
//! ```text
//! walk:  arrivals in calendar order ──► requests of every item, and which replenishment asked
//! times: parts before what is made of them: release + delay ──► receipts in order ──► requests served ──► kits …
//! ```
//!
//! It draws from the same streams as the event engine, in the same order, with the same integer time and the same
//! order of what happens at one instant, and gives the same response of every order, to the tick.
//! [`qualify`] says which strategies it covers, and why not the others. The few replications in which names and
//! numbers do not decide an instant, or that end with open orders, it leaves to the event engine ([`Undecided`]).
//!
//! One path serves any number of base-stock vectors: [`Path::board`] lays it out, [`Board::score`] scores a vector from
//! scratch, and a [`Tally`] moves one item at a time. Where stock stands behind stock, [`Path::stages`] keeps all times
//! and [`Stages::set`] moves them.
//!
//! *Architecture invariant:* as the event engine: it knows no files, threads or names and keeps no statistics; what it
//! gives are times.

mod arrange;
mod network;
mod pieces;
mod score;
mod stages;
mod stop;
mod tally;
mod times;
mod walk;

pub(crate) use arrange::{Scratch, arrange};
pub use network::{Network, Reason, qualify};
pub(crate) use pieces::Piece;
pub use score::{Board, Score};
pub use stages::{Charge, Floor, FlowSums, Limit, Span, Stages};
pub(crate) use stop::Stop;
pub use tally::Tally;

use crate::plan::{Level, Levels, Plan};
use arrange::{Job, Queue};
use walk::Walk;

/// No customer order, no replenishment.
pub(crate) const NONE: u32 = u32::MAX;

/// Units of a path that is laid out unit by unit, at most; some 12 bytes each.
const MOST_UNITS: u64 = 1 << 26;
const TOO_MANY: &str = "there are too many units to keep them one by one";

/// Why a replication is left to the event engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undecided {
    /// Work that took no time where its law gives it a density.
    NoTime,
    /// Orders of the window, or from before it, were open when the run ended.
    OpenOrders,
    /// A request for more units than a path counts.
    TooMany,
}

/// One replication: orders, requests and times. Made once, used for many replications.
#[derive(Debug)]
pub struct Path<'p> {
    pub(crate) plan: &'p Plan,
    pub(crate) network: Network,
    pub(crate) orders: Orders,
    /// By item of the plan.
    pub(crate) items: Vec<ItemPath>,
    /// Jobs of suppliers with servers, in order of release.
    pub(crate) suppliers: Vec<Vec<SupplierJob>>,
    /// Base stocks of the last evaluation.
    pub(crate) stocks: Vec<u32>,
    walk: Walk,
    jobs: Vec<Job>,
    queue: Queue,
    servers: Vec<i64>,
    scratch: Scratch,
    /// How long replications so far went on after the last receipt of what was bought in the window, at most, ticks: a
    /// guess for the next one.
    margin: i64,
}

/// Customer orders in calendar order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Orders {
    /// Ticks.
    pub placed: Vec<i64>,
    pub facts: Vec<OrderFacts>,
    /// Arrivals that wanted nothing: time, and how many orders came before.
    pub idle: Vec<(i64, u32)>,
}

/// What an order is, apart from its time.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct OrderFacts {
    pub demand: u32,
    pub flow: u32,
    pub item: u32,
    /// Its number among the requests of the item.
    pub request: u32,
    pub quantity: u32,
    /// Its number among the arrivals of its demand.
    pub number: u32,
    /// Delivery time, ticks.
    pub delivery: i64,
}

/// Everything that happens at an item. By request, in order: who asks, and when he has it all. By replenishment, in
/// order of release: when its parts are there, when it starts, when it is received. Times in ticks.
#[derive(Clone, Debug, Default)]
pub(crate) struct ItemPath {
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
    /// By replenishment: kit complete, started, and when the last held item below it was there.
    pub ready: Vec<i64>,
    pub start: Vec<i64>,
    pub held: Vec<i64>,
    /// By replenishment: received; and the cause of the instant it is received in where it takes no time (see
    /// [`Path::turn`]); empty when all take time.
    pub receipt: Vec<i64>,
    pub turns: Vec<u32>,
    /// Replenishments in order of receipt, and when; empty when they come in order of release.
    pub sequence: Vec<u32>,
    pub sorted: Vec<i64>,
    /// By request: when its last unit was there, and the replenishment that brought it (or [`NONE`] from the initial
    /// stock), where that matters.
    pub last: Vec<i64>,
    pub last_by: Vec<u32>,
    /// By request, of made items that are not held: when the last held item below was there.
    pub held_last: Vec<i64>,
    /// Drawn so far.
    drawn: usize,
}

/// A purchase at a supplier with servers. Times in ticks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SupplierJob {
    pub item: u32,
    pub number: u32,
    pub start: i64,
    pub finish: i64,
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
            stocks: Vec::new(),
            walk: Walk::default(),
            jobs: Vec::new(),
            queue: Queue::default(),
            servers: Vec::new(),
            scratch: Scratch::default(),
            margin: 0,
        }
    }

    /// One replication with these levels, through the window and until its orders and replenishments are done; gives
    /// when and where the event engine would stop.
    ///
    /// # Errors
    /// What only the event engine decides.
    pub(crate) fn replicate(&mut self, levels: &Levels, replication: u32) -> Result<Stop, Undecided> {
        self.begin(replication);
        self.walk(self.plan.end);
        // Up to where nothing bought in the window is outstanding, and as much longer as work has lasted before.
        let bought = self.release_to_suppliers();
        let mut until = bought.saturating_add(1 + self.margin).min(self.plan.drain_end.saturating_add(1));
        loop {
            self.walk(until);
            if self.walk.vast {
                return Err(Undecided::TooMany);
            }
            self.evaluate(levels)?;
            let last = self.last_of_window();
            // What happens before `until` is certain: nothing that arrives later can reach back.
            if last < until || until > self.plan.drain_end {
                self.margin = (self.margin / 4 * 3).max(last.min(self.plan.drain_end) - bought);
                return self.stop(last);
            }
            until = last.saturating_add(1 + (last - self.plan.end) / 8).min(self.plan.drain_end.saturating_add(1));
        }
    }

    /// A replication without stock, to be laid out for scoring; gives these levels.
    ///
    /// # Errors
    /// Why the replication has no end, or cannot be laid out.
    fn replicate_empty(&mut self, replication: u32) -> Result<Levels, Reason> {
        let empty = Levels(vec![Level::base_stock(0); self.items.len()]);
        let why = match self.replicate(&empty, replication) {
            Ok(_) => return self.check_size().map(|()| empty),
            Err(Undecided::NoTime) => "work takes no time",
            Err(Undecided::OpenOrders) => "orders would be open when the drain limit has passed",
            Err(Undecided::TooMany) => TOO_MANY,
        };
        Err(Reason(why.into()))
    }

    /// The units asked for must not be more than can be laid out one by one.
    fn check_size(&self) -> Result<(), Reason> {
        let units = |path: &ItemPath| match path.units.is_empty() {
            true => path.cause.len() as u64,
            false => path.units.iter().map(|units| u64::from(*units)).sum(),
        };
        match self.walk.vast || self.items.iter().map(units).sum::<u64>() > MOST_UNITS {
            true => Err(Reason(TOO_MANY.into())),
            false => Ok(()),
        }
    }

    /// Builds a replication with these levels: everything but measuring. Gives the events of the event engine, or 0
    /// where only that decides.
    pub fn build(&mut self, levels: &Levels, replication: u32) -> u64 {
        self.replicate(levels, replication).map_or(0, |stop| stop.events)
    }

    /// Orders placed, and requests they caused, so far.
    #[must_use]
    pub fn requests(&self) -> (usize, usize) {
        (self.orders.placed.len(), self.items.iter().map(|item| item.cause.len()).sum())
    }
}
