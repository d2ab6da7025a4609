//! What customers reach, and how long the way is in the mean.

use super::bill::BillOfMaterials;
use crate::model::{Demand, Model, Supply};

/// By item: whether a stream of orders asks for it.
#[must_use]
pub fn ordered(items: usize, demands: &[Demand]) -> Vec<bool> {
    let mut ordered = vec![false; items];
    for share in demands.iter().flat_map(|demand| &demand.mix) {
        ordered[share.item.index()] = true;
    }
    ordered
}

/// By item: whether a stream of orders asks for it or for something that may be made of it.
#[must_use]
pub fn in_use(model: &Model, bill: &BillOfMaterials) -> Vec<bool> {
    let mut used = ordered(model.items.len(), &model.demands);
    for item in bill.parts_first().rev() {
        if used[item] {
            bill.parts(item).for_each(|part| used[part] = true);
        }
    }
    used
}

/// By item: the longest mean path from raw material, in time units. Queues count as 0.
#[must_use]
pub fn mean_paths(model: &Model, bill: &BillOfMaterials) -> Vec<f64> {
    bill.from_parts(|item, known: &[f64]| match &model.items[item].supply {
        Supply::Buy(buy) => buy.lead_time.mean(),
        Supply::Make(make) => {
            let longest = bill.parts(item).map(|part| known[part]).fold(0.0, f64::max);
            longest + make.time.mean() + make.setup_time.mean()
        }
    })
}
