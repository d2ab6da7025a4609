//! `make.split = "available"`: a work order goes as far as its parts allow, and the rest of it waits as another.
//!
//! What stays keeps its slot, so that its places in backlogs and what is pegged to it stay; the kits that are whole go under the
//! number of the work order from a slot of their own, and the rest takes the next number.

use super::observer::{LevelKind, Observer};
use super::simulator::Simulator;
use super::state::{LineState, Work};
use crate::model::TimePer;
use crate::plan::{MakePlan, SupplyPlan};

impl Simulator<'_> {
    /// Sends the kits of a waiting work order that are whole, if any; `last` is the line whose units came last.
    #[inline(never)]
    pub(super) fn send_whole_kits<O: Observer>(&mut self, slot: u32, last: Option<u32>, o: &mut O) {
        let Work { item, units, lines_at, lines, created, .. } = self.state.works[slot];
        let own = lines_at as usize..(lines_at + lines) as usize;
        let kits = |line: &LineState| (line.needed - line.missing) / (line.needed / units);
        let whole = self.state.lines[own].iter().map(kits).min().unwrap_or(0);
        if whole == 0 {
            return;
        }
        let SupplyPlan::Make(make) = &self.plan.items[item as usize].supply else { return };
        let piece_at = self.room_for_lines();
        for line in 0..lines {
            let rest = &mut self.state.lines[(lines_at + line) as usize];
            let needed = rest.needed / units * whole;
            rest.needed -= needed;
            let arrived = if last == Some(line) { self.now } else { rest.arrived };
            let piece = LineState { needed, missing: 0, arrived, ..*rest };
            self.state.lines[(piece_at + line) as usize] = piece;
        }
        let piece = Work {
            slot: self.state.works.next(),
            units: whole,
            missing: 0,
            lines_at: piece_at,
            ..self.state.works[slot].clone()
        };
        let (number, duration) = self.next_number(item, make, units - whole);
        let rest = &mut self.state.works[slot];
        (rest.units, rest.number, rest.duration) = (units - whole, number, duration);
        if self.now >= self.plan.end && created >= self.plan.warm_up && created < self.plan.end {
            self.pending += 1;
        }
        o.split(self.now, &self.state.works[slot], whole);
        let (piece, _) = self.state.works.insert(piece);
        self.note_piece(slot, piece);
        self.kit_complete(piece, o);
    }

    /// Number and time in process, ticks, of the next work order, of `units`; where one goes in pieces, the times of its units
    /// are added when it goes.
    #[inline(always)]
    pub(super) fn next_number(&mut self, item: u32, make: &MakePlan, units: i64) -> (u64, i64) {
        let stock = &mut self.state.stocks[item as usize];
        let later = make.goes_in_pieces() && make.time_per == TimePer::Unit;
        let duration = stock.next_duration(make, if later { 0 } else { units });
        let number = stock.sent;
        stock.sent += 1;
        (number, duration)
    }

    /// The first of the places for the lines of the next work order.
    #[inline(always)]
    pub(super) fn room_for_lines(&mut self) -> u32 {
        let at = self.state.works.next() as usize * self.plan.widest;
        if self.state.lines.len() < at + self.plan.widest {
            self.state.lines.resize(at + self.plan.widest, LineState::default());
        }
        at as u32
    }

    /// Adds the times of the units of a work order that goes now.
    #[cold]
    #[inline(never)]
    pub(super) fn add_unit_times(&mut self, slot: u32) {
        let Work { item, units, duration, .. } = self.state.works[slot];
        if let SupplyPlan::Make(make) = &self.plan.items[item as usize].supply
            && make.time_per == TimePer::Unit
        {
            self.state.works[slot].duration = self.state.stocks[item as usize].after_units(make, units, duration);
        }
    }

    /// Units that a waiting work order got are reserved.
    pub(super) fn tell_reserved<O: Observer>(&self, slot: u32, o: &mut O) {
        let work = &self.state.works[slot];
        for state in &self.state.lines[work.lines_at as usize..(work.lines_at + work.lines) as usize] {
            let got = state.needed - state.missing;
            if got > 0 {
                o.level(self.now, state.item, LevelKind::Committed, got);
            }
        }
    }
}
