//! What the measurer asks of model and plan at every order and work order, read off once.

use super::meter::Period;
use crate::costs::Tariff;
use crate::engine::Order;
use crate::model::{After, Demand, Ship};
use crate::plan::{Plan, PlanItem, SupplyPlan};

/// What is agreed with the customers of a flow.
#[derive(Clone, Copy, Debug)]
pub(super) struct Terms {
    /// Whether the backorder cost runs from the due time; else from the placement.
    pub from_due: bool,
    /// Its first place among the sales.
    pub first_sale: u32,
    /// Whether each unit leaves as it comes.
    pub partial: bool,
    /// From the delivery to the payment, ticks.
    pub pay_after: i64,
}

impl Terms {
    pub fn new(tariff: &Tariff, flow: u32, demand: &Demand) -> Terms {
        Terms {
            from_due: demand.backorder.after == After::Due,
            first_sale: tariff.first_sale(flow),
            partial: demand.ship == Ship::Partial,
            pay_after: demand.pay_after.0,
        }
    }

    /// Ticks in the window for which the price of what is delivered then is owed.
    #[inline]
    pub fn owed(&self, window: Period, delivered: i64) -> i64 {
        if self.pay_after == 0 { 0 } else { window.overlap(delivered, delivered + self.pay_after) }
    }

    /// Ticks in the window for which the backorder cost of an order runs; `open` are those from placement to delivery.
    #[inline(always)]
    pub fn backlog(&self, order: &Order, open: i64, window: Period, delivered: i64) -> i64 {
        match self.grace(order) {
            0 => open,
            grace => window.overlap(order.placed + grace, delivered),
        }
    }

    /// Ticks after placement until the backorder cost of an order runs.
    #[inline]
    pub fn grace(&self, order: &Order) -> i64 {
        if self.from_due { order.due.max(0) } else { 0 }
    }
}

/// How an item is made.
#[derive(Clone, Copy, Debug)]
pub(super) struct Making {
    /// First of the lines whose parts are charged in process by themselves; beyond all lines if none is.
    pub extras: u32,
    /// Which sale of its flows it is.
    pub variant: u32,
    /// Whether an order for it needs any held item.
    pub needs_held: bool,
}

impl Making {
    pub fn new(plan: &Plan, item: &PlanItem) -> Making {
        let extras = match &item.supply {
            SupplyPlan::Make(make) if item.wip_from_parts => plan.required(make).len() as u32,
            _ => u32::MAX,
        };
        Making { extras, variant: item.variant.unwrap_or(0), needs_held: item.needs_held }
    }
}
