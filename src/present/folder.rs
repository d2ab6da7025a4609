//! A result folder: what is written into it, and how it is read back. That it stands there whole or not at all is the
//! matter of `place`.

use super::charts::Chart;
use super::error::{ReadError, WriteError};
use super::files::Files;
use super::format::Format;
use super::kind::{ResultKind, labelled};
use super::place::{CHARTS, RECORDS, ResultPlace, Scratch};
use super::{report, run_json};
use crate::results::RunInfo;
use crate::threads;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// Whether charts and the report are made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Charts {
    /// They are.
    #[default]
    Draw,
    /// They are left out.
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
    /// Threads to use, where it is not done on threads that were given already; 0 is one per core.
    pub threads: usize,
}

impl Default for WriteOptions {
    /// CSV, charts and report.
    fn default() -> Self {
        WriteOptions { formats: BTreeSet::from([Format::Csv]), charts: Charts::Draw, records: None, threads: 0 }
    }
}

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

/// What [`write_folder`] wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenFolder {
    /// The files in the folder, sorted.
    pub files: Vec<PathBuf>,
    /// The folder that stood there before, where it could not be removed: moved aside.
    pub old: Option<PathBuf>,
}

/// Writes the folder `out`. Parent folders are made. When it returns, the folder is on the disk, and the one that stood there
/// before is not.
///
/// # Errors
/// When `out` holds anything that is not of a result folder, or the disk refuses; what was there is then untouched.
pub fn write_folder<K: ResultKind>(
    out: &Path,
    results: &K,
    options: &WriteOptions,
) -> Result<WrittenFolder, WriteError> {
    write_place(out, (&options.formats, &results.info().time_unit), |files| {
        threads::within(options.threads, || fill(files, results, options))
    })
}

/// Writes a folder with what `fill` puts into it; it stands there whole or not at all.
pub(super) fn write_place(
    out: &Path,
    (formats, time_unit): (&BTreeSet<Format>, &str),
    fill: impl FnOnce(&mut Files<'_>) -> Result<(), WriteError>,
) -> Result<WrittenFolder, WriteError> {
    let place = ResultPlace::new(out)?;
    place.clear_leftovers();
    place.check()?;
    let partial = Scratch::new(&place)?;
    let mut files = Files::new(partial.path(), formats, time_unit);
    fill(&mut files)?;
    let mut names = files.into_names();
    place.check()?;
    let old = partial.take(&place, &names)?;
    names.sort();
    Ok(WrittenFolder { files: names.iter().map(|name| out.join(name)).collect(), old })
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
    let labelled = labelled(results);
    let results = labelled.as_ref().unwrap_or(results);
    let charts = results.charts();
    draw(files, &charts)?;
    let page = report::page_with(results, &charts).map_err(|why| WriteError::bug("the report", why))?;
    files.file("report.html", page.as_bytes())
}

/// Writes the charts.
pub(super) fn draw(files: &mut Files<'_>, charts: &[Chart]) -> Result<(), WriteError> {
    let drawn = |why| WriteError::bug("a chart", why);
    files.folder(CHARTS)?;
    for chart in charts {
        files.file(&format!("{CHARTS}/{}.svg", chart.name), chart.svg().map_err(drawn)?.as_bytes())?;
        files.file(&format!("{CHARTS}/{}.png", chart.name), &chart.png().map_err(drawn)?)?;
    }
    Ok(())
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
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            return Err(ReadError::not_ours(folder, "it is a file"));
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
/// lost. What starts that were killed left there is cleared away.
///
/// # Errors
/// When `out` holds anything that is not of a result folder, or the disk refuses.
pub fn check_folder(out: &Path) -> Result<(), WriteError> {
    let place = ResultPlace::new(out)?;
    place.clear_leftovers();
    place.check()?;
    Scratch::new(&place).map(drop)
}

/// The file beside the place of `out` that holds unfinished work. Parent folders are made.
///
/// # Errors
/// When `out` names no folder, or the disk refuses.
pub fn journal_of(out: &Path) -> Result<PathBuf, WriteError> {
    Ok(ResultPlace::new(out)?.journal())
}
