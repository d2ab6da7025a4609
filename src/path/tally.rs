//! A base-stock vector that moves one item at a time: only the orders that use the item are looked at again.

use super::score::{Board, Score, Sums};

/// A vector on a board, and what it comes to.
#[derive(Clone, Debug)]
pub struct Tally<'b> {
    board: &'b Board,
    stocks: Vec<u32>,
    /// By order of the board: when it has its parts, ticks.
    ready: Vec<i64>,
    /// By kind.
    sums: Vec<Sums>,
}

impl<'b> Tally<'b> {
    /// Starts at a vector: units by item of the plan.
    #[must_use]
    pub fn new(board: &'b Board, stocks: &[u32]) -> Tally<'b> {
        let mut tally = Tally {
            board,
            stocks: stocks.to_vec(),
            ready: vec![0; board.orders.len()],
            sums: vec![Sums::default(); board.kinds().len()],
        };
        for segment in 0..board.segments.len() {
            for place in 0..board.segments[segment].orders.len() {
                tally.refresh(segment, place, false);
            }
        }
        tally
    }

    /// Where it stands: units by item of the plan.
    #[must_use]
    pub fn stocks(&self) -> &[u32] {
        &self.stocks
    }

    /// What it comes to.
    #[must_use]
    pub fn score(&self) -> Score {
        self.board.price(&self.stocks, &self.sums)
    }

    /// Adds `units` (or takes them away, not below 0) of one item's base stock; gives the new score.
    pub fn score_change(&mut self, item: u32, units: i32) -> Score {
        let old = self.stocks.clone();
        let stock = &mut self.stocks[item as usize];
        *stock = stock.saturating_add_signed(units);
        let board = self.board;
        for (number, segment) in board.segments.iter().enumerate() {
            let Some(line) = board.kinds()[segment.kind].lines.iter().position(|part| *part == item) else { continue };
            let count = segment.orders.len();
            let at = segment.units + line * count;
            for (place, unit) in board.units[at..at + count].iter().enumerate() {
                let ready = self.ready[segment.orders.start + place];
                let (before, now) =
                    (board.receipt(item as usize, *unit, &old), board.receipt(item as usize, *unit, &self.stocks));
                // Nothing moves where the item was not last and is not now.
                if now > ready || before == ready && now < before {
                    self.refresh(number, place, true);
                }
            }
        }
        self.score()
    }

    /// Finds again when an order has its parts; `counted` says whether the sums hold it already.
    fn refresh(&mut self, segment: usize, place: usize, counted: bool) {
        let board = self.board;
        let segment = &board.segments[segment];
        let (count, own) = (segment.orders.len(), segment.orders.start + place);
        let order = &board.orders[own];
        let lines = board.kinds()[segment.kind].lines.iter().enumerate();
        let ready = lines
            .map(|(line, item)| {
                board.receipt(*item as usize, board.units[segment.units + line * count + place], &self.stocks)
            })
            .fold(order.placed, i64::max);
        let sums = &mut self.sums[segment.kind];
        if counted {
            sums.add(&board.contribution(order, self.ready[own]), -1);
        }
        sums.add(&board.contribution(order, ready), 1);
        self.ready[own] = ready;
    }
}
