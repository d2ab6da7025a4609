//! The points beside a point.

use crate::experiment::optimize::{Number, Space, moved};

/// Variables and the units they change by, together.
pub(in super::super) type Change = Vec<(usize, i64)>;

/// Minimum and maximum of the same items.
fn links(space: &Space) -> Vec<(usize, usize)> {
    let of = |number: Number| space.variables.iter().enumerate().filter(move |(_, v)| v.number == number);
    of(Number::Min)
        .filter_map(|(min, low)| of(Number::Max).find(|(_, high)| high.items == low.items).map(|(max, _)| (min, max)))
        .collect()
}

/// Every number of `free` one step up and down (no further than its bounds), and the two of a (s, S) rule together.
pub(in super::super) fn singles(space: &Space, point: &[i64], steps: &[i64], free: &[usize]) -> Vec<Change> {
    let up = |variable: usize| steps[variable].min(space.variables[variable].bounds.1 - point[variable]);
    let down = |variable: usize| -steps[variable].min(point[variable] - space.variables[variable].bounds.0);
    let mut changes: Vec<Change> = Vec::new();
    for variable in free {
        changes.extend([vec![(*variable, up(*variable))], vec![(*variable, down(*variable))]]);
    }
    for (min, max) in links(space).into_iter().filter(|(min, _)| free.contains(min)) {
        let (rise, fall) = (up(min).min(up(max)), down(min).max(down(max)));
        changes.extend([vec![(min, rise), (max, rise)], vec![(min, fall), (max, fall)]]);
    }
    changes.retain(|change| change.iter().all(|(_, units)| *units != 0) && space.admits(&moved(point, change)));
    changes
}
