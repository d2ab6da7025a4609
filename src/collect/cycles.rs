//! Cycles of an item, from receipt to receipt, and what went unserved in them.
//!
//! A cycle is unclean when a unit asked in it was not served at once: one that waited, or one that was refused. A receipt is not
//! asked about it: the cycle is told by the number of receipts before, so that a receipt costs no more than its count.

use super::meter::Meter;

/// What is known of the cycles of an item. Times in ticks.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cycles {
    /// Units asked at this time that may still be served at once, and the cycle they were asked in.
    unserved: i64,
    asked: i64,
    asked_in: u64,
    /// The last unclean cycle, plus 1; and how many of the window are unclean.
    last: u64,
    unclean: u64,
    /// The cycle in which the window began.
    first: u64,
    /// Since when units are refused, and the time integral of [`super::items::ItemCell::in_backlog`] then.
    refusing_since: i64,
    backlog_before: i128,
    /// Ticks inside the window after a refusal and before the next receipt, without backlog.
    refusing: i128,
    /// Cycles that ended in the window, once it is closed, and those that were clean.
    pub ended: u64,
    pub clean: u64,
}

impl Cycles {
    /// Units asked in this cycle are not there.
    #[inline]
    pub fn short(&mut self, now: i64, units: i64, cycle: u64) {
        if self.unserved == 0 || self.asked != now {
            self.settle();
            (self.asked, self.asked_in) = (now, cycle);
        }
        self.unserved += units;
    }

    /// Units that were short came at the very instant.
    #[inline]
    pub fn served_at_once(&mut self, units: i64) {
        self.unserved -= units;
    }

    /// Units of this cycle will never be served.
    pub fn spoil(&mut self, now: i64, cycle: u64) {
        if self.asked != now {
            self.settle();
        }
        self.mark(cycle);
    }

    /// What waits from an earlier instant was not served at once.
    fn settle(&mut self) {
        if self.unserved > 0 {
            self.mark(self.asked_in);
            self.unserved = 0;
        }
    }

    fn mark(&mut self, cycle: u64) {
        if cycle >= self.last {
            self.last = cycle + 1;
            self.unclean += 1;
        }
    }

    /// Units are refused from now to the next receipt.
    pub fn begin_refusing(&mut self, now: i64, backlog: &Meter) {
        (self.refusing_since, self.backlog_before) = (now, backlog.integral(now));
    }

    /// A receipt came, or the window ends: time with backlog counts there.
    pub fn end_refusing(&mut self, now: i64, backlog: &Meter) {
        self.refusing += i128::from(now - self.refusing_since) - (backlog.integral(now) - self.backlog_before);
    }

    /// The window begins in this cycle.
    pub fn open(&mut self, cycle: u64) {
        self.settle();
        self.unclean = u64::from(self.last > cycle);
        (self.first, self.refusing) = (cycle, 0);
    }

    /// The window ends in this cycle, which does not count.
    pub fn close(&mut self, cycle: u64) {
        self.settle();
        self.ended = cycle - self.first;
        self.clean = self.ended - (self.unclean - u64::from(self.last > cycle));
    }

    /// Ticks of the window in which nothing was owed and yet units had been refused since the last receipt.
    pub fn refusing(&self) -> i128 {
        self.refusing
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cycle_is_judged_by_what_was_asked_in_it() {
        let mut cycles = Cycles::default();
        // Before the window: cycle 0 is unclean and over, cycle 1 is unclean and under way.
        cycles.short(1, 2, 0);
        cycles.short(5, 1, 1);
        cycles.open(1);
        // Cycle 2 is clean: what was short came at once. Cycle 3 refuses twice, cycle 4 is clean, cycle 5 is not over.
        cycles.short(12, 3, 2);
        cycles.served_at_once(3);
        cycles.spoil(14, 3);
        cycles.spoil(15, 3);
        cycles.short(19, 1, 5);
        cycles.close(5);
        assert_eq!((cycles.ended, cycles.clean), (4, 2));
    }

    #[test]
    fn time_of_refusal_and_of_backlog_do_not_overlap() {
        let (mut cycles, mut backlog) = (Cycles::default(), Meter::default());
        cycles.open(0);
        cycles.begin_refusing(10, &backlog);
        backlog.rise(14, 1);
        backlog.fall(17, 1);
        cycles.end_refusing(20, &backlog);
        assert_eq!(cycles.refusing(), 7);
    }
}
