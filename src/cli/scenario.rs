//! From the arguments of a command to an accepted scenario.

use std::io;

use super::args::{ColorWhen, ScenarioArgs};
use super::failure::Failure;
use crate::input::{self, Accepted, Beside, Change, Colour, ReadFor, Rejected, RejectedKind};
use crate::jobs::JobError;
use crate::present::terminal::Color;

impl ScenarioArgs {
    /// Reads the scenario with everything that was changed on the command line.
    ///
    /// # Errors
    /// All problems of the scenario, an unknown strategy, or a file that cannot be read.
    pub(super) fn read(&self, color: ColorWhen) -> Result<Accepted, Failure> {
        self.read_beside(self.beside(), color)
    }

    /// Reads it to be looked at.
    ///
    /// # Errors
    /// As [`ScenarioArgs::read`].
    pub(super) fn read_for_outline(&self, color: ColorWhen) -> Result<Accepted, Failure> {
        self.read_beside(Beside { read_for: ReadFor::Outline, ..self.beside() }, color)
    }

    /// Reads it with more axes beside those of `[sweep]`.
    ///
    /// # Errors
    /// As [`ScenarioArgs::read`].
    pub(super) fn read_axes(&self, axes: &[String], color: ColorWhen) -> Result<Accepted, Failure> {
        self.read_beside(Beside { axes: axes.to_vec(), ..self.beside() }, color)
    }

    /// What is changed in the scenario.
    pub(super) fn beside(&self) -> Beside {
        Beside { changes: self.changes(), strategies: self.strategies.clone(), ..Beside::default() }
    }

    fn read_beside(&self, beside: Beside, color: ColorWhen) -> Result<Accepted, Failure> {
        let accepted = match self.file.as_os_str() == "-" {
            true => input::read_text("stdin", &of_stdin()?, beside),
            false => input::read_with(&self.file, beside),
        };
        accepted.map_err(|rejected| refusal(&rejected, color))
    }

    /// What was asked for, then `--set`, and the flags that are short for one.
    fn changes(&self) -> Vec<Change> {
        let mut changes = self.asked.clone();
        changes.extend(self.set.iter().map(Change::set));
        changes.extend(
            self.replications.map(|number| Change::flag("--replications", format!("run.replications={number}"))),
        );
        changes.extend(self.seed.map(|seed| Change::flag("--seed", format!("run.seed={seed}"))));
        changes
    }
}

/// A scenario that comes through a pipe.
fn of_stdin() -> Result<String, Failure> {
    io::read_to_string(io::stdin()).map_err(|error| match error.kind() {
        io::ErrorKind::InvalidData => Failure::usage("what comes from stdin is not UTF-8 text"),
        _ => Failure::io("cannot read stdin", &error),
    })
}

/// What a job gives, or why it gives nothing in the words of the command line.
///
/// # Errors
/// It gives nothing.
pub(super) fn answered<T>(result: Result<T, JobError>, color: ColorWhen) -> Result<T, Failure> {
    result.map_err(|error| match error {
        JobError::Refused(why) => Failure::usage(why),
        JobError::Rejected(rejected) => refusal(&rejected, color),
        JobError::Stopped => Failure::machine(error.to_string()),
    })
}

/// All problems of a scenario that is refused.
pub(super) fn refusal(rejected: &Rejected, color: ColorWhen) -> Failure {
    let colour = match color.on_stderr() {
        Color::Always => Colour::Ansi,
        Color::Never => Colour::Plain,
    };
    let words = rejected.render(colour);
    match rejected.kind {
        RejectedKind::Scenario => Failure::scenario(words.trim_end()),
        RejectedKind::Io => Failure::unreadable(words.trim_end()),
    }
}
