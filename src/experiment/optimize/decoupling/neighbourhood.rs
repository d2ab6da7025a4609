//! From set to set: what is tried beside a set, and what is made of it.

use super::candidate::{Candidate, Fidelity, Free, Values, Way};
use super::problem::DecouplingProblem;
use super::switches::{beside, near, switched, together};
use crate::experiment::optimize::local_search::Evaluated;
use crate::experiment::optimize::scorer::{mean, surely_above};
use crate::model::ItemKind;
use crate::threads;
use crate::watch::BestSoFar;
use std::collections::{BTreeMap, BTreeSet};

/// Sets beside one for which the levels around the switch are searched too, not only those switched; and those for which
/// all levels are, at most.
const PROMISING: usize = 4;
/// Differences below this, relatively, are rounding.
const ROUNDING: f64 = 1e-9;

/// Sets by what they are judged on.
type Sets = BTreeMap<(Fidelity, Vec<bool>), Candidate>;

/// The search under way.
pub(super) struct Neighbourhood<'w, 'm> {
    pub problem: &'w DecouplingProblem<'m>,
    pub may_hold: Vec<bool>,
    /// The best levels found for each set.
    known: Sets,
    /// Those that no switch improves, with the sets beside them.
    settled: BTreeMap<(Fidelity, Vec<bool>), (Candidate, Vec<Candidate>)>,
    /// The last value found for each number.
    pub values: Values,
    pub evaluations: u64,
    /// The best that was told of.
    best_told: Option<(Fidelity, Evaluated)>,
}

impl<'w, 'm> Neighbourhood<'w, 'm> {
    pub fn new(problem: &'w DecouplingProblem<'m>, may_hold: Vec<bool>) -> Neighbourhood<'w, 'm> {
        let (known, settled, values) = (Sets::new(), BTreeMap::new(), Values::new());
        Neighbourhood { problem, may_hold, known, settled, values, evaluations: 0, best_told: None }
    }

    /// The best set found from these, whose levels are searched first, and from those of their items that are worth a unit.
    pub fn best(&mut self, starts: &[Vec<bool>]) -> Candidate {
        let way = Way { free: Free::All, fidelity: Fidelity::Low, prices: None };
        let blind = Values::new();
        let opened: Vec<Candidate> = threads::map(starts, |held| self.problem.candidate(held, &blind, way));
        opened.iter().for_each(|candidate| self.keep(Fidelity::Low, candidate));
        let order = |a: &&Candidate, b: &&Candidate| a.evaluated.order(&b.evaluated);
        let pure = opened.iter().min_by(order).expect("there is a start");
        let most = opened.iter().max_by_key(|candidate| candidate.held.iter().filter(|held| **held).count());
        let most = most.expect("there is a start");
        let stocked = most.held.iter().zip(&most.empty).map(|(held, empty)| *held && !empty).collect::<Vec<_>>();
        let stocked = self.again(&stocked, &most.values, way);
        let nothing = opened.iter().find(|candidate| !candidate.held.contains(&true));
        // Where a product is made from parts that all stand ready, what is cheap waits beside what is dear: from a set that
        // holds the product no single switch brings back the parts that it made idle.
        let parts = opened.iter().find(|candidate| self.holds_the_parts(candidate));
        let mut found: Vec<Candidate> = Vec::new();
        for start in [Some(&stocked), Some(pure), nothing, parts].into_iter().flatten() {
            found.push(self.settle(start.clone(), Fidelity::Low));
        }
        let mut best = found.into_iter().reduce(|a, b| if b.evaluated.beats(&a.evaluated) { b } else { a });
        if !self.problem.is_flat() {
            best = best.map(|best| {
                let way = Way { fidelity: Fidelity::High, ..way };
                let best = self.again(&best.held, &best.values, way);
                self.settle(best, Fidelity::High)
            });
        }
        best.expect("there is a start")
    }

    /// Whether a set is all that may be held but products.
    fn holds_the_parts(&self, candidate: &Candidate) -> bool {
        let items = self.problem.model.items.iter().zip(&self.may_hold);
        let parts = items.map(|(item, may)| *may && item.kind != ItemKind::Product);
        candidate.held.iter().copied().eq(parts)
    }

    /// Sets looked at.
    pub fn sets(&self) -> usize {
        self.known.keys().map(|(_, held)| held).collect::<BTreeSet<_>>().len()
    }

    /// What is known of a set, on the way or on the search replications.
    pub fn known(&self, fidelity: Fidelity, held: &[bool]) -> Option<&Candidate> {
        let fidelity = if self.problem.is_flat() { Fidelity::Low } else { fidelity };
        self.known.get(&(fidelity, held.to_vec()))
    }

    /// The levels of a set, from known values.
    pub fn again(&mut self, held: &[bool], values: &Values, way: Way<'_>) -> Candidate {
        let candidate = self.problem.candidate(held, values, way);
        self.keep(way.fidelity, &candidate);
        candidate
    }

    /// Points scored for something that is not kept.
    pub fn count(&mut self, evaluations: u64) {
        self.evaluations += evaluations;
    }

    fn keep(&mut self, fidelity: Fidelity, candidate: &Candidate) {
        self.count(candidate.evaluations);
        self.values.extend(candidate.values.iter().map(|(key, value)| (key.clone(), *value)));
        self.tell(fidelity, &candidate.evaluated);
        let known = self.known.entry((fidelity, candidate.held.clone())).or_insert_with(|| candidate.clone());
        if candidate.evaluated.beats(&known.evaluated) {
            let prices = std::mem::take(&mut known.prices);
            *known = candidate.clone();
            if known.prices.is_empty() {
                known.prices = prices;
            }
        }
    }

    /// Tells of a set that is better than the best so far, or judged on more replications.
    fn tell(&mut self, fidelity: Fidelity, evaluated: &Evaluated) {
        let better =
            |(known, best): &(Fidelity, Evaluated)| fidelity > *known || (fidelity == *known && evaluated.beats(best));
        if self.best_told.as_ref().is_none_or(better) {
            let service = evaluated.scores.services().first().copied();
            self.problem.progress.best_of_all_is(BestSoFar { money: evaluated.money, service });
            self.best_told = Some((fidelity, evaluated.clone()));
        }
    }

    /// Switches until none helps on all search replications.
    pub fn settle_on_all(&mut self, best: Candidate) -> Candidate {
        let fidelity = if self.problem.is_flat() { Fidelity::Low } else { Fidelity::High };
        self.settle(best, fidelity)
    }

    /// Switches until none helps.
    fn settle(&mut self, mut best: Candidate, fidelity: Fidelity) -> Candidate {
        loop {
            if self.problem.progress.is_enough() {
                return best;
            }
            if let Some((end, _)) = self.settled.get(&(fidelity, best.held.clone())) {
                return if best.evaluated.beats(&end.evaluated) { best } else { end.clone() };
            }
            let found = match fidelity {
                Fidelity::Low => self.look(&best, beside(self.problem.model, &best.held, &self.may_hold)),
                Fidelity::High => self.look_closely(&best),
            };
            match self.step(&best, &found, fidelity) {
                Some(next) => best = next,
                None => {
                    self.settled.insert((fidelity, best.held.clone()), (best.clone(), found));
                    return best;
                }
            }
        }
    }

    /// A better set, all levels searched: what helps made together, or the best of what helps.
    fn step(&mut self, best: &Candidate, found: &[Candidate], fidelity: Fidelity) -> Option<Candidate> {
        let own = self.penalised(best, best);
        let helps = |money: f64| money < own - ROUNDING * own.abs();
        let helpful: Vec<&Candidate> =
            found.iter().take_while(|candidate| helps(self.penalised(best, candidate))).collect();
        let way = Way { free: Free::All, fidelity, prices: None };
        let mut next: Option<Candidate> = None;
        if helpful.len() > 1 {
            let joint = together(&best.held, &helpful.iter().map(|candidate| &candidate.held).collect::<Vec<_>>());
            let mut values = best.values.clone();
            helpful.iter().rev().for_each(|candidate| values.extend(candidate.values.clone()));
            next = Some(self.again(&joint, &values, way)).filter(|joint| joint.evaluated.beats(&best.evaluated));
        }
        let better = |next: &Candidate| self.penalised(best, next) <= self.penalised(best, helpful[0]);
        if next.as_ref().is_some_and(better) {
            return next;
        }
        for candidate in helpful.into_iter().take(PROMISING) {
            let alone = self.again(&candidate.held, &candidate.values, way);
            if alone.evaluated.beats(&next.as_ref().unwrap_or(best).evaluated) {
                return Some(alone);
            }
        }
        next
    }

    /// Mean money of a set, service at the prices of another.
    fn penalised(&self, from: &Candidate, candidate: &Candidate) -> f64 {
        mean(&candidate.penalised(self.problem.goal, &from.prices))
    }

    /// Sets beside one on the way, best first: each with the levels of what is switched searched, the most promising with
    /// those around too.
    fn look(&mut self, from: &Candidate, sets: Vec<Vec<bool>>) -> Vec<Candidate> {
        if self.problem.progress.is_enough() {
            return Vec::new();
        }
        // What is known of an item's level when it was last held is a better start than none.
        let mut values = self.values.clone();
        values.extend(from.values.iter().map(|(key, value)| (key.clone(), *value)));
        let problem = self.problem;
        let sets = match problem.hopeful(from, &sets, &values) {
            Some((hopeful, evaluations)) => {
                self.count(evaluations);
                hopeful
            }
            None => sets,
        };
        let candidate = |set: &Vec<bool>| {
            let free = switched(&from.held, set);
            problem.candidate(
                set,
                &values,
                Way { free: Free::Of(&free), fidelity: Fidelity::Low, prices: Some(&from.prices) },
            )
        };
        let mut found: Vec<Candidate> = threads::map(&sets, candidate);
        found.iter().for_each(|candidate| self.keep(Fidelity::Low, candidate));
        self.sort(from, &mut found);
        let closer = |candidate: &Candidate| {
            let free = near(problem.model, &from.held, &candidate.held);
            let mut own = values.clone();
            own.extend(candidate.values.iter().map(|(key, value)| (key.clone(), *value)));
            let way = Way { free: Free::Of(&free), fidelity: Fidelity::Low, prices: Some(&from.prices) };
            problem.candidate(&candidate.held, &own, way)
        };
        let closer: Vec<Candidate> = threads::map(&found[..PROMISING.min(found.len())], closer);
        for (candidate, closer) in found.iter_mut().zip(closer) {
            self.keep(Fidelity::Low, &closer);
            if self.penalised(from, &closer) < self.penalised(from, candidate) {
                *candidate = closer;
            }
        }
        self.sort(from, &mut found);
        found
    }

    fn sort(&self, from: &Candidate, found: &mut [Candidate]) {
        found.sort_by(|a, b| self.penalised(from, a).total_cmp(&self.penalised(from, b)));
    }

    /// Sets beside one on all search replications, best first: those that were not surely worse on the way, from the
    /// levels that were found there.
    fn look_closely(&mut self, best: &Candidate) -> Vec<Candidate> {
        let (rough, mut hopeful) = match self.settled.get(&(Fidelity::Low, best.held.clone())) {
            Some(known) => known.clone(),
            None => {
                let way = Way { free: Free::All, fidelity: Fidelity::Low, prices: None };
                let rough = self.again(&best.held, &best.values, way);
                let sets = beside(self.problem.model, &best.held, &self.may_hold);
                let found = self.look(&rough, sets);
                (rough, found)
            }
        };
        hopeful.retain(|candidate| !self.is_surely_worse(&rough, candidate, &rough.prices));
        let mut found: Vec<Candidate> = Vec::new();
        for candidate in hopeful {
            if self.problem.progress.is_enough() {
                break;
            }
            // What the way changed around the switch, on top of the levels found here.
            let mut values = self.values.clone();
            values.extend(best.values.iter().map(|(key, value)| (key.clone(), *value)));
            let moved = |(key, value): &(&String, &i64)| rough.values.get(*key) != Some(*value);
            values.extend(candidate.values.iter().filter(moved).map(|(key, value)| (key.clone(), *value)));
            let free = switched(&best.held, &candidate.held);
            let way = Way { free: Free::Of(&free), fidelity: Fidelity::High, prices: Some(&best.prices) };
            found.push(self.again(&candidate.held, &values, way));
        }
        self.sort(best, &mut found);
        found
    }

    /// Whether a set is worse than another for sure on the way, service at these prices.
    pub fn is_surely_worse(&self, than: &Candidate, candidate: &Candidate, prices: &[f64]) -> bool {
        let goal = self.problem.goal;
        surely_above(&candidate.penalised(goal, prices), &than.penalised(goal, prices))
    }
}
