//! Interrupted work: killed at any moment and started again with `--resume`, it ends with the bytes of an undisturbed
//! run; replications added later are those asked for at once.

use std::fs;
use std::path::Path;

use tempfile::tempdir;

use super::program::{SMALL, bytes_below, killed_at, pushpull, scenario};

/// Kills a command at several moments of its life, then lets `--resume` finish it.
fn survives(name: &str, text: &str, arguments: &[&str], moments: &[u64]) {
    let whole = tempdir().unwrap();
    scenario(whole.path(), text);
    let all = [&[name, "small.toml", "--quiet", "--out", "out"], arguments].concat();
    pushpull(whole.path(), &all).ends(0);
    let expected = bytes_below(&whole.path().join("out"));

    let cut = tempdir().unwrap();
    scenario(cut.path(), text);
    let resume = [&all[..], &["--resume"]].concat();
    let alive = moments.iter().filter(|bytes| killed_at(cut.path(), &resume, **bytes)).count();
    assert!(alive > 0, "it was never killed: make it longer");
    let done = pushpull(cut.path(), &resume).ends(0);
    assert!(bytes_below(&cut.path().join("out")) == expected, "{}", done.stderr);
    assert!(!cut.path().join(".out.journal").exists(), "a finished folder needs no journal");
}

/// Long enough to be caught, each replication short.
fn longer() -> String {
    SMALL.replace("replications = 4", "replications = 120").replace("horizon = 50", "horizon = 800")
}

#[test]
fn a_run_that_was_killed_ends_with_the_same_bytes() {
    survives("run", &longer(), &["--no-charts"], &[1, 200_000, 1_500_000]);
}

#[test]
fn a_sweep_that_was_killed_ends_with_the_same_bytes() {
    let axis = ["--axis", "items.case.stock.base_stock=[2, 4, 6, 8, 10, 12]", "--replications", "20", "--no-charts"];
    survives("sweep", &longer(), &axis, &[1, 50_000, 200_000]);
}

/// Points enough that their answers are kept in place of their records.
const MANY_POINTS: [&str; 4] = [
    "--axis",
    "items.case.stock.base_stock={ from = 1, to = 20, steps = 20 }",
    "--axis",
    "demand.box.due={ from = 0.5, to = 8, steps = 16 }",
];

/// In place of four replications.
const PRECISION: &str =
    "replications = 3\nmax_replications = 6\nprecision = { measure = \"cost_total\", relative = 0.2 }";

#[test]
fn a_sweep_of_many_points_that_was_killed_ends_with_the_same_bytes() {
    let more = [&MANY_POINTS[..], &["--no-charts"]].concat();
    survives("sweep", SMALL, &more, &[1, 50_000, 400_000]);
    let one_strategy = SMALL.to_string() + "[strategies.ATO]\nhold = [\"parts\"]\n";
    let one_strategy = one_strategy.replace("replications = 4", PRECISION);
    survives("sweep", &one_strategy, &more, &[100_000]);
}

/// Answers depend on all that is asked: what differs is named, and nothing of the work is lost. A replication takes far fewer bytes
/// than its record.
#[test]
fn answers_of_points_are_small_and_answer_one_question() {
    let folder = tempdir().unwrap();
    scenario(folder.path(), SMALL);
    let sweep = ["sweep", "small.toml", "--no-charts", "--out", "out"];
    let sweep = [&sweep[..], &MANY_POINTS].concat();
    let many = [&sweep[..], &["--replications", "20"]].concat();
    assert!(killed_at(folder.path(), &many, 200_000), "it was never killed: make it longer");
    let left = fs::read(folder.path().join(".out.journal")).unwrap();
    let with = |more: &[&'static str]| pushpull(folder.path(), &[&sweep[..], more].concat());
    with(&["--resume", "--replications", "5"]).ends(2).complains(&["run.replications was 20 and is 5"]);
    assert!(fs::read(folder.path().join(".out.journal")).unwrap() == left);
    let done = with(&["--resume", "--replications", "20"]).ends(0);
    let found = done.stderr.split_once("resumed: ").and_then(|(_, rest)| rest.split_once(" replications were done"));
    let found: usize = found.unwrap_or_else(|| panic!("{}", done.stderr)).0.replace(',', "").parse().unwrap();
    assert!(found.is_multiple_of(60) && left.len() / found < 300, "{found} replications in {} bytes", left.len());
}

#[test]
fn what_cannot_be_resumed_is_refused_with_the_reason() {
    let folder = tempdir().unwrap();
    scenario(folder.path(), &longer());
    let run = ["run", "small.toml", "--quiet", "--no-charts", "--out", "out"];
    let with = |more: &[&'static str]| [&run[..], more].concat();
    pushpull(folder.path(), &with(&["--resume", "--replications", "1"])).ends(0).complains(&["nothing to resume"]);
    assert!(killed_at(folder.path(), &run, 200_000), "it was never killed: make it longer");
    let changed = ["--resume", "--set", "items.case.cost=11", "--seed", "9"];
    pushpull(folder.path(), &with(&changed)).ends(2).complains(&[
        "cannot resume out",
        "run.seed was 1 and is 9",
        "items.case.cost was 10.0 and is 11.0",
    ]);
    // Fewer replications are the same question: those that are there are taken.
    let done = pushpull(folder.path(), &with(&["--resume", "--replications", "2"])).ends(0);
    assert!(done.stderr.is_empty(), "quiet: {}", done.stderr);
    assert!(killed_at(folder.path(), &run, 200_000), "it was never killed: make it longer");
    pushpull(folder.path(), &with(&["--replications", "2"])).ends(0).complains(&["started anew", "--resume"]);
}

/// A finished folder is told and left as it is; what it comes to is printed again.
#[test]
fn a_finished_folder_is_not_begun_anew() {
    let folder = tempdir().unwrap();
    scenario(folder.path(), SMALL);
    let axis = ["--axis", "items.case.stock.base_stock=[2, 4]"];
    for command in [&["run"][..], &[&["sweep"], &axis[..]].concat()] {
        let out = ["small.toml", "--quiet", "--no-charts", "--out", command[0]];
        let call = |more: &[&str]| pushpull(folder.path(), &[command, &out[..], more].concat()).ends(0);
        let first = call(&[]);
        let written = fs::metadata(folder.path().join(command[0]).join("run.json")).unwrap().modified().unwrap();
        let again = call(&["--resume"]);
        again.complains(&["is finished", "nothing to resume"]);
        let again = call(&["--resume"]);
        assert_eq!(again.stdout, first.stdout);
        let now = fs::metadata(folder.path().join(command[0]).join("run.json")).unwrap().modified().unwrap();
        assert_eq!(written, now);
        let other = call(&["--resume", "--seed", "9"]);
        assert!(!other.stderr.contains("is finished"), "{}", other.stderr);
    }
}

/// Killed before the folder is written or after it, with its journal still there: they are added once.
#[test]
fn replications_are_added_once_whenever_the_start_was_killed() {
    let folder = tempdir().unwrap();
    scenario(folder.path(), &longer());
    let run =
        |more: &[&str]| pushpull(folder.path(), &[&["run", "small.toml", "--quiet", "--no-charts"], more].concat());
    run(&["--replications", "120", "--out", "at-once"]).ends(0);
    let expected = bytes_below(&folder.path().join("at-once"));
    run(&["--replications", "20", "--out", "out"]).ends(0);
    let extend = ["--out", "out", "--extend", "100"];
    let cut = [&["run", "small.toml", "--quiet", "--no-charts"], &extend[..]].concat();
    assert!(killed_at(folder.path(), &cut, 200_000), "it was never killed: make it longer");
    let journal = folder.path().join(".out.journal");
    let left = fs::read(&journal).unwrap();
    run(&[&extend[..], &["--resume"]].concat()).ends(0);
    assert!(bytes_below(&folder.path().join("out")) == expected && !journal.exists());
    // As a kill between the last rename and the end leaves it.
    fs::write(&journal, &left).unwrap();
    let done = run(&[&extend[..], &["--resume"]].concat()).ends(0);
    done.complains(&["out has its 120 replications: the interrupted start had added them"]);
    assert!(bytes_below(&folder.path().join("out")) == expected && !journal.exists());
    // Without the journal, or without --resume, more are asked for.
    run(&["--replications", "123", "--out", "at-once"]).ends(0);
    run(&["--out", "out", "--extend", "1", "--resume"]).ends(0).complains(&["nothing to resume"]);
    fs::write(&journal, &left).unwrap();
    run(&["--out", "out", "--extend", "2"]).ends(0).complains(&["started anew"]);
    assert!(bytes_below(&folder.path().join("out")) == bytes_below(&folder.path().join("at-once")));
}

#[test]
fn replications_added_later_are_those_asked_for_at_once() {
    let folder = tempdir().unwrap();
    scenario(folder.path(), SMALL);
    let run = |more: &[&str]| pushpull(folder.path(), &[&["run", "small.toml", "--quiet"], more].concat());
    run(&["--replications", "9", "--out", "at-once"]).ends(0);
    let expected = bytes_below(&folder.path().join("at-once"));
    assert!(expected.contains_key(Path::new("records.bin")));
    run(&["--out", "grown"]).ends(0);
    pushpull(folder.path(), &["report", "grown"]).ends(0);
    run(&["--out", "grown", "--extend", "3"]).ends(0);
    let done = run(&["--out", "grown", "--extend", "2"]).ends(0);
    assert!(done.stderr.is_empty(), "{}", done.stderr);
    assert!(bytes_below(&folder.path().join("grown")) == expected);
    // Without its records a folder is extended all the same.
    run(&["--out", "grown"]).ends(0);
    fs::remove_file(folder.path().join("grown/records.bin")).unwrap();
    run(&["--out", "grown", "--extend", "5"]).ends(0).complains(&["simulated again"]);
    assert!(bytes_below(&folder.path().join("grown")) == expected);
    run(&["--out", "grown", "--extend", "1", "--set", "demand.box.due=3"])
        .ends(2)
        .complains(&["cannot extend grown", "demand.box.due was 2.0 and is 3.0"]);
    run(&["--out", "none", "--extend", "1"]).ends(2);
    run(&["--out", "grown", "--extend", "1", "--replications", "3"]).ends(2);
}
