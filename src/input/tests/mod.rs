//! Tests of reading as a whole; each file one theme.

mod accepted;
mod classes;
mod csv_tables;
mod every_key;
mod messages;
mod mutations;
mod names;
mod optimize;
mod own_settings;
mod pages;
mod patterns;
mod records;
mod resolved;
mod sweep;

use super::{Accepted, Colour, Rejected, read_str};

/// The smallest useful scenario: one bought product, held or not.
pub const SMALL: &str = r#"
name = "small"
run.horizon = 100
[items.widget]
cost = 10
stock.base_stock = 5
buy.lead_time = 2
[demand.widget]
arrivals.poisson.rate = 1
"#;

/// The complete example of the reference: every key and choice of this version.
pub const COMPLETE: &str = include_str!("complete.toml");

/// Accepts or stops the test with the problems.
pub fn accept(text: &str, sets: &[&str]) -> Accepted {
    let sets: Vec<String> = sets.iter().map(|set| (*set).into()).collect();
    read_str("test.toml", text, &sets).unwrap_or_else(|rejected| panic!("{}", rejected.render(Colour::Plain)))
}

/// The problems as text; stops the test if there are none.
pub fn refuse(text: &str, sets: &[&str]) -> String {
    refused(text, sets).render(Colour::Plain)
}

/// The refusal; stops the test if the scenario is accepted.
pub fn refused(text: &str, sets: &[&str]) -> Rejected {
    let sets: Vec<String> = sets.iter().map(|set| (*set).into()).collect();
    match read_str("test.toml", text, &sets) {
        Ok(_) => panic!("accepted, with {sets:?}:\n{text}"),
        Err(rejected) => rejected,
    }
}
