//! The best set beside the pure strategies, on replications that no search has seen, and why each item is held or not.

use super::fresh;
use super::switches::{near, singles};
use super::trial::{Depth, Free, Trial, Values, Way};
use super::walk::Walk;
use super::{Contender, Decoupled, Reason, Short, free_name};
use crate::experiment::optimize::search::levels;
use crate::stats::{Confidence, paired};
use crate::threads;
use std::sync::atomic::{AtomicU64, Ordering};

/// What the walk found, beside the pure strategies.
pub(super) fn describe(walk: &mut Walk<'_, '_>, pure: Vec<(&'static str, Vec<bool>)>, best: Trial) -> Decoupled {
    let frame = walk.frame;
    let (mut sets, mut best) = (pure, shed(walk, best));
    let held: Vec<Vec<bool>> = sets.iter().map(|(_, held)| held.clone()).collect();
    let mut found = on_all(walk, &held, &best.prices);
    let least = |found: &[Trial], pure: usize| {
        (0..pure).min_by(|a, b| found[*a].standing.order(&found[*b].standing)).expect("MTO is pure")
    };
    let pure = sets.len();
    // The best pure one gets a search of its own, and so does the winner, lest one of them wins by the search.
    let place = least(&found, pure);
    found[place] = anew(walk, &found[place]);
    if found[place].standing.beats(&best.standing) {
        best = walk.settle_on_all(found[place].clone());
        best = shed(walk, best);
    }
    let walked = sets.iter().position(|(_, held)| *held == best.held).unwrap_or(pure);
    if walked == pure {
        let anew = anew(walk, &best);
        best = shed(walk, anew);
        sets.push(("mixed", best.held.clone()));
        found.push(best);
    } else if walked != place {
        found[walked] = anew(walk, &best);
    }
    let best_pure = least(&found, pure);
    let winner = if found[best_pure].standing.order(&found[walked].standing).is_lt() { best_pure } else { walked };
    let mut contenders: Vec<Contender> =
        sets.iter().zip(&found).map(|((name, _), trial)| contender(walk, name, trial)).collect();
    let confidence = Confidence::new(frame.model.run.confidence, frame.model.run.replications.max(2));
    let gain = paired(&contenders[best_pure].fresh.money, &contenders[winner].fresh.money, &confidence);
    let items = reasons(walk, &found[winner], &confidence);
    let last = contenders.remove(winner);
    contenders.push(last);
    let best_pure =
        if winner == best_pure { contenders.len() - 1 } else { best_pure - usize::from(winner < best_pure) };
    let way = Short { replications: frame.replications(Depth::Rough), window: frame.window(Depth::Rough) };
    Decoupled {
        contenders,
        best_pure,
        gain,
        items,
        sets: walk.sets(),
        evaluations: walk.evaluations,
        replications: frame.replications(Depth::Full),
        way: (!frame.is_flat()).then_some(way),
    }
}

/// The pure strategies on all search replications. Those surely dearer than the best of them stay as they were on the way
/// where money alone counts; a target that they met there is to be met on all.
fn on_all(walk: &mut Walk<'_, '_>, pure: &[Vec<bool>], prices: &[f64]) -> Vec<Trial> {
    let rough: Vec<Trial> =
        pure.iter().map(|held| walk.known(Depth::Rough, held).expect("each was a start").clone()).collect();
    let order = |a: &&Trial, b: &&Trial| a.standing.order(&b.standing);
    let best = rough.iter().min_by(order).expect("MTO is pure");
    let one = |own: &Trial| match walk.known(Depth::Full, &own.held) {
        Some(known) => known.clone(),
        None if free_of_targets(walk, own) && walk.is_surely_worse(best, own, prices) => own.clone(),
        None => walk.again(&own.held, &own.values, Way { free: Free::All, depth: Depth::Full, prices: None }),
    };
    rough.iter().map(one).collect()
}

/// The best set without the items it holds with nothing in stock, at the levels it has, unless it is worse without them:
/// a base stock of 0 serves whoever asks first, and an item that is not held is there for the order it was made for.
fn shed(walk: &mut Walk<'_, '_>, best: Trial) -> Trial {
    if !best.empty.contains(&true) {
        return best;
    }
    let stocked: Vec<bool> = best.held.iter().zip(&best.empty).map(|(held, empty)| *held && !empty).collect();
    let nothing = vec![false; stocked.len()];
    let way = Way { free: Free::Of(&nothing), depth: Depth::Full, prices: None };
    let less = walk.again(&stocked, &best.values, way);
    if best.standing.beats(&less.standing) { best } else { Trial { prices: best.prices, ..less } }
}

/// Whether no target is met by a set on the way, or there is none.
fn free_of_targets(walk: &Walk<'_, '_>, own: &Trial) -> bool {
    walk.frame.goal.targets.is_empty() || own.standing.short > 0.0
}

/// The better of a set's known levels and those of an ordinary search that knows nothing of them.
fn anew(walk: &mut Walk<'_, '_>, trial: &Trial) -> Trial {
    let frame = walk.frame;
    let model = frame.model_on("mixed", &trial.held, Depth::Rough);
    let settings = frame.settings_on(Depth::Rough);
    let told = AtomicU64::new(0);
    let tell = |count: u64| frame.tell(count - told.swap(count, Ordering::Relaxed));
    let (values, evaluations) = levels(&model, frame.goal, &settings, &tell);
    walk.count(evaluations);
    // To climb on all replications takes as long as all that went before: only from levels that are better as they are.
    let nothing = vec![false; trial.held.len()];
    let own = walk.again(&trial.held, &values, Way { free: Free::Of(&nothing), depth: Depth::Full, prices: None });
    if !own.standing.beats(&trial.standing) {
        return trial.clone();
    }
    walk.again(&own.held, &own.values, Way { free: Free::All, depth: Depth::Full, prices: None })
}

/// A set on fresh replications.
fn contender(walk: &Walk<'_, '_>, name: &str, trial: &Trial) -> Contender {
    let frame = walk.frame;
    let key = free_name(frame.model, name);
    let model = frame.model_of(&key, &trial.held);
    let best = fresh::best(frame, &model, trial);
    let names = |which: &[bool]| -> Vec<String> {
        let items = frame.model.items.iter().zip(which).filter(|(_, own)| **own);
        items.map(|(item, _)| item.name.clone()).collect()
    };
    let held = names(&trial.held);
    Contender {
        name: name.into(),
        key,
        sets: fresh::sets(&model, &held, &best),
        held,
        empty: names(&trial.empty),
        fresh: fresh::run(&model, &best, frame.goal),
        best,
    }
}

/// By item that may be held: what holding it saves and costs.
fn reasons(walk: &mut Walk<'_, '_>, best: &Trial, confidence: &Confidence) -> Vec<Reason> {
    let frame = walk.frame;
    let sets = singles(&best.held, &walk.may_hold);
    let mut values: Values = walk.values.clone();
    values.extend(best.values.iter().map(|(key, value)| (key.clone(), *value)));
    // Service is paid for at its price, where there is one: what is missed or spared is part of what holding saves.
    let nothing = vec![0.0; frame.goal.targets.len()];
    let prices = if best.standing.short > 0.0 || best.prices.is_empty() { nothing } else { best.prices.clone() };
    // Levels near the switch follow it; others stay as they are in the best set.
    let trial = |set: &Vec<bool>| {
        let near = near(frame.model, &best.held, set);
        frame.trial(set, &values, Way { free: Free::Of(&near), depth: Depth::Rough, prices: Some(&prices) })
    };
    let trials: Vec<Trial> = threads::map(&sets, trial);
    trials.iter().for_each(|trial| walk.count(trial.evaluations));
    let own = fresh::split(frame, best, None);
    let reason = |trial: &Trial| {
        let item = (0..best.held.len()).find(|item| trial.held[*item] != best.held[*item]).expect("one differs");
        let other = fresh::split(frame, trial, Some(item));
        fresh::reason(frame, (item, best.held[item]), (&own, &other), &prices, confidence)
    };
    trials.iter().map(reason).collect()
}
