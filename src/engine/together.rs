//! Kits that are taken only whole: lines ask, and take all together or not at all.

use super::observer::{LevelKind, Observer, Request, Served};
use super::simulator::Simulator;
use super::state::{Claim, LineState, Waiting};
use crate::plan::{MakePlan, Mode};

/// When a work order tries to take its parts all together.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Try {
    /// As it asks for them: what it gets is told with the request.
    First,
    /// After a receipt of this pooled item, which is the part that came last; `None` when a pegged one was.
    Again(Option<u32>),
}

impl Simulator<'_> {
    /// Nothing is held back: lines ask, and take only all together.
    pub(super) fn request_parts_together<O: Observer>(&mut self, slot: u32, make: &MakePlan, o: &mut O) {
        let plan = self.plan;
        let (units, config) = (self.state.works[slot].units, self.state.works[slot].config);
        let mut line = 0;
        let mut missing = 0;
        for part in plan.required(make) {
            missing += self.ask_line(slot, line, part.item, i64::from(part.quantity) * units, o);
            line += 1;
        }
        for part in plan.chosen(make, config) {
            missing += self.ask_line(slot, line, part, units, o);
            line += 1;
        }
        for part in plan.optional(make) {
            let needed = i64::from(part.quantity) * units;
            if self.take_optional(slot, part.item, needed, o) {
                missing += self.ask_line(slot, line, part.item, needed, o);
                line += 1;
            }
        }
        let work = &mut self.state.works[slot];
        (work.lines, work.missing, work.waited) = (line, missing, true);
        let complete = self.try_together(slot, Try::First, o);
        self.queue_together(slot, complete, o);
        if plan.classes.bind {
            self.look_after_kit(slot, line, o);
        }
    }

    /// What is released is for the most urgent who wait, and who does is known once the kit was tried.
    #[inline(never)]
    fn look_after_kit<O: Observer>(&mut self, slot: u32, lines: u32, o: &mut O) {
        let at = slot * self.plan.widest as u32;
        for line in at..at + lines {
            let LineState { item, pooled, .. } = self.state.lines[line as usize];
            if pooled {
                self.after_request(item, o);
            }
        }
    }

    /// One line that does not take alone; gives 1 if it is a pegged line that is short.
    fn ask_line<O: Observer>(&mut self, slot: u32, line: u32, item: u32, needed: i64, o: &mut O) -> u32 {
        if self.plan.items[item as usize].mode == Mode::Pegged {
            let generation = self.state.works.generation(slot);
            let at = (self.state.works[slot].lines_at + line) as usize;
            let short = self.request_line(Claim::Work { slot, generation, line }, item, needed, o);
            let state = self.state.lines[at];
            if state.needed > state.missing {
                o.level(self.now, item, LevelKind::Committed, state.needed - state.missing);
            }
            return short;
        }
        let at = self.state.works[slot].lines_at + line;
        self.state.lines[at as usize] = LineState { item, needed, missing: needed, arrived: self.now, pooled: true };
        let stock = &mut self.state.stocks[item as usize];
        stock.backlog += needed;
        stock.position -= needed;
        o.level(self.now, item, LevelKind::Backlog, needed);
        self.audit.asked(item, needed, 0);
        self.note_asked(item, needed);
        if !self.plan.classes.bind {
            self.after_request(item, o);
        }
        0
    }

    /// After the first try: tells what was asked, and queues the lines of a work order that could not start.
    fn queue_together<O: Observer>(&mut self, slot: u32, complete: bool, o: &mut O) {
        let (at, lines) = (self.state.works[slot].lines_at, self.state.works[slot].lines);
        let generation = self.state.works.generation(slot);
        for line in 0..lines {
            let state = self.state.lines[(at + line) as usize];
            if !state.pooled {
                continue;
            }
            let taken = if complete { state.needed } else { 0 };
            o.asked(self.now, Request { item: state.item, units: state.needed, taken });
            if !complete {
                let claim = Claim::Work { slot, generation, line };
                let urgency = self.state.works[slot].urgency;
                let waiting = Waiting { claim, units: state.needed, urgency };
                self.state.stocks[state.item as usize].wait(self.plan, waiting);
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
        if !self.take_together(slot, at, lines) {
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
    fn take_together(&mut self, slot: u32, at: usize, lines: usize) -> bool {
        let urgency = self.state.works[slot].urgency;
        for place in at..at + lines {
            let LineState { item, needed, pooled, .. } = self.state.lines[place];
            if !pooled {
                continue;
            }
            if self.open_to(item, urgency) < needed {
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
