//! Where more of an item comes from, if not all of it is good: beside the items, so that all others read nothing of it.

use crate::rules::supply::YieldPlan;

/// A source of an item.
#[derive(Clone, Debug)]
pub struct PlanSource {
    /// How much of what comes is good; `None` is all.
    pub yields: Option<YieldPlan>,
}
