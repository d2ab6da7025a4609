//! How surely a search meets its target: the best levels of many search seeds, each on a hundred replications of another
//! seed, and what is given away for that.
//!
//! ```sh
//! cargo run --release --example landings -- chain/scenario.toml MTS on_time_rate=0.95 100
//! ```

use pushpull::experiment::Silent;
use pushpull::experiment::optimize::{
    Best, Goal, Objective, Scorer as _, SearchSettings, ServiceTarget, SimulationScorer, lean, search,
};
use pushpull::input;
use pushpull::measures::{Column, EntityKind};
use pushpull::model::Model;
use pushpull::plan::Plan;
use pushpull::record::Entity;
use std::{env, path::Path, process};

/// The seed that levels are judged on, and its replications.
const OTHER: u64 = 1_000_003;
const REPLICATIONS: usize = 100;

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [scenario, strategy, target, seeds] = arguments.as_slice() else {
        eprintln!("usage: landings SCENARIO STRATEGY MEASURE=VALUE SEEDS");
        process::exit(2);
    };
    let (measure, value) = target.split_once('=').expect("a target is measure=value");
    let target = ServiceTarget {
        column: Column::parse(measure).expect("a measure of service"),
        entity: Entity { kind: EntityKind::System, name: String::new() },
        value: value.parse().expect("a number"),
    };
    let sets = ["run.replications=40".to_string()];
    let model =
        input::read(Path::new(scenario), &sets).map_err(|_| "the scenario has problems").expect("a scenario").model;
    let place = model.strategies.iter().position(|own| own.name == *strategy).expect("a strategy of the scenario");
    let seeds: u64 = seeds.parse().expect("a number of seeds");
    let goal = Goal { objective: Objective::Cost, targets: vec![target] };
    println!("seed service money given_away points");
    let mut met = 0;
    for seed in 1..=seeds {
        let best = searched(&model, place, &goal, seed);
        let (service, money) = judged(&model, place, &goal, &best);
        let target = &goal.targets[0];
        let is_met = target.violation(service) <= 0.0;
        met += u64::from(is_met);
        let given = -target.violation(service) * price(target, &best);
        println!("{seed} {service:.5} {money:.1} {given:.1} {}", best.how.evaluations);
    }
    println!("met: {met} of {seeds}");
}

fn searched(model: &Model, strategy: usize, goal: &Goal, seed: u64) -> Best {
    let mut model = model.clone();
    model.run.seed = seed;
    search(&model, strategy, goal, &SearchSettings::default(), &Silent).expect("nothing stops it")
}

/// Service and money on other replications.
fn judged(model: &Model, strategy: usize, goal: &Goal, best: &Best) -> (f64, f64) {
    let mut model = lean(model.under(strategy), goal);
    model.run.seed = OTHER;
    let plan = Plan::new(&model, strategy);
    let space = pushpull::experiment::optimize::space(&model, &plan, &[]);
    let mut scorer = SimulationScorer::new(&model, &plan, &space, goal, REPLICATIONS);
    scorer.begin_at(0);
    let scores = scorer.score(&best.point);
    (scores.services()[0], scores.money())
}

/// What the next unit of service costs at the best levels: the middle of what units of stock say.
fn price(target: &ServiceTarget, best: &Best) -> f64 {
    let units = best.marginal_values.iter().filter_map(|value| value.more.as_ref());
    let gain = |service: f64| target.violation(0.0) - target.violation(service);
    let mut prices: Vec<f64> = units.map(|unit| unit.money / gain(unit.service[0])).collect();
    prices.retain(|price| price.is_finite() && *price > 0.0);
    prices.sort_by(f64::total_cmp);
    prices.get(prices.len() / 2).copied().unwrap_or(f64::NAN)
}
