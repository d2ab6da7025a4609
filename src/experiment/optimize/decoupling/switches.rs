//! The sets of held items beside a set: what is looked at from it.

use crate::model::{Model, Supply};
use crate::network::Usage;
use std::collections::BTreeSet;

/// Sets one switch away: a single item, the choices of a family together, or the stock of a made item moved to its
/// parts or back.
pub(super) fn beside(model: &Model, held: &[bool], may_hold: &[bool]) -> Vec<Vec<bool>> {
    let mut sets: Vec<Vec<bool>> = singles(held, may_hold);
    for item in 0..held.len() {
        let parts = parts(model, item);
        if parts.is_empty() {
            continue;
        }
        for own in [true, false] {
            let mut set = held.to_vec();
            set[item] = own;
            parts.iter().for_each(|part| set[*part] = !own);
            sets.push(set);
        }
        let Supply::Make(make) = &model.items[item].supply else { continue };
        for family in &make.families {
            for value in [true, false] {
                let mut set = held.to_vec();
                family.choices.iter().for_each(|choice| set[choice.item.index()] = value);
                sets.push(set);
            }
        }
    }
    let mut seen = BTreeSet::from([held.to_vec()]);
    sets.retain(|set| set.iter().zip(may_hold).all(|(held, may)| *may || !*held) && seen.insert(set.clone()));
    sets
}

/// Sets that differ in one item.
pub(super) fn singles(held: &[bool], may_hold: &[bool]) -> Vec<Vec<bool>> {
    let switched = |item: usize| {
        let mut set = held.to_vec();
        set[item] = !set[item];
        set
    };
    (0..held.len()).filter(|item| may_hold[*item]).map(switched).collect()
}

/// All switches of these sets made together, the earlier ones first where two disagree.
pub(super) fn together(held: &[bool], sets: &[&Vec<bool>]) -> Vec<bool> {
    let mut joint = held.to_vec();
    for set in sets {
        let fits = (0..held.len())
            .all(|item| set[item] == held[item] || joint[item] == held[item] || joint[item] == set[item]);
        if fits {
            for item in 0..held.len() {
                if set[item] != held[item] {
                    joint[item] = set[item];
                }
            }
        }
    }
    joint
}

/// Items that differ.
pub(super) fn switched(before: &[bool], after: &[bool]) -> Vec<bool> {
    before.iter().zip(after).map(|(a, b)| a != b).collect()
}

/// Items whose levels are likely to answer to a switch: those switched, what they are made of, and what is made of them.
pub(super) fn near(model: &Model, before: &[bool], after: &[bool]) -> Vec<bool> {
    let switched = switched(before, after);
    let mut near = switched.clone();
    for item in 0..before.len() {
        for part in parts(model, item) {
            near[item] |= switched[part];
            near[part] |= switched[item];
        }
    }
    near
}

/// Items an item may be made of.
fn parts(model: &Model, item: usize) -> Vec<usize> {
    Usage::of(&model.items[item]).iter().map(|usage| usage.part).collect()
}
