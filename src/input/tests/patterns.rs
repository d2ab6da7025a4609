//! Patterns, factors and defaults, and which of several changes of one key holds.

use super::{accept, refuse};
use crate::input::{Accepted, Coordinate};
use crate::model::{Stock, StockRule, Supply};

const BOARDS: &str = r#"
name = "t"
run.horizon = 100
[defaults.items]
holding_rate = 0.2
buy.lead_time = { gamma = { mean = 10, cv = 0.5 } }
stock.base_stock = 5
stock.review = 2
make.time = 0.5
[defaults.demand]
arrivals.poisson.rate = 1
due = 4
[items.board_a]
cost = 3
[items.board_b]
buy.lead_time = 4
stock.fill_rate = 0.9
[items.case]
cost = 1
buy.order_cost = 2
holding_cost = 1
[items.pc]
make.parts = { board_a = 1, board_b = 1, case = 1 }
[demand.pc]
[demand.more]
item = "pc"
due = 1
arrivals.every = 2
"#;

fn lead(accepted: &Accepted, name: &str) -> (f64, f64) {
    let item = accepted.model.items.iter().find(|item| item.name == name).unwrap();
    match &item.supply {
        Supply::Buy(buy) => (buy.lead_time.mean(), buy.lead_time.variance()),
        Supply::Make(make) => (make.time.mean(), make.time.variance()),
    }
}

fn stock(accepted: &Accepted, name: &str) -> Stock {
    accepted.model.items.iter().find(|item| item.name == name).unwrap().stock.clone().unwrap()
}

/// An own key stands before a default; an own law, rule or choice replaces that of the defaults whole.
#[test]
fn defaults_hold_where_nothing_else_is_said() {
    let accepted = accept(BOARDS, &[]);
    assert_eq!(
        [lead(&accepted, "board_a").0, lead(&accepted, "board_b").0, lead(&accepted, "case").0],
        [10.0, 4.0, 10.0]
    );
    assert_eq!(lead(&accepted, "board_b").1, 0.0, "a law of one's own is not mixed with that of the defaults");
    assert_eq!(lead(&accepted, "pc").0, 0.5, "`make` is for items that are made, `buy` for the others");
    assert!(matches!(stock(&accepted, "board_b").rule, StockRule::FillRate { .. }));
    assert!(matches!(stock(&accepted, "case").rule, StockRule::BaseStock { level: 5 }));
    assert!(stock(&accepted, "board_b").review.is_some());
    let due: Vec<f64> = accepted.model.demands.iter().map(|demand| demand.due.unwrap().units()).collect();
    assert_eq!(due, [4.0, 1.0]);
    assert_eq!(accept(&accepted.resolved, &[]).resolved, accepted.resolved);
    let changed = accept(BOARDS, &["defaults.items.buy.lead_time=7", "items.case.buy.lead_time=8"]);
    assert_eq!([lead(&changed, "board_a").0, lead(&changed, "board_b").0, lead(&changed, "case").0], [7.0, 4.0, 8.0]);
}

/// What is wrong in the defaults is told once, there.
#[test]
fn wrong_defaults_are_told_once() {
    let shown = refuse(&BOARDS.replace("make.time = 0.5", "make.time = -1\nbuy.lead_tme = 1"), &[]);
    assert!(shown.contains("defaults.items.make.time") && shown.contains("did you mean `lead_time`?"), "{shown}");
    assert!(shown.ends_with("2 problems\n"), "{shown}");
}

/// Of several changes of one key: an axis, then `--set`; in each a pattern, then a name; the last of these.
#[test]
fn a_pattern_reaches_every_name_that_has_the_key() {
    let leads = |accepted: &Accepted| ["board_a", "board_b", "case"].map(|name| lead(accepted, name).0);
    let sets = ["items.board_b.buy.lead_time=1", "items.*.buy.lead_time=2", "items.\"board_*\".buy.lead_time=3"];
    assert_eq!(leads(&accept(BOARDS, &sets)), [3.0, 1.0, 2.0]);
    let of_law = accept(BOARDS, &["items.*.buy.lead_time.gamma.mean=20"]);
    assert_eq!(leads(&of_law), [20.0, 4.0, 20.0]);
    let swept = accept(BOARDS, &["sweep.'items.*.buy.lead_time'=[6, 7]", "items.case.buy.lead_time=9"]);
    let at = swept.sweep.as_ref().unwrap().axes[0].changes(Coordinate::Place(1));
    assert_eq!(leads(&swept.at_point(at).unwrap()), [7.0, 7.0, 9.0]);
    let shown = refuse(BOARDS, &["items.\"bord_*\".cost=1", "items.*.buy.supplier=x"]);
    assert!(shown.contains("`items.\"bord_*\".cost` reaches nothing") && shown.contains("2 problems"), "{shown}");
}

/// Factors come last, each once: of a law the mean is multiplied and the coefficient of variation stays.
#[test]
fn factors_multiply_what_is_there() {
    let plain = accept(BOARDS, &[]);
    let sets =
        ["items.*.buy.lead_time *= 1.5", "items.board_b.buy.lead_time=8", "items.*.cost *=2", "items.case.cost *= 2"];
    let accepted = accept(BOARDS, &sets);
    let (before, after) = (lead(&plain, "board_a"), lead(&accepted, "board_a"));
    assert_eq!((after.0, lead(&accepted, "board_b").0), (15.0, 12.0));
    assert!((after.1 / after.0.powi(2) - before.1 / before.0.powi(2)).abs() < 1e-12);
    let cost = |name: &str| accepted.model.items.iter().find(|item| item.name == name).unwrap().value;
    assert_eq!([cost("board_a"), cost("case")], [6.0, 4.0]);
    let rounded = accept(BOARDS, &["items.*.stock.base_stock *= 0.5"]);
    assert!(matches!(stock(&rounded, "case").rule, StockRule::BaseStock { level: 3 }), "2.5 is rounded half up");
    let shown = refuse(
        BOARDS,
        &["items.case.buy.lead_time *= 0", "items.case.price *= 2", "demand.pc.ship *= 2", "items.* *= 2"],
    );
    for words in [
        "a factor is a number, above 0",
        "`items.case.price`: it has no value",
        "`demand.pc.ship`: it has no value",
        "neither",
    ] {
        assert!(shown.contains(words), "{words} is missing in\n{shown}");
    }
}

/// A law of each kind keeps its coefficient of variation, where its parameters allow that.
#[test]
fn every_law_is_multiplied_in_its_mean() {
    for law in [
        "3",
        "{ gamma = { mean = 4, sd = 2 } }",
        "{ gamma = { shape = 2, scale = 3 } }",
        "{ erlang = { stages = 2, mean = 4 } }",
        "{ exponential = { rate = 2 } }",
        "{ lognormal = { mu = 0.5, sigma = 1 } }",
        "{ lognormal = { mean = 4, cv = 1 } }",
        "{ weibull = { shape = 2, scale = 3 } }",
        "{ uniform = { min = 1, max = 3 } }",
        "{ triangular = { min = 1, mode = 2, max = 5 } }",
        "{ beta = { min = 1, max = 3, alpha = 2, beta = 3 } }",
        "{ discrete = { values = [1, 2, 9], weights = [1, 2, 3] } }",
        "{ constant = { value = 2 } }",
    ] {
        let set = format!("items.case.buy.lead_time={law}");
        let (before, after) = (accept(BOARDS, &[&set]), accept(BOARDS, &[&set, "items.case.buy.lead_time *= 1.25"]));
        let ((mean, variance), (more, spread)) = (lead(&before, "case"), lead(&after, "case"));
        assert!((more / mean - 1.25).abs() < 1e-9, "{law}");
        assert!((spread - 1.5625 * variance).abs() < 1e-9 * variance.max(1.0), "{law}");
    }
}

#[test]
fn axes_of_factors() {
    let sets = ["sweep.scale={ 'items.*.buy.lead_time' = [0.5, 1, 2], 'items.*.cost' = [1, 3] }"];
    let accepted = accept(BOARDS, &sets);
    let sweep = accepted.sweep.clone().unwrap();
    assert_eq!(sweep.axes.iter().map(|axis| axis.places()).collect::<Vec<_>>(), [Some(3), Some(2)]);
    let at = sweep.axes[0].changes(Coordinate::Place(2));
    assert_eq!(lead(&accepted.at_point(at).unwrap(), "board_b").0, 8.0);
    let again = accept(&(accepted.resolved.clone() + &sweep.toml()), &[]);
    assert_eq!(again.sweep.unwrap(), sweep);
    let shown = refuse(
        BOARDS,
        &[
            "sweep.scale={ 'items.*.buy.lead_time' = [0, 1], 'items.*.buy.supplier' = [1, 2], 'items.a.cot' = [1], 'items.*.cost' = 1 }",
        ],
    );
    for words in ["each above 0", "neither a number nor a law", "unknown key", "must be a list of values"] {
        assert!(shown.contains(words), "{words} is missing in\n{shown}");
    }
}
