//! The best set of held items, from the pure strategies on.

use super::best_set::BestDecoupling;
use super::contenders::describe;
use super::neighbourhood::Neighbourhood;
use super::problem::DecouplingProblem;
use crate::experiment::optimize::progress::SearchProgress;
use crate::experiment::optimize::{Goal, SearchSettings, lean};
use crate::model::{ItemKind, Model, Supply};
use crate::threads;
use crate::watch::{Stopped, Watch, stoppable};

/// Most variants of a product that may be held.
const MOST_VARIANTS: u64 = 10_000;

/// The best set of held items for a goal. Rules, allocation and pegging are those of the strategy named; an item it does
/// not hold is held by the rule the scenario names for it, or by a base stock.
///
/// # Errors
/// The watch stopped it.
pub fn decouple(
    model: &Model,
    strategy: usize,
    goal: &Goal,
    settings: &SearchSettings,
    watch: &dyn Watch,
) -> Result<BestDecoupling, Stopped> {
    let lean = lean(model, goal);
    let may_hold: Vec<bool> = lean.items.iter().map(|item| variants(&item.supply) <= MOST_VARIANTS).collect();
    let pure = pure(&lean, &may_hold);
    stoppable(watch, |teller| {
        let progress = SearchProgress::of(teller, "what to hold", settings.until).of_many();
        let problem = DecouplingProblem::new(&lean, strategy, goal, settings, &progress);
        threads::within(settings.threads, || {
            let mut search = Neighbourhood::new(&problem, may_hold);
            let best = search.best(&pure.iter().map(|(_, held)| held.clone()).collect::<Vec<_>>());
            describe(&mut search, pure, best)
        })
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

fn variants(supply: &Supply) -> u64 {
    let Supply::Make(make) = supply else { return 1 };
    make.families.iter().fold(1, |count, family| count.saturating_mul(family.choices.len() as u64))
}
