//! Checked tree → [`Model`]: references, derivations, and the checks that need more than one key.

mod demand;
mod items;
mod names;
mod network;
mod optimize;
mod settings;
mod stock;
mod stopping;
mod strategies;

use super::cursor::Cursor;
use super::place::{Place, Sources};
use super::problem::{Problem, Problems};
use super::tree::Node;
use crate::model::{Model, RunSettings, TimeUnit};
use names::Names;
pub use network::{demanded, uses};
pub use settings::label;
use std::collections::BTreeMap;

/// Builds the model of a scenario. Problems go into `Builder::problems`.
pub struct Builder<'a> {
    scenario: Cursor<'a>,
    sources: &'a Sources,
    names: Names<'a>,
    problems: Problems,
    /// Held items without a rule, with the strategies that hold them.
    ruleless: BTreeMap<(Place, String), Vec<String>>,
}

impl<'a> Builder<'a> {
    /// A builder of a resolved scenario.
    pub fn new(scenario: &'a Node, sources: &'a Sources) -> Builder<'a> {
        let scenario = Cursor::top(scenario);
        Builder {
            scenario,
            sources,
            names: Names::new(scenario),
            problems: Problems::default(),
            ruleless: BTreeMap::new(),
        }
    }

    /// The model; it is a model only if no problem was found here or before.
    pub fn model(&mut self) -> Model {
        let suppliers = items::suppliers(self.scenario);
        let stations = items::stations(self.scenario);
        let mut items = self.items(&suppliers);
        if items.is_empty() {
            let problem = Problem::new(self.scenario.at("items").place, "no item: a scenario needs at least one");
            self.problems.add(problem.help("for example `[items.NAME]` with `cost = 10`"));
        }
        let demands = self.demands();
        self.network(&mut items, &demands);
        let strategies = self.strategies(&items);
        let at = self.scenario;
        let name = at.at("name");
        if name.is_given() && name.text().trim().is_empty() {
            self.problems.at(name.value_place(), "`name` is empty");
        }
        let unit = at.at("time_unit").text();
        let time_unit =
            TimeUnit::ALL.into_iter().find(|(word, _)| *word == unit).map_or(TimeUnit::Day, |(_, unit)| unit);
        let report = self.report();
        let stopping = self.stopping(&report, &items);
        Model {
            name: name.text().into(),
            question: at.at("question").text().into(),
            time_unit,
            currency: at.at("currency").text().into(),
            run: RunSettings { stopping, ..self.run() },
            report,
            items,
            suppliers,
            stations,
            demands,
            strategies,
        }
    }

    /// What is wrong, at the end.
    pub fn finish(self) -> Problems {
        self.problems
    }
}
