//! The best set beside the pure strategies, on replications that no search has seen, and why each item is held or not.

use super::fresh;
use super::switches::{near, singles};
use super::trial::{Depth, Free, Trial, Values, Way};
use super::walk::Walk;
use super::{Contender, Decoupled, Reason, Short, free_name};
use crate::experiment::optimize::search::levels;
use crate::experiment::optimize::{Goal, SearchProgress, ServiceTarget};
use crate::stats::{Confidence, paired};
use rayon::prelude::*;

/// What the walk found, beside the pure strategies.
pub(super) fn describe(
    walk: &mut Walk<'_, '_>,
    pure: Vec<(&'static str, Vec<bool>)>,
    best: Trial,
    progress: &SearchProgress<'_>,
) -> Decoupled {
    let frame = walk.frame;
    let (mut sets, mut best) = (pure, best);
    let mut found: Vec<Trial> = sets.iter().map(|(_, held)| on_all(walk, held, &best)).collect();
    let least = |found: &[Trial], pure: usize| {
        (0..pure).min_by(|a, b| found[*a].standing.order(&found[*b].standing)).expect("MTO is pure")
    };
    let pure = sets.len();
    // The best pure one gets a search of its own, and so does the winner, lest one of them wins by the search.
    let place = least(&found, pure);
    found[place] = anew(walk, &found[place], progress);
    if found[place].standing.beats(&best.standing) {
        best = walk.settle_on_all(found[place].clone());
    }
    let walked = sets.iter().position(|(_, held)| *held == best.held).unwrap_or(pure);
    if walked == pure {
        sets.push(("mixed", best.held.clone()));
        found.push(anew(walk, &best, progress));
    } else if walked != place {
        found[walked] = anew(walk, &best, progress);
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

/// A set on all search replications: with levels searched there from those of the way, unless it was surely worse there.
fn on_all(walk: &mut Walk<'_, '_>, held: &[bool], best: &Trial) -> Trial {
    if let Some(known) = walk.known(Depth::Full, held) {
        return known.clone();
    }
    let rough = walk.known(Depth::Rough, held).cloned();
    let beside = walk.known(Depth::Rough, &best.held).cloned();
    let hopeless =
        rough.as_ref().zip(beside).is_some_and(|(own, than)| walk.is_surely_worse(&than, &own, &best.prices));
    let nothing = vec![false; held.len()];
    let free = if hopeless { Free::Of(&nothing) } else { Free::All };
    let values = rough.map(|rough| rough.values).unwrap_or_default();
    walk.again(held, &values, Way { free, depth: Depth::Full, prices: None })
}

/// The better of a set's known levels and those of an ordinary search that knows nothing of them.
fn anew(walk: &mut Walk<'_, '_>, trial: &Trial, progress: &SearchProgress<'_>) -> Trial {
    let frame = walk.frame;
    let model = frame.model_of("mixed", &trial.held);
    let before = walk.evaluations;
    let (values, evaluations) = levels(&model, frame.goal, frame.settings, &|count| progress(before + count));
    walk.evaluations += evaluations;
    let free = vec![false; trial.held.len()];
    let way = Way { free: Free::Of(&free), depth: Depth::Full, prices: None };
    let own = walk.again(&trial.held, &values, way);
    if own.standing.beats(&trial.standing) { Trial { prices: trial.prices.clone(), ..own } } else { trial.clone() }
}

/// A set on fresh replications.
fn contender(walk: &Walk<'_, '_>, name: &str, trial: &Trial) -> Contender {
    let frame = walk.frame;
    let key = free_name(frame.model, name);
    let model = frame.model_of(&key, &trial.held);
    let best = fresh::best(frame, &model, trial);
    let held = frame.model.items.iter().zip(&trial.held).filter(|(_, held)| **held);
    let held: Vec<String> = held.map(|(item, _)| item.name.clone()).collect();
    Contender {
        name: name.into(),
        key,
        sets: fresh::sets(&model, &held, &best),
        held,
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
    // On the replications of the way the best set may miss a target that it meets: the others are to serve as it does there.
    let nothing = vec![false; best.held.len()];
    let standing = frame.trial(&best.held, &values, roughly(Free::Of(&nothing))).standing;
    let targets = frame.goal.targets.iter().zip(standing.services).map(|(target, service)| ServiceTarget {
        value: if target.shortfall(service) > 0.0 { service } else { target.value },
        ..target.clone()
    });
    let goal = Goal { targets: targets.collect(), ..frame.goal.clone() };
    let same = frame.with_goal(&goal);
    // Levels near the switch follow it; others stay as they are in the best set.
    let trial = |set: &Vec<bool>| same.trial(set, &values, roughly(Free::Of(&near(frame.model, &best.held, set))));
    let trials: Vec<Trial> = sets.par_iter().map(trial).collect();
    trials.iter().for_each(|trial| walk.count(trial.evaluations));
    let own = fresh::split(frame, best, None);
    let reason = |trial: &Trial| {
        let item = (0..best.held.len()).find(|item| trial.held[*item] != best.held[*item]).expect("one differs");
        let other = fresh::split(frame, trial, Some(item));
        fresh::reason(frame, (item, best.held[item]), &own, &other, confidence)
    };
    trials.iter().map(reason).collect()
}

/// As near to the targets as on the way.
fn roughly(free: Free<'_>) -> Way<'_> {
    Way { free, depth: Depth::Rough, prices: None }
}
