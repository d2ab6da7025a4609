//! How units come: suppliers, lots, set-ups, split work orders.

use crate::fixture::{Fixture, by_hand, estimate, releases};
use pushpull::engine::{Observer, Replenishment, Simulator};
use pushpull::plan::Mode;

/// One server, three days a job, two items ordered at 10, in the order of the demands' names: received at 13 and 16.
#[test]
fn a_supplier_with_servers_has_one_queue_for_all_its_items() {
    let text = |servers: u32| {
        format!(
            r#"
name = "busy"
run = {{ horizon = 20, replications = 1 }}
items.x.buy = {{ supplier = "mill", lead_time = 3 }}
items.y.buy = {{ supplier = "mill", lead_time = 3 }}
suppliers.mill.servers = {servers}
demand.x.arrivals.every = 10
demand.y.arrivals.every = 10
strategies.S.hold = []
"#
        )
    };
    by_hand(
        &text(1),
        "S",
        &[
            ("response_mean(product x)", 3.0),
            ("response_mean(product y)", 6.0),
            ("lead_time_mean(supplier mill)", 4.5),
            ("utilization(supplier mill)", 6.0 / 20.0),
            ("queue_mean(supplier mill)", 3.0 / 20.0),
            ("no_queue_rate(supplier mill)", 0.5),
            ("replenishment_rate(supplier mill)", 2.0 / 20.0),
        ],
    );
    by_hand(
        &text(2),
        "S",
        &[
            ("response_mean(product y)", 3.0),
            ("utilization(supplier mill)", 3.0 / 20.0),
            ("no_queue_rate(supplier mill)", 1.0),
        ],
    );
}

/// (released, received) by number of the replenishment of one item.
#[derive(Default)]
struct Receipts(Vec<(i64, i64)>);

impl Observer for Receipts {
    fn released(&mut self, _now: i64, replenishment: Replenishment) {
        assert_eq!(replenishment.number as usize, self.0.len());
        self.0.push((replenishment.released, -1));
    }
    fn received(&mut self, now: i64, replenishment: Replenishment) {
        self.0[replenishment.number as usize].1 = now;
    }
}

/// Sequential receipts: receipt = max(previous receipt, release + draw), with the draws of the independent supplier.
#[test]
fn sequential_receipts_wait_for_the_previous_one() {
    let text = |crossing: &str| {
        format!(
            r#"
name = "in sequence"
run = {{ horizon = 200, replications = 1 }}
items.x = {{ buy = {{ lead_time.gamma = {{ mean = 5, cv = 1 }}, crossing = "{crossing}" }}, stock.base_stock = 5 }}
demand.x.arrivals.poisson.rate = 1
strategies.S.hold = ["products"]
"#
        )
    };
    let receipts = |crossing: &str| {
        let bench = Fixture::new(&text(crossing), &[]);
        let plan = bench.plan("S");
        let mut heard = Receipts::default();
        Simulator::new(plan).run(&plan.levels(), 0, &[], &mut heard);
        let inside = heard.0.iter().filter(|(released, _)| *released < plan.end).count();
        (heard.0, inside)
    };
    let ((free, inside), (bound, _)) = (receipts("independent"), receipts("sequential"));
    // Some of those released after the end are received, and may overtake; −1 stands for the others.
    let overtaken = |k: usize| free[k + 1..].iter().any(|later| later.1 >= 0 && later.1 < free[k].1);
    let crossed = (0..inside).filter(|k| overtaken(*k)).count() as f64 / inside as f64;
    by_hand(&text("independent"), "S", &[("crossed_share(item x)", crossed)]);
    by_hand(&text("sequential"), "S", &[("crossed_share(item x)", 0.0)]);
    assert!(free[..inside].windows(2).any(|pair| pair[1].1 < pair[0].1), "some cross");
    let mut previous = 0;
    for (free, bound) in free[..inside].iter().zip(&bound) {
        assert_eq!(free.0, bound.0, "released when asked for");
        previous = previous.max(free.1);
        assert_eq!(bound.1, previous);
    }
}

/// Bought to order, one a day. Pegged, an order is delivered when its own purchase comes; pooled, the k-th order when the
/// k-th purchase comes, whosever it was. So the moments of delivery are the same, in order.
#[test]
fn pegged_receipts_have_an_owner_and_pooled_ones_have_a_queue() {
    let text = r#"
name = "pegging"
run = { horizon = 200.5, replications = 1 }
items.x.buy.lead_time.gamma = { mean = 5, cv = 1 }
demand.x.arrivals.every = 1
strategies.pegged = { hold = [], pegging = "pegged" }
strategies.pooled = { hold = [], pegging = "pooled" }
"#;
    let bench = Fixture::new(text, &[]);
    let delivered = |strategy: &str| -> Vec<i64> {
        let placed = |number: u64| (number as i64 + 1) * pushpull::model::TICKS_PER_UNIT;
        bench.responses(strategy, 0).into_iter().map(|((_, number), wait)| placed(number) + wait).collect()
    };
    let (mut pegged, pooled) = (delivered("pegged"), delivered("pooled"));
    assert_eq!(pegged.len(), 200);
    assert!(!pegged.is_sorted() && pooled.is_sorted());
    pegged.sort_unstable();
    // Purchases of the tail may come before the last ones of the window, and serve them.
    let same = pegged.iter().zip(&pooled).take_while(|(pegged, pooled)| pegged == pooled).count();
    assert!(same > 150, "{same}");
}

/// Bought to order in fives, one asked for a day, three days: what a lot brings beyond its request is for the next ones. The lot sent
/// for at 1 comes at 4 and serves those of 1, 2, 3 (waits 3, 2, 1), 4 and 5; the next is sent for at 6. Pegged, each order would buy
/// five and wait for its own.
const LOTS: &str = r#"
name = "lots"
run = { warm_up = 5, horizon = 50, replications = 1 }
items.x = { buy = { lead_time = 3, minimum = 5 } }
demand.x.arrivals.every = 1
strategies.S.hold = []
strategies.empty.stock.x.base_stock = 0
"#;

#[test]
fn what_lots_bring_beyond_a_request_is_for_the_next() {
    for text in [LOTS, &LOTS.replace("minimum", "multiple")] {
        let expected = [
            ("replenishment_rate(item x)", 10.0 / 50.0),
            ("response_mean(system)", 6.0 / 5.0),
            ("on_hand_mean(item x)", 10.0 / 50.0),
        ];
        by_hand(text, "S", &expected);
        by_hand(text, "empty", &expected);
    }
    // A lot of one cannot exceed a request: its purchases are pegged.
    by_hand(&LOTS.replace("minimum = 5", "minimum = 1"), "S", &[("response_mean(system)", 3.0)]);
}

/// Which items, and why, is said before a run.
#[test]
fn check_says_which_items_lots_pool() {
    let text = "name = \"two parts\"\nrun.horizon = 1\nitems.a.buy = { minimum = 50 }\nitems.b = {}\n\
                items.x.make.parts = { a = 1, b = 1 }\ndemand.x.arrivals.every = 1\nstrategies.S.hold = []\n";
    let bench = Fixture::new(text, &[]);
    let words = pushpull::experiment::outline(&bench.model, &[]);
    assert!(words.contains("pegging pegged, but pooled where lots can exceed a request (a), 0 items held"), "{words}");
    let mode = |name: &str| bench.plan("S").items.iter().find(|item| item.name == name).map(|item| item.mode);
    assert_eq!([mode("a"), mode("b"), mode("x")], [Some(Mode::Pooled), Some(Mode::Pegged), Some(Mode::Pegged)]);
}

/// Three are sent for at 10 and two parts are there: two kits go at once (received at 11), the third when its part comes at 15
/// (received at 16). To the item it is one replenishment. Whole, all three would come at 16.
#[test]
fn a_replenishment_goes_as_far_as_its_parts_allow() {
    let text = r#"
name = "pieces"
run = { horizon = 20, replications = 1 }
items.a = { buy.lead_time = 5, stock.base_stock = 2 }
items.x = { make = { parts = { a = 1 }, time = 1, split = "available" }, stock.base_stock = 3 }
demand.x = { arrivals.every = 10, quantity = 3 }
strategies.S.hold = ["products", "parts"]
"#;
    let expected = [
        ("on_hand_mean(item x)", (30.0 + 5.0 * 2.0 + 4.0 * 3.0) / 20.0),
        ("on_order_mean(item x)", (3.0 + 5.0) / 20.0),
        ("replenishment_rate(item x)", 1.0 / 20.0),
        ("wait_mean(item a)", 5.0 / 3.0),
    ];
    by_hand(text, "S", &expected);
    let at_station = text.replace("time = 1,", "time = 0.5, station = \"bench\",") + "stations.bench.servers = 1\n";
    by_hand(&at_station, "S", &[("on_hand_mean(item x)", (30.0 + 4.5 * 2.0 + 4.5 * 3.0) / 20.0)]);
}

/// Three base stocks in a row, transports of 2, 1 and 1 weeks that ship what is there, 100 ± 20 a week: 953 a week in 100 units
/// of the book (Clark & Scarf 1960; Snyder & Shen 2019, example 6.1, whose best cost is 47.65 in units of 5). Whole
/// replenishments wait for all of what is short: more than three times as much.
#[test]
fn a_series_system_costs_what_the_book_says() {
    let text = r#"
name = "series"
run = { warm_up = 100, horizon = 1000, replications = 6 }
items.raw = { holding_cost = 2, buy.lead_time = 2, stock.base_stock = 214 }
items.half = { holding_cost = 4, make = { parts = { raw = 1 }, time = 1, split = "available" }, stock.base_stock = 110 }
items.done = { holding_cost = 7, make = { parts = { half = 1 }, time = 1, split = "available" }, stock.base_stock = 130 }
demand.done = { arrivals.every = 1, quantity.normal = { mean = 100, sd = 20 }, ship = "partial", backorder_cost = 37.12 }
strategies.S.hold = ["products", "subassemblies", "parts"]
"#;
    let cost = |sets: &[&str]| {
        let runs = Fixture::new(text, sets).runs("S");
        estimate(&runs.iter().map(|run| run.value("cost_total(system)")).collect::<Vec<_>>())
    };
    let (mean, error) = cost(&[]);
    assert!((mean - 953.09).abs() < 5.0 * error && error < 10.0, "{mean} +- {error}");
    let (whole, _) = cost(&["items.half.make.split=false", "items.done.make.split=false"]);
    assert!(whole > 3.0 * mean, "{whole}");
}

fn split(ship: &str, split: bool, machine: bool) -> String {
    let station = if machine { "station = \"bench\"," } else { "" };
    format!(
        r#"
name = "split"
run = {{ horizon = 20, replications = 1 }}
items.x = {{ price = 6, make = {{ {station} time = 2, setup_time = 1, split = {split}, cost = 4, setup_cost = 3 }} }}
stations.bench.servers = 1
demand.x = {{ arrivals.every = 10, quantity = 3, ship = "{ship}", backorder_cost = 1 }}
strategies.S.hold = []
"#
    )
}

/// Whole at a machine: one set-up and three times two days, seven in all, received together. Split: three jobs of three
/// days, at 13, 16 and 19. As a delay: one set-up and one draw, whole or split.
#[test]
fn a_work_order_is_whole_or_split() {
    let cost = |jobs: f64| [("cost_process(system)", 12.0 / 20.0), ("cost_setup(system)", jobs * 3.0 / 20.0)];
    by_hand(&split("complete", false, true), "S", &cost(1.0));
    by_hand(
        &split("complete", false, true),
        "S",
        &[
            ("response_mean(system)", 7.0),
            ("replenishment_rate(item x)", 1.0 / 20.0),
            ("replenishment_size_mean(item x)", 3.0),
            ("utilization(station bench)", 7.0 / 20.0),
            ("cost_backorder(system)", 21.0 / 20.0),
        ],
    );
    by_hand(&split("complete", true, true), "S", &cost(3.0));
    by_hand(
        &split("complete", true, true),
        "S",
        &[
            ("response_mean(system)", 9.0),
            ("replenishment_rate(item x)", 3.0 / 20.0),
            ("replenishment_size_mean(item x)", 1.0),
            ("utilization(station bench)", 9.0 / 20.0),
            ("queue_mean(station bench)", 9.0 / 20.0),
            ("committed_mean(item x)", (3.0 + 6.0) / 20.0),
            ("cost_backorder(system)", 27.0 / 20.0),
            // The order's last piece: queued from 10 to 16, made until 19.
            ("wait_station_mean(system)", 6.0),
            ("process_mean(system)", 3.0),
        ],
    );
    by_hand(
        &split("partial", true, true),
        "S",
        &[("response_mean(system)", 9.0), ("committed_mean(item x)", 0.0), ("cost_backorder(system)", 18.0 / 20.0)],
    );
    for whole in [true, false] {
        by_hand(&split("complete", whole, false), "S", &[("response_mean(system)", 3.0)]);
    }
}

/// Each piece of a split work order has parts of its own: two `a` are there, the third piece waits for one until 15.
#[test]
fn pieces_of_a_split_work_order_have_their_own_parts() {
    let text = |split: bool| {
        format!(
            r#"
name = "pieces"
run = {{ horizon = 20, replications = 1 }}
items.a = {{ buy.lead_time = 5, stock.base_stock = 2 }}
items.x.make = {{ parts = {{ a = 1 }}, time = 1, split = {split} }}
demand.x = {{ arrivals.every = 10, quantity = 3 }}
strategies.S.hold = ["parts"]
"#
        )
    };
    by_hand(&text(true), "S", &[("response_mean(system)", 6.0), ("waiting_parts_mean(item x)", 5.0 / 20.0)]);
    by_hand(&text(true), "S", &[("committed_mean(item a)", 0.0), ("committed_mean(item x)", 10.0 / 20.0)]);
    by_hand(&text(false), "S", &[("response_mean(system)", 6.0), ("waiting_parts_mean(item x)", 15.0 / 20.0)]);
    by_hand(&text(false), "S", &[("committed_mean(item a)", 10.0 / 20.0), ("committed_mean(item x)", 0.0)]);
}

/// A sub-assembly is made in two pieces of one or eight days. The first piece finds its part at once, the second one
/// waits three days for it. The last held item of every order was there after three days, whichever piece comes last.
#[test]
fn the_last_held_item_counts_even_below_a_quicker_piece() {
    let text = r#"
name = "pieces below"
run = { horizon = 2000, replications = 1 }
items.a = { buy.lead_time = 3, stock.base_stock = 1 }
items.s.make = { parts = { a = 1 }, split = true, time.discrete = { values = [1, 8], weights = [1, 1] } }
items.x.make.parts = { s = 2 }
demand.x.arrivals.every = 100
strategies.S.hold = ["parts"]
"#;
    by_hand(text, "S", &[("wait_held_mean(product x)", 3.0), ("parts_fill_rate(product x)", 0.0)]);
}

fn bought(lot: &str) -> Fixture {
    let text = format!(
        r#"
name = "lots"
run = {{ horizon = 25, replications = 1 }}
items.x.buy = {{ lead_time = 3, {lot} }}
demand.x = {{ arrivals.every = 10, quantity = 5 }}
strategies.S.hold = []
"#
    );
    Fixture::new(&text, &[])
}

fn units(lot: &str) -> Vec<(f64, i64)> {
    releases(&bought(lot), "S").into_iter().map(|(_, time, units)| (time, units)).collect()
}

/// Five are wanted at 10 and at 20. What comes too many waits as surplus and is taken first.
#[test]
fn minimum_multiple_and_maximum_bind() {
    assert_eq!(units("minimum = 1"), [(10.0, 5), (20.0, 5)]);
    assert_eq!(units("minimum = 8"), [(10.0, 8), (20.0, 8)], "3 are left; 2 are wanted");
    assert_eq!(units("minimum = 10"), [(10.0, 10)], "5 are left");
    assert_eq!(units("multiple = 4"), [(10.0, 8), (20.0, 4)]);
    assert_eq!(units("minimum = 6, multiple = 4"), [(10.0, 8), (20.0, 8)]);
    assert_eq!(units("maximum = 3"), [(10.0, 3), (10.0, 2), (20.0, 3), (20.0, 2)]);
}

/// Each purchase order of a split one keeps to the limits itself.
#[test]
fn every_purchase_order_keeps_to_its_limits() {
    assert_eq!(units("multiple = 3, maximum = 4"), [(10.0, 3), (10.0, 3), (20.0, 3), (20.0, 3)]);
    assert_eq!(units("minimum = 3, maximum = 4"), [(10.0, 4), (10.0, 3), (20.0, 3)], "2 are left");
}

/// Bought eight at a time: five are delivered at 13, three wait until 20, when two more are wanted.
#[test]
fn surplus_of_a_lot_waits_in_the_pool() {
    let run = bought("minimum = 8, order_cost = 6").run("S", 0);
    let of = |formula: &str| run.value(formula) * 25.0;
    assert_eq!(of("on_hand_mean(item x)").round(), 3.0 * 7.0 + 6.0 * 2.0, "3 from 13 to 20, 6 from 23");
    assert_eq!(of("committed_mean(item x)").round(), 9.0);
    assert_eq!(of("cost_ordering(system)").round(), 12.0);
    assert_eq!(of("on_order_mean(item x)").round(), 48.0);
}

/// Ten pieces of ten minutes each: a hundred minutes, or ten where the time is of the lot. Written, the place makes no
/// difference; unwritten, a station takes it for the piece and a delay for the lot.
#[test]
fn a_time_is_of_a_piece_or_of_a_lot() {
    let response = |per: &str, station: &str| {
        let text = format!(
            r#"
name = "trays"
run = {{ horizon = 1500, replications = 1 }}
items.x.make = {{ time = 10, setup_time = 3{per}{station} }}
stations.bench.servers = 1
demand.x = {{ arrivals.every = 1000, quantity = 10 }}
strategies.S.hold = []
"#
        );
        Fixture::new(&text, &[]).run("S", 0).value("response_mean(system)")
    };
    for (per, with_station, without) in
        [("", 103.0, 13.0), (", time_per = \"unit\"", 103.0, 103.0), (", time_per = \"lot\"", 13.0, 13.0)]
    {
        let found = [", station = \"bench\"", ""].map(|station| response(per, station));
        assert_eq!(found, [with_station, without], "{per}");
    }
}

/// At a station where nobody waits the n-th unit takes the time it takes without the station.
#[test]
fn a_delay_of_units_is_a_station_with_a_server_for_each() {
    let text = r#"
name = "ovens"
run = { warm_up = 5, horizon = 200, replications = 1 }
items.x.make = { time.gamma = { mean = 1, cv = 0.7 }, time_per = "unit" }
stations.oven.servers = 1000
demand.x = { arrivals.poisson.rate = 3, quantity.poisson.mean = 4 }
strategies.S.hold = []
"#;
    let responses = |sets: &[&str]| Fixture::new(text, sets).responses("S", 0);
    let (delay, at_station) = (responses(&[]), responses(&["items.x.make.station=\"oven\""]));
    assert!(delay.len() > 400 && delay == at_station);
    assert!(delay != responses(&["items.x.make.time_per=\"lot\""]));
}
