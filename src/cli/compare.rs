//! `compare`: two runs beside each other.

use std::io::{self, Write as _};
use std::path::Path;

use super::args::{ColorWhen, CompareArgs};
use super::failure::Failure;
use super::progress::Audience;
use super::results::write;
use super::session::width;
use crate::jobs::{self, FailIf, JobError};
use crate::present::{self, Charts, Format, ResultKind, WriteOptions, terminal};
use crate::results::{Compared, Tables};

/// Compares two result folders, writes a folder, prints what it comes to, and fails where a difference is not accepted.
///
/// # Errors
/// A folder holds no run, the two cannot be compared, a condition is wrong or met, or the disk refuses.
pub fn compare(args: &CompareArgs, color: ColorWhen) -> Result<(), Failure> {
    let conditions = args.fail_if.iter().map(|words| FailIf::read(words)).collect::<Result<Vec<_>, _>>();
    let conditions = conditions.map_err(|why| Failure::usage(format!("--fail-if: {why}")))?;
    let names = names(&args.before, &args.now);
    let default = || Path::new("output").join(present::folder_name(&format!("{}-{}", names[0], names[1])));
    let out = args.out.clone().unwrap_or_else(default);
    let (before, now) = (read(&args.before)?, read(&args.now)?);
    if [&args.before, &args.now].iter().any(|folder| is_same(folder, &out)) {
        return Err(Failure::usage(format!(
            "{} is one of the two runs; choose another folder with --out",
            out.display()
        )));
    }
    let compared = jobs::compare([&before, &now], [&names[0], &names[1]]).map_err(refused)?;
    let failing = met(&conditions, &compared)?;
    let charts = if args.no_charts { Charts::Skip } else { Charts::Draw };
    let options = WriteOptions { formats: [Format::Csv].into(), charts, records: None, threads: 0 };
    write(&out, &compared, &options, Audience::of_stderr(args.quiet))?;
    let words = match args.json {
        true => compared.json(),
        false => terminal::summary(&compared, color.on_stdout(), width(), "FILE"),
    };
    writeln!(io::stdout(), "{}", words.trim_end())?;
    if failing.is_empty() { Ok(()) } else { Err(Failure::changed(failing.join("\n"))) }
}

/// A run's folder, read.
fn read(folder: &Path) -> Result<Tables, Failure> {
    let info = present::read_info(folder)?;
    if !Tables::is_kind_of(&info) {
        let kind = match (info.compared.is_some(), info.axes.is_empty()) {
            (true, _) => "a comparison",
            (_, false) => "a sweep or a frontier",
            _ => "a search over what is held",
        };
        return Err(Failure::usage(format!(
            "{} holds {kind}; compare takes the folders of two runs (pushpull run, optimize)",
            folder.display()
        )));
    }
    Ok(Tables::read(folder, info)?)
}

/// What sentences call the two: the names of their folders, as they were written where those are alike.
fn names(before: &Path, now: &Path) -> [String; 2] {
    let last = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned());
    match (last(before), last(now)) {
        (Some(before), Some(now)) if before != now => [before, now],
        _ => [before.display().to_string(), now.display().to_string()],
    }
}

fn is_same(folder: &Path, out: &Path) -> bool {
    folder.canonicalize().ok().is_some_and(|folder| out.canonicalize().ok() == Some(folder))
}

fn refused(error: JobError) -> Failure {
    Failure::usage(error.to_string())
}

/// The conditions that are met, in words.
fn met(conditions: &[FailIf], compared: &Compared) -> Result<Vec<String>, Failure> {
    let mut words = Vec::new();
    for condition in conditions {
        let failing = condition.failing(compared).map_err(|why| Failure::usage(format!("--fail-if: {why}")))?;
        if !failing.is_empty() {
            words.push(format!("{} under {}", condition.words, failing.join(", ")));
        }
    }
    Ok(words)
}
