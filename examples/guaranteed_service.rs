//! A guaranteed-service placement of a scenario's chain (Graves and Willems 2000), as the stock rule `guaranteed_service` makes it: a
//! table that `moved_levels` takes beside the levels of a search, and its totals.
//!
//! ```sh
//! cargo run --release --example guaranteed_service -- chain/scenario.toml MTS 1.645 > placed.csv
//! cargo run --release --example moved_levels -- chain/scenario.toml MTS 0.95 40 11 placed.csv found/levels.csv
//! ```
//!
//! The number is that of the rule. The pipeline is what is asked in the own times of all stages.

use pushpull::input;
use pushpull::jobs::JobError;
use pushpull::plan::sizing::{lead_times, placed_for, rates};
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
    let factors = plan.items.iter().map(|item| (item.mode == Mode::Held).then_some(factor)).collect();
    let found = placed_for(model, &plan, factors);
    println!("strategy,level,best,quoted,covered");
    for one in &found {
        let name = &plan.items[one.item].name;
        println!("{strategy},{name}.base_stock,{},{},{}", one.units, one.quoted, one.covered);
    }
    let (rates, leads) = (rates(model, &plan), lead_times(model, &plan));
    let holding = found.iter().filter(|one| one.covered > 0.0).count();
    let safety: f64 = found.iter().map(|one| one.safety).sum();
    let pipeline: f64 = found.iter().map(|one| rates[one.item].mean * leads[one.item].mean).sum();
    eprintln!(
        "{holding} of {} hold; safety stock {safety:.0} units, with the pipeline {:.0}",
        found.len(),
        safety + pipeline
    );
    Ok(())
}
