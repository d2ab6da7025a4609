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
    /// Whether they are the first units of it.
    pub opens: bool,
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

    /// Places of the receipts at a time, in the order of receipts.
    pub(crate) fn receipts_at(&self, time: i64) -> std::ops::Range<usize> {
        self.receipts_from(time)..self.receipts_from(time + 1)
    }

    /// The first place of the receipts from a time on, in the order of receipts.
    pub(crate) fn receipts_from(&self, time: i64) -> usize {
        let times = if self.sequence.is_empty() { &self.receipt } else { &self.sorted };
        times.partition_point(|received| *received < time)
    }

    /// First come, first served from `stock` units and then from the receipts in order. Gives how far it came: the
    /// place of the receipt and its units that are left, with whether it has been opened.
    pub(crate) fn pooled(&self, stock: u32, mut visit: impl FnMut(Piece)) -> Rest {
        if self.units.is_empty() && self.owner.is_empty() {
            return self.pooled_singly(stock as usize, visit);
        }
        let mut rest = Rest { place: 0, units: u64::from(stock), initial: true, opened: false };
        for request in 0..self.cause.len() {
            let mut wanted = u64::from(self.units_of(request));
            while wanted > 0 {
                if rest.units == 0 {
                    rest.next(self);
                }
                let given = wanted.min(rest.units);
                let (received, number) = match rest.initial {
                    true => (0, NONE),
                    false => (self.received_at(rest.place), self.number_at(rest.place) as u32),
                };
                wanted -= given;
                visit(Piece {
                    request: request as u32,
                    units: given as u32,
                    received,
                    number,
                    opens: !rest.opened,
                    closes: wanted == 0,
                });
                rest.opened = true;
                rest.units -= given;
            }
        }
        rest
    }

    /// The same where all requests and receipts are for one unit.
    #[inline]
    fn pooled_singly(&self, stock: usize, mut visit: impl FnMut(Piece)) -> Rest {
        let count = self.cause.len();
        let piece =
            |request, received, number| Piece { request, units: 1, received, number, opens: true, closes: true };
        (0..stock.min(count)).for_each(|request| visit(piece(request as u32, 0, NONE)));
        for request in stock..count {
            let place = request - stock;
            visit(piece(request as u32, self.received_at(place), self.number_at(place) as u32));
        }
        match stock.checked_sub(count) {
            Some(units) => Rest { place: 0, units: units as u64, initial: true, opened: count > 0 },
            None => Rest { place: count - stock - 1, units: 0, initial: false, opened: true },
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
                opens: true,
                closes: false,
            });
        }
    }
}

/// Neighbouring pieces of an item side by side, in the order of [`Path::pieces`].
#[derive(Clone, Debug)]
pub(crate) struct Block {
    pub len: usize,
    /// Ticks.
    pub asked: [i64; BLOCK],
    pub received: [i64; BLOCK],
    pub units: [i64; BLOCK],
    pub request: [u32; BLOCK],
    /// The replenishment, or [`NONE`].
    pub number: [u32; BLOCK],
    pub opens: [bool; BLOCK],
    pub closes: [bool; BLOCK],
}

/// Pieces in a block: they stay in the first cache.
const BLOCK: usize = 256;

impl Default for Block {
    fn default() -> Block {
        Block {
            len: 0,
            asked: [0; BLOCK],
            received: [0; BLOCK],
            units: [0; BLOCK],
            request: [0; BLOCK],
            number: [0; BLOCK],
            opens: [false; BLOCK],
            closes: [false; BLOCK],
        }
    }
}

impl Block {
    /// A piece as it was told.
    pub(crate) fn piece(&self, place: usize) -> Piece {
        Piece {
            request: self.request[place],
            units: self.units[place] as u32,
            received: self.received[place],
            number: self.number[place],
            opens: self.opens[place],
            closes: self.closes[place],
        }
    }
}

/// What is left when all requests are served.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rest {
    /// In the order of receipts; the next one if `initial`.
    pub place: usize,
    pub units: u64,
    /// Still within the initial stock.
    pub initial: bool,
    /// Whether a unit of it has been taken.
    pub opened: bool,
}

impl Rest {
    /// On to the next receipt.
    pub(crate) fn next(&mut self, item: &ItemPath) {
        if !self.initial {
            self.place += 1;
        }
        self.initial = false;
        self.opened = false;
        self.units = u64::from(item.size_of(item.number_at(self.place)));
    }
}

impl Path<'_> {
    /// Which units serve which request of an item.
    pub(crate) fn pieces(&self, item: usize, visit: impl FnMut(Piece)) -> Option<Rest> {
        let path = &self.items[item];
        match self.plan.items[item].mode {
            Mode::Pegged => {
                path.pegged(visit);
                None
            }
            Mode::Held | Mode::Pooled => Some(path.pooled(self.stocks[item], visit)),
        }
    }

    /// [`Path::pieces`], a block at a time.
    pub(crate) fn blocks(&self, item: usize, block: &mut Block, mut visit: impl FnMut(&Block)) -> Option<Rest> {
        let (cause, placed) = (self.items[item].cause.as_slice(), self.orders.placed.as_slice());
        block.len = 0;
        let rest = self.pieces(item, |piece| {
            let at = block.len % BLOCK;
            block.asked[at] = placed[cause[piece.request as usize] as usize];
            block.received[at] = piece.received;
            block.units[at] = i64::from(piece.units);
            block.request[at] = piece.request;
            block.number[at] = piece.number;
            block.opens[at] = piece.opens;
            block.closes[at] = piece.closes;
            block.len = at + 1;
            if block.len == BLOCK {
                visit(block);
                block.len = 0;
            }
        });
        if block.len > 0 {
            visit(block);
        }
        rest
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
