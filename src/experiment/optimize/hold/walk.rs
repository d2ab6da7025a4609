//! From set to set: what is tried beside a set, and what is made of it.

use super::switches::{beside, near, switched, together};
use super::trial::{Depth, Frame, Free, Trial, Values, Way};
use crate::experiment::optimize::mean;
use crate::threads;
use std::collections::{BTreeMap, BTreeSet};

/// Sets beside one for which the levels around the switch are searched too, not only those switched; and those for which
/// all levels are, at most.
const PROMISING: usize = 4;
/// Standard errors that are taken for sure.
const SURE: f64 = 4.0;
/// Differences below this, relatively, are rounding.
const ROUNDING: f64 = 1e-9;

/// Sets by what they are judged on.
type Sets = BTreeMap<(Depth, Vec<bool>), Trial>;

/// The search under way.
pub(super) struct Walk<'w, 'm> {
    pub frame: &'w Frame<'m>,
    pub may_hold: Vec<bool>,
    /// The best levels found for each set.
    known: Sets,
    /// Those that no switch improves, with the sets beside them.
    settled: BTreeMap<(Depth, Vec<bool>), (Trial, Vec<Trial>)>,
    /// The last value found for each number.
    pub values: Values,
    pub evaluations: u64,
}

impl<'w, 'm> Walk<'w, 'm> {
    pub fn new(frame: &'w Frame<'m>, may_hold: Vec<bool>) -> Walk<'w, 'm> {
        let (known, settled, values) = (Sets::new(), BTreeMap::new(), Values::new());
        Walk { frame, may_hold, known, settled, values, evaluations: 0 }
    }

    /// The best set found from these, whose levels are searched first, and from those of their items that are worth a unit.
    pub fn best(&mut self, starts: &[Vec<bool>]) -> Trial {
        let way = Way { free: Free::All, depth: Depth::Rough, prices: None };
        let blind = Values::new();
        let opened: Vec<Trial> = threads::map(starts, |held| self.frame.trial(held, &blind, way));
        opened.iter().for_each(|trial| self.keep(Depth::Rough, trial));
        let order = |a: &&Trial, b: &&Trial| a.standing.order(&b.standing);
        let pure = opened.iter().min_by(order).expect("there is a start");
        let most = opened.iter().max_by_key(|trial| trial.held.iter().filter(|held| **held).count());
        let most = most.expect("there is a start");
        let stocked = most.held.iter().zip(&most.empty).map(|(held, empty)| *held && !empty).collect::<Vec<_>>();
        let stocked = self.again(&stocked, &most.values, way);
        let nothing = opened.iter().find(|trial| !trial.held.contains(&true));
        let mut found: Vec<Trial> = Vec::new();
        for start in [Some(&stocked), Some(pure), nothing].into_iter().flatten() {
            found.push(self.settle(start.clone(), Depth::Rough));
        }
        let mut best = found.into_iter().reduce(|a, b| if b.standing.beats(&a.standing) { b } else { a });
        if !self.frame.is_flat() {
            best = best.map(|best| {
                let way = Way { depth: Depth::Full, ..way };
                let best = self.again(&best.held, &best.values, way);
                self.settle(best, Depth::Full)
            });
        }
        best.expect("there is a start")
    }

    /// Sets looked at.
    pub fn sets(&self) -> usize {
        self.known.keys().map(|(_, held)| held).collect::<BTreeSet<_>>().len()
    }

    /// What is known of a set, on the way or on the search replications.
    pub fn known(&self, depth: Depth, held: &[bool]) -> Option<&Trial> {
        let depth = if self.frame.is_flat() { Depth::Rough } else { depth };
        self.known.get(&(depth, held.to_vec()))
    }

    /// The levels of a set, from known values.
    pub fn again(&mut self, held: &[bool], values: &Values, way: Way<'_>) -> Trial {
        let trial = self.frame.trial(held, values, way);
        self.keep(way.depth, &trial);
        trial
    }

    /// Points scored for something that is not kept.
    pub fn count(&mut self, evaluations: u64) {
        self.evaluations += evaluations;
    }

    fn keep(&mut self, depth: Depth, trial: &Trial) {
        self.count(trial.evaluations);
        self.values.extend(trial.values.iter().map(|(key, value)| (key.clone(), *value)));
        let known = self.known.entry((depth, trial.held.clone())).or_insert_with(|| trial.clone());
        if trial.standing.beats(&known.standing) {
            let prices = std::mem::take(&mut known.prices);
            *known = trial.clone();
            if known.prices.is_empty() {
                known.prices = prices;
            }
        }
    }

    /// Switches until none helps on all search replications.
    pub fn settle_on_all(&mut self, best: Trial) -> Trial {
        let depth = if self.frame.is_flat() { Depth::Rough } else { Depth::Full };
        self.settle(best, depth)
    }

    /// Switches until none helps.
    fn settle(&mut self, mut best: Trial, depth: Depth) -> Trial {
        loop {
            if let Some((end, _)) = self.settled.get(&(depth, best.held.clone())) {
                return if best.standing.beats(&end.standing) { best } else { end.clone() };
            }
            let found = match depth {
                Depth::Rough => self.look(&best, beside(self.frame.model, &best.held, &self.may_hold)),
                Depth::Full => self.look_closely(&best),
            };
            match self.step(&best, &found, depth) {
                Some(next) => best = next,
                None => {
                    self.settled.insert((depth, best.held.clone()), (best.clone(), found));
                    return best;
                }
            }
        }
    }

    /// A better set, all levels searched: what helps made together, or the best of what helps.
    fn step(&mut self, best: &Trial, found: &[Trial], depth: Depth) -> Option<Trial> {
        let own = self.worth(best, best);
        let helps = |worth: f64| worth < own - ROUNDING * own.abs();
        let helpful: Vec<&Trial> = found.iter().take_while(|trial| helps(self.worth(best, trial))).collect();
        let way = Way { free: Free::All, depth, prices: None };
        let mut next: Option<Trial> = None;
        if helpful.len() > 1 {
            let joint = together(&best.held, &helpful.iter().map(|trial| &trial.held).collect::<Vec<_>>());
            let mut values = best.values.clone();
            helpful.iter().rev().for_each(|trial| values.extend(trial.values.clone()));
            next = Some(self.again(&joint, &values, way)).filter(|joint| joint.standing.beats(&best.standing));
        }
        let better = |next: &Trial| self.worth(best, next) <= self.worth(best, helpful[0]);
        if next.as_ref().is_some_and(better) {
            return next;
        }
        for trial in helpful.into_iter().take(PROMISING) {
            let alone = self.again(&trial.held, &trial.values, way);
            if alone.standing.beats(&next.as_ref().unwrap_or(best).standing) {
                return Some(alone);
            }
        }
        next
    }

    /// Mean money of a set, service at the prices of another.
    fn worth(&self, from: &Trial, trial: &Trial) -> f64 {
        mean(&trial.worth(self.frame.goal, &from.prices))
    }

    /// Sets beside one on the way, best first: each with the levels of what is switched searched, the most promising with
    /// those around too.
    fn look(&mut self, from: &Trial, sets: Vec<Vec<bool>>) -> Vec<Trial> {
        // What is known of an item's level when it was last held is a better start than none.
        let mut values = self.values.clone();
        values.extend(from.values.iter().map(|(key, value)| (key.clone(), *value)));
        let frame = self.frame;
        let sets = match frame.hopeful(from, &sets, &values) {
            Some((hopeful, evaluations)) => {
                self.count(evaluations);
                hopeful
            }
            None => sets,
        };
        let trial = |set: &Vec<bool>| {
            let free = switched(&from.held, set);
            frame.trial(set, &values, Way { free: Free::Of(&free), depth: Depth::Rough, prices: Some(&from.prices) })
        };
        let mut found: Vec<Trial> = threads::map(&sets, trial);
        found.iter().for_each(|trial| self.keep(Depth::Rough, trial));
        self.sort(from, &mut found);
        let closer = |trial: &Trial| {
            let free = near(frame.model, &from.held, &trial.held);
            let mut own = values.clone();
            own.extend(trial.values.iter().map(|(key, value)| (key.clone(), *value)));
            let way = Way { free: Free::Of(&free), depth: Depth::Rough, prices: Some(&from.prices) };
            frame.trial(&trial.held, &own, way)
        };
        let closer: Vec<Trial> = threads::map(&found[..PROMISING.min(found.len())], closer);
        for (trial, closer) in found.iter_mut().zip(closer) {
            self.keep(Depth::Rough, &closer);
            if self.worth(from, &closer) < self.worth(from, trial) {
                *trial = closer;
            }
        }
        self.sort(from, &mut found);
        found
    }

    fn sort(&self, from: &Trial, found: &mut [Trial]) {
        found.sort_by(|a, b| self.worth(from, a).total_cmp(&self.worth(from, b)));
    }

    /// Sets beside one on all search replications, best first: those that were not surely worse on the way, from the
    /// levels that were found there.
    fn look_closely(&mut self, best: &Trial) -> Vec<Trial> {
        let (rough, mut hopeful) = match self.settled.get(&(Depth::Rough, best.held.clone())) {
            Some(known) => known.clone(),
            None => {
                let way = Way { free: Free::All, depth: Depth::Rough, prices: None };
                let rough = self.again(&best.held, &best.values, way);
                let sets = beside(self.frame.model, &best.held, &self.may_hold);
                let found = self.look(&rough, sets);
                (rough, found)
            }
        };
        hopeful.retain(|trial| !self.is_surely_worse(&rough, trial, &rough.prices));
        let mut found: Vec<Trial> = Vec::new();
        for trial in hopeful {
            // What the way changed around the switch, on top of the levels found here.
            let mut values = self.values.clone();
            values.extend(best.values.iter().map(|(key, value)| (key.clone(), *value)));
            let moved = |(key, value): &(&String, &i64)| rough.values.get(*key) != Some(*value);
            values.extend(trial.values.iter().filter(moved).map(|(key, value)| (key.clone(), *value)));
            let free = switched(&best.held, &trial.held);
            let way = Way { free: Free::Of(&free), depth: Depth::Full, prices: Some(&best.prices) };
            found.push(self.again(&trial.held, &values, way));
        }
        self.sort(best, &mut found);
        found
    }

    /// Whether a set is worse than another for sure on the way, service at these prices.
    pub fn is_surely_worse(&self, than: &Trial, trial: &Trial, prices: &[f64]) -> bool {
        let goal = self.frame.goal;
        surely_above(&trial.worth(goal, prices), &than.worth(goal, prices))
    }
}

/// Whether values are above others of the same replications for sure.
pub(super) fn surely_above(own: &[f64], than: &[f64]) -> bool {
    let differences: Vec<f64> = own.iter().zip(than).map(|(own, than)| own - than).collect();
    let (mean, count) = (mean(&differences), differences.len() as f64);
    let squares: f64 = differences.iter().map(|d| (d - mean) * (d - mean)).sum();
    count > 2.0 && mean > SURE * (squares / (count - 1.0) / count).sqrt()
}
