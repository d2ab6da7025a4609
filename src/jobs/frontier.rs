//! The least money for each level of a service, per strategy.

use super::goal::{objective, search_settings};
use super::{JobError, Prepared, Settings};
use crate::experiment::optimize::{Best, InitialStock, SearchSettings, frontier as search};
use crate::experiment::{self, Along, Keeps, Points, Provenance, Scheme, Survey, SweepOptions, WholeDesign};
use crate::input::{Accepted, Change, Optimize, Wanted};
use crate::measures::EntityKind;
use crate::model::Model;
use crate::model::TargetOf;
use crate::record::{Archive, RunRecord};
use crate::results::{AxisValue, Finding, Frontier, Pointed, SummaryRow, SweepSummary};
use crate::watch::{Stopped, Watch};
use std::fmt::Write as _;

/// A frontier whose levels are searched, and which is to be estimated on fresh replications.
#[derive(Clone, Debug)]
pub struct FrontierJob {
    scenario: Accepted,
    along: Along,
    /// By strategy and level.
    found: Vec<Vec<Best>>,
    /// What is on the shelves at time 0.
    start: InitialStock,
    /// By level: the first one at which all strategies have the same numbers.
    first: Vec<usize>,
}

/// Searches every level of the service that `[optimize.frontier]` names, and prepares the runs at what was found.
///
/// # Errors
/// The levels are missing, the bounds leave a rule nothing to choose, or the watch stops the search.
pub fn frontier(scenario: Accepted, settings: &Settings, watch: &dyn Watch) -> Result<FrontierJob, JobError> {
    let along = along(&scenario)?;
    let searching = search_settings(&scenario, settings)?;
    let model = &scenario.model;
    let strategies = model.strategies.len();
    let one = |strategy: usize| {
        let own = SearchSettings { until: searching.until.one_of(strategies - strategy), ..searching.clone() };
        search(model, strategy, along.objective, &along.service, &along.levels, &own, watch)
    };
    let all = || (0..strategies).map(one).collect::<Result<Vec<Vec<Best>>, Stopped>>();
    let found = settings.within(all)?;
    let first = first_alike(&found, along.levels.len());
    let job = FrontierJob { scenario, along, found, start: searching.start, first };
    for level in job.distinct() {
        job.at(level)?;
    }
    Ok(job)
}

impl FrontierJob {
    /// The levels that are run: what is the same is run once.
    fn distinct(&self) -> Vec<usize> {
        (0..self.first.len()).filter(|level| self.first[*level] == *level).collect()
    }

    /// The numbers found for a level, of all strategies.
    fn sets(&self, level: usize) -> impl Iterator<Item = &String> {
        self.found.iter().flat_map(move |found| &found[level].sets)
    }

    fn at(&self, level: usize) -> Result<Model, JobError> {
        Ok(self.scenario.changed(self.sets(level).map(Change::set).collect())?.model)
    }
}

impl Prepared for FrontierJob {
    type Results = Frontier;

    /// Records are kept by level: they answer the same question at the same stock levels only.
    fn fingerprint(&self) -> String {
        let mut design = format!("{}\n[frontier]\nlevels = {:?}\n", self.scenario.optimize.toml, self.along.levels);
        for level in self.distinct() {
            let sets: Vec<&String> = self.sets(level).collect();
            let _ = writeln!(design, "\"found at {}\" = {sets:?}", self.along.levels[level]);
        }
        experiment::fingerprint(&self.scenario.resolved, &design)
    }

    fn resolved(&self) -> String {
        self.scenario.resolved.clone() + &self.scenario.optimize.toml
    }

    fn is_repeatable(&self) -> bool {
        self.found.iter().flatten().all(Best::is_complete)
    }

    fn results_with(
        self,
        settings: &Settings,
        archive: &dyn Archive,
        watch: &dyn Watch,
    ) -> Result<(Frontier, Vec<RunRecord>), Stopped> {
        let (scenario, along, distinct) = (&self.scenario, &self.along, self.distinct());
        let model = |number: usize| self.at(distinct[number]).expect("it was read when the job was prepared");
        let surveys: Vec<Survey> = (0..distinct.len()).map(|number| Survey::of(&model(number))).collect();
        let points = Points {
            axes: vec!["level".into()],
            points: distinct.iter().map(|level| vec![AxisValue::Number(along.levels[*level])]).collect(),
            whole: WholeDesign::of(&surveys),
            surveys,
            sets: &|_| Vec::new(),
            model: &model,
            scheme: Scheme::Free,
        };
        let mut findings = scenario.findings.clone();
        findings.extend(experiment::ended_early(&scenario.model, self.found.iter().flatten()));
        findings.extend(left_out(&scenario.optimize));
        findings.extend(experiment::free_levels(&scenario.model, self.found.iter().flatten()));
        findings.extend(experiment::replaced_initial(&scenario.model, self.start));
        let provenance = Provenance {
            scenario_hash: scenario.hash.clone(),
            resolved: self.resolved(),
            findings,
            raw: settings.raw,
            ..Provenance::default()
        };
        settings.within(|| {
            let options = SweepOptions { threads: settings.threads, archive, keeps: Keeps::of(distinct.len()) };
            let swept = experiment::sweep(&points, provenance, &options, watch)?;
            let rows = of_every_level(&swept.rows, &along.levels, &self.first);
            Ok((experiment::frontier(&scenario.model, along, &self.found, (rows, swept.info)), Vec::new()))
        })
    }
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

/// By level: the first one at which all strategies have the same numbers.
fn first_alike(found: &[Vec<Best>], levels: usize) -> Vec<usize> {
    let alike = |one: usize, other: usize| found.iter().all(|found| found[one].sets == found[other].sets);
    (0..levels).map(|level| (0..level).find(|other| alike(*other, level)).unwrap_or(level)).collect()
}

/// The rows of every level, level by level, from those of the levels that were run.
fn of_every_level(rows: &SweepSummary, levels: &[f64], first: &[usize]) -> Vec<Pointed<SummaryRow>> {
    let of = |(level, first): (&f64, &usize)| {
        let run = [AxisValue::Number(levels[*first])];
        let point = vec![AxisValue::Number(*level)];
        let own = rows.cells().filter(move |cell| cell.point == run);
        own.map(move |cell| Pointed { point: point.clone(), row: cell.row() })
    };
    levels.iter().zip(first).flat_map(of).collect()
}

/// The service and its levels; the level that the user asks for is one of them.
fn along(accepted: &Accepted) -> Result<Along, JobError> {
    let asked = &accepted.optimize;
    let id = asked.measure.id();
    let Some(mut levels) = asked.levels.clone() else {
        return Err(JobError::Refused(format!(
            "the levels of {id} are missing: give `optimize.frontier.levels`, or --levels 1,2,5"
        )));
    };
    let report =
        accepted.model.report.targets.iter().find(|target| target.measure == id && target.of == TargetOf::System);
    let own = asked.targets.iter().find(|target| target.kind == EntityKind::System && target.column == asked.measure);
    let value = own.map(|target| target.value).or(report.map(|target| target.value));
    if let Some(value) = value
        && !levels.contains(&value)
    {
        levels.push(value);
        levels.sort_by(f64::total_cmp);
    }
    let service = experiment::service(asked.measure.clone(), EntityKind::System, "", value.unwrap_or(f64::NAN));
    Ok(Along { objective: objective(asked), service, levels })
}
