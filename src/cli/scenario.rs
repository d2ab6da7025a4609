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
        self.read_point(&[], color)
    }

    /// Reads it at a point of a design: what the point sets stands before the `--set`s of the command line.
    ///
    /// # Errors
    /// As [`ScenarioArgs::read`].
    pub(super) fn read_point(&self, point: &[String], color: ColorWhen) -> Result<Accepted, Failure> {
        let sets = self.own_sets();
        input::read_point(&self.file, point, &sets, &self.strategies).map_err(|rejected| refusal(&rejected, color))
    }

    /// Reads it with more `--set`s after those of the command line.
    ///
    /// # Errors
    /// As [`ScenarioArgs::read`].
    pub(super) fn read_with(&self, sets: Vec<String>, color: ColorWhen) -> Result<Accepted, Failure> {
        let mut all = self.own_sets();
        all.extend(sets);
        input::read_only(&self.file, &all, &self.strategies).map_err(|rejected| refusal(&rejected, color))
    }

    /// Reads it with more axes beside those of `[sweep]`.
    ///
    /// # Errors
    /// As [`ScenarioArgs::read`].
    pub(super) fn read_axes(&self, axes: &[String], color: ColorWhen) -> Result<Accepted, Failure> {
        let sets = self.own_sets();
        input::read_axes(&self.file, axes, &sets, &self.strategies).map_err(|rejected| refusal(&rejected, color))
    }

    /// `--set`, and the flags that are short for one.
    pub(super) fn own_sets(&self) -> Vec<String> {
        let mut sets = self.set.clone();
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
