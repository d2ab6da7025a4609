//! Every scenario that is shipped runs, and finds what its header says.

use super::bench::{Bench, estimate};
use pushpull::input::Colour;
use std::fs;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios")
}

fn shipped(name: &str, sets: &[&str]) -> Bench {
    let sets: Vec<String> = sets.iter().map(ToString::to_string).collect();
    let path = folder().join(format!("{name}.toml"));
    let accepted = pushpull::input::read(&path, &sets);
    Bench::of(accepted.unwrap_or_else(|rejected| panic!("{}", rejected.render(Colour::Plain))).model)
}

fn means(bench: &Bench, strategy: &str, formula: &str) -> (f64, f64) {
    let values: Vec<f64> = bench.runs(strategy).iter().map(|run| run.value(formula)).collect();
    estimate(&values)
}

#[test]
fn all_run_at_small_size() {
    let mut count = 0;
    for entry in fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "toml") {
            continue;
        }
        let name = path.file_stem().unwrap().to_str().unwrap();
        let bench = shipped(name, &["run.replications=2", "run.warm_up=20", "run.horizon=60"]);
        assert!(!bench.model.question.is_empty() && bench.model.strategies.len() <= 4, "{name}");
        for strategy in bench.strategies() {
            for run in bench.runs(strategy) {
                assert!(run.value("orders_placed(system)") > 0.0, "{name} {strategy}");
                assert!(run.record.residual < 1e-9, "{name} {strategy}: {}", run.record.residual);
            }
        }
        count += 1;
    }
    assert_eq!(count, 8);
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
        let fill = format!("parts_fill_rate(product {product})");
        let (reserve, no_holdback) = (means(&bench, "reserve", &fill), means(&bench, "no_holdback", &fill));
        assert!(
            no_holdback.0 - reserve.0 > 2.0 * reserve.1.hypot(no_holdback.1),
            "{product}: {reserve:?} {no_holdback:?}"
        );
    }
}

/// Assemble-to-order is the cheapest way to meet the PC maker's target.
#[test]
fn the_pc_maker_should_keep_parts() {
    let bench = shipped("custom-pcs", &["run.replications=4", "run.horizon=100"]);
    let cost = |strategy: &str| means(&bench, strategy, "cost_total(system)").0;
    let on_time = |strategy: &str| means(&bench, strategy, "on_time_rate(system)").0;
    let others = ["MTS", "MTS_with_parts", "MTO"];
    assert!(others.iter().all(|other| cost("ATO") < cost(other)));
    assert!(on_time("ATO") > 0.95 && on_time("MTO") == 0.0);
}

/// Generic stock needs less than localised stock at the same service.
#[test]
fn postponement_saves_stock() {
    let bench = shipped("postponement", &["run.replications=8", "run.horizon=200"]);
    let value = |strategy: &str| means(&bench, strategy, "inventory_value_mean(system)");
    let (early, late) = (value("at_the_factory"), value("in_the_warehouse"));
    assert!(late.0 < 0.8 * early.0, "{early:?} {late:?}");
    for strategy in ["at_the_factory", "in_the_warehouse"] {
        assert!(means(&bench, strategy, "on_time_rate(system)").0 > 0.9);
    }
}

/// Dear and rare spare parts are not worth their place.
#[test]
fn dear_spare_parts_are_bought_when_asked_for() {
    let bench = shipped("spare-parts", &["run.replications=20"]);
    let profit = |strategy: &str| means(&bench, strategy, "profit(system)").0;
    assert!(profit("not_the_dear_ones") > profit("everything"));
}

/// Bicycles: the nearer to the customer, the quicker; holding assemblies keeps the day that is promised.
#[test]
fn bicycles_are_best_held_as_assemblies() {
    let bench = shipped("bicycle", &["run.replications=3", "run.horizon=150"]);
    let on_time = |strategy: &str| means(&bench, strategy, "on_time_rate(system)").0;
    let value = |strategy: &str| means(&bench, strategy, "inventory_value_mean(system)").0;
    assert!(on_time("MTS") >= on_time("ATO") && on_time("ATO") > on_time("parts_only"));
    assert!(on_time("parts_only") > on_time("MTO"));
    assert!(value("ATO") < value("MTS"));
}
