//! One set of held items: its strategy, and the best levels for it.

use crate::experiment::optimize::adaptive::blind;
use crate::experiment::optimize::pattern::{Pattern, Standing};
use crate::experiment::optimize::search::scorer;
use crate::experiment::optimize::{Goal, Scores, SearchSettings, Space, Variable, space};
use crate::model::{Model, Stock, StockRule, Strategy, Supply};
use crate::plan::Plan;
use std::collections::BTreeMap;

/// First steps of a number that was not searched before, as a share of its range.
const WIDE: f64 = 0.25;
/// First steps of one that was, as a share of its value.
const CLOSE: i64 = 8;

/// Pairs tried where all levels may move and no single one helps.
const PAIRS_OF_ALL: usize = 8;

/// Values of the numbers searched, by their keys below the strategy.
pub(super) type Values = BTreeMap<String, i64>;

/// What is the same for every set of held items.
pub(super) struct Frame<'m> {
    /// Lean.
    pub model: &'m Model,
    /// Whose allocation and pegging are kept.
    pub strategy: usize,
    pub goal: &'m Goal,
    pub settings: &'m SearchSettings,
    /// By item of the model: the rule it is held by, where it is.
    rules: Vec<Stock>,
}

/// A set of held items with the levels found for it.
#[derive(Clone, Debug)]
pub(super) struct Trial {
    /// By item of the model.
    pub held: Vec<bool>,
    pub values: Values,
    pub standing: Standing,
    pub scores: Scores,
    pub evaluations: u64,
}

/// Which levels may move.
#[derive(Clone, Copy)]
pub(super) enum Free<'f> {
    All,
    /// Those of these items of the model, and of items whose levels were never searched.
    Of(&'f [bool]),
}

impl<'m> Frame<'m> {
    pub fn new(model: &'m Model, strategy: usize, goal: &'m Goal, settings: &'m SearchSettings) -> Frame<'m> {
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
        Frame { model, strategy, goal, settings, rules: (0..model.items.len()).map(rule).collect() }
    }

    /// The model with one strategy, that holds these items.
    pub fn model_of(&self, name: &str, held: &[bool]) -> Model {
        let base = &self.model.strategies[self.strategy];
        let holds = held.iter().zip(&self.rules).map(|(held, rule)| held.then(|| rule.clone())).collect();
        let strategy = Strategy { name: name.into(), holds, variants: Vec::new(), ..base.clone() };
        Model { strategies: vec![strategy], ..self.model.clone() }
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
    pub fn trial(&self, held: &[bool], from: &Values, free: Free<'_>, replications: u32) -> Trial {
        let model = self.model_of("mixed", held);
        let plan = Plan::new(&model, 0);
        let (space, point) = self.space(&model, &plan, from);
        let settings = SearchSettings { replications: Some(replications), ..self.settings.clone() };
        let (mut scorer, _) = scorer(&model, &plan, &space, self.goal, &settings);
        let new = |variable: &Variable| !from.contains_key(&key(variable));
        let step = |(variable, at): (&Variable, &i64)| {
            let wide = ((variable.bounds.1 - variable.bounds.0) as f64 * WIDE) as i64;
            if new(variable) { wide.max(1) } else { (*at / CLOSE).max(1) }
        };
        let steps = space.variables.iter().zip(&point).map(step).collect();
        let moves = |variable: &Variable| match free {
            Free::All => true,
            Free::Of(items) => {
                new(variable) || variable.items.iter().any(|i| items[plan.items[*i as usize].origin.index()])
            }
        };
        let free: Vec<usize> = (0..point.len()).filter(|place| moves(&space.variables[*place])).collect();
        let pairs = if free.len() == point.len() { PAIRS_OF_ALL } else { 0 };
        let mut pattern = Pattern { scorer: scorer.as_mut(), space: &space, goal: self.goal, pairs, evaluations: 0 };
        let peak = pattern.climb_by(&point, steps, &free);
        let evaluations = pattern.evaluations;
        Trial {
            held: held.to_vec(),
            values: space.variables.iter().map(key).zip(peak.point.iter().copied()).collect(),
            standing: peak.standing,
            scores: scorer.score(&peak.point),
            evaluations,
        }
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
