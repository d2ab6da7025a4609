//! What is counted of sales: one cell for each (flow, item) that customers may ask, and the options sold.

use super::terms::{Making, Terms};
use crate::costs::{MoneyLines, SaleTotals, Tariff};
use crate::engine::Order;
use crate::model::Model;
use crate::plan::Plan;

/// Counts by sale and by option of a tariff.
#[derive(Clone, Debug)]
pub(super) struct Sales {
    pub tariff: Tariff,
    pub cells: Vec<SaleTotals>,
    pub options: Vec<i64>,
    pub options_receivable: Vec<i128>,
    /// By class of the plan, and for each by option of the tariff.
    options_of_classes: Vec<i64>,
    /// Class by demand.
    classes: Vec<u16>,
}

impl Sales {
    pub fn new(model: &Model, plan: &Plan) -> Sales {
        let tariff = Tariff::new(model, plan);
        let nothing = tariff.nothing();
        let options_of_classes = vec![0; plan.classes.list.len() * nothing.options.len()];
        let classes = plan.demands.iter().map(|demand| demand.urgency.class).collect();
        Sales {
            tariff,
            cells: nothing.sales,
            options: nothing.options,
            options_receivable: nothing.options_receivable,
            options_of_classes,
            classes,
        }
    }

    /// Counts nothing yet.
    pub fn clear(&mut self) {
        self.cells.fill(SaleTotals::default());
        self.options.fill(0);
        self.options_receivable.fill(0);
        self.options_of_classes.fill(0);
    }

    /// The cell of an order.
    #[inline]
    pub fn of(&mut self, terms: &Terms, making: &Making) -> &mut SaleTotals {
        &mut self.cells[(terms.first_sale + making.variant) as usize]
    }

    /// Units of a chosen or optional part are sold with an order.
    pub fn add_option(&mut self, order: &Order, part: u32, units: i64) {
        if let Some(option) = self.tariff.option(order.item, part) {
            self.options[option] += units;
            let class = usize::from(self.classes[order.demand as usize]);
            self.options_of_classes[class * self.options.len() + option] += units;
        }
    }

    /// Unit·ticks for which such units are owed.
    pub fn owe_option(&mut self, order: &Order, part: u32, owed: i128) {
        if let Some(option) = self.tariff.option(order.item, part) {
            self.options_receivable[option] += owed;
        }
    }

    /// Money of the sales of a class, to which these flows belong.
    pub fn of_class(&self, flows: &[usize], class: u16) -> MoneyLines {
        let (class, count) = (usize::from(class), self.options.len());
        let options = &self.options_of_classes[class * count..(class + 1) * count];
        self.tariff.costs_of_sales(flows, &self.cells, options)
    }
}
