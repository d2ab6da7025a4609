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

/// Of many parts some is bought more than it is asked for, by chance: no reason to say that it piles up.
#[test]
fn of_many_parts_none_is_taken_for_a_pile_by_chance() {
    let part = |place: usize| {
        format!(
            "items.p{place}.buy.lead_time = 1\nitems.q{place}.make.parts.p{place} = 1\ndemand.q{place}.arrivals.poisson.rate = 1\n"
        )
    };
    let parts: String = (0..60).map(part).collect();
    let text =
        format!("name = \"many\"\nrun = {{ horizon = 100, replications = 10 }}\n{parts}strategies.MTO.hold = []\n");
    // One of the parts is bought 3.5 standard errors above what is asked for under each of these seeds.
    for seed in [3, 6] {
        let model = Fixture::new(&text, &[&format!("run.seed={seed}")]).model;
        let outcome = run(&model, &RunOptions { threads: 1 }, &Silent).expect("nothing stops it");
        let tables = tables(&model, &outcome.layouts, &outcome.records, Provenance::default());
        assert_eq!(tables.info.verdict.facts.expect("a run has facts").no_long_run, [], "seed {seed}");
    }
}

fn said(sets: &[&str]) -> Vec<(String, String)> {
    let sets: Vec<String> = sets.iter().map(ToString::to_string).collect();
    let accepted = pushpull::input::read_str("cell", CELL, &sets).expect("a scenario");
    accepted.findings.into_iter().map(|finding| (finding.id, finding.symptom)).collect()
}

/// 0.8 parts an hour last for an hour and a review; nobody waits for what is lost.
#[test]
fn levels_below_the_demand_that_they_have_to_last_for_are_found() {
    let held = "strategies.MTO.hold=[\"part\"]";
    let low = |sets: &[&str]| said(sets).into_iter().find(|(id, _)| id == "level_below_demand").map(|(_, said)| said);
    let usually = "A level below the mean demand of lead time and review is usually short before the next receipt: `part` under `MTO` has";
    assert_eq!(low(&[held, "items.part.stock.base_stock=1"]), None);
    let reviewed = "items.part.stock={ base_stock = 1, review = 2 }";
    assert_eq!(low(&[held, reviewed]), Some(format!("{usually} 1 where 2.4 are asked")));
    let point = "items.part.stock={ reorder = { point = 3, quantity = 9 }, review = 4 }";
    assert_eq!(low(&[held, point]), Some(format!("{usually} 3 where 4 are asked")));
    assert_eq!(low(&[held, reviewed, "demand.y.shortage=\"lost\""]), None);
    assert_eq!(low(&[held, "items.part.stock={ base_stock = 0, review = 2 }"]), None);
}

#[test]
fn what_is_sold_below_its_value_is_found() {
    let below = |sets: &[&str]| said(sets).into_iter().find(|(id, _)| id == "sold_below_value").map(|(_, said)| said);
    assert_eq!(below(&["items.y.price=8", "items.part.cost=4"]), None);
    assert_eq!(below(&["items.y.price=0", "items.part.cost=5"]), None);
    let said = below(&["items.y.price=8", "items.part.cost=5"]).expect("a loss of 2 a unit");
    assert!(said.contains("(`y`: 8 for 10)"), "{said}");
}
