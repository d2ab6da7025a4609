//! A run or a sweep in units, which other processes work.

use super::error::{FolderError, refused};
use super::results::{Run, Sweep};
use super::scenario::read;
use super::watch::{aside, watched};
use pushpull::input::{self, Accepted, Beside, Change};
use pushpull::jobs::{self, Answer, Archive, DividedJob, JobError, RunKey, RunRecord, Settings, UnitAnswer, Watch};
use pushpull::journal::{self, RecordFile};
use pushpull::results::Raw;
use pyo3::exceptions::PyIndexError;
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::PathBuf;

/// A run or a sweep that is cut into units. Each may be worked in another process or on another machine; what they come to, merged, is
/// what `run` or `sweep` gives.
///
/// >>> import pathlib, tempfile, pushpull as pp
/// >>> plan = pp.template("classes").plan(2, replications=4)
/// >>> with tempfile.TemporaryDirectory() as folder:
/// ...     tapes = [pathlib.Path(folder, f"{unit}.tape") for unit in range(len(plan))]
/// ...     sizes = [tape.write_bytes(plan.work(unit)) for unit, tape in enumerate(tapes)]
/// ...     run = plan.merge(tapes, progress=False)
/// >>> run.info == pp.template("classes").run(replications=4, progress=False).info
/// True
#[pyclass(frozen, module = "pushpull")]
pub struct Plan {
    job: DividedJob,
    /// What stands beside its text, its axes and all tables among it.
    beside: Beside,
    /// Whether something has a price; none of a run.
    is_priced: Option<bool>,
    units: u32,
    raw: Raw,
}

#[pymethods]
impl Plan {
    /// Works a unit; gives the bytes of its tape.
    #[pyo3(signature = (unit, *, threads = 1))]
    fn work<'py>(&self, py: Python<'py>, unit: u32, threads: usize) -> PyResult<Bound<'py, PyBytes>> {
        if unit >= self.units {
            return Err(PyIndexError::new_err(format!("the plan has {} units: there is no unit {unit}", self.units)));
        }
        let settings = Settings { threads, raw: self.raw };
        let silent = pyo3::types::PyBool::new(py, false).to_owned().into_any();
        let answer = watched(py, Some(&silent), |watch| Ok(self.job.work(self.parts(unit), &settings, watch)?))?;
        let question = self.job.question(self.raw);
        let bytes = match answer {
            UnitAnswer::Records(records) => journal::record_file_bytes(&question, &records),
            UnitAnswer::Answers(answers) => journal::answer_file_bytes(&question, &answers),
        };
        Ok(PyBytes::new(py, &bytes))
    }

    /// Merges the tapes of all units, in their order: a `Run` or a `Sweep`.
    #[pyo3(signature = (tapes, *, threads = 0, progress = None))]
    fn merge(
        &self,
        py: Python<'_>,
        tapes: Vec<PathBuf>,
        threads: usize,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Py<PyAny>> {
        let archive = Tapes { plan: self, tapes: aside(py, || self.whole(&tapes))?.map_err(FolderError::new_err)? };
        let (settings, scenario) = (Settings { threads, raw: self.raw }, self.job.scenario().clone());
        Ok(match self.is_priced {
            None => {
                let job = jobs::merged_run(scenario.clone(), None).map_err(|error| refused(py, &error))?;
                Py::new(py, Run::with(py, (settings, progress), scenario, &archive, |_, _| Ok(job))?)?.into_any()
            }
            Some(_) => {
                let job = |settings: &Settings, watch: &dyn Watch| jobs::merged_sweep(scenario, None, settings, watch);
                Py::new(py, Sweep::with(py, (settings, progress), &archive, job)?)?.into_any()
            }
        })
    }

    fn __len__(&self) -> usize {
        self.units as usize
    }

    fn __repr__(&self) -> String {
        format!(
            "<Plan of {}: {} units of {} {}s>",
            self.job.scenario().model.name,
            self.units,
            self.job.parts(),
            self.job.kind().word()
        )
    }

    #[expect(clippy::type_complexity, reason = "what pickle asks for")]
    fn __reduce__<'py>(
        &self,
        py: Python<'py>,
    ) -> PyResult<(
        Bound<'py, PyAny>,
        (
            &str,
            &str,
            BTreeMap<String, Bound<'py, PyBytes>>,
            Vec<String>,
            Vec<String>,
            Vec<String>,
            Option<bool>,
            u32,
            bool,
        ),
    )> {
        let (scenario, beside) = (self.job.scenario(), self.beside.clone());
        let tables = beside.files.unwrap_or_default();
        let tables = tables.into_iter().map(|(name, bytes)| (name, PyBytes::new(py, &bytes))).collect();
        let changes = beside.changes.into_iter().map(|change| change.text).collect();
        let how = (self.is_priced, self.units, self.raw == Raw::Everything);
        let of = (scenario.source(), scenario.text(), tables, changes, beside.strategies, beside.axes);
        let restored = py.import("pushpull._native")?.getattr("_restored_plan")?;
        Ok((restored, (of.0, of.1, of.2, of.3, of.4, of.5, how.0, how.1, how.2)))
    }
}

impl Plan {
    /// Of a run, or of a sweep all of whose points are read.
    pub fn of(
        scenario: Accepted,
        beside: Beside,
        units: u32,
        settings: &Settings,
        watch: &dyn Watch,
    ) -> Result<Plan, JobError> {
        let raw = settings.raw;
        let is_sweep = scenario.sweep.as_ref().is_some_and(|sweep| !sweep.axes.is_empty());
        let (job, beside, is_priced) = match is_sweep {
            false => (DividedJob::run(scenario), beside, None),
            true => {
                let (job, tables) = DividedJob::of_sweep(&jobs::sweep(scenario, settings, watch)?);
                let DividedJob::Sweep { is_priced, .. } = job else { return Err(JobError::Stopped) };
                let files = tables.into_iter().map(|(name, bytes)| (name, bytes.to_vec())).collect();
                (job, Beside { files: Some(files), ..beside }, Some(is_priced))
            }
        };
        let units = units.clamp(1, job.parts());
        Ok(Plan { job, beside, is_priced, units, raw })
    }

    /// The parts of a unit: as many as of any other, or one more.
    fn parts(&self, unit: u32) -> Range<u32> {
        let first = |unit: u32| (u64::from(self.job.parts()) * u64::from(unit) / u64::from(self.units)) as u32;
        first(unit)..first(unit + 1)
    }

    /// Opens the tapes of all units.
    fn whole(&self, tapes: &[PathBuf]) -> Result<Vec<RecordFile>, String> {
        if tapes.len() != self.units as usize {
            return Err(format!("the plan has {} units, and here are {} tapes", self.units, tapes.len()));
        }
        let question = self.job.question(self.raw);
        let strategies = self.job.scenario().model.strategies.len() as u32;
        let open = |(unit, path): (u32, &PathBuf)| {
            let tape = RecordFile::open(path).map_err(|error| format!("{}: {error}", path.display()))?;
            let tape = tape.filter(|tape| tape.fingerprint() == question);
            let has = |tape: &RecordFile, part| match self.is_priced {
                Some(_) => tape.has_answer(part),
                None => (0..strategies).all(|strategy| tape.has_record(0, RunKey { strategy, replication: part })),
            };
            let whole = tape.filter(|tape| self.parts(unit).all(|part| has(tape, part)));
            whole.ok_or_else(|| format!("{} is not the tape of unit {unit} of this plan", path.display()))
        };
        (0..self.units).zip(tapes).map(open).collect()
    }
}

/// The tapes of all units as one archive.
struct Tapes<'a> {
    plan: &'a Plan,
    tapes: Vec<RecordFile>,
}

impl Tapes<'_> {
    /// That of the unit with a part; none of what no unit was asked for.
    fn of(&self, part: u32) -> Option<&RecordFile> {
        let guess = u64::from(part) * u64::from(self.plan.units) / u64::from(self.plan.job.parts());
        let unit = (guess.saturating_sub(1) as u32..).take(3).find(|unit| self.plan.parts(*unit).contains(&part))?;
        self.tapes.get(unit as usize)
    }
}

impl Archive for Tapes<'_> {
    fn find(&self, point: u32, key: RunKey) -> Option<RunRecord> {
        self.of(key.replication)?.find(point, key)
    }

    fn keep(&self, _: u32, _: &RunRecord) {}

    fn answer(&self, point: u32) -> Option<Answer> {
        self.of(point)?.answer(point)
    }
}

/// A plan that was pickled.
#[pyfunction]
#[pyo3(name = "_restored_plan")]
#[expect(clippy::too_many_arguments, reason = "what pickle hands in")]
pub fn restored_plan(
    py: Python<'_>,
    name: &str,
    text: &str,
    tables: BTreeMap<String, Vec<u8>>,
    changes: Vec<String>,
    strategies: Vec<String>,
    axes: Vec<String>,
    is_priced: Option<bool>,
    units: u32,
    full: bool,
) -> PyResult<Plan> {
    let changes = changes.into_iter().map(Change::set).collect();
    let beside = Beside { files: Some(tables), changes, strategies, axes, ..Beside::default() };
    let again = beside.clone();
    let scenario = read(py, || input::read_text(name, text, again))?.accepted().clone();
    let job = match is_priced {
        None => Ok(DividedJob::run(scenario)),
        Some(is_priced) => DividedJob::sweep(scenario, is_priced),
    };
    let raw = if full { Raw::Everything } else { Raw::Fitting };
    Ok(Plan { job: job.map_err(|error| refused(py, &error))?, beside, is_priced, units, raw })
}
