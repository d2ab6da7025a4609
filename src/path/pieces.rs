//! Which units serve which request.

use super::{ItemPath, NONE, Path};
use crate::plan::{Mode, SupplyPlan};

/// Units of one request that one replenishment (or the initial stock) serves.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Piece {
    pub request: u32,
    pub units: u32,
    /// When they came, ticks; 0 for the initial stock.
    pub received: i64,
    /// The replenishment, or [`NONE`] for the initial stock.
    pub number: u32,
    /// Whether they are the last units of the request.
    pub closes: bool,
}

impl ItemPath {
    /// The replenishment that is received at a place of the order of receipts.
    #[inline]
    pub(crate) fn number_at(&self, place: usize) -> usize {
        self.sequence.get(place).map_or(place, |number| *number as usize)
    }

    /// Time of the receipt at a place of the order of receipts, ticks.
    #[inline]
    pub(crate) fn received_at(&self, place: usize) -> i64 {
        if self.sequence.is_empty() { self.receipt[place] } else { self.sorted[place] }
    }

    /// Times of the receipts in order, ticks.
    #[inline]
    pub(crate) fn times(&self) -> &[i64] {
        if self.sequence.is_empty() { &self.receipt } else { &self.sorted }
    }

    /// Places of the receipts at a time, in the order of receipts.
    pub(crate) fn receipts_at(&self, time: i64) -> std::ops::Range<usize> {
        self.receipts_from(time)..self.receipts_from(time + 1)
    }

    /// The first place of the receipts from a time on, in the order of receipts.
    pub(crate) fn receipts_from(&self, time: i64) -> usize {
        self.times().partition_point(|received| *received < time)
    }

    /// First come, first served from `stock` units and then from the receipts in order.
    pub(crate) fn pooled(&self, stock: u32, mut visit: impl FnMut(Piece)) {
        // Units left of the initial stock, or of the last of so many receipts.
        let (mut left, mut receipts) = (u64::from(stock), 0);
        for request in 0..self.cause.len() {
            let mut wanted = u64::from(self.units_of(request));
            while wanted > 0 {
                if left == 0 {
                    left = u64::from(self.size_of(self.number_at(receipts)));
                    receipts += 1;
                }
                let given = wanted.min(left);
                let (received, number) = match receipts {
                    0 => (0, NONE),
                    _ => (self.received_at(receipts - 1), self.number_at(receipts - 1) as u32),
                };
                wanted -= given;
                left -= given;
                visit(Piece { request: request as u32, units: given as u32, received, number, closes: wanted == 0 });
            }
        }
    }

    /// Each request gets what was released for it: receipts of one request in order of release.
    pub(crate) fn pegged(&self, mut visit: impl FnMut(Piece)) {
        for number in 0..self.releases() {
            let request = self.owner_of(number) as u32;
            visit(Piece {
                request,
                units: self.size_of(number),
                received: self.receipt[number],
                number: number as u32,
                closes: false,
            });
        }
    }
}

impl Path<'_> {
    /// Which units serve which request of an item.
    pub(crate) fn pieces(&self, item: usize, visit: impl FnMut(Piece)) {
        let path = &self.items[item];
        match self.plan.items[item].mode {
            Mode::Pegged => path.pegged(visit),
            Mode::Held | Mode::Pooled => path.pooled(self.stocks[item], visit),
        }
    }

    /// When a request was made, ticks.
    #[inline]
    pub(crate) fn asked(&self, item: usize, request: usize) -> i64 {
        self.orders.placed[self.items[item].cause[request] as usize]
    }

    /// When a replenishment was released, ticks.
    #[inline]
    pub(crate) fn released(&self, item: usize, number: usize) -> i64 {
        self.asked(item, self.items[item].owner_of(number))
    }

    /// The arrival (from 1) after which a receipt comes at its own instant: 0 where it is due before that instant, and so
    /// comes before all arrivals of it.
    #[inline]
    pub(crate) fn turn(&self, item: usize, number: usize) -> u32 {
        let path = &self.items[item];
        if let SupplyPlan::Make(_) = self.plan.items[item].supply {
            return path.turns.get(number).copied().unwrap_or(0);
        }
        let request = path.owner_of(number);
        if path.receipt[number] == self.asked(item, request) { path.cause[request] + 1 } else { 0 }
    }
}
