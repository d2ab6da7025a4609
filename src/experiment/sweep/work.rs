//! The points at work: threads take whole points and help each other with the last ones.

use super::answers::{PointNames, answer};
use super::points::{Keeps, Points, SweepOptions};
use crate::experiment::raw::Kept;
use crate::experiment::records::{Extent, Setup};
use crate::experiment::samples::Samples;
use crate::experiment::stopping::{self, Next};
use crate::experiment::verdict::Case;
use crate::measures::Measure;
use crate::record::{Answer, Archive, Layout, NoArchive, RunRecord};
use crate::stats::Bootstrap;
use crate::threads;
use crate::watch::{Teller, Told};
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Resamples behind the probability of being best at a point: its error is at most 0.016.
const RESAMPLES: usize = 1_000;
/// Replications of one task, at most.
const CHUNK: u32 = 8;

/// All points, what they are judged by, and how far they are.
pub(super) struct SweepWork<'a> {
    points: &'a Points<'a>,
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
    /// Names of points, each once.
    names: Mutex<Vec<Arc<PointNames>>>,
}

impl<'a> SweepWork<'a> {
    pub fn new(
        points: &'a Points<'a>,
        options: &'a SweepOptions<'a>,
        teller: &'a Teller<'a>,
        (money, kept): (Measure, &'a Kept),
    ) -> SweepWork<'a> {
        let total = AtomicU64::new(points.surveys.iter().map(|survey| survey.replications).sum());
        let (done, events, names) = (AtomicU64::new(0), AtomicU64::new(0), Mutex::default());
        SweepWork { points, options, teller, kept, money, total, done, events, names }
    }

    /// Runs a point: all its replications, then its answer; or takes the answer that an earlier start left.
    pub fn point(&self, number: usize) -> (Answer, Arc<PointNames>) {
        let model = &(self.points.model)(number);
        let place = u32::try_from(number).expect("points are numbered by u32");
        let by_answers = self.options.keeps == Keeps::Answers;
        let archive: &dyn Archive = if by_answers { &NoArchive } else { self.options.archive };
        let setup = Setup::new(model).keeping(archive, Extent::Summary { point: place });
        let layouts = setup.layouts();
        let names = self.named(PointNames::new(model, layouts.clone()));
        if let Some(answer) =
            self.options.archive.answer(place).filter(|answer| by_answers && names.fits(answer, self.kept))
        {
            self.tell(answer.runs(), answer.events);
            return (answer, names);
        }
        let answer = self.answer(number, &setup, &layouts);
        if by_answers {
            self.options.archive.keep_answer(&answer);
        }
        (answer, names)
    }

    /// Runs all replications of a point and sums them up.
    fn answer(&self, number: usize, setup: &Setup<'_>, layouts: &[Layout]) -> Answer {
        let model = setup.model();
        let (mut records, mut shape) = (Vec::new(), 0..model.run.replications);
        loop {
            records.extend(self.records(setup, layouts.len(), shape.clone()));
            records.sort_by_key(|record: &RunRecord| record.key);
            match stopping::next(model, layouts, &records, shape.end) {
                Next::Keep(replications) => {
                    records.retain(|record| record.key.replication < replications);
                    break;
                }
                Next::Go(to) => {
                    self.total.fetch_add(layouts.len() as u64 * u64::from(to - shape.end), Ordering::Relaxed);
                    shape = shape.end..to;
                }
            }
        }
        let samples = Samples::new(model, layouts, &records);
        let bootstrap = Bootstrap::new(samples.replications.len(), RESAMPLES, model.run.seed);
        let case = Case::judged_by(self.money, &samples, &bootstrap);
        answer(number, &case, self.kept, self.points.scheme)
    }

    /// Tells the watch of replications that are done, or were before.
    fn tell(&self, runs: u64, events: u64) {
        let events = self.events.fetch_add(events, Ordering::Relaxed) + events;
        let done = self.done.fetch_add(runs, Ordering::Relaxed) + runs;
        self.teller.tell(Told::Replication { done, total: self.total.load(Ordering::Relaxed), events });
    }

    /// Records of these replications of all strategies.
    fn records(&self, setup: &Setup<'_>, strategies: usize, replications: Range<u32>) -> Vec<RunRecord> {
        let first = replications.clone().step_by(CHUNK as usize);
        let tasks: Vec<(usize, Range<u32>)> = (0..strategies)
            .flat_map(|s| first.clone().map(move |first| (s, first)))
            .map(|(strategy, first)| (strategy, first..(first + CHUNK).min(replications.end)))
            .collect();
        threads::map(&tasks, |task| self.task(setup, task)).into_iter().flatten().collect()
    }

    /// Some replications of a strategy at a point; of the records what the summary needs.
    fn task(&self, setup: &Setup<'_>, (strategy, replications): &(usize, Range<u32>)) -> Vec<RunRecord> {
        let mut recorder = setup.recorder(*strategy);
        let records = replications.clone().map(|replication| {
            let record = recorder(replication);
            self.tell(1, record.events);
            record
        });
        records.collect()
    }

    /// The same names as those of a point before, where they are.
    fn named(&self, names: PointNames) -> Arc<PointNames> {
        let mut all = self.names.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = all.iter().find(|known| ***known == names) {
            return known.clone();
        }
        let names = Arc::new(names);
        all.push(names.clone());
        names
    }
}

/// Which kinds of entities have rows, by the layouts of the first point.
pub(super) fn kept(layouts: &[Layout], points: usize, raw: crate::results::Raw) -> Kept {
    let entries = || layouts.iter().flat_map(|layout| layout.values.iter());
    let rows = |kind| entries().filter(|entry| entry.entity.kind == kind).count() * points;
    Kept::of("sweep", rows, raw)
}
