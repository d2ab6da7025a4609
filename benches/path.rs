//! Nanoseconds of CPU per canonical event of the path engine beside the event engine's:
//! `cargo bench --bench path`, or `cargo bench --bench path -- SCENARIO STRATEGY DAYS ROUNDS`.
//!
//! A canonical event is an arrival, a receipt or a completion: what the event engine takes from its calendar. Every
//! round is a replication of its own; least and median are printed.

use pushpull::collect::{PathRunner, Runner};
use pushpull::input;
use pushpull::path::{Board, Path, Tally, qualify};
use pushpull::plan::{Levels, Plan};
use pushpull::stats::Sketch;
use std::hint::black_box;
use std::time::Instant;

/// Scores per round: the clock of the thread ticks in milliseconds.
const REPEATS: usize = 100;

/// CPU time of this thread in seconds where the system tells it, wall time elsewhere.
fn clock(start: Instant) -> f64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.as_deref().and_then(|text| text.split(' ').next()?.parse::<f64>().ok());
    nanoseconds.map_or_else(|| start.elapsed().as_secs_f64(), |nanoseconds| nanoseconds * 1e-9)
}

/// Prints least and median of nanoseconds per unit of work; `work` does round `n` and says how many units it did.
fn time(name: &str, rounds: u32, mut work: impl FnMut(u32) -> f64) {
    let start = Instant::now();
    let mut figures: Vec<f64> = (0..rounds)
        .map(|round| {
            let begun = clock(start);
            let units = work(round);
            (clock(start) - begun) * 1e9 / units
        })
        .collect();
    figures.sort_by(f64::total_cmp);
    println!("{name:<44} least {:8.2}  median {:8.2}", figures[0], figures[figures.len() / 2]);
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let word = |place: usize, default: &str| words.get(place).cloned().unwrap_or_else(|| default.to_owned());
    let (scenario, strategy) = (word(0, "scenarios/pc-ato.toml"), word(1, "ATO"));
    let days = format!("run.horizon={}", word(2, "20000"));
    let rounds: u32 = word(3, "9").parse().expect("a number of rounds");
    let read = input::read(std::path::Path::new(&scenario), &[days]);
    let model = read.unwrap_or_else(|refused| panic!("{}", refused.render(input::Colour::Plain))).model;
    let place = model.strategies.iter().position(|known| known.name == strategy).expect("a strategy of the scenario");
    let plan = Plan::new(&model, place);
    let levels = plan.levels();
    println!("{scenario} {strategy}, {rounds} rounds, ns per event");
    let mut events = Runner::new(&model, &plan);
    time("record, event engine", rounds, |round| events.run(&levels, round).events as f64);
    let mut paths = PathRunner::new(&model, &plan, &levels).expect("a strategy that qualifies");
    time("record, path engine", rounds, |round| paths.run(&levels, round).events as f64);
    let mut path = Path::new(&plan, qualify(&model, &plan, &levels).expect("a strategy that qualifies"));
    time("build the path and its times", rounds, |round| path.build(&levels, round) as f64);
    match path.board(&model, 0) {
        Ok(board) => score(&board, &levels, rounds),
        Err(reason) => println!("no scores: {reason}"),
    }
}

/// Scores of stock vectors around the levels: per order, and per line of an order.
fn score(board: &Board, levels: &Levels, rounds: u32) {
    let stocks = |round: u32| -> Vec<u32> { levels.0.iter().map(|level| level.high as u32 + round % 3).collect() };
    let (orders, lines) = board.size();
    time("score, per order", rounds, |round| {
        for _ in 0..REPEATS {
            black_box(board.score(&stocks(round)));
        }
        (orders * REPEATS) as f64
    });
    time("score, per line of an order", rounds, |round| {
        for _ in 0..REPEATS {
            black_box(board.score(&stocks(round)));
        }
        (lines * REPEATS) as f64
    });
    time("score with quantiles, per order", rounds, |round| {
        for _ in 0..REPEATS {
            let mut sketch = Sketch::new();
            board.score_each(&stocks(round), |response| sketch.add(response));
            black_box(sketch.quantile(0.95));
        }
        (orders * REPEATS) as f64
    });
    let mut tally = Tally::new(board, &stocks(0));
    let item = board.bought().next().expect("a bought item");
    time("one item changed by one, per order in all", rounds, |round| {
        for repeat in 0..REPEATS {
            black_box(tally.score_change(item, if (round as usize + repeat).is_multiple_of(2) { 1 } else { -1 }));
        }
        (orders * REPEATS) as f64
    });
}
