//! What reading a scenario comes to.

use super::beside::Beside;
use super::key_at::key_at;
use super::optimize::Optimize;
use super::origin::Origin;
use super::rejected_kind::RejectedKind;
use super::render::{Colour, render};
use super::sweep::SweepRequest;
use super::traces::KnownRecords;
use crate::model::Model;
use crate::reader::{Place, Problem, Sources};
use crate::results::Finding;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A scenario that was accepted.
#[derive(Clone, Debug)]
pub struct Accepted {
    /// What is simulated.
    pub model: Model,
    /// What is allowed and yet worth a word.
    pub findings: Vec<Finding>,
    /// The scenario with tables, overrides and defaults in it, as canonical TOML: reads back to the same model. Empty where it was read
    /// for its outline.
    pub resolved: String,
    /// SHA-256 of `resolved`, hexadecimal.
    pub hash: String,
    /// `[sweep]` and `--axis`.
    pub sweep: Option<SweepRequest>,
    /// `[optimize]`, defaults filled in.
    pub optimize: Optimize,
    /// Its texts, to read it again with other changes.
    pub(super) origin: Arc<Origin>,
    /// What was read of its records.
    pub(super) known: Arc<KnownRecords>,
}

impl Accepted {
    /// Its text, as it was read.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.origin.text
    }

    /// What messages call its text.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.origin.name
    }

    /// The tables and records that it has read, by the names that it has for them.
    #[must_use]
    pub fn tables(&self) -> &BTreeMap<String, Arc<[u8]>> {
        self.origin.tables.loaded()
    }

    /// What stood beside its text, with its tables: so read again it is the same scenario, and nothing is read from the disk.
    #[must_use]
    pub fn beside(&self) -> Beside {
        let files = self.tables().iter().map(|(name, bytes)| (name.clone(), bytes.to_vec()));
        Beside { files: Some(files.collect()), ..self.origin.beside.clone() }
    }

    /// Names of the strategies, in the order of the scenario.
    #[must_use]
    pub fn strategies(&self) -> Vec<String> {
        self.model.strategies.iter().map(|strategy| strategy.name.clone()).collect()
    }
}

/// A scenario that was refused.
#[derive(Clone, Debug)]
pub struct Rejected {
    /// What was found, by place; the first of many.
    pub problems: Vec<Problem>,
    /// How many more there are.
    pub more: usize,
    /// Whose fault it is.
    pub kind: RejectedKind,
    /// The texts that their places lie in.
    pub(super) sources: Sources,
}

/// A problem with the place that a person would look at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LocatedProblem {
    /// Name of the file, the text or the table, or the key of a change; empty where it is no text's fault.
    pub source: String,
    /// Line, from 1; 0 where there is no source.
    pub line: usize,
    /// Column in characters, from 1; 0 where there is no source.
    pub column: usize,
    /// The key of the scenario that stands there, or that a change changes; empty in a table and where there is none.
    pub key: String,
    /// What is wrong and what was expected.
    pub message: String,
    /// The next step, if one is known.
    pub help: Option<String>,
    /// Other places that belong to it, each with a word as its message.
    pub also: Vec<LocatedProblem>,
}

impl Rejected {
    /// The problems with their places in numbers, for other programs.
    #[must_use]
    pub fn located(&self) -> Vec<LocatedProblem> {
        let one = |problem: &Problem| {
            let also = problem.also.iter().map(|(place, word)| self.at(Some(*place), word));
            let also = also.collect();
            LocatedProblem { help: problem.help.clone(), also, ..self.at(problem.place, &problem.message) }
        };
        self.problems.iter().map(one).collect()
    }

    fn at(&self, place: Option<Place>, message: &str) -> LocatedProblem {
        let message = message.into();
        let Some(place) = place else { return LocatedProblem { message, ..LocatedProblem::default() } };
        let spot = self.sources.spot(place);
        LocatedProblem {
            source: self.sources.get(place.source).name.clone(),
            line: spot.line,
            column: spot.column + 1,
            key: key_at(&self.sources, place),
            message,
            ..LocatedProblem::default()
        }
    }

    /// The problems as text, each with `file:line:column`, the line and a caret.
    #[must_use]
    pub fn render(&self, colour: Colour) -> String {
        render((&self.problems, self.more), &self.sources, colour)
    }
}
