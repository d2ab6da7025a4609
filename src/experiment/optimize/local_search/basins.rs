//! From nothing to the best point: where the ways begin, and which of their ends are followed.

use super::evaluate::{Evaluated, LocalSearch, NEARLY};
use crate::experiment::optimize::descent::{Descended, SearchStart};
use crate::experiment::optimize::scorer::surely_above;
use crate::experiment::optimize::{Proven, Starts};

/// Ends of a way that are followed on more replications, at most.
const FOLLOWED: usize = 2;
/// The longest step, in units, from a point that was best for a target nearby, or on fewer replications.
pub(super) const NEAR: i64 = 4;

/// The part of its range that a variable first moves by from where slopes have led.
const FINE: i64 = 128;

impl LocalSearch<'_> {
    /// The best point, from nothing.
    pub fn start_afresh(&mut self) -> Evaluated {
        self.until_enough(Some(self.space.start()), Self::afresh)
    }

    fn afresh(&mut self) -> Evaluated {
        if self.is_small() {
            let start = if self.targets.is_empty() { self.cheapest_initial_point() } else { self.initial_point() };
            self.may_end();
            return self.all_points(start);
        }
        if let SearchStart::Led(descended) = self.start.clone() {
            return self.polish(&descended);
        }
        let stages = self.stages.clone();
        let mut ends: Vec<Evaluated> = Vec::new();
        for (stage, replications) in stages.iter().enumerate() {
            if stages.len() > 1 {
                self.judge_by(*replications);
            }
            ends = if stage == 0 { self.basins() } else { self.followed(&ends) };
        }
        let best = ends.into_iter().reduce(|best, end| if self.cheaper(&end, &best) { end } else { best });
        let best = match best {
            Some(best) => best,
            None => {
                self.stride = i64::MAX;
                let start = self.initial_point();
                self.descend(start)
            }
        };
        self.finish(best)
    }

    /// From where slopes have led: those variables one at a time of which a unit may matter.
    fn polish(&mut self, descended: &Descended) -> Evaluated {
        let start = self.look(&descended.point);
        self.may_end();
        if descended.coarse.is_empty() {
            self.allowed = start.violation;
            return start;
        }
        // Service is paid for: what is met within the targets is landed again afterwards.
        let is_priced = !descended.prices.is_empty();
        let start = match is_priced {
            true => {
                self.pay_for_service(&descended.prices);
                self.look(&descended.point)
            }
            false => self.repair(start),
        };
        self.allowed = start.violation * NEARLY;
        self.free.clone_from(&descended.coarse);
        let ranges = self.space.variables.iter().map(|variable| variable.bounds.1 - variable.bounds.0);
        let steps = ranges.map(|range| (range / FINE).max(1)).collect();
        let mut found = self.descend_by(start, steps);
        if is_priced {
            self.meet_targets();
            found = self.look(&found.point);
        }
        self.free = (0..self.space.variables.len()).collect();
        // Of the others nothing is known.
        self.proven = if descended.coarse.len() == self.free.len() { Proven::Single } else { Proven::Nothing };
        found
    }

    /// Where the ways lead from the ends that they had on fewer replications.
    fn followed(&mut self, ends: &[Evaluated]) -> Vec<Evaluated> {
        self.stride = NEAR;
        self.allowed = self.least_violation();
        let mut found: Vec<Evaluated> = Vec::new();
        for end in ends {
            let start = self.look(&end.point);
            let start = self.repair(start);
            if self.allows(&start) {
                let end = self.descend(start);
                if found.iter().all(|other| other.point != end.point) {
                    found.push(end);
                }
            }
        }
        found
    }

    /// The best point, from one that no change of one variable by one unit improves.
    fn finish(&mut self, mut best: Evaluated) -> Evaluated {
        // Of what cannot be reached the nearest is enough.
        let alone = self.targets.is_empty() && self.scorer.separable();
        if self.allowed == 0.0 && !alone {
            let swapped = self.swap(best);
            best = self.descend(swapped);
        }
        let mut best = self.improve(best);
        while let Some(better) = self.drop_item(&best) {
            best = self.improve(better);
        }
        best
    }

    /// The best point, from one that was best for an easier target.
    pub fn start_at(&mut self, point: &[i64]) -> Evaluated {
        self.until_enough(Some(point.to_vec()), |search| search.at(point))
    }

    fn at(&mut self, point: &[i64]) -> Evaluated {
        let start = self.look(point);
        self.stride = NEAR;
        let start = self.repair(start);
        self.may_end();
        if !self.allows(&start) {
            return self.afresh();
        }
        let best = self.descend(start);
        self.improve(best)
    }

    /// Points that no change of one variable by one unit improves, on the replications in use: the best one first, and
    /// those that are not worse for sure.
    fn basins(&mut self) -> Vec<Evaluated> {
        self.stride = i64::MAX;
        let mut found: Vec<Evaluated> = Vec::new();
        if self.targets.is_empty() {
            let start = self.cheapest_initial_point();
            self.may_end();
            found.push(self.descend(start));
            if !self.scorer.separable() {
                let top = self.top();
                found.push(self.descend(top));
            }
        } else {
            let start = self.initial_point();
            self.may_end();
            let end = self.descend(start.clone());
            found.extend(self.priced(&start, &end));
            found.push(end);
        }
        self.stride = NEAR;
        found.sort_by(|a, b| a.money.total_cmp(&b.money));
        while let Some(better) = self.drop_item(&found[0]) {
            found.insert(0, better);
        }
        self.starts = self.alike(&found);
        let best = found[0].scores.money.clone();
        found.retain(|end| !surely_above(&end.scores.money, &best));
        found.dedup_by(|a, b| a.point == b.point);
        // Of what cannot be reached the nearest is enough.
        found.truncate(if self.allowed == 0.0 { FOLLOWED } else { 1 });
        found
    }

    /// How alike ends are, the best one first, of those that meet the targets as nearly as can be.
    fn alike(&self, ends: &[Evaluated]) -> Starts {
        let money: Vec<f64> = ends.iter().filter(|end| self.allows(end)).map(|end| end.money).collect();
        let most = money.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let spread = money.first().filter(|_| money.len() > 1).map(|least| (most - least).max(0.0));
        Starts { count: ends.len(), spread, last_tenth: None }
    }

    /// A better point two variables away, or among all: the last steps, from one that no single change improves.
    fn improve(&mut self, best: Evaluated) -> Evaluated {
        if self.is_small() {
            return self.all_points(best);
        }
        if self.targets.is_empty() && self.scorer.separable() {
            return self.each_alone(best);
        }
        self.until_no_pair(best)
    }
}
