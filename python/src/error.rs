//! Why something was refused, as exceptions of Python.

use pushpull::input::{Colour, Rejected};
use pushpull::jobs::JobError;
use pushpull::present::{ReadError, WriteError};
use pyo3::prelude::*;
use std::any::Any;

pyo3::import_exception!(pushpull._support, Bug);
pyo3::import_exception!(pushpull._support, FolderError);
pyo3::import_exception!(pushpull._support, NotCovered);
pyo3::import_exception!(pushpull._support, ScenarioError);

/// The Python half of the package.
pub fn support<'py>(py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyAny>> {
    py.import("pushpull._support")?.getattr(name)
}

/// All problems of a scenario, each with its place.
pub fn rejected(py: Python<'_>, rejected: &Rejected) -> PyErr {
    let problems = || -> PyResult<Vec<Bound<'_, PyAny>>> {
        let problem = support(py, "Problem")?;
        let located = rejected.located().into_iter();
        located.map(|it| problem.call1((it.message, it.help, it.key, it.source, it.line, it.column))).collect()
    };
    match problems() {
        Ok(problems) => {
            let problems: Vec<Py<PyAny>> = problems.into_iter().map(Bound::unbind).collect();
            ScenarioError::new_err((rejected.render(Colour::Plain).trim_end().to_string(), problems))
        }
        Err(error) => error,
    }
}

pub fn refused(py: Python<'_>, error: &JobError) -> PyErr {
    match error {
        JobError::Rejected(why) => rejected(py, why),
        JobError::Refused(why) => NotCovered::new_err(why.clone()),
        JobError::Stopped => Bug::new_err("stopped, and nobody knows by whom"),
    }
}

pub fn unreadable(error: &ReadError) -> PyErr {
    FolderError::new_err(error.to_string())
}

pub fn unwritten(error: &WriteError) -> PyErr {
    if error.is_bug() { Bug::new_err(error.to_string()) } else { FolderError::new_err(error.to_string()) }
}

/// What a panic said.
pub fn bug(panic: &(dyn Any + Send)) -> PyErr {
    let words = panic.downcast_ref::<&str>().map(ToString::to_string);
    let words = words.or_else(|| panic.downcast_ref::<String>().cloned());
    bug_of(words.as_deref().unwrap_or("a panic without words"))
}

/// A fault of ours, and what to do about it.
pub fn bug_of(what: &str) -> PyErr {
    let version = env!("CARGO_PKG_VERSION");
    Bug::new_err(format!("this is a bug of pushpull, not of your scenario: {what} (version {version})"))
}
