//! A job in units, which several processes or machines work out, and which come together to the bytes of one machine: a run is cut
//! by replications, a sweep by points. A unit has all strategies of its replications or points, so that what is compared
//! pairwise stays in one place.

use super::sweep::SweepDesign;
use super::{JobError, RunJob, Settings, SweepJob, run, sweep, sweep_design};
use crate::experiment::{self, Extent, RunOptions, Setup, SoFar, WholeDesign};
use crate::input::{Accepted, Change};
use crate::record::{Answer, Archive, RunRecord};
use crate::results::{Finding, Raw, RunInfo};
use crate::watch::{Stopped, Watch};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// What a job is cut into: its parts, numbered from 0. A unit is a range of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartKind {
    /// Of a run.
    Replications,
    /// Of a sweep.
    Points,
}

impl PartKind {
    /// `point`, `replication`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            PartKind::Replications => "replication",
            PartKind::Points => "point",
        }
    }
}

/// What a unit comes to.
#[derive(Clone, Debug)]
pub enum UnitAnswer {
    /// Of a run: strategy by strategy, replications ascending.
    Records(Vec<RunRecord>),
    /// Of a sweep, by point.
    Answers(Vec<Answer>),
}

/// A job that is cut into units.
#[derive(Clone, Debug)]
pub enum DividedJob {
    /// By replications.
    Run(Box<Accepted>),
    /// By points.
    Sweep {
        /// Its points.
        design: Box<SweepDesign>,
        /// Whether something has a price at one of them.
        is_priced: bool,
    },
}

impl DividedJob {
    /// A run.
    #[must_use]
    pub fn run(scenario: Accepted) -> DividedJob {
        DividedJob::Run(Box::new(scenario))
    }

    /// A sweep of which is known whether something has a price at one of its points: none of their scenarios is read.
    ///
    /// # Errors
    /// Nothing is varied, or the design is refused.
    pub fn sweep(scenario: Accepted, is_priced: bool) -> Result<DividedJob, JobError> {
        Ok(DividedJob::Sweep { design: Box::new(sweep_design(scenario)?), is_priced })
    }

    /// A sweep all of whose points were read, and the tables that they have read.
    #[must_use]
    pub fn of_sweep(job: &SweepJob) -> (DividedJob, BTreeMap<String, Arc<[u8]>>) {
        let design = Box::new(job.design().clone());
        (DividedJob::Sweep { design, is_priced: job.whole().is_priced }, job.tables.clone())
    }

    /// The scenario.
    #[must_use]
    pub fn scenario(&self) -> &Accepted {
        match self {
            DividedJob::Run(scenario) => scenario,
            DividedJob::Sweep { design, .. } => &design.scenario,
        }
    }

    /// What it is cut into.
    #[must_use]
    pub fn kind(&self) -> PartKind {
        match self {
            DividedJob::Run(_) => PartKind::Replications,
            DividedJob::Sweep { .. } => PartKind::Points,
        }
    }

    /// Number of its parts; a rule that ends a run may ask for more.
    #[must_use]
    pub fn parts(&self) -> u32 {
        match self {
            DividedJob::Run(scenario) => scenario.model.run.replications,
            DividedJob::Sweep { design, .. } => u32::try_from(design.points()).expect("points are numbered by u32"),
        }
    }

    /// Everything that determines what a unit comes to, to the last bit, one line per key.
    #[must_use]
    pub fn question(&self, raw: Raw) -> String {
        match self {
            DividedJob::Run(scenario) => experiment::question_of_units(&scenario.resolved, "", raw),
            DividedJob::Sweep { design, .. } => {
                experiment::question_of_units(&design.scenario.resolved, &design.toml(), raw)
            }
        }
    }

    /// Works out a unit.
    ///
    /// # Errors
    /// When the watch stops it.
    pub fn work(&self, parts: Range<u32>, settings: &Settings, watch: &dyn Watch) -> Result<UnitAnswer, Stopped> {
        match self {
            DividedJob::Run(scenario) => settings.within(|| {
                let options = RunOptions { threads: settings.threads };
                let records = Setup::new(&scenario.model).records(parts, SoFar::default(), &options, watch)?;
                Ok(UnitAnswer::Records(records))
            }),
            DividedJob::Sweep { design, is_priced } => {
                let whole = WholeDesign { points: design.points(), is_priced: *is_priced };
                design.answers(whole, parts, settings, watch).map(UnitAnswer::Answers)
            }
        }
    }

    /// How many parts are wanted, as far as the first `known` tell, which the archive has: the rule of a run may ask for more. The
    /// points of a sweep end each by itself.
    ///
    /// # Errors
    /// When the watch stops it.
    pub fn wanted(
        &self,
        known: u32,
        archive: &dyn Archive,
        settings: &Settings,
        watch: &dyn Watch,
    ) -> Result<u32, Stopped> {
        let DividedJob::Run(scenario) = self else { return Ok(self.parts()) };
        let setup = Setup::new(&scenario.model).keeping(archive, Extent::Whole);
        settings.within(|| experiment::wanted(&setup, known, &RunOptions { threads: settings.threads }, watch))
    }
}

/// The lines of every question that say which build answers it.
#[must_use]
pub fn question_of_build() -> String {
    experiment::question_of_units("", "", Raw::Fitting)
}

/// The run behind units, with the records of which it is done; of the first `parts` replications alone where not all are there.
///
/// # Errors
/// A rule ends the run, so that a part of the replications is not what the scenario asks for.
pub fn merged_run(scenario: Accepted, parts: Option<u32>) -> Result<RunJob, JobError> {
    let Some(parts) = parts else { return Ok(run(scenario)) };
    if scenario.model.run.stopping.is_some() {
        return Err(JobError::Refused("a rule ends this run: it says nothing about a part of the replications".into()));
    }
    let fewer = Change::flag("--replications", format!("run.replications={parts}"));
    Ok(run(scenario.changed(vec![fewer])?))
}

/// The sweep behind units, with the answers of which it is done; at these points alone where not all are there: the archive numbers
/// them from 0.
///
/// # Errors
/// The design says nothing without all its points; the watch stops it.
pub fn merged_sweep(
    scenario: Accepted,
    points: Option<&[u32]>,
    settings: &Settings,
    watch: &dyn Watch,
) -> Result<SweepJob, JobError> {
    let job = sweep(scenario, settings, watch)?.of_answers();
    match points {
        None => Ok(job),
        Some(points) => job.only(points),
    }
}

/// Says in results and verdict that they are of a part of the work alone.
pub fn tell_partial(info: &mut RunInfo, kind: PartKind, (done, of): (usize, u32), missing: &str) {
    info.partial = format!("{done} of {of} {}s", kind.word());
    let verdict = &mut info.verdict;
    verdict.headline = format!("So far, on {}: {}", info.partial, verdict.headline);
    info.findings.insert(
        0,
        Finding {
            id: "partial".into(),
            symptom: format!("these are {} of the plan: units {missing} are missing", info.partial),
            advice: "work them and merge again".into(),
        },
    );
}
