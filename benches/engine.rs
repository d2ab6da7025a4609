//! Nanoseconds of CPU per canonical event of the event engine, with all default measures:
//! `cargo bench --bench engine`, or `cargo bench --bench engine -- SCENARIO STRATEGY DAYS ROUNDS`.
//!
//! A canonical event is an arrival, a receipt or a completion that a hand-written program would have too: what the
//! engine takes from its calendar. Every round is a replication of its own; least, median and greatest are printed.

use pushpull::collect::Runner;
use pushpull::input;
use pushpull::plan::Plan;
use std::path::Path;
use std::time::Instant;

/// CPU time of this thread in seconds where the system tells it, wall time elsewhere.
fn clock(start: Instant) -> f64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.as_deref().and_then(|text| text.split(' ').next()?.parse::<f64>().ok());
    nanoseconds.map_or_else(|| start.elapsed().as_secs_f64(), |nanoseconds| nanoseconds * 1e-9)
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let word = |place: usize, default: &str| words.get(place).cloned().unwrap_or_else(|| default.to_owned());
    let (scenario, strategy) = (word(0, "scenarios/pc-ato.toml"), word(1, "ATO"));
    let days = format!("run.horizon={}", word(2, "20000"));
    let rounds: u32 = word(3, "7").parse().expect("a number of rounds");
    let read = input::read(Path::new(&scenario), &[days]);
    let model = read.unwrap_or_else(|refused| panic!("{}", refused.render(input::Colour::Plain))).model;
    let place = model.strategies.iter().position(|known| known.name == strategy).expect("a strategy of the scenario");
    let plan = Plan::new(&model, place);
    let mut runner = Runner::new(&model, &plan);
    let start = Instant::now();
    let mut figures: Vec<f64> = (0..rounds)
        .map(|round| {
            let begun = clock(start);
            let record = runner.run(&plan.levels(), round);
            (clock(start) - begun) * 1e9 / record.events as f64
        })
        .collect();
    figures.sort_by(f64::total_cmp);
    println!("{scenario} {strategy}, {rounds} rounds, ns per event of the engine:");
    println!(
        "least {:.1}  median {:.1}  greatest {:.1}",
        figures[0],
        figures[figures.len() / 2],
        figures[figures.len() - 1]
    );
}
