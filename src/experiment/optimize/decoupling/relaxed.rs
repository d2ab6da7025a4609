//! What a switch is worth at most, about: a held item with nothing in stock in the place of one that is not held.
//!
//! A base stock of 0 asks for each unit when it is asked for, as an order-driven item does; only whose unit it is differs,
//! where units may overtake each other. So one path with everything held scores the sets beside a set without drawing
//! anything again, near enough to leave those that are worse by far.

use super::candidate::{Candidate, Fidelity, Values};
use super::problem::{CLOSE, DecouplingProblem, WIDE};
use super::switches::switched;
use crate::experiment::optimize::Space;
use crate::experiment::optimize::local_search::LocalSearch;
use crate::experiment::optimize::scorer::surely_above;
use crate::experiment::optimize::search::sample_paths;
use crate::model::StockRule;
use crate::plan::Plan;
use std::collections::BTreeMap;

impl DecouplingProblem<'_> {
    /// Those of the sets beside one that are not surely worse, as far as that can be told with nothing in stock in the place
    /// of not holding; with the points scored. `None` where no path covers it, or a rule is no base stock.
    pub fn hopeful(&self, from: &Candidate, sets: &[Vec<bool>], values: &Values) -> Option<(Vec<Vec<bool>>, u64)> {
        let items = 0..from.held.len();
        let held: Vec<bool> = items.map(|item| from.held[item] || sets.iter().any(|set| set[item])).collect();
        let ruled = |(held, item): (&bool, usize)| !held || matches!(self.rule(item), StockRule::BaseStock { .. });
        if !held.iter().zip(0..).all(ruled) {
            return None;
        }
        let model = self.model_on("mixed", &held, Fidelity::Low);
        let plan = Plan::new(&model, 0);
        let (space, _) = self.space(&model, &plan, &Values::new());
        let mut paths = sample_paths(&model, &plan, &space, self.goal, &self.settings_on(Fidelity::Low)).ok()?;
        let mut search = LocalSearch::new(&mut paths, &space, &self.goal.targets, self.progress);
        search.pay_for_service(&from.prices);
        let own = owners(&plan, &space);
        let start = start(&space, &own, from)?;
        let before = from.at_own_prices(&search.look(&start).scores, self.goal);
        let mut hopeful = Vec::new();
        for set in sets {
            if self.progress.is_enough() {
                break;
            }
            let change = switched(&from.held, set);
            let (mut point, mut free) = (start.clone(), Vec::new());
            let mut steps = vec![1; point.len()];
            for (place, variable) in space.variables.iter().enumerate().filter(|(place, _)| change[own[*place]]) {
                point[place] = variable.bounds.0;
                if set[own[place]] {
                    let wide = (variable.bounds.1 - variable.bounds.0) as f64;
                    let known = values.get(&variable.key()).copied();
                    point[place] = known.unwrap_or((wide / 2.0) as i64).clamp(variable.bounds.0, variable.bounds.1);
                    steps[place] = known.map_or((wide * WIDE) as i64, |known| known / CLOSE).max(1);
                    free.push(place);
                }
            }
            let found = search.refine(&point, steps, free);
            if !surely_above(&from.at_own_prices(&found.scores, self.goal), &before) {
                hopeful.push(set.clone());
            }
        }
        Some((hopeful, search.evaluations()))
    }
}

/// By variable the item of the model it is of.
fn owners(plan: &Plan, space: &Space) -> Vec<usize> {
    space.variables.iter().map(|variable| plan.items[variable.items[0] as usize].origin.index()).collect()
}

/// The levels of a set among those of more held items: nothing of those that it does not hold. `None` where its numbers are
/// others, as where numbers that move together are not the same ones.
fn start(space: &Space, own: &[usize], from: &Candidate) -> Option<Vec<i64>> {
    let mut left: BTreeMap<&String, i64> = from.values.iter().map(|(key, value)| (key, *value)).collect();
    let mut point = Vec::with_capacity(own.len());
    for (variable, item) in space.variables.iter().zip(own) {
        let value = if from.held[*item] { left.remove(&variable.key())? } else { 0 };
        if value < variable.bounds.0 || value > variable.bounds.1 {
            return None;
        }
        point.push(value);
    }
    left.is_empty().then_some(point)
}

#[cfg(test)]
mod tests {
    use super::super::candidate::{Free, Way};
    use super::super::switches::beside;
    use super::*;
    use crate::experiment::optimize::scorer::mean;
    use crate::experiment::optimize::{Goal, Objective, SearchSettings};

    /// A product with a cheap part that is long in coming, and a dear one that is soon there.
    const SCENARIO: &str = r#"
name = "two"
run = { warm_up = 20, horizon = 200, replications = 8 }
items.slow = { holding_cost = 0.1, buy.lead_time = 6 }
items.dear = { holding_cost = 20, buy.lead_time = 0.1 }
items.p = { holding_cost = 25, make.parts = { slow = 1, dear = 1 }, make.time = 0.2 }
demand.p = { arrivals.poisson.rate = 2, backorder_cost = 6 }
[strategies.none]
hold = []
"#;

    #[test]
    fn what_is_dropped_with_nothing_in_stock_is_worse_when_it_is_not_held() {
        let read = crate::input::read_str("two", SCENARIO, &[]);
        let model = read.unwrap_or_else(|rejected| panic!("{:?}", rejected.problems)).model;
        let goal = Goal { objective: Objective::Cost, targets: Vec::new() };
        let settings = SearchSettings::default();
        let silent = crate::experiment::optimize::progress::SearchProgress::silent();
        let problem = DecouplingProblem::new(&model, 0, &goal, &settings, &silent);
        let way = Way { free: Free::All, fidelity: Fidelity::Low, prices: None };
        let (mut dropped, mut kept) = (0, 0);
        for held in [[true, false, false], [false, false, false], [false, false, true]] {
            let from = problem.candidate(&held, &Values::new(), way);
            let sets = beside(&model, &held, &[true; 3]);
            let (hopeful, evaluations) = problem.hopeful(&from, &sets, &from.values).expect("paths cover it");
            assert!(evaluations as usize > sets.len() && hopeful.iter().all(|set| sets.contains(set)));
            // Really switched, plan and all, and all levels searched.
            for set in sets.iter().filter(|set| !hopeful.contains(set)) {
                let really = problem.candidate(set, &from.values, way);
                assert!(mean(&really.evaluated.scores.money) > mean(&from.evaluated.scores.money), "{held:?} {set:?}");
                dropped += 1;
            }
            kept += hopeful.len();
        }
        assert!(dropped >= 3 && kept >= 3, "{dropped} {kept}");
    }
}
