//! What the network does that its owner may not expect.

use super::super::samples::{Key, Samples};
use super::super::verdict::Case;
use super::super::words::{list, sentence};
use super::said::finding;
use crate::measures::{Column, EntityKind, Measure, Unit};
use crate::model::{Buy, Crossing, Item, Supply};
use crate::network::{BillOfMaterials, MeanFlow, Streams};
use crate::plan::Plan;
use crate::plan::sizing::Sized;
use crate::reader::{quote_key, split_variant};
use crate::record::Entry;
use crate::results::Finding;
use crate::results::numbers::{count, counted, percent, plain};
use crate::rules::stock;
use crate::stats::Estimate;

/// Self checks compare sums of the same integers in two ways; beyond this is no rounding.
const RESIDUAL: f64 = 1e-9;
/// Busy beyond this share is at its limit.
const FULL: f64 = 0.995;
/// Others that cannot keep up, named in one finding.
const SHOWN: usize = 3;
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
        case.called(worst.key.strategy as usize),
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
        let plain = move |entry: &Entry<'_>| *entry.column == Column::plain(measure);
        own.samples().filter(move |(entry, _)| plain(entry)).map(move |(entry, sample)| Seen {
            strategy,
            entity: &entry.entity.name,
            kind: entry.entity.kind,
            estimate: sample.estimate(&samples.confidence),
        })
    })
}

/// A station or supplier that cannot keep up: busy all the time, or asked for as much as it can do by orders that wait as long as
/// it takes.
struct Overload<'a> {
    kind: EntityKind,
    name: &'a str,
    servers: u32,
    /// What is asked of it, of what it can do: where that is most.
    load: f64,
    strategy: usize,
    under: Vec<usize>,
}

impl Overload<'_> {
    /// Servers that keep up.
    fn enough(&self) -> u64 {
        let work = libm::floor(self.load * f64::from(self.servers)) as u64;
        work.max(u64::from(self.servers)) + 1
    }

    fn called(&self, case: &Case<'_>) -> String {
        format!("{} {}", self.kind.word(), case.words.entity(self.kind, self.name))
    }
}

/// Those that cannot keep up, the one that is asked for most first.
fn overloads<'a>(case: &'a Case<'_>) -> Vec<Overload<'a>> {
    let mut all: Vec<Overload<'a>> = Vec::new();
    let mut add = |(kind, name, servers): (EntityKind, &'a str, u32), load: f64, strategy: usize| {
        let known = all.iter_mut().find(|one| one.kind == kind && one.name == name);
        match known {
            None => all.push(Overload { kind, name, servers, load, strategy, under: vec![strategy] }),
            Some(known) => {
                known.under.push(strategy);
                if load > known.load {
                    (known.load, known.strategy, known.servers) = (load, strategy, servers);
                }
            }
        }
    };
    let full = |strategy: usize, kind: EntityKind, name: &str| {
        let key = Key { kind, entity: name, measure: Measure::Utilization, parameter: None };
        case.samples.estimate(strategy, &key).mean.is_some_and(|mean| mean > FULL)
    };
    for (strategy, bill) in BillOfMaterials::of_each(case.samples.model).iter().enumerate() {
        let model = case.samples.model.under(strategy);
        let [waiting, flow] = [Streams::Patient, Streams::All].map(|of| MeanFlow::new(model, bill, strategy, of));
        for (place, station) in model.stations.iter().enumerate() {
            if waiting.station_load(model, place) >= 1.0 || full(strategy, EntityKind::Station, &station.name) {
                let of = (EntityKind::Station, station.name.as_str(), station.servers);
                add(of, flow.station_load(model, place), strategy);
            }
        }
        for (place, supplier) in model.suppliers.iter().enumerate() {
            let (Some(asked), Some(servers)) = (waiting.supplier_load(model, place), supplier.servers) else {
                continue;
            };
            if asked >= 1.0 || full(strategy, EntityKind::Supplier, &supplier.name) {
                let of = (EntityKind::Supplier, supplier.name.as_str(), servers);
                add(of, flow.supplier_load(model, place).unwrap_or(0.0), strategy);
            }
        }
    }
    all.sort_by(|a, b| b.load.total_cmp(&a.load));
    all
}

/// Stations and suppliers with servers that cannot keep up: the one that is asked for most in full, others by their names.
pub(super) fn overloaded(case: &Case<'_>) -> Option<Finding> {
    let all = overloads(case);
    let (most, others) = all.split_first()?;
    let measured = |measure, unit| {
        let key = Key { kind: most.kind, entity: most.name, measure, parameter: None };
        case.words.mean(&case.samples.estimate(most.strategy, &key), unit)
    };
    let mut names: Vec<String> =
        others.iter().take(SHOWN).map(|one| format!("{} ({})", one.called(case), percent(one.load))).collect();
    if others.len() > SHOWN {
        names.push(format!("{} more", count((others.len() - SHOWN) as u64)));
    }
    let others = if names.is_empty() { String::new() } else { format!("; nor can {}", list(&names)) };
    let symptom = format!(
        "{} cannot keep up under {}: asked for {} of what it can do, busy {} of the time, with {} waiting on average{others}",
        sentence(&most.called(case)),
        case.all_called(&most.under),
        percent(most.load),
        measured(Measure::Utilization, Unit::Share),
        measured(Measure::QueueMean, Unit::Orders),
    );
    let (section, id) = match most.kind {
        EntityKind::Station => ("stations", "station_overloaded"),
        _ => ("suppliers", "supplier_overloaded"),
    };
    let advice = format!(
        "set {section}.{}.servers = {} or more (now {}), make or buy in larger lots where each has a set-up, or ask for less",
        quote_key(most.name),
        most.enough(),
        most.servers,
    );
    Some(finding(id, symptom, advice))
}

/// Orders that were still waiting when the drain limit passed.
pub(super) fn censored(case: &Case<'_>, is_overloaded: bool) -> Option<Finding> {
    let means = case.everyone().into_iter().map(|s| (s, case.samples.system_mean(s, Measure::CensoredOrders)));
    let some: Vec<(usize, f64)> = means.filter_map(|(s, mean)| Some((s, mean.filter(|mean| *mean > 0.0)?))).collect();
    let (strategy, share) = *some.iter().reduce(|a, b| if b.1 > a.1 { b } else { a })?;
    let names: Vec<usize> = some.iter().map(|(s, _)| *s).collect();
    let symptom = format!(
        "Orders were still waiting when the drain limit passed under {} (up to {} of them, under {}): they count as \
         failures of service and are missing in the response",
        case.all_called(&names),
        percent(share),
        case.called(strategy),
    );
    let advice = if is_overloaded {
        "give the network the capacity it lacks first".into()
    } else {
        let run = &case.samples.model.run;
        let limit = run.drain_limit.units();
        // Twice nothing is nothing.
        let longer = if limit > 0.0 { 2.0 * limit } else { (run.warm_up + run.horizon).units() };
        format!(
            "set run.drain_limit = {} (now {}), or see what these orders wait for with `pushpull trace`",
            plain(longer),
            plain(limit)
        )
    };
    Some(finding("orders_censored", symptom, advice))
}

/// Sized levels whose realised unit fill is below what was asked for, or above what was foreseen of them.
pub(super) fn missed_fill(case: &Case<'_>) -> Option<Finding> {
    let model = case.samples.model;
    let is_sized = |strategy: &crate::model::Strategy| {
        let variants = strategy.variants.iter().filter_map(|variant| variant.stock.as_ref());
        let mut rules = strategy.holds.iter().flatten().chain(variants);
        rules.any(|stock| stock::sized_for(&stock.rule).is_some())
    };
    let sized = |(place, strategy)| if is_sized(strategy) { Some(Plan::new(model, place)) } else { None };
    let plans: Vec<Option<Plan>> = model.strategies.iter().enumerate().map(sized).collect();
    let mut missed: Vec<(f64, Seen<'_>, &Sized)> = Vec::new();
    for one in seen(case.samples, Measure::UnitFillRate) {
        let Some(plan) = &plans[one.strategy] else { continue };
        let Some(sized) = plan.sized.iter().find(|sized| plan.items[sized.item].name == one.entity) else { continue };
        let (Some(mean), low, high) = (one.estimate.mean, one.estimate.low, one.estimate.high) else { continue };
        let off = if high.unwrap_or(mean) < sized.target {
            sized.target - mean
        } else if low.is_some_and(|low| low > sized.fill) {
            mean - sized.fill
        } else {
            continue;
        };
        missed.push((off, one, sized));
    }
    let misses = missed.len() as u64;
    let (_, one, sized) = missed.into_iter().reduce(|a, b| if b.0 > a.0 { b } else { a })?;
    let others = if misses > 1 { format!(", and {} more", count(misses - 1)) } else { String::new() };
    let symptom = format!(
        "The level sized for a unit fill rate of {} ({} foreseen) reaches {} for {} under {}{others}",
        percent(sized.target),
        percent(sized.fill),
        case.words.mean(&one.estimate, Unit::Share),
        case.words.entity(one.kind, one.entity),
        case.called(one.strategy),
    );
    let advice = if one.estimate.mean < Some(sized.target) {
        "sizing knows the nominal lead time only, no queue, no wait for its parts and no reserve of a class: name a base_stock above \
                  the sized level, or ask for a higher fill_rate"
    } else {
        "sizing counts the whole spread of the lead time, which receipts that may cross do not feel, and every order: name a \
                  lower base_stock, or let `pushpull optimize` find it"
    };
    Some(finding("fill_rate_missed", symptom, advice.into()))
}

/// The item an entity is, or is a variant of.
fn item_of(items: &[Item], entity: &str) -> Option<usize> {
    let name = split_variant(entity, |name| items.iter().any(|item| item.name == name)).map_or(entity, |(it, _)| it);
    items.iter().position(|item| item.name == name)
}

/// Receipts that were overtaken by later ones, where the scenario lets lead times cross.
pub(super) fn crossing(case: &Case<'_>) -> Option<Finding> {
    let model = case.samples.model;
    let mut crossed: Vec<(f64, usize, usize)> = Vec::new();
    for one in seen(case.samples, Measure::CrossedShare).filter(|one| one.kind == EntityKind::Item) {
        let Some(place) = item_of(&model.items, one.entity) else { continue };
        let share = one.estimate.mean.unwrap_or(0.0);
        if share < CROSSED || bought_independently(&model.under(one.strategy).items[place]).is_none() {
            continue;
        }
        match crossed.iter_mut().find(|(_, known, _)| *known == place) {
            Some(known) => known.0 = known.0.max(share),
            None => crossed.push((share, place, one.strategy)),
        }
    }
    crossed.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let (share, place, strategy) = *crossed.first()?;
    let model = model.under(strategy);
    let (item, buy) = (&model.items[place], bought_independently(&model.items[place])?);
    let others = match crossed.len() as u64 - 1 {
        0 => String::new(),
        more => format!(" ({} too)", counted(more, "other item")),
    };
    let symptom = format!(
        "Lead times of {} cross: up to {} of its receipts are overtaken by later ones{others}, which shortens waits",
        case.words.item(&item.name),
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
        Supply::Buy(buy) if item.sources.is_empty() && buy.crossing == Crossing::Independent => Some(buy),
        _ => None,
    }
}
