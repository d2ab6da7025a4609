//! A chart of results.

use super::error::bug_of;
use super::watch::aside;
use pushpull::present::charts;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};

/// A chart: what it says in words, and the picture as SVG and PNG. A notebook shows it.
///
/// >>> import pushpull as pp
/// >>> run = pp.template("classes").run(replications=4, progress=False)
/// >>> chart = run.charts["costs"]
/// >>> chart.name, chart.svg[:4], chart.png[1:4]
/// ('costs', '<svg', b'PNG')
#[pyclass(frozen, module = "pushpull")]
pub struct Chart(charts::Chart);

#[pymethods]
impl Chart {
    /// Name of its files, without ending.
    #[getter]
    fn name(&self) -> &'static str {
        self.0.name
    }

    /// What it says, in a sentence.
    #[getter]
    fn title(&self) -> &str {
        &self.0.title
    }

    /// Its numbers in words.
    #[getter]
    fn description(&self) -> &str {
        &self.0.description
    }

    /// The picture as an SVG document, with its typeface.
    #[getter]
    pub fn svg(&self, py: Python<'_>) -> PyResult<String> {
        aside(py, || self.0.svg())?.map_err(|why| bug_of(&why))
    }

    /// The picture as a PNG file, at twice the size.
    #[getter]
    fn png<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        let bytes = aside(py, || self.0.png())?.map_err(|why| bug_of(&why))?;
        Ok(PyBytes::new(py, &bytes))
    }

    fn _repr_svg_(&self, py: Python<'_>) -> PyResult<String> {
        self.svg(py)
    }

    fn __repr__(&self) -> String {
        format!("<Chart {}: {}>", self.0.name, self.0.title)
    }
}

/// Charts by name, in the order of the report.
pub fn named(py: Python<'_>, charts: Vec<charts::Chart>) -> PyResult<Bound<'_, PyDict>> {
    let all = PyDict::new(py);
    charts.into_iter().try_for_each(|chart| all.set_item(chart.name, Chart(chart)))?;
    Ok(all)
}
