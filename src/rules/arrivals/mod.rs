//! Arrivals: when the orders of a demand stream come.

mod renewal;

pub use renewal::{EXCLUSIVE, ROWS, Renewal, read};
