//! What is there as the window begins and as it ends.

use super::measurer::Measurer;
use crate::engine::{LevelKind, Work};
use crate::plan::SupplyPlan;

/// How units that are there count among those drawn down.
const AT_START: i64 = 1;
const AT_END: i64 = -1;

impl Measurer<'_> {
    /// The window begins.
    pub(super) fn stock_at_start(&mut self, now: i64) {
        self.count_stock(AT_START, now);
    }

    /// The window ends.
    pub(super) fn stock_at_end(&mut self, now: i64) {
        self.count_stock(AT_END, now);
    }

    /// Units free, committed, and of what is bought on order. Those in process are known as they leave it.
    fn count_stock(&mut self, sign: i64, now: i64) {
        for (cell, item) in self.items.iter_mut().zip(&self.plan.items) {
            let level = |kind: LevelKind| cell.levels[kind as usize].meter.level;
            let free_or_bought = match item.supply {
                SupplyPlan::Buy(_) => cell.free_and_on_order.meter.level,
                SupplyPlan::Make(_) => level(LevelKind::Free),
            };
            cell.drawn_down += sign * (free_or_bought + level(LevelKind::Committed));
        }
        // What is made and under way since time 0 is in nobody's process.
        for opening in &self.plan.opening {
            if matches!(self.plan.items[opening.item as usize].supply, SupplyPlan::Make(_)) {
                self.items[opening.item as usize].drawn_down += sign * opening.on_order(now);
            }
        }
    }

    /// Units in process from `ready` until now, in a window that this may go beyond; marks come before all else of their instant.
    #[cold]
    #[inline(never)]
    pub(super) fn count_in_process(&mut self, ready: i64, now: i64, work: &Work) {
        let was_there = |edge: i64| i64::from(ready < edge && edge <= now);
        let there = was_there(self.window.start) * AT_START + was_there(self.window.end) * AT_END;
        self.items[work.item as usize].drawn_down += there * work.units;
    }
}
