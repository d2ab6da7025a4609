//! Points scored by simulating them: covers every rule and every network, a replication at a time.
//!
//! The point's levels run on a plan made once; the record is that of any run, only from a [`lean`] model, and of it the money
//! and the targets' values are kept. A value depends on point and replication alone, so it is simulated once, kept while memory
//! allows, and a search may begin with few replications and [grow](SimulationScorer::grow) where it matters.

use super::scorer::surely_above;
use super::space::{Move, moved};
use super::{FIRST_SEARCH_REPLICATION, Goal, Objective, Point, Scorer, Scores, Screening, Space};
use crate::collect::Runner;
use crate::experiment::samples::sample;
use crate::measures::{Column, EntityKind, Measure};
use crate::model::Model;
use crate::plan::Plan;
use crate::record::{Entity, Layout, ValuePlace};
use crate::stats::{Confidence, Estimate, pseudo_values};
use crate::threads::{self, Idle};
use std::collections::BTreeMap;

/// Replications of one task: enough that handing it out costs nothing, few enough that no core waits long.
const CHUNK: u32 = 4;
/// Values kept, at most: 32 MB.
const KEPT: usize = 4 << 20;
/// Replications after which points are left that are worse for sure; then after four times as many, …
const SCREEN: usize = 32;
/// Replications of the first stage of a search; each next one has so many times as many.
const FIRST_STAGE: usize = 8;
const GROWTH: usize = 4;
/// Places in a record before those of the targets: money and mean response.
const OWN: usize = 2;
/// Points that may be scored for a proof.
const AFFORDABLE: usize = 100;

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

/// Scores points by simulation, on the threads of the pool it is called in.
#[derive(Debug)]
pub struct SimulationScorer<'a> {
    model: &'a Model,
    plan: &'a Plan,
    space: &'a Space,
    /// Places in a record: money, mean response, then the targets.
    places: Vec<Option<ValuePlace>>,
    /// By target: what is asked for.
    targets: Vec<Measure>,
    /// Cost counts as it is, profit against itself.
    sign: f64,
    /// Runners not in use.
    idle: Idle<Runner<'a>>,
    /// Number of the first replication, and how many count.
    first: u32,
    replications: usize,
    /// Those of the last stage of a search.
    all: usize,
    /// Whether money alone counts, so that changes may be screened by it.
    money_alone: bool,
    screening: Screening,
    /// Why it scores by simulation, in words, if there is something to say.
    why: String,
    /// By point, replication by replication: by place the value, and of a quotient what it was divided by.
    known: BTreeMap<Point, Vec<f64>>,
    /// Values in `known`.
    kept: usize,
    simulated: u64,
}

impl<'a> SimulationScorer<'a> {
    /// A scorer of this many replications. The model may be [`lean`]; the plan is of this model.
    #[must_use]
    pub fn new(
        model: &'a Model,
        plan: &'a Plan,
        space: &'a Space,
        goal: &Goal,
        replications: usize,
    ) -> SimulationScorer<'a> {
        let runner = Runner::new(model, plan);
        SimulationScorer {
            model,
            plan,
            space,
            places: places(runner.layout(), goal),
            targets: goal.targets.iter().map(|target| target.column.measure).collect(),
            sign: if goal.objective == Objective::Profit { -1.0 } else { 1.0 },
            idle: Idle::default(),
            first: FIRST_SEARCH_REPLICATION,
            replications,
            all: replications,
            money_alone: goal.targets.is_empty(),
            screening: Screening::On,
            why: String::new(),
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

    /// The same with a word on why nothing else scores the points.
    #[must_use]
    pub fn because(self, reason: &str) -> SimulationScorer<'a> {
        SimulationScorer { why: format!(" ({reason})"), ..self }
    }

    /// The number after the last replication that counts.
    #[must_use]
    pub fn end(&self) -> u32 {
        self.first + self.replications as u32
    }

    /// What each of these points comes to.
    pub fn score_all(&mut self, points: &[Point]) -> Vec<Scores> {
        let all: Vec<&Point> = points.iter().collect();
        self.simulate(&all, self.replications);
        self.collect(points)
    }

    /// By target: what a point comes to, with the interval that a run of these replications gives.
    pub fn services(&mut self, point: &Point, confidence: &Confidence) -> Vec<Estimate> {
        self.simulate(&[point], self.replications);
        let known = &self.known[point];
        let column = |at: usize| -> Vec<f64> {
            known.chunks_exact(self.width()).take(self.replications).map(|all| all[at]).collect()
        };
        let mut at: usize = self.places[..OWN].iter().map(|place| 1 + divisors(*place)).sum();
        let mut one = |(place, measure): (&Option<ValuePlace>, &Measure)| {
            let (values, divided) = (column(at), (divisors(*place) > 0).then(|| column(at + 1)));
            at += 1 + divisors(*place);
            sample(*measure, &values, divided.as_deref()).estimate(confidence)
        };
        self.places[OWN..].iter().zip(&self.targets).map(&mut one).collect()
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
        let (mut tasks, width): (Vec<(&Point, u32)>, usize) = (Vec::new(), self.width());
        for point in points {
            let have = self.known.entry((*point).clone()).or_default().len() / width;
            tasks.extend((have..replications).step_by(CHUNK as usize).map(|first| (*point, first as u32)));
        }
        // A point named twice is simulated once.
        tasks.sort_unstable();
        tasks.dedup();
        let run = |(point, first): &(&Point, u32)| self.task(point, *first, replications as u32);
        let found = threads::map(&tasks, run);
        for ((point, _), values) in tasks.into_iter().zip(found) {
            self.simulated += (values.len() / width) as u64;
            self.kept += values.len();
            self.known.entry(point.clone()).or_default().extend(values);
        }
    }

    /// Some replications of a point, values by place.
    fn task(&self, point: &Point, first: u32, end: u32) -> Vec<f64> {
        let levels = self.space.levels(point);
        let new = || Runner::new(self.model, self.plan);
        let values = |runner: &mut Runner<'a>| {
            let mut values = Vec::with_capacity(CHUNK as usize * self.width());
            for replication in first..(first + CHUNK).min(end) {
                let record = runner.run(&levels, self.first + replication);
                for place in &self.places {
                    let (value, divisor) = place.map_or((f64::NAN, None), |place| record.read(place));
                    values.push(value);
                    values.extend(divisor);
                }
            }
            values
        };
        self.idle.lend(new, values)
    }

    /// Numbers kept of a replication of a point.
    fn width(&self) -> usize {
        self.places.iter().map(|place| 1 + divisors(*place)).sum()
    }

    fn scores(&self, values: &[f64]) -> Scores {
        let of_each = || values.chunks_exact(self.width()).take(self.replications);
        let mut at = 0;
        let columns = self.places.iter().map(|place| {
            let (own, divided) = (at, divisors(*place) > 0);
            at += 1 + usize::from(divided);
            pseudo_values(of_each().map(|all| (all[own], divided.then(|| all[own + 1]))))
        });
        let mut columns = columns.collect::<Vec<_>>().into_iter();
        let mut next = || columns.next().expect("money and response are places");
        let (money, response) = (next(), next());
        Scores {
            money: money.into_iter().map(|money| self.sign * money).collect(),
            response,
            service: columns.collect(),
        }
    }

    /// Those of the points that may be better than `base`, judged by these replications.
    fn hopeful<'p>(&mut self, base: &[i64], points: Vec<&'p Point>, replications: usize) -> Vec<&'p Point> {
        self.simulate(&points, replications);
        let money = |point: &[i64]| -> Vec<f64> {
            let of_each = self.known[point].chunks_exact(self.width()).take(replications);
            of_each.map(|all| self.sign * all[0]).collect()
        };
        let base = money(base);
        points.into_iter().filter(|point| !surely_above(&money(point), &base)).collect()
    }
}

impl Scorer for SimulationScorer<'_> {
    fn replications(&self) -> usize {
        self.replications
    }

    fn affordable(&self) -> usize {
        AFFORDABLE
    }

    /// Few replications for the long way, more and more for the last steps: each stage ends at a local optimum of the
    /// average over its replications (retrospective approximation; Wang, Pasupathy and Schmeiser, 2013).
    fn stages(&self) -> Vec<usize> {
        let growing = std::iter::successors(Some(FIRST_STAGE), |count| Some(count * GROWTH));
        growing.take_while(|count| *count < self.all).chain([self.all]).collect()
    }

    fn limit(&mut self, replications: usize) {
        self.grow(replications);
    }

    fn screen(&mut self, screening: Screening) {
        self.screening = screening;
    }

    fn simulated(&self) -> u64 {
        self.simulated
    }

    fn add_simulated(&mut self, replications: u64) {
        self.simulated += replications;
    }

    fn words(&self) -> String {
        let Self { all, simulated, why, .. } = self;
        format!("simulation of up to {all} replications for each point, {simulated} in all{why}")
    }

    fn score(&mut self, point: &[i64]) -> Scores {
        self.score_all(&[point.to_vec()]).remove(0)
    }

    /// Changes that raise the money for sure are scored on fewer replications, where there is no target.
    fn score_changes(&mut self, point: &[i64], changes: &[Move]) -> Vec<Scores> {
        let points: Vec<Point> = changes.iter().map(|change| moved(point, change)).collect();
        let mut hopeful: Vec<&Point> = points.iter().collect();
        let mut few = SCREEN;
        if self.money_alone && self.screening == Screening::On && few < self.replications {
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

fn divisors(place: Option<ValuePlace>) -> usize {
    usize::from(place.is_some_and(|place| place.divisor.is_some()))
}

/// Where a record holds the money, the mean response and the targets' values.
fn places(layout: &Layout, goal: &Goal) -> Vec<Option<ValuePlace>> {
    let money = match goal.objective {
        Objective::Cost => Measure::CostTotal,
        Objective::Profit => Measure::Profit,
    };
    let system = Entity { kind: EntityKind::System, name: String::new() };
    let find = |entity: &Entity, column: &Column| layout.place(entity, column);
    let own = [money, Measure::ResponseMean].map(|measure| find(&system, &Column::plain(measure)));
    own.into_iter().chain(goal.targets.iter().map(|target| find(&target.entity, &target.column))).collect()
}
