//! What is counted for customer orders: one cell per (demand, product), added up for products, classes and the system.

use super::dealings::{Dealings, DealingsInUse};
use super::meter::{add_square, span};
use crate::engine::Order;
use crate::plan::{Flow, Plan};
use crate::stats::Sketch;

/// Orders of one flow, or the sum of several. Times in ticks.
#[derive(Clone, Debug, Default)]
pub struct OrderCell {
    /// The cohort: orders placed in the window.
    pub placed: u64,
    pub delivered: u64,
    pub lost: u64,
    pub left: u64,
    pub censored: u64,
    pub at_once: u64,
    /// Orders that need a held item, and those for which all were free at once.
    pub needing: u64,
    pub parts_at_once: u64,
    /// Orders with a due time, and those delivered by it.
    pub due: u64,
    pub on_time: u64,
    /// Delivered within each window of the report.
    pub within: Vec<u64>,
    pub response: i128,
    pub response_squares: u128,
    pub wait_parts: i128,
    pub wait_station: i128,
    pub process: i128,
    pub delivery: i128,
    pub wait_held: i128,
    /// Delivered orders that need a held item.
    pub held_delivered: u64,
    /// Order·ticks between placement and delivery inside the window, over all orders.
    pub open: i128,
    pub responses: Sketch,
    /// What customers did beside waiting.
    pub dealings: Dealings,
}

/// A cell for each flow, with the rules of its customers.
pub fn cells(plan: &Plan, windows: usize) -> Vec<OrderCell> {
    let one = |flow: &Flow| {
        let mut cell = OrderCell::new(windows);
        if let Some(rules) = plan.demands[flow.demand as usize].customers.as_deref() {
            cell.dealings.in_use = DealingsInUse {
                substitutes: rules.substitutes.is_some(),
                quotes: rules.quote.is_some(),
                returns: rules.returns.is_some(),
            };
        }
        cell
    };
    plan.flows.iter().map(one).collect()
}

impl OrderCell {
    /// An empty cell for `windows` windows.
    pub fn new(windows: usize) -> OrderCell {
        OrderCell { within: vec![0; windows], ..OrderCell::default() }
    }

    /// Empties the cell, keeping its memory.
    pub fn clear(&mut self) {
        let mut within = std::mem::take(&mut self.within);
        let mut responses = std::mem::take(&mut self.responses);
        within.fill(0);
        responses.clear();
        let dealings = Dealings { in_use: self.dealings.in_use, ..Dealings::default() };
        *self = OrderCell { within, responses, dealings, ..OrderCell::default() };
    }

    /// An order of the cohort was delivered; `lengths` are the report's windows.
    #[inline(always)]
    pub fn delivered(&mut self, order: &Order, needs_held: bool, lengths: &[i64]) {
        let response = order.delivered - order.placed;
        // What lost units is served, and yet not in full.
        let in_full = order.lost == 0;
        self.delivered += 1;
        self.at_once += u64::from(in_full && order.done == order.placed);
        // Without a promise none is within it.
        self.on_time += u64::from(in_full && response <= order.due);
        if needs_held {
            self.parts_at_once += u64::from(in_full && order.stocked_inputs_at == order.placed);
            self.held_delivered += 1;
            self.wait_held += span(order.stocked_inputs_at - order.placed);
        }
        // By place: where there is no window it is one comparison.
        for (place, length) in lengths.iter().enumerate() {
            self.within[place] += u64::from(in_full && response <= *length);
        }
        self.response += span(response);
        add_square(&mut self.response_squares, response);
        self.wait_parts += span(order.kitted_at - order.placed);
        self.wait_station += span(order.start - order.kitted_at);
        self.process += span(order.done - order.start);
        self.delivery += span(order.delivered - order.done);
        self.responses.add(response);
    }

    /// Adds another cell.
    pub fn merge(&mut self, other: &OrderCell) {
        self.placed += other.placed;
        self.delivered += other.delivered;
        self.lost += other.lost;
        self.left += other.left;
        self.censored += other.censored;
        self.at_once += other.at_once;
        self.needing += other.needing;
        self.parts_at_once += other.parts_at_once;
        self.due += other.due;
        self.on_time += other.on_time;
        for (sum, count) in self.within.iter_mut().zip(&other.within) {
            *sum += count;
        }
        self.response += other.response;
        self.response_squares = self.response_squares.saturating_add(other.response_squares);
        self.wait_parts += other.wait_parts;
        self.wait_station += other.wait_station;
        self.process += other.process;
        self.delivery += other.delivery;
        self.wait_held += other.wait_held;
        self.held_delivered += other.held_delivered;
        self.open += other.open;
        self.responses.merge(&other.responses);
        self.dealings.merge(&other.dealings);
    }
}
