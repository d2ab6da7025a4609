//! The place of a result folder: a folder stands there whole or not at all.
//!
//! Everything is written into a scratch folder beside the place. When it is complete its files are brought to the disk, and
//! then it takes the place: in one call where the system exchanges two names, else by moving the old folder aside first. The
//! old folder is removed last, when the new name is on the disk, too. So a failure at any moment, a power cut included,
//! leaves the old folder or the new one. What a process that was killed leaves beside the place is cleared away by the next
//! one: a process that lives holds a lock on its scratch folder.
//!
//! A folder is ours when its `run.json` carries our mark, and it is replaced only when nothing else lies in it: notes that
//! somebody keeps beside the results are never deleted.

use super::error::WriteError;
use super::run_json;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// Names of what stands beside a place.
const JOURNAL: &str = "journal";
const PARTIAL: &str = "partial";
const OLD: &str = "old";
/// The records of a run, so that replications can be added (`run --extend`).
pub const RECORDS: &str = "records.bin";
/// What a fit says to write into a scenario.
pub(super) const FRAGMENT: &str = "fragment.toml";
/// The folder in a result folder.
pub(super) const CHARTS: &str = "charts";
/// How often a scratch folder is made again that somebody has cleared away.
const TRIES: usize = 100;

/// Names of the tables a result folder of ours may hold, sweeps and searches included.
const TABLES: [&str; 21] = [
    "summary",
    "comparison",
    "replications",
    "series",
    "distribution",
    "arrivals",
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
    "fit",
    "fit_counts",
];

/// The place of a result folder.
pub(super) struct ResultPlace {
    /// As it was named; where that is a link, where it leads to.
    path: PathBuf,
    /// Empty for the current folder.
    parent: PathBuf,
    name: String,
}

/// What a process that was killed left beside a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Leftover {
    /// A folder that was half written, or had been replaced: removed.
    Removed(PathBuf),
    /// The results themselves, moved aside by a process that was killed before it could replace them: back at their place.
    Restored(PathBuf),
}

impl ResultPlace {
    pub fn new(out: &Path) -> Result<ResultPlace, WriteError> {
        let is_link = out.symlink_metadata().is_ok_and(|data| data.is_symlink());
        let path = match out.exists() && (is_link || out.file_name().is_none()) {
            true => out.canonicalize().map_err(WriteError::io(out))?,
            false => out.to_path_buf(),
        };
        let name = path.file_name().ok_or_else(|| WriteError::no_name(out))?.to_string_lossy().into_owned();
        let parent = path.parent().ok_or_else(|| WriteError::no_name(out))?.to_path_buf();
        let place = ResultPlace { path, parent, name };
        fs::create_dir_all(place.folder()).map_err(WriteError::io(place.folder()))?;
        Ok(place)
    }

    /// The folder that holds it.
    fn folder(&self) -> &Path {
        if self.parent.as_os_str().is_empty() { Path::new(".") } else { &self.parent }
    }

    /// The file beside the place that holds unfinished work.
    pub fn journal(&self) -> PathBuf {
        self.parent.join(format!(".{}.{JOURNAL}", self.name))
    }

    /// A hidden name beside the place; the process number keeps two runs apart.
    fn beside(&self, what: &str) -> PathBuf {
        self.parent.join(format!(".{}.{what}-{}", self.name, std::process::id()))
    }

    /// Whether the place is free: nothing there, an empty folder, or a result folder and nothing else.
    pub fn check(&self) -> Result<(), WriteError> {
        match self.path.metadata() {
            // A link to nothing is in the way, too.
            Err(_) if self.path.symlink_metadata().is_err() => return Ok(()),
            Ok(data) if data.is_dir() => {}
            _ => return Err(WriteError::not_a_folder(&self.path)),
        }
        let names = entries(&self.path)?;
        let is_free = names.is_empty();
        let foreign = if run_json::marks(&self.path) { foreign(&self.path)? } else { names };
        if is_free || foreign.is_empty() { Ok(()) } else { Err(WriteError::foreign(&self.path, foreign)) }
    }

    /// Clears away what processes that were killed left here. A failure to do so must not fail anything.
    pub fn clear_leftovers(&self) -> Vec<Leftover> {
        let mut cleared = Vec::new();
        for entry in fs::read_dir(self.folder()).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let leftover = name.to_str().and_then(scratch_name).filter(|(own, _)| *own == self.name);
            if let Some((_, what)) = leftover.filter(|_| entry.file_type().is_ok_and(|kind| kind.is_dir())) {
                cleared.extend(self.cleared(what, &self.parent.join(&name)));
            }
        }
        cleared
    }

    fn cleared(&self, what: &str, path: &Path) -> Option<Leftover> {
        // Kept until it is gone, so that nobody else begins to use it.
        let _lock = match hold(path) {
            Hold::Held(lock) => lock,
            Hold::Busy | Hold::NoLocks => return None,
        };
        if what == OLD && !self.path.exists() && run_json::marks(path) {
            return fs::rename(path, &self.path).ok().map(|()| Leftover::Restored(self.path.clone()));
        }
        let is_ours = foreign(path).is_ok_and(|foreign| foreign.is_empty());
        (is_ours && fs::remove_dir_all(path).is_ok()).then(|| Leftover::Removed(path.into()))
    }
}

/// Clears away what processes that were killed left beside the place of a result folder.
///
/// # Errors
/// When it names no folder.
pub fn clear_leftovers_of(out: &Path) -> Result<Vec<Leftover>, WriteError> {
    Ok(ResultPlace::new(out)?.clear_leftovers())
}

/// Clears away what processes that were killed left in a folder, of whatever result folder.
///
/// # Errors
/// When the folder cannot be read.
pub fn clear_leftovers_in(folder: &Path) -> io::Result<Vec<Leftover>> {
    let mut names = std::collections::BTreeSet::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name();
        names.extend(name.to_str().and_then(scratch_name).map(|(own, _)| own.to_string()));
    }
    let place = |name: &String| ResultPlace { path: folder.join(name), parent: folder.into(), name: name.clone() };
    Ok(names.iter().flat_map(|name| place(name).clear_leftovers()).collect())
}

/// The files in a folder that hold unfinished work, by their names, each with the result folder it is of.
///
/// # Errors
/// When the folder cannot be read.
pub fn journals_in(folder: &Path) -> io::Result<Vec<(PathBuf, PathBuf)>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let own = name.strip_prefix('.').and_then(|name| name.strip_suffix(JOURNAL)?.strip_suffix('.'));
        found.extend(own.filter(|own| !own.is_empty()).map(|own| (path.clone(), folder.join(own))));
    }
    found.sort();
    Ok(found)
}

/// The name of the result folder and what it is, of the name of a scratch folder: `.NAME.partial-17`.
fn scratch_name(name: &str) -> Option<(&str, &str)> {
    let (rest, process) = name.strip_prefix('.')?.rsplit_once('-')?;
    let (own, what) = rest.rsplit_once('.')?;
    let is_number = !process.is_empty() && process.bytes().all(|byte| byte.is_ascii_digit());
    (is_number && !own.is_empty() && [PARTIAL, OLD].contains(&what)).then_some((own, what))
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

/// What is not ours in a folder of results.
fn foreign(folder: &Path) -> Result<Vec<String>, WriteError> {
    let is_folder = |name: &str| folder.join(name).symlink_metadata().is_ok_and(|data| data.is_dir());
    let mut foreign = entries(folder)?;
    foreign.retain(|name| !is_ours(name) || is_folder(name) != (name == CHARTS));
    if is_folder(CHARTS) {
        let mut names = entries(&folder.join(CHARTS))?;
        names.retain(|name| !(name.ends_with(".svg") || name.ends_with(".png")));
        foreign.extend(names.iter().map(|name| format!("{CHARTS}/{name}")));
    }
    Ok(foreign)
}

fn is_ours(name: &str) -> bool {
    let table = |ending: &str| name.strip_suffix(ending).is_some_and(|stem| TABLES.contains(&stem));
    matches!(name, run_json::FILE | RECORDS | FRAGMENT | "report.html" | CHARTS)
        || [".csv", ".json", ".parquet", ".xlsx"].into_iter().any(table)
}

/// A folder beside the place of a result folder that is removed again unless it takes the place.
pub(super) struct Scratch {
    path: PathBuf,
    /// Tells others that somebody is at work.
    _lock: Option<File>,
}

impl Scratch {
    pub fn new(place: &ResultPlace) -> Result<Scratch, WriteError> {
        let path = place.beside(PARTIAL);
        let make = || fs::create_dir(&path).map_err(WriteError::io(&path));
        for _ in 0..TRIES {
            make()?;
            match hold(&path) {
                // Somebody who clears up may have taken it for a leftover before it was held.
                Hold::Held(lock) if path.exists() => return Ok(Scratch { path, _lock: Some(lock) }),
                Hold::NoLocks if path.exists() => return Ok(Scratch { path, _lock: None }),
                _ => std::thread::yield_now(),
            }
        }
        make().map(|()| Scratch { path, _lock: None })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Takes the place, with these files in it; what stood there goes only after that. Gives where that is when it cannot be
    /// removed.
    pub fn take(self, place: &ResultPlace, files: &[String]) -> Result<Option<PathBuf>, WriteError> {
        self.sync(files)?;
        let Some(old) = self.exchange(place)? else { return Ok(None) };
        // Before the old folder goes, the new name must be on the disk.
        sync_folder(place.folder())?;
        match fs::remove_dir_all(&old) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Ok(Some(old)),
            _ => Ok(None),
        }
    }

    /// Brings the files and the folder to the disk.
    fn sync(&self, files: &[String]) -> Result<(), WriteError> {
        for name in files {
            let path = self.path.join(name);
            let file = File::options().write(true).open(&path).map_err(WriteError::io(&path))?;
            file.sync_all().map_err(WriteError::io(&path))?;
        }
        let charts = self.path.join(CHARTS);
        if charts.is_dir() {
            sync_folder(&charts)?;
        }
        sync_folder(&self.path)
    }

    /// Gives the place to this folder, and where the one that stood there now is.
    fn exchange(&self, place: &ResultPlace) -> Result<Option<PathBuf>, WriteError> {
        let to = &place.path;
        if !to.exists() {
            fs::rename(&self.path, to).map_err(WriteError::io(to))?;
            sync_folder(place.folder())?;
            return Ok(None);
        }
        if exchange(&self.path, to).is_ok() {
            return Ok(Some(self.path.clone()));
        }
        let old = place.beside(OLD);
        // Nobody who clears up must take it back in between.
        let _lock = hold(to);
        fs::rename(to, &old).map_err(WriteError::io(to))?;
        if let Err(error) = fs::rename(&self.path, to) {
            fs::rename(&old, to).map_err(WriteError::io(&old))?;
            return Err(WriteError::io(to)(error));
        }
        Ok(Some(old))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // Gone already when all went well; otherwise the error that is on its way matters more than this one.
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// Whether a folder could be locked.
enum Hold {
    Held(File),
    /// Somebody has it, or it is gone.
    Busy,
    /// The disk or the system has no locks of folders.
    NoLocks,
}

fn hold(folder: &Path) -> Hold {
    let file = match File::open(folder) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Hold::Busy,
        Err(_) => return Hold::NoLocks,
    };
    match file.try_lock() {
        Ok(()) => Hold::Held(file),
        Err(TryLockError::WouldBlock) => Hold::Busy,
        Err(TryLockError::Error(_)) => Hold::NoLocks,
    }
}

/// Exchanges two names in one call, where the system and the disk can.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Brings the names in a folder to the disk, where the system and the disk can.
fn sync_folder(folder: &Path) -> Result<(), WriteError> {
    if cfg!(not(unix)) {
        return Ok(());
    }
    match File::open(folder).and_then(|file| file.sync_all()) {
        Err(error) if !matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => {
            Err(WriteError::io(folder)(error))
        }
        _ => Ok(()),
    }
}
