//! Rows of `comparison.csv`: every ordered pair of strategies, so that each can be the reference.

use super::contest::Contest;
use super::ledger::{Key, Ledger};
use crate::measures::{Better, EntityKind, Kind, Measure};
use crate::results::ComparisonRow;
use crate::stats::Bootstrap;
use std::collections::BTreeSet;

/// Item measures whose difference between strategies means something; the others describe how an item is used.
const OF_ITEMS: [Measure; 5] =
    [Measure::UnitFillRate, Measure::WaitMean, Measure::OnHandMean, Measure::InventoryValueMean, Measure::CostTotal];

pub(super) fn rows(ledger: &Ledger<'_>, bootstrap: &Bootstrap) -> Vec<ComparisonRow> {
    keys(ledger).iter().flat_map(|key| rows_of(ledger, key, bootstrap)).collect()
}

/// What two strategies or more have, in layout order of the first that has it.
fn keys<'a>(ledger: &Ledger<'a>) -> Vec<Key<'a>> {
    let mut seen = BTreeSet::new();
    let all = ledger.slates.iter().flat_map(|slate| slate.layout.values.iter().map(Key::of));
    let mut keys: Vec<Key<'a>> = all.filter(|key| seen.insert(*key)).filter(has_meaning).collect();
    keys.retain(|key| {
        let values: Vec<&[f64]> = ledger.slates.iter().filter_map(|slate| slate.values_of(key)).collect();
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
        EntityKind::Item => OF_ITEMS.contains(&key.measure),
        EntityKind::Station | EntityKind::Supplier => row.kind == Kind::Resource,
    }
}

fn rows_of(ledger: &Ledger<'_>, key: &Key<'_>, bootstrap: &Bootstrap) -> Vec<ComparisonRow> {
    let contest = Contest::new(ledger, key, bootstrap);
    let mut rows = Vec::new();
    for strategy in contest.everyone() {
        for reference in contest.everyone() {
            if strategy == reference {
                continue;
            }
            let Some(pair) = contest.pair(strategy, reference) else { continue };
            let difference = pair.paired.difference;
            rows.push(ComparisonRow {
                measure: key.id(),
                unit: ledger.unit(key.measure),
                entity_kind: key.kind,
                entity: key.entity.into(),
                strategy: ledger.slates[strategy].name.into(),
                reference: ledger.slates[reference].name.into(),
                difference: difference.mean,
                se: difference.se,
                ci_low: difference.low,
                ci_high: difference.high,
                p_adjusted: pair.p_adjusted,
                p_best: contest.best[strategy],
                mcb_low: contest.versus[strategy].map(|versus| versus.low),
                mcb_high: contest.versus[strategy].map(|versus| versus.high),
                variance_ratio: pair.paired.variance_ratio,
            });
        }
    }
    rows
}
