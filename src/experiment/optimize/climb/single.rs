//! One variable at a time.

use super::{Change, Climb, ROUNDING, STILL_GOOD, Standing};
use crate::experiment::optimize::Proven;

impl Climb<'_> {
    /// Adds, a unit at a time, what brings most service for its money until the targets are met; `None` where no unit
    /// helps.
    pub(super) fn raise(&mut self, mut standing: Standing) -> Option<Standing> {
        while !self.allows(&standing) {
            let found = self.ups(&standing);
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

    /// One unit more of each variable, but not of those that cost too much to be among the good ones even if they brought
    /// all the service that is missing.
    fn ups(&mut self, standing: &Standing) -> Vec<Standing> {
        let all: Vec<Change> = (0..standing.point.len()).map(|variable| vec![(variable, 1)]).collect();
        let Some(relief) = self.relief(standing) else { return self.looks(&standing.point, all) };
        let (dear, fair): (Vec<Change>, Vec<Change>) = all.into_iter().partition(|change| self.price(change) > relief);
        let mut found = self.looks(&standing.point, fair);
        let most = helpful(standing, &found).first().filter(|(next, _)| next.short < standing.short).map(|best| best.1);
        let hopeful = |change: &Change| {
            let least = self.price(change) - relief;
            most.is_none_or(|most| standing.short / least >= STILL_GOOD * most)
        };
        let rest = dear.into_iter().filter(hopeful).collect();
        found.extend(self.looks(&standing.point, rest));
        found
    }

    /// Changes of one variable, in steps that halve, until no change by one unit saves money within the targets.
    pub(super) fn descend(&mut self, mut standing: Standing) -> Standing {
        let ranges = self.space.variables.iter().map(|variable| variable.bounds.1 - variable.bounds.0);
        let mut steps: Vec<i64> = ranges.map(|range| (range / 16).clamp(1, self.stride)).collect();
        loop {
            let mut changes: Vec<Change> =
                steps.iter().enumerate().flat_map(|(v, step)| [vec![(v, -step)], vec![(v, *step)]]).collect();
            let relief = self.relief(&standing);
            changes.retain(|change| !self.surely_dearer(change, relief));
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
    pub(super) fn ranked(&self, now: &Standing, found: Vec<Standing>) -> Vec<(Standing, f64)> {
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

    // ---- what need not be scored ----

    /// What more stock can save at most from here on, the holding of the stock apart; `None` where that is not known.
    pub(super) fn relief(&mut self, standing: &Standing) -> Option<f64> {
        self.carrying.as_ref()?;
        let top = self.top();
        let saved = self.beside(standing)? - self.beside(&top)?;
        Some(saved.max(0.0))
    }

    /// Money beside the holding of the stock.
    fn beside(&self, standing: &Standing) -> Option<f64> {
        let carried = self.carrying.as_ref()?.iter().zip(&standing.point).map(|(rate, value)| rate * *value as f64);
        Some(standing.money - carried.sum::<f64>())
    }

    /// What the holding of the stock rises by with a change.
    pub(super) fn price(&self, change: &Change) -> f64 {
        let rates = self.carrying.as_deref().unwrap_or_default();
        change.iter().map(|(variable, units)| rates.get(*variable).unwrap_or(&0.0) * *units as f64).sum()
    }

    /// Whether a change cannot save money: all that goes down costs waiting, all that goes up saves no more than `relief`.
    pub(super) fn surely_dearer(&self, change: &Change, relief: Option<f64>) -> bool {
        let up = change.iter().any(|(_, units)| *units > 0);
        relief.is_some_and(|relief| self.price(change) >= if up { relief } else { 0.0 })
    }
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
