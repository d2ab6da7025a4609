//! The flags that most commands share: which scenario, and how it is run.

use std::path::PathBuf;

use super::usage::whole;
use crate::input::Change;
use crate::present::Format;

/// Largest number that a flag takes: what a whole number of a scenario holds.
pub(super) const MOST: u64 = i64::MAX as u64;

/// Which scenario, and what is changed in it.
#[derive(Clone, Debug, clap::Args)]
pub struct ScenarioArgs {
    /// The scenario, a TOML file; - reads it from stdin.
    pub file: PathBuf,

    /// Change a key of the scenario; may be given more than once. The value is TOML, a bare word is text.
    #[arg(long, value_name = "KEY=VALUE")]
    pub set: Vec<String>,

    /// Only these strategies, by name.
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    pub strategies: Vec<String>,

    /// Independent replications, instead of `run.replications`.
    #[arg(long, value_name = "N", value_parser = whole::<u32, 1, MOST>)]
    pub replications: Option<u32>,

    /// Seed of every random stream, instead of `run.seed`.
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = whole::<u64, 0, MOST>)]
    pub seed: Option<u64>,

    /// What the flags of a command are short for: it stands before the `--set`s.
    #[arg(skip)]
    pub asked: Vec<Change>,
}

/// How a scenario is run, and what is written.
#[derive(Debug, clap::Args)]
pub struct RunArgs {
    /// Result folder; one of ours is replaced whole, one with other files in it is refused.
    ///
    /// Default: output/<scenario>, followed by -best where best levels are run, by -decoupling, -frontier or -sweep with
    /// these.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,

    /// Threads, all cores if not given; the results do not depend on it.
    #[arg(long, value_name = "N", value_parser = whole::<u32, 1, 1024>)]
    pub threads: Option<u32>,

    /// Formats of the tables: csv, json, parquet, xlsx (where built in). run.json is always written.
    #[arg(long, value_name = "A,B", value_delimiter = ',', default_value = "csv", value_parser = Format::from_word)]
    pub formats: Vec<Format>,

    /// Go on with what an interrupted start left (killed, Ctrl-C, power cut): the same bytes as without interruption.
    ///
    /// A search for best levels begins anew; the replications after it are kept. A folder that is finished is not written
    /// again.
    #[arg(long)]
    pub resume: bool,

    /// Every raw value in `replications`, however many: without it, kinds of entities with too many rows have none.
    #[arg(long)]
    pub full: bool,

    /// No charts and no report.
    #[arg(long)]
    pub no_charts: bool,

    /// No progress; the verdict is still printed.
    #[arg(long)]
    pub quiet: bool,

    /// Print the summary as one JSON object instead of tables.
    #[arg(long)]
    pub json: bool,
}
