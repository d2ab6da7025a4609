//! What reading a scenario comes to.

use super::optimize::Optimize;
use super::render::{Colour, render};
use super::sweep::Sweep;
use crate::model::Model;
use crate::reader::{Problem, Sources};
use crate::results::Finding;

/// A scenario that was accepted.
#[derive(Clone, Debug)]
pub struct Accepted {
    /// What is simulated.
    pub model: Model,
    /// What is allowed and yet worth a word.
    pub findings: Vec<Finding>,
    /// The scenario with tables, overrides and defaults in it, as canonical TOML: reads back to the same model.
    pub resolved: String,
    /// SHA-256 of `resolved`, hexadecimal.
    pub hash: String,
    /// `[sweep]` and `--axis`.
    pub sweep: Option<Sweep>,
    /// `[optimize]`, defaults filled in.
    pub optimize: Optimize,
}

/// A scenario that was refused.
#[derive(Clone, Debug)]
pub struct Rejected {
    /// Everything found, by place.
    pub problems: Vec<Problem>,
    /// Whose fault it is.
    pub kind: RejectedKind,
    /// The texts that their places lie in.
    pub(super) sources: Sources,
}

/// Whose fault a refusal is: decides the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RejectedKind {
    /// The scenario is wrong: exit code 2.
    Scenario,
    /// A file could not be read: exit code 1.
    Io,
}

impl Rejected {
    /// The problems as text, each with `file:line:column`, the line and a caret.
    #[must_use]
    pub fn render(&self, colour: Colour) -> String {
        render(&self.problems, &self.sources, colour)
    }
}
