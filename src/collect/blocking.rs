//! Which parts a delayed order had to wait for.

use super::items::WHOLE;
use super::measurer::Measurer;
use super::meter::times;
use crate::engine::Order;

impl Measurer<'_> {
    /// An order of the cohort had to wait for parts.
    pub(super) fn attribute_delay(&mut self, order: &Order, blocking: &[u32]) {
        self.delayed += 1;
        let share = WHOLE / blocking.len() as u64;
        for part in blocking {
            let cell = &mut self.items[*part as usize];
            cell.blocked += share;
            cell.blocked_time += times(order.kitted_at - order.placed, share as i64);
        }
    }
}
