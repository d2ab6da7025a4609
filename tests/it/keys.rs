//! Every key of the table, tried out: what is written changes what a run says, or a finding tells that it does nothing.

use pushpull::experiment::{RunOptions, Silent, run};
use pushpull::input::keys::root;
use pushpull::input::{Accepted, read_str};
use pushpull::keys::{Fallback, KeyNode, RefersTo, ValueKind};
use std::collections::{BTreeMap, BTreeSet};

/// Bought and made items, options, variants, lost and waiting orders, classes, stations and suppliers with servers.
const RICH: &str = r#"
name = "rich"
run = { warm_up = 2, horizon = 20, replications = 2 }
costs.holding_rate = 0.3
[items.a]
cost = 10
buy = { supplier = "v", lead_time = { gamma = { mean = 2, cv = 0.5 } } }
stock.base_stock = 6
[items.b]
cost = 5
buy.lead_time = 1.5
stock = { min_max = { min = 1, max = 4 } }
[items.m]
make = { parts = { a = 1, b = 2 }, time = 0.3, station = "s" }
price = 90
stock.base_stock = 3
[items.c]
make = { parts = { b = 1 }, time = 0.2, options.o = { a = 1, x = 2 }, optional.y = 1 }
price = 70
stock.base_stock = 1
[items.x]
cost = 3
buy.lead_time = 0.5
stock = { reorder = { point = 2, quantity = 4 } }
[items.y]
cost = 2
buy.lead_time = 0.7
stock = { fill_rate = 0.8, review = 1 }
[stations.s]
servers = 2
[suppliers.v]
servers = 6
[classes.k]
priority = 2
[classes.l]
priority = 3
[demand.m]
arrivals.poisson.rate = 1.3
quantity.geometric.p = 0.7
class = "k"
due = 1
backorder_cost = 2
[demand.c]
arrivals.poisson.rate = 0.8
class = "l"
due = 2
shortage = { patience = { exponential = { rate = 0.8 } } }
[demand.y]
arrivals.every = 2
shortage = "lost"
[strategies.H]
hold = ["products", "parts"]
[strategies.P]
hold = ["parts"]
allocation = "no_holdback"
[strategies.N]
hold = []
"#;

/// Keys without a word in any result, each with the reason.
const SILENT: [(&str, &str); 9] = [
    ("report.orders", "orders are written to a table of their own"),
    ("run.confidence", "intervals have it, the numbers of a replication do not"),
    ("run.control_variates", "it adds a table of adjusted means"),
    ("run.max_events", "a limit, and nothing comes near it"),
    ("run.max_memory", "a limit, and nothing comes near it"),
    ("run.max_replications", "it limits rules that add replications"),
    ("run.ties", "it changes who is first where two come at one instant, and none does here"),
    ("items.*.make.time_per", "it says what holds where nothing is said, which silences a finding"),
    ("strategies.*.stock.*", "`none` says of an item once more that the strategy does not hold it"),
];

/// Every key that takes a value, with the names of the scenario in the place of names.
fn paths(names: &BTreeMap<&str, Vec<&str>>) -> Vec<(String, String, &'static KeyNode)> {
    fn below(
        key: &'static KeyNode,
        (path, pattern): (&str, &str),
        names: &BTreeMap<&str, Vec<&str>>,
        all: &mut Vec<(String, String, &'static KeyNode)>,
    ) {
        for child in &key.children {
            let any = vec![child.name];
            let joined = |before: &str, name: &str| {
                if before.is_empty() { name.to_string() } else { format!("{before}.{name}") }
            };
            let pattern = joined(pattern, child.name);
            let named = if child.name == "*" { names.get(pattern.as_str()).unwrap_or(&any) } else { &any };
            for name in named.iter().filter(|name| **name != "*") {
                let path = joined(path, name);
                all.push((path.clone(), pattern.clone(), child));
                below(child, (&path, &pattern), names, all);
            }
        }
    }
    let mut all = Vec::new();
    below(root(), ("", ""), names, &mut all);
    all
}

/// Values to try: of words and flags all, of numbers a few that differ much.
fn values(kind: ValueKind) -> Vec<String> {
    let numbers = |values: &[f64]| values.iter().map(|value| value.to_string()).collect::<Vec<_>>();
    let words = |words: &[&str]| words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>();
    match kind {
        ValueKind::Number(range) | ValueKind::Time(range) | ValueKind::NumberOrGroup(range) => {
            numbers(&[0.37, 3.3]).into_iter().filter(|value| range.contains(value.parse().unwrap())).collect()
        }
        ValueKind::Whole(range) | ValueKind::WholeOrGroup(range) => {
            numbers(&[1.0, 5.0]).into_iter().filter(|value| range.contains(value.parse().unwrap())).collect()
        }
        ValueKind::Law(_) => vec!["3".into(), "{ gamma = { mean = 1.7, cv = 0.9 } }".into()],
        ValueKind::Word(all) | ValueKind::WordOrGroup(all) => words(all),
        ValueKind::Flag => vec!["true".into(), "false".into()],
        ValueKind::FlagOrWord(all) => [vec!["true".into(), "false".into()], words(all)].concat(),
        ValueKind::Name(RefersTo::Item) => words(&["a"]),
        ValueKind::Name(RefersTo::Station) => words(&["s"]),
        ValueKind::Name(RefersTo::Supplier) => words(&["v"]),
        ValueKind::Numbers(_) | ValueKind::Times(_) | ValueKind::NumbersOrGroup(_) => vec!["[0.6]".into()],
        _ => Vec::new(),
    }
}

/// Whether a value is what holds where the key is not written.
fn is_default(key: &KeyNode, value: &str) -> bool {
    matches!(key.row.default, Fallback::Is(default) if default == value)
}

/// All numbers of all replications, and which they are.
fn numbers(accepted: &Accepted) -> String {
    let outcome = run(&accepted.model, &RunOptions { threads: 1 }, &Silent).expect("nothing stops it");
    let records = outcome.records.iter().map(|record| format!("{:?} {:?}", record.values, record.series));
    format!("{:?} {}", outcome.layouts, records.collect::<String>())
}

/// A key that is taken and changes the scenario either changes a number or a sentence of the run, or is told.
#[test]
fn whatever_is_written_has_an_effect_or_is_told() {
    let items = vec!["b", "m", "y"];
    let names = BTreeMap::from([
        ("items.*", items.clone()),
        ("stations.*", vec!["s"]),
        ("suppliers.*", vec!["v"]),
        ("classes.*", vec!["k"]),
        ("demand.*", vec!["m", "c", "y"]),
        ("strategies.*", vec!["P"]),
        ("strategies.*.stock.*", vec!["b", "m"]),
    ]);
    let plain = read_str("rich", RICH, &[]).unwrap_or_else(|rejected| panic!("{:?}", rejected.problems));
    let (before, told) = (numbers(&plain), plain.findings.clone());
    let mut tried = BTreeSet::new();
    let mut silent = Vec::new();
    // What commands other than a run do, and where files are.
    let elsewhere = ["optimize", "sweep", "tables", "schema", "$schema"];
    for (path, pattern, key) in paths(&names) {
        if elsewhere.iter().any(|section| pattern.split('.').next() == Some(section)) {
            continue;
        }
        // Some value at least has an effect or is told: others may come to the same by chance.
        let (mut taken, mut is_seen) = (Vec::new(), false);
        for value in values(key.row.kind).into_iter().filter(|value| !is_default(key, value)) {
            let Ok(changed) = read_str("rich", RICH, &[format!("{path}={value}")]) else { continue };
            if changed.resolved != plain.resolved && !is_seen {
                let is_told = changed.findings.iter().any(|finding| !told.contains(finding));
                is_seen = is_told || numbers(&changed) != before;
                taken.push(value);
            }
        }
        if !taken.is_empty() {
            tried.insert(pattern.clone());
            let is_known = SILENT.iter().any(|(known, _)| *known == pattern);
            silent.extend((!is_seen && !is_known).then(|| format!("{path} = {taken:?}")));
        }
    }
    assert!(silent.is_empty(), "without effect and without a word: {silent:#?}");
    assert!(tried.len() > 60, "{} keys were tried: {tried:?}", tried.len());
}
