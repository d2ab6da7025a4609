//! Rows of `comparison.csv`: every ordered pair of strategies, so that each can be the reference.

use super::comparison::Comparison;
use super::samples::{Key, Samples};
use crate::measures::{Better, EntityKind, Kind, Measure};
use crate::results::ComparisonRow;
use crate::stats::Bootstrap;
use std::collections::BTreeSet;

/// Item measures whose difference between strategies means something; the others describe how an item is used.
const OF_ITEMS: [Measure; 5] =
    [Measure::UnitFillRate, Measure::WaitMean, Measure::OnHandMean, Measure::InventoryValueMean, Measure::CostTotal];

pub(super) fn rows(samples: &Samples<'_>, bootstrap: &Bootstrap) -> Vec<ComparisonRow> {
    keys(samples).iter().flat_map(|key| rows_of(samples, key, bootstrap)).collect()
}

/// What two strategies or more have, in layout order of the first that has it.
fn keys<'a>(samples: &Samples<'a>) -> Vec<Key<'a>> {
    let mut seen = BTreeSet::new();
    let all = samples.strategies.iter().flat_map(|strategy| strategy.layout.values.iter().map(Key::of));
    let mut keys: Vec<Key<'a>> = all.filter(|key| seen.insert(*key)).filter(has_meaning).collect();
    keys.retain(|key| {
        let values: Vec<&[f64]> =
            (0..samples.strategies.len()).filter_map(|s| Some(samples.sample(s, key)?.own())).collect();
        let unused = key.measure.definition().kind == Kind::Cost && values.iter().all(|v| v.iter().all(|x| *x == 0.0));
        values.len() > 1 && !unused
    });
    keys
}

fn has_meaning(key: &Key<'_>) -> bool {
    let row = key.measure.definition();
    match key.kind {
        EntityKind::System | EntityKind::Product | EntityKind::Class => {
            row.better != Better::Neither && row.kind != Kind::Check
        }
        EntityKind::Source => false,
        EntityKind::Item => OF_ITEMS.contains(&key.measure),
        EntityKind::Station | EntityKind::Supplier => row.kind == Kind::Resource,
    }
}

fn rows_of(samples: &Samples<'_>, key: &Key<'_>, bootstrap: &Bootstrap) -> Vec<ComparisonRow> {
    let comparison = Comparison::new(samples, key, bootstrap);
    let mut rows = Vec::new();
    for strategy in comparison.everyone() {
        for reference in comparison.everyone() {
            if strategy == reference {
                continue;
            }
            let Some(pair) = comparison.pair(strategy, reference) else { continue };
            let difference = pair.paired.difference;
            rows.push(ComparisonRow {
                measure: key.id(),
                unit: samples.unit(key.measure),
                entity_kind: key.kind,
                entity: key.entity.into(),
                strategy: samples.strategies[strategy].name.into(),
                reference: samples.strategies[reference].name.into(),
                difference: difference.mean,
                se: difference.se,
                ci_low: difference.low,
                ci_high: difference.high,
                p_adjusted: pair.p_adjusted,
                p_best: comparison.best[strategy],
                mcb_low: comparison.versus[strategy].map(|versus| versus.low),
                mcb_high: comparison.versus[strategy].map(|versus| versus.high),
                variance_ratio: pair.paired.variance_ratio,
            });
        }
    }
    rows
}
