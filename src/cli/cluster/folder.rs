//! The folder of a plan: what is asked, with everything that it reads, the units, and what they came to.
//!
//! `plan.json` is written last and says where the rest lies; no path leads out of the folder, so it may be copied anywhere.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use super::super::args::{ColorWhen, ScenarioArgs};
use super::super::failure::Failure;
use super::super::resume::listed;
use super::super::scenario::answered;
use crate::input::{self, Accepted, Beside};
use crate::jobs::{self, DividedJob, JobError, PartKind, Raw, UnitAnswer};
use crate::journal;
use crate::results::{Difference, differences};

/// The form of `plan.json`; raised whenever it changes.
const FORMAT: u32 = 1;
const PLAN: &str = "plan.json";
const SCENARIO: &str = "scenario.toml";
const QUESTION: &str = "question.toml";
/// Folder of what the units came to.
const RECORDS: &str = "records";
/// Ending of what a unit came to.
const TAPE: &str = "tape";

/// `plan.json`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct PlanFile {
    format: u32,
    /// Version of pushpull.
    version: String,
    /// What the units are cut from.
    pub unit_of: UnitOf,
    /// What the command line said.
    pub asked: AskedScenario,
    /// By the names that the scenario has for them, where its tables lie in the folder.
    tables: BTreeMap<String, String>,
    /// Whether every raw value is kept.
    pub full: bool,
    /// Whether something has a price at a point of a sweep.
    pub is_priced: bool,
    /// CRC-32 of `question.toml`.
    question: String,
    /// In the order of their parts, without gaps.
    pub units: Vec<PlannedUnit>,
}

/// What units are cut from, as `plan.json` has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum UnitOf {
    Replications,
    Points,
}

/// A scenario, and what the command line changed in it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct AskedScenario {
    /// The name of its file.
    pub file: String,
    pub set: Vec<String>,
    pub strategies: Vec<String>,
    pub replications: Option<u32>,
    pub seed: Option<u64>,
    pub axes: Vec<String>,
}

/// A unit of work.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct PlannedUnit {
    /// First part, and the one after the last.
    parts: [u32; 2],
    /// What it may take on one core.
    pub seconds: Option<f64>,
}

impl PlannedUnit {
    pub fn parts(&self) -> Range<u32> {
        self.parts[0]..self.parts[1]
    }

    /// About `count` units of like size; `seconds` is that of a part.
    pub fn cut(parts: Range<u32>, count: u32, seconds: Option<f64>) -> Vec<PlannedUnit> {
        let count = count.clamp(1, parts.len().max(1) as u32);
        let at = |unit: u32| parts.start + (parts.len() as u64 * u64::from(unit) / u64::from(count)) as u32;
        let unit = |number: u32| {
            let parts = [at(number), at(number + 1)];
            PlannedUnit { parts, seconds: seconds.map(|one| one * f64::from(parts[1] - parts[0])) }
        };
        (0..count).map(unit).collect()
    }
}

impl AskedScenario {
    pub fn of(scenario: &ScenarioArgs, axes: &[String]) -> AskedScenario {
        let name = scenario.file.file_name().map_or_else(|| "stdin".into(), |name| name.to_string_lossy().into_owned());
        AskedScenario {
            file: if name == "-" { "stdin".into() } else { name },
            set: scenario.set.clone(),
            strategies: scenario.strategies.clone(),
            replications: scenario.replications,
            seed: scenario.seed,
            axes: axes.to_vec(),
        }
    }

    /// The same as arguments.
    pub fn as_args(&self) -> ScenarioArgs {
        ScenarioArgs {
            file: PathBuf::from(&self.file),
            set: self.set.clone(),
            strategies: self.strategies.clone(),
            replications: self.replications,
            seed: self.seed,
            asked: Vec::new(),
        }
    }
}

/// The folder of a plan that this build can work on.
pub(super) struct PlanFolder {
    pub path: PathBuf,
    pub plan: PlanFile,
    pub question: String,
    pub job: DividedJob,
}

/// What a plan is made of.
pub(super) struct NewPlan<'a> {
    pub asked: AskedScenario,
    pub job: &'a DividedJob,
    pub tables: BTreeMap<String, std::sync::Arc<[u8]>>,
    pub raw: Raw,
    pub is_priced: bool,
    pub units: Vec<PlannedUnit>,
}

impl NewPlan<'_> {
    /// Writes the folder.
    ///
    /// # Errors
    /// It is there already, or the disk refuses.
    pub fn write(self, out: &Path) -> Result<(), Failure> {
        check_new(out)?;
        let failed = |error: io::Error| Failure::io(&format!("cannot write {}", out.display()), &error);
        fs::create_dir_all(out.join(RECORDS)).map_err(failed)?;
        let mut names = BTreeMap::new();
        for (number, (name, bytes)) in self.tables.iter().enumerate() {
            fs::create_dir_all(out.join("tables")).map_err(failed)?;
            let ending = Path::new(name).extension().and_then(|ending| ending.to_str()).unwrap_or("txt");
            let file = format!("tables/{number}.{ending}");
            fs::write(out.join(&file), bytes).map_err(failed)?;
            names.insert(name.clone(), file);
        }
        let question = self.job.question(self.raw);
        fs::write(out.join(SCENARIO), self.job.scenario().text()).map_err(failed)?;
        fs::write(out.join(QUESTION), &question).map_err(failed)?;
        let plan = PlanFile {
            format: FORMAT,
            version: env!("CARGO_PKG_VERSION").into(),
            unit_of: match self.job.kind() {
                PartKind::Replications => UnitOf::Replications,
                PartKind::Points => UnitOf::Points,
            },
            asked: self.asked,
            tables: names,
            full: self.raw == Raw::Everything,
            is_priced: self.is_priced,
            question: sum(&question),
            units: self.units,
        };
        plan.write(out)
    }
}

/// Sees that a plan can be written there.
///
/// # Errors
/// Something is there.
pub(super) fn check_new(out: &Path) -> Result<(), Failure> {
    let is_empty = fs::read_dir(out).map(|mut entries| entries.next().is_none());
    match is_empty {
        Ok(true) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Ok(false) => Err(Failure::usage(format!(
            "{} is there and not empty; name another folder with --out, or remove it",
            out.display()
        ))),
        Err(error) => Err(Failure::io(&format!("cannot write {}", out.display()), &error)),
    }
}

fn sum(text: &str) -> String {
    format!("{:08x}", crc32fast::hash(text.as_bytes()))
}

impl PlanFile {
    fn write(&self, folder: &Path) -> Result<(), Failure> {
        let text = serde_json::to_string_pretty(self).expect("a plan has only names and numbers");
        put_whole(&folder.join(PLAN), (text + "\n").as_bytes(), IfThere::Replace)
            .map_err(|error| Failure::io(&format!("cannot write {}", folder.join(PLAN).display()), &error))
    }

    /// Reads the plan of a folder.
    ///
    /// # Errors
    /// There is none, it is damaged, or another version wrote it.
    pub fn read(folder: &Path) -> Result<PlanFile, Failure> {
        let path = folder.join(PLAN);
        let text = fs::read_to_string(&path).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Failure::usage(format!(
                "{} is not the folder of a plan: it has no {PLAN}; `pushpull plan FILE --out PLAN` makes one",
                folder.display()
            )),
            _ => Failure::io(&format!("cannot read {}", path.display()), &error),
        })?;
        let damaged = || Failure::usage(format!("{} is damaged: copy or make the plan again", path.display()));
        let plan: PlanFile = serde_json::from_str(&text).map_err(|_| damaged())?;
        let mut next = 0;
        for unit in &plan.units {
            if unit.parts[0] != next || unit.parts[1] <= next {
                return Err(damaged());
            }
            next = unit.parts[1];
        }
        let is_inside = |file: &String| file.starts_with("tables/") && !file.contains("..");
        if plan.units.is_empty() || plan.format != FORMAT || !plan.tables.values().all(is_inside) {
            return Err(damaged());
        }
        Ok(plan)
    }

    /// Number of parts of all units.
    pub fn parts(&self) -> u32 {
        self.units.last().map_or(0, |unit| unit.parts[1])
    }

    pub fn raw(&self) -> Raw {
        if self.full { Raw::Everything } else { Raw::Fitting }
    }
}

/// Lines of a question before those of the scenario: version, streams, build.
fn head(question: &str) -> String {
    question.lines().take_while(|line| !line.starts_with("full = ")).map(|line| format!("{line}\n")).collect()
}

impl PlanFolder {
    /// Opens the folder of a plan.
    ///
    /// # Errors
    /// It is none or damaged, another version or build made it, or what it asks was changed.
    pub fn open(path: &Path, color: ColorWhen) -> Result<PlanFolder, Failure> {
        let plan = PlanFile::read(path)?;
        let read = |name: &str| {
            fs::read(path.join(name))
                .map_err(|error| Failure::io(&format!("cannot read {}", path.join(name).display()), &error))
        };
        let made_for = String::from_utf8(read(QUESTION)?).unwrap_or_default();
        if sum(&made_for) != plan.question {
            let place = path.join(QUESTION);
            return Err(Failure::usage(format!("{} is damaged: copy or make the plan again", place.display())));
        }
        let refused = |differences: &[Difference]| {
            Failure::usage(format!(
                "cannot work on {}: this is another build, or what it asks was changed\n{}\n\n\
                 take the pushpull that made the plan, or make it again",
                path.display(),
                listed(differences)
            ))
        };
        // Another version may not even read the scenario: it is told apart first.
        let found = differences(&head(&made_for), &head(&jobs::question_of_build()));
        if !found.is_empty() {
            return Err(refused(&found));
        }
        let mut files = BTreeMap::new();
        for (name, file) in &plan.tables {
            files.insert(name.clone(), read(file)?);
        }
        let text = String::from_utf8_lossy(&read(SCENARIO)?).into_owned();
        let args = plan.asked.as_args();
        let beside = Beside { axes: plan.asked.axes.clone(), files: Some(files), ..args.beside() };
        let accepted: Result<Accepted, JobError> =
            input::read_text(&plan.asked.file, &text, beside).map_err(JobError::from);
        let accepted = answered(accepted, color)?;
        let job = match plan.unit_of {
            UnitOf::Replications => DividedJob::run(accepted),
            UnitOf::Points => answered(DividedJob::sweep(accepted, plan.is_priced), color)?,
        };
        let question = job.question(plan.raw());
        let found = differences(&made_for, &question);
        if !found.is_empty() {
            return Err(refused(&found));
        }
        Ok(PlanFolder { path: path.into(), plan, question, job })
    }

    /// Adds units, for parts up to `to`, and gives their numbers.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn add(&mut self, to: u32) -> Result<Vec<usize>, Failure> {
        let (before, parts) = (self.plan.units.len(), self.plan.parts());
        let size = parts.div_ceil(before as u32).max(1);
        let seconds: Option<f64> = self.plan.units.iter().map(|unit| unit.seconds).sum();
        let each = seconds.map(|all| all / f64::from(parts));
        self.plan.units.extend(PlannedUnit::cut(parts..to, (to - parts).div_ceil(size), each));
        self.plan.write(&self.path)?;
        Ok((before..self.plan.units.len()).collect())
    }

    pub fn records(&self) -> PathBuf {
        self.path.join(RECORDS)
    }

    /// Where what a unit came to is looked for first.
    pub fn tape(&self, unit: usize) -> PathBuf {
        self.records().join(format!("{unit}.{TAPE}"))
    }

    /// The bytes of what a unit came to.
    pub fn bytes(&self, answer: &UnitAnswer) -> Vec<u8> {
        match answer {
            UnitAnswer::Records(records) => journal::record_file_bytes(&self.question, records),
            UnitAnswer::Answers(answers) => journal::answer_file_bytes(&self.question, answers),
        }
    }

    /// Puts an answer beside another one of the same unit; gives where it is.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn put_beside(&self, unit: usize, bytes: &[u8]) -> Result<PathBuf, Failure> {
        let path = self.records().join(format!("{unit}.{}.{TAPE}", own_word()));
        put_whole(&path, bytes, IfThere::Replace).map_err(|error| Failure::io(&path.display().to_string(), &error))?;
        Ok(path)
    }

    /// The unit and the files of each: `7.tape` first, then others that were put beside it, `7.….tape`.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn files(&self) -> Result<BTreeMap<usize, Vec<PathBuf>>, Failure> {
        let failed = |error: io::Error| Failure::io(&format!("cannot read {}", self.records().display()), &error);
        let mut files: BTreeMap<usize, Vec<PathBuf>> = BTreeMap::new();
        let entries = match fs::read_dir(self.records()) {
            // An empty folder may not have been copied.
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(files),
            entries => entries.map_err(failed)?,
        };
        for entry in entries {
            let path = entry.map_err(failed)?.path();
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            if let Some((unit, _)) = name.split_once('.').filter(|_| name.ends_with(".tape"))
                && let Ok(unit) = unit.parse()
            {
                files.entry(unit).or_default().push(path);
            }
        }
        for (unit, own) in &mut files {
            own.sort_by_key(|path| (*path != self.tape(*unit), path.clone()));
        }
        Ok(files)
    }
}

/// What becomes of a file that is there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum IfThere {
    Replace,
    /// It stays, and the error says that it is there.
    Keep,
}

/// Writes a file that is there whole or not at all: beside its place, synced, then given its name.
pub(super) fn put_whole(path: &Path, bytes: &[u8], found: IfThere) -> io::Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let beside = path.with_file_name(format!(".{name}.{}.part", own_word()));
    let written = File::options().write(true).create_new(true).open(&beside).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    let named = written.and_then(|()| match found {
        IfThere::Replace => fs::rename(&beside, path),
        // A second name is refused where there is a file; a disk without second names takes the next best.
        IfThere::Keep => match fs::hard_link(&beside, path) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists && !path.exists() => fs::rename(&beside, path),
            linked => linked,
        },
    });
    // Gone already where it was renamed.
    let _ = fs::remove_file(&beside);
    named?;
    // So that the name outlives a power cut, where folders can be synced.
    if let Some(folder) = path.parent().and_then(|folder| File::open(folder).ok()) {
        let _ = folder.sync_all();
    }
    Ok(())
}

/// A word that no other process writes under.
fn own_word() -> String {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    format!("{}-{}", std::process::id(), now.as_nanos())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_of_like_size_and_leave_nothing_out() {
        let units = PlannedUnit::cut(3..20, 5, Some(2.0));
        let lengths: Vec<usize> = units.iter().map(|unit| unit.parts().len()).collect();
        assert_eq!((lengths, units[0].parts[0], units[4].parts[1]), (vec![3, 3, 4, 3, 4], 3, 20));
        assert_eq!(units[2].seconds, Some(8.0));
        assert_eq!(PlannedUnit::cut(0..3, 10, None).len(), 3);
    }

    #[test]
    fn what_is_there_is_kept_where_that_is_asked_for() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("0.tape");
        put_whole(&path, b"one", IfThere::Keep).unwrap();
        let refused = put_whole(&path, b"two", IfThere::Keep).unwrap_err();
        assert_eq!((refused.kind(), fs::read(&path).unwrap()), (io::ErrorKind::AlreadyExists, b"one".to_vec()));
        put_whole(&path, b"three", IfThere::Replace).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"three");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
    }
}
