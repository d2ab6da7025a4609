//! Nanoseconds of CPU per canonical event, with all default measures: `cargo bench --bench engine`
//! for the reference workloads, or `cargo bench --bench engine -- SCENARIO STRATEGY DAYS ROUNDS` for one strategy.
//!
//! A canonical event is an arrival, a receipt or a completion that a hand-written program would have too: what the
//! engine takes from its calendar. Every round is a replication of its own; rounds of the cases take turns.

mod common;

use common::Figures;
use pushpull::collect::Runner;
use pushpull::model::Model;
use pushpull::plan::Plan;

/// Scenario, strategy; the first is the measure of the others.
const CASES: [(&str, &str); 6] = [
    ("pc-ato", "ATO"),
    ("pc-three", "ATO"),
    ("pc-three", "MTO"),
    ("pc-three", "MTS"),
    ("w-system", "reserve"),
    ("spare-parts", ""),
];

fn main() {
    let (days, rounds) = (common::word(2, "20000"), common::word(3, "9").parse().expect("a number of rounds"));
    let cases: Vec<(String, String)> = match common::words().as_slice() {
        [scenario, strategy, ..] => vec![(scenario.clone(), strategy.clone())],
        _ => CASES.iter().map(|(name, strategy)| (format!("scenarios/{name}.toml"), (*strategy).to_owned())).collect(),
    };
    let horizon = format!("run.horizon={days}");
    let models: Vec<Model> = cases.iter().map(|(scenario, _)| common::scenario(scenario, &[&horizon])).collect();
    let strategies = models.iter().zip(&cases).map(|(model, (_, name))| match name.as_str() {
        "" => 0,
        name => common::strategy(model, name),
    });
    let plans: Vec<Plan> = models.iter().zip(strategies).map(|(model, place)| Plan::new(model, place)).collect();
    let mut runners: Vec<Runner> = models.iter().zip(&plans).map(|(model, plan)| Runner::new(model, plan)).collect();
    let mut figures = vec![Figures::default(); cases.len()];
    for round in 0..rounds {
        for ((runner, plan), figures) in runners.iter_mut().zip(&plans).zip(&mut figures) {
            figures.time(|| runner.run(&plan.levels(), round).events as f64);
        }
    }
    println!("{days} days, {rounds} rounds, ns per event of the engine");
    for ((scenario, strategy), figures) in cases.iter().zip(&figures) {
        figures.show(&format!("{scenario} {strategy}"));
    }
}
