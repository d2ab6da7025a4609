//! Scenarios that must be accepted, and what they mean.

use super::{SMALL, accept};
use crate::input::{Colour, read};
use crate::model::{ItemKind, StockRule};
use std::path::Path;

#[test]
fn the_smallest_scenario_runs_the_presets() {
    let model = accept(SMALL, &[]).model;
    let names: Vec<&str> = model.strategies.iter().map(|strategy| strategy.name.as_str()).collect();
    assert_eq!(names, ["MTS", "ATO", "MTO"]);
    assert_eq!(model.items[0].kind, ItemKind::Product);
    assert_eq!(model.strategies[0].holds[0].as_ref().unwrap().rule, StockRule::BaseStock { level: 5 });
    assert_eq!(model.strategies[1].holds[0], None);
    assert_eq!((model.run.replications, model.run.seed), (30, 1));
    assert_eq!(model.run.drain_limit, model.run.horizon);
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
