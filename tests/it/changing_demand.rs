//! Demand that changes or was recorded, held against what needs it: sample paths order by order, control variates, levels of
//! public problems.

use super::fixture::{Fixture, estimate};
use pushpull::engine::{Observer, Order, Simulator};
use pushpull::input::{self, Beside, Colour};
use pushpull::jobs::{self, Prepared, Settings};
use pushpull::path::{Path, qualify};
use pushpull::plan::{Level, Levels, Mode, Plan};
use pushpull::watch::Silent;
use std::collections::BTreeMap;

const SHOP: &str = r#"
name = "shop"
run = { warm_up = 5, horizon = 90, replications = 1 }
environments.market = { factor = [0.5, 3], stay = [{ exponential.mean = 7 }, 4] }
items.a = { buy.lead_time.exponential.mean = 3, stock.base_stock = 9, cost = 5 }
items.b = { buy.lead_time.gamma = { mean = 2, cv = 0.5 }, stock.base_stock = 4, cost = 3 }
items.p = { make = { parts = { a = 1, b = 2 }, time = 0.5, station = "bench" } }
items.q = { make = { parts.a = 2, time.exponential.mean = 0.3 } }
stations.bench.servers = 2
[strategies.ATO]
hold = ["parts"]
[strategies.MTS]
hold = ["products", "parts"]
stock = { p.base_stock = 2, q.base_stock = 1 }
"#;

/// By flow: the responses of its orders, in order of placement.
type Responses = BTreeMap<u32, Vec<i64>>;

struct Delivered {
    window: std::ops::Range<i64>,
    orders: Vec<(i64, u32, u64, u32, i64)>,
}

impl Observer for Delivered {
    fn completed(&mut self, _now: i64, order: &Order, _blocking: &[u32]) {
        if self.window.contains(&order.placed) {
            self.orders.push((order.placed, order.demand, order.number, order.flow, order.delivered - order.placed));
        }
    }
}

fn simulated(plan: &Plan, levels: &Levels, replication: u32) -> Responses {
    let mut heard = Delivered { window: plan.warm_up..plan.end, orders: Vec::new() };
    Simulator::new(plan).run(levels, replication, &[], &mut heard);
    heard.orders.sort_unstable();
    let mut responses = Responses::new();
    heard.orders.into_iter().for_each(|(.., flow, response)| responses.entry(flow).or_default().push(response));
    responses
}

/// A sample path that is moved from level to level has each order's response by the event engine.
fn follows(bench: &Fixture) {
    for name in ["ATO", "MTS"] {
        let plan = bench.plan(name);
        let held: Vec<u32> =
            (0..plan.items.len() as u32).filter(|item| plan.items[*item as usize].mode == Mode::Held).collect();
        let network = qualify(&bench.model, plan, &plan.levels()).unwrap_or_else(|reason| panic!("{name}: {reason}"));
        for replication in 0..2 {
            let path = Path::new(plan, network.clone()).sample_path(&bench.model, replication, 4_000);
            let mut path = path.unwrap_or_else(|reason| panic!("{name}: {reason}"));
            for vector in [[9u32, 4, 2, 1], [0, 0, 0, 0], [3, 8, 1, 0]] {
                let stocks: Vec<(u32, u32)> = held.iter().copied().zip(vector).collect();
                path.set(stocks.clone());
                assert!(!path.overrun());
                let mut levels = plan.levels();
                stocks.iter().for_each(|(item, stock)| levels.0[*item as usize] = Level::base_stock((*stock).into()));
                let mut of_path = Responses::new();
                path.each_response(|flow, response| of_path.entry(flow).or_default().push(response));
                let by_events = simulated(plan, &levels, replication);
                assert!(by_events.values().map(Vec::len).sum::<usize>() > 60, "{name}");
                assert_eq!(of_path, by_events, "{name} at {vector:?}");
            }
        }
    }
}

#[test]
fn sample_paths_follow_profiles_order_by_order() {
    let stream = "[demand.shop]\nmix = { p = 2, q = 1 }\nquantity.uniform = { min = 0.6, max = 2.4 }\n";
    for profile in [
        "sine = { amplitude = 1, period = 13 }",
        "steps = { at = [0, 6, 9], factor = [0.5, 2.5, 0], period = 12 }",
        "environment = \"market\"",
    ] {
        let arrivals = format!("arrivals = {{ every.gamma = {{ mean = 0.6, cv = 1.3 }}, profile.{profile} }}\n");
        follows(&Fixture::new(&format!("{SHOP}{stream}{arrivals}"), &[]));
    }
}

#[test]
fn sample_paths_follow_records_order_by_order() {
    let row = |n: u32| format!("{},{},{}\n", 0.7 * f64::from(n), ["p", "q"][n as usize % 3 % 2], 1 + n % 3);
    let file = format!("time,item,quantity\n{}", (0..140).map(row).collect::<String>());
    for more in ["", "bootstrap.block = 9\n", "bootstrap.rows = true\n", "until = 60\nrepeat = 70\n"] {
        let text = format!("{SHOP}[demand.book.arrivals.trace]\nfile = \"orders.csv\"\n{more}");
        let files = BTreeMap::from([("orders.csv".to_string(), file.as_bytes().to_vec())]);
        let read = input::read_text("book", &text, Beside { files: Some(files), ..Beside::default() });
        follows(&Fixture::of(read.unwrap_or_else(|rejected| panic!("{}", rejected.render(Colour::Plain))).model));
    }
}

/// Every order is sold at once, at 1: the orders placed, whose exact mean is that of the rate over the window, leave nothing open.
#[test]
fn orders_that_change_are_controlled_by_their_exact_mean() {
    let text = "name = \"controlled\"\nrun = { warm_up = 3, horizon = 31, replications = 12, control_variates = true }\n\
                items.x = { cost = 1, price = 1, buy.lead_time = 0, stock.base_stock = 4 }\nstrategies.S.hold = [\"x\"]\n\
                demand.x.arrivals = { poisson.rate = 4, profile = { steps = { at = [0, 6], factor = [0.5, 2], period = 10 }, \
                line = { at = [5, 30], factor = [1, 0.2] } } }\n";
    let accepted = input::read_str("controlled", text, &[]).expect("it is right");
    let settings = Settings { threads: 1, ..Settings::default() };
    let tables = jobs::run(accepted).results(&settings, &Silent).expect("nothing stops it");
    // Both factors are straight between these times: Simpson's rule is exact.
    let step = |t: f64| if t.rem_euclid(10.0) < 6.0 { 0.5 } else { 2.0 };
    let line = |t: f64| 1.0 - 0.8 * ((t - 5.0) / 25.0).clamp(0.0, 1.0);
    let times = [3.0, 5.0, 6.0, 10.0, 16.0, 20.0, 26.0, 30.0, 34.0];
    let piece =
        |pair: &[f64]| step((pair[0] + pair[1]) / 2.0) * (line(pair[0]) + line(pair[1])) / 2.0 * (pair[1] - pair[0]);
    let exact = 4.0 * times.windows(2).map(piece).sum::<f64>();
    let exact = exact / 31.0;
    let sold = tables.controlled.iter().find(|row| row.measure == "revenue").expect("it has a row");
    assert!((sold.mean.unwrap() - exact).abs() < 1e-6 * exact, "{sold:?}, not {exact}");
    let plain = tables.summary.iter().find(|row| row.measure == "revenue" && row.entity.is_empty()).unwrap();
    assert!((plain.mean.unwrap() - exact).abs() > 1e-3, "by luck there would be nothing to mend");
}

/// Six orders a month in one half of the year and two in the other, a month of lead time: fixed levels of a public problem, by
/// a simulation of its author.
#[test]
fn fixed_levels_in_two_seasons() {
    let text = "name = \"seasons\"\ntime_unit = \"month\"\nrun = { warm_up = 24, horizon = 1200, replications = 12 }\n\
                items.p = { cost = 1, buy.lead_time = 1, stock.base_stock = 9 }\n\
                demand.p.arrivals = { poisson.rate = 2, profile.steps = { at = [0, 6], factor = [3, 1], period = 12 } }\n\
                strategies.S9.hold = [\"p\"]\nstrategies.S6 = { hold = [\"p\"], stock.p.base_stock = 6 }\n";
    let bench = Fixture::new(text, &[]);
    let expected = [
        ("S9", "on_hand_mean(item p)", 5.073_479, 0.025),
        ("S9", "backlog_mean(item p)", 0.073_458, 0.001_3),
        ("S9", "order_fill_rate(system)", 0.897_465, 0.004_5),
        ("S6", "on_hand_mean(item p)", 2.453_676, 0.012),
        ("S6", "backlog_mean(item p)", 0.453_654, 0.003_5),
        ("S6", "order_fill_rate(system)", 0.610_131, 0.003_1),
    ];
    near(&bench, &expected);
}

/// Sales that fall from 20 a day to 8, and a minimum of 200 with a maximum of 340 that nobody adapts: the stock at the ends of days
/// 300 to 399, by a simulation of its author.
#[test]
fn fixed_levels_when_sales_fall() {
    let text = r#"
name = "falling"
run = { warm_up = 300, horizon = 100, replications = 150 }
items.p = { cost = 1, buy.lead_time = 5, stock = { min_max = { min = 200, max = 340 }, review = 1 } }
demand.high = { item = "p", quantity.poisson.mean = 20, arrivals = { every = 1, profile.steps = { at = [0, 200], factor = [1, 0] } } }
demand.low = { item = "p", quantity.poisson.mean = 8, arrivals = { every = 1, profile.steps = { at = [0, 200], factor = [0, 1] } } }
strategies.fixed.hold = ["p"]
"#;
    let expected =
        [("fixed", "on_hand_mean(item p)", 224.496_789, 1.12), ("fixed", "unit_fill_rate(item p)", 1.0, 1e-9)];
    near(&Fixture::new(text, &[]), &expected);
}

/// Means within four standard errors and the tolerance of who computed the value.
#[track_caller]
fn near(bench: &Fixture, expected: &[(&str, &str, f64, f64)]) {
    for (strategy, formula, value, tolerance) in expected {
        let values: Vec<f64> = bench.recorded(strategy).iter().map(|run| run.value(formula)).collect();
        let (mean, error) = estimate(&values);
        assert!((mean - value).abs() < 4.0 * error + tolerance, "{strategy} {formula}: {mean} ± {error}, not {value}");
        assert!(error <= 2.0 * tolerance, "{strategy} {formula}: ± {error} tells too little");
    }
}
