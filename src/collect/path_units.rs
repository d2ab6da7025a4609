//! Requests of an item and the units that serve them, block by block: sums that need no order of events.
//!
//! Nearly all blocks lie wholly inside the window or outside; only those at its edges are clipped piece by piece.

use super::items::ItemCell;
use crate::model::Window;
use crate::path::{Block, NONE};

/// Sums of one item, in unit·ticks inside the window.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sums {
    pub free: i128,
    pub backlog: i128,
    pub on_order: i128,
    pub waiting_parts: i128,
    pub wip: i128,
    /// Σ units × the time they were taken, clipped to the window.
    pub taken: i128,
    /// Ticks with free units, and with units owed; and how far they are counted.
    pub ready: i64,
    pub ready_until: i64,
    pub owing: i64,
    pub owing_until: i64,
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

impl Sums {
    pub fn new(frame: &Frame<'_>) -> Sums {
        Sums { ready_until: frame.start, owing_until: frame.start, ..Sums::default() }
    }

    /// A span of a unit on the shelf, clipped to the window.
    #[inline]
    pub fn lies(&mut self, from: i64, to: i64) {
        self.ready += (to - from.max(self.ready_until)).max(0);
        self.ready_until = self.ready_until.max(to);
    }

    /// A span of a unit owed, clipped to the window.
    #[inline]
    fn owes(&mut self, from: i64, to: i64) {
        self.owing += (to - from.max(self.owing_until)).max(0);
        self.owing_until = self.owing_until.max(to);
    }

    /// Adds a block of pieces. `tie` says whether a piece that was received at the instant it was asked for came first.
    pub fn add(&mut self, block: &Block, frame: &Frame<'_>, cell: &mut ItemCell, tie: impl Fn(usize) -> bool) {
        let pieces = || block.asked[..block.len].iter().zip(&block.received[..block.len]);
        let first = pieces().fold(i64::MAX, |first, (asked, received)| first.min(*asked).min(*received));
        let last = pieces().fold(0, |last, (asked, received)| last.max(*asked).max(*received));
        let units = || block.units[..block.len].iter().map(|units| i128::from(*units)).sum::<i128>();
        if last < frame.start {
            self.taken += i128::from(frame.start) * units();
        } else if first >= frame.end {
            self.taken += i128::from(frame.end) * units();
        } else if first >= frame.start && last < frame.end {
            self.add_inner(block, frame, cell, tie);
        } else {
            self.add_edge(block, frame, cell, tie);
        }
    }

    /// A block inside the window.
    fn add_inner(&mut self, block: &Block, frame: &Frame<'_>, cell: &mut ItemCell, tie: impl Fn(usize) -> bool) {
        let mut sums = *self;
        let (mut free, mut backlog, mut taken) = (0i128, 0i128, 0i128);
        let (mut asked_units, mut at_once, mut clean) = (0, 0, 0);
        let pieces = block.asked[..block.len].iter().zip(&block.received).zip(block.units.iter().zip(&block.number));
        for (place, ((&asked, &received), (&units, &number))) in pieces.enumerate() {
            free += i128::from((asked - received).max(0)) * i128::from(units);
            backlog += i128::from((received - asked).max(0)) * i128::from(units);
            taken += i128::from(asked.max(received)) * i128::from(units);
            sums.lies(received, asked);
            sums.owes(asked, received);
            asked_units += units;
            at_once += if received <= asked { units } else { 0 };
            let before = if received == asked { tie(place) } else { received < asked };
            clean += u64::from(block.opens[place] & before & (number != NONE));
        }
        sums.free += free;
        sums.backlog += backlog;
        sums.taken += taken;
        *self = sums;
        cell.clean_receipts += clean;
        cell.taken += asked_units;
        cell.asked += asked_units;
        cell.served += asked_units;
        cell.at_once += at_once;
        cell.wait += backlog;
        for (count, window) in cell.within.iter_mut().zip(frame.windows) {
            let waits = block.asked[..block.len].iter().zip(&block.received).map(|(asked, received)| received - asked);
            let units = waits.zip(&block.units).map(
                |(wait, units)| {
                    if wait > 0 && wait <= window.length.0 { *units } else { 0 }
                },
            );
            *count += units.sum::<i64>();
        }
    }

    /// A block at an edge of the window.
    fn add_edge(&mut self, block: &Block, frame: &Frame<'_>, cell: &mut ItemCell, tie: impl Fn(usize) -> bool) {
        for place in 0..block.len {
            let (asked, received, units) = (block.asked[place], block.received[place], block.units[place]);
            let taken = asked.max(received);
            let (clipped_asked, clipped_received) = (frame.clip(asked), frame.clip(received));
            let clipped_taken = clipped_asked.max(clipped_received);
            self.free += i128::from(clipped_taken - clipped_received) * i128::from(units);
            self.backlog += i128::from(clipped_taken - clipped_asked) * i128::from(units);
            self.taken += i128::from(clipped_taken) * i128::from(units);
            self.lies(clipped_received, clipped_asked);
            self.owes(clipped_asked, clipped_received);
            let before = received < asked || received == asked && tie(place);
            if block.opens[place] && block.number[place] != NONE && before && frame.holds(received) {
                cell.clean_receipts += 1;
            }
            if frame.holds(taken) {
                cell.taken += units;
            }
            if frame.holds(asked) {
                count(cell, frame.windows, units, taken - asked);
            }
        }
    }
}

/// Units asked in the window that were served after a wait, ticks.
fn count(cell: &mut ItemCell, windows: &[Window], units: i64, wait: i64) {
    cell.asked += units;
    cell.served += units;
    cell.wait += i128::from(wait) * i128::from(units);
    if wait == 0 {
        cell.at_once += units;
        return;
    }
    for (count, window) in cell.within.iter_mut().zip(windows) {
        if wait <= window.length.0 {
            *count += units;
        }
    }
}
