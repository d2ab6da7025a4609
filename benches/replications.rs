//! What replications cost beside their events: `cargo bench --bench replications`.
//!
//! Set-up: 1,000 replications of 100 days against one of 100,000 days, both without warm-up, per event. Threads: the same
//! replications of pc-ato by one thread and by two, in wall time; runs of both take turns.

mod common;

use common::Figures;
use pushpull::collect::Runner;
use pushpull::plan::Plan;
use std::time::Instant;

const ROUNDS: u32 = 9;

fn main() {
    set_up();
    threads();
}

fn set_up() {
    let lengths = [("1,000 replications of 100 days", 100, 1_000), ("one replication of 100,000 days", 100_000, 1)];
    let mut figures = [Figures::default(), Figures::default()];
    for round in 0..ROUNDS {
        for ((_, days, count), figures) in lengths.iter().zip(&mut figures) {
            let horizon = format!("run.horizon={days}");
            let model = common::scenario("scenarios/pc-ato.toml", &["run.warm_up=0", &horizon]);
            let plan = Plan::new(&model, 0);
            let mut runner = Runner::new(&model, &plan);
            let first = round * count;
            let mut run = |replication| runner.run(&plan.levels(), replication).events;
            figures.time(|| (first..first + count).map(&mut run).sum::<u64>() as f64);
        }
    }
    lengths.iter().zip(&figures).for_each(|((name, ..), figures)| figures.show(name));
    println!("set-up adds {:.1} % (medians)", 100.0 * (figures[0].median() / figures[1].median() - 1.0));
}

fn threads() {
    const REPLICATIONS: u32 = 40;
    let model = common::scenario("scenarios/pc-ato.toml", &[]);
    let plan = Plan::new(&model, 0);
    let share = |first: u32, step: u32| {
        let mut runner = Runner::new(&model, &plan);
        let mine = (first..REPLICATIONS).step_by(step as usize);
        mine.map(|replication| runner.run(&plan.levels(), replication).events).sum::<u64>()
    };
    let mut ratios = Figures::default();
    for _ in 0..ROUNDS {
        let begun = Instant::now();
        share(0, 1);
        let one = begun.elapsed().as_secs_f64();
        let begun = Instant::now();
        std::thread::scope(|scope| {
            let share = &share;
            (0..2).for_each(|first| _ = scope.spawn(move || share(first, 2)));
        });
        ratios.add(one / begun.elapsed().as_secs_f64());
    }
    ratios.show("two threads, times as fast as one");
}
