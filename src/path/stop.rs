//! Where the event engine would stop: after the last receipt or completion of the window's orders and replenishments.

use super::{NONE, Path, Undecided};
use crate::plan::SupplyPlan;

/// The end of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stop {
    /// Arrivals, receipts and completions up to the last that something of the window waited for.
    pub events: u64,
}

/// The place of an event within its instant: turn, rank (receipts before completions), item, number.
type Moment = (u32, u8, u32, u32);

impl Path<'_> {
    fn in_window(&self, time: i64) -> bool {
        time >= self.plan.warm_up && time < self.plan.end
    }

    /// When the last order or replenishment of the window is done, ticks; at least the end of the window.
    pub(super) fn last_of_window(&self) -> i64 {
        let plan = self.plan;
        let mut last = plan.end;
        for path in &self.items {
            for (number, receipt) in path.receipt.iter().enumerate() {
                let released = self.orders.placed[path.cause[path.owner_of(number)] as usize];
                if *receipt > last && self.in_window(released) {
                    last = *receipt;
                }
            }
        }
        for (placed, facts) in self.orders.placed.iter().zip(&self.orders.facts) {
            let done = self.items[facts.item as usize].last[facts.request as usize];
            if done > last && self.in_window(*placed) {
                last = done;
            }
        }
        last
    }

    /// The stop of a run whose window is done at `last`.
    pub(super) fn stop(&self, last: i64) -> Result<Stop, Undecided> {
        if last > self.plan.drain_end {
            return Err(Undecided::OpenOrders);
        }
        let stop = self.last_moment(last);
        // Nothing of the window is left at its end: the run stops there, before anything of that instant.
        let up_to = |turn: u32| stop.is_some_and(|stop| turn <= stop.0);
        let mut events = 0;
        for (item, path) in self.items.iter().enumerate() {
            for (number, receipt) in path.receipt.iter().enumerate() {
                let counts =
                    *receipt < last || *receipt == last && stop.is_some_and(|s| self.moment(item, number) <= s);
                events += u64::from(counts);
            }
        }
        for (place, placed) in self.orders.placed.iter().enumerate() {
            events += u64::from(*placed < last || *placed == last && up_to(place as u32 + 1));
        }
        for (time, before) in &self.orders.idle {
            events += u64::from(*time < last || *time == last && up_to(*before + 1));
        }
        self.none_open(last, stop)?;
        Ok(Stop { events })
    }

    fn moment(&self, item: usize, number: usize) -> Moment {
        let rank = match self.plan.items[item].supply {
            SupplyPlan::Buy(_) => 1,
            SupplyPlan::Make(_) => 2,
        };
        (self.turn(item, number), rank, item as u32, number as u32)
    }

    /// The last receipt or completion at `last` that the window waits for; `None` when it waits for nothing.
    fn last_moment(&self, last: i64) -> Option<Moment> {
        let mut stop = None;
        for (item, path) in self.items.iter().enumerate() {
            for (number, receipt) in path.receipt.iter().enumerate() {
                if *receipt == last && self.in_window(self.released(item, number)) {
                    stop = stop.max(Some(self.moment(item, number)));
                }
            }
        }
        for (placed, facts) in self.orders.placed.iter().zip(&self.orders.facts) {
            let path = &self.items[facts.item as usize];
            let by = path.last_by[facts.request as usize];
            if path.last[facts.request as usize] == last && by != NONE && self.in_window(*placed) {
                stop = stop.max(Some(self.moment(facts.item as usize, by as usize)));
            }
        }
        stop
    }

    /// Orders from before the end of the window must be done when the run stops.
    fn none_open(&self, last: i64, stop: Option<Moment>) -> Result<(), Undecided> {
        for (placed, facts) in self.orders.placed.iter().zip(&self.orders.facts) {
            if *placed >= self.plan.warm_up {
                break;
            }
            let path = &self.items[facts.item as usize];
            let done = path.last[facts.request as usize];
            let by = path.last_by[facts.request as usize];
            let open = done > last
                || done == last && by != NONE && stop.is_none_or(|s| self.moment(facts.item as usize, by as usize) > s);
            if open {
                return Err(Undecided::OpenOrders);
            }
        }
        Ok(())
    }
}
