//! What a scenario comes to before anything is simulated: for `pushpull check`.

use crate::model::{Item, ItemKind, Model, Supply};
use crate::plan::{Mode, Plan, SupplyPlan, sizing};
use crate::results::Finding;
use std::fmt::Write as _;

/// Items named one by one, at most.
const NAMED: usize = 20;

/// The outline as text: the network, each strategy with what it holds, expected orders and events, findings.
#[must_use]
pub fn outline(model: &Model, findings: &[Finding]) -> String {
    let mut out = String::new();
    let count = |kind| model.items.iter().filter(|item| item.kind == kind).count();
    let _ = writeln!(out, "{}", model.name);
    if !model.question.is_empty() {
        let _ = writeln!(out, "{}", model.question);
    }
    let _ = writeln!(
        out,
        "\n{} products, {} sub-assemblies, {} parts, {} stations, {} demand streams",
        count(ItemKind::Product),
        count(ItemKind::Subassembly),
        count(ItemKind::Part),
        model.stations.len(),
        model.demands.len()
    );
    let unit = model.time_unit.word();
    let rate: f64 = model.demands.iter().map(|demand| 1.0 / demand.gaps.mean()).sum();
    let run = &model.run;
    let span = run.warm_up.units() + run.horizon.units();
    let orders = rate * span * f64::from(run.replications) * model.strategies.len() as f64;
    let _ = writeln!(
        out,
        "window {} to {} {unit}s, {} replications, {} strategies: about {:.0} customer orders in all",
        run.warm_up.units(),
        span,
        run.stopping.as_ref().map_or_else(
            || run.replications.to_string(),
            |stopping| format!("{} to {}", run.replications, stopping.max_replications),
        ),
        model.strategies.len(),
        orders
    );
    zero_stock(model, &mut out);
    for strategy in 0..model.strategies.len() {
        levels(model, strategy, &mut out);
    }
    for finding in findings {
        let _ = writeln!(out, "\nfinding {}: {}\n  {}", finding.id, finding.symptom, finding.advice);
    }
    out
}

/// Value of each product, and its response with nothing in stock anywhere if every time took its mean: the longest
/// path, queues counted as 0. Where several times are random the mean response is longer: the last of several parts to
/// come takes longer than each in the mean.
fn zero_stock(model: &Model, out: &mut String) {
    let _ = writeln!(
        out,
        "\nproduct, value ({}), response from nothing if every time took its mean ({}):",
        model.currency,
        model.time_unit.word()
    );
    let paths = paths(model);
    let products = || model.items.iter().zip(&paths).filter(|(item, _)| item.kind == ItemKind::Product);
    for (item, path) in products().take(NAMED) {
        let _ = writeln!(out, "  {:<20} {:>12} {:>10}", item.name, round(item.value), round(*path));
    }
    if products().count() > NAMED {
        let _ = writeln!(out, "  … and {} more", products().count() - NAMED);
    }
}

fn round(value: f64) -> f64 {
    (value * 1e4).round() / 1e4
}

/// Longest mean path from raw material to each item, time units.
fn paths(model: &Model) -> Vec<f64> {
    let mut known: Vec<Option<f64>> = vec![None; model.items.len()];
    // A stack of its own: a bill of materials may be deeper than the program's. An item is looked at again when its
    // parts are known.
    let mut open: Vec<usize> = (0..model.items.len()).collect();
    while let Some(&item) = open.last() {
        if known[item].is_some() {
            open.pop();
            continue;
        }
        let parts = parts(&model.items[item]);
        let waits: Vec<usize> = parts.iter().copied().filter(|part| known[*part].is_none()).collect();
        if !waits.is_empty() {
            open.extend(waits);
            continue;
        }
        let longest = parts.iter().filter_map(|part| known[*part]).fold(0.0, f64::max);
        known[item] = Some(match &model.items[item].supply {
            Supply::Buy(buy) => buy.lead_time.mean(),
            Supply::Make(make) => longest + make.time.mean() + make.setup_time.mean(),
        });
        open.pop();
    }
    known.into_iter().flatten().collect()
}

/// Everything that may go into an item.
fn parts(item: &Item) -> Vec<usize> {
    match &item.supply {
        Supply::Buy(_) => Vec::new(),
        Supply::Make(make) => {
            let lines = make.parts.iter().chain(&make.optional).map(|line| line.item.index());
            let choices =
                make.families.iter().flat_map(|family| family.choices.iter().map(|choice| choice.item.index()));
            lines.chain(choices).collect()
        }
    }
}

/// What a strategy holds and at which levels.
fn levels(model: &Model, strategy: usize, out: &mut String) {
    let plan = Plan::new(model, strategy);
    let chosen = &model.strategies[strategy];
    let held: Vec<usize> = (0..plan.items.len()).filter(|item| plan.items[*item].mode == Mode::Held).collect();
    let _ = writeln!(
        out,
        "\n{}: allocation {}, pegging {}, {} items held",
        chosen.name,
        chosen.allocation.word(),
        chosen.pegging.word(),
        held.len()
    );
    let all = plan.levels();
    let width = held.iter().take(NAMED).map(|item| plan.items[*item].name.chars().count()).max().unwrap_or(0);
    for item in held.iter().take(NAMED) {
        let level = all.0[*item];
        let rule = if level.quantity > 0 {
            format!("reorder at {} in lots of {}", level.low, level.quantity)
        } else if level.low == level.high - 1 {
            format!("base stock {}", level.high)
        } else {
            format!("min {} max {}", level.low, level.high)
        };
        let sized = plan.sized.iter().find(|sized| sized.item == *item).map_or(String::new(), |sized| {
            format!(
                ", sized for a fill of {} (asked {}); demand over the lead time {} ± {}",
                round(sized.fill),
                sized.target,
                round(sized.mean),
                round(sized.sd)
            )
        });
        let _ = writeln!(out, "  {:<width$}  {rule}{sized}", plan.items[*item].name);
    }
    if held.len() > NAMED {
        let _ = writeln!(out, "  … and {} more", held.len() - NAMED);
    }
    loads(model, &plan, out);
}

/// Offered load of each station and of each supplier with servers: mean work per time unit ÷ servers.
fn loads(model: &Model, plan: &Plan, out: &mut String) {
    let rates = sizing::rates(model, plan);
    let mut stations = vec![0.0; plan.stations.len()];
    let mut suppliers = vec![0.0; plan.suppliers.len()];
    for (item, rate) in plan.items.iter().zip(&rates) {
        match (&model.item(item.origin).supply, &item.supply) {
            (Supply::Make(source), SupplyPlan::Make(make)) => {
                if let Some(station) = make.station {
                    let jobs = rate.orders * source.setup_time.mean();
                    stations[station as usize] += rate.mean * source.time.mean() + jobs;
                }
            }
            (Supply::Buy(source), SupplyPlan::Buy(buy)) => {
                if let Some(supplier) = buy.supplier {
                    suppliers[supplier as usize] += rate.orders * source.lead_time.mean();
                }
            }
            _ => {}
        }
    }
    for (station, load) in plan.stations.iter().zip(stations) {
        let _ =
            writeln!(out, "  station {:<18} offered load {}", station.name, round(load / f64::from(station.servers)));
    }
    for (supplier, load) in plan.suppliers.iter().zip(suppliers) {
        if let Some(servers) = supplier.servers {
            let _ = writeln!(out, "  supplier {:<17} offered load {}", supplier.name, round(load / f64::from(servers)));
        }
    }
}
