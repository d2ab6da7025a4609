//! What a sample path comes to, as integers that follow every move.

use super::item_times::{KeptOrder, WorkWeight};
use crate::costs::{ItemTotals, Tariff, Totals, grace};
use crate::model::Model;
use crate::plan::Plan;

/// Totals of the orders of one demand for one product that were placed in the window.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FlowTotals {
    /// Orders of the window.
    pub orders: i64,
    /// Of them, those with a wait of zero length (delivery time apart), and those in time.
    pub at_once: i64,
    /// Those delivered in time.
    pub on_time: i64,
    /// Of them, those within each window of the report.
    pub within: Vec<i64>,
    /// Their responses added up, ticks.
    pub response: i128,
    pub(super) due: Option<i64>,
    /// Ticks after placement until the backorder cost runs.
    grace: i64,
}

impl FlowTotals {
    /// Whether its orders have a due time.
    #[must_use]
    pub fn is_due(&self) -> bool {
        self.due.is_some()
    }

    /// From when on the backorder cost of an order that was placed then runs, ticks.
    pub(super) fn backlog_from(&self, placed: i64) -> i64 {
        placed + self.grace
    }
}

/// All totals.
#[derive(Clone, Debug)]
pub(super) struct PathTotals {
    pub warm_up: i64,
    pub end: i64,
    pub paid: Totals,
    pub flows: Vec<FlowTotals>,
    windows: Vec<i64>,
    /// Options of all orders that have some: place among the totals, and units.
    pub options: Vec<(u32, i64)>,
}

impl PathTotals {
    pub fn new(model: &Model, plan: &Plan, tariff: &Tariff) -> PathTotals {
        let windows: Vec<i64> = model.report.windows.iter().map(|window| window.length.0).collect();
        let flow = |flow: &crate::plan::Flow| FlowTotals {
            within: vec![0; windows.len()],
            due: plan.demands[flow.demand as usize].due,
            grace: grace(&model.demands[flow.origin as usize]),
            ..FlowTotals::default()
        };
        PathTotals {
            warm_up: plan.warm_up,
            end: plan.end,
            paid: tariff.nothing(),
            flows: plan.flows.iter().map(flow).collect(),
            windows,
            options: Vec::new(),
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

    /// The base stock of an item changes by so many units.
    ///
    /// Units in stock, free or committed, come to `S H + Σ left − Σ received`; those that leave with a kit do so when it is
    /// complete, and the rates of a kit stand for all its parts.
    pub fn stock(&mut self, item: usize, units: i64) {
        self.paid.items[item].free += i128::from(units) * i128::from(self.end - self.warm_up);
    }

    /// Adds units received, clipped unit·ticks.
    pub fn receive(&mut self, item: usize, units: i128) {
        self.paid.items[item].free -= units;
    }

    /// Adds a work order with these times: ready, start, finish.
    pub fn add_work(&mut self, item: usize, weight: WorkWeight, [ready, start, finish]: [i64; 3]) {
        let (ready, finish, started) = (self.clip(ready), self.clip(finish), self.in_window(start));
        work(&mut self.paid.items[item], weight, [ready, finish], i64::from(started));
    }

    /// Gives a work order other times.
    #[inline]
    pub fn move_work(&mut self, item: usize, weight: WorkWeight, old: [i64; 3], new: [i64; 3]) {
        let later = [new[0], new[2]].map(|time| self.clip(time));
        let before = [old[0], old[2]].map(|time| self.clip(time));
        let started = i64::from(self.in_window(new[1])) - i64::from(self.in_window(old[1]));
        work(&mut self.paid.items[item], weight, [later[0] - before[0], later[1] - before[1]], started);
    }

    /// Adds (or takes away) what an order comes to that has all its units at `done`.
    #[inline]
    pub fn order(&mut self, order: &KeptOrder, done: i64, sign: i64) {
        self.leave(order, i64::from(order.quantity), done, sign);
        self.complete(order, done, sign);
        let (from, to) = order.options;
        if from < to && self.in_window(done + order.way) {
            for (option, units) in &self.options[from as usize..to as usize] {
                self.paid.options[*option as usize] += sign * units;
            }
        }
    }

    /// Adds (or takes away) what some units of an order come to that leave together.
    #[inline]
    pub fn leave(&mut self, order: &KeptOrder, units: i64, when: i64, sign: i64) {
        let delivered = when + order.way;
        let (clipped, arrived) = (self.clip(delivered), self.in_window(delivered));
        let (left, inside) = (self.clip(when), self.in_window(order.placed));
        let from = self.clip(self.flows[order.flow as usize].backlog_from(order.placed));
        self.paid.items[order.item as usize].free += i128::from(left) * i128::from(sign * units);
        let sale = &mut self.paid.sales[order.sale as usize];
        sale.backlog += i128::from((clipped - from).max(0)) * i128::from(sign * units);
        sale.sold += sign * i64::from(arrived) * units;
        sale.late_units += sign * i64::from(inside && when > order.placed) * units;
    }

    /// Adds (or takes away) what an order as a whole comes to that has its last unit at `done`.
    #[inline]
    pub fn complete(&mut self, order: &KeptOrder, done: i64, sign: i64) {
        let (inside, handed_over) = (self.in_window(order.placed), self.in_window(done));
        self.paid.sales[order.sale as usize].handed_over += sign * i64::from(handed_over);
        if !inside {
            return;
        }
        let flow = &mut self.flows[order.flow as usize];
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

/// Adds a work order whose kit is complete and which is received at these clipped times; or, of two, their differences.
#[inline]
fn work(own: &mut ItemTotals, weight: WorkWeight, [ready, finish]: [i64; 2], started: i64) {
    let wide = |one: i64, other: i64| i128::from(one) * i128::from(other);
    own.free -= wide(finish, weight.size);
    own.wip += wide(finish - ready, weight.size);
    own.kits += wide(ready, weight.kit) + wide(finish - ready, weight.extra);
    own.units_started += started * weight.size;
    own.jobs_started += started;
}
