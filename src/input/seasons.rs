//! Findings on rates that change.

use super::finding::{finding, list};
use crate::model::{Model, RunKind, Ticks};
use crate::results::Finding;
use crate::results::numbers::plain;

/// Periods after which a part of one more makes no difference.
const MANY: i64 = 20;

/// A window of a few periods and a part of one: the seasons in it are not those of the long run.
pub fn cut_periods(model: &Model) -> Option<Finding> {
    if model.run.kind == RunKind::Finite {
        return None;
    }
    let horizon = model.run.horizon.0;
    let is_cut = |period: i64| horizon < MANY * period && (horizon % period).min(period - horizon % period) > 1;
    let cut = |profile: &crate::model::Profile| profile.periods().into_iter().filter(|period| is_cut(*period)).max();
    let streams = model.demands.iter().filter_map(|demand| Some((&demand.name, cut(demand.profile.as_ref()?)?)));
    let streams: Vec<(&String, i64)> = streams.collect();
    let longest = streams.iter().map(|(_, period)| *period).max()?;
    let whole = (horizon / longest + 1) as f64 * Ticks(longest).units();
    let names: Vec<String> = streams.into_iter().map(|(name, _)| name.clone()).collect();
    Some(finding(
        "periods_cut",
        format!(
            "{}: the window is no whole number of periods of {} and shorter than {MANY} of them",
            list(&names),
            plain(Ticks(longest).units())
        ),
        format!("Set `run.horizon` to {}, or say what is asked: `run.kind = \"finite\"`.", plain(whole)),
    ))
}

/// Environments that no stream names.
pub fn unused_environments(model: &Model) -> Option<Finding> {
    let is_used = |place: usize| {
        let profiles = model.demands.iter().filter_map(|demand| demand.profile.as_ref());
        profiles.filter_map(|profile| profile.environment).any(|own| own == place)
    };
    let unused = model.environments.iter().enumerate().filter(|(place, own)| {
        // One that leaves the rate as it is counts as none.
        !is_used(*place) && own.factor.iter().any(|factor| *factor != 1.0)
    });
    let names: Vec<String> = unused.map(|(_, environment)| environment.name.clone()).collect();
    (!names.is_empty()).then(|| {
        let symptom = format!("environments that no stream names: {}", list(&names));
        finding("environment_unused", symptom, "Name them: `demand.NAME.arrivals.profile.environment`.")
    })
}
