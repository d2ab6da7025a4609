//! The one table of keys: what may stand in a scenario, its unit, range, default and meaning.
//!
//! [`table`] has the rows, [`crate::laws`] those of the laws; [`root`] is the tree they form.

pub mod table;
mod tree;

pub use tree::{at, root};
