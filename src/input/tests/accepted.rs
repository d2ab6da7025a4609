//! Scenarios that must be accepted, and what they mean.

use super::{SMALL, accept};
use crate::input::{Colour, read};
use crate::model::{ItemKind, StockRule};
use std::path::Path;

#[test]
fn the_smallest_scenario_runs_the_presets() {
    let model = accept(SMALL, &[]).model;
    let names: Vec<&str> = model.strategies.iter().map(|strategy| strategy.name.as_str()).collect();
    assert_eq!(names, ["MTS", "ATO = MTO"], "nothing is assembled");
    assert_eq!(model.items[0].kind, ItemKind::Product);
    assert_eq!(model.strategies[0].holds[0].as_ref().unwrap().rule, StockRule::BaseStock { level: 5 });
    assert_eq!(model.strategies[1].holds[0], None);
    assert_eq!((model.run.replications, model.run.seed), (30, 1));
    assert_eq!(model.run.drain_limit, model.run.horizon);
}

/// A depot without assembly has one strategy that holds nothing; whoever speaks of one of the two has both.
#[test]
fn presets_that_coincide_are_one() {
    let names = |text: &str, sets: &[&str]| -> Vec<String> {
        accept(text, sets).model.strategies.iter().map(|strategy| strategy.name.clone()).collect()
    };
    let told = |text: &str, id: &str| accept(text, &[]).findings.iter().any(|finding| finding.id == id);
    assert!(told(SMALL, "presets_alike") && !told(SMALL, "strategies_alike"));
    let resolved = accept(SMALL, &[]).resolved;
    assert_eq!(names(&resolved, &[]), ["MTS", "ATO = MTO"]);
    assert_eq!(names(SMALL, &["strategies.MTS.stock.widget.base_stock=7"]), ["MTS", "ATO = MTO"]);
    let all = ["MTS", "ATO", "MTO"];
    for set in ["strategies.MTO.allocation=commit", "strategies.ATO.pegging=pooled"] {
        assert_eq!(names(SMALL, &[set]), all, "{set}");
    }
    let axis = "[sweep]\n\"strategies.ATO.stock.widget.base_stock\" = [1, 2]\n";
    assert_eq!(names(&(SMALL.to_string() + axis), &[]), all);
    // Where something is assembled, or nobody asks for it, there are parts.
    let part = "[items.bolt]\ncost = 1\nstock.base_stock = 3\n";
    assert_eq!(names(&(SMALL.to_string() + part), &[]), all);
    let kit =
        part.to_string() + "[items.kit]\nmake.parts.bolt = 2\nstock.base_stock = 1\n[demand.kit]\narrivals.every = 1\n";
    assert_eq!(names(&(SMALL.to_string() + &kit), &[]), all);
    let sold = kit + "[demand.bolt]\narrivals.every = 1\n";
    assert_eq!(names(&(SMALL.to_string() + &sold), &[]), all, "a part that is sold, too, is held by ATO as a part");
}

#[test]
fn every_scenario_of_the_project_is_accepted() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let mut read_some = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            read(&path, &[]).unwrap_or_else(|rejected| panic!("{}", rejected.render(Colour::Plain)));
            read_some += 1;
        }
    }
    assert!(read_some > 0);
}

#[test]
fn a_product_with_only_a_price_is_refused() {
    let text = super::SMALL.replace("cost = 10", "price = 10").replace("stock.base_stock = 5\nbuy.lead_time = 2", "");
    assert!(super::refuse(&text, &[]).contains("nobody can make or buy"));
    assert_eq!(super::refused(&text, &[]).kind, crate::input::RejectedKind::Scenario);
}
