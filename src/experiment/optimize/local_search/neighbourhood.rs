//! The points beside a point.

use crate::experiment::optimize::Space;
use crate::experiment::optimize::space::Move;
use crate::rules::stock::RuleNumber;

/// Minimum and maximum of the same items.
fn rules(space: &Space) -> impl Iterator<Item = (usize, usize)> {
    let of = |number: RuleNumber| space.variables.iter().enumerate().filter(move |(_, v)| v.number == number);
    let max = move |low: &[u32]| of(RuleNumber::Max).find(|(_, high)| high.items == low).map(|(max, _)| max);
    of(RuleNumber::Min).filter_map(move |(min, low)| Some((min, max(&low.items)?)))
}

/// Every number of `free` its step down and up, and the two of a (s, S) rule together.
pub(super) fn singles(space: &Space, steps: &[i64], free: &[usize]) -> Vec<Move> {
    let mut changes: Vec<Move> = free.iter().flat_map(|v| [vec![(*v, -steps[*v])], vec![(*v, steps[*v])]]).collect();
    for (min, max) in rules(space).filter(|(min, max)| free.contains(min) && free.contains(max)) {
        let step = steps[min].min(steps[max]);
        changes.extend([vec![(min, -step), (max, -step)], vec![(min, step), (max, step)]]);
    }
    changes
}
