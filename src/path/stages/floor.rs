//! What no vector can cost less than, where orders wait for bought parts alone.
//!
//! An order is complete when its last part is there, and what it costs rises with that time. So it costs at least what it
//! would if it waited for one of its parts only, whichever that is; choose for each order the part that is nearest to
//! being its last at the vector the path stands at. What is left is a sum with one term per item, and the least of each
//! term is found by going through its stocks. The bound is exact for orders of one part, and near where one part is late
//! at a time.

use super::{ItemTimes, KeptOrder, Reach, SamplePath};
use crate::model::TICKS_PER_UNIT;

/// A price on orders that are late.
#[derive(Clone, Debug, PartialEq)]
pub struct Charge {
    /// By flow of the plan: whether its orders count.
    pub flows: Vec<bool>,
    pub limit: Limit,
    /// Per order of the window that is late, money per time unit.
    pub price: f64,
}

/// When an order is late.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// After a wait of any length, delivery time apart.
    AtOnce,
    /// After its due time.
    Due,
    /// A response above this, ticks.
    Within(i64),
}

/// Stocks of one item that a floor is asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    pub item: u32,
    /// The least stock there may be.
    pub least: u32,
    pub stocks: Vec<u32>,
}

/// A sum that no vector is below: what does not depend on stock, and by span and stock what waiting costs at least. To
/// that comes the holding cost of the base stocks, as if all of it always lay there.
#[derive(Clone, Debug, PartialEq)]
pub struct Floor {
    pub fixed: f64,
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
    /// The floor of the cost, with charges, over stocks of items. `None` where orders wait for more than bought parts.
    #[must_use]
    pub fn floor(&self, charges: &[Charge], spans: &[Span]) -> Option<Floor> {
        let mut place = vec![usize::MAX; self.items.len()];
        spans.iter().enumerate().for_each(|(number, span)| place[span.item as usize] = number);
        let least: Vec<u32> = (0..self.items.len())
            .map(|item| spans.get(place[item]).map_or(self.items[item].stock, |span| span.least))
            .collect();
        let mut fixed = self.rates.fixed + self.shelves(&place);
        let mut own: Vec<Vec<(usize, Waits<'_>)>> = spans.iter().map(|_| Vec::new()).collect();
        for number in 0..self.orders.len() {
            let waits = self.waits(number)?;
            fixed += self.surely(&waits, &least);
            let last = waits.lines.iter().map(|(item, request)| {
                let stage = &self.items[*item as usize];
                (stage.receipt(*request as usize, stage.stock), *item as usize, *request as usize)
            });
            // The first of equal ones.
            let last = last.reduce(|best, next| if next.0 > best.0 { next } else { best });
            match last {
                Some((_, item, request)) if place[item] != usize::MAX => own[place[item]].push((request, waits)),
                Some((time, ..)) => fixed += self.toll(&waits, time, charges),
                None => fixed += self.toll(&waits, waits.order.placed, charges),
            }
        }
        let waiting = spans.iter().zip(own).map(|(span, orders)| {
            let stage = &self.items[span.item as usize];
            let at = |stock: &u32| {
                let tolls =
                    orders.iter().map(|(request, waits)| self.toll(waits, stage.receipt(*request, *stock), charges));
                tolls.sum()
            };
            span.stocks.iter().map(at).collect()
        });
        let waiting = waiting.collect();
        Some(Floor { fixed, waiting })
    }

    /// What shelves cost beside the base stocks that may change, as if nothing ever left them.
    fn shelves(&self, place: &[usize]) -> f64 {
        let window = (self.books.end - self.books.warm_up) as f64;
        let bought = self.items.iter().enumerate().filter(|(_, stage)| stage.finish.is_empty());
        let cost = bought.map(|(item, stage)| {
            let stock = if place[item] == usize::MAX { f64::from(stage.stock) } else { 0.0 };
            self.rates.holding[item].0 * (stock - self.books.items[item].received as f64 / window)
        });
        cost.sum()
    }

    /// What an order waits for; `None` if that is more than bought parts, or if it could be cheaper to wait.
    fn waits(&self, number: usize) -> Option<Waits<'_>> {
        let order = &self.orders[number];
        let (item, request) = (order.item as usize, order.request as usize);
        let stage = &self.items[item];
        let (holding, wip) = self.rates.holding[item];
        if order.apart {
            return None;
        }
        if stage.finish.is_empty() {
            let kit = holding * f64::from(order.quantity);
            let lines = &self.selves[number..=number];
            return Some(Waits { order, lines, delay: 0, kit, wip: 0.0, making: 0.0 });
        }
        if stage.reach != Reach::Own || self.stations.iter().any(|line| line.makes(order.item)) {
            return None;
        }
        let lines = stage.lines_of(request);
        if lines.iter().any(|(part, _)| !self.items[*part as usize].finish.is_empty()) {
            return None;
        }
        let (weight, (process, setup)) = (stage.weights[request], self.rates.making[item]);
        let kit = weight.kit as f64 / self.rates.grain;
        let wip = wip * weight.size as f64 + weight.extra as f64 / self.rates.grain;
        let making = process * weight.size as f64 + setup;
        (wip <= kit * (1.0 + 1e-9)).then_some(Waits { order, lines, delay: stage.delay[request], kit, wip, making })
    }

    /// What counts for an order by events, if they lie in the window at every stock: per time unit.
    fn surely(&self, waits: &Waits<'_>, least: &[u32]) -> f64 {
        let first = waits.order.placed;
        let latest = waits
            .lines
            .iter()
            .map(|(item, request)| self.items[*item as usize].receipt(*request as usize, least[*item as usize]));
        let latest = latest.fold(first, i64::max);
        let sure = |after: i64| self.books.in_window(first + after) && self.books.in_window(latest + after);
        let (_, _, delivery) = self.rates.serving[waits.order.flow as usize];
        let money = if sure(0) { waits.making } else { 0.0 } + if sure(waits.delay) { delivery } else { 0.0 };
        money * TICKS_PER_UNIT as f64 / (self.books.end - self.books.warm_up) as f64
    }

    /// What an order costs at least when its kit is complete at `time` or later, apart from what it surely costs.
    fn toll(&self, waits: &Waits<'_>, time: i64, charges: &[Charge]) -> f64 {
        let (order, books) = (waits.order, &self.books);
        let ready = time.max(order.placed);
        let done = ready + waits.delay;
        let delivered = done + order.way;
        let window = (books.end - books.warm_up) as f64;
        let in_process = books.clip(done) - books.clip(ready);
        let (rate, once, _) = self.rates.serving[order.flow as usize];
        let flow = &books.flows[order.flow as usize];
        let quantity = f64::from(order.quantity);
        let mut money = books.clip(ready) as f64 * waits.kit + in_process as f64 * waits.wip;
        money += (books.clip(delivered) - books.clip(flow.owed_from(order.placed))).max(0) as f64 * rate * quantity;
        money /= window;
        if !books.in_window(order.placed) {
            return money;
        }
        if done > order.placed {
            money += once * quantity * TICKS_PER_UNIT as f64 / window;
        }
        let late = |charge: &&Charge| {
            charge.flows[order.flow as usize]
                && match charge.limit {
                    Limit::AtOnce => done > order.placed,
                    Limit::Due => flow.due.is_some_and(|due| delivered - order.placed > due),
                    Limit::Within(limit) => delivered - order.placed > limit,
                }
        };
        money + charges.iter().filter(late).map(|charge| charge.price).sum::<f64>()
    }
}

impl ItemTimes {
    /// When the last unit of a request is there with this stock, ticks; before all times for the initial stock.
    fn receipt(&self, request: usize, stock: u32) -> i64 {
        if self.reach != Reach::Shelf {
            return self.last[request];
        }
        let unit = self.unit.get(request).map_or(request, |unit| *unit as usize);
        self.receipts.get(unit.wrapping_sub(stock as usize)).copied().unwrap_or(i64::MIN)
    }
}
