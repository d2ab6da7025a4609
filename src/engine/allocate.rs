//! Who is next: the one place where the engine meets the allocation rule, and what happens where each line takes what it
//! gets.

use super::observer::Observer;
use super::simulator::Simulator;
use super::state::{Claim, LineState, State, Work};
use super::together::Try;
use crate::plan::{MakePlan, Mode, ReplenishmentMode};
use crate::rules::allocation::Kitting;

impl Simulator<'_> {
    /// A work order that was opened asks for its parts.
    #[inline(always)]
    pub(super) fn ask_for_kit<O: Observer>(&mut self, slot: u32, generation: u32, make: &MakePlan, o: &mut O) {
        match self.plan.kitting {
            Kitting::LineByLine => self.request_parts(slot, generation, make, o),
            Kitting::AllTogether => self.request_parts_together(slot, make, o),
        }
    }

    /// Units of the pool, which count in the position already: the backlog first, in order, then the shelf.
    #[inline(always)]
    pub(super) fn allocate<O: Observer>(&mut self, item: u32, units: i64, work: Option<u32>, o: &mut O) {
        if self.state.stocks[item as usize].queue.is_empty() {
            return self.shelve(item, units, work, o);
        }
        match (self.plan.kitting, self.state.stocks[item as usize].reserves) {
            (Kitting::LineByLine, false) => self.serve_backlog(item, units, work, o),
            (Kitting::LineByLine, true) | (Kitting::AllTogether, _) => {
                self.shelve(item, units, work, o);
                self.serve_waiting(item, work, o);
            }
        }
    }

    /// No line of a work order is short that takes its units alone.
    #[inline(always)]
    pub(super) fn lines_filled<O: Observer>(&mut self, slot: u32, o: &mut O) {
        match self.plan.kitting {
            Kitting::LineByLine => self.kit_complete(slot, o),
            Kitting::AllTogether => {
                self.try_together(slot, Try::Again(None), o);
            }
        }
    }

    /// In the order of those who wait; what nobody waits for goes to the shelf. Its call costs 2.7 % of the instructions of
    /// make-to-order.
    #[inline(always)]
    fn serve_backlog<O: Observer>(&mut self, item: u32, mut units: i64, work: Option<u32>, o: &mut O) {
        while units > 0 {
            let State { stocks, works, orders, .. } = &mut self.state;
            let stock = &mut stocks[item as usize];
            let Some(waiting) = stock.queue.first_mut() else {
                return self.shelve(item, units, work, o);
            };
            let claim = waiting.claim;
            if !claim.waits(works, orders) {
                stock.queue.pop_front();
                continue;
            }
            let given = units.min(waiting.units);
            waiting.units -= given;
            if waiting.units == 0 {
                stock.queue.pop_front();
            }
            stock.backlog -= given;
            self.hand(item, given, claim, work, o);
            units -= given;
        }
    }

    /// First come, first served: each line takes what is free and waits for the rest. A function of its own, so that the loop
    /// over lines has the registers to itself.
    #[inline(never)]
    fn request_parts<O: Observer>(&mut self, slot: u32, generation: u32, make: &MakePlan, o: &mut O) {
        let plan = self.plan;
        let Work { units, config, lines_at, .. } = self.state.works[slot];
        let at = lines_at as usize;
        let mut line = 0;
        let mut missing = 0;
        for part in plan.required(make) {
            let needed = i64::from(part.quantity) * units;
            if self.take_from_shelf(part.item, needed, o) {
                let state = LineState { item: part.item, needed, missing: 0, arrived: self.now, pooled: true };
                self.state.lines[at + line as usize] = state;
            } else {
                missing += self.request_line(Claim::Work { slot, generation, line }, part.item, needed, o);
            }
            line += 1;
        }
        for part in plan.chosen(make, config) {
            missing += self.request_line(Claim::Work { slot, generation, line }, part, units, o);
            line += 1;
        }
        for part in plan.optional(make) {
            let needed = i64::from(part.quantity) * units;
            if self.take_optional(slot, part.item, needed, o) {
                missing += self.request_line(Claim::Work { slot, generation, line }, part.item, needed, o);
                line += 1;
            }
        }
        let work = &mut self.state.works[slot];
        (work.lines, work.missing) = (line, missing);
        if missing == 0 {
            self.kit_complete(slot, o);
            return;
        }
        work.waited = true;
        self.tell_reserved(slot, o);
        if make.goes_in_pieces() {
            self.send_whole_kits(slot, None, o);
        }
    }

    /// Requests the units of the claim's line; gives 1 if it is short.
    #[inline(always)]
    pub(super) fn request_line<O: Observer>(&mut self, claim: Claim, item: u32, needed: i64, o: &mut O) -> u32 {
        let Claim::Work { slot, line, .. } = claim else { return 0 };
        let at = slot as usize * self.plan.widest + line as usize;
        let taken = self.request(item, needed, claim, 0, o);
        let pooled = self.state.stocks[item as usize].mode != ReplenishmentMode::Pegged;
        self.state.lines[at] = LineState { item, needed, missing: needed - taken, arrived: self.now, pooled };
        u32::from(taken < needed)
    }

    /// Whether an optional line is taken: always from order-driven items, whole and free from held ones.
    pub(super) fn take_optional<O: Observer>(&mut self, slot: u32, item: u32, needed: i64, o: &mut O) -> bool {
        let urgency = self.state.works[slot].urgency;
        let taken = self.plan.items[item as usize].mode != Mode::Held || self.open_to(item, urgency) >= needed;
        if !taken {
            o.skipped(self.now, item, needed);
            self.note_asked(item, needed);
        }
        taken
    }
}
