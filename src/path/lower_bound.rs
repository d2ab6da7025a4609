//! What no vector can cost less than, where orders wait for bought parts alone.
//!
//! An order is complete when its last part is there, and what it costs rises with that time. So it costs at least what it
//! would if it waited for one of its parts only, whichever that is; choose for each order the part that is nearest to
//! being its last at the vector the path stands at. What is left is a sum with one term per item, and the least of each
//! term is found by going through its stocks. The bound is exact for orders of one part, and near where one part is late
//! at a time.

use super::item_times::{ItemTimes, KeptOrder, Reach};
use super::sample_path::SamplePath;
use crate::model::TICKS_PER_UNIT;

/// A price on orders that are late.
#[derive(Clone, Debug, PartialEq)]
pub struct Charge {
    /// By flow of the plan: whether its orders count.
    pub flows: Vec<bool>,
    /// When an order is late.
    pub limit: LateAfter,
    /// Per order of the window that is late, money per time unit.
    pub price: f64,
}

/// When an order is late.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LateAfter {
    /// After a wait of any length, delivery time apart.
    AtOnce,
    /// After its due time.
    Due,
    /// A response above this, ticks.
    Within(i64),
}

/// Stocks of one item that a lower bound is asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StockSpan {
    /// Place in the items of the plan.
    pub item: u32,
    /// The least stock there may be.
    pub least: u32,
    /// Base stocks, units.
    pub stocks: Vec<u32>,
}

/// A sum that no vector is below: what does not depend on stock, and by span and stock what waiting costs at least. To
/// that comes the holding cost of the base stocks, as if all of it always lay there.
#[derive(Clone, Debug, PartialEq)]
pub struct LowerBound {
    /// What does not depend on stock, money.
    pub fixed: f64,
    /// By span and stock: what waiting costs at least, money.
    pub waiting: Vec<Vec<f64>>,
}

/// What one order waits for.
struct Waits<'s> {
    order: &'s KeptOrder,
    /// (item, request) of its parts.
    lines: &'s [(u32, u32)],
    /// Time from its kit to its completion, ticks, and rates: of the kit on the shelf; in process.
    delay: i64,
    kit: f64,
    wip: f64,
    /// Cost of making it.
    making: f64,
}

impl SamplePath {
    /// A lower bound of the cost, with charges, over stocks of items. `None` where orders wait for more than bought parts.
    #[must_use]
    pub fn lower_bound(&self, charges: &[Charge], spans: &[StockSpan]) -> Option<LowerBound> {
        let mut place = vec![usize::MAX; self.items.len()];
        spans.iter().enumerate().for_each(|(number, span)| place[span.item as usize] = number);
        let least: Vec<u32> = (0..self.items.len())
            .map(|item| spans.get(place[item]).map_or(self.items[item].stock, |span| span.least))
            .collect();
        let mut fixed = self.purchases + self.shelves(&place);
        let mut own: Vec<Vec<(usize, Waits<'_>)>> = spans.iter().map(|_| Vec::new()).collect();
        for number in 0..self.orders.len() {
            let waits = self.waits(number)?;
            fixed += self.surely(&waits, &least);
            let last = waits.lines.iter().map(|(item, request)| {
                let times = &self.items[*item as usize];
                (times.receipt(*request as usize, times.stock), *item as usize, *request as usize)
            });
            // The first of equal ones.
            let last = last.reduce(|best, next| if next.0 > best.0 { next } else { best });
            match last {
                Some((_, item, request)) if place[item] != usize::MAX => own[place[item]].push((request, waits)),
                Some((time, ..)) => fixed += self.cost_of_wait(&waits, time, charges),
                None => fixed += self.cost_of_wait(&waits, waits.order.placed, charges),
            }
        }
        let waiting = spans.iter().zip(own).map(|(span, orders)| {
            let times = &self.items[span.item as usize];
            let at = |stock: &u32| {
                let costs = orders
                    .iter()
                    .map(|(request, waits)| self.cost_of_wait(waits, times.receipt(*request, *stock), charges));
                costs.sum()
            };
            span.stocks.iter().map(at).collect()
        });
        let waiting = waiting.collect();
        Some(LowerBound { fixed, waiting })
    }

    /// What shelves cost beside the base stocks that may change, as if nothing ever left them.
    fn shelves(&self, place: &[usize]) -> f64 {
        let window = (self.totals.end - self.totals.warm_up) as f64;
        let bought = self.items.iter().enumerate().filter(|(_, times)| times.is_bought());
        let cost = bought.map(|(item, times)| {
            let stock = if place[item] == usize::MAX { f64::from(times.stock) } else { 0.0 };
            self.tariff.items[item].holding * (stock - self.received(item) as f64 / window)
        });
        cost.sum()
    }

    /// What an order waits for; `None` if that is more than bought parts, or if it could be cheaper to wait.
    fn waits(&self, number: usize) -> Option<Waits<'_>> {
        let order = &self.orders[number];
        let (item, request) = (order.item as usize, order.request as usize);
        let (times, prices) = (&self.items[item], &self.tariff.items[item]);
        if order.apart {
            return None;
        }
        if times.is_bought() {
            let kit = prices.holding * f64::from(order.quantity);
            let lines = &self.selves[number..=number];
            return Some(Waits { order, lines, delay: 0, kit, wip: 0.0, making: 0.0 });
        }
        if times.reach != Reach::Own || self.stations.iter().any(|station| station.makes(order.item)) {
            return None;
        }
        let lines = times.lines_of(request);
        if lines.iter().any(|(part, _)| !self.items[*part as usize].is_bought()) {
            return None;
        }
        let weight = times.weights[request];
        let kit = weight.kit as f64 / self.tariff.grain;
        let wip = prices.wip * weight.size as f64 + weight.extra as f64 / self.tariff.grain;
        let making = prices.process * weight.size as f64 + prices.setup;
        (wip <= kit * (1.0 + 1e-9)).then_some(Waits { order, lines, delay: times.delay[request], kit, wip, making })
    }

    /// What counts for an order by events, if they lie in the window at every stock: per time unit.
    fn surely(&self, waits: &Waits<'_>, least: &[u32]) -> f64 {
        let first = waits.order.placed;
        let latest = waits
            .lines
            .iter()
            .map(|(item, request)| self.items[*item as usize].receipt(*request as usize, least[*item as usize]));
        let latest = latest.fold(first, i64::max);
        let sure = |after: i64| self.totals.in_window(first + after) && self.totals.in_window(latest + after);
        let delivery = self.tariff.sales[waits.order.sale as usize].delivery;
        let money = if sure(0) { waits.making } else { 0.0 } + if sure(waits.delay) { delivery } else { 0.0 };
        money * TICKS_PER_UNIT as f64 / (self.totals.end - self.totals.warm_up) as f64
    }

    /// What an order costs at least when its kit is complete at `time` or later, apart from what it surely costs.
    fn cost_of_wait(&self, waits: &Waits<'_>, time: i64, charges: &[Charge]) -> f64 {
        let (order, totals) = (waits.order, &self.totals);
        let ready = time.max(order.placed);
        let done = ready + waits.delay;
        let delivered = done + order.way;
        let window = (totals.end - totals.warm_up) as f64;
        let in_process = totals.clip(done) - totals.clip(ready);
        let prices = &self.tariff.sales[order.sale as usize];
        let flow = &totals.flows[order.flow as usize];
        let quantity = f64::from(order.quantity);
        let mut money = totals.clip(ready) as f64 * waits.kit + in_process as f64 * waits.wip;
        money += (totals.clip(delivered) - totals.clip(flow.backlog_from(order.placed))).max(0) as f64
            * prices.backlog
            * quantity;
        money /= window;
        if !totals.in_window(order.placed) {
            return money;
        }
        if done > order.placed {
            money += prices.late * quantity * TICKS_PER_UNIT as f64 / window;
        }
        let late = |charge: &&Charge| {
            charge.flows[order.flow as usize]
                && match charge.limit {
                    LateAfter::AtOnce => done > order.placed,
                    LateAfter::Due => flow.due.is_some_and(|due| delivered - order.placed > due),
                    LateAfter::Within(limit) => delivered - order.placed > limit,
                }
        };
        money + charges.iter().filter(late).map(|charge| charge.price).sum::<f64>()
    }
}

impl ItemTimes {
    /// When the last unit of a request is there with this stock, ticks; before all times for the initial stock.
    fn receipt(&self, request: usize, stock: u32) -> i64 {
        if self.reach != Reach::BaseStock {
            return self.last[request];
        }
        let unit = self.unit.get(request).map_or(request, |unit| *unit as usize);
        self.receipts.get(unit.wrapping_sub(stock as usize)).copied().unwrap_or(i64::MIN)
    }
}
