//! The path engine gives the event engine's records, bit for bit, wherever it says that it covers a strategy.

use super::bench::{Bench, Run};
use super::network::{Times, networks, strategy};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestError, TestRunner};
use pushpull::collect::{PathRunner, Runner};
use pushpull::path::{Board, Tally, qualify};
use pushpull::plan::{Level, Levels};
use pushpull::record::{Layout, RunRecord};
use std::cell::RefCell;
use std::fs;
use std::path::Path;

const ALL: &str = "\"products\", \"subassemblies\", \"parts\"";
const BELOW: &str = "\"subassemblies\", \"parts\"";

fn bits(values: &[f64]) -> Vec<u64> {
    values.iter().map(|value| if value.is_nan() { u64::MAX } else { value.to_bits() }).collect()
}

fn difference(layout: &Layout, events: &RunRecord, path: &RunRecord) -> Option<String> {
    let mut found = Vec::new();
    for (entry, (one, other)) in layout.values.iter().zip(events.values.iter().zip(&path.values)) {
        if bits(&[*one]) != bits(&[*other]) {
            found.push(format!("{} {}: {one} by events, {other} by path", entry.entity.name, entry.column.id()));
        }
    }
    let mut check = |what: &str, same: bool| {
        if !same {
            found.push(what.into());
        }
    };
    check("sketches", events.sketches == path.sketches);
    for (place, track) in layout.tracks.iter().enumerate() {
        let buckets = layout.buckets as usize;
        let row = |record: &RunRecord| bits(&record.series[place * buckets..(place + 1) * buckets]);
        check(&format!("series {} {:?}", track.entity.name, track.measure), row(events) == row(path));
    }
    check("pilot", bits(&events.pilot) == bits(&path.pilot));
    check(&format!("events {} {}", events.events, path.events), events.events == path.events);
    check("residual", events.residual == path.residual);
    (!found.is_empty()).then(|| found.join("\n"))
}

/// What was compared.
#[derive(Debug, Default)]
pub struct Compared {
    pub replications: u32,
    /// Of them, those left to the event engine.
    pub left: u32,
    /// Strategies that are not covered, and why.
    pub refused: Vec<String>,
}

/// Runs both engines on every strategy that the path engine covers; fails with the first difference.
pub fn compare(bench: &Bench, replications: u32) -> Result<Compared, String> {
    let mut compared = Compared::default();
    for name in bench.strategies() {
        let plan = bench.plan(name);
        let levels = plan.levels();
        let mut path = match PathRunner::new(&bench.model, plan, &levels) {
            Ok(path) => path,
            Err(reason) => {
                compared.refused.push(format!("{name}: {reason}"));
                continue;
            }
        };
        let mut events = Runner::new(&bench.model, plan);
        for replication in 0..replications {
            let (one, other) = (events.run(&levels, replication), path.run(&levels, replication));
            if let Some(difference) = difference(events.layout(), &one, &other) {
                return Err(format!("{name} replication {replication}:\n{difference}"));
            }
            compared.replications += 1;
        }
        compared.left += path.left_to_events();
    }
    Ok(compared)
}

/// Compares random networks; gives what was compared of all of them.
fn compare_all(networks: impl Strategy<Value = String>, cases: u32) -> Compared {
    let all = RefCell::new(Compared::default());
    let mut runner = TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    let outcome = runner.run(&networks, |text| {
        let one = compare(&Bench::new(&text, &[]), 2).map_err(TestCaseError::fail)?;
        let mut all = all.borrow_mut();
        all.replications += one.replications;
        all.left += one.left;
        all.refused.extend(one.refused);
        Ok(())
    });
    if let Err(TestError::Fail(reason, text)) = outcome {
        panic!("{reason}\n{text}");
    }
    all.into_inner()
}

pub fn presets() -> String {
    strategy("MTS", ALL, "pegged", &[])
        + &strategy("ATO", BELOW, "pegged", &[])
        + &strategy("MTO", "", "pegged", &[])
        + &strategy("pool", "", "pooled", &[])
}

#[test]
fn plain_networks_have_the_same_records() {
    let networks = prop_oneof![networks(Times::Any), networks(Times::Constant)];
    let compared = compare_all(networks.prop_map(|network| network.scenario("backorder") + &presets()), 64);
    assert!(compared.replications > 250 && compared.left == 0, "{compared:?}");
}

const LAWS: [&str; 8] = [
    "1",
    "0",
    "{ exponential.mean = 1.5 }",
    "{ gamma = { mean = 2, cv = 0.6 } }",
    "{ uniform = { min = 0.5, max = 2 } }",
    "{ discrete = { values = [1, 3], weights = [2, 1] } }",
    "{ discrete = { values = [0, 0.5], weights = [1, 1] } }",
    "2.5",
];

/// A pick among words.
fn one_of(words: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
    prop::sample::select(words)
}

/// Where a part comes from.
fn bought(name: &'static str) -> impl Strategy<Value = String> {
    let source = one_of(&[
        "",
        ", crossing = \"sequential\"",
        ", supplier = \"ample\"",
        ", supplier = \"strict\"",
        ", supplier = \"few\"",
        ", supplier = \"few_strict\"",
    ]);
    let price = one_of(&["0", "0.7", "1.3"]);
    (one_of(&LAWS), source, 0u32..6, price).prop_map(move |(law, source, stock, price)| {
        let law = if source.contains("few") { "{ gamma = { mean = 0.1, cv = 0.7 } }" } else { law };
        format!("items.{name} = {{ cost = 3, price = {price}, buy = {{ lead_time = {law}{source}, order_cost = 2, holding_cost = 0.1 }}, stock.base_stock = {stock} }}\n")
    })
}

/// How something is made: time, station, split, set-up.
fn made(name: &'static str, parts: &'static str) -> impl Strategy<Value = String> {
    let how = one_of(&["", ", split = true", ", holding_cost = 0.2"]);
    let place =
        prop_oneof![one_of(&LAWS).prop_map(String::from), one_of(&["first", "second"]).prop_map(|station| {
        format!("{{ gamma = {{ mean = 0.08, cv = 0.5 }} }}, station = \"{station}\", setup_time = 0.01, setup_cost = 1")
    })];
    (place, how, 0u32..4).prop_map(move |(place, how, stock)| {
        format!("items.{name} = {{ price = 20, make = {{ {parts}, time = {place}{how}, cost = 2 }}, stock.base_stock = {stock} }}\n")
    })
}

fn demand(name: &'static str, product: &'static str) -> impl Strategy<Value = String> {
    let arrivals =
        one_of(&["poisson.rate = 0.7", "every = 1", "every.discrete = { values = [0, 1.5], weights = [1, 1] }"]);
    let quantity = one_of(&["1", "2", "{ geometric.p = 0.6 }", "{ poisson.mean = 0.8 }"]);
    let late = one_of(&[
        "3",
        "{ rate = 1.7, once = 0.3, after = \"due\" }",
        "{ rate = 0.1, once = 1.1, after = \"placement\" }",
    ]);
    let way = one_of(&["{ cost = 1.3 }", "{ time = 0.5, cost = 0.7 }", "{ time.exponential.mean = 0.5 }"]);
    (arrivals, quantity, late, way, one_of(&["complete", "partial"])).prop_map(move |(arrivals, quantity, late, way, ship)| {
        format!("demand.{name} = {{ {product}, arrivals.{arrivals}, quantity = {quantity}, ship = \"{ship}\", due = 2, backorder_cost = {late}, delivery = {way} }}\n")
    })
}

/// Two levels of sub-assemblies, a configured product, an optional part, suppliers of all kinds, two stations.
pub fn rich() -> impl Strategy<Value = String> {
    let parts = (bought("a"), bought("b"), bought("c"), bought("n"));
    let below = (made("k", "parts = { a = 1, b = 2 }"), made("m", "parts = { k = 1, c = 1 }"));
    let products = (
        made("p", "parts = { m = 1, a = 1 }"),
        made(
            "z",
            "parts = { k = 2 }, options = { x = { a = 0.5, m = 0.5 }, y = { b = 0.3, c = 0.7 } }, optional = { n = 1 }",
        ),
    );
    let demands = (demand("first", "item = \"p\""), demand("mixed", "mix = { p = 0.4, z = 0.6 }"));
    (parts, below, products, demands).prop_map(|(parts, below, products, demands)| {
        let mut text = String::from("name = \"rich\"\nrun = { warm_up = 7, horizon = 50, replications = 2 }\n");
        text += "report.windows = [0, 1.5]\ncosts.holding_rate = 0.3\n";
        text += "suppliers.ample = {}\nsuppliers.strict.crossing = \"sequential\"\nsuppliers.few.servers = 2\n";
        text += "suppliers.few_strict = { servers = 3, crossing = \"sequential\" }\n";
        text += "stations.first.servers = 1\nstations.second.servers = 2\n";
        text += &(parts.0 + &parts.1 + &parts.2 + &parts.3 + &below.0 + &below.1 + &products.0 + &products.1);
        text += &(demands.0 + &demands.1);
        let some = "[strategies.some]\nhold = [\"k\", \"a\", \"z\"]\n".to_string();
        let drawn = "[strategies.drawn]\nhold = [\"products\"]\npegging = \"pooled\"\n";
        text + &presets() + &some + drawn
    })
}

#[test]
fn rich_networks_have_the_same_records() {
    let compared = compare_all(rich(), 96);
    println!(
        "{} replications, {} left to events, {} refused",
        compared.replications,
        compared.left,
        compared.refused.len()
    );
    assert!(compared.replications > 200 && compared.left * 20 < compared.replications, "{compared:?}");
}

/// Orders that are open when the run ends are the event engine's to tell: the records are its own.
#[test]
fn a_short_drain_has_the_same_records() {
    let compared =
        compare_all(rich().prop_map(|text| text.replace("horizon = 50", "horizon = 50, drain_limit = 0.5")), 24);
    assert!(compared.left > 0, "{compared:?}");
}

/// Bought parts, products with quantities and times, one part sold as it is.
const SHOP: &str = r#"
name = "shop"
run = { warm_up = 5, horizon = 90, replications = 2 }
costs.holding_rate = 0.3
suppliers.few = { servers = 2 }
items.a = { cost = 3, holding_cost = 0.2, buy.lead_time.exponential.mean = 2, buy.order_cost = 1 }
items.b = { cost = 5, buy = { lead_time.gamma = { mean = 3, cv = 0.7 }, crossing = "sequential", holding_cost = 0.1 } }
items.c = { cost = 2, price = 4, buy = { supplier = "few", lead_time.gamma = { mean = 0.2, cv = 0.5 } } }
items.p = { price = 20, make = { parts = { a = 1, b = 2 }, time = 0.5, cost = 2, setup_cost = 0.5 } }
items.q = { price = 30, make = { parts = { a = 1, b = 1, d = 1 }, time.discrete = { values = [0, 1], weights = [1, 1] } } }
items.d = { cost = 1, buy.lead_time = 1 }
demand.one = { mix = { p = 0.6, q = 0.4 }, arrivals.poisson.rate = 1.5, backorder_cost = 3, delivery = { time = 0.25, cost = 1 } }
demand.two = { item = "q", arrivals.every = 1.5, quantity.geometric.p = 0.6, backorder_cost = 5 }
demand.three = { item = "c", arrivals.poisson.rate = 2, quantity.poisson.mean = 1.2, backorder_cost = 1, delivery.cost = 0.3 }
[strategies.ATO]
hold = ["a", "b", "c", "d"]
stock = { a.base_stock = 3, b.base_stock = 4, c.base_stock = 2, d.base_stock = 1 }
"#;

/// A stock vector of the shop on its board, against the event engine's record.
fn same_score(bench: &Bench, board: &Board, levels: &Levels, replication: u32) -> Result<(), TestCaseError> {
    let plan = bench.plan("ATO");
    let mut events = Runner::new(&bench.model, plan);
    let record = events.run(levels, replication);
    let run = Run { layout: events.layout().clone(), record };
    let stocks: Vec<u32> = levels.0.iter().map(|level| level.high as u32).collect();
    let score = board.score(&stocks);
    prop_assert_eq!(score.orders as f64, run.value("orders_placed(system)"));
    prop_assert_eq!(score.fill(), run.value("order_fill_rate(system)"));
    let response = run.value("response_mean(system)");
    prop_assert!((score.response_mean() / response - 1.0).abs() < 1e-14, "{} {response}", score.response_mean());
    let cost = run.value("cost_total(system)");
    prop_assert!((score.cost / cost - 1.0).abs() < 1e-12, "{} {cost}", score.cost);
    let mut sum = 0;
    board.score_each(&stocks, |response| sum += i128::from(response));
    prop_assert_eq!(sum, score.response);
    Ok(())
}

proptest! {
    #![proptest_config(Config { cases: 24, failure_persistence: None, ..Config::default() })]

    #[test]
    fn scores_are_those_of_the_records(vectors in prop::collection::vec([0i64..9, 0i64..12, 0i64..9, 0i64..5], 4)) {
        let bench = Bench::new(SHOP, &[]);
        let plan = bench.plan("ATO");
        let mut path = pushpull::path::Path::new(plan, qualify(&bench.model, plan, &plan.levels()).unwrap());
        for replication in 0..2 {
            let board = path.board(&bench.model, replication).unwrap();
            for vector in &vectors {
                let mut levels = plan.levels();
                for (place, stock) in vector.iter().enumerate() {
                    levels.0[place] = Level::base_stock(*stock);
                }
                same_score(&bench, &board, &levels, replication)?;
            }
        }
    }

    #[test]
    fn a_tally_scores_as_the_board(steps in prop::collection::vec((0u32..4, -4i32..5), 1..30)) {
        let bench = Bench::new(SHOP, &[]);
        let plan = bench.plan("ATO");
        let mut path = pushpull::path::Path::new(plan, qualify(&bench.model, plan, &plan.levels()).unwrap());
        let board = path.board(&bench.model, 0).unwrap();
        let mut tally = Tally::new(&board, &[3, 3, 3, 3, 0, 0]);
        for (item, units) in steps {
            let score = tally.score_change(item, units);
            prop_assert_eq!(score, board.score(tally.stocks()));
        }
    }
}

/// Every scenario that is shipped: where it is covered the records are the same.
#[test]
fn shipped_scenarios_have_the_same_records() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "toml") {
            continue;
        }
        let sets = ["run.replications=2", "run.warm_up=20", "run.horizon=60"].map(String::from);
        let accepted = pushpull::input::read(&path, &sets).unwrap();
        let bench = Bench::of(accepted.model);
        let outcome = compare(&bench, 2).unwrap_or_else(|problem| panic!("{}: {problem}", path.display()));
        println!("{}: {outcome:?}", path.display());
    }
}
