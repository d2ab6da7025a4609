//! `frontier`: the least money for each level of a service, per strategy.

use std::fmt::Write as _;
use std::io::{self, Write as _};

use super::args::{ColorWhen, FrontierArgs, RunArgs, ScenarioArgs};
use super::failure::Failure;
use super::goal::objective;
use super::optimize::settings;
use super::progress::{Audience, Progress};
use super::results::write_frontier;
use super::resume;
use super::run::{default_folder, width};
use crate::experiment::optimize::{Best, SearchSettings, frontier as search};
use crate::experiment::{self, Along, Points, Provenance, Raw, Scheme, Stopped, SweepOptions};
use crate::input::{Accepted, Optimize, Wanted};
use crate::measures::EntityKind;
use crate::model::Model;
use crate::present::{self, Format, WriteOptions, terminal};
use crate::results::{AxisValue, Finding, Pointed, SummaryRow};

/// Searches every level, estimates what was found on fresh replications, writes the folder, and says what a level costs.
///
/// # Errors
/// The scenario, the service or its levels are refused, the folder is refused, or reading or writing failed.
pub fn frontier(
    scenario: &ScenarioArgs,
    asked: &FrontierArgs,
    args: &RunArgs,
    color: ColorWhen,
) -> Result<(), Failure> {
    if args.formats.iter().any(|format| *format != Format::Csv) {
        return Err(Failure::usage("the tables of a frontier are CSV; leave out --formats"));
    }
    let scenario = asked.asked_of(scenario)?;
    let accepted = scenario.read(color)?;
    let along = along(&accepted)?;
    let out = args.out.clone().unwrap_or_else(|| default_folder(&format!("{}-frontier", accepted.model.name)));
    present::check_folder(&out)?;
    resume::check_free(&out, args)?;
    let audience = Audience::of_stderr(args.quiet);
    let settings = settings(&accepted, args)?;
    let found = search_all(&accepted.model, &along, &settings, audience)?;
    let first = first_alike(&found, along.levels.len());
    let distinct: Vec<usize> = (0..along.levels.len()).filter(|level| first[*level] == *level).collect();
    let models: Vec<Model> = distinct
        .iter()
        .map(|level| {
            let sets = found.iter().flat_map(|found| found[*level].sets.iter().cloned()).collect();
            Ok(scenario.read_with(sets, color)?.model)
        })
        .collect::<Result<_, Failure>>()?;

    let points = Points {
        axes: vec!["level".into()],
        points: distinct.iter().map(|level| vec![AxisValue::Number(along.levels[*level])]).collect(),
        models,
        scheme: Scheme::Free,
    };
    // Records are kept by level: they answer the same question at the same stock levels only.
    let mut design = format!("{}\n[frontier]\nlevels = {:?}\n", accepted.optimize.toml, along.levels);
    for level in &distinct {
        let sets: Vec<&String> = found.iter().flat_map(|found| &found[*level].sets).collect();
        let _ = writeln!(design, "\"found at {}\" = {sets:?}", along.levels[*level]);
    }
    let journal = resume::open(&out, &experiment::question(&accepted.resolved, &design), args)?;
    let mut findings = accepted.findings;
    findings.extend(left_out(&accepted.optimize));
    findings.extend(experiment::free_levels(&accepted.model, found.iter().flatten()));
    let provenance = Provenance {
        scenario_hash: accepted.hash,
        resolved: accepted.resolved + &accepted.optimize.toml,
        findings,
        raw: if args.full { Raw::Everything } else { Raw::Fitting },
        ..Provenance::default()
    };
    let progress = Progress::begin(audience).resuming(journal.found());
    let threads = args.threads.map_or(0, |threads| threads as usize);
    let options = SweepOptions { threads, archive: &journal };
    let swept = experiment::sweep(&points, provenance, &options, &progress);
    progress.end();
    let mut swept = swept?;
    swept.rows = of_every_level(&swept.rows, &along.levels, &first);
    let frontier = experiment::frontier(&accepted.model, &along, &found, swept);

    let options = WriteOptions { charts: args.charts(), ..WriteOptions::default() };
    write_frontier(&out, &frontier, &options, audience)?;
    resume::done(journal)?;
    let words = match args.json {
        true => terminal::frontier_json(&frontier),
        false => terminal::frontier(&frontier, color.on_stdout(), width()),
    };
    Ok(writeln!(io::stdout(), "{}", words.trim_end())?)
}

/// Targets that the points of the frontier need not meet.
fn left_out(asked: &Optimize) -> Option<Finding> {
    let own = |target: &&Wanted| target.kind == EntityKind::System && target.column == asked.measure;
    let others: Vec<String> = asked.targets.iter().filter(|target| !own(target)).map(|t| t.column.id()).collect();
    (!others.is_empty()).then(|| Finding {
        id: "targets_left_out".into(),
        symptom: format!(
            "a frontier goes along {} alone: its points need not meet {}",
            asked.measure.id(),
            others.join(", ")
        ),
        advice: "`pushpull optimize` meets all targets at once".into(),
    })
}

/// By level: the first one at which all strategies have the same numbers. What is the same is run once.
fn first_alike(found: &[Vec<Best>], levels: usize) -> Vec<usize> {
    let alike = |one: usize, other: usize| found.iter().all(|found| found[one].sets == found[other].sets);
    (0..levels).map(|level| (0..level).find(|other| alike(*other, level)).unwrap_or(level)).collect()
}

/// The rows of every level, level by level, from those of the levels that were run.
fn of_every_level(rows: &[Pointed<SummaryRow>], levels: &[f64], first: &[usize]) -> Vec<Pointed<SummaryRow>> {
    let of = |(level, first): (&f64, &usize)| {
        let run = [AxisValue::Number(levels[*first])];
        let point = vec![AxisValue::Number(*level)];
        let rows = rows.iter().filter(move |row| row.point == run);
        rows.map(move |row| Pointed { point: point.clone(), row: row.row.clone() })
    };
    levels.iter().zip(first).flat_map(of).collect()
}

/// The service and its levels; the level that the user asks for is one of them.
fn along(accepted: &Accepted) -> Result<Along, Failure> {
    let asked = &accepted.optimize;
    let id = asked.measure.id();
    let Some(mut levels) = asked.levels.clone() else {
        return Err(Failure::usage(format!(
            "the levels of {id} are missing: give `optimize.frontier.levels`, or --levels 1,2,5"
        )));
    };
    let report = accepted.model.report.target.as_ref().filter(|target| target.measure == id).map(|target| target.value);
    let own = asked.targets.iter().find(|target| target.kind == EntityKind::System && target.column == asked.measure);
    let value = own.map(|target| target.value).or(report);
    if let Some(value) = value.filter(|value| levels.first() < Some(value) && Some(value) < levels.last())
        && !levels.contains(&value)
    {
        levels.push(value);
        levels.sort_by(f64::total_cmp);
    }
    let service = experiment::service(asked.measure.clone(), EntityKind::System, "", value.unwrap_or(f64::NAN));
    Ok(Along { objective: objective(asked), service, levels })
}

/// By strategy and level.
fn search_all(
    model: &Model,
    along: &Along,
    settings: &SearchSettings,
    audience: Audience,
) -> Result<Vec<Vec<Best>>, Stopped> {
    let watch = Progress::of_search(audience);
    let one =
        |strategy: usize| search(model, strategy, along.objective, &along.service, &along.levels, settings, &watch);
    let found = (0..model.strategies.len()).map(one).collect();
    watch.end();
    found
}
