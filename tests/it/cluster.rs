//! A run or a sweep in units: worked by several processes, killed, torn, twice or in any order, they come to the bytes of one.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use tempfile::{TempDir, tempdir};

use super::program::{Done, SMALL, bytes_below, command, pushpull, scenario};

const POINTS: [&str; 2] = ["--axis", "items.case.stock.base_stock=[2, 4, 6, 8, 10, 12, 14]"];

fn call(folder: &TempDir, arguments: &[&str]) -> Done {
    pushpull(folder.path(), arguments)
}

/// A folder with the scenario, what one machine makes of it in `one`, and its plan of so many units in `plan`.
fn planned(name: &str, text: &str, flags: &[&str], units: &str) -> (TempDir, BTreeMap<PathBuf, Vec<u8>>) {
    let folder = tempdir().unwrap();
    scenario(folder.path(), text);
    call(&folder, &[&[name, "small.toml", "--quiet", "--out", "one"], flags].concat()).ends(0);
    let flags: Vec<&str> = flags.iter().copied().filter(|flag| *flag != "--no-charts").collect();
    call(&folder, &[&["plan", "small.toml", "--out", "plan", "--units", units], &flags[..]].concat()).ends(0);
    let one = bytes_below(&folder.path().join("one"));
    (folder, one)
}

fn work(folder: &TempDir, shares: &[&str]) {
    let start = |share: &&str| {
        let mut worker = command(folder.path(), &["work", "plan", "--threads", "1", "--shard", share]);
        worker.stderr(Stdio::null()).spawn().unwrap()
    };
    let workers: Vec<_> = shares.iter().map(start).collect();
    for mut worker in workers {
        assert!(worker.wait().unwrap().success());
    }
}

/// Merges with these flags and asserts that the folder is that of one machine.
#[track_caller]
fn comes_to(folder: &TempDir, one: &BTreeMap<PathBuf, Vec<u8>>, flags: &[&str]) {
    call(folder, &[&["merge", "plan", "--quiet", "--out", "merged"], flags].concat()).ends(0);
    let merged = bytes_below(&folder.path().join("merged"));
    let differing: Vec<&PathBuf> =
        one.keys().chain(merged.keys()).filter(|file| one.get(*file) != merged.get(*file)).collect();
    assert!(differing.is_empty(), "{differing:?}");
}

fn tape(folder: &TempDir, unit: usize) -> PathBuf {
    folder.path().join(format!("plan/records/{unit}.tape"))
}

#[test]
fn a_run_in_three_units_is_that_of_one_machine() {
    let (folder, one) = planned("run", SMALL, &["--replications", "10"], "3");
    work(&folder, &["1/3", "2/3", "3/3"]);
    comes_to(&folder, &one, &[]);
    // The tables of the scenario are in the plan, which may be anywhere.
    let elsewhere = tempdir().unwrap();
    fs::rename(folder.path().join("plan"), elsewhere.path().join("plan")).unwrap();
    drop(folder);
    comes_to(&elsewhere, &one, &[]);
}

#[test]
fn a_sweep_in_units_is_that_of_one_machine() {
    let (folder, one) = planned("sweep", SMALL, &[&POINTS[..], &["--full"]].concat(), "3");
    work(&folder, &["1/2", "2/2"]);
    comes_to(&folder, &one, &[]);
    // Points that end each by itself.
    let rule = "replications = 3\nmax_replications = 6\nprecision = { measure = \"cost_total\", relative = 0.2 }";
    let text = SMALL.replace("replications = 4", rule);
    let (folder, one) = planned("sweep", &text, &[&POINTS[..], &["--no-charts"]].concat(), "7");
    work(&folder, &["1/1"]);
    comes_to(&folder, &one, &["--no-charts"]);
}

/// Tables beside the scenario, and those that only some points read.
#[test]
fn a_plan_holds_every_table() {
    let folder = tempdir().unwrap();
    let law = |file: &str| format!("{{ empirical = {{ file = \"{file}\", column = \"days\" }} }}");
    let text = SMALL.replace("buy.lead_time = 3", &format!("buy.lead_time = {}", law("a.csv")));
    let text = format!("{text}[sweep]\n\"items.case.buy.lead_time\" = [{}, {}]\n", law("a.csv"), law("b.csv"));
    scenario(folder.path(), &text);
    fs::write(folder.path().join("a.csv"), "days\n1\n2\n3\n").unwrap();
    fs::write(folder.path().join("b.csv"), "days\n3\n4\n5\n").unwrap();
    call(&folder, &["sweep", "small.toml", "--no-charts", "--quiet", "--out", "one"]).ends(0);
    call(&folder, &["plan", "small.toml", "--units", "2", "--out", "plan"]).ends(0);
    let one = bytes_below(&folder.path().join("one"));
    ["a.csv", "b.csv", "small.toml"].iter().for_each(|name| fs::remove_file(folder.path().join(name)).unwrap());
    work(&folder, &["1/1"]);
    comes_to(&folder, &one, &["--no-charts"]);
    let plan = fs::read_to_string(folder.path().join("plan/plan.json")).unwrap();
    assert!(!plan.contains(folder.path().to_str().unwrap()), "{plan}");
}

/// Whatever byte the file of a unit ends at, it is there or it is missing; a unit twice, and in any order, changes nothing.
#[test]
fn torn_files_are_missing_and_units_may_be_worked_twice() {
    let (folder, one) = planned("run", SMALL, &["--replications", "4", "--no-charts"], "4");
    for unit in ["2", "0", "3", "1"] {
        call(&folder, &["work", "plan", "--unit", unit]).ends(0).complains(&["is done"]);
    }
    call(&folder, &["work", "plan", "--unit", "2"]).ends(0).complains(&["done before: 2"]);
    let whole = fs::read(tape(&folder, 2)).unwrap();
    for length in (0..whole.len()).step_by(whole.len() / 7).chain([1, 7, whole.len() - 1]) {
        fs::write(tape(&folder, 2), &whole[..length]).unwrap();
        let merge = call(&folder, &["merge", "plan", "--no-charts"]).ends(3).complains(&["1 of 4 units missing"]);
        assert_eq!(merge.stdout, "2\n", "{length}");
    }
    call(&folder, &["work", "plan", "--shard", "1/1", "--quiet"]).ends(0);
    assert!(fs::read(tape(&folder, 2)).unwrap() == whole);
    // A straggler's copy under another name, and one that is torn.
    fs::write(folder.path().join("plan/records/2.copy.tape"), &whole).unwrap();
    fs::write(folder.path().join("plan/records/1.copy.tape"), &whole[..50]).unwrap();
    comes_to(&folder, &one, &["--no-charts", "--audit", "50%"]);
}

#[test]
fn two_answers_that_differ_are_told_and_kept() {
    let (folder, _) = planned("run", SMALL, &["--replications", "2", "--no-charts"], "2");
    work(&folder, &["1/1"]);
    // Another seed answers otherwise; its numbers under this question are those of another machine.
    let other = planned("run", SMALL, &["--replications", "2", "--no-charts", "--seed", "9"], "2").0;
    work(&other, &["1/1"]);
    let wrong = fs::read(tape(&other, 1)).unwrap();
    fs::copy(tape(&other, 1), folder.path().join("plan/records/1.x.tape")).unwrap();
    let merge = ["merge", "plan", "--no-charts"];
    call(&folder, &merge).ends(2).complains(&["1.x.tape", "run.seed was 1 and is 9"]);
    let start = |bytes: &[u8]| 16 + u32::from_le_bytes(bytes[8..12].try_into().unwrap()) as usize;
    let own = fs::read(tape(&folder, 1)).unwrap();
    let mixed = [&own[..start(&own)], &wrong[start(&wrong)..]].concat();
    fs::write(folder.path().join("plan/records/1.x.tape"), &mixed).unwrap();
    call(&folder, &merge).ends(70).complains(&["two answers of the same unit differ", "1.tape", "1.x.tape"]);
    fs::remove_file(folder.path().join("plan/records/1.x.tape")).unwrap();
    fs::write(tape(&folder, 1), &mixed).unwrap();
    call(&folder, &[&merge[..], &["--audit", "100%"]].concat()).ends(70).complains(&["differ"]);
    let kept = fs::read_dir(folder.path().join("plan/records")).unwrap().count();
    assert_eq!(kept, 3, "both are kept");
}

#[test]
fn a_worker_that_was_killed_is_started_again() {
    let text = SMALL.replace("horizon = 50", "horizon = 800");
    let (folder, one) = planned("run", &text, &["--replications", "40", "--no-charts"], "20");
    let mut killed = 0;
    for at in [1, 4, 9] {
        let mut worker = command(folder.path(), &["work", "plan", "--shard", "1/1", "--threads", "1", "--quiet"]);
        let mut worker = worker.spawn().unwrap();
        while !tape(&folder, at).exists() && worker.try_wait().unwrap().is_none() {
            std::thread::sleep(std::time::Duration::from_micros(200));
        }
        killed += u32::from(worker.try_wait().unwrap().is_none());
        worker.kill().unwrap();
        worker.wait().unwrap();
    }
    assert!(killed > 0, "it was never killed: make it longer");
    let status = call(&folder, &["plan", "--status", "plan"]).ends(0);
    assert!(status.stdout.contains("of 20 units done"), "{}", status.stdout);
    work(&folder, &["1/2", "2/2"]);
    comes_to(&folder, &one, &["--no-charts"]);
}

/// Of a run the replications before the first that is missing, of a sweep the points that are there.
#[test]
fn a_part_is_merged_where_that_is_asked_for_and_says_so() {
    let (folder, _) = planned("run", SMALL, &["--replications", "8", "--no-charts"], "4");
    for unit in ["0", "1", "3"] {
        call(&folder, &["work", "plan", "--unit", unit, "--quiet"]).ends(0);
    }
    let partial = ["merge", "plan", "--partial", "--no-charts", "--out", "part"];
    let merged = call(&folder, &partial).ends(0);
    assert!(merged.stdout.contains("4 of 8 replications") && merged.stdout.contains("units 2 "), "{}", merged.stdout);
    let read = |folder: &Path, name: &str| fs::read_to_string(folder.join(name)).unwrap();
    call(&folder, &["run", "small.toml", "--replications", "4", "--no-charts", "--quiet", "--out", "four"]).ends(0);
    let (part, four) = (folder.path().join("part"), folder.path().join("four"));
    assert_eq!(read(&part, "summary.csv"), read(&four, "summary.csv"));
    assert!(read(&part, "run.json").contains("\"partial\": \"4 of 8 replications\""));

    let (folder, one) = planned("sweep", SMALL, &[&POINTS[..], &["--no-charts"]].concat(), "7");
    for unit in ["1", "2", "5"] {
        call(&folder, &["work", "plan", "--unit", unit, "--quiet"]).ends(0);
    }
    let missing = call(&folder, &["merge", "plan"]).ends(3);
    assert_eq!(missing.stdout, "0,3,4,6\n");
    let merged = call(&folder, &partial).ends(0);
    assert!(merged.stdout.contains("3 of 7 points"), "{}", merged.stdout);
    let whole = String::from_utf8(one[Path::new("sweep.csv")].clone()).unwrap();
    let rows = whole.lines().filter(|row| ["4,", "6,", "12,"].iter().any(|point| row.starts_with(point)));
    let rows: Vec<&str> = whole.lines().take(1).chain(rows).collect();
    assert_eq!(read(&folder.path().join("part"), "sweep.csv").lines().collect::<Vec<_>>(), rows);
    // What is partial is not finished.
    let sweep = [&["sweep", "small.toml", "--quiet", "--no-charts", "--resume", "--out", "part"], &POINTS[..]].concat();
    let again = call(&folder, &sweep).ends(0);
    assert!(!again.stderr.contains("is finished"), "{}", again.stderr);
}

/// The rule of a run asks for more units than a plan can know.
#[test]
fn a_rule_adds_units_until_it_is_content() {
    let rule = "replications = 4\nmax_replications = 40\nprecision = { measure = \"cost_total\", relative = 0.02 }";
    let text = SMALL.replace("replications = 4", rule);
    let (folder, one) = planned("run", &text, &["--no-charts"], "2");
    let mut rounds = 0;
    loop {
        work(&folder, &["1/1"]);
        let merge = call(&folder, &["merge", "plan", "--no-charts", "--quiet", "--out", "merged"]);
        if merge.code == 0 {
            break;
        }
        merge.ends(4).complains(&["the rule that ends the run asks for"]);
        rounds += 1;
    }
    assert!(rounds > 0);
    comes_to(&folder, &one, &["--no-charts"]);
}

#[test]
fn what_is_no_plan_of_this_build_is_refused_with_the_reason() {
    let (folder, _) = planned("run", SMALL, &["--no-charts"], "2");
    let refused = |words: &[&str]| drop(call(&folder, &["work", "plan", "--unit", "0"]).ends(2).complains(words));
    call(&folder, &["work", "plan", "--unit", "2"]).ends(2).complains(&["2 units, numbered from 0"]);
    call(&folder, &["work", "one", "--unit", "0"]).ends(2).complains(&["one is not the folder of a plan"]);
    call(&folder, &["work", "plan"]).ends(2);
    call(&folder, &["work", "plan", "--shard", "0/3"]).ends(2).complains(&["from 1/N to N/N"]);
    call(&folder, &["plan", "small.toml", "--out", "plan"]).ends(2).complains(&["is there and not empty"]);
    call(&folder, &["plan", "--status", "plan", "--seed", "3"]).ends(2).complains(&["a plan has its own"]);
    let path = |name: &str| folder.path().join("plan").join(name);
    let scenario = fs::read_to_string(path("scenario.toml")).unwrap();
    fs::write(path("scenario.toml"), scenario.replace("cost = 10", "cost = 11")).unwrap();
    refused(&["items.case.cost was 10.0 and is 11.0"]);
    fs::write(path("scenario.toml"), &scenario).unwrap();
    let question = fs::read_to_string(path("question.toml")).unwrap();
    fs::write(path("question.toml"), question.replace("build = \"", "build = \"arm, ")).unwrap();
    refused(&["question.toml is damaged"]);
    let sum = |text: &str| format!("{:08x}", crc32fast::hash(text.as_bytes()));
    let other = question.replace("build = \"", "build = \"arm, ");
    let plan = fs::read_to_string(path("plan.json")).unwrap();
    fs::write(path("plan.json"), plan.replace(&sum(&question), &sum(&other))).unwrap();
    refused(&["build was \"arm, ", "another build"]);
    fs::write(path("plan.json"), "{").unwrap();
    refused(&["plan.json is damaged"]);
}

#[test]
fn a_scheduler_gets_the_units_that_are_missing() {
    let (folder, _) = planned("run", SMALL, &["--replications", "6", "--no-charts"], "6");
    call(&folder, &["work", "plan", "--unit", "1"]).ends(0);
    let script = |scheduler: &str| call(&folder, &["plan", "--script", scheduler, "plan"]).ends(0).stdout;
    assert!(script("slurm").contains("#SBATCH --array=0,2-5\n"));
    assert!(script("hq").contains("--array 0,2-5 "));
    assert!(script("k8s").contains("completions: 6\n"));
    // As an array task does it.
    fs::write(folder.path().join("job.sh"), script("slurm")).unwrap();
    let binary = Path::new(env!("CARGO_BIN_EXE_pushpull")).parent().unwrap();
    let paths = format!("{}:{}", binary.display(), std::env::var("PATH").unwrap());
    for unit in ["0", "2", "3", "4", "5"] {
        let mut task = std::process::Command::new("sh");
        task.arg("job.sh").current_dir(folder.path()).env("PATH", &paths).env("SLURM_ARRAY_TASK_ID", unit);
        assert!(task.status().unwrap().success());
    }
    assert_eq!(call(&folder, &["plan", "--status", "plan"]).ends(0).stdout, "6 of 6 units done\n");
}

/// A look at a few replications says how many units there are.
#[test]
fn units_are_as_long_as_asked_for() {
    let folder = tempdir().unwrap();
    scenario(folder.path(), SMALL);
    let plan = |out: &str, seconds: &str| {
        let arguments = ["plan", "small.toml", "--replications", "50", "--seconds", seconds, "--out", out];
        call(&folder, &arguments).ends(0).stdout
    };
    assert!(plan("long", "3600").starts_with("1 unit of 50 replications in long, about "));
    assert!(plan("short", "0.000001").starts_with("50 units of 50 replications"));
}
