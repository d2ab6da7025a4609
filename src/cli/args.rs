//! What may be typed: every command with its flags. Help, manual page and completions come from here.

use std::ffi::OsString;
use std::io::IsTerminal;
use std::path::PathBuf;

use clap::error::ErrorKind;
use clap::{Parser, Subcommand, ValueEnum};

use super::cluster::args::{MERGE_EXAMPLES, MergeArgs, PLAN_EXAMPLES, PlanArgs, WORK_EXAMPLES, WorkArgs};
use super::failure::Failure;
use super::scenario_args::MOST;
pub use super::scenario_args::{RunArgs, ScenarioArgs};
use super::usage::{decimal, from_zero, positive, separator, told, whole};
use crate::input::{self, DecimalSign};
use crate::present::terminal::Color;

/// Compare make-to-stock, assemble-to-order and make-to-order on the same random customers.
///
/// A scenario (one TOML file) says what is bought, made and asked for, and which strategies to compare. pushpull
/// simulates all of them on the same customers and lead times and says which is cheapest, which is fastest, by how
/// much, and why.
#[derive(Debug, Parser)]
#[command(
    name = "pushpull",
    version,
    max_term_width = 100,
    after_help = "\
First steps:
  pushpull new                          list the templates
  pushpull new custom-pcs               write one of them
  pushpull check custom-pcs.toml        all its problems at once, or what it comes to
  pushpull run custom-pcs.toml          simulate, compare, report

Exit codes: 0 done (of a search that Ctrl-C or its budget ended early, too), 1 reading or writing failed, 2 the scenario or the command line is wrong,
3 and 4 units of a plan are missing or were added (see merge), 5 two runs differ as --fail-if says (see compare), 70 a bug of pushpull, or machines that calculate differently,
130 interrupted by Ctrl-C."
)]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,

    /// Colours on the terminal.
    #[arg(long, value_enum, default_value_t, global = true, value_name = "WHEN")]
    pub color: ColorWhen,
}

/// One command.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Write a commented scenario to start from; without a name, list the templates.
    #[command(after_long_help = "\
Examples:
  pushpull new                        list the templates
  pushpull new custom-pcs             write custom-pcs.toml here
  pushpull new bicycle models         write models/bicycle.toml and its tables

Next: pushpull check FILE")]
    New {
        /// The template.
        template: Option<String>,
        /// The folder to write into; files that are there are never overwritten.
        #[arg(default_value = ".", value_name = "DIR")]
        folder: PathBuf,
    },
    /// Read a scenario: all its problems at once, or what it comes to.
    #[command(after_long_help = "\
Examples:
  pushpull check scenarios/custom-pcs.toml
  pushpull check my.toml --set demand.tower.arrivals.poisson.rate=4

Next: pushpull run FILE")]
    Check {
        /// What is read.
        #[command(flatten)]
        scenario: ScenarioArgs,
    },
    /// Simulate every strategy on the same customers, compare, and write a result folder.
    #[command(after_long_help = "\
Examples:
  pushpull run scenarios/custom-pcs.toml
  pushpull run my.toml --strategies ATO,MTO --replications 100 --seed 7
  pushpull run my.toml --set items.case.stock.base_stock=40 --out output/more-cases
  pushpull run my.toml --at-best
  pushpull run my.toml --resume          after a crash: go on where it stopped
  pushpull run my.toml --extend 100      a hundred replications more
  pushpull run my.toml --quiet --json | jq .verdict.headline

Next: open report.html of the result folder, or load summary.csv into a spreadsheet.")]
    Run {
        /// What is simulated.
        #[command(flatten)]
        scenario: ScenarioArgs,
        /// Every strategy at its best stock levels, as `[optimize]` of the scenario asks for them: see `optimize`.
        #[arg(long, conflicts_with = "extend")]
        at_best: bool,
        /// With --at-best: how long to search, such as 90s or 2m, instead of `optimize.budget`.
        #[arg(long, value_name = "TIME", requires = "at_best", allow_hyphen_values = true)]
        budget: Option<String>,
        /// How, and what is written.
        #[command(flatten)]
        run: RunArgs,
        /// Add so many replications to the finished result folder: the bytes are those of asking for all at once with
        /// --replications. A rule of the scenario that ends a run is asked again from there, and may add some more.
        #[arg(long, value_name = "N", value_parser = whole::<u32, 1, MOST>, conflicts_with = "replications")]
        extend: Option<u32>,
    },
    /// Find the best stock levels of every strategy, for least cost or for a service at least cost, and compare there.
    #[command(after_long_help = "\
What is searched for stands under [optimize] of the scenario, or on the command line; without either, it is the least
cost that meets the target of the report, if there is one.

Examples:
  pushpull optimize scenarios/spare-parts.toml
  pushpull optimize my.toml --target on_time_rate=0.95
  pushpull optimize my.toml --target none --objective profit --strategies ATO
  pushpull optimize my.toml --decoupling      which items to hold at all

Next: open report.html of the result folder; levels.csv says what the next unit of each item is worth.")]
    Optimize {
        /// What is simulated.
        #[command(flatten)]
        scenario: ScenarioArgs,
        /// What is searched for.
        #[command(flatten)]
        goal: GoalArgs,
        /// Search over which items to hold, too: the best mixed strategy, what it gains, and why, item by item. Rules and
        /// allocation are those of the first strategy.
        #[arg(long, alias = "hold")]
        decoupling: bool,
        /// How, and what is written.
        #[command(flatten)]
        run: RunArgs,
    },
    /// Find the least cost for each level of a service, per strategy: what does the next point of service cost?
    #[command(after_long_help = "\
Examples:
  pushpull frontier scenarios/custom-pcs.toml
  pushpull frontier my.toml --measure order_fill_rate --levels 0.8,0.9,0.95,0.99
  pushpull frontier my.toml --levels '{ from = 0.8, to = 0.999, steps = 10 }'

Next: open charts/frontier.svg of the result folder, or load frontier_points.csv into a spreadsheet.")]
    Frontier {
        /// What is simulated.
        #[command(flatten)]
        scenario: ScenarioArgs,
        /// Along which service.
        #[command(flatten)]
        frontier: FrontierArgs,
        /// How, and what is written.
        #[command(flatten)]
        run: RunArgs,
    },
    /// Simulate every strategy at every point of a design: who is best where, how surely, by how much.
    #[command(after_long_help = "\
The design stands under [sweep] of the scenario, or on the command line.

Examples:
  pushpull sweep my.toml
  pushpull sweep my.toml --axis 'items.case.stock.base_stock=[10, 20, 40]'
  pushpull sweep my.toml --axis 'demand.tower.arrivals.poisson.rate={ from = 1, to = 6, steps = 6 }'
  pushpull sweep my.toml --resume          after a crash: go on where it stopped

The designs tornado and sensitivity say which axes matter (design = \"tornado\").

Next: open the chart that it names at the end, or load sweep.csv into a spreadsheet.")]
    Sweep {
        /// What is simulated.
        #[command(flatten)]
        scenario: ScenarioArgs,
        /// What is varied.
        #[command(flatten)]
        sweep: SweepArgs,
        /// How, and what is written.
        #[command(flatten)]
        run: RunArgs,
    },
    /// Cut a run or a sweep into units that several machines work: a folder that needs nothing else.
    #[command(after_long_help = PLAN_EXAMPLES)]
    Plan(PlanArgs),
    /// Work units of a plan, here or wherever its folder is.
    #[command(after_long_help = WORK_EXAMPLES)]
    Work(WorkArgs),
    /// Merge the units of a plan: the result folder of one machine, to the byte.
    #[command(after_long_help = MERGE_EXAMPLES)]
    Merge(MergeArgs),
    /// The life of customer orders: JSON lines of one strategy, or one order under each strategy.
    #[command(after_long_help = "\
Examples:
  pushpull trace scenarios/custom-pcs.toml --order 2000
  pushpull trace my.toml --strategy ATO --replication 3 > ato.jsonl")]
    Trace {
        /// What is simulated.
        #[command(flatten)]
        scenario: ScenarioArgs,
        /// Which replication and order.
        #[command(flatten)]
        trace: TraceArgs,
    },
    /// Find the laws that recorded times, quantities or orders follow, and what to write into a scenario for them.
    #[command(after_long_help = "\
Examples:
  pushpull fit receipts.csv --column days                      a column of lead times
  pushpull fit receipts.csv --from ordered --to received       the time between two dates
  pushpull fit lines.csv --column units --as count             a column of whole numbers
  pushpull fit orders.csv --time date --item sku --quantity qty --where region=EU

Next: paste fragment.toml of the result folder into a scenario, and look at its charts.")]
    Fit(FitArgs),
    /// Simulate the built-in exact cases and print simulated against exact values.
    #[command(after_long_help = "\
Examples:
  pushpull verify
  pushpull verify --quick a01 d0")]
    Verify(VerifyArgs),
    /// Two runs beside each other: which keys differ, what that changes under each strategy, and how surely.
    #[command(after_long_help = "\
Examples:
  pushpull compare output/custom-pcs output/more-cases
  pushpull compare output/yesterday output/today --fail-if 'cost_total > 2%' --quiet

Differences are second − first. They are paired by replication where seed, random streams, window and customers agree, else
the runs are two independent samples (Welch). --fail-if ends with code 5 where the whole interval of a difference lies beyond
the limit under some strategy.")]
    Compare(CompareArgs),
    /// Draw the charts and write the report again, from a result folder.
    #[command(after_long_help = "\
Example:
  pushpull report output/custom-pcs

The bytes are those that `pushpull run` wrote.")]
    Report {
        /// The result folder.
        folder: PathBuf,
    },
    /// Remove what interrupted starts left: unfinished work and half-written folders, never results.
    #[command(after_long_help = "\
Examples:
  pushpull clean                     of every result folder in output
  pushpull clean output/custom-pcs   of this one")]
    Clean {
        /// A folder that holds result folders, or a result folder.
        #[arg(default_value = "output", value_name = "DIR")]
        folder: PathBuf,
    },
    /// Print the JSON Schema of scenarios, for completion in editors.
    #[command(after_long_help = "\
Example:
  pushpull schema > scenario.schema.json

The first line of a scenario names it: #:schema scenario.schema.json")]
    Schema,
    /// Print the completions of a shell.
    #[command(
        after_long_help = "Example:\n  pushpull completions bash > ~/.local/share/bash-completion/completions/pushpull"
    )]
    Completions {
        /// The shell to complete for.
        shell: clap_complete::Shell,
    },
    /// Print the manual page, of pushpull or of one command.
    #[command(after_long_help = "Example:\n  pushpull man run | man -l -")]
    Man {
        /// The command to describe.
        command: Option<String>,
    },
}

/// What is varied.
#[derive(Debug, clap::Args)]
pub struct SweepArgs {
    /// An axis, beside or in place of those of [sweep]: a key and its values as TOML, a list or { from, to, steps }.
    #[arg(long, value_name = "KEY=VALUES")]
    pub axis: Vec<String>,
}

/// What is searched for.
#[derive(Debug, clap::Args)]
pub struct GoalArgs {
    /// A service to meet, instead of `optimize.target`; may be given more than once. `none`: money alone.
    #[arg(long, value_name = "MEASURE=VALUE")]
    pub target: Vec<String>,

    /// `cost_total` or `profit`, instead of `optimize.objective`.
    #[arg(long, value_name = "MONEY")]
    pub objective: Option<String>,

    /// Replications that are searched on, instead of `optimize.replications`; the final estimate uses others.
    #[arg(long, value_name = "N", value_parser = whole::<u32, 2, MOST>)]
    pub search_replications: Option<u32>,

    /// How long to search, such as 90s or 2m, instead of `optimize.budget`; then the best found so far is estimated.
    ///
    /// Ctrl-C does the same at once, a second one ends the program. The result then depends on the machine.
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub budget: Option<String>,
}

/// Along which service.
#[derive(Debug, clap::Args)]
pub struct FrontierArgs {
    /// The service, instead of `optimize.frontier.measure`.
    #[arg(long, value_name = "MEASURE")]
    pub measure: Option<String>,

    /// Its levels, instead of `optimize.frontier.levels`: numbers, or a range as TOML { from, to, steps }.
    #[arg(long, value_name = "LEVELS", allow_negative_numbers = true)]
    pub levels: Option<String>,

    /// What is best, and the target that is marked.
    #[command(flatten)]
    pub goal: GoalArgs,
}

/// What is traced.
#[derive(Debug, clap::Args)]
pub struct TraceArgs {
    /// The strategy; with --order all of them if not given, else the first.
    #[arg(long, value_name = "NAME")]
    pub strategy: Option<String>,

    /// The replication, from 0.
    #[arg(long, value_name = "K", default_value_t = 0, value_parser = whole::<u32, 0, MOST>)]
    pub replication: u32,

    /// One customer order: its number in order of placement, from 1.
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = whole::<u64, 1, MOST>)]
    pub order: Option<u64>,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ColumnKind {
    /// Times, or other numbers from 0 on.
    #[default]
    Time,
    /// Whole numbers.
    Count,
}

/// Which record, and how it is read.
#[derive(Debug, clap::Args)]
pub struct FitArgs {
    /// The file: CSV, or a sheet as book.xlsx#Sheet.
    pub file: PathBuf,

    /// Fit the numbers of this column.
    #[arg(long, value_name = "HEADING", conflicts_with_all = ["from", "to", "time"])]
    pub column: Option<String>,

    /// What the column holds.
    #[arg(long = "as", value_name = "KIND", value_enum, default_value_t, requires = "column")]
    pub kind: ColumnKind,

    /// Fit the times from the dates of this column …
    #[arg(long, value_name = "HEADING", requires = "to", conflicts_with = "time")]
    pub from: Option<String>,

    /// … to those of this one.
    #[arg(long, value_name = "HEADING", requires = "from")]
    pub to: Option<String>,

    /// Fit orders, a row each: when they came, as dates or in time units from 0.
    #[arg(long, value_name = "HEADING")]
    pub time: Option<String>,

    /// Of orders: their units.
    #[arg(long, value_name = "HEADING", requires = "time")]
    pub quantity: Option<String>,

    /// Of orders: what was ordered.
    #[arg(long, value_name = "HEADING", requires = "time")]
    pub item: Option<String>,

    /// Only rows whose cell says so; may be given more than once. The value is TOML, as in a scenario: a value, a list, or
    /// { min, max }.
    #[arg(long = "where", value_name = "HEADING=VALUE")]
    pub filters: Vec<String>,

    /// The unit of time of the results, and of times that are numbers.
    #[arg(long, value_name = "UNIT", default_value = "day", value_parser = input::time_units())]
    pub unit: String,

    /// Width of the buckets in which orders are counted, in time units.
    ///
    /// Default: a day of dated orders, else one time unit.
    #[arg(long, value_name = "TIME", value_parser = positive)]
    pub bucket: Option<f64>,

    /// What values are rounded to, 0 if they are not.
    ///
    /// Default: one time unit if all are whole, else 0.
    #[arg(long, value_name = "TIME", value_parser = from_zero)]
    pub grain: Option<f64>,

    /// What stands between cells, if the header does not show it; tab for a tab.
    #[arg(long, value_name = "SIGN", value_parser = separator)]
    pub separator: Option<u8>,

    /// The decimal sign, if the numbers leave it open.
    #[arg(long, value_name = "SIGN", value_parser = decimal)]
    pub decimal: Option<DecimalSign>,

    /// Result folder; one of ours is replaced whole, one with other files in it is refused.
    ///
    /// Default: output/<file>-fit.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,

    /// One JSON object on stdout instead of text.
    #[arg(long)]
    pub json: bool,

    /// Threads, all cores if not given; the results do not depend on it.
    #[arg(long, value_name = "N", value_parser = whole::<u32, 1, 1024>)]
    pub threads: Option<u32>,

    /// No word about the files written.
    #[arg(long)]
    pub quiet: bool,
}

/// Which two runs.
#[derive(Debug, clap::Args)]
pub struct CompareArgs {
    /// The result folder of the first run.
    pub before: PathBuf,

    /// The result folder of the second run.
    pub now: PathBuf,

    /// A difference that is not accepted: a measure, > or <, and a limit in its unit or with % of the first run's mean; may be
    /// given more than once.
    #[arg(long, value_name = "CONDITION")]
    pub fail_if: Vec<String>,

    /// Result folder; one of ours is replaced whole, one with other files in it is refused.
    ///
    /// Default: output/<first>-<second>.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,

    /// One JSON object on stdout instead of text.
    #[arg(long)]
    pub json: bool,

    /// No charts and no report.
    #[arg(long)]
    pub no_charts: bool,

    /// No word about the files written.
    #[arg(long)]
    pub quiet: bool,
}

/// Which exact cases, and how precisely.
#[derive(Debug, clap::Args)]
pub struct VerifyArgs {
    /// Cases whose names begin so; all if none is given.
    pub cases: Vec<String>,

    /// Wider intervals, a fraction of the time: what the tests run.
    #[arg(long)]
    pub quick: bool,

    /// A Markdown table instead of text.
    #[arg(long)]
    pub markdown: bool,

    /// No progress.
    #[arg(long)]
    pub quiet: bool,
}

/// When the terminal is coloured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ColorWhen {
    /// When stdout is a terminal and NO_COLOR is not set.
    #[default]
    Auto,
    /// Whatever stdout is.
    Always,
    /// Plain text.
    Never,
}

impl ColorWhen {
    /// Colour of what goes to stdout.
    pub(super) fn on_stdout(self) -> Color {
        if self.wanted_by(&std::io::stdout()) { Color::Always } else { Color::Never }
    }

    /// Colour of what goes to stderr.
    pub(super) fn on_stderr(self) -> Color {
        if self.wanted_by(&std::io::stderr()) { Color::Always } else { Color::Never }
    }

    fn wanted_by(self, stream: &impl IsTerminal) -> bool {
        match self {
            ColorWhen::Always => true,
            ColorWhen::Never => false,
            ColorWhen::Auto => {
                stream.is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
            }
        }
    }
}

impl Args {
    /// Reads the command line. `Ok(None)` when help or the version was asked for and printed.
    ///
    /// # Errors
    /// A usage problem.
    pub fn read(words: impl IntoIterator<Item = OsString>) -> Result<Option<Args>, Failure> {
        let words: Vec<OsString> = words.into_iter().collect();
        let error = match Args::try_parse_from(&words) {
            Ok(args) => return Ok(Some(args)),
            Err(error) => error,
        };
        match error.kind() {
            ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
                error.print()?;
                Ok(None)
            }
            // Nothing was asked: the help, on stderr.
            ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
                Err(Failure::scenario(error.render().to_string().trim_end()))
            }
            _ => Err(Failure::usage(told(&error))),
        }
    }
}
