//! Records of strategies × a range of replications, on all cores: simulated, or taken from an archive.

use crate::collect::Runner;
use crate::model::Model;
use crate::plan::Plan;
use crate::record::{Archive, Layout, RunKey, RunRecord};
use crate::threads;
use crate::watch::{Stopped, Teller, Told, Watch, stoppable};
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

/// How to run; nothing here changes a result.
#[derive(Clone, Copy, Debug, Default)]
pub struct RunOptions {
    /// Threads to use; 0 is one per core.
    pub threads: usize,
}

/// What was recorded before, for the watch.
#[derive(Clone, Copy, Debug, Default)]
pub struct SoFar {
    /// Over all strategies.
    pub replications: u64,
    /// Events processed.
    pub events: u64,
}

/// How much of its records a run needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// All there is.
    Whole,
    /// What a summary is made from, without distributions and series, for the point of a design.
    Summary {
        /// Number of the point.
        point: u32,
    },
}

impl Extent {
    fn point(self) -> u32 {
        match self {
            Extent::Whole => 0,
            Extent::Summary { point } => point,
        }
    }

    fn of(self, record: RunRecord) -> RunRecord {
        match self {
            Extent::Whole => record,
            Extent::Summary { .. } => {
                RunRecord { sketches: Vec::new(), series: Vec::new(), pilot: Vec::new(), ..record }
            }
        }
    }
}

/// Makes one replication, by number.
pub(super) type Recorder<'a> = Box<dyn FnMut(u32) -> RunRecord + 'a>;

/// A model ready to be recorded: the plans of all its strategies.
pub struct Setup<'m> {
    model: &'m Model,
    /// By strategy.
    plans: Vec<Plan>,
    kept: Option<Kept<'m>>,
}

/// Where records are looked for before they are made.
#[derive(Clone, Copy)]
struct Kept<'m> {
    archive: &'m dyn Archive,
    extent: Extent,
}

impl<'m> Setup<'m> {
    /// Plans every strategy.
    #[must_use]
    pub fn new(model: &'m Model) -> Setup<'m> {
        let plans = (0..model.strategies.len()).map(|strategy| Plan::new(model, strategy)).collect();
        Setup { model, plans, kept: None }
    }

    /// Takes the records that an archive has, and keeps there those it has to make.
    #[must_use]
    pub fn keeping(self, archive: &'m dyn Archive, extent: Extent) -> Setup<'m> {
        Setup { kept: Some(Kept { archive, extent }), ..self }
    }

    /// What stands where in the records, by strategy.
    #[must_use]
    pub fn layouts(&self) -> Vec<Layout> {
        self.plans.iter().map(|plan| Runner::new(self.model, plan).layout().clone()).collect()
    }

    /// The model planned.
    pub(super) fn model(&self) -> &'m Model {
        self.model
    }

    /// Records of every strategy × these replications, in run-key order, sketches packed; what is in them depends neither
    /// on the number of threads nor on what the archive has.
    ///
    /// # Errors
    /// When the watch stops it.
    pub fn records(
        &self,
        replications: Range<u32>,
        so_far: SoFar,
        options: &RunOptions,
        watch: &dyn Watch,
    ) -> Result<Vec<RunRecord>, Stopped> {
        let count = self.plans.len() as u64 * replications.len() as u64;
        let made = stoppable(watch, |teller| {
            let (done, events) = (AtomicU64::new(so_far.replications), AtomicU64::new(so_far.events));
            let total = so_far.replications + count;
            let work = Work { setup: self, replications, teller, count, total, next: AtomicU64::new(0), done, events };
            threads::within(options.threads, || threads::on_each(|| work.take_turns()))
        })?;
        let mut records: Vec<RunRecord> = made.into_iter().flatten().collect();
        records.sort_by_key(|record| record.key);
        Ok(records)
    }

    /// Makes replications of a strategy, one after the other, in any order, reusing its memory; what the archive has is
    /// taken from there.
    pub(super) fn recorder(&self, strategy: usize) -> Recorder<'_> {
        let Some(Kept { archive, extent }) = self.kept else { return self.simulate(strategy) };
        let number = u32::try_from(strategy).expect("strategies are numbered by u32");
        // Made when the first record is missing: what is all there needs no engine.
        let mut simulate: Option<Recorder<'_>> = None;
        Box::new(move |replication| -> RunRecord {
            let key = RunKey { strategy: number, replication };
            archive.find(extent.point(), key).unwrap_or_else(|| {
                let record = extent.of(simulate.get_or_insert_with(|| self.simulate(strategy))(replication));
                archive.keep(extent.point(), &record);
                record
            })
        })
    }

    fn simulate(&self, strategy: usize) -> Recorder<'_> {
        let plan = &self.plans[strategy];
        let levels = plan.levels();
        let mut runner = Runner::new(self.model, plan);
        Box::new(move |replication| runner.run(&levels, replication))
    }
}

/// The replications to do, handed out one by one, strategy by strategy.
struct Work<'a> {
    setup: &'a Setup<'a>,
    replications: Range<u32>,
    teller: &'a Teller<'a>,
    /// Records to make, and with those made before.
    count: u64,
    total: u64,
    next: AtomicU64,
    done: AtomicU64,
    events: AtomicU64,
}

impl Work<'_> {
    /// What one thread does: the next replication there is, until there is none. A recorder is kept as long as its
    /// strategy lasts, so a thread holds the memory of one.
    fn take_turns(&self) -> Vec<RunRecord> {
        let mut records = Vec::new();
        let mut current: Option<(u64, Recorder<'_>)> = None;
        loop {
            let turn = self.next.fetch_add(1, Ordering::Relaxed);
            if turn >= self.count {
                return records;
            }
            let each = self.replications.len() as u64;
            let (strategy, replication) = (turn / each, self.replications.start + (turn % each) as u32);
            let (_, recorder) = match current.take() {
                Some(kept) if kept.0 == strategy => current.insert(kept),
                _ => current.insert((strategy, self.setup.recorder(strategy as usize))),
            };
            let mut record = recorder(replication);
            record.sketches.iter_mut().for_each(crate::stats::Sketch::pack);
            let events = self.events.fetch_add(record.events, Ordering::Relaxed) + record.events;
            let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
            records.push(record);
            self.teller.tell(Told::Replication { done, total: self.total, events });
        }
    }
}
