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
