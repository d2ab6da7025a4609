//! What the units of a plan came to: which are there and whole, and their records and answers as one archive.

use std::collections::VecDeque;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::super::failure::Failure;
use super::super::resume::listed;
use super::folder::{PlanFolder, PlannedUnit};
use crate::jobs::{Answer, Archive, PartKind, RunKey, RunRecord};
use crate::journal::RecordFile;
use crate::results::differences;

/// Files that are open at a time: a merge goes through the units in their order.
const OPEN: usize = 16;

/// What was found of the units of a plan.
pub(super) struct UnitTapes {
    /// By unit, the files that are whole.
    whole: Vec<Vec<PathBuf>>,
    /// Files that are torn: as if they were not there.
    pub torn: Vec<PathBuf>,
}

impl UnitTapes {
    /// Looks through the files of these units.
    ///
    /// # Errors
    /// Some answer another question, or the disk refuses.
    pub fn look(folder: &PlanFolder, units: Range<usize>) -> Result<UnitTapes, Failure> {
        let mut found = UnitTapes { whole: vec![Vec::new(); units.end], torn: Vec::new() };
        let mut others = Vec::new();
        for (unit, files) in folder.files()?.into_iter().filter(|(unit, _)| units.contains(unit)) {
            let parts = folder.plan.units[unit].parts();
            for path in files {
                match read(&path)? {
                    Some(tape) if tape.fingerprint() != folder.question => {
                        let asked = differences(&folder.question, tape.fingerprint());
                        others.push(format!("{}\n{}", path.display(), listed(&asked)));
                    }
                    Some(tape) if is_whole(folder, parts.clone(), &tape) => found.whole[unit].push(path),
                    _ => found.torn.push(path),
                }
            }
        }
        if others.is_empty() {
            return Ok(found);
        }
        Err(Failure::usage(format!(
            "what does not answer this plan lies in {}; move it away\n{}",
            folder.records().display(),
            others.join("\n")
        )))
    }

    pub fn is_done(&self, unit: usize) -> bool {
        !self.whole[unit].is_empty()
    }

    /// Units that are not done.
    pub fn missing(&self) -> Vec<usize> {
        (0..self.whole.len()).filter(|unit| !self.is_done(*unit)).collect()
    }

    /// The answer of a unit that is done.
    pub fn of(&self, unit: usize) -> &Path {
        &self.whole[unit][0]
    }

    /// Files of one unit that say different things.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn differing(&self, folder: &PlanFolder) -> Result<Vec<[PathBuf; 2]>, Failure> {
        let mut found = Vec::new();
        for (unit, files) in self.whole.iter().enumerate() {
            for other in files.iter().skip(1) {
                if !same(folder, unit, &files[0], other)? {
                    found.push([files[0].clone(), other.clone()]);
                }
            }
        }
        Ok(found)
    }
}

fn read(path: &Path) -> Result<Option<RecordFile>, Failure> {
    RecordFile::open(path).map_err(|error| unread(path, &error))
}

fn unread(path: &Path, error: &io::Error) -> Failure {
    Failure::io(&format!("cannot read {}", path.display()), error)
}

/// The keys of the records of some replications.
fn keys(folder: &PlanFolder, parts: Range<u32>) -> impl Iterator<Item = RunKey> {
    let strategies = folder.job.scenario().model.strategies.len() as u32;
    (0..strategies).flat_map(move |strategy| parts.clone().map(move |replication| RunKey { strategy, replication }))
}

fn is_whole(folder: &PlanFolder, mut parts: Range<u32>, tape: &RecordFile) -> bool {
    match folder.job.kind() {
        PartKind::Replications => keys(folder, parts).all(|key| tape.has_record(0, key)),
        PartKind::Points => parts.all(|point| tape.has_answer(point)),
    }
}

/// Whether two files say the same of a unit, to the last bit.
///
/// # Errors
/// The disk refuses.
pub(super) fn same(folder: &PlanFolder, unit: usize, one: &Path, other: &Path) -> Result<bool, Failure> {
    let (Some(a), Some(b)) = (read(one)?, read(other)?) else { return Ok(false) };
    let mut parts = folder.plan.units[unit].parts();
    let bytes = |answer: Option<Answer>| answer.map(|answer| answer.to_bytes());
    Ok(match folder.job.kind() {
        PartKind::Replications => keys(folder, parts).all(|key| {
            let found = a.find(0, key).zip(b.find(0, key));
            found.is_some_and(|(a, b)| a.same_bits(&b))
        }),
        PartKind::Points => parts.all(|point| bytes(a.answer(point)) == bytes(b.answer(point))),
    })
}

/// The units that are done, as one archive.
pub(super) struct MergedTapes<'a> {
    units: &'a [PlannedUnit],
    tapes: &'a UnitTapes,
    /// Of points in the place of all, by the number that they have among themselves: their numbers in the design.
    points: Option<&'a [u32]>,
    open: Mutex<VecDeque<(usize, Arc<RecordFile>)>>,
}

impl<'a> MergedTapes<'a> {
    pub fn new(folder: &'a PlanFolder, tapes: &'a UnitTapes, points: Option<&'a [u32]>) -> MergedTapes<'a> {
        MergedTapes { units: &folder.plan.units, tapes, points, open: Mutex::default() }
    }

    /// The file that has a part, if its unit is done.
    fn tape(&self, part: u32) -> Option<Arc<RecordFile>> {
        let unit = self.units.partition_point(|unit| unit.parts().end <= part);
        if unit >= self.units.len() || !self.tapes.is_done(unit) {
            return None;
        }
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, tape)) = open.iter().find(|(own, _)| *own == unit) {
            return Some(tape.clone());
        }
        let tape = Arc::new(RecordFile::open(self.tapes.of(unit)).ok()??);
        if open.len() == OPEN {
            open.pop_front();
        }
        open.push_back((unit, tape.clone()));
        Some(tape)
    }
}

impl Archive for MergedTapes<'_> {
    fn find(&self, point: u32, key: RunKey) -> Option<RunRecord> {
        self.tape(key.replication)?.find(point, key)
    }

    fn keep(&self, _: u32, _: &RunRecord) {}

    fn answer(&self, point: u32) -> Option<Answer> {
        let number = self.points.map_or(point, |points| points[point as usize]);
        Some(Answer { point, ..self.tape(number)?.answer(number)? })
    }
}

/// Numbers of units as schedulers take them: `0,7,12-15`.
pub(super) fn ranges(units: &[usize]) -> String {
    let mut runs: Vec<[usize; 2]> = Vec::new();
    for unit in units {
        match runs.last_mut() {
            Some(run) if run[1] + 1 == *unit => run[1] = *unit,
            _ => runs.push([*unit; 2]),
        }
    }
    let words = |[first, last]: &[usize; 2]| match last - first {
        0 => first.to_string(),
        1 => format!("{first},{last}"),
        _ => format!("{first}-{last}"),
    };
    runs.iter().map(words).collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_named_as_an_array_takes_them() {
        assert_eq!(ranges(&[0, 7, 12, 13, 14, 15]), "0,7,12-15");
        assert_eq!(ranges(&[3, 4, 9]), "3,4,9");
        assert_eq!(ranges(&[]), "");
    }
}
