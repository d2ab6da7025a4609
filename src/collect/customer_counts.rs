//! How customers' orders are counted beside their cells: what waits, and what customers do who do more than that.

use super::dealings::Dealings;
use super::measurer::Measurer;
use super::meter::times;
use super::sink::Sink;
use crate::costs::wide;
use crate::engine::{Observer as _, Order, Restocked};
use crate::measures::Measure;
use crate::model::TICKS_PER_UNIT;

impl Dealings {
    /// Their rows, of so many orders placed.
    pub fn put(&self, placed: f64, sink: &mut dyn Sink) {
        if self.in_use.substitutes {
            sink.divide(Measure::SubstitutedRate, None, self.substituted as f64, placed);
        }
        if self.in_use.quotes {
            let consented = self.consented as f64;
            sink.divide(Measure::DeclinedRate, None, self.declined as f64, placed);
            sink.divide(Measure::QuotedMean, None, wide(self.promised) / TICKS_PER_UNIT as f64, consented);
            sink.divide(Measure::PromiseKeptRate, None, self.kept as f64, consented);
        }
        if self.in_use.returns {
            sink.divide(Measure::ReturnedRate, None, self.returned as f64, placed);
        }
    }
}

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

    /// Whether orders may come back.
    pub(super) fn returns(&self) -> bool {
        self.flows.iter().any(|cell| cell.dealings.in_use.returns)
    }

    /// A customer consented to a promise.
    pub(super) fn count_quoted(&mut self, order: &Order) {
        if self.inside {
            let cell = &mut self.flows[order.flow as usize];
            cell.due += 1;
            cell.dealings.consented += 1;
            cell.dealings.promised += i128::from(order.due);
        }
    }

    /// A customer declined: his order was promised, and is not served.
    pub(super) fn count_declined(&mut self, now: i64, order: &Order) {
        self.open_orders -= 1;
        self.backlog.fall(now, order.quantity);
        if self.inside {
            let cell = &mut self.flows[order.flow as usize];
            cell.due += 1;
            cell.dealings.declined += 1;
        }
    }

    /// An order came back: its price leaves the revenue.
    pub(super) fn count_back(&mut self, now: i64, back: Restocked) {
        self.restocked(now, back);
        let (terms, making) = (&self.terms[back.flow as usize], &self.making[back.item as usize]);
        self.sales.of(terms, making).came_back += i64::from(self.window.holds(now));
    }
}
