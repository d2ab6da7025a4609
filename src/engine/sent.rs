//! What a source has sent, and where the units of a replenishment stand in it.

use crate::rules::variates::VariateStream;
use std::collections::VecDeque;

/// What a source has sent.
#[derive(Clone, Debug)]
pub struct SourceState {
    /// Replenishments.
    pub sent: u64,
    /// Units of them.
    pub units: u64,
    /// Units on order for the pool.
    pub on_order: i64,
    /// Those of them that are promised for later, in order of release.
    open: VecDeque<Promise>,
    /// Lead times (bought), ticks.
    pub times: VariateStream,
    /// Latest receipt promised so far (sequential suppliers), ticks.
    pub last_receipt: i64,
}

/// Units of a replenishment for the pool.
#[derive(Clone, Copy, Debug)]
struct Promise {
    /// When they are promised, ticks.
    at: i64,
    /// Number of the replenishment among those of the source.
    number: u64,
    units: i64,
}

impl SourceState {
    pub fn new() -> SourceState {
        let (times, open) = (VariateStream::closed(), VecDeque::new());
        SourceState { sent: 0, units: 0, on_order: 0, open, times, last_receipt: 0 }
    }

    /// Nothing was sent.
    pub fn clear(&mut self) {
        (self.sent, self.units, self.on_order, self.last_receipt) = (0, 0, 0, 0);
        self.open.clear();
    }

    /// The units of the next replenishment are for the pool, promised for a time, ticks.
    pub fn promise(&mut self, at: i64, units: i64) {
        self.on_order += units;
        self.open.push_back(Promise { at, number: self.sent, units });
    }

    /// Units on order that are promised after `now` and not after `last`, ticks. What is overdue then is forgotten.
    pub fn promised(&mut self, now: i64, last: i64) -> i64 {
        while self.open.front().is_some_and(|promise| promise.at <= now) {
            self.open.pop_front();
        }
        self.open.iter().take_while(|promise| promise.at <= last).map(|promise| promise.units).sum()
    }

    /// Units of a replenishment have come.
    pub fn come(&mut self, number: u64, units: i64) {
        self.on_order -= units;
        if let Some(promise) = self.open.iter_mut().find(|promise| promise.number == number) {
            promise.units -= units;
        }
    }
}

/// Where the units of a replenishment stand among those of its source.
#[derive(Clone, Copy, Debug, Default)]
pub struct Batch {
    /// Place of the source in the plan.
    pub source: u32,
    /// Number of the replenishment among those of the source, from 0.
    pub number: u64,
    /// Number of its first unit among those of the source, from 0.
    pub first: u64,
}
