//! Units that customers wait for.

use super::measurer::Measurer;
use super::meter::times;
use crate::engine::Order;

impl Measurer<'_> {
    /// Units of an order were in the backlog until then.
    #[inline]
    pub(super) fn backlog_until(&mut self, order: &Order, units: i64, until: i64) {
        let ticks = self.window.overlap(order.placed + self.terms[order.flow as usize].grace(order), until);
        self.sale(order).backlog += times(ticks, units);
    }

    /// Units of an order had to wait.
    pub(super) fn late(&mut self, order: &Order, units: i64) {
        if self.window.holds(order.placed) {
            self.sale(order).late_units += units;
        }
    }

    /// Units in the backlog for an order until it is closed.
    pub(super) fn backlog_of(&self, order: &Order) -> i64 {
        if self.terms[order.flow as usize].partial { order.missing } else { order.quantity }
    }
}
