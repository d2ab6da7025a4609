//! What is there as the window begins and as it ends.

use super::measurer::Measurer;
use crate::engine::{LevelKind, LineState, Work};
use crate::plan::SupplyPlan;

/// An edge of the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edge {
    Start,
    End,
}

impl Edge {
    /// How units that are there at this edge count among those drawn down.
    fn sign(self) -> i64 {
        match self {
            Edge::Start => 1,
            Edge::End => -1,
        }
    }
}

impl Measurer<'_> {
    /// Units free, committed, and of what is bought on order. Those in process are known as they leave it.
    pub(super) fn count_stock(&mut self, edge: Edge) {
        for (cell, item) in self.items.iter_mut().zip(&self.plan.items) {
            let level = |kind: LevelKind| cell.levels[kind as usize].meter.level;
            let free_or_bought = match item.supply {
                SupplyPlan::Buy(_) => cell.free_and_on_order.meter.level,
                SupplyPlan::Make(_) => level(LevelKind::Free),
            };
            cell.drawn_down += edge.sign() * (free_or_bought + level(LevelKind::Committed));
        }
    }

    /// Units in process from `ready` until now, in a window that this may go beyond; marks come before all else of their instant.
    #[cold]
    #[inline(never)]
    pub(super) fn count_in_process(&mut self, ready: i64, now: i64, work: &Work, lines: &[LineState]) {
        let was_there = |edge: i64| i64::from(ready < edge && edge <= now);
        let there = was_there(self.window.start) * Edge::Start.sign() + was_there(self.window.end) * Edge::End.sign();
        if there == 0 {
            return;
        }
        self.items[work.item as usize].drawn_down += there * work.units;
        let SupplyPlan::Make(make) = &self.plan.items[work.item as usize].supply else { return };
        for line in lines.get(self.plan.required(make).len()..).unwrap_or_default() {
            self.items[line.item as usize].drawn_down += there * line.needed;
        }
    }
}
