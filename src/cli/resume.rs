//! Unfinished work: the journal beside a result folder, and the records in a finished one.

use std::path::Path;
use std::time::Duration;

use super::args::RunArgs;
use super::failure::{Failure, say};
use crate::input::Accepted;
use crate::jobs::run_fingerprint;
use crate::journal::{Journal, OpenError, RecordFile};
use crate::present::{self, RECORDS, ResultKind};
use crate::results::numbers::counted;
use crate::results::{Difference, RunInfo, differences};

/// Differences that are named before the list stops.
const NAMED: usize = 4;

/// Before a long search: that nobody else works on the folder. Who resumes is told that a search begins anew.
///
/// # Errors
/// Somebody does, what would hold its work is not ours, or the disk refuses.
pub(super) fn check_free(out: &Path, args: &RunArgs) -> Result<(), Failure> {
    let path = present::journal_of(out)?;
    patient(|| Journal::check(&path)).map_err(|error| refused(out, &path, error))?;
    if args.resume && !args.quiet {
        say("the search begins anew; of the replications after it those that were done are kept");
    }
    Ok(())
}

/// How often a file that is taken is asked for again, and how long after the last time: a process that was killed has its
/// files until the system has cleared it away.
const TRIES: usize = 20;
const PATIENCE: Duration = Duration::from_millis(50);

/// Tries until nobody else has the file, for a second at most.
fn patient<T>(attempt: impl Fn() -> Result<T, OpenError>) -> Result<T, OpenError> {
    for _ in 0..TRIES {
        match attempt() {
            Err(OpenError::Busy) => std::thread::sleep(PATIENCE),
            found => return found,
        }
    }
    attempt()
}

/// Why there is no work on a folder.
fn refused(out: &Path, journal: &Path, error: OpenError) -> Failure {
    match error {
        OpenError::Busy => Failure::usage(format!(
            "another pushpull is working on {}; wait for it, or choose another folder with --out",
            out.display()
        )),
        OpenError::Foreign => Failure::usage(format!(
            "will not write to {}: it is a link, or not a file of pushpull; \
             move it away, or choose another folder with --out",
            journal.display()
        )),
        OpenError::Other(differences) => Failure::usage(format!(
            "cannot resume {}: what was begun is another question\n{}\n\n\
             undo the change, or leave out --resume to start anew",
            out.display(),
            listed(&differences)
        )),
        OpenError::Io(error) => Failure::io(&format!("cannot write {}", journal.display()), &error),
    }
}

/// The results of a folder that answers this scenario and was left by a start that came to its end; says that nothing is left to
/// do. `None` where there is something to go on with, or to begin.
///
/// # Errors
/// The folder is damaged, or the disk refuses.
pub(super) fn finished<K: ResultKind>(out: &Path, resolved: &str) -> Result<Option<K>, Failure> {
    if present::journal_of(out)?.symlink_metadata().is_ok() {
        return Ok(None);
    }
    let answers = |info: &RunInfo| {
        // A search that ended early may find better levels.
        let ended_early =
            info.search.as_ref().is_some_and(|search| search.strategies.iter().any(|own| own.ended_early));
        K::is_kind_of(info)
            && info.version == env!("CARGO_PKG_VERSION")
            && info.resolved == resolved
            && !ended_early
            && info.partial.is_empty()
    };
    let Some(info) = present::read_info(out).ok().filter(answers) else { return Ok(None) };
    say(&format!(
        "{} is finished and has its {}: nothing to resume; without --resume it is done anew",
        out.display(),
        info.counted_replications()
    ));
    Ok(Some(K::read(out, info)?))
}

/// Opens the journal of a result folder: with `--resume` the one that a killed start left.
///
/// # Errors
/// It answers another question, another process holds it, it is not ours, or the disk refuses.
pub(super) fn open(out: &Path, fingerprint: &str, args: &RunArgs) -> Result<Journal, Failure> {
    let path = present::journal_of(out)?;
    let refused = |error| refused(out, &path, error);
    if !args.resume {
        let lost = RecordFile::open(&path).ok().flatten().map_or(0, |left| left.replications());
        let journal = patient(|| Journal::begin(&path, fingerprint)).map_err(refused)?;
        if lost > 0 {
            say(&format!(
                "{} of an unfinished start lay beside {}: started anew; with --resume they would not have been lost",
                counted(lost, "replication"),
                out.display()
            ));
        }
        return Ok(journal);
    }
    let journal = patient(|| Journal::resume(&path, fingerprint)).map_err(refused)?;
    match journal.found() {
        0 => say(&format!("nothing to resume beside {}: started anew", out.display())),
        _ if args.quiet => {}
        found => say(&format!("resumed: {} were done", counted(found, "replication"))),
    }
    Ok(journal)
}

/// The folder is complete: the journal goes.
///
/// # Errors
/// When the disk refuses.
pub(super) fn done(journal: Journal) -> Result<(), Failure> {
    journal.done().map_err(|error| Failure::io("the journal", &error))
}

/// A finished result folder to which replications are added.
pub(super) struct Finished {
    /// Replications it has.
    replications: u32,
    /// Its records, if they were kept.
    pub records: Option<RecordFile>,
}

/// What a run adds to: nothing, unless a folder is extended.
#[derive(Default)]
pub(super) struct Extension {
    /// To how many replications the folder goes.
    pub aim: Option<u32>,
    /// Records that are there already.
    pub records: Option<RecordFile>,
}

impl Finished {
    /// Opens a folder that answers the scenario's question.
    ///
    /// # Errors
    /// It is not one of ours, or answers another question; reading failed.
    pub(super) fn open(out: &Path, accepted: &Accepted) -> Result<Finished, Failure> {
        let info = present::read_info(out)?;
        let refused = |why: &str| Failure::usage(format!("cannot extend {}: {why}", out.display()));
        if !info.axes.is_empty() {
            return Err(refused("it is the folder of a sweep"));
        }
        if info.search.is_some() {
            return Err(refused("its levels were searched for; search and run again with more --replications"));
        }
        if info.version != env!("CARGO_PKG_VERSION") {
            return Err(refused(&format!("pushpull {} wrote it, this is {}", info.version, env!("CARGO_PKG_VERSION"))));
        }
        let asked = run_fingerprint(&accepted.resolved);
        let found = differences(&run_fingerprint(&info.resolved), &asked);
        if !found.is_empty() {
            return Err(refused(&format!("it answers another question\n{}", listed(&found))));
        }
        let path = out.join(RECORDS);
        let records = RecordFile::open(&path).map_err(|error| Failure::io(&path.display().to_string(), &error))?;
        let records = records.filter(|records| records.fingerprint() == asked);
        if records.is_none() {
            say(&format!("{} has no {RECORDS}: its replications are simulated again", out.display()));
        }
        Ok(Finished { replications: info.replications, records })
    }

    /// How many replications the folder goes to when `more` are added. With `--resume` they are added once: a start that
    /// was killed after it had written the folder has left its journal, and that says what it went to.
    ///
    /// # Errors
    /// When the disk refuses.
    pub(super) fn with(&self, more: u32, out: &Path, args: &RunArgs) -> Result<u32, Failure> {
        let path = present::journal_of(out)?;
        let left = RecordFile::open(&path).map_err(|error| Failure::io(&path.display().to_string(), &error))?;
        let aim = left.and_then(|left| left.aim()).filter(|aim| args.resume && self.replications >= *aim);
        let Some(aim) = aim else { return Ok(self.replications.saturating_add(more)) };
        say(&format!(
            "{} has its {}: the interrupted start had added them, and nothing is added again",
            out.display(),
            counted(u64::from(self.replications), "replication")
        ));
        Ok(aim)
    }
}

/// Differences, a line each, the first ones.
pub(super) fn listed(differences: &[Difference]) -> String {
    let mut lines: Vec<String> = differences.iter().take(NAMED).map(|difference| format!("  {difference}")).collect();
    if differences.len() > NAMED {
        lines.push(format!("  and {} more", differences.len() - NAMED));
    }
    lines.join("\n")
}
