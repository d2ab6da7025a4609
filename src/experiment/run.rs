//! A run: every strategy × as many replications as its rule asks for.

use super::records::{RunOptions, Setup, SoFar};
use super::stopping::{self, Next};
use crate::collect;
use crate::model::Model;
use crate::record::{Layout, RunRecord};
use crate::results::OrderRow;
use crate::threads;
use crate::watch::{Stopped, Watch};

/// What a run leaves, complete and in run-key order.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// By strategy.
    pub layouts: Vec<Layout>,
    /// Strategy by strategy, replications ascending; sketches packed.
    pub records: Vec<RunRecord>,
}

impl Outcome {
    /// Replications of every strategy.
    #[must_use]
    pub fn replications(&self) -> u32 {
        self.records.last().map_or(0, |record| record.key.replication + 1)
    }
}

/// Runs every strategy of a model until there are replications enough; the outcome does not depend on the number of
/// threads.
///
/// # Errors
/// When the watch stops it.
pub fn run(model: &Model, options: &RunOptions, watch: &dyn Watch) -> Result<Outcome, Stopped> {
    run_setup(&Setup::new(model), options, watch)
}

/// The same with a setup, which may know an archive.
///
/// # Errors
/// When the watch stops it.
pub fn run_setup(setup: &Setup<'_>, options: &RunOptions, watch: &dyn Watch) -> Result<Outcome, Stopped> {
    let (model, layouts) = (setup.model(), setup.layouts());
    let (mut replications, mut records) = (0..model.run.replications, Vec::new());
    loop {
        let so_far = SoFar {
            replications: records.len() as u64,
            events: records.iter().map(|record: &RunRecord| record.events).sum(),
        };
        records.extend(setup.records(replications.clone(), so_far, options, watch)?);
        records.sort_by_key(|record| record.key);
        match stopping::next(model, &layouts, &records, replications.end) {
            Next::Keep(replications) => {
                records.retain(|record| record.key.replication < replications);
                return Ok(Outcome { layouts, records });
            }
            Next::Go(to) => replications = replications.end..to,
        }
    }
}

/// How many replications the rules of the scenario want, as far as the first `known` of them tell: no more than `known` where those
/// are enough, else to how many a run with these goes next. The setup's archive has them.
///
/// # Errors
/// When the watch stops it.
pub fn wanted(setup: &Setup<'_>, known: u32, options: &RunOptions, watch: &dyn Watch) -> Result<u32, Stopped> {
    let (model, layouts) = (setup.model(), setup.layouts());
    let first = model.run.replications;
    if model.run.stopping.is_none() || known < first {
        return Ok(first);
    }
    let records = setup.records(0..known, SoFar::default(), options, watch)?;
    Ok(match stopping::next(model, &layouts, &records, known) {
        Next::Keep(_) => known,
        Next::Go(to) => to,
    })
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
