//! A result folder, whole or not at all.
//!
//! Everything is written into a temporary folder beside the place chosen, which is renamed when it is complete. A
//! result folder of ours that stands there is moved aside first and removed last, so that a failure at any moment
//! leaves either the old folder or the new one. A folder is ours when its `run.json` carries our mark, and it is
//! replaced only when nothing else lies in it: notes that somebody keeps beside the results are never deleted.

use super::error::{ReadError, WriteError};
use super::files::Files;
use super::format::Format;
use super::kind::ResultKind;
use super::{report, run_json};
use crate::results::RunInfo;
use crate::threads;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// Whether charts and the report are made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Charts {
    #[default]
    Draw,
    Skip,
}

/// The records of a run, so that replications can be added (`run --extend`).
pub const RECORDS: &str = "records.bin";

/// What a result folder holds beside `run.json`.
#[derive(Clone, Debug)]
pub struct WriteOptions {
    /// Formats of the tables; at least one.
    pub formats: BTreeSet<Format>,
    /// Charts and report.
    pub charts: Charts,
    /// Bytes of [`RECORDS`]: not read here, only kept.
    pub records: Option<Vec<u8>>,
    /// Threads to use, where it is not done on threads that were given already; 0 is one per core.
    pub threads: usize,
}

impl Default for WriteOptions {
    /// CSV, charts and report.
    fn default() -> Self {
        WriteOptions { formats: BTreeSet::from([Format::Csv]), charts: Charts::Draw, records: None, threads: 0 }
    }
}

/// Names of the tables a result folder of ours may hold, sweeps and searches included.
const TABLES: [&str; 18] = [
    "summary",
    "comparison",
    "replications",
    "series",
    "distribution",
    "orders",
    "controlled",
    "sweep",
    "winners",
    "points",
    "tornado",
    "sensitivity",
    "frontier",
    "frontier_points",
    "levels",
    "decoupling",
    "contenders",
    "optimum",
];

/// A folder name for a scenario: lower-case letters and digits of its name, everything else a single `-`; never
/// empty, never a path, never a name that some system reserves.
#[must_use]
pub fn folder_name(scenario: &str) -> String {
    let mut slug = String::new();
    for letter in scenario.chars().flat_map(char::to_lowercase) {
        if letter.is_ascii_alphanumeric() {
            slug.push(letter);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(60);
    let slug = slug.trim_end_matches('-');
    let stem = slug.trim_end_matches(|digit: char| digit.is_ascii_digit());
    let reserved = matches!(slug, "con" | "prn" | "aux" | "nul") || (matches!(stem, "com" | "lpt") && stem != slug);
    if slug.is_empty() || reserved { format!("scenario-{slug}").trim_end_matches('-').into() } else { slug.into() }
}

/// Writes the folder `out` and returns the files in it, sorted. Parent folders are made.
///
/// # Errors
/// When `out` holds anything that is not of a result folder, or the disk refuses; what was there is then untouched.
pub fn write_folder<K: ResultKind>(
    out: &Path,
    results: &K,
    options: &WriteOptions,
) -> Result<Vec<PathBuf>, WriteError> {
    let place = Place::new(out)?;
    place.check()?;
    let partial = Scratch::new(place.beside("partial"))?;
    let mut files = Files::new(&partial.path, &options.formats, &results.info().time_unit);
    threads::within(options.threads, || fill(&mut files, results, options))?;
    let mut names = files.into_names();
    place.check()?;
    place.take(&partial.path)?;
    names.sort();
    Ok(names.iter().map(|name| out.join(name)).collect())
}

fn fill<K: ResultKind>(files: &mut Files<'_>, results: &K, options: &WriteOptions) -> Result<(), WriteError> {
    results.write(files)?;
    files.file(run_json::FILE, &run_json::bytes(results.info()))?;
    if let Some(records) = &options.records {
        files.file(RECORDS, records)?;
    }
    if options.charts == Charts::Skip {
        return Ok(());
    }
    let drawn = |why| WriteError::bug("a chart", why);
    let charts = results.charts();
    files.folder("charts")?;
    for chart in &charts {
        files.file(&format!("charts/{}.svg", chart.name), chart.svg().map_err(drawn)?.as_bytes())?;
        files.file(&format!("charts/{}.png", chart.name), &chart.png().map_err(drawn)?)?;
    }
    let page = report::page_with(results, &charts).map_err(|why| WriteError::bug("the report", why))?;
    files.file("report.html", page.as_bytes())
}

/// The results of a folder, equal to those it was written from.
///
/// # Errors
/// When a table is missing, or a file is damaged.
pub fn read_folder<K: ResultKind>(folder: &Path) -> Result<K, ReadError> {
    K::read(folder, read_info(folder)?)
}

/// Provenance and words of a result folder.
///
/// # Errors
/// When the folder is not ours, or its `run.json` is damaged.
pub fn read_info(folder: &Path) -> Result<RunInfo, ReadError> {
    let path = folder.join(run_json::FILE);
    let bytes = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(ReadError::not_ours(folder, "it has no run.json"));
        }
        Err(error) => return Err(ReadError::io(&path)(error)),
    };
    run_json::parse(&bytes).map_err(|why| ReadError::not_ours(folder, why))
}

/// The bytes of its records, if it keeps them.
///
/// # Errors
/// When the disk refuses.
pub fn read_records(folder: &Path) -> Result<Option<Vec<u8>>, ReadError> {
    let path = folder.join(RECORDS);
    match fs::read(&path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(ReadError::io(&path)(error)),
    }
}

/// The formats in which a result folder holds its tables, so that it can be written again as it is.
#[must_use]
pub fn formats_of(folder: &Path) -> BTreeSet<Format> {
    let there = |format: &&Format| folder.join(format!("summary.{}", format.word())).is_file();
    Format::ALL.iter().filter(there).copied().collect()
}

/// Whether [`write_folder`] would accept `out` and the disk takes a folder there: asked before long work, so that none is
/// lost.
///
/// # Errors
/// When `out` holds anything that is not of a result folder, or the disk refuses.
pub fn check_folder(out: &Path) -> Result<(), WriteError> {
    let place = Place::new(out)?;
    place.check()?;
    Scratch::new(place.beside("partial")).map(|_| ())
}

/// The file beside the place of `out` that holds unfinished work. Parent folders are made.
///
/// # Errors
/// When `out` names no folder, or the disk refuses.
pub fn journal_of(out: &Path) -> Result<PathBuf, WriteError> {
    let place = Place::new(out)?;
    Ok(place.parent.join(format!(".{}.journal", place.name)))
}

/// Removes what runs that were killed while writing left beside the place of `out`, if `stale` says that nobody writes
/// to it any more. A failure to remove it must not fail the run.
pub fn clear_leftovers(out: &Path, stale: impl Fn(&fs::Metadata) -> bool) {
    let Ok(place) = Place::new(out) else { return };
    let prefix = format!(".{}.partial-", place.name);
    for entry in fs::read_dir(&place.parent).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let process = name.strip_prefix(&prefix).filter(|rest| !rest.is_empty());
        let ours = process.is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()));
        if ours && entry.metadata().is_ok_and(|data| stale(&data)) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// The place of a result folder.
struct Place {
    /// Where the folder really is: links followed.
    path: PathBuf,
    parent: PathBuf,
    name: String,
}

impl Place {
    fn new(out: &Path) -> Result<Place, WriteError> {
        let path = if out.exists() { out.canonicalize().map_err(WriteError::io(out))? } else { out.to_path_buf() };
        let name = path.file_name().ok_or_else(|| WriteError::no_name(out))?.to_string_lossy().into_owned();
        let parent = match path.parent() {
            Some(parent) if parent.as_os_str().is_empty() => PathBuf::from("."),
            Some(parent) => parent.into(),
            None => return Err(WriteError::no_name(out)),
        };
        fs::create_dir_all(&parent).map_err(WriteError::io(&parent))?;
        Ok(Place { path, parent, name })
    }

    /// A hidden name beside the folder; the process number keeps two runs apart.
    fn beside(&self, what: &str) -> PathBuf {
        self.parent.join(format!(".{}.{what}-{}", self.name, std::process::id()))
    }

    /// Whether the place is free: nothing there, an empty folder, or a result folder and nothing else.
    fn check(&self) -> Result<(), WriteError> {
        if !self.path.exists() {
            return Ok(());
        }
        if !self.path.is_dir() {
            return Err(WriteError::not_a_folder(&self.path));
        }
        let names = entries(&self.path)?;
        if names.is_empty() {
            return Ok(());
        }
        let ours = run_json::marks(&self.path);
        let mut foreign: Vec<String> = names.into_iter().filter(|name| !ours || !is_ours(name)).collect();
        let charts = self.path.join("charts");
        if ours && charts.is_dir() {
            let drawn = |name: &String| name.ends_with(".svg") || name.ends_with(".png");
            foreign
                .extend(entries(&charts)?.into_iter().filter(|name| !drawn(name)).map(|name| format!("charts/{name}")));
        }
        if foreign.is_empty() { Ok(()) } else { Err(WriteError::foreign(&self.path, foreign)) }
    }

    /// Puts a complete folder at the place; what was there goes only after that.
    fn take(&self, complete: &Path) -> Result<(), WriteError> {
        if !self.path.exists() {
            return fs::rename(complete, &self.path).map_err(WriteError::io(&self.path));
        }
        let old = self.beside("old");
        fs::rename(&self.path, &old).map_err(WriteError::io(&self.path))?;
        if let Err(error) = fs::rename(complete, &self.path) {
            fs::rename(&old, &self.path).map_err(WriteError::io(&old))?;
            return Err(WriteError::io(&self.path)(error));
        }
        fs::remove_dir_all(&old).map_err(WriteError::io(&old))
    }
}

/// Names in a folder, sorted.
fn entries(folder: &Path) -> Result<Vec<String>, WriteError> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(WriteError::io(folder))? {
        names.push(entry.map_err(WriteError::io(folder))?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names)
}

fn is_ours(name: &str) -> bool {
    let table = |ending: &str| name.strip_suffix(ending).is_some_and(|stem| TABLES.contains(&stem));
    matches!(name, run_json::FILE | RECORDS | "report.html" | "charts")
        || [".csv", ".json", ".parquet"].into_iter().any(table)
}

/// A folder that is removed again unless it was renamed away.
struct Scratch {
    path: PathBuf,
}

impl Scratch {
    fn new(path: PathBuf) -> Result<Scratch, WriteError> {
        fs::create_dir(&path).map_err(WriteError::io(&path))?;
        Ok(Scratch { path })
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // Gone already when all went well; otherwise the error that is on its way matters more than this one.
        let _ = fs::remove_dir_all(&self.path);
    }
}
