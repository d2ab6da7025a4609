//! Receipts: units reach their claim, the backlog, the shelf.

use super::calendar::Load;
use super::observer::{LevelKind, Observer, Served};
use super::simulator::Simulator;
use super::state::{Claim, LineState, Replenishment, WorkStatus};
use crate::rules::allocation::Kitting;

/// When a work order tries to take its parts all together.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Try {
    /// As it asks for them: what it gets is told with the request.
    First,
    /// After a receipt of this pooled item, which is the part that came last; `None` when a pegged one was.
    Again(Option<u32>),
}

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
        self.pool_units(item, units, None, o);
    }

    /// A purchase order is received that is booked among those under way.
    #[inline(never)]
    fn booked_receipt<O: Observer>(&mut self, slot: u32, o: &mut O) {
        let purchase = self.state.purchases[slot];
        self.state.purchases.remove(slot);
        self.receive(purchase, None, o);
    }

    /// Units of a replenishment arrive; `work` is the work order that made them.
    #[inline(always)]
    pub(super) fn receive<O: Observer>(&mut self, arrived: Replenishment, work: Option<u32>, o: &mut O) {
        let Replenishment { item, units, released, claim, .. } = arrived;
        self.note_done(released);
        o.received(self.now, arrived);
        self.audit.received(item, units);
        if claim == Claim::Pool {
            self.pool_units(item, units, work, o);
            return;
        }
        let given = self.give(item, units, claim, work, o);
        if given < units {
            self.state.stocks[item as usize].position += units - given;
            self.pool_units(item, units - given, work, o);
        }
    }

    /// Units of the pool, which count in the position already: the backlog first, in order, then the shelf.
    #[inline(always)]
    pub(super) fn pool_units<O: Observer>(&mut self, item: u32, units: i64, work: Option<u32>, o: &mut O) {
        if self.state.stocks[item as usize].queue.is_empty() {
            self.shelve(item, units, work, o);
        } else if self.plan.kitting == Kitting::AllTogether {
            self.shelve(item, units, work, o);
            self.serve_together(item, work, o);
        } else {
            self.serve_backlog(item, units, work, o);
        }
    }

    /// First come, first served; what nobody waits for goes to the shelf.
    fn serve_backlog<O: Observer>(&mut self, item: u32, mut units: i64, work: Option<u32>, o: &mut O) {
        while units > 0 {
            let stock = &mut self.state.stocks[item as usize];
            let Some(waiting) = stock.queue.front().copied() else {
                return self.shelve(item, units, work, o);
            };
            if !self.is_waiting(waiting.claim) {
                self.state.stocks[item as usize].queue.pop_front();
                continue;
            }
            let given = units.min(waiting.units);
            let stock = &mut self.state.stocks[item as usize];
            stock.backlog -= given;
            if given == waiting.units {
                stock.queue.pop_front();
            } else {
                stock.queue[0].units -= given;
            }
            self.hand(item, given, waiting.claim, work, o);
            units -= given;
        }
    }

    /// Hands up to `units` to a claim; gives how many it took: 0 for the pool and for claims that are gone.
    #[inline(always)]
    fn give<O: Observer>(&mut self, item: u32, units: i64, claim: Claim, work: Option<u32>, o: &mut O) -> i64 {
        if self.is_waiting(claim) { self.hand(item, units, claim, work, o) } else { 0 }
    }

    /// [`Simulator::give`] to a claim that waits.
    #[inline(always)]
    fn hand<O: Observer>(&mut self, item: u32, units: i64, claim: Claim, work: Option<u32>, o: &mut O) -> i64 {
        match claim {
            Claim::Pool => 0,
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
        if state.missing > 0 {
            return given;
        }
        state.arrived = self.now;
        work.missing -= 1;
        if work.missing == 0 {
            match self.plan.kitting {
                Kitting::LineByLine => self.kit_complete(slot, o),
                Kitting::AllTogether => {
                    self.try_together(slot, Try::Again(None), o);
                }
            }
        }
        given
    }

    /// Whether a claim still waits for units.
    #[inline]
    pub(super) fn is_waiting(&self, claim: Claim) -> bool {
        match claim {
            Claim::Pool => false,
            Claim::Order { slot, generation } => self.state.orders.generation(slot) == generation,
            Claim::Work { slot, generation, .. } => {
                self.state.works.generation(slot) == generation
                    && self.state.works[slot].status == WorkStatus::WaitingParts
            }
        }
    }

    /// Without holding back: whoever waits for the item is tried, oldest first, while units are free.
    fn serve_together<O: Observer>(&mut self, item: u32, work: Option<u32>, o: &mut O) {
        let mut place = 0;
        while let Some(waiting) = self.state.stocks[item as usize].queue.get(place).copied() {
            let free = self.state.stocks[item as usize].free;
            if free == 0 {
                return;
            }
            if let (true, Claim::Order { .. }) = (self.is_waiting(waiting.claim), waiting.claim) {
                let given = free.min(waiting.units);
                let stock = &mut self.state.stocks[item as usize];
                stock.free -= given;
                stock.backlog -= given;
                stock.queue[place].units -= given;
                o.level(self.now, item, LevelKind::Free, -given);
                self.give(item, given, waiting.claim, work, o);
            } else if let (true, Claim::Work { slot, .. }) = (self.is_waiting(waiting.claim), waiting.claim) {
                self.try_together(slot, Try::Again(Some(item)), o);
            }
            let left = self.state.stocks[item as usize].queue.get(place).map_or(0, |waiting| waiting.units);
            let waits = left > 0 && self.is_waiting(waiting.claim);
            if waits {
                place += 1;
            } else {
                self.state.stocks[item as usize].queue.remove(place);
            }
        }
    }

    /// A work order takes all its parts if all are free (and its pegged ones are there).
    pub(super) fn try_together<O: Observer>(&mut self, slot: u32, attempt: Try, o: &mut O) -> bool {
        let (at, lines, created) = {
            let work = &self.state.works[slot];
            if work.missing > 0 {
                return false;
            }
            (work.lines_at as usize, work.lines as usize, work.created)
        };
        if !self.reserve_together(at, lines) {
            return false;
        }
        for place in at..at + lines {
            let state = &mut self.state.lines[place];
            if !state.pooled {
                continue;
            }
            state.missing = 0;
            state.arrived = if attempt == Try::Again(Some(state.item)) { self.now } else { created };
            let LineState { item, needed, .. } = *state;
            self.state.stocks[item as usize].backlog -= needed;
            o.level(self.now, item, LevelKind::Free, -needed);
            o.level(self.now, item, LevelKind::Backlog, -needed);
            o.level(self.now, item, LevelKind::Committed, needed);
            self.audit.taken(item, needed);
            if attempt != Try::First {
                o.served(self.now, Served { item, units: needed, asked: created });
            }
            if self.state.stocks[item as usize].held {
                self.state.works[slot].stocked_inputs_at = self.now;
            }
        }
        self.kit_complete(slot, o);
        true
    }

    /// Takes the free units of all pooled lines, or none.
    fn reserve_together(&mut self, at: usize, lines: usize) -> bool {
        for place in at..at + lines {
            let LineState { item, needed, pooled, .. } = self.state.lines[place];
            if !pooled {
                continue;
            }
            if self.state.stocks[item as usize].free < needed {
                for undo in &self.state.lines[at..place] {
                    if undo.pooled {
                        self.state.stocks[undo.item as usize].free += undo.needed;
                    }
                }
                return false;
            }
            self.state.stocks[item as usize].free -= needed;
        }
        true
    }
}
