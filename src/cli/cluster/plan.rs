//! `plan`: cut a run or a sweep into units, see how far they are, and print a job for a scheduler.

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::Instant;

use super::super::args::ColorWhen;
use super::super::failure::{Failure, say};
use super::super::progress::{Audience, Progress};
use super::super::scenario::answered;
use super::super::search_words::SearchWords;
use super::args::PlanArgs;
use super::folder::{AskedScenario, NewPlan, PlanFolder, PlannedUnit, check_new};
use super::script::script;
use super::tapes::{UnitTapes, ranges};
use crate::input::Accepted;
use crate::jobs::{self, DividedJob, PartKind, Raw, Settings};
use crate::present;
use crate::results::numbers::counted;
use crate::watch::Silent;

/// Parts that are worked to see how long one takes.
const PILOT: u32 = 3;

/// Writes the folder of a plan, or says how far the units of one are, or prints a job for a scheduler.
///
/// # Errors
/// The scenario or the folder is refused, or reading or writing failed.
pub fn plan(args: &PlanArgs, color: ColorWhen) -> Result<(), Failure> {
    if args.status || args.script.is_some() {
        return look(args, color);
    }
    let accepted = args.scenario.read_axes(&args.axis, color)?;
    let default = || Path::new("output").join(present::folder_name(&format!("{}-plan", accepted.model.name)));
    let out = args.out.clone().unwrap_or_else(default);
    check_new(&out)?;
    let is_sweep = accepted.sweep.as_ref().is_some_and(|sweep| !sweep.axes.is_empty()) && !args.run;
    let raw = if args.full { Raw::Everything } else { Raw::Fitting };
    let asked = AskedScenario::of(&args.scenario, &args.axis);
    let (job, tables, is_priced) = match is_sweep {
        false => {
            let tables = accepted.tables().clone();
            (DividedJob::run(accepted), tables, false)
        }
        true => {
            let job = laid_out(accepted, Settings { threads: 0, raw }, args, color)?;
            let (job, tables) = DividedJob::of_sweep(&job);
            let is_priced = matches!(job, DividedJob::Sweep { is_priced: true, .. });
            (job, tables, is_priced)
        }
    };
    let units = units(&job, args, raw)?;
    let words = planned(&job, &units, &out);
    NewPlan { asked, job: &job, tables, raw, is_priced, units }.write(&out)?;
    Ok(writeln!(io::stdout(), "{words}")?)
}

/// Reads every point.
fn laid_out(
    accepted: Accepted,
    settings: Settings,
    args: &PlanArgs,
    color: ColorWhen,
) -> Result<jobs::SweepJob, Failure> {
    let progress = Progress::of_search(Audience::of_stderr(args.quiet), SearchWords::default());
    let job = jobs::sweep(accepted, &settings, &progress);
    progress.end();
    answered(job, color)
}

fn units(job: &DividedJob, args: &PlanArgs, raw: Raw) -> Result<Vec<PlannedUnit>, Failure> {
    let parts = job.parts();
    if let Some(count) = args.units {
        return Ok(PlannedUnit::cut(0..parts, count, None));
    }
    // A part is worked on one core, as a scheduler hands out cores.
    let settings = Settings { threads: 1, raw };
    let count = PILOT.min(parts);
    let begun = Instant::now();
    for pilot in 0..count {
        let part = (u64::from(parts) * u64::from(2 * pilot + 1) / u64::from(2 * count)) as u32;
        let worked = job.work(part..part + 1, &settings, &Silent);
        worked.map_err(|stopped| Failure::machine(stopped.to_string()))?;
    }
    let seconds = begun.elapsed().as_secs_f64() / f64::from(count);
    let units = (f64::from(parts) * seconds / args.seconds).ceil().clamp(1.0, f64::from(parts));
    Ok(PlannedUnit::cut(0..parts, units as u32, Some(seconds)))
}

fn planned(job: &DividedJob, units: &[PlannedUnit], out: &Path) -> String {
    let mut words = format!(
        "{} of {} in {}",
        counted(units.len() as u64, "unit"),
        counted(u64::from(job.parts()), job.kind().word()),
        out.display()
    );
    if let Some(seconds) = units.iter().map(|unit| unit.seconds).sum::<Option<f64>>() {
        let _ = write!(words, ", about {} of one core", duration(seconds));
    }
    if job.kind() == PartKind::Replications && job.scenario().model.run.stopping.is_some() {
        words.push_str("; the rule that ends the run may ask for more when they are merged");
    }
    let _ = write!(words, "\nNext: pushpull work {} --shard 1/2, and 2/2 elsewhere", out.display());
    words
}

/// `40 s`, `3 min`, `2.5 h`.
fn duration(seconds: f64) -> String {
    match seconds {
        s if s < 1.0 => "a second".into(),
        s if s < 120.0 => format!("{s:.0} s"),
        s if s < 7200.0 => format!("{:.0} min", s / 60.0),
        s => format!("{:.1} h", s / 3600.0),
    }
}

/// How far a plan is, or a job for a scheduler.
fn look(args: &PlanArgs, color: ColorWhen) -> Result<(), Failure> {
    let scenario = &args.scenario;
    let changes = [
        (!scenario.set.is_empty(), "--set"),
        (!scenario.strategies.is_empty(), "--strategies"),
        (scenario.replications.is_some(), "--replications"),
        (scenario.seed.is_some(), "--seed"),
    ];
    if let Some((_, flag)) = changes.into_iter().find(|(given, _)| *given) {
        return Err(Failure::usage(format!("{flag} changes a scenario, and a plan has its own; leave it out")));
    }
    let path: &PathBuf = &scenario.file;
    let folder = PlanFolder::open(path, color)?;
    let tapes = UnitTapes::look(&folder, 0..folder.plan.units.len())?;
    let missing = tapes.missing();
    if let Some(scheduler) = args.script {
        if missing.is_empty() && !args.quiet {
            say("all units are done: merge them");
        }
        let all = folder.plan.units.len();
        let longest = folder.plan.units.iter().filter_map(|unit| unit.seconds).fold(0.0, f64::max);
        return Ok(io::stdout().write_all(script(scheduler, path, (&missing, all), longest).as_bytes())?);
    }
    let all = folder.plan.units.len();
    let mut words = format!("{} of {} done", all - missing.len(), counted(all as u64, "unit"));
    if !missing.is_empty() {
        let _ = write!(words, "; missing: {}", ranges(&missing));
    }
    let left: Option<f64> = missing.iter().map(|unit| folder.plan.units[*unit].seconds).sum();
    if let Some(left) = left.filter(|_| !missing.is_empty()) {
        let _ = write!(words, "\nabout {} of one core are left", duration(left));
    }
    for torn in &tapes.torn {
        let _ = write!(words, "\n{} is torn, as if it were not there", torn.display());
    }
    Ok(writeln!(io::stdout(), "{words}")?)
}

#[cfg(test)]
mod tests {
    use super::duration;

    #[test]
    fn times_are_told_in_a_unit_that_fits() {
        assert_eq!([0.2, 40.0, 600.0, 9000.0].map(duration), ["a second", "40 s", "10 min", "2.5 h"]);
    }
}
