//! The resolved scenario: same model, same bytes for the same question, precedence made explicit.

use super::{COMPLETE, SMALL, accept};
use crate::input::{Accepted, Colour, read, read_str};
use crate::model::StockRule;
use std::fs;
use std::path::Path;

/// The resolved scenario reads back to the same model and resolves to itself.
fn round_trip(accepted: &Accepted) {
    same_again(accepted, &accept(&accepted.resolved, &[]));
}

fn same_again(accepted: &Accepted, again: &Accepted) {
    let lines = |accepted: &Accepted| format!("{:#?}", accepted.model).lines().map(String::from).collect::<Vec<_>>();
    let (found, wanted) = (lines(again), lines(accepted));
    let differs = found.iter().zip(&wanted).position(|(found, wanted)| found != wanted);
    if let Some(line) = differs {
        let near = |lines: &[String]| lines[line.saturating_sub(12)..lines.len().min(line + 4)].join("\n");
        panic!("{}\nis not\n{}\nof\n{}", near(&found), near(&wanted), accepted.resolved);
    }
    assert_eq!(found.len(), wanted.len());
    assert_eq!(again.resolved, accepted.resolved);
    assert_eq!(again.hash, accepted.hash);
}

#[test]
fn it_reads_back_to_the_same_model() {
    round_trip(&accept(SMALL, &[]));
    round_trip(&accept(COMPLETE, &[]));
    round_trip(&accept(COMPLETE, &["items.tower.stock.reorder={ point = 3, quantity = 4 }", "run.horizon=1_000.5"]));
}

/// Lists of numbers, of laws and of weights, dates and names with dashes keep what they say.
#[test]
fn rates_that_change_read_back() {
    let text = |factor: &str| {
        format!(
            "{SMALL}arrivals.profile.steps = {{ at = [0, 6.5, 9], factor = {factor}, period = 12 }}\n\
             arrivals.profile.dates = {{ \"2026-01-07\" = 0 }}\narrivals.profile.weekday.sun = 0\n\
             arrivals.profile.environment = \"market\"\n[environments.market]\nfactor = [0.5, 3]\n\
             stay = [{{ gamma = {{ mean = 20, cv = 0.5 }} }}, 6]\nnext = [[1, 2], [1, 0]]\n"
        )
    };
    let start = "run.start=2026-01-05T06:00";
    let accepted = accept(&text("[0.5, 2.5, 1]"), &[start]);
    round_trip(&accepted);
    assert_ne!(accept(&text("[0.5, 2, 1]"), &[start]).hash, accepted.hash, "another question");
}

/// Times, dates and laws of ends, and what they cost, below 0 too.
#[test]
fn ends_of_life_read_back() {
    let hashes: Vec<String> = ["12.5", "2026-02-28", "{ uniform = { min = 3, max = 9 } }"]
        .into_iter()
        .map(|ends| {
            let sets =
                ["run.start=2026-01-05", &format!("items.widget.ends={ends}"), "items.widget.write_off_cost=-1.5"];
            let accepted = accept(SMALL, &sets);
            round_trip(&accepted);
            let often = accept(
                &accepted.resolved,
                &[
                    "items.widget.obsolete.every={ gamma = { mean = 20, cv = 0.5 } }",
                    "items.widget.shelf_life={ uniform = { min = 1, max = 4 } }",
                    "items.widget.issue=newest",
                ],
            );
            round_trip(&often);
            accepted.hash
        })
        .collect();
    assert!(hashes[0] != hashes[1] && hashes[1] != hashes[2]);
    // 28 February is 54 days after 5 January.
    let number = accept(SMALL, &["run.start=2026-01-05", "items.widget.ends=54"]);
    let date = accept(SMALL, &["run.start=2026-01-05", "items.widget.ends=2026-02-28"]);
    assert_eq!(format!("{:?}", number.model.items), format!("{:?}", date.model.items));
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

/// In a folder of its own with what stands beside it: records are read again.
#[test]
fn every_scenario_of_the_project_reads_back() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let copy = tempfile::tempdir().unwrap();
    let entries: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    for beside in entries.iter().filter(|path| path.is_dir()) {
        let below = copy.path().join(beside.file_name().unwrap());
        fs::create_dir(&below).unwrap();
        for file in fs::read_dir(beside).unwrap().map(|file| file.unwrap()) {
            fs::copy(file.path(), below.join(file.file_name())).unwrap();
        }
    }
    for path in entries.iter().filter(|path| path.extension().is_some_and(|extension| extension == "toml")) {
        let (accepted, again) = (read(path, &[]).unwrap(), copy.path().join(path.file_name().unwrap()));
        fs::write(&again, &accepted.resolved).unwrap();
        let again = read(&again, &[]).unwrap_or_else(|rejected| panic!("{}", rejected.render(Colour::Plain)));
        same_again(&accepted, &again);
    }
}
