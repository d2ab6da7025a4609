//! Strategies that set keys of their own: each is the scenario written so, in every command.

use super::fixture::Fixture;
use super::program::pushpull;
use pushpull::input::{self, Accepted, Beside, Colour};
use pushpull::jobs::{self, Prepared as _, Raw, Settings, Silent};
use pushpull::results::{SummaryRow, Tables};
use std::fs;
use tempfile::tempdir;

const PLAIN: &str = r#"
name = "own"
[run]
warm_up = 10
horizon = 120
replications = 4
[report]
target = { measure = "on_time_rate", value = 0.8 }
[items.a]
cost = 10
holding_cost = 0.3
buy.lead_time = { gamma = { mean = 8, cv = 0.5 } }
stock.base_stock = 14
[items.b]
cost = 5
holding_cost = 0.2
buy.lead_time = 4
stock.fill_rate = 0.9
[items.p]
price = 40
make.parts = { a = 1, b = 1 }
make.time = { exponential = { mean = 0.4 } }
make.station = "bench"
stock.base_stock = 4
[stations.bench]
servers = 1
[demand.p]
arrivals = { poisson = { rate = 1.5 } }
due = 1
backorder_cost = 4
[strategies.slow]
hold = ["parts"]
[strategies.fast]
hold = ["parts"]
stock.a.review = 2
"#;

const SET: &str = r#"
[strategies.fast.set]
"items.*.buy.lead_time" = 2
"items.a.cost" = 12
"items.p.make.parts.b" = 2
"items.p.price" = 44
"stations.bench.servers" = 2
"demand.p.due" = 1.5
scale = { "items.p.make.time" = 0.5 }
"#;

/// A promise that strategies alone make is one: services that ask for it are, and the pages have what each strategy sets.
#[test]
fn a_promise_of_strategies_alone_can_be_asked_for() {
    let sets = "\n[strategies.fast.set]\n\"demand.p.due\" = 2\n\"items.a.buy.crossing\" = \"sequential\"\n\
                \"items.*.buy.lead_time\" = { gamma = { mean = 1, cv = 0.5 } }\n\
                [strategies.slow.set]\n\"demand.p.due\" = 3\n";
    let text = PLAIN.replace("due = 1\n", "") + sets;
    let folder = tempdir().unwrap();
    fs::write(folder.path().join("s.toml"), &text).unwrap();
    let checked = pushpull(folder.path(), &["check", "s.toml"]).ends(0).stdout;
    let line = |name: &str| checked.lines().find(|line| line.trim_start().starts_with(name)).map(str::to_string);
    let response = |name: &str| line(name).and_then(|line| line.split_whitespace().last()?.parse::<f64>().ok());
    assert_eq!((response("p "), response("under fast ")), (Some(8.4), Some(1.4)), "{checked}");
    let at = folder.path();
    let said = pushpull(at, &["run", "s.toml", "--quiet", "--json", "--out", "o"]).ends(0).stdout;
    assert!(said.contains("on_time_rate"), "{said}");
    pushpull(at, &["optimize", "s.toml", "--target", "on_time_rate=0.5", "--quiet"]).ends(0);
    let run: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(folder.path().join("o/run.json")).unwrap()).unwrap();
    assert_eq!(run["run"]["crossing"], "under slow independent; under fast sequential: a; else independent");
}

fn own() -> String {
    PLAIN.to_string() + SET
}

/// The scenario with all that written into it.
fn written() -> String {
    let changes = [
        ("buy.lead_time = { gamma = { mean = 8, cv = 0.5 } }", "buy.lead_time = 2"),
        ("buy.lead_time = 4", "buy.lead_time = 2"),
        ("cost = 10\n", "cost = 12\n"),
        ("{ a = 1, b = 1 }", "{ a = 1, b = 2 }"),
        ("price = 40", "price = 44"),
        ("servers = 1", "servers = 2"),
        ("due = 1\n", "due = 1.5\n"),
        ("mean = 0.4", "mean = 0.2"),
    ];
    changes.iter().fold(PLAIN.to_string(), |text, (old, new)| {
        assert!(text.contains(old), "{old}");
        text.replace(old, new)
    })
}

fn read(text: &str, strategies: &[&str]) -> Accepted {
    let strategies = strategies.iter().map(ToString::to_string).collect();
    let accepted = input::read_text("own", text, Beside { strategies, ..Beside::default() });
    accepted.unwrap_or_else(|rejected| panic!("{}", rejected.render(Colour::Plain)))
}

const SETTINGS: Settings = Settings { threads: 2, raw: Raw::Everything };

/// One strategy's rows of a run.
fn rows_of(tables: &Tables, strategy: &str) -> String {
    let of = |rows: Vec<String>| rows.join("\n");
    of(tables.summary.iter().filter(|row| row.strategy == strategy).map(|row| format!("{row:?}")).collect())
        + &of(tables.replications.iter().filter(|row| row.strategy == strategy).map(|row| format!("{row:?}")).collect())
        + &of(tables.levels.iter().filter(|row| row.strategy == strategy).map(|row| format!("{row:?}")).collect())
        + &of(tables.orders.iter().filter(|row| row.strategy == strategy).map(|row| format!("{row:?}")).collect())
}

/// To the last bit: the records of the strategy are those of the scenario written so, and the others are as they were.
#[test]
fn a_strategy_that_sets_keys_is_the_scenario_written_so() {
    let (own, written, plain) = (Fixture::new(&own(), &[]), Fixture::new(&written(), &[]), Fixture::new(PLAIN, &[]));
    for replication in 0..4 {
        assert!(own.run("fast", replication).bits() == written.run("fast", replication).bits(), "{replication}");
        assert!(own.run("slow", replication).bits() == plain.run("slow", replication).bits(), "{replication}");
    }
    assert!(own.run("fast", 0).bits() != plain.run("fast", 0).bits());
}

#[test]
fn every_command_honours_what_a_strategy_sets() {
    let orders = |text: &str| text.replace("[report]", "[report]\norders = true");
    let (own, written) = (orders(&own()), orders(&written()));
    let ran = |text: &str| jobs::run(read(text, &[])).results(&SETTINGS, &Silent).unwrap();
    let fast = ran(&own);
    assert_eq!(rows_of(&fast, "fast"), rows_of(&ran(&written), "fast"), "run");
    assert_eq!(fast.info.strategies[1].sets.len(), 8, "{:?}", fast.info.strategies[1].sets);
    let best =
        |text: &str| jobs::optimize(&read(text, &[]), &SETTINGS, &Silent).unwrap().results(&SETTINGS, &Silent).unwrap();
    let (own_best, written_best) = (best(&own), best(&written));
    assert_eq!(rows_of(&own_best, "fast"), rows_of(&written_best, "fast"), "optimize");
    assert!(own_best.levels.iter().any(|row| row.strategy == "fast"));
    let levels = |text: &str| text.to_string() + "[optimize.frontier]\nlevels = [0.6, 0.9]\n";
    let frontier = |text: &str| {
        let job = jobs::frontier(read(&levels(text), &["fast"]), &SETTINGS, &Silent).unwrap();
        job.results(&SETTINGS, &Silent).unwrap().points
    };
    assert_eq!(frontier(&own), frontier(&written), "frontier");
    let sweep = |text: &str| {
        let text = text.to_string() + "[sweep]\n\"demand.p.arrivals.poisson.rate\" = [1, 1.5]\n";
        let job = jobs::sweep(read(&text, &[]), &SETTINGS, &Silent).unwrap();
        let rows = job.results(&SETTINGS, &Silent).unwrap().rows;
        rows.rows().filter(|row| row.row.strategy == "fast").map(|row| format!("{row:?}")).collect::<Vec<_>>()
    };
    assert_eq!(sweep(&own), sweep(&written), "sweep");
    let held = |text: &str| jobs::decoupling(&read(text, &["fast"]), &SETTINGS, &Silent).unwrap();
    let (own_held, written_held) = (held(&own), held(&written));
    assert_eq!((&own_held.items, &own_held.contenders), (&written_held.items, &written_held.contenders), "decoupling");
    let snippet = |held: &pushpull::results::Decoupling| held.info.search.as_ref().unwrap().snippet.clone();
    assert!(snippet(&own_held).contains("set.\"items.a.cost\" = 12.0"), "{}", snippet(&own_held));
    let trace = |text: &str| jobs::trace(&read(text, &[]), Some("fast"), 0).unwrap();
    assert_eq!(trace(&own), trace(&written), "trace");
}

/// An axis of one strategy's key moves that strategy alone.
#[test]
fn an_axis_of_a_setting_is_of_one_strategy() {
    let text = own() + "[sweep]\n'strategies.fast.set.\"items.a.cost\"' = [12, 30]\n";
    let swept = jobs::sweep(read(&text, &[]), &SETTINGS, &Silent).unwrap().results(&SETTINGS, &Silent).unwrap();
    let mean = |strategy: &str, point: usize| {
        let is_it = |row: &SummaryRow| {
            (row.strategy.as_str(), row.entity.as_str(), row.measure.as_str()) == (strategy, "", "cost_purchase")
        };
        let own = swept.rows.cells().map(|cell| cell.row()).filter(is_it);
        own.map(|row| row.mean).collect::<Vec<_>>()[point]
    };
    assert_eq!(mean("slow", 0), mean("slow", 1));
    assert!(mean("fast", 0) < mean("fast", 1));
}

/// `check` lists and judges what each strategy sets, by the figures that it has.
#[test]
fn check_judges_each_strategy_by_its_own_figures() {
    let folder = tempdir().unwrap();
    fs::write(folder.path().join("own.toml"), own()).unwrap();
    let said = pushpull(folder.path(), &["check", "own.toml"]).ends(0).stdout;
    assert!(said.contains("sets stations.bench.servers = 2"), "{said}");
    let loads: Vec<&str> = said.lines().filter(|line| line.contains("station bench")).collect();
    assert!(loads[0].ends_with(" 0.6") && loads[1].ends_with(" 0.15"), "{loads:?}");
    let report = pushpull(folder.path(), &["run", "own.toml", "--quiet", "--out", "out"]).ends(0);
    assert!(!report.stdout.contains("cannot keep up"));
    let page = fs::read_to_string(folder.path().join("out/report.html")).unwrap();
    assert!(page.contains("sets items.a.cost = 12"), "the report says what a strategy sets");
}
