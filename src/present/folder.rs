//! A result folder, whole or not at all.
//!
//! Everything is written into a temporary folder beside the place chosen, which is renamed when it is complete. A
//! result folder of ours that stands there is moved aside first and removed last, so that a failure at any moment
//! leaves either the old folder or the new one. A folder is ours when its `run.json` carries our mark, and it is
//! replaced only when nothing else lies in it: notes that somebody keeps beside the results are never deleted.

use super::columns::Row;
use super::error::WriteError;
use super::{charts, csv, json, report, run_json};
use crate::results::{Decoupling, Frontier, Pointed, Sweep, Tables};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

/// A format of tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    Csv,
    Json,
    #[cfg(feature = "parquet")]
    Parquet,
}

impl Format {
    /// All formats of this build.
    #[cfg(feature = "parquet")]
    pub const ALL: &'static [Format] = &[Format::Csv, Format::Json, Format::Parquet];
    /// All formats of this build.
    #[cfg(not(feature = "parquet"))]
    pub const ALL: &'static [Format] = &[Format::Csv, Format::Json];

    /// The word on the command line, and the ending of the files.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Json => "json",
            #[cfg(feature = "parquet")]
            Format::Parquet => "parquet",
        }
    }

    /// The format behind a word of the command line.
    ///
    /// # Errors
    /// What is wrong with the word, and which words there are.
    pub fn from_word(word: &str) -> Result<Format, String> {
        if let Some(format) = Self::ALL.iter().find(|format| format.word() == word) {
            return Ok(*format);
        }
        if word == "parquet" {
            return Err("this build has no Parquet; build it with `--features parquet`".into());
        }
        let words: Vec<&str> = Self::ALL.iter().map(|format| format.word()).collect();
        Err(format!("unknown format `{word}`; there are {}", words.join(", ")))
    }
}

/// Whether charts and the report are made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Charts {
    #[default]
    Draw,
    Skip,
}

/// What a result folder holds beside `run.json`.
#[derive(Clone, Debug)]
pub struct WriteOptions {
    /// Formats of the tables; at least one.
    pub formats: BTreeSet<Format>,
    /// Charts and report.
    pub charts: Charts,
    /// Bytes of [`RECORDS`]: not read here, only kept.
    pub records: Option<Vec<u8>>,
}

impl Default for WriteOptions {
    /// CSV, charts and report.
    fn default() -> Self {
        WriteOptions { formats: BTreeSet::from([Format::Csv]), charts: Charts::Draw, records: None }
    }
}

/// Names of the tables a result folder of ours may hold, sweeps and searches included.
const TABLES: [&str; 17] = [
    "summary",
    "comparison",
    "replications",
    "series",
    "distribution",
    "orders",
    "controlled",
    "sweep",
    "winners",
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
pub fn write_folder(out: &Path, tables: &Tables, options: &WriteOptions) -> Result<Vec<PathBuf>, WriteError> {
    whole(out, |folder, names| {
        write_tables(folder, tables, options, names)?;
        write_file(folder, run_json::FILE, &run_json::bytes(&tables.info), names)?;
        if let Some(records) = &options.records {
            write_file(folder, RECORDS, records, names)?;
        }
        if options.charts == Charts::Draw { draw(folder, tables, names) } else { Ok(()) }
    })
}

/// Writes the folder of a sweep, as [`write_folder`] does that of a run: tables as CSV, charts, report, `run.json`.
///
/// # Errors
/// As [`write_folder`].
pub fn write_sweep(out: &Path, sweep: &Sweep, options: &WriteOptions) -> Result<Vec<PathBuf>, WriteError> {
    whole(out, |folder, names| {
        pointed(folder, SWEEP, (&sweep.info.axes, &sweep.rows), names)?;
        pointed(folder, WINNERS, (&sweep.info.axes, &sweep.standings), names)?;
        if !sweep.tornado.is_empty() {
            pointless(folder, TORNADO, &sweep.tornado, names)?;
        }
        if !sweep.sensitivity.is_empty() {
            pointless(folder, SENSITIVITY, &sweep.sensitivity, names)?;
        }
        write_file(folder, run_json::FILE, &run_json::bytes(&sweep.info), names)?;
        if options.charts == Charts::Draw {
            let charts = charts::of_sweep(sweep);
            draw_charts(folder, &charts, names)?;
            write_report(folder, &charts, names, |pictures| report::of_sweep(sweep, &charts, pictures))?;
        }
        Ok(())
    })
}

/// Writes the folder of a frontier, as [`write_sweep`] does that of a sweep.
///
/// # Errors
/// As [`write_folder`].
pub fn write_frontier(out: &Path, frontier: &Frontier, options: &WriteOptions) -> Result<Vec<PathBuf>, WriteError> {
    whole(out, |folder, names| {
        pointed(folder, FRONTIER, (&frontier.info.axes, &frontier.rows), names)?;
        let mut bytes = Vec::new();
        csv::write(&frontier.points, &mut bytes).map_err(WriteError::io(folder))?;
        write_file(folder, FRONTIER_POINTS, &bytes, names)?;
        write_file(folder, run_json::FILE, &run_json::bytes(&frontier.info), names)?;
        if options.charts == Charts::Draw {
            let charts = charts::of_frontier(frontier);
            draw_charts(folder, &charts, names)?;
            write_report(folder, &charts, names, |pictures| report::of_frontier(frontier, &charts, pictures))?;
        }
        Ok(())
    })
}

/// Writes the folder of a search over what is held, as [`write_frontier`] does that of a frontier.
///
/// # Errors
/// As [`write_folder`].
pub fn write_decoupling(out: &Path, found: &Decoupling, options: &WriteOptions) -> Result<Vec<PathBuf>, WriteError> {
    whole(out, |folder, names| {
        let mut bytes = Vec::new();
        csv::write(&found.items, &mut bytes).map_err(WriteError::io(folder))?;
        write_file(folder, DECOUPLING, &bytes, names)?;
        bytes.clear();
        csv::write(&found.contenders, &mut bytes).map_err(WriteError::io(folder))?;
        write_file(folder, CONTENDERS, &bytes, names)?;
        write_file(folder, run_json::FILE, &run_json::bytes(&found.info), names)?;
        if options.charts == Charts::Draw {
            let charts = charts::of_decoupling(found);
            draw_charts(folder, &charts, names)?;
            write_report(folder, &charts, names, |pictures| report::of_decoupling(found, &charts, pictures))?;
        }
        Ok(())
    })
}

/// Tables of a search over what is held.
pub(super) const DECOUPLING: &str = "decoupling.csv";
pub(super) const CONTENDERS: &str = "contenders.csv";

/// Tables of a frontier, and of a search.
pub(super) const FRONTIER: &str = "frontier.csv";
pub(super) const FRONTIER_POINTS: &str = "frontier_points.csv";
const OPTIMUM: &str = "optimum.csv";

/// The records of a run, so that replications can be added (`run --extend`).
pub const RECORDS: &str = "records.bin";

/// Tables of a sweep.
pub(super) const SWEEP: &str = "sweep.csv";
pub(super) const WINNERS: &str = "winners.csv";
pub(super) const TORNADO: &str = "tornado.csv";
pub(super) const SENSITIVITY: &str = "sensitivity.csv";

/// A table with one column per axis before its own.
fn pointed<R: Row>(
    folder: &Path,
    name: &str,
    (axes, rows): (&[String], &[Pointed<R>]),
    names: &mut Vec<String>,
) -> Result<(), WriteError> {
    let mut bytes = Vec::new();
    csv::write_pointed(axes, rows, &mut bytes).map_err(WriteError::io(folder))?;
    write_file(folder, name, &bytes, names)
}

/// A table of a sweep without points.
fn pointless<R: Row>(folder: &Path, name: &str, rows: &[R], names: &mut Vec<String>) -> Result<(), WriteError> {
    let mut bytes = Vec::new();
    csv::write(rows, &mut bytes).map_err(WriteError::io(folder))?;
    write_file(folder, name, &bytes, names)
}

/// Fills a temporary folder and renames it into place.
fn whole(
    out: &Path,
    fill: impl FnOnce(&Path, &mut Vec<String>) -> Result<(), WriteError>,
) -> Result<Vec<PathBuf>, WriteError> {
    let place = Place::new(out)?;
    place.check()?;
    let partial = Scratch::new(place.beside("partial"))?;
    let mut names = Vec::new();
    fill(&partial.path, &mut names)?;
    place.check()?;
    place.take(&partial.path)?;
    names.sort();
    Ok(names.iter().map(|name| out.join(name)).collect())
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

/// Draws the charts and the report.
fn draw(folder: &Path, tables: &Tables, names: &mut Vec<String>) -> Result<(), WriteError> {
    let charts = charts::charts(tables);
    draw_charts(folder, &charts, names)?;
    write_report(folder, &charts, names, |pictures| report::html(tables, &charts, pictures))
}

fn write_report(
    folder: &Path,
    charts: &[charts::Chart],
    names: &mut Vec<String>,
    page: impl FnOnce(&[String]) -> Result<String, String>,
) -> Result<(), WriteError> {
    let pictures = charts.iter().map(charts::Chart::svg_in_page).collect::<Result<Vec<_>, _>>();
    let pictures = pictures.map_err(|why| WriteError::bug("a chart", why))?;
    let page = page(&pictures).map_err(|why| WriteError::bug("the report", why))?;
    write_file(folder, "report.html", page.as_bytes(), names)
}

fn draw_charts(folder: &Path, charts: &[charts::Chart], names: &mut Vec<String>) -> Result<(), WriteError> {
    let below = folder.join("charts");
    fs::create_dir(&below).map_err(WriteError::io(&below))?;
    for chart in charts {
        let svg = chart.svg().map_err(|why| WriteError::bug("a chart", why))?;
        write_file(folder, &format!("charts/{}.svg", chart.name), svg.as_bytes(), names)?;
        let png = chart.png().map_err(|why| WriteError::bug("a chart", why))?;
        write_file(folder, &format!("charts/{}.png", chart.name), &png, names)?;
    }
    Ok(())
}

fn write_tables(
    folder: &Path,
    tables: &Tables,
    options: &WriteOptions,
    names: &mut Vec<String>,
) -> Result<(), WriteError> {
    let time_unit = &tables.info.time_unit;
    for format in &options.formats {
        let mut to = Target { folder, format: *format, time_unit, names };
        to.table(&tables.summary)?;
        to.table(&tables.comparison)?;
        to.table(&tables.replications)?;
        to.table(&tables.series)?;
        to.table(&tables.distribution)?;
        if !tables.controlled.is_empty() {
            to.table(&tables.controlled)?;
        }
        if !tables.orders.is_empty() {
            to.table(&tables.orders)?;
        }
        if tables.info.search.is_some() {
            to.table(&tables.levels)?;
        }
    }
    if tables.info.search.is_some() {
        let (axes, rows) = tables.optimum();
        pointed(folder, OPTIMUM, (&axes, &rows), names)?;
    }
    Ok(())
}

struct Target<'a> {
    folder: &'a Path,
    format: Format,
    #[cfg_attr(not(feature = "parquet"), expect(dead_code, reason = "only Parquet has room for units"))]
    time_unit: &'a str,
    names: &'a mut Vec<String>,
}

impl Target<'_> {
    fn table<R: Row>(&mut self, rows: &[R]) -> Result<(), WriteError> {
        let name = format!("{}.{}", R::TABLE, self.format.word());
        let path = self.folder.join(&name);
        let mut out = BufWriter::new(File::create_new(&path).map_err(WriteError::io(&path))?);
        match self.format {
            Format::Csv => csv::write(rows, &mut out),
            Format::Json => json::write(rows, &mut out),
            #[cfg(feature = "parquet")]
            Format::Parquet => super::parquet::write(rows, self.time_unit, &mut out),
        }
        .and_then(|()| out.flush())
        .map_err(WriteError::io(&path))?;
        self.names.push(name);
        Ok(())
    }
}

fn write_file(folder: &Path, name: &str, bytes: &[u8], names: &mut Vec<String>) -> Result<(), WriteError> {
    let path = folder.join(name);
    fs::write(&path, bytes).map_err(WriteError::io(&path))?;
    names.push(name.into());
    Ok(())
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
