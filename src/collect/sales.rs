//! What is counted of sales: one cell for each (flow, item) that customers may ask, and the options sold.

use super::terms::{Making, Terms};
use crate::costs::{SaleTotals, Tariff};
use crate::model::Model;
use crate::plan::Plan;

/// Counts by sale and by option of a tariff.
#[derive(Clone, Debug)]
pub(super) struct Sales {
    pub tariff: Tariff,
    pub cells: Vec<SaleTotals>,
    pub options: Vec<i64>,
}

impl Sales {
    pub fn new(model: &Model, plan: &Plan) -> Sales {
        let tariff = Tariff::new(model, plan);
        let nothing = tariff.nothing();
        Sales { tariff, cells: nothing.sales, options: nothing.options }
    }

    /// Counts nothing yet.
    pub fn clear(&mut self) {
        self.cells.fill(SaleTotals::default());
        self.options.fill(0);
    }

    /// The cell of an order.
    #[inline]
    pub fn of(&mut self, terms: &Terms, making: &Making) -> &mut SaleTotals {
        &mut self.cells[(terms.first_sale + making.variant) as usize]
    }

    /// Units of a chosen or optional part are sold with a product.
    pub fn add_option(&mut self, product: u32, part: u32, units: i64) {
        if let Some(option) = self.tariff.option(product, part) {
            self.options[option] += units;
        }
    }
}
