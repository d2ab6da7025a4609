//! The report: one self-contained page with the verdict, the charts and the tables. No network, prints well.
//!
//! *Architecture invariant:* a pure function of the tables; everything that comes from a scenario is escaped.

mod grid;
mod page;
pub(super) mod run_grids;

pub use grid::Grid;
pub use page::page;
pub(super) use page::page_with;
