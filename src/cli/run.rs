//! `run`: every strategy on the same customers, compared, written, and summed up.

use super::args::{ColorWhen, RunArgs, ScenarioArgs};
use super::failure::Failure;
use super::resume::{Extension, Finished};
use super::session::Session;
use crate::input::Change;
use crate::jobs;
use crate::results::Tables;

/// Simulates a scenario, writes the result folder, and prints tables and verdict (or one JSON object).
///
/// # Errors
/// The scenario is refused, the folder is refused, or reading or writing failed.
pub fn run(scenario: &ScenarioArgs, args: &RunArgs, extend: Option<u32>, color: ColorWhen) -> Result<(), Failure> {
    let mut accepted = scenario.read(color)?;
    let session = Session::begin::<Tables>((&accepted.model.name, ""), args, color)?.of(scenario);
    let mut extension = Extension::default();
    if let Some(more) = extend {
        let finished = Finished::open(session.out(), &accepted)?;
        let aim = finished.with(more, session.out(), args)?;
        let replications = Change::flag("--replications", format!("run.replications={aim}"));
        accepted = session.accepted(accepted.changed(vec![replications]).map_err(jobs::JobError::from))?;
        extension = Extension { aim: Some(aim), records: finished.records };
    }
    session.finish(jobs::run(accepted), extension)
}
