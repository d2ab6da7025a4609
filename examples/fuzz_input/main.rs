//! Mutation fuzzing of the scenario reader and of `check`: `cargo run --release --example fuzz_input -- SECONDS [SEED]`.
//!
//! Takes the scenarios of `scenarios/` with their tables, changes words, lines and bytes at random, adds `--set`s, and
//! reads them. Whatever comes in, reading must end soon: in a model that resolves to itself, whose outline can be
//! written and which, where its estimate is small, can be run in about the time it asked for; or in problems that can
//! be printed. What panics, or takes longer than [`LONGEST`], is left in the folder that is named at the end; so is the
//! slowest.

mod mutate;
mod random;

use pushpull::experiment;
use pushpull::input::{Colour, read, read_str};
use random::Random;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// Nothing that is read, checked or run here may take longer.
const LONGEST: Duration = Duration::from_secs(10);
/// Runs are limited to this estimate of events, so that a run which takes long shows that the estimate is wrong.
const SMALL: [&str; 5] =
    ["run.replications=2", "run.warm_up=0", "run.horizon=5", "run.max_events=100000", "run.max_memory=0.2"];

/// A scenario with its tables: (path below the folder, text).
type Files = Vec<(PathBuf, String)>;

fn shipped(folder: &Path) -> Vec<Files> {
    let texts = |folder: &Path, extension: &str| -> Vec<PathBuf> {
        let entries = std::fs::read_dir(folder).into_iter().flatten();
        let mut paths: Vec<PathBuf> = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
        paths.retain(|path| path.extension().is_some_and(|own| own == extension));
        paths.sort();
        paths
    };
    let with_tables = |path: &PathBuf| {
        let tables = texts(&path.with_extension(""), "csv");
        let paths = std::iter::once(path.clone()).chain(tables);
        let read = |path: PathBuf| {
            let below = path.strip_prefix(folder).ok()?.to_path_buf();
            Some((below, std::fs::read_to_string(path).ok()?))
        };
        paths.filter_map(read).collect()
    };
    texts(folder, "toml").iter().map(with_tables).collect()
}

/// What became of one input.
#[derive(Default)]
struct Counts {
    read: u64,
    accepted: u64,
    run: u64,
    slowest: Duration,
}

/// Reads, checks and perhaps runs; says whether it was accepted and whether it was run.
fn survive(path: &Path, sets: &[String]) -> (bool, bool) {
    let accepted = match read(path, sets) {
        Err(rejected) => {
            assert!(!rejected.problems.is_empty());
            assert!(!rejected.render(Colour::Plain).is_empty());
            return (false, false);
        }
        Ok(accepted) => accepted,
    };
    let again = read_str("again.toml", &accepted.resolved, &[]);
    let again = again.unwrap_or_else(|rejected| panic!("{}", rejected.render(Colour::Plain)));
    assert_eq!(again.resolved, accepted.resolved, "the resolved scenario resolves to another");
    assert_eq!(format!("{:?}", again.model), format!("{:?}", accepted.model), "the resolved scenario is another");
    assert!(!experiment::outline(&accepted.model, &accepted.findings).is_empty());
    let Ok(small) = read_str("small.toml", &accepted.resolved, &SMALL.map(String::from)) else { return (true, false) };
    let options = experiment::RunOptions { threads: 1 };
    let outcome = experiment::run(&small.model, &options, &experiment::Silent).expect("nothing stops it");
    assert!(outcome.records.iter().all(|record| record.residual.abs() <= 1e-9), "a self check failed");
    (true, true)
}

/// Watches one input at a time: ends the program when it takes too long.
struct Watch {
    since: Mutex<Option<Instant>>,
    folder: PathBuf,
}

impl Watch {
    fn on(&self) {
        loop {
            std::thread::sleep(Duration::from_millis(200));
            let since = *self.since.lock().expect("nobody panics with the lock");
            if since.is_some_and(|since| since.elapsed() > LONGEST) {
                println!("takes longer than {LONGEST:?}: {}", self.folder.display());
                std::process::exit(1);
            }
        }
    }

    fn set(&self, since: Option<Instant>) {
        *self.since.lock().expect("nobody panics with the lock") = since;
    }
}

/// Writes a scenario with its tables and the `--set`s beside it.
fn write(folder: &Path, files: &Files, sets: &[String]) -> std::io::Result<PathBuf> {
    for (below, text) in files {
        let path = folder.join(below);
        std::fs::create_dir_all(path.parent().unwrap_or(folder))?;
        std::fs::write(path, text)?;
    }
    std::fs::write(folder.join("sets.txt"), sets.join("\n"))?;
    Ok(folder.join(&files[0].0))
}

fn one(start: &Files, all: &[String], watch: &Watch, random: &mut Random, counts: &mut Counts) -> std::io::Result<()> {
    let mut files = start.clone();
    for _ in 0..=random.below(3) {
        let place = random.below(files.len());
        files[place].1 = mutate::mutate(&files[place].1, all, random);
        let wanted = if random.chance(3) { 1 + random.below(3) } else { 0 };
        let sets: Vec<String> = (0..wanted).map(|_| mutate::set(&files[0].1, random)).collect();
        let path = write(&watch.folder, &files, &sets)?;
        let start = Instant::now();
        watch.set(Some(start));
        let outcome = std::panic::catch_unwind(|| survive(&path, &sets));
        watch.set(None);
        if start.elapsed() > counts.slowest {
            counts.slowest = start.elapsed();
            write(&watch.folder.with_extension("slowest"), &files, &sets)?;
        }
        let Ok((accepted, run)) = outcome else {
            println!("panics: {} with --set {sets:?}", path.display());
            std::process::exit(1);
        };
        counts.read += 1;
        counts.accepted += u64::from(accepted);
        counts.run += u64::from(run);
    }
    Ok(())
}

fn main() -> std::io::Result<()> {
    let mut arguments = std::env::args().skip(1).filter_map(|word| word.parse::<u64>().ok());
    let seconds = arguments.next().unwrap_or(10);
    let seed = arguments.next().unwrap_or(1);
    let mut random = Random::new(seed);
    let scenarios = shipped(Path::new("scenarios"));
    assert!(!scenarios.is_empty(), "run it from the project's folder");
    let all: Vec<String> = scenarios.iter().flatten().map(|(_, text)| text.clone()).collect();
    let folder = std::env::temp_dir().join(format!("pushpull-fuzz-{}-{seed}", std::process::id()));
    let watch: &Watch = Box::leak(Box::new(Watch { since: Mutex::new(None), folder }));
    std::thread::spawn(|| watch.on());
    let end = Instant::now() + Duration::from_secs(seconds);
    let mut counts = Counts::default();
    while Instant::now() < end {
        let start = random.pick(&scenarios);
        one(start, &all, watch, &mut random, &mut counts)?;
    }
    std::fs::remove_dir_all(&watch.folder)?;
    let Counts { read, accepted, run, slowest } = counts;
    println!("{read} scenarios read, {accepted} accepted, {run} of them run; the slowest took {slowest:?}");
    println!("the slowest: {}", watch.folder.with_extension("slowest").display());
    Ok(())
}
