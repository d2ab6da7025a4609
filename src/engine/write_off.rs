//! Ends of life: free units that are worth nothing any more leave the shelf, and the rule is looked at.

use super::event::{Event, Rank};
use super::observer::{LevelKind, Observer, WrittenOff};
use super::simulator::Simulator;
use crate::plan::Level;
use crate::rules::life::{LifeClock, LotOrigin, WriteOffCause};

impl Simulator<'_> {
    /// At time 0: when lives end, and when what is free is worthless first.
    pub(super) fn begin_lives(&mut self) {
        let plan = self.plan;
        self.state.lives.resize_with(plan.lives.len(), LifeClock::default);
        for (item, place) in plan.items.iter().enumerate().filter_map(|(item, own)| Some((item as u32, own.life?))) {
            let own = &mut self.state.lives[place as usize];
            let end = own.begin(&plan.lives[place as usize], plan.seed, self.replication);
            if let Some(end) = end {
                self.calendar.push(Event::new(end, Rank::WriteOff, item, WriteOffCause::Ended.event(0)));
            }
            self.expect_obsolescence(item, place, 0);
            self.origin = LotOrigin::Start;
            self.note_shelf(item, self.state.stocks[item as usize].free);
        }
    }

    /// Units came to the shelf: they age from now on.
    #[inline(never)]
    pub(super) fn note_shelf(&mut self, item: u32, units: i64) {
        let Some(place) = self.plan.items[item as usize].life else { return };
        let (plan, own) = (&self.plan.lives[place as usize], &mut self.state.lives[place as usize]);
        let before = self.state.stocks[item as usize].free - units;
        if units > 0
            && let Some((number, life)) = own.shelve(plan, before, units, self.origin)
        {
            let number = WriteOffCause::Expired.event(number);
            self.calendar.push(Event::new(self.now + life, Rank::WriteOff, item, number));
        }
        self.note_free(item);
    }

    /// The `n`-th moment at which all that is free is worthless, one gap from now.
    fn expect_obsolescence(&mut self, item: u32, place: u32, n: u64) {
        if let Some(gap) = self.state.lives[place as usize].next_gap(&self.plan.lives[place as usize]) {
            let number = WriteOffCause::Obsolete.event(n);
            self.calendar.push(Event::new(self.now + gap, Rank::WriteOff, item, number));
        }
    }

    /// Whether an item has come to its end.
    pub(super) fn is_over(&self, item: u32) -> bool {
        let place = self.plan.items[item as usize].life;
        place.is_some_and(|place| self.state.lives[place as usize].is_over)
    }

    /// Units of an item came free, or nobody waits for them any more: after its end they are written off at this instant.
    #[inline(never)]
    pub(super) fn note_free(&mut self, item: u32) {
        let Some(place) = self.plan.items[item as usize].life else { return };
        let own = &mut self.state.lives[place as usize];
        if own.is_over && !own.is_due {
            own.is_due = true;
            own.late += 1;
            let number = WriteOffCause::Late.event(own.late);
            self.calendar.push(Event::new(self.now, Rank::WriteOff, item, number));
        }
    }

    /// An item comes to its end, or what is free of it is worthless.
    pub(super) fn write_off<O: Observer>(&mut self, item: u32, number: u64, o: &mut O) {
        let (cause, n) = WriteOffCause::of_event(number);
        let Some(place) = self.plan.items[item as usize].life else { return };
        let own = &mut self.state.lives[place as usize];
        let stock = &mut self.state.stocks[item as usize];
        let units = match cause {
            WriteOffCause::Obsolete if own.is_over => return,
            // No event of the item's: an order came back.
            WriteOffCause::Returned => return,
            WriteOffCause::Obsolete => stock.free,
            WriteOffCause::Expired => own.expire(&self.plan.lives[place as usize], stock.free, n),
            WriteOffCause::Ended | WriteOffCause::Late => {
                (own.is_over, own.is_due) = (true, false);
                stock.level = Level::base_stock(0);
                // Somebody may wait who cannot take them yet: until the rest of a kit is there.
                (stock.free - stock.backlog).max(0)
            }
        };
        if units > 0 {
            stock.free -= units;
            stock.position -= units;
            self.audit.written_off(item, units);
            o.level(self.now, item, LevelKind::Free, -units);
            o.written_off(self.now, WrittenOff { item, units, cause });
        }
        if cause == WriteOffCause::Obsolete {
            self.expect_obsolescence(item, place, n + 1);
        }
        if units > 0 || cause != WriteOffCause::Expired {
            self.after_request(item, o);
        }
    }
}
