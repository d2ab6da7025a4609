//! The simulator inside another program: a scenario from a text, a run, and its verdict, tables and charts in memory. Nothing
//! is read from the disk and nothing written to it.
//!
//! `cargo run --release --example embed`

use pushpull::input::{self, Beside, Change};
use pushpull::jobs::{self, JobError, Prepared as _, Settings, Told, Watch};
use pushpull::present::{ResultKind as _, report};
use std::collections::BTreeMap;
use std::error::Error;
use std::ops::ControlFlow;

/// A scenario as it stands in a file, with a table of its own.
const SCENARIO: &str = r#"
name = "Two ways to sell a desk"
tables.items = "items.csv"
run = { warm_up = 50, horizon = 500, replications = 20 }
costs.holding_rate = 0.25
[items.desk]
make.parts = { top = 1, leg = 4 }
make.time = 0.5
stock.base_stock = 8
[demand.desk]
arrivals.poisson.rate = 2
backorder_cost = 3
due = 1
[strategies.MTS]
hold = ["desk"]
[strategies.ATO]
hold = ["top", "leg"]
"#;

const ITEMS: &str = "name,cost,buy.lead_time,stock.base_stock\ntop,120,5,15\nleg,9,3,40\n";

/// Says how far the run is, and would stop it after a million events.
struct Impatient;

impl Watch for Impatient {
    fn told(&self, told: Told<'_>) -> ControlFlow<()> {
        match told {
            Told::Replication { done, total, .. } if done == total => println!("{done} replications are done"),
            Told::Replication { events, .. } if events > 1_000_000 => return ControlFlow::Break(()),
            Told::Replication { .. } | Told::Scored { .. } | Told::LaidOut { .. } => {}
        }
        ControlFlow::Continue(())
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    // Tables by the names the scenario has for them, and changes as `--set` has them on the command line.
    let files = BTreeMap::from([("items.csv".to_string(), ITEMS.into())]);
    let beside = Beside { changes: vec![Change::set("run.seed=7")], files: Some(files), ..Beside::default() };
    let scenario = input::read_text("desk", SCENARIO, beside).map_err(JobError::from)?;

    // Threads change no result; everything of the job runs on as many as are asked for.
    let settings = Settings { threads: 2, ..Settings::default() };
    let tables = jobs::run(scenario.clone()).results(&settings, &Impatient)?;

    println!("{}", tables.info.verdict.headline);
    if let Some(facts) = &tables.info.verdict.facts {
        for ranked in &facts.money.strategies {
            println!("{}: {:.1} per day", ranked.strategy, ranked.value.mean.unwrap_or(f64::NAN));
        }
    }
    println!("{} rows of the summary, {} of the comparison", tables.summary.len(), tables.comparison.len());
    for chart in tables.charts() {
        println!("{}: {} ({} bytes of SVG)", chart.name, chart.title, chart.svg()?.len());
    }
    println!("a report of {} bytes", report::page(&tables)?.len());

    // The best stock levels of each strategy, and the strategies compared there.
    let best = jobs::optimize(&scenario, &settings, &Impatient)?.results(&settings, &Impatient)?;
    println!("{}", best.info.verdict.headline);
    for level in &best.levels {
        println!("{} {}: {} instead of {}", level.strategy, level.level, level.best, level.start);
    }
    Ok(())
}
