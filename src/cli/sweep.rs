//! `sweep`: every strategy at every point of a design.

use std::io::{self, Write as _};

use super::args::{ColorWhen, RunArgs, ScenarioArgs, SweepArgs};
use super::failure::Failure;
use super::progress::{Audience, Progress};
use super::results::write_sweep;
use super::resume;
use super::run::{default_folder, width};
use crate::experiment::{self, Points, Provenance, Raw, Scheme, SweepOptions, design};
use crate::input::{Accepted, Axis, Coordinate, Design, Sweep, overlap};
use crate::model::Model;
use crate::present::{self, Format, WriteOptions, terminal};
use crate::results::AxisValue;

/// Most points of a design.
const MOST_POINTS: usize = 100_000;

/// Simulates every point, writes the result folder, and says who is best where.
///
/// # Errors
/// The scenario, the design or a point is refused, the folder is refused, or reading or writing failed.
pub fn sweep(scenario: &ScenarioArgs, varied: &SweepArgs, args: &RunArgs, color: ColorWhen) -> Result<(), Failure> {
    if args.formats.iter().any(|format| *format != Format::Csv) {
        return Err(Failure::usage("the tables of a sweep are CSV; leave out --formats"));
    }
    let accepted = scenario.read_axes(&varied.axis, color)?;
    let sweep = axes_of(&accepted, scenario)?;
    let coordinates = coordinates(&sweep, accepted.model.run.seed)?;
    let out = args.out.clone().unwrap_or_else(|| default_folder(&format!("{}-sweep", accepted.model.name)));
    present::check_folder(&out)?;
    let models = models(scenario, &sweep, &coordinates, color)?;

    let values = |point: &Vec<Coordinate>| -> Vec<AxisValue> {
        sweep.axes.iter().zip(point).map(|(axis, at)| axis.value(*at)).collect()
    };
    let points = Points {
        axes: sweep.axes.iter().map(|axis| axis.name.clone()).collect(),
        points: coordinates.iter().map(values).collect(),
        models,
        scheme: match sweep.design {
            Design::Tornado => Scheme::OneAtATime,
            Design::Sensitivity => Scheme::Saltelli,
            Design::Grid | Design::Lhs | Design::Sobol => Scheme::Free,
        },
    };
    let journal = resume::open(&out, &experiment::question(&accepted.resolved, &sweep.toml()), args)?;
    let provenance = Provenance {
        scenario_hash: accepted.hash,
        resolved: accepted.resolved + &sweep.toml(),
        findings: accepted.findings,
        orders: Vec::new(),
        raw: if args.full { Raw::Everything } else { Raw::Fitting },
        search: None,
    };
    let audience = Audience::of_stderr(args.quiet);
    let progress = Progress::begin(audience).resuming(journal.found());
    let threads = args.threads.map_or(0, |threads| threads as usize);
    let options = SweepOptions { threads, archive: &journal };
    let swept = experiment::sweep(&points, provenance, &options, &progress);
    progress.end();
    let swept = swept?;

    let options = WriteOptions { charts: args.charts(), ..WriteOptions::default() };
    write_sweep(&out, &swept, &options, audience)?;
    resume::done(journal)?;
    let words =
        if args.json { terminal::sweep_json(&swept) } else { terminal::sweep(&swept, color.on_stdout(), width()) };
    Ok(writeln!(io::stdout(), "{}", words.trim_end())?)
}

/// The axes there are, none of them fixed by a `--set`.
fn axes_of(accepted: &Accepted, scenario: &ScenarioArgs) -> Result<Sweep, Failure> {
    let Some(sweep) = accepted.sweep.clone().filter(|sweep| !sweep.axes.is_empty()) else {
        return Err(Failure::usage(
            "nothing is varied: name an axis under [sweep] of the scenario, or with --axis\n\n\
             for example --axis 'costs.holding_rate=[0.1, 0.2, 0.4]'",
        ));
    };
    let keys: Vec<&str> = sweep.axes.iter().flat_map(|axis| &axis.keys).map(String::as_str).collect();
    for (place, key) in keys.iter().enumerate() {
        if let Some(other) = keys[..place].iter().find(|other| overlap(other, key)) {
            let both = if other == key { format!("`{key}` is") } else { format!("`{other}` and `{key}` are") };
            return Err(Failure::usage(format!("{both} varied by two axes; one would undo the other")));
        }
    }
    for change in scenario.changes() {
        if let Some(key) = keys.iter().find(|key| overlap(key, change.key())) {
            return Err(Failure::usage(format!(
                "`{key}` is an axis of the sweep and fixed by {}, which comes after it; leave one out",
                change.flag_words()
            )));
        }
    }
    Ok(sweep)
}

/// Where on each axis each point stands.
fn coordinates(sweep: &Sweep, seed: u64) -> Result<Vec<Vec<Coordinate>>, Failure> {
    let axes = sweep.axes.len();
    let wanted = sweep.points.unwrap_or(1) as usize;
    let shares = |points: Vec<Vec<f64>>| -> Vec<Vec<Coordinate>> {
        points.into_iter().map(|point| point.into_iter().map(Coordinate::Share).collect()).collect()
    };
    match sweep.design {
        Design::Grid => {
            let places = |axis: &Axis| axis.places().unwrap_or(1);
            let size = sweep.axes.iter().map(places).fold(1_usize, usize::saturating_mul);
            if size > MOST_POINTS {
                return Err(Failure::usage(format!(
                    "the grid has {size} points, more than {MOST_POINTS}; take design = \"sobol\" with points = 1000"
                )));
            }
            let points = design::grid(&sweep.axes.iter().map(places).collect::<Vec<_>>());
            Ok(points.into_iter().map(|point| point.into_iter().map(Coordinate::Place).collect()).collect())
        }
        Design::Lhs => Ok(shares(design::latin(wanted, axes, seed))),
        Design::Sobol if axes > design::SOBOL_AXES => Err(Failure::usage(format!(
            "a Sobol design takes at most {} axes; take design = \"lhs\"",
            design::SOBOL_AXES
        ))),
        Design::Sobol => Ok(shares(design::sobol(wanted, axes, seed))),
        Design::Tornado => Ok(one_at_a_time(&sweep.axes)),
        Design::Sensitivity if 2 * axes > design::SOBOL_AXES => Err(Failure::usage(format!(
            "a sensitivity design takes at most {} axes; find out with design = \"tornado\" which ones matter",
            design::SOBOL_AXES / 2
        ))),
        Design::Sensitivity if wanted.saturating_mul(axes + 2) > MOST_POINTS => Err(Failure::usage(format!(
            "{wanted} rows of a sensitivity design over {axes} axes are {} points, more than {MOST_POINTS}",
            wanted.saturating_mul(axes + 2)
        ))),
        Design::Sensitivity => Ok(shares(design::saltelli(wanted, axes, seed))),
    }
}

/// The scenario as it stands, then each axis at its lowest and highest place alone.
fn one_at_a_time(axes: &[Axis]) -> Vec<Vec<Coordinate>> {
    let mut points = vec![vec![Coordinate::Base; axes.len()]];
    for (place, axis) in axes.iter().enumerate() {
        for end in axis.ends() {
            let mut point = vec![Coordinate::Base; axes.len()];
            point[place] = end;
            points.push(point);
        }
    }
    points
}

/// The scenario of every point; the problems of the first that is refused.
fn models(
    scenario: &ScenarioArgs,
    sweep: &Sweep,
    coordinates: &[Vec<Coordinate>],
    color: ColorWhen,
) -> Result<Vec<Model>, Failure> {
    let point = |at: &Vec<Coordinate>| {
        let changes = sweep.axes.iter().zip(at).flat_map(|(axis, at)| axis.changes(*at)).collect();
        Ok(scenario.read_point(changes, color)?.model)
    };
    coordinates.iter().map(point).collect()
}
