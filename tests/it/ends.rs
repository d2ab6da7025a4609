//! Ends of life and obsolescence: by hand, against what must not change, and with everything accounted for.

use super::fixture::{Fixture, by_hand};
use super::network::{Times, cases, networks, presets_and_no_holdback as presets};
use super::program::pushpull;
use proptest::prelude::*;
use pushpull::collect::trace;
use pushpull::measures::Measure;
use pushpull::plan::Plan;
use std::fs;
use tempfile::tempdir;

/// Three on the shelf, one asked at 1, 2, …, each replaced after two days. At 4.5 one is free and written off, the one that comes at 5
/// before anybody asks, too; what is owed from 5 on is ordered: the one on its way serves the order of 5, those of 6, 7, … take two days.
const LIFE: &str = r#"
name = "life"
run = { kind = "finite", horizon = 10, replications = 1 }
items.a = { cost = 4, write_off_cost = -1, buy.lead_time = 2, stock.base_stock = 3, ends = 4.5 }
demand.a.arrivals.every = 1
strategies.S.hold = ["a"]
"#;

#[test]
fn an_end_worked_by_hand() {
    let lines = [
        ("written_off_rate(item a)", 0.2),
        ("written_off_rate(system)", 0.2),
        ("written_off_value(system)", 0.8),
        ("cost_obsolete(system)", -0.2),
        // Eight were released, and one of the three units at the start is missing at the end: two are on order.
        ("cost_purchase(system)", 3.2),
        ("cost_stock_change(system)", 0.4),
        ("cost_total(item a)", 3.4),
        ("order_fill_rate(system)", 4.0 / 9.0),
        // Free: 2, 1, 1, ½ of a unit from 1, 2, 3, 4 on, three before.
        ("on_hand_mean(item a)", (3.0 + 2.0 + 1.0 + 1.0 + 0.5) / 10.0),
        // Owed: one from 5 to 6, those of 6, 7, 8, 9 two days each, the last one beyond the window.
        ("backlog_mean(item a)", (1.0 + 2.0 + 2.0 + 2.0 + 1.0) / 10.0),
    ];
    by_hand(LIFE, "S", &lines);
    by_hand(&LIFE.replace("ends = 4.5", "ends = { constant = { value = 4.5 } }"), "S", &lines);
    let dated = LIFE.replace("horizon = 10", "horizon = 10, start = 2026-01-01").replace("4.5", "2026-01-05T12:00");
    by_hand(&dated, "S", &lines);
}

/// With a review the rule is looked at at its next: nothing is ordered between.
#[test]
fn a_review_waits_for_its_turn() {
    let text = LIFE.replace("base_stock = 3", "base_stock = 3, stock.review = 3");
    // Two are released at 3 and come at 5: one for the order of 4, the other is written off. At 6 that of 5 is sent for, at 9 those of
    // 6, 7 and 8.
    let lines =
        [("written_off_rate(item a)", 0.1), ("order_fill_rate(system)", 3.0 / 9.0), ("cost_purchase(system)", 2.4)];
    by_hand(&text, "S", &lines);
}

/// Two on the shelf, one asked a day, lead time 1; worthless at 3.5 (one unit) and at 7, before the order of 7 (two).
#[test]
fn obsolescence_worked_by_hand() {
    let text = LIFE
        .replace("ends = 4.5", "obsolete.every = 3.5")
        .replace("lead_time = 2, stock.base_stock = 3", "lead_time = 1, stock.base_stock = 2")
        .replace("horizon = 10", "horizon = 7.5");
    let lines = [
        ("written_off_rate(item a)", 3.0 / 7.5),
        ("cost_obsolete(item a)", -3.0 / 7.5),
        // Seven orders and three write-offs are replaced.
        ("replenishment_rate(item a)", 9.0 / 7.5),
        ("order_fill_rate(system)", 6.0 / 7.0),
    ];
    by_hand(&text, "S", &lines);
}

/// Units that were somebody's and come free after the end are written off as well, and the trace says why.
#[test]
fn the_trace_tells_write_offs() {
    let told = |text: &str| -> Vec<String> {
        let facts = trace(&Fixture::new(text, &[]).model, 0, None, 0);
        let facts = facts.iter().filter(|fact| fact.event == "written_off" && fact.time < 14.0);
        facts.map(|fact| format!("{} {} {}: {}", fact.time, fact.units, fact.item, fact.detail)).collect()
    };
    assert_eq!(told(LIFE), ["4.5 1 a: end of life", "5 1 a: after the end of life"]);
    let obsolete = LIFE.replace("ends = 4.5", "obsolete.every = 4.5");
    assert_eq!(told(&obsolete)[..2], ["4.5 1 a: obsolete", "9 2 a: obsolete"]);
    // The order of 9 has one of the two units that it waits for and leaves at 13: what it gives back has come to its end.
    let left = r#"
name = "left"
run = { horizon = 20, replications = 1 }
items.a = { buy.lead_time = 8, stock.base_stock = 1, ends = 10 }
demand.a = { arrivals.every = 9, quantity = 2, shortage = { patience = 4 } }
strategies.S.hold = ["a"]
"#;
    assert_eq!(told(left), ["13 1 a: after the end of life"]);
}

/// All variants of a product end together, at a time that no other item's draw changes.
#[test]
fn variants_end_together() {
    let text = r#"
name = "variants"
run = { horizon = 50, replications = 1 }
items.b.cost = 1
items.c.cost = 1
items.x = { make.options.f = { b = 1, c = 1 }, ends = { uniform = { min = 10, max = 40 } } }
demand.x.arrivals.every = 100
strategies.S.stock = { x = { base_stock = 2 } }
"#;
    let facts = trace(&Fixture::new(text, &[]).model, 0, None, 0);
    let ends: Vec<f64> = facts.iter().filter(|fact| fact.event == "written_off").map(|fact| fact.time).collect();
    assert!(ends.len() == 2 && ends[0] == ends[1] && (10.0..40.0).contains(&ends[0]), "{ends:?}");
}

/// By default stock at both ends counts where an item ends, under whichever strategy; an end after the window changes nothing.
#[test]
fn the_shelf_of_time_0_is_not_free_where_a_life_ends() {
    let steady = LIFE.replace("kind = \"finite\", ", "");
    let counts = |text: &str| {
        let run = Fixture::new(text, &[]).run("S", 0);
        run.layout.values.iter().any(|entry| entry.column.measure == Measure::CostStockChange)
    };
    assert!(counts(&steady) && !counts(&steady.replace("ends = 4.5", "ends = 10")));
    assert!(!counts(&steady.replace("strategies.S", "costs.stock_change = false\nstrategies.S")));
    let own =
        steady.replace(", ends = 4.5", "") + "strategies.T = { hold = [\"a\"], set = { \"items.a.ends\" = 4 } }\n";
    assert!(counts(&own));
}

#[test]
fn what_is_wrong_with_an_end_is_told_at_once() {
    let folder = tempdir().unwrap();
    let check = |item: &str, start: &str| {
        let text = format!(
            "name = \"x\"\nrun = {{ horizon = 10{start} }}\nitems.x = {{ stock.base_stock = 2, {item} }}\ndemand.x.arrivals.every = 1\nstrategies.S.hold = [\"x\"]\n"
        );
        fs::write(folder.path().join("x.toml"), text).unwrap();
        pushpull(folder.path(), &["check", "x.toml"])
    };
    let dated = ", start = 2026-01-05";
    check("ends = -1", "").ends(2).complains(&["items.x.ends", "at least 0", "a date"]);
    check("ends = \"soon\"", "").ends(2).complains(&["a number, a date or a law", "soon"]);
    check("ends = 2026-02-30", dated).ends(2).complains(&[]);
    check("ends = 2026-01-09T00:00:00Z", dated).ends(2).complains(&["a number, a date or a law"]);
    check("ends = 2026-01-09", "").ends(2).complains(&["time 0 has none", "run.start"]);
    check("ends = 2025-12-31", dated).ends(2).complains(&["before time 0"]);
    check("obsolete.every = 0", "").ends(2).complains(&["items.x.obsolete.every", "at least 1e-9"]);
    check("obsolete = {}", "").ends(2).complains(&["obsolete.every"]);
    check("obsolete = 3", "").ends(2).complains(&["a table"]);
    check("write_off_cost = \"free\"", "").ends(2).complains(&["write_off_cost"]);
    let says = |item: &str, start: &str, word: &str| {
        let said = check(item, start).ends(0).stdout;
        assert!(said.contains(word), "{item}: {said}");
    };
    says("ends = 10", "", "no earlier than the window");
    says("ends = 5", "", "run.kind = \"finite\"");
    says("ends = 1", ", warm_up = 2", "before the window begins");
    says("ends = 2026-01-09", ", kind = \"finite\", start = 2026-01-05", "x");
    says("write_off_cost = 3", "", "items.x.write_off_cost");
}

/// Every item ends and becomes worthless now and then, as its defaults say.
fn with_lives(text: &str, lives: &str) -> String {
    format!("{text}{}[defaults.items]\n{lives}\n", presets())
}

proptest! {
    #![proptest_config(cases(24))]

    /// Conservation at every stock point of random networks, lots and customers who leave included: debug builds check it after
    /// every event.
    #[test]
    fn nothing_goes_missing_at_the_end(
        network in networks(Times::Any),
        shortage in prop_oneof![Just("\"backorder\""), Just("\"lost\""), Just("{ patience = { exponential = { mean = 2 } } }")],
        review in any::<bool>(),
    ) {
        let lives = "ends = { uniform = { min = 0, max = 60 } }\nobsolete.every = { exponential = { mean = 7 } }\nwrite_off_cost = 2\nshelf_life = { uniform = { min = 1, max = 9 } }\nissue = \"newest\"";
        let mut text = with_lives(&network.scenario("SHORT").replace("\"SHORT\"", shortage), lives);
        if review {
            text = text.replace("stock.base_stock =", "stock.review = 2, stock.base_stock =");
        }
        let bench = Fixture::new(&text, &["run.kind=finite"]);
        for strategy in bench.strategies() {
            for run in bench.runs(strategy).into_iter().take(2) {
                prop_assert!(run.record.residual < 1e-9, "{}", strategy);
                let units = run.value("written_off_rate(system)");
                prop_assert_eq!(run.value("cost_obsolete(system)"), 2.0 * units, "{}", strategy);
            }
        }
    }

    /// An end and moments of obsolescence beyond the run leave every row as it was.
    #[test]
    fn what_never_comes_changes_nothing(network in networks(Times::Any), shortage in prop_oneof![Just("backorder"), Just("lost")]) {
        let plain = network.scenario(shortage) + &presets();
        let beyond = with_lives(&network.scenario(shortage), "ends = 1e8\nobsolete.every = 1e8\nshelf_life = 1e8");
        let (plain, beyond) = (Fixture::new(&plain, &[]), Fixture::new(&beyond, &[]));
        for strategy in plain.strategies() {
            let (one, other) = (plain.run(strategy, 0), beyond.run(strategy, 0));
            let rows = |run: &super::fixture::Run| -> Vec<(String, u64)> {
                let new = [Measure::CostObsolete, Measure::ExpiredShare, Measure::WrittenOffRate, Measure::WrittenOffValue];
                let values = run.layout.values.iter().zip(&run.record.values);
                let old = values.filter(|(entry, _)| !new.contains(&entry.column.measure));
                old.map(|(entry, value)| (format!("{:?} {}", entry.entity, entry.column.id()), value.to_bits())).collect()
            };
            prop_assert_eq!(rows(&one), rows(&other), "{}", strategy);
            prop_assert!(one.record.series == other.record.series, "{}", strategy);
        }
    }
}

/// Two that came at 0 may lie until 2.5; one is taken at 2, the other written off and replaced at 3.5, beside the one of 3. The order of 4
/// takes the one of 3, and that of 3.5 goes at 6 before anybody asks; taken newest first, the one of 3 goes at 5.5.
#[test]
fn shelf_life_worked_by_hand() {
    let text = r#"
name = "fresh"
run = { horizon = 6.5, replications = 1 }
items.a = { cost = 3, write_off_cost = 1, buy.lead_time = 1, stock.base_stock = 2, shelf_life = 2.5 }
demand.a.arrivals.every = 2
strategies.S.hold = ["a"]
"#;
    for (issue, last) in [("", "6 1 a: past its shelf life"), ("issue = \"newest\", ", "5.5 1 a: past its shelf life")]
    {
        let text = text.replace("shelf_life", &format!("{issue}shelf_life"));
        let lines = [
            ("written_off_rate(item a)", 2.0 / 6.5),
            ("written_off_value(system)", 6.0 / 6.5),
            ("cost_obsolete(system)", 2.0 / 6.5),
            ("expired_share(item a)", 2.0 / 3.0),
            ("order_fill_rate(system)", 1.0),
        ];
        by_hand(&text, "S", &lines);
        let facts = trace(&Fixture::new(&text, &[]).model, 0, None, 0);
        let facts = facts.iter().filter(|fact| fact.event == "written_off" && fact.time < 6.5);
        let told: Vec<String> =
            facts.map(|fact| format!("{} {} {}: {}", fact.time, fact.units, fact.item, fact.detail)).collect();
        assert_eq!(told, ["2.5 1 a: past its shelf life", last]);
    }
}

#[test]
fn what_is_wrong_with_a_shelf_life_is_told_at_once() {
    let refused = |item: &str| {
        let text = format!("name = \"x\"\nrun.horizon = 10\n{item}\ndemand.x.arrivals.every = 1\n");
        let rejected = pushpull::input::read_str("x", &text, &[]).expect_err("it is refused");
        rejected.render(pushpull::input::Colour::Plain)
    };
    assert!(refused("items.x.shelf_life = 0").contains("at least 1e-9"));
    assert!(refused("items.x.shelf_life = -2").contains("items.x.shelf_life"));
    assert!(refused("items.x.issue = \"oldest\"").contains("shelf_life"));
    assert!(refused("items.x = { shelf_life = 2, issue = \"first\" }").contains("\"oldest\" or \"newest\""));
    let options =
        refused("items.b.cost = 1\nitems.c.cost = 1\nitems.x = { shelf_life = 2, make.options.f = { b = 1, c = 1 } }");
    assert!(options.contains("give it to the parts that spoil"), "{options}");
}

/// A sample path does not follow write-offs, and says of which item.
#[test]
fn sample_paths_refuse_what_ends() {
    let bench = Fixture::new(LIFE, &["costs.stock_change=false"]);
    let plan: &Plan = bench.plan("S");
    let refused = pushpull::path::qualify(&bench.model, plan, &plan.levels()).unwrap_err();
    assert!(refused.0.contains("free units of a are written off"), "{}", refused.0);
}
