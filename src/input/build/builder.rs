//! What every part of building a model shares.

use super::names::NameIndex;
use crate::input::keys::root;
use crate::reader::{Cursor, Place, Problems, RawNode, Sources};
use std::collections::BTreeMap;

/// Builds the model of a scenario. Problems go into `Builder::problems`.
pub struct Builder<'a> {
    pub(super) scenario: Cursor<'a>,
    pub(super) sources: &'a Sources,
    pub(super) names: NameIndex<'a>,
    pub(super) problems: Problems,
    /// Held items without a rule, with the strategies that hold them.
    pub(super) ruleless: BTreeMap<(Place, String), Vec<String>>,
}

impl<'a> Builder<'a> {
    /// A builder of a resolved scenario.
    pub fn new(scenario: &'a RawNode, sources: &'a Sources) -> Builder<'a> {
        let scenario = Cursor::top(root(), scenario);
        Builder {
            scenario,
            sources,
            names: NameIndex::new(scenario),
            problems: Problems::default(),
            ruleless: BTreeMap::new(),
        }
    }

    /// What is wrong, at the end.
    pub fn finish(self) -> Problems {
        self.problems
    }
}
