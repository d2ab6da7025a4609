//! Whether names decide who gets a short part.

use super::super::verdict::Case;
use super::said::finding;
use crate::collect::name_ties;
use crate::model::{Model, TICKS_PER_UNIT, Ties};
use crate::plan::Plan;
use crate::results::Finding;
use crate::results::numbers::counted;

/// Orders that are looked at.
const LOOKED_AT: f64 = 5_000.0;

/// Customers or reviews of one instant ask for the same short part, and the first by name has it. Looked at in the beginning of
/// the first replication, and only where times are such that two can be equal.
pub(super) fn by_name(case: &Case<'_>) -> Option<Finding> {
    let model = case.samples.model;
    if model.run.ties == Ties::Random {
        return None;
    }
    let told = case.everyone().into_iter().filter(|strategy| may_tie(model, *strategy)).find_map(|strategy| {
        let mut plan = Plan::new(model, strategy);
        let rate: f64 = model.demands.iter().map(|demand| demand.order_rate()).sum();
        plan.end = plan.end.min((LOOKED_AT / rate * TICKS_PER_UNIT as f64) as i64).max(1);
        (plan.warm_up, plan.drain_end) = (0, plan.end);
        let ties = name_ties(&plan)?;
        let (item, first, second) = ties.first;
        let [first, second] = [first, second].map(|asker| asker.name(&plan).to_string());
        Some((case.called(strategy), case.words.item(&plan.items[item as usize].name), first, second, ties.count))
    });
    let (strategy, item, first, second, count) = told?;
    let orders = counted(LOOKED_AT as u64, "order");
    Some(finding(
        "ties_by_name",
        format!(
            "Under {strategy} names decide who gets a part that is short: {first} and {second} ask for {item} at one instant, and {first} \
             is served first ({count} such ties among the first {orders} or fewer)"
        ),
        "set run.ties = \"random\" (now \"name\"), or give them different times".to_string(),
    ))
}

/// Whether two streams, or two reviews, can come at one instant again and again.
fn may_tie(model: &Model, strategy: usize) -> bool {
    let steps = model.demands.iter().filter(|demand| demand.gaps.least_atom().is_some()).count();
    let reviews = model.strategies[strategy].holds.iter().flatten().filter(|stock| stock.review.is_some()).count();
    steps > 1 || reviews > 1
}
