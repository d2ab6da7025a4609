//! What sets of held items come to on replications that no search has seen.

use super::best_set::Reason;
use super::candidate::Candidate;
use super::penalty::penalised;
use super::problem::DecouplingProblem;
use crate::collect::Runner;
use crate::experiment::optimize::scorer::mean;
use crate::experiment::optimize::simulation::{SimulationScorer, lean};
use crate::experiment::optimize::{
    Best, Ending, Goal, How, MarginalValue, Objective, Point, Proven, Scorer, Scores, SearchSettings, ServiceTarget,
    Variable,
};
use crate::measures::{Column, EntityKind, Measure};
use crate::model::{Model, Pegging, Ranking};
use crate::plan::Plan;
use crate::reader::{quote, quote_key};
use crate::record::{Entity, ValuePlace};
use crate::rules::stock::{self, RuleNumber};
use crate::stats::{Confidence, Estimate, differences, pseudo_values};
use crate::threads;

/// Holding, of whatever kind.
const HOLDING: [Measure; 5] = [
    Measure::CostHoldingParts,
    Measure::CostHoldingCommitted,
    Measure::CostHoldingWip,
    Measure::CostHoldingProducts,
    Measure::CostHoldingPipeline,
];

/// Money of fresh replications, split in two.
pub(super) struct SplitMoney {
    holding: Vec<f64>,
    /// All other costs, less revenue where profit is the goal.
    rest: Vec<f64>,
    service: Vec<Vec<f64>>,
    /// Whether the targets were met where the levels were searched.
    reached: bool,
}

/// A set with the levels found for it, as a best point of its model.
pub(super) fn best(problem: &DecouplingProblem<'_>, model: &Model, candidate: &Candidate) -> Best {
    let plan = Plan::new(model, 0);
    let (space, point) = problem.space(model, &plan, &candidate.values);
    Best {
        strategy: plan.strategy,
        sets: space.sets(model, &plan, &point),
        reached: candidate.evaluated.violation == 0.0,
        scores: candidate.evaluated.scores.clone(),
        how: How {
            scorer: String::new(),
            search: String::new(),
            evaluations: candidate.evaluations,
            replications: candidate.evaluated.scores.money.len(),
            proven: Proven::Nothing,
            selection: None,
            at_limit: space.at_limit(&point),
            ending: Ending::Complete,
            starts: None,
        },
        bound: None,
        marginal_values: vec![MarginalValue::default(); point.len()],
        variables: space.variables,
        point,
    }
}

/// The `key=value`s that add the set to the scenario as a strategy.
pub(super) fn sets(model: &Model, held: &[String], best: &Best) -> Vec<String> {
    let strategy = &model.strategies[0];
    let name = quote_key(&strategy.name);
    let names: Vec<String> = held.iter().map(|name| quote(name)).collect();
    let mut sets = vec![
        format!("strategies.{name}.hold=[{}]", names.join(", ")),
        format!("strategies.{name}.allocation=\"{}\"", strategy.allocation.word()),
    ];
    // Pegged is what is not written: where lots can exceed a request it must not be.
    if strategy.pegging == Pegging::Pooled {
        sets.push(format!("strategies.{name}.pegging=\"{}\"", strategy.pegging.word()));
    }
    if strategy.ranking == Ranking::Alike {
        sets.push(format!("strategies.{name}.priorities=false"));
    }
    for (item, stock) in model.items.iter().zip(&strategy.holds) {
        let Some(stock) = stock else { continue };
        let item = quote_key(&item.name);
        let mut set = |key: &str, value: String| sets.push(format!("strategies.{name}.stock.{item}.{key}={value}"));
        if let Some(review) = stock.review {
            set("review", review.units().to_string());
        }
        let reserves = stock.reserve.iter().map(|it| format!("{} = {}", quote_key(&it.class), it.units));
        let reserves: Vec<String> = reserves.collect();
        if !reserves.is_empty() {
            set("reserve", format!("{{ {} }}", reserves.join(", ")));
        }
        if let Some((key, value)) = stock::companion(&stock.rule) {
            set(key, value.into());
        }
    }
    sets.extend(best.sets.iter().cloned());
    sets
}

/// What a best point comes to on the replications of a run, and its services there.
pub(super) fn run(model: &Model, best: &Best, (goal, settings): (&Goal, &SearchSettings)) -> (Scores, Vec<Estimate>) {
    let model = lean(model, goal);
    let plan = Plan::new(&model, 0);
    let initial = settings.space(&model, &plan).initial;
    let net = plan.opening_nets();
    let space =
        crate::experiment::optimize::Space { variables: best.variables.clone(), base: plan.levels(), initial, net };
    let mut scorer = SimulationScorer::new(&model, &plan, &space, goal, model.run.replications as usize);
    scorer.begin_at(0);
    let confidence = Confidence::new(model.run.confidence, model.run.replications.max(2));
    (scorer.score(&best.point), scorer.services(&best.point, &confidence))
}

/// The money of a set at these values, on the replications of a run; of a base stock of `stocked` one unit at least.
pub(super) fn split(problem: &DecouplingProblem<'_>, candidate: &Candidate, stocked: Option<usize>) -> SplitMoney {
    let model = problem.model_of("mixed", &candidate.held);
    let plan = Plan::new(&model, 0);
    let space = problem.settings.space(&model, &plan);
    let at = |variable: &Variable| {
        let value = candidate.values.get(&variable.key()).copied().unwrap_or(variable.bounds.0);
        let own = plan.items[variable.items[0] as usize].origin.index();
        if variable.number == RuleNumber::Level && stocked == Some(own) { value.max(1) } else { value }
    };
    let point: Point = space.variables.iter().map(at).collect();
    let levels = space.levels(&point);
    let layout = Runner::new(&model, &plan).layout().clone();
    let system = |measure: Measure| {
        let system = Entity { kind: EntityKind::System, name: String::new() };
        layout.values.position(&system, &Column::plain(measure))
    };
    let holding: Vec<usize> = HOLDING.iter().filter_map(|measure| system(*measure)).collect();
    let (total, profit) = (system(Measure::CostTotal), system(Measure::Profit));
    let targets: Vec<Option<ValuePlace>> =
        problem.goal.targets.iter().map(|target| layout.place(&target.entity, &target.column)).collect();
    let new = || Runner::new(&model, &plan);
    let row = |runner: &mut Runner<'_>, replication: usize| {
        let record = runner.run(&levels, replication as u32);
        let value = |place: Option<usize>| place.map_or(f64::NAN, |place| record.values[place]);
        let held: f64 = holding.iter().map(|place| record.values[*place]).sum();
        let money = match problem.goal.objective {
            Objective::Cost => value(total),
            Objective::Profit => -value(profit),
        };
        let service = targets.iter().map(|place| place.map_or((f64::NAN, None), |place| record.read(place)));
        (held, money - held, service.collect())
    };
    let rows: Vec<(f64, f64, Vec<_>)> = threads::numbered_with(model.run.replications as usize, new, row);
    SplitMoney {
        holding: rows.iter().map(|row| row.0).collect(),
        rest: rows.iter().map(|row| row.1).collect(),
        reached: candidate.evaluated.violation == 0.0,
        service: (0..targets.len()).map(|target| pseudo_values(rows.iter().map(|row| row.2[target]))).collect(),
    }
}

/// Why an item is held or not: the best set, and the same with the item switched. Service is paid for at these prices.
pub(super) fn reason(
    problem: &DecouplingProblem<'_>,
    (item, held): (usize, bool),
    (own, other): (&SplitMoney, &SplitMoney),
    prices: &[f64],
    confidence: &Confidence,
) -> Reason {
    let (with, without) = if held { (own, other) } else { (other, own) };
    let rest = |split: &SplitMoney| {
        let scores = Scores { money: split.rest.clone(), service: split.service.clone(), response: Vec::new() };
        penalised(&scores, problem.goal, prices)
    };
    let (saves, costs) = (differences(&rest(without), &rest(with)), differences(&with.holding, &without.holding));
    let estimate = |values: &[f64]| Estimate::of(values, confidence);
    // What the levels of the best set meet on other replications is on either side of chance here.
    let met = |((target, values), of_own): ((&ServiceTarget, &Vec<f64>), &Vec<f64>)| {
        let violation = |values: &[f64]| values.iter().map(|value| target.violation(*value)).collect::<Vec<_>>();
        let chance = |values: &[f64]| estimate(values).low.is_some_and(|low| low <= 0.0);
        let lost = differences(&violation(values), &violation(of_own));
        target.violation(mean(values)) <= 0.0 || (own.reached && (chance(&violation(values)) || chance(&lost)))
    };
    Reason {
        item: problem.model.items[item].name.clone(),
        held,
        net: estimate(&differences(&saves, &costs)),
        saves: estimate(&saves),
        costs: estimate(&costs),
        service: with.service.iter().zip(&without.service).map(|(a, b)| estimate(&differences(a, b))).collect(),
        met_otherwise: problem.goal.targets.iter().zip(&other.service).zip(&own.service).all(met),
    }
}
