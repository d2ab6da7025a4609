//! A sweep of one strategy: which point of the design is best. All points meet the same customers, so they are compared by
//! paired differences, as strategies are.

use super::answers::Gathered;
use super::points::Points;
use crate::experiment::optimize::ServiceTarget;
use crate::experiment::target_verdict::{self, AgainstTargets};
use crate::model::Model;
use crate::results::{PointRow, Pointed, TargetVerdict};
use crate::stats::{Bootstrap, Confidence, Estimate, Extreme, Paired, holm, paired};

/// Points with the best means among which the probability of being best is shared out.
const CONTESTANTS: usize = 256;
/// Resamples behind it: its error is at most 0.016.
const RESAMPLES: usize = 1_000;
/// Replications below which no probability of being best is told: too few to resample.
const ENOUGH: usize = 10;

/// A row per point, in the order of the design; none unless every point has one strategy.
pub(super) fn rows(points: &Points<'_>, all: &Gathered, base: &Model) -> Vec<Pointed<PointRow>> {
    if all.outcomes.values.iter().any(|values| values.len() != 1) {
        return Vec::new();
    }
    let values: Vec<&[f64]> = all.outcomes.values.iter().map(|values| values[0].as_slice()).collect();
    let most = values.iter().map(|values| values.len()).max().unwrap_or(0);
    let confidence = Confidence::new(base.run.confidence, u32::try_from(most).unwrap_or(u32::MAX).max(2));
    let estimates: Vec<Estimate> = values.iter().map(|values| Estimate::of(values, &confidence)).collect();
    let targets = targets(points, all, base);
    let cost = |point: usize| estimates[point].mean.map_or(f64::INFINITY, |mean| -all.outcomes.sign * mean);
    let mut ranked: Vec<usize> = (0..values.len()).filter(|point| estimates[*point].mean.is_some()).collect();
    ranked.sort_by(|a, b| cost(*a).total_cmp(&cost(*b)).then(a.cmp(b)));
    ranked.retain(|point| targets[*point] != Some(TargetVerdict::Missed));
    let best = ranked.first().copied();
    let against = |point: usize| best.map(|best| pair(values[point], values[best], &confidence));
    let pairs: Vec<Option<Paired>> = (0..values.len()).map(against).collect();
    let standing = standings(&ranked, &pairs, 1.0 - base.run.confidence);
    let chances = chances(&ranked, &values, (all.outcomes.sign, base.run.seed));
    let row = |point: usize| {
        let difference = pairs[point].map(|pair| pair.difference).unwrap_or_default();
        let row = PointRow {
            measure: all.outcomes.measure.clone(),
            unit: all.outcomes.unit.clone(),
            value: estimates[point].mean,
            ci_low: estimates[point].low,
            ci_high: estimates[point].high,
            difference: difference.mean,
            difference_low: difference.low,
            difference_high: difference.high,
            p_best: chances[point],
            target: targets[point].map_or("", TargetVerdict::word).into(),
            standing: standing[point].into(),
        };
        Pointed { point: points.points[point].clone(), row }
    };
    (0..values.len()).map(row).collect()
}

/// Replication by replication as far as both go: a stopping rule may have added some.
fn pair(own: &[f64], best: &[f64], confidence: &Confidence) -> Paired {
    let common = own.len().min(best.len());
    paired(&own[..common], &best[..common], confidence)
}

/// `best`, `tied` with it by Holm's p, or nothing.
fn standings(ranked: &[usize], pairs: &[Option<Paired>], alpha: f64) -> Vec<&'static str> {
    let mut standing = vec![""; pairs.len()];
    let Some((best, others)) = ranked.split_first() else { return standing };
    let p: Vec<Option<f64>> = others.iter().map(|point| pairs[*point].and_then(|pair| pair.p)).collect();
    for (point, p) in others.iter().zip(holm(&p)) {
        if p.is_none_or(|p| p >= alpha) {
            standing[*point] = "tied";
        }
    }
    standing[*best] = "best";
    standing
}

/// By point, the probability of being the best one.
fn chances(ranked: &[usize], values: &[&[f64]], (sign, seed): (f64, u64)) -> Vec<Option<f64>> {
    let mut chances = vec![None; values.len()];
    let contestants = &ranked[..ranked.len().min(CONTESTANTS)];
    let common = contestants.iter().map(|point| values[*point].len()).min().unwrap_or(0);
    if common < ENOUGH {
        return chances;
    }
    let goal = if sign > 0.0 { Extreme::Largest } else { Extreme::Smallest };
    let contest: Vec<&[f64]> = contestants.iter().map(|point| &values[*point][..common]).collect();
    let found = Bootstrap::new(common, RESAMPLES, seed).probability_best(&contest, goal);
    contestants.iter().zip(found).for_each(|(point, chance)| chances[*point] = chance);
    chances
}

/// By point, where it stands against all targets; `None` without one, or where their rows are not kept.
fn targets(points: &Points<'_>, all: &Gathered, base: &Model) -> Vec<Option<TargetVerdict>> {
    let (asked, number) = (target_verdict::targets(base), points.points.len());
    let by_point = |target: &ServiceTarget| -> Option<Vec<Estimate>> {
        let id = target.column.id();
        // Of one strategy, a row per point.
        let rows = all.rows.wanted(|head| {
            head.measure == id && head.entity_kind == target.entity.kind && head.entity == target.entity.name
        });
        let found: Vec<Estimate> = rows.map(|cell| cell.estimate).collect();
        (found.len() == number).then_some(found)
    };
    let found: Option<Vec<Vec<Estimate>>> = asked.iter().map(by_point).collect();
    let Some(found) = found.filter(|found| !found.is_empty()) else { return vec![None; number] };
    let at = |point: usize| -> Vec<Estimate> { found.iter().map(|estimates| estimates[point]).collect() };
    (0..number).map(|point| Some(AgainstTargets::new(&asked, &at(point)).verdict())).collect()
}
