//! Findings about where units came from.

use super::super::samples::Key;
use super::super::verdict::Case;
use super::super::words::list;
use super::said::finding;
use crate::measures::{EntityKind, Measure};
use crate::model::joined;
use crate::results::Finding;
use crate::results::numbers::percent;

/// Emergency orders above this share of an item's units are no emergencies.
const USUAL: f64 = 0.5;

/// Items of which more than half of the units come by emergency orders.
pub(super) fn rush_above_half(case: &Case<'_>) -> Option<Finding> {
    let mut seen = Vec::new();
    for strategy in case.everyone() {
        let model = case.samples.model.under(strategy);
        for (item, hold) in model.items.iter().zip(&model.strategies[strategy].holds) {
            let Some(rush) = hold.as_ref().and_then(|stock| stock.rush.as_ref()) else { continue };
            let name = joined(&item.name, &rush.source);
            let key = Key { kind: EntityKind::Source, entity: &name, measure: Measure::SourceShare, parameter: None };
            let share = case.samples.estimate(strategy, &key).mean.filter(|share| *share > USUAL);
            let said = |share| {
                format!("{} of {} under {}", percent(share), case.words.item(&item.name), case.called(strategy))
            };
            seen.extend(share.map(said));
        }
    }
    (!seen.is_empty()).then(|| {
        let symptom = format!("Emergency orders bring more than half of the units: {}", list(&seen));
        let advice = "raise the level of the stock rule or lower that of `rush`, or make the near source the usual one in \
                      `sourcing`";
        finding("rush_above_half", symptom, advice.into())
    })
}
