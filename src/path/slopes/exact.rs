//! Exact money and service at whole base stocks.

use super::forward::Timing;
use super::relaxed::{Judged, Priced, RelaxedPath};
use crate::model::TICKS_PER_UNIT;

/// What one replication comes to, exactly.
#[derive(Clone, Debug, PartialEq)]
pub struct Exactly {
    /// Total cost per time unit of the window, as `cost_total` of the system.
    pub cost: f64,
    /// Revenue per time unit of the window, as `revenue` of the system.
    pub revenue: f64,
    /// By service: late orders of the window, or their responses added up, time units.
    pub judged: Vec<f64>,
}

impl RelaxedPath {
    /// What these whole base stocks, by item of the plan, come to: the same as the record of a run.
    pub fn exactly(&mut self, stocks: &[f64], services: &[Priced]) -> Exactly {
        self.forward(stocks, Timing::Exact);
        let mut totals = self.totals.clone();
        for (item, own) in self.items.iter().enumerate() {
            totals.stock(item, if own.is_from_stock() { stocks[item] as i64 } else { 0 });
            for work in 0..own.delay.len() {
                let (ready, received) = (own.ready[work] as i64, own.received[work] as i64);
                let start = if own.is_at_station { received - own.delay[work] } else { ready };
                totals.add_work(item, own.weight(work, self.tariff.grain), [ready, start, received]);
            }
        }
        let window = self.totals.warm_up..self.totals.end;
        let latest = self.stations.iter().map(|station| station.latest(&self.items, window.clone()));
        self.overrun |= latest.fold(0.0, f64::max) >= self.until as f64;
        let mut judged = vec![0.0; services.len()];
        for order in &self.orders {
            let done = self.items[order.item as usize].served(order.request as usize);
            totals.order(order, done, 1);
            for (priced, sum) in services.iter().zip(&mut judged).filter(|(priced, _)| self.counts(priced, order)) {
                let waited = done - order.placed;
                *sum += match priced.judged {
                    Judged::Response => (waited + order.way) as f64 / TICKS_PER_UNIT as f64,
                    Judged::Late(limit) => f64::from(u8::from(waited > self.patience(limit, order))),
                };
            }
        }
        let money = self.tariff.costs(&totals.paid);
        Exactly { cost: money.cost(), revenue: money.revenue, judged }
    }

    /// When the last order or replenishment of the window is done at the base stocks of the last exact pass, ticks; at least
    /// the end of the window.
    pub(in crate::path) fn last_of_window(&self) -> i64 {
        let mut last = self.totals.end;
        for own in &self.items {
            for (number, received) in own.received.iter().enumerate() {
                if *received > last as f64 && self.totals.in_window(own.asked[own.owner_of(number)]) {
                    last = *received as i64;
                }
            }
        }
        let orders = self.orders.iter().filter(|order| self.totals.in_window(order.placed));
        orders.map(|order| self.items[order.item as usize].served(order.request as usize)).fold(last, i64::max)
    }
}
