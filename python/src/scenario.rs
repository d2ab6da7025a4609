//! A scenario: read, changed, and what is asked of it.

#![expect(clippy::too_many_arguments, reason = "arguments by name, as Python has them")]

use super::error::{rejected, support};
use super::plan::Plan;
use super::results::{Decoupling, Frontier, Run, Sweep};
use super::table::{Table, Wanted};
use super::watch::{aside, watched};
use super::{error, toml};
use pushpull::input::{self, Accepted, Beside, Change, Rejected, TEMPLATES, Template};
use pushpull::jobs::{self, JobError, Settings};
use pushpull::present::TableSink as _;
use pushpull::results::{AxisValue, Pointed, Raw};
use pyo3::exceptions::{PyKeyError, PyTypeError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::PathBuf;
use std::slice;

/// A scenario that was read and has no problem. It never changes; what changes a scenario gives a new one.
///
/// >>> import pushpull as pp
/// >>> s = pp.template("classes")
/// >>> s.strategies
/// ['first_come', 'priority', 'kept']
/// >>> s.set("run.seed", 7) == s.set({"run.seed": 7})
/// True
#[pyclass(frozen, module = "pushpull")]
pub struct Scenario(Accepted);

#[pymethods]
impl Scenario {
    /// Reads a file with its tables.
    ///
    /// >>> import pathlib, tempfile, pushpull as pp
    /// >>> with tempfile.TemporaryDirectory() as folder:
    /// ...     file = pathlib.Path(folder, "mine.toml")
    /// ...     _ = file.write_text(pp.template("classes").text)
    /// ...     pp.Scenario.from_file(file).name
    /// 'Classes of customers'
    #[staticmethod]
    #[pyo3(signature = (path, *, strategies = None))]
    fn from_file(py: Python<'_>, path: PathBuf, strategies: Option<Vec<String>>) -> PyResult<Scenario> {
        // A file that is not there is an error of the system, as everywhere in Python.
        std::fs::File::open(&path)?;
        let beside = Beside { strategies: strategies.unwrap_or_default(), ..Beside::default() };
        read(py, || input::read_with(&path, beside))
    }

    /// Reads a text. Its tables come by the names that it has for them, as text, bytes, data frames or dictionaries of columns;
    /// nothing is read from the disk.
    #[staticmethod]
    #[pyo3(signature = (text, *, tables = None, name = "scenario", strategies = None))]
    fn from_text(
        py: Python<'_>,
        text: &str,
        tables: Option<BTreeMap<String, Bound<'_, PyAny>>>,
        name: &str,
        strategies: Option<Vec<String>>,
    ) -> PyResult<Scenario> {
        let csv = support(py, "csv_bytes")?;
        let bytes = |(name, table)| Ok((name, csv.call1((table,))?.extract()?));
        let files =
            tables.unwrap_or_default().into_iter().map(bytes).collect::<PyResult<BTreeMap<String, Vec<u8>>>>()?;
        let strategies = strategies.unwrap_or_default();
        let beside = Beside { files: Some(files), strategies, ..Beside::default() };
        read(py, || input::read_text(name, text, beside))
    }

    /// Reads a dictionary that has the keys of a scenario.
    #[staticmethod]
    #[pyo3(signature = (scenario, *, tables = None, name = "scenario", strategies = None))]
    fn from_dict(
        py: Python<'_>,
        scenario: &Bound<'_, PyDict>,
        tables: Option<BTreeMap<String, Bound<'_, PyAny>>>,
        name: &str,
        strategies: Option<Vec<String>>,
    ) -> PyResult<Scenario> {
        Scenario::from_text(py, &toml::document(scenario)?, tables, name, strategies)
    }

    /// What messages call its text.
    #[getter]
    fn source(&self) -> &str {
        self.0.source()
    }

    /// The name that it gives itself.
    #[getter]
    fn name(&self) -> &str {
        &self.0.model.name
    }

    /// Its text, as it was read.
    #[getter]
    fn text(&self) -> &str {
        self.0.text()
    }

    /// Its tables, by the names that it has for them.
    #[getter]
    fn tables<'py>(&self, py: Python<'py>) -> BTreeMap<String, Bound<'py, PyBytes>> {
        self.0.tables().iter().map(|(name, bytes)| (name.clone(), PyBytes::new(py, bytes))).collect()
    }

    /// The scenario with tables, changes and defaults in it.
    #[getter]
    fn resolved(&self) -> &str {
        &self.0.resolved
    }

    /// SHA-256 of `resolved`.
    #[getter]
    fn hash(&self) -> &str {
        &self.0.hash
    }

    /// Names of the strategies.
    #[getter]
    fn strategies(&self) -> Vec<String> {
        self.0.strategies()
    }

    /// The scenario with a key changed, or with several that only hold together.
    ///
    /// >>> import pushpull as pp
    /// >>> pp.template("classes").set("items.drive.cots", 3)
    /// Traceback (most recent call last):
    /// ...
    /// pushpull.ScenarioError: pushpull: --set items.drive.cots: unknown key `items.drive.cots`...
    #[pyo3(signature = (key, value = None, /))]
    fn set(&self, py: Python<'_>, key: &Bound<'_, PyAny>, value: Option<&Bound<'_, PyAny>>) -> PyResult<Scenario> {
        let changes = match (key.cast::<PyDict>(), value) {
            (Ok(changes), None) => changes
                .iter()
                .map(|(key, value)| change(key.extract::<&str>()?, &value))
                .collect::<PyResult<Vec<Change>>>()?,
            (Err(_), Some(value)) => vec![change(key.extract::<&str>()?, value)?],
            _ => return Err(PyTypeError::new_err("set(key, value) or set({key: value, …})")),
        };
        self.changed(py, changes)
    }

    /// What it comes to before anything is simulated: items, levels, loads, expected events and findings, in words.
    fn check(&self, py: Python<'_>) -> PyResult<String> {
        aside(py, || jobs::outline(&self.0))?.map_err(|error| error::refused(py, &error))
    }

    /// Simulates all strategies on the same customers.
    ///
    /// >>> import pushpull as pp
    /// >>> pp.template("classes").run(replications=4, seed=7, progress=False).info["seed"]
    /// 7
    #[pyo3(signature = (*, replications = None, seed = None, threads = 0, full = false, progress = None))]
    fn run(
        &self,
        py: Python<'_>,
        replications: Value<'_, '_>,
        seed: Value<'_, '_>,
        threads: usize,
        full: bool,
        progress: Value<'_, '_>,
    ) -> PyResult<Run> {
        let scenario = self.changed(py, changes(&[(REPLICATIONS, replications), (SEED, seed)])?)?.0;
        let job = jobs::run(scenario.clone());
        Run::of(py, (settings(threads, full), progress), scenario, |_, _| Ok(job))
    }

    /// Searches the best stock levels of every strategy, and compares the strategies there.
    ///
    /// >>> import pushpull as pp
    /// >>> s = pp.template("classes")
    /// >>> best = s.optimize(target={"on_time_rate": 0.9}, search_replications=4, replications=4, progress=False)
    /// >>> best.levels.columns[:2]
    /// ['strategy', 'level']
    #[pyo3(signature = (*, target = None, objective = None, budget = None, search_replications = None, replications = None, seed = None, threads = 0, full = false, progress = None))]
    fn optimize(
        &self,
        py: Python<'_>,
        target: Value<'_, '_>,
        objective: Value<'_, '_>,
        budget: Value<'_, '_>,
        search_replications: Value<'_, '_>,
        replications: Value<'_, '_>,
        seed: Value<'_, '_>,
        threads: usize,
        full: bool,
        progress: Value<'_, '_>,
    ) -> PyResult<Run> {
        let mut asked = goal(target, objective, budget, search_replications)?;
        asked.extend(changes(&[(REPLICATIONS, replications), (SEED, seed)])?);
        let scenario = self.changed(py, asked)?.0;
        let known = scenario.clone();
        Run::of(py, (settings(threads, full), progress), known, move |settings, watch| {
            jobs::optimize(&scenario, settings, watch)
        })
    }

    /// Searches which items to hold at all, and their best levels.
    ///
    /// >>> import pushpull as pp
    /// >>> s = pp.template("classes")
    /// >>> found = s.decoupling(search_replications=4, replications=4, progress=False)
    /// >>> [str(item) for item in found.decoupling.to_dict()["item"]]
    /// ['drive']
    #[pyo3(signature = (*, target = None, objective = None, budget = None, search_replications = None, replications = None, seed = None, threads = 0, progress = None))]
    fn decoupling(
        &self,
        py: Python<'_>,
        target: Value<'_, '_>,
        objective: Value<'_, '_>,
        budget: Value<'_, '_>,
        search_replications: Value<'_, '_>,
        replications: Value<'_, '_>,
        seed: Value<'_, '_>,
        threads: usize,
        progress: Value<'_, '_>,
    ) -> PyResult<Decoupling> {
        let mut asked = goal(target, objective, budget, search_replications)?;
        asked.extend(changes(&[(REPLICATIONS, replications), (SEED, seed)])?);
        let (scenario, settings) = (self.changed(py, asked)?.0, settings(threads, false));
        watched(py, progress, |watch| jobs::decoupling(&scenario, &settings, watch)).map(Decoupling::from)
    }

    /// Searches the least money for each level of a service.
    ///
    /// >>> import pushpull as pp
    /// >>> s = pp.template("classes")
    /// >>> along = s.frontier("on_time_rate", [0.8, 0.9], search_replications=4, replications=4, progress=False)
    /// >>> len(along.frontier_points) == 2 * len(s.strategies)
    /// True
    #[pyo3(signature = (measure = None, levels = None, *, target = None, objective = None, budget = None, search_replications = None, replications = None, seed = None, threads = 0, progress = None))]
    fn frontier(
        &self,
        py: Python<'_>,
        measure: Value<'_, '_>,
        levels: Value<'_, '_>,
        target: Value<'_, '_>,
        objective: Value<'_, '_>,
        budget: Value<'_, '_>,
        search_replications: Value<'_, '_>,
        replications: Value<'_, '_>,
        seed: Value<'_, '_>,
        threads: usize,
        progress: Value<'_, '_>,
    ) -> PyResult<Frontier> {
        let mut asked = goal(target, objective, budget, search_replications)?;
        asked.extend(changes(&[("optimize.frontier.measure", measure), ("optimize.frontier.levels", levels)])?);
        asked.extend(changes(&[(REPLICATIONS, replications), (SEED, seed)])?);
        let scenario = self.changed(py, asked)?.0;
        Frontier::of(py, (settings(threads, false), progress), |settings, watch| {
            jobs::frontier(scenario, settings, watch)
        })
    }

    /// Simulates every strategy at every point of a design: axes are keys with lists of values, or with `span`s.
    ///
    /// >>> import pushpull as pp
    /// >>> s = pp.template("classes")
    /// >>> swept = s.sweep({"items.drive.cost": [2400, 3000]}, replications=4, progress=False)
    /// >>> swept.winners.columns[0], len(swept.winners)
    /// ('items.drive.cost', 2)
    #[pyo3(signature = (axes = None, *, design = None, points = None, replications = None, seed = None, threads = 0, full = false, progress = None))]
    fn sweep(
        &self,
        py: Python<'_>,
        axes: Option<Bound<'_, PyDict>>,
        design: Value<'_, '_>,
        points: Value<'_, '_>,
        replications: Value<'_, '_>,
        seed: Value<'_, '_>,
        threads: usize,
        full: bool,
        progress: Value<'_, '_>,
    ) -> PyResult<Sweep> {
        let design = [("sweep.design", design), ("sweep.points", points), (REPLICATIONS, replications), (SEED, seed)];
        let (scenario, _) = self.along(py, axes.as_ref(), &design)?;
        Sweep::of(py, (settings(threads, full), progress), |settings, watch| jobs::sweep(scenario, settings, watch))
    }

    /// Cuts a run, or with axes a sweep, into so many units for other processes and machines.
    #[pyo3(signature = (units, axes = None, *, design = None, points = None, replications = None, seed = None, threads = 0, full = false, progress = None))]
    fn plan(
        &self,
        py: Python<'_>,
        units: u32,
        axes: Option<Bound<'_, PyDict>>,
        design: Value<'_, '_>,
        points: Value<'_, '_>,
        replications: Value<'_, '_>,
        seed: Value<'_, '_>,
        threads: usize,
        full: bool,
        progress: Value<'_, '_>,
    ) -> PyResult<Plan> {
        let design = [("sweep.design", design), ("sweep.points", points), (REPLICATIONS, replications), (SEED, seed)];
        let (scenario, beside) = self.along(py, axes.as_ref(), &design)?;
        watched(py, progress, |watch| Plan::of(scenario, beside, units, &settings(threads, full), watch))
    }

    /// The life of one customer order under every strategy, or all facts of one strategy.
    ///
    /// >>> import pushpull as pp
    /// >>> facts = pp.template("classes").trace(order=100, strategy="kept").to_dict()
    /// >>> str(facts["event"][0])
    /// 'placed'
    #[pyo3(signature = (order = None, *, strategy = None, replication = 0))]
    fn trace(&self, py: Python<'_>, order: Option<u64>, strategy: Option<String>, replication: u32) -> PyResult<Table> {
        let names = match (strategy, order) {
            (Some(name), _) => vec![name],
            (None, Some(_)) => self.0.strategies(),
            (None, None) => self.0.strategies().into_iter().take(1).collect(),
        };
        let facts = aside(py, || {
            let mut rows = Vec::new();
            for name in names {
                let facts = jobs::trace(&self.0, Some(&name), replication)?.into_iter();
                let wanted = facts.filter(|fact| order.is_none() || fact.order == order);
                rows.extend(wanted.map(|row| Pointed { point: vec![AxisValue::Text(name.clone())], row }));
            }
            Ok(rows)
        })?;
        let facts = facts.map_err(|error: JobError| error::refused(py, &error))?;
        if let Some(order) = order.filter(|_| facts.is_empty()) {
            return Err(PyKeyError::new_err(format!("replication {replication} has no order {order}")));
        }
        let mut wanted = Wanted::new("trace", self.0.model.time_unit.word());
        let Ok(()) = wanted.pointed("trace", slice::from_ref(&"strategy".to_string()), &facts);
        Ok(wanted.found.expect("the table of this name was just handed in"))
    }

    fn __repr__(&self) -> String {
        format!("<Scenario {}: {}, hash {}>", self.name(), self.strategies().join(", "), &self.0.hash[..8])
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        other.cast::<Scenario>().is_ok_and(|other| self.asked() == other.get().asked())
    }

    fn __hash__(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.asked().hash(&mut hasher);
        hasher.finish()
    }

    #[expect(clippy::type_complexity, reason = "what pickle asks for")]
    fn __reduce__<'py>(
        &self,
        py: Python<'py>,
    ) -> PyResult<(Bound<'py, PyAny>, (&str, &str, BTreeMap<String, Bound<'py, PyBytes>>, Vec<String>, Vec<String>))>
    {
        let beside = self.0.beside();
        let changes = beside.changes.into_iter().map(|change| change.text).collect();
        let restored = py.import("pushpull._native")?.getattr("_restored")?;
        Ok((restored, (self.0.source(), self.0.text(), self.tables(py), changes, beside.strategies)))
    }
}

impl Scenario {
    pub fn accepted(&self) -> &Accepted {
        &self.0
    }

    /// All that it says: of the same text it has the same results.
    fn asked(&self) -> String {
        let sweep = self.0.sweep.as_ref().map(|sweep| sweep.toml()).unwrap_or_default();
        self.0.resolved.clone() + &self.0.optimize.toml + &sweep
    }

    /// The scenario with axes and changes, and what then stands beside its text.
    fn along(
        &self,
        py: Python<'_>,
        axes: Option<&Bound<'_, PyDict>>,
        design: &[(&str, Value<'_, '_>)],
    ) -> PyResult<(Accepted, Beside)> {
        let mut beside = self.0.beside();
        beside.changes.extend(changes(design)?);
        let axis = |(key, values): (Bound<'_, PyAny>, Bound<'_, PyAny>)| toml::change(key.extract::<&str>()?, &values);
        beside.axes = axes.into_iter().flat_map(PyDictMethods::iter).map(axis).collect::<PyResult<Vec<String>>>()?;
        let again = beside.clone();
        Ok((read(py, || input::read_text(self.0.source(), self.0.text(), again))?.0, beside))
    }

    fn changed(&self, py: Python<'_>, changes: Vec<Change>) -> PyResult<Scenario> {
        match changes.is_empty() {
            true => Ok(Scenario(self.0.clone())),
            false => read(py, || self.0.changed(changes)),
        }
    }
}

impl From<Accepted> for Scenario {
    fn from(accepted: Accepted) -> Scenario {
        Scenario(accepted)
    }
}

pub fn read(py: Python<'_>, read: impl FnOnce() -> Result<Accepted, Rejected> + Send) -> PyResult<Scenario> {
    aside(py, read)?.map(Scenario).map_err(|problems| rejected(py, &problems))
}

const REPLICATIONS: &str = "run.replications";
const SEED: &str = "run.seed";

/// An argument that may be left out.
type Value<'a, 'py> = Option<&'a Bound<'py, PyAny>>;

fn change(key: &str, value: &Bound<'_, PyAny>) -> PyResult<Change> {
    toml::change(key, value).map(Change::set)
}

/// What those arguments that are given change.
fn changes(given: &[(&str, Value<'_, '_>)]) -> PyResult<Vec<Change>> {
    given.iter().filter_map(|(key, value)| Some(change(key, (*value)?))).collect()
}

fn goal(
    target: Value<'_, '_>,
    objective: Value<'_, '_>,
    budget: Value<'_, '_>,
    replications: Value<'_, '_>,
) -> PyResult<Vec<Change>> {
    let target = target.map(|target| support(target.py(), "targets")?.call1((target,))).transpose()?;
    changes(&[
        ("optimize.target", target.as_ref()),
        ("optimize.objective", objective),
        ("optimize.budget", budget),
        ("optimize.replications", replications),
    ])
}

fn settings(threads: usize, full: bool) -> Settings {
    Settings { threads, raw: if full { Raw::Everything } else { Raw::Fitting } }
}

/// A scenario that pushpull ships, by its name.
///
/// >>> import pushpull as pp
/// >>> pp.template("custom-pcs").name
/// 'Custom PCs'
#[pyfunction]
pub fn template(py: Python<'_>, name: &str) -> PyResult<Scenario> {
    let Some(found) = TEMPLATES.iter().find(|template| template.name == name) else {
        let near = input::nearest(name, TEMPLATES.iter().map(|template| template.name));
        let near = near.map(|near| format!("; did you mean {near}?")).unwrap_or_default();
        return Err(PyKeyError::new_err(format!("no template {name}{near}")));
    };
    let Template { name, scenario, tables } = found;
    let files = tables.iter().map(|(name, text)| (name.to_string(), text.as_bytes().to_vec())).collect();
    let beside = Beside { files: Some(files), ..Beside::default() };
    read(py, || input::read_text(&format!("{name}.toml"), scenario, beside))
}

/// Names of the scenarios that pushpull ships.
///
/// >>> import pushpull as pp
/// >>> "custom-pcs" in pp.templates()
/// True
#[pyfunction]
pub fn templates() -> Vec<&'static str> {
    TEMPLATES.iter().map(|template| template.name).collect()
}

/// A scenario that was pickled.
#[pyfunction]
#[pyo3(name = "_restored")]
pub fn restored(
    py: Python<'_>,
    name: &str,
    text: &str,
    tables: BTreeMap<String, Vec<u8>>,
    changes: Vec<String>,
    strategies: Vec<String>,
) -> PyResult<Scenario> {
    let changes = changes.into_iter().map(Change::set).collect();
    let beside = Beside { files: Some(tables), changes, strategies, ..Beside::default() };
    read(py, || input::read_text(name, text, beside))
}
