//! Which levels over time a record keeps.

use crate::measures::{EntityKind, Measure};
use crate::model::Model;
use crate::plan::Plan;
use crate::record::{Entity, Track};

/// Items whose levels over time are kept, at most.
pub(super) const TRACKED_ITEMS: usize = 40;

/// The items whose series are kept: all, or the first products and held items of the file.
pub(super) fn tracked_items(model: &Model, plan: &Plan) -> Vec<u32> {
    let mut order: Vec<u32> = (0..plan.items.len() as u32).collect();
    order.sort_by_key(|item| (plan.items[*item as usize].origin, plan.items[*item as usize].variant));
    if order.len() > TRACKED_ITEMS {
        let holds = &model.strategies[plan.strategy].holds;
        order.sort_by_key(|item| holds[plan.items[*item as usize].origin.index()].is_none());
        order.truncate(TRACKED_ITEMS);
    }
    order
}

/// Two of the system, then two of each tracked item.
pub(super) fn tracks(plan: &Plan, tracked: &[u32]) -> Vec<Track> {
    let system = Entity { kind: EntityKind::System, name: String::new() };
    let mut tracks = vec![
        Track { entity: system.clone(), measure: Measure::OnHandMean },
        Track { entity: system, measure: Measure::BacklogMean },
    ];
    for item in tracked {
        let entity = Entity { kind: EntityKind::Item, name: plan.items[*item as usize].name.clone() };
        tracks.push(Track { entity: entity.clone(), measure: Measure::OnHandMean });
        tracks.push(Track { entity, measure: Measure::BacklogMean });
    }
    tracks
}
