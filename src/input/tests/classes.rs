//! Classes of customers: their terms, who keeps what for whom, and what is worth a word.

use super::{accept, refuse};
use crate::input::read_str;
use crate::model::{Model, Ranking, Reserve, Shortage};
use insta::assert_snapshot;

const TERMS: &str = r#"
name = "terms"
run.horizon = 100
defaults.demand = { due = 9, lost_cost = 1 }
[items.x]
buy.lead_time = 1
stock = { base_stock = 5, reserve = { silver = 2, restock = 1 } }
[classes.gold]
priority = 2
due = 2
shortage = "lost"
lost_cost = { unit = 5 }
[classes.silver]
priority = 3
[demand.a]
item = "x"
class = "gold"
arrivals.every = 1
[demand.b]
item = "x"
class = "gold"
arrivals.every = 1
due = 3
shortage = { patience = 4 }
[demand.c]
item = "x"
class = "silver"
arrivals.every = 1
[strategies.kept]
hold = ["x"]
[strategies.first]
hold = ["x"]
priorities = false
stock.x.reserve = {}
"#;

fn dues(model: &Model) -> Vec<Option<f64>> {
    model.demands.iter().map(|demand| demand.due.map(|due| due.units())).collect()
}

#[test]
fn terms_of_a_class_stand_between_those_of_the_stream_and_the_defaults() {
    let model = accept(TERMS, &[]).model;
    assert_eq!(dues(&model), [Some(2.0), Some(3.0), Some(9.0)]);
    let shortages: Vec<bool> = model.demands.iter().map(|it| matches!(it.shortage, Shortage::Lost)).collect();
    assert_eq!(shortages, [true, false, false]);
    let lost: Vec<(f64, f64)> = model.demands.iter().map(|it| (it.lost.order, it.lost.unit)).collect();
    assert_eq!(lost, [(0.0, 5.0), (0.0, 5.0), (1.0, 0.0)]);
    assert_eq!(["gold", "silver", ""].map(|class| model.priority_of(class)), [2, 3, 1]);
    // A `--set` reaches a class, the class of a stream, and a stream.
    assert_eq!(dues(&accept(TERMS, &["classes.gold.due=4"]).model), [Some(4.0), Some(3.0), Some(9.0)]);
    assert_eq!(
        dues(&accept(TERMS, &["demand.c.class=gold", "items.x.stock.reserve={}"]).model),
        [Some(2.0), Some(3.0), Some(2.0)]
    );
    assert_eq!(dues(&accept(TERMS, &["demand.a.due=7"]).model), [Some(7.0), Some(3.0), Some(9.0)]);
}

#[test]
fn what_was_resolved_reads_back() {
    let first = accept(TERMS, &[]);
    let again = read_str("again", &first.resolved, &[]).unwrap();
    assert_eq!((&again.resolved, again.hash), (&first.resolved, first.hash));
    assert_eq!(format!("{:?}", again.model), format!("{:?}", first.model));
}

/// A strategy's reserves stand in place of the item's, all of them; naming them holds nothing.
#[test]
fn a_strategy_keeps_what_it_says() {
    let kept = |text: &str, sets: &[&str], strategy: usize| -> Option<Vec<Reserve>> {
        let model = accept(text, sets).model;
        model.strategies[strategy].holds[0].as_ref().map(|stock| stock.reserve.clone())
    };
    let reserve = |class: &str, units| Reserve { class: class.into(), units };
    assert_eq!(kept(TERMS, &[], 0), Some(vec![reserve("silver", 2), reserve("restock", 1)]));
    assert_eq!(kept(TERMS, &[], 1), Some(vec![]));
    let other = ["strategies.first.stock.x={ review = 2, reserve = { gold = 1 } }"];
    assert_eq!(kept(TERMS, &other, 1), Some(vec![reserve("gold", 1)]));
    let model = accept(TERMS, &[]).model;
    assert_eq!(model.strategies.iter().map(|it| it.ranking).collect::<Vec<_>>(), [Ranking::ByClass, Ranking::Alike]);
    let without = TERMS.replace("[strategies.first]\nhold = [\"x\"]", "[strategies.first]");
    assert!(refuse(&without, &[]).contains("does not hold `x`, so this has no effect"));
}

#[test]
fn what_is_wrong_with_classes_is_told_at_once() {
    let text = TERMS
        .replace("priority = 2", "priority = 0\nquantity = 2")
        .replace("priority = 3", "priority = 1.5\ndelivery.tim = 1")
        .replace("silver = 2, restock = 1", "sliver = 2");
    let restock =
        TERMS.replace("[classes.silver]", "[classes.restock]").replace("class = \"silver\"", "class = \"restock\"");
    let unknown = TERMS.replace("silver = 2", "sliver = 2");
    assert_snapshot!([refuse(&text, &[]), refuse(&restock, &[]), refuse(&unknown, &[])].join("\n"));
}

#[test]
fn classes_and_reserves_without_use_are_findings() {
    let said = |text: &str, sets: &[&str]| {
        let findings = accept(text, sets).findings.into_iter();
        let told = findings.filter(|finding| finding.id.starts_with("class_") || finding.id.starts_with("reserve_"));
        told.map(|finding| format!("{}: {}", finding.id, finding.symptom)).collect::<Vec<_>>()
    };
    assert!(said(TERMS, &[]).is_empty(), "{:?}", said(TERMS, &[]));
    let iron = TERMS.replace("[demand.a]", "[classes.iron]\npriority = 4\n[demand.a]");
    assert_eq!(said(&iron, &[]), ["class_unused: no stream is of the class `iron`"]);
    assert_eq!(
        said(TERMS, &["items.x.stock.reserve.silver=6"]),
        ["reserve_above_level: a reserve is above the level of its item: `items.x.stock.reserve.silver`"]
    );
}

/// A strategy may set a priority for itself; terms stand in the streams.
#[test]
fn a_strategy_sets_priorities_and_no_terms() {
    let with = |set: &str| TERMS.replace("[strategies.first]", &format!("set = {{ {set} }}\n[strategies.first]"));
    let model = accept(&with("\"classes.silver.priority\" = 1"), &[]).model;
    assert_eq!([0, 1].map(|strategy| model.under(strategy).priority_of("silver")), [1, 3]);
    let told = refuse(&with("\"classes.gold.due\" = 4"), &[]);
    let expected = "a strategy cannot set `classes.gold.due`: it stands in the streams of the class, where it is set";
    assert!(told.contains(expected), "{told}");
}
