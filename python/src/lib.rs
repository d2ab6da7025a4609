//! The Python package `pushpull`: scenarios, what can be asked of them, and results, for notebooks.
//!
//! *Architecture invariant:* nothing is decided here. What is asked is made into changes of a scenario, `jobs` answers, `present`
//! makes tables, charts and files of the answers. Words for people are those of the library.

mod chart;
mod error;
mod fit;
mod plan;
mod results;
mod scenario;
mod table;
mod toml;
mod watch;

use pyo3::prelude::*;

#[pymodule]
mod _native {
    #[pymodule_export]
    use super::chart::Chart;
    #[pymodule_export]
    use super::fit::{Fit, fit};
    #[pymodule_export]
    use super::plan::{Plan, restored_plan};
    #[pymodule_export]
    use super::results::{Compared, Decoupling, Frontier, Run, Sweep, compare, load};
    #[pymodule_export]
    use super::scenario::{Scenario, restored, template, templates};
    #[pymodule_export]
    use super::table::Table;

    use super::*;

    /// A fault of ours, as it comes to Python: for tests.
    #[pyfunction]
    fn _fault(py: Python<'_>) -> PyResult<()> {
        super::watch::watched(py, None, |_| panic!("for a test"))
    }

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}
