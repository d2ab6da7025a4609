//! `merge`: the units of a plan in their order, to the result folder of one machine.

use std::io::{self, Write as _};

use super::super::args::ColorWhen;
use super::super::failure::{Failure, say};
use super::super::scenario::answered;
use super::super::session::Session;
use super::args::MergeArgs;
use super::folder::{PlanFolder, UnitOf};
use super::tapes::{MergedTapes, UnitTapes, ranges};
use super::work::{answer, compared, differing};
use crate::jobs::{self, JobError, PartKind, Prepared, Settings};
use crate::present::ResultKind;
use crate::results::numbers::counted;
use crate::results::{RunInfo, Sweep, Tables};
use crate::watch::Silent;

/// Merges the units of a plan, writes the result folder and prints what it comes to.
///
/// # Errors
/// Units are missing, differ or are not of this plan, a rule asks for more of them, or reading or writing failed.
pub fn merge(args: &MergeArgs, color: ColorWhen) -> Result<(), Failure> {
    let mut folder = PlanFolder::open(&args.plan, color)?;
    let tapes = UnitTapes::look(&folder, 0..folder.plan.units.len())?;
    let pairs = tapes.differing(&folder)?;
    if !pairs.is_empty() {
        return Err(differing(&pairs));
    }
    for torn in tapes.torn.iter().filter(|_| !args.quiet) {
        say(&format!("{} is torn, as if it were not there", torn.display()));
    }
    let missing = tapes.missing();
    if !missing.is_empty() && !args.partial {
        writeln!(io::stdout(), "{}", ranges(&missing))?;
        let of = folder.plan.units.len();
        return Err(Failure::missing(format!(
            "{} of {} missing: work them, or merge what is there with --partial",
            missing.len(),
            counted(of as u64, "unit")
        )));
    }
    audit(&folder, &tapes, args)?;
    let run = args.as_run(folder.plan.full);
    let asked = folder.plan.asked.as_args();
    let name = folder.job.scenario().model.name.clone();
    match folder.plan.unit_of {
        UnitOf::Replications => {
            if missing.is_empty() {
                add_what_the_rule_wants(&mut folder, &tapes, args)?;
            }
            let session = Session::begin::<Tables>((&name, ""), &run, color)?.of(&asked);
            let scenario = folder.job.scenario().clone();
            let parts = missing.first().map(|unit| folder.plan.units[*unit].parts().start);
            if parts == Some(0) {
                return Err(Failure::missing("unit 0 is missing: there is no replication to begin with"));
            }
            let job = answered(jobs::merged_run(scenario, parts), color)?;
            Merge { folder: &folder, tapes: &tapes, missing: &missing, session: &session }.finish(
                job,
                |tables| &mut tables.info,
                (None, parts.map(|parts| parts as usize)),
            )
        }
        UnitOf::Points => {
            let session = Session::begin::<Sweep>((&name, "-sweep"), &run, color)?.of(&asked);
            let units = folder.plan.units.iter().enumerate();
            let there: Vec<u32> =
                units.filter(|(unit, _)| tapes.is_done(*unit)).flat_map(|(_, unit)| unit.parts()).collect();
            if there.is_empty() {
                return Err(Failure::missing("no unit is done yet"));
            }
            let points = (!missing.is_empty()).then_some(&there[..]);
            let scenario = folder.job.scenario().clone();
            let job = session.lay_out(|settings, watch| jobs::merged_sweep(scenario, points, settings, watch))?;
            Merge { folder: &folder, tapes: &tapes, missing: &missing, session: &session }.finish(
                job,
                |swept| &mut swept.info,
                (points, points.map(<[u32]>::len)),
            )
        }
    }
}

/// What is merged, and where it goes.
struct Merge<'a> {
    folder: &'a PlanFolder,
    tapes: &'a UnitTapes,
    missing: &'a [usize],
    session: &'a Session<'a>,
}

impl Merge<'_> {
    /// `done` parts are merged where not all are there.
    fn finish<J: Prepared>(
        &self,
        job: J,
        info: impl FnOnce(&mut J::Results) -> &mut RunInfo,
        (points, done): (Option<&[u32]>, Option<usize>),
    ) -> Result<(), Failure>
    where
        J::Results: ResultKind,
    {
        let fingerprint = job.fingerprint();
        let archive = MergedTapes::new(self.folder, self.tapes, points);
        let merged = job.results_with(&self.session.settings(), &archive, &Silent);
        let (mut results, records) = self.session.accepted(merged.map_err(JobError::from))?;
        if let Some(done) = done {
            let kind = self.folder.job.kind();
            jobs::tell_partial(info(&mut results), kind, (done, self.folder.plan.parts()), &ranges(self.missing));
        }
        self.session.write_merged(&results, &records, &fingerprint)
    }
}

/// Where the rule that ends a run is not content with the replications of the plan, the plan gets units for those that it wants.
fn add_what_the_rule_wants(folder: &mut PlanFolder, tapes: &UnitTapes, args: &MergeArgs) -> Result<(), Failure> {
    let known = folder.plan.parts();
    let archive = MergedTapes::new(folder, tapes, None);
    let settings = Settings { threads: args.threads.map_or(0, |threads| threads as usize), raw: folder.plan.raw() };
    let wanted = folder.job.wanted(known, &archive, &settings, &Silent);
    let wanted = wanted.map_err(|stopped| Failure::machine(stopped.to_string()))?;
    if wanted <= known || folder.job.kind() == PartKind::Points {
        return Ok(());
    }
    let added = folder.add(wanted)?;
    writeln!(io::stdout(), "{}", ranges(&added))?;
    Err(Failure::more(format!(
        "the rule that ends the run asks for {}; the plan has {} more for them: work these, and merge again",
        counted(u64::from(wanted), "replication"),
        counted(added.len() as u64, "unit")
    )))
}

/// Works out some of the units again, evenly spread, and compares.
fn audit(folder: &PlanFolder, tapes: &UnitTapes, args: &MergeArgs) -> Result<(), Failure> {
    let Some(share) = args.audit else { return Ok(()) };
    let done: Vec<usize> = (0..folder.plan.units.len()).filter(|unit| tapes.is_done(*unit)).collect();
    let count = ((done.len() as f64 * share).ceil() as usize).max(1).min(done.len());
    let settings = Settings { threads: args.threads.map_or(0, |threads| threads as usize), raw: folder.plan.raw() };
    let chosen: Vec<usize> = (0..count).map(|place| done[place * done.len() / count]).collect();
    for unit in &chosen {
        compared(folder, *unit, &answer(folder, *unit, &settings, &Silent)?)?;
    }
    if !args.quiet && count > 0 {
        say(&format!("worked again and found the same: units {}", ranges(&chosen)));
    }
    Ok(())
}
