//! What is counted at each item, station and supplier.

use super::accounts::Account;
use super::cycles::Cycles;
use super::meter::{Period, Windowed, add_square, span, times};
use super::swings::{AskedAndReleased, Swings};
use crate::engine::{LevelKind, Replenishment, Served, WrittenOff};
use crate::rules::life::WriteOffCause;

/// Levels of an item that are metered, in the order of [`crate::engine::LevelKind`].
pub const LEVELS: usize = 3;

/// What says whether something counts.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    pub window: Period,
    /// Whether the clock is inside it.
    pub inside: bool,
    /// Lengths of the report's windows, ticks.
    pub lengths: &'a [i64],
}

/// One item of the plan. Times in ticks; "window" counts are of what happens, is asked or is released in it.
///
/// What a request that the shelf meets and a receipt that goes to it change lies together in the first cache lines.
#[derive(Clone, Debug, Default)]
#[repr(C, align(64))]
pub struct ItemCell {
    pub released: u64,
    pub released_units: i64,
    /// Units of requests that the shelf met whole; with the counts below once the window is closed.
    pub met: i64,
    /// Receipts since 0: those that went to the shelf whole, and the others below.
    pub stocked: u64,
    pub lead: LeadTimes,
    /// Latest number received, plus 1.
    pub newest: u64,
    /// End of the period of [`Self::swings`] at hand, ticks.
    pub period_end: i64,
    /// Whether units were refused since the last receipt.
    pub refusing: bool,
    /// By level kind.
    pub levels: [Windowed; LEVELS],
    /// 1 while units are free.
    pub in_stock: Windowed,
    /// 1 while something is in the backlog.
    pub in_backlog: Windowed,
    /// Units on the shelf or on order: they change seldom where each request orders what it takes.
    pub free_and_on_order: Windowed,
    /// Unit·ticks on order inside the window, once it is closed.
    pub on_order: i128,
    /// Unit·ticks inside the window, summed over work orders: waiting for parts, in process, and in process as an
    /// option or optional part of another item.
    pub waiting_parts: i128,
    pub wip: i128,
    pub in_process: i128,
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
    pub receipts: u64,
    pub cycles: Cycles,
    pub jobs_started: u64,
    pub units_started: i64,
    /// Money for changeovers in the window.
    pub changeover_cost: f64,
    pub swings: Swings,
    /// Units there as the window began less those there as it ended.
    pub drawn_down: i64,
    pub written_off: i64,
    /// Those of them past their shelf life; units received.
    pub expired: i64,
    pub received_units: i64,
    /// Units found bad in the window.
    pub scrapped: i64,
    /// Σ 1/ties over delayed orders it was last for, and of their waits, ticks: in parts of [`WHOLE`].
    pub blocked: u64,
    pub blocked_time: i128,
}

/// One source of the plan. "Window" counts are of what is released or found bad in it.
#[derive(Clone, Debug, Default)]
pub struct SourceCell {
    /// Replenishments released in the window.
    pub released: u64,
    /// Units of them.
    pub released_units: i64,
    /// Units found bad in the window.
    pub scrapped: i64,
    /// Of replenishments released in the window.
    pub lead: LeadTimes,
    /// Units released and not yet received.
    pub on_order: Windowed,
    /// What is paid for them.
    pub account: Account,
}

impl SourceCell {
    /// Nothing yet, with an account of its purchases.
    pub fn new(account: Account) -> SourceCell {
        SourceCell { account, ..SourceCell::default() }
    }

    /// Counts nothing yet.
    pub fn clear(&mut self) {
        let mut account = std::mem::take(&mut self.account);
        account.clear();
        *self = SourceCell { account, ..SourceCell::default() };
    }
}

/// Parts of an order whose delay several items share: divisible by 1 to 16. More than 16 share it to a millionth.
pub const WHOLE: u64 = 720_720;

impl ItemCell {
    /// Of an item whose swings are counted by periods of such a length, ticks.
    pub fn of_periods(length: i64) -> ItemCell {
        ItemCell { swings: Swings::of_periods(length), period_end: i64::MAX, ..ItemCell::default() }
    }

    /// Units on the shelf and committed.
    pub fn physical_units(&self) -> i64 {
        let level = |kind: LevelKind| self.levels[kind as usize].meter.level;
        level(LevelKind::Free) + level(LevelKind::Committed)
    }

    /// Time integral since 0 of the units on the shelf and committed, unit·ticks.
    pub fn physical(&self, now: i64) -> i128 {
        let integral = |kind: LevelKind| self.levels[kind as usize].meter.integral(now);
        integral(LevelKind::Free) + integral(LevelKind::Committed)
    }

    /// Units are written off, in the window.
    pub fn write_off(&mut self, written_off: WrittenOff) {
        self.written_off += written_off.units;
        self.expired += if written_off.cause == WriteOffCause::Expired { written_off.units } else { 0 };
    }

    /// Units on order.
    fn on_order_now(&self) -> i64 {
        self.free_and_on_order.meter.level - self.levels[LevelKind::Free as usize].meter.level
    }

    /// Units asked and released so far.
    fn counted(&self) -> AskedAndReleased {
        [self.asked + self.met, self.released_units]
    }

    /// Before anything is asked or released at this time.
    #[inline(always)]
    pub fn end_period_before(&mut self, now: i64) {
        if now >= self.period_end {
            self.period_end = self.swings.close(now, self.counted());
        }
    }

    /// A replenishment arrives: its lead time.
    #[inline]
    pub fn receive(&mut self, now: i64, replenishment: Replenishment, window: Period) {
        let Replenishment { number, released, .. } = replenishment;
        let crossed = number + 1 < self.newest;
        self.newest = self.newest.max(number + 1);
        if window.holds(released) {
            self.lead.add(now - released, crossed);
        }
        if self.refusing {
            self.end_refusing(now);
        }
    }

    /// The cycle that lasts: receipts so far.
    #[inline]
    fn cycle(&self) -> u64 {
        self.stocked + self.receipts
    }

    /// Units were asked that are not there.
    #[inline]
    pub fn short(&mut self, now: i64, units: i64) {
        self.cycles.short(now, units, self.cycle());
    }

    /// Units were asked that will never be served.
    pub fn refuse(&mut self, now: i64) {
        self.cycles.spoil(now, self.cycle());
        if !std::mem::replace(&mut self.refusing, true) {
            self.cycles.begin_refusing(now, &self.in_backlog.meter);
        }
    }

    #[cold]
    fn end_refusing(&mut self, now: i64) {
        self.refusing = false;
        self.cycles.end_refusing(now, &self.in_backlog.meter);
    }

    /// Units of the shelf are taken.
    #[inline]
    pub fn take(&mut self, now: i64, units: i64) {
        let free = &mut self.levels[LevelKind::Free as usize];
        free.fall(now, units);
        if free.meter.level == 0 {
            self.in_stock.fall(now, 1);
        }
    }

    /// Units leave the backlog.
    #[inline]
    pub fn clear_backlog(&mut self, now: i64, units: i64) {
        let backlog = &mut self.levels[LevelKind::Backlog as usize];
        backlog.fall(now, units);
        self.in_backlog.meter.fall_if(now, backlog.meter.level == 0);
    }

    /// Backlogged units are handed over.
    #[inline(always)]
    pub fn serve(&mut self, now: i64, served: Served, view: View<'_>) {
        let Served { units, asked, .. } = served;
        if view.inside && asked >= view.window.start {
            // As below, with nothing cut off.
            self.waited += times(now - asked, units);
            self.taken += units;
            self.served_after(now - asked, units, view.lengths);
            return;
        }
        self.waited += times(view.window.overlap(asked, now), units);
        if view.inside {
            self.taken += units;
        }
        if view.window.holds(asked) {
            self.served_after(now - asked, units, view.lengths);
        } else if now == asked {
            self.cycles.served_at_once(units);
        }
    }

    /// Units asked in the window were served from the backlog after `wait` ticks; `lengths` are the report's windows.
    #[inline]
    pub fn served_after(&mut self, wait: i64, units: i64, lengths: &[i64]) {
        self.served += units;
        self.wait += times(wait, units);
        if wait == 0 {
            self.at_once += units;
            self.backlog_at_once += units;
            self.cycles.served_at_once(units);
        }
        // By place: where there is no window it is one comparison.
        for (place, length) in lengths.iter().enumerate() {
            if wait <= *length {
                self.within[place] += units;
            }
        }
    }

    /// The window begins.
    pub fn open(&mut self, now: i64) {
        self.cycles.open(self.cycle());
        self.period_end = self.swings.open(now);
        self.received_units = self.on_order_now();
        self.cycles.begin_refusing(now, &self.in_backlog.meter);
    }

    /// The window is closed: requests met whole are requests as others; what was free or on order, and not free, was on order.
    pub fn close(&mut self, now: i64) {
        self.cycles.close(self.cycle());
        self.end_period_before(now);
        self.period_end = i64::MAX;
        // What was on order and what was released is there, bad or on order still; what was cancelled is subtracted as it is.
        self.received_units += self.released_units - self.scrapped - self.on_order_now();
        if self.refusing {
            self.end_refusing(now);
        }
        self.on_order = self.free_and_on_order.total() - self.levels[LevelKind::Free as usize].total();
        let met = std::mem::take(&mut self.met);
        self.asked += met;
        self.at_once += met;
        self.served += met;
        self.taken += met;
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
        self.sum += span(lead);
        add_square(&mut self.squares, lead);
        self.crossed += u64::from(crossed);
    }

    pub fn merge(&mut self, other: &LeadTimes) {
        self.count += other.count;
        self.sum += other.sum;
        self.squares = self.squares.saturating_add(other.squares);
        self.crossed += other.crossed;
    }
}

/// A queue with servers: a station, or a supplier that has servers.
#[derive(Clone, Debug, Default)]
pub struct QueueCell {
    /// Jobs waiting at a station.
    pub queue: Windowed,
    /// Job·ticks inside the window, summed job by job: waiting (the other side of Little's law), and in process.
    pub waited: i128,
    pub worked: i128,
    /// Jobs that arrived in the window, and those of them that started at once.
    pub jobs: u64,
    pub unqueued: u64,
    /// Whether work is told stretch by stretch, and hours as the run is over.
    pub has_hours: bool,
    /// Ticks of the window: work after hours; that servers were open by the calendar, and lost of that.
    /// Changes of family in the window.
    pub changeovers: u64,
    pub overtime: i128,
    pub open: i128,
    pub lost: i128,
}
