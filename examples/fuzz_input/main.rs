//! Mutation fuzzing of the scenario reader and of `check`: `cargo run --release --example fuzz_input -- SECONDS [SEED]`.
//!
//! Takes the scenarios of `scenarios/` with their tables, changes words, lines and bytes at random, writes tables as other
//! spreadsheets do (with the feature `xlsx` as sheets, too), adds `--set`s and `--axis`es, and reads them. Whatever comes in,
//! reading must end soon: in a model that resolves to itself, whose outline can be written and which, where its estimate is
//! small, can be run in about the time it asked for; or in problems that can be printed. What panics, or takes longer than
//! [`LONGEST`], is left in the folder that is named at the end; so is the slowest.

mod mutate;
mod random;

use pushpull::experiment;
use pushpull::input::{Accepted, Beside, Change, Colour, Rejected, read_with};
use pushpull::results::Tables;
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

/// Nothing of what is printed may steer a terminal.
fn printed(words: &str) {
    let steers =
        |letter: char| letter.is_control() || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let found = words.chars().find(|letter| *letter != '\n' && steers(*letter));
    assert!(!words.is_empty() && found.is_none(), "a message has {found:?}:\n{words:?}");
}

fn refused(rejected: &Rejected) {
    assert!(!rejected.problems.is_empty() && rejected.problems.len() <= 100);
    printed(&rejected.render(Colour::Plain));
}

/// Reads every point of the design of a sweep that has few.
fn at_points(accepted: &Accepted) {
    for axis in accepted.sweep.iter().flat_map(|sweep| &sweep.axes) {
        for end in axis.ends() {
            if let Err(rejected) = accepted.at_point(axis.changes(end)) {
                refused(&rejected);
            }
        }
    }
}

fn has_only_numbers(tables: &Tables) {
    for row in &tables.summary {
        let all = [row.mean, row.sd, row.se, row.ci_low, row.ci_high];
        assert!(all.into_iter().flatten().all(f64::is_finite), "no number in {row:?}");
    }
}

/// Reads, checks and perhaps runs; says whether it was accepted and whether it was run.
fn survive(path: &Path, sets: &[String], axes: &[String]) -> (bool, bool) {
    let changes = sets.iter().map(Change::set).collect();
    let accepted = match read_with(path, Beside { changes, axes: axes.to_vec(), ..Beside::default() }) {
        Err(rejected) => {
            refused(&rejected);
            return (false, false);
        }
        Ok(accepted) => accepted,
    };
    at_points(&accepted);
    // Where it stands, as records are read again.
    let beside = path.with_file_name("again.toml");
    std::fs::write(&beside, &accepted.resolved).expect("the folder takes files");
    let again = read_with(&beside, Beside::default());
    let again = again.unwrap_or_else(|rejected| panic!("{}", rejected.render(Colour::Plain)));
    assert_eq!(again.resolved, accepted.resolved, "the resolved scenario resolves to another");
    assert_eq!(format!("{:?}", again.model), format!("{:?}", accepted.model), "the resolved scenario is another");
    assert!(!experiment::outline(&accepted.model, &accepted.findings).is_empty());
    let Ok(small) = read_with(&beside, Beside::sets(&SMALL.map(String::from))) else { return (true, false) };
    let options = experiment::RunOptions { threads: 1 };
    let outcome = experiment::run(&small.model, &options, &experiment::Silent).expect("nothing stops it");
    assert!(outcome.records.iter().all(|record| record.residual.abs() <= 1e-9), "a self check failed");
    let (model, provenance) = (&small.model, experiment::Provenance::default());
    has_only_numbers(&experiment::tables(model, &outcome.layouts, &outcome.records, provenance));
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

/// A file as it is written: a table perhaps as another spreadsheet would.
fn bytes(below: &Path, text: &str, random: &mut Random) -> Vec<u8> {
    let is_table = below.extension().is_some_and(|it| it == "csv");
    match random.below(if is_table { 12 } else { 200 }) {
        0 => std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect(),
        1 => text.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap_or(b'?')).collect(),
        #[cfg(feature = "xlsx")]
        2 | 3 => mutate::spreadsheet(text, random),
        _ => text.as_bytes().to_vec(),
    }
}

/// Writes a scenario with its tables and the `--set`s beside it.
fn write(folder: &Path, files: &[(PathBuf, Vec<u8>)], sets: &[String]) -> std::io::Result<PathBuf> {
    for (below, bytes) in files {
        let path = folder.join(below);
        std::fs::create_dir_all(path.parent().unwrap_or(folder))?;
        std::fs::write(path, bytes)?;
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
        let wanted = if random.chance(6) { 1 + random.below(2) } else { 0 };
        let axes: Vec<String> = (0..wanted).map(|_| mutate::axis(&files[0].1, random)).collect();
        let written: Vec<(PathBuf, Vec<u8>)> =
            files.iter().map(|(below, text)| (below.clone(), bytes(below, text, random))).collect();
        let said = [sets.as_slice(), &axes].concat();
        let path = write(&watch.folder, &written, &said)?;
        let start = Instant::now();
        watch.set(Some(start));
        let outcome = std::panic::catch_unwind(|| survive(&path, &sets, &axes));
        watch.set(None);
        if start.elapsed() > counts.slowest {
            counts.slowest = start.elapsed();
            write(&watch.folder.with_extension("slowest"), &written, &said)?;
        }
        let Ok((accepted, run)) = outcome else {
            println!("panics: {} with --set {sets:?} --axis {axes:?}", path.display());
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
