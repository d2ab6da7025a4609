//! The files of a result folder, one by one: written into it and read back.

use super::columns::Row;
use super::error::{ReadError, WriteError};
use super::format::Format;
use super::{csv, json};
use crate::results::{Pointed, SweepSummary};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Write as _};
use std::path::{Path, PathBuf};

/// Takes the tables of results, one by one, in the order of a result folder.
pub trait TableSink {
    /// Why one is not taken.
    type Error;

    /// A table that may have any format.
    ///
    /// # Errors
    /// It is not taken.
    fn table<R: Row>(&mut self, rows: &[R]) -> Result<(), Self::Error>;

    /// A table that is CSV in files.
    ///
    /// # Errors
    /// It is not taken.
    fn csv<R: Row>(&mut self, rows: &[R]) -> Result<(), Self::Error>;

    /// A table of this name with a column per axis before its own.
    ///
    /// # Errors
    /// It is not taken.
    fn pointed<R: Row>(&mut self, name: &str, axes: &[String], rows: &[Pointed<R>]) -> Result<(), Self::Error>;

    /// The summary of a sweep, likewise.
    ///
    /// # Errors
    /// It is not taken.
    fn sweep(&mut self, name: &str, axes: &[String], rows: &SweepSummary) -> Result<(), Self::Error>;
}

/// A folder that is being filled.
pub(super) struct Files<'a> {
    folder: &'a Path,
    formats: &'a BTreeSet<Format>,
    #[cfg_attr(not(feature = "parquet"), expect(dead_code, reason = "only Parquet has room for units"))]
    time_unit: &'a str,
    names: Vec<String>,
}

impl<'a> Files<'a> {
    pub(super) fn new(folder: &'a Path, formats: &'a BTreeSet<Format>, time_unit: &'a str) -> Files<'a> {
        Files { folder, formats, time_unit, names: Vec::new() }
    }

    /// Names of the files written, relative to the folder.
    pub(super) fn into_names(self) -> Vec<String> {
        self.names
    }

    /// Writes a file as it comes: a table of many rows is never in memory as a whole.
    fn streamed(
        &mut self,
        name: &str,
        write: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>,
    ) -> Result<(), WriteError> {
        let path = self.folder.join(name);
        let mut out = BufWriter::new(File::create_new(&path).map_err(WriteError::io(&path))?);
        write(&mut out).and_then(|()| out.flush()).map_err(WriteError::io(&path))?;
        self.names.push(name.into());
        Ok(())
    }

    pub(super) fn file(&mut self, name: &str, bytes: &[u8]) -> Result<(), WriteError> {
        let path = self.folder.join(name);
        fs::write(&path, bytes).map_err(WriteError::io(&path))?;
        self.names.push(name.into());
        Ok(())
    }

    pub(super) fn folder(&mut self, name: &str) -> Result<(), WriteError> {
        let path = self.folder.join(name);
        fs::create_dir(&path).map_err(WriteError::io(&path))
    }
}

impl TableSink for Files<'_> {
    type Error = WriteError;

    fn table<R: Row>(&mut self, rows: &[R]) -> Result<(), WriteError> {
        for format in self.formats {
            #[cfg(feature = "parquet")]
            let time_unit = self.time_unit;
            self.streamed(&format!("{}.{}", R::TABLE, format.word()), |out| match format {
                Format::Csv => csv::write(rows, out),
                Format::Json => json::write(rows, out),
                #[cfg(feature = "parquet")]
                Format::Parquet => super::parquet::write(rows, time_unit, out),
                #[cfg(feature = "xlsx")]
                Format::Xlsx => super::xlsx::write(rows, out),
            })?;
        }
        Ok(())
    }

    fn csv<R: Row>(&mut self, rows: &[R]) -> Result<(), WriteError> {
        self.streamed(&format!("{}.csv", R::TABLE), |out| csv::write(rows, out))
    }

    fn pointed<R: Row>(&mut self, name: &str, axes: &[String], rows: &[Pointed<R>]) -> Result<(), WriteError> {
        self.streamed(&format!("{name}.csv"), |out| csv::write_pointed(axes, rows, out))
    }

    fn sweep(&mut self, name: &str, axes: &[String], rows: &SweepSummary) -> Result<(), WriteError> {
        self.streamed(&format!("{name}.csv"), |out| csv::write_sweep(axes, rows, out))
    }
}

/// Whether every folder of a kind has the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    Always,
    OnRequest,
}

/// Reads a table, in whatever format it is there; one that is not there on request is empty.
///
/// # Errors
/// When it should be there and is not, or is damaged.
pub fn table<R: Row>(folder: &Path, presence: Presence) -> Result<Vec<R>, ReadError> {
    for format in Format::ALL {
        let Some((path, file)) = opened(folder, &format!("{}.{}", R::TABLE, format.word()))? else { continue };
        return match format {
            Format::Csv => csv::read(BufReader::new(file)),
            Format::Json => json::read(BufReader::new(file)),
            #[cfg(feature = "parquet")]
            Format::Parquet => super::parquet::read(file),
            #[cfg(feature = "xlsx")]
            Format::Xlsx => super::xlsx::read(BufReader::new(file)),
        }
        .map_err(|why| ReadError::malformed(&path, why));
    }
    match presence {
        Presence::Always => Err(ReadError::no_table(folder, R::TABLE)),
        Presence::OnRequest => Ok(Vec::new()),
    }
}

/// Reads a table that [`Files::pointed`] wrote with so many axes.
///
/// # Errors
/// When it is not there or damaged.
pub fn pointed<R: Row>(
    folder: &Path,
    name: &str,
    (axes, presence): (usize, Presence),
) -> Result<Vec<Pointed<R>>, ReadError> {
    let path = folder.join(format!("{name}.csv"));
    let file = match File::open(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound && presence == Presence::OnRequest => {
            return Ok(Vec::new());
        }
        opened => opened.map_err(ReadError::io(&path))?,
    };
    csv::read_pointed(axes, BufReader::new(file)).map_err(|why| ReadError::malformed(&path, why))
}

/// Reads a table that [`Files::sweep`] wrote with so many axes, for intervals of this confidence.
///
/// # Errors
/// When it is not there or damaged.
pub fn sweep(folder: &Path, name: &str, (axes, confidence): (usize, f64)) -> Result<SweepSummary, ReadError> {
    let path = folder.join(format!("{name}.csv"));
    let file = File::open(&path).map_err(ReadError::io(&path))?;
    let mut rows = SweepSummary::new(confidence);
    let read = csv::read_each(axes, BufReader::new(file), |row| rows.put_row(row));
    read.map_err(|why| ReadError::malformed(&path, why))?;
    Ok(rows)
}

fn opened(folder: &Path, name: &str) -> Result<Option<(PathBuf, File)>, ReadError> {
    let path = folder.join(name);
    match File::open(&path) {
        Ok(file) => Ok(Some((path, file))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(ReadError::io(&path)(error)),
    }
}
