//! What a plan knows of what customers do beside waiting.

use super::item::PlanItem;
use super::{Flow, Plan};
use crate::model::{ItemId, Model, Returns};
use std::collections::BTreeSet;

impl Plan {
    /// What customers may take instead, which products are quoted by the orders open, and which streams need none of it.
    pub(super) fn add_customer_rules(&mut self, model: &Model, plain: &[Option<u32>]) {
        let rules = || self.demands.iter().filter_map(|demand| demand.customers.as_deref());
        if rules().any(|rules| rules.substitutes.is_some()) {
            let of = |item: &PlanItem| {
                let own = &model.item(item.origin).substitutes;
                own.iter().filter_map(|other| plain[other.index()]).collect()
            };
            self.substitutes = self.items.iter().map(of).collect();
        }
        if model.demands.iter().any(|demand| demand.returns.as_ref().is_some_and(Returns::are_written_off)) {
            self.written_off_back = self.items.iter().map(|item| model.is_written_off_back(item.origin)).collect();
        }
        if rules().any(|rules| rules.quote.is_some()) {
            let is_quoted = |flow: &Flow| {
                let own = self.demands[flow.demand as usize].customers.as_deref();
                own.is_some_and(|rules| rules.quote.is_some())
            };
            let products: BTreeSet<ItemId> =
                self.flows.iter().filter(|flow| is_quoted(flow)).map(|flow| flow.product).collect();
            let products: Vec<ItemId> = products.into_iter().collect();
            let place = |flow: &Flow| products.binary_search(&flow.product).ok().map(|place| place as u32);
            self.quoted = self.flows.iter().map(place).collect();
        }
        self.follows_orders = !self.quoted.is_empty() || rules().any(|rules| rules.returns.is_some());
        for demand in &mut self.demands {
            demand.only_waits = !self.follows_orders && demand.customers.is_none() && demand.shortage.only_waits();
        }
    }
}
