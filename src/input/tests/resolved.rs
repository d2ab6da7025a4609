//! The resolved scenario: same model, same bytes for the same question, precedence made explicit.

use super::{COMPLETE, SMALL, accept};
use crate::input::{Accepted, read, read_str};
use crate::model::StockRule;
use std::path::Path;

/// The resolved scenario reads back to the same model and resolves to itself.
fn round_trip(accepted: &Accepted) {
    let again = accept(&accepted.resolved, &[]);
    assert_eq!(format!("{:#?}", again.model), format!("{:#?}", accepted.model), "{}", accepted.resolved);
    assert_eq!(again.resolved, accepted.resolved);
    assert_eq!(again.hash, accepted.hash);
}

#[test]
fn it_reads_back_to_the_same_model() {
    round_trip(&accept(SMALL, &[]));
    round_trip(&accept(COMPLETE, &[]));
    round_trip(&accept(COMPLETE, &["items.tower.stock.reorder={ point = 3, quantity = 4 }", "run.horizon=1_000.5"]));
}

#[test]
fn every_scenario_of_the_project_reads_back() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            round_trip(&read(&path, &[]).unwrap());
        }
    }
}

#[test]
fn the_hash_sees_the_question_and_not_the_writing() {
    let plain = accept(SMALL, &[]).hash;
    let rewritten =
        SMALL.replace("run.horizon = 100", "[run]\nhorizon = 1.0e2 # long\n").replace("cost = 10", "cost = 10.00");
    assert_eq!(accept(&rewritten, &[]).hash, plain);
    assert_ne!(accept(SMALL, &["run.seed=2"]).hash, plain);
    assert_eq!(accept(SMALL, &["run.seed=1"]).hash, plain);
}

/// Rule of `tower` in the strategy of this name.
fn rule(accepted: &Accepted, strategy: &str, item: &str) -> Option<StockRule> {
    let model = &accepted.model;
    let item = model.items.iter().position(|other| other.name == item).unwrap();
    let strategy = model.strategies.iter().find(|other| other.name == strategy).unwrap();
    strategy.holds[item].as_ref().map(|stock| stock.rule.clone())
}

#[test]
fn a_strategy_wins_over_the_item_and_a_set_over_both() {
    let base = |level| Some(StockRule::BaseStock { level });
    let plain = accept(COMPLETE, &[]);
    assert_eq!((rule(&plain, "hybrid", "tower"), rule(&plain, "MTS", "tower")), (base(5), base(25)));
    let set = accept(COMPLETE, &["items.tower.stock.base_stock=7"]);
    assert_eq!((rule(&set, "hybrid", "tower"), rule(&set, "MTS", "tower")), (base(7), base(7)));
    let own = accept(COMPLETE, &["items.tower.stock.base_stock=7", "strategies.hybrid.stock.tower.base_stock=9"]);
    assert_eq!((rule(&own, "hybrid", "tower"), rule(&own, "MTS", "tower")), (base(9), base(7)));
    let tag = accept(COMPLETE, &["items.tower.stock.reorder={point=1,quantity=2}"]);
    let reorder = Some(StockRule::Reorder { point: 1, quantity: 2 });
    assert_eq!((rule(&tag, "hybrid", "tower"), rule(&tag, "MTS", "tower")), (reorder.clone(), reorder));
}

#[test]
fn a_set_of_a_preset_makes_the_presets_explicit() {
    let set = read_str("t.toml", SMALL, &["strategies.MTO.stock.widget.base_stock=2".into()]).unwrap();
    assert_eq!(rule(&set, "MTO", "widget"), Some(StockRule::BaseStock { level: 2 }));
    assert_eq!(set.model.strategies.len(), 3);
    round_trip(&set);
}
