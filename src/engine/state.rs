//! What a replication knows at a moment: stock points, replenishments on their way, work orders, customer orders.

use super::calendar::Load;
use super::event::{Event, Rank};
use super::open_orders::OpenOrders;
use super::queue::Queue;
use super::sent::{Batch, SourceState};
use super::slab::Slab;
use crate::plan::{OrderStreams, ReplenishmentMode};
use crate::rules::at_work::{StationServer, SupplierWork};
use crate::rules::life::LifeClock;
use crate::rules::queue::Urgency;
use crate::rules::stock::{Forecaster, Level};
use crate::rules::supply::ServerPool;
use crate::rules::variates::VariateStream;
use std::collections::BTreeMap;

/// Whom units are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// Nobody in particular: backlog, then shelf.
    Pool,
    /// Whom something was owed at time 0.
    Owed,
    /// A customer order.
    Order {
        /// Place of its owner.
        slot: u32,
        /// Tells an old owner of the place from a new one.
        generation: u32,
    },
    /// A line of a work order.
    Work {
        /// Place of its owner.
        slot: u32,
        /// Tells an old owner of the place from a new one.
        generation: u32,
        /// Line of the work order.
        line: u32,
    },
}

/// Units asked and not yet taken.
#[derive(Clone, Copy, Debug)]
pub struct Waiting {
    pub claim: Claim,
    /// Units missing; all of the line's units where nothing is held back.
    pub units: i64,
    /// Priority and class, where anything asks for them.
    pub urgency: Urgency,
}

/// One stock point. What every request and every receipt needs lies together in the first two cache lines.
#[derive(Clone, Debug)]
#[repr(C, align(64))]
pub struct StockPoint {
    /// What its requests cause.
    pub mode: ReplenishmentMode,
    /// Whether it is held ahead of orders.
    pub held: bool,
    /// Whether some class leaves units on its shelf.
    pub reserves: bool,
    /// Whether what is free on it may be written off.
    pub is_mortal: bool,
    /// Whether more is known of where its units come from than how they are replenished.
    pub sourced: bool,
    /// Whether what is released is one replenishment, in the one way there is.
    pub goes_whole: bool,
    /// Units on the shelf that nobody has.
    pub free: i64,
    /// Inventory position: free + on order for the pool − backlog.
    pub position: i64,
    /// Units asked of the pool and not taken.
    pub backlog: i64,
    /// The numbers of its rule.
    pub level: Level,
    /// Work orders or purchases so far.
    pub sent: u64,
    /// Lead times (bought) or process times (made), ticks.
    pub times: VariateStream,
    /// Who waits, in order: oldest first, or the most urgent. Entries of those who left stay until their turn.
    pub queue: Queue<Waiting>,
    /// Set-up times (made), ticks.
    pub setups: VariateStream,
    /// Latest receipt promised so far (sequential suppliers), ticks.
    pub last_receipt: i64,
}

impl StockPoint {
    /// Units its rule releases now that `units` are taken. The position counts both.
    #[inline]
    pub fn release_after(&mut self, units: i64) -> i64 {
        self.position -= units;
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

/// A replenishment of an item.
#[derive(Clone, Copy, Debug)]
pub struct Replenishment {
    /// Place in the items of the plan.
    pub item: u32,
    /// Number among the replenishments of the item, from 0.
    pub number: u64,
    /// Units ordered.
    pub units: i64,
    /// Ticks.
    pub released: i64,
    /// Whom it is for.
    pub claim: Claim,
}

/// A work order.
#[derive(Clone, Debug)]
pub struct Work {
    /// Its place among the open work orders; used again after it is finished.
    pub slot: u32,
    /// Item that is made.
    pub item: u32,
    /// Number of its replenishment.
    pub number: u64,
    /// Units made.
    pub units: i64,
    /// For whom they are.
    pub claim: Claim,
    /// Configuration of an order-driven configured product; 0 otherwise.
    pub config: u32,
    /// Ticks: opened, kit complete, started, in process for.
    pub created: i64,
    /// When the kit was complete, ticks.
    pub kitted_at: i64,
    /// When work started, ticks.
    pub start: i64,
    /// Process time, ticks.
    pub duration: i64,
    /// When the last held item below it was there, ticks; `created` when all were free at once or none is held.
    pub stocked_inputs_at: i64,
    /// Lines still incomplete.
    pub missing: u32,
    /// Its lines: places `lines_at .. lines_at + lines` of the line arena, required ones first.
    pub lines_at: u32,
    /// Number of lines.
    pub lines: u32,
    /// Number of required lines.
    pub required: u32,
    /// Its station; no place if it needs none.
    pub station: u32,
    /// Whether its kit was not complete at once.
    pub waited: bool,
    /// Whether it goes as far as its parts allow.
    pub in_pieces: bool,
    /// Priority and class, where anything asks for them.
    pub urgency: Urgency,
    /// How far it is.
    pub status: WorkStatus,
}

/// How far a work order is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorkStatus {
    /// Parts are missing.
    WaitingParts,
    /// The kit is complete and waits for a server.
    Queued,
    /// It is worked on.
    Started,
}

/// One line of an open work order.
#[derive(Clone, Copy, Debug, Default)]
pub struct LineState {
    /// Part asked for.
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
    /// Place in the flows of the plan.
    pub flow: u32,
    /// Place in the demands of the plan.
    pub demand: u32,
    /// Number in its stream, from 0.
    pub number: u64,
    /// Item requested.
    pub item: u32,
    /// Configuration of a configured product that is order-driven.
    pub config: u32,
    /// Units ordered, without those that were lost.
    pub quantity: i64,
    /// Units not there yet.
    pub missing: i64,
    /// Units ordered that were lost at placement.
    pub lost: i64,
    /// Ticks.
    pub placed: i64,
    /// Of the work order that brought the last unit: kit complete, start, finish; all equal `done` for units from stock.
    pub kitted_at: i64,
    /// When its last work order started, ticks.
    pub start: i64,
    /// When the last unit was there.
    pub done: i64,
    /// When the customer has it; known once complete.
    pub delivered: i64,
    /// When the last held item it needs was there.
    pub stocked_inputs_at: i64,
    /// Delivery time, ticks, drawn at placement.
    pub delivery: i64,
    /// Ticks after placement; [`crate::plan::NOT_PROMISED`] without a promise.
    pub due: i64,
}

/// Units needed, by item.
pub(super) type Requirements = Vec<(u32, i64)>;

/// A station at work.
#[derive(Clone, Debug, Default)]
pub struct StationState {
    pub idle: u32,
    /// Whether it may be able to start something at this instant.
    pub may_start: bool,
    /// Work orders with a complete kit, in order of (priority, kit complete, created, item, number).
    pub queue: Queue<u32>,
}

/// The servers of a station that tells them apart.
#[derive(Clone, Debug, Default)]
pub struct Bench {
    pub servers: Vec<StationServer>,
    /// By server: the slot of its work order; `u32::MAX` for none.
    pub jobs: Vec<u32>,
    /// By server: the family of its last job; `u32::MAX` for none.
    pub families: Vec<u32>,
    /// When it is looked at again because a server is at work again, ticks; and how often that was so.
    pub wake: i64,
    pub wakes: u64,
}

/// A place in the order of an instant: rank, depth in the chain (of reviews), draw; then the event's own key.
type Turn = (Rank, u32, u64, Event);

/// The events of the instant at hand.
#[derive(Clone, Debug, Default)]
pub(super) struct TiedEvents {
    /// Ticks; −1 before the first.
    pub time: i64,
    pub turns: BTreeMap<Turn, Load>,
    /// Draws of this instant, by rank and entity.
    pub draws: BTreeMap<(Rank, u32), u64>,
}

impl TiedEvents {
    /// Forgets all of a replication.
    pub fn clear(&mut self) {
        self.time = -1;
        self.turns.clear();
        self.draws.clear();
    }
}

/// Everything together.
#[derive(Clone, Debug, Default)]
pub struct State {
    pub stocks: Vec<StockPoint>,
    pub works: Slab<Work>,
    pub orders: Slab<Order>,
    /// Purchases under way; those of [`ReplenishmentMode::AmpleBuy`] ride on their receipts.
    pub purchases: Slab<Replenishment>,
    /// Lines of work orders: `widest` places per slot of `works`.
    pub lines: Vec<LineState>,
    pub stations: Vec<StationState>,
    pub suppliers: Vec<ServerPool>,
    /// By supplier: what is known of those that are not always at work.
    pub supplier_work: Vec<SupplierWork>,
    /// By station: the servers of those that are not always at work.
    pub benches: Vec<Bench>,
    pub demand_streams: Vec<OrderStreams>,
    /// What sources have sent, by their place in the plan; decisions among them and levels of emergency orders, by place of the item; what is known by slot of purchases
    /// and works.
    pub sources: Vec<SourceState>,
    pub decisions: Vec<u64>,
    pub rushes: Vec<i64>,
    pub purchase_batches: Vec<Batch>,
    pub work_batches: Vec<Batch>,
    /// Forecasts that levels follow, by their place in the plan.
    pub forecasters: Vec<Forecaster>,
    /// Open orders of the products that are quoted.
    pub open_orders: Vec<OpenOrders>,
    /// Lives of items whose free units may be written off, by their place in the plan.
    pub lives: Vec<LifeClock>,
    /// By item: what each class leaves on its shelf; empty where classes are not asked for.
    pub reserves: Vec<Vec<i64>>,
}

impl State {
    /// Units of an item that a class leaves on its shelf.
    #[inline]
    pub fn reserve(&self, item: u32, class: u16) -> i64 {
        self.reserves.get(item as usize).and_then(|own| own.get(class as usize)).copied().unwrap_or(0)
    }
}

impl Claim {
    /// Whether it still waits for units.
    #[inline(always)]
    pub fn waits(self, works: &Slab<Work>, orders: &Slab<Order>) -> bool {
        match self {
            Claim::Pool => false,
            Claim::Owed => true,
            Claim::Order { slot, generation } => orders.of(slot, generation).is_some(),
            Claim::Work { slot, generation, .. } => {
                works.of(slot, generation).is_some_and(|work| work.status == WorkStatus::WaitingParts)
            }
        }
    }
}

impl State {
    /// Whether a claim still waits for units.
    #[inline]
    pub fn is_waiting(&self, claim: Claim) -> bool {
        claim.waits(&self.works, &self.orders)
    }
}
