//! Levels that an earlier build found for the shipped scenarios, held against those found now: on the same fresh replications no
//! strategy may be dearer beyond its paired interval, whatever scores the points of the search.

use pushpull::experiment::optimize::{
    Goal, Objective, Point, Scorer, ScorerChoice, SearchSettings, SimulationScorer, lean, search, space,
};
use pushpull::experiment::{self, Silent};
use pushpull::input::{self, Accepted, Colour, Money};
use pushpull::plan::Plan;
use pushpull::stats::{Confidence, paired};
use std::path::Path;

/// Replications that both levels are estimated on, none of them seen by a search.
const FRESH: usize = 100;

/// Scenario, strategy, and the levels of its variables in their order: what `pushpull optimize FILE --replications 100` of
/// version 0.1.0 wrote to `levels.csv` (30 search replications).
const EARLIER: &[(&str, &str, &[i64])] = &[
    ("hong-nelson", "ATO", &[4, 3, 3, 7, 5, 5, 4, 2]),
    ("pc-three", "ATO", &[41, 49, 63, 35, 75, 65, 34, 18]),
    ("pc-three", "MTS", &[4, 15, 27, 16, 43, 38, 19, 9, 28, 27, 24, 22, 23]),
    ("spare-parts", "everything", &[22, 118, 5, 26, 2, 17, 2, 14, 1, 6, 2, 1, 1]),
    ("spare-parts", "not_the_dear_ones", &[22, 118, 5, 26, 2, 17, 2, 14, 1, 6]),
    ("w-system", "reserve", &[9, 7, 12]),
    ("w-system", "no_holdback", &[9, 7, 12]),
    ("custom-pcs", "ATO", &[77, 75, 75, 76, 81]),
    ("custom-pcs", "MTS", &[3]),
    ("custom-pcs", "MTS_with_parts", &[77, 75, 75, 76, 81, 0]),
    ("postponement", "at_the_factory", &[693, 436, 367, 236, 129, 54]),
    ("postponement", "in_the_warehouse", &[1653, 150, 105, 93, 70, 49, 32]),
    ("pc-ato", "ATO", &[41, 49, 63, 35, 75, 65, 34, 18]),
];

/// How the levels are searched and compared.
struct Effort {
    /// Changes of the scenarios.
    sets: &'static [&'static str],
    indifference: Option<f64>,
}

/// As the earlier levels were found.
const WHOLE: Effort = Effort { sets: &["run.replications=100"], indifference: None };
/// With short selections. Windows stay as they are: on shorter ones the levels that are best on the search replications are others.
const SHORT: Effort = Effort { indifference: Some(3.0), ..WHOLE };

fn shipped(scenario: &str, effort: &Effort) -> Accepted {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(format!("{scenario}.toml"));
    let accepted = input::read(&file, &effort.sets.iter().map(ToString::to_string).collect::<Vec<_>>());
    accepted.unwrap_or_else(|rejected| panic!("{}", rejected.render(Colour::Plain)))
}

/// What the scenario asks `optimize` for.
fn goal(accepted: &Accepted) -> Goal {
    let asked = &accepted.optimize;
    let objective = if asked.money == Money::Profit { Objective::Profit } else { Objective::Cost };
    let wanted = asked.targets.iter();
    let targets = wanted.map(|one| experiment::service(one.column.clone(), one.kind, &one.entity, one.value));
    Goal { objective, targets: targets.collect() }
}

/// Searches the levels of a strategy anew: whether they are not dearer for sure than the earlier ones.
fn is_no_dearer((scenario, strategy, earlier): &(&str, &str, &[i64]), scorer: ScorerChoice, effort: &Effort) -> bool {
    let accepted = shipped(scenario, effort);
    let goal = goal(&accepted);
    let model = lean(&accepted.model, &goal);
    let place = model.strategies.iter().position(|own| own.name == *strategy).expect("a strategy of the scenario");
    let settings = SearchSettings { scorer, indifference: effort.indifference, ..SearchSettings::default() };
    let found = search(&model, place, &goal, &settings, &Silent).expect("nobody stops it");
    let plan = Plan::new(&model, place);
    let space = space(&model, &plan, &[]);
    let earlier: Point =
        space.variables.iter().zip(*earlier).map(|(variable, shown)| shown - variable.offset).collect();
    let mut fresh = SimulationScorer::new(&model, &plan, &space, &goal, FRESH);
    fresh.begin_at(0);
    let (old, new) = (fresh.score(&earlier), fresh.score(&found.point));
    let difference = paired(&new.money, &old.money, &Confidence::new(0.95, FRESH as u32)).difference;
    let share = |value: Option<f64>| 100.0 * value.expect("an estimate of 100") / old.money().abs();
    println!(
        "{scenario} {strategy} {scorer:?}: {:.4} -> {:.4}, {:+.3} % [{:+.3}, {:+.3}]; service {:.4?} -> {:.4?}; {} points \
         by {}; {earlier:?} -> {:?}",
        old.money(),
        new.money(),
        share(difference.mean),
        share(difference.low),
        share(difference.high),
        old.services(),
        new.services(),
        found.how.evaluations,
        found.how.scorer,
        found.point
    );
    share(difference.low) <= 0.0
}

/// Holds what is asked for, scenarios by scorer, against the levels found earlier.
fn check(effort: &Effort, asked: impl Fn((&str, &str), ScorerChoice) -> bool) {
    let mut dearer = Vec::new();
    for case in EARLIER {
        for scorer in [ScorerChoice::SamplePath, ScorerChoice::Simulation] {
            if asked((case.0, case.1), scorer) && !is_no_dearer(case, scorer, effort) {
                dearer.push((case, scorer));
            }
        }
    }
    assert!(dearer.is_empty(), "{dearer:?}");
}

#[test]
fn levels_of_small_scenarios_are_no_dearer_than_those_of_an_earlier_build() {
    // What no sample path follows is simulated whichever scorer is asked for.
    check(&SHORT, |case, scorer| match case {
        ("hong-nelson", _) | ("w-system", "no_holdback") => scorer == ScorerChoice::SamplePath,
        ("w-system", _) => true,
        _ => false,
    });
}

/// The whole table takes minutes: `cargo test --release --test it earlier_levels -- --ignored --nocapture`.
#[test]
#[ignore = "takes minutes"]
fn levels_of_all_scenarios_are_no_dearer_than_those_of_an_earlier_build() {
    check(&WHOLE, |_, _| true);
}
