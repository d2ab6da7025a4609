//! From stocks that nearly meet the targets to whole ones that just do.

use super::scale::StockScale;
use crate::experiment::optimize::Point;

/// The first move looked at, standard deviations; and moves beyond it, each twice as far.
const FIRST: f64 = 0.125;
const FARTHER: usize = 5;
/// Moves that are looked at between one that meets the targets and one that does not.
const HALVINGS: usize = 8;

/// The least whole stocks on the line of all moved together that meet the targets, if there are some.
pub(super) fn land(scale: &StockScale, x: &[f64], meets: &mut dyn FnMut(&[i64]) -> bool) -> Option<Point> {
    let mut meets = |moved: f64| meets(&scale.whole(x, moved));
    let begins = meets(0.0);
    let way = if begins { -FIRST } else { FIRST };
    // Ends of a stretch of the line: the targets are met at one only.
    let (mut near, mut far) = (0.0, way);
    let mut farther = 0;
    while meets(far) == begins {
        farther += 1;
        if farther == FARTHER {
            break;
        }
        (near, far) = (far, 2.0 * far);
    }
    if farther == FARTHER {
        return begins.then(|| scale.whole(x, near));
    }
    let (mut met, mut missed) = if begins { (near, far) } else { (far, near) };
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(met, missed);
        *(if meets(middle) { &mut met } else { &mut missed }) = middle;
    }
    Some(scale.whole(x, met))
}
