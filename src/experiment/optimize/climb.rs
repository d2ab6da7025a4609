//! The search itself: integer points, one or two variables at a time.
//!
//! ```text
//! scan:    all variables together from least to greatest ──► the first that meets the targets (or the cheapest)
//! descend: the change of one variable that saves most for the service it costs; steps halve ──► ±1 optimum
//! pairs:   two variables at once, until no pair is better ──► pairwise optimum
//! give up: a small stock to its least value, and the same again without it ──► another slope
//! all:     every point, where they are few ──► the optimum within the bounds
//! ```
//!
//! Greedy marginal allocation with look-back (Fox 1966; for assembly systems Lu, Song and Yao 2003): what a
//! unit saves or costs is weighed against what it does to the service.

use super::best::worth_of;
use super::{Bound, Point, Proven, Scorer, Scores, ServiceTarget, Space, Worth, moved};

/// Parts the way from least to greatest is cut into by the scan.
const SCAN: i64 = 64;
/// Points of a space that are all scored.
const FEW: i64 = 4096;
/// Values of all variables together that are all scored where each counts alone.
const EACH_VALUE: i64 = 200_000;
/// Guesses of what service costs, relative to what the next units cost.
const PRICES: [f64; 4] = [0.0, 0.5, 1.0, 1.5];
/// Pairs of changes looked at together.
const PAIRS_AT_ONCE: usize = 64;
/// A change that promised this share of what the best one did is tried right after it.
const STILL_GOOD: f64 = 0.25;
/// The longest step, in units, from a point that was best for a target nearby.
const NEAR: i64 = 4;
/// Units above the least value from which a stock may be given up whole.
const SHALLOW: i64 = 4;
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
    /// Points that a proof at the end may score, and prices of service that a bound is looked for at.
    budget: usize,
    prices: &'static [f64],
    /// The least shortfall that can be reached: 0 where the targets can be met.
    allowed: f64,
    /// The longest step, units.
    stride: i64,
    proven: Proven,
}

impl<'a> Climb<'a> {
    pub fn new(
        scorer: &'a mut dyn Scorer,
        space: &'a Space,
        targets: &'a [ServiceTarget],
        progress: &'a (dyn Fn(u64) + Sync + 'a),
    ) -> Climb<'a> {
        let budget = scorer.affordable();
        let prices: &[f64] = if targets.is_empty() { &[0.0] } else { &PRICES };
        let proven = Proven::Nothing;
        Climb {
            scorer,
            space,
            targets,
            progress,
            evaluations: 0,
            budget,
            prices,
            allowed: 0.0,
            stride: i64::MAX,
            proven,
        }
    }

    /// One of so many searches that share the points that proofs may score.
    pub fn share(mut self, searches: usize) -> Climb<'a> {
        self.budget /= searches.max(1);
        self.prices = &[1.0];
        self
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
        if self.targets.is_empty() {
            let start = self.cheapest_cover();
            return self.improve(start);
        }
        let start = self.first_cover();
        let mut best = self.improve(start);
        while let Some(better) = self.give_up(&best) {
            best = self.improve(better);
        }
        best
    }

    /// A better point without one of the small stocks, searched from a cover of the others: a product of which two are
    /// held and parts that could do without them are two slopes, and no step of one unit leads from one to the other.
    fn give_up(&mut self, best: &Standing) -> Option<Standing> {
        let proven = self.proven;
        for (place, variable) in self.space.variables.iter().enumerate() {
            let least = variable.bounds.0;
            if proven == Proven::Global || !(least + 1..=least + SHALLOW).contains(&best.point[place]) {
                continue;
            }
            let most = self.cover(SCAN, Some(place));
            let top = self.look(&most);
            if !self.allows(&top) {
                continue;
            }
            let start = self.least_cover(top, Some(place));
            let found = self.descend(start);
            if self.cheaper(&found, best) {
                return Some(found);
            }
        }
        self.proven = proven;
        None
    }

    /// The best point, from one that was best for an easier target.
    pub fn start_at(&mut self, point: &[i64]) -> Standing {
        let standing = self.look(point);
        self.stride = NEAR;
        match self.raise(standing) {
            Some(standing) => self.improve(standing),
            None => {
                self.stride = i64::MAX;
                self.start_afresh()
            }
        }
    }

    fn improve(&mut self, start: Standing) -> Standing {
        let best = self.descend(start);
        if self.is_small() {
            return self.all_points(best);
        }
        if self.targets.is_empty() && self.scorer.separable() {
            return self.each_alone(best);
        }
        let mut best = best;
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

    /// All variables `part` of the way from least to greatest, but one of them that stays at its least.
    fn cover(&self, part: i64, without: Option<usize>) -> Point {
        use super::Number;
        let start = self.space.start();
        let mut point: Point = Vec::with_capacity(start.len());
        for (place, variable) in self.space.variables.iter().enumerate() {
            let (least, most) = variable.bounds;
            let value = match variable.number {
                Number::Max if without == Some(place) => point[place - 1] + 1,
                _ if without == Some(place) => least,
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
        let most = self.cover(SCAN, None);
        let top = self.look(&most);
        self.allowed = top.short;
        self.least_cover(top, None)
    }

    /// The least cover that comes as near to the targets as is allowed; `top`, the greatest one, does.
    fn least_cover(&mut self, top: Standing, without: Option<usize>) -> Standing {
        let mut enough = top;
        let (mut few, mut many) = (-1, SCAN);
        while many - few > 1 {
            let middle = (few + many) / 2;
            let point = self.cover(middle, without);
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
        let mut points: Vec<Point> = (0..=SCAN).step_by(4).map(|part| self.cover(part, None)).collect();
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
            let ranked = helpful(&standing, &found);
            let (best, most) = *ranked.first()?;
            let others: Vec<Change> = ranked[1..]
                .iter()
                .filter(|(_, worth)| *worth >= STILL_GOOD * most)
                .filter_map(|(next, _)| (0..next.point.len()).find(|v| next.point[*v] != standing.point[*v]))
                .map(|variable| vec![(variable, 1)])
                .collect();
            standing = best.clone();
            for change in others {
                if self.allows(&standing) {
                    break;
                }
                let found = self.looks(&standing.point, vec![change]);
                if let Some((next, _)) = helpful(&standing, &found).first() {
                    standing = (*next).clone();
                }
            }
        }
        Some(standing)
    }

    /// Changes of one variable, in steps that halve, until no change by one unit saves money within the targets.
    fn descend(&mut self, mut standing: Standing) -> Standing {
        let ranges = self.space.variables.iter().map(|variable| variable.bounds.1 - variable.bounds.0);
        let mut steps: Vec<i64> = ranges.map(|range| (range / 16).clamp(1, self.stride)).collect();
        loop {
            let changes = steps.iter().enumerate().flat_map(|(v, step)| [vec![(v, -step)], vec![(v, *step)]]).collect();
            let found = self.looks(&standing.point, changes);
            let better = self.ranked(&standing, found);
            if better.is_empty() {
                if steps.iter().all(|step| *step == 1) {
                    break;
                }
                steps.iter_mut().for_each(|step| *step = (*step / 2).max(1));
                continue;
            }
            standing = self.sweep(standing, better);
        }
        self.proven = Proven::Single;
        standing
    }

    /// Makes the best of some changes, and of the others those that are still good after it: what a change is worth
    /// moves little with the others.
    fn sweep(&mut self, from: Standing, better: Vec<(Standing, f64)>) -> Standing {
        let changes: Vec<(Change, f64)> = better
            .iter()
            .map(|(next, worth)| {
                let units = next.point.iter().zip(&from.point).map(|(new, old)| new - old).enumerate();
                (units.filter(|(_, units)| *units != 0).collect(), *worth)
            })
            .collect();
        let least = changes[0].1 * STILL_GOOD;
        let mut standing = better.into_iter().next().map_or(from, |(next, _)| next);
        let mut moved_already: Vec<usize> = changes[0].0.iter().map(|(variable, _)| *variable).collect();
        for (change, worth) in changes.into_iter().skip(1) {
            if worth < least {
                break;
            }
            if change.iter().any(|(variable, _)| moved_already.contains(variable)) {
                continue;
            }
            moved_already.extend(change.iter().map(|(variable, _)| *variable));
            let found = self.looks(&standing.point, vec![change]);
            if let Some((next, _)) = self.ranked(&standing, found).into_iter().next() {
                standing = next;
            }
        }
        standing
    }

    /// What is cheaper within the targets, with what it is worth: what it saves for the service it costs; most first.
    fn ranked(&self, now: &Standing, found: Vec<Standing>) -> Vec<(Standing, f64)> {
        let worth = |next: &Standing| {
            let used = self.targets.iter().zip(now.services.iter().zip(&next.services)).map(|(target, (old, new))| {
                let lost = target.shortfall(*new) - target.shortfall(*old);
                lost.max(0.0) / (ROUNDING - target.shortfall(*old)).max(ROUNDING)
            });
            (now.money - next.money) / used.sum::<f64>().max(ROUNDING)
        };
        let better = found.into_iter().filter(|next| self.allows(next) && self.cheaper(next, now));
        let mut ranked: Vec<(Standing, f64)> = better.map(|next| (worth(&next), next)).map(|(w, n)| (n, w)).collect();
        // Stable: of equal ones the first stays first.
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1));
        ranked
    }

    fn cheaper(&self, next: &Standing, than: &Standing) -> bool {
        next.money < than.money - ROUNDING * than.money.abs().max(1e-3)
    }

    // ---- two at a time, and all ----

    /// A better point two variables away by one unit each, the most promising looked at first; `None` where there is
    /// none, which is proven if all could be looked at.
    fn pairs(&mut self, standing: &Standing) -> Option<Standing> {
        let count = standing.point.len();
        let singles: Vec<Change> = (0..count).flat_map(|v| [vec![(v, 1)], vec![(v, -1)]]).collect();
        let alone = self.looks(&standing.point, singles);
        // What a unit of each variable brings alone: money, and shortfall.
        let mut brings = vec![[None; 2]; count];
        for next in alone {
            let Some(v) = (0..count).find(|v| next.point[*v] != standing.point[*v]) else { continue };
            let side = usize::from(next.point[v] < standing.point[v]);
            brings[v][side] = Some((next.money - standing.money, next.short));
        }
        let mut pairs: Vec<(f64, Change)> = Vec::new();
        for one in 0..count {
            for other in one + 1..count {
                for (a, b) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
                    // A step that a rule forbids alone may be made with another: the minimum with its maximum.
                    let alone = |brings: Option<(f64, f64)>| brings.map_or(0.0, |(money, _)| money);
                    let change = vec![(one, [1, -1][a]), (other, [1, -1][b])];
                    if self.space.admits(&moved(&standing.point, &change)) {
                        pairs.push((alone(brings[one][a]) + alone(brings[other][b]), change));
                    }
                }
            }
        }
        pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
        let all = pairs.len();
        let mut looked = 0;
        for batch in pairs.chunks(PAIRS_AT_ONCE) {
            if looked + batch.len() > self.budget {
                break;
            }
            looked += batch.len();
            let found = self.looks(&standing.point, batch.iter().map(|(_, change)| change.clone()).collect());
            let better = self.ranked(standing, found);
            if let Some((next, _)) = better.into_iter().next() {
                return Some(next);
            }
        }
        if looked == all {
            self.proven = Proven::Pairwise;
        }
        None
    }

    fn is_small(&self) -> bool {
        let most = FEW.min(self.budget as i64);
        let sizes = self.space.variables.iter().map(|variable| variable.bounds.1 - variable.bounds.0 + 1);
        sizes.fold(1i64, i64::saturating_mul) <= most
    }

    /// The best of all points, each one unit away from the one before: what changes little is scored quickly.
    fn all_points(&mut self, mut best: Standing) -> Standing {
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

    /// The cheaper of a standing and a point, if the point meets the targets.
    fn better(&mut self, best: Standing, point: &[i64]) -> Standing {
        let next = self.look(point);
        if self.allows(&next) && self.cheaper(&next, &best) { next } else { best }
    }

    /// The best value of each variable alone, where the money is a sum with one term per variable.
    fn each_alone(&mut self, mut best: Standing) -> Standing {
        let values: i64 = self.space.variables.iter().map(|variable| variable.bounds.1 - variable.bounds.0 + 1).sum();
        if values > EACH_VALUE {
            return best;
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

    /// What no point can beat, from what the next units are worth. A price on lateness in place of the target gives a
    /// bound whatever the price (Everett 1963); the best of some guesses is taken.
    pub fn bound(&mut self, standing: &Standing, worth: &[Worth]) -> Option<Bound> {
        if !self.meets(standing) {
            return None;
        }
        if self.proven == Proven::Global {
            return Some(Bound {
                money: standing.money,
                why: "nothing else is within the bounds of the search".into(),
            });
        }
        let prices: Vec<f64> = (0..self.targets.len()).map(|target| price(worth, target)).collect();
        let guesses = self.prices.iter().map(|scale| prices.iter().map(|price| price * scale).collect::<Vec<_>>());
        let floors = guesses.filter_map(|guess| self.scorer.floor(&standing.point, self.targets, &guess));
        let money = floors.fold(f64::NEG_INFINITY, f64::max).min(standing.money);
        money.is_finite().then(|| Bound {
            money,
            why: "each order waits at least for the part that is nearest to being its last".into(),
        })
    }

    /// What one unit more and one unit less of each variable is worth.
    pub fn worth(&mut self, standing: &Standing) -> Vec<Worth> {
        self.count(2 * standing.point.len());
        worth_of(self.scorer, self.space, &standing.point, &standing.scores)
    }
}

/// What the next share of a target's service costs: the middle of what units are worth.
fn price(worth: &[Worth], target: usize) -> f64 {
    let sides = worth.iter().flat_map(|worth| [&worth.more, &worth.less]).flatten();
    let prices = sides.map(|next| next.money / next.service[target]);
    let mut prices: Vec<f64> = prices.filter(|price| price.is_finite() && *price > 0.0).collect();
    prices.sort_by(f64::total_cmp);
    prices.get(prices.len() / 2).copied().unwrap_or(0.0)
}

/// What brings service, with how much of it for its money, most first; where nothing does, what shortens responses.
fn helpful<'s>(now: &Standing, found: &'s [Standing]) -> Vec<(&'s Standing, f64)> {
    let per_money = |gain: f64, next: &Standing| {
        let price = (next.money - now.money).max(ROUNDING * now.money.abs().max(1.0));
        gain / price
    };
    let by = |gain: &dyn Fn(&Standing) -> f64| {
        let worth = found.iter().map(|next| (next, per_money(gain(next), next)));
        let mut some: Vec<(&Standing, f64)> = worth.filter(|(_, worth)| *worth > 0.0).collect();
        some.sort_by(|a, b| b.1.total_cmp(&a.1));
        some
    };
    let by_service = by(&|next| now.short - next.short);
    if by_service.is_empty() { by(&|next| now.response - next.response) } else { by_service }
}
