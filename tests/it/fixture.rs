//! A scenario that tests simulate: run it and read measures, or the delivery of every single order.

use pushpull::collect::Runner;
use pushpull::engine::{Observer, Order, Replenishment, Simulator};
use pushpull::input::{self, Colour};
use pushpull::model::{Model, TICKS_PER_UNIT};
use pushpull::plan::Plan;
use pushpull::record::{Layout, RunRecord};
use pushpull::verify::Formula;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// A model with a plan per strategy.
pub struct Fixture {
    pub model: Model,
    plans: Vec<Plan>,
    /// By strategy, once they were asked for.
    recorded: Vec<OnceLock<Vec<Run>>>,
}

/// One replication of one strategy.
#[derive(Clone)]
pub struct Run {
    pub layout: Layout,
    pub record: RunRecord,
}

/// Response in ticks by (demand, number of the order), over orders placed in the window.
pub type Responses = BTreeMap<(u32, u64), i64>;

impl Fixture {
    /// The scenario of a text with settings on top.
    pub fn new(text: &str, sets: &[&str]) -> Fixture {
        let sets: Vec<String> = sets.iter().map(ToString::to_string).collect();
        let accepted = input::read_str("fixture", text, &sets);
        Fixture::of(accepted.unwrap_or_else(|rejected| panic!("{}", rejected.render(Colour::Plain))).model)
    }

    pub fn of(model: Model) -> Fixture {
        let plans: Vec<Plan> = (0..model.strategies.len()).map(|strategy| Plan::new(&model, strategy)).collect();
        let recorded = vec![OnceLock::new(); plans.len()];
        Fixture { model, plans, recorded }
    }

    pub fn strategies(&self) -> impl Iterator<Item = &str> {
        self.model.strategies.iter().map(|strategy| strategy.name.as_str())
    }

    pub fn plan(&self, strategy: &str) -> &Plan {
        &self.plans[self.place(strategy)]
    }

    fn place(&self, strategy: &str) -> usize {
        self.strategies().position(|name| name == strategy).expect("a strategy of the scenario")
    }

    /// A fresh runner's record.
    pub fn run(&self, strategy: &str, replication: u32) -> Run {
        let plan = self.plan(strategy);
        let mut runner = Runner::new(&self.model, plan);
        let record = runner.run(&plan.levels(), replication);
        Run { layout: runner.layout().clone(), record }
    }

    /// The records of all replications, from one runner.
    pub fn runs(&self, strategy: &str) -> Vec<Run> {
        let plan = self.plan(strategy);
        let mut runner = Runner::new(&self.model, plan);
        let replications = 0..self.model.run.replications;
        replications
            .map(|replication| {
                let record = runner.run(&plan.levels(), replication);
                Run { layout: runner.layout().clone(), record }
            })
            .collect()
    }

    /// The same, simulated once however often they are asked for.
    pub fn recorded(&self, strategy: &str) -> &[Run] {
        self.recorded[self.place(strategy)].get_or_init(|| self.runs(strategy))
    }

    /// When every order of the window was delivered.
    pub fn responses(&self, strategy: &str, replication: u32) -> Responses {
        let plan = self.plan(strategy);
        let mut heard = Deliveries { window: plan.warm_up..plan.end, responses: Responses::new() };
        Simulator::new(plan).run(&plan.levels(), replication, &[], &mut heard);
        heard.responses
    }
}

/// What a strategy released, in the first replication: (item, time, units) in order of release.
pub fn releases(bench: &Fixture, strategy: &str) -> Vec<(String, f64, i64)> {
    let plan = bench.plan(strategy);
    let mut heard = Releases(Vec::new());
    Simulator::new(plan).run(&plan.levels(), 0, &[], &mut heard);
    let inside = heard.0.into_iter().filter(|release| release.released < plan.end);
    inside
        .map(|r| (plan.items[r.item as usize].name.clone(), r.released as f64 / TICKS_PER_UNIT as f64, r.units))
        .collect()
}

struct Releases(Vec<Replenishment>);

impl Observer for Releases {
    fn released(&mut self, _now: i64, replenishment: Replenishment) {
        self.0.push(replenishment);
    }
}

struct Deliveries {
    window: std::ops::Range<i64>,
    responses: Responses,
}

impl Observer for Deliveries {
    fn completed(&mut self, _now: i64, order: &Order, _blocking: &[u32]) {
        if self.window.contains(&order.placed) {
            self.responses.insert((order.demand, order.number), order.delivered - order.placed);
        }
    }
}

impl Run {
    /// The value of a formula such as `on_hand_mean(item a) + committed_mean(item a)`; NaN when there is nothing to judge.
    pub fn value(&self, formula: &str) -> f64 {
        let formula = Formula::parse(formula).unwrap_or_else(|error| panic!("{}", error.0));
        let places = formula.resolve(&["one".into()], &[&self.layout]).unwrap_or_else(|error| panic!("{}", error.0));
        formula.evaluate(places.iter().map(|(_, place)| self.record.values[place.value]))
    }

    /// Every value by (kind, entity, measure), NaN as its bits, so that equality is to the last bit.
    pub fn bits(&self) -> BTreeMap<String, u64> {
        let entries = self.layout.values.iter().zip(&self.record.values);
        entries
            .map(|(entry, value)| {
                let key = format!("{} {} {}", entry.entity.kind.word(), entry.entity.name, entry.column.id());
                (key, if value.is_nan() { u64::MAX } else { value.to_bits() })
            })
            .collect()
    }
}

/// Runs one strategy of a scenario once and compares measures with what was worked out by hand.
pub fn by_hand(text: &str, strategy: &str, expected: &[(&str, f64)]) {
    let run = Fixture::new(text, &[]).run(strategy, 0);
    assert_eq!(run.record.residual, 0.0, "{strategy}: Little's law");
    let wrong: Vec<String> = expected
        .iter()
        .map(|(formula, value)| (formula, *value, run.value(formula)))
        .filter(|(_, value, found)| if value.is_nan() { !found.is_nan() } else { !close(*found, *value) })
        .map(|(formula, value, found)| format!("{formula} is {found}, not {value}"))
        .collect();
    assert!(wrong.is_empty(), "{strategy}:\n{}\n{text}", wrong.join("\n"));
}

/// That no unit is missing, and every order is delivered or lost, or gone as these measures (rates of the system) say.
pub fn every_order_ends(bench: &Fixture, gone: &[&str]) {
    for strategy in bench.strategies() {
        for run in bench.runs(strategy) {
            assert!(run.record.residual < 1e-9, "{strategy}: residual {}", run.record.residual);
            let value = |measure: &str| run.value(&format!("{measure}(system)"));
            let gone: f64 = gone.iter().map(|rate| value(rate)).sum();
            let placed = value("orders_placed");
            let judged = value("orders_delivered") + value("orders_lost") + gone * placed;
            assert!(close(judged, placed), "{strategy}: {judged} judged of {placed}");
        }
    }
}

/// Mean and standard error.
pub fn estimate(values: &[f64]) -> (f64, f64) {
    let confidence = pushpull::stats::Confidence::new(0.95, values.len() as u32);
    let estimate = pushpull::stats::Estimate::of(values, &confidence);
    (estimate.mean.expect("values"), estimate.se.expect("two values"))
}

/// Whether `found` is `expected` to rounding.
pub fn close(found: f64, expected: f64) -> bool {
    (found - expected).abs() <= 1e-9 * expected.abs().max(1.0)
}
