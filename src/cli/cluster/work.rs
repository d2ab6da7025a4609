//! `work`: units of a plan, each to a file that is there whole or not at all.

use std::io;

use super::super::args::ColorWhen;
use super::super::failure::{Failure, say};
use super::args::WorkArgs;
use super::folder::{IfThere, PlanFolder, put_whole};
use super::tapes::{UnitTapes, ranges, same};
use crate::jobs::Settings;
use crate::watch::{Silent, Watch};

/// Works the units that are asked for and not done.
///
/// # Errors
/// There is no such plan or unit, it is of another build, a unit has another answer already, or the disk refuses.
pub fn work(args: &WorkArgs, color: ColorWhen) -> Result<(), Failure> {
    let folder = PlanFolder::open(&args.plan, color)?;
    let count = folder.plan.units.len();
    let units: Vec<usize> = match (args.unit, args.shard) {
        (Some(unit), _) if unit as usize >= count => {
            return Err(Failure::usage(format!(
                "the plan has {count} units, numbered from 0: there is no unit {unit}"
            )));
        }
        (Some(unit), _) => vec![unit as usize],
        (None, Some(shard)) => (shard.own as usize..count).step_by(shard.of as usize).collect(),
        (None, None) => Vec::new(),
    };
    let settings = Settings { threads: args.threads.map_or(0, |threads| threads as usize), raw: folder.plan.raw() };
    let mut done_before = Vec::new();
    for unit in &units {
        if UnitTapes::look(&folder, *unit..*unit + 1)?.is_done(*unit) {
            done_before.push(*unit);
        } else {
            let bytes = answer(&folder, *unit, &settings, &Silent)?;
            keep(&folder, *unit, &bytes)?;
            if !args.quiet {
                say(&format!("unit {unit} is done"));
            }
        }
    }
    if !args.quiet && !done_before.is_empty() {
        say(&format!("done before: {}", ranges(&done_before)));
    }
    Ok(())
}

/// Works out a unit; gives the bytes of its file.
pub(super) fn answer(
    folder: &PlanFolder,
    unit: usize,
    settings: &Settings,
    watch: &dyn Watch,
) -> Result<Vec<u8>, Failure> {
    let parts = folder.plan.units[unit].parts();
    let answer = folder.job.work(parts, settings, watch).map_err(|stopped| Failure::machine(stopped.to_string()))?;
    Ok(folder.bytes(&answer))
}

/// Puts the answer of a unit in its place. Where another process has put one there meanwhile, that one stays; one that says other
/// things is kept beside it and told.
fn keep(folder: &PlanFolder, unit: usize, bytes: &[u8]) -> Result<(), Failure> {
    let path = folder.tape(unit);
    let failed = |error: io::Error| Failure::io(&format!("cannot write {}", path.display()), &error);
    match put_whole(&path, bytes, IfThere::Keep) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        put => return put.map_err(failed),
    }
    if !UnitTapes::look(folder, unit..unit + 1)?.is_done(unit) {
        // What stands there is torn.
        return put_whole(&path, bytes, IfThere::Replace).map_err(failed);
    }
    compared(folder, unit, bytes)
}

/// Sees that an answer says what the one in the folder says; one that does not is kept beside it.
///
/// # Errors
/// It does not, or the disk refuses.
pub(super) fn compared(folder: &PlanFolder, unit: usize, bytes: &[u8]) -> Result<(), Failure> {
    let (own, there) = (folder.put_beside(unit, bytes)?, UnitTapes::look(folder, unit..unit + 1)?);
    let first = there.of(unit).to_path_buf();
    if same(folder, unit, &first, &own)? {
        return std::fs::remove_file(&own).map_err(|error| Failure::io(&own.display().to_string(), &error));
    }
    Err(differing(&[[first, own]]))
}

/// Units with two answers.
pub(super) fn differing(pairs: &[[std::path::PathBuf; 2]]) -> Failure {
    let lines = pairs.iter().map(|[one, other]| format!("  {} and {}", one.display(), other.display()));
    Failure::differs(format!(
        "two answers of the same unit differ:\n{}\n\n\
         one of the machines calculates otherwise (another processor may take another logarithm): \
         work all units on machines of one kind, or remove the file that is not to count",
        lines.collect::<Vec<_>>().join("\n")
    ))
}
