//! Lost sales unit by unit (`shortage = "lost"` with `ship = "partial"`): worked by hand, and against chains and a published problem.

use crate::fixture::{Fixture, by_hand, estimate};

/// Four standard errors: 1 in 16,000 by chance.
fn agree(text: &str, expected: &[(&str, f64)]) {
    let fixture = Fixture::new(text, &[]);
    let runs = fixture.runs("S");
    for (formula, value) in expected {
        let values: Vec<f64> = runs.iter().map(|run| run.value(formula)).collect();
        let (mean, se) = estimate(&values);
        assert!((mean - value).abs() <= 4.0 * se, "{formula}: {mean} ± {se}, not {value}");
    }
}

/// At 10 five are asked of three: three leave, two are lost. At 20 the shelf is empty: the order is lost whole. The three
/// come again at 22.
#[test]
fn what_is_free_leaves_and_the_rest_is_lost() {
    let text = r#"
name = "counter"
run = { horizon = 25, replications = 1 }
report.windows = [1]
items.x = { price = 9, buy.lead_time = 12, stock.base_stock = 3 }
demand.x = { arrivals.every = 10, quantity = 5, due = 1, shortage = "lost", ship = "partial", lost_cost = { order = 4, unit = 1 } }
strategies.S.hold = ["x"]
"#;
    by_hand(
        text,
        "S",
        &[
            ("lost_rate(system)", 0.5),
            ("orders_lost(system)", 1.0),
            ("orders_delivered(system)", 1.0),
            ("response_mean(system)", 0.0),
            ("order_fill_rate(system)", 0.0),
            ("parts_fill_rate(system)", 0.0),
            ("on_time_rate(system)", 0.0),
            ("response_within_1(system)", 0.0),
            ("unit_fill_rate(item x)", 0.3),
            ("wait_within_1(item x)", 0.3),
            ("replenishment_size_mean(item x)", 3.0),
            ("revenue(system)", 27.0 / 25.0),
            ("cost_lost(system)", (4.0 + 2.0 + 4.0 + 5.0) / 25.0),
            ("no_backlog_rate(item x)", 1.0),
            ("no_shortage_rate(item x)", 13.0 / 25.0),
            ("cycle_service_level(item x)", 0.0),
        ],
    );
    // The cost of an order, as a number.
    let number = text.replace("{ order = 4, unit = 1 }", "4");
    by_hand(&number, "S", &[("cost_lost(system)", 8.0 / 25.0)]);
    // Orders that ship complete are lost whole.
    let whole = text.replace("ship = \"partial\"", "ship = \"complete\"");
    by_hand(&whole, "S", &[("lost_rate(system)", 1.0), ("cost_lost(system)", (8.0 + 10.0) / 25.0)]);
}

/// A kit takes one `a` and two in its order-driven sub-assembly, and a `b`. Of four kits asked, seven `a` make two; `b` is
/// there for all. Only `a` is asked in vain, for the six of the two kits that are lost.
#[test]
fn as_many_kits_stay_as_are_free_in_full() {
    let text = r#"
name = "kits"
run = { horizon = 15, replications = 1 }
items.a = { buy.lead_time = 50, stock.base_stock = 7 }
items.b = { buy.lead_time = 50, stock.base_stock = 9 }
items.s.make.parts = { a = 2 }
items.x = { price = 9, make.parts = { a = 1, b = 1, s = 1 } }
demand.x = { arrivals.every = 10, quantity = 4, shortage = "lost", ship = "partial", lost_cost.unit = 1 }
strategies.S.hold = ["parts"]
"#;
    by_hand(
        text,
        "S",
        &[
            ("lost_rate(system)", 0.0),
            ("order_fill_rate(system)", 0.0),
            ("on_hand_mean(item a)", (70.0 + 5.0) / 15.0),
            ("on_hand_mean(item b)", (90.0 + 5.0 * 7.0) / 15.0),
            ("unit_fill_rate(item a)", 0.5),
            ("unit_fill_rate(item b)", 1.0),
            ("unit_fill_rate(item s)", 1.0),
            ("no_shortage_rate(item b)", 1.0),
            ("no_shortage_rate(item a)", 10.0 / 15.0),
            ("revenue(system)", 18.0 / 15.0),
            ("cost_lost(system)", 2.0 / 15.0),
        ],
    );
}

/// Erlang's loss formula: rate 2, mean lead time 1, three on the shelf (A. K. Erlang 1917). Units one by one, so that both ways to
/// ship lose the same. A cycle ends with every receipt; with three on order somebody is refused before the next with probability
/// 2 ÷ (2 + 3).
#[test]
fn single_units_are_lost_as_erlang_says() {
    let blocked = (8.0 / 6.0) / (1.0 + 2.0 + 2.0 + 8.0 / 6.0);
    let receipts = 2.0 * (1.0 - blocked);
    for ship in ["partial", "complete"] {
        agree(
            &format!(
                r#"
name = "erlang"
run = {{ warm_up = 20, horizon = 1000, replications = 16 }}
items.x = {{ buy.lead_time = {{ exponential.mean = 1 }}, stock.base_stock = 3 }}
demand.x = {{ arrivals.poisson.rate = 2, shortage = "lost", ship = "{ship}" }}
strategies.S.hold = ["x"]
"#
            ),
            &[
                ("lost_rate(system)", blocked),
                ("unit_fill_rate(item x)", 1.0 - blocked),
                ("no_shortage_rate(item x)", 1.0 - blocked * 0.4),
                ("cycle_service_level(item x)", 1.0 - blocked * 3.0 * 0.4 / receipts),
            ],
        );
    }
}

/// One or two units asked with equal chance, two on the shelf, rate 2, lead times exponential with mean 1. With purchases
/// on order as the state, ∅, {1}, {1, 1} and {2} have a quarter of the time each (balance: π₁ = π₀, π₂ = π₀, 2π₁₁ = 2π₁).
/// Lost: a unit of two in {1}; all in {1, 1} and {2}.
#[test]
fn pairs_lose_units_as_their_chain_says() {
    // {1, 1} begins unclean when it begins with a lost unit.
    let unclean = 0.25 * 2.0 / 3.0 + 0.5 * (0.5 + 0.5 * 0.5);
    let refused = 0.25 * 2.0 / 3.0 + 0.5 * (0.5 * 0.5 + 0.5 * (0.5 - 0.25));
    agree(
        r#"
name = "pairs"
run = { warm_up = 20, horizon = 1000, replications = 16 }
items.x = { buy.lead_time = { exponential.mean = 1 }, stock.base_stock = 2 }
demand.x = { arrivals.poisson.rate = 2, quantity.discrete = { values = [1, 2], weights = [1, 1] }, due = 0, shortage = "lost", ship = "partial", lost_cost = { order = 4, unit = 1 } }
strategies.S.hold = ["x"]
"#,
        &[
            ("lost_rate(system)", 0.5),
            ("order_fill_rate(system)", 0.375),
            ("on_time_rate(system)", 0.375),
            ("unit_fill_rate(item x)", (1.5 - 0.875) / 1.5),
            ("cost_lost(system)", 2.0 * (0.625 * 4.0 + 0.875)),
            ("replenishment_rate(item x)", 1.0),
            ("on_hand_mean(item x)", 0.75),
            ("cycle_service_level(item x)", 1.0 - unclean),
            ("no_shortage_rate(item x)", 1.0 - refused),
        ],
    );
}

/// A store, looked at every evening: Poisson 10 a day; stock and on order below `min` up to `max`, there two mornings later; price
/// 50, cost 32.5, 70 a purchase, 1.5 a unit left in the evening, 100 days from 43 on the shelf. Profit a day by a day-by-day
/// simulation of 400,000 runs, apart from this program.
#[test]
fn a_store_earns_what_it_must() {
    let text = r#"
name = "store"
run = { warm_up = 1, horizon = 100, replications = 300 }
[items.p]
cost = 32.5
price = 50
holding_cost = 1.5
buy = { lead_time = 1, order_cost = 70 }
stock = { min_max = { min = 20, max = 50 }, trigger = "below", review = 1, initial = 43 }
[demand]
p = { arrivals.every = 1, quantity.poisson.mean = 10, shortage = "lost", ship = "partial" }
[strategies]
S.hold = ["p"]
"#;
    for (min, max, profit) in [(10, 55, 120.642), (15, 45, 130.969), (20, 50, 131.401), (25, 40, 125.362)] {
        let levels = [format!("items.p.stock.min_max.min={min}"), format!("items.p.stock.min_max.max={max}")];
        let fixture = Fixture::new(text, &levels.each_ref().map(String::as_str));
        let profits: Vec<f64> = fixture.runs("S").iter().map(|run| run.value("profit(system)")).collect();
        let (mean, se) = estimate(&profits);
        assert!((mean - profit).abs() <= 4.0 * se && se < 0.5, "({min}, {max}): {mean} ± {se}, not {profit}");
    }
}
