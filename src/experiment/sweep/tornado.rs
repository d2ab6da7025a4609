//! One at a time: each axis from its low to its high value while the others stand as in the scenario.

use super::points::Points;
use super::subjects::{Outcomes, mean};
use crate::model::Model;
use crate::results::{AxisValue, TornadoRow};
use crate::stats::{Confidence, Estimate, differences};

/// Number of the point where an axis is low; high is the next. Point 0 is the scenario as it stands.
fn low(axis: usize) -> usize {
    1 + 2 * axis
}

/// Number of the point where an axis is high.
pub(super) fn high(axis: usize) -> usize {
    low(axis) + 1
}

/// A row, and what it says about who is better.
pub(super) struct Swung {
    pub row: TornadoRow,
    /// Whether the axis alone turns a difference around, beyond chance.
    pub turns: bool,
}

/// The rows of every subject, each with the axes of the largest swing first. The swing is judged replication by
/// replication: the points meet the same random numbers.
pub(super) fn rows(points: &Points<'_>, outcomes: &Outcomes, base: &Model) -> Vec<Swung> {
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
        // −1 or 1 where the subject is surely below or above 0.
        let side = |point: usize| {
            let estimate = Estimate::of(&outcomes.of(subject, point), &confidence);
            let above = estimate.low.is_some_and(|low| low > 0.0);
            i32::from(above) - i32::from(estimate.high.is_some_and(|high| high < 0.0))
        };
        let mut own: Vec<Swung> = Vec::new();
        for (axis, label) in points.axes.iter().enumerate() {
            let (from, to) = (outcomes.of(subject, low(axis)), outcomes.of(subject, high(axis)));
            let swing = Estimate::of(&differences(&to, &from), &confidence);
            let value = |point: usize| AxisValue::to_string(&points.points[point][axis]);
            let sides = [0, low(axis), high(axis)].map(side);
            let turns = subject.reference.is_some() && sides.contains(&1) && sides.contains(&-1);
            let row = TornadoRow {
                axis: label.clone(),
                strategy: name(subject.strategy),
                reference: subject.reference.map(name).unwrap_or_default(),
                measure: outcomes.measure.clone(),
                unit: outcomes.unit.clone(),
                low: value(low(axis)),
                base: value(0),
                high: value(high(axis)),
                at_low: at(low(axis)),
                at_base: at(0),
                at_high: at(high(axis)),
                swing: swing.mean,
                se: swing.se,
                ci_low: swing.low,
                ci_high: swing.high,
            };
            own.push(Swung { row, turns });
        }
        let width = |swung: &Swung| swung.row.swing.map_or(-1.0, f64::abs);
        own.sort_by(|a, b| width(b).total_cmp(&width(a)));
        rows.append(&mut own);
    }
    rows
}
