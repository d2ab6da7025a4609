//! What a scenario comes to before anything is simulated: for `pushpull check`.

use super::tables;
use crate::model::{AtClose, ItemKind, Model, Stock};
use crate::network::{BillOfMaterials, MeanFlow, Streams, order_path};
use crate::plan::{Mode, Plan, sizing};
use crate::results::Finding;
use crate::results::numbers::{counted, grouped};
use crate::results::text_width::{left, widest};
use crate::rules::sizes::Sizes;
use crate::rules::stock;
use std::fmt::Write as _;

/// Items named one by one, at most.
const NAMED: usize = 20;

/// The outline as text: the network, each strategy with what it holds, expected orders and events, findings.
#[must_use]
pub fn outline(model: &Model, findings: &[Finding]) -> String {
    let mut out = String::new();
    let count = |kind| model.items.iter().filter(|item| item.kind == kind).count() as u64;
    let _ = writeln!(out, "{}", model.name);
    if !model.question.is_empty() {
        let _ = writeln!(out, "{}", model.question);
    }
    let numbers = [
        counted(count(ItemKind::Product), "product"),
        either(count(ItemKind::Subassembly), "sub-assembly", "sub-assemblies"),
        counted(count(ItemKind::Part), "part"),
        counted(model.stations.len() as u64, "station"),
        counted(model.demands.len() as u64, "demand stream"),
    ];
    let _ = writeln!(out, "\n{}", numbers.join(", "));
    let unit = model.time_unit.word();
    let rate: f64 = model.demands.iter().map(|demand| (1.0 - demand.quantity.zero_share()) * demand.order_rate()).sum();
    let run = &model.run;
    let span = run.warm_up.units() + run.horizon.units();
    let orders = rate * span * f64::from(run.replications) * model.strategies.len() as f64;
    let _ = writeln!(
        out,
        "window {} to {} {unit}s, {}, {}: about {} customer orders in all",
        run.warm_up.units(),
        span,
        run.stopping.as_ref().map_or_else(
            || counted(run.replications.into(), "replication"),
            |stopping| format!("{} to {} replications", run.replications, stopping.max_replications),
        ),
        either(model.strategies.len() as u64, "strategy", "strategies"),
        grouped(orders, 0)
    );
    profiles(model, &mut out);
    let bill = BillOfMaterials::of(&model.items).expect("no item of a checked model is made of itself");
    let each = BillOfMaterials::of_each(model);
    zero_stock(model, (bill, &each), &mut out);
    for (strategy, bill) in each.iter().enumerate() {
        levels(model.under(strategy), bill, strategy, &mut out);
    }
    for finding in findings {
        let _ = writeln!(out, "\nfinding {}: {}\n  {}", finding.id, finding.symptom, finding.advice);
    }
    out
}

/// `1 strategy`, `3 strategies`.
fn either(number: u64, one: &str, more: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { more })
}

/// How the rate of each stream changes: its mean factor over the window and the largest one.
fn profiles(model: &Model, out: &mut String) {
    for demand in &model.demands {
        let Some(profile) = &demand.profile else { continue };
        let _ = writeln!(
            out,
            "stream {}: factor {} in the mean, {} at most; {} orders per {}",
            demand.name,
            round(profile.mean),
            round(profile.peak),
            round(demand.order_rate()),
            model.time_unit.word()
        );
    }
}

/// Value of each product, and the response to an order of mean size with nothing in stock anywhere if every time took its
/// mean: the longest path, queues counted as 0. Where several times are random the mean response is longer: the last of
/// several parts to come takes longer than each in the mean.
/// Strategies that set other figures for themselves stand below.
fn zero_stock(model: &Model, bills: (BillOfMaterials, &[BillOfMaterials]), out: &mut String) {
    let _ = writeln!(
        out,
        "\nproduct, value ({}), response to its mean order from nothing if every time took its mean ({}):",
        model.currency,
        model.time_unit.word()
    );
    let products = || model.items.iter().enumerate().filter(|(_, item)| item.kind == ItemKind::Product);
    for (place, item) in products().take(NAMED) {
        let figures = |model: &Model, bill: &BillOfMaterials| {
            let path = order_path(model, bill, place, mean_order(model, place));
            (round(model.items[place].value), round(path))
        };
        let (value, path) = figures(model, &bills.0);
        let _ = writeln!(out, "  {} {value:>12} {path:>10}", left(&item.name, 20));
        let own = model.strategies.iter().zip(model.under_each()).zip(bills.1);
        for ((strategy, model), bill) in own.filter(|((_, own), _)| !std::ptr::eq(*own, model)) {
            let own = figures(model, bill);
            if own != (value, path) {
                let under = format!("  under {}", strategy.name);
                let _ = writeln!(out, "  {} {:>12} {:>10}", left(&under, 20), own.0, own.1);
            }
        }
    }
    if products().count() > NAMED {
        let _ = writeln!(out, "  … and {} more", products().count() - NAMED);
    }
}

/// Mean units of an order for a product, of orders of at least one unit.
fn mean_order(model: &Model, product: usize) -> f64 {
    let (mut orders, mut units) = (0.0, 0.0);
    for demand in &model.demands {
        let share: f64 = demand.mix.iter().filter(|of| of.item.index() == product).map(|of| of.share).sum();
        let (sizes, some) = Sizes::of_orders(&demand.quantity);
        orders += share * some * demand.order_rate();
        units += share * some * demand.order_rate() * sizes.mean();
    }
    if orders > 0.0 { units / orders } else { 1.0 }
}

fn round(value: f64) -> f64 {
    // A sum of nothing is −0.
    (value * 1e4).round() / 1e4 + 0.0
}

/// What a strategy holds and at which levels.
fn levels(model: &Model, bill: &BillOfMaterials, strategy: usize, out: &mut String) {
    let plan = Plan::new(model, strategy);
    let chosen = &model.strategies[strategy];
    let held: Vec<usize> = (0..plan.items.len()).filter(|item| plan.items[*item].mode == Mode::Held).collect();
    let _ = writeln!(
        out,
        "\n{}: allocation {}, pegging {}, {} held",
        chosen.name,
        tables::allocation(model, chosen),
        tables::pegging(chosen.pegging, &tables::names(chosen.pooled_for_lots(&model.items))),
        counted(held.len() as u64, "item")
    );
    for set in &chosen.sets {
        let _ = writeln!(out, "  sets {}", tables::setting(set));
    }
    let all = plan.levels();
    let width = widest(held.iter().take(NAMED).map(|item| plan.items[*item].name.as_str()));
    for item in held.iter().take(NAMED) {
        let level = all.0[*item];
        let rule = stock::described(sizing::rule(model, &plan, *item).map(|stock| &stock.rule), &level);
        let sized = plan.sized.iter().find(|sized| sized.item == *item).map_or(String::new(), |sized| {
            format!(
                ", sized for a fill of {} (asked {}); demand over the lead time {} ± {}",
                round(sized.fill),
                sized.target,
                round(sized.mean),
                round(sized.sd)
            )
        });
        let placed = plan.placed.iter().find(|placed| placed.item == *item).map_or(String::new(), |placed| {
            format!(", serves within {}; its stock covers {}", round(placed.quoted), round(placed.covered))
        });
        let kept = kept(sizing::rule(model, &plan, *item));
        let _ = writeln!(out, "  {}  {rule}{sized}{placed}{kept}", left(&plan.items[*item].name, width));
    }
    if held.len() > NAMED {
        let _ = writeln!(out, "  … and {} more", held.len() - NAMED);
    }
    sources(model, out);
    loads(model, bill, strategy, out);
}

/// Which source gets the orders of an item that has several.
fn sources(model: &Model, out: &mut String) {
    for item in model.items.iter().filter(|item| item.sources.len() > 1).take(NAMED) {
        let _ = writeln!(out, "  {} sourcing {}", left(&item.name, 18), tables::sourcing(item));
    }
}

/// What classes leave on the shelf, in words.
fn kept(stock: Option<&Stock>) -> String {
    let reserves = stock.map_or(&[][..], |stock| &stock.reserve);
    reserves.iter().map(|reserve| format!(", {} leaves {}", reserve.class, reserve.units)).collect()
}

/// Offered load of each station and of each supplier with servers, by name: mean work per time unit ÷ servers.
fn loads(model: &Model, bill: &BillOfMaterials, strategy: usize, out: &mut String) {
    let flow = MeanFlow::new(model, bill, strategy, Streams::All);
    for (name, station) in by_name(model.stations.iter().map(|station| station.name.as_str())) {
        let (load, busy) = (flow.station_load(model, station), flow.station_busy(model, station));
        let down =
            if load == busy { String::new() } else { format!(" of its hours, {} of the time at work", round(load)) };
        let own = &model.stations[station];
        let finishes = own.work.calendar.is_some() && own.habits.at_close == AtClose::Finish;
        let after = if finishes { "; less by what is finished after hours" } else { "" };
        let _ = writeln!(out, "  station {} offered load {}{down}{after}", left(name, 18), round(busy));
    }
    for (name, supplier) in by_name(model.suppliers.iter().map(|supplier| supplier.name.as_str())) {
        if let Some(load) = flow.supplier_load(model, supplier) {
            let _ = writeln!(out, "  supplier {} offered load {}", left(name, 17), round(load));
        }
    }
}

/// Names with their places, in the order of the names.
fn by_name<'m>(names: impl Iterator<Item = &'m str>) -> Vec<(&'m str, usize)> {
    let mut all: Vec<(&str, usize)> = names.enumerate().map(|(place, name)| (name, place)).collect();
    all.sort_unstable();
    all
}
