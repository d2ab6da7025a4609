//! `run`: every strategy on the same customers, compared, written, and summed up.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::args::{ColorWhen, RunArgs, ScenarioArgs};
use super::failure::Failure;
use super::optimize::at_best;
use super::progress::{Audience, Progress};
use super::results::write;
use crate::experiment::{self, NotCovered, Provenance, Raw, RunOptions, Setup};
use crate::input::Accepted;
use crate::present::{self, Charts, WriteOptions, terminal};
use crate::results::{Search, Tables};

/// At which stock levels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Levels {
    /// Those of the scenario.
    AsTheyAre,
    /// The best of every strategy: `--at-best`.
    Best,
}

/// Simulates a scenario, writes the result folder, and prints tables and verdict (or one JSON object).
///
/// # Errors
/// The scenario is refused, the folder is refused, or reading or writing failed.
pub fn run(scenario: &ScenarioArgs, levels: Levels, args: &RunArgs, color: ColorWhen) -> Result<(), Failure> {
    if levels == Levels::Best {
        return at_best(scenario, args, color);
    }
    let accepted = scenario.read(color)?;
    let out = args.out.clone().unwrap_or_else(|| default_folder(&accepted.model.name));
    present::check_folder(&out)?;
    let audience = Audience::of_stderr(args.quiet);
    let tables = simulate(accepted, args, None, audience)?;
    finish(&out, &tables, args, audience, color)
}

/// Runs every strategy × replication and makes the tables.
pub(super) fn simulate(
    accepted: Accepted,
    args: &RunArgs,
    search: Option<Search>,
    audience: Audience,
) -> Result<Tables, Failure> {
    let setup = Setup::new(&accepted.model, args.engine.into()).map_err(|not| {
        let NotCovered { strategy, reason } = not;
        Failure::usage(format!("--engine path does not cover strategy {strategy}: {reason}"))
    })?;
    let progress = Progress::begin(audience);
    let options = RunOptions { threads: args.threads.map_or(0, |threads| threads as usize) };
    let outcome = setup.run(&options, &progress);
    progress.end();

    let orders = if accepted.model.report.orders { experiment::orders(&accepted.model) } else { Vec::new() };
    let raw = if args.full { Raw::Everything } else { Raw::Fitting };
    let provenance = Provenance {
        scenario_hash: accepted.hash,
        resolved: accepted.resolved,
        findings: accepted.findings,
        engines: outcome.engines,
        orders,
        raw,
        search,
    };
    Ok(experiment::tables(&accepted.model, &outcome.layouts, &outcome.records, provenance))
}

/// Writes the folder and prints what it comes to.
pub(super) fn finish(
    out: &Path,
    tables: &Tables,
    args: &RunArgs,
    audience: Audience,
    color: ColorWhen,
) -> Result<(), Failure> {
    write(out, tables, &args.write_options(), audience)?;
    let words = if args.json { terminal::json(tables) } else { terminal::summary(tables, color.on_stdout(), width()) };
    Ok(writeln!(io::stdout(), "{}", words.trim_end())?)
}

/// Characters in a line of the terminal; none when stdout is a file or a pipe.
pub(super) fn width() -> Option<usize> {
    terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| usize::from(width.0))
}

pub(super) fn default_folder(scenario: &str) -> PathBuf {
    Path::new("output").join(present::folder_name(scenario))
}

impl RunArgs {
    fn write_options(&self) -> WriteOptions {
        WriteOptions { formats: self.formats.iter().copied().collect(), charts: self.charts() }
    }

    pub(super) fn charts(&self) -> Charts {
        if self.no_charts { Charts::Skip } else { Charts::Draw }
    }
}
