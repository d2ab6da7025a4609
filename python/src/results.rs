//! Results of all kinds: their tables, words, charts and files.

use super::chart::{Chart, named};
use super::error::{bug_of, refused, rejected, support, unreadable, unwritten};
use super::scenario::Scenario;
use super::table::{Names, Table, Wanted, escaped};
use super::watch::{aside, watched};
use pushpull::input::{self, Accepted, Beside, Change};
use pushpull::jobs::{self, Archive, JobError, NoArchive, Prepared, RunJob, RunRecord, Settings, Watch};
use pushpull::journal::{self, RecordFile};
use pushpull::present::terminal::{self, Color, TerminalStyle};
use pushpull::present::{self, Charts, Format, RECORDS, ResultKind, WriteOptions, report};
use pushpull::results::{self, Raw, RunInfo, SummaryRow, Tables};
use pyo3::exceptions::{PyAttributeError, PyKeyError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// Characters in a line of text.
const WIDTH: usize = 120;

/// Results with what was made of them before.
struct Found<K> {
    results: K,
    made: Mutex<BTreeMap<String, Arc<Py<Table>>>>,
}

impl<K: ResultKind> Found<K> {
    fn new(results: K) -> Found<K> {
        Found { results, made: Mutex::default() }
    }

    fn info(&self) -> &RunInfo {
        self.results.info()
    }

    fn names(&self) -> Vec<String> {
        let mut names = Names::default();
        let Ok(()) = self.results.write(&mut names);
        names.0
    }

    fn table(&self, py: Python<'_>, name: &str) -> PyResult<Py<Table>> {
        let known = || self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(table) = known().get(name) {
            return Ok(table.clone_ref(py));
        }
        let made = aside(py, || {
            let mut wanted = Wanted::new(name, &self.info().time_unit);
            let Ok(()) = self.results.write(&mut wanted);
            wanted.found
        })?;
        let Some(table) = made else {
            let names = self.names().join(", ");
            return Err(PyAttributeError::new_err(format!("these results have no table {name}, but {names}")));
        };
        let table = Arc::new(Py::new(py, table)?);
        known().insert(name.into(), table.clone());
        Ok(table.clone_ref(py))
    }

    fn info_of_python<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let text = serde_json::to_string(self.info()).map_err(|error| bug_of(&error.to_string()))?;
        py.import("json")?.getattr("loads")?.call1((text,))
    }

    fn words<'py>(&self, py: Python<'py>, which: &str) -> PyResult<Bound<'py, PyAny>> {
        support(py, which)?.call1((self.info_of_python(py)?,))
    }

    fn charts<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        named(py, aside(py, || present::charts_of(&self.results))?)
    }

    fn report(&self, py: Python<'_>) -> PyResult<String> {
        aside(py, || report::page(&self.results))?.map_err(|why| bug_of(&why))
    }

    fn text(&self) -> String {
        terminal::summary(&self.results, Color::Never, Some(WIDTH), "FILE").trim_end().into()
    }

    fn html(&self, py: Python<'_>) -> PyResult<String> {
        let verdict = &self.info().verdict;
        let grid = self.results.terminal(TerminalStyle { color: Color::Never, width: None });
        let charts = self.charts(py)?;
        let chart = charts.get_item("costs")?.or_else(|| charts.values().iter().next());
        let svg = chart.map(|chart| chart.cast::<Chart>()?.get().svg(py)).transpose()?.unwrap_or_default();
        Ok(format!(
            "<p><b>{}</b></p><p>{}</p><pre>{}</pre>{svg}",
            escaped(&verdict.headline),
            escaped(&verdict.worth),
            escaped(grid.trim_end()),
        ))
    }

    fn save(
        &self,
        py: Python<'_>,
        folder: &Path,
        (formats, charts): (Option<Vec<String>>, bool),
        records: impl FnOnce() -> Option<Vec<u8>> + Send,
    ) -> PyResult<Vec<PathBuf>> {
        let mut options = WriteOptions::default();
        if let Some(formats) = formats {
            let formats = formats.iter().map(|word| Format::from_word(word)).collect::<Result<_, String>>();
            options.formats = formats.map_err(PyValueError::new_err)?;
        }
        options.charts = if charts { Charts::Draw } else { Charts::Skip };
        let written = aside(py, || {
            options.records = records();
            present::write_folder(folder, &self.results, &options)
        })?;
        Ok(written.map_err(|error| unwritten(&error))?.files)
    }
}

/// Does a job, watched; gives its results, and the records behind them with what they answer where they may be kept.
fn done<J: Prepared>(
    py: Python<'_>,
    (settings, progress): (Settings, Option<&Bound<'_, PyAny>>),
    archive: &(dyn Archive + Sync),
    prepare: impl FnOnce(&Settings, &dyn Watch) -> Result<J, JobError> + Send,
) -> PyResult<(J::Results, Option<Records>)> {
    watched(py, progress, move |watch| {
        let job = prepare(&settings, watch)?;
        let (fingerprint, is_repeatable) = (job.fingerprint(), job.is_repeatable());
        let (results, records) = job.results_with(&settings, archive, watch)?;
        let records = Records { fingerprint, records, settings };
        Ok((results, Some(records).filter(|_| is_repeatable)))
    })
}

/// Records of a run that was made here.
struct Records {
    fingerprint: String,
    records: Vec<RunRecord>,
    settings: Settings,
}

/// Where the records of a run are.
enum Kept {
    Made(Records),
    /// In a folder that was read: its bytes, and what they hold.
    File(Option<Vec<u8>>, Option<RecordFile>),
    Nowhere,
}

/// What all kinds of results have in Python, and of each kind its tables and what it alone can do.
macro_rules! results {
    ($(#[$doc:meta])* $name:ident of $kind:ty { $($extra_field:ident: $field:ty),* }
        save $save:expr; tables { $($(#[$table_doc:meta])* $table:ident)+ } $($more:tt)*) => {
        $(#[$doc])*
        #[pyclass(frozen, module = "pushpull")]
        pub struct $name { found: Found<$kind>, $($extra_field: $field),* }

        #[pymethods]
        impl $name {
            /// Names of the tables that there are.
            #[getter]
            fn tables(&self) -> Vec<String> {
                self.found.names()
            }

            /// What to do, what it is worth, and why.
            #[getter]
            fn verdict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                self.found.words(py, "verdict")
            }

            /// What was seen, each with the next step.
            #[getter]
            fn findings<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                self.found.words(py, "findings")
            }

            /// Provenance and words: what `run.json` holds.
            #[getter]
            fn info<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                self.found.info_of_python(py)
            }

            /// The charts, by name.
            #[getter]
            fn charts<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
                self.found.charts(py)
            }

            /// The report: one page of HTML that needs nothing else.
            fn report(&self, py: Python<'_>) -> PyResult<String> {
                self.found.report(py)
            }

            /// Writes the folder that the command line writes; gives its files.
            #[pyo3(signature = (folder, *, formats = None, charts = true))]
            fn save(
                &self,
                py: Python<'_>,
                folder: PathBuf,
                formats: Option<Vec<String>>,
                charts: bool,
            ) -> PyResult<Vec<PathBuf>> {
                let records = $save;
                self.found.save(py, &folder, (formats, charts), || records(self))
            }

            fn __repr__(&self) -> String {
                let info = self.found.info();
                format!("<{} of {}: {}>", stringify!($name), info.scenario, info.verdict.headline)
            }

            fn __str__(&self, py: Python<'_>) -> PyResult<String> {
                aside(py, || self.found.text())
            }

            fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
                self.found.html(py)
            }

            $($(#[$table_doc])*
            #[getter]
            fn $table(&self, py: Python<'_>) -> PyResult<Py<Table>> {
                self.found.table(py, stringify!($table))
            })+

            $($more)*
        }
    };
}

fn no_records<T>(_: &T) -> Option<Vec<u8>> {
    None
}

results! {
    /// Results of a run, or of a search for best levels and the run at them.
    ///
    /// >>> import pushpull as pp
    /// >>> run = pp.template("classes").run(replications=10, progress=False)
    /// >>> run.verdict.best in run.scenario.strategies
    /// True
    /// >>> low, high = run.value("cost_total", strategy="kept").ci
    /// >>> low < run.value("cost_total", strategy="kept").mean < high
    /// True
    Run of Tables { scenario: Option<Accepted>, kept: Kept }
    save Run::record_bytes;
    tables {
        /// Every measure of every strategy, item, product, class and station.
        summary
        /// Differences between strategies, paired by replication.
        comparison
        /// The values of each replication.
        replications
        /// Levels over time.
        series
        /// Responses.
        distribution
        /// Estimates by control variates, where asked for.
        controlled
        /// Orders over time, where a stream has a profile or a record.
        arrivals
        /// Customer orders, where asked for.
        orders
        /// The best levels, of a search.
        levels
        /// The summary at the best levels, of a search.
        optimum
    }

    /// The scenario that was run, with its number of replications and its seed.
    #[getter]
    fn scenario(&self, py: Python<'_>) -> PyResult<Scenario> {
        self.asked(py).map(Scenario::from)
    }

    /// A mean with its interval: of the whole system, or of an item, product, class or station.
    #[pyo3(signature = (measure, *, strategy = None, entity = "", kind = None))]
    fn value<'py>(
        &self,
        py: Python<'py>,
        measure: &str,
        strategy: Option<&str>,
        entity: &str,
        kind: Option<&str>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let own = |row: &&SummaryRow| {
            row.measure == measure
                && row.entity == entity
                && strategy.is_none_or(|strategy| row.strategy == strategy)
                && kind.is_none_or(|kind| row.entity_kind.word() == kind)
        };
        let rows = &self.found.results.summary;
        match rows.iter().filter(own).collect::<Vec<_>>().as_slice() {
            [row] => support(py, "Estimate")?.call1((
                row.mean, row.sd, row.se, (row.ci_low, row.ci_high), &row.unit, row.replications,
            )),
            [] => {
                let near = input::nearest(measure, rows.iter().map(|row| row.measure.as_str()));
                let near = near.filter(|near| *near != measure).map(|near| format!("; did you mean {near}?"));
                let of = if entity.is_empty() { String::new() } else { format!(" of {entity}") };
                Err(PyKeyError::new_err(format!("no {measure}{of}{}", near.unwrap_or_default())))
            }
            several => {
                let of: Vec<String> =
                    several.iter().map(|row| format!("{} ({})", row.strategy, row.entity_kind.word())).collect();
                Err(PyValueError::new_err(format!("say which {measure}, by strategy and kind: {}", of.join(", "))))
            }
        }
    }

    /// The same run with so many more replications; those that are there are not made again.
    ///
    /// >>> import pushpull as pp
    /// >>> run = pp.template("classes").run(replications=4, progress=False).extend(4, progress=False)
    /// >>> run.info["replications"]
    /// 8
    #[pyo3(signature = (replications, *, threads = 0, progress = None))]
    fn extend(
        &self,
        py: Python<'_>,
        replications: u32,
        threads: usize,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Run> {
        let info = self.found.info();
        if info.search.is_some() {
            let why = "its levels were searched for: search and run again with more replications";
            return Err(super::error::NotCovered::new_err(why));
        }
        let aim = info.replications.saturating_add(replications);
        let before = self.asked(py)?;
        let change = vec![Change::set(format!("run.replications={aim}"))];
        let scenario = super::scenario::read(py, || before.changed(change))?.accepted().clone();
        let asked = jobs::run_fingerprint(&scenario.resolved);
        let settings = Settings { threads, ..self.settings() };
        let job = jobs::run(scenario.clone());
        Run::with(py, (settings, progress), scenario, self.archive(&asked), |_, _| Ok(job))
    }
}

impl Run {
    /// Prepares a run and does it.
    pub fn of(
        py: Python<'_>,
        how: (Settings, Option<&Bound<'_, PyAny>>),
        scenario: Accepted,
        prepare: impl FnOnce(&Settings, &dyn Watch) -> Result<RunJob, JobError> + Send,
    ) -> PyResult<Run> {
        Run::with(py, how, scenario, &NoArchive, prepare)
    }

    pub fn with(
        py: Python<'_>,
        how: (Settings, Option<&Bound<'_, PyAny>>),
        scenario: Accepted,
        archive: &(dyn Archive + Sync),
        prepare: impl FnOnce(&Settings, &dyn Watch) -> Result<RunJob, JobError> + Send,
    ) -> PyResult<Run> {
        let (tables, records) = done(py, how, archive, prepare)?;
        let kept = records.map_or(Kept::Nowhere, Kept::Made);
        Ok(Run { found: Found::new(tables), scenario: Some(scenario), kept })
    }

    /// The scenario, or that of a folder, from its canonical text.
    fn asked(&self, py: Python<'_>) -> PyResult<Accepted> {
        if let Some(scenario) = &self.scenario {
            return Ok(scenario.clone());
        }
        let beside = Beside { files: Some(BTreeMap::new()), ..Beside::default() };
        input::read_text("run.json", &self.found.info().resolved, beside).map_err(|problems| rejected(py, &problems))
    }

    fn settings(&self) -> Settings {
        match &self.kept {
            Kept::Made(records) => records.settings,
            Kept::File(..) | Kept::Nowhere => Settings::default(),
        }
    }

    /// The records that answer a question.
    fn archive(&self, fingerprint: &str) -> &(dyn Archive + Sync) {
        match &self.kept {
            Kept::Made(records) if records.fingerprint == fingerprint => &records.records,
            Kept::File(_, Some(file)) if file.fingerprint() == fingerprint => file,
            Kept::Made(_) | Kept::File(..) | Kept::Nowhere => &NoArchive,
        }
    }

    /// The bytes of the records that a folder holds.
    fn record_bytes(&self) -> Option<Vec<u8>> {
        match &self.kept {
            Kept::Made(Records { fingerprint, records, settings }) => {
                let most = if settings.raw == Raw::Everything { usize::MAX } else { journal::FEW_BYTES };
                journal::kept_record_bytes(fingerprint, records, most)
            }
            Kept::File(bytes, _) => bytes.clone(),
            Kept::Nowhere => None,
        }
    }
}

results! {
    /// Results of a sweep: every strategy at every point of a design, and who is best there.
    Sweep of results::Sweep {}
    save no_records;
    tables {
        /// Every measure at every point.
        sweep
        /// Who is best at each point, and how surely.
        winners
        /// The points of one strategy beside the best point.
        points
        /// What each axis does on its own, of that design.
        tornado
        /// Shares of the variance, of that design.
        sensitivity
    }
}

results! {
    /// Results along a service: the least money for each of its levels.
    Frontier of results::Frontier {}
    save no_records;
    tables {
        /// The summary at every level.
        frontier
        /// Strategy and level: money, service, and the price of the next point.
        frontier_points
    }
}

results! {
    /// Results of a search over what to hold.
    Decoupling of results::Decoupling {}
    save no_records;
    tables {
        /// What holding each item saves and costs.
        decoupling
        /// The sets of held items compared.
        contenders
    }

    /// The strategy found, as lines for a scenario.
    #[getter]
    fn snippet(&self) -> &str {
        self.found.info().search.as_ref().map_or("", |search| &search.snippet)
    }
}

results! {
    /// Two runs beside each other.
    Compared of results::Compared {}
    save no_records;
    tables {
        /// Each measure of both runs, and the difference.
        comparison
    }
}

macro_rules! plain {
    ($($name:ident of $kind:ty;)+) => {
        $(impl From<$kind> for $name {
            fn from(results: $kind) -> $name {
                $name { found: Found::new(results) }
            }
        })+
    };
}

plain! {
    Sweep of results::Sweep;
    Frontier of results::Frontier;
    Decoupling of results::Decoupling;
    Compared of results::Compared;
}

macro_rules! prepared {
    ($($name:ident of $job:ty;)+) => {
        $(impl $name {
            /// Prepares a job and does it.
            pub fn of(
                py: Python<'_>,
                how: (Settings, Option<&Bound<'_, PyAny>>),
                prepare: impl FnOnce(&Settings, &dyn Watch) -> Result<$job, JobError> + Send,
            ) -> PyResult<$name> {
                $name::with(py, how, &NoArchive, prepare)
            }

            /// The same with what an archive has.
            pub fn with(
                py: Python<'_>,
                how: (Settings, Option<&Bound<'_, PyAny>>),
                archive: &(dyn Archive + Sync),
                prepare: impl FnOnce(&Settings, &dyn Watch) -> Result<$job, JobError> + Send,
            ) -> PyResult<$name> {
                Ok($name::from(done(py, how, archive, prepare)?.0))
            }
        })+
    };
}

prepared! {
    Sweep of jobs::SweepJob;
    Frontier of jobs::FrontierJob;
}

/// The second run against the first, strategy by strategy: paired by replication where both meet the same customers, else as two
/// independent samples.
///
/// >>> import pushpull as pp
/// >>> scenario = pp.template("classes")
/// >>> before = scenario.run(replications=4, progress=False)
/// >>> after = scenario.set("demand.*.arrivals.poisson.rate", 0.01).run(replications=4, progress=False)
/// >>> pp.compare(before, before).verdict.headline
/// 'after and before answer the same scenario.'
/// >>> len(pp.compare(before, after, names=("today", "quiet")).comparison) > 0
/// True
#[pyfunction]
#[pyo3(signature = (before, after, *, names = ("before".into(), "after".into())))]
pub fn compare(py: Python<'_>, before: &Run, after: &Run, names: (String, String)) -> PyResult<Compared> {
    let runs = [&before.found.results, &after.found.results];
    let compared = aside(py, || jobs::compare(runs, [&names.0, &names.1]))?;
    Ok(Compared::from(compared.map_err(|error| refused(py, &error))?))
}

/// Reads a result folder back.
///
/// >>> import tempfile, pushpull as pp
/// >>> run = pp.template("classes").run(replications=4, progress=False)
/// >>> with tempfile.TemporaryDirectory() as folder:
/// ...     files = run.save(folder, charts=False)
/// ...     again = pp.load(folder)
/// >>> again.info == run.info
/// True
#[pyfunction]
pub fn load(py: Python<'_>, folder: PathBuf) -> PyResult<Py<PyAny>> {
    let info = present::read_info(&folder).map_err(|error| unreadable(&error))?;
    fn kind<K: ResultKind + Send>(py: Python<'_>, folder: &Path) -> PyResult<K> {
        aside(py, || present::read_folder::<K>(folder))?.map_err(|error| unreadable(&error))
    }
    fn object<T: pyo3::PyClass + Into<PyClassInitializer<T>>>(py: Python<'_>, value: T) -> PyResult<Py<PyAny>> {
        Ok(Py::new(py, value)?.into_any())
    }
    if results::Compared::is_kind_of(&info) {
        return object(py, Compared::from(kind::<results::Compared>(py, &folder)?));
    }
    if results::Decoupling::is_kind_of(&info) {
        return object(py, Decoupling::from(kind::<results::Decoupling>(py, &folder)?));
    }
    if results::Frontier::is_kind_of(&info) {
        return object(py, Frontier::from(kind::<results::Frontier>(py, &folder)?));
    }
    if results::Sweep::is_kind_of(&info) {
        return object(py, Sweep::from(kind::<results::Sweep>(py, &folder)?));
    }
    let tables = kind::<Tables>(py, &folder)?;
    let bytes = present::read_records(&folder).map_err(|error| unreadable(&error))?;
    let kept = Kept::File(bytes, RecordFile::open(&folder.join(RECORDS))?);
    object(py, Run { found: Found::new(tables), scenario: None, kept })
}
