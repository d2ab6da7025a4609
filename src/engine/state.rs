//! What a replication knows at a moment: stock points, replenishments on their way, work orders, customer orders.

use super::store::{Fifo, Record, Ring, Slab};
use crate::plan::Level;
use crate::plan::VariateStream;
use crate::random::Rng;

/// Whom units are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// Nobody in particular: backlog, then shelf.
    Pool,
    /// A customer order.
    Order { slot: u32, generation: u32 },
    /// A line of a work order.
    Work { slot: u32, generation: u32, line: u32 },
}

/// Units asked and not yet taken.
#[derive(Clone, Copy, Debug)]
pub struct Waiting {
    pub claim: Claim,
    /// Units missing; all of the line's units where nothing is held back.
    pub units: i64,
}

/// What a request causes beside taking what is free: read off the plan once, because it is asked at every request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Route {
    /// Order-driven, each replenishment for its requester.
    #[default]
    Pegged,
    /// The rule acts at once; its purchase goes whole to an ample supplier, whose receipts may cross.
    Plain,
    /// The rule acts at once.
    Continuous,
    /// The rule waits for its review.
    Periodic,
}

/// One stock point. What every request and every receipt needs lies together in the first two cache lines.
#[derive(Clone, Debug)]
#[repr(C, align(64))]
pub struct Stock {
    pub route: Route,
    /// Whether it is held ahead of orders.
    pub held: bool,
    /// Whether receipts come in the order of the releases.
    pub sequential: bool,
    /// Units on the shelf that nobody has.
    pub free: i64,
    /// Inventory position: free + on order for the pool − backlog.
    pub position: i64,
    /// Units asked of the pool and not taken.
    pub backlog: i64,
    /// The numbers of its rule.
    pub level: Level,
    /// Work orders, or purchases of [`Route::Plain`], so far.
    pub sent: u64,
    /// Lead times (bought) or process times (made), ticks.
    pub times: VariateStream,
    /// Who waits, oldest first. Entries of those who left stay until their turn.
    pub queue: Fifo<Waiting>,
    /// Purchases on their way; receipts carry those of [`Route::Plain`].
    pub outstanding: Ring<Outstanding>,
    /// Set-up times (made), ticks.
    pub setups: VariateStream,
    /// Latest receipt promised so far (sequential suppliers), ticks.
    pub last_receipt: i64,
}

impl Stock {
    /// Units its rule releases now that `units` are taken. The position counts both.
    #[inline]
    pub fn release_after(&mut self, units: i64) -> i64 {
        let left = self.position - units;
        if self.level.quantity == 0 && left <= self.level.low {
            self.position = self.level.high;
            return self.level.high - left;
        }
        self.position = left;
        self.release()
    }

    /// Units its rule releases now. The position counts them.
    #[inline]
    pub fn release(&mut self) -> i64 {
        let units = self.level.release(self.position);
        self.position += units;
        units
    }
}

/// A purchase on its way; of at least one unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outstanding {
    /// Ticks.
    pub released: i64,
    pub units: i64,
    pub claim: Claim,
}

impl Record for Outstanding {
    const NONE: Outstanding = Outstanding { released: 0, units: 0, claim: Claim::Pool };

    #[inline]
    fn is_some(&self) -> bool {
        self.units > 0
    }

    #[inline]
    fn clear(&mut self) {
        self.units = 0;
    }
}

/// A slot of an order.
impl Record for u32 {
    const NONE: u32 = u32::MAX;

    #[inline]
    fn is_some(&self) -> bool {
        *self != u32::MAX
    }
}

/// A work order.
#[derive(Clone, Debug)]
pub struct Work {
    /// Its place among the open work orders; used again after it is finished.
    pub slot: u32,
    pub item: u32,
    /// Number of its replenishment.
    pub number: u64,
    pub units: i64,
    pub claim: Claim,
    /// Configuration of an order-driven configured product; 0 otherwise.
    pub config: u32,
    /// Ticks: opened, kit complete, started, in process for.
    pub created: i64,
    pub ready: i64,
    pub start: i64,
    pub duration: i64,
    /// When the last held item below it was there, ticks; `created` when all were free at once or none is held.
    pub held_ready: i64,
    /// Lines still incomplete.
    pub missing: u32,
    /// Its lines: places `lines_at .. lines_at + lines` of the line arena, required ones first.
    pub lines_at: u32,
    pub lines: u32,
    pub required: u32,
    /// Its station; no place if it needs none.
    pub station: u32,
    /// Whether its kit was not complete at once.
    pub waited: bool,
    pub stage: Stage,
}

/// How far a work order is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    WaitingParts,
    Queued,
    Started,
}

/// One line of an open work order.
#[derive(Clone, Copy, Debug, Default)]
pub struct LineState {
    pub item: u32,
    /// Units it needs in all.
    pub needed: i64,
    /// Units it has not got.
    pub missing: i64,
    /// When it had them all, ticks.
    pub arrived: i64,
    /// Units reach it from the pool (and not by a pegged receipt).
    pub pooled: bool,
}

/// A customer order.
#[derive(Clone, Debug)]
pub struct Order {
    /// Its place among the open orders; used again after it is closed.
    pub slot: u32,
    pub flow: u32,
    pub demand: u32,
    pub number: u64,
    /// Item requested.
    pub item: u32,
    /// Configuration of a configured product that is order-driven.
    pub config: u32,
    pub quantity: i64,
    /// Units not there yet.
    pub missing: i64,
    /// Ticks.
    pub placed: i64,
    /// Of the work order that brought the last unit: kit complete, start, finish; all equal `done` for units from stock.
    pub ready: i64,
    pub start: i64,
    /// When the last unit was there.
    pub done: i64,
    /// When the customer has it; known once complete.
    pub delivered: i64,
    /// When the last held item it needs was there.
    pub held_ready: i64,
    /// Delivery time, ticks, drawn at placement.
    pub delivery: i64,
    /// Whether an entry for its patience exists.
    pub patient: bool,
}

/// VariateStream of one demand.
#[derive(Clone, Debug)]
pub struct DemandStreams {
    pub arrival: VariateStream,
    pub quantity: VariateStream,
    pub mix: Rng,
    pub options: Rng,
    pub patience: VariateStream,
    pub delivery: VariateStream,
    /// Orders placed so far.
    pub number: u64,
    /// Slots of orders whose patience runs, one record per order placed (only demands with patience).
    pub patient: Ring<u32>,
}

/// A station at work.
#[derive(Clone, Debug, Default)]
pub struct StationState {
    pub idle: u32,
    /// Whether it may be able to start something at this instant.
    pub ready: bool,
    /// Work orders with a complete kit, in order of (ready, created, item, number).
    pub queue: Fifo<u32>,
}

/// A supplier with servers: when each is free again, ticks.
#[derive(Clone, Debug, Default)]
pub struct SupplierState {
    pub free_at: Vec<i64>,
}

/// Everything together.
#[derive(Clone, Debug, Default)]
pub struct State {
    pub stocks: Vec<Stock>,
    pub works: Slab<Work>,
    pub orders: Slab<Order>,
    /// Lines of work orders: `widest` places per slot of `works`.
    pub lines: Vec<LineState>,
    pub stations: Vec<StationState>,
    pub suppliers: Vec<SupplierState>,
    pub demand_streams: Vec<DemandStreams>,
}
