//! The queue of requests at a base stock: with S units in stock at the beginning, unit u asked is receipt u − S.

use super::item_times::ItemTimes;
use std::ops::RangeInclusive;

/// When a unit with this number is there: units of the initial stock are there before they are asked for.
#[inline]
fn unit_time(receipts: &[i64], stock: u32, unit: usize, asked: i64) -> i64 {
    // Below 0 wraps to a place that does not exist.
    receipts.get(unit.wrapping_sub(stock as usize)).map_or(asked, |receipt| asked.max(*receipt))
}

impl ItemTimes {
    /// Numbers of the units of a request.
    fn numbers(&self, request: usize) -> RangeInclusive<usize> {
        match self.unit.get(request) {
            None => request..=request,
            Some(last) if request == 0 => 0..=*last as usize,
            Some(last) => self.unit[request - 1] as usize + 1..=*last as usize,
        }
    }

    /// When each unit of a request from stock is there, ticks.
    pub(super) fn units(&self, request: usize) -> impl Iterator<Item = i64> + '_ {
        let asked = self.asked[request];
        self.numbers(request).map(move |unit| unit_time(&self.receipts, self.stock, unit, asked))
    }

    /// Requests whose last unit comes at another time than is noted, and when; where units of an order leave as they come,
    /// all requests.
    pub(super) fn changes(&self, changed: &mut Vec<(u32, i64)>) {
        for (request, (asked, before)) in self.asked.iter().zip(&self.last).enumerate() {
            let unit = self.unit.get(request).map_or(request, |unit| *unit as usize);
            let last = unit_time(&self.receipts, self.stock, unit, *asked);
            if last != *before || self.apart {
                changed.push((request as u32, last));
            }
        }
    }

    /// Times of the units of a request as they stood with these receipts, and as they are, where they differ.
    pub(super) fn moved_units<'a>(
        &'a self,
        request: usize,
        before: &'a [i64],
    ) -> impl Iterator<Item = (i64, i64)> + 'a {
        let asked = self.asked[request];
        let times = move |unit| {
            (unit_time(before, self.stood, unit, asked), unit_time(&self.receipts, self.stock, unit, asked))
        };
        self.numbers(request).map(times).filter(|(old, new)| old != new)
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
