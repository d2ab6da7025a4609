//! What to hold at all: the best set of held items, from none to all, each with the best levels for it.
//!
//! ```text
//! pure strategies ─► best levels of each ─► switches, alone and together, levels following ─► no switch helps
//!                                            (from nothing held, from everything held, from the best pure one)
//!   ─► best levels of the winner, searched anew ─► fresh replications: gain over the best pure one, and why
//! ```
//!
//! A switch really changes what is held, and with it the plan: an order-driven item is not the same as one with a base
//! stock of 0, whose units belong to whoever asks first. The number of sets is 2 to the number of items, so this is a
//! local search; what it ends with is proven to be better, on the search replications, than every set one switch away
//! with the levels of what is switched searched, those most promising with the levels around the switch too.

mod fresh;
mod switches;
mod trial;

use super::search::{in_pool, search};
use super::simulated::lean;
use super::{Best, Goal, Scores, SearchProgress, SearchSettings};
use crate::model::{ItemKind, Model, Supply};
use crate::stats::{Confidence, Estimate, Paired, paired};
use std::collections::BTreeMap;
use switches::{beside, near, singles, switched, together};
use trial::{Frame, Free, Trial, Values, key};

/// Replications on the way, at least and at most, and the orders that are enough; the last steps are made on all search
/// replications.
const ON_THE_WAY: (u32, u32) = (2, 8);
const ENOUGH_ORDERS: f64 = 20_000.0;
/// Sets beside one for which the levels around the switch are searched too, not only those switched.
const PROMISING: usize = 4;
/// Most variants of a product that may be held.
const MOST_VARIANTS: u64 = 10_000;

/// The best set of held items, and what it is compared with.
#[derive(Clone, Debug)]
pub struct Decoupled {
    /// The pure strategies (MTO holds nothing, ATO all but products, MTS products only, `all` everything) without those
    /// that are the same, each at its best levels; the best set of held items last.
    pub contenders: Vec<Contender>,
    /// Place of the best pure one.
    pub best_pure: usize,
    /// Its money − that of the best set, per time unit, on fresh replications: what the best set gains. Zero where the
    /// best set is a pure one.
    pub gain: Paired,
    /// By item that may be held, in the order of the scenario.
    pub items: Vec<Reason>,
    /// Sets of held items looked at, and points scored for them.
    pub sets: usize,
    pub evaluations: u64,
    /// Search replications.
    pub replications: u32,
}

/// A set of held items at its best levels.
#[derive(Clone, Debug)]
pub struct Contender {
    /// `MTO`, `ATO`, `MTS`, `all`, or `mixed`.
    pub name: String,
    /// Items held, in the order of the scenario.
    pub held: Vec<String>,
    /// The name it gets in the scenario: another one where the scenario has a strategy of this name.
    pub key: String,
    /// `key=value`s that make it a strategy of that name, each with the name before it: lines of TOML.
    pub sets: Vec<String>,
    /// Its levels, and how they were found.
    pub best: Best,
    /// What it comes to on fresh replications (those of a run).
    pub fresh: Scores,
}

/// Why an item is held, or is not: the best set against the same with this one item switched and the levels around it
/// searched again, on fresh replications, paired. An item that is not held would be with one unit at least.
#[derive(Clone, Debug)]
pub struct Reason {
    pub item: String,
    pub held: bool,
    /// What holding it saves (all costs but holding, less revenue), and what it costs (holding, of the whole system): per
    /// time unit. Holding pays where the first is greater.
    pub saves: Estimate,
    pub costs: Estimate,
    /// Saves − costs.
    pub net: Estimate,
    /// By target: what holding it adds to the service, in its unit.
    pub service: Vec<Estimate>,
    /// Whether the targets are met with the item switched.
    pub met_otherwise: bool,
}

/// The best set of held items for a goal. Rules, allocation and pegging are those of the strategy named; an item it does
/// not hold is held by the rule the scenario names for it, or by a base stock.
#[must_use]
pub fn decouple(
    model: &Model,
    strategy: usize,
    goal: &Goal,
    settings: &SearchSettings,
    progress: &SearchProgress<'_>,
) -> Decoupled {
    let lean = lean(model, goal);
    let frame = Frame::new(&lean, strategy, goal, settings);
    in_pool(settings.threads, || {
        let most = settings.count(model);
        let mut walk = Walk {
            few: on_the_way(&lean).min(most),
            frame: &frame,
            may_hold: lean.items.iter().map(|item| variants(&item.supply) <= MOST_VARIANTS).collect(),
            most,
            known: BTreeMap::new(),
            settled: BTreeMap::new(),
            values: Values::new(),
            evaluations: 0,
            progress,
        };
        walk.run()
    })
}

/// A name that no strategy of the scenario has.
fn free_name(model: &Model, name: &str) -> String {
    let taken = |name: &String| model.strategies.iter().any(|strategy| strategy.name == *name);
    let others = (1..).map(|number| if number == 1 { format!("{name}_best") } else { format!("{name}_best{number}") });
    [name.to_string()].into_iter().chain(others).find(|name| !taken(name)).expect("the numbers do not end")
}

/// Replications that hold enough orders to tell sets apart.
fn on_the_way(model: &Model) -> u32 {
    let rate: f64 = model.demands.iter().map(|demand| 1.0 / demand.gaps.mean()).sum();
    let orders = rate * model.run.horizon.units();
    ((ENOUGH_ORDERS / orders).ceil() as u32).clamp(ON_THE_WAY.0, ON_THE_WAY.1)
}

fn variants(supply: &Supply) -> u64 {
    let Supply::Make(make) = supply else { return 1 };
    make.families.iter().fold(1, |count, family| count.saturating_mul(family.choices.len() as u64))
}

/// The search under way.
struct Walk<'w, 'm> {
    frame: &'w Frame<'m>,
    may_hold: Vec<bool>,
    /// Replications on the way, and of the last steps.
    few: u32,
    most: u32,
    /// By set and replications.
    known: BTreeMap<(u32, Vec<bool>), Trial>,
    /// By set and replications, those that no switch improves.
    settled: BTreeMap<(u32, Vec<bool>), Trial>,
    /// The last value found for each number.
    values: Values,
    evaluations: u64,
    progress: &'w SearchProgress<'w>,
}

impl Walk<'_, '_> {
    fn run(&mut self) -> Decoupled {
        let pure = self.pure();
        let few = self.few;
        let mut starts: Vec<Trial> = pure.iter().map(|(_, held)| self.open(held, few)).collect();
        let ends = [vec![false; self.may_hold.len()], self.may_hold.clone()];
        starts.sort_by(|a, b| a.standing.order(&b.standing));
        let mut found: Vec<Trial> = Vec::new();
        for (place, start) in starts.into_iter().enumerate() {
            if place == 0 || ends.contains(&start.held) {
                found.push(self.settle(start, few));
            }
        }
        found.sort_by(|a, b| a.standing.order(&b.standing));
        let mut best = found.swap_remove(0);
        if self.most > few {
            best = self.again(&best.held, &best.values, Free::All, self.most);
            best = self.settle(best, self.most);
        }
        self.describe(pure, best)
    }

    /// The pure strategies, by name; those that are the same once.
    fn pure(&self) -> Vec<(&'static str, Vec<bool>)> {
        let items = &self.frame.model.items;
        let of = |holds: fn(ItemKind) -> bool| -> Vec<bool> {
            items.iter().zip(&self.may_hold).map(|(item, may)| *may && holds(item.kind)).collect()
        };
        let mut pure = vec![
            ("MTO", of(|_| false)),
            ("ATO", of(|kind| kind != ItemKind::Product)),
            ("MTS", of(|kind| kind == ItemKind::Product)),
            ("all", of(|_| true)),
        ];
        let mut seen: Vec<Vec<bool>> = Vec::new();
        pure.retain(|(_, held)| {
            let new = !seen.contains(held);
            seen.push(held.clone());
            new
        });
        pure
    }

    /// A set nothing is known of yet.
    fn open(&mut self, held: &[bool], replications: u32) -> Trial {
        let trial = self.frame.trial(held, &Values::new(), Free::All, replications);
        self.keep(replications, &trial);
        trial
    }

    /// A set from known values.
    fn again(&mut self, held: &[bool], values: &Values, free: Free<'_>, replications: u32) -> Trial {
        let trial = self.frame.trial(held, values, free, replications);
        self.keep(replications, &trial);
        trial
    }

    fn keep(&mut self, replications: u32, trial: &Trial) {
        self.evaluations += trial.evaluations;
        self.values.extend(trial.values.iter().map(|(key, value)| (key.clone(), *value)));
        let known = self.known.entry((replications, trial.held.clone())).or_insert_with(|| trial.clone());
        if trial.standing.beats(&known.standing) {
            *known = trial.clone();
        }
        (self.progress)(self.evaluations);
    }

    /// Sets beside one, each with the levels of what is switched searched, the most promising with those around too.
    fn look(&mut self, from: &Trial, sets: Vec<Vec<bool>>, replications: u32) -> Vec<Trial> {
        // What is known of an item's level when it was last held is a better start than none.
        let mut values = self.values.clone();
        values.extend(from.values.iter().map(|(key, value)| (key.clone(), *value)));
        let mut found: Vec<Trial> = Vec::new();
        for set in &sets {
            found.push(self.again(set, &values, Free::Of(&switched(&from.held, set)), replications));
        }
        found.sort_by(|a, b| a.standing.order(&b.standing));
        for trial in found.iter_mut().take(PROMISING) {
            let near = near(self.frame.model, &from.held, &trial.held);
            let mut own = values.clone();
            own.extend(trial.values.iter().map(|(key, value)| (key.clone(), *value)));
            let closer = self.again(&trial.held, &own, Free::Of(&near), replications);
            if closer.standing.beats(&trial.standing) {
                *trial = closer;
            }
        }
        found
    }

    /// Switches until none helps.
    fn settle(&mut self, mut best: Trial, replications: u32) -> Trial {
        loop {
            if let Some(end) = self.settled.get(&(replications, best.held.clone())) {
                return end.clone();
            }
            let sets = self.hopeful(&best, replications);
            let mut found = self.look(&best, sets, replications);
            found.retain(|trial| trial.standing.beats(&best.standing));
            found.sort_by(|a, b| a.standing.order(&b.standing));
            let Some(first) = found.first() else {
                self.settled.insert((replications, best.held.clone()), best.clone());
                return best;
            };
            let joint = together(&best.held, &found.iter().map(|trial| &trial.held).collect::<Vec<_>>());
            let mut values = best.values.clone();
            found.iter().rev().for_each(|trial| values.extend(trial.values.clone()));
            let mut next = self.again(&first.held, &first.values, Free::All, replications);
            if joint != first.held {
                let trial = self.again(&joint, &values, Free::All, replications);
                next = if trial.standing.beats(&next.standing) { trial } else { next };
            }
            best = next;
        }
    }

    /// The sets beside one, without those that fewer replications showed to be worse for sure.
    fn hopeful(&self, best: &Trial, replications: u32) -> Vec<Vec<bool>> {
        let sets = beside(self.frame.model, &best.held, &self.may_hold);
        let few = self.few;
        let before = self.known.get(&(few, best.held.clone())).filter(|_| replications > few && few > 2);
        let Some(before) = before else { return sets };
        let hopeless = |set: &Vec<bool>| {
            let alike = |trial: &&Trial| trial.scores.money.len() == before.scores.money.len();
            let Some(trial) = self.known.get(&(few, set.clone())).filter(alike) else { return false };
            let pairs = paired(&trial.scores.money, &before.scores.money, &Confidence::new(0.999, few));
            let dearer = pairs.difference.low.is_some_and(|low| low > 0.0);
            dearer && trial.standing.short >= before.standing.short
        };
        sets.into_iter().filter(|set| !hopeless(set)).collect()
    }

    fn describe(&mut self, pure: Vec<(&'static str, Vec<bool>)>, best: Trial) -> Decoupled {
        let frame = self.frame;
        let mut sets = pure;
        if sets.iter().all(|(_, held)| *held != best.held) {
            sets.push(("mixed", best.held.clone()));
        }
        let mut contenders: Vec<Contender> = sets.iter().map(|(name, held)| self.contender(name, held)).collect();
        let goal = frame.goal;
        let order = |a: &usize, b: &usize| {
            let standing = |place: &usize| super::pattern::Standing::of(&contenders[*place].best.scores, goal);
            standing(a).order(&standing(b))
        };
        let best_pure = (0..sets.len()).filter(|place| sets[*place].0 != "mixed").min_by(order).expect("MTO is pure");
        // The walk's set, unless the last searches found better levels for a pure one.
        let walked = sets.iter().position(|(_, held)| *held == best.held).expect("it was added");
        let winner = if order(&best_pure, &walked).is_lt() { best_pure } else { walked };
        let confidence = Confidence::new(frame.model.run.confidence, frame.model.run.replications.max(2));
        let gain = paired(&contenders[best_pure].fresh.money, &contenders[winner].fresh.money, &confidence);
        let best = Trial { held: sets[winner].1.clone(), ..best };
        let items = self.reasons(&best, &contenders[winner], &confidence);
        let last = contenders.remove(winner);
        contenders.push(last);
        let best_pure =
            if winner == best_pure { contenders.len() - 1 } else { best_pure - usize::from(winner < best_pure) };
        Decoupled {
            contenders,
            best_pure,
            gain,
            items,
            sets: self.known.keys().map(|(_, held)| held).collect::<std::collections::BTreeSet<_>>().len(),
            evaluations: self.evaluations,
            replications: self.most,
        }
    }

    /// A set at its best levels: those of an ordinary search, or those found on the way if they are better.
    fn contender(&mut self, name: &str, held: &[bool]) -> Contender {
        let frame = self.frame;
        let key = free_name(frame.model, name);
        let model = frame.model_of(&key, held);
        let before = self.evaluations;
        let best = search(&model, 0, frame.goal, frame.settings, &|count| (self.progress)(before + count));
        self.evaluations += best.how.evaluations;
        let known = self.known.get(&(self.most, held.to_vec())).cloned();
        let best = fresh::better(frame, &model, best, known.as_ref());
        let names = |name: &String| name.clone();
        let held_names: Vec<String> =
            frame.model.items.iter().zip(held).filter(|(_, held)| **held).map(|(item, _)| names(&item.name)).collect();
        Contender {
            name: name.into(),
            key,
            sets: fresh::sets(&model, &held_names, &best),
            held: held_names,
            fresh: fresh::run(&model, &best, frame.goal),
            best,
        }
    }

    /// By item that may be held: what holding it saves and costs.
    fn reasons(&mut self, best: &Trial, winner: &Contender, confidence: &Confidence) -> Vec<Reason> {
        let frame = self.frame;
        let values: Values = winner.best.variables.iter().map(key).zip(winner.best.point.iter().copied()).collect();
        let start = Trial { values, ..best.clone() };
        let sets = singles(&best.held, &self.may_hold);
        // Levels near the switch follow it; others stay as they are in the winner.
        let trials: Vec<Trial> = sets
            .iter()
            .map(|set| {
                let mut values = self.values.clone();
                values.extend(start.values.iter().map(|(key, value)| (key.clone(), *value)));
                let near = near(frame.model, &best.held, set);
                frame.trial(set, &values, Free::Of(&near), self.few)
            })
            .collect();
        trials.iter().for_each(|trial| self.evaluations += trial.evaluations);
        (self.progress)(self.evaluations);
        let own = fresh::split(frame, &best.held, &start.values, None);
        trials
            .iter()
            .map(|trial| {
                let item =
                    (0..best.held.len()).find(|item| trial.held[*item] != best.held[*item]).expect("one differs");
                let other = fresh::split(frame, &trial.held, &trial.values, Some(item));
                fresh::reason(frame, (item, best.held[item]), &own, &other, confidence)
            })
            .collect()
    }
}
