//! Levels that follow a forecast: by hand, and against what they must be where demand never changes.

use super::fixture::{Fixture, by_hand};
use super::program::pushpull;
use std::fs;
use tempfile::tempdir;

/// One order a period, of ten recorded sizes in turn: the record is replayed by ten streams that order once each. Review every 1 from 0,
/// lead time 1; f = a d + (1 − a) f, v = a (d − f)² + (1 − a) v. Worked period by period by another program.
#[test]
fn smoothing_worked_by_hand() {
    let demand = [4, 7, 2, 9, 5, 0, 6, 8, 3, 4];
    let orders: Vec<String> = demand
        .iter()
        .enumerate()
        .filter(|(_, units)| **units > 0)
        .map(|(period, units)| {
            let at = period as f64 + 0.5;
            format!("demand.d{period} = {{ item = \"x\", arrivals.every = 1000, arrivals.profile.steps = {{ at = [0, {at}, {}], factor = [0, 2000000, 0] }}, quantity = {units} }}\n", at + 0.0005)
        })
        .collect();
    let text = format!(
        "name = \"smoothing\"\nrun = {{ horizon = 10, replications = 1 }}\n\
         items.x.buy.lead_time = 1\nitems.x.stock = {{ review = 1, forecast = {{ smoothing = 0.25, start = 4, start_sd = 2, safety.factor = 1.5 }} }}\n\
         {}strategies.S.hold = [\"x\"]\n",
        orders.concat()
    );
    let levels = [13, 12, 14, 13, 18, 17, 16, 16, 18, 17];
    let mean = f64::from(levels.iter().sum::<i32>()) / 10.0;
    // Released at 1, 2, …: 3, 9, 1, 14, 4, 0, 5, 10, 2 units in eight orders.
    by_hand(&text, "S", &[("level_mean(item x)", mean), ("replenishment_rate(item x)", 0.8)]);
}

/// The same demand in every period, and a start equal to it: the level never moves, and each review releases what was asked.
#[test]
fn what_never_changes_is_forecast_as_it_is() {
    for method in ["average = 3", "smoothing = 0.4", "profile = true"] {
        let start = if method.starts_with("profile") { "" } else { ", start = 5, start_sd = 0" };
        let text = format!(
            "name = \"level\"\nrun = {{ warm_up = 100, horizon = 50, replications = 1 }}\n\
             items.x.buy.lead_time = 3\nitems.x.stock = {{ review = 1, forecast = {{ {method}{start}, safety.units = 2 }} }}\n\
             demand.x = {{ arrivals.every = 1, quantity = 5 }}\nstrategies.S.hold = [\"x\"]\n"
        );
        let wanted = [
            ("level_mean(item x)", 22.0),
            ("forecast_bias(item x)", 0.0),
            ("forecast_rmse(item x)", 0.0),
            ("replenishment_rate(item x)", 1.0),
            ("unit_fill_rate(item x)", 1.0),
        ];
        by_hand(&text, "S", &wanted);
    }
}

/// A bias of a tenth is told as such: a tenth of what is asked per review, and a level a tenth higher.
#[test]
fn a_bias_shows() {
    let text = "name = \"bias\"\nrun = { warm_up = 10, horizon = 50, replications = 1 }\n\
         items.x.buy.lead_time = 3\nitems.x.stock = { review = 1, forecast = { average = 4, bias = 1.1, start = 5, start_sd = 0 } }\n\
         demand.x = { arrivals.every = 1, quantity = 5 }\nstrategies.S.hold = [\"x\"]\n";
    by_hand(text, "S", &[("level_mean(item x)", 22.0), ("forecast_bias(item x)", 0.5), ("forecast_rmse(item x)", 0.5)]);
}

/// Units that were refused are demand, too: a shop that starts empty and loses its first customers still learns what they wanted.
#[test]
fn lost_units_are_demand() {
    let text = "name = \"lost\"\nrun = { warm_up = 20, horizon = 20, replications = 1 }\n\
         items.x.buy.lead_time = 0.5\nitems.x.stock = { review = 1, initial = 0, forecast = { smoothing = 1, start = 0, start_sd = 0, safety.time = 1 } }\n\
         demand.x = { arrivals.every = 1, quantity = 4, shortage = \"lost\" }\nstrategies.S.hold = [\"x\"]\n";
    // F = 1.5 × 4 units, and one period more for safety.
    by_hand(text, "S", &[("level_mean(item x)", 10.0), ("lost_rate(product x)", 0.0)]);
}

#[test]
fn what_is_wrong_with_a_forecast_is_told_at_once() {
    let folder = tempdir().unwrap();
    let check = |stock: &str| {
        let text = format!("name = \"x\"\nrun.horizon = 10\nitems.x.stock = {stock}\ndemand.x.arrivals.every = 1\n");
        fs::write(folder.path().join("x.toml"), text).unwrap();
        pushpull(folder.path(), &["check", "x.toml"])
    };
    check("{ forecast.average = 3 }").ends(2).complains(&["needs `review`"]);
    check("{ review = 1, forecast = { average = 3, smoothing = 0.1 } }").ends(2).complains(&["average", "smoothing"]);
    check("{ review = 1, forecast = { bias = 2 } }").ends(2).complains(&["average", "profile"]);
    check("{ review = 1, forecast = { profile = false } }").ends(2).complains(&["`profile` takes `true`"]);
    check("{ review = 1, forecast = { profile = true, start = 3 } }").ends(2).complains(&["needs no `start`"]);
    let two = "{ review = 1, forecast = { average = 3, safety = { units = 1, time = 2 } } }";
    check(two).ends(2).complains(&["units", "time"]);
    check("{ review = 1, base_stock = 2, forecast.average = 3 }").ends(2).complains(&["base_stock", "forecast"]);
    check("{ review = 1, forecast = { smoothing = 0 } }").ends(2).complains(&["smoothing"]);
    let said = check("{ review = 1, forecast = { average = 3, safety.fill_rate = 0.9 } }").ends(0).stdout;
    assert!(said.contains("forecast by average of 3 reviews"), "{said}");
}

/// The trace tells each level, what is expected until the next review, and by how much the last forecast was wrong.
#[test]
fn the_trace_tells_forecasts() {
    let text = "name = \"told\"\nrun = { horizon = 4, replications = 1 }\n\
         items.x.buy.lead_time = 1\nitems.x.stock = { review = 1, forecast = { smoothing = 0.5, start = 4, start_sd = 0, safety.units = 3 } }\n\
         demand.x = { arrivals.every = 1, quantity = 6 }\nstrategies.S.hold = [\"x\"]\n";
    let facts = pushpull::collect::trace(&Fixture::new(text, &[]).model, 0, None, 0);
    let facts = facts.iter().filter(|fact| fact.event == "level_set" && fact.time < 4.0);
    let told: Vec<String> = facts.map(|fact| format!("{} {}: {}", fact.time, fact.units, fact.detail)).collect();
    // Nothing is asked before 1, six in each period from then on: forecasts 4, 2, 4, 5 of two periods, and three units.
    let wanted = [
        "0 11: forecast 4",
        "1 7: forecast 2, was 4 too high",
        "2 11: forecast 4, was 4 too low",
        "3 13: forecast 5, was 2 too low",
    ];
    assert_eq!(told, wanted);
}

/// A forecast that never changes is a fixed level: the best safety stock is what the best fixed level has above it, to the cent.
#[test]
fn the_safety_stock_is_searched() {
    let folder = tempdir().unwrap();
    let text = "name = \"searched\"\nrun = { warm_up = 5, horizon = 60, replications = 3 }\n\
         items.x = { cost = 1, holding_cost = 1, buy.lead_time = 1 }\n\
         demand.x = { arrivals.poisson.rate = 3, backorder_cost = 9 }\n\
         strategies.fixed.stock.x = { review = 1, base_stock = 8 }\n\
         strategies.known.stock.x = { review = 1, forecast.profile = true }\n";
    fs::write(folder.path().join("x.toml"), text).unwrap();
    pushpull(folder.path(), &["optimize", "x.toml", "--out", "o"]).ends(0);
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    let (levels, summary) = (read("o/levels.csv"), read("o/summary.csv"));
    let best = |start: &str| -> i64 {
        let row = levels.lines().find(|row| row.starts_with(start)).unwrap_or_else(|| panic!("no {start} in {levels}"));
        row.split(',').nth(6).unwrap().parse().unwrap()
    };
    // Six are expected in lead time and review.
    assert_eq!(best("fixed,x.base_stock,"), best("known,x.forecast.safety.units,") + 6, "{levels}");
    let cost = |start: &str| summary.lines().find_map(|row| row.strip_prefix(start)).unwrap().to_string();
    assert_eq!(cost("fixed,system,,cost_total,"), cost("known,system,,cost_total,"));
}
