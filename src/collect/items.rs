//! What is counted at each item, station and supplier.

use super::meter::Windowed;
use crate::engine::LevelKind;

/// Levels of an item that are measured, in the order of [`crate::engine::LevelKind`].
pub const LEVELS: usize = 6;

/// One item of the plan. Times in ticks; "window" counts are of what happens, is asked or is released in it.
#[derive(Clone, Debug, Default)]
pub struct ItemCell {
    /// By level kind.
    pub levels: [Windowed; LEVELS],
    /// 1 while units are free.
    pub ready: Windowed,
    /// 1 while something is owed.
    pub owing: Windowed,
    /// Units of it in process as an option or optional part.
    pub in_process: Windowed,
    pub asked: i64,
    pub at_once: i64,
    /// Those of them that waited in the backlog for no time at all.
    pub backlog_at_once: i64,
    /// Units handed over.
    pub taken: i64,
    /// Backlogged units asked in the window and served within each window of the report.
    pub within: Vec<i64>,
    /// Units asked that were served, with their waits.
    pub served: i64,
    pub wait: i128,
    /// Unit·ticks of waiting inside the window, summed wait by wait: the other side of Little's law.
    pub waited: i128,
    pub released: u64,
    pub released_units: i64,
    pub receipts: u64,
    pub clean_receipts: u64,
    pub lead: LeadTimes,
    /// Latest number received, plus 1.
    pub newest: u64,
    pub jobs_started: u64,
    pub units_started: i64,
    /// Σ 1/ties over delayed orders it was last for; and of their waits, ticks.
    pub blocked: f64,
    pub blocked_time: f64,
    /// Units sold with delivery in the window.
    pub sold: i64,
    /// Revenue of options and optional parts sold with it.
    pub extra_revenue: f64,
    pub backorder_cost: f64,
    pub lost_cost: f64,
    pub delivery_cost: f64,
}

impl ItemCell {
    /// A replenishment was received; `lead` is its lead time in ticks if that counts.
    #[inline]
    pub fn received(&mut self, number: u64, inside: bool, lead: Option<i64>) {
        if inside {
            self.receipts += 1;
            self.clean_receipts += u64::from(self.levels[LevelKind::Backlog as usize].meter.level == 0);
        }
        let crossed = number + 1 < self.newest;
        self.newest = self.newest.max(number + 1);
        if let Some(lead) = lead {
            self.lead.add(lead, crossed);
        }
    }
}

/// Realised lead times of replenishments released in the window.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LeadTimes {
    pub count: u64,
    pub sum: i128,
    pub squares: u128,
    pub crossed: u64,
}

impl LeadTimes {
    #[inline]
    pub fn add(&mut self, lead: i64, crossed: bool) {
        self.count += 1;
        self.sum += i128::from(lead);
        self.squares += lead.unsigned_abs() as u128 * lead.unsigned_abs() as u128;
        self.crossed += u64::from(crossed);
    }

    pub fn merge(&mut self, other: &LeadTimes) {
        self.count += other.count;
        self.sum += other.sum;
        self.squares += other.squares;
        self.crossed += other.crossed;
    }
}

/// A queue with servers: a station, or a supplier that has servers.
#[derive(Clone, Debug, Default)]
pub struct QueueCell {
    /// Jobs waiting and server·ticks busy, as exact integrals over the window.
    pub queue: Windowed,
    pub busy: Windowed,
    /// The same, summed job by job.
    pub waited: i128,
    pub worked: i128,
    /// Jobs that arrived in the window, and those of them that started at once.
    pub jobs: u64,
    pub unqueued: u64,
}
