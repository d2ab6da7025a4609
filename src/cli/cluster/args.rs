//! What may be typed after `plan`, `work` and `merge`.

use std::path::PathBuf;

use clap::ValueEnum;

use super::super::scenario_args::{RunArgs, ScenarioArgs};
use super::super::usage::{positive, whole};
use crate::present::Format;

/// Examples of `plan`.
pub const PLAN_EXAMPLES: &str = "\
A scenario with axes, under [sweep] or by --axis, is planned as a sweep, every other one as a run.
Examples:
  pushpull plan my.toml --replications 1000 --out PLAN    units of about a minute
  pushpull plan --script slurm PLAN > job.sh              then: sbatch job.sh
  pushpull plan --status PLAN
Next: pushpull work PLAN --shard 1/2 (and 2/2 elsewhere), then pushpull merge PLAN";

/// Examples of `work`.
pub const WORK_EXAMPLES: &str = "\
Examples:
  pushpull work PLAN --unit 7
  pushpull work PLAN --shard 2/10     the second tenth
A unit that is done is not done again; whatever was killed is started again with the same command.
Next: pushpull merge PLAN";

/// Examples of `merge`.
pub const MERGE_EXAMPLES: &str = "\
Examples:
  pushpull merge PLAN
  sbatch --array=$(pushpull merge PLAN) job.sh     units that are missing, again
  pushpull merge PLAN --partial --out output/so-far
Exit codes: 3 units are missing, and stdout names them; 4 a rule of the scenario asks for more, which were added to the plan;
70 a unit has two answers that differ.";

/// What is planned, or what is asked of a plan.
#[derive(Debug, clap::Args)]
pub struct PlanArgs {
    /// The scenario; with --status or --script FILE is the folder of a plan.
    #[command(flatten)]
    pub scenario: ScenarioArgs,
    /// An axis of a sweep, beside or in place of those of [sweep]: a key and its values as TOML, a list or { from, to, steps }.
    #[arg(long, value_name = "KEY=VALUES")]
    pub axis: Vec<String>,
    /// Plan a run of a scenario that has [sweep].
    #[arg(long, conflicts_with = "axis")]
    pub run: bool,
    /// The folder of the plan, which must not be there yet.
    ///
    /// Default: output/<scenario>-plan.
    #[arg(long, value_name = "PLAN")]
    pub out: Option<PathBuf>,
    /// About so long a unit takes on one core, as far as a few replications tell.
    #[arg(long, value_name = "S", default_value = "60", value_parser = positive)]
    pub seconds: f64,
    /// So many units, without a look at how long they take.
    #[arg(long, value_name = "N", conflicts_with = "seconds", value_parser = whole::<u32, 1, 1_000_000>)]
    pub units: Option<u32>,
    /// Every raw value, as `run --full` and `sweep --full` keep them.
    #[arg(long)]
    pub full: bool,
    /// Say which units are done of the plan that FILE is the folder of.
    #[arg(long, conflicts_with_all = ["script", "axis", "run", "out", "seconds", "units", "full"])]
    pub status: bool,
    /// Print a job for a scheduler, of the plan that FILE is the folder of.
    #[arg(long, value_enum, value_name = "SCHEDULER", conflicts_with_all = ["axis", "run", "out", "seconds", "units", "full"])]
    pub script: Option<Scheduler>,
    /// No progress.
    #[arg(long)]
    pub quiet: bool,
}

/// Who hands out units to machines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Scheduler {
    /// An array job.
    Slurm,
    /// A line for HyperQueue.
    Hq,
    /// A manifest for Kubernetes.
    K8s,
}

/// Which units are worked.
#[derive(Debug, clap::Args)]
pub struct WorkArgs {
    /// The folder of the plan.
    pub plan: PathBuf,
    /// This unit, by its number from 0.
    #[arg(long, value_name = "I", value_parser = whole::<u32, 0, 1_000_000>, required_unless_present = "shard")]
    pub unit: Option<u32>,
    /// The I-th of N shares of the units: 1/N to N/N.
    #[arg(long, value_name = "I/N", value_parser = shard, conflicts_with = "unit")]
    pub shard: Option<Shard>,
    /// Threads, all cores if not given; the results do not depend on it.
    #[arg(long, value_name = "N", value_parser = whole::<u32, 1, 1024>)]
    pub threads: Option<u32>,
    /// No word about units.
    #[arg(long)]
    pub quiet: bool,
}

/// One of several shares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    /// From 0.
    pub own: u32,
    /// How many there are.
    pub of: u32,
}

fn shard(text: &str) -> Result<Shard, String> {
    let number = |text: &str| text.parse::<u32>().ok();
    let numbers = text.split_once('/').and_then(|(own, of)| Some((number(own)?, number(of)?)));
    match numbers {
        Some((own, of)) if 1 <= own && own <= of => Ok(Shard { own: own - 1, of }),
        _ => Err("takes I/N, from 1/N to N/N".into()),
    }
}

/// How units come together, and what is written.
#[derive(Debug, clap::Args)]
pub struct MergeArgs {
    /// The folder of the plan.
    pub plan: PathBuf,
    /// Result folder; one of ours is replaced whole, one with other files in it is refused.
    ///
    /// Default: that of `run` or `sweep`.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Take what is there: the replications before the first that is missing, or the points that are there. `run.json` and verdict
    /// say so.
    #[arg(long)]
    pub partial: bool,
    /// Work out some of the units again, at least one, and compare: a share such as 1%.
    #[arg(long, value_name = "SHARE", value_parser = share)]
    pub audit: Option<f64>,
    /// Threads, all cores if not given; the results do not depend on it.
    #[arg(long, value_name = "N", value_parser = whole::<u32, 1, 1024>)]
    pub threads: Option<u32>,
    /// Formats of the tables: csv, json, parquet, xlsx (where built in). run.json is always written.
    #[arg(long, value_name = "A,B", value_delimiter = ',', default_value = "csv", value_parser = Format::from_word)]
    pub formats: Vec<Format>,
    /// No charts and no report.
    #[arg(long)]
    pub no_charts: bool,
    /// No word about files and units; the verdict is still printed.
    #[arg(long)]
    pub quiet: bool,
    /// Print the summary as one JSON object instead of tables.
    #[arg(long)]
    pub json: bool,
}

impl MergeArgs {
    /// The same as those of a run that keeps so much.
    pub(super) fn as_run(&self, full: bool) -> RunArgs {
        RunArgs {
            out: self.out.clone(),
            threads: self.threads,
            formats: self.formats.clone(),
            resume: false,
            full,
            no_charts: self.no_charts,
            quiet: self.quiet,
            json: self.json,
        }
    }
}

/// `1%` or `0.01`.
fn share(text: &str) -> Result<f64, String> {
    let number = |text: &str| text.trim().parse::<f64>().ok();
    let share = match text.strip_suffix('%') {
        Some(percent) => number(percent).map(|percent| percent / 100.0),
        None => number(text),
    };
    share.filter(|share| (0.0..=1.0).contains(share)).ok_or_else(|| "takes a share, such as 1% or 0.01".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shards_are_numbered_from_one() {
        assert_eq!(shard("1/3"), Ok(Shard { own: 0, of: 3 }));
        assert_eq!(shard("3/3"), Ok(Shard { own: 2, of: 3 }));
        for wrong in ["0/3", "4/3", "1", "a/b", "1/0"] {
            assert!(shard(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_share_is_a_number_or_a_percentage() {
        assert_eq!((share("1%"), share("0.25")), (Ok(0.01), Ok(0.25)));
        assert!(["120%", "-1%", "some"].iter().all(|wrong| share(wrong).is_err()));
    }
}
