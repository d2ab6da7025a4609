//! Faults and interruptions: links in the way, Ctrl-C, no memory, no room, what a kill leaves.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use tempfile::tempdir;

use super::program::{Done, SMALL, bytes_below, command, pushpull, scenario};

/// Long enough to be caught.
const LONG: [&str; 6] = ["--replications", "100000", "--no-charts", "--quiet", "--out", "out"];

/// Presses Ctrl-C when `is_time` says so.
fn interrupted(folder: &Path, arguments: &[&str], is_time: impl Fn() -> bool) -> Done {
    // Where the tests run in the background of a script, Ctrl-C is ignored, and so it would be here.
    let program = command(folder, arguments);
    let mut call = Command::new("env");
    call.arg("--default-signal=INT").arg(program.get_program()).args(program.get_args());
    call.current_dir(folder).env("NO_COLOR", "1").stdin(Stdio::null());
    let mut child = call.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let begun = Instant::now();
    while !is_time() && begun.elapsed() < Duration::from_secs(60) {
        assert!(child.try_wait().unwrap().is_none(), "it ended by itself: make it longer");
        sleep(Duration::from_millis(1));
    }
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let end = child.wait_with_output().unwrap();
    let words = |bytes| String::from_utf8(bytes).unwrap();
    Done { code: end.status.code().expect("no signal ends it"), stdout: words(end.stdout), stderr: words(end.stderr) }
}

#[test]
fn an_interruption_says_what_is_kept_and_how_to_go_on() {
    let folder = tempdir().unwrap();
    scenario(folder.path(), SMALL);
    let journal = folder.path().join(".out.journal");
    let grown = || fs::metadata(&journal).is_ok_and(|data| data.len() > 100_000);
    let run = [&["run", "small.toml"], &LONG[..]].concat();
    let done = interrupted(folder.path(), &run, grown).ends(130);
    done.complains(&[
        "pushpull: interrupted: ",
        " replications are kept in .out.journal (",
        "run small.toml --replications 100000 --no-charts --quiet --out out --resume",
        "pushpull clean out",
    ]);
    // What it says works.
    let go_on = ["run", "small.toml", "--replications", "3", "--no-charts", "--out", "out", "--resume"];
    pushpull(folder.path(), &go_on).ends(0).complains(&["resumed: "]);
    interrupted(folder.path(), &run, grown).ends(130);
    assert!(journal.exists());
    let before = bytes_below(&folder.path().join("out"));
    assert!(pushpull(folder.path(), &["clean", "out"]).ends(0).stdout.contains("removed .out.journal: "));
    assert!(!journal.exists() && bytes_below(&folder.path().join("out")) == before);
    pushpull(folder.path(), &["clean", "out"]).ends(0).complains(&["nothing of an interrupted start"]);
}

/// Of a sweep of many points the answers of those that are done.
#[test]
fn an_interrupted_sweep_says_how_to_go_on() {
    let folder = tempdir().unwrap();
    scenario(folder.path(), SMALL);
    let axis = |key: &str, steps: u32| format!("{key}={{ from = 1, to = {steps}, steps = {steps} }}");
    let axes = [axis("items.case.stock.base_stock", 30), axis("demand.box.due", 40)];
    let sweep = [
        "sweep",
        "small.toml",
        "--replications",
        "40",
        "--axis",
        &axes[0],
        "--axis",
        &axes[1],
        "--quiet",
        "--no-charts",
        "--out",
        "out",
    ];
    let journal = folder.path().join(".out.journal");
    let grown = |bytes: u64| fs::metadata(&journal).is_ok_and(|data| data.len() > bytes);
    let go_on = " --quiet --no-charts --out out --resume";
    interrupted(folder.path(), &sweep, || grown(100_000)).ends(130).complains(&[
        "pushpull: interrupted: ",
        " replications are kept in .out.journal (",
        go_on,
    ]);
    // What it says works, and goes on from there.
    let resumed = [&sweep[..], &["--resume"]].concat();
    interrupted(folder.path(), &resumed, || grown(200_000)).ends(130).complains(&[go_on]);
}

/// Whatever is interrupted says so; of a search see `early_end`.
#[test]
fn no_interruption_is_without_a_word() {
    let folder = tempdir().unwrap();
    scenario(folder.path(), SMALL);
    let long = ["trace", "small.toml", "--set", "run.horizon=1e7"];
    let begun = Instant::now();
    let later = || begun.elapsed() > Duration::from_secs(1);
    interrupted(folder.path(), &long, later).ends(130).complains(&["pushpull: interrupted"]);
}

#[test]
fn clean_takes_what_is_ours_and_nothing_else() {
    let folder = tempdir().unwrap();
    scenario(folder.path(), SMALL);
    let output = folder.path().join("output");
    pushpull(folder.path(), &["run", "small.toml", "--no-charts", "--quiet"]).ends(0);
    fs::write(output.join(".notes.journal"), "dear diary").unwrap();
    fs::create_dir(output.join(".small.partial-17")).unwrap();
    fs::write(output.join(".small.partial-17/summary.csv"), "half").unwrap();
    fs::create_dir(output.join(".other.old-18")).unwrap();
    fs::write(output.join(".other.old-18/thesis.tex"), "mine").unwrap();
    fs::write(output.join(".small.journal"), "PPRLOG1\n").unwrap();
    let done = pushpull(folder.path(), &["clean"]).ends(0);
    let lines: Vec<&str> = done.stdout.lines().collect();
    let expected = ["removed output/.small.journal: 0 replications, 0.0 kB", "removed output/.small.partial-17"];
    assert_eq!(lines, expected);
    let left: Vec<_> = bytes_below(&output).into_keys().filter(|path| !path.starts_with("small")).collect();
    assert_eq!(left, [".notes.journal", ".other.old-18/thesis.tex"].map(|path| Path::new(path).to_path_buf()));
    pushpull(folder.path(), &["clean", "none"]).ends(0).complains(&["nothing of an interrupted start"]);
}

/// Before any work, and whatever the command.
#[cfg(unix)]
#[test]
fn a_journal_that_is_not_ours_is_refused_and_left_alone() {
    let folder = tempdir().unwrap();
    scenario(folder.path(), SMALL);
    let (journal, target) = (folder.path().join(".out.journal"), folder.path().join("precious"));
    let commands: [&[&str]; 4] = [
        &["run"],
        &["run", "--resume"],
        &["sweep", "--axis", "items.case.stock.base_stock=[2, 4]"],
        &["optimize", "--target", "none"],
    ];
    let refused = |what: &str| {
        for words in commands {
            let call = [&words[..1], &["small.toml", "--no-charts", "--quiet", "--out", "out"], &words[1..]].concat();
            let done = pushpull(folder.path(), &call).ends(2);
            done.complains(&["pushpull: will not write to .out.journal", "--out"]);
            assert!(!folder.path().join("out").exists(), "{what}");
        }
    };
    std::os::unix::fs::symlink(&target, &journal).unwrap();
    refused("a link to nothing");
    assert!(!target.exists());
    fs::write(&target, "PPRLOG1\n").unwrap();
    refused("a link");
    assert_eq!(fs::read(&target).unwrap(), b"PPRLOG1\n");
    fs::remove_file(&journal).unwrap();
    fs::write(&journal, "dear diary").unwrap();
    refused("a file of somebody else");
    assert_eq!(fs::read(&journal).unwrap(), b"dear diary");
    fs::remove_file(&journal).unwrap();
    // A pipe must not be waited for.
    assert!(Command::new("mkfifo").arg(&journal).status().unwrap().success());
    refused("a pipe");
}

/// A message and the exit code of a machine that refuses, in the place of an abort.
#[cfg(target_os = "linux")]
#[test]
fn without_memory_it_ends_with_a_message() {
    let folder = tempdir().unwrap();
    scenario(folder.path(), SMALL);
    let program = env!("CARGO_BIN_EXE_pushpull");
    // At the least with which the program can be loaded there is not enough to run.
    for kilobytes in (16_000..100_000).step_by(4_000) {
        let limited = |arguments: &str| {
            let line = format!("ulimit -v {kilobytes}; exec {program} {arguments}");
            Command::new("sh").args(["-c", &line]).current_dir(folder.path()).output().unwrap()
        };
        if !limited("--version").status.success() {
            continue;
        }
        let end = limited("run small.toml --threads 1 --quiet --no-charts");
        let words = String::from_utf8(end.stderr).unwrap();
        match end.status.code() {
            Some(1) if words.starts_with("pushpull: out of memory: the system refused ") => return,
            _ => panic!("{kilobytes} kB, {}: {words}", end.status),
        }
    }
    panic!("there was never memory enough to load the program");
}

/// The results are in place: what stood there before is told, and no error.
#[cfg(unix)]
#[test]
fn an_old_folder_that_cannot_be_removed_is_told() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempdir().unwrap();
    scenario(folder.path(), SMALL);
    let run = ["run", "small.toml", "--quiet", "--no-charts", "--out", "out"];
    pushpull(folder.path(), &run).ends(0);
    let out = folder.path().join("out");
    fs::set_permissions(&out, fs::Permissions::from_mode(0o555)).unwrap();
    let is_refused = fs::write(out.join("summary.csv"), "").is_err();
    let done = pushpull(folder.path(), &run).ends(0);
    if is_refused {
        done.complains(&["pushpull: the results that stood there could not be removed; they are in .out."]);
        assert!(fs::write(out.join("summary.csv"), "").is_ok(), "the new ones are in place");
    } else {
        // Who may do everything is refused nothing.
        assert!(done.stderr.is_empty(), "{}", done.stderr);
    }
}

/// Killed while it writes: the old folder or the new one stands there, and the next start clears away the rest.
#[test]
fn a_folder_is_whole_whenever_its_writer_was_killed() {
    let folder = tempdir().unwrap();
    scenario(folder.path(), SMALL);
    let run = |seed: &str| ["run", "small.toml", "--quiet", "--out", "out", "--seed", seed].map(String::from);
    let call = |seed: &str| pushpull(folder.path(), &run(seed).each_ref().map(String::as_str)).ends(0);
    let out = folder.path().join("out");
    let wholes: Vec<_> = ["1", "2"].iter().map(|seed| (call(seed), bytes_below(&out)).1).collect();
    let mut killed = 0;
    for wait in 0..12 {
        let seed = if wait % 2 == 0 { "1" } else { "2" };
        let mut child = command(folder.path(), &run(seed).each_ref().map(String::as_str)).spawn().unwrap();
        let is_partial = || {
            let names = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
            names.into_iter().any(|name| name.to_string_lossy().contains(".partial-"))
        };
        while !is_partial() && child.try_wait().unwrap().is_none() {}
        sleep(Duration::from_millis(40 * wait));
        killed += usize::from(child.try_wait().unwrap().is_none());
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(wholes.contains(&bytes_below(&out)), "killed after {} ms", 40 * wait);
    }
    assert!(killed > 2, "it was never killed");
    call("1");
    let names: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names.len(), 2, "{names:?}");
}
