//! Every strategy at every point of a design.

use super::points::{axes_of, coordinates};
use super::{JobError, Prepared, Settings};
use crate::experiment::{self, Keeps, Points, Provenance, Scheme, Survey, SweepOptions, WholeDesign};
use crate::input::{Accepted, Coordinate, Design, Rejected, SweepRequest};
use crate::record::{Answer, Archive, NoArchive, RunRecord};
use crate::results::{AxisValue, Sweep};
use crate::threads;
use crate::watch::{Stopped, Told, Watch, stoppable};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A design that is laid out: its points are known, their scenarios not yet read.
#[derive(Clone, Debug)]
pub struct SweepDesign {
    pub(super) scenario: Accepted,
    asked: SweepRequest,
    /// By point and axis.
    coordinates: Vec<Vec<Coordinate>>,
}

/// Lays out the design of `[sweep]`.
///
/// # Errors
/// Nothing is varied, or the design is refused.
pub fn sweep_design(scenario: Accepted) -> Result<SweepDesign, JobError> {
    let asked = axes_of(&scenario)?;
    let coordinates = coordinates(&asked, scenario.model.run.seed)?;
    Ok(SweepDesign { scenario, asked, coordinates })
}

impl SweepDesign {
    /// Number of its points.
    #[must_use]
    pub fn points(&self) -> usize {
        self.coordinates.len()
    }

    pub(super) fn toml(&self) -> String {
        self.asked.toml()
    }

    /// Answers of some points, worked out on these threads; `whole` is of the design.
    pub(super) fn answers(
        &self,
        whole: WholeDesign,
        numbers: Range<u32>,
        settings: &Settings,
        watch: &dyn Watch,
    ) -> Result<Vec<Answer>, Stopped> {
        let options = SweepOptions { threads: settings.threads, archive: &NoArchive, keeps: Keeps::Records };
        self.with_points((Vec::new(), whole), |points| {
            settings.within(|| experiment::point_answers(points, settings.raw, numbers, &options, watch))
        })
    }

    fn read(&self, number: usize) -> Result<Accepted, Rejected> {
        let at = self.asked.axes.iter().zip(&self.coordinates[number]);
        self.scenario.at_point(at.flat_map(|(axis, at)| axis.changes(*at)).collect())
    }

    fn with_points<T>(&self, (surveys, whole): (Vec<Survey>, WholeDesign), work: impl FnOnce(&Points<'_>) -> T) -> T {
        let asked = &self.asked;
        let values = |point: &Vec<Coordinate>| -> Vec<AxisValue> {
            asked.axes.iter().zip(point).map(|(axis, at)| axis.value(*at)).collect()
        };
        let sets = |number: usize| -> Vec<String> {
            let at = asked.axes.iter().zip(&self.coordinates[number]);
            at.flat_map(|(axis, at)| axis.changes(*at)).map(|change| change.text).collect()
        };
        let points = Points {
            axes: asked.axes.iter().map(|axis| axis.name.clone()).collect(),
            points: self.coordinates.iter().map(values).collect(),
            surveys,
            whole,
            sets: &sets,
            model: &|number| self.read(number).expect("it was read when the job was prepared").model,
            scheme: match asked.design {
                Design::Tornado => Scheme::OneAtATime,
                Design::Sensitivity => Scheme::Saltelli,
                Design::Grid | Design::Lhs | Design::Sobol => Scheme::Free,
            },
        };
        work(&points)
    }
}

/// A sweep whose points are all accepted.
#[derive(Clone, Debug)]
pub struct SweepJob {
    design: SweepDesign,
    /// By point.
    surveys: Vec<Survey>,
    whole: WholeDesign,
    keeps: Keeps,
    /// The tables of all points, by the names that the scenario has for them.
    pub(super) tables: BTreeMap<String, Arc<[u8]>>,
}

/// Lays out the design of `[sweep]` and reads the scenario of every point; of each only a few numbers are kept, and it is
/// read again when its turn comes.
///
/// # Errors
/// Nothing is varied, the design is refused, or the scenario of a point is; the watch stops it.
pub fn sweep(scenario: Accepted, settings: &Settings, watch: &dyn Watch) -> Result<SweepJob, JobError> {
    let design = sweep_design(scenario)?;
    let (done, total) = (AtomicU64::new(0), design.points() as u64);
    let known = design.scenario.tables();
    let surveys = stoppable(watch, |teller| {
        let survey = |number: usize| {
            teller.tell(Told::LaidOut { done: done.fetch_add(1, Ordering::Relaxed) + 1, total });
            // Most points have the tables of the scenario.
            let new = |tables: &BTreeMap<String, Arc<[u8]>>| {
                let new = tables.iter().filter(|(name, _)| !known.contains_key(*name));
                new.map(|(name, bytes)| (name.clone(), bytes.clone())).collect::<Vec<_>>()
            };
            design.read(number).map(|point| (Survey::of(&point.model), new(point.tables())))
        };
        settings.within(|| threads::numbered(design.points(), survey))
    })?;
    // The problems of the first point that is refused.
    let surveys: Vec<(Survey, Vec<_>)> = surveys.into_iter().collect::<Result<_, _>>()?;
    let mut tables = known.clone();
    let surveys: Vec<Survey> = surveys
        .into_iter()
        .map(|(survey, new)| {
            tables.extend(new);
            survey
        })
        .collect();
    let (whole, keeps) = (WholeDesign::of(&surveys), Keeps::of(surveys.len()));
    Ok(SweepJob { design, surveys, whole, keeps, tables })
}

impl SweepJob {
    /// The design behind it.
    #[must_use]
    pub fn design(&self) -> &SweepDesign {
        &self.design
    }

    pub(super) fn whole(&self) -> WholeDesign {
        self.whole
    }

    /// With an archive that has answers of points, however many points there are.
    pub(super) fn of_answers(self) -> SweepJob {
        SweepJob { keeps: Keeps::Answers, ..self }
    }

    /// Some of its points, ascending and at least one; the archive numbers them from 0. They are judged as points of the whole.
    ///
    /// # Errors
    /// The design says nothing without all its points.
    pub(super) fn only(mut self, points: &[u32]) -> Result<SweepJob, JobError> {
        if let Some(design) = match self.design.asked.design {
            Design::Tornado => Some("tornado"),
            Design::Sensitivity => Some("sensitivity"),
            Design::Grid | Design::Lhs | Design::Sobol => None,
        } {
            return Err(JobError::Refused(format!("a {design} design says nothing without all its points")));
        }
        let design = &mut self.design;
        design.coordinates = points.iter().map(|point| design.coordinates[*point as usize].clone()).collect();
        self.surveys = points.iter().map(|point| self.surveys[*point as usize]).collect();
        Ok(self)
    }
}

impl Prepared for SweepJob {
    type Results = Sweep;

    fn fingerprint(&self) -> String {
        let of = match self.keeps {
            Keeps::Answers => experiment::fingerprint_of_answers,
            Keeps::Records => experiment::fingerprint,
        };
        of(&self.design.scenario.resolved, &self.design.toml())
    }

    fn resolved(&self) -> String {
        self.design.scenario.resolved.clone() + &self.design.toml()
    }

    fn results_with(
        self,
        settings: &Settings,
        archive: &dyn Archive,
        watch: &dyn Watch,
    ) -> Result<(Sweep, Vec<RunRecord>), Stopped> {
        let resolved = self.resolved();
        let SweepJob { design, surveys, whole, keeps, .. } = self;
        let scenario = &design.scenario;
        let provenance = Provenance {
            scenario_hash: scenario.hash.clone(),
            resolved,
            findings: scenario.findings.clone(),
            raw: settings.raw,
            ..Provenance::default()
        };
        let options = SweepOptions { threads: settings.threads, archive, keeps };
        let mut swept = design.with_points((surveys, whole), |points| {
            settings.within(|| experiment::sweep(points, provenance, &options, watch))
        })?;
        swept.info.name_axes(design.asked.axes.iter().map(|axis| axis.label(&scenario.model)).collect());
        Ok((swept, Vec::new()))
    }
}
