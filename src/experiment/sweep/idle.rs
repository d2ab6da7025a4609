//! Axes that move nothing: a key that another one overrides, or that no strategy of the scenario uses.

use super::points::Points;
use crate::experiment::words::list;
use crate::measures::EntityKind;
use crate::results::{AxisValue, Finding, Pointed, SummaryRow};
use std::collections::BTreeMap;

/// All means of the system at a point.
type Answer = Vec<Option<f64>>;

/// Axes of which every value gives the same, wherever two points differ in nothing else; none in a design without such
/// points. Rows come point by point.
pub(super) fn axes(points: &Points<'_>, rows: &[Pointed<SummaryRow>]) -> Option<Finding> {
    let answers: Vec<(&[AxisValue], Answer)> =
        rows.chunk_by(|a, b| a.point == b.point).map(|rows| (rows[0].point.as_slice(), answer(rows))).collect();
    let idle: Vec<String> =
        (0..points.axes.len()).filter(|axis| is_idle(&answers, *axis)).map(|axis| points.axes[axis].clone()).collect();
    let (moves, it) = if idle.len() == 1 { ("moves", "it is") } else { ("move", "they are") };
    (!idle.is_empty()).then(|| Finding {
        id: "axis_moves_nothing".into(),
        symptom: format!("{} {moves} nothing: every value gives the same in every measure of the system", list(&idle)),
        advice: format!(
            "see with `pushpull check` and a --set if {it} overridden by another key, or used by no strategy"
        ),
    })
}

/// Whether points that differ in this axis alone have the same answers, and there are such points.
fn is_idle(answers: &[(&[AxisValue], Answer)], axis: usize) -> bool {
    let mut first: BTreeMap<Vec<String>, (&AxisValue, &Answer)> = BTreeMap::new();
    let mut compared = false;
    for (point, answer) in answers {
        let others = point.iter().enumerate().filter(|(place, _)| *place != axis);
        let others: Vec<String> = others.map(|(_, value)| value.to_string()).collect();
        let (value, known) = *first.entry(others).or_insert((&point[axis], answer));
        if known != answer {
            return false;
        }
        compared |= *value != point[axis];
    }
    compared
}

fn answer(rows: &[Pointed<SummaryRow>]) -> Answer {
    rows.iter().filter(|row| row.row.entity_kind == EntityKind::System).map(|row| row.row.mean).collect()
}
