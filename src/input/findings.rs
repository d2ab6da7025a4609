//! What is allowed and yet worth a word, each with the next step.

use super::always_lost::shelves_of_the_lost;
use super::finding::{LISTED, finding, list};
use super::hours::hours;
use super::validate::Notes;
use super::without_effect::without_effect;
use super::{classes, ends, seasons, sources};
use crate::model::{Family, Item, ItemKind, Model, RunKind, Split, StockRule, Supply, SupplyWay, Ticks, TimePer};
use crate::network::{BillOfMaterials, MeanFlow, Streams, in_use, lead_times};
use crate::reader::{quote, quote_key};
use crate::results::Finding;
use crate::results::numbers::plain;
use crate::rules::stock;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// Payments later than the warm-up is long: what is owed has not reached its mean as the window begins.
fn early_terms(model: &Model) -> Option<Finding> {
    let longest = model.longest_term();
    let (term, warm_up) = (Ticks(longest).units(), model.run.warm_up.units());
    (longest > model.run.warm_up.0 && model.run.kind == RunKind::Steady).then(|| {
        finding(
            "terms_above_warm_up",
            format!(
                "something is paid {} after it came, and the window begins at {}: what is owed still grows",
                plain(term),
                plain(warm_up)
            ),
            format!("Set `run.warm_up` to {} or more.", plain(term)),
        )
    })
}

/// Every finding that needs no simulation.
pub fn findings(model: &Model, notes: Notes) -> Vec<Finding> {
    let bills = BillOfMaterials::of_each(model);
    let mut findings = Vec::new();
    findings.extend(overloads(model, &bills));
    findings.extend(hours(model, &bills));
    findings.extend(times_of_lots(model, &bills));
    findings.extend(low_levels(model, &bills));
    findings.extend(shelves_of_the_lost(model, &bills));
    findings.extend(sold_below_value(model));
    findings.extend(early_terms(model));
    findings.extend(cuts(&notes));
    findings.extend(roundings(&notes));
    if !notes.rounded.is_empty() {
        findings.push(finding(
            "time_rounded",
            format!("more than nine decimals: {} rounded to 1e-9 time units", list(&notes.rounded)),
            "Nothing, unless the difference matters: then choose a smaller `time_unit`.",
        ));
    }
    if !notes.left_out.is_empty() {
        findings.push(finding(
            "record_cells_empty",
            format!("rows of records without a value were left out: {}", notes.left_out.join(", ")),
            "Nothing, unless a value is missing by mistake; a `where` says which rows count.",
        ));
    }
    for (key, rate) in &notes.percent {
        findings.push(finding(
            "holding_rate_high",
            format!("`{key}` = {rate}: holding costs {:.0} % of the value a year", 100.0 * rate),
            format!("If {rate} % is meant, write {}.", rate / 100.0),
        ));
    }
    findings.extend(unused(model, &bills));
    if !notes.rules_are_shared {
        findings.extend(rules_unheld(model));
    }
    findings.extend(alike(model));
    findings.extend(whole_transports(model));
    findings.extend(names_alike(model));
    findings.extend(classes::unused(model));
    findings.extend(classes::high_reserves(model));
    findings.extend(sources::low_yields(model));
    findings.extend(sources::unused(model));
    findings.extend(seasons::cut_periods(model));
    findings.extend(seasons::unused_environments(model));
    findings.extend(ends::ends(model));
    findings.extend(without_effect(model, notes.unreached));
    findings
}

/// The flow under each strategy, with the model as the strategy has it.
fn flows<'m>(model: &'m Model, bills: &[BillOfMaterials], streams: Streams) -> Vec<(MeanFlow, &'m Model)> {
    let of = |(strategy, bill)| (MeanFlow::new(model, bill, strategy, streams), model.under(strategy));
    bills.iter().enumerate().map(of).collect()
}

/// Stations and suppliers that cannot keep up with orders that wait as long as it takes.
fn overloads(model: &Model, bills: &[BillOfMaterials]) -> Vec<Finding> {
    let flows = flows(model, bills, Streams::Patient);
    let most = |load: &dyn Fn(&(MeanFlow, &Model)) -> f64| flows.iter().map(load).fold(0.0, f64::max);
    let mut findings = Vec::new();
    for (place, station) in model.stations.iter().enumerate() {
        let load = most(&|(flow, model)| flow.station_load(model, place));
        if load >= 1.0 {
            findings.push(finding(
                "station_overloaded",
                format!(
                    "station `{}` is asked for {:.1} % of what it can do: its queue grows without end",
                    station.name,
                    100.0 * load
                ),
                format!(
                    "Give `stations.{}` more servers, shorten what is made there, or ask for less.",
                    quote_key(&station.name)
                ),
            ));
        }
    }
    for (place, supplier) in model.suppliers.iter().enumerate() {
        let load = most(&|(flow, model)| flow.supplier_load(model, place).unwrap_or(0.0));
        if load >= 1.0 {
            findings.push(finding(
                "supplier_overloaded",
                format!(
                    "supplier `{}` is asked for {:.1} % of what it can do: its queue grows without end",
                    supplier.name,
                    100.0 * load
                ),
                format!(
                    "Give `suppliers.{}` more servers, order in larger lots, or ask for less.",
                    quote_key(&supplier.name)
                ),
            ));
        }
    }
    findings
}

/// Items made in lots of more than one unit where nothing says whether their time is of a unit or of the lot.
fn times_of_lots(model: &Model, bills: &[BillOfMaterials]) -> Vec<Finding> {
    let flows = flows(model, bills, Streams::All);
    let is_unsaid = |(flow, model): &(MeanFlow, &Model), place: usize, per: TimePer| match &model.items[place].supply {
        Supply::Make(make) => {
            let is_open = make.time_per.is_none() && make.time_is_per() == per && make.time.mean() > 0.0;
            is_open && flow.units[place] > flow.jobs[place] * 1.000_001
        }
        Supply::Buy(_) => false,
    };
    let unsaid = |per: TimePer| -> Vec<String> {
        let items = model.items.iter().enumerate();
        let items = items.filter(|(place, _)| flows.iter().any(|flow| is_unsaid(flow, *place, per)));
        items.map(|(_, item)| item.name.clone()).collect()
    };
    [
        (TimePer::Unit, "is of each unit, as at every station", "unit", "lot"),
        (TimePer::Lot, "is of the whole lot, as everywhere without a station", "lot", "unit"),
    ]
    .into_iter()
    .map(|(per, taken, word, other)| (unsaid(per), taken, word, other))
    .filter(|(items, ..)| !items.is_empty())
    .map(|(items, taken, word, other)| {
        finding(
            "time_per_default",
            format!("made in lots of more than one unit, {}: `make.time` {taken}", list(&items)),
            format!("Write `make.time_per = \"{word}\"` if that is meant, else \"{other}\"."),
        )
    })
    .collect()
}

/// Levels below the mean demand of the time that they have to last for, where customers wait. A level of 0 or
/// less is one on purpose.
fn low_levels(model: &Model, bills: &[BillOfMaterials]) -> Option<Finding> {
    let mut low: Vec<(f64, String)> = Vec::new();
    for ((place, strategy), bill) in model.strategies.iter().enumerate().zip(bills) {
        let asked = MeanFlow::new(model, bill, place, Streams::Patient).units;
        let leads = lead_times(model, bill, place);
        let model = model.under(place);
        for (item, stock) in strategy.holds.iter().enumerate().filter_map(|(item, stock)| Some((item, stock.as_ref()?)))
        {
            let Some(level) = stock::trigger_level(&stock.rule) else { continue };
            let demand =
                asked[item] * commonest(&model.items[item]) * (leads[item] + stock.review.map_or(0.0, Ticks::units));
            if level > 0 && (level as f64) < demand {
                let name = &model.items[item].name;
                let said = format!("`{name}` under `{}` has {level} where {} are asked", strategy.name, plain(demand));
                low.push((level as f64 / demand, said));
            }
        }
    }
    low.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (_, worst) = low.first()?;
    let others = if low.len() > 1 { format!(", and {} more", low.len() - 1) } else { String::new() };
    Some(finding(
        "level_below_demand",
        format!(
            "A level below the mean demand of lead time and review is usually short before the next receipt: {worst}{others}"
        ),
        "Raise it, ask for a `fill_rate` in its place, or let `pushpull optimize` find the best levels.",
    ))
}

/// What is made from one part without a station is often a transport, and ships what is there; as written it waits for all of a
/// replenishment. Only where one may be of more than a unit.
fn whole_transports(model: &Model) -> Option<Finding> {
    let batches = model.demands.iter().any(|demand| demand.quantity.as_constant() != Some(1.0));
    let is_level = |rule: &StockRule| {
        let level = StockRule::BaseStock { level: 0 };
        matches!(rule, StockRule::FillRate { .. }) || stock::levers(rule) == stock::levers(&level)
    };
    let bundled = |item: usize| {
        let rules = model.strategies.iter().filter_map(|strategy| strategy.holds[item].as_ref());
        rules.into_iter().any(|stock| stock.review.is_some() || !is_level(&stock.rule))
    };
    let is_transport = |item: &Item| match &item.supply {
        Supply::Make(make) => {
            let alone = make.parts.len() == 1 && make.optional.is_empty() && make.families.is_empty();
            alone && make.station.is_none() && make.split == Split::Whole
        }
        Supply::Buy(_) => false,
    };
    let items =
        model.items.iter().enumerate().filter(|(place, item)| is_transport(item) && (batches || bundled(*place)));
    let names: Vec<&str> = items.map(|(_, item)| item.name.as_str()).collect();
    let first = names.first()?;
    Some(finding(
        "transport_whole",
        format!(
            "made from one part without a station, and sent only when all of a replenishment is there: {}",
            list(&names)
        ),
        format!("If it ships what is there, set `items.{}.make.split = \"available\"`.", quote_key(first)),
    ))
}

/// Share of a product's commonest variant: each is held under the rule by itself.
fn commonest(item: &Item) -> f64 {
    let Supply::Make(make) = &item.supply else { return 1.0 };
    let most = |family: &Family| family.choices.iter().map(|choice| choice.share).fold(0.0, f64::max);
    make.families.iter().map(most).product()
}

/// Products whose units cost more than they earn, options included: more sales are more loss.
fn sold_below_value(model: &Model) -> Option<Finding> {
    let earned = |model: &Model, item: &Item| {
        let Supply::Make(make) = &item.supply else { return item.price };
        let choices = make.families.iter().flat_map(|family| &family.choices);
        item.price + choices.map(|choice| choice.share * model.item(choice.item).price).sum::<f64>()
    };
    let is_losing = |model: &Model, item: &Item| {
        item.kind == ItemKind::Product && item.price > 0.0 && earned(model, item) < item.value
    };
    // A strategy that makes it dearer for itself may know why.
    let all = |place: usize| model.under_each().all(|model| is_losing(model, &model.items[place]));
    let places: Vec<usize> = (0..model.items.len()).filter(|place| all(*place)).collect();
    let shown = model.under(0);
    let first = &shown.items[*places.first()?];
    let names: Vec<&str> = places.iter().map(|place| shown.items[*place].name.as_str()).collect();
    Some(finding(
        "sold_below_value",
        format!(
            "{}: a unit earns less than its parts and making cost (`{}`: {} for {}), so that every strategy loses money on it",
            list(&names),
            first.name,
            plain(earned(shown, first)),
            plain(first.value)
        ),
        "Check `price`, `cost` and the quantities of parts.",
    ))
}

fn cuts(notes: &Notes) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (key, cut) in &notes.cuts {
        if cut.sd > cut.stated {
            findings.push(finding(
                "sd_above_mean",
                format!(
                    "`{key}`: a normal law with sd {} above its mean {} is cut at 0; its mean becomes {:.6}",
                    cut.sd, cut.stated, cut.mean
                ),
                "Take a law that cannot be negative: gamma or lognormal with the same mean and sd.",
            ));
        } else {
            findings.push(finding(
                "law_cut",
                format!("`{key}`: cut at 0, the normal law with mean {} has mean {:.6}", cut.stated, cut.mean),
                "Take a law that cannot be negative, or mind the higher mean.",
            ));
        }
    }
    findings
}

fn roundings(notes: &Notes) -> impl Iterator<Item = Finding> {
    notes.quantities.iter().map(|(key, rounded)| {
        let (stated, mean) = (rounded.stated, rounded.mean);
        // From three units on rounding hardly moves the mean of a law that is not a few values.
        let factor = (1..=9).map(|power| 10_f64.powi(power)).find(|factor| stated * factor >= 3.0).unwrap_or(1e9);
        finding(
            "quantity_rounded",
            format!("`{key}`: rounded to whole units, the law with mean {stated} has mean {mean:.6}"),
            format!(
                "Count in units of 1/{factor}: every quantity and stock level of the item times {factor}, its costs and prices per unit divided by \
                 {factor}. Or mind the other mean."
            ),
        )
    })
}

/// Items nobody asks for, stations and suppliers nobody uses.
fn unused(model: &Model, bills: &[BillOfMaterials]) -> Vec<Finding> {
    let mut asked = vec![false; model.items.len()];
    let (mut stations, mut suppliers) = (vec![false; model.stations.len()], vec![false; model.suppliers.len()]);
    for (model, bill) in model.under_each().zip(bills) {
        for (place, used) in in_use(model, bill).into_iter().enumerate().filter(|(_, used)| *used) {
            asked[place] = used;
            for (_, way) in model.items[place].ways() {
                match way {
                    SupplyWay::Buy(buy) => buy.supplier.iter().for_each(|id| suppliers[id.index()] = true),
                    SupplyWay::Make(make) => make.station.iter().for_each(|id| stations[id.index()] = true),
                }
            }
        }
    }
    let names = |used: &[bool], name: &dyn Fn(usize) -> String| -> Vec<String> {
        (0..used.len()).filter(|place| !used[*place]).map(name).collect()
    };
    let groups = [
        ("item_unasked", "nobody asks for", names(&asked, &|item| model.items[item].name.clone())),
        (
            "station_unused",
            "nothing that is asked for is made at station",
            names(&stations, &|at| model.stations[at].name.clone()),
        ),
        (
            "supplier_unused",
            "nothing that is asked for is bought from supplier",
            names(&suppliers, &|at| model.suppliers[at].name.clone()),
        ),
    ];
    let found = groups.into_iter().filter(|(_, _, names)| !names.is_empty());
    found
        .map(|(id, words, names)| finding(id, format!("{words} {}", list(&names)), "Take it out, or ask for it."))
        .collect()
}

/// Stock rules of items that no strategy holds. A rule of variants is one of their product.
fn rules_unheld(model: &Model) -> Option<Finding> {
    let is_held = |place: usize| {
        let of_item = model.strategies.iter().any(|strategy| strategy.holds[place].is_some());
        let mut variants = model.strategies.iter().flat_map(|strategy| &strategy.variants);
        of_item || variants.any(|variant| variant.stock.is_some() && variant.product.index() == place)
    };
    let unheld = model.items.iter().enumerate().filter(|(place, item)| item.stock.is_some() && !is_held(*place));
    let names: Vec<&str> = unheld.map(|(_, item)| item.name.as_str()).collect();
    (!names.is_empty()).then(|| {
        let symptom = format!("a stock rule does nothing under any strategy, for none holds {}", list(&names));
        finding("stock_rule_unused", symptom, "Name the item in `hold` of a strategy, or leave the rule out.")
    })
}

/// Strategies that say the same: their results will be equal.
fn alike(model: &Model) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (place, strategy) in model.strategies.iter().enumerate() {
        let same = |other: &&crate::model::Strategy| {
            other.holds == strategy.holds
                && other.sets == strategy.sets
                && other.variants == strategy.variants
                && (other.allocation, other.pegging, other.ranking)
                    == (strategy.allocation, strategy.pegging, strategy.ranking)
        };
        if let Some(other) = model.strategies[..place].iter().find(same) {
            findings.push(finding(
                "strategies_alike",
                format!("strategies `{}` and `{}` hold the same items by the same rules", other.name, strategy.name),
                "Leave one out, or let them differ.",
            ));
        }
    }
    findings
}

/// Names of one kind of thing that are alike but for case or outer blanks.
fn names_alike(model: &Model) -> Option<Finding> {
    let kinds: [Vec<&str>; 6] = [
        model.items.iter().map(|item| item.name.as_str()).collect(),
        model.stations.iter().map(|station| station.name.as_str()).collect(),
        model.suppliers.iter().map(|supplier| supplier.name.as_str()).collect(),
        model.demands.iter().map(|demand| demand.name.as_str()).collect(),
        model.demands.iter().map(|demand| demand.class.as_str()).collect(),
        model.strategies.iter().map(|strategy| strategy.name.as_str()).collect(),
    ];
    let mut pairs: BTreeSet<String> = BTreeSet::new();
    for names in kinds {
        // Of two that differ so, one has capitals or blanks.
        if names.iter().all(|name| matches!(folded(name), Cow::Borrowed(folded) if folded.len() == name.len())) {
            continue;
        }
        let mut seen: BTreeMap<Cow<str>, &str> = BTreeMap::new();
        for name in names {
            let first = *seen.entry(folded(name)).or_insert(name);
            if first != name {
                pairs.insert(format!("{} and {}", quote(first), quote(name)));
            }
        }
    }
    let shown: Vec<&str> = pairs.iter().take(LISTED).map(String::as_str).collect();
    let symptom = format!("names differ in nothing but case or outer blanks: {}", shown.join("; "));
    (!pairs.is_empty()).then(|| finding("names_alike", symptom, "If one thing is meant, write one name."))
}

/// A name without case and outer blanks; most have neither.
fn folded(name: &str) -> Cow<'_, str> {
    let trimmed = name.trim();
    let is_low = trimmed.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    if is_low { Cow::Borrowed(trimmed) } else { Cow::Owned(trimmed.to_lowercase()) }
}
