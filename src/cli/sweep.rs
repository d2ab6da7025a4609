//! `sweep`: every strategy at every point of a design.

use super::args::{ColorWhen, RunArgs, ScenarioArgs, SweepArgs};
use super::failure::Failure;
use super::resume::Extension;
use super::session::Session;
use crate::jobs;
use crate::results::Sweep;

/// Simulates every point, writes the result folder, and says who is best where.
///
/// # Errors
/// The scenario, the design or a point is refused, the folder is refused, or reading or writing failed.
pub fn sweep(scenario: &ScenarioArgs, varied: &SweepArgs, args: &RunArgs, color: ColorWhen) -> Result<(), Failure> {
    let accepted = scenario.read_axes(&varied.axis, color)?;
    let session = Session::begin::<Sweep>((&accepted.model.name, "-sweep"), args, color)?;
    let job = session.lay_out(|settings, watch| jobs::sweep(accepted, settings, watch))?;
    session.finish(job, Extension::default())
}
