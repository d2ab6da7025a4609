//! Random networks with every rule of demand and supply switched on, or any choice of them: nothing goes missing (debug builds compare
//! after every event), every order ends, money and response times add up.

use super::fixture::{Fixture, Run, close, every_order_ends};
use super::network::{Network, Times, cases, networks, presets_and_no_holdback};
use proptest::prelude::*;
use pushpull::measures::{EntityKind, Measure};

/// A rule: what stands for a text of a random network, and what is added to the scenario.
struct Rule {
    replaced: &'static [(&'static str, &'static str)],
    added: &'static str,
}

const fn rule(replaced: &'static [(&'static str, &'static str)], added: &'static str) -> Rule {
    Rule { replaced, added }
}

/// All that may be switched on, each alone or with others.
const RULES: [Rule; 16] = [
    // Classes and reserves.
    rule(
        &[
            ("demand.p = {", "demand.p = { class = \"gold\","),
            ("items.a = {", "items.a = { stock.reserve = { plain = 2, restock = 1 },"),
        ],
        "classes = { gold.priority = 1, plain.priority = 3 }\ndemand.more = { item = \"p\", class = \"plain\", arrivals.poisson.rate = 0.3, quantity = 2, due = 2 }\n",
    ),
    // Rates that change.
    rule(
        &[(
            "arrivals.poisson.rate = 0.8",
            "arrivals = { poisson.rate = 0.8, profile = { steps = { at = [0, 3], factor = [0.4, 1.5], period = 7 }, environment = \"market\" } }",
        )],
        "environments.market = { factor = [0.5, 1.5], stay = [{ exponential.mean = 4 }, 3] }\n",
    ),
    // Levels that follow a forecast.
    rule(
        &[(
            "order_cost = 2 }, stock.base_stock",
            "order_cost = 2 }, stock.review = 2, stock.forecast = { smoothing = 0.3, bias = 1.1, noise = 0.2 }, stock.initial",
        )],
        "",
    ),
    // Ends, obsolescence, shelf life.
    rule(&[("items.b = {", "items.b = { ends = { uniform = { min = 20, max = 60 } }, write_off_cost = 2,")], ""),
    rule(
        &[(
            "items.a = {",
            "items.a = { obsolete.every = { exponential.mean = 9 }, shelf_life = { uniform = { min = 1, max = 9 } }, issue = \"newest\",",
        )],
        "",
    ),
    // What customers do beside waiting.
    rule(
        &[
            ("items.p = {", "items.p = { substitutes = [\"other\"],"),
            ("demand.p = {", "demand.p = { accept_substitute = 0.7,"),
        ],
        "items.other = { price = 40, buy.lead_time = 2, stock.base_stock = 3 }\n",
    ),
    rule(&[(" due = 2,", " quote = { base = 1, per_open = 0.3, in_stock = 0.5, accept = [[1, 1], [6, 0.1]] },")], ""),
    rule(
        &[(
            "demand.p = {",
            "demand.p = { returns = { share = 0.4, after.exponential.mean = 3, restock = true, cost = 1 },",
        )],
        "",
    ),
    // Sources and emergency orders.
    rule(
        &[(
            "buy = { lead_time",
            "sourcing = \"rotate\", buy = { sources = { near = { lead_time = 0.2, supplier = \"few\", cost = 9, multiple = 2 }, far = {} }, lead_time",
        )],
        "suppliers.few.servers = 1\n",
    ),
    // Yields.
    rule(
        &[
            ("buy = {", "buy = { yield = 0.8,"),
            ("make = {", "make = { lot_yield = { uniform = { min = 0.5, max = 1 } },"),
        ],
        "",
    ),
    // Suppliers that are not always at work.
    rule(
        &[("buy = { lead_time", "buy = { supplier = \"m\", lead_time")],
        "suppliers.m = { calendar = \"week\", stops = \"all\", outages = [{ at = 12, lasts = 6 }], up.exponential.mean = 15, down.uniform = { min = 1, max = 2 } }\n",
    ),
    // Stations that are not, and their change-overs and queues.
    rule(
        &[(
            "stations.bench.servers = ",
            "stations.bench = { up.exponential.mean = 9, down.exponential.mean = 0.4, changeover.\"*\".\"*\" = { time = 0.05, cost = 1 }, queue = [\"family\", \"shortest\"], calendar = \"week\", servers = ",
        )],
        "",
    ),
    // Docks.
    rule(&[("items.b = {", "items.b = { receiving = \"week\",")], ""),
    // Lots of what is made, and what goes in pieces.
    rule(&[("make = {", "make = { minimum = 2, multiple = 2,")], ""),
    rule(&[("make = {", "make = { split = \"available\",")], ""),
    // Stock under way and owed at time 0.
    rule(&[("items.c = {", "items.c = { stock.arriving = [{ at = 3, units = 4 }], stock.owed = 2,")], ""),
];

/// The scenario of a network with the rules of these places.
fn with_rules(network: &Network, shortage: &str, on: &[bool]) -> String {
    let mut text = network.scenario("SHORT").replace("\"SHORT\"", shortage);
    let mut added = String::new();
    for (rule, _) in RULES.iter().zip(on).filter(|(_, on)| **on) {
        for (from, to) in rule.replaced {
            text = text.replace(from, to);
        }
        added += rule.added;
    }
    // A station that is described by more than its servers closes its table.
    let close = |line: &str| match line.strip_prefix("stations.bench = {") {
        Some(_) => format!("{line} }}\n"),
        None => format!("{line}\n"),
    };
    let text: String = text.lines().map(close).collect();
    text + &added + "calendars.week.pattern = { every = 3, open = [[0, 2.5]] }\n"
}

/// Lines of cost, costs by item and kind, and revenue and cost, sum to their totals.
fn adds_up(strategy: &str, run: &Run) {
    let entries = || run.layout.values.iter().zip(&run.record.values);
    let is_system = |kind: EntityKind| kind == EntityKind::System;
    let lines = entries()
        .filter(|(entry, _)| is_system(entry.entity.kind) && Measure::COST_LINES.contains(&entry.column.measure));
    let lines: f64 = lines.map(|(_, cost)| cost).sum();
    let total = run.value("cost_total(system)");
    assert!(close(lines, total), "{strategy}: cost lines {lines}, total {total}");
    assert!(close(run.value("revenue(system)") - total, run.value("profit(system)")), "{strategy}: profit");
    let parts = ["wait_parts_mean", "wait_station_mean", "process_mean", "delivery_mean"];
    let parts: f64 = parts.iter().map(|part| run.value(&format!("{part}(system)"))).sum();
    let response = run.value("response_mean(system)");
    assert!(close(parts, response) || response.is_nan(), "{strategy}: response {response}, its parts {parts}");
}

proptest! {
    #![proptest_config(cases(40))]

    /// Whatever is switched on together.
    #[test]
    fn nothing_goes_missing_with_everything_on(
        network in networks(Times::Any),
        shortage in prop_oneof![Just("\"backorder\""), Just("\"lost\""), Just("{ patience.exponential.mean = 2 }")],
        on in prop_oneof![Just(vec![true; RULES.len()]), prop::collection::vec(any::<bool>(), RULES.len())],
    ) {
        let text = with_rules(&network, shortage, &on);
        let mut strategies = presets_and_no_holdback();
        if text.contains("multiple") {
            strategies = strategies.replace("pegged", "pooled");
        }
        if text.contains("\"available\"") {
            strategies = strategies.split("[strategies.free]").next().expect("a first part").to_string();
        }
        let bench = Fixture::new(&(text.clone() + &strategies), &[]);
        let gone = ["left_rate", "censored_orders", "declined_rate"];
        every_order_ends(&bench, if text.contains("quote") { &gone } else { &gone[..2] });
        for strategy in bench.strategies() {
            for run in bench.runs(strategy) {
                adds_up(strategy, &run);
            }
        }
    }
}
