//! `pushpull fit`: from a record to the lines of a scenario, and what is said of a record that is wrong.

use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::tempdir;

use super::program::{Done, bytes_below, package, pushpull};

/// Twenty lead times; what is expected of them was found by two other programs.
const TIMES: &str = "days\n3.2\n4.1\n4.8\n5.5\n6.0\n6.6\n7.1\n7.3\n8.4\n9.0\n9.9\n10.7\n12.5\n13.1\n15.8\n18.2\n21.0\n27.4\n33.3\n48.9\n";

fn fit(folder: &Path, words: &str) -> Done {
    let words: Vec<&str> = words.split(' ').collect();
    pushpull(folder, &[&["fit"], words.as_slice(), &["--quiet", "--out", "out"]].concat())
}

fn numbers(folder: &Path, words: &str) -> Value {
    serde_json::from_str(&fit(folder, &format!("{words} --json")).ends(0).stdout).expect("JSON")
}

#[track_caller]
fn near(found: &Value, wanted: f64) {
    let found = found.as_f64().expect("a number");
    assert!((found - wanted).abs() < 1e-6 * wanted.abs(), "{found}, not {wanted}");
}

#[test]
fn a_column_of_times_is_ranked_by_aic() {
    let folder = tempdir().unwrap();
    fs::write(folder.path().join("lead.csv"), TIMES).unwrap();
    let all = numbers(folder.path(), "lead.csv --column days");
    let laws: Vec<&str> = all["laws"].as_array().unwrap().iter().map(|row| row["law"].as_str().unwrap()).collect();
    assert_eq!(laws[..4], ["lognormal", "gamma", "weibull", "exponential"]);
    near(&all["laws"][0]["aic"], 140.571020386006);
    near(&all["laws"][0]["ks"], 0.09624662434698772);
    near(&all["laws"][1]["ad"], 0.4954467376279368);
    assert!(all["laws"][0]["p"].as_f64().unwrap() > 0.5 && all["laws"][6]["p"].as_f64().unwrap() < 0.05);
    let table = fs::read_to_string(folder.path().join("out/fit.csv")).unwrap();
    assert!(
        table.starts_with("of,law,parameters,log_likelihood,aic,ks,p,ad,chi2,chi2_df,mean,sd,p_of\nvalues,lognormal,")
    );
    for file in ["charts/laws-values.svg", "charts/pp-values.png", "fit.json", "fit_counts.csv", "fragment.toml"] {
        assert!(folder.path().join("out").join(file).is_file(), "{file}");
    }
    // In weeks the law is another number of the same time.
    let weeks = numbers(folder.path(), "lead.csv --column days --unit week");
    assert_eq!(all["laws"][0]["mean"], weeks["laws"][0]["mean"], "numbers have no unit of their own");
}

#[test]
fn whole_days_are_taken_as_rounded_unless_told_otherwise() {
    let folder = tempdir().unwrap();
    let days = [3, 4, 4, 5, 5, 5, 6, 6, 7, 7, 8, 8, 9, 10, 10, 12, 14, 15, 19, 26];
    let rows: Vec<String> = days.iter().map(|days| format!("05.01.2026;{days}")).collect();
    fs::write(folder.path().join("lead.csv"), format!("when;days\n{}\n", rows.join("\n"))).unwrap();
    let rounded = numbers(folder.path(), "lead.csv --column days");
    near(&rounded["laws"][0]["log_likelihood"], -57.383810039380485);
    let exact = numbers(folder.path(), "lead.csv --column days --grain 0");
    assert_ne!(exact["laws"][0]["log_likelihood"], rounded["laws"][0]["log_likelihood"]);
    fit(folder.path(), "lead.csv --column days --grain 2")
        .ends(2)
        .complains(&["lead.csv:2:12", "3 is no multiple of the grain 2"]);
}

#[test]
fn counts_of_a_column_are_whole_numbers() {
    let folder = tempdir().unwrap();
    let counts = [4, 0, 3, 12, 1, 0, 7, 2, 2, 15, 5, 0, 1, 3, 9, 0, 6, 2, 1, 4, 11, 0, 2, 8, 3, 1];
    let rows: Vec<String> = counts.iter().map(ToString::to_string).collect();
    fs::write(folder.path().join("units.csv"), format!("units\n{}\n", rows.join("\n"))).unwrap();
    let all = numbers(folder.path(), "units.csv --column units --as count");
    let of = |law: &str| all["laws"].as_array().unwrap().iter().find(|row| row["law"] == law).unwrap().clone();
    near(&of("poisson")["aic"], 173.53944627575262);
    near(&of("negative_binomial")["aic"], 133.16209613378237);
    assert_eq!(of("discrete")["p"], Value::Null);
}

/// The same counts as orders: so many on each day, in a file of dates and in one of numbers.
#[test]
fn dispersion_is_that_of_the_days() {
    let folder = tempdir().unwrap();
    let counts = [4, 0, 3, 12, 1, 0, 7, 2, 2, 15, 5, 0, 1, 3, 9, 0, 6, 2, 1, 4, 11, 0, 2, 8, 3, 1];
    let (mut dates, mut times) = ("date\n".to_string(), "t\n".to_string());
    for (day, count) in counts.iter().enumerate() {
        for order in 0..*count {
            dates += &format!("2026-01-{:02}\n", day + 1);
            times += &format!("{}\n", day as f64 + (order as f64 + 0.5) / *count as f64);
        }
    }
    // The last bucket ends with the last order.
    fs::write(folder.path().join("dates.csv"), dates + "2026-01-27\n").unwrap();
    fs::write(folder.path().join("times.csv"), times + "26\n").unwrap();
    for words in ["dates.csv --time date", "times.csv --time t", "dates.csv --time date --unit hour --bucket 24"] {
        let all = numbers(folder.path(), words);
        let row = &all["counts"][0];
        near(&row["dispersion"], 4.321568627450981);
        near(&row["low"], 2.658022160955245);
        near(&row["high"], 8.234872046119513);
        assert_eq!((&row["buckets"], &row["taken_out"]), (&Value::from(26), &Value::from("")), "{words}");
        let of = all["laws"][0]["of"].as_str().unwrap();
        assert_eq!(of, if words.starts_with("dates") { "counts" } else { "gaps" });
    }
}

/// What the tutorial does: an order file and a file of receipts become a scenario, which is accepted.
#[test]
fn two_records_become_a_scenario() {
    let folder = tempdir().unwrap();
    let shipped = |name: &str| package().join("docs/records").join(name).to_str().unwrap().to_string();
    let (orders, receipts) = (shipped("orders.csv"), shipped("receipts.csv"));
    let ask = |words: &[&str]| pushpull(folder.path(), &[&["fit"], words].concat()).ends(0);
    let said = ask(&[&orders, "--time", "date", "--item", "product", "--quantity", "units"]);
    assert!(said.stdout.contains("Take arrivals.poisson: nothing speaks against it"), "{}", said.stdout);
    ask(&[&receipts, "--from", "ordered", "--to", "received"]);
    let part = |name: &str| fs::read_to_string(folder.path().join("output").join(name).join("fragment.toml")).unwrap();
    let whole = format!("name = \"Shop\"\nrun.horizon = 1000\n{}{}", part("orders-fit"), part("receipts-fit"));
    fs::write(folder.path().join("shop.toml"), whole).unwrap();
    let checked = pushpull(folder.path(), &["check", "shop.toml"]).ends(0);
    assert!(checked.stdout.contains("3 products") && checked.stdout.contains("1 demand stream"), "{}", checked.stdout);
}

/// Orders that come by the weekday, and more every week: the lines have a profile, and `check` takes them.
#[test]
fn weekdays_and_a_trend_become_a_profile() {
    let folder = tempdir().unwrap();
    let mut text = "day,what\n".to_string();
    for day in 0..140 {
        // As even as counts can be about five to nine orders, none on Sundays.
        let orders = if day % 7 == 6 { 0 } else { (if day % 7 == 5 { 3 } else { 5 }) + day / 35 };
        for _ in 0..orders {
            let (month, of_month) = ([1, 2, 3, 4, 5], day + 5);
            let lengths = [31, 28, 31, 30, 31];
            let (mut left, mut place) = (of_month, 0);
            while left > lengths[place] {
                left -= lengths[place];
                place += 1;
            }
            text += &format!("2026-{:02}-{left:02},\"lamp 3\"\"\"\n", month[place]);
        }
    }
    fs::write(folder.path().join("orders.csv"), text).unwrap();
    let all = numbers(folder.path(), "orders.csv --time day --item what");
    let fragment = all["fragment"].as_str().unwrap();
    for line in [
        "arrivals.profile.weekday = { mon = 1.23",
        "sun = 0 }",
        "arrivals.profile.line = { at = [0, 138], factor = [0.703, 1.3] }",
        "arrivals.every = { gamma",
    ] {
        assert!(fragment.contains(line), "{line}:\n{fragment}");
    }
    let scenario = format!("name = \"x\"\nrun.horizon = 100\ndefaults.items.buy.lead_time = 3\n{fragment}");
    fs::write(folder.path().join("x.toml"), scenario).unwrap();
    let checked = pushpull(folder.path(), &["check", "x.toml"]).ends(0);
    assert!(checked.stdout.contains("lamp 3\""), "{}", checked.stdout);
}

/// Every law that may be the best is accepted as it is written.
#[test]
fn every_law_is_written_as_a_scenario_takes_it() {
    let folder = tempdir().unwrap();
    let records = [
        (TIMES.to_string(), "r.csv --column days"),
        ("days\n2\n2\n2\n".into(), "r.csv --column days"),
        ("days\n0\n3\n4\n4\n5\n7\n".into(), "r.csv --column days"),
        ("days\n1\n3\n4\n4\n5\n7\n".into(), "r.csv --column days --as count"),
        ("days\n0\n3\n1\n1\n0\n7\n".into(), "r.csv --column days --as count"),
    ];
    for (text, words) in records {
        fs::write(folder.path().join("r.csv"), &text).unwrap();
        let key = if words.ends_with("count") { "demand.a.quantity" } else { "items.a.buy.lead_time" };
        for law in numbers(folder.path(), words)["laws"].as_array().unwrap() {
            let written = law["parameters"].as_str().unwrap();
            let tail = if key.starts_with("items") { "" } else { "items.a.buy.lead_time = 1\n" };
            let scenario = format!(
                "name = \"x\"\nrun.horizon = 10\n{key} = {written}\n{tail}items.a.stock.base_stock = 1\ndemand.a.arrivals.poisson.rate = 1\n"
            );
            fs::write(folder.path().join("x.toml"), &scenario).unwrap();
            let done = pushpull(folder.path(), &["check", "x.toml"]);
            assert_eq!(done.code, 0, "{scenario}{}", done.stderr);
        }
        let fragment = fs::read_to_string(folder.path().join("out/fragment.toml")).unwrap();
        let scenario = format!(
            "name = \"x\"\nrun.horizon = 10\n[items.a]\nstock.base_stock = 1\n[demand.a]\narrivals.poisson.rate = 1\n{fragment}"
        );
        fs::write(folder.path().join("x.toml"), scenario).unwrap();
        if key.starts_with("items") {
            pushpull(folder.path(), &["check", "x.toml"]).ends(0);
        }
    }
}

#[test]
fn the_same_bytes_for_one_thread_and_three() {
    let folder = tempdir().unwrap();
    fs::write(folder.path().join("lead.csv"), TIMES).unwrap();
    let on = |threads: &str| {
        fit(folder.path(), &format!("lead.csv --column days --threads {threads}")).ends(0);
        bytes_below(&folder.path().join("out"))
    };
    let one = on("1");
    assert!(one.len() > 5 && one == on("3"));
}

#[test]
fn a_wrong_record_is_told_by_row_and_column() {
    let folder = tempdir().unwrap();
    let wrong: String = (0..250).map(|row| format!("{row},soon\n")).collect();
    fs::write(folder.path().join("r.csv"), format!("order,date\n{wrong}")).unwrap();
    let done = fit(folder.path(), "r.csv --time date").ends(2);
    assert_eq!(done.stderr.matches("`soon` is neither a number nor a date").count(), 100, "{}", done.stderr);
    done.complains(&["r.csv:2:3", "and 150 more"]);
    fs::write(folder.path().join("q.csv"), "d,q\n2026-01-05,1.5\n2026-01-06,-2\n2026-01-07,\nmonday,1\n").unwrap();
    let done = fit(folder.path(), "q.csv --time d --quantity q").ends(2);
    done.complains(&["1.5 is no whole number of units", "-2 is negative", "`monday` is neither"]);
    fit(folder.path(), "q.csv --column qty").ends(2).complains(&["no column `qty`", "it has: d, q"]);
    fit(folder.path(), "q.csv --column q --where r=1").ends(2).complains(&["no column `r`"]);
    fit(folder.path(), "q.csv --column q --where r").ends(2).complains(&["`--where` takes `column=value`"]);
    fit(folder.path(), "q.csv").ends(2).complains(&["say what to fit"]);
    fit(folder.path(), "q.csv --column q --time d").ends(2).complains(&["exclude each other"]);
    fit(folder.path(), "none.csv --column q").ends(1).complains(&["none.csv"]);
    fs::write(folder.path().join("one.csv"), "d\n2026-01-05\n2026-01-05\n").unwrap();
    fit(folder.path(), "one.csv --time d").ends(2).complains(&["less than two buckets of 1 day", "--bucket"]);
}

#[test]
fn a_folder_with_other_files_is_left_alone() {
    let folder = tempdir().unwrap();
    fs::write(folder.path().join("lead.csv"), TIMES).unwrap();
    fit(folder.path(), "lead.csv --column days").ends(0);
    // One of its own is replaced, one with notes in it is not.
    fit(folder.path(), "lead.csv --column days").ends(0);
    fs::write(folder.path().join("out/notes.txt"), "mine").unwrap();
    fit(folder.path(), "lead.csv --column days").ends(2).complains(&["notes.txt"]);
}
