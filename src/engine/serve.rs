//! Receipts: units reach their claim, the backlog, the shelf.

use super::calendar::Load;
use super::observer::{Observer, Served};
use super::simulator::Simulator;
use super::state::{Claim, Replenishment};
use crate::rules::life::LotOrigin;

impl Simulator<'_> {
    /// A purchase order is received; its event carries what was sent for the short way.
    #[inline(always)]
    pub(super) fn receipt<O: Observer>(&mut self, item: u32, number: u64, load: Load, o: &mut O) {
        let Load { tag: released, units } = load;
        if units == 0 {
            return self.booked_receipt(load.tag as u32, o);
        }
        let stock = &mut self.state.stocks[item as usize];
        if stock.backlog == 0 {
            stock.free += units;
            self.note_done(released);
            o.receipt_to_stock(self.now, Replenishment { item, number, units, released, claim: Claim::Pool });
            self.audit.received(item, units);
        } else {
            self.receipt_for_backlog(item, number, load, o);
        }
    }

    /// A purchase order is received, and there is a backlog.
    #[inline(never)]
    fn receipt_for_backlog<O: Observer>(&mut self, item: u32, number: u64, load: Load, o: &mut O) {
        let Load { tag: released, units } = load;
        self.note_done(released);
        o.received(self.now, Replenishment { item, number, units, released, claim: Claim::Pool });
        self.audit.received(item, units);
        self.allocate(item, units, None, o);
    }

    /// A purchase order is received that is booked among those under way.
    #[inline(never)]
    fn booked_receipt<O: Observer>(&mut self, slot: u32, o: &mut O) {
        let purchase = self.state.purchases[slot];
        self.state.purchases.remove(slot);
        if self.state.stocks[purchase.item as usize].sourced {
            return self.receive_batch(purchase, self.state.purchase_batches[slot as usize], None, o);
        }
        self.receive(purchase, None, o);
    }

    /// Units of a replenishment arrive; `work` is the work order that made them.
    #[inline(always)]
    pub(super) fn receive<O: Observer>(&mut self, arrived: Replenishment, work: Option<u32>, o: &mut O) {
        let Replenishment { item, number, units, released, claim } = arrived;
        self.origin = LotOrigin::Replenishment(number);
        self.note_done(released);
        o.received(self.now, arrived);
        self.audit.received(item, units);
        if claim == Claim::Pool {
            self.allocate(item, units, work, o);
            return;
        }
        let given = self.give(item, units, claim, work, o);
        if given < units {
            self.state.stocks[item as usize].position += units - given;
            self.allocate(item, units - given, work, o);
        }
    }

    /// Hands up to `units` to a claim; gives how many it took: 0 for the pool and for claims that are gone.
    #[inline(always)]
    pub(super) fn give<O: Observer>(
        &mut self,
        item: u32,
        units: i64,
        claim: Claim,
        work: Option<u32>,
        o: &mut O,
    ) -> i64 {
        if self.state.is_waiting(claim) { self.hand(item, units, claim, work, o) } else { 0 }
    }

    /// [`Simulator::give`] to a claim that waits.
    #[inline(always)]
    pub(super) fn hand<O: Observer>(
        &mut self,
        item: u32,
        units: i64,
        claim: Claim,
        work: Option<u32>,
        o: &mut O,
    ) -> i64 {
        match claim {
            Claim::Pool => 0,
            Claim::Owed => self.give_owed(item, units, o),
            Claim::Order { slot, .. } => self.give_order(slot, item, units, work, o),
            Claim::Work { slot, line, .. } => self.give_work(slot, line, units, work, o),
        }
    }

    #[inline(always)]
    fn give_work<O: Observer>(&mut self, slot: u32, line: u32, units: i64, from: Option<u32>, o: &mut O) -> i64 {
        let held_below = from.map(|work| self.state.works[work].stocked_inputs_at);
        let work = &mut self.state.works[slot];
        let state = &mut self.state.lines[(work.lines_at + line) as usize];
        let given = units.min(state.missing);
        if given == 0 {
            return 0;
        }
        let item = state.item;
        state.missing -= given;
        o.passed_on(self.now, Served { item, units: given, asked: work.created });
        self.audit.taken(item, given);
        work.stocked_inputs_at = match (self.state.stocks[item as usize].held, held_below) {
            (true, _) => self.now,
            (_, Some(below)) => work.stocked_inputs_at.max(below),
            _ => work.stocked_inputs_at,
        };
        if state.missing == 0 {
            state.arrived = self.now;
            work.missing -= 1;
            if work.missing == 0 {
                self.lines_filled(slot, o);
                return given;
            }
        }
        if work.in_pieces {
            self.send_whole_kits(slot, Some(line), o);
        }
        given
    }
}
