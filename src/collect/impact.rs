//! What outages did to orders: the same ones compared, with outages and without.

use crate::costs::MoneyLines;
use crate::engine::Order;
use crate::model::{ItemId, Model};
use crate::plan::Plan;

/// How an order of the cohort ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// The customer has it, at this time, ticks.
    Delivered(i64),
    /// It was lost, its customer declined or left, or it was open when the run was over.
    Unserved,
}

/// An order of the cohort: whose it is, when it was placed, and how it ended.
#[derive(Clone, Copy, Debug)]
struct EndedOrder {
    flow: u32,
    number: u64,
    placed: i64,
    ending: Fate,
}

/// Money of the window, per time unit.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Books {
    pub cost: f64,
    pub revenue: f64,
    /// What customers owe, in the mean.
    pub receivable: f64,
    /// Carbon dioxide of purchases, process and deliveries, kg per time unit.
    pub carbon: [f64; 3],
}

impl Books {
    /// Of all together.
    pub fn of(money: &MoneyLines) -> Books {
        Books { cost: money.cost(), revenue: money.revenue, receivable: money.receivable, carbon: money.carbon }
    }
}

/// Orders of some flows against the same orders without outages.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ImpactCell {
    /// Delivered later, or not delivered only here.
    pub orders: u64,
    /// Ticks delivered later, over orders delivered in both runs.
    pub delay: i128,
    /// Of those delivered later: the first placement and the last delivery, ticks.
    pub late: Option<(i64, i64)>,
}

/// What one replication says of the impact of outages.
#[derive(Clone, Debug, Default)]
pub(super) struct Impact {
    /// How the orders of the replication ended; a run without outages says nothing else.
    ended: Vec<EndedOrder>,
    /// By flow of the plan.
    cells: Vec<ImpactCell>,
    /// Money without outages: of the system, and of each product.
    pub system: Books,
    pub products: Vec<(ItemId, Books)>,
    /// When the first outage begins, ticks.
    pub begins: i64,
}

impl Impact {
    /// Nothing yet, of a plan that is compared with a run without outages.
    pub fn of(model: &Model, plan: &Plan) -> Option<Box<Impact>> {
        plan.without_outages.as_ref()?;
        let begins = model.first_outage().map_or(0, |(begins, _)| begins);
        Some(Box::new(Impact { begins, ..Impact::default() }))
    }

    /// A replication begins.
    pub fn clear(&mut self) {
        self.ended.clear();
        self.cells.clear();
    }

    /// An order of the cohort ended.
    pub fn end(&mut self, order: &Order, ending: Fate) {
        self.ended.push(EndedOrder { flow: order.flow, number: order.number, placed: order.placed, ending });
    }

    fn sort(&mut self) {
        self.ended.sort_unstable_by_key(|order| (order.flow, order.number));
    }

    /// Compares order by order; both have the same ones, as customers are the same.
    pub fn compare(&mut self, twin: &mut Impact, flows: usize) {
        self.sort();
        twin.sort();
        debug_assert_eq!(self.ended.len(), twin.ended.len(), "the same customers");
        self.cells.clear();
        self.cells.resize(flows, ImpactCell::default());
        for (here, there) in self.ended.iter().zip(&twin.ended) {
            debug_assert_eq!((here.flow, here.number), (there.flow, there.number));
            self.cells[here.flow as usize].add(here, there.ending);
        }
    }

    pub fn sum(&self, flows: impl Iterator<Item = usize>) -> ImpactCell {
        flows.filter_map(|flow| self.cells.get(flow)).fold(ImpactCell::default(), ImpactCell::with)
    }
}

impl ImpactCell {
    fn add(&mut self, here: &EndedOrder, without: Fate) {
        match (here.ending, without) {
            (Fate::Delivered(at), Fate::Delivered(before)) => {
                self.delay += i128::from(at - before);
                if at > before {
                    self.orders += 1;
                    let (first, last) = self.late.unwrap_or((here.placed, at));
                    self.late = Some((first.min(here.placed), last.max(at)));
                }
            }
            (Fate::Unserved, Fate::Delivered(_)) => self.orders += 1,
            (_, Fate::Unserved) => {}
        }
    }

    fn with(self, other: &ImpactCell) -> ImpactCell {
        let both = self.late.zip(other.late);
        let late = both.map(|(a, b)| (a.0.min(b.0), a.1.max(b.1))).or(self.late).or(other.late);
        ImpactCell { orders: self.orders + other.orders, delay: self.delay + other.delay, late }
    }
}
