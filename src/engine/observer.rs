//! What the engine tells: facts, at the moment they happen. Measuring, tracing and checking listen here; the engine
//! keeps no statistics of its own.
//!
//! Every method does nothing unless overridden, and the observer is a type parameter of the run, so that what is not
//! listened to costs nothing.

use super::state::{LineState, Order, Replenishment, Work};
use crate::rules::life::WriteOffCause;
use crate::rules::stock::{Level, LevelLook};
use crate::rules::supply::SupplierJob;

/// A level of an item that is told as it changes, in units. Units on order, waiting for parts and in process follow
/// from the times of replenishments and work orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum LevelKind {
    /// On the shelf, nobody's.
    Free,
    /// Reserved, or received for a claim, until the kit or shipment is whole.
    Committed,
    /// Asked and not yet taken.
    Backlog,
}

/// Units asked of an item.
#[derive(Clone, Copy, Debug)]
pub struct Request {
    /// Place in the items of the plan.
    pub item: u32,
    /// Units asked.
    pub units: i64,
    /// Units it got at once.
    pub taken: i64,
}

/// Backlogged units of an item handed to whom asked for them.
#[derive(Clone, Copy, Debug)]
pub struct Served {
    /// Place in the items of the plan.
    pub item: u32,
    /// Units handed over.
    pub units: i64,
    /// Ticks when they were asked for.
    pub asked: i64,
}

/// Units of a customer order handed over. Times in ticks.
#[derive(Clone, Copy, Debug)]
pub struct Shipment {
    /// Units handed over.
    pub units: i64,
    /// When the customer has them.
    pub delivered: i64,
}

/// Units of a record that came back.
#[derive(Clone, Copy, Debug)]
pub struct Restocked {
    /// Place in the flows of the plan: whose orders they had been.
    pub flow: u32,
    /// Place in the items of the plan.
    pub item: u32,
    /// Units.
    pub units: i64,
}

/// Free units that are worth nothing any more.
#[derive(Clone, Copy, Debug)]
pub struct WrittenOff {
    /// Place in the items of the plan.
    pub item: u32,
    /// Units.
    pub units: i64,
    /// Why.
    pub cause: WriteOffCause,
}

/// A listener. All times are ticks.
pub trait Observer {
    /// A replication begins, shelves as these levels say.
    fn begin(&mut self, _levels: &[Level]) {}
    /// A level changed by `delta` units.
    fn level(&mut self, _now: i64, _item: u32, _kind: LevelKind, _delta: i64) {}
    /// Units were asked of an item.
    fn asked(&mut self, _now: i64, _request: Request) {}
    /// Backlogged units were handed over.
    fn served(&mut self, _now: i64, _served: Served) {}
    /// Units that nobody waits for any more, or that were still waited for when the run was over.
    fn unserved(&mut self, _now: i64, _unserved: Served) {}
    /// Units that an order lost at placement would have asked of this item, which had not enough for them.
    fn refused(&mut self, _now: i64, _item: u32, _units: i64) {}
    /// The level of an item follows a forecast, which was made again.
    fn level_set(&mut self, _now: i64, _item: u32, _look: LevelLook) {}
    /// An optional line was skipped for want of this item.
    fn skipped(&mut self, _now: i64, _item: u32, _units: i64) {}
    /// The rule of this item is looked at because time says so, not after a request.
    fn reviewed(&mut self, _now: i64, _item: u32) {}
    /// A replenishment was released.
    fn released(&mut self, _now: i64, _replenishment: Replenishment) {}
    /// The replenishment released last is from this source of the plan.
    fn sent_by(&mut self, _now: i64, _source: u32, _released: Replenishment) {}
    /// So does the one received last, of which so many units were bad, and are gone.
    fn came_from(&mut self, _now: i64, _source: u32, _received: Replenishment, _bad: i64) {}
    /// A replenishment was received.
    fn received(&mut self, _now: i64, _replenishment: Replenishment) {}
    /// Units were asked of an item and all handed over from the shelf, and its rule released a replenishment.
    /// In one fact: 3.2 % of the instructions of pc-ato, 2.4 % of its time.
    #[inline]
    fn request_filled_and_reordered(&mut self, now: i64, units: i64, replenishment: Replenishment) {
        let item = replenishment.item;
        self.level(now, item, LevelKind::Free, -units);
        self.asked(now, Request { item, units, taken: units });
        self.released(now, replenishment);
    }
    /// Backlogged units were handed to a work order, which keeps them for its kit.
    /// In one fact: 0.5 % of the instructions of pc-ato and 3.5 % where every line waits, 1.2 % of the time.
    #[inline]
    fn passed_on(&mut self, now: i64, served: Served) {
        self.level(now, served.item, LevelKind::Backlog, -served.units);
        self.level(now, served.item, LevelKind::Committed, served.units);
        self.served(now, served);
    }
    /// A replenishment was received and goes to the shelf whole, because there is no backlog.
    /// In one fact: 4.3 % of the instructions of pc-ato, 2.6 % of its time.
    #[inline]
    fn receipt_to_stock(&mut self, now: i64, replenishment: Replenishment) {
        self.received(now, replenishment);
        self.level(now, replenishment.item, LevelKind::Free, replenishment.units);
    }
    /// Facts about this item are near: a hint that its memory may be asked for.
    fn coming(&self, _item: u32) {}
    /// A supplier with servers took on a job.
    fn supplier_job(&mut self, _job: SupplierJob) {}
    /// The purchase just released waits at its supplier and is sent, or its service begins, at this time.
    fn waits_at_supplier(&mut self, _sent: i64) {}
    /// A server of a station works from one time to another on the job that starts now, which nothing interrupts between them.
    fn worked(&mut self, _station: u32, _from: i64, _to: i64) {}
    /// The run is over: in the window the calendar of a supplier was open for so many ticks, of which so many were lost.
    fn supplier_hours(&mut self, _supplier: u32, _open: i64, _lost: i64) {}
    /// The same of a server of a station.
    fn server_hours(&mut self, _station: u32, _open: i64, _lost: i64) {}
    /// A work order was opened; it asks for its parts next.
    fn opened(&mut self, _now: i64, _work: &Work) {}
    /// `gone` units of it went under its number; this is the rest of it.
    fn split(&mut self, _now: i64, _rest: &Work, _gone: i64) {}
    /// Its kit is complete; these are its lines.
    fn kit_complete(&mut self, _now: i64, _work: &Work, _lines: &[LineState]) {}
    /// A server changes over for it as it starts: whether to another family, and what that costs.
    fn changed_over(&mut self, _now: i64, _work: &Work, _to_another: bool, _cost: f64) {}
    /// It started.
    fn started(&mut self, _now: i64, _work: &Work) {}
    /// It was finished; these are its lines.
    fn finished(&mut self, _now: i64, _work: &Work, _lines: &[LineState]) {}
    /// It was cancelled before its start; its stage is what it was.
    fn cancelled(&mut self, _now: i64, _work: &Work, _lines: &[LineState]) {}
    /// The run is over; it was not finished.
    fn unfinished(&mut self, _now: i64, _work: &Work, _lines: &[LineState]) {}
    /// A customer order was placed.
    fn placed(&mut self, _now: i64, _order: &Order) {}
    /// Units it had to wait for (a wait of zero length included) were there.
    fn order_served(&mut self, _now: i64, _order: &Order, _units: i64) {}
    /// Units that were on order at time 0 were received.
    fn arrived_from_before(&mut self, _now: i64, _item: u32, _units: i64) {}
    /// Units owed since time 0 were handed over, or the run is over.
    fn owed(&mut self, _now: i64, _item: u32, _units: i64) {}
    /// Some of its units left for the customer.
    fn shipped(&mut self, _now: i64, _order: &Order, _shipment: Shipment) {}
    /// Its last unit was there; `blocking` lists the direct parts that came last, empty if nothing was waited for.
    fn completed(&mut self, _now: i64, _order: &Order, _blocking: &[u32]) {}
    /// All units of an order that had to wait came at once, left together, and closed it.
    /// In one fact: 1.4 % of the instructions of pc-ato, 2.0 % of its time.
    #[inline]
    fn order_delivered(&mut self, now: i64, order: &Order, shipment: Shipment, blocking: &[u32]) {
        let (item, units) = (order.item, shipment.units);
        self.level(now, item, LevelKind::Backlog, -units);
        self.served(now, Served { item, units, asked: order.placed });
        self.order_served(now, order, units);
        self.shipped(now, order, shipment);
        self.completed(now, order, blocking);
    }
    /// It is for another item now, in place of `item`, which is short.
    fn substituted(&mut self, _now: i64, _order: &Order, _item: u32) {}
    /// Its customer consented to a promise, which is its due time now.
    fn quoted(&mut self, _now: i64, _order: &Order) {}
    /// Its customer declined a promise, and is gone.
    fn declined(&mut self, _now: i64, _order: &Order) {}
    /// It is delivered, and will come back.
    fn will_return(&mut self, _order: &Order) {}
    /// An order that was delivered came back whole.
    fn came_back(&mut self, _now: i64, _back: Restocked) {}
    /// It lost units at placement; without any left it is gone.
    fn lost(&mut self, _now: i64, _order: &Order) {}
    /// Its patience ended, and it with it.
    fn left(&mut self, _now: i64, _order: &Order) {}
    /// `units` of option or optional item `part` went into units sold with this order.
    fn sold_with(&mut self, _now: i64, _order: &Order, _part: u32, _units: i64) {}
    /// Units came back.
    fn restocked(&mut self, _now: i64, _restocked: Restocked) {}
    /// Free units were written off.
    fn written_off(&mut self, _now: i64, _written_off: WrittenOff) {}
    /// Mark `place` of the marks given to the run was reached.
    fn mark(&mut self, _now: i64, _place: usize) {}
    /// The run is over; `order` was still open.
    fn censored(&mut self, _now: i64, _order: &Order) {}
}

/// Listens to nothing.
impl Observer for () {}
