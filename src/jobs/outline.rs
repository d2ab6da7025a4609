//! What a scenario comes to before anything is simulated.

use super::goal::search_settings;
use super::points::{axes_of, coordinates};
use super::{JobError, Settings};
use crate::experiment;
use crate::input::{Accepted, Coordinate};

/// Points of a design whose scenarios are read, at most.
const READ: usize = 64;

/// Items and strategies, sized levels, offered loads, expected events and findings, in words. The design of a sweep and the
/// bounds of a search are looked at, too.
///
/// # Errors
/// The design is refused, the scenario at one of its points, or the bounds of a search.
pub fn outline(scenario: &Accepted) -> Result<String, JobError> {
    if scenario.sweep.as_ref().is_some_and(|sweep| !sweep.axes.is_empty()) {
        let asked = axes_of(scenario)?;
        for point in telling(&coordinates(&asked, scenario.model.run.seed)?) {
            scenario.at_point(asked.axes.iter().zip(point).flat_map(|(axis, at)| axis.changes(*at)).collect())?;
        }
    }
    if !scenario.optimize.bounds.is_empty() {
        search_settings(scenario, &Settings::default())?;
    }
    Ok(experiment::outline(&scenario.model, &scenario.findings))
}

/// The first points of a design in which each axis stands where it did not stand before.
fn telling(points: &[Vec<Coordinate>]) -> Vec<&Vec<Coordinate>> {
    let mut seen: Vec<(usize, Coordinate)> = Vec::new();
    let mut chosen = Vec::new();
    for point in points {
        let new: Vec<(usize, Coordinate)> =
            point.iter().copied().enumerate().filter(|place| !seen.contains(place)).collect();
        if !new.is_empty() {
            seen.extend(new);
            chosen.push(point);
        }
        if chosen.len() == READ {
            break;
        }
    }
    chosen
}
