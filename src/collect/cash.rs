//! What customers owe, what is owed to suppliers, and the working capital that follows; carbon dioxide.

use super::impact::Books;
use super::measurer::Measurer;
use super::meter::times;
use super::sink::{Sink, ratio};
use crate::costs::MoneyLines;
use crate::engine::{Replenishment, Restocked};
use crate::measures::Measure;

impl Measurer<'_> {
    /// A purchase of a source was received.
    pub(super) fn owe(&mut self, now: i64, source: u32, received: Replenishment) {
        self.sources[source as usize].account.receive(now, received.units, self.window);
    }

    /// Units of an order that came back: their price leaves revenue, and what its customer owes, for as long.
    pub(super) fn take_back(&mut self, now: i64, restocked: Restocked) {
        let (terms, making) = (&self.terms[restocked.flow as usize], &self.making[restocked.item as usize]);
        let owed = times(terms.owed(self.window, now), restocked.units);
        let sale = self.sales.of(terms, making);
        sale.sold -= if self.window.holds(now) { restocked.units } else { 0 };
        sale.receivable -= owed;
    }

    /// Working capital of the system, and its turn in days; nothing where everything is paid at once.
    pub(super) fn working_capital(&self, money: &MoneyLines, (stock, used_per_day): (f64, f64), sink: &mut dyn Sink) {
        if !self.model.has_terms() {
            return;
        }
        let MoneyLines { receivable, payable, revenue, .. } = *money;
        sink.put(Measure::ReceivableMean, None, receivable);
        sink.put(Measure::PayableMean, None, payable);
        sink.put(Measure::WorkingCapitalMean, None, stock + receivable - payable);
        let days = self.model.time_unit.per_year() / 365.0;
        // Who owes nothing owes it for no day, whatever is sold or bought.
        let owed = |money: f64, per_time: f64| if money == 0.0 { 0.0 } else { ratio(money, per_time * days) };
        let purchases = money.line(Measure::CostPurchase);
        let cash = ratio(stock, used_per_day) + owed(receivable, revenue) - owed(payable, purchases);
        sink.put(Measure::CashToCash, None, cash);
    }

    /// Carbon dioxide of purchases, process and deliveries, kg per time unit; nothing where nothing emits any.
    pub(super) fn carbon(&self, [purchase, process, delivery]: [f64; 3], sink: &mut dyn Sink) {
        if self.model.emits_carbon() {
            sink.put(Measure::CarbonPurchase, None, purchase);
            sink.put(Measure::CarbonProcess, None, process);
            sink.put(Measure::CarbonDelivery, None, delivery);
            sink.put(Measure::CarbonTotal, None, purchase + process + delivery);
        }
    }

    /// What customers of a product owe, and what it emits.
    pub(super) fn owed_and_emitted(&self, books: &Books, sink: &mut dyn Sink) {
        if self.model.has_terms() {
            sink.put(Measure::ReceivableMean, None, books.receivable);
        }
        self.carbon(books.carbon, sink);
    }
}
