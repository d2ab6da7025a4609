//! Design points × strategies × replications, as one pool of work; the same random numbers at every point.
//!
//! Points are run in batches, so that memory does not grow with their number: of a point only its summary and its
//! standing are kept. A record depends on its scenario, strategy and replication alone, so the result depends neither
//! on the batches nor on the threads.

pub mod design;
mod standing;
mod words;

use super::contest::Contest;
use super::findings;
use super::ledger::{Key, Ledger};
use super::raw::{Kept, Raw};
use super::run::{Done, Progress, RunOptions};
use super::tables::{Facts, Provenance, info};
use super::verdict::Case;
use crate::collect::Runner;
use crate::measures::EntityKind;
use crate::model::Model;
use crate::plan::Plan;
use crate::record::{Layout, RunRecord};
use crate::results::{AxisValue, Finding, Pointed, StandingRow, SummaryRow, Sweep};
use crate::stats::Bootstrap;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};

/// Resamples behind the probability of being best at a point: its error is at most 0.016.
const RESAMPLES: usize = 1_000;
/// Tasks a batch holds per thread, so that the wait for its last one hardly counts.
const TASKS_PER_THREAD: usize = 64;
/// Replications of one task, at most.
const CHUNK: u32 = 8;

/// What is swept.
pub struct Points<'a> {
    /// Names of the axes.
    pub axes: Vec<String>,
    /// Values by axis, point by point.
    pub points: Vec<Vec<AxisValue>>,
    /// The scenario of a point, by number.
    pub model: &'a (dyn Fn(usize) -> Model + Sync),
}

/// Runs every point and says who is best where.
///
/// # Panics
/// When there is no point.
#[must_use]
pub fn sweep(points: &Points<'_>, provenance: Provenance, options: &RunOptions, progress: &dyn Progress) -> Sweep {
    let base = (points.model)(0);
    let total = points.points.len() as u64 * base.strategies.len() as u64 * u64::from(base.run.replications);
    let work = Work { points, progress, total, done: AtomicU64::new(0), events: AtomicU64::new(0) };
    let threads = rayon::ThreadPoolBuilder::new().num_threads(options.threads).build();
    let mut gathered = Gathered::new(provenance.raw);
    let batch = work.batch_size(&base, threads.as_ref().map_or(1, rayon::ThreadPool::current_num_threads));
    for first in (0..points.points.len()).step_by(batch) {
        let numbers = first..(first + batch).min(points.points.len());
        // Where the system refuses threads the calling one does it all.
        let judged = match &threads {
            Ok(pool) => pool.install(|| work.run(numbers)),
            Err(_) => work.run(numbers),
        };
        gathered.extend(judged, points);
    }
    gathered.finish(points, &base, provenance)
}

/// What is kept of a point.
struct Judged {
    number: usize,
    summary: Vec<SummaryRow>,
    standing: StandingRow,
    findings: Vec<Finding>,
    events: u64,
    residual: f64,
}

struct Work<'a> {
    points: &'a Points<'a>,
    progress: &'a dyn Progress,
    total: u64,
    done: AtomicU64,
    events: AtomicU64,
}

impl Work<'_> {
    fn batch_size(&self, base: &Model, threads: usize) -> usize {
        let chunks = base.run.replications.div_ceil(CHUNK) as usize;
        (threads * TASKS_PER_THREAD).div_ceil(base.strategies.len().max(1) * chunks).max(1)
    }

    /// Runs a batch of points: all their replications side by side, then each point's judgement.
    fn run(&self, numbers: std::ops::Range<usize>) -> Vec<Judged> {
        let models: Vec<Model> = numbers.clone().into_par_iter().map(|number| (self.points.model)(number)).collect();
        let pairs: Vec<(usize, usize)> =
            (0..models.len()).flat_map(|at| (0..models[at].strategies.len()).map(move |s| (at, s))).collect();
        let plans: Vec<Plan> = pairs.par_iter().map(|(at, strategy)| Plan::new(&models[*at], *strategy)).collect();
        let tasks: Vec<(usize, u32)> = pairs
            .iter()
            .enumerate()
            .flat_map(|(pair, (at, _))| {
                (0..models[*at].run.replications).step_by(CHUNK as usize).map(move |first| (pair, first))
            })
            .collect();
        let records: Vec<(Layout, Vec<RunRecord>)> =
            tasks.par_iter().map(|(pair, first)| self.task(&models[pairs[*pair].0], &plans[*pair], *first)).collect();
        let mut of_point: Vec<(Vec<Layout>, Vec<RunRecord>)> = models.iter().map(|_| Default::default()).collect();
        for ((pair, first), (layout, mut records)) in tasks.into_iter().zip(records) {
            let (layouts, all) = &mut of_point[pairs[pair].0];
            if first == 0 {
                layouts.push(layout);
            }
            all.append(&mut records);
        }
        let judge = |(at, (layouts, records)): (usize, &(Vec<Layout>, Vec<RunRecord>))| {
            self.judge(numbers.start + at, &models[at], layouts, records)
        };
        of_point.par_iter().enumerate().map(judge).collect()
    }

    /// Some replications of a strategy at a point; of the records what the summary needs.
    fn task(&self, model: &Model, plan: &Plan, first: u32) -> (Layout, Vec<RunRecord>) {
        let mut runner = Runner::new(model, plan);
        let levels = plan.levels();
        let last = (first + CHUNK).min(model.run.replications);
        let records = (first..last).map(|replication| {
            let mut record = runner.run(&levels, replication);
            (record.sketches, record.series) = (Vec::new(), Vec::new());
            let events = self.events.fetch_add(record.events, Ordering::Relaxed) + record.events;
            let replications = self.done.fetch_add(1, Ordering::Relaxed) + 1;
            self.progress.advance(Done { replications, total: self.total, events });
            record
        });
        let records = records.collect();
        (runner.layout().clone(), records)
    }

    fn judge(&self, number: usize, model: &Model, layouts: &[Layout], records: &[RunRecord]) -> Judged {
        let ledger = Ledger::new(model, layouts, records);
        let bootstrap = Bootstrap::new(ledger.replications.len(), RESAMPLES, model.run.seed);
        let case = Case::new(&ledger, &bootstrap);
        let key = Key::system(case.money_measure);
        let money: &Contest = &case.money;
        Judged {
            number,
            standing: standing::of(&ledger, &key, money),
            findings: findings::of_network(&case),
            summary: super::rows::summary(&ledger),
            events: records.iter().map(|record| record.events).sum(),
            residual: records.iter().map(|record| record.residual.abs()).fold(0.0, f64::max),
        }
    }
}

/// Everything kept so far.
struct Gathered {
    raw: Raw,
    kept: Option<Kept>,
    rows: Vec<Pointed<SummaryRow>>,
    standings: Vec<Pointed<StandingRow>>,
    /// By id: how many points, and the first of each.
    findings: BTreeMap<String, (usize, usize, Finding)>,
    events: u64,
    residual: f64,
}

impl Gathered {
    fn new(raw: Raw) -> Gathered {
        let (kept, rows, standings, findings) = (None, Vec::new(), Vec::new(), BTreeMap::new());
        Gathered { raw, kept, rows, standings, findings, events: 0, residual: 0.0 }
    }

    fn extend(&mut self, judged: Vec<Judged>, points: &Points<'_>) {
        for judged in judged {
            let raw = self.raw;
            let kept = self.kept.get_or_insert_with(|| {
                let rows = |kind: EntityKind| judged.summary.iter().filter(|row| row.entity_kind == kind).count();
                Kept::of("sweep", |kind| rows(kind) * points.points.len(), raw)
            });
            let point = &points.points[judged.number];
            let rows = judged.summary.into_iter().filter(|row| kept.has(row.entity_kind));
            self.rows.extend(rows.map(|row| Pointed { point: point.clone(), row }));
            self.standings.push(Pointed { point: point.clone(), row: judged.standing });
            for finding in judged.findings {
                let entry = self.findings.entry(finding.id.clone()).or_insert((0, judged.number, finding));
                entry.0 += 1;
            }
            self.events += judged.events;
            self.residual = self.residual.max(judged.residual);
        }
    }

    fn finish(self, points: &Points<'_>, base: &Model, provenance: Provenance) -> Sweep {
        let mut found = provenance.findings.clone();
        found.extend(
            self.findings.into_values().map(|(count, first, finding)| words::finding(points, (count, first), finding)),
        );
        let facts = Facts {
            replications: base.run.replications,
            events: self.events,
            residual: self.residual,
            verdict: words::verdict(&points.axes, &self.standings, base),
            findings: found,
            left_out: self.kept.map(|kept| kept.left_out()).unwrap_or_default(),
            axes: points.axes.clone(),
        };
        Sweep { rows: self.rows, standings: self.standings, info: info(base, provenance, facts) }
    }
}
