//! What a search finds, held against every point of a box.

use super::fixture::Fixture;
use super::network::{Times, networks, presets};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use pushpull::experiment::Silent;
use pushpull::experiment::optimize::{
    Best, FIRST_SEARCH_REPLICATION, Goal, Limit, Objective, Proven, SearchSettings, ServiceTarget, Space, search, space,
};
use pushpull::measures::{Column, EntityKind};
use pushpull::model::Model;
use pushpull::path::{Path, SamplePath, qualify};
use pushpull::plan::Plan;
use pushpull::record::Entity;

/// Search replications: more than a search walks the long way on.
const REPLICATIONS: u32 = 5;

/// Every point of a box, with its money and the share of orders in time on the search replications.
struct Everywhere {
    /// Least values are 0.
    most: Vec<i64>,
    money: Vec<f64>,
    on_time: Vec<f64>,
}

impl Everywhere {
    fn new(model: &Model, plan: &Plan, space: &Space) -> Option<Everywhere> {
        let most: Vec<i64> = space.variables.iter().map(|variable| variable.bounds.1).collect();
        let count = most.iter().map(|most| most + 1).product::<i64>() as usize;
        let mut all = Everywhere { most, money: vec![0.0; count], on_time: vec![0.0; count] };
        for number in 0..REPLICATIONS {
            let network = qualify(model, plan, &space.levels(&vec![0; all.most.len()])).ok()?;
            let mut path = Path::new(plan, network).sample_path(model, FIRST_SEARCH_REPLICATION + number, 64).ok()?;
            for place in 0..count {
                let point = all.point(place);
                let variables = space.variables.iter().zip(&point);
                path.set(variables.flat_map(|(v, value)| v.items.iter().map(|item| (*item, *value as u32))));
                all.money[place] += path.cost() / f64::from(REPLICATIONS);
                all.on_time[place] += on_time(&path) / f64::from(REPLICATIONS);
            }
            assert!(!path.overrun());
        }
        Some(all)
    }

    fn point(&self, mut place: usize) -> Vec<i64> {
        let digit = |most: &i64| {
            let digit = place % (*most as usize + 1);
            place /= *most as usize + 1;
            digit as i64
        };
        self.most.iter().map(digit).collect()
    }

    fn place(&self, point: &[i64]) -> usize {
        let digits = self.most.iter().zip(point).rev();
        digits.fold(0, |place, (most, value)| place * (*most as usize + 1) + *value as usize)
    }

    /// Least money of the points that serve so many in time.
    fn least(&self, share: f64) -> f64 {
        let served = self.money.iter().zip(&self.on_time).filter(|(_, on_time)| **on_time >= share - 1e-12);
        served.map(|(money, _)| *money).fold(f64::INFINITY, f64::min)
    }

    /// Whether a point one unit of one or two variables away serves as many in time as is asked, for less.
    fn has_better_neighbour(&self, point: &[i64], share: f64) -> bool {
        let here = self.money[self.place(point)];
        super::optimize::neighbours(point).iter().any(|next| {
            let inside = next.iter().zip(&self.most).all(|(value, most)| (0..=*most).contains(value));
            inside && {
                let place = self.place(next);
                self.on_time[place] >= share - 1e-12 && self.money[place] < here * (1.0 - 2e-9)
            }
        })
    }
}

fn on_time(path: &SamplePath) -> f64 {
    let due = path.flows().iter().filter(|flow| flow.is_due());
    let (met, all) = due.fold((0, 0), |(met, all), flow| (met + flow.on_time, all + flow.orders));
    met as f64 / all as f64
}

/// Greatest value of each of so many variables: the box has some more points than a search scores all of.
fn most(variables: usize) -> Option<i64> {
    [70, 16].get(variables.checked_sub(2)?).copied()
}

fn found(model: &Model, strategy: usize, goal: &Goal, most: i64) -> Best {
    let settings =
        SearchSettings { limits: limits(model, most), replications: Some(REPLICATIONS), ..Default::default() };
    search(model, strategy, goal, &settings, &Silent).unwrap()
}

fn limits(model: &Model, most: i64) -> Vec<Limit> {
    let limit = |item: &pushpull::model::Item| Limit { item: item.name.clone(), number: None, range: (0, most) };
    model.items.iter().map(limit).collect()
}

fn goal(share: f64) -> Goal {
    let system = Entity { kind: EntityKind::System, name: String::new() };
    let target = ServiceTarget { column: Column::parse("on_time_rate").unwrap(), entity: system, value: share };
    Goal { objective: Objective::Cost, targets: if share > 0.0 { vec![target] } else { Vec::new() } }
}

/// Searches that were held against their boxes, and how they came out.
#[derive(Debug, Default)]
struct Tried {
    by_cost: u32,
    with_target: u32,
    proven_best: u32,
    best: u32,
    /// The furthest from the best, relatively.
    furthest: f64,
}

fn hold_against(bench: &Fixture, strategy: &str, share: f64, tried: &mut Tried) {
    let number = bench.strategies().position(|name| name == strategy).unwrap();
    let (model, plan) = (&bench.model, bench.plan(strategy));
    let Some(most) = most(space(model, plan, &[]).variables.len()) else { return };
    let space = space(model, plan, &limits(model, most));
    let Some(all) = Everywhere::new(model, plan, &space) else { return };
    for share in [0.0, share] {
        let best = found(model, number, &goal(share), most);
        assert!(best.how.scorer.contains("kept as paths"), "{}", best.how.scorer);
        let (place, money) = (all.place(&best.point), best.scores.money());
        assert!((money / all.money[place] - 1.0).abs() < 1e-9, "{money} {}", all.money[place]);
        let reachable = all.on_time.iter().copied().fold(0.0, f64::max);
        assert_eq!(best.reached, reachable >= share - 1e-12, "{reachable} of {share}");
        // Where the target is out of reach, what is nearest is asked for.
        let asked = share.min(reachable);
        assert!(all.on_time[place] >= asked - 1e-12);
        let least = all.least(asked);
        if let Some(bound) = &best.bound {
            assert!(bound.money <= least * (1.0 + 1e-9), "{bound:?} {least}");
        }
        let far = money / least - 1.0;
        match best.how.proven {
            Proven::Global => assert!(far < 2e-9, "{strategy} {:?}: {money} {least}", best.point),
            Proven::Pairwise => assert!(!all.has_better_neighbour(&best.point, asked), "{:?}", best.point),
            proven => panic!("{proven:?}"),
        }
        *(if share > 0.0 { &mut tried.with_target } else { &mut tried.by_cost }) += 1;
        tried.proven_best += u32::from(best.how.proven == Proven::Global);
        tried.best += u32::from(far < 2e-9);
        tried.furthest = tried.furthest.max(far);
    }
}

/// On random networks of two or three stocks the points found are, as is claimed, better than all their neighbours or the
/// best there are, and bounds are none that a point is below; most are the best.
#[test]
fn what_is_found_is_the_best_of_the_box_or_near_it() {
    let (mut runner, mut tried) = (TestRunner::deterministic(), Tried::default());
    for _ in 0..24 {
        let network = networks(Times::ConstantMaking).new_tree(&mut runner).unwrap().current();
        let share = (0.5..0.95f64).new_tree(&mut runner).unwrap().current();
        let bench = Fixture::new(&(network.scenario("backorder") + &presets()), &[]);
        for strategy in ["MTS", "ATO"] {
            hold_against(&bench, strategy, share, &mut tried);
        }
    }
    eprintln!("{tried:?}");
    assert!(tried.by_cost >= 12 && tried.with_target >= 12, "{tried:?}");
    // A few short replications make a rugged surface with many pairwise optima: nothing more is claimed, and these are
    // what was found when the test was written, so that a search that gets worse is seen.
    assert!(2 * tried.best >= tried.by_cost + tried.with_target, "{tried:?}");
    assert!(tried.furthest < 0.1, "{tried:?}");
}
