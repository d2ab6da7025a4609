//! Every cost line, added up by hand.

use crate::fixture::{Fixture, by_hand};

/// The order of 10 takes one `a`; two are ordered (14), one for it and one for the shelf. Kit complete and started at
/// 14, finished at 17, delivered at 18, six days after it was due.
const LEDGER: &str = r#"
name = "ledger"
run = { horizon = 20, replications = 1 }
items.a = { cost = 10, holding_cost = 1, buy = { lead_time = 4, order_cost = 5, holding_cost = 0.5 }, stock.base_stock = 1 }
items.x = { price = 100, holding_cost = 6, make = { parts = { a = 2 }, time = 3, cost = 4, setup_cost = 3, station = "bench" }, stock.base_stock = 1 }
stations.bench.servers = 1
[demand.x]
arrivals.every = 10
due = 2
delivery = { time = 1, cost = 8 }
backorder_cost = { rate = 7, once = 11, after = "due" }
[strategies]
ATO.hold = ["parts"]
MTS.hold = ["products", "parts"]
"#;

#[test]
fn every_cost_line_of_an_assembled_order() {
    by_hand(
        LEDGER,
        "ATO",
        &[
            ("unit_value(item x)", 24.0),
            ("cost_purchase(system)", 20.0 / 20.0),
            ("cost_ordering(system)", 5.0 / 20.0),
            // Free: 1 until 10, 1 from 14.
            ("cost_holding_parts(system)", 16.0 / 20.0),
            ("cost_holding_committed(system)", 4.0 / 20.0),
            // Two `a` for three days.
            ("cost_holding_wip(system)", 6.0 / 20.0),
            ("cost_holding_products(system)", 0.0),
            // Two units, four days.
            ("cost_holding_pipeline(system)", 4.0 / 20.0),
            ("cost_process(system)", 4.0 / 20.0),
            ("cost_setup(system)", 3.0 / 20.0),
            ("cost_backorder(system)", (6.0 * 7.0 + 11.0) / 20.0),
            ("cost_lost(system)", 0.0),
            ("cost_delivery(system)", 8.0 / 20.0),
            ("cost_total(system)", 123.0 / 20.0),
            ("cost_per_order(system)", 123.0),
            ("revenue(system)", 100.0 / 20.0),
            ("profit(system)", -23.0 / 20.0),
            ("on_time_rate(system)", 0.0),
            ("wait_parts_mean(system)", 4.0),
            ("wait_station_mean(system)", 0.0),
            ("process_mean(system)", 3.0),
            ("delivery_mean(system)", 1.0),
            ("wait_held_mean(product x)", 4.0),
            ("inventory_value_mean(item a)", 20.0 * 10.0 / 20.0),
            // Free and committed `a`, and three days of a machine in process.
            ("inventory_value_mean(system)", (20.0 * 10.0 + 3.0 * 24.0) / 20.0),
        ],
    );
}

/// Two `a` of 10 are used in 20 days from a mean stock worth 10: one a day, a stock of ten days, turned 36.5 times a year.
/// The system sold a machine worth 24 from 13.6 in stock and in process.
#[test]
fn turns_and_days_of_supply() {
    by_hand(
        LEDGER,
        "ATO",
        &[
            ("days_of_supply(item a)", 10.0),
            ("inventory_turns(item a)", 36.5),
            ("days_of_supply(system)", 13.6 / 1.2),
            ("inventory_turns(system)", 1.2 * 365.0 / 13.6),
        ],
    );
}

/// From placement the rate runs eight days; held longer than it is made, it is due in time.
#[test]
fn the_backorder_rate_runs_from_placement_or_from_the_due_time() {
    let placed = LEDGER.replace("after = \"due\"", "after = \"placement\"");
    by_hand(&placed, "ATO", &[("cost_backorder(system)", (8.0 * 7.0 + 11.0) / 20.0)]);
    let plain = LEDGER.replace("{ rate = 7, once = 11, after = \"due\" }", "7");
    by_hand(&plain, "ATO", &[("cost_backorder(system)", 56.0 / 20.0)]);
    let late = LEDGER.replace("due = 2", "due = 8");
    by_hand(&late, "ATO", &[("cost_backorder(system)", 11.0 / 20.0), ("on_time_rate(system)", 1.0)]);
}

/// From the shelf: delivered at 11, in time. A machine stands there until 10; the next one waits for parts (14) and is
/// finished at 17.
#[test]
fn every_cost_line_of_a_stocked_order() {
    by_hand(
        LEDGER,
        "MTS",
        &[
            ("cost_holding_products(system)", 13.0 * 6.0 / 20.0),
            ("cost_holding_parts(system)", 16.0 / 20.0),
            ("cost_holding_committed(system)", 4.0 / 20.0),
            ("cost_holding_wip(system)", 6.0 / 20.0),
            ("cost_backorder(system)", 0.0),
            ("cost_delivery(system)", 8.0 / 20.0),
            ("revenue(system)", 100.0 / 20.0),
            ("order_fill_rate(system)", 1.0),
            ("on_time_rate(system)", 1.0),
            ("response_mean(system)", 1.0),
        ],
    );
    // Owed is a unit until it is delivered: one day at the rate from placement, and nothing once.
    let placed = LEDGER.replace("after = \"due\"", "after = \"placement\"");
    by_hand(&placed, "MTS", &[("cost_backorder(system)", 7.0 / 20.0)]);
}

/// `make.holding_cost` takes the place of the parts' rates; a rate is of the value, per year of 365 days.
#[test]
fn holding_rates_have_their_defaults() {
    let own = LEDGER.replace("cost = 4, setup", "holding_cost = 9, cost = 4, setup");
    by_hand(&own, "ATO", &[("cost_holding_wip(system)", 27.0 / 20.0)]);
    let share = LEDGER.replace("holding_cost = 1,", "holding_rate = 0.73,").replace("holding_cost = 6,", "");
    let share = share.replace("[demand.x]", "[costs]\nholding_rate = 0.365\n[demand.x]");
    by_hand(
        &share,
        "MTS",
        &[
            ("cost_holding_parts(system)", 16.0 * 0.02 / 20.0),
            ("cost_holding_committed(system)", 4.0 * 0.02 / 20.0),
            ("cost_holding_wip(system)", 6.0 * 0.02 / 20.0),
            ("cost_holding_products(system)", 13.0 * 0.024 / 20.0),
        ],
    );
    let weeks = share.replace("name = \"ledger\"", "name = \"ledger\"\ntime_unit = \"week\"");
    by_hand(&weeks, "MTS", &[("cost_holding_products(system)", 13.0 * 0.024 * 7.0 / 20.0)]);
}

/// Costs fall at their moment: in a window that ends at 13 nothing was started, delivered or sold.
#[test]
fn costs_outside_the_window_are_not_counted() {
    let early = LEDGER.replace("horizon = 20", "horizon = 13");
    by_hand(
        &early,
        "ATO",
        &[
            ("cost_purchase(system)", 20.0 / 13.0),
            ("cost_ordering(system)", 5.0 / 13.0),
            ("cost_holding_pipeline(system)", 3.0 / 13.0),
            ("cost_process(system)", 0.0),
            ("cost_setup(system)", 0.0),
            ("cost_delivery(system)", 0.0),
            ("revenue(system)", 0.0),
            ("cost_backorder(system)", (7.0 + 11.0) / 13.0),
            ("orders_delivered(system)", 1.0),
        ],
    );
    // The order of 10 belongs to the warm-up: of its life the window [15, 20) sees work in process and delivery.
    let late = LEDGER.replace("run = { horizon = 20", "run = { warm_up = 15, horizon = 5");
    by_hand(
        &late,
        "ATO",
        &[
            ("orders_placed(system)", 0.0),
            ("cost_purchase(system)", 0.0),
            ("cost_process(system)", 0.0),
            ("cost_holding_wip(system)", 4.0 / 5.0),
            ("cost_backorder(system)", 21.0 / 5.0),
            ("cost_delivery(system)", 8.0 / 5.0),
            ("revenue(system)", 100.0 / 5.0),
            ("response_mean(system)", f64::NAN),
            ("order_fill_rate(system)", f64::NAN),
        ],
    );
}

/// Two machines for each order, made one after the other, each with a disk (7) and a manual (5).
const PIECES: &str = r#"
name = "pieces"
run = { horizon = 16, replications = 1 }
items.a = { buy.lead_time = 1, stock.base_stock = 9 }
items.m = { price = 5, buy.lead_time = 1, stock.base_stock = 9 }
items.small = { price = 7, buy.lead_time = 1, stock.base_stock = 9 }
items.large = { price = 7, buy.lead_time = 1, stock.base_stock = 9 }
stations.bench.servers = 1
[items.x]
price = 100
[items.x.make]
parts = { a = 1 }
options.disk = { small = 0.5, large = 0.5 }
optional = { m = 1 }
time = 4
split = true
station = "bench"
[demand.x]
arrivals.every = 10
quantity = 2
[strategies.ATO]
hold = ["parts"]
"#;

/// The order of 10 has one machine at 14 and the other at 18. Together they leave at 18, with all that is in them; one by
/// one each brings its own. A delivery of three days takes both out of the window.
#[test]
fn what_is_in_the_pieces_is_sold_when_they_leave() {
    for (from, to, together, apart) in [(0, 16, 0, 1), (0, 19, 2, 2), (14, 18, 0, 1), (15, 20, 2, 1), (19, 24, 0, 0)] {
        let window = PIECES.replace("horizon = 16", &format!("warm_up = {from}, horizon = {}", to - from));
        let revenue = |machines: i32| f64::from(112 * machines) / f64::from(to - from);
        by_hand(&window, "ATO", &[("revenue(system)", revenue(together)), ("revenue(product x)", revenue(together))]);
        let partial = window.replace("quantity = 2", "quantity = 2\nship = \"partial\"");
        by_hand(&partial, "ATO", &[("revenue(system)", revenue(apart))]);
    }
    let far = PIECES.replace("horizon = 16", "horizon = 20").replace("quantity = 2", "quantity = 2\ndelivery.time = 3");
    by_hand(&far, "ATO", &[("revenue(system)", 0.0)]);
}

/// Nothing is earned on an order that leaves. That of 10 has one of three machines when it leaves at 16; the second one is
/// under way (18), the third is cancelled. The order of 20 takes both, waits for one (24), and pays for three manuals.
#[test]
fn what_is_in_a_piece_left_behind_is_sold_with_the_next_order() {
    let text = PIECES.replace("options.disk = { small = 0.5, large = 0.5 }\n", "");
    let text = text.replace("quantity = 2", "quantity = 3\nshortage.patience = 6");
    by_hand(&text, "ATO", &[("revenue(system)", 0.0)]);
    let longer = text.replace("horizon = 16", "horizon = 25");
    by_hand(&longer, "ATO", &[("left_rate(system)", 0.5), ("revenue(system)", 315.0 / 25.0)]);
}

/// The machine on the shelf at the beginning came without a manual; those made later have one, which is paid for by who
/// takes the machine, at 20.
#[test]
fn what_is_in_stock_is_sold_when_it_leaves() {
    let text = PIECES.replace("options.disk = { small = 0.5, large = 0.5 }\n", "").replace("quantity = 2\n", "");
    let text =
        text.replace("price = 100", "price = 100\nstock.base_stock = 1") + "MTS.hold = [\"products\", \"parts\"]\n";
    let text = text.replace("[strategies.ATO]\nhold", "[strategies]\nATO.hold");
    by_hand(&text, "MTS", &[("revenue(system)", 100.0 / 16.0)]);
    by_hand(&text.replace("horizon = 16", "horizon = 25"), "MTS", &[("revenue(system)", 205.0 / 25.0)]);
}

/// Options: their prices are added to the order's and their values to the machine's, whether the machine is assembled
/// or taken from the shelf.
#[test]
fn an_option_brings_its_own_price_and_value() {
    let text = r#"
name = "options"
run = { horizon = 400, replications = 1 }
items.small = { cost = 10, price = 30, buy.lead_time = 1, stock.base_stock = 9 }
items.large = { cost = 20, price = 50, buy.lead_time = 1, stock.base_stock = 9 }
items.x = { price = 100, make.options.disk = { small = 0.75, large = 0.25 }, stock.base_stock = 9 }
demand.x.arrivals.every = 1
strategies.ATO.hold = ["parts"]
strategies.MTS.hold = ["products", "parts"]
"#;
    let bench = Fixture::new(text, &[]);
    let (ato, mts) = (bench.run("ATO", 0), bench.run("MTS", 0));
    let asked = |disk: &str| ato.value(&format!("400 * replenishment_rate(item {disk})"));
    let (small, large) = (asked("small"), asked("large"));
    assert_eq!(small + large, 399.0, "orders of 1, 2, …, 399");
    // Four standard errors of a binomial share of 1/4.
    assert!((large / 399.0 - 0.25).abs() < 4.0 * (0.1875f64 / 399.0).sqrt(), "{large}");
    for run in [&ato, &mts] {
        assert_eq!((400.0 * run.value("revenue(system)")).round(), 399.0 * 100.0 + small * 30.0 + large * 50.0);
    }
    for (disk, count, value) in [("small", small, 10.0), ("large", large, 20.0)] {
        assert_eq!(
            (400.0 * mts.value(&format!("replenishment_rate(item x[{disk}])"))).round(),
            count,
            "the same orders"
        );
        assert_eq!(mts.value(&format!("unit_value(item x[{disk}])")), value);
    }
    assert_eq!(ato.value("unit_value(item x)"), 12.5, "options weighted by their shares");
}
