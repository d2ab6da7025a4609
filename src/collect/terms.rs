//! What the measurer asks of model and plan at every order and work order, read off once.

use crate::model::{After, Demand, Ship};
use crate::plan::{Plan, PlanItem, SupplyPlan};

/// What is agreed with the customers of a flow.
#[derive(Clone, Copy, Debug)]
pub(super) struct Terms {
    /// Ticks after placement, if promised.
    pub due: Option<i64>,
    /// Cost per unit owed and time unit, and ticks after placement until it runs.
    pub rate: f64,
    pub grace: i64,
    /// Cost per unit not served at once.
    pub once: f64,
    /// Cost per order delivered.
    pub delivery_cost: f64,
    /// Cost per order lost.
    pub lost_cost: f64,
    /// Whether each unit leaves as it comes.
    pub partial: bool,
}

impl Terms {
    pub fn new(demand: &Demand) -> Terms {
        let due = demand.due.map(|due| due.0);
        Terms {
            due,
            rate: demand.backorder.rate,
            grace: match demand.backorder.after {
                After::Placement => 0,
                After::Due => due.unwrap_or(0),
            },
            once: demand.backorder.once,
            delivery_cost: demand.delivery.cost,
            lost_cost: demand.lost_cost,
            partial: demand.ship == Ship::Partial,
        }
    }
}

/// How an item is made.
#[derive(Clone, Copy, Debug)]
pub(super) struct Making {
    /// First of the lines whose parts are charged in process by themselves; beyond all lines if none is.
    pub extras: u32,
    /// Whether an order for it needs any held item.
    pub needs_held: bool,
}

impl Making {
    pub fn new(plan: &Plan, item: &PlanItem) -> Making {
        let extras = match &item.supply {
            SupplyPlan::Make(make) if item.wip_from_parts => plan.required(make).len() as u32,
            _ => u32::MAX,
        };
        Making { extras, needs_held: item.needs_held }
    }
}
