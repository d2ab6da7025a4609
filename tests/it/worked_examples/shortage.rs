//! Who gets short units: lost orders, no-holdback allocation, partial shipment, optional parts.

use crate::fixture::by_hand;

/// Down to the first held item of each branch, requirements added up: a machine needs one `a` itself and two in its
/// order-driven sub-assembly, so three. With two on the shelf it is lost and releases nothing; with three it is sold.
#[test]
fn requirements_of_all_branches_are_added_up() {
    let text = |stock: u32| {
        format!(
            r#"
name = "added up"
run = {{ horizon = 15, replications = 1 }}
items.a = {{ buy.lead_time = 50, stock.base_stock = {stock} }}
items.s.make.parts = {{ a = 2 }}
items.x = {{ price = 9, make.parts = {{ a = 1, s = 1 }} }}
demand.x = {{ arrivals.every = 10, shortage = "lost", lost_cost = 4 }}
strategies.S.hold = ["parts"]
"#
        )
    };
    by_hand(
        &text(2),
        "S",
        &[
            ("lost_rate(system)", 1.0),
            ("orders_lost(system)", 1.0),
            ("orders_delivered(system)", 0.0),
            ("response_mean(system)", f64::NAN),
            ("order_fill_rate(system)", 0.0),
            ("parts_fill_rate(system)", 0.0),
            ("replenishment_rate(item a)", 0.0),
            ("replenishment_rate(item s)", 0.0),
            ("replenishment_rate(item x)", 0.0),
            ("on_hand_mean(item a)", 2.0),
            ("unit_fill_rate(item a)", 0.0),
            ("cost_lost(system)", 4.0 / 15.0),
            ("revenue(system)", 0.0),
        ],
    );
    by_hand(
        &text(3),
        "S",
        &[
            ("lost_rate(system)", 0.0),
            ("order_fill_rate(system)", 1.0),
            ("parts_fill_rate(system)", 1.0),
            ("unit_fill_rate(item a)", 1.0),
            ("on_hand_mean(item a)", 3.0 * 10.0 / 15.0),
            ("cost_lost(system)", 0.0),
            ("revenue(system)", 9.0 / 15.0),
        ],
    );
}

/// Two machines of three `a` each need six: five on the shelf are too few, and all six are taken.
#[test]
fn requirements_are_of_the_whole_order() {
    let text = |stock: u32| {
        format!(
            r#"
name = "whole order"
run = {{ horizon = 15, replications = 1 }}
items.a = {{ buy.lead_time = 50, stock.base_stock = {stock} }}
items.x.make.parts = {{ a = 3 }}
demand.x = {{ arrivals.every = 10, quantity = 2, shortage = "lost" }}
strategies.S.hold = ["parts"]
"#
        )
    };
    by_hand(&text(5), "S", &[("lost_rate(system)", 1.0), ("on_hand_mean(item a)", 5.0)]);
    by_hand(&text(6), "S", &[("lost_rate(system)", 0.0), ("on_hand_mean(item a)", 60.0 / 15.0)]);
}

/// A held sub-assembly on the shelf ends its branch: that there is no `a` does not matter.
#[test]
fn a_branch_ends_at_its_first_held_item() {
    let text = r#"
name = "first held"
run = { horizon = 15, replications = 1 }
items.a = { buy.lead_time = 50, stock.base_stock = 0 }
items.s = { make.parts = { a = 1 }, stock.base_stock = 1 }
items.x.make.parts = { s = 1 }
demand.x = { arrivals.every = 10, shortage = "lost" }
strategies.S.hold = ["subassemblies", "parts"]
strategies.deeper.hold = ["parts"]
"#;
    by_hand(text, "S", &[("lost_rate(system)", 0.0), ("backlog_mean(item a)", 5.0 / 15.0)]);
    by_hand(text, "deeper", &[("lost_rate(system)", 1.0)]);
}

/// Held with nothing on the shelf is short; order-driven, pegged or pooled, is not.
#[test]
fn base_stock_0_is_short_and_order_driven_is_not() {
    let text = r#"
name = "ends"
run = { horizon = 15, replications = 1 }
items.x.buy.lead_time = 3
demand.x = { arrivals.every = 10, shortage = "lost" }
strategies.held = { hold = ["x"], stock.x.base_stock = 0 }
strategies.pegged = { hold = [], pegging = "pegged" }
strategies.pooled = { hold = [], pegging = "pooled" }
"#;
    by_hand(text, "held", &[("lost_rate(system)", 1.0), ("replenishment_rate(item x)", 0.0)]);
    for driven in ["pegged", "pooled"] {
        by_hand(text, driven, &[("lost_rate(system)", 0.0), ("response_mean(system)", 3.0)]);
    }
}

/// `e` is made to order from `a`. Somebody asks for two `e` at 10 and leaves at 11: one is started and surplus from 12,
/// one is cancelled, so one `a` is free. The machine of 13 needs two `e` and an `a`: one `e` must be made, which with
/// its own makes two `a`. A unit of surplus serves one branch only, so the machine is lost.
#[test]
fn surplus_is_counted_once() {
    let text = |machine: &str| {
        format!(
            r#"
name = "surplus"
run = {{ horizon = 15, replications = 1 }}
items.a = {{ buy.lead_time = 50, stock.base_stock = 2 }}
items.e.make = {{ parts = {{ a = 1 }}, time = 2, station = "oven", split = true }}
items.s.make.parts = {{ e = 1 }}
items.t.make.parts = {{ e = 1 }}
items.x.make.parts = {{ {machine} }}
stations.oven.servers = 1
demand.e = {{ arrivals.every = 10, quantity = 2, shortage.patience = 1 }}
demand.x = {{ arrivals.every = 13, shortage = "lost" }}
strategies.S.hold = ["parts"]
"#
        )
    };
    by_hand(&text("a = 1, s = 1, t = 1"), "S", &[("lost_rate(product x)", 1.0)]);
    by_hand(&text("a = 1, s = 1"), "S", &[("lost_rate(product x)", 0.0)]);
    by_hand(&text("s = 1, t = 1"), "S", &[("lost_rate(product x)", 0.0)]);
}

const SHARED: &str = r#"
name = "shared"
run = { horizon = 14, replications = 1 }
items.a = { buy.lead_time = 5, stock.base_stock = 1 }
items.b = { buy.lead_time = 6, stock.base_stock = 0 }
items.x.make.parts = { a = 1, b = 1 }
items.y.make.parts = { a = 1 }
demand.x.arrivals.every = 10
demand.y.arrivals.every = 12
strategies.commit = { hold = ["parts"], allocation = "commit" }
strategies.free = { hold = ["parts"], allocation = "no_holdback" }
"#;

/// At 10 x finds `a` and no `b` (16). Committed, `a` is kept for it, and y of 12 waits for the next one (15).
#[test]
fn committed_parts_are_kept() {
    by_hand(
        SHARED,
        "commit",
        &[
            ("response_mean(product x)", 6.0),
            ("response_mean(product y)", 3.0),
            ("committed_mean(item a)", 4.0 / 14.0),
            ("on_hand_mean(item a)", 10.0 / 14.0),
            ("backlog_mean(item a)", 2.0 / 14.0),
            ("unit_fill_rate(item a)", 0.5),
            ("blocking_share(item b)", 0.5),
            ("blocking_share(item a)", 0.5),
        ],
    );
}

/// Nothing is held back: x takes nothing, though its request counts in the position (so `a` is ordered at 10, and
/// again at 12); y of 12 takes `a` at once; x is complete at 16, with the `a` of 15.
#[test]
fn without_holdback_a_later_order_may_complete_first() {
    by_hand(
        SHARED,
        "free",
        &[
            ("response_mean(product x)", 6.0),
            ("response_mean(product y)", 0.0),
            ("order_fill_rate(product y)", 1.0),
            ("parts_fill_rate(product x)", 0.0),
            ("committed_mean(item a)", 0.0),
            ("on_hand_mean(item a)", 12.0 / 14.0),
            ("on_order_mean(item a)", (4.0 + 2.0) / 14.0),
            ("backlog_mean(item a)", 4.0 / 14.0),
            ("unit_fill_rate(item a)", 0.5),
            ("replenishment_rate(item a)", 2.0 / 14.0),
        ],
    );
}

/// Two machines of 10 and 12 wait for `b`, which comes at 16: the older one gets it.
#[test]
fn the_oldest_is_tried_first() {
    let text = r#"
name = "oldest"
run = { horizon = 14, replications = 1 }
items.a = { buy.lead_time = 1, stock.base_stock = 1 }
items.b = { buy.lead_time = 6, stock.base_stock = 0 }
items.x.make.parts = { a = 1, b = 1 }
items.y.make.parts = { a = 1, b = 1 }
demand.y.arrivals.every = 10
demand.x.arrivals.every = 12
strategies.S = { hold = ["parts"], allocation = "no_holdback" }
"#;
    by_hand(text, "S", &[("response_mean(product y)", 6.0), ("response_mean(product x)", 6.0)]);
}

/// At 15 `a` comes. The machine of 10 is tried first and still has no `b` (60); it takes nothing, and that of 12 is next.
#[test]
fn who_cannot_be_complete_is_passed_over() {
    let text = r#"
name = "passed over"
run = { horizon = 14, replications = 1, drain_limit = 100 }
items.a = { buy.lead_time = 5, stock.base_stock = 0 }
items.b = { buy.lead_time = 50, stock.base_stock = 0 }
items.x.make.parts = { a = 1, b = 1 }
items.y.make.parts = { a = 1 }
demand.x.arrivals.every = 10
demand.y.arrivals.every = 12
strategies.S = { hold = ["parts"], allocation = "no_holdback" }
"#;
    by_hand(text, "S", &[("response_mean(product y)", 3.0), ("response_mean(product x)", 50.0)]);
}

/// A part bought to order in no time is there at the same instant, after the first try: the wait at `a` has length
/// zero, which is at once.
#[test]
fn a_second_try_at_the_same_instant_is_at_once() {
    let text = r#"
name = "same instant"
run = { horizon = 15, replications = 1 }
items.a = { buy.lead_time = 3, stock.base_stock = 1 }
items.c.buy.lead_time = 0
items.x.make.parts = { a = 1, c = 1 }
demand.x.arrivals.every = 10
strategies.S = { hold = ["a"], allocation = "no_holdback", stock.a.base_stock = 1 }
"#;
    by_hand(
        text,
        "S",
        &[
            ("order_fill_rate(system)", 1.0),
            ("parts_fill_rate(system)", 1.0),
            ("unit_fill_rate(item a)", 1.0),
            ("wait_mean(item a)", 0.0),
            ("wait_mean(item c)", 0.0),
        ],
    );
}

const SHIP: &str = r#"
name = "ship"
run = { horizon = 20, replications = 1 }
items.x = { price = 7, buy.lead_time = 4, stock.base_stock = 2 }
demand.x = { arrivals.every = 10, quantity = 3, ship = "partial", delivery = { time = 1, cost = 8 }, backorder_cost = { rate = 2, once = 5 } }
strategies.S.hold = ["products"]
"#;

/// Two units leave at 10 and are there at 11; the third comes at 14 and is there at 15. Owed: 2 · 1 + 1 · 5 unit-days,
/// and one unit was not served at once.
#[test]
fn partial_shipments_are_owed_no_longer() {
    let service = [
        ("response_mean(system)", 5.0),
        ("delivery_mean(system)", 1.0),
        ("wait_parts_mean(system)", 4.0),
        ("order_fill_rate(system)", 0.0),
        ("parts_fill_rate(system)", 0.0),
        ("wait_held_mean(product x)", 4.0),
        ("unit_fill_rate(item x)", 2.0 / 3.0),
        ("open_orders_mean(system)", 5.0 / 20.0),
        ("cost_delivery(system)", 8.0 / 20.0),
        ("revenue(system)", 21.0 / 20.0),
    ];
    by_hand(SHIP, "S", &service);
    by_hand(SHIP, "S", &[("committed_mean(item x)", 0.0), ("cost_backorder(system)", (7.0 * 2.0 + 5.0) / 20.0)]);
    let complete = SHIP.replace("partial", "complete");
    by_hand(&complete, "S", &service);
    by_hand(
        &complete,
        "S",
        &[("committed_mean(item x)", 8.0 / 20.0), ("cost_backorder(system)", (15.0 * 2.0 + 5.0) / 20.0)],
    );
}

/// The window ends at 14.5, when the last unit is on its way since 14 and not yet there: of a partial shipment two units
/// are paid for, of a complete one none; owed until then are 2 · 1 + 1 · 4.5 units, or 3 · 4.5.
#[test]
fn units_are_paid_for_when_they_are_handed_over() {
    let cut = SHIP.replace("horizon = 20", "horizon = 14.5");
    let money = |ship: &str, revenue: f64, owed: f64| {
        by_hand(
            &cut.replace("partial", ship),
            "S",
            &[
                ("revenue(system)", revenue / 14.5),
                ("cost_backorder(system)", (owed * 2.0 + 5.0) / 14.5),
                ("cost_delivery(system)", 8.0 / 14.5),
                ("response_mean(system)", 5.0),
            ],
        );
    };
    money("partial", 14.0, 6.5);
    money("complete", 0.0, 13.5);
}

/// The optional part is taken at 10 and ordered again (25). At 20 it is missing: skipped, no shortage, no release. At
/// 30 it is taken again. Its price is earned twice; the units asked of it, three, count those skipped.
#[test]
fn optional_parts_are_taken_or_skipped() {
    let text = r#"
name = "optional"
run = { horizon = 35, replications = 1 }
items.a = { buy.lead_time = 1, stock.base_stock = 9 }
items.m = { price = 5, buy.lead_time = 15, stock.base_stock = 1 }
items.x = { price = 100, make.parts = { a = 1 }, make.optional = { m = 1 } }
demand.x = { arrivals.every = 10, shortage = "lost" }
strategies.S.hold = ["parts"]
strategies.driven.hold = ["a"]
"#;
    by_hand(
        text,
        "S",
        &[
            ("order_fill_rate(system)", 1.0),
            ("lost_rate(system)", 0.0),
            ("revenue(system)", 310.0 / 35.0),
            ("unit_fill_rate(item m)", 2.0 / 3.0),
            ("replenishment_rate(item m)", 2.0 / 35.0),
            ("backlog_mean(item m)", 0.0),
            ("on_hand_mean(item m)", (10.0 + 5.0) / 35.0),
        ],
    );
    // Order-driven it is always included, and waited for: delivered at 25, 35 and 45, one of them inside the window.
    by_hand(
        text,
        "driven",
        &[
            ("response_mean(system)", 15.0),
            ("replenishment_rate(item m)", 3.0 / 35.0),
            ("revenue(system)", 105.0 / 35.0),
        ],
    );
}

/// An optional line is taken whole: one of two is none.
#[test]
fn an_optional_line_is_not_split() {
    let text = r#"
name = "whole"
run = { horizon = 15, replications = 1 }
items.a = { buy.lead_time = 1, stock.base_stock = 9 }
items.m = { price = 5, buy.lead_time = 15, stock.base_stock = 1 }
items.x = { price = 100, make.parts = { a = 1 }, make.optional = { m = 2 } }
demand.x.arrivals.every = 10
strategies.S.hold = ["parts"]
"#;
    by_hand(
        text,
        "S",
        &[("revenue(system)", 100.0 / 15.0), ("on_hand_mean(item m)", 1.0), ("replenishment_rate(item m)", 0.0)],
    );
}

/// Without holdback a part that is optional and free at the request is taken with the rest or waited for. At 10 `m` is
/// free and `a` is not (14): nothing is taken. The order of 12 takes `m`, its own part being there, so that of 10 waits
/// for the next `m` (17, ordered at 10).
#[test]
fn an_optional_part_without_holdback_is_one_as_any_other() {
    let text = r#"
name = "optional"
run = { horizon = 13, replications = 1 }
items.a = { buy.lead_time = 4, stock.base_stock = 0 }
items.b = { buy.lead_time = 4, stock.base_stock = 1 }
items.m = { buy.lead_time = 7, stock.base_stock = 1 }
items.x.make = { parts = { a = 1 }, optional = { m = 1 } }
items.y.make = { parts = { b = 1 }, optional = { m = 1 } }
demand.x.arrivals.every = 10
demand.y.arrivals.every = 12
strategies.commit = { hold = ["parts"] }
strategies.free = { hold = ["parts"], allocation = "no_holdback" }
"#;
    by_hand(text, "commit", &[("response_mean(product x)", 4.0), ("unit_fill_rate(item m)", 0.5)]);
    by_hand(text, "free", &[("response_mean(product x)", 7.0), ("response_mean(product y)", 0.0)]);
}
