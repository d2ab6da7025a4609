//! Where records, and answers of points, are looked for before they are made, and kept when they are.

use super::answer::Answer;
use super::{RunKey, RunRecord};

/// Records, and answers of points, kept outside the memory of a run: what was simulated before is not simulated again.
///
/// A record depends on its scenario, strategy and replication alone, so one that is found stands for one that is made.
pub trait Archive: Sync {
    /// The record of a run at a place of a design (0 where there is none), if it is there.
    fn find(&self, point: u32, key: RunKey) -> Option<RunRecord>;
    /// Keeps a record for a later start.
    fn keep(&self, point: u32, record: &RunRecord);

    /// What a point of a design came to, if it is there; one without answers has none.
    fn answer(&self, _point: u32) -> Option<Answer> {
        None
    }

    /// Keeps what a point came to for a later start; one without answers does not.
    fn keep_answer(&self, _answer: &Answer) {}
}

/// Records of a whole run, which are sorted by strategy and replication; keeps no others.
impl Archive for Vec<RunRecord> {
    fn find(&self, point: u32, key: RunKey) -> Option<RunRecord> {
        let place = self.binary_search_by_key(&key, |record| record.key).ok().filter(|_| point == 0)?;
        Some(self[place].clone())
    }

    fn keep(&self, _: u32, _: &RunRecord) {}
}

/// An archive that has nothing and keeps nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoArchive;

impl Archive for NoArchive {
    fn find(&self, _: u32, _: RunKey) -> Option<RunRecord> {
        None
    }

    fn keep(&self, _: u32, _: &RunRecord) {}
}
