//! Slopes of relaxed sample paths: they are those of the relaxed objective, and whole base stocks come to the records.

use super::fixture::{Fixture, Run};
use super::network::{Times, networks, presets};
use super::rich::rich;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestError, TestRunner};
use pushpull::collect::Runner;
use pushpull::model::Ticks;
use pushpull::path::{Judged, LateAfter, Path, Priced, RelaxedPath, Weighed, qualify};
use pushpull::plan::{Level, Mode, Plan};
use std::cell::Cell;

/// Money and lateness, weighed so that both count.
const PRICES: [f64; 4] = [0.4, 0.3, 0.2, 0.5];
/// A window of the responses; a target on a quantile is a share within one, too.
const WINDOW: f64 = 1.5;
/// Ticks within which an order is nearly late.
const WIDTH: f64 = 2e8;

fn relaxed(bench: &Fixture, plan: &Plan) -> Option<RelaxedPath> {
    let network = qualify(&bench.model, plan, &plan.levels()).ok()?;
    Path::new(plan, network).relaxed(&bench.model, 0, 8).ok()
}

fn services(plan: &Plan) -> Vec<Priced> {
    let all = |judged| Priced { flows: vec![true; plan.flows.len()], judged };
    let within = LateAfter::Within(Ticks::from_units(WINDOW).0);
    vec![
        all(Judged::Late(LateAfter::AtOnce)),
        all(Judged::Late(LateAfter::Due)),
        all(Judged::Response),
        all(Judged::Late(within)),
    ]
}

fn held(plan: &Plan) -> Vec<usize> {
    (0..plan.items.len()).filter(|item| plan.items[*item].mode == Mode::Held).collect()
}

/// Whole base stocks against the record of the engine; gives how many were compared.
fn exact(bench: &Fixture, stocks: &[u32]) -> Result<u32, String> {
    let mut compared = 0;
    for name in bench.strategies() {
        let plan = bench.plan(name);
        let Some(mut path) = relaxed(bench, plan) else { continue };
        let (mut levels, mut by_item) = (plan.levels(), vec![0.0; plan.items.len()]);
        for (item, stock) in held(plan).into_iter().zip(stocks.iter().cycle()) {
            levels.0[item] = Level::base_stock(i64::from(*stock));
            by_item[item] = f64::from(*stock);
        }
        let services = services(plan);
        let found = path.exactly(&by_item, &services);
        let orders = path.judged_orders(&services);
        let mut events = Runner::new(&bench.model, plan);
        let record = events.run(&levels, 0);
        let run = Run { layout: events.layout().clone(), record };
        let near = |what: &str, one: f64, other: f64| {
            let same = one.is_nan() && other.is_nan() || (one - other).abs() <= 1e-11 * other.abs().max(1.0);
            if same { Ok(()) } else { Err(format!("{name}, {what}: {one} on the path, {other} in the record")) }
        };
        near("cost", found.cost, run.value("cost_total(system)"))?;
        near("fill", 1.0 - found.judged[0] / orders[0], run.value("order_fill_rate(system)"))?;
        near("on time", 1.0 - found.judged[1] / orders[1], run.value("on_time_rate(system)"))?;
        near("response", found.judged[2] / orders[2], run.value("response_mean(system)"))?;
        near("within", 1.0 - found.judged[3] / orders[3], run.value("response_within_1.5(system)"))?;
        compared += 1;
    }
    Ok(compared)
}

/// Slopes compared, those of them where the objective has a slope, and those where it has one and work queues at a station.
type Compared = [u32; 3];

/// Slopes against central differences.
fn differences(bench: &Fixture, stocks: &[f64]) -> Result<Compared, String> {
    const STEP: f64 = 1e-4;
    let mut compared = [0; 3];
    for name in bench.strategies() {
        let plan = bench.plan(name);
        let Some(mut path) = relaxed(bench, plan) else { continue };
        let mut by_item = vec![0.0; plan.items.len()];
        held(plan).into_iter().zip(stocks.iter().cycle()).for_each(|(item, stock)| by_item[item] = *stock);
        let services = services(plan);
        let weighed = Weighed { money: 0.7, prices: &PRICES, width: WIDTH };
        let mut value = |stocks: &[f64]| {
            let found = path.slopes(stocks, &services, &weighed);
            let late: f64 = found.judged.iter().zip(PRICES).map(|(judged, price)| judged * price).sum();
            (0.7 * found.money + late, found.slopes)
        };
        let (own, slopes) = value(&by_item);
        for item in held(plan) {
            let mut at = |units: f64| {
                let mut moved = by_item.clone();
                moved[item] += units;
                value(&moved).0
            };
            let (less, more) = (at(-STEP), at(STEP));
            let (left, right) = ((own - less) / STEP, (more - own) / STEP);
            // Where there is a corner, or the objective bends, it lies between those of the two sides.
            let (least, most) = (left.min(right), left.max(right));
            let slack = 1e-5 * own.abs().max(1.0);
            if slopes[item] < least - slack || slopes[item] > most + slack {
                let name = &plan.items[item].name;
                return Err(format!("{name}: slope {} and not {least} to {most}", slopes[item]));
            }
            if most - least > slack {
                continue;
            }
            let is_steep = least.abs() > 1e-3;
            compared[0] += 1;
            compared[1] += u32::from(is_steep);
            compared[2] += u32::from(is_steep && !plan.stations.is_empty());
        }
    }
    Ok(compared)
}

fn on_all<V: std::fmt::Debug>(
    cases: u32,
    networks: impl Strategy<Value = (String, V)>,
    check: impl Fn(&Fixture, &V) -> Result<(), String>,
) {
    let mut runner = TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    let outcome =
        runner.run(&networks, |(text, value)| check(&Fixture::new(&text, &[]), &value).map_err(TestCaseError::fail));
    if let Err(TestError::Fail(reason, (text, value))) = outcome {
        panic!("{reason}\n{value:?}\n{text}");
    }
}

/// Networks whose orders leave whole.
fn covered() -> impl Strategy<Value = String> {
    let plain = networks(Times::Any).prop_map(|network| network.scenario("backorder") + &presets());
    prop_oneof![3 => plain, 1 => rich()].prop_map(|text| text.replace("ship = \"partial\"", "ship = \"complete\""))
}

#[test]
fn whole_base_stocks_of_a_relaxed_path_come_to_the_records() {
    let compared = Cell::new(0);
    on_all(64, (covered(), prop::collection::vec(0u32..9, 5)), |bench, stocks| {
        compared.set(compared.get() + exact(bench, stocks)?);
        Ok(())
    });
    println!("{} compared", compared.get());
    assert!(compared.get() > 100, "{}", compared.get());
}

#[test]
fn slopes_are_those_of_the_relaxed_objective() {
    let counts = Cell::new([0; 3]);
    // From a little more than nothing and than the first unit to stocks that are never used up.
    let stocks = prop_oneof![1 => Just(1e-3), 1 => Just(1.001), 4 => 0.1f64..1.0, 6 => 1.0f64..8.0];
    let stocks = prop::collection::vec(stocks, 5);
    on_all(96, (covered(), stocks), |bench, stocks| {
        let compared = differences(bench, stocks)?;
        counts.set(std::array::from_fn(|place| counts.get()[place] + compared[place]));
        Ok(())
    });
    println!("{:?} compared", counts.get());
    assert!(counts.get().iter().zip([200, 180, 60]).all(|(count, least)| *count > least), "{:?}", counts.get());
}
