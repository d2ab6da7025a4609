//! Result folders on the command line: whose fault a refusal is, and what is said about what was written.

use std::error::Error as _;
use std::path::Path;

use super::failure::{Failure, say};
use super::progress::Audience;
use crate::present::{self, ReadError, WriteError, WriteOptions};
use crate::results::{Tables, numbers};

/// Writes the folder and tells the audience where to look.
///
/// # Errors
/// The folder is refused, or the disk refuses.
///
/// # Panics
/// When a chart or the report cannot be made: a bug of ours.
pub(super) fn write(folder: &Path, tables: &Tables, options: &WriteOptions, audience: Audience) -> Result<(), Failure> {
    let files = present::write_folder(folder, tables, options)?;
    let report = files.iter().find(|file| file.ends_with("report.html"));
    let shown = report.map_or(folder, |report| report.as_path());
    if audience != Audience::Nobody {
        say(&format!("{} files in {}; see {}", files.len(), folder.display(), shown.display()));
        for out in &tables.info.left_out {
            let rows = numbers::count(out.rows);
            say(&format!(
                "{} has no rows of kind {}: they would be {rows}; run with --full to have them",
                out.table, out.entity_kind
            ));
        }
    }
    Ok(())
}

impl From<WriteError> for Failure {
    fn from(error: WriteError) -> Failure {
        assert!(!error.is_bug(), "{error}");
        match error.source() {
            Some(_) => Failure::machine(error.to_string()),
            None => Failure::usage(error.to_string()),
        }
    }
}

impl From<ReadError> for Failure {
    fn from(error: ReadError) -> Failure {
        match error.source() {
            Some(_) => Failure::machine(error.to_string()),
            None => Failure::usage(error.to_string()),
        }
    }
}
