//! Searches that choose what classes leave on a shelf, held against every level and every reserve.

use super::fixture::Fixture;
use pushpull::collect::Runner;
use pushpull::experiment::Silent;
use pushpull::experiment::optimize::{
    Best, FIRST_SEARCH_REPLICATION, Goal, Objective, ReserveLimit, ReserveSearch, SearchSettings, search,
};
use pushpull::input::{self, Change, Colour};

/// Customers who cannot wait and customers who can, at one shelf.
const SHELF: &str = r#"
name = "shelf"
run = { warm_up = 20, horizon = 120, replications = 6 }
classes.gold = { priority = 1, backorder_cost = 60 }
classes.silver = { priority = 2, backorder_cost = 4 }
items.x = { cost = 100, holding_cost = 3, buy.lead_time.exponential.mean = 4, stock.base_stock = 3 }
demand.a = { item = "x", class = "gold", arrivals.poisson.rate = 0.3 }
demand.b = { item = "x", class = "silver", arrivals.poisson.rate = 0.6 }
strategies.S.hold = ["x"]
"#;

/// Search replications.
const REPLICATIONS: u32 = 6;

fn found(text: &str, limits: Vec<ReserveLimit>) -> Best {
    let bench = Fixture::new(text, &[]);
    let settings = SearchSettings {
        threads: 1,
        replications: Some(REPLICATIONS),
        reserves: ReserveSearch::Searched(limits),
        ..SearchSettings::default()
    };
    let goal = Goal { objective: Objective::Cost, targets: Vec::new() };
    search(&bench.model, 0, &goal, &settings, &Silent).expect("nothing stops it")
}

/// Mean cost of a level and a reserve on the search replications, simulated from a scenario that says them.
fn cost(level: i64, reserve: i64) -> f64 {
    let stock = format!("stock = {{ base_stock = {level}, reserve.silver = {reserve} }}");
    let bench = Fixture::new(&SHELF.replace("stock.base_stock = 3", &stock), &[]);
    let plan = bench.plan("S");
    let mut runner = Runner::new(&bench.model, plan);
    let mut one = |number: u32| {
        let record = runner.run(&plan.levels(), FIRST_SEARCH_REPLICATION + number);
        super::fixture::Run { layout: runner.layout().clone(), record }.value("cost_total(system)")
    };
    (0..REPLICATIONS).map(&mut one).sum::<f64>() / f64::from(REPLICATIONS)
}

#[test]
fn the_best_reserve_is_that_of_all() {
    let best = found(SHELF, Vec::new());
    let keys: Vec<String> = best.variables.iter().map(|variable| variable.key()).collect();
    assert_eq!(keys, ["stock.x.base_stock", "stock.x.reserve.silver"]);
    let all = (0..=12).flat_map(|level| (0..level.max(1)).map(move |reserve| (level, reserve)));
    let least = all.map(|(level, reserve)| cost(level, reserve)).fold(f64::INFINITY, f64::min);
    let money = best.scores.money.iter().sum::<f64>() / best.scores.money.len() as f64;
    assert!((money - least).abs() < 1e-9 * least, "{money} at {:?}, not {least}", best.point);
    assert_eq!(money.to_bits(), cost(best.point[0], best.point[1]).to_bits(), "the levels are those of a scenario");
    assert!(best.point[1] > 0, "a reserve pays here: {:?}", best.point);
    assert!(best.how.scorer.contains("(classes of customers have priorities)"), "{}", best.how.scorer);
    let alike = found(&SHELF.replace("priority = 2", "priority = 1"), Vec::new());
    assert!(alike.how.scorer.contains("(x keeps a reserve)"), "{}", alike.how.scorer);
    // Who keeps nothing pays more.
    assert!(least < (0..=12).map(|level| cost(level, 0)).fold(f64::INFINITY, f64::min));
}

/// Within bounds; and where requests of one class alone ask there is nothing to keep for another.
#[test]
fn reserves_stay_within_their_bounds() {
    let limit = ReserveLimit { item: "x".into(), class: "silver".into(), range: (0, 1) };
    let best = found(SHELF, vec![limit]);
    assert!(best.point[1] <= 1 && best.variables[1].bounds == (0, 1), "{:?}", best.point);
    let alone = SHELF.replace("class = \"silver\"", "class = \"gold\"");
    assert_eq!(found(&alone, Vec::new()).variables.len(), 1);
}

/// From the keys of a scenario to the run at the reserve that was found.
#[test]
fn a_scenario_asks_for_its_reserves() {
    let text = SHELF.to_string()
        + "optimize = { replications = 6, reserves = true, bounds = { x = [0, 8], \"x:silver\" = [0, 2] } }\n";
    let accepted =
        input::read_str("shelf", &text, &[]).unwrap_or_else(|rejected| panic!("{}", rejected.render(Colour::Plain)));
    assert!(accepted.optimize.reserves);
    let settings = pushpull::jobs::Settings { threads: 1, ..Default::default() };
    use pushpull::jobs::Prepared as _;
    let tables = pushpull::jobs::optimize(&accepted, &settings, &Silent).unwrap().results(&settings, &Silent).unwrap();
    let level = tables.levels.iter().find(|row| row.level.contains("silver")).expect("the reserve has a row");
    assert!((1.0..=2.0).contains(&level.best), "{level:?}");
    assert!(
        tables.info.resolved.contains(&format!("reserve.silver = {}", level.best))
            || tables.info.resolved.contains(&format!("silver = {}", level.best)),
        "{}",
        tables.info.resolved
    );
    for (change, message) in [
        ("optimize.bounds={\"x:bronze\"=[0,1]}", "no customer is of a class `bronze`"),
        ("optimize.bounds={\"y:silver\"=[0,1]}", "no item is called `y`"),
        ("optimize.bounds={\"x:silver\"=[-1,1]}", "no fewer than 0"),
        ("optimize.reserves=false", "say `optimize.reserves = true`"),
    ] {
        let rejected = accepted.changed(vec![Change::set(change)]).expect_err(change);
        assert!(rejected.render(Colour::Plain).contains(message), "{}", rejected.render(Colour::Plain));
    }
}
