//! What the network does that its owner may not expect.

use super::super::samples::{Key, Samples};
use super::super::verdict::Case;
use super::super::words::sentence;
use super::said::finding;
use crate::measures::{Column, EntityKind, Measure, Unit};
use crate::model::{Buy, Crossing, Item, Supply};
use crate::reader::{quote_key, split_variant};
use crate::results::Finding;
use crate::results::numbers::{count, counted, percent, plain};
use crate::rules::stock;
use crate::stats::Estimate;

/// Self checks compare sums of the same integers in two ways; beyond this is no rounding.
const RESIDUAL: f64 = 1e-9;
/// Busy beyond this share is at its limit.
const FULL: f64 = 0.995;
/// Share of overtaken receipts worth a word.
const CROSSED: f64 = 0.10;

/// A self check failed: a bug of the program.
pub(super) fn residual(case: &Case<'_>) -> Option<Finding> {
    let records = case.samples.strategies.iter().flat_map(|strategy| strategy.present());
    let worst = records.max_by(|a, b| a.residual.abs().total_cmp(&b.residual.abs()))?;
    // NaN is the worst of all.
    if worst.residual.abs() <= RESIDUAL {
        return None;
    }
    let symptom = format!(
        "A self check failed by {:e} in replication {} of {}: these results are not to be trusted",
        worst.residual,
        worst.key.replication,
        case.name(worst.key.strategy as usize),
    );
    Some(finding("self_check_failed", symptom, "this is a bug of pushpull: please report it with the scenario".into()))
}

/// An entity of some strategy with the estimate of a measure.
struct Seen<'a> {
    strategy: usize,
    entity: &'a str,
    kind: EntityKind,
    estimate: Estimate,
}

/// Every entity that has the measure, over all strategies.
fn seen<'a>(samples: &'a Samples<'a>, measure: Measure) -> impl Iterator<Item = Seen<'a>> {
    samples.strategies.iter().enumerate().flat_map(move |(strategy, own)| {
        let entries = own.layout.values.iter().zip(&own.values);
        entries.filter(move |(entry, _)| *entry.column == Column::plain(measure)).map(move |(entry, values)| Seen {
            strategy,
            entity: &entry.entity.name,
            kind: entry.entity.kind,
            estimate: Estimate::of(values, &samples.confidence),
        })
    })
}

/// The one with the largest mean; of equal ones the first.
fn worst<'a>(all: impl Iterator<Item = Seen<'a>>) -> Option<Seen<'a>> {
    all.filter(|s| s.estimate.mean.is_some()).reduce(|a, b| if b.estimate.mean > a.estimate.mean { b } else { a })
}

/// A station or finite supplier that is busy all the time.
pub(super) fn overloaded(case: &Case<'_>) -> Option<Finding> {
    let full = || seen(case.samples, Measure::Utilization).filter(|s| s.estimate.mean.is_some_and(|mean| mean > FULL));
    let busiest = worst(full())?;
    let key = |measure| Key { kind: busiest.kind, entity: busiest.entity, measure, parameter: None };
    let queue = case.samples.estimate(busiest.strategy, &key(Measure::QueueMean));
    let under: Vec<usize> = case
        .everyone()
        .into_iter()
        .filter(|s| full().any(|f| f.strategy == *s && f.entity == busiest.entity))
        .collect();
    let symptom = format!(
        "{} {} cannot keep up under {}: busy {} of the time, with {} waiting on average",
        sentence(busiest.kind.word()),
        busiest.entity,
        case.names(&under),
        case.words.mean(&busiest.estimate, Unit::Share),
        case.words.mean(&queue, Unit::Orders),
    );
    let (servers, section) = match busiest.kind {
        EntityKind::Station => {
            let station = case.samples.model.stations.iter().find(|station| station.name == busiest.entity);
            (station.map_or(1, |station| station.servers), "stations")
        }
        _ => {
            let supplier = case.samples.model.suppliers.iter().find(|supplier| supplier.name == busiest.entity);
            (supplier.and_then(|supplier| supplier.servers).unwrap_or(1), "suppliers")
        }
    };
    let advice = format!(
        "set {section}.{}.servers = {} or more (now {servers}); until then its results depend on the length of the run",
        busiest.entity,
        u64::from(servers) + 1,
    );
    Some(finding("station_overloaded", symptom, advice))
}

/// Orders that were still waiting when the drain limit passed.
pub(super) fn censored(case: &Case<'_>) -> Option<Finding> {
    let means = case.everyone().into_iter().map(|s| (s, case.samples.system_mean(s, Measure::CensoredOrders)));
    let some: Vec<(usize, f64)> = means.filter_map(|(s, mean)| Some((s, mean.filter(|mean| *mean > 0.0)?))).collect();
    let (strategy, share) = *some.iter().reduce(|a, b| if b.1 > a.1 { b } else { a })?;
    let names: Vec<usize> = some.iter().map(|(s, _)| *s).collect();
    let symptom = format!(
        "Orders were still waiting when the drain limit passed under {} (up to {} of them, under {}): they count as \
         failures of service and are missing in the response",
        case.names(&names),
        percent(share),
        case.name(strategy),
    );
    let advice = if overloaded(case).is_some() {
        "give the network the capacity it lacks first".into()
    } else {
        let limit = case.samples.model.run.drain_limit.units();
        format!(
            "set run.drain_limit = {} (now {}), or see what these orders wait for with `pushpull trace`",
            plain(2.0 * limit),
            plain(limit)
        )
    };
    Some(finding("orders_censored", symptom, advice))
}

/// Sized levels whose realised unit fill is below what was asked for.
pub(super) fn missed_fill(case: &Case<'_>) -> Option<Finding> {
    let model = case.samples.model;
    let mut missed: Vec<(f64, Seen<'_>, f64)> = Vec::new();
    for one in seen(case.samples, Measure::UnitFillRate) {
        let Some(item) = item_of(&model.items, one.entity) else { continue };
        let stock = model.strategies[one.strategy].holds[item].as_ref();
        let Some(target) = stock.and_then(|stock| stock::sized_for(&stock.rule)) else { continue };
        let reached = one.estimate.high.or(one.estimate.mean);
        if reached.is_some_and(|reached| reached < target) {
            missed.push((target - one.estimate.mean.unwrap_or(0.0), one, target));
        }
    }
    let misses = missed.len() as u64;
    let (_, one, target) = missed.into_iter().reduce(|a, b| if b.0 > a.0 { b } else { a })?;
    let others = if misses > 1 { format!(", and {} more", count(misses - 1)) } else { String::new() };
    let symptom = format!(
        "The level sized for a unit fill rate of {} reaches {} for {} under {}{others}",
        percent(target),
        case.words.mean(&one.estimate, Unit::Share),
        one.entity,
        case.name(one.strategy),
    );
    let advice =
        "sizing knows the nominal lead time only, no queue and no wait for its parts: name a base_stock above \
                  the sized level, or ask for a higher fill_rate"
            .into();
    Some(finding("fill_rate_missed", symptom, advice))
}

/// The item an entity is, or is a variant of.
fn item_of(items: &[Item], entity: &str) -> Option<usize> {
    let name = split_variant(entity, |name| items.iter().any(|item| item.name == name)).map_or(entity, |(it, _)| it);
    items.iter().position(|item| item.name == name)
}

/// Receipts that were overtaken by later ones, where the scenario lets lead times cross.
pub(super) fn crossing(case: &Case<'_>) -> Option<Finding> {
    let model = case.samples.model;
    let mut crossed: Vec<(f64, usize)> = Vec::new();
    for one in seen(case.samples, Measure::CrossedShare).filter(|one| one.kind == EntityKind::Item) {
        let Some(place) = item_of(&model.items, one.entity) else { continue };
        let share = one.estimate.mean.unwrap_or(0.0);
        if share < CROSSED || bought_independently(&model.items[place]).is_none() {
            continue;
        }
        match crossed.iter_mut().find(|(_, known)| *known == place) {
            Some(known) => known.0 = known.0.max(share),
            None => crossed.push((share, place)),
        }
    }
    crossed.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let (share, place) = *crossed.first()?;
    let (item, buy) = (&model.items[place], bought_independently(&model.items[place])?);
    let others = match crossed.len() as u64 - 1 {
        0 => String::new(),
        more => format!(" ({} too)", counted(more, "other item")),
    };
    let symptom = format!(
        "Lead times of {} cross: up to {} of its receipts are overtaken by later ones{others}, which shortens waits",
        item.name,
        percent(share),
    );
    let place = match buy.supplier {
        Some(supplier) => format!("suppliers.{}.crossing", quote_key(&model.suppliers[supplier.index()].name)),
        None => format!("items.{}.buy.crossing", quote_key(&item.name)),
    };
    let advice = format!("if deliveries arrive in the order in which they were released, set {place} = \"sequential\"");
    Some(finding("lead_times_cross", symptom, advice))
}

fn bought_independently(item: &Item) -> Option<&Buy> {
    match &item.supply {
        Supply::Buy(buy) if buy.crossing == Crossing::Independent => Some(buy),
        _ => None,
    }
}
