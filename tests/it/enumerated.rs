//! Searches against all points there are, on the same replications.

use super::fixture::Fixture;
use pushpull::experiment::Silent;
use pushpull::experiment::optimize::{Best, Goal, Limit, Objective, SearchSettings, ServiceTarget, search};
use pushpull::measures::{Column, EntityKind};
use pushpull::record::Entity;

/// The greatest stock of each item: with four items more points than a search scores whole.
const MOST: i64 = 8;

/// Holding costs, lead times, rates and due times that differ from case to case.
struct Case {
    holding: [f64; 4],
    leads: [&'static str; 2],
    making: [f64; 2],
    rates: [f64; 2],
    due: [f64; 2],
    share: f64,
}

const CASES: [Case; 6] = [
    Case {
        holding: [0.2, 3.0, 4.0, 0.6],
        leads: ["1.5", "{ exponential.mean = 0.4 }"],
        making: [0.5, 0.4],
        rates: [1.0, 0.6],
        due: [0.6, 0.2],
        share: 0.9,
    },
    Case {
        holding: [1.0, 1.0, 2.5, 2.5],
        leads: ["{ exponential.mean = 1 }", "2"],
        making: [0.3, 0.1],
        rates: [0.8, 0.8],
        due: [0.5, 0.5],
        share: 0.95,
    },
    Case {
        holding: [2.0, 0.1, 2.2, 6.0],
        leads: ["2", "2"],
        making: [1.0, 0.2],
        rates: [0.5, 0.7],
        due: [0.3, 0.4],
        share: 0.85,
    },
    Case {
        holding: [0.5, 0.5, 1.1, 0.55],
        leads: ["{ uniform = { min = 1, max = 3 } }", "{ gamma = { mean = 1, cv = 0.6 } }"],
        making: [0.6, 0.8],
        rates: [0.7, 0.4],
        due: [0.5, 1.0],
        share: 0.92,
    },
    Case {
        holding: [1.0, 8.0, 9.5, 1.5],
        leads: ["{ exponential.mean = 1.5 }", "0.5"],
        making: [0.2, 0.6],
        rates: [0.4, 0.9],
        due: [0.1, 0.6],
        share: 0.8,
    },
    Case {
        holding: [3.0, 0.3, 3.5, 3.2],
        leads: ["0.7", "{ exponential.mean = 2 }"],
        making: [0.4, 0.4],
        rates: [1.0, 0.3],
        due: [0.4, 0.0],
        share: 0.9,
    },
];

impl Case {
    /// Two products from a part in common, one of them with one of its own; everything is held.
    fn scenario(&self) -> String {
        let Case { holding: [common, own, p, q], leads: [far, near], making, rates, due, .. } = self;
        format!(
            "name = \"enumerated\"\nrun = {{ warm_up = 10, horizon = 100, replications = 4 }}\n\
             items.common = {{ holding_cost = {common}, buy.lead_time = {far}, stock.base_stock = 1 }}\n\
             items.own = {{ holding_cost = {own}, buy.lead_time = {near}, stock.base_stock = 1 }}\n\
             items.p = {{ holding_cost = {p}, make.parts = {{ common = 1, own = 1 }}, make.time = {}, stock.base_stock = 1 }}\n\
             items.q = {{ holding_cost = {q}, make.parts = {{ common = 1 }}, make.time = {}, stock.base_stock = 1 }}\n\
             demand.p = {{ arrivals.poisson.rate = {}, due = {} }}\n\
             demand.q = {{ arrivals.poisson.rate = {}, due = {} }}\n\
             strategies.all.hold = [\"common\", \"own\", \"p\", \"q\"]\n",
            making[0], making[1], rates[0], due[0], rates[1], due[1]
        )
    }

    fn goal(&self) -> Goal {
        let system = Entity { kind: EntityKind::System, name: String::new() };
        let column = Column::parse("on_time_rate").unwrap();
        Goal { objective: Objective::Cost, targets: vec![ServiceTarget { column, entity: system, value: self.share }] }
    }
}

/// The best point with these least and greatest stocks of p, and none above [`MOST`] of the others.
fn best(bench: &Fixture, goal: &Goal, of_p: (i64, i64)) -> Best {
    let limit = |item: &str, range| Limit { item: item.into(), number: None, range };
    let others = ["common", "own", "q"].map(|item| limit(item, (0, MOST)));
    let limits = others.into_iter().chain([limit("p", of_p)]).collect();
    let settings = SearchSettings { limits, ..SearchSettings::default() };
    search(&bench.model, 0, goal, &settings, &Silent).unwrap()
}

#[test]
fn a_search_ends_within_a_percent_of_the_best_of_all_points() {
    let (mut exact, mut reached) = (0, 0);
    for (number, case) in CASES.iter().enumerate() {
        let (bench, goal) = (Fixture::new(&case.scenario(), &[]), case.goal());
        let found = best(&bench, &goal, (0, MOST));
        let points = (MOST as u64 + 1).pow(4);
        assert!(found.how.evaluations < points / 5, "{number}: {}", found.how.evaluations);
        // With one stock fixed so few points are left that all of them are scored.
        let slices: Vec<Best> = (0..=MOST).map(|stock| best(&bench, &goal, (stock, stock))).collect();
        assert!(slices.iter().all(|slice| slice.how.evaluations >= points / (MOST as u64 + 1)));
        let least = slices.iter().filter(|slice| slice.reached).map(|slice| slice.scores.money());
        let least = least.fold(f64::INFINITY, f64::min);
        assert_eq!(found.reached, least.is_finite(), "{number}");
        if found.reached {
            let money = found.scores.money();
            println!("{number}: {money} of {least} at {:?}", found.point);
            assert!(money <= least * 1.01 && money >= least * (1.0 - 1e-9), "{number}: {money} {least}");
            exact += usize::from(money <= least * (1.0 + 1e-9));
            reached += 1;
        }
    }
    assert!(reached >= 4 && 2 * exact >= reached, "{exact} of {reached}");
}
