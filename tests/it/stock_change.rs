//! What stands at both ends of a window, in money: `costs.stock_change`.

use super::fixture::{Fixture, by_hand};
use proptest::prelude::*;
use proptest::test_runner::Config;

/// Five on the shelf and one asked a day, at 1, 2, … 9: the rule orders when fewer than two are there or on their way, so from
/// the order of 4 on each sends for one. At 10 two are left, on the shelf or on order.
const SEASON: &str = r#"
name = "season"
run = { kind = "finite", horizon = 10, replications = 1 }
items.a = { cost = 4, buy.lead_time = 1, stock = { base_stock = 2, initial = 5 } }
demand.a.arrivals.every = 1
strategies.S.hold = ["a"]
"#;

#[test]
fn a_season_pays_for_the_stock_that_it_uses_up() {
    let lines = [
        ("cost_purchase(system)", 6.0 * 4.0 / 10.0),
        ("cost_stock_change(system)", (5.0 - 2.0) * 4.0 / 10.0),
        ("cost_stock_change(item a)", (5.0 - 2.0) * 4.0 / 10.0),
        // Nine units left the shelf.
        ("cost_total(system)", 9.0 * 4.0 / 10.0),
        ("cost_total(item a)", 9.0 * 4.0 / 10.0),
    ];
    by_hand(SEASON, "S", &lines);
    let asked_for =
        SEASON.replace("kind = \"finite\", ", "").replace("demand.a", "costs.stock_change = true\ndemand.a");
    by_hand(&asked_for, "S", &lines);
    // Before the first order leaves nothing has changed; what is bought for the shelf is worth its price.
    by_hand(&SEASON.replace("horizon = 10", "horizon = 1"), "S", &[("cost_stock_change(system)", 0.0)]);
    let short = SEASON.replace("initial = 5", "initial = 0");
    by_hand(&short, "S", &[("cost_purchase(system)", 4.4), ("cost_stock_change(system)", -0.8)]);
}

/// Without it no table has the line.
#[test]
fn a_run_for_the_long_run_has_no_such_line() {
    for sets in [&["run.kind=steady"][..], &["costs.stock_change=false"]] {
        let run = Fixture::new(SEASON, sets).run("S", 0);
        assert!(run.layout.values.iter().all(|entry| entry.column.id() != "cost_stock_change"), "{sets:?}");
        assert_eq!(run.value("cost_total(system)"), 2.4);
    }
}

#[test]
fn a_strategy_cannot_set_it_for_itself() {
    let text = format!("{SEASON}strategies.S.set = {{ \"costs.stock_change\" = false }}\n");
    let rejected = pushpull::input::read_str("season", &text, &[]).expect_err("it is refused");
    let said = rejected.render(pushpull::input::Colour::Plain);
    assert!(said.contains("a strategy cannot set `costs.stock_change`"), "{said}");
}

/// The order of 10 takes one `a`, two are ordered, received at 14: one for it and one for the shelf. In process from 14 to 17.
const LEDGER: &str = r#"
name = "ledger"
run = { kind = "finite", horizon = 20, replications = 1 }
items.a = { cost = 10, buy.lead_time = 4, stock.base_stock = 1 }
items.x = { make = { parts = { a = 2 }, time = 3, cost = 4, station = "bench" } }
stations.bench.servers = 1
demand.x.arrivals.every = 10
strategies.ATO.hold = ["a"]
"#;

#[test]
fn what_is_committed_on_order_or_in_process_counts() {
    let change = |window: &str, money: f64, horizon: f64| {
        let text = LEDGER.replace("horizon = 20", window);
        by_hand(&text, "ATO", &[("cost_stock_change(system)", money / horizon)]);
    };
    // At 13 one is committed and two are on order.
    change("horizon = 13", 10.0 - 30.0, 13.0);
    // At 15 one is free and one machine (24) in process.
    change("horizon = 15", 10.0 - 34.0, 15.0);
    change("warm_up = 15, horizon = 5", 34.0 - 10.0, 5.0);
    // Marks come before what happens at their instant: at 14 the parts are still on order, at 17 the machine is still in process.
    change("horizon = 14", 10.0 - 30.0, 14.0);
    change("warm_up = 17, horizon = 3", 34.0 - 10.0, 3.0);
}

#[test]
fn a_made_item_is_worth_its_chosen_parts_in_the_mean() {
    let text = LEDGER.replace("parts = { a = 2 },", "parts = { a = 2 }, options.disk = { b = 1, c = 1 },");
    let text =
        format!("{text}items.b = {{ cost = 7, buy.lead_time = 1 }}\nitems.c = {{ cost = 7, buy.lead_time = 1 }}\n");
    // At 15 the disk is in the machine, which is worth 31 with it; at 13 it is committed.
    for (horizon, money) in [(15, 10.0 - 41.0), (13, 10.0 - 37.0)] {
        let text = text.replace("horizon = 20", &format!("horizon = {horizon}"));
        by_hand(&text, "ATO", &[("cost_stock_change(system)", money / f64::from(horizon))]);
    }
}

/// Money that was spent and not handed over to a customer is worth what is there: purchase, process and the change of stock
/// come to the value of all that left, in any window and under any stock, where making begins as soon as the kit is complete.
const SPENT: &str = r#"
name = "spent"
run = { kind = "finite", replications = 2, horizon = 40 }
items.a = { cost = 10, buy.lead_time.exponential.mean = 3 }
items.b = { cost = 7, buy.lead_time = 2, stock.reorder = { point = 1, quantity = 3 } }
items.c = { cost = 7, buy.lead_time = 1 }
items.frame = { make = { parts = { a = 3 }, time.exponential.mean = 2, cost = 4 } }
items.x = { make = { parts = { frame = 1, a = 1 }, options.disk = { b = 0.4, c = 0.6 }, time = 1.5, cost = 2 } }
demand.x = { arrivals.poisson.rate = 1, delivery.cost = 1 }
strategies.S.hold = ["a", "b", "c", "frame"]
strategies.MTO.hold = []
"#;

fn spent(warm_up: f64, horizon: f64, stocks: [u32; 3], seed: u64) -> Result<(), TestCaseError> {
    let levels = ["a", "c", "frame"].into_iter().zip(stocks);
    let mut sets: Vec<String> = levels.map(|(item, level)| format!("items.{item}.stock.base_stock={level}")).collect();
    sets.extend([format!("run.warm_up={warm_up}"), format!("run.horizon={horizon}"), format!("run.seed={seed}")]);
    let bench = Fixture::new(SPENT, &sets.iter().map(String::as_str).collect::<Vec<_>>());
    for strategy in ["S", "MTO"] {
        for run in bench.runs(strategy) {
            let spent = run.value("cost_purchase(system) + cost_process(system) + cost_stock_change(system)");
            // Three a and four for the frame, one more a, a disk and two: 53 an order, each of one unit.
            let left = 53.0 * run.value("cost_delivery(system)");
            prop_assert!((spent - left).abs() < 1e-9 * left.max(1.0), "{strategy}: {spent} is not {left}");
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(Config::with_cases(40))]

    #[test]
    fn what_is_spent_left_or_is_there(
        times in (0.0..30.0f64, 0.5..60.0f64),
        stocks in prop::array::uniform3(0u32..8),
        seed in 0u64..1_000_000,
    ) {
        spent(times.0, times.1, stocks, seed)?;
    }
}
