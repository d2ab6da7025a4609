//! Every strategy at every point of a design.

use super::points::{axes_of, coordinates};
use super::{JobError, Prepared, Settings};
use crate::experiment::{self, Points, Provenance, Scheme, Survey, SweepOptions};
use crate::input::{Accepted, Coordinate, Design, Rejected, SweepRequest};
use crate::model::Model;
use crate::record::{Archive, RunRecord};
use crate::results::{AxisValue, Sweep};
use crate::threads;
use crate::watch::{Stopped, Told, Watch, stoppable};
use std::sync::atomic::{AtomicU64, Ordering};

/// A sweep whose points are all accepted.
#[derive(Clone, Debug)]
pub struct SweepJob {
    scenario: Accepted,
    asked: SweepRequest,
    /// By point and axis.
    coordinates: Vec<Vec<Coordinate>>,
    /// By point.
    surveys: Vec<Survey>,
}

/// Lays out the design of `[sweep]` and reads the scenario of every point; of each only a few numbers are kept, and it is
/// read again when its turn comes.
///
/// # Errors
/// Nothing is varied, the design is refused, or the scenario of a point is; the watch stops it.
pub fn sweep(scenario: Accepted, settings: &Settings, watch: &dyn Watch) -> Result<SweepJob, JobError> {
    let asked = axes_of(&scenario)?;
    let coordinates = coordinates(&asked, scenario.model.run.seed)?;
    let (done, total) = (AtomicU64::new(0), coordinates.len() as u64);
    let surveys = stoppable(watch, |teller| {
        let survey = |at: &Vec<Coordinate>| {
            teller.tell(Told::LaidOut { done: done.fetch_add(1, Ordering::Relaxed) + 1, total });
            model_at(&scenario, &asked, at).map(|model| Survey::of(&model))
        };
        settings.within(|| threads::map(&coordinates, survey))
    })?;
    // The problems of the first point that is refused.
    let surveys = surveys.into_iter().collect::<Result<_, _>>()?;
    Ok(SweepJob { scenario, asked, coordinates, surveys })
}

fn model_at(scenario: &Accepted, asked: &SweepRequest, at: &[Coordinate]) -> Result<Model, Rejected> {
    let changes = asked.axes.iter().zip(at).flat_map(|(axis, at)| axis.changes(*at)).collect();
    Ok(scenario.at_point(changes)?.model)
}

impl Prepared for SweepJob {
    type Results = Sweep;

    fn fingerprint(&self) -> String {
        let of = match experiment::keeps_answers(self.coordinates.len()) {
            true => experiment::fingerprint_of_answers,
            false => experiment::fingerprint,
        };
        of(&self.scenario.resolved, &self.asked.toml())
    }

    fn resolved(&self) -> String {
        self.scenario.resolved.clone() + &self.asked.toml()
    }

    fn results_with(
        self,
        settings: &Settings,
        archive: &dyn Archive,
        watch: &dyn Watch,
    ) -> Result<(Sweep, Vec<RunRecord>), Stopped> {
        let resolved = self.resolved();
        let SweepJob { scenario, asked, coordinates, surveys } = self;
        let values = |point: &Vec<Coordinate>| -> Vec<AxisValue> {
            asked.axes.iter().zip(point).map(|(axis, at)| axis.value(*at)).collect()
        };
        let model = |number: usize| {
            model_at(&scenario, &asked, &coordinates[number]).expect("it was read when the job was prepared")
        };
        let sets = |number: usize| -> Vec<String> {
            let at = asked.axes.iter().zip(&coordinates[number]);
            at.flat_map(|(axis, at)| axis.changes(*at)).map(|change| change.text).collect()
        };
        let points = Points {
            axes: asked.axes.iter().map(|axis| axis.name.clone()).collect(),
            points: coordinates.iter().map(values).collect(),
            surveys,
            sets: &sets,
            model: &model,
            scheme: match asked.design {
                Design::Tornado => Scheme::OneAtATime,
                Design::Sensitivity => Scheme::Saltelli,
                Design::Grid | Design::Lhs | Design::Sobol => Scheme::Free,
            },
        };
        let provenance = Provenance {
            scenario_hash: scenario.hash.clone(),
            resolved,
            findings: scenario.findings.clone(),
            raw: settings.raw,
            ..Provenance::default()
        };
        let options = SweepOptions { threads: settings.threads, archive };
        let mut swept = settings.within(|| experiment::sweep(&points, provenance, &options, watch))?;
        swept.info.name_axes(asked.axes.iter().map(|axis| axis.label(&scenario.model)).collect());
        Ok((swept, Vec::new()))
    }
}
