//! Two variables at a time, and all of them.

use super::alone::Alone;
use super::evaluate::{Evaluated, LocalSearch};
use crate::experiment::optimize::space::{Move, moved};
use crate::experiment::optimize::{Point, Proven};
use std::collections::BTreeSet;

/// Pairs of changes looked at together.
const PAIRS_AT_ONCE: usize = 64;

/// Pairs that are held against a point when the best is selected.
const RIVAL_PAIRS: usize = 24;

impl LocalSearch<'_> {
    /// A better point two variables away by one unit each, the most promising looked at first; `None` where there is
    /// none, which is proven if all that could be better were looked at.
    pub(super) fn pairs(&mut self, current: &Evaluated) -> Option<Evaluated> {
        self.screened = false;
        let pairs = self.promising_pairs(current);
        // Where they cannot all be scored there is no proof, and the swaps were the most promising ones.
        if pairs.len() > self.budget {
            return None;
        }
        for batch in pairs.chunks(PAIRS_AT_ONCE) {
            let before = self.evaluations;
            let found = self.looks(&current.point, batch.to_vec());
            self.budget = self.budget.saturating_sub((self.evaluations - before) as usize);
            let better = self.ranked(current, found);
            if let Some(better) = better.into_iter().next() {
                return Some(better.next);
            }
        }
        // What was left early is worse for sure, but not worse on all replications.
        self.proven = if self.screened { Proven::Single } else { Proven::Pairwise };
        None
    }

    /// The points one unit of one variable or of a rule's two away, and the pairs that promise most.
    pub fn rivals(&mut self, at: &Evaluated) -> Vec<Point> {
        let singles = self.beside(&vec![1; at.point.len()]);
        let mut pairs = self.promising_pairs(at);
        pairs.truncate(RIVAL_PAIRS);
        let points = singles.iter().chain(&pairs).map(|change| moved(&at.point, change));
        let mut seen = BTreeSet::new();
        points.filter(|point| self.space.admits(point) && seen.insert(point.clone())).collect()
    }

    /// What a unit of each variable brings alone: up, and down.
    fn units_alone(&mut self, current: &Evaluated) -> Vec<[Option<Alone>; 2]> {
        let count = current.point.len();
        let max_saving = self.max_saving(current);
        let mut brings = vec![[None, None]; count];
        let mut changes: Vec<Move> = Vec::new();
        for (variable, brings) in brings.iter_mut().enumerate() {
            for (side, units) in [1, -1].into_iter().enumerate() {
                let change = vec![(variable, units)];
                let up = units > 0;
                match max_saving {
                    Some(max_saving) if up && self.price(&change) >= max_saving => {
                        if self.space.admits(&moved(&current.point, &change)) {
                            brings[side] = Some(Alone {
                                variable,
                                units,
                                money: self.price(&change) - max_saving,
                                violations: vec![0.0; current.violations.len()],
                                allowed: true,
                            });
                        }
                    }
                    _ => changes.push(change),
                }
            }
        }
        for next in self.looks(&current.point, changes) {
            let Some(alone) = self.alone(current, &next) else { continue };
            let side = usize::from(alone.units < 0);
            let variable = alone.variable;
            brings[variable][side] = Some(alone);
        }
        brings
    }

    /// Pairs that could be better, those that promise most first: they save money and stay within the targets if each unit
    /// comes to what it comes to alone.
    fn promising_pairs(&mut self, current: &Evaluated) -> Vec<Move> {
        let brings = self.units_alone(current);
        let max_saving = self.max_saving(current);
        let mut pairs: Vec<((bool, f64), Move)> = Vec::new();
        for one in 0..brings.len() {
            for other in one + 1..brings.len() {
                for (a, b) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
                    let units = [1, -1];
                    let change = vec![(one, units[a]), (other, units[b])];
                    let (Some(left), Some(right)) = (&brings[one][a], &brings[other][b]) else {
                        // A step that a rule forbids alone may be made with another: the minimum with its maximum.
                        if self.space.admits(&moved(&current.point, &change)) {
                            pairs.push(((false, 0.0), change));
                        }
                        continue;
                    };
                    // Where more stock brings service, two units less bring no more of it than one; what a unit more
                    // saves it does not save with another one less.
                    let hopeless = match (a, b) {
                        (1, 1) => self.sooner && !(left.allowed && right.allowed),
                        (0, 1) => max_saving.is_some() && left.money + self.price(&vec![(other, -1)]) >= 0.0,
                        (1, 0) => max_saving.is_some() && right.money + self.price(&vec![(one, -1)]) >= 0.0,
                        _ => false,
                    };
                    if !hopeless && !self.pruned(&change, max_saving) {
                        let (money, better) = self.promise(current, left, right);
                        pairs.push(((!better, money), change));
                    }
                }
            }
        }
        pairs.sort_by(|(a, _), (b, _)| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        pairs.into_iter().map(|(_, change)| change).collect()
    }

    /// The best of all points, each one unit away from the one before: what changes little is scored quickly.
    pub(super) fn all_points(&mut self, mut best: Evaluated) -> Evaluated {
        let bounds: Vec<(i64, i64)> = self.space.variables.iter().map(|variable| variable.bounds).collect();
        let mut point: Point = bounds.iter().map(|bounds| bounds.0).collect();
        let mut ways = vec![1; point.len()];
        loop {
            if self.space.admits(&point) {
                best = self.better(best, &point);
            }
            // Like the digits of a number, each of which turns at its ends.
            let Some(place) = (0..point.len()).find(|place| {
                let next = point[*place] + ways[*place];
                let inside = (bounds[*place].0..=bounds[*place].1).contains(&next);
                ways[*place] *= if inside { 1 } else { -1 };
                inside
            }) else {
                break;
            };
            point[place] += ways[place];
        }
        self.proven = Proven::Global;
        best
    }

    /// The cheaper of a point looked at and another, if the point meets the targets.
    fn better(&mut self, best: Evaluated, point: &[i64]) -> Evaluated {
        let next = self.look(point);
        if self.allows(&next) && self.cheaper(&next, &best) { next } else { best }
    }

    /// The best value of each variable alone, where the money is a sum with one term per variable.
    pub(super) fn each_alone(&mut self, mut best: Evaluated) -> Evaluated {
        let Some(rates) = self.holding_rates.clone() else { return self.every_value(best) };
        for (place, rate) in rates.iter().enumerate() {
            let (least, most) = self.space.variables[place].bounds;
            let mut ends: Vec<(i64, Evaluated)> = vec![(best.point[place], best.clone())];
            if best.point[place] < most {
                ends.push((most, self.with(&best, place, most)));
            }
            // Values between two that are not looked at, with the greater one. All but the holding of the stock falls: what
            // lies between costs no less than the greater one less the holding of what it has more.
            let mut open: Vec<(i64, (i64, Evaluated))> = Vec::new();
            let mut below = least - 1;
            for end in ends {
                let value = end.0;
                open.push((below, end));
                below = value;
            }
            while let Some((low, (high, current))) = open.pop() {
                if self.cheaper(&current, &best) {
                    best = current.clone();
                }
                let floor = Evaluated { money: current.money - rate * (high - low - 1) as f64, ..current.clone() };
                if high - low < 2 || !self.cheaper(&floor, &best) {
                    continue;
                }
                let middle = low + (high - low) / 2;
                let between = self.with(&current, place, middle);
                open.push((low, (middle, between)));
                open.push((middle, (high, current)));
            }
        }
        self.proven = Proven::Global;
        best
    }

    /// A point with another value of one variable.
    fn with(&mut self, current: &Evaluated, place: usize, value: i64) -> Evaluated {
        let mut point = current.point.clone();
        point[place] = value;
        self.look(&point)
    }

    /// The same, with all values scored, if they are not too many.
    fn every_value(&mut self, mut best: Evaluated) -> Evaluated {
        let values: i64 = self.space.variables.iter().map(|variable| variable.bounds.1 - variable.bounds.0 + 1).sum();
        if values > self.budget as i64 {
            return self.until_no_pair(best);
        }
        for (place, variable) in self.space.variables.iter().enumerate() {
            let mut point = best.point.clone();
            for value in variable.bounds.0..=variable.bounds.1 {
                point[place] = value;
                best = self.better(best, &point);
            }
        }
        self.proven = Proven::Global;
        best
    }

    /// Two at a time, and one at a time again, until neither is better.
    pub(super) fn until_no_pair(&mut self, mut best: Evaluated) -> Evaluated {
        while let Some(better) = self.pairs(&best) {
            best = self.descend(better);
        }
        best
    }
}
