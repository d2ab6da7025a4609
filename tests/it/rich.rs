//! Random networks with all that a sample path covers, as scenarios.

use super::network::presets;
use proptest::prelude::*;

const LAWS: [&str; 8] = [
    "1",
    "0",
    "{ exponential.mean = 1.5 }",
    "{ gamma = { mean = 2, cv = 0.6 } }",
    "{ uniform = { min = 0.5, max = 2 } }",
    "{ discrete = { values = [1, 3], weights = [2, 1] } }",
    "{ discrete = { values = [0, 0.5], weights = [1, 1] } }",
    "2.5",
];

/// A pick among words.
fn one_of(words: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
    prop::sample::select(words)
}

/// Where a part comes from.
fn bought(name: &'static str) -> impl Strategy<Value = String> {
    let source = one_of(&[
        "",
        ", crossing = \"sequential\"",
        ", supplier = \"ample\"",
        ", supplier = \"strict\"",
        ", supplier = \"few\"",
        ", supplier = \"few_strict\"",
    ]);
    let price = one_of(&["0", "0.7", "1.3"]);
    (one_of(&LAWS), source, 0u32..6, price).prop_map(move |(law, source, stock, price)| {
        let law = if source.contains("few") { "{ gamma = { mean = 0.1, cv = 0.7 } }" } else { law };
        format!("items.{name} = {{ cost = 3, price = {price}, buy = {{ lead_time = {law}{source}, order_cost = 2, holding_cost = 0.1 }}, stock.base_stock = {stock} }}\n")
    })
}

/// How something is made: time, station, split, set-up.
fn made(name: &'static str, parts: &'static str) -> impl Strategy<Value = String> {
    let how = one_of(&["", ", split = true", ", holding_cost = 0.2"]);
    let place =
        prop_oneof![one_of(&LAWS).prop_map(String::from), one_of(&["first", "second"]).prop_map(|station| {
        format!("{{ gamma = {{ mean = 0.08, cv = 0.5 }} }}, station = \"{station}\", setup_time = 0.01, setup_cost = 1")
    })];
    (place, how, 0u32..4).prop_map(move |(place, how, stock)| {
        format!("items.{name} = {{ price = 20, make = {{ {parts}, time = {place}{how}, cost = 2 }}, stock.base_stock = {stock} }}\n")
    })
}

fn demand(name: &'static str, product: &'static str) -> impl Strategy<Value = String> {
    let arrivals =
        one_of(&["poisson.rate = 0.7", "every = 1", "every.discrete = { values = [0, 1.5], weights = [1, 1] }"]);
    let quantity = one_of(&["1", "2", "{ geometric.p = 0.6 }", "{ poisson.mean = 0.8 }"]);
    let late = one_of(&[
        "3",
        "{ rate = 1.7, once = 0.3, after = \"due\" }",
        "{ rate = 0.1, once = 1.1, after = \"placement\" }",
    ]);
    let way = one_of(&["{ cost = 1.3 }", "{ time = 0.5, cost = 0.7 }", "{ time.exponential.mean = 0.5 }"]);
    (arrivals, quantity, late, way, one_of(&["complete", "partial"])).prop_map(move |(arrivals, quantity, late, way, ship)| {
        format!("demand.{name} = {{ {product}, arrivals.{arrivals}, quantity = {quantity}, ship = \"{ship}\", due = 2, backorder_cost = {late}, delivery = {way} }}\n")
    })
}

/// Two levels of sub-assemblies, a configured product, an optional part, suppliers of all kinds, two stations.
pub fn rich() -> impl Strategy<Value = String> {
    let parts = (bought("a"), bought("b"), bought("c"), bought("n"));
    let below = (made("k", "parts = { a = 1, b = 2 }"), made("m", "parts = { k = 1, c = 1 }"));
    let products = (
        made("p", "parts = { m = 1, a = 1 }"),
        made(
            "z",
            "parts = { k = 2 }, options = { x = { a = 0.5, m = 0.5 }, y = { b = 0.3, c = 0.7 } }, optional = { n = 1 }",
        ),
    );
    let demands = (demand("first", "item = \"p\""), demand("mixed", "mix = { p = 0.4, z = 0.6 }"));
    (parts, below, products, demands).prop_map(|(parts, below, products, demands)| {
        let mut text = String::from("name = \"rich\"\nrun = { warm_up = 7, horizon = 50, replications = 2 }\n");
        text += "report.windows = [0, 1.5]\ncosts.holding_rate = 0.3\n";
        text += "suppliers.ample = {}\nsuppliers.strict.crossing = \"sequential\"\nsuppliers.few.servers = 2\n";
        text += "suppliers.few_strict = { servers = 3, crossing = \"sequential\" }\n";
        text += "stations.first.servers = 1\nstations.second.servers = 2\n";
        text += &(parts.0 + &parts.1 + &parts.2 + &parts.3 + &below.0 + &below.1 + &products.0 + &products.1);
        text += &(demands.0 + &demands.1);
        let some = "[strategies.some]\nhold = [\"k\", \"a\", \"z\"]\n".to_string();
        let drawn = "[strategies.drawn]\nhold = [\"products\"]\npegging = \"pooled\"\n";
        text + &presets() + &some + drawn
    })
}
