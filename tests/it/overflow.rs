//! Corners in which numbers run out of their words, or somebody leaves at an odd moment.

use super::fixture::Fixture;
use pushpull::collect::trace;
use pushpull::path::{NotScored, Path, SamplePath, qualify};

/// Times that add up to more than a clock can show: nothing is delivered, and a sample path is refused.
#[test]
fn times_without_end_overflow_nothing() {
    let text = r#"
name = "absurd"
run = { warm_up = 5, horizon = 50, replications = 1 }
suppliers.slow.servers = 1
stations.bench.servers = 1
items.a = { buy = { supplier = "slow", lead_time = 1e9 }, stock.base_stock = 30 }
items.b = { make = { time = 1e9, setup_time = 1e9 }, stock.base_stock = 0 }
items.p.make = { parts = { a = 1, b = 2 }, time = 1e9 }
items.q.make = { station = "bench", time = 1e9 }
demand.p = { arrivals.every = 1, quantity = 20 }
demand.q = { arrivals.every = 1, quantity = 20 }
strategies.ATO.hold = ["parts", "subassemblies"]
strategies.MTO.hold = []
"#;
    let bench = Fixture::new(text, &[]);
    for name in ["ATO", "MTO"] {
        let refused = sample_path(&bench, name).expect_err("orders are open");
        assert!(refused.0.contains("drain limit"), "{refused}");
        for run in bench.runs(name) {
            assert_eq!(run.value("censored_orders(system)"), 1.0);
            assert_eq!(run.value("utilization(station bench)"), 1.0);
        }
    }
}

fn sample_path(bench: &Fixture, strategy: &str) -> Result<SamplePath, NotScored> {
    let plan = bench.plan(strategy);
    let network = qualify(&bench.model, plan, &plan.levels()).expect("it is covered");
    Path::new(plan, network).sample_path(&bench.model, 0, 1)
}

/// A path counts units in words: where they are too many for them it is refused.
#[test]
fn units_beyond_a_word_have_no_sample_path() {
    let text = r#"
name = "grains"
run = { warm_up = 5, horizon = 20, replications = 2 }
items.a = { buy.lead_time.exponential.mean = 2, stock.base_stock = 100000000 }
items.p.make.parts = { a = 100000 }
demand.p = { arrivals.poisson.rate = 1, quantity = 100000, backorder_cost = 1 }
strategies.ATO.hold = ["parts"]
strategies.MTO.hold = []
"#;
    let bench = Fixture::new(text, &[]);
    for name in ["ATO", "MTO"] {
        let refused = sample_path(&bench, name).expect_err("units are too many");
        assert!(refused.0.contains("too many units"), "{refused}");
    }
    for run in bench.runs("MTO") {
        // No stock: every unit asked waits for its own purchase.
        assert!(run.value("replenishment_size_mean(item a) - 100000 * replenishment_size_mean(item p)").abs() < 1.0);
    }
}

/// An order-driven optional part is always included, and so an order that is lost when short needs what is held below
/// it: one unit, back ten days after it was taken, at an order a day.
#[test]
fn a_lost_order_needs_what_its_optional_parts_are_made_of() {
    let text = r#"
name = "optional"
run = { warm_up = 10, horizon = 100, replications = 1 }
items.a = { buy.lead_time = 0.5, stock.base_stock = 5 }
items.c = { buy.lead_time = 10, stock.base_stock = 1 }
items.s.make.parts = { c = 1 }
items.p.make = { parts = { a = 1 }, optional = { s = 1 } }
demand.p = { arrivals.every = 1, shortage = "lost" }
strategies.ATO.hold = ["parts"]
"#;
    for run in Fixture::new(text, &[]).runs("ATO") {
        assert!((run.value("lost_rate(system)") - 0.9).abs() < 1e-12);
        assert_eq!(run.value("response_mean(system)"), 0.0);
        assert_eq!(run.value("backlog_mean(item c)"), 0.0);
    }
}

/// What a review asks for is not the business of the customer who came last.
#[test]
fn a_review_asks_for_no_customer() {
    let text = r#"
name = "reviewed"
run = { warm_up = 0, horizon = 20, replications = 2 }
items.a = { buy.lead_time = 1, stock.base_stock = 4 }
items.p = { make.parts = { a = 1 }, stock = { base_stock = 3, review = 4 } }
demand.p = { arrivals.every = 1.5 }
strategies.MTS.hold = ["parts", "products"]
"#;
    let facts = trace(&Fixture::new(text, &[]).model, 0, None, 0);
    let asked = |item: &str| facts.iter().filter(|fact| fact.event == "asked" && fact.item == item).collect::<Vec<_>>();
    let (parts, products) = (asked("a"), asked("p"));
    assert!(parts.len() > 3 && parts.iter().all(|fact| fact.order.is_none() && fact.time % 4.0 == 0.0), "{parts:?}");
    assert!(products.len() > 12 && products.iter().all(|fact| fact.order.is_some()), "{products:?}");
}

/// A quotient whose square is beyond a floating-point number is not judged: no infinity comes into a table.
#[test]
fn quotients_without_end_are_not_judged() {
    let text = r#"
name = "specks"
run = { horizon = 5, replications = 1 }
items.speck = { cost = 1e-300, buy.lead_time = 1, stock.base_stock = 3 }
items.gem = { cost = 1000, buy.lead_time = 1, stock.base_stock = 3 }
demand.speck.arrivals.every = 1
demand.gem.arrivals.every = 100
strategies.S.hold = ["parts", "products"]
"#;
    for run in Fixture::new(text, &[]).runs("S") {
        assert!(run.value("days_of_supply(system)").is_nan());
        assert!(run.value("days_of_supply(item speck)").is_finite());
    }
}
