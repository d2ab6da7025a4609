//! From nothing to the best point: where the ways begin, and which of their ends are followed.

use super::{Climb, NEAR, ROUGH, ROUGHLY, Standing, worse};

/// Ends of the long way that are followed on all replications, at most.
const FOLLOWED: usize = 2;

impl Climb<'_> {
    /// The best point, from nothing.
    pub fn start_afresh(&mut self) -> Standing {
        if self.is_small() {
            let start = if self.targets.is_empty() { self.cheapest_cover() } else { self.first_cover() };
            return self.all_points(start);
        }
        let few = (self.replications / ROUGHLY).max(ROUGH);
        if few >= self.replications {
            let slopes = self.slopes();
            let best = slopes.into_iter().next().expect("a way ends somewhere");
            return self.finish(best);
        }
        self.judge_by(few);
        let slopes = self.slopes();
        self.judge_by(self.replications);
        self.stride = NEAR;
        self.allowed = self.least_short();
        let mut best: Option<Standing> = None;
        for slope in slopes {
            let start = self.look(&slope.point);
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
                let start = self.first_cover();
                self.descend(start)
            }
        };
        self.finish(best)
    }

    /// The best point, from one that no change of one variable by one unit improves.
    fn finish(&mut self, mut best: Standing) -> Standing {
        // Of what cannot be reached the nearest is enough.
        let alone = self.targets.is_empty() && self.scorer.separable();
        if self.allowed == 0.0 && !alone {
            let exchanged = self.exchange(best);
            best = self.descend(exchanged);
        }
        let mut best = self.improve(best);
        while let Some(better) = self.give_up(&best) {
            best = self.improve(better);
        }
        best
    }

    /// The best point, from one that was best for an easier target.
    pub fn start_at(&mut self, point: &[i64]) -> Standing {
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
    fn slopes(&mut self) -> Vec<Standing> {
        self.stride = i64::MAX;
        let mut found: Vec<Standing> = Vec::new();
        if self.targets.is_empty() {
            let start = self.cheapest_cover();
            found.push(self.descend(start));
            if !self.scorer.separable() {
                let top = self.top();
                found.push(self.descend(top));
            }
        } else {
            let cover = self.first_cover();
            let end = self.descend(cover.clone());
            found.extend(self.priced(&cover, &end));
            found.push(end);
        }
        self.stride = NEAR;
        found.sort_by(|a, b| a.money.total_cmp(&b.money));
        while let Some(better) = self.give_up(&found[0]) {
            found.insert(0, better);
        }
        let best = found[0].scores.clone();
        found.retain(|slope| !worse(&slope.scores, &best));
        found.dedup_by(|a, b| a.point == b.point);
        // Of what cannot be reached the nearest is enough.
        found.truncate(if self.allowed == 0.0 { FOLLOWED } else { 1 });
        found
    }

    /// A better point two variables away, or among all: the last steps, from one that no single change improves.
    fn improve(&mut self, best: Standing) -> Standing {
        if self.is_small() {
            return self.all_points(best);
        }
        if self.targets.is_empty() && self.scorer.separable() {
            return self.each_alone(best);
        }
        self.until_no_pair(best)
    }
}
