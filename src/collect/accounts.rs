//! What is paid for purchases and when, what customers owe, and the working capital that follows.

use super::measurer::Measurer;
use super::meter::{Period, times};
use super::sink::{Sink, ratio};
use crate::costs::MoneyLines;
use crate::engine::{Replenishment, Restocked};
use crate::measures::Measure;
use crate::model::PriceBreaks;

/// Purchases of a source.
#[derive(Clone, Debug, Default)]
pub struct Account {
    breaks: Option<PriceBreaks>,
    /// Ticks from the receipt to the payment.
    pay_after: i64,
    /// Units released in the window, by price.
    pub by_price: Vec<i64>,
    /// Unit·ticks in the window from the receipt to the payment, by price.
    pub payable: Vec<i128>,
    /// Units of one purchase by price.
    one: Vec<i64>,
}

impl Account {
    /// Of purchases with these price breaks that are paid so many ticks after their receipt.
    pub fn new(breaks: Option<PriceBreaks>, pay_after: i64) -> Account {
        let prices = 1 + breaks.as_ref().map_or(0, |breaks| breaks.steps.len());
        Account { breaks, pay_after, by_price: vec![0; prices], payable: vec![0; prices], one: vec![0; prices] }
    }

    /// Counts nothing yet.
    pub fn clear(&mut self) {
        self.by_price.fill(0);
        self.payable.fill(0);
    }

    /// A purchase of so many units is released in the window.
    pub fn release(&mut self, units: i64) {
        match &self.breaks {
            None => self.by_price[0] += units,
            Some(breaks) => breaks.add(units, &mut self.by_price),
        }
    }

    /// A purchase of so many units is received.
    pub fn receive(&mut self, now: i64, units: i64, window: Period) {
        let owed = window.overlap(now, now + self.pay_after);
        if owed == 0 {
            return;
        }
        match &self.breaks {
            None => self.payable[0] += times(owed, units),
            Some(breaks) => {
                self.one.fill(0);
                breaks.add(units, &mut self.one);
                self.payable.iter_mut().zip(&self.one).for_each(|(sum, units)| *sum += times(owed, *units));
            }
        }
    }
}

impl Measurer<'_> {
    /// A purchase of a source was received.
    pub(super) fn owe(&mut self, now: i64, source: u32, received: Replenishment) {
        self.sources[source as usize].account.receive(now, received.units, self.window);
    }

    /// Units of an order that came back: their price leaves revenue, and what its customer owes, for as long.
    pub(super) fn take_back(&mut self, now: i64, restocked: Restocked) {
        let (terms, making) = (&self.terms[restocked.flow as usize], &self.making[restocked.item as usize]);
        let owed = times(self.window.overlap(now, now + terms.pay_after), restocked.units);
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
}
