//! Result folders on the command line: whose fault a refusal is, and what is said about what was written.

use std::error::Error as _;
use std::path::{Path, PathBuf};

use super::failure::{Failure, say};
use super::progress::Audience;
use crate::present::{self, ReadError, ResultKind, WriteError, WriteOptions};
use crate::results::{RunInfo, numbers};

/// Writes the folder and tells the audience where to look.
///
/// # Errors
/// The folder is refused, or the disk refuses.
///
/// # Panics
/// When a chart or the report cannot be made: a bug of ours.
pub(super) fn write(
    folder: &Path,
    results: &impl ResultKind,
    options: &WriteOptions,
    audience: Audience,
) -> Result<(), Failure> {
    let written = present::write_folder(folder, results, options)?;
    announce(&written.files, folder, results.info(), audience);
    if let Some(old) = written.old {
        say(&format!("pushpull: the results that stood there could not be removed; they are in {}", old.display()));
    }
    Ok(())
}

fn announce(files: &[PathBuf], folder: &Path, info: &RunInfo, audience: Audience) {
    if audience != Audience::Nobody {
        // A sweep has no report: its first chart says most.
        let first = ["report.html", "winners.svg", "tornado.svg", "sensitivity.svg", "lines-1.svg"];
        let shown = first.iter().find_map(|name| files.iter().find(|file| file.ends_with(name)));
        let see = shown.map_or(String::new(), |file| format!("; see {}", file.display()));
        say(&format!("{} in {}{see}", numbers::counted(files.len() as u64, "file"), folder.display()));
        for out in &info.left_out {
            let rows = numbers::count(out.rows);
            say(&format!(
                "{} leaves out those of kind {} ({rows} rows): --full keeps them",
                out.table, out.entity_kind
            ));
        }
    }
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
