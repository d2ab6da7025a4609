//! Price breaks, terms of payment and carbon dioxide, worked by hand; and what they leave as it was.

use super::fixture::{Fixture, by_hand, close};
use super::network::{Times, cases, networks, presets};
use proptest::prelude::*;
use pushpull::input::{self, Colour};

/// Ten units every tenth day, and four every tenth, five days later: a purchase order for each.
fn breaks(discount: &str) -> String {
    format!(
        "name = \"breaks\"\nrun = {{ warm_up = 20, horizon = 100, replications = 1 }}\n\
         items.x = {{ cost = 10, buy = {{ lead_time = 1, breaks = [{{ from = 4, cost = 9 }}, {{ from = 8, cost = 6 }}], {discount} }}, stock.base_stock = 20 }}\n\
         demand.ten = {{ item = \"x\", arrivals.every = 10, quantity = 10 }}\n\
         demand.four = {{ item = \"x\", arrivals.trace.file = \"four.csv\", quantity = 4 }}\n\
         strategies.S.hold = [\"x\"]\n"
    )
}

#[test]
fn prices_follow_the_size_of_the_order() {
    let text = |discount: &str| {
        breaks(discount).replace(
            "arrivals.trace.file = \"four.csv\"",
            "arrivals = { every = 10, profile.steps = { at = [0, 5], factor = [0, 1] } }",
        )
    };
    // Ten at 6 and four at 9.
    by_hand(
        &text("discount = \"all\""),
        "S",
        &[("cost_purchase(item x)", 9.6), ("inventory_value_mean(item x)", 10.0 * (20.0 - 1.4))],
    );
    // Three at 10, four at 9 and three at 6; three at 10 and one at 9.
    by_hand(&text("discount = \"incremental\""), "S", &[("cost_purchase(system)", 8.4 + 3.9)]);
}

/// An order a day of two units at 30, paid ten days later; a purchase of as many at 20 after three days, paid five days after its receipt.
const TERMS: &str = "name = \"terms\"\nrun = { warm_up = 30, horizon = 100, replications = 1 }\ncosts = { capital_rate = 0.365, carbon_price = 0.5 }\n\
    items.x = { cost = 20, price = 30, buy = { lead_time = 3, pay_after = 5, carbon = 3 }, stock.base_stock = 10 }\n\
    demand.x = { arrivals.every = 1, quantity = 2, pay_after = 10, delivery.carbon = 4 }\nstrategies.S.hold = [\"x\"]\n";

#[test]
fn terms_of_payment_by_hand() {
    by_hand(
        TERMS,
        "S",
        &[
            ("receivable_mean(system)", 600.0),
            ("receivable_mean(product x)", 600.0),
            ("payable_mean(item x)", 200.0),
            ("working_capital_mean(system)", 80.0 + 400.0),
            // Two days of stock at what is used a day; ten days of revenue; five days of purchases.
            ("cash_to_cash(system)", 2.0 + 10.0 - 5.0),
            ("cost_capital(system)", 0.4),
            ("carbon_purchase(system)", 6.0),
            ("carbon_delivery(product x)", 4.0),
            ("carbon_total(item x)", 10.0),
            ("cost_carbon(system)", 5.0),
            ("cost_total(system)", 40.0 + 5.0 + 0.4),
        ],
    );
    // Two sources in turn, of which one is paid at once: its price is another.
    let sources = TERMS.replace(
        "buy = { lead_time = 3, pay_after = 5, carbon = 3 }",
        "sourcing = \"rotate\", buy = { lead_time = 3, sources = { near = { cost = 26, carbon = 1 }, far = { pay_after = 5, carbon = 3, breaks = [{ from = 2, cost = 18 }] } } }",
    );
    by_hand(
        &sources,
        "S",
        &[
            ("payable_mean(system)", 90.0),
            ("cost_purchase(source x@near)", 26.0),
            ("cost_purchase(source x@far)", 18.0),
            ("carbon_purchase(item x)", 4.0),
        ],
    );
}

#[test]
fn what_is_wrong_with_prices_is_told() {
    let wrong = [
        ("breaks = [{ from = 4, cost = 9 }, { from = 4, cost = 6 }]", "must rise"),
        ("breaks = [{ from = 0, cost = 9 }]", "`items.x.buy.breaks.from`"),
        ("breaks = [{ cost = 9 }]", "`items.x.buy.breaks.from`"),
        ("breaks = 9", "`items.x.buy.breaks`"),
        ("discount = \"all\"", "there are none"),
        ("pay_after = -1", "`items.x.buy.pay_after`"),
        ("carbon = -1", "`items.x.buy.carbon`"),
    ];
    let text = |buy: &str| {
        format!(
            "name = \"wrong\"\nrun = {{ horizon = 10, replications = 1 }}\nitems.x = {{ buy = {{ lead_time = 1, {buy} }}, stock.base_stock = 2 }}\n\
             demand.x.arrivals.every = 1\nstrategies.S.hold = [\"x\"]\n"
        )
    };
    for (buy, words) in wrong {
        let rejected = input::read_str("wrong", &text(buy), &[]).expect_err(buy);
        let said = rejected.render(Colour::Plain);
        assert!(said.contains(words), "{buy}: {said}");
    }
    let early = input::read_str("early", &text("pay_after = 5"), &[]).unwrap();
    assert!(early.findings.iter().any(|finding| finding.id == "terms_above_warm_up"), "{:?}", early.findings);
}

proptest! {
    #![proptest_config(cases(12))]

    /// Prices and terms move no order, and what a price break does not change costs what it did.
    #[test]
    fn prices_and_terms_move_nothing(network in networks(Times::Any)) {
        let text = network.scenario("backorder") + &presets();
        let plain = Fixture::new(&text, &[]);
        let with = |buy: &str| Fixture::new(&text.replace("buy = {", &format!("buy = {{ {buy},")), &[]);
        let (paid, cheap) = (with("pay_after = 3, carbon = 2"), with("breaks = [{ from = 2, cost = 1 }]"));
        for strategy in plain.strategies() {
            let responses = plain.responses(strategy, 1);
            prop_assert_eq!(&responses, &paid.responses(strategy, 1), "{}", strategy);
            prop_assert_eq!(&responses, &cheap.responses(strategy, 1), "{}", strategy);
            let value = |bench: &Fixture, measure: &str| bench.run(strategy, 1).value(&format!("{measure}(system)"));
            prop_assert!(close(value(&plain, "cost_total"), value(&paid, "cost_total")));
            prop_assert!(value(&cheap, "cost_purchase") <= value(&plain, "cost_purchase") + 1e-9);
        }
    }
}
