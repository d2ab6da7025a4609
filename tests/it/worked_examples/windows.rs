//! Which orders count, how long the run goes on for them, and what is said of those that are never served.

use crate::fixture::{Fixture, by_hand};

/// The window [10, 20) has the order of 10 and not that of 20; the stock of [10, 20) is one unit short of the four
/// before.
#[test]
fn the_window_holds_its_start_and_not_its_end() {
    let text = r#"
name = "window"
run = { warm_up = 10, horizon = 10, replications = 1 }
items.x = { buy.lead_time = 100, stock.base_stock = 4 }
demand.x.arrivals.every = 10
strategies.S.hold = ["products"]
"#;
    by_hand(
        text,
        "S",
        &[
            ("orders_placed(system)", 1.0),
            ("on_hand_mean(item x)", 3.0),
            ("throughput(system)", 0.1),
            ("replenishment_rate(item x)", 0.1),
        ],
    );
}

fn long(run: &str) -> String {
    format!(
        r#"
name = "tail"
run = {{ horizon = 15, replications = 1, {run} }}
report.windows = [40]
items.x = {{ price = 5, buy.lead_time = 30 }}
demand.x = {{ arrivals.every = 10, due = 50, backorder_cost = {{ rate = 1, once = 7 }} }}
strategies.S.hold = []
"#
    )
}

/// Delivered at 40. The run ends at 15 and goes on for up to 25 more: just long enough.
#[test]
fn the_cohort_is_drained() {
    by_hand(
        &long("drain_limit = 25"),
        "S",
        &[
            ("orders_placed(system)", 1.0),
            ("orders_delivered(system)", 1.0),
            ("response_mean(system)", 30.0),
            ("on_time_rate(system)", 1.0),
            ("response_within_40(system)", 1.0),
            ("censored_orders(system)", 0.0),
            ("lead_time_mean(item x)", 30.0),
            ("wait_mean(item x)", 30.0),
            ("open_orders_mean(system)", 5.0 / 15.0),
            ("cost_backorder(system)", (5.0 + 7.0) / 15.0),
            ("revenue(system)", 0.0),
        ],
    );
}

/// A limit below 25 (the default is warm-up + horizon, 15): the order is censored, a failure of every service rate,
/// and there is no response to speak of.
#[test]
fn who_still_waits_at_the_end_is_censored() {
    for limit in ["drain_limit = 24.999999999", "seed = 1"] {
        by_hand(
            &long(limit),
            "S",
            &[
                ("orders_placed(system)", 1.0),
                ("orders_delivered(system)", 0.0),
                ("censored_orders(system)", 1.0),
                ("order_fill_rate(system)", 0.0),
                ("on_time_rate(system)", 0.0),
                ("response_within_40(system)", 0.0),
                ("response_mean(system)", f64::NAN),
                ("open_orders_mean(system)", 5.0 / 15.0),
                ("cost_backorder(system)", (5.0 + 7.0) / 15.0),
                ("cost_per_order(system)", f64::NAN),
            ],
        );
    }
}

/// Customers of the tail are not counted, and are there: the order of 10 is served at 24, by the unit that the review of
/// 20, after the end, has ordered; the order of 20 waits behind it.
#[test]
fn reviews_and_customers_go_on_after_the_end() {
    let text = r#"
name = "after the end"
run = { horizon = 15, replications = 1, drain_limit = 50 }
items.x = { buy.lead_time = 4, stock = { base_stock = 0, review = 20 } }
demand.x.arrivals.every = 10
strategies.S.hold = ["products"]
"#;
    by_hand(text, "S", &[("orders_placed(system)", 1.0), ("response_mean(system)", 14.0)]);
}

/// Lost, delivered late, delivered in time: on time is one of three. Without a due time there is nothing to judge.
#[test]
fn due_times_are_judged_over_all_orders() {
    let text = |due: &str| {
        format!(
            r#"
name = "due"
run = {{ horizon = 35, replications = 1 }}
items.x = {{ buy.lead_time = 100, stock.base_stock = 2 }}
demand.x = {{ arrivals.every = 10, {due} shortage = "lost", delivery.time = 3 }}
strategies.S.hold = ["products"]
"#
        )
    };
    by_hand(
        &text("due = 3,"),
        "S",
        &[
            ("on_time_rate(system)", 2.0 / 3.0),
            ("lost_rate(system)", 1.0 / 3.0),
            ("order_fill_rate(system)", 2.0 / 3.0),
        ],
    );
    by_hand(&text("due = 2.999999999,"), "S", &[("on_time_rate(system)", 0.0), ("response_mean(system)", 3.0)]);
    by_hand(&text(""), "S", &[("on_time_rate(system)", f64::NAN), ("delivery_mean(system)", 3.0)]);
}

/// Decimal times are exact: 0.1 + 0.2 is 0.3, and what comes at 0.3 is there for the customer of 0.3.
#[test]
fn decimal_times_meet() {
    let text = r#"
name = "decimals"
run = { horizon = 0.35, replications = 1 }
items.x = { buy.lead_time = 0.2, stock.base_stock = 2 }
demand.x.arrivals.every = 0.1
strategies.S.hold = ["products"]
"#;
    // The first two customers take the two units; the third, at 0.3, the one ordered at 0.1.
    by_hand(text, "S", &[("orders_placed(system)", 3.0), ("order_fill_rate(system)", 1.0)]);
}

/// A customer who wants nothing is no customer: quantities round half up, so 0.4 is no order and 0.5 is one unit.
#[test]
fn an_order_of_nothing_is_no_order() {
    let text = |quantity: &str| {
        format!(
            r#"
name = "nothing"
run = {{ horizon = 35, replications = 1 }}
items.x = {{ price = 1, buy.lead_time = 1, stock.base_stock = 9 }}
demand.x = {{ arrivals.every = 10, quantity = {quantity} }}
strategies.S.hold = ["products"]
"#
        )
    };
    let uniform = |low: f64, high: f64| format!("{{ uniform = {{ min = {low}, max = {high} }} }}");
    // A law that gave nothing but 0 would be refused.
    let small = "{ discrete = { values = [0.4, 0.5], weights = [1, 1e-9] } }";
    by_hand(&text(small), "S", &[("orders_placed(system)", 0.0), ("revenue(system)", 0.0)]);
    by_hand(&text(&uniform(0.5, 0.6)), "S", &[("orders_placed(system)", 3.0), ("revenue(system)", 3.0 / 35.0)]);
    by_hand(&text(&uniform(1.5, 1.6)), "S", &[("revenue(system)", 6.0 / 35.0)]);
}

/// One stream over two products: each of 999 orders is for one of them, three quarters for `p`; every order comes when it
/// would come alone.
#[test]
fn a_mix_spreads_one_stream() {
    let text = r#"
name = "mix"
run = { horizon = 1000, replications = 1 }
items.p = { buy.lead_time = 1, stock.base_stock = 9 }
items.q = { buy.lead_time = 1, stock.base_stock = 9 }
demand.both = { arrivals.every = 1, mix = { p = 3, q = 1 } }
strategies.S.hold = ["products"]
"#;
    let run = Fixture::new(text, &[]).run("S", 0);
    let placed = |product: &str| run.value(&format!("orders_placed(product {product})"));
    assert_eq!(placed("p") + placed("q"), 999.0);
    // Four standard errors of a binomial share of 1/4.
    assert!((placed("q") / 999.0 - 0.25).abs() < 4.0 * (0.1875f64 / 999.0).sqrt(), "{}", placed("q"));
}
