//! What a strategy sets for itself: which of several values holds, what is refused, what is told.

use super::{accept, refuse};
use crate::input::{Accepted, Beside, Change, read_text};
use crate::model::{Model, StockRule, Supply};

const SUPPLIERS: &str = r#"
name = "t"
run.horizon = 100
[items.a]
cost = 10
buy.supplier = "far"
buy.lead_time = { gamma = { mean = 10, cv = 0.5 } }
stock.base_stock = 20
[items.b]
cost = 5
buy.lead_time = 4
stock.base_stock = 10
[items.p]
make.parts = { a = 1, b = 1 }
make.time = 0.5
make.station = "bench"
stock.base_stock = 5
[stations.bench]
[suppliers.far]
[suppliers.near]
[demand.p]
arrivals.poisson.rate = 1
[strategies.far]
hold = ["parts"]
[strategies.near]
hold = ["parts"]
"#;

fn with(set: &str) -> String {
    format!("{SUPPLIERS}[strategies.near.set]\n{set}\n")
}

fn lead(model: &Model, item: usize) -> f64 {
    match &model.items[item].supply {
        Supply::Buy(buy) => buy.lead_time.mean(),
        Supply::Make(make) => make.time.mean(),
    }
}

/// Means of the lead times of `a` under both strategies.
fn leads(accepted: &Accepted) -> [f64; 2] {
    [0, 1].map(|strategy| lead(accepted.model.under(strategy), 0))
}

fn round_trip(accepted: &Accepted) {
    let again = accept(&accepted.resolved, &[]);
    assert_eq!(format!("{:#?}", again.model), format!("{:#?}", accepted.model), "{}", accepted.resolved);
    assert_eq!(again.resolved, accepted.resolved);
}

#[test]
fn a_strategy_has_what_it_sets_and_the_others_what_the_scenario_says() {
    let accepted = accept(
        &with("\"items.a.buy.lead_time\" = 2\n\"items.a.buy.supplier\" = \"near\"\n\"costs.holding_rate\" = 0.5"),
        &[],
    );
    assert_eq!(leads(&accepted), [10.0, 2.0]);
    let own = accepted.model.under(1);
    assert!(own.items[0].holding != accepted.model.items[0].holding && own.items[1].value == 5.0);
    assert_eq!(accepted.model.strategies[1].sets.len(), 3, "{:?}", accepted.model.strategies[1].sets);
    let told: Vec<&str> = accepted.findings.iter().map(|finding| finding.id.as_str()).collect();
    assert_eq!(told, ["stock_rule_unused"], "of `p`; both suppliers are used, the two are not alike");
    round_trip(&accepted);
}

/// default < scenario < set of a strategy < its stock < axis < `--set`; then the factors; patterns before names.
#[test]
fn the_last_to_say_it_holds() {
    let text = with("\"items.*.buy.lead_time\" = 3\n\"items.a.buy.lead_time\" = 2");
    assert_eq!(leads(&accept(&text, &[])), [10.0, 2.0]);
    assert_eq!(lead(accept(&text, &[]).model.under(1), 1), 3.0);
    assert_eq!(leads(&accept(&text, &["items.a.buy.lead_time=7"])), [7.0, 7.0], "a plain key reaches every strategy");
    let own = "strategies.near.set.\"items.a.buy.lead_time\"=1";
    for sets in [[own, "items.a.buy.lead_time=7"], ["items.a.buy.lead_time=7", own]] {
        let accepted = accept(&text, &sets);
        assert_eq!(leads(&accepted), [7.0, 1.0], "what is said of one strategy stands before what is said of all");
        round_trip(&accepted);
    }
    let scaled = accept(&text, &["items.a.buy.lead_time *= 2"]);
    assert_eq!(leads(&scaled), [20.0, 4.0], "a factor multiplies what each strategy has");
    round_trip(&scaled);
    let scaled = accept(&with("scale = { \"items.*.buy.lead_time\" = 0.5 }"), &["items.a.buy.lead_time=8"]);
    assert_eq!(leads(&scaled), [8.0, 4.0]);
    round_trip(&scaled);
    let point = accept(&text, &["items.a.buy.lead_time=7"]).at_point(vec![Change {
        text: "strategies.near.set.\"items.a.buy.lead_time\"=5".into(),
        said: crate::input::Said::Sweep,
    }]);
    assert_eq!(leads(&point.unwrap()), [7.0, 7.0], "a `--set` stands before an axis");
    assert_eq!(leads(&accept(SUPPLIERS, &[own])), [10.0, 1.0], "a `--set` gives a strategy what it did not set");
}

/// A rule that a strategy sets acts where the item is held, and before its own `stock` says otherwise.
#[test]
fn a_rule_holds_nothing_by_itself() {
    let rule = |text: &str, item: usize| {
        let model = accept(text, &[]).model;
        model.strategies[1].holds[item].as_ref().map(|stock| stock.rule.clone())
    };
    let base = |level| Some(StockRule::BaseStock { level });
    assert_eq!(rule(&with("\"items.a.stock.base_stock\" = 7\n\"items.p.stock.base_stock\" = 9"), 0), base(7));
    assert_eq!(rule(&with("\"items.p.stock.base_stock\" = 9"), 2), None);
    let text = with("\"items.a.stock.base_stock\" = 7")
        .replace("[strategies.near]", "[strategies.near]\nstock.a.base_stock = 3");
    assert_eq!(rule(&text, 0), base(3));
    let reorder = with("\"items.a.stock.reorder\" = { point = 3, quantity = 4 }");
    assert_eq!(rule(&reorder, 0), Some(StockRule::Reorder { point: 3, quantity: 4 }));
    round_trip(&accept(&reorder, &[]));
    // Without a rule in the scenario itself.
    let text = with("\"items.a.stock.base_stock\" = 7").replace("base_stock = 20", "initial = 20");
    assert!(refuse(&text, &[]).contains("`far` holds `a`, which has no stock rule"));
    let text = text.replace("[strategies.far]\nhold = [\"parts\"]", "[strategies.far]\nhold = [\"b\"]");
    assert_eq!(rule(&text, 0), base(7));
}

/// Parts that are named whole replace those of the scenario.
#[test]
fn parts_are_replaced_whole_or_one_by_one() {
    let parts = |set: &str| {
        let accepted = accept(&with(set), &[]);
        round_trip(&accepted);
        match &accepted.model.under(1).items[2].supply {
            Supply::Make(make) => make.parts.iter().map(|line| (line.item.index(), line.quantity)).collect::<Vec<_>>(),
            Supply::Buy(_) => Vec::new(),
        }
    };
    assert_eq!(parts("\"items.p.make.parts\" = { b = 3 }"), [(1, 3)]);
    assert_eq!(parts("\"items.p.make.parts.b\" = 3"), [(0, 1), (1, 3)]);
}

#[test]
fn what_a_strategy_cannot_set_is_refused_at_its_key() {
    let refused = |set: &str, words: &[&str]| {
        let said = refuse(&with(set), &[]);
        let line = SUPPLIERS.lines().count() + 2;
        assert!(said.contains(&format!("test.toml:{line}:")), "{set}: {said}");
        for word in words {
            assert!(said.contains(word), "{set}: {said} has no {word}");
        }
        assert_eq!(said.lines().last(), Some("1 problem"), "one cause, one problem: {said}");
    };
    refused(
        "\"run.horizon\" = 3",
        &[
            "a strategy cannot set `run.horizon`: it sets keys of items, stations, suppliers, classes, calendars, costs, demand",
        ],
    );
    refused("\"item.a.cost\" = 3", &["`item.a.cost`", "did you mean `items`"]);
    refused("\"demand.p.arrivals.poisson.rate\" = 3", &["every strategy has the same orders"]);
    refused("\"items.a.buy.leadtime\" = 3", &["`items.a.buy` has no `leadtime`", "`lead_time`"]);
    refused("\"suppliers.neer.servers\" = 3", &["`suppliers` has no `neer`", "did you mean `near`"]);
    refused("\"items.x*.cost\" = 3", &["reaches nothing"]);
    refused("\"items.a.cost\" = -3", &["`items.a.cost` must be a number, at least 0"]);
    refused("\"items.a.buy.supplier\" = \"nera\"", &["unknown supplier `nera`", "`near`"]);
    refused("\"items.a\" = { cost = 3 }", &["not a single key"]);
    refused("items.a.cost = 3", &["stands in quotes"]);
    refused("scale = { \"items.a.buy.supplier\" = 2 }", &["neither a number nor a law"]);
    refused("scale = { \"items.a.cost\" = 0 }", &["above 0"]);
    refused("\"items.p.make.parts.c\" = 1", &["unknown item `c`"]);
    refused("\"items.p.cost\" = 1", &["exclude each other"]);
    let twice = refuse(&with("\"items.a.buy.lead_time\" = -1").replace("cost = 5", "cost = -5"), &[]);
    assert_eq!(twice.lines().last(), Some("2 problems"), "what is wrong with the scenario is told once: {twice}");
}

#[test]
fn what_changes_nothing_is_told() {
    let told = |text: &str, sets: &[&str]| -> Vec<String> {
        accept(text, sets).findings.into_iter().map(|it| format!("{}: {}", it.id, it.symptom)).collect()
    };
    let has =
        |said: &[String], id: &str, words: &str| said.iter().any(|one| one.starts_with(id) && one.contains(words));
    let same = with("\"items.b.buy.lead_time\" = 4\n\"items.a.cost\" = 11");
    let said = told(&same, &[]);
    assert!(has(&said, "set_without_effect", "strategies.near.set.\"items.b.buy.lead_time\""), "{said:?}");
    assert!(!has(&said, "set_without_effect", "items.a.cost"), "{said:?}");
    let said = told(&with("\"items.b.buy.lead_time\" = 3"), &["items.b.buy.lead_time=5"]);
    assert!(has(&said, "set_without_effect", "items.b.buy.lead_time"), "a `--set` makes the two alike: {said:?}");
    assert!(has(&said, "strategies_alike", "`far` and `near`"), "{said:?}");
    let axes = vec!["items.b.buy.lead_time=[1, 2]".to_string()];
    let swept = read_text("t", &with("\"items.b.buy.lead_time\" = 3"), Beside { axes, ..Beside::default() }).unwrap();
    let said: Vec<String> = swept.findings.into_iter().map(|it| format!("{}: {}", it.id, it.symptom)).collect();
    assert!(has(&said, "axis_before_set", "items.b.buy.lead_time"), "{said:?}");
}

/// What a strategy sets of a table that the scenario leaves out is set key by key: the resolved scenario, which has the table with
/// its defaults, resolves to itself.
#[test]
fn a_table_that_only_a_strategy_has_resolves_to_itself() {
    let text = "name = \"t\"\nrun.horizon = 9\nitems.a = { cost = 1, stock.base_stock = 1 }\ndemand.a.arrivals.every = 1\n\
                strategies.P.hold = [\"a\"]\n[strategies.F]\nhold = [\"a\"]\nset.\"items.a.buy.lead_time\" = 4\n\
                [strategies.D]\nhold = [\"a\"]\nset.\"demand.a.delivery.time\" = 2\n";
    let accepted = accept(text, &[]);
    assert!(accepted.resolved.contains("set.\"items.a.buy.lead_time\" = 4.0"), "{}", accepted.resolved);
    assert_eq!(accept(&accepted.resolved, &[]).resolved, accepted.resolved);
}
