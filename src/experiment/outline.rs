//! What a scenario comes to before anything is simulated: for `pushpull check`.

use crate::model::{ItemKind, Model, Supply};
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
        run.replications,
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

/// Response of each product with nothing in stock anywhere: its longest mean path, queues counted as 0; and its value.
fn zero_stock(model: &Model, out: &mut String) {
    let _ = writeln!(
        out,
        "\nproduct, value ({}), mean response from nothing ({}):",
        model.currency,
        model.time_unit.word()
    );
    let products = model.items.iter().filter(|item| item.kind == ItemKind::Product);
    for item in products.clone().take(NAMED) {
        let id = model.items.iter().position(|other| other.name == item.name).unwrap_or(0);
        let _ = writeln!(out, "  {:<20} {:>12} {:>10}", item.name, round(item.value), round(path(model, id)));
    }
    if products.count() > NAMED {
        let _ = writeln!(out, "  …");
    }
}

fn round(value: f64) -> f64 {
    (value * 1e4).round() / 1e4
}

/// Longest mean path from raw material to the item, time units.
fn path(model: &Model, item: usize) -> f64 {
    match &model.items[item].supply {
        Supply::Buy(buy) => buy.lead_time.mean(),
        Supply::Make(make) => {
            let lines = make.parts.iter().chain(&make.optional).map(|line| line.item);
            let choices = make.families.iter().flat_map(|family| family.choices.iter().map(|choice| choice.item));
            let longest = lines.chain(choices).map(|part| path(model, part.index())).fold(0.0, f64::max);
            longest + make.time.mean() + make.setup_time.mean()
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
    for item in held.iter().take(NAMED) {
        let level = all.0[*item];
        let rule = if level.quantity > 0 {
            format!("reorder at {} in lots of {}", level.low, level.quantity)
        } else if level.low == level.high - 1 {
            format!("base stock {}", level.high)
        } else {
            format!("min {} max {}", level.low, level.high)
        };
        let _ = writeln!(out, "  {:<20} {rule}", plan.items[*item].name);
    }
    if held.len() > NAMED {
        let _ = writeln!(out, "  … and {} more", held.len() - NAMED);
    }
    for sized in plan.sized.iter().take(NAMED) {
        let _ = writeln!(
            out,
            "  sized {:<20} base stock {} for a fill of {} (asked {}); demand over the lead time {} ± {}",
            plan.items[sized.item].name,
            sized.level,
            round(sized.fill),
            sized.target,
            round(sized.mean),
            round(sized.sd)
        );
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
