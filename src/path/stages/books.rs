//! What a replication comes to, as integers that follow every move, and the money made of them.

use super::KeptOrder;
use crate::model::{After, Model, Supply, TICKS_PER_UNIT};
use crate::plan::Plan;

/// Sums of one item inside the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct ItemSums {
    /// Units times the clipped time they were received, and handed to customers, ticks.
    pub received: i128,
    pub left: i128,
    /// Unit·ticks in process.
    pub wip: i128,
    /// Holding rates of the kits of its work orders times the clipped time they were complete; and of chosen and
    /// optional parts times their time in process, grains·ticks.
    kits: i128,
    extras: i128,
    started: i64,
    jobs: i64,
}

/// What a work order is worth: units made, and holding rates of its kit, and of the chosen and optional parts in it
/// that count in process, grains.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Weight {
    pub size: i64,
    pub kit: i64,
    pub extra: i64,
}

/// Sums of the orders of one demand for one product, those of the window (`orders` to `response`) and all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FlowSums {
    pub orders: i64,
    /// Of them, those with a wait of zero length (delivery time apart), and those in time.
    pub at_once: i64,
    pub on_time: i64,
    /// Of them, those within each window of the report.
    pub within: Vec<i64>,
    /// Their responses added up, ticks.
    pub response: i128,
    /// Unit·ticks owed inside the window, as the backorder cost counts them; and units that had to wait.
    pub(super) owed: i128,
    pub(super) late_units: i64,
    /// Orders handed over in the window; units that arrived in it.
    pub(super) delivered: i64,
    /// Money for what arrived in the window, in 2⁻³⁰ of the currency, so that it is exact under moves.
    pub(super) sold: i128,
    pub(super) due: Option<i64>,
    after_due: bool,
}

/// Parts of the currency that revenue is counted in.
pub(super) const GRAIN: f64 = 1_073_741_824.0;

impl FlowSums {
    pub(super) fn revenue(&self) -> f64 {
        self.sold as f64 / GRAIN
    }

    /// From when on an order that was placed then is owed, as the backorder cost counts it, ticks.
    pub(super) fn owed_from(&self, placed: i64) -> i64 {
        if self.after_due { placed + self.due.unwrap_or(0) } else { placed }
    }

    /// Whether its orders have a due time.
    #[must_use]
    pub fn is_due(&self) -> bool {
        self.due.is_some()
    }
}

impl ItemSums {
    #[inline]
    fn add(&mut self, other: &ItemSums, sign: i64) {
        let wide = i128::from(sign);
        self.received += wide * other.received;
        self.left += wide * other.left;
        self.wip += wide * other.wip;
        self.kits += wide * other.kits;
        self.extras += wide * other.extras;
        self.started += sign * other.started;
        self.jobs += sign * other.jobs;
    }
}

/// All sums.
#[derive(Clone, Debug)]
pub(super) struct Books {
    pub warm_up: i64,
    pub end: i64,
    pub items: Vec<ItemSums>,
    pub flows: Vec<FlowSums>,
    windows: Vec<i64>,
}

impl Books {
    pub fn new(model: &Model, plan: &Plan) -> Books {
        let windows: Vec<i64> = model.report.windows.iter().map(|window| window.length.0).collect();
        let flow = |flow: &crate::plan::Flow| {
            let due = plan.demands[flow.demand as usize].due;
            let after_due = model.demands[flow.origin as usize].backorder.after == After::Due;
            FlowSums { within: vec![0; windows.len()], due, after_due, ..FlowSums::default() }
        };
        Books {
            warm_up: plan.warm_up,
            end: plan.end,
            items: vec![ItemSums::default(); plan.items.len()],
            flows: plan.flows.iter().map(flow).collect(),
            windows,
        }
    }

    pub fn clear(&mut self) {
        self.items.fill(ItemSums::default());
        for flow in &mut self.flows {
            *flow = FlowSums {
                within: vec![0; self.windows.len()],
                due: flow.due,
                after_due: flow.after_due,
                ..FlowSums::default()
            };
        }
    }

    #[inline]
    pub fn clip(&self, time: i64) -> i64 {
        time.clamp(self.warm_up, self.end)
    }

    #[inline]
    pub fn in_window(&self, time: i64) -> bool {
        time >= self.warm_up && time < self.end
    }

    /// What lies on shelves, free or committed, comes to `S H + left − received`, units that leave with a kit at the
    /// time it is complete: the rates of a kit stand for all its parts.
    #[inline]
    fn work(&self, weight: Weight, [ready, start, finish]: [i64; 3]) -> ItemSums {
        let (ready, finish) = (self.clip(ready), self.clip(finish));
        let started = i64::from(self.in_window(start));
        let wide = |one: i64, other: i64| i128::from(one) * i128::from(other);
        ItemSums {
            received: wide(finish, weight.size),
            left: 0,
            wip: wide(finish - ready, weight.size),
            kits: wide(ready, weight.kit),
            extras: wide(finish - ready, weight.extra),
            started: started * weight.size,
            jobs: started,
        }
    }

    /// Adds a work order with these times: ready, start, finish.
    pub fn add_work(&mut self, item: usize, weight: Weight, times: [i64; 3]) {
        let sums = self.work(weight, times);
        self.items[item].add(&sums, 1);
    }

    /// Gives a work order other times.
    #[inline]
    pub fn move_work(&mut self, item: usize, weight: Weight, old: [i64; 3], new: [i64; 3]) {
        let (before, after) = (self.work(weight, old), self.work(weight, new));
        let own = &mut self.items[item];
        own.add(&after, 1);
        own.add(&before, -1);
    }

    /// Adds (or takes away) what an order comes to that has all its units at `done`.
    #[inline]
    pub fn order(&mut self, order: &KeptOrder, done: i64, sign: i64) {
        self.leave(order, i64::from(order.quantity), done, sign);
        self.complete(order, done, sign);
    }

    /// Adds (or takes away) what some units of an order come to that leave together.
    #[inline]
    pub fn leave(&mut self, order: &KeptOrder, units: i64, when: i64, sign: i64) {
        let all = i64::from(order.quantity);
        self.items[order.item as usize].left += i128::from(self.clip(when)) * i128::from(sign * units);
        let delivered = when + order.way;
        let (clipped, arrived) = (self.clip(delivered), self.in_window(delivered));
        let inside = self.in_window(order.placed);
        let flow = &mut self.flows[order.flow as usize];
        let from = flow.owed_from(order.placed).clamp(self.warm_up, self.end);
        flow.owed += i128::from((clipped - from).max(0)) * i128::from(sign * units);
        if arrived {
            let price = if units == all { order.price } else { order.price / all * units };
            flow.sold += i128::from(sign) * i128::from(price);
        }
        if inside {
            flow.late_units += sign * i64::from(when > order.placed) * units;
        }
    }

    /// Adds (or takes away) what an order as a whole comes to that has its last unit at `done`.
    #[inline]
    pub fn complete(&mut self, order: &KeptOrder, done: i64, sign: i64) {
        let (inside, handed) = (self.in_window(order.placed), self.in_window(done));
        let flow = &mut self.flows[order.flow as usize];
        flow.delivered += sign * i64::from(handed);
        if !inside {
            return;
        }
        let response = done + order.way - order.placed;
        flow.orders += sign;
        flow.at_once += sign * i64::from(done == order.placed);
        flow.on_time += sign * i64::from(flow.due.is_some_and(|due| response <= due));
        for (count, window) in flow.within.iter_mut().zip(&self.windows) {
            *count += sign * i64::from(response <= *window);
        }
        flow.response += i128::from(sign) * i128::from(response);
    }
}

/// Prices, per unit and time unit or per event.
#[derive(Clone, Debug)]
pub(super) struct Rates {
    /// By item: holding, and holding in process.
    pub holding: Vec<(f64, f64)>,
    /// By item: per unit started, per job started.
    pub making: Vec<(f64, f64)>,
    /// By item: per unit bought, per purchase, per unit on order and time unit.
    pub buying: Vec<(f64, f64, f64)>,
    /// By flow: per unit owed and time unit, per unit that had to wait, per order delivered.
    pub serving: Vec<(f64, f64, f64)>,
    /// What does not depend on stock, per time unit.
    pub fixed: f64,
    /// Grains of the weights in one unit of currency.
    pub grain: f64,
}

impl Rates {
    pub fn new(model: &Model, plan: &Plan) -> Rates {
        let supply = |item: &crate::plan::PlanItem| &model.item(item.origin).supply;
        let making = |item| match supply(item) {
            Supply::Make(make) => (make.cost, make.setup_cost),
            Supply::Buy(_) => (0.0, 0.0),
        };
        let buying = |item| match supply(item) {
            Supply::Buy(buy) => (buy.cost, buy.order_cost, buy.holding_cost),
            Supply::Make(_) => (0.0, 0.0, 0.0),
        };
        let serving = |flow: &crate::plan::Flow| {
            let demand = &model.demands[flow.origin as usize];
            (demand.backorder.rate, demand.backorder.once, demand.delivery.cost)
        };
        Rates {
            holding: plan.items.iter().map(|item| (item.holding, item.wip_holding)).collect(),
            making: plan.items.iter().map(making).collect(),
            buying: plan.items.iter().map(buying).collect(),
            serving: plan.flows.iter().map(serving).collect(),
            fixed: 0.0,
            grain: 1.0,
        }
    }

    /// Cost per time unit.
    pub fn cost(&self, books: &Books, stocks: impl Iterator<Item = u32>) -> f64 {
        let length = books.end - books.warm_up;
        let (horizon, window) = (length as f64, length as f64 / TICKS_PER_UNIT as f64);
        let mut cost = self.fixed;
        for ((sums, stock), ((holding, wip), (process, setup))) in
            books.items.iter().zip(stocks).zip(self.holding.iter().zip(&self.making))
        {
            let shelf = i128::from(stock) * i128::from(length) + sums.left - sums.received;
            cost += shelf as f64 / horizon * holding + sums.wip as f64 / horizon * wip;
            cost += (sums.kits + sums.extras) as f64 / horizon / self.grain;
            cost += (sums.started as f64 * process + sums.jobs as f64 * setup) / window;
        }
        for (flow, (owed, once, delivery)) in books.flows.iter().zip(&self.serving) {
            cost += flow.owed as f64 / horizon * owed;
            cost += (flow.late_units as f64 * once + flow.delivered as f64 * delivery) / window;
        }
        cost
    }
}
