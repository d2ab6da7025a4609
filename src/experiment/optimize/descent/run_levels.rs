//! Stocks beside the best ones at which the whole interval of a run meets every target.

use super::sample::Judge;
use super::scale::StockScale;
use super::scorer::read;
use crate::experiment::optimize::service::{Reading, service};
use crate::experiment::optimize::{Goal, Objective, Point, ScorerChoice, SimulationScorer, Space, SureLevels};
use crate::experiment::samples::sample;
use crate::experiment::target_verdict::AgainstTargets;
use crate::model::Model;
use crate::path::{Exactly, NotScored, RelaxedPath};
use crate::plan::Plan;
use crate::results::TargetVerdict;
use crate::stats::{Confidence, Estimate, paired};
use crate::threads;

/// Requests of all replications of a run, up to which they stay in memory.
const MOST_KEPT: usize = 8_000_000;
/// Moves of all stocks together that are looked at, standard deviations; and between two of them, round by round, parts of
/// the way.
const MOVES: [f64; 5] = [0.0, 0.125, 0.25, 0.5, 1.0];
const ROUNDS: usize = 2;
const BETWEEN: [f64; 3] = [0.25, 0.5, 0.75];

/// The replications of a run, passed over at some points at once.
pub(in super::super) struct RunLevels<'a> {
    model: &'a Model,
    plan: &'a Plan,
    space: &'a Space,
    goal: &'a Goal,
    confidence: Confidence,
    source: Source<'a>,
}

/// What says what points come to.
enum Source<'a> {
    Paths(RunPaths<'a>),
    Simulation(Box<SimulationScorer<'a>>),
}

/// Paths of all replications of a run.
struct RunPaths<'a> {
    judge: Judge<'a>,
    readings: Vec<Reading>,
    /// By replication: its path, where all of them are kept.
    paths: Vec<Option<RelaxedPath>>,
}

/// What a point comes to in a run.
struct AtPoint {
    point: Point,
    money: Vec<f64>,
    services: Vec<Estimate>,
}

/// What a replication comes to: orders by service, and what it is at each point.
type Seen = (Option<RelaxedPath>, Vec<f64>, Vec<Exactly>);

impl<'a> RunLevels<'a> {
    /// Of a strategy and its targets.
    pub fn new(
        model: &'a Model,
        plan: &'a Plan,
        space: &'a Space,
        goal: &'a Goal,
        scorer: ScorerChoice,
    ) -> RunLevels<'a> {
        let replications = model.run.replications;
        let confidence = Confidence::new(model.run.confidence, replications.max(2));
        let paths = match scorer {
            ScorerChoice::SamplePath => RunPaths::new(model, plan, space, goal),
            ScorerChoice::Simulation => Err(NotScored("points are simulated".into())),
        };
        let source = paths.map_or_else(
            |_| {
                let mut scorer = SimulationScorer::new(model, plan, space, goal, replications as usize);
                scorer.begin_at(0);
                Source::Simulation(Box::new(scorer))
            },
            Source::Paths,
        );
        RunLevels { model, plan, space, goal, confidence, source }
    }

    /// The least of some moves of all stocks together that surely meets the targets; none where the point does so itself,
    /// or where no move does.
    ///
    /// # Errors
    /// A replication cannot be kept.
    pub fn beside(mut self, best: &[i64]) -> Result<Option<SureLevels>, NotScored> {
        let scale = StockScale::new(self.model, self.plan, self.space);
        let x = scale.scaled(best);
        let points = |moves: &[f64]| moves.iter().map(|moved| scale.whole(&x, *moved)).collect::<Vec<Point>>();
        let mut seen = self.at(&points(&MOVES))?;
        let first = seen.iter().position(|at| self.meets(&at.services));
        let Some(place) = first.filter(|place| *place > 0) else { return Ok(None) };
        let (mut below, mut above) = (MOVES[place - 1], MOVES[place]);
        let mut least = seen.swap_remove(place);
        let own = seen.swap_remove(0);
        for _ in 0..ROUNDS {
            if self.is_drawn_anew() {
                break;
            }
            let moves = BETWEEN.map(|part| below + (above - below) * part);
            let mut seen = self.at(&points(&moves))?;
            let place = seen.iter().position(|at| self.meets(&at.services));
            match place {
                Some(place) => {
                    above = moves[place];
                    below = if place > 0 { moves[place - 1] } else { below };
                    least = seen.swap_remove(place);
                }
                None => below = moves[moves.len() - 1],
            }
        }
        Ok(Some(self.levels(&own, least)))
    }

    /// Whether every look takes as long as the first one.
    fn is_drawn_anew(&self) -> bool {
        matches!(&self.source, Source::Paths(own) if own.paths.iter().any(Option::is_none))
    }

    /// What points come to, on all replications.
    fn at(&mut self, points: &[Point]) -> Result<Vec<AtPoint>, NotScored> {
        let (goal, confidence) = (self.goal, self.confidence.clone());
        match &mut self.source {
            Source::Paths(own) => own.at(points, goal, &confidence),
            Source::Simulation(scorer) => {
                let money: Vec<Vec<f64>> = scorer.score_all(points).into_iter().map(|scores| scores.money).collect();
                let each = points.iter().zip(money);
                Ok(each
                    .map(|(point, money)| AtPoint {
                        point: point.clone(),
                        money,
                        services: scorer.services(point, &confidence),
                    })
                    .collect())
            }
        }
    }

    fn meets(&self, services: &[Estimate]) -> bool {
        AgainstTargets::new(&self.goal.targets, services).verdict() == TargetVerdict::Met
    }

    fn levels(&self, own: &AtPoint, found: AtPoint) -> SureLevels {
        SureLevels {
            sets: self.space.sets(self.model, self.plan, &found.point),
            money: Estimate::of(&found.money, &self.confidence),
            above_best: paired(&found.money, &own.money, &self.confidence).difference,
            services: found.services,
            point: found.point,
        }
    }
}

impl<'a> RunPaths<'a> {
    /// # Errors
    /// Why there are no paths, or a target is not read off them.
    fn new(model: &'a Model, plan: &'a Plan, space: &'a Space, goal: &Goal) -> Result<RunPaths<'a>, NotScored> {
        let mut judge = Judge::new(model, plan, space)?;
        let services = goal.targets.iter().map(|target| service(model, plan, target)).collect::<Result<Vec<_>, _>>()?;
        if services.iter().any(|service| matches!(service.reading, Reading::Quantile(_))) {
            return Err(NotScored("a quantile is not a sum over orders".into()));
        }
        let priced = services.iter().zip(&goal.targets).map(|(service, target)| service.relaxed(model, target));
        judge.judge(priced.collect());
        let readings = services.iter().map(|service| service.reading).collect();
        Ok(RunPaths { judge, readings, paths: vec![None; model.run.replications as usize] })
    }

    fn at(&mut self, points: &[Point], goal: &Goal, confidence: &Confidence) -> Result<Vec<AtPoint>, NotScored> {
        let (judge, count) = (&self.judge, self.paths.len());
        let mut kept: Vec<(u32, Option<RelaxedPath>)> = (0..).zip(std::mem::take(&mut self.paths)).collect();
        let one = |(number, path): &mut (u32, Option<RelaxedPath>)| -> Result<Seen, NotScored> {
            if let Some(mut path) = path.take() {
                let each = points.iter().map(|point| path.exactly(&judge.by_item(point), &judge.services)).collect();
                if !path.overrun() {
                    let orders = path.judged_orders(&judge.services);
                    return Ok((Some(path), orders, each));
                }
            }
            let (path, each) = judge.draw_at(*number, points)?;
            let orders = path.judged_orders(&judge.services);
            let is_kept = path.requests().saturating_mul(count) <= MOST_KEPT;
            Ok((is_kept.then_some(path), orders, each))
        };
        let seen = threads::map_mut(&mut kept, one).into_iter().collect::<Result<Vec<Seen>, NotScored>>()?;
        let places = points.iter().enumerate();
        let found = places.map(|(place, point)| self.at_point(point, place, &seen, (goal, confidence))).collect();
        self.paths = seen.into_iter().map(|(path, ..)| path).collect();
        Ok(found)
    }

    fn at_point(
        &self,
        point: &Point,
        place: usize,
        seen: &[Seen],
        (goal, confidence): (&Goal, &Confidence),
    ) -> AtPoint {
        let money = |at: &Exactly| match goal.objective {
            Objective::Cost => at.cost,
            Objective::Profit => at.cost - at.revenue,
        };
        let estimate = |at: usize| {
            let divisors: Vec<f64> = seen.iter().map(|(_, orders, _)| orders[at]).collect();
            let values =
                seen.iter().map(|(_, orders, each)| read(self.readings[at], each[place].judged[at] / orders[at]));
            let values: Vec<f64> = values.collect();
            sample(goal.targets[at].column.measure, &values, Some(&divisors)).estimate(confidence)
        };
        AtPoint {
            point: point.clone(),
            money: seen.iter().map(|(.., each)| money(&each[place])).collect(),
            services: (0..self.readings.len()).map(estimate).collect(),
        }
    }
}
