//! Best levels: known optima are found, and what is said to be proven is so.

use super::fixture::Fixture;
use super::network::{Times, networks, presets};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestError, TestRunner};
use pushpull::collect::Runner;
use pushpull::experiment::optimize::{
    Best, FIRST_SEARCH_REPLICATION, Goal, Limit, Objective, Proven, ScorerChoice, SearchSettings, ServiceTarget,
    decouple, frontier, search, space, without_room,
};
use pushpull::experiment::{Silent, Stopped, Told, Watch};
use pushpull::measures::{Column, EntityKind, Measure};
use pushpull::model::Model;
use pushpull::plan::{Level, Plan};
use pushpull::record::Entity;
use pushpull::rules::stock::RuleNumber;
use pushpull::stats::pseudo_values;
use std::cell::Cell;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicU64, Ordering};

const CHEAPEST: Goal = Goal { objective: Objective::Cost, targets: Vec::new() };

fn best(model: &Model, strategy: usize, goal: &Goal) -> Best {
    search(model, strategy, goal, &SearchSettings::default(), &Silent).unwrap()
}

fn target(id: &str, value: f64) -> ServiceTarget {
    let system = Entity { kind: EntityKind::System, name: String::new() };
    ServiceTarget { column: Column::parse(id).unwrap(), entity: system, value }
}

fn at_least(id: &str, value: f64) -> Goal {
    Goal { objective: Objective::Cost, targets: vec![target(id, value)] }
}

/// One product from the shelf.
const ONE: &str = r#"
name = "one"
run = { warm_up = 20, horizon = 2000, replications = 20 }
items.x = { holding_cost = 1, buy.lead_time = 3, stock.base_stock = 3 }
demand.x = { arrivals.poisson.rate = 2, backorder_cost = 9 }
[strategies.MTS]
hold = ["x"]
"#;

#[test]
fn one_item_gets_the_newsvendors_stock() {
    // The smallest S with P(N <= S) >= b / (b + h) = 0.9, N ~ Poisson(6): P(N <= 8) = 0.847, P(N <= 9) = 0.916.
    let bench = Fixture::new(ONE, &[]);
    let best = best(&bench.model, 0, &CHEAPEST);
    assert_eq!(best.point, [9]);
    assert_eq!(best.sets, ["strategies.MTS.stock.x.base_stock=9"]);
    assert_eq!(best.how.proven, Proven::Global);
    // Its exact cost, from the Poisson distribution: 4.6126.
    let money = best.scores.money();
    assert!((money - 4.612_589).abs() < 0.06, "{money}");
    // One unit less costs 5.1402 - 4.6126, one more 4.7733 - 4.6126.
    let (less, more) = (best.marginal_values[0].less.clone().unwrap(), best.marginal_values[0].more.clone().unwrap());
    assert!((less.money - 0.5276).abs() < 0.1 && (more.money - 0.1608).abs() < 0.05, "{less:?} {more:?}");
}

/// One product from two parts that take one and two days, five orders a day.
const TWO: &str = r#"
name = "two"
run = { warm_up = 10, horizon = 2000, replications = 20 }
items.a = { holding_cost = 1, buy.lead_time = 1, stock.base_stock = 5 }
items.b = { holding_cost = 1, buy.lead_time = 2, stock.base_stock = 5 }
items.p = { make.parts = { a = 1, b = 1 }, make.holding_cost = 0 }
demand.p = { arrivals.poisson.rate = 5, backorder_cost = 10 }
[strategies.ATO]
hold = ["a", "b"]
"#;

fn poisson(mean: f64) -> Vec<f64> {
    let mut points = vec![(-mean).exp()];
    (1..45).for_each(|k| points.push(points[k - 1] * mean / k as f64));
    points
}

/// Exact cost and order fill of base stocks of TWO: units on order of a in the last day, N, and of b in that and the day
/// before, N + M; N, M ~ Poisson(5). With constant lead times orders are served in turn, so that max((N - S)+, (N + M -
/// T)+) wait, each with one of both parts (or the place of one) and one backorder.
fn exact(stocks: (i64, i64), holding: (f64, f64), backorder: f64) -> (f64, f64) {
    let (points, mut waiting, mut fill) = (poisson(5.0), 0.0, 0.0);
    for (n, p) in points.iter().enumerate() {
        for (m, q) in points.iter().enumerate() {
            let (first, second) = (n as i64 - stocks.0, (n + m) as i64 - stocks.1);
            waiting += p * q * first.max(second).max(0) as f64;
            fill += if first < 0 && second < 0 { p * q } else { 0.0 };
        }
    }
    let stock = holding.0 * (stocks.0 - 5) as f64 + holding.1 * (stocks.1 - 10) as f64;
    (stock + (holding.0 + holding.1 + backorder) * waiting, fill)
}

fn cheapest_exact(holding: (f64, f64), backorder: f64, fill: f64) -> (i64, i64) {
    let all = (0..20).flat_map(|s| (0..30).map(move |t| (s, t)));
    let met = all.filter(|stocks| exact(*stocks, holding, backorder).1 >= fill);
    let cost = |stocks: &(i64, i64)| exact(*stocks, holding, backorder).0;
    met.min_by(|a, b| cost(a).total_cmp(&cost(b))).unwrap()
}

#[test]
fn two_parts_get_the_stocks_of_the_exact_formula() {
    // The formula itself: a published value (Song 1998's setting).
    assert!((exact((8, 14), (1.0, 1.0), 0.0).1 - 0.802_300).abs() < 1e-6);
    let bench = Fixture::new(TWO, &[]);
    let found = best(&bench.model, 0, &CHEAPEST);
    let (s, t) = cheapest_exact((1.0, 1.0), 10.0, 0.0);
    assert_eq!(found.point, [s, t]);
    let cost = exact((s, t), (1.0, 1.0), 10.0).0;
    assert!((found.scores.money() / cost - 1.0).abs() < 0.02, "{} {cost}", found.scores.money());

    let bench = Fixture::new(TWO, &["demand.p.backorder_cost=0", "items.b.holding_cost=0.5"]);
    let found = best(&bench.model, 0, &at_least("order_fill_rate", 0.9));
    let (s, t) = cheapest_exact((1.0, 0.5), 0.0, 0.9);
    assert_eq!(found.point, [s, t]);
    assert!(found.reached && found.scores.services()[0] >= 0.9);
}

#[test]
fn threads_change_nothing() {
    let bench = Fixture::new(TWO, &["run.horizon=200"]);
    let with = |threads| {
        let settings = SearchSettings { threads, ..SearchSettings::default() };
        search(&bench.model, 0, &at_least("response_p95", 0.5), &settings, &Silent).unwrap()
    };
    assert_eq!(with(1), with(3));
}

/// A product and its two parts, all three held.
const THREE: &str = r#"
name = "three"
run = { warm_up = 10, horizon = 300, replications = 12 }
items.a = { holding_cost = 1, buy.lead_time = 1, stock.base_stock = 5 }
items.b = { holding_cost = 0.5, buy.lead_time.exponential.mean = 2, stock.base_stock = 5 }
items.p = { holding_cost = 4, make.parts = { a = 1, b = 1 }, make.time = 0.3, stock.base_stock = 1 }
demand.p = { arrivals.poisson.rate = 3, backorder_cost = 8 }
[strategies.MTS]
hold = ["a", "b", "p"]
"#;

/// The same search with either scorer: on the same replications a point comes to the same, and the way ends at the same one.
#[test]
fn both_scorers_lead_to_the_same_point() {
    let bench = Fixture::new(THREE, &[]);
    for goal in [at_least("order_fill_rate", 0.9), at_least("response_mean", 0.1)] {
        // With 5,832 points too many to score them all.
        let limits = ["a", "b", "p"].map(|item| Limit { item: item.into(), number: None, range: (0, 17) });
        let by = |scorer| {
            let settings = SearchSettings { scorer, limits: limits.to_vec(), ..SearchSettings::default() };
            search(&bench.model, 0, &goal, &settings, &Silent).unwrap()
        };
        let (path, simulated) = (by(ScorerChoice::SamplePath), by(ScorerChoice::Simulation));
        assert!(path.how.scorer.contains("kept as paths") && simulated.how.scorer.contains("simulation"));
        assert!(path.reached && path.how.proven == Proven::Pairwise, "{:?}", path.how);
        assert_eq!(path.point, simulated.point);
        assert!((path.scores.money() / simulated.scores.money() - 1.0).abs() < 1e-9);
        assert!((path.scores.services()[0] - simulated.scores.services()[0]).abs() < 1e-9);
    }
}

/// Stops a search after so many points.
struct Until(u64, AtomicU64);

impl Watch for Until {
    fn told(&self, told: Told<'_>) -> ControlFlow<()> {
        let Told::Scored { points, .. } = told else { return ControlFlow::Continue(()) };
        self.1.fetch_max(points, Ordering::Relaxed);
        if points >= self.0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}

#[test]
fn a_search_stops_between_scored_points() {
    let bench = Fixture::new(THREE, &["run.horizon=50"]);
    let settings = SearchSettings { threads: 2, ..SearchSettings::default() };
    let goal = at_least("order_fill_rate", 0.9);
    let (all, early) = (Until(u64::MAX, AtomicU64::new(0)), Until(40, AtomicU64::new(0)));
    assert!(search(&bench.model, 0, &goal, &settings, &all).is_ok());
    assert_eq!(search(&bench.model, 0, &goal, &settings, &early), Err(Stopped));
    let (all, early) = (all.1.into_inner(), early.1.into_inner());
    assert!((40..all).contains(&early) && early < 100, "{early} of {all}");
    assert_eq!(decouple(&bench.model, 0, &goal, &settings, &Until(40, AtomicU64::new(0))).unwrap_err(), Stopped);
    let levels = [0.8, 0.9];
    let service = &goal.targets[0];
    let along = frontier(&bench.model, 0, Objective::Cost, service, &levels, &settings, &Until(40, AtomicU64::new(0)));
    assert_eq!(along, Err(Stopped));
}

#[test]
fn a_frontier_costs_more_for_more_service() {
    let bench = Fixture::new(TWO, &["run.horizon=400", "demand.p.backorder_cost=0"]);
    let levels = [0.99, 0.5, 0.8, 0.95];
    let settings = SearchSettings::default();
    let service = target("order_fill_rate", 0.0);
    let found = frontier(&bench.model, 0, Objective::Cost, &service, &levels, &settings, &Silent).unwrap();
    for (best, level) in found.iter().zip(levels) {
        assert!(best.reached && best.scores.services()[0] >= level, "{best:?}");
        let alone = self::best(&bench.model, 0, &at_least("order_fill_rate", level));
        assert!(best.scores.money() <= alone.scores.money() * 1.001, "{best:?}\n{alone:?}");
    }
    let order = [1, 2, 3, 0];
    assert!(order.windows(2).all(|pair| found[pair[0]].scores.money() <= found[pair[1]].scores.money()));
}

#[test]
fn an_unreachable_target_gives_the_best_that_can_be_reached() {
    // Making takes a day; nobody can be served at once from parts.
    let bench = Fixture::new(TWO, &["run.horizon=100", "items.p.make.time=1", "demand.p.due=0.5"]);
    let found = best(&bench.model, 0, &at_least("on_time_rate", 0.9));
    assert!(!found.reached && found.scores.services() == [0.0], "{found:?}");
    // With nothing to gain in service the cheapest point is the best one.
    assert_eq!(found.point, best(&bench.model, 0, &CHEAPEST).point);
}

/// What a search says to set gives its point.
#[test]
fn sets_make_the_strategy_so() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let text = std::fs::read_to_string(folder.join("custom-pcs.toml")).unwrap();
    let quick = ["run.replications=2", "run.horizon=20", "items.keyboard_uk.stock.fill_rate=0.9"];
    let bench = Fixture::new(&text, &quick);
    for (strategy, variables) in [("ATO", 6), ("MTS", 1), ("MTS_with_parts", 7), ("MTO", 0)] {
        let plan = bench.plan(strategy);
        let space = space(&bench.model, plan, &[]);
        // Three choices of a family that differ in nothing move together; one of the keyboards has another rule.
        assert_eq!(space.variables.len(), variables, "{strategy}");
        let point: Vec<i64> = space.variables.iter().zip(1..).map(|(_, value)| value).collect();
        let sets = space.sets(&bench.model, plan, &point);
        let sets: Vec<&str> = quick.into_iter().chain(sets.iter().map(String::as_str)).collect();
        let again = Fixture::new(&text, &sets);
        assert_eq!(again.plan(strategy).levels(), space.levels(&point), "{sets:?}");
    }
}

/// Whatever the rule, its trigger and what the shelf begins with.
#[test]
fn sets_make_every_rule_so() {
    let rules = [
        "min_max = { min = 2, max = 6 }",
        "min_max = { min = 2, max = 6 }, trigger = \"below\"",
        "min_max = { min = 2, max = 6 }, initial = 0",
        "reorder = { point = 2, quantity = 5 }, initial = 1",
        "base_stock = 4, initial = 0",
    ];
    for rule in rules {
        let own = format!("strategies.ATO.stock.a={{ {rule} }}");
        let bench = Fixture::new(TWO, &[&own]);
        let plan = bench.plan("ATO");
        let space = space(&bench.model, plan, &[]);
        let point: Vec<i64> = space.variables.iter().zip(1..).map(|(_, value)| value).collect();
        let sets = space.sets(&bench.model, plan, &point);
        let sets: Vec<&str> = [own.as_str()].into_iter().chain(sets.iter().map(String::as_str)).collect();
        let again = Fixture::new(TWO, &sets);
        assert_eq!(again.plan("ATO").levels(), space.levels(&point), "{sets:?}");
    }
}

/// Minima stay below maxima wherever the bounds put them, so that every search has a point to begin at.
#[test]
fn bounds_leave_every_rule_room() {
    let rule = "strategies.ATO.stock.a={ min_max = { min = 2, max = 6 } }";
    let bench = Fixture::new(TWO, &[rule, "run.horizon=100"]);
    for range in [(0, 1), (4, 5), (7, 9), (3, 3), (0, 40)] {
        let limit = |number| Limit { item: "a".into(), number, range };
        let limits = [limit(None), limit(Some(RuleNumber::Max))];
        let space = space(&bench.model, bench.plan("ATO"), &limits);
        assert!(space.admits(&space.start()), "{range:?} {:?}", space.start());
        let room = without_room(&bench.model, bench.plan("ATO"), &limits);
        assert_eq!(room.is_empty(), range != (3, 3), "{room:?}");
        let settings = SearchSettings { limits: limits.to_vec(), replications: Some(2), ..SearchSettings::default() };
        let found = search(&bench.model, 0, &CHEAPEST, &settings, &Silent).unwrap();
        assert!(space.admits(&found.point), "{range:?} {:?}", found.point);
    }
}

/// What is claimed of a point's neighbours is what their worth says.
#[test]
fn a_claim_about_neighbours_agrees_with_what_they_are_worth() {
    let rule = "strategies.ATO.stock.a={ min_max = { min = 2, max = 6 } }";
    let mut claimed = 0;
    for seed in 0..6 {
        let seed = format!("run.seed={seed}");
        let short = [rule, "run.horizon=100", "run.replications=4", &seed];
        // With the confidence that chance has too nothing is selected.
        let benches =
            ["run.confidence=0.95", "run.confidence=0.05"].map(|c| Fixture::new(TWO, &[&short[..], &[c]].concat()));
        for model in benches.iter().map(|bench| &bench.model) {
            let settings = SearchSettings { indifference: Some(1.0), ..SearchSettings::default() };
            let found = search(model, 0, &CHEAPEST, &settings, &Silent).unwrap();
            assert!(!found.how.scorer.contains("kept as paths"), "{}", found.how.scorer);
            let mut beside = found.marginal_values.iter().flat_map(|value| [&value.more, &value.less]).flatten();
            let better = beside.any(|next| next.money < -1e-6);
            assert_eq!(found.how.proven >= Proven::Single, !better, "{:?}", found.marginal_values);
            claimed += usize::from(!better);
        }
    }
    assert!(claimed > 0);
}

/// Money and service of a point from records of the event engine.
fn simulated(model: &Model, plan: &Plan, best: &Best, point: &[i64], goal: &Goal) -> (f64, f64) {
    let mut levels = plan.levels();
    for (variable, value) in best.variables.iter().zip(point) {
        variable.items.iter().for_each(|item| levels.0[*item as usize] = Level::base_stock(*value));
    }
    let mut runner = Runner::new(model, plan);
    let system = Entity { kind: EntityKind::System, name: String::new() };
    let place = |column: &Column| runner.layout().place(&system, column).unwrap();
    let (money, service) = (place(&Column::plain(Measure::CostTotal)), place(&goal.targets[0].column));
    let count = best.how.replications as u32;
    let records = (0..count).map(|number| runner.run(&levels, FIRST_SEARCH_REPLICATION + number)).collect::<Vec<_>>();
    let mean =
        |place| pseudo_values(records.iter().map(|record| record.read(place))).iter().sum::<f64>() / f64::from(count);
    (mean(money), mean(service))
}

/// All points one or two units of different items away.
pub fn neighbours(point: &[i64]) -> Vec<Vec<i64>> {
    let mut found = Vec::new();
    for one in 0..point.len() {
        for other in one..point.len() {
            for (a, b) in [(-1, 0), (1, 0), (-1, -1), (-1, 1), (1, -1), (1, 1)] {
                let mut next = point.to_vec();
                next[one] += a;
                next[other] += if one == other { 0 } else { b };
                found.push(next);
            }
        }
    }
    found
}

/// Claims that were held against the event engine, and neighbours that were simulated for it.
#[derive(Clone, Copy, Debug, Default)]
struct Claims {
    single: u32,
    pairwise: u32,
    global: u32,
    neighbours: u32,
    /// Networks with a claim.
    networks: u32,
}

impl Claims {
    /// Points of which something is claimed.
    fn points(self) -> u32 {
        self.single + self.pairwise + self.global
    }
}

/// Holds what is claimed of the best points of two strategies against the event engine: money and service are those of its
/// records, and no neighbour that the claim covers is better.
fn check_claims(bench: &Fixture, share: f64, claims: &mut Claims) -> Result<(), TestCaseError> {
    let whole = |item: &pushpull::model::Item| Limit { item: item.name.clone(), number: None, range: (0, 7) };
    let limits = bench.model.items.iter().map(whole).collect();
    let settings = SearchSettings { limits, replications: Some(2), ..SearchSettings::default() };
    let goal = at_least("on_time_rate", share);
    for (strategy, name) in bench.strategies().enumerate().take(2) {
        let found = search(&bench.model, strategy, &goal, &settings, &Silent).unwrap();
        let plan = bench.plan(name);
        let (money, service) = simulated(&bench.model, plan, &found, &found.point, &goal);
        prop_assert!((found.scores.money() / money - 1.0).abs() < 1e-9, "{} {money}", found.scores.money());
        prop_assert!((found.scores.services()[0] - service).abs() < 1e-9);
        prop_assert_eq!(found.reached, service >= share - 1e-9);
        let by_path = found.how.scorer.contains("kept as paths");
        prop_assert!(!by_path || found.how.proven >= Proven::Pairwise, "{:?}", found.how);
        let away = match found.how.proven {
            Proven::Nothing => continue,
            Proven::Single => 1,
            Proven::Pairwise | Proven::Global => 2,
        };
        let apart = |next: &Vec<i64>| next.iter().zip(&found.point).filter(|(new, old)| new != old).count();
        let inside = |next: &Vec<i64>| next.iter().all(|value| (0..=7).contains(value));
        for next in neighbours(&found.point).into_iter().filter(|next| inside(next) && apart(next) <= away) {
            let (other, other_service) = simulated(&bench.model, plan, &found, &next, &goal);
            let allowed = other_service >= service.min(share) - 1e-9;
            prop_assert!(!allowed || other >= money * (1.0 - 2e-9), "{name} {:?} {next:?}", found.point);
            claims.neighbours += 1;
        }
        *(match found.how.proven {
            Proven::Single => &mut claims.single,
            Proven::Pairwise => &mut claims.pairwise,
            _ => &mut claims.global,
        }) += 1;
    }
    Ok(())
}

/// Whatever the network: by the event engine, no neighbour of the point found is better that the claim covers. Lost orders
/// are simulated.
#[test]
fn proven_points_have_no_better_neighbour() {
    let all = Cell::new(Claims::default());
    for (shortage, cases) in [("backorder", 12), ("lost", 4)] {
        let mut runner = TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
        let outcome = runner.run(&(networks(Times::Any), 0.3..0.95f64), |(network, share)| {
            let bench = Fixture::new(&(network.scenario(shortage) + &presets()), &[]);
            let (before, mut claims) = (all.get(), all.get());
            check_claims(&bench, share, &mut claims)?;
            claims.networks += u32::from(claims.points() > before.points());
            all.set(claims);
            Ok(())
        });
        if let Err(TestError::Fail(reason, (network, share))) = outcome {
            panic!("{reason}\n{share} {}", network.scenario(shortage));
        }
    }
    let claims = all.get();
    println!("{claims:?}");
    // Of 16 networks two points each: pairs are proven of nearly all of them, whatever scores the points.
    assert!(claims.networks >= 15 && claims.points() >= 30 && claims.neighbours >= 800, "{claims:?}");
    assert!(claims.pairwise + claims.global >= 28, "{claims:?}");
}
