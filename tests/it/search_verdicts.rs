//! What a search names best, under any form of target.

use proptest::prelude::*;
use pushpull::input::{self, Accepted, Colour};
use pushpull::jobs::{self, Prepared as _, Raw, Settings, Silent};
use pushpull::results::{Tables, TargetVerdict};

use super::verdicts::{Asked, TWO, asked, judged, toml};

const ONE: Settings = Settings { threads: 1, raw: Raw::Fitting };
/// Of [`TWO`], in its order.
const STRATEGIES: [&str; 3] = ["BOTH", "ONE", "NONE"];

fn accepted(text: &str, sets: &[String]) -> Accepted {
    input::read_str("two", text, sets).unwrap_or_else(|rejected| panic!("{}", rejected.render(Colour::Plain)))
}

/// What is searched for, with bounds that keep some targets out of reach.
fn sets(all: &[Asked], (x, y): (u32, u32)) -> Vec<String> {
    vec![
        format!("optimize.target={}", toml(all)),
        format!("optimize.bounds={{ x = [0, {x}], y = [0, {y}] }}"),
        "optimize.replications=3".into(),
    ]
}

fn ran(accepted: Accepted) -> Tables {
    jobs::run(accepted).results(&ONE, &Silent).expect("nothing stops it")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// At the best levels of each strategy, whoever surely misses a target on fresh replications is not called best; where
    /// all do, the nearest is named as that.
    #[test]
    fn at_best_levels_nobody_who_misses_a_target_is_best(
        all in prop::collection::vec(asked(), 1..3),
        bounds in (1u32..14, 1u32..7),
    ) {
        let job = jobs::optimize(&accepted(TWO, &sets(&all, bounds)), &ONE, &Silent).expect("it has room");
        let tables = job.results(&ONE, &Silent).expect("nothing stops it");
        let verdict = &tables.info.verdict;
        let facts = verdict.facts.as_ref().expect("a run has facts");
        let standing = STRATEGIES.map(|name| (name, judged(&tables, name, &all)));
        for (name, (_, missed)) in standing {
            prop_assert!(!missed || !facts.choice.iter().any(|choice| choice == name), "{name}: {verdict:?}");
        }
        let missed_by_all = standing.iter().all(|(_, (_, missed))| *missed);
        prop_assert_eq!(facts.choice.is_empty(), missed_by_all, "{:?}", verdict);
        if missed_by_all {
            let least = standing.iter().map(|(_, (violation, _))| *violation).fold(f64::INFINITY, f64::min);
            let nearest = facts.targets.as_ref().and_then(|targets| targets.nearest.clone()).expect("all miss");
            prop_assert!(standing.iter().any(|(name, (own, _))| *name == nearest && *own <= least + 1e-12));
            prop_assert!(verdict.headline.contains(&format!("the nearest is {nearest} with")), "{verdict:?}");
        }
    }

    /// The set that is best to hold, run as a strategy at the levels that were found, does not surely miss a target; where
    /// no set meets them, none is called best.
    #[test]
    fn a_set_that_misses_a_target_is_not_the_best_to_hold(
        all in prop::collection::vec(asked(), 1..3),
        bounds in (1u32..14, 1u32..7),
    ) {
        let scenario = accepted(TWO, &sets(&all, bounds));
        let found = jobs::decoupling(&scenario, &ONE, &Silent).expect("it has room");
        let (head, alone) = (&found.info.verdict.headline, TWO.split("strategies.").next().expect("it has a beginning"));
        let snippet = &found.info.search.as_ref().expect("it was searched").snippet;
        let name = snippet.lines().next().and_then(|line| line.split(['.', ']']).nth(1)).expect("a section").to_string();
        let tables = ran(accepted(&format!("{alone}\n{snippet}\n"), &[]));
        let (_, missed) = judged(&tables, &name, &all);
        prop_assert_eq!(head.starts_with("No set of held items meets the target; nearest is"), missed, "{}", head);
        prop_assert_eq!(head.starts_with("Best is to hold "), !missed, "{}", head);
        let best = found.contenders.last().expect("one at least");
        prop_assert_eq!(best.target == TargetVerdict::Missed.word(), missed, "{}", head);
    }

    /// Who is named with a price of a level does not surely miss it; the rest cannot reach it.
    #[test]
    fn a_strategy_that_misses_a_level_has_no_price_of_it(
        level in prop_oneof![0.05..0.999f64, 0.9..0.999f64],
        measure in prop_oneof![Just("on_time_rate"), Just("order_fill_rate")],
        bounds in (1u32..14, 1u32..7),
    ) {
        let mut sets = sets(&[], bounds);
        sets[0] = format!("optimize.frontier={{ measure = \"{measure}\", levels = [{level}] }}");
        let job = jobs::frontier(accepted(TWO, &sets), &ONE, &Silent).expect("it has room");
        let found = job.results(&ONE, &Silent).expect("nothing stops it");
        let head = &found.info.verdict.headline;
        let named = head.split(';').next().expect("a beginning");
        let mut able = 0;
        for row in &found.points {
            let missed = row.service_high.is_some_and(|high| high < level);
            able += usize::from(!missed && row.is_reached());
            let is_named = named.contains(&format!(" {} ", row.strategy));
            prop_assert_eq!(is_named, !missed && row.is_reached(), "{}: {} of {:?}", row.strategy, head, found.points);
        }
        prop_assert_eq!(head.starts_with("No strategy reaches"), able == 0, "{}", head);
    }
}
