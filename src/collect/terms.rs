//! What the measurer asks of model and plan at every order and work order, read off once.

use crate::costs::{Tariff, grace};
use crate::model::{Demand, Ship};
use crate::plan::{Plan, PlanItem, SupplyPlan};

/// What is agreed with the customers of a flow.
#[derive(Clone, Copy, Debug)]
pub(super) struct Terms {
    /// Ticks after placement, if promised.
    pub due: Option<i64>,
    /// Ticks after placement until the backorder cost runs.
    pub grace: i64,
    /// Its first place among the sales.
    pub first_sale: u32,
    /// Whether each unit leaves as it comes.
    pub partial: bool,
}

impl Terms {
    pub fn new(tariff: &Tariff, flow: u32, demand: &Demand) -> Terms {
        Terms {
            due: demand.due.map(|due| due.0),
            grace: grace(demand),
            first_sale: tariff.first_sale(flow),
            partial: demand.ship == Ship::Partial,
        }
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
