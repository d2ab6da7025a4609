//! From the arguments of a command to an accepted scenario.

use super::args::{ColorWhen, ScenarioArgs};
use super::failure::Failure;
use crate::input::{self, Accepted, Colour, Rejected, RejectedKind};
use crate::present::terminal::Color;

impl ScenarioArgs {
    /// Reads the scenario with everything that was changed on the command line.
    ///
    /// # Errors
    /// All problems of the scenario, an unknown strategy, or a file that cannot be read.
    pub(super) fn read(&self, color: ColorWhen) -> Result<Accepted, Failure> {
        self.read_point(Vec::new(), color)
    }

    /// Reads it with more `--set`s before those of the command line.
    ///
    /// # Errors
    /// As [`ScenarioArgs::read`].
    pub(super) fn read_point(&self, sets: Vec<String>, color: ColorWhen) -> Result<Accepted, Failure> {
        let sets = self.with_own(sets);
        input::read_only(&self.file, &sets, &self.strategies).map_err(|rejected| refusal(&rejected, color))
    }

    /// Reads it with more `--set`s after those of the command line.
    ///
    /// # Errors
    /// As [`ScenarioArgs::read`].
    pub(super) fn read_with(&self, sets: Vec<String>, color: ColorWhen) -> Result<Accepted, Failure> {
        let mut all = self.with_own(Vec::new());
        all.extend(sets);
        input::read_only(&self.file, &all, &self.strategies).map_err(|rejected| refusal(&rejected, color))
    }

    /// Reads it with more axes beside those of `[sweep]`.
    ///
    /// # Errors
    /// As [`ScenarioArgs::read`].
    pub(super) fn read_axes(&self, axes: &[String], color: ColorWhen) -> Result<Accepted, Failure> {
        let sets = self.with_own(Vec::new());
        input::read_axes(&self.file, axes, &sets, &self.strategies).map_err(|rejected| refusal(&rejected, color))
    }

    fn with_own(&self, mut sets: Vec<String>) -> Vec<String> {
        sets.extend_from_slice(&self.set);
        sets.extend(self.replications.map(|number| format!("run.replications={number}")));
        sets.extend(self.seed.map(|seed| format!("run.seed={seed}")));
        sets
    }
}

fn refusal(rejected: &Rejected, color: ColorWhen) -> Failure {
    let colour = match color.on_stderr() {
        Color::Always => Colour::Ansi,
        Color::Never => Colour::Plain,
    };
    let words = rejected.render(colour);
    match rejected.kind {
        RejectedKind::Scenario => Failure::scenario(words.trim_end()),
        RejectedKind::Io => Failure::machine(words.trim_end()),
    }
}
