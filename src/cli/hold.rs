//! `optimize --hold`: which items to hold at all, and the best levels of those.

use std::io::{self, Write as _};

use super::args::{ColorWhen, GoalArgs, RunArgs, ScenarioArgs};
use super::failure::Failure;
use super::goal::goal;
use super::optimize::settings;
use super::progress::{Audience, Progress};
use super::results::write_decoupling;
use super::resume;
use super::run::{default_folder, width};
use crate::experiment::optimize::decouple;
use crate::experiment::{self, Provenance, free_holds};
use crate::model::Model;
use crate::present::{self, Format, WriteOptions, terminal};
use crate::results::Finding;

/// Searches over what is held, writes the folder, and prints the best set as a strategy, what it gains, and why.
///
/// # Errors
/// The scenario or a target is refused, the folder is refused, or reading or writing failed.
pub fn hold(scenario: &ScenarioArgs, asked: &GoalArgs, args: &RunArgs, color: ColorWhen) -> Result<(), Failure> {
    if args.formats.iter().any(|format| *format != Format::Csv) {
        return Err(Failure::usage("the tables of --hold are CSV; leave out --formats"));
    }
    refuse_what_does_nothing(args)?;
    let accepted = asked.asked_of(scenario)?.read(color)?;
    let out = args.out.clone().unwrap_or_else(|| default_folder(&format!("{}-hold", accepted.model.name)));
    present::check_folder(&out)?;
    resume::check_free(&out, args)?;
    let audience = Audience::of_stderr(args.quiet);
    let (model, goal) = (&accepted.model, goal(&accepted.optimize));
    let settings = settings(&accepted, args)?;
    let watch = Progress::of_search(audience);
    // The first strategy says by which rules, and how parts are allocated.
    let found = decouple(model, 0, &goal, &settings, &watch)?;
    watch.end();
    let mut findings = accepted.findings;
    findings.extend(free_holds(model, &found));
    findings.extend(not_done(model));
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

/// A flag that would change nothing is refused, so that nobody relies on it.
fn refuse_what_does_nothing(args: &RunArgs) -> Result<(), Failure> {
    let flags = [
        (args.resume, "--resume", "a search over what to hold that was stopped begins anew"),
        (args.full, "--full", "it writes no raw values; `run` the strategy it prints for those"),
    ];
    match flags.into_iter().find(|(given, ..)| *given) {
        Some((_, flag, why)) => Err(Failure::usage(format!("{flag} does nothing with --hold: {why}\n\nleave it out"))),
        None => Ok(()),
    }
}

/// Keys of a run that a search over what to hold does not follow.
fn not_done(model: &Model) -> Option<Finding> {
    let rules = model.run.stopping.as_ref();
    let keys = [
        (rules.is_some_and(|rules| rules.precision.is_some()), "run.precision"),
        (rules.is_some_and(|rules| rules.select.is_some()), "run.select"),
        (model.run.control_variates, "run.control_variates"),
        (model.report.orders, "report.orders"),
    ];
    let given: Vec<&str> = keys.into_iter().filter(|(given, _)| *given).map(|(_, key)| key).collect();
    (!given.is_empty()).then(|| Finding {
        id: "not_by_hold".into(),
        symptom: format!("`optimize --hold` does not follow {}", given.join(", ")),
        advice: "copy the strategy that it prints into the scenario and `run` that".into(),
    })
}
