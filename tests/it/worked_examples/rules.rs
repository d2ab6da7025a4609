//! Stock rules: when they act and how much they release.

use crate::fixture::{Fixture, by_hand, releases};

/// (time, units) that a rule released before 60, when `quantity` units are asked for at 10, 20, … and lead time is 1.
fn released(stock: &str, quantity: u32) -> Vec<(f64, i64)> {
    let text = format!(
        r#"
name = "rule"
run = {{ horizon = 60, replications = 1 }}
items.x = {{ buy.lead_time = 1, stock = {{ {stock} }} }}
demand.x = {{ arrivals.every = 10, quantity = {quantity} }}
strategies.S.hold = ["products"]
"#
    );
    releases(&Fixture::new(&text, &[]), "S").into_iter().map(|(_, time, units)| (time, units)).collect()
}

#[test]
fn base_stock_releases_what_was_asked() {
    assert_eq!(released("base_stock = 4", 2), [(10.0, 2), (20.0, 2), (30.0, 2), (40.0, 2), (50.0, 2)]);
    assert_eq!(released("base_stock = 4, initial = 1", 2)[..3], [(0.0, 3), (10.0, 2), (20.0, 2)], "looked at at 0");
    assert_eq!(released("base_stock = 4, initial = 9", 2), [(30.0, 1), (40.0, 2), (50.0, 2)]);
    assert_eq!(released("base_stock = 0", 2)[..2], [(10.0, 2), (20.0, 2)]);
}

/// 6, 5, 4, 3: at or below 3 up to 6; below 3 one request later.
#[test]
fn min_max_acts_at_or_below_its_minimum() {
    assert_eq!(released("min_max = { min = 3, max = 6 }", 1), [(30.0, 3)]);
    assert_eq!(released("min_max = { min = 3, max = 6 }, trigger = \"below\"", 1), [(40.0, 4)]);
    assert_eq!(released("min_max = { min = 3, max = 6 }", 2), [(20.0, 4), (40.0, 4)]);
}

/// With minimum = maximum it is a base stock.
#[test]
fn min_max_of_one_number_is_a_base_stock() {
    assert_eq!(released("min_max = { min = 4, max = 4 }", 2), released("base_stock = 4", 2));
}

/// Point 3, quantity 4, starting at 7: 7 − 6 = 1 → +4 = 5; 5 − 6 = −1 → the smallest multiple above 3 is 8, giving 7; …
#[test]
fn reorder_releases_multiples() {
    assert_eq!(released("reorder = { point = 3, quantity = 4 }", 6)[..3], [(10.0, 4), (20.0, 8), (30.0, 4)]);
    assert_eq!(
        released("reorder = { point = 3, quantity = 4 }", 2),
        [(20.0, 4), (40.0, 4)],
        "7, 5, 3 → 7, 5, 3 → 7, 5"
    );
    assert_eq!(released("reorder = { point = -2, quantity = 2 }", 1)[..2], [(20.0, 2), (40.0, 2)], "0, −1, −2 → 0");
}

/// Every rule is looked at at 0, whatever it is, and releases there what `initial` left to do.
#[test]
fn every_rule_is_looked_at_at_0() {
    assert_eq!(released("min_max = { min = 3, max = 6 }, initial = 3", 1), [(0.0, 3), (30.0, 3)]);
    assert_eq!(released("min_max = { min = 3, max = 6 }, initial = 4", 1), [(10.0, 3), (40.0, 3)]);
    assert_eq!(released("min_max = { min = 3, max = 6 }, trigger = \"below\", initial = 3", 1)[0], (10.0, 4));
    assert_eq!(released("reorder = { point = 3, quantity = 4 }, initial = 0", 1), [(0.0, 4), (10.0, 4), (50.0, 4)]);
    assert_eq!(released("reorder = { point = 3, quantity = 4 }, initial = 4", 1), [(10.0, 4), (50.0, 4)]);
}

/// Orders of 5 find a shelf of 3 that is to hold 6: the rule fills it at 0, so that they are not lost for ever. The three units
/// are bought within the window, which begins at 0; the order of 10 buys 5 more, and so on.
#[test]
fn a_short_shelf_is_filled_before_the_first_customer() {
    let text = r#"
name = "short"
run = { horizon = 40, replications = 1 }
items.x = { cost = 2, buy = { lead_time = 4, order_cost = 1 }, stock = { base_stock = 6, initial = 3 } }
demand.x = { arrivals.every = 10, quantity = 5, shortage = "lost" }
strategies.S.hold = ["products"]
"#;
    by_hand(
        text,
        "S",
        &[
            ("lost_rate(system)", 0.0),
            ("cost_purchase(system)", 2.0 * (3.0 + 5.0 + 5.0 + 5.0) / 40.0),
            ("cost_ordering(system)", 4.0 / 40.0),
            ("on_order_mean(item x)", 4.0 * (3.0 + 5.0 + 5.0 + 5.0) / 40.0),
        ],
    );
}

/// At 0 as at every instant: the mark of a window without warm-up, then the rules, customer side first. The product's work order
/// takes the two parts, and the part's rule, looked at after that request, sends for 4 at once and not for 2 and 2.
#[test]
fn the_look_at_0_runs_up_the_chain() {
    let text = r#"
name = "chain at 0"
run = { horizon = 9, replications = 1 }
items.a = { buy.lead_time = 1, stock = { base_stock = 4, initial = 2 } }
items.x = { make = { parts = { a = 1 }, time = 1 }, stock = { base_stock = 3, initial = 1 } }
demand.x = { arrivals.every = 10 }
strategies.S.hold = ["products", "parts"]
"#;
    let found = releases(&Fixture::new(text, &[]), "S");
    assert_eq!(found, [("x".to_string(), 0.0, 2), ("a".to_string(), 0.0, 4)]);
    by_hand(text, "S", &[("replenishment_rate(item a)", 1.0 / 9.0), ("on_hand_mean(item x)", (1.0 + 8.0 * 3.0) / 9.0)]);
}

/// Looked at at 0, 15, 30, 45 only; the first review finds what `initial` left to do.
#[test]
fn reviews_are_periodic_from_0_on() {
    assert_eq!(released("base_stock = 9, review = 15", 2), [(15.0, 2), (30.0, 2), (45.0, 4)]);
    assert_eq!(released("base_stock = 9, review = 15, initial = 5", 2)[0], (0.0, 4));
    assert_eq!(released("min_max = { min = 6, max = 9 }, review = 15", 2), [(30.0, 4), (45.0, 4)]);
    assert_eq!(released("reorder = { point = 5, quantity = 3 }, review = 15", 2), [(30.0, 3), (45.0, 3)]);
}

/// A period is: receive, review, receive again (lead time 0), demand. So 5 until 1, and 3 at the end of every period.
#[test]
fn a_review_comes_before_the_customer_of_its_instant() {
    let text = r#"
name = "review"
run = { horizon = 10, replications = 1 }
items.x = { buy.lead_time = 0, stock = { base_stock = 5, review = 1 } }
demand.x = { arrivals.every = 1, quantity = 2 }
strategies.S.hold = ["products"]
"#;
    by_hand(
        text,
        "S",
        &[
            ("on_hand_mean(item x)", (5.0 + 9.0 * 3.0) / 10.0),
            ("unit_fill_rate(item x)", 1.0),
            ("replenishment_rate(item x)", 8.0 / 10.0),
        ],
    );
}

/// Reviews of one instant go from the customer to the supplier: at 15 the product releases two work orders' worth, whose
/// request the part's review sees at the same instant. (`a` stands before `x` in the alphabet and behind it in the chain.)
#[test]
fn reviews_run_from_the_customer_up_the_chain() {
    let text = r#"
name = "chain"
run = { horizon = 20, replications = 1 }
items.a = { buy.lead_time = 1, stock = { base_stock = 3, review = 15 } }
items.x = { make = { parts = { a = 1 }, time = 1 }, stock = { base_stock = 3, review = 15 } }
demand.x = { arrivals.every = 10, quantity = 2 }
strategies.S.hold = ["products", "parts"]
"#;
    let found = releases(&Fixture::new(text, &[]), "S");
    assert_eq!(found, [("x".to_string(), 15.0, 2), ("a".to_string(), 15.0, 2)]);
}

/// A sized base stock is only a level: `initial` says what lies there at the start, nothing included.
#[test]
fn a_sized_stock_may_start_empty() {
    let text = |initial: &str| {
        format!(
            r#"
name = "sized"
run = {{ horizon = 9, replications = 1 }}
items.x = {{ buy.lead_time = 1, stock = {{ fill_rate = 0.9{initial} }} }}
demand.x.arrivals.every = 10
strategies.S.hold = ["products"]
"#
        )
    };
    by_hand(&text(""), "S", &[("on_hand_mean(item x)", 1.0)]);
    by_hand(&text(", initial = 0"), "S", &[("on_hand_mean(item x)", 8.0 / 9.0)]);
    by_hand(&text(", initial = 7"), "S", &[("on_hand_mean(item x)", 7.0)]);
}
