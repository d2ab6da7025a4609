//! The search over sets of held items: what is the same for every set, and the best levels for one.

use super::candidate::{Candidate, Fidelity, Free, Values, Way};
use super::penalty::price_at;
use crate::experiment::optimize::local_search::LocalSearch;
use crate::experiment::optimize::progress::SearchProgress;
use crate::experiment::optimize::search::scorer;
use crate::experiment::optimize::{Goal, SearchSettings, Space, Variable};
use crate::model::{Model, Opening, Stock, StockRule, Strategy, Ticks};
use crate::plan::Plan;
use crate::rules::stock::{self, RuleNumber};

/// The rule of an item that no strategy holds, until its level is searched.
const NO_STOCK: StockRule = StockRule::BaseStock { level: 0 };

/// First steps of a number that was not searched before, as a share of its range.
pub(super) const WIDE: f64 = 0.25;
/// First steps of one that was, as a share of its value: on the way, and from there.
pub(super) const CLOSE: i64 = 8;
const CLOSER: i64 = 32;
/// On the way: replications, and orders in all of them that are enough to tell sets apart.
const ROUGHLY: u32 = 8;
const ENOUGH_ORDERS: f64 = 20_000.0;
/// Their windows are so long at least, relative to the warm-up that each of them costs too.
const SHORTEST: f64 = 0.5;

/// What is the same for every set of held items.
pub(super) struct DecouplingProblem<'m> {
    /// Lean.
    pub model: &'m Model,
    /// Whose allocation and pegging are kept.
    pub strategy: usize,
    pub goal: &'m Goal,
    pub settings: &'m SearchSettings,
    /// By item of the model: the rule it is held by, where it is.
    rules: Vec<Stock>,
    /// Replications and length of the window on the way, and all search replications.
    low: (u32, Ticks),
    high: u32,
    /// Is told how many points were scored.
    pub progress: &'m SearchProgress<'m>,
}

impl<'m> DecouplingProblem<'m> {
    pub fn new(
        model: &'m Model,
        strategy: usize,
        goal: &'m Goal,
        settings: &'m SearchSettings,
        progress: &'m SearchProgress<'m>,
    ) -> DecouplingProblem<'m> {
        let rule = |item: usize| {
            let own = model.strategies[strategy].holds[item].as_ref().or(model.items[item].stock.as_ref());
            let any = || model.strategies.iter().find_map(|strategy| strategy.holds[item].as_ref());
            let named = own.or_else(any).cloned();
            let stock = named.unwrap_or(Stock {
                rush: None,
                rule: NO_STOCK,
                review: None,
                initial: None,
                reserve: Vec::new(),
                opening: Opening::default(),
            });
            // What it would be sized to is searched.
            if stock::is_sized(&stock.rule) { Stock { rule: NO_STOCK, ..stock } } else { stock }
        };
        let high = settings.count(model);
        let rules = (0..model.items.len()).map(rule).collect();
        let low = on_the_way(model, high);
        DecouplingProblem { model, strategy, goal, settings, rules, low, high, progress }
    }

    /// Search replications.
    pub fn replications(&self, fidelity: Fidelity) -> u32 {
        match fidelity {
            Fidelity::Low => self.low.0,
            Fidelity::High => self.high,
        }
    }

    /// Length of the window of a search replication, time units.
    pub fn window(&self, fidelity: Fidelity) -> f64 {
        match fidelity {
            Fidelity::Low => self.low.1.units(),
            Fidelity::High => self.model.run.horizon.units(),
        }
    }

    /// Whether the way is as deep as the last steps.
    pub fn is_flat(&self) -> bool {
        self.low == (self.high, self.model.run.horizon)
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
            model.run.horizon = self.low.1;
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
        let space = self.settings.space(model, plan);
        let mut point = middle(&space);
        let guess = point.clone();
        for (variable, at) in space.variables.iter().zip(&mut point) {
            if let Some(value) = values.get(&variable.key()) {
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
        let settings = self.settings_on(way.fidelity);
        let mut scorer = scorer(&model, &plan, &space, self.goal, &settings);
        let mut search = LocalSearch::new(scorer.as_mut(), &space, &self.goal.targets, self.progress);
        let new = |variable: &Variable| !from.contains_key(&variable.key());
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
        let all_free = free.len() == point.len();
        if let Some(prices) = way.prices {
            search.pay_for_service(prices);
        }
        let point = search.refine(&point, steps, free).point;
        search.meet_targets();
        let evaluated = search.look(&point);
        let mut prices = Vec::new();
        if way.prices.is_none() && !self.goal.targets.is_empty() && all_free {
            let units = search.marginal_values(&evaluated);
            let targets = self.goal.targets.iter().enumerate();
            prices = targets.map(|(place, target)| price_at(target, place, &evaluated.scores, &units)).collect();
        }
        let mut empty = held.to_vec();
        let stocked = |(variable, value): &(&Variable, &i64)| **value > 0 || variable.number != RuleNumber::Level;
        let stocked = space.variables.iter().zip(&point).filter(stocked);
        stocked.flat_map(|(variable, _)| &variable.items).for_each(|item| empty[of(item)] = false);
        Candidate {
            held: held.to_vec(),
            values: space.variables.iter().map(Variable::key).zip(point).collect(),
            evaluated,
            empty,
            prices,
            evaluations: search.evaluations(),
        }
    }
}

/// A point half way between the bounds of every number, minima below their maxima.
fn middle(space: &Space) -> Vec<i64> {
    let mut point: Vec<i64> =
        space.variables.iter().map(|v| v.bounds.0 + ((v.bounds.1 - v.bounds.0) as f64 / 2.0).round() as i64).collect();
    for (place, pair) in space.variables.windows(2).enumerate() {
        if let [min, max] = pair
            && (min.number, max.number) == (RuleNumber::Min, RuleNumber::Max)
        {
            let (low, high) = min.bounds;
            point[place] = (low + ((high - low) as f64 / 4.0).round() as i64).min(max.bounds.1 - 1);
            point[place + 1] = point[place + 1].max(point[place] + 1);
        }
    }
    point
}

/// Replications and the length of their window that hold enough orders to tell sets apart; all search replications where
/// they hold no more.
fn on_the_way(model: &Model, high: u32) -> (u32, Ticks) {
    let rate: f64 = model.demands.iter().map(|demand| demand.order_rate()).sum();
    let (warm_up, horizon) = (model.run.warm_up.units(), model.run.horizon.units());
    let window = (ENOUGH_ORDERS / f64::from(ROUGHLY) / rate).max(SHORTEST * warm_up);
    let window = (if window > 10.0 { window.ceil() } else { window }).min(horizon);
    let count = ((ENOUGH_ORDERS / window / rate).ceil() as u32).max(ROUGHLY);
    if f64::from(count) * (warm_up + window) < f64::from(high) * (warm_up + horizon) {
        (count, Ticks::from_units(window))
    } else {
        (high, model.run.horizon)
    }
}
