//! The order table: one row per order of the cohort (`report.orders = true`).

use super::customer_names::CustomerNames;
use crate::engine::{Observer, Order, Simulator};
use crate::model::{Model, TICKS_PER_UNIT};
use crate::plan::{NOT_PROMISED, Plan};
use crate::results::OrderRow;

/// Listens for orders and keeps a row of each of the window.
#[derive(Debug)]
pub struct OrderLog<'a> {
    model: &'a Model,
    plan: &'a Plan,
    replication: u32,
    customers: CustomerNames<'a>,
    rows: Vec<OrderRow>,
}

/// The order table of one replication of a strategy.
#[must_use]
pub fn orders(model: &Model, strategy: usize, replication: u32) -> Vec<OrderRow> {
    let model = model.under(strategy);
    let plan = Plan::new(model, strategy);
    let mut log = OrderLog::new(model, &plan, replication);
    Simulator::new(&plan).run(&plan.levels(), replication, &[], &mut log);
    log.into_rows()
}

impl<'a> OrderLog<'a> {
    /// An empty log of one replication.
    #[must_use]
    pub fn new(model: &'a Model, plan: &'a Plan, replication: u32) -> OrderLog<'a> {
        OrderLog { model, plan, replication, customers: CustomerNames::new(plan, replication), rows: Vec::new() }
    }

    /// The rows, in order of placement, then demand and number.
    #[must_use]
    pub fn into_rows(mut self) -> Vec<OrderRow> {
        self.rows.sort_by(|a, b| {
            (a.placed.total_cmp(&b.placed)).then_with(|| a.demand.cmp(&b.demand)).then(a.number.cmp(&b.number))
        });
        self.rows
    }

    /// What was asked for; what was given in its place may be another item.
    fn product(&self, order: &Order) -> &'a str {
        let (item, asked) = (&self.plan.items[order.item as usize], self.plan.flows[order.flow as usize].product);
        if item.origin == asked { &item.name } else { &self.model.item(asked).name }
    }

    fn add(&mut self, order: &Order, outcome: &str, blocking: &[u32]) {
        if order.placed < self.plan.warm_up || order.placed >= self.plan.end {
            return;
        }
        let delivered = outcome == "delivered";
        let demand = &self.model.demands[self.plan.flows[order.flow as usize].origin as usize];
        let name = |item: &u32| self.plan.items[*item as usize].name.as_str();
        let time = |ticks: i64| delivered.then(|| units(ticks));
        self.rows.push(OrderRow {
            strategy: self.model.strategies[self.plan.strategy].name.clone(),
            replication: self.replication,
            demand: demand.name.clone(),
            number: order.number,
            product: self.product(order).into(),
            class: demand.class.clone(),
            customer: self.customers.of(order).into(),
            quantity: (order.quantity + order.lost) as u64,
            lost: order.lost as u64,
            placed: units(order.placed),
            parts_ready: time(order.kitted_at),
            start: time(order.start),
            delivered: time(order.delivered),
            blocking_part: blocking.iter().map(name).collect::<Vec<_>>().join(" "),
            lateness: (delivered && order.due != NOT_PROMISED)
                .then(|| units(order.delivered - order.placed - order.due)),
            outcome: outcome.into(),
        });
    }
}

/// Ticks in time units.
fn units(ticks: i64) -> f64 {
    ticks as f64 / TICKS_PER_UNIT as f64
}

impl Observer for OrderLog<'_> {
    fn completed(&mut self, _now: i64, order: &Order, blocking: &[u32]) {
        self.add(order, "delivered", blocking);
    }

    fn lost(&mut self, _now: i64, order: &Order) {
        if order.quantity == 0 {
            self.add(order, "lost", &[]);
        }
    }

    fn declined(&mut self, _now: i64, order: &Order) {
        self.add(order, "declined", &[]);
    }

    fn left(&mut self, _now: i64, order: &Order) {
        self.add(order, "left", &[]);
    }

    fn censored(&mut self, _now: i64, order: &Order) {
        self.add(order, "censored", &[]);
    }
}
