//! Axes that move nothing: a key that another one overrides, or that no strategy of the scenario uses.

use super::points::Points;
use crate::experiment::words::list;
use crate::measures::EntityKind;
use crate::results::{Finding, SweepSummary};
use std::collections::BTreeMap;

/// Axes of which every value gives the same, wherever two points differ in nothing else; none in a design without such
/// points. Rows come point by point, in the order of the design.
pub(super) fn axes(points: &Points<'_>, rows: &SweepSummary) -> Option<Finding> {
    let idle: Vec<String> = (0..points.axes.len())
        .filter(|axis| is_idle(points, rows, *axis))
        .map(|axis| points.axes[axis].clone())
        .collect();
    let (moves, it) = if idle.len() == 1 { ("moves", "it is") } else { ("move", "they are") };
    (!idle.is_empty()).then(|| Finding {
        id: "axis_moves_nothing".into(),
        symptom: format!("{} {moves} nothing: every value gives the same in every measure of the system", list(&idle)),
        advice: format!(
            "see with `pushpull check` and a --set if {it} overridden by another key, or used by no strategy"
        ),
    })
}

/// Whether points that differ in this axis alone have the same means of the system, and there are such points.
fn is_idle(points: &Points<'_>, rows: &SweepSummary, axis: usize) -> bool {
    let means = |point: usize| {
        let system = rows.of_point(point).filter(|cell| cell.head.entity_kind == EntityKind::System);
        system.map(|cell| cell.estimate.mean)
    };
    let mut first: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    let mut compared = false;
    for (number, point) in points.points.iter().enumerate() {
        let others = point.iter().enumerate().filter(|(place, _)| *place != axis);
        let others: Vec<String> = others.map(|(_, value)| value.to_string()).collect();
        let known = *first.entry(others).or_insert(number);
        if !means(known).eq(means(number)) {
            return false;
        }
        compared |= points.points[known][axis] != point[axis];
    }
    compared
}
