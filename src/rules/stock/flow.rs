//! What a stock rule makes of a stream of requests: how often a look at the position releases, how much, and where the
//! position stands then.
//!
//! A look comes after each request, or at each review. The position above the trigger is a Markov chain over looks whose
//! steps are what is asked between two of them, independent and of one law. Where every release lifts it by one lot, or by
//! multiples of one, it is uniform (G. Hadley & T. M. Whitin, Analysis of Inventory Systems, 1963, 3-6 and 4-7); where
//! every release lifts it to the same level, a release is a renewal (H. Scarf, 1960; S. Axsäter, Inventory Control, 6.1).
//! Else, as for a least lot that a request may exceed, the chain of the levels after a release is followed to its limit.

use super::level::Level;
use crate::model::Lot;
use crate::rules::sizes::{Sizes, put};
use crate::rules::supply::lot;

/// Products of levels and sizes that are worked out one by one; beyond it levels are taken in steps.
const WORK: f64 = 2e5;
/// The same over all rounds of the chain.
const ROUNDS: f64 = 1e7;
/// Sizes of steps, at most.
const CELLS: usize = 65_536;
/// Change of the levels after a release that counts as none.
const SETTLED: f64 = 1e-11;
/// Places that stand for a uniform position.
const PLACES: u64 = 1_024;

/// A stock rule with the lots of its item under a law of what is asked between two looks.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleFlow {
    /// Share of looks that release something.
    pub released: f64,
    /// Units of a release, over all its orders.
    pub sizes: Sizes,
    /// Units above the trigger: the position after a look is the trigger + 1 + these.
    pub above: Sizes,
}

/// What becomes of a law of units asked between two looks, 0 included.
#[must_use]
pub fn flow(level: &Level, lot: &Lot, asked: &Sizes) -> RuleFlow {
    let rule = Releases { level: *level, lot: *lot };
    if asked.largest() == 0 {
        return RuleFlow { released: 0.0, sizes: Sizes::default(), above: Sizes::constant(rule.full()) };
    }
    match rule.fixed_lot(asked.largest()) {
        Some(units) => in_lots(units, asked, rule.full()),
        None => chain(&rule, asked),
    }
}

/// A rule with its lots: what it releases below its trigger.
struct Releases {
    level: Level,
    lot: Lot,
}

impl Releases {
    /// Units that the rule wants so many units below trigger + 1.
    fn wanted(&self, below: u64) -> u64 {
        match self.level.quantity {
            0 => (self.level.high - self.level.low - 1).unsigned_abs() + below,
            quantity => below.next_multiple_of(quantity.unsigned_abs()),
        }
    }

    /// Units released there, in whole lots.
    fn total(&self, below: u64) -> u64 {
        lot::total(&self.lot, self.wanted(below))
    }

    /// How far above trigger + 1 a shelf begins.
    fn full(&self) -> u64 {
        (self.level.high - self.level.low - 1).unsigned_abs()
    }

    /// Units of one lot where all releases after requests of up to `most` units are that lot or multiples of it.
    fn fixed_lot(&self, most: u64) -> Option<u64> {
        let Releases { level, lot } = self;
        let once = self.total(1);
        let multiple = lot.multiple.max(1);
        // Up to here the rule wants what it wants below 1, or the lot exceeds it all the same.
        let (step, is_lifted_to_high) = match level.quantity {
            0 => (1, level.high - level.low > 1),
            quantity => (quantity.unsigned_abs(), false),
        };
        if is_lifted_to_high {
            return None;
        }
        let same = if lot.maximum.is_none() { once / step * step } else { step };
        let all_multiples = match level.quantity {
            0 => lot.minimum <= multiple,
            _ if step.is_multiple_of(multiple) => lot.minimum <= if lot.maximum.is_some() { multiple } else { step },
            _ => multiple.is_multiple_of(step) && lot.minimum <= multiple,
        };
        (most <= same || all_multiples).then_some(once)
    }
}

/// Every release is a multiple of one lot: the position is uniform. From a place that is uniform on 1 … Q above the
/// trigger a request of jQ + r units releases j lots, and one more where r reaches down to the trigger.
fn in_lots(units: u64, asked: &Sizes, full: u64) -> RuleFlow {
    let mut sizes = Vec::with_capacity(2 * asked.iter().len());
    let mut released = 0.0;
    for (size, p) in asked.iter() {
        let (lots, part) = (size / units, (size % units) as f64 / units as f64);
        sizes.push(((lots + 1) * units, p * part));
        if lots > 0 {
            sizes.push((lots * units, p * (1.0 - part)));
        }
        released += if lots > 0 { p } else { p * part };
    }
    RuleFlow { released, sizes: Sizes::weighted(sizes), above: uniform(units, asked, full) }
}

/// The places on 0 … units − 1 that are reached from where a shelf begins, with equal probabilities: where sizes and lots have
/// a common divisor, those that are multiples of it apart. In blocks where they are many.
fn uniform(units: u64, asked: &Sizes, full: u64) -> Sizes {
    let apart = asked.iter().fold(units, |divisor, (size, _)| common_divisor(divisor, size));
    let count = units / apart;
    let width = count.div_ceil(PLACES);
    let mut weights = Vec::new();
    for start in (0..count).step_by(width as usize) {
        let end = (start + width).min(count);
        put((full % apart) as f64 + apart as f64 * (start + end - 1) as f64 / 2.0, (end - start) as f64, &mut weights);
    }
    Sizes::weighted(weights)
}

/// The greatest common divisor (Euclid).
fn common_divisor(one: u64, other: u64) -> u64 {
    if other == 0 { one } else { common_divisor(other, one % other) }
}

/// The chain of levels after a release.
fn chain(rule: &Releases, asked: &Sizes) -> RuleFlow {
    let highest = rule.full() + lot::smallest(&rule.lot) - 1;
    let step = libm::ceil((highest + 1) as f64 * asked.iter().len() as f64 / WORK).max(1.0) as u64;
    let places = (highest / step + 2) as usize;
    let steps = if step == 1 { None } else { Some(asked.in_steps(step, CELLS)) };
    // What is asked, in steps.
    let asked: Vec<(u64, f64)> = match steps {
        None => asked.iter().collect(),
        Some(dense) => {
            dense.into_iter().enumerate().map(|(size, p)| (size as u64, p)).filter(|(_, p)| *p > 0.0).collect()
        }
    };
    let after = |below: u64| (rule.total(below * step) - below * step) as f64 / step as f64;
    let mut starts = vec![0.0; places];
    // Where sizes and lots have a common divisor a position never leaves the class it begins in.
    lift(rule.full() as f64 / step as f64, 1.0, &mut starts);
    let rounds = (ROUNDS / (places as f64 * asked.len() as f64)).clamp(1.0, 10_000.0) as usize;
    let mut visits = Vec::new();
    for _ in 0..rounds {
        visits = visited(&starts, &asked);
        let mut next = vec![0.0; places];
        undershoots(&visits, &asked, |below, p| lift(after(below), p, &mut next));
        let change: f64 = starts.iter().zip(&next).map(|(one, other)| (one - other).abs()).sum();
        if change < SETTLED {
            break;
        }
        // Half of the old keeps a chain with a period from going round.
        starts.iter_mut().zip(next).for_each(|(start, next)| *start = (*start + next) / 2.0);
    }
    let looks: f64 = visits.iter().sum();
    let mut sizes = Vec::new();
    undershoots(&visits, &asked, |below, p| sizes.push((rule.total(below * step), p)));
    let above = visits.into_iter().enumerate().map(|(place, visits)| (place as u64 * step, visits)).collect();
    RuleFlow { released: 1.0 / looks, sizes: Sizes::weighted(sizes), above: Sizes::weighted(above) }
}

/// Adds probability at a place that may lie between two.
fn lift(at: f64, p: f64, places: &mut [f64]) {
    let (below, part) = (libm::floor(at) as usize, at - libm::floor(at));
    places[below] += p * (1.0 - part);
    if part > 0.0 {
        places[below + 1] += p * part;
    }
}

/// Looks at each place from one release to the next.
fn visited(starts: &[f64], asked: &[(u64, f64)]) -> Vec<f64> {
    let none = asked.first().filter(|(size, _)| *size == 0).map_or(0.0, |(_, p)| *p);
    let mut visits = starts.to_vec();
    for place in (0..visits.len()).rev() {
        visits[place] /= 1.0 - none;
        let from = visits[place];
        for (size, p) in asked.iter().filter(|(size, _)| *size > 0).take_while(|(size, _)| *size <= place as u64) {
            visits[place - *size as usize] += from * p;
        }
    }
    visits
}

/// Tells by how much a look finds the position below trigger + 1, with probabilities that sum to 1 over a cycle.
fn undershoots(visits: &[f64], asked: &[(u64, f64)], mut told: impl FnMut(u64, f64)) {
    for (place, visits) in visits.iter().enumerate().filter(|(_, visits)| **visits > 0.0) {
        let first = asked.partition_point(|(size, _)| *size <= place as u64);
        asked[first..].iter().for_each(|(size, p)| told(size - place as u64, visits * p));
    }
}

#[cfg(test)]
mod tests {
    use super::super::{base_stock, min_max, reorder};
    use super::*;
    use crate::model::Trigger;
    use proptest::prelude::*;

    const FREE: Lot = Lot { minimum: 0, multiple: 1, maximum: None };

    fn sizes(weights: &[(u64, f64)]) -> Sizes {
        Sizes::weighted(weights.to_vec())
    }

    #[test]
    fn rules_bundle_requests() {
        let units = sizes(&[(1, 1.0)]);
        assert_eq!(flow(&base_stock::level(9), &FREE, &units).released, 1.0);
        assert!((flow(&reorder::level(9, 8), &FREE, &units).released - 0.125).abs() < 1e-12);
        // Orders of 4 under lots of 12 leave it at the level, 4 and 8 above.
        let lots = flow(&base_stock::level(8), &Lot { minimum: 12, ..FREE }, &Sizes::constant(4));
        assert_eq!(lots.above, sizes(&[(0, 1.0), (4, 1.0), (8, 1.0)]));
        let min_max = flow(&min_max::level(3, 10, Trigger::AtOrBelow), &FREE, &units);
        assert!((min_max.released - 1.0 / 7.0).abs() < 1e-12 && min_max.sizes == Sizes::constant(7));
        // (s, S) with S − s = 4 and requests of 3: two requests release 6.
        let min_max = flow(&min_max::level(6, 10, Trigger::AtOrBelow), &FREE, &Sizes::constant(3));
        assert!((min_max.released - 0.5).abs() < 1e-12 && min_max.sizes == Sizes::constant(6));
        assert_eq!(min_max.above, sizes(&[(0, 0.5), (3, 0.5)]));
    }

    #[test]
    fn a_least_lot_that_requests_exceed_is_no_uniform_position() {
        // Requests of 1 or 5 under a base stock with lots of at least 3, worked out by hand: from 0, 1, 2 above the level
        // 1 leads to 2, 0, 1 and 5 to 0, so that π₁ = ½π₂, π₂ = ½π₀ and the three sum to 1.
        let flow = flow(&base_stock::level(9), &Lot { minimum: 3, ..FREE }, &sizes(&[(1, 0.5), (5, 0.5)]));
        let places: Vec<f64> = flow.above.iter().map(|(_, p)| p).collect();
        let exact = [4.0 / 7.0, 1.0 / 7.0, 2.0 / 7.0];
        assert!(places.iter().zip(exact).all(|(place, exact)| (place - exact).abs() < 1e-9), "{places:?}");
    }

    proptest! {
        /// Against the rule itself, followed for a long time: releases per look, and units per look.
        #[test]
        fn a_rule_followed_for_long_releases_as_often(
            low in -3..5_i64, span in 1..12_i64, quantity in 0..9_i64,
            minimum in 0..15_u64, multiple in 1..5_u64, room in prop::option::of(0..6_u64),
            asked in prop::collection::vec((0..14_u64, 1..5_u32), 1..4), seed in 1..1_000_000_u64,
        ) {
            prop_assume!(asked.iter().any(|(size, _)| *size > 0));
            let high = if quantity > 0 { low + quantity } else { low + span };
            let level = Level { low, high, quantity, initial: high.max(0), rush: 0 };
            let lot = Lot { minimum, multiple, maximum: None };
            let lot = Lot { maximum: room.map(|room| lot::smallest(&lot) + room), ..lot };
            let asked = sizes(&asked.iter().map(|(size, weight)| (*size, f64::from(*weight))).collect::<Vec<_>>());
            let found = flow(&level, &lot, &asked);
            let (mut position, mut state, looks) = (high, seed, 200_000);
            let (mut releases, mut units) = (0, 0);
            for _ in 0..looks {
                // Marsaglia's xorshift: far from the generators of the program.
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                let mut u = (state >> 11) as f64 / (1_u64 << 53) as f64;
                let size = asked.iter().find(|(_, p)| { u -= p; u < 0.0 }).map_or(asked.largest(), |(size, _)| size);
                position -= size as i64;
                let mut left = level.release(position);
                releases += i32::from(left > 0);
                while left > 0 {
                    let batch = lot.next(left);
                    (left, position, units) = (left - batch, position + batch, units + batch);
                }
            }
            let rate = f64::from(releases) / f64::from(looks);
            // Releases are at most Bernoulli; correlation between looks may widen that, not beyond twice here.
            let error = 8.0 * (rate.max(1e-3) / f64::from(looks)).sqrt();
            prop_assert!((found.released - rate).abs() < error, "{} of looks, not {rate}", found.released);
            prop_assert!((found.released * found.sizes.mean() / asked.mean() - 1.0).abs() < 1e-6);
        }
    }
}
