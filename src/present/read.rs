//! A result folder, read back.

use super::columns::Row;
use super::error::ReadError;
use super::folder::{
    CONTENDERS, DECOUPLING, FRONTIER, FRONTIER_POINTS, Format, RECORDS, SENSITIVITY, SWEEP, TORNADO, WINNERS,
};
use super::{csv, json, run_json};
use crate::results::{Decoupling, Frontier, Pointed, RunInfo, Sweep, Tables};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufReader};
use std::path::Path;

/// Whether every result folder has the table.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Presence {
    Always,
    OnRequest,
}

/// The tables of a result folder, equal to those it was written from.
///
/// # Errors
/// When the folder is not ours, a table is missing, or a file is damaged.
pub fn read_folder(folder: &Path) -> Result<Tables, ReadError> {
    let info = read_info(folder)?;
    Ok(Tables {
        summary: table(folder, Presence::Always)?,
        comparison: table(folder, Presence::Always)?,
        replications: table(folder, Presence::Always)?,
        series: table(folder, Presence::Always)?,
        distribution: table(folder, Presence::Always)?,
        controlled: table(folder, Presence::OnRequest)?,
        orders: table(folder, Presence::OnRequest)?,
        levels: table(folder, Presence::OnRequest)?,
        info,
    })
}

/// The tables of a sweep's folder; `None` when it is the folder of a run.
///
/// # Errors
/// As [`read_folder`].
pub fn read_sweep(folder: &Path) -> Result<Option<Sweep>, ReadError> {
    let info = read_info(folder)?;
    if info.axes.is_empty() || info.search.is_some() {
        return Ok(None);
    }
    let (rows, standings) = (pointed(folder, SWEEP, info.axes.len())?, pointed(folder, WINNERS, info.axes.len())?);
    let (tornado, sensitivity) = (pointless(folder, TORNADO)?, pointless(folder, SENSITIVITY)?);
    Ok(Some(Sweep { rows, standings, tornado, sensitivity, info }))
}

/// A table of a sweep that only some designs have.
fn pointless<R: Row>(folder: &Path, name: &str) -> Result<Vec<R>, ReadError> {
    let path = folder.join(name);
    match File::open(&path) {
        Ok(file) => csv::read(BufReader::new(file)).map_err(|why| ReadError::malformed(&path, why)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(ReadError::io(&path)(error)),
    }
}

/// The tables of a frontier's folder; `None` when it is another one.
///
/// # Errors
/// As [`read_folder`].
pub fn read_frontier(folder: &Path) -> Result<Option<Frontier>, ReadError> {
    let info = read_info(folder)?;
    if info.search.as_ref().is_none_or(|search| search.along.is_empty()) {
        return Ok(None);
    }
    let (rows, points) = (pointed(folder, FRONTIER, info.axes.len())?, plain(folder, FRONTIER_POINTS)?);
    Ok(Some(Frontier { rows, points, info }))
}

/// The tables of the folder of a search over what is held; `None` when it is another one.
///
/// # Errors
/// As [`read_folder`].
pub fn read_decoupling(folder: &Path) -> Result<Option<Decoupling>, ReadError> {
    let info = read_info(folder)?;
    if info.search.as_ref().is_none_or(|search| search.snippet.is_empty()) {
        return Ok(None);
    }
    Ok(Some(Decoupling { items: plain(folder, DECOUPLING)?, contenders: plain(folder, CONTENDERS)?, info }))
}

fn plain<R: Row>(folder: &Path, name: &str) -> Result<Vec<R>, ReadError> {
    Ok(pointed(folder, name, 0)?.into_iter().map(|pointed| pointed.row).collect())
}

fn pointed<R: Row>(folder: &Path, name: &str, axes: usize) -> Result<Vec<Pointed<R>>, ReadError> {
    let path = folder.join(name);
    let file = File::open(&path).map_err(ReadError::io(&path))?;
    csv::read_pointed(axes, BufReader::new(file)).map_err(|why| ReadError::malformed(&path, why))
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

fn table<R: Row>(folder: &Path, presence: Presence) -> Result<Vec<R>, ReadError> {
    for format in Format::ALL {
        let path = folder.join(format!("{}.{}", R::TABLE, format.word()));
        let file = match File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(ReadError::io(&path)(error)),
        };
        return match format {
            Format::Csv => csv::read(BufReader::new(file)),
            Format::Json => json::read(BufReader::new(file)),
            #[cfg(feature = "parquet")]
            Format::Parquet => super::parquet::read(file),
        }
        .map_err(|why| ReadError::malformed(&path, why));
    }
    match presence {
        Presence::Always => Err(ReadError::no_table(folder, R::TABLE)),
        Presence::OnRequest => Ok(Vec::new()),
    }
}
