//! The axes of a sweep, and where on each of them each point stands.

use super::JobError;
use crate::experiment::design;
use crate::input::{Accepted, Coordinate, Design, SweepAxis, SweepRequest, overlap};

/// Most points of a design.
const MOST_POINTS: usize = 100_000;

/// The axes there are, none of them fixed by a change of the scenario.
///
/// # Errors
/// There are none, two undo each other, or a change undoes one.
pub(super) fn axes_of(accepted: &Accepted) -> Result<SweepRequest, JobError> {
    let Some(sweep) = accepted.sweep.clone().filter(|sweep| !sweep.axes.is_empty()) else {
        return Err(JobError::Refused(
            "nothing is varied: name an axis under [sweep] of the scenario, or with --axis\n\n\
             for example --axis 'costs.holding_rate=[0.1, 0.2, 0.4]'"
                .into(),
        ));
    };
    let keys: Vec<&str> = sweep.axes.iter().flat_map(|axis| &axis.keys).map(String::as_str).collect();
    for (place, key) in keys.iter().enumerate() {
        if let Some(other) = keys[..place].iter().find(|other| overlap(other, key)) {
            let both = if other == key { format!("`{key}` is") } else { format!("`{other}` and `{key}` are") };
            return Err(JobError::Refused(format!("{both} varied by two axes; one would undo the other")));
        }
    }
    for change in accepted.changes() {
        if let Some(key) = keys.iter().find(|key| overlap(key, change.key())) {
            return Err(JobError::Refused(format!(
                "`{key}` is an axis of the sweep and fixed by {}, which comes after it; leave one out",
                change.flag_words()
            )));
        }
    }
    Ok(sweep)
}

/// Where on each axis each point stands.
///
/// # Errors
/// There are too many points or axes for the design.
pub(super) fn coordinates(sweep: &SweepRequest, seed: u64) -> Result<Vec<Vec<Coordinate>>, JobError> {
    let axes = sweep.axes.len();
    let wanted = sweep.points.unwrap_or(1) as usize;
    let shares = |points: Vec<Vec<f64>>| -> Vec<Vec<Coordinate>> {
        points.into_iter().map(|point| point.into_iter().map(Coordinate::Share).collect()).collect()
    };
    match sweep.design {
        Design::Grid => {
            let places = |axis: &SweepAxis| axis.places().unwrap_or(1);
            let size = sweep.axes.iter().map(places).fold(1_usize, usize::saturating_mul);
            if size > MOST_POINTS {
                return Err(JobError::Refused(format!(
                    "the grid has {size} points, more than {MOST_POINTS}; take design = \"sobol\" with points = 1000"
                )));
            }
            let points = design::grid(&sweep.axes.iter().map(places).collect::<Vec<_>>());
            Ok(points.into_iter().map(|point| point.into_iter().map(Coordinate::Place).collect()).collect())
        }
        Design::Lhs => Ok(shares(design::latin(wanted, axes, seed))),
        Design::Sobol if axes > design::SOBOL_AXES => Err(JobError::Refused(format!(
            "a Sobol design takes at most {} axes; take design = \"lhs\"",
            design::SOBOL_AXES
        ))),
        Design::Sobol => Ok(shares(design::sobol(wanted, axes, seed))),
        Design::Tornado => Ok(one_at_a_time(&sweep.axes)),
        Design::Sensitivity if 2 * axes > design::SOBOL_AXES => Err(JobError::Refused(format!(
            "a sensitivity design takes at most {} axes; find out with design = \"tornado\" which ones matter",
            design::SOBOL_AXES / 2
        ))),
        Design::Sensitivity if wanted.saturating_mul(axes + 2) > MOST_POINTS => Err(JobError::Refused(format!(
            "{wanted} rows of a sensitivity design over {axes} axes are {} points, more than {MOST_POINTS}",
            wanted.saturating_mul(axes + 2)
        ))),
        Design::Sensitivity => Ok(shares(design::saltelli(wanted, axes, seed))),
    }
}

/// The scenario as it stands, then each axis at its lowest and highest place alone.
fn one_at_a_time(axes: &[SweepAxis]) -> Vec<Vec<Coordinate>> {
    let mut points = vec![vec![Coordinate::Base; axes.len()]];
    for (place, axis) in axes.iter().enumerate() {
        for end in axis.ends() {
            let mut point = vec![Coordinate::Base; axes.len()];
            point[place] = end;
            points.push(point);
        }
    }
    points
}
