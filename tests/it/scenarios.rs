//! Every scenario that is shipped runs, and finds what its header says.

use super::fixture::{Fixture, estimate};
use super::program::{package, pushpull};
use pushpull::input::Colour;
use pushpull::measures::{EntityKind, Measure};
use std::fs;
use std::path::PathBuf;
use tempfile::tempdir;

fn folder() -> PathBuf {
    package().join("scenarios")
}

fn shipped(name: &str, sets: &[&str]) -> Fixture {
    let sets: Vec<String> = sets.iter().map(ToString::to_string).collect();
    let path = folder().join(format!("{name}.toml"));
    let accepted = pushpull::input::read(&path, &sets);
    Fixture::of(accepted.unwrap_or_else(|rejected| panic!("{}", rejected.render(Colour::Plain))).model)
}

/// The value of every replication.
fn values(bench: &Fixture, strategy: &str, formula: &str) -> Vec<f64> {
    bench.recorded(strategy).iter().map(|run| run.value(formula)).collect()
}

/// Asserts that a strategy has more of something than another: by at least so many standard errors of the difference, which is
/// paired by replication.
#[track_caller]
fn has_more(bench: &Fixture, formula: &str, [more, less]: [&str; 2], standard_errors: f64) {
    let pairs = values(bench, more, formula).into_iter().zip(values(bench, less, formula));
    let differences: Vec<f64> = pairs.map(|(more, less)| more - less).collect();
    let (mean, error) = estimate(&differences);
    assert!(mean >= standard_errors * error && mean > 0.0, "{formula}, {more} - {less}: {mean} +- {error}");
}

/// Asserts that a mean is above a value by at least so many of its standard errors.
#[track_caller]
fn is_above(bench: &Fixture, formula: &str, strategy: &str, value: f64, standard_errors: f64) {
    let (mean, error) = estimate(&values(bench, strategy, formula));
    assert!(mean - value >= standard_errors * error, "{formula} of {strategy}: {mean} +- {error}");
}

/// Names of the files `scenarios/*.toml`.
fn names() -> Vec<String> {
    let paths = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let scenarios = paths.filter(|path| path.extension().is_some_and(|extension| extension == "toml"));
    scenarios.map(|path| path.file_stem().unwrap().to_str().unwrap().to_string()).collect()
}

/// `new` writes each of them as it is shipped, but for the place of the schema.
#[test]
fn each_is_a_template() {
    for name in names() {
        let empty = tempdir().unwrap();
        pushpull(empty.path(), &["new", &name]).ends(0);
        let after_schema = |folder: PathBuf| {
            let text = fs::read_to_string(folder.join(format!("{name}.toml"))).unwrap();
            text.split_once('\n').unwrap().1.to_string()
        };
        assert_eq!(after_schema(empty.path().into()), after_schema(folder()), "{name}");
        pushpull(empty.path(), &["check", &format!("{name}.toml")]).ends(0);
    }
}

/// Under each strategy the same customers come, every order of the window ends in one way, and the cost lines add up.
#[test]
fn each_accounts_for_all_orders_and_all_money() {
    for name in names() {
        let bench = shipped(&name, &["run.replications=2", "run.warm_up=20", "run.horizon=60"]);
        let first = bench.strategies().next().unwrap();
        let placed = values(&bench, first, "orders_placed(system)");
        assert!(placed.iter().all(|orders| *orders > 0.0), "{name}");
        for strategy in bench.strategies() {
            let of = |formula: &str| values(&bench, strategy, formula);
            assert_eq!(of("orders_placed(system)"), placed, "{name} {strategy}: the same customers");
            let open =
                of("orders_placed(system) - orders_delivered(system) - orders_lost(system) - censored_orders(system)");
            assert!(
                open.iter().all(|orders| *orders == 0.0),
                "{name} {strategy}: {open:?} orders are not accounted for"
            );
            let values = &bench.recorded(strategy)[0].layout.values;
            let stands = |line: &Measure| {
                let mut of_system = values.iter().filter(|entry| entry.entity.kind == EntityKind::System);
                of_system.any(|entry| entry.column.measure == *line)
            };
            let lines: Vec<String> = Measure::COST_LINES
                .iter()
                .filter(|line| stands(line))
                .map(|line| format!("{}(system)", line.definition().id))
                .collect();
            let totals = of("cost_total(system)").into_iter().zip(of(&lines.join(" + ")));
            for (total, sum) in totals {
                assert!((total - sum).abs() <= 1e-9 * total.abs().max(1.0), "{name} {strategy}: {total} {sum}");
            }
            let residuals = bench.recorded(strategy).iter().map(|run| run.record.residual);
            assert!(residuals.into_iter().all(|residual| residual < 1e-9), "{name} {strategy}: Little's law");
        }
    }
}

/// Hong and Nelson's base stocks can all be set one by one.
#[test]
fn every_base_stock_of_hong_and_nelson_is_reached() {
    let sets: Vec<String> = (1..=8).map(|item| format!("items.item{item}.stock.base_stock={}", item + 3)).collect();
    let sets: Vec<&str> = sets.iter().map(String::as_str).collect();
    let bench = shipped("hong-nelson", &sets);
    let plan = bench.plan("ATO");
    for item in 1..=8 {
        let place = plan.items.iter().position(|one| one.name == format!("item{item}")).unwrap();
        assert_eq!(plan.levels().0[place].initial, item + 3);
    }
}

/// No-holdback serves both products of the W-system better than reserving.
#[test]
fn nobody_pays_for_no_holdback() {
    let bench = shipped("w-system", &["run.replications=20", "run.horizon=400"]);
    for product in ["A", "B"] {
        has_more(&bench, &format!("parts_fill_rate(product {product})"), ["no_holdback", "reserve"], 8.0);
    }
}

/// Assemble-to-order is the cheapest way to meet the PC maker's target; without stock everybody waits 10.5 days.
#[test]
fn the_pc_maker_should_keep_parts() {
    let bench = shipped("custom-pcs", &["run.replications=4", "run.horizon=100"]);
    for other in ["MTS", "MTS_with_parts", "MTO"] {
        has_more(&bench, "cost_total(system)", [other, "ATO"], 30.0);
    }
    is_above(&bench, "on_time_rate(system)", "ATO", 0.95, 8.0);
    assert!(values(&bench, "MTO", "on_time_rate(system)").iter().all(|share| *share == 0.0));
    assert!(values(&bench, "MTO", "response_mean(system)").iter().all(|days| (days - 10.5).abs() < 1e-9));
}

/// Generic stock needs a fifth less than localised stock, and both serve in time.
#[test]
fn postponement_saves_stock() {
    let bench = shipped("postponement", &["run.replications=8", "run.horizon=200"]);
    let value = "inventory_value_mean(system)";
    let early = values(&bench, "at_the_factory", value);
    let saved: Vec<f64> =
        early.iter().zip(values(&bench, "in_the_warehouse", value)).map(|(a, b)| 0.8 * a - b).collect();
    let (mean, error) = estimate(&saved);
    assert!(mean >= 30.0 * error, "0.8 of the one less the other: {mean} +- {error}");
    for strategy in ["at_the_factory", "in_the_warehouse"] {
        is_above(&bench, "on_time_rate(system)", strategy, 0.9, 8.0);
    }
}

/// Orders wait for the bench: a second shift makes them punctual and pays for itself, castings from nearby do neither.
#[test]
fn a_second_shift_pays_and_the_fast_foundry_does_not() {
    let bench = shipped("two-shifts", &["run.replications=10", "run.horizon=500"]);
    has_more(&bench, "on_time_rate(system)", ["two_shifts", "fast_foundry"], 4.0);
    has_more(&bench, "profit(system)", ["two_shifts", "fast_foundry"], 2.0);
    has_more(&bench, "profit(system)", ["two_shifts", "both"], 8.0);
    has_more(&bench, "inventory_value_mean(system)", ["two_shifts", "both"], 8.0);
    is_above(&bench, "on_time_rate(system)", "two_shifts", 0.95, 4.0);
    is_above(&bench, "1 - on_time_rate(system)", "today", 0.1, 2.0);
}

/// Stock buys time: who has most of it feels the outage last and loses least.
#[test]
fn an_outage_is_felt_first_without_stock() {
    let bench = shipped("outage", &["run.replications=8"]);
    has_more(&bench, "survive_time(system)", ["ATO", "MTO"], 8.0);
    has_more(&bench, "survive_time(system)", ["MTS", "ATO"], 3.0);
    has_more(&bench, "recover_time(system)", ["MTO", "MTS"], 8.0);
    has_more(&bench, "impact_orders(system)", ["MTO", "ATO"], 4.0);
    has_more(&bench, "impact_orders(system)", ["ATO", "MTS"], 3.0);
    has_more(&bench, "impact_profit(system)", ["MTS", "ATO"], 3.0);
    has_more(&bench, "impact_profit(system)", ["ATO", "MTO"], 8.0);
}

/// Levels as if all were good are too low for what fails, and a better yield earns more than stock for the bad one.
#[test]
fn a_better_yield_pays() {
    let bench = shipped("yield", &["run.replications=8", "run.horizon=400"]);
    has_more(&bench, "order_fill_rate(system)", ["sized", "as_if_good"], 4.0);
    has_more(&bench, "profit(system)", ["better_oven", "sized"], 8.0);
    has_more(&bench, "profit(system)", ["better_oven", "as_if_good"], 4.0);
    has_more(&bench, "inventory_value_mean(system)", ["sized", "better_oven"], 8.0);
    is_above(&bench, "order_fill_rate(system)", "better_oven", 0.95, 4.0);
    is_above(&bench, "0.85 - order_fill_rate(system)", "as_if_good", 0.0, 2.0);
}

/// Emergency orders need less stock than ships alone and fewer dear motors than a fixed share.
#[test]
fn emergency_orders_are_the_cheapest_use_of_the_near_source() {
    let bench = shipped("two-sources", &["run.replications=10", "run.horizon=500"]);
    for other in ["overseas", "nearby", "seven_in_ten"] {
        has_more(&bench, "cost_total(system)", [other, "emergency"], 5.0);
    }
    has_more(&bench, "on_hand_mean(item motor)", ["overseas", "emergency"], 5.0);
    has_more(&bench, "source_share(source motor@nearby)", ["seven_in_ten", "emergency"], 8.0);
}

/// Dear and rare spare parts are not worth their place; the others are.
#[test]
fn dear_spare_parts_are_bought_when_asked_for() {
    let bench = shipped("spare-parts", &["run.replications=20"]);
    has_more(&bench, "profit(system)", ["not_the_dear_ones", "everything"], 8.0);
    has_more(&bench, "profit(system)", ["not_the_dear_ones", "nothing"], 8.0);
}

/// Units kept for breakdowns pay, and the classes tell what the whole does not.
#[test]
fn the_last_units_are_for_breakdowns() {
    let bench = shipped("classes", &["run.replications=10", "run.horizon=1000"]);
    has_more(&bench, "on_time_rate(class breakdown)", ["kept", "priority"], 8.0);
    has_more(&bench, "on_time_rate(class breakdown)", ["priority", "first_come"], 3.0);
    has_more(&bench, "on_time_rate(class overhaul)", ["first_come", "kept"], 8.0);
    has_more(&bench, "cost_total(system)", ["first_come", "kept"], 5.0);
    has_more(&bench, "cost_backorder(class breakdown)", ["first_come", "kept"], 5.0);
}

/// A forecast that knows the season beats the best fixed level, and that one a forecast that follows sales; a tenth too much or too little
/// costs the first less than it is ahead.
#[test]
fn a_season_that_is_known_is_worth_more_than_a_level() {
    let bench = shipped("seasonal-bikes", &["run.replications=8"]);
    has_more(&bench, "profit(system)", ["known", "fixed"], 8.0);
    has_more(&bench, "profit(system)", ["fixed", "smoothed"], 2.0);
    has_more(&bench, "inventory_value_mean(system)", ["fixed", "known"], 8.0);
    for bias in ["0.9", "1.1"] {
        let bias = format!("strategies.known.stock.bike.forecast.bias={bias}");
        let wrong = shipped("seasonal-bikes", &["run.replications=8", &bias]);
        has_more(&wrong, "profit(system)", ["known", "fixed"], 8.0);
    }
}

/// Bicycles: the nearer the stock to the customer, the quicker the answer and the greater the stock; without stock it costs more.
#[test]
fn bicycles_are_answered_quicker_the_nearer_the_stock() {
    let bench = shipped("bicycle", &["run.replications=6", "run.horizon=365"]);
    for nearer in [["MTS", "ATO"], ["ATO", "parts_only"], ["parts_only", "MTO"]] {
        let [near, far] = nearer;
        has_more(&bench, "response_mean(system)", [far, near], 8.0);
    }
    for nearer in [["MTS", "ATO"], ["ATO", "parts_only"]] {
        has_more(&bench, "inventory_value_mean(system)", nearer, 8.0);
    }
    // Spokes come in lots of a thousand: without stock the rest of a lot is asked for before it comes.
    has_more(&bench, "on_hand_mean(item spoke)", ["parts_only", "MTO"], 8.0);
    has_more(&bench, "cost_total(system)", ["MTO", "parts_only"], 8.0);
}

/// The reference workload: the nearer the stock to the customer, the quicker the answer.
#[test]
fn products_in_stock_answer_before_parts_and_parts_before_nothing() {
    let bench = shipped("pc-three", &["run.replications=4", "run.warm_up=100", "run.horizon=200"]);
    has_more(&bench, "response_mean(system)", ["ATO", "MTS"], 8.0);
    has_more(&bench, "response_mean(system)", ["MTO", "ATO"], 8.0);
}

/// Dining tables ready, banquet tables from parts: with all ready, products tie up eight times as much; from parts, dining tables
/// are late.
#[test]
fn dining_tables_stand_ready_and_banquet_tables_do_not() {
    let bench = shipped("tables", &["run.replications=8", "run.horizon=1000"]);
    has_more(&bench, "cost_holding_products(system)", ["MTS", "mixed"], 8.0);
    let of = |strategy: &str| estimate(&values(&bench, strategy, "cost_holding_products(system)")).0;
    assert!(of("MTS") > 8.0 * of("mixed"), "{} {}", of("MTS"), of("mixed"));
    for product in ["dining", "banquet"] {
        is_above(&bench, &format!("on_time_rate(product {product})"), "mixed", 0.95, 4.0);
    }
    is_above(&bench, "1 - on_time_rate(system)", "ATO", 0.3, 8.0);
}

/// With the orders of a year in blocks: pumps on the shelf earn more, and projects notice no difference.
#[test]
fn an_order_book_says_where_stock_is_worth_it() {
    let bench = shipped("order-history", &[]);
    has_more(&bench, "profit(system)", ["MTS", "ATO"], 4.0);
    has_more(&bench, "on_time_rate(class service)", ["MTS", "ATO"], 4.0);
    is_above(&bench, "on_time_rate(class project)", "ATO", 0.99, 4.0);
    is_above(&bench, "on_time_rate(class service)", "ATO", 0.95, 4.0);
}

/// A base stock leaves all of its level at the end, on the shelf or on its way; who knows the end leaves what it is wrong by.
#[test]
fn stock_is_left_when_a_product_ends() {
    let bench = shipped("product-life", &["run.replications=4"]);
    for (strategy, units) in [("MTS", 295 + 190), ("ATO", 430 + 185 + 120)] {
        let left = values(&bench, strategy, "written_off_rate(system)");
        assert!(left.iter().all(|rate| (rate * 116.0 - f64::from(units)).abs() < 1e-6), "{strategy}: {left:?}");
    }
    for (more, less) in [("ATO", "MTS"), ("run_out", "ATO")] {
        has_more(&bench, "profit(system)", [more, less], 4.0);
        has_more(&bench, "written_off_value(system)", [less, more], 4.0);
    }
    for strategy in ["MTS", "ATO", "run_out"] {
        is_above(&bench, "on_time_rate(system)", strategy, 0.9, 4.0);
    }
}
