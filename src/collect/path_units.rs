//! Requests of an item and the units that serve them: sums that need no order of events.
//!
//! Every request releases as many units as it asks for, so what is free less what is owed is always S less what is on order,
//! and its time integral follows from sums of times. Only requests that find too few units on the shelf are looked at
//! receipt by receipt.

use super::items::ItemCell;
use crate::model::Window;
use crate::path::{ItemPath, Path};

/// Sums of one item, in unit·ticks inside the window.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sums {
    pub free: i128,
    pub backlog: i128,
    pub on_order: i128,
    pub waiting_parts: i128,
    pub wip: i128,
    /// Σ units × the time they were asked for, and received, clipped to the window.
    pub asked: i128,
    pub received: i128,
    /// Σ units × the time they left for customers at once.
    pub left: i128,
    /// Ticks with free units, and with units owed; and how far these are counted.
    pub ready: i64,
    pub owing: i64,
    owing_until: i64,
}

/// The window, ticks, with what is counted in it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame<'a> {
    pub start: i64,
    pub end: i64,
    pub windows: &'a [Window],
}

impl Frame<'_> {
    #[inline]
    pub fn clip(&self, time: i64) -> i64 {
        time.clamp(self.start, self.end)
    }

    #[inline]
    pub fn holds(&self, time: i64) -> bool {
        time >= self.start && time < self.end
    }
}

/// Units that waited for their receipt, or came at the instant they were asked for. Times in ticks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Late {
    pub request: usize,
    pub units: i64,
    pub asked: i64,
    pub received: i64,
    /// The replenishment, and whether they are its first units.
    pub number: usize,
    pub opens: bool,
}

/// Where the requests stand in the order of receipts.
#[derive(Clone, Copy, Debug)]
struct Reach {
    /// Units asked so far.
    wanted: u64,
    /// Receipts needed for them, and units up to the last of these, initial stock included.
    receipts: usize,
    there: u64,
}

impl Reach {
    /// When the last unit asked for was there; time 0 if it was at the beginning. `times` are those of the receipts.
    #[inline]
    fn received(&self, times: &[i64]) -> i64 {
        if self.receipts == 0 { 0 } else { times[self.receipts - 1] }
    }

    /// When the first unit that nobody has asked for yet is there.
    #[inline]
    fn next(&self, times: &[i64]) -> i64 {
        match self.there > self.wanted {
            true => self.received(times),
            false => times.get(self.receipts).copied().unwrap_or(i64::MAX),
        }
    }
}

impl Sums {
    pub fn new(frame: &Frame<'_>) -> Sums {
        Sums { owing_until: frame.start, ..Sums::default() }
    }

    /// All requests of an item whose units serve them first come, first served. `visit` sees late units, request by request.
    pub fn pooled(&mut self, path: &Path<'_>, item: usize, frame: &Frame<'_>, mut visit: impl FnMut(&mut Sums, Late)) {
        let (below, placed) = (&path.items[item], path.orders.placed.as_slice());
        let times = below.times();
        let mut reach = Reach { wanted: 0, receipts: 0, there: u64::from(path.stocks[item]) };
        let (mut asked_sum, mut empty) = (0i128, 0);
        // Nothing is free from the last request until the next unit, or the next request.
        let (mut since, mut until) = (frame.start, frame.clip(reach.next(times)));
        for (request, cause) in below.cause.iter().enumerate() {
            let (asked, units) = (placed[*cause as usize], below.units_of(request));
            let clipped = frame.clip(asked);
            asked_sum += i128::from(clipped) * i128::from(units);
            empty += (until.min(clipped) - since).max(0);
            let before = reach.wanted;
            reach.wanted += u64::from(units);
            while reach.there < reach.wanted {
                reach.there += u64::from(below.size_of(below.number_at(reach.receipts)));
                reach.receipts += 1;
            }
            let received = reach.received(times);
            (since, until) = (clipped, frame.clip(reach.next(times)));
            if received >= asked && reach.receipts > 0 {
                self.owes(clipped, frame.clip(received));
                each_late(below, reach, before, asked, request, |late| visit(self, late));
            }
        }
        empty += (until - since).max(0);
        self.asked += asked_sum;
        self.ready += frame.end - frame.start - empty;
    }

    /// All requests of an item whose units are the requester's own.
    pub fn pegged(&mut self, path: &Path<'_>, item: usize, frame: &Frame<'_>, mut visit: impl FnMut(&mut Sums, Late)) {
        let below = &path.items[item];
        for number in 0..below.releases() {
            let request = below.owner_of(number);
            let (asked, received, units) =
                (path.asked(item, request), below.receipt[number], i64::from(below.size_of(number)));
            let clipped = frame.clip(asked);
            self.asked += i128::from(clipped) * i128::from(units);
            self.owes(clipped, frame.clip(received));
            visit(self, Late { request, units, asked, received, number, opens: true });
        }
    }

    /// A span of a unit owed, clipped to the window; spans come in the order of their beginnings.
    #[inline]
    fn owes(&mut self, from: i64, to: i64) {
        self.owing += (to - from.max(self.owing_until)).max(0);
        self.owing_until = self.owing_until.max(to);
    }

    /// Counts late units; `before` says whether they were there before they were asked for, at the same instant.
    #[inline]
    pub fn count(&mut self, late: &Late, frame: &Frame<'_>, cell: &mut ItemCell, before: bool) {
        let Late { units, asked, received, .. } = *late;
        self.backlog += i128::from(frame.clip(received) - frame.clip(asked)) * i128::from(units);
        let (asked_inside, received_inside) = (frame.holds(asked), frame.holds(received));
        cell.clean_receipts -= u64::from(late.opens && received_inside && !before);
        cell.taken += units * (i64::from(received_inside) - i64::from(asked_inside));
        let wait = received - asked;
        if wait > 0 && asked_inside {
            cell.wait += i128::from(wait) * i128::from(units);
            cell.at_once -= units;
            for (count, window) in cell.within.iter_mut().zip(frame.windows) {
                *count += if wait <= window.length.0 { units } else { 0 };
            }
        }
    }

    /// From sums of times to levels, when all is added, for an item with `stock` units at the beginning.
    pub fn settle(&mut self, stock: u32, frame: &Frame<'_>) {
        self.on_order = self.received - self.asked;
        self.free = self.backlog + i128::from(stock) * i128::from(frame.end - frame.start) - self.on_order;
    }

    /// Σ units × the time they were taken, less those that left at once.
    pub fn kept(&self) -> i128 {
        self.asked + self.backlog - self.left
    }
}

/// The late units of a request, receipt by receipt, the last ones first.
fn each_late(below: &ItemPath, reach: Reach, before: u64, asked: i64, request: usize, mut visit: impl FnMut(Late)) {
    let (mut place, mut there, mut wanted) = (reach.receipts, reach.there, reach.wanted);
    while place > 0 && wanted > before {
        let (received, number) = (below.received_at(place - 1), below.number_at(place - 1));
        if received < asked {
            return;
        }
        there -= u64::from(below.size_of(number));
        let units = (wanted - there.max(before)) as i64;
        visit(Late { request, units, asked, received, number, opens: there >= before });
        wanted = there.max(before);
        place -= 1;
    }
}
