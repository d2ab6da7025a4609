//! Whether a strategy has a long run: means of any window only where every resource keeps up and nothing piles up.

use super::case::Case;
use crate::experiment::samples::Key;
use crate::experiment::words::Words;
use crate::measures::{EntityKind, Measure};
use crate::model::{Model, Supply};
use crate::network::{BillOfMaterials, MeanFlow, Streams};
use crate::results::NoLongRun;
use crate::results::numbers::percent;
use crate::stats::{Confidence, Estimate};

/// Probability that the purchases of any of the items of a strategy are taken for more than their use by chance.
const MISTAKEN: f64 = 0.01;
/// Replications from which on a quantile hardly depends on their number.
const MANY: usize = 200;
/// Relative difference that is worth a word.
const DIFFERS: f64 = 0.01;

/// For each strategy without a long run the first reason, resources before purchases.
pub(super) fn no_long_run(case: &Case<'_>) -> Vec<NoLongRun> {
    let model = case.samples.model;
    // Nobody asks a season for its long run.
    if !case.is_steady() {
        return Vec::new();
    }
    let bills = BillOfMaterials::of_each(model);
    let reason = |strategy: usize| {
        let bill = &bills[strategy];
        overload(model.under(strategy), bill, strategy, &case.words).or_else(|| surplus(case, strategy))
    };
    let said = |strategy| Some(NoLongRun { strategy: case.name(strategy).into(), because: reason(strategy)? });
    case.everyone().into_iter().filter_map(said).collect()
}

/// The resource that is asked for most, if that is as much as it can do: its queue grows without end.
fn overload(model: &Model, bill: &BillOfMaterials, strategy: usize, words: &Words<'_>) -> Option<String> {
    let flow = MeanFlow::new(model, bill, strategy, Streams::Patient);
    let stations = model
        .stations
        .iter()
        .enumerate()
        .map(|(place, station)| (flow.station_load(model, place), EntityKind::Station, station.name.as_str()));
    let suppliers = model.suppliers.iter().enumerate().filter_map(|(place, supplier)| {
        Some((flow.supplier_load(model, place)?, EntityKind::Supplier, supplier.name.as_str()))
    });
    let all = stations.chain(suppliers).filter(|(load, ..)| *load >= 1.0);
    let (load, kind, name) = all.reduce(|most, next| if next.0 > most.0 { next } else { most })?;
    let called = words.entity(kind, name);
    Some(format!("{} {called} is asked for {} of what it can do", kind.word(), percent(load)))
}

/// A part that is bought to order and of which more is bought in the window than is asked for there, by more than chance and than
/// one lot. What is held does not pile up: its rule bounds it.
fn surplus(case: &Case<'_>, strategy: usize) -> Option<String> {
    let model = case.samples.model.under(strategy);
    let horizon = model.run.horizon.units();
    let bought = model.items.iter().enumerate().filter_map(|(place, item)| match &item.supply {
        Supply::Buy(buy) if model.strategies[strategy].holds[place].is_none() => Some((&item.name, buy.lot)),
        _ => None,
    });
    let bought: Vec<_> = bought.collect();
    // Each item may be the one that chance favours (Bonferroni); few replications know their spread badly.
    let replications = case.samples.replications.len().min(MANY) as u32;
    if bought.is_empty() || replications < 2 {
        return None;
    }
    let level = 1.0 - 2.0 * MISTAKEN / bought.len() as f64;
    let sure = Confidence::new(level, replications).factor(replications);
    let mut piles = bought.into_iter().filter(|(name, lot)| {
        let Some((excess, asked)) = bought_and_asked(case, strategy, name) else { return false };
        let (Some(mean), Some(se)) = (excess.mean, excess.se) else { return false };
        let more = (mean - sure * se) * horizon;
        more > DIFFERS * asked && more > lot.minimum.max(lot.multiple) as f64
    });
    piles.next().map(|(name, _)| format!("more of {} is bought than is used", case.words.item(name)))
}

/// Units bought per time unit more than asked for, and the units asked for in the windows of all replications in the mean.
fn bought_and_asked(case: &Case<'_>, strategy: usize, item: &str) -> Option<(Estimate, f64)> {
    let sample = |measure| {
        let key = Key { kind: EntityKind::Item, entity: item, measure, parameter: None };
        case.samples.sample(strategy, &key)
    };
    let (rates, sizes) = (sample(Measure::ReplenishmentRate)?.own(), sample(Measure::ReplenishmentSizeMean)?.own());
    // What is filled at once is a share of the units asked.
    let asked = sample(Measure::UnitFillRate)?.divisors()?;
    let horizon = case.samples.model.run.horizon.units();
    // Nothing bought has no size.
    let units = rates.iter().zip(sizes).map(|(rate, size)| if *rate > 0.0 { rate * size } else { *rate });
    let excess: Vec<f64> = units.zip(asked).map(|(bought, asked)| bought - asked / horizon).collect();
    Some((Estimate::of(&excess, &case.samples.confidence), asked.iter().sum::<f64>() / asked.len() as f64))
}
