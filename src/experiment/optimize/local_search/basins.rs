//! From nothing to the best point: where the ways begin, and which of their ends are followed.

use super::evaluate::{Evaluated, LocalSearch, NEAR, ROUGH, ROUGHLY, worse};

/// Ends of the long way that are followed on all replications, at most.
const FOLLOWED: usize = 2;

impl LocalSearch<'_> {
    /// The best point, from nothing.
    pub fn start_afresh(&mut self) -> Evaluated {
        if self.is_small() {
            let start = if self.targets.is_empty() { self.cheapest_cover() } else { self.initial_point() };
            return self.all_points(start);
        }
        let few = (self.replications / ROUGHLY).max(ROUGH);
        if few >= self.replications {
            let basins = self.basins();
            let best = basins.into_iter().next().expect("a way ends somewhere");
            return self.finish(best);
        }
        self.judge_by(few);
        let basins = self.basins();
        self.judge_by(self.replications);
        self.stride = NEAR;
        self.allowed = self.least_violation();
        let mut best: Option<Evaluated> = None;
        for basin in basins {
            let start = self.look(&basin.point);
            let Some(start) = self.raise(start) else { continue };
            let found = self.descend(start);
            if best.as_ref().is_none_or(|best| self.cheaper(&found, best)) {
                best = Some(found);
            }
        }
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

    /// The best point, from one that no change of one variable by one unit improves.
    fn finish(&mut self, mut best: Evaluated) -> Evaluated {
        // Of what cannot be reached the nearest is enough.
        let alone = self.targets.is_empty() && self.scorer.separable();
        if self.allowed == 0.0 && !alone {
            let exchanged = self.swap(best);
            best = self.descend(exchanged);
        }
        let mut best = self.improve(best);
        while let Some(better) = self.drop_item(&best) {
            best = self.improve(better);
        }
        best
    }

    /// The best point, from one that was best for an easier target.
    pub fn start_at(&mut self, point: &[i64]) -> Evaluated {
        let standing = self.look(point);
        self.stride = NEAR;
        match self.raise(standing) {
            Some(standing) => {
                let best = self.descend(standing);
                self.improve(best)
            }
            None => self.start_afresh(),
        }
    }

    /// Points that no change of one variable by one unit improves, on the replications in use: the best one first, and
    /// those that are not worse for sure.
    fn basins(&mut self) -> Vec<Evaluated> {
        self.stride = i64::MAX;
        let mut found: Vec<Evaluated> = Vec::new();
        if self.targets.is_empty() {
            let start = self.cheapest_cover();
            found.push(self.descend(start));
            if !self.scorer.separable() {
                let top = self.top();
                found.push(self.descend(top));
            }
        } else {
            let cover = self.initial_point();
            let end = self.descend(cover.clone());
            found.extend(self.priced(&cover, &end));
            found.push(end);
        }
        self.stride = NEAR;
        found.sort_by(|a, b| a.money.total_cmp(&b.money));
        while let Some(better) = self.drop_item(&found[0]) {
            found.insert(0, better);
        }
        let best = found[0].scores.clone();
        found.retain(|basin| !worse(&basin.scores, &best));
        found.dedup_by(|a, b| a.point == b.point);
        // Of what cannot be reached the nearest is enough.
        found.truncate(if self.allowed == 0.0 { FOLLOWED } else { 1 });
        found
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
