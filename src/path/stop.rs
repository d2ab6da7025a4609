//! Where the event engine would stop: after the last receipt or completion of the window's orders and replenishments.

use super::{ItemPath, NONE, Path, Undecided};
use crate::plan::{Mode, SupplyPlan};

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
        let mut last = self.plan.end;
        for (item, path) in self.items.iter().enumerate() {
            let late = (0..path.receipt.len()).rev().take_while(|place| path.received_at(*place) > self.plan.end);
            for place in late {
                if self.in_window(self.released(item, path.number_at(place))) {
                    last = last.max(path.received_at(place));
                    break;
                }
            }
            let late = self.served_from_stock(item).rev().take_while(|(_, done)| *done > self.plan.end);
            for (order, done) in late.filter_map(|(request, done)| Some((path.customer(request)?, done))) {
                if self.in_window(self.orders.placed[order]) {
                    last = last.max(done);
                    break;
                }
            }
        }
        last
    }

    /// Requests that customers may have made of an item whose units are nobody's own, and when each was served: neither
    /// comes before the one before. (Where units belong to a request, orders are done when something is received.)
    fn served_from_stock(&self, item: usize) -> impl DoubleEndedIterator<Item = (usize, i64)> + '_ {
        let pooled = self.network.asked[item] && self.plan.items[item].mode != Mode::Pegged;
        let last: &[i64] = if pooled { &self.items[item].last } else { &[] };
        (0..last.len()).zip(last.iter().copied())
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
            let ties = path.receipts_at(last);
            events += ties.start;
            events += ties.filter(|place| stop.is_some_and(|s| self.moment(item, path.number_at(*place)) <= s)).count();
        }
        let placed = &self.orders.placed;
        let before = placed.partition_point(|placed| *placed < last);
        let ties = (before..placed.len()).take_while(|place| placed[*place] == last);
        events += before + ties.filter(|place| up_to(*place as u32 + 1)).count();
        let idle = self.orders.idle.iter();
        events += idle.filter(|(time, before)| *time < last || *time == last && up_to(*before + 1)).count();
        self.none_open(last, stop)?;
        Ok(Stop { events: events as u64 })
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
            for number in path.receipts_at(last).map(|place| path.number_at(place)) {
                if self.in_window(self.released(item, number)) {
                    stop = stop.max(Some(self.moment(item, number)));
                }
            }
            let late = self.served_from_stock(item).rev().take_while(|(_, done)| *done >= last);
            for (request, _) in late.filter(|(_, done)| *done == last) {
                let (by, order) = (path.last_by[request], path.customer(request));
                if by != NONE && order.is_some_and(|order| self.in_window(self.orders.placed[order])) {
                    stop = stop.max(Some(self.moment(item, by as usize)));
                }
            }
        }
        stop
    }

    /// Orders from before the window must be done when the run stops.
    fn none_open(&self, last: i64, stop: Option<Moment>) -> Result<(), Undecided> {
        let early = |path: &ItemPath, request: usize| {
            path.customer(request).is_some_and(|order| self.orders.placed[order] < self.plan.warm_up)
        };
        let after = |item: usize, number: usize| stop.is_none_or(|stop| self.moment(item, number) > stop);
        for (item, path) in self.items.iter().enumerate().filter(|(item, _)| self.network.asked[*item]) {
            let open = match self.plan.items[item].mode {
                Mode::Pegged => (path.receipts_at(last).start..path.receipt.len())
                    .map(|place| (path.number_at(place), path.received_at(place)))
                    .any(|(number, done)| early(path, path.owner_of(number)) && (done > last || after(item, number))),
                Mode::Held | Mode::Pooled => {
                    let late = self.served_from_stock(item).rev().take_while(|(_, done)| *done >= last);
                    late.filter(|(request, _)| early(path, *request)).any(|(request, done)| {
                        let by = path.last_by[request];
                        done > last || by != NONE && after(item, by as usize)
                    })
                }
            };
            if open {
                return Err(Undecided::OpenOrders);
            }
        }
        Ok(())
    }
}

impl ItemPath {
    /// The customer order that made a request itself.
    fn customer(&self, request: usize) -> Option<usize> {
        self.order.get(request).filter(|order| **order != NONE).map(|order| *order as usize)
    }
}
