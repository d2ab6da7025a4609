//! What is paid for purchases, and when.

use super::meter::{Period, times};
use crate::model::{Model, PriceBreaks, SupplyWay};
use crate::plan::Plan;

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

/// An account for each source of a plan.
pub fn accounts(plan: &Plan, model: &Model) -> Vec<Account> {
    let mut accounts = vec![Account::default(); plan.sources.len()];
    for own in &plan.sourced {
        let ways = model.item(plan.items[own.item as usize].origin).ways();
        for ((_, way), account) in ways.into_iter().zip(&mut accounts[own.first as usize..]) {
            *account = match way {
                SupplyWay::Buy(buy) => Account::new(buy.breaks.clone(), buy.pay_after.0),
                SupplyWay::Make(_) => Account::new(None, 0),
            };
        }
    }
    accounts
}
