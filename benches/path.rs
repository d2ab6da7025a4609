//! Nanoseconds of CPU per canonical event of the path engine beside the event engine's:
//! `cargo bench --bench path`, or `cargo bench --bench path -- SCENARIO STRATEGY DAYS ROUNDS`.
//!
//! A canonical event is an arrival, a receipt or a completion: what the event engine takes from its calendar. Every
//! round is a replication of its own; least, median and greatest are printed.

mod common;

use common::{Figures, time};
use pushpull::collect::{PathRunner, Runner};
use pushpull::path::{Board, Path, Tally, qualify};
use pushpull::plan::{Levels, Plan};
use pushpull::stats::Sketch;
use std::hint::black_box;

/// Scores per round: the clock of the thread ticks in milliseconds.
const REPEATS: usize = 100;

fn main() {
    let (scenario, strategy) = (common::word(0, "scenarios/pc-ato.toml"), common::word(1, "ATO"));
    let days = common::word(2, "20000");
    let rounds: u32 = common::word(3, "9").parse().expect("a number of rounds");
    let model = common::scenario(&scenario, &[&format!("run.horizon={days}")]);
    let plan = Plan::new(&model, common::strategy(&model, &strategy));
    let levels = plan.levels();
    println!("{scenario} {strategy}, {rounds} rounds, ns per event");
    let mut events = Runner::new(&model, &plan);
    let mut paths = PathRunner::new(&model, &plan, &levels).expect("a strategy that qualifies");
    let mut path = Path::new(&plan, qualify(&model, &plan, &levels).expect("a strategy that qualifies"));
    // A round is as long as some 20,000 days, whatever a replication is; rounds of the three take turns.
    let count = (20_000 / days.parse::<u32>().expect("whole days")).max(1);
    let mut figures = [Figures::default(), Figures::default(), Figures::default()];
    for first in (0..rounds).map(|round| round * count) {
        let replications = || first..first + count;
        let sum = |events: &mut dyn FnMut(u32) -> u64| replications().map(events).sum::<u64>() as f64;
        figures[0].time(|| sum(&mut |replication| events.run(&levels, replication).events));
        figures[1].time(|| sum(&mut |replication| paths.run(&levels, replication).events));
        figures[2].time(|| sum(&mut |replication| path.build(&levels, replication)));
    }
    figures[0].show("record, event engine");
    figures[1].show("record, path engine");
    figures[2].show("build the path and its times");
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
