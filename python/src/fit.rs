//! Which laws recorded values follow.

#![expect(clippy::too_many_arguments, reason = "arguments by name, as Python has them")]

use super::chart::named;
use super::error::{support, unwritten};
use super::table::{Table, Wanted};
use super::watch::{aside, watched};
use pushpull::input::{AskedOfRecord, DecimalSign, MeasuredColumn, RecordRequest};
use pushpull::jobs::{self, FitRequest};
use pushpull::present::terminal::{Color, TerminalStyle};
use pushpull::present::{self, TableSink as _, charts};
use pushpull::results::FitResults;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use std::path::PathBuf;

/// Resamples for p.
const RESAMPLES: u32 = 999;

/// Laws fitted to a record: a ranking, what to take, and lines for a scenario.
#[pyclass(frozen, module = "pushpull")]
pub struct Fit(FitResults);

#[pymethods]
impl Fit {
    /// The laws, best first.
    #[getter]
    fn laws(&self) -> Table {
        let mut wanted = Wanted::new("fit", &self.0.time_unit);
        let Ok(()) = wanted.csv(&self.0.laws);
        wanted.found.expect("the table of this name was just handed in")
    }

    /// Dispersion of the orders per bucket; empty of other values.
    #[getter]
    fn counts(&self) -> Table {
        let mut wanted = Wanted::new("fit_counts", &self.0.time_unit);
        let Ok(()) = wanted.csv(&self.0.counts);
        wanted.found.expect("the table of this name was just handed in")
    }

    /// What to take, in sentences.
    #[getter]
    fn advice(&self) -> Vec<String> {
        self.0.advice.clone()
    }

    /// What to write into a scenario.
    #[getter]
    fn fragment(&self) -> &str {
        &self.0.fragment
    }

    /// The charts, by name.
    #[getter]
    fn charts<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        named(py, charts::of_fit(&self.0))
    }

    /// Writes the folder that the command line writes; gives its files.
    fn save(&self, py: Python<'_>, folder: PathBuf) -> PyResult<Vec<PathBuf>> {
        let written = aside(py, || present::write_fit(&folder, &self.0, 0))?;
        Ok(written.map_err(|error| unwritten(&error))?.files)
    }

    fn __repr__(&self) -> String {
        format!("<Fit of {}: {}>", self.0.file, self.0.what)
    }

    fn __str__(&self) -> String {
        present::fit_text(&self.0, TerminalStyle { color: Color::Never, width: None }).trim_end().into()
    }
}

/// Fits laws to a column of numbers, to the times between two columns of dates, or to orders by the time they came. A record is a
/// file, or a data frame or dictionary of columns.
///
/// >>> import pushpull as pp
/// >>> fit = pp.fit({"days": [3, 5, 4, 6, 9, 4, 5, 7, 3, 5, 8, 4]}, column="days")
/// >>> "law" in fit.laws.columns, len(fit.laws) > 2
/// (True, True)
#[pyfunction]
#[pyo3(signature = (record, *, column = None, kind = "time", start = None, end = None, time = None, quantity = None, item = None, r#where = None, unit = "day", bucket = None, grain = None, separator = None, decimal = None, threads = 0, progress = None))]
pub fn fit(
    py: Python<'_>,
    record: &Bound<'_, PyAny>,
    column: Option<String>,
    kind: &str,
    start: Option<String>,
    end: Option<String>,
    time: Option<String>,
    quantity: Option<String>,
    item: Option<String>,
    r#where: Option<Vec<String>>,
    unit: &str,
    bucket: Option<f64>,
    grain: Option<f64>,
    separator: Option<char>,
    decimal: Option<char>,
    threads: usize,
    progress: Option<&Bound<'_, PyAny>>,
) -> PyResult<Fit> {
    let asked = match (column, start, end, time) {
        (Some(column), None, None, None) if kind == "count" => AskedOfRecord::Counts(column),
        (Some(column), None, None, None) if kind == "time" => AskedOfRecord::Times(MeasuredColumn::Column(column)),
        (None, Some(from), Some(to), None) => AskedOfRecord::Times(MeasuredColumn::Between { from, to }),
        (None, None, None, Some(time)) => AskedOfRecord::Orders { time, quantity, item },
        _ => {
            let why = "say what to fit: column= for numbers (kind=\"time\" or \"count\"), start= and end= for times \
                       between dates, time= for orders";
            return Err(PyValueError::new_err(why));
        }
    };
    if !pushpull::input::time_units().contains(&unit) {
        return Err(PyValueError::new_err(format!("unit is one of {}", pushpull::input::time_units().join(", "))));
    }
    let decimal = match decimal {
        None => None,
        Some('.') => Some(DecimalSign::Point),
        Some(',') => Some(DecimalSign::Comma),
        Some(_) => return Err(PyValueError::new_err("decimal is \".\" or \",\"")),
    };
    let separator = separator.map(u8::try_from).transpose().map_err(|_| PyValueError::new_err("separator is ASCII"))?;
    let (file, bytes): (PathBuf, Option<Vec<u8>>) = support(py, "record_of")?.call1((record,))?.extract()?;
    let record = RecordRequest {
        file,
        bytes,
        asked,
        filters: r#where.unwrap_or_default(),
        unit: unit.into(),
        separator,
        decimal,
        grain,
    };
    let request = FitRequest { record, bucket, resamples: RESAMPLES, threads };
    watched(py, progress, |_| jobs::fit(&request)).map(Fit)
}
