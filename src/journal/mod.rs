//! Records on the disk: those of unfinished work, so that a run that was killed goes on where it stopped, and those
//! of a finished run, so that replications can be added. Of a design of many points the answer of each in place of its records.
//!
//! A file is a mark and then entries, each its length, a checksum and its bytes. The first entry is the question: a
//! TOML text of everything that determines a record. The others hold a place of a design, a key and a record, or a place and
//! its answer, or say to how many replications an extension goes. An entry is appended by one write; what a crash tore at the end fails its
//! checksum and is dropped. A file is opened by its own name and never through a link, and only one that carries the mark
//! is written to.
//!
//! *Architecture invariant:* a record found here is one that was kept for the same question, to the last bit; knows
//! nothing of scenarios, engines or result folders.

mod log;
mod opened;

use crate::record::{Answer, Archive, RunKey, RunRecord};
use crate::results::{Difference, differences};
use log::RecordLog;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// Records of a finished run, to be read only.
pub struct RecordFile {
    fingerprint: String,
    log: Mutex<RecordLog>,
}

impl RecordFile {
    /// Opens the file; `None` when there is none or it is not ours.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn open(path: &Path) -> io::Result<Option<RecordFile>> {
        let Some(file) = opened::existing(path, File::options().read(true))? else { return Ok(None) };
        Ok(RecordLog::read(file)?.map(|(fingerprint, log)| RecordFile { fingerprint, log: Mutex::new(log) }))
    }

    /// What the records answer.
    #[must_use]
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// Number of replications whose records, or the answers of whose points, are kept.
    #[must_use]
    pub fn replications(&self) -> u64 {
        locked(&self.log).runs()
    }

    /// Whether there is a record of a run at a place of a design.
    #[must_use]
    pub fn has_record(&self, point: u32, key: RunKey) -> bool {
        locked(&self.log).has_record(point, key)
    }

    /// Whether there is an answer of a point.
    #[must_use]
    pub fn has_answer(&self, point: u32) -> bool {
        locked(&self.log).has_answer(point)
    }

    /// Of an unfinished journal: to how many replications the work was to go, where that was said.
    #[must_use]
    pub fn aim(&self) -> Option<u32> {
        locked(&self.log).aim()
    }
}

impl Archive for RecordFile {
    fn find(&self, point: u32, key: RunKey) -> Option<RunRecord> {
        locked(&self.log).find(point, key)
    }

    fn keep(&self, _: u32, _: &RunRecord) {}

    fn answer(&self, point: u32) -> Option<Answer> {
        locked(&self.log).answer(point)
    }
}

/// The bytes of a file of answers: those of [`RecordFile`].
#[must_use]
pub fn answer_file_bytes(fingerprint: &str, answers: &[Answer]) -> Vec<u8> {
    let mut bytes = log::beginning(fingerprint);
    answers.iter().for_each(|answer| bytes.extend(log::answer_entry(answer).0));
    bytes
}

/// The bytes of a file of finished records: those of [`RecordFile`].
#[must_use]
pub fn record_file_bytes(fingerprint: &str, records: &[RunRecord]) -> Vec<u8> {
    let mut bytes = log::beginning(fingerprint);
    records.iter().for_each(|record| bytes.extend(log::entry(0, record)));
    bytes
}

/// Bytes of records that every result folder keeps, at most; beyond, who asks for everything.
pub const FEW_BYTES: usize = 4 << 20;

/// The records that stay in a finished folder, if there are any and they take no more than so many bytes.
#[must_use]
pub fn kept_record_bytes(fingerprint: &str, records: &[RunRecord], most: usize) -> Option<Vec<u8>> {
    let bytes = (!records.is_empty()).then(|| record_file_bytes(fingerprint, records));
    bytes.filter(|bytes| bytes.len() <= most)
}

/// Records of work under way. One process at a time holds the file.
pub struct Journal {
    path: PathBuf,
    log: Arc<Mutex<RecordLog>>,
    /// Records of finished work that are looked at too.
    file: Option<RecordFile>,
    /// Replications found at the start.
    found: u64,
}

/// Why a journal was not opened.
#[derive(Debug)]
pub enum OpenError {
    /// Another process writes to it.
    Busy,
    /// It answers another question: how the two differ.
    Other(Vec<Difference>),
    /// What stands there is not ours: a link, a folder, or a file without our mark.
    Foreign,
    /// The disk refuses.
    Io(io::Error),
}

impl From<io::Error> for OpenError {
    fn from(error: io::Error) -> OpenError {
        OpenError::Io(error)
    }
}

impl Journal {
    /// Begins a file, in place of the one that is there.
    ///
    /// # Errors
    /// [`OpenError::Busy`] and [`OpenError::Io`].
    pub fn begin(path: &Path, fingerprint: &str) -> Result<Journal, OpenError> {
        let file = held(path)?;
        let log = RecordLog::begin(file, fingerprint)?;
        Ok(Journal { path: path.into(), log: Arc::new(Mutex::new(log)), file: None, found: 0 })
    }

    /// Goes on with the file that is there; begins one when there is none or its beginning was never written.
    ///
    /// # Errors
    /// Any [`OpenError`]; the file is then as it was.
    pub fn resume(path: &Path, fingerprint: &str) -> Result<Journal, OpenError> {
        let file = held(path)?;
        let Some((before, log)) = RecordLog::read(file)? else { return Journal::begin(path, fingerprint) };
        let found = differences(&before, fingerprint);
        if !found.is_empty() {
            return Err(OpenError::Other(found));
        }
        let found = log.runs();
        Ok(Journal { path: path.into(), log: Arc::new(Mutex::new(log)), file: None, found })
    }

    /// Whether a file could be begun there, or one that is there be gone on with; makes none.
    ///
    /// # Errors
    /// [`OpenError::Busy`], [`OpenError::Foreign`] and [`OpenError::Io`].
    pub fn check(path: &Path) -> Result<(), OpenError> {
        match fs::symlink_metadata(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            _ => held(path).map(drop),
        }
    }

    /// Says to how many replications the work goes, where that is more than a scenario tells: after the folder is written,
    /// it tells work that was done from work to do.
    #[must_use]
    pub fn going_to(self, aim: Option<u32>) -> Journal {
        let mut log = locked(&self.log);
        if log.aim() != aim {
            log.set_aim(aim);
        }
        drop(log);
        self
    }

    /// Looks into a file too: its records are not made again.
    #[must_use]
    pub fn beside(self, file: Option<RecordFile>) -> Journal {
        Journal { file, ..self }
    }

    /// Number of replications that an earlier start left.
    #[must_use]
    pub fn found(&self) -> u64 {
        self.found
    }

    /// What can be said of it while it is written.
    #[must_use]
    pub fn kept_work(&self) -> KeptWork {
        KeptWork { path: self.path.clone(), log: self.log.clone() }
    }

    /// Removes the file: the work is done.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn done(self) -> io::Result<()> {
        fs::remove_file(&self.path)
    }
}

/// How far a journal is, from any thread.
#[derive(Clone)]
pub struct KeptWork {
    path: PathBuf,
    log: Arc<Mutex<RecordLog>>,
}

impl KeptWork {
    /// Where it stands.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Number of replications that are kept.
    #[must_use]
    pub fn replications(&self) -> u64 {
        locked(&self.log).runs()
    }

    /// Bytes of the file.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        locked(&self.log).bytes()
    }

    /// Why nothing more is kept, if so: the work goes on, and what comes would be done again.
    #[must_use]
    pub fn failure(&self) -> Option<String> {
        locked(&self.log).failure()
    }
}

impl Archive for Journal {
    fn find(&self, point: u32, key: RunKey) -> Option<RunRecord> {
        let own = locked(&self.log).find(point, key);
        own.or_else(|| self.file.as_ref().and_then(|file| file.find(point, key)))
    }

    fn keep(&self, point: u32, record: &RunRecord) {
        let entry = log::entry(point, record);
        locked(&self.log).append(&entry, (point, record.key));
    }

    fn answer(&self, point: u32) -> Option<Answer> {
        locked(&self.log).answer(point)
    }

    fn keep_answer(&self, answer: &Answer) {
        let (entry, key) = log::answer_entry(answer);
        locked(&self.log).append(&entry, key);
    }
}

/// Opens the file for this process alone; makes it where there is none. A disk without locks is taken as it is.
fn held(path: &Path) -> Result<File, OpenError> {
    let file = opened::ours_or_new(path)?.ok_or(OpenError::Foreign)?;
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => Err(OpenError::Busy),
        Ok(()) | Err(TryLockError::Error(_)) => Ok(file),
    }
}

fn locked(log: &Mutex<RecordLog>) -> std::sync::MutexGuard<'_, RecordLog> {
    log.lock().expect("nobody panics while holding the lock")
}

#[cfg(test)]
mod tests {
    use super::*;
    use tempfile::tempdir;

    fn record(strategy: u32, replication: u32) -> RunRecord {
        RunRecord {
            key: RunKey { strategy, replication },
            values: vec![f64::from(replication), f64::NAN],
            divisors: vec![2.0],
            sketches: Vec::new(),
            series: vec![0.5; 3],
            pilot: Vec::new(),
            events: 7,
            residual: 0.0,
        }
    }

    const FINGERPRINT: &str = "[run]\nseed = 1\n";

    #[test]
    fn what_was_kept_is_found_again() {
        let folder = tempdir().unwrap();
        let path = folder.path().join("journal");
        let journal = Journal::begin(&path, FINGERPRINT).unwrap();
        journal.keep(3, &record(0, 1));
        journal.keep(0, &record(1, 2));
        assert!(journal.find(3, RunKey { strategy: 0, replication: 1 }).unwrap().same_bits(&record(0, 1)));
        drop(journal);
        let again = Journal::resume(&path, FINGERPRINT).unwrap();
        assert_eq!(again.found(), 2);
        assert!(again.find(0, RunKey { strategy: 1, replication: 2 }).unwrap().same_bits(&record(1, 2)));
        assert!(again.find(0, RunKey { strategy: 0, replication: 1 }).is_none());
        again.done().unwrap();
        assert!(!path.exists());
    }

    /// An answer counts for the replications behind it, and the last one of a point is the one that is found.
    #[test]
    fn answers_of_points_are_found_again() {
        let folder = tempdir().unwrap();
        let path = folder.path().join("journal");
        let answer = |point: u32, events: u64| Answer {
            point,
            replications: 7,
            events,
            residual: 0.0,
            confidence: 0.9,
            moments: vec![Vec::new(); 3],
            intervals: vec![Vec::new(); 3],
            judged: Vec::new(),
            lead: crate::record::Lead::default(),
            findings: Vec::new(),
        };
        let journal = Journal::begin(&path, FINGERPRINT).unwrap();
        for (point, events) in [(0, 1), (4, 2), (0, 3)] {
            journal.keep_answer(&answer(point, events));
        }
        assert_eq!(journal.kept_work().replications(), 2 * 21);
        drop(journal);
        let journal = Journal::resume(&path, FINGERPRINT).unwrap();
        assert_eq!(journal.found(), 2 * 21);
        assert_eq!([0, 4, 1].map(|point| journal.answer(point)), [Some(answer(0, 3)), Some(answer(4, 2)), None]);
        assert!(journal.find(0, RunKey { strategy: 0, replication: 1 }).is_none());
    }

    #[test]
    fn what_the_work_goes_to_is_found_again() {
        let folder = tempdir().unwrap();
        let path = folder.path().join("journal");
        let aim = || RecordFile::open(&path).unwrap().unwrap().aim();
        let journal = Journal::begin(&path, FINGERPRINT).unwrap().going_to(Some(9));
        journal.keep(0, &record(0, 1));
        drop(journal);
        assert_eq!(aim(), Some(9));
        let journal = Journal::resume(&path, FINGERPRINT).unwrap().going_to(Some(11));
        assert_eq!(journal.found(), 1, "an aim is no record");
        journal.keep(0, &record(0, 2));
        drop(journal);
        assert_eq!(aim(), Some(11));
        let journal = Journal::resume(&path, FINGERPRINT).unwrap().going_to(None);
        assert_eq!((journal.found(), aim()), (2, None));
        assert!(journal.find(0, RunKey { strategy: 0, replication: 2 }).unwrap().same_bits(&record(0, 2)));
    }

    /// What comes after is not kept, what was is, and it is told.
    #[test]
    fn a_file_does_not_grow_for_ever() {
        let folder = tempdir().unwrap();
        let path = folder.path().join("journal");
        let journal = Journal::begin(&path, FINGERPRINT).unwrap();
        let standing = journal.kept_work();
        journal.keep(0, &record(0, 0));
        assert_eq!((standing.replications(), standing.failure()), (1, None));
        let most = standing.bytes() + 10;
        locked(&journal.log).set_most(most);
        journal.keep(0, &record(0, 1));
        assert_eq!((standing.replications(), standing.bytes()), (1, fs::metadata(&path).unwrap().len()));
        assert!(standing.failure().is_some_and(|why| why.contains("the most it may have")));
        drop(journal);
        drop(standing);
        assert_eq!(Journal::resume(&path, FINGERPRINT).unwrap().found(), 1);
    }

    /// Whatever byte the file ends at, or whichever is damaged, the entries before it are found and the file can be
    /// written on.
    #[test]
    fn a_torn_tail_is_dropped_at_every_length() {
        let folder = tempdir().unwrap();
        let path = folder.path().join("journal");
        let journal = Journal::begin(&path, FINGERPRINT).unwrap();
        (0..3).for_each(|k| journal.keep(0, &record(0, k)));
        drop(journal);
        let whole = fs::read(&path).unwrap();
        let begun = log::beginning(FINGERPRINT).len();
        let size = (whole.len() - begun) / 3;
        for length in 0..whole.len() {
            fs::write(&path, &whole[..length]).unwrap();
            let journal = Journal::resume(&path, FINGERPRINT).unwrap();
            let kept = length.saturating_sub(begun) / size;
            assert_eq!(journal.found(), kept as u64, "{length}");
            (kept as u32..3).for_each(|k| journal.keep(0, &record(0, k)));
            drop(journal);
            assert!(fs::read(&path).unwrap() == whole, "{length}");
        }
        for place in begun..whole.len() {
            let mut damaged = whole.clone();
            damaged[place] ^= 4;
            fs::write(&path, &damaged).unwrap();
            let found = Journal::resume(&path, FINGERPRINT).unwrap().found();
            assert_eq!(found, ((place - begun) / size) as u64, "{place}");
        }
    }

    #[test]
    fn another_question_is_refused_and_left_alone() {
        let folder = tempdir().unwrap();
        let path = folder.path().join("journal");
        let journal = Journal::begin(&path, FINGERPRINT).unwrap();
        journal.keep(0, &record(0, 0));
        assert!(matches!(Journal::resume(&path, FINGERPRINT), Err(OpenError::Busy)), "one process at a time");
        assert!(matches!(Journal::check(&path), Err(OpenError::Busy)));
        assert!(Journal::check(&folder.path().join("none")).is_ok() && !folder.path().join("none").exists());
        drop(journal);
        let before = fs::read(&path).unwrap();
        let Err(OpenError::Other(differences)) = Journal::resume(&path, "[run]\nseed = 2\n") else { panic!() };
        assert_eq!(differences[0].to_string(), "run.seed was 1 and is 2");
        assert!(fs::read(&path).unwrap() == before);
    }

    /// A file of somebody else, whatever it holds and however it is opened, is left as it is; one that a start was killed in
    /// while making it is ours.
    #[test]
    fn what_is_not_ours_is_refused_and_left_alone() {
        let folder = tempdir().unwrap();
        let path = folder.path().join("journal");
        for foreign in ["n", "notes of mine", "PPRNOTES"] {
            fs::write(&path, foreign).unwrap();
            for opened in [Journal::begin(&path, FINGERPRINT), Journal::resume(&path, FINGERPRINT)] {
                assert!(matches!(opened, Err(OpenError::Foreign)), "{foreign}");
            }
            assert!(matches!(Journal::check(&path), Err(OpenError::Foreign)));
            assert_eq!(fs::read_to_string(&path).unwrap(), foreign);
        }
        for ours in ["", "PPR", "PPRLOG0\nan earlier form"] {
            fs::write(&path, ours).unwrap();
            assert_eq!(Journal::resume(&path, FINGERPRINT).unwrap().found(), 0, "{ours}");
        }
        fs::remove_file(&path).unwrap();
        fs::create_dir(&path).unwrap();
        assert!(matches!(Journal::begin(&path, FINGERPRINT), Err(OpenError::Foreign)));
        assert!(matches!(RecordFile::open(&path), Ok(None)));
    }

    /// Neither to a file of ours nor to one that is not there yet.
    #[cfg(unix)]
    #[test]
    fn a_link_is_not_followed() {
        let folder = tempdir().unwrap();
        let (path, target) = (folder.path().join("journal"), folder.path().join("target"));
        std::os::unix::fs::symlink(&target, &path).unwrap();
        assert!(matches!(Journal::begin(&path, FINGERPRINT), Err(OpenError::Foreign)));
        assert!(!target.exists());
        drop(Journal::begin(&target, FINGERPRINT).unwrap());
        let before = fs::read(&target).unwrap();
        assert!(matches!(Journal::begin(&path, "other = 1\n"), Err(OpenError::Foreign)));
        assert!(matches!(Journal::resume(&path, FINGERPRINT), Err(OpenError::Foreign)));
        assert!(matches!(RecordFile::open(&path), Ok(None)));
        assert!(fs::read(&target).unwrap() == before);
    }

    #[test]
    fn a_record_file_gives_its_records_and_takes_none() {
        let folder = tempdir().unwrap();
        let path = folder.path().join("records");
        fs::write(&path, record_file_bytes(FINGERPRINT, &[record(0, 0), record(1, 0)])).unwrap();
        let file = RecordFile::open(&path).unwrap().unwrap();
        assert_eq!((file.fingerprint(), file.replications()), (FINGERPRINT, 2));
        let journal = Journal::begin(&folder.path().join("journal"), FINGERPRINT).unwrap().beside(Some(file));
        assert!(journal.find(0, RunKey { strategy: 1, replication: 0 }).is_some());
        assert!(RecordFile::open(&folder.path().join("none")).unwrap().is_none());
        fs::write(&path, "notes").unwrap();
        assert!(RecordFile::open(&path).unwrap().is_none());
    }
}
