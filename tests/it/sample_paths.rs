//! A sample path that is moved from one vector of base stocks to another has the money, the service and the responses of
//! the event engine's records of each.

use super::fixture::{Fixture, Run};
use super::network::{Times, networks, presets};
use super::rich::rich;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestError, TestRunner};
use pushpull::collect::Runner;
use pushpull::model::TICKS_PER_UNIT;
use pushpull::path::{Charge, LateAfter, Path, SamplePath, StockSpan, qualify};
use pushpull::plan::{Level, Levels, Mode, Plan};
use std::cell::Cell;
use std::fs;
use std::path::Path as FilePath;

/// Vectors tried for one network, by place among the held items; shorter ones are repeated.
type Vectors = Vec<Vec<u32>>;

fn vectors() -> impl Strategy<Value = Vectors> {
    prop::collection::vec(prop::collection::vec(0u32..7, 7), 4)
}

fn stocks(plan: &Plan, vector: &[u32]) -> Vec<(u32, u32)> {
    let held = (0..plan.items.len()).filter(|item| plan.items[*item].mode == Mode::Held);
    held.enumerate().map(|(place, item)| (item as u32, vector[place % vector.len()])).collect()
}

fn levels(plan: &Plan, stocks: &[(u32, u32)]) -> Levels {
    let mut levels = plan.levels();
    for (item, stock) in stocks {
        levels.0[*item as usize] = Level::base_stock(i64::from(*stock));
    }
    levels
}

fn near(what: &str, one: f64, other: f64, places: f64) -> Result<(), String> {
    let same = one.is_nan() && other.is_nan() || (one - other).abs() <= places * other.abs().max(1.0);
    if same { Ok(()) } else { Err(format!("{what}: {one} on the path, {other} in the record")) }
}

/// Service and money of a path beside those of the record.
fn same(bench: &Fixture, stages: &SamplePath, run: &Run) -> Result<(), String> {
    let flows = stages.flows();
    let sum = |value: fn(&pushpull::path::FlowTotals) -> i64| flows.iter().map(value).sum::<i64>() as f64;
    let orders = sum(|flow| flow.orders);
    near("orders", orders, run.value("orders_placed(system)"), 0.0)?;
    near("fill", sum(|flow| flow.at_once) / orders, run.value("order_fill_rate(system)"), 0.0)?;
    let due = sum(|flow| if flow.is_due() { flow.orders } else { 0 });
    near("on time", sum(|flow| flow.on_time) / due, run.value("on_time_rate(system)"), 0.0)?;
    for (place, window) in bench.model.report.windows.iter().enumerate() {
        let within: i64 = flows.iter().map(|flow| flow.within[place]).sum();
        let measure = format!("response_within_{}(system)", window.label);
        near(&measure, within as f64 / orders, run.value(&measure), 0.0)?;
    }
    let response: i128 = flows.iter().map(|flow| flow.response).sum();
    near("response", response as f64 / TICKS_PER_UNIT as f64 / orders, run.value("response_mean(system)"), 1e-14)?;
    let mut told = 0;
    stages.each_response(|_, response| told += i128::from(response));
    near("told", told as f64, response as f64, 0.0)?;
    near("cost", stages.cost(), run.value("cost_total(system)"), 1e-11)?;
    near("profit", stages.revenue() - stages.cost(), run.value("profit(system)"), 1e-9)
}

fn drawn(bench: &Fixture, plan: &Plan, replication: u32, further: u32) -> Option<SamplePath> {
    let network = qualify(&bench.model, plan, &levels(plan, &stocks(plan, &[0]))).ok()?;
    Path::new(plan, network).sample_path(&bench.model, replication, further).ok()
}

/// Every strategy that is covered, at some vectors one after the other; gives how many were compared.
fn compare(bench: &Fixture, vectors: &Vectors) -> Result<u32, String> {
    let mut compared = 0;
    for name in bench.strategies() {
        let plan = bench.plan(name);
        let mut further = 1;
        let Some(mut stages) = drawn(bench, plan, 0, further) else { continue };
        let mut events = Runner::new(&bench.model, plan);
        for vector in vectors {
            let stocks = stocks(plan, vector);
            stages.set(stocks.clone());
            while stages.overrun() && further < 1_000 {
                further *= 4;
                stages = drawn(bench, plan, 0, further).ok_or("it was drawn before")?;
                stages.set(stocks.clone());
            }
            let record = events.run(&levels(plan, &stocks), 0);
            let run = Run { layout: events.layout().clone(), record };
            same(bench, &stages, &run).map_err(|problem| format!("{name} at {vector:?}: {problem}"))?;
            // An attempt leaves everything as it was.
            for other in vectors {
                let before = (stages.cost(), stages.flows().to_vec());
                let mut fresh = stages.clone();
                let attempt = self::stocks(plan, other);
                let seen = stages.attempt(attempt.clone(), |path| (path.cost(), path.flows().to_vec()));
                fresh.set(attempt);
                if seen != (fresh.cost(), fresh.flows().to_vec()) || before != (stages.cost(), stages.flows().to_vec())
                {
                    return Err(format!("{name}: an attempt at {other:?} from {vector:?}"));
                }
            }
            compared += 1;
        }
    }
    Ok(compared)
}

fn compare_all(networks: impl Strategy<Value = String>, cases: u32) -> u32 {
    let all = Cell::new(0);
    let mut runner = TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    let outcome = runner.run(&(networks, vectors()), |(text, vectors)| {
        let one = compare(&Fixture::new(&text, &[]), &vectors).map_err(TestCaseError::fail)?;
        all.set(all.get() + one);
        Ok(())
    });
    if let Err(TestError::Fail(reason, (text, _))) = outcome {
        panic!("{reason}\n{text}");
    }
    all.get()
}

/// Where a path says that more stock never makes anything later, or never costs more than its holding, it is so: from each
/// vector to the sum of two. Gives how many paths said the one, and the other.
fn slopes(bench: &Fixture, vectors: &Vectors) -> Result<(u32, u32), String> {
    let (mut sooner, mut cheaper) = (0, 0);
    for name in bench.strategies() {
        let plan = bench.plan(name);
        let Some(mut stages) = drawn(bench, plan, 0, 64) else { continue };
        let varied: Vec<u32> = stocks(plan, &[0]).into_iter().map(|(item, _)| item).collect();
        let said = (stages.sooner_with_stock(&varied), stages.cheaper_with_stock(&varied));
        (sooner, cheaper) = (sooner + u32::from(said.0), cheaper + u32::from(said.1));
        let mut at = |vector: &[u32]| {
            let here = stocks(plan, vector);
            stages.set(here.clone());
            let held: f64 =
                here.iter().map(|(item, stock)| plan.items[*item as usize].holding * f64::from(*stock)).sum();
            let on_time: i64 = stages.flows().iter().map(|flow| flow.on_time).sum();
            let response: i128 = stages.flows().iter().map(|flow| flow.response).sum();
            (stages.cost() - held, on_time, response)
        };
        for pair in vectors.windows(2) {
            let more: Vec<u32> = pair[0].iter().zip(&pair[1]).map(|(one, other)| one + other).collect();
            let (few, many) = (at(&pair[0]), at(&more));
            if said.0 && (many.1 < few.1 || many.2 > few.2) {
                return Err(format!("{name}: {more:?} serves later than {:?}", pair[0]));
            }
            if said.1 && many.0 > few.0 + 1e-9 * few.0.abs().max(1.0) {
                return Err(format!("{name}: {more:?} costs {} beside its holding, {:?} {}", many.0, pair[0], few.0));
            }
        }
    }
    Ok((sooner, cheaper))
}

#[test]
fn more_stock_does_what_is_said_of_it() {
    let counts = Cell::new((0, 0));
    let mut runner = TestRunner::new(Config { cases: 96, failure_persistence: None, ..Config::default() });
    // Without costs by event, as in half of the cases, all that is paid may be by time.
    let networks = (networks(Times::Any), prop::bool::ANY).prop_map(|(network, by_time)| {
        let text = network.scenario("backorder") + &presets();
        if by_time { text.replace("delivery.cost = 1", "delivery.cost = 0").replace(", cost = 2", "") } else { text }
    });
    let networks = prop_oneof![3 => networks, 1 => rich()];
    let outcome = runner.run(&(networks, vectors()), |(text, vectors)| {
        let one = slopes(&Fixture::new(&text, &[]), &vectors).map_err(TestCaseError::fail)?;
        let all = counts.get();
        counts.set((all.0 + one.0, all.1 + one.1));
        Ok(())
    });
    if let Err(TestError::Fail(reason, (text, _))) = outcome {
        panic!("{reason}\n{text}");
    }
    let (sooner, cheaper) = counts.get();
    assert!(sooner > 100 && cheaper > 10, "{sooner} {cheaper}");
}

/// The floor from where a path stands is above nothing: neither there nor elsewhere. Gives how many were looked at, and
/// at how many of them it is reached where the path stands.
fn floors(bench: &Fixture, vectors: &Vectors) -> Result<(u32, u32), String> {
    let (mut looked, mut reached) = (0, 0);
    for name in bench.strategies() {
        let plan = bench.plan(name);
        let Some(mut stages) = drawn(bench, plan, 0, 1) else { continue };
        let late = |price| Charge { flows: vec![true; plan.flows.len()], limit: LateAfter::Due, price };
        for (vector, price) in vectors.iter().zip([0.0, 0.02, 0.5, 3.0]) {
            let here = stocks(plan, vector);
            stages.set(here.clone());
            let spans: Vec<StockSpan> =
                here.iter().map(|(item, _)| StockSpan { item: *item, least: 0, stocks: (0..7).collect() }).collect();
            let Some(floor) = stages.lower_bound(&[late(price)], &spans) else { continue };
            for other in vectors {
                let there = stocks(plan, other);
                let terms = there.iter().zip(&floor.waiting).map(|((item, stock), waiting)| {
                    f64::from(*stock) * plan.items[*item as usize].holding + waiting[*stock as usize]
                });
                let bound = floor.fixed + terms.sum::<f64>();
                let cost = stages.attempt(there, |path| {
                    let late = |flow: &pushpull::path::FlowTotals| flow.orders - flow.on_time;
                    path.cost() + price * path.flows().iter().map(late).sum::<i64>() as f64
                });
                if bound > cost + 1e-9 * cost.abs().max(1.0) {
                    return Err(format!("{name} from {vector:?} at {other:?}: {cost} is below {bound}"));
                }
                looked += 1;
                reached += u32::from(vector == other && bound > cost * 0.98);
            }
        }
    }
    Ok((looked, reached))
}

#[test]
fn nothing_is_below_a_floor() {
    let all = Cell::new((0, 0));
    let mut runner = TestRunner::new(Config { cases: 48, failure_persistence: None, ..Config::default() });
    let plain = networks(Times::Any).prop_map(|network| network.scenario("backorder") + &presets());
    let outcome = runner.run(&(plain, vectors()), |(text, vectors)| {
        let (looked, reached) = floors(&Fixture::new(&text, &[]), &vectors).map_err(TestCaseError::fail)?;
        all.set((all.get().0 + looked, all.get().1 + reached));
        Ok(())
    });
    if let Err(TestError::Fail(reason, (text, _))) = outcome {
        panic!("{reason}\n{text}");
    }
    let (looked, reached) = all.get();
    println!("{looked} looked at, {reached} floors that are nearly met where they were taken");
    assert!(looked > 200 && reached * 8 > looked, "{looked} {reached}");
}

#[test]
fn moved_paths_of_plain_networks_come_to_the_records() {
    let plain = networks(Times::Any).prop_map(|network| network.scenario("backorder") + &presets());
    let compared = compare_all(plain, 48);
    println!("{compared} compared");
    assert!(compared > 200, "{compared}");
}

/// Options and optional parts of pieces are sold with the order that the pieces wait for.
#[test]
fn moved_paths_of_priced_pieces_come_to_the_records() {
    let in_pieces = rich().prop_map(|text| {
        let product = text.lines().find(|line| line.starts_with("items.z")).expect("the configured product");
        let split = product.replace(", split = true", "").replace(", cost = 2 }", ", cost = 2, split = true }");
        assert!(split.contains("split = true"), "{split}");
        let text = text.replace(product, &split).replace("ship = \"partial\"", "ship = \"complete\"");
        let order = text.lines().find(|line| line.starts_with("demand.mixed")).expect("its demand");
        let several =
            order.replace("quantity = 1,", "quantity = 3,").replace("once = 0.3, ", "").replace("once = 1.1, ", "");
        text.replace(order, &several)
    });
    let compared = compare_all(in_pieces, 48);
    println!("{compared} compared");
    assert!(compared > 16, "{compared}");
}

#[test]
fn moved_paths_of_rich_networks_come_to_the_records() {
    let compared = compare_all(rich(), 64);
    println!("{compared} compared");
    assert!(compared > 40, "{compared}");
}

/// Bought parts, products with quantities and times, one part sold as it is.
const SHOP: &str = r#"
name = "shop"
run = { warm_up = 5, horizon = 90, replications = 2 }
costs.holding_rate = 0.3
suppliers.few = { servers = 2 }
items.a = { cost = 3, holding_cost = 0.2, buy.lead_time.exponential.mean = 2, buy.order_cost = 1 }
items.b = { cost = 5, buy = { lead_time.gamma = { mean = 3, cv = 0.7 }, crossing = "sequential", holding_cost = 0.1 } }
items.c = { cost = 2, price = 4, buy = { supplier = "few", lead_time.gamma = { mean = 0.2, cv = 0.5 } } }
items.p = { price = 20, make = { parts = { a = 1, b = 2 }, time = 0.5, cost = 2, setup_cost = 0.5 } }
items.q = { price = 30, make = { parts = { a = 1, b = 1, d = 1 }, time.discrete = { values = [0, 1], weights = [1, 1] } } }
items.d = { cost = 1, buy.lead_time = 1 }
demand.one = { mix = { p = 0.6, q = 0.4 }, arrivals.poisson.rate = 1.5, backorder_cost = 3, delivery = { time = 0.25, cost = 1 } }
demand.two = { item = "q", arrivals.every = 1.5, quantity.geometric.p = 0.6, backorder_cost = 5 }
demand.three = { item = "c", arrivals.poisson.rate = 2, quantity.poisson.mean = 1.2, backorder_cost = 1, delivery.cost = 0.3 }
[strategies.ATO]
hold = ["a", "b", "c", "d"]
stock = { a.base_stock = 3, b.base_stock = 4, c.base_stock = 2, d.base_stock = 1 }
"#;

#[test]
fn moved_paths_of_a_shop_come_to_the_records() {
    let vectors = vec![vec![3, 4, 2, 1], vec![0, 9, 4, 0], vec![8, 0, 0, 5]];
    assert_eq!(compare(&Fixture::new(SHOP, &[]), &vectors), Ok(3));
}

/// Every scenario that is shipped, where it is covered.
#[test]
fn moved_paths_of_shipped_scenarios_come_to_the_records() {
    let folder = FilePath::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let mut compared = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "toml") {
            continue;
        }
        let sets = ["run.replications=2", "run.warm_up=20", "run.horizon=60"].map(String::from);
        let bench = Fixture::of(pushpull::input::read(&path, &sets).unwrap().model);
        let vectors = vec![vec![1], vec![9, 0, 4], vec![30]];
        compared += compare(&bench, &vectors).unwrap_or_else(|problem| panic!("{}: {problem}", path.display()));
    }
    assert!(compared > 15, "{compared}");
}

/// Orders that are open when the drain has passed have no sample path: a search simulates instead.
#[test]
fn a_short_drain_is_refused() {
    let shop = SHOP.replace("horizon = 90", "horizon = 90, drain_limit = 0.5");
    let bench = Fixture::new(&shop, &[]);
    let plan = bench.plan("ATO");
    let network = qualify(&bench.model, plan, &plan.levels()).unwrap();
    let refused = Path::new(plan, network).sample_path(&bench.model, 0, 1).expect_err("orders are open");
    assert!(refused.0.contains("drain limit"), "{refused}");
}

/// Lots whose time is drawn once at a station, and once per unit without one.
#[test]
fn moved_paths_of_lots_come_to_the_records() {
    let text = r#"
name = "lots"
run = { warm_up = 10, horizon = 100, replications = 1 }
report.windows = [1, 3]
items.a = { holding_cost = 1, buy.lead_time.exponential.mean = 2, stock.base_stock = 3 }
items.s = { make = { parts = { a = 1 }, time.gamma = { mean = 0.3, cv = 0.5 }, time_per = "unit", setup_time = 0.1 }, stock.base_stock = 2 }
items.p = { price = 50, make = { parts = { s = 2 }, station = "bench", time.exponential.mean = 0.2, time_per = "lot" }, stock.base_stock = 2 }
stations.bench.servers = 1
demand.p = { arrivals.poisson.rate = 1, quantity.geometric.p = 0.5, due = 2, backorder_cost = 3 }
strategies.MTS.hold = ["products", "subassemblies", "parts"]
strategies.ATO.hold = ["subassemblies", "parts"]
strategies.MTO.hold = []
"#;
    let vectors = vec![vec![2, 3, 4], vec![0, 5, 1], vec![4, 0, 6]];
    assert_eq!(compare(&Fixture::new(text, &[]), &vectors), Ok(9));
}
