//! The program from outside: exit codes, what goes where, what is refused, and the same bytes whatever the threads.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::Stdio;

use tempfile::tempdir;

use super::program::{SMALL, bytes_below, command, pushpull, scenario, shipped};

#[test]
fn help_and_version_are_results() {
    let folder = tempdir().unwrap();
    for arguments in [&["--help"][..], &["run", "--help"], &["--version"]] {
        let done = pushpull(folder.path(), arguments).ends(0);
        assert!(!done.stdout.is_empty() && done.stderr.is_empty());
    }
}

#[test]
fn a_wrong_command_line_ends_with_2() {
    let folder = tempdir().unwrap();
    let wrong: [&[&str]; 6] = [
        &[],
        &["rnu"],
        &["run"],
        &["run", "a.toml", "--thread", "2"],
        &["run", "a.toml", "--threads", "0"],
        &["man", "x"],
    ];
    for arguments in wrong {
        let done = pushpull(folder.path(), arguments).ends(2);
        assert!(done.stdout.is_empty() && !done.stderr.is_empty(), "{arguments:?}");
    }
}

#[test]
fn completions_and_manual_pages_name_every_command() {
    let folder = tempdir().unwrap();
    let page = pushpull(folder.path(), &["man"]).ends(0).stdout;
    let script = pushpull(folder.path(), &["completions", "bash"]).ends(0).stdout;
    for name in [
        "new",
        "check",
        "run",
        "sweep",
        "optimize",
        "frontier",
        "plan",
        "work",
        "merge",
        "trace",
        "report",
        "clean",
        "verify",
        "schema",
        "completions",
        "man",
    ] {
        assert!(page.contains(name) && script.contains(name), "{name}");
        assert!(pushpull(folder.path(), &["man", name]).ends(0).stdout.contains(".TH"), "{name}");
    }
}

#[test]
fn new_lists_writes_and_never_overwrites() {
    let folder = tempdir().unwrap();
    assert!(pushpull(folder.path(), &["new"]).ends(0).stdout.contains("custom-pcs"));
    assert_eq!(pushpull(folder.path(), &["new", "bicycle", "models"]).ends(0).stdout, "models/bicycle.toml\n");
    let written = bytes_below(folder.path());
    assert_eq!(written.len(), 4, "{:?}", written.keys());
    pushpull(folder.path(), &["new", "bicycle", "models"]).ends(2).complains(&["is there already"]);
    pushpull(folder.path(), &["new", "bicicle"]).ends(2).complains(&["bicycle"]);
    assert_eq!(bytes_below(folder.path()), written);
    pushpull(folder.path(), &["check", "models/bicycle.toml"]).ends(0);
}

#[test]
fn a_scenario_that_cannot_be_read_ends_with_1() {
    let folder = tempdir().unwrap();
    pushpull(folder.path(), &["run", "nothing.toml"]).ends(1).complains(&["nothing.toml"]);
    pushpull(folder.path(), &["run", "."]).ends(1);
    assert!(bytes_below(folder.path()).is_empty());
}

#[test]
fn a_wrong_scenario_shows_all_its_problems_and_writes_nothing() {
    let folder = tempdir().unwrap();
    let wrong =
        SMALL.replace("horizon = 50", "horizon = -1").replace("cost = 10", "cots = 10").replace("case = 1", "cas = 1");
    let file = scenario(folder.path(), &wrong);
    for command in ["check", "run"] {
        let done = pushpull(folder.path(), &[command, file]).ends(2);
        done.complains(&["small.toml:7:", "small.toml:10:", "`cost`", "small.toml:15:", "`case`", "^"]);
    }
    fs::write(folder.path().join("small.toml"), b"name = \"\xff\"").unwrap();
    pushpull(folder.path(), &["run", file]).ends(2).complains(&["UTF-8"]);
    assert_eq!(bytes_below(folder.path()).len(), 1);
}

/// The parser gives no place for it.
#[test]
fn a_key_of_far_too_many_parts_is_shown_where_it_stands() {
    let folder = tempdir().unwrap();
    let key = vec!["a"; 50_000].join(".");
    let file = scenario(folder.path(), &format!("name = \"x\"\n{key} = 1\n[run]\nhorizon = 5\n"));
    let done = pushpull(folder.path(), &["check", file]).ends(2);
    assert!(done.stderr.starts_with("small.toml:2:1: not TOML: ") && done.stderr.len() < 2_000, "{}", done.stderr);
}

#[test]
fn an_unknown_strategy_is_told_the_nearest() {
    let folder = tempdir().unwrap();
    let file = scenario(folder.path(), SMALL);
    pushpull(folder.path(), &["run", file, "--strategies", "MTS,AOT"]).ends(2).complains(&["AOT", "ATO"]);
}

#[test]
fn a_run_writes_a_folder_and_prints_a_verdict() {
    let folder = tempdir().unwrap();
    let file = scenario(folder.path(), SMALL);
    let done = pushpull(folder.path(), &["run", file, "--strategies", "ATO,MTO", "--replications", "3"]).ends(0);
    let out = folder.path().join("output/small");
    let run = run_json(&out);
    let strategies = run["strategies"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap());
    assert_eq!(strategies.collect::<Vec<_>>(), ["ATO", "MTO"]);
    assert!(done.stdout.contains(run["verdict"]["headline"].as_str().unwrap()), "{}", done.stdout);
    let files = bytes_below(&out);
    for name in [
        "summary.csv",
        "comparison.csv",
        "replications.csv",
        "series.csv",
        "distribution.csv",
        "run.json",
        "report.html",
    ] {
        assert!(files.contains_key(std::path::Path::new(name)), "{name} is not among {:?}", files.keys());
    }
    let rows = String::from_utf8(files[std::path::Path::new("replications.csv")].clone()).unwrap();
    assert!(rows.lines().any(|row| row.starts_with("ATO,2,")) && !rows.contains("ATO,3,"));
}

/// What `run.json` of a folder says of the run.
fn run_json(folder: &Path) -> serde_json::Value {
    let text = fs::read(folder.join("run.json")).unwrap();
    serde_json::from_slice::<serde_json::Value>(&text).unwrap()["run"].clone()
}

#[test]
fn quiet_silences_progress_and_not_the_verdict() {
    let folder = tempdir().unwrap();
    let file = scenario(folder.path(), SMALL);
    let done = pushpull(folder.path(), &["run", file, "--quiet", "--no-charts"]).ends(0);
    assert!(done.stderr.is_empty(), "{}", done.stderr);
    let headline = run_json(&folder.path().join("output/small"))["verdict"]["headline"].clone();
    assert!(done.stdout.contains(headline.as_str().unwrap()), "{}", done.stdout);
}

#[test]
fn json_is_one_object_for_scripts() {
    let folder = tempdir().unwrap();
    let file = scenario(folder.path(), SMALL);
    let done = pushpull(folder.path(), &["run", file, "--quiet", "--json", "--no-charts", "--formats", "json"]).ends(0);
    let summary: serde_json::Value = serde_json::from_str(&done.stdout).unwrap();
    assert_eq!(summary["scenario"], "Small");
    assert!(summary["verdict"]["headline"].as_str().is_some_and(|line| !line.is_empty()));
    let names: Vec<&str> = bytes_names(&folder.path().join("output/small"));
    assert!(names.contains(&"summary.json") && !names.contains(&"summary.csv"), "{names:?}");
}

fn bytes_names(folder: &std::path::Path) -> Vec<&'static str> {
    let names = bytes_below(folder).into_keys().map(|path| path.to_str().unwrap().to_string());
    names.map(|name| &*name.leak()).collect()
}

#[test]
fn the_same_bytes_for_one_thread_and_more() {
    let folder = tempdir().unwrap();
    let file = scenario(folder.path(), SMALL);
    let orders = ["--set", "report.orders=true", "--formats", "csv,json"];
    for threads in ["1", "2", "5"] {
        let run = ["run", file, "--threads", threads, "--out", threads];
        pushpull(folder.path(), &[&run[..], &orders].concat()).ends(0);
    }
    let one = bytes_below(&folder.path().join("1"));
    assert!(one.len() > 8, "{:?}", one.keys());
    assert!(["orders.csv", "orders.json", "run.json"].iter().all(|name| one.contains_key(Path::new(name))));
    for more in ["2", "5"] {
        let more = bytes_below(&folder.path().join(more));
        assert!(one.keys().eq(more.keys()));
        let other: Vec<_> = one.keys().filter(|name| one[*name] != more[*name]).collect();
        assert!(other.is_empty(), "{other:?}");
    }
}

/// An old command line that names an engine gets one sentence.
#[test]
fn an_engine_is_not_asked_for() {
    let folder = tempdir().unwrap();
    for flag in [&["--engine", "path"][..], &["--engine=auto"]] {
        let file = shipped("w-system.toml");
        let words = [&["run", &file], flag].concat();
        let said = pushpull(folder.path(), &words).ends(2);
        said.complains(&["pushpull: --engine is gone: one engine records every run; leave the flag out"]);
    }
    assert!(bytes_below(folder.path()).is_empty());
}

/// A replication does not know how many others there are.
#[test]
fn a_replication_is_the_same_alone_and_among_many() {
    let folder = tempdir().unwrap();
    let file = scenario(folder.path(), SMALL);
    let rows = |replications: &str| -> Vec<String> {
        let run = ["run", file, "--replications", replications, "--out", replications, "--no-charts"];
        pushpull(folder.path(), &run).ends(0);
        let text = fs::read_to_string(folder.path().join(replications).join("replications.csv")).unwrap();
        text.lines().map(String::from).collect()
    };
    let (few, mut many) = (rows("2"), rows("5"));
    assert!(many.len() > 2 * few.len());
    many.retain(|row| !["2", "3", "4"].contains(&row.split(',').nth(1).unwrap()));
    assert_eq!(few, many);
}

#[test]
fn the_seed_decides_the_numbers() {
    let folder = tempdir().unwrap();
    let file = scenario(folder.path(), SMALL);
    for (out, seed) in [("a", "1"), ("b", "2")] {
        pushpull(folder.path(), &["run", file, "--seed", seed, "--out", out, "--no-charts"]).ends(0);
    }
    let summary = |out: &str| fs::read(folder.path().join(out).join("summary.csv")).unwrap();
    assert!(summary("a") != summary("b"));
}

#[test]
fn report_makes_the_bytes_that_run_made() {
    let folder = tempdir().unwrap();
    let file = scenario(folder.path(), SMALL);
    let out = folder.path().join("out");
    pushpull(folder.path(), &["run", file, "--out", "out"]).ends(0);
    let made = bytes_below(&out);
    fs::remove_file(out.join("report.html")).unwrap();
    fs::remove_dir_all(out.join("charts")).unwrap();
    pushpull(folder.path(), &["report", "out"]).ends(0);
    assert!(made == bytes_below(&out));
}

#[test]
fn a_result_folder_of_many_variants_stays_small() {
    let folder = tempdir().unwrap();
    let file = shipped("custom-pcs.toml");
    let run = ["run", file.as_str(), "--replications", "5", "--no-charts"];
    let rows = |out: &str| fs::read_to_string(folder.path().join(out).join("replications.csv")).unwrap();
    let left_out = |out: &str| run_json(&folder.path().join(out))["left_out"].clone();
    pushpull(folder.path(), &[&run[..], &["--out", "fits"]].concat()).ends(0).complains(&["item", "--full"]);
    assert!(rows("fits").contains(",system,,") && rows("fits").contains(",product,pc,"));
    assert!(!rows("fits").contains(",item,"), "243 variants under four strategies are too many rows");
    let full = pushpull(folder.path(), &[&run[..], &["--out", "full", "--full"]].concat()).ends(0);
    assert!(!full.stderr.contains("--full"), "{}", full.stderr);
    let items = rows("full").lines().filter(|row| row.contains(",item,")).count();
    assert_eq!(left_out("fits"), serde_json::json!([{"table": "replications", "entity_kind": "item", "rows": items}]));
    assert_eq!(left_out("full"), serde_json::json!([]));
    let made = bytes_below(&folder.path().join("fits"));
    pushpull(folder.path(), &["report", "fits"]).ends(0);
    let again = bytes_below(&folder.path().join("fits"));
    assert!(made.iter().all(|(name, bytes)| again.get(name) == Some(bytes)), "report leaves the tables as they are");
}

#[test]
fn a_folder_with_other_files_is_refused_and_left_alone() {
    let folder = tempdir().unwrap();
    let file = scenario(folder.path(), SMALL);
    fs::create_dir(folder.path().join("mine")).unwrap();
    fs::write(folder.path().join("mine/notes.txt"), "keep me").unwrap();
    let before = bytes_below(folder.path());
    pushpull(folder.path(), &["run", file, "--out", "mine"]).ends(2).complains(&["notes.txt"]);
    pushpull(folder.path(), &["report", "mine"]).ends(2).complains(&["mine"]);
    assert_eq!(bytes_below(folder.path()), before);
}

#[test]
fn a_result_folder_is_replaced_whole() {
    let folder = tempdir().unwrap();
    let file = scenario(folder.path(), SMALL);
    pushpull(folder.path(), &["run", file, "--out", "out"]).ends(0);
    pushpull(folder.path(), &["run", file, "--out", "out", "--no-charts"]).ends(0);
    assert!(!folder.path().join("out/report.html").exists());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "nothing is left beside it");
}

#[test]
fn a_place_that_cannot_be_written_ends_with_1() {
    let folder = tempdir().unwrap();
    let file = scenario(folder.path(), SMALL);
    pushpull(folder.path(), &["run", file, "--no-charts", "--out", "/proc/no/such/place"]).ends(1);
}

#[test]
fn set_changes_a_key_and_a_typo_in_it_is_told() {
    let folder = tempdir().unwrap();
    let file = scenario(folder.path(), SMALL);
    let set = ["run", file, "--set", "items.case.stock.base_stock=3", "--no-charts"];
    pushpull(folder.path(), &set).ends(0);
    let resolved = run_json(&folder.path().join("output/small"))["resolved"].clone();
    let resolved: toml::Table = toml::from_str(resolved.as_str().unwrap()).unwrap();
    assert_eq!(resolved["items"]["case"]["stock"]["base_stock"].as_integer(), Some(3));
    pushpull(folder.path(), &["check", file, "--set", "items.case.stock.base_stok=3"])
        .ends(2)
        .complains(&["base_stock"]);
    pushpull(folder.path(), &["check", file, "--set", "seed"]).ends(2).complains(&["key=value"]);
}

#[test]
fn trace_tells_the_same_order_under_each_strategy() {
    let folder = tempdir().unwrap();
    let file = scenario(folder.path(), SMALL);
    let life = pushpull(folder.path(), &["trace", file, "--order", "5", "--replication", "1"]).ends(0).stdout;
    let line = |word: &str| life.lines().find(|line| line.trim_start().starts_with(word)).unwrap().to_string();
    assert_eq!(line("MTS").split_whitespace().collect::<Vec<_>>(), ["MTS", "ATO", "MTO"]);
    let delivered: Vec<f64> = line("delivered").split_whitespace().skip(1).map(|time| time.parse().unwrap()).collect();
    assert!(delivered[0] <= delivered[1] && delivered[1] <= delivered[2], "{delivered:?}");
    assert_eq!(delivered[2], 3.25, "made to order from nothing: lead time and making");
    pushpull(folder.path(), &["trace", file, "--order", "100000"]).ends(2).complains(&["no order 100000"]);
    pushpull(folder.path(), &["trace", file, "--strategy", "MTX"]).ends(2).complains(&["MTX"]);
}

#[test]
fn a_trace_is_one_json_object_a_line() {
    let folder = tempdir().unwrap();
    let file = scenario(folder.path(), SMALL);
    let facts = pushpull(folder.path(), &["trace", file, "--strategy", "ATO"]).ends(0).stdout;
    let facts: Vec<serde_json::Value> = facts.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(facts.iter().filter(|fact| fact["event"] == "placed").count() > 50);
    assert!(facts.is_sorted_by_key(|fact| fact["time"].as_f64().unwrap()));
}

#[test]
fn a_scenario_can_come_from_a_pipe() {
    let folder = tempdir().unwrap();
    let piped = |file: &str, bytes: &[u8]| {
        let mut call = command(folder.path(), &["check", file]);
        let mut child = call.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(bytes).unwrap();
        let output = child.wait_with_output().unwrap();
        let words = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        (output.status.code().unwrap(), words)
    };
    for file in ["-", "/dev/stdin"] {
        let (code, words) = piped(file, SMALL.as_bytes());
        assert!(code == 0 && words.contains("Small"), "{words}");
    }
    let (code, words) = piped("-", b"[run]\nhorizn = 4\n");
    assert!(code == 2 && words.contains("stdin:2:"), "{words}");
    assert_eq!(piped("-", b"\xff\xfe").0, 2);
}

/// What most people want to know fits on a page; examples stand in the long one.
#[test]
fn short_help_is_short() {
    let folder = tempdir().unwrap();
    for command in ["run", "sweep", "optimize"] {
        let [short, long] = ["-h", "--help"].map(|flag| pushpull(folder.path(), &[command, flag]).ends(0).stdout);
        assert!(!short.contains("Examples:") && long.contains("Examples:"), "{short}");
        assert!(short.lines().count() < 40, "{short}");
    }
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let folder = tempdir().unwrap();
    let file = scenario(folder.path(), SMALL);
    for arguments in [&["new"][..], &["man"], &["check", file], &["run", file, "--no-charts"]] {
        let mut child = command(folder.path(), arguments).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        drop(child.stdout.take());
        assert_eq!(child.wait().unwrap().code(), Some(0), "{arguments:?}");
    }
}

/// What tables call `Response time, mean` reads as words in a sentence.
#[test]
fn findings_name_measures_as_people_do() {
    let folder = tempdir().unwrap();
    let file = scenario(folder.path(), SMALL);
    let rule = "run.precision={ measure = \"response_mean\", relative = 1e-6 }";
    let sets = [rule, "run.max_replications=4", "items.case.buy.lead_time={ exponential = { mean = 3 } }"];
    let sets: Vec<&str> = sets.iter().flat_map(|set| ["--set", set]).collect();
    let run = ["run", file, "--quiet", "--no-charts", "--replications", "2"];
    let done = pushpull(folder.path(), &[&run[..], &sets].concat()).ends(0);
    let findings = run_json(&folder.path().join("output/small"))["findings"].clone();
    let symptoms: Vec<&str> = findings.as_array().unwrap().iter().map(|one| one["symptom"].as_str().unwrap()).collect();
    let mean = symptoms.iter().find(|symptom| symptom.starts_with("Mean response time under "));
    assert!(mean.is_some_and(|symptom| done.stdout.contains(symptom)), "{symptoms:?}\n{}", done.stdout);
    let wrong = |symptom: &&&str| symptom.contains(", mean under") || symptom.contains("Only 1 orders");
    assert_eq!(symptoms.iter().find(wrong), None);
}

/// By hand: an order is of 4 units, which take 4 of the time to make one, after the 5 of their parts; a rule is told as it is
/// written.
#[test]
fn check_tells_the_response_of_the_mean_order_and_the_rule_as_written() {
    let folder = tempdir().unwrap();
    let text = "name = \"t\"\nrun.horizon = 100\nitems.p = { buy.lead_time = 5, \
                stock = { min_max = { min = 20, max = 40 }, trigger = \"below\" } }\n\
                items.q.make = { parts = { p = 2 }, time = 1, time_per = \"unit\", station = \"s\" }\nstations.s.servers = 1\n\
                demand.q = { arrivals.poisson.rate = 0.1, quantity = 4 }\nstrategies.ATO.hold = [\"p\"]\n";
    fs::write(folder.path().join("t.toml"), text).unwrap();
    let done = pushpull(folder.path(), &["check", "t.toml"]).ends(0);
    let line = |word: &str| done.stdout.lines().find(|line| line.trim_start().starts_with(word)).unwrap_or_default();
    assert_eq!(line("q ").split_whitespace().collect::<Vec<_>>(), ["q", "0", "9"], "{}", done.stdout);
    assert_eq!(line("p ").trim(), "p  below min 20 up to max 40", "{}", done.stdout);
}
