//! What size and length cost: `cargo bench --bench growth`.
//!
//! pc-ato with 8 … 80,000 parts, and pc-ato run ten and a hundred times as long. Each line is a process of its own, so
//! that its peak memory is its own (plan, state, records and all); the model is built in memory, not read.

mod common;

use common::Figures;
use common::many::pc_ato;
use pushpull::collect::Runner;
use pushpull::plan::Plan;
use std::process::Command;

/// Canonical events of a cell and day.
const EVENTS_PER_DAY: f64 = 12.0 * 6.05;
/// Canonical events of a run, about.
const EVENTS: f64 = 7e6;
const WARM_UP: i64 = 20;

fn main() {
    if let [cells, days, rounds] = common::words().as_slice() {
        let number = |word: &String| word.parse().expect("a number");
        return measure(number(cells) as u32, number(days), number(rounds) as u32);
    }
    println!("parts, days, events a run, ns per event, peak memory");
    for cells in [1, 10, 100, 1_000, 10_000] {
        // The warm-up alone takes twice as many events with 80,000 parts.
        let days = (EVENTS / EVENTS_PER_DAY / f64::from(cells)).max(2.0) as i64;
        start(cells, days, if cells < 10_000 { 3 } else { 1 });
    }
    println!("the same model, longer");
    for days in [1_000, 10_000, 100_000] {
        start(1, days, 3);
    }
}

/// Measures in a process of its own.
fn start(cells: u32, days: i64, rounds: u32) {
    let program = std::env::current_exe().expect("the path of this program");
    let words = [i64::from(cells), days, i64::from(rounds)].map(|number| number.to_string());
    let status = Command::new(program).args(words).status().expect("this program can be started");
    assert!(status.success(), "a measurement failed");
}

fn measure(cells: u32, days: i64, rounds: u32) {
    let model = pc_ato(cells, WARM_UP, days);
    let plan = Plan::new(&model, 0);
    let levels = plan.levels();
    let mut runner = Runner::new(&model, &plan);
    let (mut figures, mut events) = (Figures::default(), 0);
    for round in 0..rounds {
        figures.time(|| {
            events = runner.run(&levels, round).events;
            events as f64
        });
    }
    figures.show(&format!("{:6} parts {days:6} days {events:9} {:6.0} MB", 8 * cells, common::peak_memory()));
}
