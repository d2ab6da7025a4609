//! Why: the numbers that decide, beside each other.

use super::super::samples::Key;
use super::super::words::{inside, list};
use super::case::Case;
use crate::measures::{Column, EntityKind, Measure, Unit};
use crate::model::{Item, ItemKind, Model, Shortage, Supply};
use crate::network::Usage;
use crate::results::numbers::{count, counted, percent};
use crate::stats::{Estimate, Sample, paired};

/// Strategies a reason names before it stops.
const NAMED: usize = 6;

/// One sentence per reason that the numbers give.
pub(super) fn reasons(case: &Case<'_>) -> Vec<String> {
    let reasons = [
        cost_lines(case),
        waiting_price(case),
        promise(case),
        stock_value(case),
        assembly_share(case),
        blocking(case),
        variety(case),
    ];
    reasons.into_iter().flatten().map(|reason| format!("Why: {reason}.")).collect()
}

/// Which lines make the difference between the cheapest strategy and the next one that differs.
fn cost_lines(case: &Case<'_>) -> Option<String> {
    let leader = case.money_leader()?;
    let ranked = case.money.ranking(&case.everyone());
    let other = *ranked.iter().find(|s| **s != leader.best && !leader.tied.contains(s))?;
    let revenue = [Measure::Revenue];
    let lines = Measure::COST_LINES.iter().chain(revenue.iter().filter(|_| case.money_measure == Measure::Profit));
    let mut differences: Vec<(f64, String)> = lines
        .filter_map(|line| {
            let difference = system_difference(case, other, leader.best, *line);
            let mean = difference.mean.filter(|mean| *mean != 0.0)?;
            let label = inside(line.definition().label);
            let size = case.words.size(&difference, Unit::MoneyPerTime);
            Some((mean, format!("{label} {size} {}", if mean > 0.0 { "more" } else { "less" })))
        })
        .collect();
    differences.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()));
    let largest = differences.first()?.0.abs();
    let named: Vec<String> =
        differences.into_iter().filter(|(size, _)| size.abs() >= 0.1 * largest).take(3).map(|(_, text)| text).collect();
    Some(format!("against {}, {} has {}", case.called(leader.best), case.called(other), list(&named)))
}

fn system_difference(case: &Case<'_>, first: usize, second: usize, measure: Measure) -> Estimate {
    let paired = case.samples.paired((first, second), &Key::system(measure));
    paired.map_or_else(Estimate::default, |paired| paired.difference)
}

/// Without a price of waiting, the price at which the fastest strategy would draw level with the cheapest.
fn waiting_price(case: &Case<'_>) -> Option<String> {
    let free = |model: &Model| {
        let waits = |shortage: &Shortage| !matches!(shortage, Shortage::Lost);
        model.demands.iter().all(|d| d.backorder.rate == 0.0 && d.backorder.once == 0.0 && waits(&d.shortage))
    };
    let (money, response) = (case.money_leader()?, case.response_leader()?);
    let (cheap, fast) = (money.best, response.best);
    let settled = money.tied.is_empty() && !response.tied.contains(&cheap) && cheap != fast;
    if !settled || !case.samples.model.under_each().all(free) {
        return None;
    }
    let extra = system_difference(case, fast, cheap, Measure::CostTotal).mean?;
    let waiting = system_difference(case, cheap, fast, Measure::OpenOrdersMean).mean?;
    (extra > 0.0 && waiting > 0.0).then(|| {
        format!(
            "waiting has no price here (no backorder_cost); at {} per order and {} {} would draw level with {}",
            case.words.given(extra / waiting, Unit::Money),
            case.samples.model.time_unit.word(),
            case.called(fast),
            case.called(cheap),
        )
    })
}

/// Response against the due time.
fn promise(case: &Case<'_>) -> Option<String> {
    let dues: Vec<f64> =
        case.samples.model.under_each().flat_map(|model| &model.demands).filter_map(|d| Some(d.due?.units())).collect();
    let (least, most) = dues.iter().fold((f64::INFINITY, 0.0f64), |(l, m), due| (l.min(*due), m.max(*due)));
    if dues.is_empty() {
        return None;
    }
    let due = if least == most {
        case.words.given(most, Unit::Time)
    } else {
        format!("{} to {}", crate::results::numbers::plain(least), case.words.given(most, Unit::Time))
    };
    // By the orders themselves: the mean response says little of how many are late, least of all of a promise of 0.
    let on_time = |s: &usize| case.samples.system_mean(*s, Measure::OnTimeRate);
    let late: Vec<usize> = case.everyone().into_iter().filter(|s| on_time(s).is_some_and(|rate| rate < 0.5)).collect();
    let verdict = match late.as_slice() {
        [] => String::new(),
        late => format!(", so most orders are late under {}", case.all_called(late)),
    };
    let responses = each(case, &case.response.estimates, Unit::Time)?;
    Some(format!("the promise is {due}, the mean response {responses}{verdict}"))
}

/// `a under X, b under Y` for the strategies with a value, best first in the scenario's order.
fn each(case: &Case<'_>, estimates: &[Estimate], unit: Unit) -> Option<String> {
    let parts: Vec<String> = estimates
        .iter()
        .enumerate()
        .filter(|(_, estimate)| estimate.mean.is_some())
        .take(NAMED)
        .map(|(s, estimate)| format!("{} under {}", case.words.mean(estimate, unit), case.called(s)))
        .collect();
    (!parts.is_empty()).then(|| list(&parts))
}

fn system_estimates(case: &Case<'_>, measure: Measure) -> Vec<Estimate> {
    case.everyone().into_iter().map(|s| case.samples.estimate(s, &Key::system(measure))).collect()
}

fn stock_value(case: &Case<'_>) -> Option<String> {
    let estimates = system_estimates(case, Measure::InventoryValueMean);
    if estimates.iter().all(|estimate| estimate.mean.is_none_or(|mean| mean == 0.0)) {
        return None;
    }
    Some(format!("stock is worth {}", each(case, &estimates, Unit::Money)?))
}

/// How much of the response is making, its queue included, where orders wait for it at all.
fn assembly_share(case: &Case<'_>) -> Option<String> {
    let share = |s: usize| {
        let response = case.response.estimates[s].mean.filter(|mean| *mean > 0.0)?;
        let process = case.samples.system_mean(s, Measure::ProcessMean)?;
        let queue = case.samples.system_mean(s, Measure::WaitStationMean).unwrap_or(0.0);
        let share = (process + queue) / response;
        (share >= 0.01).then_some((s, share))
    };
    let shares: Vec<(usize, f64)> = case.everyone().into_iter().filter_map(share).take(NAMED).collect();
    let named = |(place, (s, share)): (usize, &(usize, f64))| {
        let of = if place == 0 { " of the response" } else { "" };
        // Whole per cents: the share explains, it is not an estimate of its own.
        format!("{}{of} under {}", percent((share * 100.0).round() / 100.0), case.called(*s))
    };
    let named: Vec<String> = shares.iter().enumerate().map(named).collect();
    (!named.is_empty()).then(|| format!("making and its queue are {}", list(&named)))
}

/// The item that orders of the cheapest strategy wait for last, when one stands out.
fn blocking(case: &Case<'_>) -> Option<String> {
    let strategy = case.money_leader()?.best;
    let own = &case.samples.strategies[strategy];
    let column = Column::plain(Measure::BlockingShare);
    let mut blamed: Vec<(f64, &str, Sample<'_>)> = own
        .samples()
        .filter(|(entry, _)| *entry.column == column && entry.entity.kind == EntityKind::Item)
        .filter_map(|(entry, sample)| {
            let mean = sample.estimate(&case.samples.confidence).mean.filter(|mean| *mean > 0.0)?;
            Some((mean, entry.entity.name.as_str(), sample))
        })
        .collect();
    blamed.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (first, rest) = blamed.split_first()?;
    if let Some(second) = rest.first() {
        let p = paired(&first.2.pseudo_values(), &second.2.pseudo_values(), &case.samples.confidence).p;
        if p.is_none_or(|p| p >= case.samples.alpha()) {
            return None;
        }
    }
    let share = first.2.estimate(&case.samples.confidence);
    Some(format!(
        "under {} orders that wait for parts wait longest for {} ({} of them)",
        case.called(strategy),
        case.words.item(first.1),
        case.words.mean(&share, Unit::Share),
    ))
}

/// Variants that customers can ask for against the parts they are made from.
fn variety(case: &Case<'_>) -> Option<String> {
    let model = case.samples.model;
    let asked: Vec<usize> = (0..model.items.len()).filter(|item| is_asked(model, *item)).collect();
    let variants: u64 = asked.iter().map(|item| variants(&model.items[*item])).sum();
    let mut uses = vec![0u32; model.items.len()];
    asked.iter().for_each(|item| count_uses(model, *item, &mut uses));
    let is_part = |place: &usize| model.items[*place].kind == ItemKind::Part;
    let parts = (0..uses.len()).filter(is_part).filter(|p| uses[*p] > 0).count() as u64;
    let shared = (0..uses.len()).filter(is_part).filter(|p| uses[*p] > 1).count() as u64;
    // Strategies that differ in what else they set are told apart by that.
    if parts == 0 || case.samples.strategies.len() < 2 || model.own.iter().any(Option::is_some) {
        return None;
    }
    let (made, from) = (counted(variants, "product variant"), counted(parts, "part"));
    let verb = if variants == 1 { "is" } else { "are" };
    Some(if variants > parts {
        format!(
            "{made} {verb} made from {from}: a part in stock serves many of them, a product in stock only its own orders"
        )
    } else if shared > 0 {
        format!(
            "{made} {verb} made from {from}, {} of which in several products: there their demand is pooled",
            count(shared)
        )
    } else {
        format!("{made} {verb} made from {from}, none of which in several products: stock of parts pools no demand")
    })
}

fn is_asked(model: &Model, item: usize) -> bool {
    model.demands.iter().flat_map(|demand| &demand.mix).any(|share| share.item.index() == item)
}

/// Adds 1 for every item that goes into the product, directly or not.
fn count_uses(model: &Model, product: usize, uses: &mut [u32]) {
    let mut met = vec![false; uses.len()];
    let mut open = vec![product];
    while let Some(place) = open.pop() {
        for Usage { part, .. } in Usage::of(&model.items[place]) {
            if !std::mem::replace(&mut met[part], true) {
                uses[part] += 1;
                open.push(part);
            }
        }
    }
}

fn variants(item: &Item) -> u64 {
    match &item.supply {
        Supply::Make(make) => {
            make.families.iter().fold(1u64, |product, family| product.saturating_mul(family.choices.len() as u64))
        }
        Supply::Buy(_) => 1,
    }
}
