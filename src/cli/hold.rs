//! `optimize --hold`: which items to hold at all, and the best levels of those.

use std::io::{self, Write as _};

use super::args::{ColorWhen, GoalArgs, RunArgs, ScenarioArgs};
use super::failure::Failure;
use super::goal::goal;
use super::optimize::settings;
use super::progress::{Audience, Watch};
use super::results::write_decoupling;
use super::run::{default_folder, width};
use crate::experiment::optimize::decouple;
use crate::experiment::{self, Provenance, free_holds};
use crate::present::{self, Format, WriteOptions, terminal};

/// Searches over what is held, writes the folder, and prints the best set as a strategy, what it gains, and why.
///
/// # Errors
/// The scenario or a target is refused, the folder is refused, or reading or writing failed.
pub fn hold(scenario: &ScenarioArgs, asked: &GoalArgs, args: &RunArgs, color: ColorWhen) -> Result<(), Failure> {
    if args.formats.iter().any(|format| *format != Format::Csv) {
        return Err(Failure::usage("the tables of --hold are CSV; leave out --formats"));
    }
    let accepted = asked.as_sets(scenario)?.read(color)?;
    let out = args.out.clone().unwrap_or_else(|| default_folder(&format!("{}-hold", accepted.model.name)));
    present::check_folder(&out)?;
    let audience = Audience::of_stderr(args.quiet);
    let (model, goal) = (&accepted.model, goal(&accepted.optimize));
    let watch = Watch::begin(audience);
    // The first strategy says by which rules, and how parts are allocated.
    let found = decouple(model, 0, &goal, &settings(&accepted, args), &|points| watch.points("what to hold", points));
    watch.end();
    let mut findings = accepted.findings;
    findings.extend(free_holds(model, &found));
    let provenance = Provenance {
        scenario_hash: accepted.hash,
        resolved: accepted.resolved + &accepted.optimize.toml,
        findings,
        ..Provenance::default()
    };
    let told = experiment::decoupling(model, &goal, &found, provenance);
    let options = WriteOptions { charts: args.charts(), ..WriteOptions::default() };
    write_decoupling(&out, &told, &options, audience)?;
    let words = match args.json {
        true => terminal::decoupling_json(&told),
        false => terminal::decoupling(&told, color.on_stdout(), width()),
    };
    Ok(writeln!(io::stdout(), "{}", words.trim_end())?)
}
