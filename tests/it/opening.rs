//! What is under way and owed at time 0: worked by hand, and the same as what an equal start without words for it gives.

use super::fixture::{Fixture, by_hand, releases};
use super::program::pushpull;
use pushpull::input::{self, Colour};
use std::fs;
use tempfile::tempdir;

/// Orders of 1, 2 and 2 units at 1, 2 and 3 for four units on the shelf, and ten that come at 2.5: the shelf after each is 3, 1 and 9.
const BY_HAND: &str = "name = \"opening\"\nrun = { horizon = 4, replications = 1 }\n\
    items.x = { cost = 3, holding_cost = 2, buy = { lead_time = 1, holding_cost = 0.5 }, stock = { base_stock = 0, initial = 4, arriving = [{ at = 2.5, units = 10 }] } }\n\
    demand.a = { item = \"x\", arrivals.every = 1, quantity = 1, arrivals.profile.steps = { at = [0, 1], factor = [1, 0] } }\n\
    demand.b = { item = \"x\", arrivals.every = 1, quantity = 2, arrivals.profile.steps = { at = [0, 1, 3], factor = [0, 1, 0] } }\n\
    strategies.S.hold = [\"x\"]\n";

#[test]
fn what_is_under_way_comes_at_its_time() {
    // Free: 4, 3, 1 for half a unit of time, 11, 9. On order: 10 until 2.5.
    let free = (4.0 + 3.0 + 0.5 + 5.5 + 9.0) / 4.0;
    let wanted = [
        ("on_hand_mean(item x)", free),
        ("on_order_mean(item x)", 6.25),
        ("replenishment_rate(item x)", 0.0),
        ("cost_purchase(system)", 0.0),
        ("cost_holding_products(system)", 2.0 * free),
        ("cost_holding_pipeline(system)", 3.125),
        ("orders_delivered(system)", 3.0),
        ("order_fill_rate(system)", 1.0),
    ];
    by_hand(BY_HAND, "S", &wanted);
    assert!(releases(&Fixture::new(BY_HAND, &[]), "S").is_empty());
    // Paid before time 0, and five units less at the end of four.
    let counted = BY_HAND.replace("demand.a", "costs.stock_change = true\ndemand.a");
    by_hand(&counted, "S", &[("cost_stock_change(system)", 5.0 * 3.0 / 4.0)]);
}

/// Two units are owed, nothing is on the shelf: of three that come at 0.5 two are gone before the first order.
#[test]
fn what_is_owed_is_served_first() {
    let text = "name = \"owed\"\nrun = { horizon = 4, replications = 1 }\n\
        items.x = { price = 10, buy.lead_time = 1.5, stock = { base_stock = 1, arriving = [{ at = 0.5, units = 3 }], owed = 2 } }\n\
        demand.x = { arrivals.every = 1, backorder_cost = 1 }\nstrategies.S.hold = [\"x\"]\n";
    // On the shelf 1 at 0.5, taken at 1; then each order releases a unit that comes 1.5 later and serves the next but one.
    let wanted = [
        ("backlog_mean(item x)", (2.0 * 0.5 + 0.5 + 0.5) / 4.0),
        ("on_hand_mean(item x)", 0.5 / 4.0),
        ("orders_placed(system)", 3.0),
        ("order_fill_rate(system)", 1.0 / 3.0),
        ("response_mean(system)", 1.0 / 3.0),
        ("cost_backorder(system)", 1.0 / 4.0),
        ("revenue(system)", 30.0 / 4.0),
        ("unit_fill_rate(item x)", 1.0 / 3.0),
    ];
    by_hand(text, "S", &wanted);
    // More than comes: what is left over stays owed, and orders wait behind it.
    let never = text.replace("base_stock = 1", "reorder = { point = -100, quantity = 1 }, initial = 0");
    let run = Fixture::new(&never.replace("owed = 2", "owed = 9"), &[]).run("S", 0);
    assert_eq!((run.record.residual, run.value("orders_delivered(system)")), (0.0, 0.0));
}

/// What the shelf can give at once and what never matters: the same responses and releases as from a plain start.
#[test]
fn an_opening_that_cancels_out_changes_no_order() {
    let text = "name = \"same\"\nrun = { horizon = 200, replications = 2 }\n\
        items.x = { buy.lead_time = { exponential = { mean = 3 } }, stock = { base_stock = 4 } }\n\
        demand.x = { arrivals.poisson.rate = 1 }\nstrategies.S.hold = [\"x\"]\n";
    let same = text.replace("base_stock = 4", "base_stock = 4, owed = 3");
    let (plain, owed) = (Fixture::new(text, &[]), Fixture::new(&same, &[]));
    assert_eq!(plain.responses("S", 1), owed.responses("S", 1));
    assert_eq!(releases(&plain, "S"), releases(&owed, "S"));
    // Units that come at 0 are on the shelf before anybody asks.
    let at_once = text.replace("base_stock = 4", "base_stock = 4, arriving = [{ at = 0, units = 2 }]");
    assert_eq!(plain.responses("S", 1), Fixture::new(&at_once, &[]).responses("S", 1));
}

/// Made items, lots, reviews, levels that are sized or follow a forecast, kits of several parts: the books of the engine are
/// right after every event, in test builds.
#[test]
fn every_rule_begins_with_what_is_under_way() {
    let network = "name = \"network\"\nrun = { horizon = 60, replications = 2 }\n\
        classes.gold.priority = 1\nclasses.iron.priority = 2\n\
        items.a = { buy = { lead_time = 2, multiple = 3 }, stock = { OWN, arriving = [{ at = 1, units = 4 }, { at = 0.5, units = 1 }], owed = 7 } }\n\
        items.b = { make = { parts = { a = 2 }, time = 0.5, station = \"s\" }, stock = { base_stock = 2, arriving = { at = 3, units = 5 }, owed = 1 } }\n\
        items.p.make.parts = { a = 1, b = 1 }\nstations.s = {}\n\
        demand.p = { arrivals.poisson.rate = 0.5, class = \"gold\" }\ndemand.q = { item = \"p\", arrivals.poisson.rate = 0.3, class = \"iron\" }\n\
        strategies.S = { hold = [\"parts\", \"subassemblies\"] }\nstrategies.T = { hold = [\"parts\", \"subassemblies\"], allocation = \"no_holdback\" }\n";
    for rule in [
        "base_stock = 6",
        "min_max = { min = 2, max = 9 }",
        "reorder = { point = 3, quantity = 6 }",
        "fill_rate = 0.9",
        "base_stock = 8, review = 2",
        "forecast = { average = 3, safety.factor = 1 }, review = 1",
        "base_stock = 9, reserve = { iron = 2 }",
    ] {
        for set in ["run.ties=name", "run.ties=random"] {
            let bench = Fixture::new(&network.replace("OWN", rule), &[set]);
            for strategy in ["S", "T"] {
                assert_eq!(bench.run(strategy, 1).record.residual, 0.0, "{rule}");
            }
        }
    }
}

#[test]
fn what_is_wrong_with_an_opening_is_said() {
    let bad = BY_HAND.replace("{ at = 2.5, units = 10 }", "{ at = -1, units = 0 }, { when = 2 }");
    let rejected = input::read_str("bad", &bad, &[]).expect_err("three mistakes");
    let said = rejected.render(Colour::Plain);
    for words in [
        "`items.x.stock.arriving.at` must be a time, at least 0",
        "`items.x.stock.arriving.units` must be a whole number, at least 1",
        "unknown key `items.x.stock.arriving.when`",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
}

#[test]
fn a_trace_tells_what_was_under_way() {
    let folder = tempdir().expect("a folder");
    let text = BY_HAND.replace("initial = 4", "initial = 0, owed = 1");
    fs::write(folder.path().join("opening.toml"), text).expect("a file");
    let told = pushpull(folder.path(), &["trace", "opening.toml"]).ends(0).stdout;
    assert!(told.contains("under way at time 0") && told.contains("owed at time 0"), "{told}");
}
