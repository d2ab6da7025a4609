//! Patience: who leaves, what he gives back, and what comes too late for him.

use crate::fixture::{Fixture, by_hand};

/// Nothing on the shelf, five days away. The order of 10 leaves at 13; its unit comes at 15 and waits for the order of
/// 20. With base stock 0 the position is then 0 again: nothing is released for the second order.
#[test]
fn who_waits_at_the_shelf_leaves_and_his_unit_stays() {
    let text = r#"
name = "shelf"
run = { horizon = 25, replications = 1 }
items.x = { price = 7, buy.lead_time = 5, stock.base_stock = 0 }
demand.x = { arrivals.every = 10, shortage.patience = 3, backorder_cost = { rate = 2, once = 5 } }
strategies.S.hold = ["products"]
"#;
    by_hand(
        text,
        "S",
        &[
            ("orders_placed(system)", 2.0),
            ("left_rate(system)", 0.5),
            ("orders_delivered(system)", 1.0),
            ("order_fill_rate(system)", 0.5),
            ("response_mean(system)", 0.0),
            ("open_orders_mean(system)", 3.0 / 25.0),
            ("backlog_mean(item x)", 3.0 / 25.0),
            ("on_hand_mean(item x)", 5.0 / 25.0),
            ("replenishment_rate(item x)", 1.0 / 25.0),
            ("cost_backorder(system)", (3.0 * 2.0 + 5.0) / 25.0),
            ("revenue(system)", 7.0 / 25.0),
        ],
    );
}

/// A receipt at the very end of patience is in time: receipts come before.
#[test]
fn a_receipt_at_the_last_instant_is_in_time() {
    let text = r#"
name = "just in time"
run = { horizon = 15, replications = 1 }
items.x = { buy.lead_time = 3, stock.base_stock = 0 }
demand.x = { arrivals.every = 10, shortage.patience = 3 }
strategies.S.hold = ["products"]
"#;
    by_hand(text, "S", &[("left_rate(system)", 0.0), ("response_mean(system)", 3.0)]);
}

/// The order of 10 takes `a` and waits for `b` until 14, when its work order is cancelled and `a` goes back. `a` itself
/// was ordered again (12), `b` comes at 19. The order of 20 finds both and leaves one `a` and no `b`.
#[test]
fn a_work_order_that_waits_for_parts_gives_them_back() {
    let text = r#"
name = "parts"
run = { horizon = 25, replications = 1 }
items.a = { buy.lead_time = 2, stock.base_stock = 1 }
items.b = { buy.lead_time = 9, stock.base_stock = 0 }
items.x.make = { parts = { a = 1, b = 1 }, time = 1 }
demand.x = { arrivals.every = 10, shortage.patience = 4 }
strategies.S.hold = ["parts"]
"#;
    by_hand(
        text,
        "S",
        &[
            ("left_rate(system)", 0.5),
            ("response_mean(system)", 1.0),
            // 1 on [0, 10), 0 until 12, 1 until 14, 2 until 20, then 1.
            ("on_hand_mean(item a)", (10.0 + 2.0 + 12.0 + 5.0) / 25.0),
            ("committed_mean(item a)", 4.0 / 25.0),
            ("on_hand_mean(item b)", 1.0 / 25.0),
            ("backlog_mean(item b)", 4.0 / 25.0),
            ("on_order_mean(item b)", 9.0 / 25.0),
            ("waiting_parts_mean(item x)", 4.0 / 25.0),
            ("wip_mean(item x)", 1.0 / 25.0),
            ("on_order_mean(item x)", 5.0 / 25.0),
            ("replenishment_rate(item b)", 1.0 / 25.0),
        ],
    );
}

/// One machine, twelve days a piece, patience five. Orders of 10, 20 and 30 are started at 10, 22 and 34, in time; that
/// of 40 would be started at 46 and leaves the queue at 45, giving back its part.
#[test]
fn who_is_started_stays_and_who_is_queued_leaves() {
    let text = r#"
name = "machine"
run = { horizon = 50, replications = 1 }
items.a = { buy.lead_time = 100, stock.base_stock = 4 }
items.x.make = { parts = { a = 1 }, time = 12, station = "machine" }
stations.machine.servers = 1
demand.x = { arrivals.every = 10, shortage.patience = 5 }
strategies.S.hold = ["parts"]
"#;
    by_hand(
        text,
        "S",
        &[
            ("left_rate(system)", 0.25),
            ("response_mean(system)", (12.0 + 14.0 + 16.0) / 3.0),
            // 4, 3, 2, 1, 0 for ten days each, the last given back after five.
            ("on_hand_mean(item a)", (40.0 + 30.0 + 20.0 + 10.0 + 5.0) / 50.0),
            ("wip_mean(item x)", (12.0 + 14.0 + 16.0 + 5.0) / 50.0),
            ("queue_mean(station machine)", (2.0 + 4.0 + 5.0) / 50.0),
            ("utilization(station machine)", 36.0 / 50.0),
        ],
    );
}

/// Bought to order: the purchase cannot be called back. It comes at 16, four days after its customer left, and serves
/// the next one, who orders nothing.
#[test]
fn a_purchase_for_somebody_who_left_is_surplus() {
    let text = r#"
name = "surplus"
run = { horizon = 25, replications = 1 }
items.x.buy.lead_time = 6
demand.x = { arrivals.every = 10, shortage.patience = 2 }
strategies.S.hold = []
"#;
    by_hand(
        text,
        "S",
        &[
            ("left_rate(system)", 0.5),
            ("response_mean(system)", 0.0),
            ("replenishment_rate(item x)", 1.0 / 25.0),
            ("on_hand_mean(item x)", 4.0 / 25.0),
        ],
    );
}

/// Three pieces, one machine, five days each: at 17 the first is done and the second under way. The customer leaves;
/// the first piece and, at 20, the second are surplus, the third is cancelled. At 20 the next order takes both and has
/// one made.
#[test]
fn a_started_work_order_becomes_surplus() {
    let text = r#"
name = "started"
run = { horizon = 30, replications = 1 }
items.x.make = { time = 5, station = "machine", split = true }
stations.machine.servers = 1
demand.x = { arrivals.every = 10, quantity = 3, shortage.patience = 7 }
strategies.S.hold = []
"#;
    by_hand(
        text,
        "S",
        &[
            ("orders_placed(system)", 2.0),
            ("left_rate(system)", 0.5),
            ("response_mean(system)", 5.0),
            ("committed_mean(item x)", (2.0 + 2.0 * 5.0) / 30.0),
            ("on_hand_mean(item x)", 3.0 / 30.0),
            ("wip_mean(item x)", (5.0 + 10.0 + 7.0 + 5.0) / 30.0),
            ("replenishment_rate(item x)", 4.0 / 30.0),
        ],
    );
}

/// A machine needs `a` and a sub-assembly, which needs `a`, too. There is one `a`: the machine has it, the sub-assembly
/// waits. When the customer leaves, both work orders are cancelled, and `a` is back on the shelf: it must not start the
/// sub-assembly of an order that is gone.
#[test]
fn nothing_is_started_for_somebody_who_left() {
    let text = r#"
name = "two levels"
run = { horizon = 19, replications = 1 }
items.a = { buy.lead_time = 50, stock.base_stock = 1 }
items.s.make = { parts = { a = 1 }, time = 3 }
items.x.make = { parts = { a = 1, s = 1 } }
demand.x = { arrivals.every = 10, shortage.patience = 4 }
strategies.S.hold = ["parts"]
"#;
    by_hand(
        text,
        "S",
        &[
            ("left_rate(system)", 1.0),
            ("wip_mean(item s)", 0.0),
            ("on_order_mean(item s)", 4.0 / 19.0),
            ("on_hand_mean(item s)", 0.0),
            ("on_hand_mean(item a)", (10.0 + 5.0) / 19.0),
            ("committed_mean(item a)", 4.0 / 19.0),
        ],
    );
}

/// The sub-assembly is started when the customer leaves: it is finished at 16 and is surplus, which the order of 20 uses.
#[test]
fn a_started_sub_assembly_is_surplus() {
    let text = r#"
name = "two levels"
run = { horizon = 25, replications = 1 }
items.a = { buy.lead_time = 50, stock.base_stock = 5 }
items.s.make = { parts = { a = 1 }, time = 6 }
items.x.make = { parts = { a = 1, s = 1 }, time = 2 }
demand.x = { arrivals.every = 10, shortage.patience = 4 }
strategies.S.hold = ["parts"]
"#;
    by_hand(
        text,
        "S",
        &[
            ("left_rate(system)", 0.5),
            ("response_mean(system)", 2.0),
            ("on_hand_mean(item s)", 4.0 / 25.0),
            ("wip_mean(item s)", 6.0 / 25.0),
            ("replenishment_rate(item s)", 1.0 / 25.0),
            // 5, then 3 from 10, 4 from 14, 3 from 20.
            ("on_hand_mean(item a)", (50.0 + 12.0 + 24.0 + 15.0) / 25.0),
        ],
    );
}

/// Two of three units are there at once. Complete: they are set aside and go back at 14, and three units were owed.
/// Partial: they left at once and bring their price; one unit was owed. Three come at 19; the order of 20 takes three.
#[test]
fn what_was_set_aside_goes_back_and_what_was_shipped_does_not() {
    let text = |ship: &str| {
        format!(
            r#"
name = "served"
run = {{ horizon = 25, replications = 1 }}
items.x = {{ price = 10, buy.lead_time = 9, stock.base_stock = 2 }}
demand.x = {{ arrivals.every = 10, quantity = 3, shortage.patience = 4, ship = "{ship}", backorder_cost = 1 }}
strategies.S.hold = ["products"]
"#
        )
    };
    let common = [("left_rate(system)", 0.5), ("response_mean(system)", 0.0), ("backlog_mean(item x)", 4.0 / 25.0)];
    by_hand(&text("complete"), "S", &common);
    by_hand(
        &text("complete"),
        "S",
        &[
            ("committed_mean(item x)", 8.0 / 25.0),
            ("on_hand_mean(item x)", (20.0 + 10.0 + 5.0 + 10.0) / 25.0),
            ("cost_backorder(system)", 12.0 / 25.0),
            ("revenue(system)", 30.0 / 25.0),
            ("replenishment_rate(item x)", 1.0 / 25.0),
        ],
    );
    by_hand(&text("partial"), "S", &common);
    by_hand(
        &text("partial"),
        "S",
        &[
            ("committed_mean(item x)", 0.0),
            ("on_hand_mean(item x)", (20.0 + 3.0) / 25.0),
            ("cost_backorder(system)", 4.0 / 25.0),
            ("revenue(system)", 50.0 / 25.0),
            ("replenishment_rate(item x)", 2.0 / 25.0),
        ],
    );
}

/// One piece is finished at the end of patience and the other one would start at that instant, but starts come last:
/// who finds no piece of his colour leaves, and one piece of his colour stays. The shelf tells colours apart.
#[test]
fn surplus_of_one_variant_does_not_serve_another() {
    let text = r#"
name = "variants"
run = { horizon = 400, replications = 1 }
items.red.buy.lead_time = 0
items.blue.buy.lead_time = 0
items.x.make = { time = 5, station = "machine", split = true, options.colour = { red = 0.5, blue = 0.5 } }
stations.machine.servers = 1
demand.x = { arrivals.every = 10, quantity = 2, shortage.patience = 5 }
strategies.S.hold = []
"#;
    let run = Fixture::new(text, &[]).run("S", 0);
    for colour in ["red", "blue"] {
        let free = run.value(&format!("on_hand_mean(item x[{colour}])"));
        assert!(free > 0.0 && free <= 1.0, "{colour}: {free}");
    }
}
