//! What a verdict names best, and what its first lines say.

use std::fs;

use proptest::prelude::*;
use pushpull::experiment::{Provenance, RunOptions, Silent, run, tables};
use pushpull::input::read_str;
use pushpull::measures::EntityKind;
use pushpull::results::{ComparedAt, SummaryRow, Tables, TargetVerdict};
use tempfile::tempdir;

use super::program::{command, pushpull, shipped};

/// Two bought items, each with its class of customers.
pub(super) const TWO: &str = r#"
name = "two"
run = { warm_up = 5, horizon = 60, replications = 4 }
costs.holding_rate = 0.3
items.x = { cost = 40, buy.lead_time = 3, stock.base_stock = 9 }
items.y = { cost = 90, buy.lead_time.exponential.mean = 4, stock.base_stock = 3 }
demand.x = { arrivals.poisson.rate = 2, due = 1, class = "shop" }
demand.y = { arrivals.poisson.rate = 0.5, due = 2, class = "web" }
strategies.BOTH.hold = ["x", "y"]
strategies.ONE.hold = ["x"]
strategies.NONE.hold = []
"#;

fn ran(text: &str, sets: &[String]) -> Tables {
    let read = read_str("two", text, sets).unwrap_or_else(|rejected| panic!("{:?}", rejected.problems));
    let outcome = run(&read.model, &RunOptions { threads: 1 }, &Silent).expect("nothing stops it");
    tables(&read.model, &outcome.layouts, &outcome.records, Provenance::default())
}

/// A difference is told from chance where Holm's p is below what the confidence leaves, 0.05, and nowhere else: above it
/// strategies tie, far below one half too.
#[test]
fn strategies_tie_unless_their_p_is_below_what_the_confidence_leaves() {
    let text = "name = \"tie\"\nrun = { warm_up = 20, horizon = 200, replications = 12 }\n\
                items.p = { holding_cost = 1, buy.lead_time = 3, stock.base_stock = 4 }\n\
                demand.p = { arrivals.poisson.rate = 1, backorder_cost = 4 }\n\
                strategies = { four.hold = [\"p\"], five = { hold = [\"p\"], stock.p.base_stock = 5 }, \
                nine = { hold = [\"p\"], stock.p.base_stock = 9 } }\n";
    for (backorder, p, tied) in [("4.2", 0.15..0.5, true), ("4.0", 0.05..0.15, true), ("3.8", 0.0..0.05, false)] {
        let tables = ran(text, &set(&format!("demand.p.backorder_cost={backorder}")));
        let of = |row: &&pushpull::results::ComparisonRow| {
            row.measure == "cost_total"
                && row.entity_kind == EntityKind::System
                && row.strategy == "four"
                && row.reference == "five"
        };
        let found = tables.comparison.iter().find(of).and_then(|row| row.p_adjusted).expect("a pair");
        assert!(p.contains(&found), "{backorder}: {found}");
        let money = &tables.info.verdict.facts.as_ref().expect("facts").money;
        assert_eq!(money.best.as_deref(), Some("four"));
        assert_eq!(money.tied, if tied { vec!["five".to_string()] } else { Vec::new() }, "{backorder}");
    }
}

fn set(text: &str) -> [String; 1] {
    [text.into()]
}

/// A target: its measure, whose orders as TOML, who they are, and the value.
pub(super) type Asked = (&'static str, &'static str, Vec<(EntityKind, &'static str)>, f64);

pub(super) fn asked() -> impl Strategy<Value = Asked> {
    use EntityKind::{Class, Product, System};
    let whose = prop_oneof![
        Just(("", vec![(System, "")])),
        Just((", product = \"x\"", vec![(Product, "x")])),
        Just((", product = \"y\"", vec![(Product, "y")])),
        Just((", class = \"web\"", vec![(Class, "web")])),
        Just((", each = \"product\"", vec![(Product, "x"), (Product, "y")])),
        Just((", each = \"class\"", vec![(Class, "shop"), (Class, "web")])),
    ];
    let measured = prop_oneof![
        (Just("on_time_rate"), 0.0..1.0),
        (Just("order_fill_rate"), 0.0..1.0),
        (Just("response_mean"), 0.1..5.0),
    ];
    (measured, whose).prop_map(|((measure, value), (of, who))| (measure, of, who, f64::round(value * 1000.0) / 1000.0))
}

/// The largest relative violation of a strategy by its means, and whether an interval misses as a whole.
pub(super) fn judged(tables: &Tables, strategy: &str, asked: &[Asked]) -> (f64, bool) {
    let (mut most, mut missed) = (0.0f64, false);
    for (measure, _, who, value) in asked {
        let violation = |found: f64| if *measure == "response_mean" { found - value } else { value - found };
        for (kind, entity) in who {
            let own = |row: &&SummaryRow| {
                (row.strategy.as_str(), row.measure.as_str()) == (strategy, *measure)
                    && (row.entity_kind, row.entity.as_str()) == (*kind, *entity)
            };
            let row = tables.summary.iter().find(own).expect("it is measured");
            let [mean, low, high] = [row.mean, row.ci_low, row.ci_high].map(|end| violation(end.expect("some orders")));
            most = most.max(mean / if *value == 0.0 { 1.0 } else { *value });
            missed |= low > 0.0 && high > 0.0;
        }
    }
    (most, missed)
}

pub(super) fn toml(asked: &[Asked]) -> String {
    let one = |(measure, of, _, value): &Asked| format!("{{ measure = \"{measure}\", value = {value:?}{of} }}");
    format!("[{}]", asked.iter().map(one).collect::<Vec<_>>().join(", "))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    /// Whoever surely misses one of the targets, wherever and however they are asked, is not called best; where all do,
    /// none is and the nearest is named.
    #[test]
    fn nobody_who_misses_a_target_is_best(
        of_report in prop::collection::vec(asked(), 0..3),
        of_search in prop::collection::vec(asked(), 0..3),
        (x, y) in (0u32..14, 0u32..7),
    ) {
        let tables = ran(TWO, &[
            format!("report.target={}", toml(&of_report)),
            format!("optimize.target={}", toml(&of_search)),
            format!("items.x.stock.base_stock={x}"),
            format!("items.y.stock.base_stock={y}"),
        ]);
        // What is searched for stands in the place of what asks for the same.
        let replaced = |own: &&Asked| of_search.iter().any(|other| (other.0, other.1) == (own.0, own.1));
        let mut all = of_search.clone();
        all.extend(of_report.iter().filter(|own| !replaced(own)).cloned());
        let verdict = &tables.info.verdict;
        let facts = verdict.facts.as_ref().expect("a run has facts");
        let standing = ["BOTH", "ONE", "NONE"].map(|name| (name, judged(&tables, name, &all)));
        prop_assert_eq!(facts.targets.is_some(), !all.is_empty());
        for (name, (_, missed)) in standing {
            prop_assert!(!missed || !facts.choice.iter().any(|choice| choice == name), "{name}: {verdict:?}");
            prop_assert!(!missed || !verdict.headline.starts_with(&format!("Choose {name} ")), "{verdict:?}");
            if let Some(targets) = &facts.targets {
                prop_assert_eq!(targets.of(name).map(|fact| fact.verdict == TargetVerdict::Missed), Some(missed));
            }
        }
        if standing.iter().all(|(_, (_, missed))| *missed) {
            let least = standing.iter().map(|(_, (violation, _))| *violation).fold(f64::INFINITY, f64::min);
            let nearest = facts.targets.as_ref().and_then(|targets| targets.nearest.clone()).expect("all miss");
            prop_assert!(standing.iter().any(|(name, (own, _))| *name == nearest && *own <= least + 1e-12));
            prop_assert!(facts.choice.is_empty() && verdict.headline.starts_with("No strategy meets "), "{verdict:?}");
            prop_assert!(verdict.headline.contains(&format!("the nearest is {nearest} with")), "{verdict:?}");
        } else {
            prop_assert!(!facts.choice.is_empty());
        }
    }
}

/// What a newcomer sees first, on the smallest terminal there is: 80 columns, 40 lines, all of it without scrolling.
#[test]
fn the_first_run_of_the_readme_fits_a_terminal() {
    let folder = tempdir().unwrap();
    fs::create_dir(folder.path().join("scenarios")).unwrap();
    fs::copy(shipped("custom-pcs.toml"), folder.path().join("scenarios/custom-pcs.toml")).unwrap();
    let words = ["run", "scenarios/custom-pcs.toml", "--no-charts"];
    let output = command(folder.path(), &words).env("COLUMNS", "80").output().unwrap();
    let text = [output.stderr, output.stdout].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
    // A terminal has a bar for the progress, which goes away.
    let shown: Vec<&str> = text.lines().filter(|line| !line.contains(" replications, ")).collect();
    assert!(shown.len() <= 40, "{} lines:\n{text}", shown.len());
    assert!(shown.iter().all(|line| line.chars().count() <= 80), "{text}");
    let first = shown.iter().position(|line| line.starts_with("Choose ")).expect("it says what to do");
    assert!(shown[first].starts_with("Choose ATO (keep parts in stock): it is the most profitable"), "{text}");
    assert!(shown.contains(&"  pushpull run scenarios/custom-pcs.toml --at-best"), "commands stay whole: {text}");
}

#[test]
fn a_profit_below_zero_is_called_a_loss() {
    let text = TWO.replace("items.x = { cost = 40,", "items.x = { price = 1, cost = 40,");
    for tables in [ran(&text, &[]), ran(&text, &set("report.target={ measure = \"on_time_rate\", value = 0.2 }"))] {
        let verdict = tables.info.verdict;
        let said = [vec![verdict.headline, verdict.worth], verdict.sentences].concat().join(" ");
        assert!(said.contains("loses") && !said.contains("earn") && !said.contains('−'), "{said}");
        assert!(!said.contains("most profitable") && said.contains("loss-making"), "{said}");
    }
}

/// A season is worth what it comes to, not what it would come to all year round.
#[test]
fn a_finite_run_is_worth_what_its_window_comes_to() {
    let verdict = ran(TWO, &set("run.kind=\"finite\"")).info.verdict;
    assert!(verdict.worth.contains(" in 60 days)") && !verdict.worth.contains("year"), "{verdict:?}");
    let worth = ran(TWO, &[]).info.verdict.worth;
    assert!(
        worth.contains("/year)") && worth.starts_with("NONE costs ") && worth.contains(" less than BOTH, "),
        "{worth}"
    );
}

#[test]
fn given_levels_are_not_called_the_best_ones() {
    let verdict = ran(TWO, &[]).info.verdict;
    assert!(verdict.caution.starts_with("These are your stock levels, not the best ones: pushpull run FILE --at-best"));
    assert_eq!(verdict.command, "pushpull optimize FILE --target on_time_rate=0.95", "services differ: {verdict:?}");
    let asked = ran(TWO, &set("report.target={ measure = \"on_time_rate\", value = 0.2 }")).info.verdict;
    assert_eq!(asked.command, "pushpull run FILE --at-best");
    let nothing = TWO.replace("strategies.BOTH.hold = [\"x\", \"y\"]\nstrategies.ONE.hold = [\"x\"]\n", "");
    let verdict = ran(&nothing, &[]).info.verdict;
    assert_eq!(verdict.facts.map(|facts| facts.compared_at), Some(ComparedAt::Nothing));
    assert_eq!(verdict.caution, "");
}

#[test]
fn below_ten_replications_or_without_spread_nobody_is_best_with_a_probability() {
    let of = |text: &str, replications: u32| {
        let tables = ran(text, &set(&format!("run.replications={replications}")));
        let verdict = tables.info.verdict;
        let told = verdict.sentences.iter().any(|said| said.contains("probability"));
        let money = verdict.facts.expect("a run has facts").money;
        (money.strategies.iter().any(|own| own.p_best.is_some()), told, tables.comparison[0].p_best.is_some())
    };
    assert_eq!((of(TWO, 9), of(TWO, 10)), ((false, false, false), (true, true, true)));
    let demand = "demand.y = { arrivals.poisson.rate = 0.5, due = 2, class = \"web\" }\n";
    let steady = TWO.replace(demand, "").replace("poisson.rate = 2", "every = 1");
    assert_eq!(of(&steady, 12), (false, false, false));
}

#[test]
fn where_nothing_costs_anything_service_decides() {
    let verdict = ran(&TWO.replace("cost = 40, ", "").replace("cost = 90, ", ""), &[]).info.verdict;
    assert!(
        verdict.headline.starts_with("Nothing costs anything here, so service alone decides: BOTH "),
        "{verdict:?}"
    );
    assert!(!verdict.sentences.iter().any(|said| said.contains(" costs ") || said.contains("cheapest")), "{verdict:?}");
    assert!(verdict.worth.starts_with("On-time rate: BOTH "), "{verdict:?}");
    assert_eq!(verdict.facts.map(|facts| facts.choice), Some(vec!["BOTH".to_string()]));
}

#[test]
fn without_orders_nothing_is_best() {
    let rates = ["x", "y"].map(|name| format!("demand.{name}.arrivals.poisson.rate=0.00001"));
    let verdict = ran(TWO, &rates).info.verdict;
    assert_eq!(verdict.headline, "No order was delivered: there is nothing to compare.");
    assert_eq!((verdict.worth.as_str(), verdict.sentences.len()), ("", 0), "{verdict:?}");
}

#[test]
fn an_overloaded_station_has_no_long_run_and_the_headline_says_so() {
    let cell =
        "\nstations.cell.servers = 1\nitems.z.make = { parts.y = 1, time = 1, station = \"cell\" }\ndemand.z = {";
    let verdict = ran(&TWO.replace("\ndemand.y = {", cell), &set("demand.z.arrivals.poisson.rate=1.5")).info.verdict;
    assert!(verdict.headline.starts_with("There is no long run: station cell is asked for 150 %"), "{verdict:?}");
    assert!(verdict.headline.ends_with("What follows is of the window alone."), "{verdict:?}");
    assert!(verdict.worth.starts_with("In this window: "), "{verdict:?}");
    assert_eq!(verdict.command, "pushpull check FILE");
}

/// What cannot keep up is told once, with the capacity that would; no longer run and no better level is offered where neither helps.
#[test]
fn an_overload_is_told_once_with_what_would_help() {
    let cell = "\nstations.cell.servers = 1\nstations.hall.servers = 2\nitems.w = { make.parts.y = 1, make.time = 3, make.station = \"hall\" }\n\
                items.z.make = { parts.y = 1, time = 1, station = \"cell\" }\n\
                demand.w.arrivals.poisson.rate = 1\ndemand.z.arrivals.poisson.rate = 3.5\ndemand.y = {";
    let folder = tempdir().unwrap();
    let targets = "\nreport.target = { measure = \"on_time_rate\", value = 0.99 }\n";
    let text =
        format!("name = \"two\"{targets}{}", TWO.replace("\nname = \"two\"", "").replace("\ndemand.y = {", cell));
    fs::write(folder.path().join("s.toml"), text).unwrap();
    let said = pushpull(folder.path(), &["run", "s.toml", "--quiet"]).ends(0).stdout;
    let mut lines = said.lines();
    assert!(lines.next().unwrap().starts_with("There is no long run: station cell is asked for 350 %"), "{said}");
    assert!(lines.next().unwrap().starts_with("In this window: no strategy meets the target"), "{said}");
    assert_eq!(said.matches("cannot keep up").count(), 1, "{said}");
    assert!(
        said.contains("nor can station hall (150 %)") && said.contains("set stations.cell.servers = 4 or more"),
        "{said}"
    );
    assert!(
        !said.contains("its queue grows without end") && !said.contains("lengthen") && !said.contains("--at-best"),
        "{said}"
    );
}

/// What to do, what it is worth and what to do next, whatever was asked.
#[test]
fn every_command_begins_with_three_lines() {
    let folder = tempdir().unwrap();
    fs::write(folder.path().join("s.toml"), TWO).unwrap();
    let axis = ["--axis", "items.x.stock.base_stock=[4, 9]"];
    let one = ["--strategies", "ONE"];
    let target = ["--target", "on_time_rate=0.7"];
    let tornado = ["--set", "sweep.design=\"tornado\""];
    let commands: [(&str, Vec<&str>, &str); 9] = [
        ("run", vec![], "optimize s.toml --target"),
        ("run", ["--at-best"].to_vec(), "optimize s.toml --target"),
        ("run", one.to_vec(), "run s.toml --strategies ONE --at-best"),
        ("optimize", target.to_vec(), "frontier s.toml"),
        ("optimize", ["--decoupling"].to_vec(), "run s.toml"),
        ("frontier", target.to_vec(), "optimize s.toml --target on_time_rate="),
        ("sweep", axis.to_vec(), "run s.toml --set 'items.x.stock.base_stock=4'"),
        ("sweep", [axis, one].concat(), "run s.toml --strategies ONE --set 'items.x.stock.base_stock="),
        (
            "sweep",
            [axis, tornado].concat(),
            "run s.toml --set 'sweep.design=\"tornado\"' --set 'items.x.stock.base_stock=9'",
        ),
    ];
    for (command, more, next) in commands {
        let done = pushpull(folder.path(), &[&[command, "s.toml", "--quiet"], more.as_slice()].concat()).ends(0);
        let lines: Vec<&str> = done.stdout.lines().collect();
        assert!(
            lines.len() > 4 && lines[3].is_empty() && !lines[..2].contains(&""),
            "{command} {more:?}:\n{}",
            done.stdout
        );
        assert!(lines[1].contains("money/year"), "{command} {more:?}: {}", lines[1]);
        let says = format!(": pushpull {next}");
        assert!(lines[2].starts_with("Next, ") && lines[2].contains(&says), "{command} {more:?}: {}", lines[2]);
    }
}

/// Without a target, stock in hand never pays where waiting is free; with one, whoever misses it is best nowhere. Of Poisson
/// customers, exactly the share exp(-rate L) is served at once from a base stock of one.
#[test]
fn a_strategy_that_misses_a_target_is_best_at_no_point() {
    let folder = tempdir().unwrap();
    let text = r#"
name = "single"
run = { horizon = 4000, replications = 8 }
items.part = { holding_cost = 1, buy.lead_time = 1, stock.base_stock = 1 }
demand.part.arrivals.poisson.rate = 1
sweep = { "demand.part.arrivals.poisson.rate" = [0.1, 0.2, 0.4, 0.8, 1.6] }
[strategies.stock]
hold = ["part"]
[strategies.order]
"#;
    let report = "[report]\ntarget = { measure = \"order_fill_rate\", value = 0.5, each = \"product\" }\n";
    for (scenario, target) in [(text.to_string(), false), (format!("{text}{report}"), true)] {
        fs::write(folder.path().join("single.toml"), scenario).unwrap();
        let done = pushpull(folder.path(), &["sweep", "single.toml", "--out", "out", "--quiet", "--no-charts"]).ends(0);
        let table = fs::read_to_string(folder.path().join("out/winners.csv")).unwrap();
        let best = |line: &str| line.split(',').nth(3).unwrap().to_string();
        let found: Vec<String> = table.lines().skip(1).map(best).collect();
        let exact = |rate: f64| if (-rate).exp() > 0.5 { "stock" } else { "" };
        let expected = [0.1, 0.2, 0.4, 0.8, 1.6].map(|rate| if target { exact(rate) } else { "order" });
        assert_eq!(found, expected, "{table}");
        assert_eq!(done.stdout.contains("none meets the target at 2"), target, "{}", done.stdout);
    }
}

/// Where the best of every point loses money, nobody earns most; where it depends, both are said.
#[test]
fn a_best_strategy_that_loses_money_does_not_earn_most() {
    let folder = tempdir().unwrap();
    let scenario = "name = \"loss\"\nrun = { warm_up = 10, horizon = 200, replications = 4 }\ncosts.holding_rate = 0.2\n\
        items.a = { cost = 30, price = 5, buy.lead_time = 2, stock.base_stock = 50 }\n\
        demand.a = { arrivals.every = 1 }\nstrategies.stock.hold = [\"a\"]\nstrategies.nothing.hold = []\n";
    fs::write(folder.path().join("loss.toml"), scenario).unwrap();
    let headline = |axis: &str| {
        let sweep = ["sweep", "loss.toml", "--quiet", "--no-charts", "--out", "out", "--axis", axis];
        let done = pushpull(folder.path(), &sweep).ends(0);
        done.stdout.lines().next().unwrap_or_default().to_string()
    };
    assert_eq!(headline("items.a.price=[5, 10]"), "nothing loses least at all 2 points.");
    assert_eq!(headline("items.a.price=[50, 100]"), "nothing earns most at all 2 points.");
    assert_eq!(headline("items.a.price=[5, 100]"), "nothing earns most or loses least at all 2 points.");
}
