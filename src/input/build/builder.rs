//! What every part of building a model shares.

use super::names::NameIndex;
use crate::input::keys::root;
use crate::input::traces::Traces;
use crate::reader::{Cursor, Place, Problems, RawNode, Sources};
use crate::results::Finding;
use std::collections::BTreeMap;

/// Builds the model of a scenario. Problems go into `Builder::problems`.
pub struct Builder<'a> {
    pub(super) scenario: Cursor<'a>,
    pub(super) sources: &'a Sources,
    pub(super) names: NameIndex<'a>,
    pub(super) traces: &'a Traces,
    pub(super) problems: Problems,
    /// Classes that records name.
    pub(super) recorded_classes: Vec<String>,
    /// What is right and yet worth a word.
    pub(super) findings: Vec<Finding>,
    /// Held items without a rule, with the strategies that hold them.
    pub(super) ruleless: BTreeMap<(Place, String), Vec<String>>,
    /// Strategies that give streams a promise of their own, whatever the scenario says.
    pub(in crate::input) promises: Promises,
}

/// Whether some strategy sets the promised time of a stream for itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Promises {
    /// None does.
    OfScenario,
    /// One does at least: then a service that asks for promises has a value.
    OfStrategies,
}

impl<'a> Builder<'a> {
    /// A builder of a resolved scenario.
    pub fn new(scenario: &'a RawNode, (sources, traces): (&'a Sources, &'a Traces)) -> Builder<'a> {
        let scenario = Cursor::top(root(), scenario);
        Builder {
            scenario,
            sources,
            names: NameIndex::new(scenario),
            traces,
            problems: Problems::default(),
            recorded_classes: Vec::new(),
            findings: Vec::new(),
            ruleless: BTreeMap::new(),
            promises: Promises::OfScenario,
        }
    }

    /// What is worth a word, at the end.
    pub fn findings(&mut self) -> Vec<Finding> {
        std::mem::take(&mut self.findings)
    }

    /// What is wrong, at the end.
    pub fn finish(self) -> Problems {
        self.problems
    }
}
