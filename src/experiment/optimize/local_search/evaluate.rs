//! Points and what they come to: what every step of the search asks.

use super::incumbent::Incumbent;
use super::neighbourhood::singles;
use crate::experiment::optimize::descent::{LedBy, SearchStart};
use crate::experiment::optimize::progress::SearchProgress;
use crate::experiment::optimize::scorer::mean;
use crate::experiment::optimize::space::Move;
use crate::experiment::optimize::{Point, Proven, Scorer, Scores, Screening, ServiceTarget, Space, Starts, moved};
use crate::watch::BestSoFar;
use std::collections::BTreeMap;

/// Points of a space that are all scored.
pub(in super::super) const FEW: i64 = 4096;
/// Variables beyond which a search by slopes does not try other ways.
const WIDE: usize = 16;
/// Guesses of what service costs, relative to what the next units cost.
const PRICES: [f64; 4] = [0.0, 0.5, 1.0, 1.5];
/// Differences of money and service below this, relatively, are rounding.
pub(super) const ROUNDING: f64 = 1e-9;
/// Where targets cannot be met, what is missing at best may be so much more: the last orders cost most.
pub(super) const NEARLY: f64 = 1.001;
/// The part of the points whose gain is told: one in so many.
const LAST: u64 = 10;
/// Points remembered, at most.
const REMEMBERED: usize = 20_000;

/// Points and what they come to on the replications in use.
pub(in super::super) type Known = BTreeMap<Point, Scores>;

/// A point and what it comes to.
#[derive(Clone, Debug)]
pub(in super::super) struct Evaluated {
    pub point: Point,
    pub scores: Scores,
    /// Cost, or minus profit, per time unit; with service at a price, what is missed of it, too.
    pub money: f64,
    /// By target.
    pub(super) services: Vec<f64>,
    /// By target: how far from it, relative to its value, below nothing where it is met; and the missing added up, which is
    /// nothing where service has a price.
    pub(super) violations: Vec<f64>,
    pub violation: f64,
    /// Mean response: shows the way where a missed service does not move.
    pub(super) response: f64,
}

impl Evaluated {
    /// Whether this is better than the other: nearer to the targets, or as near for less money.
    pub fn beats(&self, other: &Evaluated) -> bool {
        if self.violation != other.violation {
            return self.violation < other.violation;
        }
        if self.violation > 0.0 && self.response != other.response {
            return self.response < other.response;
        }
        self.money < other.money - ROUNDING * other.money.abs()
    }

    /// The better one first.
    pub fn order(&self, other: &Evaluated) -> std::cmp::Ordering {
        let response = |own: &Evaluated| if own.violation > 0.0 { own.response } else { 0.0 };
        let violation = self.violation.total_cmp(&other.violation);
        violation.then(response(self).total_cmp(&response(other))).then(self.money.total_cmp(&other.money))
    }
}

/// A search under way.
pub(in super::super) struct LocalSearch<'a> {
    pub(super) scorer: &'a mut dyn Scorer,
    pub(super) space: &'a Space,
    pub(super) targets: &'a [ServiceTarget],
    /// Is told how many points have been scored, and says when the best is enough.
    pub progress: &'a SearchProgress<'a>,
    pub(super) evaluations: u64,
    known: Known,
    /// Replications by stage; all of them in the last.
    pub(super) stages: Vec<usize>,
    /// Whether more of a variable never costs service, and by variable what a unit costs where all else that is paid
    /// falls with it.
    pub(super) sooner: bool,
    pub(super) holding_rates: Option<Vec<f64>>,
    /// By target what service is paid for at, relative to its value, in place of meeting the targets (Lagrange multipliers).
    pub(super) multipliers: Option<Vec<f64>>,
    /// Points that a proof at the end may still score, and prices of service that a bound is looked for at.
    pub(super) budget: usize,
    pub(super) prices: &'static [f64],
    /// The least violation that can be reached: 0 where the targets can be met.
    pub(super) allowed: f64,
    /// The longest step, units.
    pub(super) stride: i64,
    /// Variables that may move.
    pub(super) free: Vec<usize>,
    /// Small stocks that could not be dropped.
    pub(super) kept: Vec<usize>,
    pub(super) proven: Proven,
    /// Whether changes that are worse for sure were scored on some of the replications only.
    pub(super) screened: bool,
    /// Where it begins.
    pub(super) start: SearchStart,
    pub(super) incumbent: Incumbent,
    /// Where it began, and how alike the ends were.
    pub(super) starts: Starts,
}

impl<'a> LocalSearch<'a> {
    pub fn new(
        scorer: &'a mut dyn Scorer,
        space: &'a Space,
        targets: &'a [ServiceTarget],
        progress: &'a SearchProgress<'a>,
    ) -> LocalSearch<'a> {
        let (budget, stages) = (scorer.affordable(), scorer.stages());
        let (sooner, holding_rates) = (scorer.serves_sooner(), scorer.holding_rates());
        let prices: &[f64] = if targets.is_empty() { &[0.0] } else { &PRICES };
        LocalSearch {
            scorer,
            space,
            targets,
            progress,
            evaluations: 0,
            known: Known::new(),
            stages,
            sooner,
            holding_rates,
            multipliers: None,
            budget,
            prices,
            allowed: 0.0,
            stride: i64::MAX,
            free: (0..space.variables.len()).collect(),
            kept: Vec::new(),
            proven: Proven::Nothing,
            screened: false,
            start: SearchStart::Narrow,
            incumbent: Incumbent::default(),
            starts: Starts { count: 1, spread: None, last_tenth: None },
        }
    }

    /// The same search with another beginning.
    pub fn beginning_at(mut self, start: SearchStart) -> LocalSearch<'a> {
        if let SearchStart::Led(descended) = &start {
            self.evaluations = descended.passes;
            self.starts = Starts { count: descended.starts, spread: None, last_tenth: None };
            self.scorer.add_simulated(descended.simulated);
        }
        self.start = start;
        self
    }

    /// One of so many searches that share the points that proofs may score, with what was scored before.
    pub fn share(mut self, searches: usize, known: Known) -> LocalSearch<'a> {
        self.budget /= searches.max(1);
        self.prices = &[1.0];
        self.known = known;
        self
    }

    /// All that was scored.
    pub fn into_known(self) -> Known {
        self.known
    }

    /// From now on service is paid for at these prices, money per unit of each target's service, in place of meeting the
    /// targets.
    pub fn pay_for_service(&mut self, prices: &[f64]) {
        let relative = self.targets.iter().zip(prices).map(|(target, price)| price * target.scale());
        self.multipliers = Some(relative.collect());
    }

    /// From now on the targets are to be met.
    pub fn meet_targets(&mut self) {
        self.multipliers = None;
    }

    pub fn evaluations(&self) -> u64 {
        self.evaluations
    }

    /// Search replications.
    pub fn replications(&self) -> usize {
        self.stages.last().copied().unwrap_or(0)
    }

    /// What scores the points, in words.
    pub fn scorer_words(&self) -> String {
        self.scorer.words()
    }

    /// Replications that the scorer simulated for it.
    pub fn simulated(&self) -> u64 {
        self.scorer.simulated()
    }

    /// Goes to a point that something else than this search found better.
    pub fn move_to(&mut self, point: &[i64]) -> Evaluated {
        self.proven = self.proven.min(Proven::Single);
        self.look(point)
    }

    /// Whether something else than single items leads it.
    pub fn is_led(&self) -> bool {
        matches!(self.start, SearchStart::Led(_))
    }

    pub fn proven(&self) -> Proven {
        self.proven
    }

    /// Whether all targets are met.
    pub fn meets(&self, evaluated: &Evaluated) -> bool {
        evaluated.violation <= 0.0
    }

    /// Where it began, how alike the ends were, and what the last tenth of the points gained.
    pub fn starts(&self, found: &Evaluated) -> Starts {
        let nine_tenths = self.evaluations - self.evaluations / LAST;
        let gained = self.incumbent.gained_after(nine_tenths, found.violation, found.money);
        Starts { last_tenth: self.starts.last_tenth.or(gained), ..self.starts }
    }

    /// How it searched, in words.
    pub fn words(&self) -> String {
        let last = match self.proven {
            Proven::Global => "; then every point, or every value of each, that could be better",
            Proven::Pairwise => "; then all changes of two items by one unit that could be better",
            Proven::Single | Proven::Nothing => "",
        };
        let priced = if self.targets.is_empty() { "" } else { ", within the targets and with service at a price" };
        if let SearchStart::Led(descended) = &self.start {
            let last = if descended.coarse.is_empty() {
                ""
            } else {
                "; then one item at a time, those of few units, in steps that halve to one"
            };
            return match descended.led_by {
                LedBy::Slopes => {
                    let passes = descended.passes;
                    format!("all items together along the slopes of the sample paths, in {passes} passes{last}")
                }
                LedBy::Differences => {
                    "all items together along differences of simulations, then all moved alike to the targets".into()
                }
            };
        }
        let unled = match &self.start {
            SearchStart::NotLed(reason) => format!(" (not along slopes: {reason})"),
            SearchStart::Narrow | SearchStart::Led(_) => String::new(),
        };
        let growing = if self.stages.len() > 2 { ", on more and more replications" } else { "" };
        format!(
            "all items together from least to greatest; then one item at a time, in steps that halve to one{priced}{growing}; \
             then one item for another{last}{unled}"
        )
    }

    // ---- scoring ----

    /// From now on these replications count.
    pub(super) fn judge_by(&mut self, replications: usize) {
        self.scorer.limit(replications);
        self.known.clear();
        self.incumbent.judged_anew();
    }

    fn evaluated(&mut self, point: Point, scores: Scores) -> Evaluated {
        let services = scores.services();
        let targets = self.targets.iter().zip(&services);
        let violations: Vec<f64> =
            targets.map(|(target, service)| target.violation(*service) / target.scale()).collect();
        let (mut money, mut violation) = (scores.money(), missing(&violations));
        let response = mean(&scores.response);
        if !scores.is_screened() && self.incumbent.improves((violation, response, money), &point, self.evaluations) {
            self.progress.best_is(BestSoFar { money, service: services.first().copied() });
        }
        if let Some(multipliers) = &self.multipliers {
            // Where nothing is judged there is nothing to pay for.
            let judged = multipliers.iter().zip(&violations).filter(|(_, violation)| violation.is_finite());
            money += judged.map(|(multiplier, violation)| multiplier * violation).sum::<f64>();
            violation = 0.0;
        }
        Evaluated { money, services, violations, violation, response, point, scores }
    }

    /// What a point comes to.
    pub fn look(&mut self, point: &[i64]) -> Evaluated {
        let scores = match self.known.get(point) {
            Some(scores) => scores.clone(),
            None => {
                let scores = self.scorer.score(point);
                let scores = self.remember(point.to_vec(), scores);
                let found = self.evaluated(point.to_vec(), scores);
                self.count(1);
                return found;
            }
        };
        self.evaluated(point.to_vec(), scores)
    }

    /// What admissible changes of a point come to.
    pub(super) fn looks(&mut self, from: &[i64], changes: Vec<Move>) -> Vec<Evaluated> {
        let mut changes = changes;
        changes.retain(|change| self.space.admits(&moved(from, change)));
        let new = |change: &&Move| !self.known.contains_key(&moved(from, change));
        let fresh: Vec<Move> = changes.iter().filter(new).cloned().collect();
        let mut scored = self.scorer.score_changes(from, &fresh).into_iter();
        let new = fresh.len();
        let points: Vec<Point> = changes.iter().map(|change| moved(from, change)).collect();
        let mut found = Vec::with_capacity(points.len());
        let mut fresh = fresh.iter().map(|change| moved(from, change)).peekable();
        for point in points {
            let scores = match fresh.next_if_eq(&point) {
                Some(_) => scored.next().expect("every change is scored"),
                None => self.known[&point].clone(),
            };
            found.push(self.evaluated(point, scores));
        }
        for next in &found {
            match next.scores.is_screened() {
                // It was compared with this point alone.
                true => self.screened = true,
                false => drop(self.remember(next.point.clone(), next.scores.clone())),
            }
        }
        self.count(new);
        found
    }

    /// Changes of single numbers by these steps, and of the two of a (s, S) rule together.
    pub(super) fn beside(&self, steps: &[i64]) -> Vec<Move> {
        singles(self.space, steps, &self.free)
    }

    /// From now on every change is scored on all replications, or those that are worse for sure on fewer.
    pub(super) fn screen(&mut self, screening: Screening) {
        self.scorer.screen(screening);
    }

    fn remember(&mut self, point: Point, scores: Scores) -> Scores {
        if self.known.len() >= REMEMBERED {
            self.known.clear();
        }
        self.known.insert(point, scores.clone());
        scores
    }

    /// Tells of more points. Does not return where the best is enough: see [`LocalSearch::until_enough`].
    fn count(&mut self, more: usize) {
        let before = self.evaluations;
        self.evaluations += more as u64;
        self.progress.scored(before, self.evaluations);
        self.end_if_enough();
    }

    pub(super) fn allows(&self, next: &Evaluated) -> bool {
        next.violation <= self.allowed
    }

    pub(super) fn cheaper(&self, next: &Evaluated, than: &Evaluated) -> bool {
        next.money < than.money - ROUNDING * than.money.abs().max(1e-3)
    }

    pub(super) fn is_small(&self) -> bool {
        self.space.points() <= FEW.min(self.budget as i64)
    }
}

/// Whether there are so many variables that slopes alone say where to begin.
pub(in super::super) fn is_wide(space: &Space) -> bool {
    space.variables.len() > WIDE
}

/// What is missing in all, of what is missing (or to spare) by target.
pub(super) fn missing(violations: &[f64]) -> f64 {
    violations.iter().filter(|violation| **violation > ROUNDING).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::optimize::Variable;
    use crate::measures::{Column, EntityKind};
    use crate::plan::Levels;
    use crate::record::Entity;
    use crate::rules::stock::RuleNumber;

    /// Products at 30 each and parts at 1 each; 95 % of the orders are in time with two products and ten parts, with one
    /// product and 35, or with no product and forty; otherwise less by a hundredth per unit that is missing.
    struct TwoBasins;

    fn missing([products, parts]: [i64; 2]) -> i64 {
        let from = |few: i64, many: i64| (few - products).max(0) * 100 + (many - parts).max(0);
        from(2, 10).min(from(1, 35)).min(from(0, 40))
    }

    impl Scorer for TwoBasins {
        fn replications(&self) -> usize {
            8
        }

        fn words(&self) -> String {
            "a formula".into()
        }

        fn score(&mut self, point: &[i64]) -> Scores {
            let missing = missing([point[0], point[1]]) as f64;
            let each = |value: f64| vec![value; 8];
            let money = each((30 * point[0] + point[1]) as f64);
            Scores { money, service: vec![each(0.95 - 0.01 * missing)], response: each(missing) }
        }
    }

    fn space() -> Space {
        let variable = |name: &str, most: i64| Variable {
            keys: vec![format!("stock.{name}.base_stock")],
            items: vec![0],
            number: RuleNumber::Level,
            bounds: (0, most),
            offset: 0,
        };
        let mut base = crate::plan::Level::base_stock(0);
        base.initial = 0;
        Space {
            variables: vec![variable("product", 8), variable("part", 64)],
            base: Levels(vec![base], Vec::new()),
            initial: Vec::new(),
            net: Vec::new(),
        }
    }

    #[test]
    fn a_small_stock_is_given_up_where_others_make_up_for_it() {
        let targets = [ServiceTarget {
            column: Column::parse("on_time_rate").unwrap(),
            entity: Entity { kind: EntityKind::System, name: String::new() },
            value: 0.95,
        }];
        let (space, mut scorer, silent) = (space(), TwoBasins, SearchProgress::silent());
        let mut search = LocalSearch::new(&mut scorer, &space, &targets, &silent);
        // The space has 585 points: too many to score them all.
        assert!(!search.is_small());
        // From the initial point the way ends where no unit of one or two stocks can be saved.
        let start = search.initial_point();
        let descended = search.descend(start);
        assert_eq!(descended.point, [2, 10]);
        assert_eq!(search.until_no_pair(descended).point, [2, 10]);
        let mut search = LocalSearch::new(&mut scorer, &space, &targets, &silent);
        assert_eq!(search.start_afresh().point, [0, 40]);
        assert_eq!(search.proven(), Proven::Pairwise);
    }
}
