//! `run`: every strategy on the same customers, compared, written, and summed up.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::args::{ColorWhen, RunArgs, ScenarioArgs};
use super::failure::Failure;
use super::optimize::at_best;
use super::progress::{Audience, Progress};
use super::results::write;
use super::resume::{self, Finished};
use crate::experiment::optimize::{Best, Goal};
use crate::experiment::{self, Extent, Provenance, Raw, RunOptions, Setup, Stopped};
use crate::input::Accepted;
use crate::journal::{self, Shelf};
use crate::model::Model;
use crate::present::{self, Charts, WriteOptions, terminal};
use crate::results::{LevelRow, Search, Tables};

/// At which stock levels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Levels {
    /// Those of the scenario.
    AsTheyAre,
    /// The best of every strategy: `--at-best`.
    Best,
}

/// Bytes of records that every result folder keeps, at most; beyond, `--full` does.
const MOST_RECORDS: usize = 4 << 20;

/// Simulates a scenario, writes the result folder, and prints tables and verdict (or one JSON object).
///
/// # Errors
/// The scenario is refused, the folder is refused, or reading or writing failed.
pub fn run(
    scenario: &ScenarioArgs,
    levels: Levels,
    args: &RunArgs,
    extend: Option<u32>,
    color: ColorWhen,
) -> Result<(), Failure> {
    if levels == Levels::Best {
        return at_best(scenario, args, color);
    }
    let mut accepted = scenario.read(color)?;
    let out = args.out.clone().unwrap_or_else(|| default_folder(&accepted.model.name));
    present::check_folder(&out)?;
    let (mut shelf, mut aim) = (None, None);
    if let Some(more) = extend {
        let finished = Finished::open(&out, &accepted)?;
        aim = Some(finished.with(more, &out, args)?);
        accepted = ScenarioArgs { replications: aim, ..scenario.clone() }.read(color)?;
        shelf = finished.shelf;
    }
    Simulation { accepted, shelf, aim, found: None }.finish(&out, args, color)
}

/// What is run, written and printed.
pub(super) struct Simulation {
    pub accepted: Accepted,
    /// Records that are there already.
    pub shelf: Option<Shelf>,
    /// To how many replications a folder is extended.
    pub aim: Option<u32>,
    /// What was searched for, and found.
    pub found: Option<Found>,
}

/// What a search of the best levels leaves to a run at them.
pub(super) struct Found {
    pub goal: Goal,
    pub best: Vec<Best>,
    pub search: Search,
    pub levels: Vec<LevelRow>,
}

impl Simulation {
    /// Runs every strategy × replication, writes the folder and prints what it comes to.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn finish(self, out: &Path, args: &RunArgs, color: ColorWhen) -> Result<(), Failure> {
        let Simulation { accepted, shelf, aim, found } = self;
        let question = experiment::question(&accepted.resolved, "");
        let journal = resume::open(out, &question, args)?.going_to(aim).beside(shelf);
        let audience = Audience::of_stderr(args.quiet);
        let progress = Progress::begin(audience).resuming(journal.found());
        let options = RunOptions { threads: args.threads.map_or(0, |threads| threads as usize) };
        let setup = Setup::new(&accepted.model).keeping(&journal, Extent::Whole);
        let outcome = experiment::run_setup(&setup, &options, &progress);
        progress.end();
        let outcome = outcome?;
        let records = journal::shelf_bytes(&question, &outcome.records);

        let orders =
            if accepted.model.report.orders { experiment::orders(&accepted.model, &outcome) } else { Vec::new() };
        let asked = found.as_ref().map_or("", |_| accepted.optimize.toml.as_str());
        let provenance = Provenance {
            scenario_hash: accepted.hash,
            resolved: accepted.resolved + asked,
            findings: accepted.findings,
            orders,
            raw: if args.full { Raw::Everything } else { Raw::Fitting },
            search: found.as_ref().map(|found| found.search.clone()),
        };
        let tables = experiment::tables(&accepted.model, &outcome.layouts, &outcome.records, provenance);
        let tables = at_found(tables, &accepted.model, found);
        let records = (args.full || records.len() <= MOST_RECORDS).then_some(records);
        let formats = args.formats.iter().copied().collect();
        let options = WriteOptions { formats, charts: args.charts(), records };
        write(out, &tables, &options, audience)?;
        resume::done(journal)?;
        let words =
            if args.json { terminal::json(&tables) } else { terminal::summary(&tables, color.on_stdout(), width()) };
        Ok(writeln!(io::stdout(), "{}", words.trim_end())?)
    }
}

/// The tables with what was searched for; targets that the fresh replications miss are a finding.
fn at_found(mut tables: Tables, model: &Model, found: Option<Found>) -> Tables {
    let Some(found) = found else { return tables };
    tables.info.findings.extend(experiment::missed(model, &found.goal, &found.best, &tables.summary));
    Tables { levels: found.levels, ..tables }
}

/// Characters in a line of the terminal; none when stdout is a file or a pipe.
pub(super) fn width() -> Option<usize> {
    terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| usize::from(width.0))
}

pub(super) fn default_folder(scenario: &str) -> PathBuf {
    Path::new("output").join(present::folder_name(scenario))
}

impl From<Stopped> for Failure {
    fn from(stopped: Stopped) -> Failure {
        Failure::machine(stopped.to_string())
    }
}

impl RunArgs {
    pub(super) fn charts(&self) -> Charts {
        if self.no_charts { Charts::Skip } else { Charts::Draw }
    }
}
