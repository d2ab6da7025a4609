//! What to put back after a trial.

use super::item_times::KeptOrder;
use super::station_queue::QueuePlace;
use super::totals::{FlowTotals, PathTotals};
use crate::costs::{ItemTotals, SaleTotals};

/// What to put back.
#[derive(Clone, Debug)]
pub(super) enum Undo {
    /// Item and its base stock.
    Stock(u32, u32),
    /// Item, request, when it had its last unit.
    Last(u32, u32, i64),
    /// Item, work order, and its times.
    Work(u32, u32, [i64; 3]),
    Receipts(u32, Vec<i64>),
    /// The work orders of a station, in their order.
    Places(u32, Vec<QueuePlace>),
    Item(u32, Box<ItemTotals>),
    Flow(u32, Box<FlowTotals>),
    Sale(u32, Box<SaleTotals>),
    Option(u32, i64),
}

/// What happened since a trial began.
#[derive(Clone, Debug, Default)]
pub(super) struct Undos {
    pub open: bool,
    pub entries: Vec<Undo>,
    /// By item, by flow and by sale: whether its totals are among the entries.
    items: Vec<bool>,
    flows: Vec<bool>,
    sales: Vec<bool>,
}

impl Undos {
    pub fn new(totals: &PathTotals) -> Undos {
        Undos {
            open: false,
            entries: Vec::new(),
            items: vec![false; totals.paid.items.len()],
            flows: vec![false; totals.flows.len()],
            sales: vec![false; totals.paid.sales.len()],
        }
    }

    #[inline]
    pub fn note(&mut self, undo: impl FnOnce() -> Undo) {
        if self.open {
            self.entries.push(undo());
        }
    }

    /// The totals of an item are about to change.
    #[inline]
    pub fn note_item(&mut self, totals: &PathTotals, item: usize) {
        if self.open && !self.items[item] {
            self.items[item] = true;
            self.entries.push(Undo::Item(item as u32, Box::new(totals.paid.items[item])));
        }
    }

    /// Those of an order are.
    #[inline]
    pub fn note_order(&mut self, totals: &PathTotals, order: &KeptOrder) {
        if !self.open {
            return;
        }
        self.note_item(totals, order.item as usize);
        let (flow, sale) = (order.flow as usize, order.sale as usize);
        if !self.flows[flow] {
            self.flows[flow] = true;
            self.entries.push(Undo::Flow(order.flow, Box::new(totals.flows[flow].clone())));
        }
        if !self.sales[sale] {
            self.sales[sale] = true;
            self.entries.push(Undo::Sale(order.sale, Box::new(totals.paid.sales[sale])));
        }
        for (option, _) in &totals.options[order.options.0 as usize..order.options.1 as usize] {
            self.entries.push(Undo::Option(*option, totals.paid.options[*option as usize]));
        }
    }

    /// Puts totals back; gives the entry if it is of something else.
    pub fn restore(&mut self, totals: &mut PathTotals, undo: Undo) -> Option<Undo> {
        match undo {
            Undo::Item(item, own) => {
                totals.paid.items[item as usize] = *own;
                self.items[item as usize] = false;
            }
            Undo::Flow(flow, own) => {
                totals.flows[flow as usize] = *own;
                self.flows[flow as usize] = false;
            }
            Undo::Sale(sale, own) => {
                totals.paid.sales[sale as usize] = *own;
                self.sales[sale as usize] = false;
            }
            Undo::Option(option, units) => totals.paid.options[option as usize] = units,
            other => return Some(other),
        }
        None
    }
}
