//! What a shelf hands out, and when.

use super::moves::Undo;
use super::{ItemTimes, Reach, SamplePath};
use crate::path::replication::NONE;

/// When a unit with this number is there: units of the initial stock are there before they are asked for.
#[inline]
fn unit_time(receipts: &[i64], stock: u32, unit: usize, asked: i64) -> i64 {
    // Below 0 wraps to a place that does not exist.
    receipts.get(unit.wrapping_sub(stock as usize)).map_or(asked, |receipt| asked.max(*receipt))
}

impl ItemTimes {
    /// Numbers of the units of a request.
    fn numbers(&self, request: usize) -> std::ops::RangeInclusive<usize> {
        match self.unit.get(request) {
            None => request..=request,
            Some(last) if request == 0 => 0..=*last as usize,
            Some(last) => self.unit[request - 1] as usize + 1..=*last as usize,
        }
    }

    /// When each unit of a request from the shelf is there, ticks.
    pub(super) fn units(&self, request: usize) -> impl Iterator<Item = i64> + '_ {
        let asked = self.asked[request];
        self.numbers(request).map(move |unit| unit_time(&self.receipts, self.stock, unit, asked))
    }
}

impl SamplePath {
    /// Requests of a shelf, with another stock or other receipts.
    pub(super) fn serve(&mut self, item: usize) {
        let mut stage = std::mem::take(&mut self.items[item]);
        let mut before = None;
        if !self.swapped.is_empty() {
            let receipts = swap(&stage.receipts, &mut self.swapped);
            before = Some(std::mem::replace(&mut stage.receipts, receipts));
        }
        if stage.reach == Reach::Shelf {
            for request in 0..stage.asked.len() {
                let unit = stage.unit.get(request).map_or(request, |unit| *unit as usize);
                let last = unit_time(&stage.receipts, stage.stock, unit, stage.asked[request]);
                if stage.apart {
                    self.serve_apart(item, &mut stage, request, before.as_deref());
                } else if last != stage.last[request] {
                    self.serve_request(item, &mut stage, request, last);
                }
            }
        }
        stage.stood = stage.stock;
        if let Some(before) = before {
            self.journal.note(|| Undo::Receipts(item as u32, before));
        }
        self.items[item] = stage;
    }

    /// The same for a request whose units may leave one by one; receipts `before`, if they are others now.
    fn serve_apart(&mut self, item: usize, stage: &mut ItemTimes, request: usize, before: Option<&[i64]>) {
        let asked = stage.asked[request];
        let numbers = stage.numbers(request);
        let last = unit_time(&stage.receipts, stage.stock, *numbers.end(), asked);
        let order = match stage.user[request] {
            (NONE, order) if order != NONE => self.orders[order as usize],
            _ => return self.serve_request(item, stage, request, last),
        };
        if !order.apart {
            return self.serve_request(item, stage, request, last);
        }
        let receipts = before.unwrap_or(&stage.receipts);
        for unit in numbers {
            let old = unit_time(receipts, stage.stood, unit, asked);
            let new = unit_time(&stage.receipts, stage.stock, unit, asked);
            if old != new {
                self.note_order(&order);
                self.books.leave(&order, 1, old, -1);
                self.books.leave(&order, 1, new, 1);
            }
        }
        let old = stage.last[request];
        if old != last {
            self.journal.note(|| Undo::Last(item as u32, request as u32, old));
            stage.last[request] = last;
            self.books.complete(&order, old, -1);
            self.books.complete(&order, last, 1);
        }
    }
}

/// What is in order with some of it replaced: (old, new) pairs, which are used up. What one pair brings and another
/// takes away was never there.
pub(super) fn swap<T: Ord + Copy>(sorted: &[T], pairs: &mut Vec<(T, T)>) -> Vec<T> {
    let mut gone: Vec<T> = pairs.iter().map(|pair| pair.0).collect();
    let mut come: Vec<T> = pairs.iter().map(|pair| pair.1).collect();
    pairs.clear();
    gone.sort_unstable();
    come.sort_unstable();
    let (mut gone, mut come) = (gone.into_iter().peekable(), come.into_iter().peekable());
    let mut merged = Vec::with_capacity(sorted.len());
    for one in sorted {
        while let Some(earlier) = come.next_if(|other| other < one) {
            if gone.next_if_eq(&earlier).is_none() {
                merged.push(earlier);
            }
        }
        if gone.next_if_eq(one).is_none() {
            merged.push(*one);
        }
    }
    merged.extend(come.filter(|one| gone.next_if_eq(one).is_none()));
    merged
}
