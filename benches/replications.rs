//! What replications cost beside their events: `cargo bench --bench replications`.
//!
//! Set-up: 1,000 replications of 100 days against one of 100,000 days, both without warm-up, per event. Threads: the same
//! replications of pc-ato by one thread, by two, and by two processes, in wall time; runs of all take turns.

mod common;

use common::Figures;
use pushpull::collect::Runner;
use pushpull::plan::Plan;
use std::process::Command;
use std::time::Instant;

const ROUNDS: u32 = 9;

fn main() {
    if let [first] = common::words().as_slice() {
        share(first.parse().expect("a replication"), 2);
        return;
    }
    set_up();
    threads();
}

fn set_up() {
    let lengths = [("1,000 replications of 100 days", 100, 1_000), ("one replication of 100,000 days", 100_000, 1)];
    let mut figures = [Figures::default(), Figures::default()];
    let mut ratios = Figures::default();
    for round in 0..ROUNDS {
        let mut beside = [0.0; 2];
        for (((_, days, count), figures), beside) in lengths.iter().zip(&mut figures).zip(&mut beside) {
            let horizon = format!("run.horizon={days}");
            let model = common::scenario("scenarios/pc-ato.toml", &["run.warm_up=0", &horizon]);
            let plan = Plan::new(&model, 0);
            let mut runner = Runner::new(&model, &plan);
            let first = round * count;
            let mut run = |replication| runner.run(&plan.levels(), replication).events;
            *beside = figures.time(|| (first..first + count).map(&mut run).sum::<u64>() as f64);
        }
        ratios.add(beside[0] / beside[1]);
    }
    lengths.iter().zip(&figures).for_each(|((name, ..), figures)| figures.show(name));
    ratios.show("short against long, round by round");
}

/// Replications of pc-ato for one thread, two threads, and two processes of one thread.
const REPLICATIONS: u32 = 40;

/// Every `step`-th replication from `first` on; their events.
fn share(first: u32, step: u32) -> u64 {
    let model = common::scenario("scenarios/pc-ato.toml", &[]);
    let plan = Plan::new(&model, 0);
    let mut runner = Runner::new(&model, &plan);
    let mine = (first..REPLICATIONS).step_by(step as usize);
    mine.map(|replication| runner.run(&plan.levels(), replication).events).sum()
}

fn seconds(work: impl FnOnce()) -> f64 {
    let begun = Instant::now();
    work();
    begun.elapsed().as_secs_f64()
}

fn two_threads() {
    std::thread::scope(|scope| (0..2).for_each(|first| _ = scope.spawn(move || share(first, 2))));
}

fn two_processes() {
    let program = std::env::current_exe().expect("the path of this program");
    let start = |first: u32| Command::new(&program).args([first.to_string()]).spawn().expect("it can be started");
    let both = [0, 1].map(start);
    for mut process in both {
        assert!(process.wait().is_ok_and(|status| status.success()), "a measurement failed");
    }
}

/// Processes share no memory: where two of them gain no more than two threads, what is missing to twice is not ours.
fn threads() {
    let (mut threads, mut processes, mut beside) = (Figures::default(), Figures::default(), Figures::default());
    for _ in 0..ROUNDS {
        let one = seconds(|| _ = share(0, 1));
        let (by_threads, by_processes) = (seconds(two_threads), seconds(two_processes));
        threads.add(one / by_threads);
        processes.add(one / by_processes);
        beside.add(by_processes / by_threads);
    }
    threads.show("two threads, times as fast as one");
    processes.show("two processes, times as fast as one");
    beside.show("two threads, times as fast as two processes");
}
