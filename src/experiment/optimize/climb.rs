//! The search itself: integer points, one or two variables at a time.
//!
//! ```text
//! scan:    all variables together from least to greatest ──► the first that meets the targets (or the cheapest)
//! descend: the change of one variable that saves most for the service it costs; steps halve ──► ±1 optimum
//! pairs:   two variables at once, until no pair is better ──► pairwise optimum
//! all:     every point, where they are few ──► the optimum within the bounds
//! ```
//!
//! Greedy marginal allocation with look-back (Fox 1966; for assembly systems Lu, Song and Yao 2003): what a
//! unit saves or costs is weighed against what it does to the service.

use super::best::worth_of;
use super::{Point, Proven, Scorer, Scores, ServiceTarget, Space, Worth, moved};

/// Parts the way from least to greatest is cut into by the scan.
const SCAN: i64 = 64;
/// Points of a space that are all scored.
const FEW: i64 = 4096;
/// Pairs of changes that are all tried.
const MOST_PAIRS: usize = 40_000;
/// Differences of money and service below this, relatively, are rounding.
const ROUNDING: f64 = 1e-9;

/// Units of some variables that change together.
type Change = Vec<(usize, i64)>;

/// A point and what it comes to.
#[derive(Clone, Debug)]
pub(super) struct Standing {
    pub point: Point,
    pub scores: Scores,
    money: f64,
    /// By target.
    services: Vec<f64>,
    /// How far from the targets, added up, each relative to its value; 0 where all are met.
    short: f64,
    response: f64,
}

/// A search under way.
pub(super) struct Climb<'a> {
    scorer: &'a mut dyn Scorer,
    space: &'a Space,
    targets: &'a [ServiceTarget],
    progress: &'a (dyn Fn(u64) + Sync + 'a),
    evaluations: u64,
    /// The least shortfall that can be reached: 0 where the targets can be met.
    allowed: f64,
    proven: Proven,
}

impl<'a> Climb<'a> {
    pub fn new(
        scorer: &'a mut dyn Scorer,
        space: &'a Space,
        targets: &'a [ServiceTarget],
        progress: &'a (dyn Fn(u64) + Sync + 'a),
    ) -> Climb<'a> {
        Climb { scorer, space, targets, progress, evaluations: 0, allowed: 0.0, proven: Proven::Nothing }
    }

    pub fn space(&self) -> &'a Space {
        self.space
    }

    pub fn evaluations(&self) -> u64 {
        self.evaluations
    }

    pub fn replications(&self) -> usize {
        self.scorer.replications()
    }

    pub fn proven(&self) -> Proven {
        self.proven
    }

    /// Whether all targets are met.
    pub fn meets(&self, standing: &Standing) -> bool {
        standing.short <= 0.0
    }

    /// Variables that end at the greatest value they may have.
    pub fn at_limit(&self, point: &[i64]) -> Vec<usize> {
        let ends = self.space.variables.iter().zip(point).map(|(variable, value)| variable.bounds.1 == *value);
        ends.enumerate().filter(|(_, ends)| *ends).map(|(place, _)| place).collect()
    }

    /// How it searched, in words.
    pub fn words(&self) -> String {
        let last = match self.proven {
            Proven::Global => "; then every point, or every value of each",
            Proven::Pairwise => "; then all changes of two items by one unit",
            Proven::Single | Proven::Nothing => "",
        };
        format!("all items together from least to greatest; then one item at a time, in steps that halve to one{last}")
    }

    /// The best point, from nothing.
    pub fn start_afresh(&mut self) -> Standing {
        let start = if self.targets.is_empty() { self.cheapest_cover() } else { self.first_cover() };
        self.improve(start)
    }

    /// The best point, from one that was best for an easier target.
    pub fn start_at(&mut self, point: &[i64]) -> Standing {
        let standing = self.look(point);
        match self.raise(standing) {
            Some(standing) => self.improve(standing),
            None => self.start_afresh(),
        }
    }

    fn improve(&mut self, start: Standing) -> Standing {
        let mut best = self.descend(start);
        if self.is_small() {
            return self.all_points(best);
        }
        while let Some(better) = self.pairs(&best) {
            best = self.descend(better);
        }
        best
    }

    // ---- looking ----

    fn standing(&mut self, point: Point, scores: Scores) -> Standing {
        let services = scores.services();
        let short = self.targets.iter().zip(&services).map(|(target, service)| {
            let scale = if target.value == 0.0 { 1.0 } else { target.value.abs() };
            let short = target.shortfall(*service) / scale;
            if short <= ROUNDING { 0.0 } else { short }
        });
        let short = short.sum();
        let response = super::mean(&scores.response);
        Standing { money: scores.money(), services, short, response, point, scores }
    }

    fn look(&mut self, point: &[i64]) -> Standing {
        let scores = self.scorer.score(point);
        self.count(1);
        self.standing(point.to_vec(), scores)
    }

    /// What admissible changes of a point come to.
    fn looks(&mut self, from: &[i64], changes: Vec<Change>) -> Vec<Standing> {
        let changes: Vec<Change> =
            changes.into_iter().filter(|change| self.space.admits(&moved(from, change))).collect();
        let scores = self.scorer.score_changes(from, &changes);
        self.count(changes.len());
        let points = changes.iter().map(|change| moved(from, change));
        points.zip(scores).map(|(point, scores)| self.standing(point, scores)).collect()
    }

    fn count(&mut self, more: usize) {
        self.evaluations += more as u64;
        (self.progress)(self.evaluations);
    }

    fn allows(&self, standing: &Standing) -> bool {
        standing.short <= self.allowed
    }

    // ---- scanning ----

    /// All variables `part` of the way from least to greatest.
    fn cover(&self, part: i64) -> Point {
        use super::Number;
        let start = self.space.start();
        let mut point: Point = Vec::with_capacity(start.len());
        for (place, variable) in self.space.variables.iter().enumerate() {
            let (least, most) = variable.bounds;
            let value = match variable.number {
                Number::BaseStock | Number::Min | Number::Point => least + (most - least) * part / SCAN,
                Number::Quantity => start[place],
                // Above the min before it, as far as in the scenario.
                Number::Max => point[place - 1] + (start[place] - start[place - 1]).max(1),
            };
            point.push(value.clamp(least, most));
        }
        point
    }

    /// The first cover that meets the targets; where none does, the one that comes nearest.
    fn first_cover(&mut self) -> Standing {
        let point = self.cover(SCAN);
        let mut enough = self.look(&point);
        self.allowed = enough.short;
        let (mut few, mut many) = (-1, SCAN);
        while many - few > 1 {
            let middle = (few + many) / 2;
            let point = self.cover(middle);
            let standing = self.look(&point);
            if self.allows(&standing) {
                (many, enough) = (middle, standing);
            } else {
                few = middle;
            }
        }
        enough
    }

    /// The cheapest of some covers and of where the scenario stands.
    fn cheapest_cover(&mut self) -> Standing {
        let mut points: Vec<Point> = (0..=SCAN).step_by(4).map(|part| self.cover(part)).collect();
        points.push(self.space.start());
        let mut best: Option<Standing> = None;
        for point in points.iter().filter(|point| self.space.admits(point)) {
            let standing = self.look(point);
            if best.as_ref().is_none_or(|best| standing.money < best.money) {
                best = Some(standing);
            }
        }
        best.unwrap_or_else(|| self.look(&points[0]))
    }

    // ---- one at a time ----

    /// Adds, a unit at a time, what brings most service for its money until the targets are met; `None` where no unit
    /// helps.
    fn raise(&mut self, mut standing: Standing) -> Option<Standing> {
        while !self.allows(&standing) {
            let ups = (0..standing.point.len()).map(|variable| vec![(variable, 1)]).collect();
            let found = self.looks(&standing.point, ups);
            let per_money = |gain: f64, next: &Standing| {
                let price = (next.money - standing.money).max(ROUNDING * standing.money.abs().max(1.0));
                gain / price
            };
            let by_service = |next: &Standing| per_money(standing.short - next.short, next);
            let by_response = |next: &Standing| per_money(standing.response - next.response, next);
            let best = most(found.iter(), by_service).filter(|(_, worth)| *worth > 0.0);
            let best = best.or_else(|| most(found.iter(), by_response).filter(|(_, worth)| *worth > 0.0));
            standing = best?.0.clone();
        }
        Some(standing)
    }

    /// Changes of one variable, in steps that halve, until no change by one unit saves money within the targets.
    fn descend(&mut self, mut standing: Standing) -> Standing {
        let ranges = self.space.variables.iter().map(|variable| variable.bounds.1 - variable.bounds.0);
        let mut steps: Vec<i64> = ranges.map(|range| (range / 16).max(1)).collect();
        loop {
            let changes = steps.iter().enumerate().flat_map(|(v, step)| [vec![(v, -step)], vec![(v, *step)]]).collect();
            let found = self.looks(&standing.point, changes);
            match self.choose(&standing, found) {
                Some(next) => standing = next,
                None if steps.iter().all(|step| *step == 1) => break,
                None => steps.iter_mut().for_each(|step| *step = (*step / 2).max(1)),
            }
        }
        self.proven = Proven::Single;
        standing
    }

    /// Of what is cheaper within the targets, what saves most for the service it costs.
    fn choose(&self, now: &Standing, found: Vec<Standing>) -> Option<Standing> {
        let better = found.into_iter().filter(|next| self.allows(next) && self.cheaper(next, now));
        let worth = |next: &Standing| {
            let used = self.targets.iter().zip(now.services.iter().zip(&next.services)).map(|(target, (old, new))| {
                let lost = target.shortfall(*new) - target.shortfall(*old);
                lost.max(0.0) / (ROUNDING - target.shortfall(*old)).max(ROUNDING)
            });
            (now.money - next.money) / used.sum::<f64>().max(ROUNDING)
        };
        let better: Vec<Standing> = better.collect();
        most(better.iter(), worth).map(|(next, _)| next.clone())
    }

    fn cheaper(&self, next: &Standing, than: &Standing) -> bool {
        next.money < than.money - ROUNDING * than.money.abs().max(1e-3)
    }

    // ---- two at a time, and all ----

    /// A better point two variables away by one unit each; `None` proves that there is none.
    fn pairs(&mut self, standing: &Standing) -> Option<Standing> {
        let count = standing.point.len();
        if 2 * count * count.saturating_sub(1) > self.scorer.affordable().min(MOST_PAIRS) {
            return None;
        }
        let mut changes = Vec::new();
        for one in 0..count {
            for other in one + 1..count {
                for (a, b) in [(-1, 1), (1, -1), (-1, -1), (1, 1)] {
                    changes.push(vec![(one, a), (other, b)]);
                }
            }
        }
        let found = self.looks(&standing.point, changes);
        let better = self.choose(standing, found);
        if better.is_none() {
            self.proven = Proven::Pairwise;
        }
        better
    }

    fn is_small(&self) -> bool {
        let most = FEW.min(self.scorer.affordable() as i64);
        let sizes = self.space.variables.iter().map(|variable| variable.bounds.1 - variable.bounds.0 + 1);
        sizes.fold(1i64, i64::saturating_mul) <= most
    }

    /// The best of all points.
    fn all_points(&mut self, best: Standing) -> Standing {
        let least: Point = self.space.variables.iter().map(|variable| variable.bounds.0).collect();
        let mut changes: Vec<Change> = vec![Vec::new()];
        for (place, variable) in self.space.variables.iter().enumerate() {
            let range = 0..=variable.bounds.1 - variable.bounds.0;
            changes = changes
                .into_iter()
                .flat_map(|change| {
                    range.clone().map(move |units| change.iter().copied().chain([(place, units)]).collect())
                })
                .collect();
        }
        let found = self.looks(&least, changes);
        let cheapest = found
            .into_iter()
            .filter(|next| self.allows(next) && self.cheaper(next, &best))
            .min_by(|a, b| a.money.total_cmp(&b.money));
        self.proven = Proven::Global;
        cheapest.unwrap_or(best)
    }

    /// What one unit more and one unit less of each variable is worth.
    pub fn worth(&mut self, standing: &Standing) -> Vec<Worth> {
        self.count(2 * standing.point.len());
        worth_of(self.scorer, self.space, &standing.point, &standing.scores)
    }
}

/// The first of those of most worth, and its worth.
fn most<'s>(
    found: impl Iterator<Item = &'s Standing>,
    worth: impl Fn(&Standing) -> f64,
) -> Option<(&'s Standing, f64)> {
    found.map(|next| (next, worth(next))).fold(None, |best, next| match best {
        Some((_, most)) if next.1.is_nan() || next.1 <= most => best,
        None if next.1.is_nan() => None,
        _ => Some(next),
    })
}
