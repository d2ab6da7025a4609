//! Input that nobody means: each is told in words of ours, with code 2 (1 where the disk refuses), nothing raw, and nothing
//! left behind.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::program::{Done, pushpull};
use tempfile::tempdir;

const PLAIN: &str = r#"
name = "plain"
run = { horizon = 20, replications = 2 }
items.p = { buy.lead_time = 2, stock.base_stock = 4, cost = 5, price = 8, holding_cost = 1 }
demand.p = { arrivals.poisson.rate = 1, due = 1 }
strategies.S.hold = ["p"]
"#;

fn names(folder: &Path) -> BTreeSet<String> {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect()
}

/// Runs it, and looks at what every refusal has in common.
fn refused(folder: &Path, arguments: &[&str], code: i32) -> Done {
    let before = names(folder);
    let done = pushpull(folder, arguments).ends(code);
    assert_eq!(names(folder), before, "{arguments:?} leaves something behind");
    assert!(!done.stderr.is_empty(), "{arguments:?}: no word");
    for raw in ["os error", "panicked", "a bug of", "at line", "::"] {
        assert!(!done.stderr.contains(raw), "{arguments:?}: {}", done.stderr);
    }
    let steers = |letter: char| letter.is_control() && letter != '\n' || ('\u{202a}'..='\u{202e}').contains(&letter);
    assert!(!done.stderr.contains(steers) && !done.stdout.contains(steers), "{arguments:?}: {:?}", done.stderr);
    done
}

#[test]
fn a_file_that_is_no_scenario_is_refused_by_every_command() {
    let folder = tempdir().unwrap();
    let at = folder.path();
    fs::create_dir(at.join("folder")).unwrap();
    let files: [(&str, &[u8], i32, &str); 7] = [
        ("empty.toml", b"", 2, "`name` is missing"),
        ("utf16.toml", b"\xff\xfea\0", 2, "UTF-16"),
        ("latin.toml", b"name = \"\xe4\"", 2, "not UTF-8"),
        ("nul.toml", b"a = 1\0b", 2, "not TOML"),
        ("escape.toml", b"name = \"a\\u001b[31mb\"\nx\x1b = 1", 2, "not TOML"),
        ("folder", b"", 1, "cannot read folder"),
        ("none.toml", b"", 1, "cannot read none.toml"),
    ];
    let commands: [&[&str]; 7] = [
        &["check"],
        &["run"],
        &["run", "--at-best"],
        &["optimize"],
        &["frontier"],
        &["sweep", "--axis", "items.p.cost=[1, 2]"],
        &["trace", "--order", "1"],
    ];
    for (file, bytes, code, words) in files {
        if !bytes.is_empty() || file.starts_with("empty") {
            fs::write(at.join(file), bytes).unwrap();
        }
        for command in commands {
            refused(at, &[&command[..1], &[file], &command[1..]].concat(), code).complains(&[words]);
        }
        refused(at, &["report", file], 2).complains(&["is not a result folder"]);
        refused(at, &["fit", file, "--column", "x"], code);
    }
}

#[test]
fn values_that_nobody_means_are_one_problem_each() {
    let folder = tempdir().unwrap();
    let at = folder.path();
    fs::write(at.join("s.toml"), PLAIN).unwrap();
    let one = |arguments: &[&str], words: &str| {
        let done = refused(at, &[&arguments[..1], &["s.toml"], &arguments[1..]].concat(), 2);
        assert!(done.stderr.contains(words) && done.stderr.contains("\n1 problem\n"), "{arguments:?}: {}", done.stderr);
    };
    for value in ["-1", "0", "nan", "inf", "1e300"] {
        one(&["check", "--set", &format!("run.horizon={value}")], "`run.horizon` must be a time, above 0");
        one(&["check", "--set", &format!("demand.p.arrivals.poisson.rate={value}")], "must be a number, above 0");
    }
    one(&["check", "--set", "demand.p.arrivals.poisson.rate=1e-320"], "never come");
    one(&["check", "--set", "items.\"\u{1b}[31m\".cost=1"], "no quoted part of a key");
    one(&["check", "--set", "=1"], "a part of the key is empty");
    one(&["check", "--set", "run.start=\"2026-13-45\""], "must be a date");
    one(&["sweep", "--axis", "items.p.cost=1,2"], "values are TOML");
    one(&["frontier", "--levels", "-1"], "between 0 and 1");
    one(&["frontier", "--levels", "{ from = 0.5 }"], "`optimize.frontier.levels.to` is missing");
    one(&["optimize", "--target", "response_p99.99=1"], "`response_p999`");
    refused(at, &["trace", "s.toml", "--order", "-1"], 2).complains(&["a whole number, at least 1"]);
}

#[test]
fn tables_and_records_that_cannot_be_are_told() {
    let folder = tempdir().unwrap();
    let at = folder.path();
    let scenario = "name = \"c\"\nrun = { horizon = 20, replications = 2 }\ntables.items = \"i.csv\"\n\
                    demand.p.arrivals.poisson.rate = 1\nstrategies.S.hold = []\n";
    fs::write(at.join("c.toml"), scenario).unwrap();
    refused(at, &["run", "c.toml"], 1).complains(&["cannot read the table i.csv: No such file"]);
    for (table, words) in [
        ("", "the table is empty"),
        ("name,cost\np,\u{1b}[31m\n", "must be a number"),
        ("name,co\u{1b}st\np,1\n", "unknown column"),
        ("name,cost\np\0,1\n", "is not a name"),
        ("name,cost\n\"p,1\n", "never closed"),
        ("name,cost\np,1e999\n", "inf is not"),
    ] {
        fs::write(at.join("i.csv"), table).unwrap();
        refused(at, &["check", "c.toml"], 2).complains(&[words]);
    }
    for (record, words) in [
        ("", "the table is empty"),
        ("date\n2026-02-30\n", "neither a number nor a date"),
        ("date\n\u{1b}]0;x\u{7}\n", "neither a number nor a date"),
        ("date\n0\n1e30\n", "more than 10,000,000 buckets"),
    ] {
        fs::write(at.join("r.csv"), record).unwrap();
        refused(at, &["fit", "r.csv", "--time", "date"], 2).complains(&[words]);
    }
}

#[test]
fn where_no_folder_can_be_none_is_made() {
    let folder = tempdir().unwrap();
    let at = folder.path();
    fs::write(at.join("s.toml"), PLAIN).unwrap();
    refused(at, &["run", "s.toml", "--out", "s.toml"], 2).complains(&["is not a folder"]);
    refused(at, &["run", "s.toml", "--out", "s.toml/x"], 1).complains(&["cannot write s.toml"]);
    refused(at, &["run", "s.toml", "--out", &"x".repeat(300)], 1).complains(&["File name too long"]);
    let named = ["run", "s.toml", "--no-charts", "--out", "a\u{1b}[31mb"];
    let done = pushpull(at, &named).ends(0);
    assert!(done.stderr.contains("a\u{fffd}[31mb") && !done.stderr.contains('\u{1b}'), "{:?}", done.stderr);
}
