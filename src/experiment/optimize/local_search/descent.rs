//! One variable at a time.

use super::evaluate::{Evaluated, LocalSearch, NEARLY, ROUNDING};
use crate::experiment::optimize::Proven;
use crate::experiment::optimize::space::Move;

/// A change that promised this share of what the best one did is tried right after it.
const STILL_GOOD: f64 = 0.25;
/// Rounds of repair with as many units at a time, before there are twice as many; and how often these double.
const ROUNDS: u32 = 4;
const LONGEST: u32 = 6;

/// What is better, what it is worth, and whether it costs no service.
pub(super) struct Improvement {
    pub next: Evaluated,
    worth: f64,
    free: bool,
}

impl LocalSearch<'_> {
    /// Adds, a unit at a time, or more where it is far, what brings most service for its money until the targets are met
    /// or no unit helps.
    pub(super) fn repair(&mut self, mut current: Evaluated) -> Evaluated {
        for round in 0u32.. {
            if self.allows(&current) {
                break;
            }
            let units = 1 << (round / ROUNDS).min(LONGEST);
            let mut found = self.ups(&current, units);
            if units > 1 && helpful(&current, &found).is_empty() {
                found = self.ups(&current, 1);
            }
            let ranked = helpful(&current, &found);
            let Some((best, most)) = ranked.first().copied() else { break };
            let others: Vec<Move> = ranked[1..]
                .iter()
                .filter(|(_, worth)| *worth >= STILL_GOOD * most)
                .map(|(next, _)| change(&current.point, &next.point))
                .collect();
            current = best.clone();
            for change in others {
                if self.allows(&current) {
                    break;
                }
                let found = self.looks(&current.point, vec![change]);
                if let Some((next, _)) = helpful(&current, &found).first() {
                    current = (*next).clone();
                }
            }
        }
        current
    }

    /// Some units more of each variable, but not of those that cost too much to be among the good ones even if they brought
    /// all the service that is missing.
    fn ups(&mut self, current: &Evaluated, units: i64) -> Vec<Evaluated> {
        let all: Vec<Move> = self.free.iter().map(|variable| vec![(*variable, units)]).collect();
        let Some(max_saving) = self.max_saving(current) else { return self.looks(&current.point, all) };
        let (dear, fair): (Vec<Move>, Vec<Move>) = all.into_iter().partition(|change| self.price(change) > max_saving);
        let mut found = self.looks(&current.point, fair);
        let most =
            helpful(current, &found).first().filter(|(next, _)| next.violation < current.violation).map(|best| best.1);
        let hopeful = |change: &Move| {
            let least = self.price(change) - max_saving;
            most.is_none_or(|most| current.violation / least >= STILL_GOOD * most)
        };
        let rest = dear.into_iter().filter(hopeful).collect();
        found.extend(self.looks(&current.point, rest));
        found
    }

    /// Changes of one variable, in steps that halve, until no change by one unit saves money within the targets.
    pub(super) fn descend(&mut self, current: Evaluated) -> Evaluated {
        let ranges = self.space.variables.iter().map(|variable| variable.bounds.1 - variable.bounds.0);
        let steps = ranges.map(|range| (range / 16).clamp(1, self.stride)).collect();
        self.descend_by(current, steps)
    }

    /// The same with a first step for each variable.
    pub(super) fn descend_by(&mut self, mut current: Evaluated, mut steps: Vec<i64>) -> Evaluated {
        loop {
            let mut changes = self.beside(&steps);
            let max_saving = self.max_saving(&current);
            changes.retain(|change| !self.pruned(change, max_saving));
            let found = self.looks(&current.point, changes);
            let better = self.ranked(&current, found);
            if better.is_empty() {
                if self.free.iter().all(|variable| steps[*variable] == 1) {
                    break;
                }
                steps.iter_mut().for_each(|step| *step = (*step / 2).max(1));
                continue;
            }
            current = self.sweep(current, better);
        }
        self.proven = Proven::Single;
        current
    }

    /// A local optimum near a point, in steps that begin so long, moving only these variables.
    pub fn refine(&mut self, point: &[i64], steps: Vec<i64>, free: Vec<usize>) -> Evaluated {
        self.until_enough(None, |search| search.near(point, steps, free))
    }

    fn near(&mut self, point: &[i64], steps: Vec<i64>, free: Vec<usize>) -> Evaluated {
        self.free = free;
        let start = self.look(point);
        self.may_end();
        self.allowed = 0.0;
        let nearest = self.repair(start);
        self.allowed = nearest.violation * NEARLY;
        self.descend_by(nearest, steps)
    }

    /// Makes the best of some changes, and of the others those that are still good after it: what a change is worth
    /// moves little with the others. What costs no service is always tried.
    fn sweep(&mut self, from: Evaluated, better: Vec<Improvement>) -> Evaluated {
        let changes: Vec<(Move, f64, bool)> =
            better.iter().map(|better| (change(&from.point, &better.next.point), better.worth, better.free)).collect();
        let least = changes[0].1 * STILL_GOOD;
        let mut current = better.into_iter().next().map_or(from, |better| better.next);
        let mut moved_already: Vec<usize> = changes[0].0.iter().map(|(variable, _)| *variable).collect();
        for (change, worth, free) in changes.into_iter().skip(1) {
            let moves_again = change.iter().any(|(variable, _)| moved_already.contains(variable));
            if moves_again || (worth < least && !free) {
                continue;
            }
            moved_already.extend(change.iter().map(|(variable, _)| *variable));
            let found = self.looks(&current.point, vec![change]);
            if let Some(better) = self.ranked(&current, found).into_iter().next() {
                current = better.next;
            }
        }
        current
    }

    /// What is cheaper within the targets, with what it is worth: what it saves for the service it costs; most first.
    pub(super) fn ranked(&self, now: &Evaluated, found: Vec<Evaluated>) -> Vec<Improvement> {
        let used = |next: &Evaluated| {
            let targets = self.targets.iter().zip(now.services.iter().zip(&next.services));
            let used = targets.map(|(target, (old, new))| {
                let lost = target.violation(*new) - target.violation(*old);
                lost.max(0.0) / (ROUNDING - target.violation(*old)).max(ROUNDING)
            });
            if self.multipliers.is_some() { 0.0 } else { used.sum::<f64>() }
        };
        let better = found.into_iter().filter(|next| self.allows(next) && self.cheaper(next, now)).map(|next| {
            let used = used(&next);
            Improvement { worth: (now.money - next.money) / used.max(ROUNDING), free: used <= ROUNDING, next }
        });
        let mut ranked: Vec<Improvement> = better.collect();
        // Stable: of equal ones the first stays first.
        ranked.sort_by(|a, b| b.worth.total_cmp(&a.worth));
        ranked
    }

    // ---- what need not be scored ----

    /// What more stock can save at most from here on, the holding of the stock apart; `None` where that is not known.
    pub(super) fn max_saving(&mut self, current: &Evaluated) -> Option<f64> {
        self.holding_rates.as_ref()?;
        let top = self.top();
        let saved = self.money_but_holding(current)? - self.money_but_holding(&top)?;
        Some(saved.max(0.0))
    }

    /// Money beside the holding of the stock.
    fn money_but_holding(&self, current: &Evaluated) -> Option<f64> {
        let carried = self.holding_rates.as_ref()?.iter().zip(&current.point).map(|(rate, value)| rate * *value as f64);
        Some(current.money - carried.sum::<f64>())
    }

    /// What the holding of the stock rises by with a change.
    pub(super) fn price(&self, change: &Move) -> f64 {
        let rates = self.holding_rates.as_deref().unwrap_or_default();
        change.iter().map(|(variable, units)| rates.get(*variable).unwrap_or(&0.0) * *units as f64).sum()
    }

    /// Whether a change cannot save money: all that goes down costs waiting, all that goes up saves no more than `max_saving`.
    pub(super) fn pruned(&self, change: &Move, max_saving: Option<f64>) -> bool {
        let up = change.iter().any(|(_, units)| *units > 0);
        max_saving.is_some_and(|max_saving| self.price(change) >= if up { max_saving } else { 0.0 })
    }
}

/// What leads from a point to another.
fn change(from: &[i64], to: &[i64]) -> Move {
    let units = to.iter().zip(from).map(|(new, old)| new - old).enumerate();
    units.filter(|(_, units)| *units != 0).collect()
}

/// What brings service, with how much of it for its money, most first; where nothing does, what shortens responses.
fn helpful<'s>(now: &Evaluated, found: &'s [Evaluated]) -> Vec<(&'s Evaluated, f64)> {
    let per_money = |gain: f64, next: &Evaluated| {
        let price = (next.money - now.money).max(ROUNDING * now.money.abs().max(1.0));
        gain / price
    };
    let by = |gain: &dyn Fn(&Evaluated) -> f64| {
        let worth = found.iter().map(|next| (next, per_money(gain(next), next)));
        let mut some: Vec<(&Evaluated, f64)> = worth.filter(|(_, worth)| *worth > 0.0).collect();
        some.sort_by(|a, b| b.1.total_cmp(&a.1));
        some
    };
    let by_service = by(&|next| now.violation - next.violation);
    if by_service.is_empty() { by(&|next| now.response - next.response) } else { by_service }
}
