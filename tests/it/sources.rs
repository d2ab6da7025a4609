//! Several sources of one item: who gets an order, emergency orders, and what each source costs.

use super::fixture::{Fixture, by_hand, close, every_order_ends, releases};
use super::network::{ALL, BELOW, Times, cases, networks, strategy};
use super::program::pushpull;
use proptest::prelude::*;
use pushpull::collect::trace;
use pushpull::input::{self, Colour};
use pushpull::network::{BillOfMaterials, MeanFlow, Streams};
use std::fs;
use tempfile::tempdir;

/// Two streams at constant gaps, reviewed each day: the sea in lots of five, the air for what would be short within a day.
#[test]
fn an_emergency_looks_at_what_is_promised_in_time() {
    let text = r#"
name = "review"
run = { warm_up = 60, horizon = 300, replications = 1 }
items.x.buy.sources = { sea = { lead_time = 4, multiple = 5 }, air.lead_time = 1 }
items.x.sourcing = "sea"
items.x.stock = { base_stock = 19, review = 1, rush = { source = "air", base_stock = 4 } }
demand.A = { item = "x", class = "A", quantity = 2, arrivals.every = 1 }
demand.B = { item = "x", class = "B", quantity = 13, arrivals.every = 6 }
strategies.S.hold = ["x"]
"#;
    let expected = [
        ("source_share(source x@air)", 0.133_386_581_469_648_57),
        ("on_hand_mean(item x) - backlog_mean(item x)", 1.39),
        ("order_fill_rate(class A)", 0.833_333_333_333_333_4),
        ("order_fill_rate(class B)", 0.0),
        ("released_rate(source x@sea) + released_rate(source x@air)", 4.173_333_333_333_333),
    ];
    by_hand(text, "S", &expected);
}

/// An order that finds the shelf empty is served by air at the instant at which it comes.
#[test]
fn an_emergency_order_without_a_lead_time_serves_at_once() {
    let text = r#"
name = "emergency"
run = { horizon = 8, replications = 1 }
items.x.buy.sources = { sea = { lead_time = 5, cost = 1, order_cost = 2 }, air = { lead_time = 0, cost = 4 } }
items.x.sourcing = "sea"
items.x.stock = { base_stock = 2, rush = { source = "air", base_stock = 0 } }
demand.x.arrivals.every = 1
strategies.S.hold = ["x"]
"#;
    let expected = [
        // At 1 and 2 from the shelf, at 3, 4 and 5 by air, and at 6 and 7 what the sea brings.
        ("response_mean(system)", 0.0),
        ("source_share(source x@air)", 3.0 / 7.0),
        ("cost_purchase(system)", (4.0 * 1.0 + 3.0 * 4.0) / 8.0),
        ("cost_purchase(source x@sea)", 4.0 / 8.0),
        ("cost_ordering(source x@sea)", 4.0 * 2.0 / 8.0),
        ("cost_ordering(item x)", 4.0 * 2.0 / 8.0),
        ("cost_total(system)", 16.0 / 8.0 + 1.0),
    ];
    by_hand(text, "S", &expected);
}

/// Orders at sea that an outage holds up are overdue after their promise, and hold no emergency back.
#[test]
fn what_is_overdue_holds_no_emergency_back() {
    let text = r#"
name = "overdue"
run = { warm_up = 80, horizon = 80, replications = 1 }
items.x.buy.sources = { sea = { supplier = "m", lead_time = 5 }, air.lead_time = 1 }
items.x.sourcing = "sea"
items.x.stock = { base_stock = 8, rush = { source = "air", base_stock = 2 } }
suppliers.m.outages = { at = 100, lasts = 12 }
demand.x.arrivals.every = 1
strategies.S.hold = ["x"]
"#;
    let expected = [
        ("source_share(source x@air)", 0.1375),
        ("on_hand_mean(item x)", 2.8375),
        ("backlog_mean(item x)", 0.0),
        ("order_fill_rate(system)", 1.0),
    ];
    by_hand(text, "S", &expected);
}

/// The first source that is able: not one that is closed, from the instant of closing to that of reopening, and none whose allotment is
/// spent.
#[test]
fn the_first_that_is_able_by_hand() {
    let text = "name = \"first\"\nrun = { horizon = 10, replications = 1 }\n\
        items.x.buy.sources = { main = { supplier = \"m\", lead_time = 1 }, backup.lead_time = 3 }\n\
        items.x.sourcing.first = [\"main\", \"backup\"]\nitems.x.stock.base_stock = 2\n\
        suppliers.m = { LIMIT }\ndemand.x.arrivals.every = 1\nstrategies.S.hold = [\"x\"]\n";
    // Released at 1 … 9, of them at 5, 6 and 7 at the other; received at 2 … 5, 8, 9, 9, 10, 10, so that the orders of 7 and 8 wait for one.
    let stopped = [("source_share(source x@backup)", 3.0 / 9.0), ("response_mean(system)", 2.0 / 9.0)];
    by_hand(&text.replace("LIMIT", "outages = { at = 5, lasts = 3 }"), "S", &stopped);
    // Two units of five days each: at 1 and 2, at 5 and 6.
    let spent = [("source_share(source x@backup)", 5.0 / 9.0)];
    by_hand(&text.replace("LIMIT", "allotment = { units = 2, every = 5 }"), "S", &spent);
}

/// A level of the rule below that of its emergencies: nearly all comes by air, and a finding says so.
#[test]
fn emergencies_that_are_none_are_told() {
    let text = "name = \"rush\"\nrun = { horizon = 100, replications = 2 }\n\
        items.x.buy.sources = { sea.lead_time = 5, air.lead_time = 1 }\nitems.x.sourcing = \"sea\"\n\
        items.x.stock = { base_stock = 4, rush = { source = \"air\", base_stock = LEVEL } }\n\
        demand.x.arrivals.poisson.rate = 1\nstrategies.S.hold = [\"x\"]\n";
    let folder = tempdir().expect("a folder");
    for (level, told) in [("4", true), ("0", false)] {
        fs::write(folder.path().join("rush.toml"), text.replace("LEVEL", level)).expect("a file");
        let said = pushpull(folder.path(), &["run", "rush.toml", "--no-charts"]).ends(0).stdout;
        assert_eq!(said.contains("Emergency orders bring more than half of the units"), told, "{said}");
    }
}

/// Lots are those of the source, and each has its own sequence.
#[test]
fn each_source_has_its_own_terms() {
    let text = r#"
name = "terms"
run = { horizon = 9, replications = 1 }
items.x.buy = { order_cost = 1, sources = { a = { lead_time = 3, minimum = 3 }, b = { lead_time = 1, maximum = 2, order_cost = 5 } } }
items.x.cost = 7
items.x.sourcing = "rotate"
items.x.stock.base_stock = 4
demand.x = { arrivals.every = 2, quantity = 4 }
strategies.S.hold = ["x"]
"#;
    let bench = Fixture::new(text, &[]);
    let expected = [(2.0, 4), (4.0, 2), (4.0, 2), (6.0, 4), (8.0, 2), (8.0, 2)];
    assert_eq!(releases(&bench, "S"), expected.map(|(time, units)| ("x".to_string(), time, units)));
    let paid = (2.0 * 1.0 + 4.0 * 5.0) / 9.0;
    by_hand(text, "S", &[("cost_ordering(system)", paid), ("cost_purchase(system)", 16.0 * 7.0 / 9.0)]);
}

/// Work orders of at least three and in threes, at most six: five are six in one order, seven are six and three.
#[test]
fn work_orders_come_in_lots() {
    let text = |lots: &str, quantity: u32| {
        format!(
            "name = \"lots\"\nrun = {{ horizon = 5, replications = 1 }}\nitems.y.cost = 1\n\
             items.x = {{ make = {{ parts.y = 2, time = 1, {lots} }}, stock.base_stock = 0 }}\n\
             demand.x = {{ arrivals.every = 4, quantity = {quantity} }}\nstrategies.S.hold = [\"x\"]\n"
        )
    };
    let made = |lots: &str, quantity: u32| {
        let bench = Fixture::new(&text(lots, quantity), &[]);
        let all = releases(&bench, "S").into_iter().filter(|(item, _, _)| item == "x");
        all.map(|(_, _, units)| units).collect::<Vec<_>>()
    };
    assert_eq!(made("multiple = 3", 5), [6]);
    assert_eq!(made("minimum = 3, multiple = 3, maximum = 6", 7), [6, 3]);
    assert_eq!(made("minimum = 4, split = true", 2), [1, 1, 1, 1]);
    // What a lot brings beyond its request is anyone's.
    let bench = Fixture::new(&text("multiple = 3", 5).replace("hold = [\"x\"]", "hold = []"), &[]);
    assert_eq!(bench.model.strategies[0].pooled_for_lots(&bench.model.items).count(), 1);
}

/// A lost order looks at what the source of the next release needs: nothing where it is bought.
#[test]
fn a_lost_order_looks_where_the_next_release_goes() {
    let text = |sourcing: &str| {
        format!(
            r#"
name = "lost"
run = {{ horizon = 10, replications = 1 }}
items.part = {{ buy.lead_time = 50, stock.base_stock = 1 }}
items.x = {{ make = {{ parts.part = 1, time = 1 }}, buy.lead_time = 3, sourcing = {sourcing} }}
demand.x = {{ arrivals.every = 2, shortage = "lost" }}
strategies.S.hold = ["part"]
"#
        )
    };
    by_hand(&text("\"make\""), "S", &[("orders_lost(system)", 3.0), ("response_mean(system)", 1.0)]);
    by_hand(&text("\"buy\""), "S", &[("orders_lost(system)", 0.0), ("response_mean(system)", 3.0)]);
    // Made, then bought; then the next would be made, and nobody is served any more.
    by_hand(&text("{ rotate = [\"make\", \"buy\"] }"), "S", &[("orders_lost(system)", 2.0)]);
}

/// Loads, parts and nominal lead times go by the shares of the sources.
#[test]
fn means_are_mixed_over_the_sources() {
    let text = r#"
name = "means"
run = { horizon = 10, replications = 1 }
items.y = { buy.lead_time = 1 }
items.x.make = { parts.y = 2, time = 0.5, station = "s" }
items.x.sourcing.shares = { make = 3, buy = 1 }
items.x.buy = { lead_time = 2, supplier = "few" }
items.x.stock.fill_rate = 0.9
stations.s.servers = 1
suppliers.few.servers = 2
demand.x.arrivals.poisson.rate = 1.6
strategies.S.hold = ["x"]
"#;
    let bench = Fixture::new(text, &[]);
    let bill = BillOfMaterials::of(&bench.model.items).unwrap();
    let flow = MeanFlow::new(&bench.model, &bill, 0, Streams::All);
    assert!(close(flow.station_load(&bench.model, 0), 1.6 * 0.75 * 0.5));
    assert!(close(flow.supplier_load(&bench.model, 0).unwrap(), 1.6 * 0.25 * 2.0 / 2.0));
    assert!(close(flow.units[0], 1.6 * 0.75 * 2.0));
    // Made in 0.5 after parts of 1, or bought in 2: 0.75 · 1.5 + 0.25 · 2.
    assert!(close(bench.plan("S").sized[0].mean, 1.6 * 1.625));
}

/// Strategies that differ in nothing but where they buy meet the same customers; the resolved scenario says so, too.
#[test]
fn strategies_differ_in_their_sources() {
    let text = r#"
name = "strategies"
run = { horizon = 50, replications = 1 }
items.x.buy.sources = { a.lead_time = 1, b = { lead_time = 3, cost = 2 } }
items.x.sourcing = "a"
items.x.stock.base_stock = 0
demand.x.arrivals.every = 5
strategies.near.hold = ["x"]
strategies.far = { hold = ["x"], sourcing.x = "b" }
strategies.both = { hold = ["x"], sourcing.x.rotate = ["a", "b"] }
"#;
    let accepted = input::read_str("t", text, &[]).unwrap();
    let again = input::read_str("t", &accepted.resolved, &[]).unwrap();
    assert_eq!(again.resolved, accepted.resolved);
    for bench in [Fixture::of(accepted.model), Fixture::of(again.model)] {
        let value = |strategy: &str, formula: &str| bench.run(strategy, 0).value(formula);
        let all = ["near", "far", "both"].map(|strategy| value(strategy, "response_mean(system)"));
        assert_eq!(all, [1.0, 3.0, 17.0 / 9.0]);
        assert_eq!(value("far", "source_share(source x@b)"), 1.0);
        assert!(value("far", "lead_time_mean(source x@a)").is_nan());
    }
    let bad = input::read_str("t", &text.replace("sourcing.x = \"b\"", "sourcing.x = \"c\""), &[]).unwrap_err();
    assert!(bad.render(Colour::Plain).contains("unknown source `c`"), "{}", bad.render(Colour::Plain));
}

/// Each mistake is told where it stands.
#[test]
fn mistakes_are_told_at_their_place() {
    let text = |item: &str| {
        format!(
            "name = \"bad\"\nrun.horizon = 10\ndemand.x.arrivals.every = 1\n[items.x]\n{item}\n[strategies.S]\nhold = [\"x\"]\n"
        )
    };
    let two = "stock.base_stock = 1\nbuy.sources = { a.lead_time = 1, b.lead_time = 2 }\n";
    let wrong = [
        (String::from(two), "has several sources (a, b) and no `sourcing`"),
        ("stock.base_stock = 1\nmake.time = 1\nbuy.lead_time = 1\n".into(), "(make, buy) and no `sourcing`"),
        ("stock.base_stock = 1\nmake.time = 1\ncost = 1\n".into(), "`cost` is the price of a bought item"),
        (format!("{two}sourcing = \"c\"\n"), "unknown source `c`"),
        (format!("{two}sourcing.rotate = []\n"), "`rotate` names no source"),
        (format!("{two}sourcing.first = [\"a\", \"bb\"]\n"), "its sources: a, b"),
        (format!("{two}sourcing.shares = {{ a = 0 }}\n"), "the weights of `shares` sum to 0"),
        (format!("{two}sourcing = {{ first = [\"a\"], shares = {{ a = 1 }} }}\n"), "exclude each other"),
        (
            "stock.base_stock = 1\nsourcing = \"a\"\nbuy.sources.rotate.lead_time = 1\n".into(),
            "cannot be called `rotate`",
        ),
        ("stock.base_stock = 1\nsourcing = \"a\"\nbuy.lead_time = 1\n".into(), "has one source"),
        (
            "buy.lead_time = 1\nstock = { base_stock = 1, rush = { source = \"a\", base_stock = 0 } }\n".into(),
            "nothing can be rushed",
        ),
        (
            format!("{two}sourcing = \"a\"\n").replace(
                "stock.base_stock = 1",
                "stock = { base_stock = 1, rush = { source = \"air\", base_stock = 0 } }",
            ),
            "unknown source `air`",
        ),
    ];
    for (item, words) in wrong {
        let rejected = input::read_str("bad", &text(&item), &[]).expect_err(&item);
        let said = rejected.render(Colour::Plain);
        assert!(said.contains(words), "{item}: {said}");
    }
    let idle = input::read_str("idle", &text(&format!("{two}sourcing = \"a\"\n")), &[]).unwrap();
    assert!(idle.findings.iter().any(|finding| finding.id == "source_unused" && finding.symptom.contains("x@b")));
}

/// The trace tells where an order goes.
#[test]
fn a_trace_names_the_source() {
    let text = "name = \"t\"\nrun = { horizon = 4, replications = 1 }\ndemand.x.arrivals.every = 1\n\
                items.x = { buy.sources = { a.lead_time = 1, b.lead_time = 2 }, sourcing = \"rotate\" }\nstrategies.S.hold = []\n";
    let facts = trace(&Fixture::new(text, &[]).model, 0, None, 0);
    let released: Vec<&str> =
        facts.iter().filter(|fact| fact.event == "released").map(|fact| fact.detail.as_str()).collect();
    assert_eq!(released[..2], ["for the order, from x@a", "for the order, from x@b"]);
}

const SOURCING: [&str; 5] = [
    "\"near\"",
    "\"rotate\"",
    "{ shares = { near = 1, far = 2 } }",
    "{ split = { near = 1, far = 1 } }",
    "{ first = [\"near\", \"far\"] }",
];

proptest! {
    #![proptest_config(cases(20))]

    /// Conservation at every stock point whatever comes from where (debug builds compare after every event); money adds up, and
    /// the shares of the sources sum to one.
    #[test]
    fn nothing_goes_missing_between_sources(
        network in networks(Times::Any),
        shortage in prop_oneof![Just("backorder"), Just("lost"), Just("{ patience.exponential.mean = 2 }")],
        bought in 0usize..5,
        made in any::<bool>(),
        rush in any::<bool>(),
        yields in any::<bool>(),
    ) {
        let mut text = network.scenario("backorder").replace("shortage = \"backorder\"", &format!("shortage = {}", if shortage.starts_with('{') { shortage.to_string() } else { format!("\"{shortage}\"") }));
        let good = if yields { "yield = 0.8, " } else { "" };
        let few = "near = { lead_time = 0.2, supplier = \"few\", cost = 9, multiple = 2 }";
        text = text.replace("buy = {", &format!("sourcing = {}, buy = {{ {good}sources = {{ {few}, far = {{}} }},", SOURCING[bought]));
        if made {
            text = text.replace("make = {", &format!("sourcing.first = [\"make\", \"buy\"], buy.lead_time = 1, make = {{ {good}"));
        }
        if rush {
            let rushed = |line: &str| match line.split_once("stock.base_stock = ") {
                Some((head, level)) if line.starts_with("items.") && head.contains("near") => {
                    let level = level.trim_end_matches(" }");
                    format!("{head}stock = {{ base_stock = {level}, rush = {{ source = \"near\", base_stock = 1 }} }} }}\n")
                }
                _ => format!("{line}\n"),
            };
            text = text.lines().map(rushed).collect();
        }
        text += "suppliers.few.servers = 1\n";
        let presets = strategy("MTS", ALL, "pooled", &[])
            + &strategy("ATO", BELOW, "pooled", &[])
            + "[strategies.MTO]\nhold = []\n";
        let bench = Fixture::new(&(text + &presets), &[]);
        every_order_ends(&bench, &["left_rate", "censored_orders"]);
        for strategy in bench.strategies() {
            for run in bench.runs(strategy) {
                let share = run.value("source_share(source a@near) + source_share(source a@far)");
                prop_assert!(share.is_nan() || close(share, 1.0), "{}", share);
                let items: f64 = run.layout.values.iter().zip(&run.record.values).filter(|(entry, _)| entry.column.id() == "cost_purchase" && entry.entity.kind.word() == "item").map(|(_, value)| value).sum();
                prop_assert!(close(items, run.value("cost_purchase(system)")));
            }
        }
    }

    /// One of several sources is as if there were no other, and so is a list of one.
    #[test]
    fn one_of_several_is_as_if_it_were_the_only_one(network in networks(Times::Constant)) {
        let presets = strategy("MTS", ALL, "pegged", &[])
            + &strategy("ATO", BELOW, "pegged", &[])
            + &strategy("MTO", "", "pegged", &[]);
        let with = |sourcing: &str| network.scenario("backorder").replace("buy = {", &format!("sourcing = {sourcing}, buy = {{ sources = {{ other.lead_time = 7, this = {{}} }},")) + &presets;
        let plain = Fixture::new(&(network.scenario("backorder") + &presets), &[]);
        let (one, first) = (Fixture::new(&with("\"this\""), &[]), Fixture::new(&with("{ first = [\"this\", \"other\"] }"), &[]));
        for strategy in plain.strategies() {
            let expected = plain.responses(strategy, 1);
            prop_assert_eq!(&expected, &one.responses(strategy, 1), "{}", strategy);
            prop_assert_eq!(&expected, &first.responses(strategy, 1), "{}", strategy);
            let cost = |bench: &Fixture| bench.run(strategy, 1).value("cost_total(system)");
            prop_assert!(close(cost(&plain), cost(&one)));
        }
    }
}
