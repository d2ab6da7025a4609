//! `[optimize]`: what is read, what follows from the rest, and what is refused where.

use super::{COMPLETE, SMALL, accept, refuse};
use crate::input::{Bounds, Money, Optimize};
use crate::measures::EntityKind;
use insta::assert_snapshot;

fn read(section: &str) -> Optimize {
    accept(&format!("{COMPLETE}\n[optimize]\n{section}\n"), &[]).optimize
}

/// Targets as `on_time_rate product tower 0.9`.
fn targets(optimize: &Optimize) -> Vec<String> {
    let words = |t: &crate::input::Wanted| format!("{} {} {} {}", t.column.id(), t.kind.word(), t.entity, t.value);
    optimize.targets.iter().map(words).collect()
}

#[test]
fn targets_are_of_the_system_of_products_and_of_classes() {
    let of_all = read("target = { measure = \"on_time_rate\", value = 0.9 }");
    assert_eq!(targets(&of_all), ["on_time_rate system  0.9"]);
    let list = "[[optimize.target]]\nmeasure = \"on_time_rate\"\nvalue = 0.9\neach = \"product\"\n\
                [[optimize.target]]\nmeasure = \"response_mean\"\nvalue = 4\nclass = \"retail\"\n\
                [[optimize.target]]\nmeasure = \"order_fill_rate\"\nvalue = 0.5\nproduct = \"pc\"\n";
    let several = accept(&format!("{COMPLETE}\n{list}"), &[]).optimize;
    let wanted = [
        "on_time_rate product tower 0.9",
        "on_time_rate product pc 0.9",
        "response_mean class retail 4",
        "order_fill_rate product pc 0.5",
    ];
    assert_eq!(targets(&several), wanted);
    assert_eq!(several.targets[0].kind, EntityKind::Product);
}

#[test]
fn what_is_not_said_follows_from_the_scenario() {
    let plain = accept(SMALL, &[]).optimize;
    assert_eq!((plain.money, plain.targets.len(), plain.replications), (Money::Cost, 0, None));
    assert_eq!((plain.measure.id(), plain.levels.map(|levels| levels.len())), ("order_fill_rate".into(), Some(20)));
    assert_eq!(plain.toml, "");
    let reported = accept(SMALL, &["report.target={ measure = \"response_p95\", value = 3 }"]).optimize;
    assert_eq!(targets(&reported), ["response_p95 system  3"]);
    assert_eq!((reported.measure.id(), reported.levels), ("response_p95".into(), None));
    let none = accept(SMALL, &["report.target={ measure = \"response_p95\", value = 3 }", "optimize.target=[]"]);
    assert!(none.optimize.targets.is_empty());
    // Least cost would be to lose every order.
    let lost = ["demand.widget.shortage=lost", "items.widget.price=9"];
    assert_eq!(accept(SMALL, &lost).optimize.money, Money::Profit);
    let cost = [&lost[..], &["optimize.objective=cost_total"]].concat();
    assert_eq!(accept(SMALL, &cost).optimize.money, Money::Cost);
}

#[test]
fn bounds_and_levels_are_read() {
    let asked = read(
        "bounds = { tower = [0, 9], \"board_*\" = [1, 20] }\nreplications = 7\n\
         frontier = { measure = \"on_time_rate\", levels = { from = 0.9, to = 0.999, steps = 3 } }",
    );
    let bounds = |pattern: &str, low, high| Bounds { pattern: pattern.into(), class: None, low, high };
    assert_eq!(asked.bounds, [bounds("tower", 0, 9), bounds("board_*", 1, 20)]);
    assert_eq!((asked.replications, asked.levels), (Some(7), Some(vec![0.9, 0.99, 0.999])));
    assert_eq!(read("frontier.levels = [0.9, 0.5, 0.9]").levels, Some(vec![0.5, 0.9]));
}

#[test]
fn a_search_is_another_question_than_a_run() {
    let plain = accept(SMALL, &[]);
    let asked = accept(
        SMALL,
        &[
            "optimize.bounds.widget=[0, 9]",
            "optimize.frontier.levels=[1, 2]",
            "optimize.frontier.measure=response_mean",
        ],
    );
    assert_eq!((asked.hash, asked.resolved), (plain.hash, plain.resolved));
    // A target is asked of the verdict, too, in the place of what asks the same.
    let target =
        |section: &str, value: u32| format!("{section}.target=[{{ measure = \"response_mean\", value = {value} }}]");
    let (report, search) = (target("report", 2), target("optimize", 1));
    let asked = accept(SMALL, &[&report, &search, "optimize.frontier.levels=[1, 2]"]);
    assert!(asked.resolved.contains("target = [{ measure = \"response_mean\", value = 1.0 }]"), "{}", asked.resolved);
    assert_eq!(asked.model.report.targets.len(), 1);
    let other = accept(SMALL, &["report.target={ measure = \"response_p95\", value = 3 }", &search]);
    assert_eq!(other.model.report.targets.len(), 2);
    let again = accept(&format!("{SMALL}\n{}", asked.optimize.toml), &[]);
    assert_eq!(again.optimize, asked.optimize);
}

#[test]
fn what_cannot_be_searched_for_is_refused() {
    let section = r#"
[optimize]
objective = "profits"
bounds = { widgit = [0, 9], widget = [9, 0], "w*" = [1] }
replications = 1
[optimize.frontier]
measure = "cost_total"
levels = { from = 0.9, to = 0.5 }
[[optimize.target]]
measure = "on_time_rate"
value = 0.9
[[optimize.target]]
measure = "order_fill_rat"
value = 0.9
[[optimize.target]]
measure = "order_fill_rate"
value = 95
product = "widgt"
[[optimize.target]]
measure = "unit_fill_rate"
value = 0.9
[[optimize.target]]
measure = "order_fill_rate"
value = 1.0
each = "class"
"#;
    assert_snapshot!(refuse(&format!("{SMALL}{section}"), &[]));
}

#[test]
fn a_key_of_an_earlier_version_says_what_it_is_called_now() {
    let refused = refuse(&format!("{COMPLETE}\n[optimize]\nzone = 3\n"), &[]);
    assert!(refused.contains("unknown key `optimize.zone`"), "{refused}");
    assert!(refused.contains("it is called `optimize.indifference` now"), "{refused}");
}
