//! `pushpull compare`: two runs beside each other, paired where they meet the same customers, else as independent samples.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use tempfile::{TempDir, tempdir};

use super::program::{SMALL, pushpull, scenario};

/// Two runs of the small scenario, the second with these changes.
fn two_runs(changes: &[&str]) -> TempDir {
    let home = tempdir().unwrap();
    scenario(home.path(), SMALL);
    pushpull(home.path(), &["run", "small.toml", "--quiet", "--no-charts", "--out", "a"]).ends(0);
    let run = [&["run", "small.toml", "--quiet", "--no-charts", "--out", "b"][..], changes].concat();
    pushpull(home.path(), &run).ends(0);
    home
}

/// A table of a folder: each row by heading.
fn table(path: &Path) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let heads = reader.headers().unwrap().clone();
    let row =
        |row: csv::StringRecord| heads.iter().zip(row.iter()).map(|(h, c)| (h.to_string(), c.to_string())).collect();
    reader.records().map(|record| row(record.unwrap())).collect()
}

fn number(row: &BTreeMap<String, String>, column: &str) -> f64 {
    row[column].parse().unwrap_or_else(|_| panic!("{column} of {row:?}"))
}

/// Values by replication of a measure of the whole system.
fn values(folder: &Path, strategy: &str, measure: &str) -> Vec<f64> {
    let rows = table(&folder.join("replications.csv"));
    let own = rows
        .iter()
        .filter(|row| row["strategy"] == strategy && row["measure"] == measure && row["entity_kind"] == "system");
    own.map(|row| number(row, "value")).collect()
}

fn mean_and_variance(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    (mean, values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (n - 1.0))
}

fn costs(folder: &Path) -> Vec<BTreeMap<String, String>> {
    let rows = table(&folder.join("comparison.csv"));
    rows.into_iter().filter(|row| row["measure"] == "cost_total" && row["entity_kind"] == "system").collect()
}

#[test]
fn runs_that_meet_the_same_customers_are_paired() {
    let home = two_runs(&["--set", "items.case.stock.base_stock=20"]);
    let done = pushpull(home.path(), &["compare", "a", "b", "--out", "c", "--quiet"]).ends(0);
    assert!(done.stdout.contains("paired by 4 replications"), "{}", done.stdout);
    assert!(done.stdout.contains("base_stock"), "the key that differs: {}", done.stdout);
    let rows = costs(&home.path().join("c"));
    assert!(rows.len() > 1);
    for row in &rows {
        let [a, b] = ["a", "b"].map(|run| values(&home.path().join(run), &row["strategy"], "cost_total"));
        let differences: Vec<f64> = a.iter().zip(&b).map(|(a, b)| b - a).collect();
        let (mean, variance) = mean_and_variance(&differences);
        let se = (variance / differences.len() as f64).sqrt();
        // t(3, 0.975) = 3.182446.
        let size = a[0].abs();
        for (column, expected) in [("difference", mean), ("se", se), ("ci_high", mean + 3.182_446 * se)] {
            assert!((number(row, column) - expected).abs() < 1e-6 * size, "{column}: {expected} in {row:?}");
        }
        assert_eq!(row["method"], "paired");
    }
    let page = fs::read_to_string(home.path().join("c/report.html")).unwrap();
    assert!(page.contains("paired by 4 replications"));
    // A folder of a comparison is one of ours: its report is drawn again to the same bytes.
    pushpull(home.path(), &["report", "c"]).ends(0);
    assert_eq!(fs::read_to_string(home.path().join("c/report.html")).unwrap(), page);
}

#[test]
fn other_customers_are_independent_samples() {
    let home = two_runs(&["--seed", "7"]);
    let done = pushpull(home.path(), &["compare", "a", "b", "--out", "c", "--quiet", "--json"]).ends(0);
    let told: serde_json::Value = serde_json::from_str(&done.stdout).unwrap();
    assert_eq!(told["compared"]["pairing"], "welch");
    assert!(told["compared"]["why"].as_str().unwrap().contains("seeds"));
    for row in costs(&home.path().join("c")) {
        let [(one, v1), (other, v2)] =
            ["a", "b"].map(|run| mean_and_variance(&values(&home.path().join(run), &row["strategy"], "cost_total")));
        let (q1, q2) = (v1 / 4.0, v2 / 4.0);
        let se = (q1 + q2).sqrt();
        assert!((number(&row, "difference") - (other - one)).abs() < 1e-6 * one.abs(), "{row:?}");
        assert!((number(&row, "se") - se).abs() < 1e-6 * se, "{row:?}");
        // The half width in standard errors lies between t of both freedoms, 3 and 6 (Welch): 3.182 and 2.447.
        let factor = (number(&row, "ci_high") - number(&row, "difference")) / se;
        assert!((2.446..3.183).contains(&factor), "{factor}");
        assert_eq!(row["method"], "welch");
    }
}

#[test]
fn a_script_fails_where_a_difference_is_surely_too_large() {
    let home = two_runs(&["--set", "items.case.cost=400"]);
    let compare = |words: &[&str]| {
        let all = [&["compare", "a", "b", "--out", "c", "--quiet", "--no-charts"][..], words].concat();
        pushpull(home.path(), &all)
    };
    compare(&["--fail-if", "cost_total > 2%"]).ends(5).complains(&["cost_total > 2%", "under"]);
    compare(&["--fail-if", "cost_total < -2%", "--fail-if", "cost_total > 1e12"]).ends(0);
    compare(&["--fail-if", "cost_totl > 2%"]).ends(2).complains(&["cost_totl"]);
    compare(&["--fail-if", "cost_total"]).ends(2).complains(&["no condition"]);
}

#[test]
fn what_cannot_be_compared_is_refused_in_words() {
    let home = two_runs(&[]);
    let folder = home.path();
    pushpull(folder, &["compare", "a", "b", "--out", "a"]).ends(2).complains(&["one of the two runs"]);
    pushpull(folder, &["compare", "a", "small.toml"]).ends(2).complains(&["not a result folder"]);
    let same = pushpull(folder, &["compare", "a", "b", "--out", "c", "--quiet"]).ends(0);
    assert!(same.stdout.contains("answer the same scenario"), "{}", same.stdout);
    pushpull(folder, &["compare", "a", "c"]).ends(2).complains(&["a comparison", "two runs"]);
    let path = folder.join("b/run.json");
    let text = fs::read_to_string(&path).unwrap();
    let version = format!("\"version\": \"{}\"", env!("CARGO_PKG_VERSION"));
    fs::write(&path, text.replace(&version, "\"version\": \"0.0.1\"")).unwrap();
    pushpull(folder, &["compare", "a", "b"]).ends(2).complains(&["0.0.1", "run the older scenario again"]);
}
