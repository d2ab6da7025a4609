//! Design points × strategies × replications, as one pool of work; the same random numbers at every point.
//!
//! Threads take whole points and help each other with the last ones, so few points are open at a time; of a point that
//! is done only its summary and its standing are kept. A record depends on its scenario, strategy and replication
//! alone, so the result does not depend on the threads, nor on which records an earlier start has left.

pub mod design;
mod standing;
mod words;

use super::contest::Contest;
use super::engines::{Engine, Extent, NotCovered, Setup};
use super::findings;
use super::ledger::{Key, Ledger};
use super::raw::Kept;
use super::run::{Done, Progress, Source as _};
use super::tables::{Facts, Provenance, info};
use super::verdict::Case;
use crate::model::Model;
use crate::record::{Archive, Layout, RunRecord};
use crate::results::{AxisValue, Finding, Pointed, StandingRow, SummaryRow, Sweep};
use crate::stats::Bootstrap;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};

/// Resamples behind the probability of being best at a point: its error is at most 0.016.
const RESAMPLES: usize = 1_000;
/// Replications of one task, at most.
const CHUNK: u32 = 8;

/// What is swept.
pub struct Points {
    /// Names of the axes.
    pub axes: Vec<String>,
    /// Values by axis, point by point; at least one.
    pub points: Vec<Vec<AxisValue>>,
    /// The scenario of each point.
    pub models: Vec<Model>,
}

/// How points are run; nothing here changes a result.
pub struct SweepOptions<'a> {
    /// Threads to use; 0 is one per core.
    pub threads: usize,
    pub engine: Engine,
    /// Where records are looked for and kept, by number of the point.
    pub archive: &'a dyn Archive,
}

/// Runs every point and says who is best where.
///
/// # Errors
/// When the path engine is asked for and does not cover a strategy at some point.
///
/// # Panics
/// When there is no point.
pub fn sweep(
    points: &Points,
    provenance: Provenance,
    options: &SweepOptions<'_>,
    progress: &dyn Progress,
) -> Result<Sweep, NotCovered> {
    if options.engine == Engine::Path {
        points.models.iter().try_for_each(|model| Setup::new(model, Engine::Path).map(|_| ()))?;
    }
    let base = &points.models[0];
    let kept = kept(points, &Setup::new(base, options.engine)?, &provenance);
    let replications = |model: &Model| model.strategies.len() as u64 * u64::from(model.run.replications);
    let total = points.models.iter().map(replications).sum();
    let work =
        Work { points, options, progress, kept: &kept, total, done: AtomicU64::new(0), events: AtomicU64::new(0) };
    let all = || (0..points.models.len()).into_par_iter().with_max_len(1).map(|number| work.point(number)).collect();
    // Where the system refuses threads the calling one does it all.
    let judged: Vec<Judged> = match rayon::ThreadPoolBuilder::new().num_threads(options.threads).build() {
        Ok(pool) => pool.install(all),
        Err(_) => (0..points.models.len()).map(|number| work.point(number)).collect(),
    };
    Ok(gathered(judged, points).finish(points, &kept, provenance))
}

/// Which kinds of entities have rows, by the first point.
fn kept(points: &Points, first: &Setup<'_>, provenance: &Provenance) -> Kept {
    let layouts: Vec<Layout> = (0..points.models[0].strategies.len()).map(|s| first.layout(s)).collect();
    let entries = || layouts.iter().flat_map(|layout| &layout.values);
    let rows = |kind| entries().filter(|entry| entry.entity.kind == kind).count() * points.points.len();
    Kept::of("sweep", rows, provenance.raw)
}

/// What is kept of a point.
struct Judged {
    summary: Vec<SummaryRow>,
    standing: StandingRow,
    findings: Vec<Finding>,
    events: u64,
    residual: f64,
}

struct Work<'a> {
    points: &'a Points,
    options: &'a SweepOptions<'a>,
    progress: &'a dyn Progress,
    kept: &'a Kept,
    total: u64,
    done: AtomicU64,
    events: AtomicU64,
}

impl Work<'_> {
    /// Runs a point: all its replications, then its judgement.
    fn point(&self, number: usize) -> Judged {
        let model = &self.points.models[number];
        let place = u32::try_from(number).expect("points are numbered by u32");
        let setup = Setup::new(model, self.options.engine).expect("asked before");
        let setup = setup.keeping(self.options.archive, Extent::Summary { point: place });
        let strategies = 0..model.strategies.len();
        let chunks = || (0..model.run.replications).step_by(CHUNK as usize);
        let tasks: Vec<(usize, u32)> =
            strategies.clone().flat_map(|strategy| chunks().map(move |first| (strategy, first))).collect();
        let records: Vec<Vec<RunRecord>> =
            tasks.into_par_iter().map(|(strategy, first)| self.task(model, &setup, (strategy, first))).collect();
        let records: Vec<RunRecord> = records.into_iter().flatten().collect();
        let layouts: Vec<Layout> = strategies.map(|strategy| setup.layout(strategy)).collect();
        self.judge(model, &layouts, &records)
    }

    /// Some replications of a strategy at a point; of the records what the summary needs.
    fn task(&self, model: &Model, setup: &Setup<'_>, (strategy, first): (usize, u32)) -> Vec<RunRecord> {
        let mut simulate = setup.runner(strategy);
        let last = (first + CHUNK).min(model.run.replications);
        let records = (first..last).map(|replication| {
            let record = simulate(replication);
            let events = self.events.fetch_add(record.events, Ordering::Relaxed) + record.events;
            let replications = self.done.fetch_add(1, Ordering::Relaxed) + 1;
            self.progress.advance(Done { replications, total: self.total, events });
            record
        });
        records.collect()
    }

    fn judge(&self, model: &Model, layouts: &[Layout], records: &[RunRecord]) -> Judged {
        let ledger = Ledger::new(model, layouts, records);
        let bootstrap = Bootstrap::new(ledger.replications.len(), RESAMPLES, model.run.seed);
        let case = Case::new(&ledger, &bootstrap);
        let key = Key::system(case.money_measure);
        let money: &Contest = &case.money;
        let mut summary = super::rows::summary(&ledger);
        summary.retain(|row| self.kept.has(row.entity_kind));
        Judged {
            standing: standing::of(&ledger, &key, money),
            findings: findings::of_network(&case),
            summary,
            events: records.iter().map(|record| record.events).sum(),
            residual: records.iter().map(|record| record.residual.abs()).fold(0.0, f64::max),
        }
    }
}

/// Everything kept of all points.
#[derive(Default)]
struct Gathered {
    rows: Vec<Pointed<SummaryRow>>,
    standings: Vec<Pointed<StandingRow>>,
    /// By id: how many points, and the first of each.
    findings: BTreeMap<String, (usize, usize, Finding)>,
    events: u64,
    residual: f64,
}

/// In order of the points.
fn gathered(judged: Vec<Judged>, points: &Points) -> Gathered {
    let mut all = Gathered::default();
    for (number, judged) in judged.into_iter().enumerate() {
        let point = &points.points[number];
        all.rows.extend(judged.summary.into_iter().map(|row| Pointed { point: point.clone(), row }));
        all.standings.push(Pointed { point: point.clone(), row: judged.standing });
        for finding in judged.findings {
            all.findings.entry(finding.id.clone()).or_insert((0, number, finding)).0 += 1;
        }
        all.events += judged.events;
        all.residual = all.residual.max(judged.residual);
    }
    all
}

impl Gathered {
    fn finish(self, points: &Points, kept: &Kept, provenance: Provenance) -> Sweep {
        let base = &points.models[0];
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
            left_out: kept.left_out(),
            axes: points.axes.clone(),
        };
        Sweep { rows: self.rows, standings: self.standings, info: info(base, provenance, facts) }
    }
}
