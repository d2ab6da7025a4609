//! From stocks that nearly meet the targets to whole ones that just do.

use super::scale::StockScale;
use crate::experiment::optimize::Point;

/// By how much the logarithm of what is late falls with a standard deviation of all stocks, about (that of 5 % of a normal law's
/// upper end); the first move is so far and a little farther, but not less nor more than these; and moves beyond it, each twice as far, up to so many.
const FALL: f64 = 2.0;
const A_LITTLE_FARTHER: f64 = 1.1;
const FIRST: (f64, f64) = (1.0 / 64.0, 0.5);
const FARTHEST: f64 = 4.0;
/// Moves that are looked at between one that meets the targets and one that does not, at most; and how near the two may
/// come to each other.
const BETWEEN: usize = 8;
const NEAR: f64 = 1.0 / 512.0;
/// Targets that are met by so little, relative to what may be late, are just met.
const JUST: f64 = 0.004;

/// What is late is looked at in logarithms, from so much of what may be on.
const LEAST: f64 = 0.01;

/// A move of all stocks together, and the logarithm of what is late there against what may be: 0 and less where the targets
/// are met.
type Moved = (f64, f64);

/// The least whole stocks on the line of all moved together that meet the targets, if there are some.
pub(super) fn land(scale: &StockScale, x: &[f64], excess: &mut dyn FnMut(&[i64]) -> f64) -> Option<Point> {
    let mut at = |moved: f64| (moved, libm::log((1.0 + excess(&scale.whole(x, moved))).max(LEAST)));
    let begin = at(0.0);
    let meets = |moved: &Moved| moved.1 <= 0.0;
    if meets(&begin) && begin.1 >= -JUST {
        return Some(scale.whole(x, 0.0));
    }
    let first = (A_LITTLE_FARTHER * begin.1.abs() / FALL).clamp(FIRST.0, FIRST.1);
    let way = if meets(&begin) { -first } else { first };
    // Ends of a stretch of the line: the targets are met at one only.
    let (mut near, mut far) = (begin, at(way));
    while meets(&far) == meets(&begin) && far.0.abs() < FARTHEST {
        (near, far) = (far, at(2.0 * far.0));
    }
    if meets(&far) == meets(&begin) {
        return meets(&begin).then(|| scale.whole(x, far.0));
    }
    let (met, missed) = if meets(&begin) { (near, far) } else { (far, near) };
    Some(scale.whole(x, between(met, missed, &mut at)))
}

/// The move nearest to one that just meets the targets (regula falsi; Dowell and Jarratt 1971).
fn between(mut met: Moved, mut missed: Moved, at: &mut dyn FnMut(f64) -> Moved) -> f64 {
    let (mut met_weight, mut missed_weight) = (1.0, 1.0);
    for _ in 0..BETWEEN {
        if met.1 >= -JUST || (met.0 - missed.0).abs() <= NEAR {
            break;
        }
        let (low, high) = (-met.1 * met_weight, missed.1 * missed_weight);
        let part = if (low + high).is_finite() { (low / (low + high)).clamp(0.1, 0.9) } else { 0.5 };
        let next = at(met.0 + (missed.0 - met.0) * part);
        // An end that stays twice counts half.
        if next.1 <= 0.0 {
            (met, met_weight, missed_weight) = (next, 1.0, missed_weight / 2.0);
        } else {
            (missed, missed_weight, met_weight) = (next, 1.0, met_weight / 2.0);
        }
    }
    met.0
}
