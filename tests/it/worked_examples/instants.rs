//! What happens first among things of one instant. Each scenario would come out otherwise in another order.

use crate::fixture::{Fixture, by_hand, close, estimate};

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

/// Two like products share a part and are ordered at the same instants. By name the first is served before the second; by a draw
/// both are served alike, on the same customers.
#[test]
fn a_draw_serves_like_products_alike() {
    let text = r#"
name = "ties"
run = { warm_up = 100, horizon = 4000, replications = 10 }
items.board = { cost = 1, buy.lead_time = 2, stock.base_stock = 22 }
items.left.make.parts = { board = 1 }
items.right.make.parts = { board = 1 }
demand.left = { arrivals.every = 1, quantity.poisson.mean = 4 }
demand.right = { arrivals.every = 1, quantity.poisson.mean = 4 }
strategies.ATO.hold = ["parts"]
"#;
    let difference = |ties: &str| {
        let bench = Fixture::new(text, &[&format!("run.ties=\"{ties}\"")]);
        let formula = "order_fill_rate(product left) - order_fill_rate(product right)";
        estimate(&bench.runs("ATO").iter().map(|run| run.value(formula)).collect::<Vec<_>>())
    };
    let (by_name, error) = difference("name");
    assert!((by_name - 0.056).abs() < 4.0 * error + 0.002, "{by_name} ± {error}");
    let (drawn, error) = difference("random");
    assert!(drawn.abs() < 4.0 * error, "{drawn} ± {error}");
    // What both come to does not depend on who is first.
    let both = Fixture::new(text, &["run.ties=\"random\""]);
    let rates: Vec<f64> = both.runs("ATO").iter().map(|run| run.value("order_fill_rate(system)")).collect();
    let (mean, error) = estimate(&rates);
    assert!((mean - 0.96879).abs() < 4.0 * error, "{mean} ± {error}");
    // Who is told of it: the names decide, and a draw does not.
    let plan = both.plan("ATO");
    let mut by_name = plan.clone();
    by_name.ties = None;
    let ties = pushpull::collect::name_ties(&by_name).expect("names decide");
    assert_eq!([ties.first.1, ties.first.2].map(|asker| asker.name(plan).to_string()), ["left", "right"]);
}

/// At a station, too: of two work orders of one instant either is first about half of the time, and those of one item keep their
/// order.
#[test]
fn a_draw_orders_the_queue_of_one_instant() {
    let text = r#"
name = "queue by draw"
run = { horizon = 2000, replications = 1, ties = "random" }
items.p.make = { time = 1, station = "bench" }
items.q.make = { time = 1, station = "bench" }
stations.bench.servers = 1
demand.a = { item = "q", arrivals.every = 10 }
demand.b = { item = "p", arrivals.every = 10 }
strategies.S.hold = []
"#;
    let run = Fixture::new(text, &[]).run("S", 0);
    let (p, q) = (run.value("response_mean(product p)"), run.value("response_mean(product q)"));
    assert!(close(p + q, 3.0) && (p - 1.5).abs() < 4.0 * 0.5 / 199f64.sqrt(), "{p} and {q}");
}

/// Where nothing is tied a draw changes nothing: the same bits.
#[test]
fn without_ties_a_draw_changes_nothing() {
    let text = r#"
name = "no ties"
run = { warm_up = 5, horizon = 200, replications = 2 }
items.a = { buy.lead_time.gamma = { mean = 2, cv = 0.5 }, stock = { base_stock = 4, review = 1.7 } }
items.x = { make = { parts = { a = 1 }, time.exponential.mean = 0.2, station = "bench" }, stock.base_stock = 1 }
stations.bench.servers = 1
demand.x = { arrivals.poisson.rate = 1.5, shortage = { patience.exponential.mean = 3 } }
strategies.S.hold = ["products", "parts"]
"#;
    let runs = |ties: &str| Fixture::new(text, &[&format!("run.ties=\"{ties}\"")]).runs("S");
    for (name, drawn) in runs("name").iter().zip(&runs("random")) {
        assert_eq!(name.bits(), drawn.bits());
        assert_eq!(name.record.events, drawn.record.events);
    }
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
