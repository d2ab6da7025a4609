//! Customers: named streams of orders.

use super::{ItemId, Profile, RecordedPart, Ticks};
use crate::laws::Law;

/// A stream of customer orders.
#[derive(Clone, Debug)]
pub struct Demand {
    /// As written; unique.
    pub name: String,
    /// What is asked for: one item, or a mix whose shares sum to 1.
    pub mix: Vec<Share>,
    /// Gaps between orders, in time units; exponential for a Poisson stream. First order one gap after 0.
    pub gaps: Law,
    /// How the rate changes; `None` where it does not.
    pub profile: Option<Profile>,
    /// Its orders, where they were recorded: then gaps and quantity are laws of the same moments, for what needs them.
    pub recorded: Option<RecordedPart>,
    /// Units per order, rounded half up; 0 is no order.
    pub quantity: Law,
    /// Promised time after the order, if any.
    pub due: Option<Ticks>,
    /// From the delivery to the payment by the customer.
    pub pay_after: Ticks,
    /// Class of the customers; may be empty.
    pub class: String,
    /// What happens when the order is short.
    pub shortage: Shortage,
    /// Complete or partial shipment.
    pub ship: Ship,
    /// The way to the customer.
    pub delivery: Delivery,
    /// Cost of being late.
    pub backorder: BackorderCost,
    /// Cost of what is lost.
    pub lost: LostCost,
    /// Share of customers who take a substitute.
    pub accept_substitute: f64,
    /// What is promised as an order comes, in place of `due`.
    pub quote: Option<Quote>,
    /// What comes back.
    pub returns: Option<Returns>,
    /// When the patience of customers begins.
    pub patience_from: After,
}

impl Demand {
    /// What the rate of the gaps is multiplied by in the mean over the window, an environment at that of the long run.
    #[must_use]
    pub fn factor(&self) -> f64 {
        self.profile.as_ref().map_or(1.0, |profile| profile.mean)
    }

    /// Whether every order has a promised time.
    #[must_use]
    pub fn is_promised(&self) -> bool {
        self.due.is_some() || self.quote.is_some()
    }

    /// Orders per time unit in the mean over the window.
    #[must_use]
    pub fn order_rate(&self) -> f64 {
        self.factor() / self.gaps.mean()
    }

    /// Squared coefficient of variation of the gaps.
    #[must_use]
    pub fn gap_cv_square(&self) -> f64 {
        self.gaps.variance() / (self.gaps.mean() * self.gaps.mean())
    }

    /// Whether orders are a Poisson stream whose rate is known at each time.
    #[must_use]
    pub fn is_poisson(&self) -> bool {
        self.gaps.is_exponential()
            && self.recorded.is_none()
            && self.profile.as_ref().is_none_or(|profile| profile.environment.is_none())
    }
}

/// One product of a mix.
#[derive(Clone, Copy, Debug)]
pub struct Share {
    /// The product.
    pub item: ItemId,
    /// Probability of an order to be for it.
    pub share: f64,
}

/// What happens when an order is short.
#[derive(Clone, Debug)]
pub enum Shortage {
    /// It waits.
    Backorder,
    /// It is lost: whole, or the units that are short where units leave as they come.
    Lost,
    /// It waits at most this long (time units, drawn per order).
    Patience(Law),
}

/// When units leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ship {
    /// All units together.
    Complete,
    /// Each unit as it arrives.
    Partial,
}

/// `delivery`.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// Time in time units, drawn once per order.
    pub time: Law,
    /// Cost per order.
    pub cost: f64,
    /// Carbon dioxide per order, kg.
    pub carbon: f64,
}

/// `backorder_cost`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BackorderCost {
    /// Per unit owed and time unit.
    pub rate: f64,
    /// Per unit not served at once.
    pub once: f64,
    /// When the rate starts to run.
    pub after: After,
}

/// `lost_cost`, money.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LostCost {
    /// Per order that lost a unit.
    pub order: f64,
    /// Per unit lost.
    pub unit: f64,
}

/// `quote`.
#[derive(Clone, Debug, PartialEq)]
pub struct Quote {
    /// Promise where no order is open.
    pub base: Ticks,
    /// What each open order of the product adds.
    pub per_open: Ticks,
    /// Promise of an order that is there in full, if another.
    pub in_stock: Option<Ticks>,
    /// (time units, share of customers who consent), ascending; nothing where all do.
    pub accept: Vec<(f64, f64)>,
}

/// `returns`.
#[derive(Clone, Debug)]
pub struct Returns {
    /// Share of the delivered orders.
    pub share: f64,
    /// From delivery until they come back, time units.
    pub after: Law,
    /// What becomes of the units.
    pub then: CameBack,
    /// Money per order.
    pub cost: f64,
}

impl Returns {
    /// Whether orders come back whose units nobody can use any more.
    #[must_use]
    pub fn are_written_off(&self) -> bool {
        self.share > 0.0 && self.then == CameBack::WrittenOff
    }
}

/// What becomes of units that come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CameBack {
    /// They are free at their product.
    Restocked,
    /// They are written off.
    WrittenOff,
}

/// When a backorder cost, or patience, starts to run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum After {
    /// From the placement of the order.
    Placement,
    /// From its due time.
    Due,
}
