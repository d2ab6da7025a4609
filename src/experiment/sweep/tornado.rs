//! One at a time: each axis from its low to its high value while the others stand as in the scenario.

use super::Points;
use super::subjects::{Outcomes, mean};
use crate::model::Model;
use crate::results::{AxisValue, TornadoRow};
use crate::stats::{Confidence, Estimate};

/// Number of the point where an axis is low; high is the next. Point 0 is the scenario as it stands.
fn low(axis: usize) -> usize {
    1 + 2 * axis
}

/// The rows of every subject, each with the axes of the largest swing first. The swing is judged replication by
/// replication: the points meet the same random numbers.
pub(super) fn rows(points: &Points, outcomes: &Outcomes, base: &Model) -> Vec<TornadoRow> {
    // A stopping rule gives points different numbers of replications.
    let longest = outcomes.values.iter().flatten().map(Vec::len).max().unwrap_or(0);
    let largest = u32::try_from(longest).expect("replications are numbered by u32");
    let confidence = Confidence::new(base.run.confidence, largest);
    let name = |strategy: usize| base.strategies[strategy].name.clone();
    let mut rows = Vec::new();
    for subject in outcomes.subjects(1) {
        let at = |point: usize| {
            let mean = mean(outcomes.of(subject, point).into_iter());
            mean.is_finite().then_some(mean)
        };
        let mut own: Vec<TornadoRow> = Vec::new();
        for (axis, label) in points.axes.iter().enumerate() {
            let (from, to) = (outcomes.of(subject, low(axis)), outcomes.of(subject, low(axis) + 1));
            let swings: Vec<f64> = from.iter().zip(&to).map(|(from, to)| to - from).collect();
            let swing = Estimate::of(&swings, &confidence);
            let value = |point: usize| AxisValue::to_string(&points.points[point][axis]);
            own.push(TornadoRow {
                axis: label.clone(),
                strategy: name(subject.strategy),
                reference: subject.reference.map(name).unwrap_or_default(),
                measure: outcomes.measure.clone(),
                unit: outcomes.unit.clone(),
                low: value(low(axis)),
                base: value(0),
                high: value(low(axis) + 1),
                at_low: at(low(axis)),
                at_base: at(0),
                at_high: at(low(axis) + 1),
                swing: swing.mean,
                se: swing.se,
                ci_low: swing.low,
                ci_high: swing.high,
            });
        }
        let width = |row: &TornadoRow| row.swing.map_or(-1.0, f64::abs);
        own.sort_by(|a, b| width(b).total_cmp(&width(a)));
        rows.append(&mut own);
    }
    rows
}
