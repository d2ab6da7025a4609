//! Runs that add replications until intervals are narrow enough or the best is selected: the same for any number of
//! threads, no more than a fixed run of that many, and what was promised when they end by themselves.

use pushpull::experiment::{Provenance, RunOptions, Silent, run, tables};
use pushpull::results::{ControlledRow, SummaryRow, Tables};

use super::fixture::Fixture;
use super::program::pushpull;

/// One item with and without a shelf: at a base stock of 3, λ = 1, L = 1, h = 1 and b = 4 the two differ clearly.
const SHELF: &str = r#"
name = "shelf"
run = { warm_up = 20, horizon = 100, replications = 10 }
items.x = { holding_cost = 1, buy.lead_time.gamma = { mean = 1, cv = 0.8 }, stock.base_stock = 3 }
demand.x = { arrivals.poisson.rate = 1, backorder_cost = 4 }
strategies.three.hold = ["x"]
strategies.two = { hold = ["x"], stock.x.base_stock = 2 }
strategies.none.hold = []
"#;

fn tabled(sets: &[&str], threads: usize) -> Tables {
    tabled_of(SHELF, sets, threads)
}

fn tabled_of(text: &str, sets: &[&str], threads: usize) -> Tables {
    let model = Fixture::new(text, sets).model;
    let outcome = run(&model, &RunOptions { threads }, &Silent).expect("nothing stops it");
    tables(&model, &outcome.layouts, &outcome.records, Provenance::default())
}

fn of<'a>(tables: &'a Tables, measure: &str) -> Vec<&'a SummaryRow> {
    tables.summary.iter().filter(|row| row.measure == measure && row.entity.is_empty()).collect()
}

fn half(row: &SummaryRow) -> f64 {
    (row.ci_high.unwrap() - row.ci_low.unwrap()) / 2.0
}

const RELATIVE: &str = "run.precision={ measure = \"cost_total\", relative = 0.02 }";

#[test]
fn threads_change_nothing_and_the_aim_is_met() {
    let one = tabled(&[RELATIVE], 1);
    assert_eq!(one, tabled(&[RELATIVE], 3));
    let n = one.info.replications;
    assert!(n > 15 && n < 1_000, "{n}");
    let costs = of(&one, "cost_total");
    assert_eq!(costs.len(), 3);
    for row in costs {
        assert!(half(row) <= 0.02 * row.mean.unwrap() && row.replications == n, "{row:?}");
    }
    assert!(
        one.info.stop_rule.contains("met after") && one.info.stop_rule.contains(" more;"),
        "{}",
        one.info.stop_rule
    );
    // The same replications as a fixed run of so many.
    let fixed = tabled(&[&format!("run.replications={n}")], 2);
    assert_eq!(fixed.summary, one.summary);
    assert_eq!(fixed.replications, one.replications);
    assert_eq!((fixed.info.stop_rule.as_str(), fixed.info.replications), ("fixed", n));
}

/// Of two shelves, which a busy month empties alike; the cost without any moves the other way.
#[test]
fn differences_need_fewer_than_means() {
    let shelves = SHELF.replace("strategies.none.hold = []\n", "");
    let aim = |of: &str| format!("run.precision={{ measure = \"cost_total\", absolute = 0.05, of = \"{of}\" }}");
    let (means, differences) =
        (tabled_of(&shelves, &[&aim("means")], 2), tabled_of(&shelves, &[&aim("differences")], 2));
    let n = [&means, &differences].map(|tables| tables.info.replications);
    assert!(n[1] < n[0], "{n:?}");
    for row in differences.comparison.iter().filter(|row| row.measure == "cost_total" && row.entity.is_empty()) {
        assert!((row.ci_high.unwrap() - row.ci_low.unwrap()) / 2.0 <= 0.05, "{row:?}");
    }
    assert!(of(&means, "cost_total").into_iter().all(|row| half(row) <= 0.05));
}

#[test]
fn the_maximum_ends_it_and_is_found() {
    let tables = tabled(&[RELATIVE, "run.max_replications=14"], 2);
    assert_eq!(tables.info.replications, 14);
    assert!(tables.info.stop_rule.contains("not met"), "{}", tables.info.stop_rule);
    let advised = |tables: &Tables| -> Option<u32> {
        let finding = tables.info.findings.iter().find(|finding| finding.id == "precision_not_met")?;
        finding.advice.split_whitespace().nth(3)?.parse().ok()
    };
    // The advice is an estimate: a variance of 14 replications has a standard error of 39 % of itself, the advice a margin of
    // 10 %. One of 97 replications has 14 %: followed twice, it is enough.
    let first = advised(&tables).expect("a finding");
    let second = advised(&tabled(&[RELATIVE, &format!("run.max_replications={first}")], 2)).unwrap_or(first);
    assert!(first >= 50 && second < 2 * first, "{first}, then {second}");
    assert_eq!(advised(&tabled(&[RELATIVE, &format!("run.max_replications={second}")], 2)), None, "{second}");
}

/// The advice never goes beyond what `run.max_replications` takes: what it says instead brings that within reach.
#[test]
fn an_aim_out_of_reach_is_widened() {
    let advised = |relative: f64| {
        let sets = [
            &format!("run.precision={{ measure = \"cost_total\", relative = {relative} }}"),
            "run.max_replications=14",
        ];
        let findings = tabled(&sets.map(|set| set as &str), 2).info.findings;
        let own = findings.into_iter().find(|finding| finding.id == "precision_not_met").expect("a finding");
        let (key, rest) = own.advice.strip_prefix("set run.").unwrap().split_once(" = ").unwrap();
        (key.to_string(), rest.split_whitespace().next().unwrap().parse::<f64>().unwrap())
    };
    let (key, wider) = advised(0.00001);
    assert_eq!(key, "precision.relative");
    let (key, most) = advised(wider);
    assert!(key == "max_replications" && (5e5..=1e6).contains(&most), "{key} {most}");
}

/// One replication with an order and one without: no interval, and a finding that says so.
#[test]
fn a_measure_with_one_value_is_found() {
    let rule = "run.precision={ measure = \"response_mean\", relative = 0.1 }";
    let common = [rule, "demand.x.arrivals.poisson.rate=0.01", "run.replications=2", "run.max_replications=2"];
    let single = |seed: u32| {
        let tables = tabled(&[&common[..], &[&format!("run.seed={seed}")]].concat(), 1);
        of(&tables, "response_mean")[0].replications.eq(&1).then_some(tables)
    };
    let tables = (1..20).find_map(single).expect("a seed with one value");
    let finding = tables.info.findings.iter().find(|finding| finding.id == "precision_not_met").expect("a finding");
    assert!(finding.symptom.contains("a value in 1 of 2 replications only"), "{finding:?}");
}

/// Lead times of 10,000 and nothing on the shelf: hardly a replication delivers an order, and there its cost has no value.
const LATE: &str = r#"
name = "late"
run = { warm_up = 0, horizon = 20, replications = 10, max_replications = 60, drain_limit = 1, precision = RULE }
items.x = { cost = 1, holding_cost = 1, buy.lead_time.exponential.mean = 10000, stock.base_stock = 40 }
demand.x.arrivals.poisson.rate = 1
strategies.full.hold = ["x"]
strategies.none.hold = []
"#;

/// Whatever more is simulated, a rule ends where it ended: the batches cannot change a result.
#[test]
fn replications_beyond_the_end_do_not_move_it() {
    let rule = "{ measure = \"cost_per_order\", relative = 0.15 }";
    let model = Fixture::new(&LATE.replace("RULE", rule), &[]).model;
    let mut fixed = model.clone();
    (fixed.run.stopping, fixed.run.replications) = (None, 60);
    let outcome = run(&fixed, &RunOptions { threads: 2 }, &Silent).expect("nothing stops it");
    let after = |n: u32| {
        let records: Vec<_> = outcome.records.iter().filter(|r| r.key.replication < n).cloned().collect();
        tables(&model, &outcome.layouts, &records, Provenance::default())
    };
    let ended = (10..=60).find(|n| after(*n).info.stop_rule.contains("met after")).expect("it ends");
    let values = |n: u32| -> Vec<u32> { of(&after(n), "cost_per_order").iter().map(|row| row.replications).collect() };
    let (then, later) = (values(ended), values(60));
    assert!(then == [ended, 0] && later[1] > 0, "the second has its first value after the end: {then:?}, {later:?}");
    let rule = after(ended).info.stop_rule;
    for more in ended..=60 {
        assert_eq!(after(more).info.stop_rule, rule, "{more}");
    }
}

#[test]
fn the_best_is_selected() {
    let select = ["run.select.indifference=0.05"];
    let one = tabled(&select, 1);
    assert_eq!(one, tabled(&select, 3));
    // Costs of base stock S: h E(S − N)⁺ + b E(N − S)⁺ with N Poisson(1) are 4 at 0, 1.52 at 2 and 2.1 at 3.
    assert!(one.info.stop_rule.contains(": two after"), "{}", one.info.stop_rule);
    let said =
        one.info.verdict.sentences.iter().any(|sentence| sentence.starts_with("Selected as the best in total cost"));
    assert!(said, "{:?}", one.info.verdict);
    let short = tabled(&["run.select.indifference=0.0001", "run.max_replications=11"], 2);
    let open = short.info.stop_rule.contains("open");
    assert_eq!(open, short.info.findings.iter().any(|finding| finding.id == "best_not_selected"));
}

/// Intervals against the best: of the best one on its left side, of the others on their right side, and 0 between.
#[test]
fn intervals_against_the_best_are_in_the_comparison() {
    let tables = tabled(&["run.replications=40"], 2);
    let rows: Vec<_> =
        tables.comparison.iter().filter(|row| row.measure == "cost_total" && row.entity.is_empty()).collect();
    assert_eq!(rows.len(), 6);
    for row in rows {
        let (low, high) = (row.mcb_low.unwrap(), row.mcb_high.unwrap());
        assert!(low <= 0.0 && 0.0 <= high && low < high, "{row:?}");
        if row.strategy == "none" && row.reference == "two" {
            assert!(low == 0.0 && high > row.difference.unwrap(), "{row:?}");
        }
    }
}

#[test]
fn bad_rules_are_refused_together() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("shelf.toml"), SHELF).unwrap();
    let sets = [
        "run.precision={ measure = \"cost_totl\", relative = 0.1, absolute = 3 }",
        "run.select={ measure = \"orders_placed\", indifference = 0 }",
        "run.max_replications=5",
    ];
    let mut words = vec!["run", "shelf.toml", "--out", "out"];
    sets.iter().for_each(|set| words.extend(["--set", *set]));
    pushpull(folder.path(), &words).ends(2).complains(&[
        "did you mean `cost_total`?",
        "exclude each other",
        "no better and worse",
        "run.select.indifference",
        "the first stage alone has 10",
        "raise run.max_replications to 10 or more",
    ]);
    assert!(!folder.path().join("out").exists());
    let neither = ["run", "shelf.toml", "--set", "run.precision={ measure = \"cost_total\" }"];
    pushpull(folder.path(), &neither).ends(2).complains(&["relative", "absolute"]);
    let alone = ["run", "shelf.toml", "--set", "run.max_replications=50"];
    pushpull(folder.path(), &alone).ends(2).complains(&["goes with a rule"]);
}

/// Adjusted for orders and lead times, costs are still the exact ones, and better known. Without stock the cost is b times
/// the units on order, 4: nothing but how many orders there were and how long they took.
#[test]
fn control_variates_keep_the_mean_and_narrow_it() {
    let tables = tabled(&["run.control_variates=true", "run.replications=400", "run.horizon=50"], 2);
    for (strategy, exact, least) in [("two", 3.0 / 1f64.exp() * 5.0 - 4.0, 1.0), ("none", 4.0, 2.0)] {
        let plain = of(&tables, "cost_total").into_iter().find(|row| row.strategy == strategy).unwrap();
        let mine =
            |row: &&ControlledRow| row.measure == "cost_total" && row.strategy == strategy && row.reference.is_empty();
        let row = tables.controlled.iter().find(mine).unwrap();
        assert!((row.mean.unwrap() - exact).abs() < 4.0 * row.se.unwrap(), "{row:?}, not {exact}");
        assert!((plain.mean.unwrap() - exact).abs() < 4.0 * plain.se.unwrap(), "{plain:?}, not {exact}");
        let ratio = (plain.se.unwrap() / row.se.unwrap()).powi(2);
        assert!((row.variance_ratio.unwrap() - ratio).abs() < 1e-9 * ratio && ratio > least, "{ratio}");
        assert!(row.controls == 2 && row.replications == 400, "{row:?}");
    }
    assert!(tables.info.findings.iter().any(|finding| finding.id == "control_variates"));
    assert!(tabled(&[], 1).controlled.is_empty());
    // A control is not adjusted by itself.
    assert!(tables.controlled.iter().all(|row| row.measure != "orders_placed"));
}
