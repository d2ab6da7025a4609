//! What happens first among things of one instant. Each scenario would come out otherwise in another order.

use crate::fixture::by_hand;

/// The unit ordered at 10 comes at 20, before the customer of 20.
#[test]
fn receipts_come_before_customers() {
    let text = r#"
name = "receipts"
run = { horizon = 100, replications = 1 }
items.x = { buy.lead_time = 10, stock.base_stock = 1 }
demand.x.arrivals.every = 10
strategies.S.hold = ["products"]
"#;
    by_hand(text, "S", &[("order_fill_rate(system)", 1.0), ("on_hand_mean(item x)", 10.0 / 100.0)]);
}

/// Made in ten days: completions come before customers, too.
#[test]
fn completions_come_before_customers() {
    let text = r#"
name = "completions"
run = { horizon = 100, replications = 1 }
items.x = { make = { time = 10, station = "bench" }, stock.base_stock = 1 }
stations.bench.servers = 1
demand.x.arrivals.every = 10
strategies.S.hold = ["products"]
"#;
    by_hand(text, "S", &[("order_fill_rate(system)", 1.0), ("no_queue_rate(station bench)", 1.0)]);
}

/// Two customers of one instant and one unit: the demand that is first by name has it, wherever it stands in the file.
#[test]
fn customers_come_in_the_order_of_their_names() {
    let text = r#"
name = "names"
run = { horizon = 15, replications = 1 }
items.x = { buy.lead_time = 9, stock.base_stock = 1 }
demand.second = { item = "x", class = "second", arrivals.every = 10 }
demand.first = { item = "x", class = "first", arrivals.every = 10 }
strategies.S.hold = ["products"]
"#;
    by_hand(text, "S", &[("order_fill_rate(class first)", 1.0), ("order_fill_rate(class second)", 0.0)]);
}

/// Work orders of one instant queue by item: `p` starts before `q`, although q's customer comes first.
#[test]
fn a_queue_of_one_instant_goes_by_item() {
    let text = r#"
name = "queue"
run = { horizon = 15, replications = 1 }
items.p.make = { time = 1, station = "bench" }
items.q.make = { time = 1, station = "bench" }
stations.bench.servers = 1
demand.a = { item = "q", arrivals.every = 10 }
demand.b = { item = "p", arrivals.every = 10 }
strategies.S.hold = []
"#;
    by_hand(text, "S", &[("response_mean(product p)", 1.0), ("response_mean(product q)", 2.0)]);
}

/// A kit that is complete earlier goes first, and of two complete at one instant the one opened first: q of 8 and p of
/// 10 both get their part at 12.
#[test]
fn a_queue_goes_by_readiness_and_then_by_age() {
    let text = r#"
name = "age"
run = { horizon = 11, replications = 1 }
items.s.buy.lead_time = 2
items.t.buy.lead_time = 4
items.p.make = { parts = { s = 1 }, time = 1, station = "bench" }
items.q.make = { parts = { t = 1 }, time = 1, station = "bench" }
stations.bench.servers = 1
demand.p.arrivals.every = 10
demand.q.arrivals.every = 8
strategies.S.hold = []
"#;
    by_hand(text, "S", &[("response_mean(product q)", 5.0), ("response_mean(product p)", 4.0)]);
}

/// The server is free at 20 and the work order of 10 and that of 20 are there: starts come last, the older one first.
#[test]
fn starts_come_last() {
    let text = r#"
name = "starts"
run = { horizon = 25, replications = 1 }
items.p.make = { time = 10, station = "bench" }
items.q.make = { time = 10, station = "bench" }
stations.bench.servers = 1
demand.p.arrivals.every = 20
demand.q.arrivals.every = 10
strategies.S.hold = []
"#;
    // q of 10 until 20; then p of 20 (item p before item q) until 30, then q of 20 until 40.
    by_hand(text, "S", &[("response_mean(product p)", 10.0), ("response_mean(product q)", (10.0 + 20.0) / 2.0)]);
}

/// Two parts of one instant both were last: ties share.
#[test]
fn parts_that_come_last_together_share_the_blame() {
    let text = r#"
name = "ties"
run = { horizon = 15, replications = 1 }
items.a.buy.lead_time = 4
items.b.buy.lead_time = 4
items.c.buy.lead_time = 3
items.x.make = { parts = { a = 1, b = 1, c = 1 }, time = 2 }
demand.x.arrivals.every = 10
strategies.S.hold = []
"#;
    by_hand(
        text,
        "S",
        &[
            ("blocking_share(item a)", 0.5),
            ("blocking_share(item b)", 0.5),
            ("blocking_share(item c)", 0.0),
            ("blocking_time(item a)", 2.0),
            ("committed_mean(item c)", 1.0 / 15.0),
        ],
    );
}

/// Bought in no time: served at the same instant is served at once, with no price for having to wait.
#[test]
fn a_wait_of_zero_length_is_no_wait() {
    let text = r#"
name = "no time"
run = { horizon = 15, replications = 1 }
items.x = { buy.lead_time = 0, stock.base_stock = 0 }
demand.x = { arrivals.every = 10, backorder_cost = { rate = 3, once = 7 } }
strategies.held.hold = ["products"]
strategies.driven.hold = []
"#;
    for strategy in ["held", "driven"] {
        by_hand(
            text,
            strategy,
            &[
                ("order_fill_rate(system)", 1.0),
                ("unit_fill_rate(item x)", 1.0),
                ("wait_mean(item x)", 0.0),
                ("cost_backorder(system)", 0.0),
                ("blocking_share(item x)", f64::NAN),
            ],
        );
    }
    by_hand(text, "held", &[("parts_fill_rate(system)", 1.0)]);
    by_hand(text, "driven", &[("parts_fill_rate(system)", f64::NAN)]);
}
