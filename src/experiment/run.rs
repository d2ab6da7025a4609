//! Every strategy × replication on all cores.

use super::engines::{Engine, Setup};
use super::stopping::{self, Next};
use super::watch::{Stopped, Teller, Told, Watch};
use crate::collect;
use crate::model::Model;
use crate::record::{Layout, RunRecord};
use crate::results::OrderRow;
use crate::threads;
use std::sync::atomic::{AtomicU64, Ordering};

/// How to run; nothing here changes a result.
#[derive(Clone, Copy, Debug, Default)]
pub struct RunOptions {
    /// Threads to use; 0 is one per core.
    pub threads: usize,
}

/// What a run leaves, complete and in run-key order.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// By strategy.
    pub layouts: Vec<Layout>,
    /// Strategy by strategy, replications ascending; sketches packed.
    pub records: Vec<RunRecord>,
    /// By strategy: which engine ran, and why.
    pub engines: Vec<String>,
}

impl Outcome {
    /// Replications of every strategy.
    #[must_use]
    pub fn replications(&self) -> u32 {
        self.records.last().map_or(0, |record| record.key.replication + 1)
    }
}

/// Simulates one replication, by number.
pub(super) type Simulate<'a> = Box<dyn FnMut(u32) -> RunRecord + 'a>;

/// Where records come from: engines with the plans of all strategies.
pub(super) trait Source: Sync {
    /// What stands where in the records of a strategy.
    fn layout(&self, strategy: usize) -> Layout;
    /// Simulates replications of a strategy, one after the other, in any order, reusing its memory.
    fn runner(&self, strategy: usize) -> Simulate<'_>;
}

/// Runs every strategy × replication of a model, each by the faster engine that covers it; the outcome does not depend
/// on the number of threads.
///
/// # Errors
/// When the watch stops it.
pub fn run(model: &Model, options: &RunOptions, watch: &dyn Watch) -> Result<Outcome, Stopped> {
    Setup::new(model, Engine::Auto).expect("the event engine covers everything").run(options, watch)
}

/// The order table (`report.orders`): the same replications once more, with an ear for single orders.
#[must_use]
pub fn orders(model: &Model, outcome: &Outcome) -> Vec<OrderRow> {
    let runs: Vec<(usize, u32)> = (0..model.strategies.len())
        .flat_map(|strategy| (0..outcome.replications()).map(move |replication| (strategy, replication)))
        .collect();
    let rows: Vec<Vec<OrderRow>> =
        threads::map(&runs, |(strategy, replication)| collect::orders(model, *strategy, *replication));
    rows.into_iter().flatten().collect()
}

/// Runs every strategy of a source until there are replications enough: layouts by strategy, and records in run-key order.
pub(super) fn run_source(
    source: &impl Source,
    model: &Model,
    options: &RunOptions,
    teller: &Teller<'_>,
) -> (Vec<Layout>, Vec<RunRecord>) {
    let strategies = u32::try_from(model.strategies.len()).expect("strategies are numbered by u32");
    let layouts: Vec<Layout> = (0..model.strategies.len()).map(|strategy| source.layout(strategy)).collect();
    let mut shape = Shape { strategies, from: 0, to: model.run.replications };
    let mut records = Vec::new();
    loop {
        records = add(source, shape, options, teller, records);
        match stopping::next(model, &layouts, &records, shape.to) {
            Next::Keep(replications) => {
                records.retain(|record| record.key.replication < replications);
                return (layouts, records);
            }
            Next::Go(to) => shape = Shape { from: shape.to, to, ..shape },
        }
    }
}

/// Runs the replications of a shape beside those that are there already.
fn add(
    source: &impl Source,
    shape: Shape,
    options: &RunOptions,
    teller: &Teller<'_>,
    before: Vec<RunRecord>,
) -> Vec<RunRecord> {
    let events = before.iter().map(|record| record.events).sum();
    let done = AtomicU64::new(before.len() as u64);
    let work = Work { source, shape, teller, next: AtomicU64::new(0), done, events: AtomicU64::new(events) };
    // More threads than replications would only wait; `min(0, …)` keeps 0, which is one per core.
    let threads = options.threads.min(usize::try_from(shape.total()).unwrap_or(usize::MAX));
    let mut records = before;
    records.extend(threads::on_each(threads, || work.take_turns()).into_iter().flatten());
    records.sort_by_key(|record| record.key);
    records
}

/// What there is to do: replications `from` … `to` − 1 of every strategy.
#[derive(Clone, Copy, Debug)]
struct Shape {
    strategies: u32,
    from: u32,
    to: u32,
}

impl Shape {
    fn total(self) -> u64 {
        u64::from(self.strategies) * u64::from(self.to - self.from)
    }
}

/// The replications to do, handed out one by one, strategy by strategy.
struct Work<'a, S> {
    source: &'a S,
    shape: Shape,
    teller: &'a Teller<'a>,
    next: AtomicU64,
    done: AtomicU64,
    events: AtomicU64,
}

impl<S: Source> Work<'_, S> {
    /// What one thread does: the next replication there is, until there is none. A runner is kept as long as its
    /// strategy lasts, so a thread holds the memory of one.
    fn take_turns(&self) -> Vec<RunRecord> {
        let mut records = Vec::new();
        let mut current: Option<(u64, Simulate<'_>)> = None;
        loop {
            let turn = self.next.fetch_add(1, Ordering::Relaxed);
            if turn >= self.shape.total() {
                return records;
            }
            let per_strategy = u64::from(self.shape.to - self.shape.from);
            let (strategy, replication) = (turn / per_strategy, self.shape.from + (turn % per_strategy) as u32);
            let (_, simulate) = match current.take() {
                Some(kept) if kept.0 == strategy => current.insert(kept),
                _ => current.insert((strategy, self.source.runner(strategy as usize))),
            };
            let mut record = simulate(replication);
            record.sketches.iter_mut().for_each(crate::stats::Sketch::pack);
            let events = self.events.fetch_add(record.events, Ordering::Relaxed) + record.events;
            let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
            records.push(record);
            let total = u64::from(self.shape.strategies) * u64::from(self.shape.to);
            self.teller.tell(Told::Replication { done, total, events });
        }
    }
}
