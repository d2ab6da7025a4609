//! Best levels by simulation, and what to hold: against closed forms, and against all points on the same replications.

use pushpull::experiment::Silent;
use pushpull::experiment::optimize::{
    BestDecoupling, Goal, Limit, Objective, Point, Scorer, SearchSettings, ServiceTarget, SimulationScorer, Space,
    decouple, lean, search, space,
};
use pushpull::input::{self, Colour};
use pushpull::measures::{Column, EntityKind};
use pushpull::model::Model;
use pushpull::plan::Plan;
use pushpull::record::Entity;
use pushpull::rules::stock::RuleNumber;
use std::path::Path;

fn model(text: &str, sets: &[String]) -> Model {
    let accepted = input::read_str("simulated", text, sets);
    accepted.unwrap_or_else(|rejected| panic!("{}", rejected.render(Colour::Plain))).model
}

fn goal(objective: Objective, target: Option<(&str, f64)>) -> Goal {
    let system = Entity { kind: EntityKind::System, name: String::new() };
    let target = target.map(|(id, value)| ServiceTarget {
        column: Column::parse(id).expect("a measure"),
        entity: system,
        value,
    });
    Goal { objective, targets: target.into_iter().collect() }
}

/// The best of all points of a space, by the scorer a search uses.
fn best_of_all(model: &Model, strategy: usize, goal: &Goal, limits: &[Limit], replications: usize) -> (Point, f64) {
    let model = lean(model, goal);
    let plan = Plan::new(&model, strategy);
    let space = space(&model, &plan, limits);
    let mut scorer = SimulationScorer::new(&model, &plan, &space, goal, replications);
    let meets = |services: Vec<f64>| goal.targets.iter().zip(services).all(|(t, service)| t.violation(service) <= 0.0);
    let points = points(&space);
    let scores = scorer.score_all(&points);
    let reached = points.into_iter().zip(scores).filter(|(_, scores)| meets(scores.services()));
    let best = reached.map(|(point, scores)| (point, scores.money())).min_by(|a, b| a.1.total_cmp(&b.1));
    best.expect("some point meets the target")
}

fn points(space: &Space) -> Vec<Point> {
    let mut points: Vec<Point> = vec![Vec::new()];
    for variable in &space.variables {
        let values = variable.bounds.0..=variable.bounds.1;
        points = points
            .into_iter()
            .flat_map(|point| values.clone().map(move |value| [point.as_slice(), &[value]].concat()))
            .collect();
    }
    points.retain(|point| space.admits(point));
    points
}

const RULES: &str = r#"
schema = 1
name = "rules"
time_unit = "day"
currency = "EUR"
[run]
warm_up = 20
horizon = 100
replications = 12
[items.x]
price = 10
cost = 4
holding_cost = 0.3
buy.lead_time = { gamma = { mean = 2, cv = 0.5 } }
buy.order_cost = 6
stock.min_max = { min = 3, max = 8 }
[items.y]
price = 12
cost = 5
holding_cost = 0.3
buy.lead_time = 3
buy.order_cost = 4
stock.reorder = { point = 4, quantity = 5 }
[demand.x]
arrivals = { poisson = { rate = 1.5 } }
shortage = "lost"
[demand.y]
arrivals = { poisson = { rate = 1 } }
quantity = { poisson = { mean = 1.5 } }
backorder_cost = 3
[strategies.S]
hold = ["x", "y"]
[strategies.X]
hold = ["x"]
stock.y.base_stock = 2
[strategies.Y]
hold = ["y"]
stock.x.base_stock = 6
"#;

fn limit(item: &str, number: RuleNumber, range: (i64, i64)) -> Limit {
    Limit { item: item.into(), number: Some(number), range }
}

#[test]
fn the_numbers_of_a_min_max_rule_are_the_best_of_all() {
    let model = model(RULES, &[]);
    let limits = [
        limit("x", RuleNumber::Min, (-1, 9)),
        limit("x", RuleNumber::Max, (1, 24)),
        limit("y", RuleNumber::Level, (3, 3)),
    ];
    let goal = goal(Objective::Cost, Some(("lost_rate", 0.05)));
    let settings = SearchSettings { replications: Some(12), limits: limits.to_vec(), ..SearchSettings::default() };
    let found = search(&model, 1, &goal, &settings, &Silent).unwrap();
    let (point, money) = best_of_all(&model, 1, &goal, &limits, 12);
    assert!(found.reached, "{found:?}");
    assert_eq!((&found.point, found.scores.money()), (&point, money));
}

#[test]
fn the_numbers_of_a_reorder_rule_are_the_best_of_all() {
    let model = model(RULES, &[]);
    let limits = [
        limit("y", RuleNumber::Point, (-1, 9)),
        limit("y", RuleNumber::Quantity, (1, 16)),
        limit("x", RuleNumber::Level, (5, 5)),
    ];
    let goal = goal(Objective::Cost, Some(("order_fill_rate", 0.85)));
    let settings = SearchSettings { replications: Some(12), limits: limits.to_vec(), ..SearchSettings::default() };
    let found = search(&model, 2, &goal, &settings, &Silent).unwrap();
    let (point, money) = best_of_all(&model, 2, &goal, &limits, 12);
    assert_eq!((&found.point, found.scores.money()), (&point, money));
}

#[test]
fn a_selection_keeps_what_it_promises_and_threads_change_nothing() {
    let model = model(RULES, &[]);
    let limits = vec![
        limit("x", RuleNumber::Min, (-1, 9)),
        limit("x", RuleNumber::Max, (1, 20)),
        limit("y", RuleNumber::Point, (-1, 12)),
        limit("y", RuleNumber::Quantity, (1, 14)),
    ];
    let goal = goal(Objective::Profit, None);
    let on = |threads: usize| {
        let settings = SearchSettings {
            replications: Some(24),
            threads,
            indifference: Some(0.2),
            limits: limits.clone(),
            ..Default::default()
        };
        search(&model, 0, &goal, &settings, &Silent).unwrap()
    };
    let (one, two) = (on(1), on(2));
    assert_eq!(one, two);
    let selection = one.how.selection.expect("profit alone is selected");
    assert_eq!((selection.confidence, selection.indifference, selection.asked), (0.95, 0.2, 0.2));
    assert!(selection.replications as u64 <= selection.needed && selection.needed <= 10_000, "{selection:?}");
    // On replications of their own no neighbour may be better by more than the zone, beyond four standard errors.
    let lean = lean(&model, &goal);
    let plan = Plan::new(&lean, 0);
    let space = space(&lean, &plan, &limits);
    let mut scorer = SimulationScorer::new(&lean, &plan, &space, &goal, 600);
    scorer.begin_at(5_000);
    let own = scorer.score(&one.point).money;
    for variable in 0..4 {
        for units in [-1, 1] {
            let mut beside = one.point.clone();
            beside[variable] += units;
            if !space.admits(&beside) {
                continue;
            }
            let other = scorer.score(&beside).money;
            let gains: Vec<f64> = own.iter().zip(&other).map(|(own, other)| own - other).collect();
            let mean = gains.iter().sum::<f64>() / 600.0;
            let squares: f64 = gains.iter().map(|gain| (gain - mean).powi(2)).sum();
            let error = (squares / 599.0 / 600.0).sqrt();
            assert!(mean < 0.2 + 4.0 * error, "{beside:?} earns {mean} ± {error} more than {:?}", one.point);
        }
    }
}

/// With exponential production the system of Hong & Nelson is a Markov chain: profits in the long run, from its exact
/// solution.
#[test]
fn scores_are_those_of_the_exact_chain() {
    let file = Path::new("scenarios/hong-nelson.toml");
    let means = [0.15, 0.40, 0.25, 0.15, 0.25, 0.08, 0.13, 0.40];
    let set = |(place, mean): (usize, &f64)| {
        format!("items.item{}.buy.lead_time={{ exponential = {{ mean = {mean} }} }}", place + 1)
    };
    let sets: Vec<String> = means.iter().enumerate().map(set).collect();
    let model = input::read(file, &sets).unwrap_or_else(|rejected| panic!("{}", rejected.render(Colour::Plain))).model;
    let goal = goal(Objective::Profit, None);
    let model = lean(&model, &goal);
    let plan = Plan::new(&model, 0);
    let space = space(&model, &plan, &[]);
    let mut scorer = SimulationScorer::new(&model, &plan, &space, &goal, 400);
    for (stock, profit) in [(1, 57.663_539_28), (2, 86.664_128_85)] {
        let money = scorer.score(&[stock; 8]).money;
        let mean = -money.iter().sum::<f64>() / 400.0;
        let squares: f64 = money.iter().map(|money| (money + mean).powi(2)).sum();
        let error = (squares / 399.0 / 400.0).sqrt();
        assert!((mean - profit).abs() < 4.0 * error, "{stock}: {mean} ± {error}, exact {profit}");
    }
}

const SINGLE: &str = r#"
schema = 1
name = "single"
time_unit = "day"
currency = "EUR"
[run]
warm_up = 20
horizon = 2000
replications = 10
[items.x]
holding_cost = 1
buy.lead_time = LEAD
[demand.x]
arrivals = { poisson = { rate = 1 } }
backorder_cost = 9
[strategies.none]
hold = []
"#;

fn decoupled(model: &Model, goal: &Goal, threads: usize) -> BestDecoupling {
    let settings = SearchSettings { replications: Some(10), threads, ..SearchSettings::default() };
    decouple(model, 0, goal, &settings, &Silent).unwrap()
}

/// One item, Poisson demand, backorder cost b and holding cost h: holding pays if and only if λL > ln(1 + h/b), here
/// 0.105. Beyond it the stock is the newsvendor's: the least S with P(N ≤ S) ≥ b / (b + h), N Poisson with mean λL.
#[test]
fn holding_pays_where_the_closed_form_says_so() {
    let goal = goal(Objective::Cost, None);
    for (lead, stock) in [("0.07", None), ("0.15", Some(1)), ("0.8", Some(2))] {
        let found = decoupled(&model(&SINGLE.replace("LEAD", lead), &[]), &goal, 1);
        let best = found.contenders.last().expect("a best one");
        assert_eq!(best.best.point.first().copied(), stock, "{lead}: {best:?}");
        assert_eq!(best.held.len(), usize::from(stock.is_some()));
        // h E[on hand] against b λL − b E[backlog], with N Poisson.
        let mean: f64 = lead.parse().expect("a number");
        let at = stock.unwrap_or(1);
        let law: Vec<f64> = (0..60)
            .scan((-mean).exp(), |p, n| {
                let now = *p;
                *p *= mean / f64::from(n + 1);
                Some(now)
            })
            .collect();
        let costs: f64 = (0..at).map(|n| (at - n) as f64 * law[n as usize]).sum();
        let saves = 9.0 * (mean - (at + 1..60).map(|n| (n - at) as f64 * law[n as usize]).sum::<f64>());
        let reason = &found.items[0];
        for (estimate, exact) in [(reason.costs, costs), (reason.saves, saves), (reason.net, saves - costs)] {
            let (mean, error) = (estimate.mean.expect("a mean"), estimate.se.expect("ten replications"));
            assert!((mean - exact).abs() < 4.5 * error + 1e-9, "{lead}: {mean} ± {error}, exact {exact}");
        }
        assert_eq!(reason.net.mean.is_some_and(|net| net > 0.0), stock.is_some());
    }
}

const TWO: &str = r#"
schema = 1
name = "two"
time_unit = "day"
currency = "EUR"
[run]
warm_up = 20
horizon = 300
replications = 10
[items.part]
holding_cost = 0.2
buy.lead_time = 4
stock.base_stock = 4
[items.costly]
holding_cost = 3
buy.lead_time = { exponential = { mean = 0.3 } }
stock.base_stock = 1
[items.p]
holding_cost = 4
make.parts = { part = 1, costly = 1 }
make.time = 0.5
stock.base_stock = 1
[demand.p]
arrivals = { poisson = { rate = 1 } }
backorder_cost = 6
[strategies.none]
hold = []
[strategies.part]
hold = ["part"]
[strategies.costly]
hold = ["costly"]
[strategies.parts]
hold = ["parts"]
[strategies.p]
hold = ["p"]
[strategies.p_part]
hold = ["p", "part"]
[strategies.p_costly]
hold = ["p", "costly"]
[strategies.all]
hold = ["p", "parts"]
"#;

#[test]
fn the_best_set_of_held_items_is_the_best_of_all() {
    let model = model(TWO, &[]);
    let goal = goal(Objective::Cost, None);
    let found = decoupled(&model, &goal, 2);
    let best = found.contenders.last().expect("a best one");
    let limits: Vec<Limit> = [("part", 11), ("costly", 3), ("p", 8)]
        .map(|(item, most)| Limit { item: item.into(), number: None, range: (0, most) })
        .to_vec();
    let all: Vec<(Point, f64)> = (0..8).map(|strategy| best_of_all(&model, strategy, &goal, &limits, 10)).collect();
    let least = all.iter().map(|(_, money)| *money).fold(f64::INFINITY, f64::min);
    assert!(
        (best.best.scores.money() - least).abs() < 1e-9 * least,
        "{:?} {} {all:?}",
        best.held,
        best.best.scores.money()
    );
    assert_eq!(format!("{found:?}"), format!("{:?}", decoupled(&model, &goal, 1)), "threads change nothing");
    // What it prints makes the same strategy.
    let prefix = format!("strategies.{}.", best.key);
    let own = best.sets.iter().map(|set| set.strip_prefix(&prefix).expect("keys of its own").replacen('=', " = ", 1));
    let text = format!("{TWO}[strategies.{}]\n{}\n", best.key, own.collect::<Vec<_>>().join("\n"));
    let again = input::read_str("two", &text, &[]).unwrap_or_else(|r| panic!("{}", r.render(Colour::Plain))).model;
    let strategy = again.strategies.iter().position(|strategy| strategy.name == best.key).expect("it was added");
    let plan = Plan::new(&again, strategy);
    let held: Vec<&str> = plan
        .items
        .iter()
        .filter(|item| item.mode == pushpull::plan::Mode::Held)
        .map(|item| item.name.as_str())
        .collect();
    let mut expected: Vec<&str> = best.held.iter().map(String::as_str).collect();
    expected.sort_unstable();
    assert_eq!(held, expected);
}
