//! Jobs per time unit and offered loads: what follows from rates, lots and splits in the mean.

use super::fixture::Fixture;
use pushpull::network::{BillOfMaterials, MeanFlow, Streams};

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
    assert!((found - exact).abs() < 1e-12, "{what}: {found}, not {exact}");
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
fn splits_make_a_job_of_each_unit() {
    // 4 jobs of one desk; each asks for its own legs.
    check(&["items.desk.make.split=true"], [16.0, 4.0, (0.4 + 0.2) / 2.0, 0.08]);
}

#[test]
fn rules_and_lots_bundle_requests() {
    check(&["items.leg.stock.reorder={ point = 10, quantity = 32 }"], [16.0, 0.5, 0.25, 0.01]);
    check(&["items.leg.buy.minimum=16"], [16.0, 1.0, 0.25, 0.02]);
    check(&["items.leg.stock.review=4"], [16.0, 0.25, 0.25, 0.005]);
}

#[test]
fn a_maximum_makes_more_orders_of_them() {
    check(&["items.leg.buy.maximum=2"], [16.0, 8.0, 0.25, 0.16]);
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
