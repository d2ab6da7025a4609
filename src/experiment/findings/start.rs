//! Whether the warm-up is long enough.

use super::super::rows::edge;
use super::super::verdict::Case;
use super::said::{finding, rounded_up};
use crate::model::{Profile, Replay, Ticks};
use crate::results::Finding;
use crate::results::numbers::plain;
use crate::stats::{Estimate, Truncation, mser5};

/// The two series of a pilot, in its order.
const SERIES: [&str; 2] = ["open orders", "units in stock"];

/// A start that the warm-up does not cover.
struct Start {
    strategy: usize,
    series: &'static str,
    /// Time to leave out; `None` when the whole run is too short to settle.
    until: Option<f64>,
}

/// MSER-5 on the pilot series, averaged over replications, cuts more than the warm-up does, and that matters: the
/// mean of the window changes by more than its own interval.
pub(super) fn warm_up(case: &Case<'_>, lasting: &[usize]) -> Option<Finding> {
    // A finite horizon is what it is from its start to its end.
    if !case.is_steady() {
        return None;
    }
    let starts: Vec<Start> =
        lasting.iter().flat_map(|s| (0..2).filter_map(move |which| start(case, *s, which))).collect();
    let run = &case.samples.model.run;
    let unsettled = starts.iter().find(|start| start.until.is_none());
    let longest =
        starts.iter().filter(|s| s.until.is_some()).max_by(|a, b| a.until.partial_cmp(&b.until).expect("finite"));
    let worst = unsettled.or(longest)?;
    let (name, series) = (case.called(worst.strategy), worst.series);
    Some(match worst.until {
        None => finding(
            "warm_up_short",
            format!("The {series} under {name} have not settled when the run ends"),
            format!(
                "lengthen run.horizon (now {}); if they keep growing, capacity or stock is too small for the demand",
                plain(run.horizon.units())
            ),
        ),
        Some(until) => finding(
            "warm_up_short",
            format!(
                "The {series} under {name} settle only after {}",
                case.words.given(rounded_up(until), crate::measures::Unit::Time)
            ),
            format!("set run.warm_up = {} (now {})", rounded_up(until), plain(run.warm_up.units())),
        ),
    })
}

fn start(case: &Case<'_>, strategy: usize, which: usize) -> Option<Start> {
    let own = &case.samples.strategies[strategy];
    let run = &case.samples.model.run;
    let span = run.warm_up + run.horizon;
    let all: Vec<&[f64]> = own.present().map(|record| half(&record.pilot, which)).collect();
    let steps = all.first()?.len();
    let period = longest_period(case)? * steps as f64 / span.units();
    let pilots: Vec<Vec<f64>> = all.into_iter().map(|pilot| over_periods(pilot, period)).collect();
    let average: Vec<f64> =
        (0..pilots[0].len()).map(|step| pilots.iter().map(|p| p[step]).sum::<f64>() / pilots.len() as f64).collect();
    let series = SERIES[which];
    let cut = match mser5(&average)? {
        Truncation::TooShort => steps / 2,
        Truncation::At(cut) => cut,
    };
    let (until, begin) = (edge(span, cut, steps), first_step(case, steps));
    if until <= run.warm_up.units() || cut <= begin || !matters(case, &pilots, begin, cut) {
        return None;
    }
    let settled = matches!(mser5(&average), Some(Truncation::At(_)));
    Some(Start { strategy, series, until: settled.then_some(until) })
}

/// The longest time after which a rate or a record begins again, in time units; 0 where none changes. `None` where one changes in
/// the window for good: what comes after is no start that has not settled.
fn longest_period(case: &Case<'_>) -> Option<f64> {
    let model = case.samples.model;
    let profiles = || model.demands.iter().filter_map(|demand| demand.profile.as_ref());
    let settled = profiles().all(|profile| profile.last_change() <= model.run.warm_up.0);
    let replays = || model.demands.iter().filter_map(|demand| Some(demand.recorded.as_ref()?.orders.replay));
    let periods = replays().filter_map(|replay| match replay {
        Replay::Repeated(period) | Replay::Blocks(period) => Some(period),
        Replay::Once | Replay::Rows => None,
    });
    let longest = profiles().flat_map(Profile::periods).chain(periods).max().unwrap_or(0);
    (settled && replays().all(|replay| replay != Replay::Once)).then(|| Ticks(longest).units())
}

/// The mean from each step on over a whole period, of so many steps: seasons are no start that has not settled.
fn over_periods(pilot: &[f64], period: f64) -> Vec<f64> {
    if period == 0.0 {
        return pilot.to_vec();
    }
    let mut sums = vec![0.0];
    pilot.iter().for_each(|value| sums.push(sums[sums.len() - 1] + value));
    let sum = |at: f64| {
        let step = at as usize;
        sums[step] + if step < pilot.len() { pilot[step] * at.fract() } else { 0.0 }
    };
    let last = pilot.len() as f64 - period;
    (0..pilot.len())
        .map(|step| step as f64)
        .filter(|step| *step <= last)
        .map(|step| (sum(step + period) - sum(step)) / period)
        .collect()
}

fn half(pilot: &[f64], which: usize) -> &[f64] {
    let steps = pilot.len() / 2;
    &pilot[which * steps..(which + 1) * steps]
}

/// First step of the window.
fn first_step(case: &Case<'_>, steps: usize) -> usize {
    let run = &case.samples.model.run;
    let span = run.warm_up + run.horizon;
    (0..steps).find(|step| edge(span, *step, steps) >= run.warm_up.units()).unwrap_or(steps)
}

/// Whether leaving out the steps from `begin` to `cut` moves the mean of the window by more than its interval, or
/// by 1 % when there is only one replication.
fn matters(case: &Case<'_>, pilots: &[Vec<f64>], begin: usize, cut: usize) -> bool {
    let mean = |steps: &[f64]| steps.iter().sum::<f64>() / steps.len() as f64;
    let shifts: Vec<f64> = pilots.iter().map(|pilot| mean(&pilot[begin..]) - mean(&pilot[cut..])).collect();
    let means: Vec<f64> = pilots.iter().map(|pilot| mean(&pilot[cut..])).collect();
    let shift = Estimate::of(&shifts, &case.samples.confidence);
    let level = Estimate::of(&means, &case.samples.confidence);
    let (Some(moved), Some(around)) = (shift.mean, level.mean) else { return false };
    let noise = level.half_width().unwrap_or(0.0).max(if pilots.len() < 2 { 0.01 * around.abs() } else { 0.0 });
    !shift.straddles(0.0) && moved.abs() > noise && moved.abs() > 0.001 * around.abs()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_season_is_level_over_its_periods() {
        let season = |step: u32| f64::from(step % 10);
        let pilot: Vec<f64> = (0..100).map(season).collect();
        let level = over_periods(&pilot, 10.0);
        assert_eq!(level.len(), 91);
        assert!(level.iter().all(|mean| (mean - 4.5).abs() < 1e-12));
        // Two and a half steps of 0, 1, 2, …: 0 + 1 + 2 ÷ 2.
        assert!((over_periods(&pilot, 2.5)[0] - 2.0 / 2.5).abs() < 1e-12);
        assert_eq!(over_periods(&pilot, 0.0), pilot);
        assert!(over_periods(&pilot, 200.0).is_empty());
    }
}
