//! Units that are found bad at their receipt: what comes again, for whom, and what it costs.

use super::fixture::{Fixture, by_hand, close, every_order_ends};
use super::network::{Network, Times, cases, networks, presets_and_no_holdback as presets};
use proptest::prelude::*;
use pushpull::collect::trace;
use pushpull::network::{BillOfMaterials, MeanFlow, Streams};

/// Ten of P need ten of Q: nine of these are good at 3, and one more comes at 6; eight of P are good at 8, the parts of two more
/// come at 11, and these are good at 13. Three purchases and two work orders in all.
#[test]
fn what_is_missing_comes_again_for_the_same_claim() {
    let text = r#"
name = "remake"
run = { warm_up = 80, horizon = 400, replications = 1 }
items.P = { make = { parts.Q = 1, time = 2, lot_yield = 0.8 }, scrap_cost = 4 }
items.Q = { cost = 1, buy = { lead_time = 3, lot_yield = 0.9 }, scrap_cost = 2 }
demand.P = { quantity = 10, arrivals.every = 40 }
strategies.S.hold = []
"#;
    let expected = [
        ("response_mean(system)", 13.0),
        ("scrap_rate(item P)", 0.05),
        ("scrap_rate(item Q)", 0.025),
        ("replenishment_rate(item P)", 0.05),
        ("replenishment_rate(item Q)", 0.075),
        ("cost_scrap(system)", 0.05 * 4.0 + 0.025 * 2.0),
        ("cost_scrap(item Q)", 0.025 * 2.0),
        ("cost_purchase(system)", 13.0 / 40.0),
        ("cost_total(system)", 13.0 / 40.0 + 0.25),
    ];
    by_hand(text, "S", &expected);
}

/// The customer of 10 leaves at 13, before the receipt of 15. Where the last of its work has started it stays, also while the rest
/// is made again: two of four come at 15, one more at 20, and the last at 25.
#[test]
fn who_has_left_asks_for_nothing_again() {
    let text = |item: &str| {
        format!(
            r#"
name = "patience"
run = {{ warm_up = 10, horizon = 10, replications = 1 }}
items.x = {{ {item} }}
demand.x = {{ quantity = 4, arrivals.every = 10, shortage.patience = 3 }}
strategies.S.hold = []
"#
        )
    };
    let gone = Fixture::new(&text("buy = { lead_time = 5, lot_yield = 0.5 }"), &[]);
    let facts = trace(&gone.model, 0, None, 0);
    assert_eq!(facts.iter().filter(|fact| fact.event == "released").count(), 1);
    // Two are good and lie on the shelf.
    assert!(facts.iter().any(|fact| fact.event == "scrapped" && fact.units == 2));
    by_hand(
        &text("make = { time = 5, lot_yield = 0.5 }"),
        "S",
        &[("response_mean(system)", 15.0), ("left_rate(system)", 0.0)],
    );
}

/// A lot of five of which three are good goes to who waits first; the rule acts once more, for the two that were bad.
#[test]
fn a_rule_is_looked_at_once_what_is_good_has_gone() {
    let text = r#"
name = "pool"
run = { horizon = 20, replications = 1 }
items.x = { buy = { lead_time = 4, lot_yield = 0.6 }, stock.base_stock = 5 }
demand.x = { quantity = 5, arrivals.every = 9, ship = "partial" }
strategies.S.hold = ["x"]
"#;
    let bench = Fixture::new(text, &[]);
    let released = super::fixture::releases(&bench, "S");
    let expected = [(9.0, 5), (13.0, 2), (17.0, 1), (18.0, 5)];
    assert_eq!(released, expected.map(|(time, units)| ("x".to_string(), time, units)));
}

/// Making as many times as it takes is work for the station, and parts for each time.
#[test]
fn what_is_made_again_is_work_and_takes_parts() {
    let text = r#"
name = "work"
run = { horizon = 10, replications = 1 }
items.x = { make = { parts.y = 2, time = 0.5, setup_time = 0.25, station = "s", yield = 0.8 } }
items.y = { buy = { lead_time = 0.02, supplier = "few", yield = 0.5 } }
stations.s.servers = 1
suppliers.few.servers = 1
demand.x.arrivals.poisson.rate = 0.6
strategies.S.hold = []
"#;
    let bench = Fixture::new(text, &[]);
    let bill = BillOfMaterials::of(&bench.model.items).unwrap();
    let flow = MeanFlow::new(&bench.model, &bill, 0, Streams::All);
    assert!(close(flow.station_load(&bench.model, 0), 0.6 / 0.8 * 0.75));
    // Pairs, each until both are good: 1/p twice less the first of both.
    let tries = 2.0 / 0.5 - 1.0 / 0.75;
    assert!(close(flow.supplier_load(&bench.model, 0).unwrap(), 0.6 / 0.8 * tries * 0.02));
}

/// The rule sizes for what lasts longer: 6 over a lead time of 3 ÷ 0.9 serves 87.88 % (Palm), as 6 over 3 would 91.6 %.
#[test]
fn sizing_counts_what_comes_again() {
    let text = r#"
name = "sized"
run = { horizon = 10, replications = 1 }
items.x = { buy = { lead_time = 3, yield = 0.9 }, stock.fill_rate = 0.879 }
demand.x.arrivals.poisson.rate = 1
strategies.S.hold = ["x"]
"#;
    let bench = Fixture::new(text, &[]);
    let sized = &bench.plan("S").sized[0];
    assert_eq!(sized.level.high, 7);
    let bench = Fixture::new(text, &["items.x.stock.fill_rate=0.878"]);
    let sized = &bench.plan("S").sized[0];
    assert_eq!(sized.level.high, 6);
    assert!((sized.fill - 0.878_832_985_628_677_4).abs() < 1e-9, "{}", sized.fill);
}

/// What is wrong is told at its place.
#[test]
fn a_yield_is_a_share_above_0() {
    let text = |item: &str| {
        format!(
            "name = \"bad\"\nrun.horizon = 10\ndemand.x.arrivals.every = 1\nitems.y.cost = 1\nitems.x = {{ {item} }}\nstrategies.S.hold = []\n"
        )
    };
    let wrong = [
        ("buy.yield = 0", "above 0"),
        ("buy.yield = 1.5", "at most 1"),
        ("buy = { yield = 0.9, lot_yield = 0.9 }", "`lot_yield`"),
        ("buy.lot_yield = 0", "a share above 0 and at most 1"),
        ("buy.lot_yield.discrete = { values = [0], weights = [1] }", "nothing would ever be good"),
        ("make = { optional.y = 1, yield = 0.9 }", "does not go with `optional` parts"),
    ];
    for (item, words) in wrong {
        let rejected = pushpull::input::read_str("bad", &text(item), &[]).expect_err(item);
        let said = rejected.render(pushpull::input::Colour::Plain);
        assert!(said.contains(words), "{item}: {said}");
    }
    let few = pushpull::input::read_str("few", &text("buy.yield = 0.4"), &[]).unwrap();
    assert!(few.findings.iter().any(|finding| finding.id == "yield_low"), "{:?}", few.findings);
}

const YIELDS: [&str; 4] =
    ["", "yield = 0.7,", "lot_yield = 0.6,", "lot_yield = { discrete = { values = [0.2, 1], weights = [1, 2] } },"];

/// A random network in which purchases and work orders have yields.
fn with_yields(network: &Network, shortage: &str, (buy, make): (&str, &str)) -> String {
    let text = network.scenario(shortage).replace("\"patience\"", "{ patience.exponential.mean = 2 }");
    text.replace("buy = {", &format!("buy = {{ {buy}")).replace("make = {", &format!("make = {{ {make}"))
}

proptest! {
    #![proptest_config(cases(24))]

    /// Conservation at every stock point whatever is bad (debug builds compare after every event), and every order ends.
    #[test]
    fn nothing_goes_missing_but_what_is_bad(
        network in networks(Times::Any),
        shortage in prop_oneof![Just("backorder"), Just("lost"), Just("patience")],
        yields in (0usize..4, 0usize..4),
        split in prop_oneof![Just(""), Just("split = true,"), Just("split = \"available\",")],
    ) {
        let text = with_yields(&network, shortage, (YIELDS[yields.0], &format!("{split} {}", YIELDS[yields.1])));
        let mut strategies = presets();
        if split.contains("available") {
            strategies = strategies.split("[strategies.free]").next().unwrap().to_string();
        }
        every_order_ends(&Fixture::new(&(text + &strategies), &[]), &["left_rate", "censored_orders"]);
    }

    /// A yield of which nothing is bad changes no response of any order.
    #[test]
    fn a_yield_of_all_changes_nothing(network in networks(Times::Any), split in prop_oneof![Just(""), Just("split = true,")]) {
        let all = "lot_yield = { uniform = { min = 1, max = 1.5 } },";
        let with = |buy: &str, make: &str| Fixture::new(&(with_yields(&network, "backorder", (buy, &format!("{split} {make}"))) + &presets()), &[]);
        let (plain, one, idle) = (with("", ""), with("yield = 1,", "yield = 1,"), with(all, all));
        for strategy in plain.strategies() {
            prop_assert_eq!(plain.run(strategy, 1).bits(), one.run(strategy, 1).bits(), "{}", strategy);
            prop_assert_eq!(plain.responses(strategy, 1), idle.responses(strategy, 1), "{}", strategy);
        }
    }
}
