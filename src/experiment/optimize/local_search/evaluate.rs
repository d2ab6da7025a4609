//! Points and what they come to: what every step of the search asks.

use crate::experiment::optimize::scorer::mean;
use crate::experiment::optimize::{Point, Proven, Scorer, Scores, ServiceTarget, Space, moved};
use std::collections::BTreeMap;

/// Parts the way from least to greatest is cut into by the scan.
pub(super) const SCAN: i64 = 64;
/// Points of a space that are all scored.
pub(super) const FEW: i64 = 4096;
/// Of so many replications one is enough for the long way, but of all so many at least.
pub(super) const ROUGHLY: usize = 6;
pub(super) const ROUGH: usize = 3;
/// Guesses of what service costs, relative to what the next units cost.
pub(super) const PRICES: [f64; 4] = [0.0, 0.5, 1.0, 1.5];
/// A change that promised this share of what the best one did is tried right after it.
pub(super) const STILL_GOOD: f64 = 0.25;
/// The longest step, in units, from a point that was best for a target nearby, or on fewer replications.
pub(super) const NEAR: i64 = 4;
/// Units above the least value from which a stock may be given up whole.
pub(super) const SHALLOW: i64 = 4;
/// Differences of money and service below this, relatively, are rounding.
pub(super) const ROUNDING: f64 = 1e-9;
/// Standard errors that are taken for sure.
pub(super) const SURE: f64 = 4.0;
/// Points remembered, at most.
pub(super) const REMEMBERED: usize = 20_000;

/// Units of some variables that change together.
pub(super) type Change = Vec<(usize, i64)>;

/// Points and what they come to on the replications in use.
pub(in super::super) type Known = BTreeMap<Point, Scores>;

/// A point and what it comes to.
#[derive(Clone, Debug)]
pub(in super::super) struct Evaluated {
    pub point: Point,
    pub scores: Scores,
    pub(super) money: f64,
    /// By target.
    pub(super) services: Vec<f64>,
    /// By target: how far from it, relative to its value, below nothing where it is met; and the missing added up.
    pub(super) violations: Vec<f64>,
    pub(super) violation: f64,
    pub(super) response: f64,
}

/// A search under way.
pub(in super::super) struct LocalSearch<'a> {
    pub(super) scorer: &'a mut dyn Scorer,
    pub(super) space: &'a Space,
    pub(super) targets: &'a [ServiceTarget],
    pub(super) progress: &'a (dyn Fn(u64) + Sync + 'a),
    pub(super) evaluations: u64,
    pub(super) known: Known,
    /// Replications that there are.
    pub(super) replications: usize,
    /// Whether more of a variable never costs service, and by variable what a unit costs where all else that is paid
    /// falls with it.
    pub(super) sooner: bool,
    pub(super) holding_rates: Option<Vec<f64>>,
    /// What service is paid for at, by target, while that stands in the place of meeting the targets.
    pub(super) multipliers: Option<Vec<f64>>,
    /// Points that a proof at the end may still score, and prices of service that a bound is looked for at.
    pub(super) budget: usize,
    pub(super) prices: &'static [f64],
    /// The least violation that can be reached: 0 where the targets can be met.
    pub(super) allowed: f64,
    /// The longest step, units.
    pub(super) stride: i64,
    /// Small stocks that could not be given up.
    pub(super) kept: Vec<usize>,
    pub(super) proven: Proven,
}

impl<'a> LocalSearch<'a> {
    pub fn new(
        scorer: &'a mut dyn Scorer,
        space: &'a Space,
        targets: &'a [ServiceTarget],
        progress: &'a (dyn Fn(u64) + Sync + 'a),
    ) -> LocalSearch<'a> {
        let (budget, replications) = (scorer.affordable(), scorer.replications());
        let (sooner, holding_rates) = (scorer.serves_sooner(), scorer.holding_rates());
        let prices: &[f64] = if targets.is_empty() { &[0.0] } else { &PRICES };
        LocalSearch {
            scorer,
            space,
            targets,
            progress,
            evaluations: 0,
            known: Known::new(),
            replications,
            sooner,
            holding_rates,
            multipliers: None,
            budget,
            prices,
            allowed: 0.0,
            stride: i64::MAX,
            kept: Vec::new(),
            proven: Proven::Nothing,
        }
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

    pub fn space(&self) -> &'a Space {
        self.space
    }

    pub fn evaluations(&self) -> u64 {
        self.evaluations
    }

    pub fn replications(&self) -> usize {
        self.replications
    }

    pub fn proven(&self) -> Proven {
        self.proven
    }

    /// Whether all targets are met.
    pub fn meets(&self, standing: &Evaluated) -> bool {
        standing.violation <= 0.0
    }

    /// Variables that end at the greatest value they may have.
    pub fn at_limit(&self, point: &[i64]) -> Vec<usize> {
        let ends = self.space.variables.iter().zip(point).map(|(variable, value)| variable.bounds.1 == *value);
        ends.enumerate().filter(|(_, ends)| *ends).map(|(place, _)| place).collect()
    }

    /// How it searched, in words.
    pub fn words(&self) -> String {
        let last = match self.proven {
            Proven::Global => "; then every point, or every value of each, that could be better",
            Proven::Pairwise => "; then all changes of two items by one unit that could be better",
            Proven::Single | Proven::Nothing => "",
        };
        let priced = if self.targets.is_empty() { "" } else { ", within the targets and with service at a price" };
        format!(
            "all items together from least to greatest; then one item at a time, in steps that halve to one{priced}; then \
             one item for another{last}"
        )
    }

    // ---- looking ----

    /// From now on these replications count.
    pub(super) fn judge_by(&mut self, replications: usize) {
        self.scorer.limit(replications);
        self.known.clear();
    }

    pub(super) fn standing(&self, point: Point, scores: Scores) -> Evaluated {
        let services = scores.services();
        let violations: Vec<f64> = self
            .targets
            .iter()
            .zip(&services)
            .map(|(target, service)| {
                let scale = if target.value == 0.0 { 1.0 } else { target.value.abs() };
                target.violation(*service) / scale
            })
            .collect();
        let (mut money, mut violation) = (scores.money(), missing(&violations));
        if let Some(multipliers) = &self.multipliers {
            // Where nothing is judged there is nothing to pay for.
            let paid = multipliers
                .iter()
                .zip(&violations)
                .filter(|(_, violation)| violation.is_finite())
                .map(|(multiplier, violation)| multiplier * violation);
            money += paid.sum::<f64>();
            violation = 0.0;
        }
        let response = mean(&scores.response);
        Evaluated { money, services, violations, violation, response, point, scores }
    }

    pub(super) fn look(&mut self, point: &[i64]) -> Evaluated {
        let scores = match self.known.get(point) {
            Some(scores) => scores.clone(),
            None => {
                let scores = self.scorer.score(point);
                self.count(1);
                self.remember(point.to_vec(), scores)
            }
        };
        self.standing(point.to_vec(), scores)
    }

    /// What admissible changes of a point come to.
    pub(super) fn looks(&mut self, from: &[i64], changes: Vec<Change>) -> Vec<Evaluated> {
        let mut changes = changes;
        changes.retain(|change| self.space.admits(&moved(from, change)));
        let new = |change: &&Change| !self.known.contains_key(&moved(from, change));
        let fresh: Vec<Change> = changes.iter().filter(new).cloned().collect();
        let mut scored = self.scorer.score_changes(from, &fresh).into_iter();
        self.count(fresh.len());
        let points: Vec<Point> = changes.iter().map(|change| moved(from, change)).collect();
        let mut standings = Vec::with_capacity(points.len());
        let mut fresh = fresh.iter().map(|change| moved(from, change)).peekable();
        for point in points {
            let scores = match fresh.next_if_eq(&point) {
                Some(_) => scored.next().expect("every change is scored"),
                None => self.known[&point].clone(),
            };
            standings.push(self.standing(point, scores));
        }
        for standing in &standings {
            self.remember(standing.point.clone(), standing.scores.clone());
        }
        standings
    }

    pub(super) fn remember(&mut self, point: Point, scores: Scores) -> Scores {
        if self.known.len() >= REMEMBERED {
            self.known.clear();
        }
        self.known.insert(point, scores.clone());
        scores
    }

    pub(super) fn count(&mut self, more: usize) {
        self.evaluations += more as u64;
        (self.progress)(self.evaluations);
    }

    pub(super) fn allows(&self, standing: &Evaluated) -> bool {
        standing.violation <= self.allowed
    }

    pub(super) fn cheaper(&self, next: &Evaluated, than: &Evaluated) -> bool {
        next.money < than.money - ROUNDING * than.money.abs().max(1e-3)
    }

    pub(super) fn is_small(&self) -> bool {
        let most = FEW.min(self.budget as i64);
        let sizes = self.space.variables.iter().map(|variable| variable.bounds.1 - variable.bounds.0 + 1);
        sizes.fold(1i64, i64::saturating_mul) <= most
    }
}

/// What is missing in all, of what is missing (or to spare) by target.
pub(super) fn missing(violations: &[f64]) -> f64 {
    violations.iter().filter(|violation| **violation > ROUNDING).sum()
}

/// Whether scores are worse than others of the same replications for sure.
pub(super) fn worse(scores: &Scores, than: &Scores) -> bool {
    let differences: Vec<f64> = scores.money.iter().zip(&than.money).map(|(own, than)| own - than).collect();
    let (mean, count) = (mean(&differences), differences.len() as f64);
    let squares: f64 = differences.iter().map(|d| (d - mean) * (d - mean)).sum();
    mean > SURE * (squares / (count - 1.0) / count).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::optimize::{Number, Variable};
    use crate::measures::{Column, EntityKind};
    use crate::plan::Levels;
    use crate::record::Entity;

    /// Products at 30 each and parts at 1 each; 95 % of the orders are in time with two products and ten parts, with one
    /// product and 35, or with no product and forty; otherwise less by a hundredth per unit that is missing.
    struct TwoSlopes;

    fn missing([products, parts]: [i64; 2]) -> i64 {
        let from = |few: i64, many: i64| (few - products).max(0) * 100 + (many - parts).max(0);
        from(2, 10).min(from(1, 35)).min(from(0, 40))
    }

    impl Scorer for TwoSlopes {
        fn replications(&self) -> usize {
            8
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
            number: Number::BaseStock,
            bounds: (0, most),
            offset: 0,
        };
        let mut base = crate::plan::Level::base_stock(0);
        base.initial = 0;
        Space { variables: vec![variable("product", 8), variable("part", 64)], base: Levels(vec![base]) }
    }

    #[test]
    fn a_small_stock_is_given_up_where_others_make_up_for_it() {
        let targets = [ServiceTarget {
            column: Column::parse("on_time_rate").unwrap(),
            entity: Entity { kind: EntityKind::System, name: String::new() },
            value: 0.95,
        }];
        let (space, mut scorer) = (space(), TwoSlopes);
        let mut local_search = LocalSearch::new(&mut scorer, &space, &targets, &|_| ());
        // The space has 585 points: too many to score them all.
        assert!(!local_search.is_small());
        // From the first cover the way ends where no unit of one or two stocks can be saved.
        let start = local_search.initial_point();
        let descended = local_search.descend(start);
        assert_eq!(descended.point, [2, 10]);
        assert_eq!(local_search.until_no_pair(descended).point, [2, 10]);
        let mut local_search = LocalSearch::new(&mut scorer, &space, &targets, &|_| ());
        assert_eq!(local_search.start_afresh().point, [0, 40]);
        assert_eq!(local_search.proven(), Proven::Pairwise);
    }
}
