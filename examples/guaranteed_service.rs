//! A guaranteed-service placement of a scenario's chain (Graves and Willems 2000): which stages hold, for which service time,
//! and base stocks for that, as a table that `moved_levels` takes beside the levels of a search.
//!
//! ```sh
//! cargo run --release --example guaranteed_service -- chain/scenario.toml MTS 1.645 > placed.csv
//! cargo run --release --example moved_levels -- chain/scenario.toml MTS 0.95 40 11 placed.csv found/levels.csv
//! ```
//!
//! The number is the safety factor. Demand in t time units is taken to be at most mean × t + factor × √(variance × t + mean² × variance of
//! the stage's own time); a stage's time is its mean, rounded up. Customers are served within the shortest promise. A stage that
//! covers a time keeps what is asked of it in that time and until the next order; one that covers none keeps nothing and
//! hands every order on.

use pushpull::input;
use pushpull::jobs::JobError;
use pushpull::network::{ServiceStage, guaranteed_service};
use pushpull::plan::sizing::{lead_times, rates};
use pushpull::plan::{Mode, Plan};
use std::{env, error::Error, path::Path, process};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [file, strategy, factor] = arguments.as_slice() else {
        eprintln!("usage: guaranteed_service SCENARIO STRATEGY FACTOR");
        process::exit(2);
    };
    let (scenario, factor) = (input::read(Path::new(file), &[]).map_err(JobError::from)?, factor.parse::<f64>()?);
    let place = scenario.model.strategies.iter().position(|own| own.name == *strategy).ok_or("no such strategy")?;
    let model = scenario.model.under(place);
    let plan = Plan::new(model, place);
    let (rates, leads) = (rates(model, &plan), lead_times(model, &plan));
    let mut promised = vec![None; plan.items.len()];
    for demand in &plan.demands {
        let due = demand.due.unwrap_or(0) / pushpull::model::TICKS_PER_UNIT;
        for target in &demand.targets {
            promised[target.item as usize] = Some(usize::try_from(due)?);
        }
    }
    // Parts before what takes them.
    let mut order: Vec<usize> = Vec::new();
    let mut depth = vec![0usize; plan.items.len()];
    for _ in 0..plan.items.len() {
        for item in 0..plan.items.len() {
            depth[item] = plan.bill.parts(item).map(|part| depth[part] + 1).max().unwrap_or(0);
        }
    }
    order.extend(0..plan.items.len());
    order.sort_by_key(|item| depth[*item]);
    let mut rank = vec![0; order.len()];
    order.iter().enumerate().for_each(|(place, item)| rank[*item] = place);
    let stage = |item: &usize| {
        let (rate, lead, own) = (rates[*item], leads[*item], &plan.items[*item]);
        let time = lead.mean.ceil() as usize;
        let variance = rate.variance + rate.mean * rate.mean * lead.variance / lead.mean.max(1.0);
        // What is not held covers nothing: as if it were endlessly dear.
        let holding = if own.mode == Mode::Held { own.holding } else { f64::MAX.sqrt() };
        ServiceStage { time, holding, deviation: factor * variance.sqrt(), longest: promised[*item] }
    };
    let stages: Vec<ServiceStage> = order.iter().map(stage).collect();
    let takes = |item: &usize| plan.bill.parts(*item).map(|part| (rank[part], rank[*item])).collect::<Vec<_>>();
    let arcs: Vec<(usize, usize)> = order.iter().flat_map(takes).collect();
    let found = guaranteed_service(&stages, &arcs);
    let (mut safety, mut pipeline) = (0.0, 0.0);
    println!("strategy,level,best,quoted,covered");
    for (place, item) in order.iter().enumerate() {
        let (rate, lead, covered) = (rates[*item], leads[*item], found.covered[place] as f64);
        safety += stages[place].deviation * covered.sqrt();
        pipeline += rate.mean * lead.mean;
        let time = covered + if rate.orders > 0.0 { 1.0 / rate.orders } else { 0.0 };
        let above = factor * (rate.variance * time + rate.mean * rate.mean * lead.variance).sqrt();
        let level = if covered > 0.0 { (rate.mean * time + above).ceil() } else { 0.0 };
        println!("{strategy},{}.base_stock,{level},{},{covered}", plan.items[*item].name, found.quoted[place]);
    }
    let holding = found.covered.iter().filter(|covered| **covered > 0).count();
    let sure = if found.is_proven { "the least" } else { "the best of what was tried" };
    eprintln!(
        "{} stages, {} arcs, {holding} hold; safety stock {safety:.0} units for {:.1} a time unit ({sure}); with the pipeline {:.0} units",
        stages.len(),
        arcs.len(),
        found.money,
        safety + pipeline
    );
    Ok(())
}
