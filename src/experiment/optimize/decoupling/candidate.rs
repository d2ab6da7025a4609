//! One set of held items: its strategy, and the best levels for it.

use super::counted::Counted;
use super::priced::{Priced, price, priced};
use crate::experiment::optimize::adaptive::blind;
use crate::experiment::optimize::pattern::{Pattern, Peak, Standing, singles};
use crate::experiment::optimize::search::scorer;
use crate::experiment::optimize::{
    Goal, Number, OneUnit, Scorer, Scores, SearchProgress, SearchSettings, Space, Variable, space,
};
use crate::model::{Model, Stock, StockRule, Strategy, Supply, Ticks};
use crate::plan::Plan;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};

/// First steps of a number that was not searched before, as a share of its range.
pub(super) const WIDE: f64 = 0.25;
/// First steps of one that was, as a share of its value: on the way, and from there.
pub(super) const CLOSE: i64 = 8;
const CLOSER: i64 = 32;
/// Pairs tried where all levels may move and no single one helps.
const PAIRS_OF_ALL: usize = 8;
/// On the way: replications, and orders in all of them that are enough to tell sets apart.
const ROUGHLY: u32 = 8;
const ENOUGH_ORDERS: f64 = 20_000.0;
/// Their windows are so long at least, relative to the warm-up that each of them costs too.
const SHORTEST: f64 = 0.5;

/// Values of the numbers searched, by their keys below the strategy.
pub(super) type Values = BTreeMap<String, i64>;

/// On what sets are judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fidelity {
    /// On the way: few replications, and short ones.
    Low,
    /// The search replications.
    High,
}

/// What is the same for every set of held items.
pub(super) struct Problem<'m> {
    /// Lean.
    pub model: &'m Model,
    /// Whose allocation and pegging are kept.
    pub strategy: usize,
    pub goal: &'m Goal,
    pub settings: &'m SearchSettings,
    /// By item of the model: the rule it is held by, where it is.
    rules: Vec<Stock>,
    /// Replications and length of the window on the way, and all search replications.
    rough: (u32, Ticks),
    full: u32,
    /// Is told how many points were scored.
    progress: &'m SearchProgress<'m>,
    scored: AtomicU64,
}

/// A set of held items with the levels found for it.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    /// By item of the model.
    pub held: Vec<bool>,
    pub values: Values,
    pub standing: Standing,
    pub scores: Scores,
    /// By item of the model: whether it is held with nothing in stock.
    pub empty: Vec<bool>,
    /// By target, where all levels moved: what the next unit of its service costs.
    pub prices: Vec<f64>,
    pub evaluations: u64,
}

impl Candidate {
    /// Money by replication, service at these prices.
    pub fn worth(&self, goal: &Goal, prices: &[f64]) -> Vec<f64> {
        priced(&self.scores, goal, prices)
    }

    /// The same of other scores, at this set's prices.
    pub fn priced(&self, scores: &Scores, goal: &Goal) -> Vec<f64> {
        priced(scores, goal, &self.prices)
    }
}

/// Which levels may move.
#[derive(Clone, Copy)]
pub(super) enum Free<'f> {
    All,
    /// Those of these items of the model, and of items whose levels were never searched.
    Of(&'f [bool]),
}

/// How the levels of a set are searched.
#[derive(Clone, Copy)]
pub(super) struct Way<'f> {
    pub free: Free<'f>,
    pub fidelity: Fidelity,
    /// By target: what its service is worth; `None` where the targets are to be met.
    pub prices: Option<&'f [f64]>,
}

impl<'m> Problem<'m> {
    pub fn new(
        model: &'m Model,
        strategy: usize,
        goal: &'m Goal,
        settings: &'m SearchSettings,
        progress: &'m SearchProgress<'m>,
    ) -> Problem<'m> {
        let rule = |item: usize| {
            let own = model.strategies[strategy].holds[item].as_ref().or(model.items[item].stock.as_ref());
            let any = || model.strategies.iter().find_map(|strategy| strategy.holds[item].as_ref());
            let named = own.or_else(any).cloned();
            match named.unwrap_or(Stock { rule: StockRule::BaseStock { level: 0 }, review: None, initial: None }) {
                // What it would be sized to is searched.
                Stock { rule: StockRule::FillRate { .. }, review, initial } => {
                    Stock { rule: StockRule::BaseStock { level: 0 }, review, initial }
                }
                stock => stock,
            }
        };
        let full = settings.count(model);
        let rules = (0..model.items.len()).map(rule).collect();
        let (rough, scored) = (on_the_way(model, full), AtomicU64::new(0));
        Problem { model, strategy, goal, settings, rules, rough, full, progress, scored }
    }

    /// So many points more were scored, or are about to be.
    pub fn tell(&self, points: u64) {
        (self.progress)(self.scored.fetch_add(points, Ordering::Relaxed) + points);
    }

    /// Search replications.
    pub fn replications(&self, fidelity: Fidelity) -> u32 {
        match fidelity {
            Fidelity::Low => self.rough.0,
            Fidelity::High => self.full,
        }
    }

    /// Length of the window of a search replication, time units.
    pub fn window(&self, fidelity: Fidelity) -> f64 {
        match fidelity {
            Fidelity::Low => self.rough.1.units(),
            Fidelity::High => self.model.run.horizon.units(),
        }
    }

    /// Whether the way is as deep as the last steps.
    pub fn is_flat(&self) -> bool {
        self.rough == (self.full, self.model.run.horizon)
    }

    /// The model with one strategy, that holds these items.
    pub fn model_of(&self, name: &str, held: &[bool]) -> Model {
        let base = &self.model.strategies[self.strategy];
        let holds = held.iter().zip(&self.rules).map(|(held, rule)| held.then(|| rule.clone())).collect();
        let strategy = Strategy { name: name.into(), holds, variants: Vec::new(), ..base.clone() };
        Model { strategies: vec![strategy], ..self.model.clone() }
    }

    /// The same to be judged on these replications.
    pub fn model_on(&self, name: &str, held: &[bool], fidelity: Fidelity) -> Model {
        let mut model = self.model_of(name, held);
        if fidelity == Fidelity::Low {
            model.run.horizon = self.rough.1;
        }
        model
    }

    /// How to search on these replications.
    pub fn settings_on(&self, fidelity: Fidelity) -> SearchSettings {
        SearchSettings { replications: Some(self.replications(fidelity)), ..self.settings.clone() }
    }

    /// The rule an item is held by.
    pub fn rule(&self, item: usize) -> &StockRule {
        &self.rules[item].rule
    }

    /// The numbers of a set of held items, and where they stand at these values: known ones there, others blind.
    pub fn space(&self, model: &Model, plan: &Plan, values: &Values) -> (Space, Vec<i64>) {
        let space = space(model, plan, &self.settings.limits);
        let mut point = blind(&space, 0.5);
        let guess = point.clone();
        for (variable, at) in space.variables.iter().zip(&mut point) {
            if let Some(value) = values.get(&key(variable)) {
                *at = (*value).clamp(variable.bounds.0, variable.bounds.1);
            }
        }
        let point = if space.admits(&point) { point } else { guess };
        (space, point)
    }

    /// The levels for a set of held items, from values known so far.
    pub fn candidate(&self, held: &[bool], from: &Values, way: Way<'_>) -> Candidate {
        let model = self.model_on("mixed", held, way.fidelity);
        let plan = Plan::new(&model, 0);
        let (space, point) = self.space(&model, &plan, from);
        let (mut scorer, _) = scorer(&model, &plan, &space, self.goal, &self.settings_on(way.fidelity));
        let mut scorer = Counted { scorer: scorer.as_mut(), problem: self };
        let new = |variable: &Variable| !from.contains_key(&key(variable));
        let step = |(variable, at): (&Variable, &i64)| {
            let wide = ((variable.bounds.1 - variable.bounds.0) as f64 * WIDE) as i64;
            let share = if way.fidelity == Fidelity::High { CLOSER } else { CLOSE };
            if new(variable) { wide.max(1) } else { (*at / share).max(1) }
        };
        let steps = space.variables.iter().zip(&point).map(step).collect();
        let of = |item: &u32| plan.items[*item as usize].origin.index();
        let moves = |variable: &Variable| match way.free {
            Free::All => true,
            Free::Of(items) => new(variable) || variable.items.iter().any(|item| items[of(item)]),
        };
        let free: Vec<usize> = (0..point.len()).filter(|place| moves(&space.variables[*place])).collect();
        let (peak, mut evaluations) = match way.prices {
            Some(prices) => priced_climb(&mut scorer, &space, self.goal, (&point, steps), &free, prices),
            None => local_search(&mut scorer, &space, self.goal, (&point, steps), &free),
        };
        let scores = scorer.score(&peak.point);
        let mut prices = Vec::new();
        if way.prices.is_none() && !self.goal.targets.is_empty() && free.len() == point.len() {
            prices = self.prices(&mut scorer, &space, &peak.point, &scores);
            evaluations += 2 * point.len() as u64;
        }
        let mut empty = held.to_vec();
        let stocked = |(variable, value): &(&Variable, &i64)| **value > 0 || variable.number != Number::BaseStock;
        let stocked = space.variables.iter().zip(&peak.point).filter(stocked);
        stocked.flat_map(|(variable, _)| &variable.items).for_each(|item| empty[of(item)] = false);
        Candidate {
            held: held.to_vec(),
            values: space.variables.iter().map(key).zip(peak.point.iter().copied()).collect(),
            standing: Standing::of(&scores, self.goal),
            scores,
            empty,
            prices,
            evaluations,
        }
    }

    /// What the next unit of each target's service costs at a point.
    fn prices(&self, scorer: &mut dyn Scorer, space: &Space, point: &[i64], scores: &Scores) -> Vec<f64> {
        let all: Vec<usize> = (0..point.len()).collect();
        let changes = singles(space, point, &vec![1; point.len()], &all);
        let found = scorer.score_changes(point, &changes);
        let nexts: Vec<OneUnit> = found.iter().map(|found| OneUnit::of(scores, found)).collect();
        let targets = self.goal.targets.iter().enumerate();
        targets.map(|(place, target)| price(target, place, scores, &nexts)).collect()
    }
}

/// From a point with first steps to a local optimum, moving only the variables that are free; with the points scored.
fn local_search(
    scorer: &mut dyn Scorer,
    space: &Space,
    goal: &Goal,
    (point, steps): (&[i64], Vec<i64>),
    free: &[usize],
) -> (Peak, u64) {
    let pairs = if free.len() == point.len() { PAIRS_OF_ALL } else { 0 };
    let mut pattern = Pattern { scorer, space, goal, pairs, evaluations: 0 };
    let peak = pattern.climb_by(point, steps, free);
    (peak, pattern.evaluations)
}

/// The same with service paid for in the place of targets.
pub(super) fn priced_climb(
    scorer: &mut dyn Scorer,
    space: &Space,
    goal: &Goal,
    from: (&[i64], Vec<i64>),
    free: &[usize],
    prices: &[f64],
) -> (Peak, u64) {
    let bare = Goal { objective: goal.objective, targets: Vec::new() };
    let mut priced = Priced { scorer, goal, prices };
    local_search(&mut priced, space, &bare, from, free)
}

/// Replications and the length of their window that hold enough orders to tell sets apart; all search replications where
/// they hold no more.
fn on_the_way(model: &Model, full: u32) -> (u32, Ticks) {
    let rate: f64 = model.demands.iter().map(|demand| 1.0 / demand.gaps.mean()).sum();
    let (warm_up, horizon) = (model.run.warm_up.units(), model.run.horizon.units());
    let window = (ENOUGH_ORDERS / f64::from(ROUGHLY) / rate).max(SHORTEST * warm_up);
    let window = (if window > 10.0 { window.ceil() } else { window }).min(horizon);
    let count = ((ENOUGH_ORDERS / window / rate).ceil() as u32).max(ROUGHLY);
    if f64::from(count) * (warm_up + window) < f64::from(full) * (warm_up + horizon) {
        (count, Ticks::from_units(window))
    } else {
        (full, model.run.horizon)
    }
}

/// A variable by the keys it sets.
pub(super) fn key(variable: &Variable) -> String {
    variable.keys.join(" ")
}

/// Items an item is made of, every choice included.
pub(super) fn parts(model: &Model, item: usize) -> Vec<usize> {
    let Supply::Make(make) = &model.items[item].supply else { return Vec::new() };
    let lines = make.parts.iter().chain(&make.optional).map(|line| line.item.index());
    let choices = make.families.iter().flat_map(|family| family.choices.iter().map(|choice| choice.item.index()));
    let mut parts: Vec<usize> = lines.chain(choices).collect();
    parts.sort_unstable();
    parts.dedup();
    parts
}
