//! Levels of several searches at exactly the same service, so that what they cost can be compared: all levels of each are moved by a
//! common multiple of each item's standard deviation, up or down, until the share of orders on time is the one asked for, on
//! the same replications.
//!
//! ```sh
//! pushpull optimize chain/scenario.toml --strategies MTS --target on_time_rate=0.95 --out found
//! cargo run --release --example moved_levels -- chain/scenario.toml MTS 0.95 40 11 found/levels.csv earlier/levels.csv
//! ```
//!
//! The numbers are the share, the replications and the seed. A table of levels has the columns strategy, level and best. Printed
//! per table: the move, the service that it ends at, holding of what is free, committed and in process, and of that what is in
//! process, which levels do not change.

use pushpull::input::{self, Accepted, Change};
use pushpull::jobs::{self, JobError, Prepared as _, Settings, Silent};
use pushpull::measures::EntityKind;
use pushpull::plan::Plan;
use pushpull::plan::sizing::{lead_times, rates};
use pushpull::results::Tables;
use std::{collections::BTreeMap, env, error::Error, path::Path, process};

/// Moves between which the one is looked for, standard deviations; and how often the way between is halved.
const FARTHEST: f64 = 4.0;
const HALVINGS: usize = 14;
const HOLDING: [&str; 4] =
    ["cost_holding_products", "cost_holding_parts", "cost_holding_committed", "cost_holding_wip"];

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [file, strategy, share, replications, seed, tables @ ..] = arguments.as_slice() else {
        eprintln!("usage: moved_levels SCENARIO STRATEGY SHARE REPLICATIONS SEED LEVELS.csv …");
        process::exit(2);
    };
    let sets = [format!("run.replications={replications}"), format!("run.seed={seed}")];
    let scenario = input::read(Path::new(file), &sets).map_err(JobError::from)?;
    let wanted: f64 = share.parse()?;
    println!("levels, moved by, on time, holding, of it in process");
    for table in tables {
        let levels = read(Path::new(table), strategy)?;
        let deviations = deviations(&scenario, strategy)?;
        let at = |moved: f64| at(&scenario, strategy, &levels, &deviations, moved);
        let (mut low, mut high) = (-FARTHEST, FARTHEST);
        for _ in 0..HALVINGS {
            let middle = f64::midpoint(low, high);
            *(if on_time(&at(middle)?, strategy) < wanted { &mut low } else { &mut high }) = middle;
        }
        let found = at(high)?;
        let value = |measure: &str| system(&found, strategy, measure);
        let holding: f64 = HOLDING.iter().map(|measure| value(measure)).sum();
        println!(
            "{table}, {high:+.4}, {:.3} %, {holding:.1}, {:.1}",
            100.0 * on_time(&found, strategy),
            value("cost_holding_wip")
        );
    }
    Ok(())
}

/// By key of a level, its value.
fn read(file: &Path, strategy: &str) -> Result<BTreeMap<String, f64>, Box<dyn Error>> {
    let mut levels = BTreeMap::new();
    for row in csv::Reader::from_path(file)?.deserialize::<BTreeMap<String, String>>() {
        let row = row?;
        if row["strategy"] == strategy {
            levels.insert(row["level"].clone(), row["best"].parse()?);
        }
    }
    Ok(levels)
}

/// By item: the standard deviation of the demand of its own lead time and one order more.
fn deviations(scenario: &Accepted, strategy: &str) -> Result<BTreeMap<String, f64>, Box<dyn Error>> {
    let model = &scenario.model;
    let place = model.strategies.iter().position(|own| own.name == strategy).ok_or("no such strategy")?;
    let (model, plan) = (model.under(place), Plan::new(model.under(place), place));
    let (rates, leads) = (rates(model, &plan), lead_times(model, &plan));
    let deviation = |item: usize| {
        let (rate, lead) = (rates[item], leads[item]);
        let between = if rate.orders > 0.0 { 1.0 / rate.orders } else { 0.0 };
        (rate.variance * (lead.mean + between) + rate.mean * rate.mean * lead.variance).sqrt()
    };
    Ok(plan.items.iter().enumerate().map(|(item, own)| (own.name.clone(), deviation(item))).collect())
}

/// A run at the levels, all moved.
fn at(
    scenario: &Accepted,
    strategy: &str,
    levels: &BTreeMap<String, f64>,
    deviations: &BTreeMap<String, f64>,
    moved: f64,
) -> Result<Tables, Box<dyn Error>> {
    let set = |(level, value): (&String, &f64)| {
        let item = level.trim_end_matches(".base_stock").trim_matches('"');
        let units = (value + moved * deviations.get(item).copied().unwrap_or(0.0)).round().max(0.0);
        Change::set(format!("strategies.{strategy}.stock.{level}={units}"))
    };
    let scenario = scenario.changed(levels.iter().map(set).collect()).map_err(JobError::from)?;
    Ok(jobs::run(scenario).results(&Settings::default(), &Silent).map_err(|_| "stopped")?)
}

fn on_time(tables: &Tables, strategy: &str) -> f64 {
    system(tables, strategy, "on_time_rate")
}

/// The mean of a measure of the system; 0 where there is none.
fn system(tables: &Tables, strategy: &str, measure: &str) -> f64 {
    let mut rows = tables.summary.iter();
    let own =
        rows.find(|row| row.strategy == strategy && row.entity_kind == EntityKind::System && row.measure == measure);
    own.and_then(|row| row.mean).unwrap_or(0.0)
}
