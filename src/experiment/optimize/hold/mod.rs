//! What to hold at all: the best set of held items, from none to all, each with the best levels for it.
//!
//! ```text
//! pure strategies ─► best levels of each ─► switches, alone and together, levels following ─► no switch helps
//!                    (few, short replications)  (from what is worth a unit, from the best pure one, from nothing)
//!   ─► the same on all search replications, without the switches that were surely dearer
//!   ─► levels of the winner and of the best pure one, searched anew ─► fresh replications: gain, and why
//! ```
//!
//! A switch really changes what is held, and with it the plan: an order-driven item is not the same as one with a base
//! stock of 0, whose units belong to whoever asks first. But it is nearly so, and with everything held, the items that are
//! best at 0 tell where to begin. The number of sets is 2 to the number of items, so this is a local search: what it
//! ends with is no dearer, on the search replications, than every set one switch away with the levels around the switch
//! searched. A service is paid for on the way, at what its next unit costs at the set: a switch that misses a target by
//! a hair and saves a lot is one to follow, all levels with it.

mod contenders;
mod counted;
mod fresh;
mod priced;
mod relaxed;
mod switches;
mod trial;
mod walk;

use super::simulated::lean;
use super::{Best, Goal, Scores, SearchProgress, SearchSettings};
use crate::model::{ItemKind, Model, Supply};
use crate::stats::{Estimate, Paired};
use crate::threads;
use contenders::describe;
use trial::Frame;
use walk::Walk;

/// Most variants of a product that may be held.
const MOST_VARIANTS: u64 = 10_000;

/// The best set of held items, and what it is compared with.
#[derive(Clone, Debug)]
pub struct Decoupled {
    /// The pure strategies (MTO holds nothing, ATO all but products, MTS products only, `all` everything) without those
    /// that are the same, each at its best levels; the best set of held items last.
    pub contenders: Vec<Contender>,
    /// Place of the best pure one.
    pub best_pure: usize,
    /// Its money − that of the best set, per time unit, on fresh replications: what the best set gains. Zero where the
    /// best set is a pure one.
    pub gain: Paired,
    /// By item that may be held, in the order of the scenario.
    pub items: Vec<Reason>,
    /// Sets of held items looked at, and points scored for them.
    pub sets: usize,
    pub evaluations: u64,
    /// Search replications.
    pub replications: u32,
    /// Those of the way, where they were fewer or shorter.
    pub way: Option<Short>,
}

/// The replications of the way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Short {
    pub replications: u32,
    /// Length of the window, time units.
    pub window: f64,
}

/// A set of held items at its best levels.
#[derive(Clone, Debug)]
pub struct Contender {
    /// `MTO`, `ATO`, `MTS`, `all`, or `mixed`.
    pub name: String,
    /// Items held, in the order of the scenario.
    pub held: Vec<String>,
    /// Those of them with a base stock of 0. The best set has one only where it is worse without.
    pub empty: Vec<String>,
    /// The name it gets in the scenario: another one where the scenario has a strategy of this name.
    pub key: String,
    /// `key=value`s that make it a strategy of that name, each with the name before it: lines of TOML.
    pub sets: Vec<String>,
    /// Its levels, and how they were found.
    pub best: Best,
    /// What it comes to on fresh replications (those of a run).
    pub fresh: Scores,
}

/// Why an item is held, or is not: the best set against the same with this one item switched and the levels around it
/// searched again, on fresh replications, paired. An item that is not held would be with one unit at least.
#[derive(Clone, Debug)]
pub struct Reason {
    pub item: String,
    pub held: bool,
    /// What holding it saves (all costs but holding, less revenue; where targets are met, service missed or spared at what
    /// its next unit costs, too), and what it costs (holding, of the whole system): per time unit. Holding pays where the
    /// first is greater.
    pub saves: Estimate,
    pub costs: Estimate,
    /// Saves − costs.
    pub net: Estimate,
    /// By target: what holding it adds to the service, in its unit.
    pub service: Vec<Estimate>,
    /// Whether the targets are met with the item switched.
    pub met_otherwise: bool,
}

/// The best set of held items for a goal. Rules, allocation and pegging are those of the strategy named; an item it does
/// not hold is held by the rule the scenario names for it, or by a base stock.
#[must_use]
pub fn decouple(
    model: &Model,
    strategy: usize,
    goal: &Goal,
    settings: &SearchSettings,
    progress: &SearchProgress<'_>,
) -> Decoupled {
    let lean = lean(model, goal);
    let frame = Frame::new(&lean, strategy, goal, settings, progress);
    let may_hold: Vec<bool> = lean.items.iter().map(|item| variants(&item.supply) <= MOST_VARIANTS).collect();
    let pure = pure(&lean, &may_hold);
    threads::within(settings.threads, || {
        let mut walk = Walk::new(&frame, may_hold);
        let best = walk.best(&pure.iter().map(|(_, held)| held.clone()).collect::<Vec<_>>());
        describe(&mut walk, pure, best)
    })
}

/// The pure strategies, by name; those that are the same once.
fn pure(model: &Model, may_hold: &[bool]) -> Vec<(&'static str, Vec<bool>)> {
    let of = |holds: fn(ItemKind) -> bool| -> Vec<bool> {
        model.items.iter().zip(may_hold).map(|(item, may)| *may && holds(item.kind)).collect()
    };
    let mut pure = vec![
        ("MTO", of(|_| false)),
        ("ATO", of(|kind| kind != ItemKind::Product)),
        ("MTS", of(|kind| kind == ItemKind::Product)),
        ("all", of(|_| true)),
    ];
    let mut seen: Vec<Vec<bool>> = Vec::new();
    pure.retain(|(_, held)| {
        let new = !seen.contains(held);
        seen.push(held.clone());
        new
    });
    pure
}

/// A name that no strategy of the scenario has.
fn free_name(model: &Model, name: &str) -> String {
    let taken = |name: &String| model.strategies.iter().any(|strategy| strategy.name == *name);
    let others = (1..).map(|number| if number == 1 { format!("{name}_best") } else { format!("{name}_best{number}") });
    [name.to_string()].into_iter().chain(others).find(|name| !taken(name)).expect("the numbers do not end")
}

fn variants(supply: &Supply) -> u64 {
    let Supply::Make(make) = supply else { return 1 };
    make.families.iter().fold(1, |count, family| count.saturating_mul(family.choices.len() as u64))
}
