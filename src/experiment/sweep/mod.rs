//! Design points × strategies × replications, as one pool of work; the same random numbers at every point.
//!
//! Threads take whole points and help each other with the last ones, so few points are open at a time; of a point that
//! is done only its summary and its standing are kept. A record depends on its scenario, strategy and replication
//! alone, so the result does not depend on the threads, nor on which records an earlier start has left.

mod boundary;
pub mod design;
mod idle;
mod sensitivity;
mod standing;
mod subjects;
mod tornado;
mod words;

use super::comparison::Comparison;
use super::engines::{Engine, Extent, NotCovered, Setup};
use super::findings;
use super::samples::{Key, Samples};
use super::raw::Kept;
use super::run::Source as _;
use super::stopping::{self, Next};
use super::tables::{Facts, Provenance, info};
use super::verdict::{Case, money_of};
use super::watch::{Stopped, Teller, Told, Watch, stoppable};
use crate::measures::{Better, Measure};
use crate::model::Model;
use crate::record::{Archive, Layout, RunRecord};
use crate::results::{AxisValue, Finding, Most, Pointed, RunInfo, StandingRow, SummaryRow, Sweep};
use crate::stats::Bootstrap;
use crate::threads;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use subjects::Outcomes;

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
    pub scheme: Scheme,
}

impl Points {
    /// Whether an engine covers every strategy at every point: only the path engine may not.
    ///
    /// # Errors
    /// The first strategy that it does not cover.
    pub fn covered_by(&self, engine: Engine) -> Result<(), NotCovered> {
        let asked = if engine == Engine::Path { self.models.as_slice() } else { &[] };
        asked.iter().try_for_each(|model| Setup::new(model, engine).map(|_| ()))
    }
}

/// How the points hang together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scheme {
    /// Each for itself.
    #[default]
    Free,
    /// The scenario as it stands, then each axis low and high.
    OneAtATime,
    /// Row by row as [`design::saltelli`] gives them.
    Saltelli,
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
/// When the watch stops it.
///
/// # Panics
/// When there is no point, or the engine does not cover one ([`Points::covered_by`]).
pub fn sweep(
    points: &Points,
    provenance: Provenance,
    options: &SweepOptions<'_>,
    watch: &dyn Watch,
) -> Result<Sweep, Stopped> {
    let base = &points.models[0];
    let kept = kept(points, &Setup::new(base, options.engine).expect("asked before"), &provenance);
    let replications = |model: &Model| model.strategies.len() as u64 * u64::from(model.run.replications);
    let total = AtomicU64::new(points.models.iter().map(replications).sum());
    let money = money_of(&points.models);
    let (done, events) = (AtomicU64::new(0), AtomicU64::new(0));
    let judged = stoppable(watch, |teller| {
        let work = Work { points, options, teller, kept: &kept, money, total, done, events };
        threads::within(options.threads, || threads::numbered(points.models.len(), |number| work.point(number)))
    })?;
    Ok(gathered(judged, points).finish(points, &kept, provenance))
}

/// Which kinds of entities have rows, by the first point.
fn kept(points: &Points, first: &Setup<'_>, provenance: &Provenance) -> Kept {
    let layouts: Vec<Layout> = (0..points.models[0].strategies.len()).map(|s| first.layout(s)).collect();
    let entries = || layouts.iter().flat_map(|layout| layout.values.iter());
    let rows = |kind| entries().filter(|entry| entry.entity.kind == kind).count() * points.points.len();
    Kept::of("sweep", rows, provenance.raw)
}

/// What is kept of a point.
struct Judged {
    summary: Vec<SummaryRow>,
    standing: StandingRow,
    findings: Vec<Finding>,
    /// The judged measure by strategy and replication.
    money: Vec<Vec<f64>>,
    better: Better,
    /// Of each strategy.
    replications: u32,
    events: u64,
    residual: f64,
}

struct Work<'a> {
    points: &'a Points,
    options: &'a SweepOptions<'a>,
    teller: &'a Teller<'a>,
    kept: &'a Kept,
    /// What all points are judged by: where an axis takes prices to 0, points would else be held against others of
    /// another measure.
    money: Measure,
    /// Replications to do; a stopping rule makes it grow.
    total: AtomicU64,
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
        let layouts: Vec<Layout> = (0..model.strategies.len()).map(|strategy| setup.layout(strategy)).collect();
        let (mut records, mut shape) = (Vec::new(), 0..model.run.replications);
        loop {
            let first = shape.clone().step_by(CHUNK as usize);
            let tasks: Vec<(usize, std::ops::Range<u32>)> = (0..layouts.len())
                .flat_map(|s| first.clone().map(move |first| (s, first)))
                .map(|(strategy, first)| (strategy, first..(first + CHUNK).min(shape.end)))
                .collect();
            let more: Vec<Vec<RunRecord>> = threads::map(&tasks, |task| self.task(&setup, task));
            records.extend(more.into_iter().flatten());
            records.sort_by_key(|record: &RunRecord| record.key);
            match stopping::next(model, &layouts, &records, shape.end) {
                Next::Keep(replications) => {
                    records.retain(|record| record.key.replication < replications);
                    return self.judge(model, &layouts, &records);
                }
                Next::Go(to) => {
                    self.total.fetch_add(layouts.len() as u64 * u64::from(to - shape.end), Ordering::Relaxed);
                    shape = shape.end..to;
                }
            }
        }
    }

    /// Some replications of a strategy at a point; of the records what the summary needs.
    fn task(&self, setup: &Setup<'_>, (strategy, replications): &(usize, std::ops::Range<u32>)) -> Vec<RunRecord> {
        let mut simulate = setup.runner(*strategy);
        let records = replications.clone().map(|replication| {
            let record = simulate(replication);
            let events = self.events.fetch_add(record.events, Ordering::Relaxed) + record.events;
            let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
            self.teller.tell(Told::Replication { done, total: self.total.load(Ordering::Relaxed), events });
            record
        });
        records.collect()
    }

    fn judge(&self, model: &Model, layouts: &[Layout], records: &[RunRecord]) -> Judged {
        let samples = Samples::new(model, layouts, records);
        let bootstrap = Bootstrap::new(samples.replications.len(), RESAMPLES, model.run.seed);
        let case = Case::judged_by(self.money, &samples, &bootstrap);
        let key = Key::system(case.money_measure);
        let money: &Comparison = &case.money;
        let none = vec![f64::NAN; samples.replications.len()];
        let values = |strategy| samples.values(strategy, &key).map_or_else(|| none.clone(), <[f64]>::to_vec);
        let mut summary = super::rows::summary(&samples);
        summary.retain(|row| self.kept.has(row.entity_kind));
        Judged {
            standing: standing::of(&samples, &key, money),
            findings: findings::of_point(&case),
            summary,
            money: if self.points.scheme == Scheme::Free {
                Vec::new()
            } else {
                case.everyone().into_iter().map(values).collect()
            },
            better: money.better,
            replications: u32::try_from(samples.replications.len()).expect("replications are numbered by u32"),
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
    outcomes: Outcomes,
    /// Least and most of a point.
    replications: Option<(u32, u32)>,
    events: u64,
    residual: f64,
}

/// In order of the points.
fn gathered(judged: Vec<Judged>, points: &Points) -> Gathered {
    let mut all = Gathered::default();
    for (number, judged) in judged.into_iter().enumerate() {
        let point = &points.points[number];
        all.rows.extend(judged.summary.into_iter().map(|row| Pointed { point: point.clone(), row }));
        if number == 0 {
            let standing = &judged.standing;
            all.outcomes.measure.clone_from(&standing.measure);
            all.outcomes.unit.clone_from(&standing.unit);
            all.outcomes.sign = if judged.better == Better::Higher { 1.0 } else { -1.0 };
        }
        all.outcomes.values.push(judged.money);
        all.standings.push(Pointed { point: point.clone(), row: judged.standing });
        for finding in judged.findings {
            all.findings.entry(finding.id.clone()).or_insert((0, number, finding)).0 += 1;
        }
        let (least, most) = all.replications.unwrap_or((judged.replications, judged.replications));
        all.replications = Some((least.min(judged.replications), most.max(judged.replications)));
        all.events += judged.events;
        all.residual = all.residual.max(judged.residual);
    }
    all
}

impl Gathered {
    fn finish(self, points: &Points, kept: &Kept, provenance: Provenance) -> Sweep {
        let base = &points.models[0];
        let mut found = provenance.findings.clone();
        found.extend(words::left_undone(&points.models));
        found.extend(idle::axes(points, &self.rows));
        found.extend(
            self.findings.into_values().map(|(count, first, finding)| words::finding(points, (count, first), finding)),
        );
        let swung = match points.scheme {
            Scheme::OneAtATime => tornado::rows(points, &self.outcomes, base),
            _ => Vec::new(),
        };
        let sensitivity = match points.scheme {
            Scheme::Saltelli => sensitivity::rows(points, &self.outcomes, base),
            _ => Vec::new(),
        };
        found.extend(sensitivity::few_rows(&sensitivity, points));
        let replications = self.replications.unwrap_or_default();
        let facts = Facts {
            replications: replications.0,
            events: self.events,
            residual: self.residual,
            verdict: words::verdict(&points.axes, &self.standings, (&swung, &sensitivity), base),
            findings: found,
            left_out: kept.left_out(),
            axes: points.axes.clone(),
        };
        let stop_rule = stopping::words_of_points(base, replications);
        let info = with_extremes(RunInfo { stop_rule, ..info(base, provenance, facts) }, &points.models);
        let tornado = swung.into_iter().map(|swung| swung.row).collect();
        Sweep { rows: self.rows, standings: self.standings, tornado, sensitivity, info }
    }
}

/// With the least and the greatest window and seed of all points in the place of those of the first.
fn with_extremes(info: RunInfo, models: &[Model]) -> RunInfo {
    let of = |extreme: fn(f64, f64) -> f64, value: fn(&Model) -> f64| {
        models.iter().map(value).fold(value(&models[0]), extreme)
    };
    let (warm_up, horizon) = (|model: &Model| model.run.warm_up.units(), |model: &Model| model.run.horizon.units());
    let seeds = || models.iter().map(|model| model.run.seed);
    let most = Most {
        warm_up: of(f64::max, warm_up),
        horizon: of(f64::max, horizon),
        seed: seeds().max().unwrap_or(info.seed),
    };
    let least = RunInfo {
        warm_up: of(f64::min, warm_up),
        horizon: of(f64::min, horizon),
        seed: seeds().min().unwrap_or(info.seed),
        ..info
    };
    let alike = Most { warm_up: least.warm_up, horizon: least.horizon, seed: least.seed } == most;
    RunInfo { most: (!alike).then_some(most), ..least }
}
