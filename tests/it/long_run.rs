//! What has no long run says so, as a fact of the verdict.

use super::fixture::Fixture;
use pushpull::experiment::{Provenance, RunOptions, Silent, run, tables};
use pushpull::results::NoLongRun;

/// Two products made at one cell, one of them from a bought part; orders wait as long as it takes.
const CELL: &str = r#"
name = "cell"
run = { warm_up = 10, horizon = 100, replications = 4 }
items.x = { make = { time = 1, station = "cell" } }
items.y = { make = { parts = { part = 2 }, time.exponential.mean = 1, station = "cell" } }
items.part.buy = { lead_time = 1, supplier = "forge" }
stations.cell.servers = 2
suppliers.forge.servers = 1
demand.x.arrivals.poisson.rate = 0.9
demand.y.arrivals.poisson.rate = 0.4
strategies.MTO.hold = []
"#;

/// The fact, with the purchases of the part multiplied in the records.
fn facts(sets: &[&str], purchases: f64) -> Vec<NoLongRun> {
    let model = Fixture::new(CELL, sets).model;
    let mut outcome = run(&model, &RunOptions { threads: 1 }, &Silent).expect("nothing stops it");
    let entries = outcome.layouts[0].values.iter();
    let rate = entries.map(|entry| (entry.entity.name.as_str(), entry.column.id()));
    let rate = rate.into_iter().position(|(name, id)| name == "part" && id == "replenishment_rate");
    let rate = rate.expect("every item has a rate");
    outcome.records.iter_mut().for_each(|record| record.values[rate] *= purchases);
    let tables = tables(&model, &outcome.layouts, &outcome.records, Provenance::default());
    tables.info.verdict.facts.expect("a run has facts").no_long_run
}

fn because(why: &str) -> Vec<NoLongRun> {
    vec![NoLongRun { strategy: "MTO".into(), because: why.into() }]
}

#[test]
fn what_cannot_keep_up_has_no_long_run() {
    assert_eq!(facts(&[], 1.0), []);
    assert_eq!(
        facts(&["demand.x.arrivals.poisson.rate=1.96"], 1.0),
        because("station cell is asked for 118 % of what it can do")
    );
    // Whoever leaves does not wait without end.
    assert_eq!(facts(&["demand.x.arrivals.poisson.rate=1.96", "demand.x.shortage.patience=1"], 1.0), []);
    assert_eq!(
        facts(&["items.part.buy.lead_time=3"], 1.0),
        because("supplier forge is asked for 120 % of what it can do")
    );
}

#[test]
fn what_is_bought_beyond_use_piles_up() {
    assert_eq!(facts(&[], 2.0), because("more of part is bought than is used"));
}
