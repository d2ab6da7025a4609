//! Where a search begins: all variables together.

use super::evaluate::{Evaluated, LocalSearch, NEARLY};
use crate::experiment::optimize::{Point, Proven};
use crate::rules::stock::RuleNumber;

/// Parts the way from least to greatest is cut into by the scan.
const SCAN: i64 = 64;
/// Units above the least value from which a stock may be dropped whole.
const SHALLOW: i64 = 4;

impl LocalSearch<'_> {
    /// All variables `part` of the way from least to greatest, but one of them that stays at its least.
    fn joint_point(&self, part: i64, without: Option<usize>) -> Point {
        let start = self.space.start();
        let mut point: Point = Vec::with_capacity(start.len());
        for (place, variable) in self.space.variables.iter().enumerate() {
            let (least, most) = variable.bounds;
            let value = match variable.number {
                RuleNumber::Max if without == Some(place) => point[place - 1] + 1,
                _ if without == Some(place) => least,
                RuleNumber::Level | RuleNumber::Min | RuleNumber::Point => least + (most - least) * part / SCAN,
                RuleNumber::Quantity | RuleNumber::Reserve(_) => start[place],
                // Above the min before it, as far as in the scenario.
                RuleNumber::Max => point[place - 1] + (start[place] - start[place - 1]).max(1),
            };
            point.push(value.clamp(least, most));
        }
        self.space.fit_reserves(&mut point);
        point
    }

    /// The first of these points that meets the targets; where none does, the one that comes nearest.
    pub(super) fn initial_point(&mut self) -> Evaluated {
        let top = self.top();
        self.allowed = top.violation * NEARLY;
        self.least_initial_point(top, None)
    }

    /// The least of these points that comes as near to the targets as is allowed; `top`, the greatest one, does.
    fn least_initial_point(&mut self, top: Evaluated, without: Option<usize>) -> Evaluated {
        let mut enough = top;
        let (mut few, mut many) = (-1, SCAN);
        while many - few > 1 {
            let middle = (few + many) / 2;
            let point = self.joint_point(middle, without);
            let current = self.look(&point);
            if self.allows(&current) {
                (many, enough) = (middle, current);
            } else {
                few = middle;
            }
        }
        enough
    }

    /// The cheapest of some of these points and of where the scenario stands.
    pub(super) fn cheapest_initial_point(&mut self) -> Evaluated {
        let mut points: Vec<Point> = (0..=SCAN).step_by(4).map(|part| self.joint_point(part, None)).collect();
        points.push(self.space.start());
        let mut best: Option<Evaluated> = None;
        for point in points.iter().filter(|point| self.space.admits(point)) {
            let current = self.look(point);
            if best.as_ref().is_none_or(|best| current.money < best.money) {
                best = Some(current);
            }
        }
        best.unwrap_or_else(|| self.look(&points[0]))
    }

    /// Everything at its greatest: no service is better where more of a stock never costs service.
    pub(super) fn top(&mut self) -> Evaluated {
        let most = self.joint_point(SCAN, None);
        self.look(&most)
    }

    /// The violation that is allowed: none where that is surely reached, or about the least that is.
    pub(super) fn least_violation(&mut self) -> f64 {
        if self.targets.is_empty() { 0.0 } else { self.top().violation * NEARLY }
    }

    /// A better point without one of the small stocks, searched from an initial point of the others: a product of which two are
    /// held and parts that could do without them are two basins, and no step of one unit leads from one to the other.
    pub(super) fn drop_item(&mut self, best: &Evaluated) -> Option<Evaluated> {
        let proven = self.proven;
        if self.targets.is_empty() {
            return None;
        }
        for (place, variable) in self.space.variables.iter().enumerate() {
            let least = variable.bounds.0;
            let shallow = (least + 1..=least + SHALLOW).contains(&best.point[place]);
            if proven == Proven::Global || !shallow || self.kept.contains(&place) {
                continue;
            }
            self.kept.push(place);
            let most = self.joint_point(SCAN, Some(place));
            let top = self.look(&most);
            if !self.allows(&top) {
                continue;
            }
            let start = self.least_initial_point(top, Some(place));
            // In wide steps: parts that go together come down together from there, but none of them rises alone.
            let stride = std::mem::replace(&mut self.stride, i64::MAX);
            let found = self.descend(start);
            self.stride = stride;
            if self.cheaper(&found, best) {
                self.kept.clear();
                return Some(found);
            }
        }
        self.proven = proven;
        None
    }
}
