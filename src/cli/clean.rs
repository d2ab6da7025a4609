//! `clean`: removes what starts that were interrupted left, and no results.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::failure::{Failure, say};
use crate::journal::{Journal, OpenError, RecordFile};
use crate::present::{self, Leftover};
use crate::results::numbers::{bytes, counted};

/// Removes unfinished work of every result folder in `folder`, and of `folder` itself; prints what went.
///
/// # Errors
/// The folder cannot be read, or a file not be removed.
pub fn clean(folder: &Path) -> Result<(), Failure> {
    let mut words = String::new();
    for (journal, of) in unfinished(folder)? {
        words.push_str(&removed(&journal, &of)?);
    }
    for leftover in cleared(folder)? {
        let (what, path) = match leftover {
            Leftover::Removed(path) => ("removed", path),
            Leftover::Restored(path) => ("restored", path),
        };
        let _ = writeln!(words, "{what} {}", path.display());
    }
    if words.is_empty() {
        say(&format!("nothing of an interrupted start lies in {}, or beside it", folder.display()));
    }
    Ok(io::stdout().write_all(words.as_bytes())?)
}

/// The journals in a folder, and that of the folder itself; each with the result folder it is of.
fn unfinished(folder: &Path) -> Result<Vec<(PathBuf, PathBuf)>, Failure> {
    let mut found = Vec::new();
    if folder.is_dir() {
        found = present::journals_in(folder).map_err(unread(folder))?;
    }
    if folder.file_name().is_some() {
        found.push((present::journal_of(folder)?, folder.into()));
    }
    Ok(found)
}

fn cleared(folder: &Path) -> Result<Vec<Leftover>, Failure> {
    let mut cleared = Vec::new();
    if folder.is_dir() {
        cleared = present::clear_leftovers_in(folder).map_err(unread(folder))?;
    }
    if folder.file_name().is_some() {
        cleared.extend(present::clear_leftovers_of(folder)?);
    }
    Ok(cleared)
}

fn unread(folder: &Path) -> impl FnOnce(io::Error) -> Failure {
    let what = format!("cannot read {}", folder.display());
    move |error| Failure::io(&what, &error)
}

/// Removes a journal of ours that nobody writes to; says what it held, or why it stays.
fn removed(path: &Path, of: &Path) -> Result<String, Failure> {
    let failed = |error: io::Error| Failure::io(&format!("cannot remove {}", path.display()), &error);
    if path.symlink_metadata().is_err() {
        return Ok(String::new());
    }
    match Journal::check(path) {
        Ok(()) => {}
        Err(OpenError::Busy) => {
            return Ok(format!("left {}: pushpull is working on {}\n", path.display(), of.display()));
        }
        Err(OpenError::Foreign | OpenError::Other(_)) => return Ok(String::new()),
        Err(OpenError::Io(error)) => return Err(failed(error)),
    }
    let kept = RecordFile::open(path).map_err(failed)?.map_or(0, |file| file.replications());
    let size = fs::symlink_metadata(path).map_err(failed)?.len();
    fs::remove_file(path).map_err(failed)?;
    Ok(format!("removed {}: {}, {}\n", path.display(), counted(kept, "replication"), bytes(size)))
}
