//! Points scored by simulating them: covers every rule and every network, a replication at a time.
//!
//! The point's levels run on a plan made once; the record is that of any run, only from a [`lean`] model, and of it the money and the targets' values are kept. A value depends on point and
//! replication alone, so it is simulated once, kept while memory allows, and a search may begin with few replications
//! and [grow](Simulated::grow) where it matters.

use super::{FIRST_SEARCH_REPLICATION, Goal, Objective, Point, Scorer, Scores, Space, moved};
use crate::collect::Runner;
use crate::measures::{Column, EntityKind, Measure};
use crate::model::Model;
use crate::plan::Plan;
use crate::record::{Entity, Layout};
use crate::threads::{self, Idle};
use std::collections::BTreeMap;

/// Replications of one task: enough that handing it out costs nothing, few enough that no core waits long.
const CHUNK: u32 = 4;
/// Values kept, at most: 32 MB.
const KEPT: usize = 4 << 20;
/// Replications after which points are left that are worse for sure; then after four times as many, …
const SCREEN: usize = 32;
/// Standard errors that are taken for sure.
const SURE: f64 = 4.0;

/// The model with a report of what the goal needs and nothing over time: the same runs, sooner measured.
#[must_use]
pub fn lean(model: &Model, goal: &Goal) -> Model {
    let mut model = model.clone();
    let asked = |measure: Measure, parameter: &str| {
        let fits =
            |column: &Column| column.measure == measure && column.parameter.as_deref().is_some_and(|p| p == parameter);
        goal.targets.iter().any(|target| fits(&target.column))
    };
    model.report.windows.retain(|window| asked(Measure::ResponseWithin, &window.label));
    let quantile = |column: &Column| match (column.measure, &column.parameter) {
        (Measure::ResponseQuantile, Some(digits)) => format!("0.{digits}").parse().ok(),
        _ => None,
    };
    model.report.quantiles = goal.targets.iter().filter_map(|target| quantile(&target.column)).collect();
    model.report.quantiles.sort_by(f64::total_cmp);
    model.report.quantiles.dedup();
    (model.report.buckets, model.report.orders) = (1, false);
    model
}

/// Whether changes that are worse for sure are scored on fewer replications.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screening {
    On,
    Off,
}

/// Scores points by simulation, on the threads of the pool it is called in.
#[derive(Debug)]
pub struct Simulated<'a> {
    model: &'a Model,
    plan: &'a Plan,
    space: &'a Space,
    /// Places in a record: money, mean response, then the targets.
    places: Vec<Option<usize>>,
    /// Cost counts as it is, profit against itself.
    sign: f64,
    /// Runners not in use.
    idle: Idle<Runner<'a>>,
    /// Number of the first replication, and how many count.
    first: u32,
    replications: usize,
    screening: Screening,
    /// By point: values by place, replication by replication.
    known: BTreeMap<Point, Vec<f64>>,
    /// Values in `known`.
    kept: usize,
    simulated: u64,
}

impl<'a> Simulated<'a> {
    /// A scorer of this many replications. The model may be [`lean`]; the plan is of this model.
    #[must_use]
    pub fn new(model: &'a Model, plan: &'a Plan, space: &'a Space, goal: &Goal, replications: usize) -> Simulated<'a> {
        let runner = Runner::new(model, plan);
        Simulated {
            model,
            plan,
            space,
            places: places(runner.layout(), goal),
            sign: if goal.objective == Objective::Profit { -1.0 } else { 1.0 },
            idle: Idle::default(),
            first: FIRST_SEARCH_REPLICATION,
            replications,
            screening: if goal.targets.is_empty() { Screening::On } else { Screening::Off },
            known: BTreeMap::new(),
            kept: 0,
            simulated: 0,
        }
    }

    /// From now on this many replications count.
    pub fn grow(&mut self, replications: usize) {
        self.replications = replications;
    }

    /// From now on replications are those from this number on.
    pub fn begin_at(&mut self, first: u32) {
        self.first = first;
        self.forget();
    }

    /// Whether changes that raise the money for sure are scored on fewer replications than the point they start from.
    pub fn screen(&mut self, screening: Screening) {
        self.screening = screening;
    }

    /// The number after the last replication that counts.
    #[must_use]
    pub fn end(&self) -> u32 {
        self.first + self.replications as u32
    }

    /// Replications simulated so far, over all points.
    #[must_use]
    pub fn simulated(&self) -> u64 {
        self.simulated
    }

    /// What each of these points comes to.
    pub fn score_all(&mut self, points: &[Point]) -> Vec<Scores> {
        let all: Vec<&Point> = points.iter().collect();
        self.simulate(&all, self.replications);
        self.collect(points)
    }

    /// As many replications of each point as are known and count.
    fn collect(&mut self, points: &[Point]) -> Vec<Scores> {
        let scores = points.iter().map(|point| self.scores(&self.known[point])).collect();
        if self.kept > KEPT {
            self.forget();
        }
        scores
    }

    fn forget(&mut self) {
        self.known.clear();
        self.kept = 0;
    }

    /// Simulates what is missing of these points' first replications.
    fn simulate(&mut self, points: &[&Point], replications: usize) {
        let mut tasks: Vec<(&Point, u32)> = Vec::new();
        for point in points {
            let have = self.known.entry((*point).clone()).or_default().len() / self.places.len();
            tasks.extend((have..replications).step_by(CHUNK as usize).map(|first| (*point, first as u32)));
        }
        // A point named twice is simulated once.
        tasks.sort_unstable();
        tasks.dedup();
        let run = |(point, first): &(&Point, u32)| self.task(point, *first, replications as u32);
        let found = threads::map(&tasks, run);
        for ((point, _), values) in tasks.into_iter().zip(found) {
            self.simulated += (values.len() / self.places.len()) as u64;
            self.kept += values.len();
            self.known.entry(point.clone()).or_default().extend(values);
        }
    }

    /// Some replications of a point, values by place.
    fn task(&self, point: &Point, first: u32, end: u32) -> Vec<f64> {
        let levels = self.space.levels(point);
        let new = || Runner::new(self.model, self.plan);
        let values = |runner: &mut Runner<'a>| {
            let mut values = Vec::with_capacity(CHUNK as usize * self.places.len());
            for replication in first..(first + CHUNK).min(end) {
                let record = runner.run(&levels, self.first + replication);
                values.extend(self.places.iter().map(|place| place.map_or(f64::NAN, |place| record.values[place])));
            }
            values
        };
        self.idle.lend(new, values)
    }

    fn scores(&self, values: &[f64]) -> Scores {
        let of_each = || values.chunks_exact(self.places.len()).take(self.replications);
        let by_place = |place: usize| of_each().map(|all| all[place]).collect::<Vec<f64>>();
        Scores {
            money: by_place(0).into_iter().map(|money| self.sign * money).collect(),
            response: by_place(1),
            service: (2..self.places.len()).map(by_place).collect(),
        }
    }

    /// Those of the points that may be better than `base`, judged by these replications.
    fn hopeful<'p>(&mut self, base: &[i64], points: Vec<&'p Point>, replications: usize) -> Vec<&'p Point> {
        self.simulate(&points, replications);
        let of_each = |point: &[i64]| self.known[point].chunks_exact(self.places.len()).take(replications);
        let money = |point: &[i64]| of_each(point).map(|all| self.sign * all[0]);
        let worse = |point: &&Point| {
            let differences: Vec<f64> = money(point).zip(money(base)).map(|(own, base)| own - base).collect();
            let mean = differences.iter().sum::<f64>() / replications as f64;
            let squares: f64 = differences.iter().map(|d| (d - mean) * (d - mean)).sum();
            mean > SURE * (squares / (replications - 1) as f64 / replications as f64).sqrt()
        };
        points.into_iter().filter(|point| !worse(point)).collect()
    }
}

impl Scorer for Simulated<'_> {
    fn replications(&self) -> usize {
        self.replications
    }

    fn limit(&mut self, replications: usize) {
        self.grow(replications);
    }

    fn score(&mut self, point: &[i64]) -> Scores {
        self.score_all(&[point.to_vec()]).remove(0)
    }

    /// Changes that raise the money for sure are scored on fewer replications, where there is no target.
    fn score_changes(&mut self, point: &[i64], changes: &[Vec<(usize, i64)>]) -> Vec<Scores> {
        let points: Vec<Point> = changes.iter().map(|change| moved(point, change)).collect();
        let mut hopeful: Vec<&Point> = points.iter().collect();
        let mut few = SCREEN;
        if self.screening == Screening::On && few < self.replications {
            self.simulate(&[&point.to_vec()], self.replications);
            while few < self.replications {
                hopeful = self.hopeful(point, hopeful, few);
                few *= 4;
            }
        }
        self.simulate(&hopeful, self.replications);
        let own = self.scores(&self.known.get(point).cloned().unwrap_or_default());
        let mut scores = self.collect(&points);
        scores.iter_mut().for_each(|scores| complete(scores, &own));
        scores
    }
}

/// The money of a change that was left early is that of where it starts from and the difference so far: its mean is to be
/// compared with means over all replications.
fn complete(scores: &mut Scores, own: &Scores) {
    let known = scores.money.len();
    if known < own.money.len() {
        let differences = scores.money.iter().zip(&own.money).map(|(moved, own)| moved - own);
        let mean = differences.sum::<f64>() / known as f64;
        scores.money.extend(own.money[known..].iter().map(|own| own + mean));
    }
}

/// Where a record holds the money, the mean response and the targets' values.
fn places(layout: &Layout, goal: &Goal) -> Vec<Option<usize>> {
    let money = match goal.objective {
        Objective::Cost => Measure::CostTotal,
        Objective::Profit => Measure::Profit,
    };
    let system = Entity { kind: EntityKind::System, name: String::new() };
    let find = |entity: &Entity, column: &Column| layout.values.position(entity, column);
    let own = [money, Measure::ResponseMean].map(|measure| find(&system, &Column::plain(measure)));
    own.into_iter().chain(goal.targets.iter().map(|target| find(&target.entity, &target.column))).collect()
}
