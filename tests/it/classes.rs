//! Classes of customers: priorities in backlogs and queues, reserves on the shelf, restocking behind customers.

use super::fixture::{Fixture, by_hand, close, every_order_ends};
use super::network::{ALL, BELOW, Network, Times, cases, networks, presets_and_no_holdback, strategy};
use super::rich::rich;
use proptest::prelude::*;
use pushpull::collect::trace;

/// Received at 9, 9.5 and 13: by priority the order of 4.5, then that of 9 before that of 8; else first come, first served.
#[test]
fn the_most_urgent_is_served_first() {
    let text = |priorities: bool| {
        format!(
            r#"
name = "urgent"
run = {{ horizon = 10, replications = 1 }}
items.x = {{ buy.lead_time = 5, stock.base_stock = 1 }}
demand.a = {{ item = "x", class = "silver", arrivals.every = 4 }}
demand.b = {{ item = "x", class = "gold", arrivals.every = 4.5 }}
classes.silver.priority = 2
strategies.S = {{ hold = ["x"], priorities = {priorities} }}
"#
        )
    };
    by_hand(&text(true), "S", &[("response_mean(class gold)", 2.5), ("response_mean(class silver)", 2.5)]);
    by_hand(&text(false), "S", &[("response_mean(class gold)", 4.25), ("response_mean(class silver)", 0.75)]);
}

/// `x` is made of one `b` in no time. At 6 its shelf is empty and so is filled again, unless that would take the last `b`: which
/// is there for the order of 6.5. At 9 an order waits for `x`, and what is made for it restocks nothing.
#[test]
fn restocking_comes_behind_customers() {
    let text = |reserve: &str| {
        format!(
            r#"
name = "restock"
run = {{ horizon = 10, replications = 1 }}
items.b = {{ buy.lead_time = 4, stock = {{ base_stock = 2, {reserve} }} }}
items.x = {{ make.parts.b = 1, stock.base_stock = 1 }}
items.y = {{ make.parts.b = 1 }}
demand.x = {{ arrivals.every = 3, class = "silver" }}
demand.y = {{ arrivals.every = 6.5, class = "gold" }}
classes.silver.priority = 2
strategies.S.hold = ["b", "x"]
"#
        )
    };
    let of = |y: f64| [("response_mean(product x)", 0.0), ("response_mean(product y)", y)];
    by_hand(&text("reserve.restock = 1"), "S", &of(0.0));
    by_hand(&text("reserve = {}"), "S", &of(0.5));
}

/// Two units, one kept: the order for two of 4 gets one and waits; that of 5 for the other class takes the last one.
#[test]
fn a_reserve_stays_for_the_others() {
    let text = r#"
name = "reserve"
run = { horizon = 8, replications = 1 }
items.x = { buy.lead_time = 6, stock = { base_stock = 2, reserve.silver = 1 } }
demand.a = { item = "x", class = "silver", arrivals.every = 4, quantity = 2, ship = "partial" }
demand.b = { item = "x", class = "gold", arrivals.every = 5 }
strategies.S.hold = ["x"]
"#;
    let expected = [
        ("response_mean(class gold)", 0.0),
        // Two are received at 10, and the second is kept again.
        ("response_mean(class silver)", 6.0),
        ("on_hand_mean(item x)", (4.0 * 2.0 + 1.0) / 8.0),
        ("backlog_mean(item x)", 4.0 / 8.0),
    ];
    by_hand(text, "S", &expected);
}

/// The presets, and where nothing is held back, of every item and of all but products.
fn presets() -> String {
    presets_and_no_holdback()
        + "[strategies.all_free]\nhold = [\"products\", \"parts\"]\nallocation = \"no_holdback\"\n"
}

/// A random network whose streams are of two classes, each item with a reserve or none; `q` asks for what `p` is made of, too.
fn with_classes(network: &Network, shortage: &str, reserves: &[u32]) -> String {
    let mut text = network.scenario(shortage);
    for (place, name) in network.product_names().iter().enumerate() {
        let class = ["gold", "silver"][place % 2];
        text = text.replace(&format!("demand.{name} = {{"), &format!("demand.{name} = {{ class = \"{class}\","));
    }
    text += "demand.more = { item = \"p\", class = \"silver\", arrivals.poisson.rate = 0.3, quantity = 2 }\n";
    text += "classes = { gold.priority = 1, silver.priority = 2 }\n";
    let names = network.below().into_iter().chain(network.product_names());
    let kept: Vec<(String, u32)> = names.zip(reserves.iter().copied()).filter(|(_, reserve)| *reserve > 0).collect();
    let line = |line: &str| match kept.iter().find(|(name, _)| line.starts_with(&format!("items.{name} = "))) {
        Some((_, units)) => {
            let (head, level) = line.split_once("stock.base_stock = ").expect("each item has a base stock");
            let reserve = format!("{{ silver = {units}, restock = {} }}", units + 1);
            format!("{head}stock = {{ base_stock = {}, reserve = {reserve} }} }}\n", level.trim_end_matches(" }"))
        }
        None => format!("{line}\n"),
    };
    text.lines().map(line).collect()
}

proptest! {
    #![proptest_config(cases(32))]

    /// Conservation at every stock point, whatever is kept for whom.
    #[test]
    fn nothing_goes_missing_between_classes(
        network in networks(Times::Any),
        shortage in prop_oneof![Just("backorder"), Just("lost"), Just("patience")],
        reserves in prop::collection::vec(0u32..4, 7),
        pieces in any::<bool>(),
    ) {
        let mut text = with_classes(&network, shortage, &reserves).replace("\"patience\"", "{ patience.exponential.mean = 2 }");
        let mut strategies = presets();
        if pieces {
            text = text.replace("make = {", "make = { split = \"available\",");
            strategies = strategies.split("[strategies.free]").next().unwrap().to_string();
        }
        let bench = Fixture::new(&(text + &strategies), &[]);
        // Who waits below a reserve above the base stock may wait beyond the end.
        every_order_ends(&bench, &["left_rate", "censored_orders"]);
        for strategy in bench.strategies() {
            for run in bench.runs(strategy) {
                let by_class: f64 = ["gold", "silver"].iter().filter(|class| bench.model.demands.iter().any(|it| it.class == **class))
                    .map(|class| run.value(&format!("orders_placed(class {class})"))).sum();
                prop_assert!(close(by_class, run.value("orders_placed(system)")));
            }
        }
    }

    /// Classes of equal priority that keep nothing are no classes, and neither are those whose priorities do not count; a reserve
    /// of what nobody asks for changes nothing, though requests are bound to classes then.
    #[test]
    fn equal_classes_are_none(network in networks(Times::Any), shortage in prop_oneof![Just("backorder"), Just("lost")]) {
        let ranked = with_classes(&network, shortage, &[]);
        let plain = ranked.replace("classes = { gold.priority = 1, silver.priority = 2 }\n", "");
        let equal = plain.clone() + "classes = { gold.priority = 3, silver.priority = 3 }\n";
        let stranger = plain.clone() + "items.zz = { buy.lead_time = 1, stock = { base_stock = 3, reserve.silver = 1 } }\n";
        let idle = presets().replace("]\nhold", "]\npriorities = false\nhold");
        let [plain, equal, stranger, ranked] =
            [plain + &presets(), equal + &presets(), stranger + &presets(), ranked + &idle].map(|text| Fixture::new(&text, &[]));
        for strategy in plain.strategies() {
            let expected = plain.run(strategy, 1).bits();
            prop_assert_eq!(&expected, &equal.run(strategy, 1).bits(), "{}", strategy);
            prop_assert_eq!(&expected, &ranked.run(strategy, 1).bits(), "{}", strategy);
            // Without holding back rules are looked at after the kit was tried, where requests are bound to classes.
            if !strategy.contains("free") {
                let mut bound = stranger.run(strategy, 1).bits();
                bound.retain(|key, _| !key.contains("zz"));
                prop_assert_eq!(&expected, &bound, "{}", strategy);
            }
        }
    }

    /// The ends meet with any priorities: nothing in stock is pooled make-to-order, and no product in stock is assemble-to-order.
    #[test]
    fn the_ends_meet_class_by_class(network in networks(Times::Any)) {
        let text = with_classes(&network, "backorder", &[]);
        let zeros = |names: Vec<String>| names.into_iter().map(|name| (name, 0)).collect::<Vec<_>>();
        let strategies = strategy("empty", BELOW, "pooled", &zeros(network.below()))
            + &strategy("MTO", "", "pooled", &[])
            + &strategy("MTS", ALL, "pooled", &zeros(network.product_names()))
            + &strategy("ATO", BELOW, "pooled", &[]);
        let bench = Fixture::new(&(text + &strategies), &[]);
        for (one, other) in [("empty", "MTO"), ("MTS", "ATO")] {
            prop_assert_eq!(bench.responses(one, 1), bench.responses(other, 1), "{} and {}", one, other);
        }
    }

    /// A class goes down the bill of materials: what is kept of a part is kept of what is made of it to order in no time. A reserve
    /// as high as the base stock leaves nothing to its class.
    #[test]
    fn a_class_goes_down_the_bill(levels in (1u32..6, 0u32..4), lead in 0usize..3, lost in any::<bool>()) {
        let (stock, reserve) = levels;
        let lead = ["2", "{ gamma = { mean = 2, cv = 0.6 } }", "{ exponential.mean = 1.5 }"][lead];
        let shortage = if lost { "lost" } else { "backorder" };
        let text = |item: &str, reserve: u32| format!(
            r#"
name = "down"
run = {{ warm_up = 5, horizon = 80, replications = 2 }}
items.x = {{ buy.lead_time = {lead}, stock = {{ base_stock = {stock}, reserve.silver = {reserve} }} }}
items.y.make.parts.x = 1
demand.a = {{ item = "{item}", class = "silver", arrivals.poisson.rate = 1, shortage = "{shortage}" }}
demand.b = {{ item = "{item}", class = "gold", arrivals.poisson.rate = 0.7, shortage = "{shortage}" }}
demand.rare = {{ item = "y", class = "gold", arrivals.every = 1000 }}
classes.silver.priority = 2
strategies.S.hold = ["x"]
"#
        );
        let [direct, below, whole] = [text("x", reserve), text("y", reserve), text("x", stock)].map(|text| Fixture::new(&text, &[]));
        prop_assert_eq!(direct.responses("S", 1), below.responses("S", 1));
        prop_assert_eq!(whole.run("S", 1).value("order_fill_rate(class silver)"), 0.0);
    }

    /// What classes pay and cost adds up to what the system does, options and optional parts included.
    #[test]
    fn money_of_classes_adds_up(text in rich()) {
        let text = text.replace("demand.first = {", "demand.first = { class = \"one\",");
        let bench = Fixture::new(&text.replace("demand.mixed = {", "demand.mixed = { class = \"two\","), &[]);
        for strategy in bench.strategies() {
            let run = bench.run(strategy, 1);
            for measure in ["revenue", "cost_backorder", "cost_lost", "cost_delivery"] {
                let of = |entity: &str| run.value(&format!("{measure}({entity})"));
                let sum = of("class one") + of("class two");
                prop_assert!(close(sum, of("system")), "{} of {}: {} and {}", measure, strategy, sum, of("system"));
            }
        }
    }
}

/// The trace says to what a request is bound.
#[test]
fn the_trace_tells_class_and_priority() {
    let text = r#"
name = "told"
run = { horizon = 8, replications = 1 }
items.b = { buy.lead_time = 4, stock.base_stock = 1 }
items.x = { make.parts.b = 1, stock.base_stock = 1 }
demand.x = { arrivals.every = 3, class = "silver" }
demand.y = { item = "x", arrivals.every = 6.5, class = "gold" }
classes.silver.priority = 2
strategies.S.hold = ["b", "x"]
"#;
    let told = |text: &str| -> Vec<String> {
        let facts = trace(&Fixture::new(text, &[]).model, 0, None, 0);
        let facts =
            facts.iter().filter(|fact| fact.time < 7.0 && ["placed", "released"].contains(&fact.event.as_str()));
        facts.map(|fact| format!("{} {} {}: {}", fact.time, fact.event, fact.item, fact.detail)).collect()
    };
    let expected = [
        "3 placed x: order 1 of x, class silver, priority 2",
        "3 released x: for stock, class restock, priority 2",
        "3 released b: for stock",
        "6 placed x: order 2 of x, class silver, priority 2",
        "6 released x: for stock, class restock, priority 2",
        "6 released b: for stock",
        "6.5 placed x: order 1 of y, class gold, priority 1",
        "6.5 released x: for stock, class gold, priority 1",
        "6.5 released b: for stock",
    ];
    assert_eq!(told(text), expected);
    assert_eq!(told(&text.replace("classes.silver.priority = 2\n", ""))[0], "3 placed x: order 1 of x");
}
