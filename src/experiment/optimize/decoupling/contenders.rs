//! The best set beside the pure strategies, on replications that no search has seen, and why each item is held or not.

use super::best_set::{BestDecoupling, Contender, LowFidelity, Reason};
use super::candidate::{Candidate, Fidelity, Free, Values, Way};
use super::fresh;
use super::neighbourhood::Neighbourhood;
use super::standing;
use super::switches::{near, singles};
use crate::experiment::optimize::search::levels;
use crate::experiment::optimize::sure::aim;
use crate::model::Model;
use crate::stats::{Confidence, Estimate};
use crate::threads;

/// What the search found, beside the pure strategies.
pub(super) fn describe(
    search: &mut Neighbourhood<'_, '_>,
    pure: Vec<(&'static str, Vec<bool>)>,
    best: Candidate,
) -> BestDecoupling {
    let problem = search.problem;
    let (mut sets, mut best) = (pure, shed(search, best));
    let held: Vec<Vec<bool>> = sets.iter().map(|(_, held)| held.clone()).collect();
    let mut found = on_all(search, &held, &best.prices);
    let least = |found: &[Candidate], pure: usize| {
        (0..pure).min_by(|a, b| found[*a].evaluated.order(&found[*b].evaluated)).expect("MTO is pure")
    };
    let pure = sets.len();
    // The best pure one gets a search of its own, and so does the winner, lest one of them wins by the search.
    let place = least(&found, pure);
    found[place] = anew(search, &found[place]);
    if found[place].evaluated.beats(&best.evaluated) {
        best = search.settle_on_all(found[place].clone());
        best = shed(search, best);
    }
    let walked = sets.iter().position(|(_, held)| *held == best.held).unwrap_or(pure);
    if walked == pure {
        let anew = anew(search, &best);
        best = shed(search, anew);
        sets.push(("mixed", best.held.clone()));
        found.push(best);
    } else if walked != place {
        found[walked] = anew(search, &best);
    }
    let best_pure = least(&found, pure);
    let winner = if found[best_pure].evaluated.order(&found[walked].evaluated).is_lt() { best_pure } else { walked };
    let mut contenders: Vec<Contender> =
        sets.iter().zip(&found).map(|((name, _), candidate)| contender(search, name, candidate)).collect();
    let confidence = Confidence::new(problem.model.run.confidence, problem.model.run.replications.max(2));
    let winner = standing::winner(problem.goal, &contenders, winner, &confidence);
    let items = reasons(search, &found[winner], &confidence);
    let last = contenders.remove(winner);
    contenders.push(last);
    let best_pure =
        if winner == best_pure { contenders.len() - 1 } else { best_pure - usize::from(winner < best_pure) };
    let best = contenders.last().expect("the winner is one");
    let own = problem.model_of(&best.key, &found[winner].held);
    let sure = aim(&own, &best.best, (problem.goal, problem.settings), problem.progress);
    let seed = problem.model.run.seed;
    let standings = standing::standings(problem.goal, &contenders, contenders.len() - 1, (&confidence, seed));
    let way = LowFidelity { replications: problem.replications(Fidelity::Low), window: problem.window(Fidelity::Low) };
    BestDecoupling {
        contenders,
        best_pure,
        standings,
        sure,
        items,
        sets: search.sets(),
        evaluations: search.evaluations,
        replications: problem.replications(Fidelity::High),
        way: (!problem.is_flat()).then_some(way),
        ending: problem.progress.ending(),
    }
}

/// The pure strategies on all search replications. Those surely dearer than the best of them stay as they were on the way
/// where money alone counts; a target that they met there is to be met on all.
fn on_all(search: &mut Neighbourhood<'_, '_>, pure: &[Vec<bool>], prices: &[f64]) -> Vec<Candidate> {
    let rough: Vec<Candidate> =
        pure.iter().map(|held| search.known(Fidelity::Low, held).expect("each was a start").clone()).collect();
    let order = |a: &&Candidate, b: &&Candidate| a.evaluated.order(&b.evaluated);
    let best = rough.iter().min_by(order).expect("MTO is pure");
    let one = |own: &Candidate| match search.known(Fidelity::High, &own.held) {
        Some(known) => known.clone(),
        None if free_of_targets(search, own) && search.is_surely_worse(best, own, prices) => own.clone(),
        None => search.again(&own.held, &own.values, Way { free: Free::All, fidelity: Fidelity::High, prices: None }),
    };
    rough.iter().map(one).collect()
}

/// The best set without the items it holds with nothing in stock, at the levels it has, unless it is worse without them:
/// a base stock of 0 serves whoever asks first, and an item that is not held is there for the order it was made for.
fn shed(search: &mut Neighbourhood<'_, '_>, best: Candidate) -> Candidate {
    if !best.empty.contains(&true) {
        return best;
    }
    let stocked: Vec<bool> = best.held.iter().zip(&best.empty).map(|(held, empty)| *held && !empty).collect();
    let nothing = vec![false; stocked.len()];
    let way = Way { free: Free::Of(&nothing), fidelity: Fidelity::High, prices: None };
    let less = search.again(&stocked, &best.values, way);
    if best.evaluated.beats(&less.evaluated) { best } else { Candidate { prices: best.prices, ..less } }
}

/// Whether no target is met by a set on the way, or there is none.
fn free_of_targets(search: &Neighbourhood<'_, '_>, own: &Candidate) -> bool {
    search.problem.goal.targets.is_empty() || own.evaluated.violation > 0.0
}

/// The better of a set's known levels and those of an ordinary search that knows nothing of them.
fn anew(search: &mut Neighbourhood<'_, '_>, candidate: &Candidate) -> Candidate {
    let problem = search.problem;
    if problem.progress.is_enough() {
        return candidate.clone();
    }
    let model = problem.model_on("mixed", &candidate.held, Fidelity::Low);
    let settings = problem.settings_on(Fidelity::Low);
    let (values, evaluations) = levels(&model, problem.goal, &settings, problem.progress);
    search.count(evaluations);
    // To climb on all replications takes as long as all that went before: only from levels that are better as they are.
    let nothing = vec![false; candidate.held.len()];
    let own = search.again(
        &candidate.held,
        &values,
        Way { free: Free::Of(&nothing), fidelity: Fidelity::High, prices: None },
    );
    if !own.evaluated.beats(&candidate.evaluated) {
        return candidate.clone();
    }
    search.again(&own.held, &own.values, Way { free: Free::All, fidelity: Fidelity::High, prices: None })
}

/// A set on fresh replications.
fn contender(search: &Neighbourhood<'_, '_>, name: &str, candidate: &Candidate) -> Contender {
    let problem = search.problem;
    let key = free_name(problem.model, name);
    let model = problem.model_of(&key, &candidate.held);
    let best = fresh::best(problem, &model, candidate);
    let names = |which: &[bool]| -> Vec<String> {
        let items = problem.model.items.iter().zip(which).filter(|(_, own)| **own);
        items.map(|(item, _)| item.name.clone()).collect()
    };
    let held = names(&candidate.held);
    let (fresh, services) = fresh::run(&model, &best, (problem.goal, problem.settings));
    Contender {
        name: name.into(),
        key,
        sets: fresh::sets(&model, &held, &best),
        held,
        empty: names(&candidate.empty),
        fresh,
        services,
        best,
    }
}

/// By item that may be held: what holding it saves and costs.
fn reasons(search: &mut Neighbourhood<'_, '_>, best: &Candidate, confidence: &Confidence) -> Vec<Reason> {
    let problem = search.problem;
    let sets = singles(&best.held, &search.may_hold);
    let mut values: Values = search.values.clone();
    values.extend(best.values.iter().map(|(key, value)| (key.clone(), *value)));
    // Service is paid for at its price, where there is one: what is missed or spared is part of what holding saves.
    let nothing = vec![0.0; problem.goal.targets.len()];
    let prices = if best.evaluated.violation > 0.0 || best.prices.is_empty() { nothing } else { best.prices.clone() };
    // Levels near the switch follow it; others stay as they are in the best set.
    let candidate = |set: &Vec<bool>| {
        let near = near(problem.model, &best.held, set);
        problem.candidate(set, &values, Way { free: Free::Of(&near), fidelity: Fidelity::Low, prices: Some(&prices) })
    };
    if problem.progress.is_enough() {
        return sets.iter().map(|set| unknown(problem.model, &best.held, set)).collect();
    }
    let candidates: Vec<Candidate> = threads::map(&sets, candidate);
    candidates.iter().for_each(|candidate| search.count(candidate.evaluations));
    let own = fresh::split(problem, best, None);
    let reason = |candidate: &Candidate| {
        let item = (0..best.held.len()).find(|item| candidate.held[*item] != best.held[*item]).expect("one differs");
        let other = fresh::split(problem, candidate, Some(item));
        fresh::reason(problem, (item, best.held[item]), (&own, &other), &prices, confidence)
    };
    candidates.iter().map(reason).collect()
}

/// An item of which the search has had no time to say why it is held or not.
fn unknown(model: &Model, held: &[bool], set: &[bool]) -> Reason {
    let item = (0..held.len()).find(|item| set[*item] != held[*item]).expect("one differs");
    let [saves, costs, net] = [Estimate::default(); 3];
    let (item, held) = (model.items[item].name.clone(), held[item]);
    Reason { item, held, saves, costs, net, service: Vec::new(), met_otherwise: true }
}

/// A name that no strategy of the scenario has.
fn free_name(model: &Model, name: &str) -> String {
    let taken = |name: &String| model.strategies.iter().any(|strategy| strategy.name == *name);
    let others = (1..).map(|number| if number == 1 { format!("{name}_best") } else { format!("{name}_best{number}") });
    [name.to_string()].into_iter().chain(others).find(|name| !taken(name)).expect("the numbers do not end")
}
