//! `optimize`, `frontier` and `run --at-best` from outside: what they find, say and write, and what they refuse.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use tempfile::tempdir;

use super::program::{SMALL, bytes_below, pushpull, scenario};

const QUICK: [&str; 4] = ["--quiet", "--no-charts", "--out", "out"];

/// A small scenario whose customers want to be served in time.
fn promised() -> String {
    SMALL.replace("[items.case]", "[report]\ntarget = { measure = \"on_time_rate\", value = 0.9 }\n[items.case]")
        + "[costs]\nholding_rate = 5\n"
}

/// Rows of a table by the name of the column.
fn rows(folder: &Path, table: &str) -> Vec<BTreeMap<String, String>> {
    let text = fs::read_to_string(folder.join(table)).unwrap();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().map(Result::unwrap).collect()
}

fn number(row: &BTreeMap<String, String>, column: &str) -> f64 {
    row[column].parse().unwrap_or_else(|_| panic!("{column} of {row:?}"))
}

#[test]
fn the_best_levels_meet_the_target_and_one_unit_less_does_not_pay() {
    let folder = tempdir().unwrap();
    let file = scenario(folder.path(), &promised());
    let done = pushpull(folder.path(), &[&["optimize", file][..], &QUICK].concat()).ends(0);
    for words in ["At their best levels", "least cost with on-time rate at least 90 %", "MTO cannot reach"] {
        assert!(done.stdout.contains(words), "{words}:\n{}", done.stdout);
    }
    let out = folder.path().join("out");
    let levels = rows(&out, "levels.csv");
    assert_eq!(levels.iter().filter(|row| row["strategy"] == "ATO").count(), 1, "only the case is held");
    for row in &levels {
        assert!((number(row, "low")..=number(row, "high")).contains(&number(row, "best")), "{row:?}");
        // One less is dearer, or misses the target on the replications searched.
        let less = row["one_less"].parse().unwrap_or(f64::INFINITY);
        assert!(less > 0.0 || number(row, "measure_less") < 0.0, "{row:?}");
    }
    let best = |level: &str| levels.iter().find(|row| row["strategy"] == "ATO" && row["level"] == level).unwrap();
    let optimum = rows(&out, "optimum.csv");
    let served = optimum.iter().find(|row| row["strategy"] == "ATO" && row["measure"] == "on_time_rate").unwrap();
    assert_eq!(served["case.base_stock"], best("case.base_stock")["best"]);
    assert_eq!(served["box.base_stock"], "", "ATO has no such level");
    assert!(number(served, "ci_high") >= 0.9, "{served:?}");
}

#[test]
fn the_folder_is_that_of_a_run_with_the_levels_found() {
    let folder = tempdir().unwrap();
    let file = scenario(folder.path(), &promised());
    pushpull(folder.path(), &[&["optimize", file][..], &QUICK].concat()).ends(0);
    let levels = rows(&folder.path().join("out"), "levels.csv");
    let sets =
        levels.iter().map(|row| format!("strategies.{}.stock.{}={}", row["strategy"], row["level"], row["best"]));
    let sets: Vec<String> = sets.flat_map(|set| ["--set".to_string(), set]).collect();
    let words: Vec<&str> = sets.iter().map(String::as_str).collect();
    pushpull(folder.path(), &[&["run", file, "--quiet", "--no-charts", "--out", "run"][..], &words].concat()).ends(0);
    for table in ["summary.csv", "comparison.csv", "replications.csv", "series.csv", "distribution.csv"] {
        let read = |name: &str| fs::read_to_string(folder.path().join(name).join(table)).unwrap();
        assert!(read("out") == read("run"), "{table}");
    }
}

#[test]
fn run_at_best_is_the_same_and_report_and_threads_change_no_byte() {
    let folder = tempdir().unwrap();
    let file = scenario(folder.path(), &promised());
    pushpull(folder.path(), &["optimize", file, "--quiet", "--threads", "1", "--out", "one"]).ends(0);
    pushpull(folder.path(), &["run", file, "--at-best", "--quiet", "--threads", "3", "--out", "three"]).ends(0);
    let bytes = |name: &str| bytes_below(&folder.path().join(name));
    assert!(bytes("one") == bytes("three"));
    assert!(folder.path().join("one/charts/levels.svg").exists());
    pushpull(folder.path(), &["report", "one"]).ends(0);
    assert!(bytes("one") == bytes("three"));
    let extend = ["run", file, "--quiet", "--out", "one", "--extend", "2"];
    pushpull(folder.path(), &extend).ends(2).complains(&["cannot extend one", "its levels were searched for"]);
    assert!(bytes("one") == bytes("three"));
}

#[test]
fn a_target_of_the_command_line_and_none() {
    let folder = tempdir().unwrap();
    let file = scenario(folder.path(), &promised());
    let target = ["--target", "order_fill_rate=0.8", "--strategies", "MTS", "--json"];
    let done = pushpull(folder.path(), &[&["optimize", file][..], &target, &QUICK].concat()).ends(0);
    let json: serde_json::Value = serde_json::from_str(&done.stdout).unwrap();
    assert_eq!(json["search"]["goal"], "least cost with order fill rate at least 80 %");
    assert!(json["verdict"]["headline"].as_str().unwrap().contains("order fill rate at least 80 %"), "{json}");
    assert!(json["levels"].as_array().is_some_and(|levels| levels.len() == 2));
    let none = ["--target", "none", "--objective", "profit", "--set", "optimize.bounds.case=[3, 4]"];
    let done = pushpull(folder.path(), &[&["optimize", file][..], &none, &QUICK].concat()).ends(0);
    assert!(done.stdout.contains("Searched for greatest profit\n"), "{}", done.stdout);
    for row in rows(&folder.path().join("out"), "levels.csv").iter().filter(|row| row["level"] == "case.base_stock") {
        assert!([3.0, 4.0].contains(&number(row, "best")), "{row:?}");
    }
}

#[test]
fn wrong_goals_are_refused_with_the_nearest_name() {
    let folder = tempdir().unwrap();
    let file = scenario(folder.path(), SMALL);
    let wrong: [(&str, &[&str], &[&str]); 11] = [
        ("optimize", &["--target", "none", "--target", "on_time_rate=0.9"], &["--target none stands alone"]),
        ("optimize", &["--target", "on_time_rat=0.9"], &["--target: unknown measure", "on_time_rate"]),
        ("optimize", &["--target", "on_time_rate=95"], &["between 0 and 1", "95 % is written 0.95"]),
        ("optimize", &["--target", "on_time_rate"], &["MEASURE=VALUE"]),
        ("optimize", &["--objective", "profits"], &["--objective:", "did you mean `profit`?"]),
        ("optimize", &["--set", "optimize.bounds={ case = [9, 1] }"], &["reversed", "[1, 9]"]),
        ("optimize", &["--set", "optimize.bounds={ cas = [1, 9] }"], &["did you mean `case`?"]),
        (
            "optimize",
            &["--set", "optimize.target={ measure = \"on_time_rate\", value = 0.9, product = \"bx\" }"],
            &["no orders for the product `bx`", "did you mean `box`?"],
        ),
        ("frontier", &["--levels", "0.5,1.5"], &["--levels:", "between 0 and 1"]),
        ("frontier", &["--measure", "on_time"], &["--measure: unknown measure", "did you mean `on_time_rate`?"]),
        ("frontier", &["--measure", "response_mean"], &["the levels of response_mean are missing", "--levels"]),
    ];
    for (command, flags, words) in wrong {
        pushpull(folder.path(), &[&[command, file][..], flags, &QUICK].concat()).ends(2).complains(words);
    }
    assert_eq!(bytes_below(folder.path()).len(), 1, "nothing is written");
}

#[test]
fn a_target_out_of_reach_says_what_can_be_reached() {
    let folder = tempdir().unwrap();
    let file = scenario(folder.path(), SMALL);
    let flags = ["--target", "order_fill_rate=0.99", "--set", "optimize.bounds={ box = [0, 2] }"];
    let done = pushpull(folder.path(), &[&["optimize", file][..], &flags, &QUICK].concat()).ends(0);
    for words in ["MTS cannot reach order fill rate at least 99 % within the bounds", "at best", "No strategy meets"] {
        assert!(done.stdout.contains(words), "{words}:\n{}", done.stdout);
    }
}

#[test]
fn a_frontier_goes_up_and_says_what_the_next_point_costs() {
    let folder = tempdir().unwrap();
    let file = scenario(folder.path(), &promised());
    // Without a price of waiting every point of service costs.
    let free = "demand.box.backorder_cost=0";
    let levels = ["--levels", "0.5,0.8,0.95,0.99", "--quiet", "--out", "out", "--set", free];
    let done = pushpull(folder.path(), &[&["frontier", file][..], &levels].concat()).ends(0);
    for words in ["90 %", "the next point after", "MTO reaches none of the levels"] {
        assert!(done.stdout.contains(words), "{words}:\n{}", done.stdout);
    }
    let out = folder.path().join("out");
    let points = rows(&out, "frontier_points.csv");
    assert_eq!(points.len(), 3 * 5, "three strategies, the four levels and the target");
    for strategy in ["MTS", "ATO"] {
        let best = points.iter().filter(|row| row["strategy"] == strategy && row["dominated"] == "no");
        let best: Vec<(f64, f64)> = best.map(|row| (number(row, "service"), number(row, "cost"))).collect();
        assert!(
            best.len() > 1 && best.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1 < pair[1].1),
            "{best:?}"
        );
        let prices = points.iter().filter(|row| row["strategy"] == strategy && !row["next_point"].is_empty());
        let worth = (best[1].1 - best[0].1) / (best[1].0 - best[0].0) / 100.0;
        let first = number(prices.into_iter().next().unwrap(), "next_point");
        assert!((first - worth).abs() < 1e-9 * worth.abs(), "{first} is not {worth}");
    }
    // The final estimate of a level is the run with its numbers.
    let estimates = rows(&out, "frontier.csv");
    let of = |row: &&BTreeMap<String, String>| row["strategy"] == "ATO" && row["measure"] == "cost_total";
    let last = estimates.iter().rfind(of).unwrap();
    let set = format!("items.case.stock.base_stock={}", last["case.base_stock"]);
    let run =
        ["run", file, "--strategies", "ATO", "--set", free, "--set", &set, "--quiet", "--no-charts", "--out", "run"];
    pushpull(folder.path(), &run).ends(0);
    let summary = rows(&folder.path().join("run"), "summary.csv");
    assert_eq!(summary.iter().find(of).unwrap()["mean"], last["mean"]);
    let before = bytes_below(&out);
    pushpull(folder.path(), &["report", "out"]).ends(0);
    assert!(before == bytes_below(&out));
    assert!(out.join("charts/frontier.svg").exists() && out.join("report.html").exists());
}

#[test]
fn what_to_hold_is_a_strategy_that_can_be_copied() {
    let folder = tempdir().unwrap();
    let file = scenario(folder.path(), &promised());
    let done = pushpull(folder.path(), &["optimize", file, "--hold", "--quiet", "--out", "out"]).ends(0);
    for words in ["Best is to hold", "[strategies.", "At their best levels", "case is ", "box is "] {
        assert!(done.stdout.contains(words), "{words}:\n{}", done.stdout);
    }
    let lines = done.stdout.lines().skip_while(|line| !line.starts_with("[strategies."));
    let snippet: Vec<&str> = lines.take_while(|line| !line.is_empty()).collect();
    let name = snippet[0].trim_start_matches("[strategies.").trim_end_matches(']');
    fs::write(folder.path().join("best.toml"), format!("{}\n{}\n", promised(), snippet.join("\n"))).unwrap();
    let run = ["run", "best.toml", "--strategies", name, "--quiet", "--no-charts", "--out", "run"];
    pushpull(folder.path(), &run).ends(0);
    let out = folder.path().join("out");
    let contenders = rows(&out, "contenders.csv");
    let best = contenders.last().unwrap();
    let summary = rows(&folder.path().join("run"), "summary.csv");
    let own = summary.iter().find(|row| row["measure"] == "cost_total" && row["entity_kind"] == "system").unwrap();
    let apart = (number(best, "cost") - number(own, "mean")).abs();
    assert!(apart < 1e-9 * number(own, "mean"), "the final estimate is that of a run: {best:?} {own:?}");
    assert!(best["strategy"] == name && contenders.len() > 2, "{contenders:?}");
    let held = rows(&out, "decoupling.csv");
    assert_eq!(held.iter().map(|row| row["item"].as_str()).collect::<Vec<_>>(), ["case", "box"]);
    for row in &held {
        let net = number(row, "saves") - number(row, "costs");
        assert!((number(row, "net") - net).abs() < 1e-9 * (1.0 + net.abs()), "{row:?}");
    }
    let before = bytes_below(&out);
    pushpull(folder.path(), &["report", "out"]).ends(0);
    assert!(before == bytes_below(&out) && out.join("charts/decoupling.svg").exists());
}
