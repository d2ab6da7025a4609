//! Jobs per time unit and offered loads: what follows from rates, lots and splits in the mean.

use super::fixture::{Fixture, estimate};
use proptest::prelude::*;
use proptest::test_runner::Config;
use pushpull::input::{self, Colour};
use pushpull::network::{BillOfMaterials, MeanFlow, Streams, order_path};

/// Two a day of two desks each; a desk takes 4 legs, and one in four a lamp.
const DESKS: &str = r#"
name = "loads"
run.horizon = 100
[items.desk]
make = { parts = { leg = 4 }, options = { lamp = { lamp = 1, none = 3 } }, time = 0.1, setup_time = 0.05, station = "bench" }
[items.leg]
buy = { lead_time = 0.02, supplier = "forest" }
stock.base_stock = 100
[items.lamp]
buy.lead_time = 1
[items.none]
buy.lead_time = 0
[stations.bench]
servers = 2
[suppliers.forest]
servers = 1
[demand.desk]
arrivals.poisson.rate = 2
quantity = 2
[strategies.ATO]
hold = ["leg"]
"#;

fn flow(sets: &[&str]) -> (Fixture, MeanFlow) {
    let bench = Fixture::new(DESKS, sets);
    let bill = BillOfMaterials::of(&bench.model.items).unwrap();
    let flow = MeanFlow::new(&bench.model, &bill, 0, Streams::All);
    (bench, flow)
}

fn close(found: f64, exact: f64, what: &str) {
    assert!((found - exact).abs() < 1e-9, "{what}: {found}, not {exact}");
}

/// Units and jobs of legs, load of bench and forest.
#[track_caller]
fn check(sets: &[&str], [units, jobs, bench_load, forest_load]: [f64; 4]) {
    let (bench, flow) = flow(sets);
    let leg = bench.model.items.iter().position(|item| item.name == "leg").unwrap();
    close(flow.units[leg], units, "units of legs");
    close(flow.jobs[leg], jobs, "jobs of legs");
    close(flow.station_load(&bench.model, 0), bench_load, "load of the bench");
    close(flow.supplier_load(&bench.model, 0).unwrap(), forest_load, "load of the forest");
}

#[test]
fn a_request_is_a_job() {
    // 4 desks in 2 jobs a day: 4 × 0.1 + 2 × 0.05 of 2 servers; 16 legs in 2 orders.
    check(&[], [16.0, 2.0, 0.25, 0.04]);
}

#[test]
fn a_time_of_the_lot_counts_once_for_a_job() {
    // 2 × (0.1 + 0.05) of 2 servers.
    check(&["items.desk.make.time_per=\"lot\""], [16.0, 2.0, 0.15, 0.04]);
}

#[test]
fn splits_make_a_job_of_each_unit() {
    // 4 jobs of one desk; each asks for its own legs.
    check(&["items.desk.make.split=true"], [16.0, 4.0, (0.4 + 0.2) / 2.0, 0.08]);
}

#[test]
fn rules_and_lots_bundle_requests() {
    check(&["items.leg.stock.reorder={ point = 10, quantity = 32 }"], [16.0, 0.5, 0.25, 0.01]);
    check(&["items.leg.buy.minimum=16"], [16.0, 1.0, 0.25, 0.02]);
    // Eight orders in four days in the mean; none with the probability e⁻⁸, and then nothing is released.
    let jobs = 0.25 * (1.0 - (-8.0_f64).exp());
    check(&["items.leg.stock.review=4"], [16.0, jobs, 0.25, jobs * 0.02]);
}

#[test]
fn a_maximum_makes_more_orders_of_them() {
    check(&["items.leg.buy.maximum=2"], [16.0, 8.0, 0.25, 0.16]);
    // Of orders of 4 and of 12 legs the mean of ⌈q ÷ 5⌉ is 2, that of q is 8.
    let sizes = "demand.desk.quantity={ discrete = { values = [1, 3], weights = [1, 1] } }";
    check(&["items.leg.buy.maximum=5", sizes], [16.0, 4.0, 0.25, 0.08]);
}

/// A set-up of 4 and 0.1 a piece, in lots of 8: (4 ÷ 8 + 0.1) a unit.
#[test]
fn a_set_up_is_shared_by_its_lot() {
    let sets = [
        "items.desk.make.setup_time=4",
        "items.desk.stock.reorder={ point = 10, quantity = 8 }",
        "strategies.ATO.hold=[\"desk\", \"leg\"]",
        "demand.desk.arrivals.poisson.rate=1",
        "demand.desk.quantity={ geometric.p = 0.4 }",
    ];
    let (bench, flow) = flow(&sets);
    // Up to 8 units an order the share of an order that releases is q ÷ 8.
    let jobs: f64 = (1..400).map(|q| 0.4 * 0.6_f64.powi(q - 1) * f64::from(q.min(8)) / 8.0).sum();
    close(flow.jobs[0], jobs, "jobs of desks");
    close(flow.station_load(&bench.model, 0), (2.5 * 0.1 + jobs * 4.0) / 2.0, "load of the bench");
}

#[test]
fn options_count_with_their_shares() {
    let (bench, flow) = flow(&[]);
    let lamp = bench.model.items.iter().position(|item| item.name == "lamp").unwrap();
    close(flow.units[lamp], 1.0, "units of lamps");
    close(flow.jobs[lamp], 0.5, "orders of lamps");
    // 2 orders, 2 orders of legs that are served twice, jobs at the bench twice, orders of lamps and of none.
    close(flow.events(&bench.model), 2.0 + 2.0 * 2.0 + 2.0 * 2.0 + 0.5 + 1.5, "events");
}

/// An order of mean size with nothing in stock: 5 desks of 4 legs each, lots of 8 legs at one server.
#[test]
fn a_path_is_that_of_the_mean_order() {
    let path = |sets: &[&str]| {
        let bench = Fixture::new(DESKS, sets);
        let bill = BillOfMaterials::of(&bench.model.items).unwrap();
        let desk = bench.model.items.iter().position(|item| item.name == "desk").unwrap();
        order_path(&bench.model, &bill, desk, 5.0)
    };
    let ample = ["items.lamp.buy.lead_time=0", "items.leg.buy.lead_time=2"];
    close(path(&ample), 2.0 + 0.05 + 5.0 * 0.1, "one job of 5 desks after one purchase of 20 legs");
    close(path(&[&ample[..], &["items.leg.buy.maximum=8"]].concat()), 6.0 + 0.55, "three purchases in turn");
    // On two servers, one unit in turn three times; each job asks for 4 legs.
    close(path(&[&ample[..], &["items.desk.make.split=true"]].concat()), 2.0 + 3.0 * 0.15, "five jobs");
}

/// A product made at a bench of two parts from one supplier, with rules, reviews, lots and splits of all kinds. `TIME` and
/// `LEAD` set the loads.
const SHOP: &str = r#"
name = "shop"
run = { warm_up = 200, horizon = 400, replications = 20, drain_limit = 100 }
[items.desk]
make = { parts = { leg = 4, top = 1 }, time.exponential.mean = 0.01, setup_time.exponential.mean = 0.02, station = "bench" }
stock = { base_stock = 5 }
[items.leg]
buy = { lead_time.exponential.mean = 0.01, supplier = "forest" }
stock = { base_stock = 60 }
[items.top]
make = { time.exponential.mean = 0.01, setup_time = 0.03, station = "bench" }
stock = { base_stock = 8 }
[stations.bench]
servers = 2
[suppliers.forest]
servers = 1
[demand.desk]
arrivals.poisson.rate = 1
[demand.top]
arrivals.every.gamma = { mean = 2, cv = 0.4 }
quantity.poisson.mean = 2
[strategies.S]
"#;

/// A stock rule of an item.
fn rules() -> impl Strategy<Value = String> {
    let rule = prop_oneof![
        (0..20u32).prop_map(|level| format!("base_stock = {level}")),
        (0..9u32, 1..25u32).prop_map(|(min, more)| format!("min_max = {{ min = {min}, max = {} }}", min + more)),
        (0..9u32, 1..25u32).prop_map(|(point, lot)| format!("reorder = {{ point = {point}, quantity = {lot} }}")),
    ];
    (rule, prop_oneof![Just(""), Just(", review = 0.7"), Just(", review = 5")])
        .prop_map(|(rule, review)| format!("{{ {rule}{review} }}"))
}

/// What varies, as settings: streams, rules, what is held, lots, splits.
fn shops() -> impl Strategy<Value = Vec<String>> {
    let quantity = prop::sample::select(vec![
        "1",
        "3",
        "{ discrete = { values = [1, 8], weights = [3, 1] } }",
        "{ geometric.p = 0.3 }",
        "{ gamma = { mean = 4, cv = 1.2 } }",
    ]);
    let arrivals = prop::sample::select(vec![
        "{ poisson.rate = 1 }",
        "{ every = 1 }",
        "{ every.gamma = { mean = 0.5, cv = 1.5 } }",
    ]);
    let held = prop::sample::select(vec![
        "[]",
        "[\"leg\"]",
        "[\"leg\", \"top\"]",
        "[\"desk\", \"leg\", \"top\"]",
        "[\"top\"]",
    ]);
    let lots = (0..40u32, prop_oneof![Just(1u32), Just(6)], prop::option::of(0..30u32));
    (arrivals, quantity, held, (rules(), rules(), rules()), lots, (any::<bool>(), any::<bool>())).prop_map(
        |(arrivals, quantity, held, (desk, leg, top), (minimum, multiple, room), (splits, split_tops))| {
            let mut sets = vec![
                format!("demand.desk.arrivals={arrivals}"),
                format!("demand.desk.quantity={quantity}"),
                format!("strategies.S.hold={held}"),
                format!("items.desk.stock={desk}"),
                format!("items.leg.stock={leg}"),
                format!("items.top.stock={top}"),
                format!("items.desk.make.split={splits}"),
                format!("items.top.make.split={split_tops}"),
            ];
            // To order each purchase is its requester's: surplus of lots is used when it has come.
            if held.contains("leg") {
                let least = minimum.max(1).next_multiple_of(multiple);
                sets.extend([format!("items.leg.buy.minimum={minimum}"), format!("items.leg.buy.multiple={multiple}")]);
                sets.extend(room.map(|room| format!("items.leg.buy.maximum={}", least + room)));
            }
            sets
        },
    )
}

/// The shop with loads of 0.7 at most; its offered loads and, by replication, what bench and forest were used.
fn used(mut sets: Vec<String>) -> [(f64, Vec<f64>); 2] {
    let loads = |sets: &[String]| {
        let bench = Fixture::new(SHOP, &sets.iter().map(String::as_str).collect::<Vec<_>>());
        let bill = BillOfMaterials::of(&bench.model.items).unwrap();
        let flow = MeanFlow::new(&bench.model, &bill, 0, Streams::All);
        let loads = [flow.station_load(&bench.model, 0), flow.supplier_load(&bench.model, 0).unwrap()];
        (bench, loads)
    };
    let (_, [station, supplier]) = loads(&sets);
    for (item, key, mean, load) in [
        ("desk", "make.time", 0.01, station),
        ("desk", "make.setup_time", 0.02, station),
        ("top", "make.time", 0.01, station),
        ("leg", "buy.lead_time", 0.01, supplier),
    ] {
        sets.push(format!("items.{item}.{key}.exponential.mean={:.6}", mean * 0.6 / load));
    }
    sets.push(format!("items.top.make.setup_time={:.6}", 0.03 * 0.6 / station));
    let (bench, loads) = loads(&sets);
    let runs = bench.runs("S");
    let used = |of: &str| runs.iter().map(|run| run.value(&format!("utilization({of})"))).collect();
    [(loads[0], used("station bench")), (loads[1], used("supplier forest"))]
}

proptest! {
    #![proptest_config(Config { cases: 16, max_shrink_iters: 20, failure_persistence: None, ..Config::default() })]

    /// Orders that wait: below 1, what is used is what is asked, up to 6 standard errors of 20 replications (t of 19 degrees
    /// of freedom beyond 6: 10⁻⁵) and the units that stand in the window's ends.
    #[test]
    fn what_is_used_is_what_is_asked(sets in shops()) {
        for (load, used) in used(sets) {
            let (mean, error) = estimate(&used);
            prop_assert!((mean - load).abs() < 6.0 * error + 1e-3 * load, "{mean} ± {error} used, {load} asked");
        }
    }

    /// Orders that are lost or leave: no more is used than is asked.
    #[test]
    fn no_more_is_used_than_is_asked(
        mut sets in shops(),
        shortage in prop_oneof![Just("\"lost\""), Just("{ patience.exponential.mean = 0.2 }")],
    ) {
        sets.extend([format!("demand.desk.shortage={shortage}"), format!("demand.top.shortage={shortage}")]);
        for (load, used) in used(sets) {
            let (mean, error) = estimate(&used);
            prop_assert!(mean < load + 6.0 * error + 1e-3 * load, "{mean} ± {error} used, {load} asked");
        }
    }
}

/// What a reviewed item releases comes at its reviews alone, also where a rule waits until it is short: a part that is looked
/// at then finds one release or none. Two orders of 3 units or more in a review of (0, 4), or one that finds 1 unit left.
#[test]
fn what_comes_at_reviews_alone_is_found_at_reviews() {
    let jobs = |review: &str| {
        let text = format!(
            r#"
name = "reviews"
run.horizon = 100
items.desk = {{ make = {{ parts.leg = 4, time = 0.1 }}, stock = {{ min_max = {{ min = 0, max = 4 }}, review = 0.7 }} }}
items.leg = {{ buy.lead_time = 0.2, stock = {{ base_stock = 6{review} }} }}
demand.desk = {{ arrivals.poisson.rate = 2, quantity = 3 }}
strategies.S.hold = ["desk", "leg"]
"#
        );
        let bench = Fixture::new(&text, &[]);
        let bill = BillOfMaterials::of(&bench.model.items).unwrap();
        MeanFlow::new(&bench.model, &bill, 0, Streams::All).jobs
    };
    // Visits of 4 and of 1 from one release to the next, with e^(−1.4) for no order and 1.4 times that for one.
    let (none, one) = ((-1.4f64).exp(), 1.4 * (-1.4f64).exp());
    let looks = 1.0 / (1.0 - none) + one / (1.0 - none) / (1.0 - none);
    for review in ["", ", review = 0.7"] {
        let [desks, legs] = jobs(review)[..] else { panic!("two items") };
        close(desks, 1.0 / looks / 0.7, "desks");
        close(legs, desks, "each release asks for legs, which are ordered at once");
    }
}

/// Orders that come in bunches, looked at at reviews: a rule in lots releases as often as the count of gaps between two reviews says.
#[test]
fn bunches_between_reviews_are_counted_gap_by_gap() {
    let text = r#"
name = "bunches"
run = { warm_up = 100, horizon = 60000, replications = 1 }
items.a = { buy.lead_time = 0.5, stock = { min_max = { min = 2, max = 6 }, review = 1 } }
demand.a = { arrivals.every.gamma = { mean = 0.8, cv = 1.5 } }
strategies.S.hold = ["a"]
"#;
    let bench = Fixture::new(text, &[]);
    let bill = BillOfMaterials::of(&bench.model.items).unwrap();
    let asked = MeanFlow::new(&bench.model, &bill, 0, Streams::All).jobs[0];
    let found = bench.run("S", 0).value("replenishment_rate(item a)");
    // Of some 15,000 releases, whose number varies by less than its root: a relative standard error below 0.8 %.
    assert!((asked / found - 1.0).abs() < 0.016, "{asked} asked, {found} released");
}

/// A line that customers overload is refused while they wait, as they pile up; who is lost or leaves does not.
#[test]
fn an_estimate_of_memory_knows_who_waits() {
    let refused = |shortage: &str| {
        let text = format!(
            r#"
name = "overload"
run = {{ warm_up = 100, horizon = 5000, replications = 20 }}
items.half.make = {{ time = 1, station = "first" }}
items.whole = {{ make = {{ parts.half = 1, time = 1, station = "second" }}, stock.base_stock = 2 }}
stations = {{ first.servers = 1, second.servers = 1 }}
demand.whole = {{ arrivals.poisson.rate = 200, shortage = {shortage} }}
strategies.S.hold = ["whole"]
"#
        );
        input::read_str("overload", &text, &[]).err().map(|rejected| rejected.render(Colour::Plain))
    };
    let told = refused("\"backorder\"").expect("a million customers an hour's work ahead");
    assert!(told.contains("GB of memory"), "{told}");
    for shortage in ["\"lost\"", "{ patience.exponential.mean = 0.5 }"] {
        assert_eq!(refused(shortage), None, "{shortage}");
    }
}
