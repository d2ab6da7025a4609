//! Back: what the objective gains from a time goes from the orders to the receipts that set it, to the work orders and their
//! last parts, and so to every base stock.

use super::forward::Timing;
use super::item_flow::{ItemFlow, SERVER};
use super::relaxed::{Judged, Priced, RelaxedPath, Slopes, Weighed};
use crate::model::TICKS_PER_UNIT;
use crate::path::item_times::{NONE, Reach};
use crate::path::network::Step;

/// The window, and what a tick in it is worth.
#[derive(Clone, Copy, Debug)]
struct Window {
    from: f64,
    to: f64,
    /// Money counts so many times in the objective, per tick of the window.
    weight: f64,
}

impl Window {
    #[inline]
    fn clip(self, time: f64) -> f64 {
        time.clamp(self.from, self.to)
    }

    /// How much a clipped time moves with the time.
    #[inline]
    fn moves(self, time: f64) -> f64 {
        if time >= self.from && time < self.to { self.weight } else { 0.0 }
    }
}

impl RelaxedPath {
    /// Money, services and slopes at base stocks by item of the plan, which need not be whole.
    pub fn slopes(&mut self, stocks: &[f64], services: &[Priced], weighed: &Weighed<'_>) -> Slopes {
        self.forward(stocks, Timing::Relaxed);
        self.early();
        let span = self.totals.end - self.totals.warm_up;
        let window = Window {
            from: self.totals.warm_up as f64,
            to: self.totals.end as f64,
            weight: weighed.money / span as f64,
        };
        let mut found = Slopes { money: 0.0, judged: vec![0.0; services.len()], slopes: vec![0.0; self.items.len()] };
        self.clear();
        let mut paid = self.customers(services, weighed, window, &mut found.judged);
        for place in (0..self.steps.len()).rev() {
            match self.steps[place] {
                Step::Item(item) => {
                    paid += self.with(item, |own, items| {
                        let paid = own.receipts(stocks[item as usize], items, window, &mut found.slopes[item as usize]);
                        own.hand_back(items, window);
                        paid
                    });
                }
                Step::Station(number) => {
                    let station = std::mem::take(&mut self.stations[number as usize]);
                    for item in &station.made {
                        let (stock, slope) = (stocks[*item as usize], &mut found.slopes[*item as usize]);
                        paid += self.with(*item, |own, items| own.receipts(stock, items, window, slope));
                    }
                    station.hand_back(&mut self.items);
                    station.made.iter().for_each(|item| self.with(*item, |own, items| own.hand_back(items, window)));
                    self.stations[number as usize] = station;
                }
            }
        }
        for (item, own) in self.items.iter().enumerate().filter(|(_, own)| own.is_from_stock()) {
            found.slopes[item] += weighed.money * own.holding;
            paid += own.holding * stocks[item] * span as f64;
        }
        found.money = paid / span as f64;
        found
    }

    /// Pegged items as if their parts could be used before they are asked for.
    fn early(&mut self) {
        for place in 0..self.steps.len() {
            match self.steps[place] {
                Step::Item(item) => self.hand_over_early(item),
                Step::Station(station) => {
                    let made = std::mem::take(&mut self.stations[station as usize].made);
                    made.iter().for_each(|item| self.hand_over_early(*item));
                    self.stations[station as usize].made = made;
                }
            }
        }
    }

    fn hand_over_early(&mut self, item: u32) {
        if !self.items[item as usize].is_from_stock() {
            self.with(item, |own, items| own.hand_over_early(items));
        }
    }

    fn clear(&mut self) {
        for item in &mut self.items {
            item.pull.iter_mut().for_each(|pull| *pull = 0.0);
            item.nudge.iter_mut().for_each(|nudge| *nudge = 0.0);
        }
    }

    /// What customers' orders cost and how late they are, with the slopes in their times.
    fn customers(&mut self, services: &[Priced], weighed: &Weighed<'_>, window: Window, judged: &mut [f64]) -> f64 {
        let mut paid = 0.0;
        for number in 0..self.orders.len() {
            let order = self.orders[number];
            let request = order.request as usize;
            let own = &self.items[order.item as usize];
            let (placed, way, quantity) = (order.placed as f64, order.way as f64, f64::from(order.quantity));
            let (known, early) = (own.time[request], own.early(request));
            let done = known.max(placed);
            let prices = &self.tariff.sales[order.sale as usize];
            let (mut pull, mut nudge) = (0.0, 0.0);
            let holding = own.holding * quantity;
            paid += holding * window.clip(done);
            pull += holding * window.moves(done);
            let from = window.clip(self.totals.flows[order.flow as usize].backlog_from(order.placed) as f64);
            let waited = window.clip(done + way) - from;
            if waited > 0.0 {
                paid += prices.backlog * quantity * waited;
                pull += prices.backlog * quantity * window.moves(done + way);
            }
            if prices.late != 0.0 && self.totals.in_window(order.placed) {
                let price = prices.late * quantity * TICKS_PER_UNIT as f64;
                let (late, slope) = self.late(early - placed, weighed.width);
                paid += price * late;
                nudge += price * window.weight * slope;
            }
            for ((priced, sum), price) in services.iter().zip(&mut *judged).zip(weighed.prices) {
                if !self.counts(priced, &order) {
                    continue;
                }
                match priced.judged {
                    Judged::Response => {
                        *sum += (done + way - placed) / TICKS_PER_UNIT as f64;
                        pull += price / TICKS_PER_UNIT as f64;
                    }
                    Judged::Late(limit) => {
                        let over = early - placed - self.patience(limit, &order) as f64;
                        let (late, slope) = self.late(over, weighed.width);
                        *sum += late;
                        nudge += price * slope;
                    }
                }
            }
            let own = &mut self.items[order.item as usize];
            own.pull[request] = if known > placed { pull } else { 0.0 };
            own.nudge[request] = nudge;
        }
        paid
    }

    /// How much an order is late that is over its limit by so many ticks, and the slope of that: on time at the limit, late
    /// one step of the clock behind it.
    #[inline]
    fn late(&self, over: f64, width: f64) -> (f64, f64) {
        let late = 1.0 / (1.0 + libm::exp(-((over - self.lattice as f64 / 2.0) / width).clamp(-40.0, 40.0)));
        (late, late * (1.0 - late) / width)
    }
}

impl ItemFlow {
    /// What its replenishments cost; notes what is gained from the time of each, and adds the slope in its base stock.
    fn receipts(&mut self, stock: f64, items: &[ItemFlow], window: Window, slope: &mut f64) -> f64 {
        match self.reach {
            Reach::BaseStock => *slope += self.served_by_stock(stock),
            Reach::Own if self.bought => {}
            Reach::Own => {
                self.gain.copy_from_slice(&self.pull);
                self.urge.copy_from_slice(&self.nudge);
            }
            Reach::Pieces => self.last_pieces(items),
        }
        if self.bought {
            let received = self.received.iter().enumerate();
            return -received.map(|(n, time)| self.holding * self.size_of(n) * window.clip(*time)).sum::<f64>();
        }
        let mut paid = 0.0;
        for work in 0..self.delay.len() {
            let (ready, received) = (self.ready[work], self.received[work]);
            let (size, (kit, extra)) = (self.size_of(work), self.kit(work));
            let process = self.wip * size + extra;
            paid += kit * window.clip(ready) + process * (window.clip(received) - window.clip(ready))
                - self.holding * size * window.clip(received);
            self.gain[work] += (process - self.holding * size) * window.moves(received);
        }
        paid
    }

    fn served_by_stock(&mut self, stock: f64) -> f64 {
        self.gain.iter_mut().for_each(|gain| *gain = 0.0);
        let (mut slope, mut next) = (0.0, 0);
        for request in 0..self.asked.len() {
            let gain = self.pull[request] + self.nudge[request];
            if gain == 0.0 {
                continue;
            }
            let place = self.place(request, stock);
            next = self.reach(next, place);
            let between = self.between(next, place).1;
            let halved = if self.units_of(request) > stock { 0.5 } else { 1.0 };
            slope -= gain * between.slope * halved;
            if !self.bought {
                self.gain[self.receipts[between.next].1 as usize] += gain * between.part;
                if between.next > 0 {
                    self.gain[self.receipts[between.next - 1].1 as usize] += gain * (1.0 - between.part);
                }
            }
        }
        slope
    }

    /// Of the pieces of a request the last one counts; of those that are last together the first.
    fn last_pieces(&mut self, items: &[ItemFlow]) {
        let mut passed = (None, None);
        for work in 0..self.delay.len() {
            let request = self.owner_of(work);
            let early = self.early_ready(work, items) + self.delay[work] as f64;
            let (is_last, would_be) = (self.received[work] == self.time[request], early == self.early[request]);
            (self.gain[work], self.urge[work]) = (0.0, 0.0);
            if is_last && passed.0 != Some(request) {
                (self.gain[work], passed.0) = (self.pull[request], Some(request));
            }
            if would_be && passed.1 != Some(request) {
                (self.urge[work], passed.1) = (self.nudge[request], Some(request));
            }
        }
    }

    /// Hands what its work orders gain on to their last parts.
    fn hand_back(&self, items: &mut [ItemFlow], window: Window) {
        for (work, last) in self.last.iter().enumerate() {
            let (size, (kit, extra)) = (self.size_of(work), self.kit(work));
            let gain = self.gain[work] + (kit - self.wip * size - extra) * window.moves(self.ready[work]);
            if *last != NONE {
                let (part, request) = self.lines_of(work)[*last as usize];
                items[part as usize].pull[request as usize] += gain;
            }
        }
        for (work, urge) in self.urge.iter().enumerate().filter(|(_, urge)| **urge != 0.0) {
            if self.last_early[work] < SERVER {
                let (part, request) = self.lines_of(work)[self.last_early[work] as usize];
                items[part as usize].nudge[request as usize] += urge;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Orders at 1, 2, 3, 4 for 2, 1, 3, 2 units, with a lead time of 3.
    fn four_orders() -> ItemFlow {
        let mut item = ItemFlow {
            asked: vec![1, 2, 3, 4],
            units: vec![2.0, 3.0, 6.0, 8.0],
            bought: true,
            time: vec![0.0; 4],
            pull: vec![0.0; 4],
            nudge: vec![0.0; 4],
            receipts: vec![(4.0, 0), (5.0, 1), (6.0, 2), (7.0, 3)],
            middles: vec![0.0; 4],
            ..ItemFlow::nothing()
        };
        item.lay_out();
        item
    }

    fn waits(item: &ItemFlow) -> Vec<f64> {
        item.time.iter().zip(&item.asked).map(|(time, asked)| (time - *asked as f64).max(0.0)).collect()
    }

    #[test]
    fn the_waits_of_four_orders_and_their_slope_by_hand() {
        let mut item = four_orders();
        assert_eq!(item.middles, [1.0, 2.5, 4.5, 7.0]);
        item.serve_relaxed(4.0);
        // The third order is at place 2, the fourth at 4.
        let by_hand = [0.0, 0.0, 4.0 + 1.0 / 1.5 - 3.0, 5.0 + 1.5 / 2.0 - 4.0];
        assert!(waits(&item).iter().zip(by_hand).all(|(wait, by_hand)| (wait - by_hand).abs() < 1e-12), "{item:?}");
        item.pull = waits(&item).iter().map(|wait| f64::from(u8::from(*wait > 0.0))).collect();
        let slope = item.served_by_stock(4.0);
        assert!((slope - (-1.0 / 1.5 - 0.5)).abs() < 1e-12, "{slope}");
    }

    /// A whole stock is a corner, that of nothing and that of the first unit as well: its slope is that of a little more.
    #[test]
    fn at_a_whole_stock_the_slope_is_that_of_more() {
        for stock in 0..=8 {
            let (stock, step) = (f64::from(stock), 1e-6);
            let mut item = four_orders();
            item.serve_relaxed(stock + step);
            let more: f64 = waits(&item).iter().sum();
            item.serve_relaxed(stock);
            let own = waits(&item);
            item.pull = own.iter().map(|wait| f64::from(u8::from(*wait > 0.0))).collect();
            let (slope, difference) = (item.served_by_stock(stock), (more - own.iter().sum::<f64>()) / step);
            assert!((slope - difference).abs() < 1e-5, "{stock}: {slope} and not {difference}");
        }
    }

    #[test]
    fn whole_units_wait_as_counted_by_hand() {
        for (stock, wait) in [(3.0, 4.0), (4.0, 3.0), (5.0, 2.0)] {
            let mut item = four_orders();
            item.serve_exactly(stock);
            assert_eq!(waits(&item).iter().sum::<f64>(), wait, "{stock}");
        }
    }
}
