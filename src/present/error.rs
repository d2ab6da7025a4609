//! What can go wrong with a result folder, in words that say what to do.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::results::outside::system_words;

/// A result folder could not be written. What stood there before is still there, untouched.
#[derive(Debug)]
pub struct WriteError(WriteKind);

#[derive(Debug)]
enum WriteKind {
    /// The folder has entries that are not ours.
    Foreign {
        folder: PathBuf,
        entries: Vec<String>,
    },
    /// Something that is not a folder has the name.
    NotAFolder(PathBuf),
    /// The path names no folder (`/`, `..`).
    NoName(PathBuf),
    Io {
        path: PathBuf,
        source: io::Error,
    },
    /// A chart could not be drawn or a template not be filled: a bug of ours.
    Bug {
        what: &'static str,
        why: String,
    },
}

impl WriteError {
    pub(super) fn foreign(folder: &Path, entries: Vec<String>) -> Self {
        WriteError(WriteKind::Foreign { folder: folder.into(), entries })
    }
    pub(super) fn not_a_folder(path: &Path) -> Self {
        WriteError(WriteKind::NotAFolder(path.into()))
    }
    pub(super) fn no_name(path: &Path) -> Self {
        WriteError(WriteKind::NoName(path.into()))
    }
    /// For `map_err`: an I/O failure at `path`.
    pub(super) fn io(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_path_buf();
        move |source| WriteError(WriteKind::Io { path, source })
    }
    pub(super) fn bug(what: &'static str, why: impl fmt::Display) -> Self {
        WriteError(WriteKind::Bug { what, why: why.to_string() })
    }
    /// True when the failure is a fault of this program and not of the disk or of the folder chosen.
    #[must_use]
    pub fn is_bug(&self) -> bool {
        matches!(self.0, WriteKind::Bug { .. })
    }
}

impl fmt::Display for WriteError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            WriteKind::Foreign { folder, entries } => {
                let more = if entries.len() > 3 { ", …" } else { "" };
                let names: Vec<String> = entries.iter().take(3).map(|name| format!("`{name}`")).collect();
                write!(
                    out,
                    "will not replace {}: it holds files that are not part of a result folder ({}{more}); \
                     choose another folder with --out, or move these files away",
                    folder.display(),
                    names.join(", "),
                )
            }
            WriteKind::NotAFolder(path) => {
                write!(out, "{} is not a folder; choose another place with --out", path.display())
            }
            WriteKind::NoName(path) => {
                write!(out, "`{}` cannot be replaced by a result folder; name a new folder with --out", path.display())
            }
            WriteKind::Io { path, source } => write!(out, "cannot write {}: {}", path.display(), system_words(source)),
            WriteKind::Bug { what, why } => write!(out, "cannot make {what}: {why}"),
        }
    }
}

impl std::error::Error for WriteError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.0 {
            WriteKind::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}

/// A result folder could not be read back.
#[derive(Debug)]
pub struct ReadError(ReadKind);

#[derive(Debug)]
enum ReadKind {
    /// No `run.json` of ours.
    NotOurs {
        folder: PathBuf,
        why: String,
    },
    /// A table that every result folder has is not there.
    NoTable {
        folder: PathBuf,
        table: &'static str,
    },
    /// A file of ours that says something unexpected.
    Malformed {
        file: PathBuf,
        why: String,
    },
    Io {
        path: PathBuf,
        source: io::Error,
    },
}

impl ReadError {
    pub(super) fn not_ours(folder: &Path, why: impl fmt::Display) -> Self {
        ReadError(ReadKind::NotOurs { folder: folder.into(), why: why.to_string() })
    }
    pub(super) fn no_table(folder: &Path, table: &'static str) -> Self {
        ReadError(ReadKind::NoTable { folder: folder.into(), table })
    }
    pub(super) fn malformed(file: &Path, why: impl fmt::Display) -> Self {
        ReadError(ReadKind::Malformed { file: file.into(), why: why.to_string() })
    }
    pub(super) fn io(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_path_buf();
        move |source| ReadError(ReadKind::Io { path, source })
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            ReadKind::NotOurs { folder, why } => write!(out, "{} is not a result folder: {why}", folder.display()),
            ReadKind::NoTable { folder, table } => {
                write!(out, "{} has no table `{table}`; run the scenario again", folder.display())
            }
            ReadKind::Malformed { file, why } => write!(out, "cannot read {}: {why}", file.display()),
            ReadKind::Io { path, source } => write!(out, "cannot read {}: {}", path.display(), system_words(source)),
        }
    }
}

impl std::error::Error for ReadError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.0 {
            ReadKind::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}
