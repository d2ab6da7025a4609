//! Where more of an item comes from, if there are several sources or not all of it is good: beside the items, so that all
//! others read nothing of it.

use super::item::SupplyPlan;
use crate::model::{Item, SupplyWay, joined};
use crate::random::{Purpose, StreamKey};
use crate::rules::supply::{SourcingPlan, YieldPlan};

/// An item that says more of its sources than [`super::PlanItem::supply`].
#[derive(Clone, Debug)]
pub struct SourcedItem {
    /// Place in [`super::Plan::items`].
    pub item: u32,
    /// Its first place in [`super::Plan::sources`].
    pub first: u32,
    /// Its sources.
    pub count: u32,
    /// Which of them is next.
    pub sourcing: SourcingPlan,
    /// Emergency orders beside its rule.
    pub rush: Option<RushPlan>,
}

/// Emergency orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RushPlan {
    /// Place of their source in [`super::Plan::sources`]; their level stands among the levels.
    pub source: u32,
}

/// A source of an item.
#[derive(Clone, Debug)]
pub struct PlanSource {
    /// Place of the item in [`super::Plan::items`].
    pub item: u32,
    /// Its name with the item's, `cpu@asia`; none where it is the only one.
    pub name: Option<String>,
    /// How it replenishes.
    pub supply: SupplyPlan,
    /// Stream of its lead times, if it is bought.
    pub time_key: StreamKey,
    /// Mean time from release to receipt, ticks, nothing waiting: what is promised.
    pub promise: i64,
    /// How much of what comes is good; `None` is all.
    pub yields: Option<YieldPlan>,
}

impl PlanSource {
    /// A source of an item at this place and with this name.
    pub(super) fn new((item, of): (u32, &str), source: Option<&str>, way: SupplyWay, supply: SupplyPlan) -> PlanSource {
        let name = source.map(|source| joined(of, source));
        let stream = name.as_deref().unwrap_or(of);
        let time_key = StreamKey::new(Purpose::LeadTime, stream);
        let yields = way.yields().map(|own| YieldPlan::new(own, stream));
        PlanSource { item, time_key, supply, promise: 0, yields, name }
    }
}

/// Whether more is to be known of an item's sources than how it is replenished.
pub(super) fn is_sourced(item: &Item) -> bool {
    !item.sources.is_empty() || item.has_yield() || item.is_accounted()
}
