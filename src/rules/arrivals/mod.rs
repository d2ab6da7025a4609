//! Arrivals: when the orders of a demand stream come.

mod renewal;

pub use renewal::Renewal;
