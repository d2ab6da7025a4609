//! Shelf life: a free unit is written off when it has lain on the shelf for so long.
//!
//! Use it for what spoils or has a date. Units leave the shelf oldest first, or newest first where customers choose. Perishable stock under
//! a fixed life: S. Nahmias, Operations Research 30(4), 1982. Committed units and work in process do not age.

use crate::keys::row::{TIME, key};
use crate::keys::{Fallback, KeyRow, LawUse, ValueKind};
use crate::laws::{Law, law_of};
use crate::model::Issue;
use crate::reader::{Cursor, Problem, Problems};
use std::collections::VecDeque;

const ORDERS: &[&str] = &["oldest", "newest"];

/// Its keys.
#[rustfmt::skip]
pub(super) const ROWS: &[KeyRow] = &[
    key("items.*.shelf_life", ValueKind::Law(LawUse::Gap), TIME, Fallback::Follows("no end"), "How long units of one replenishment may lie on the shelf, from their receipt: then those still free are written off. Not for products with options or optional parts."),
    key("items.*.issue", ValueKind::Word(ORDERS), "", Fallback::Follows("`\"oldest\"`"), "Which units of the shelf go first, where they have a `shelf_life`."),
];

/// The law of the life, if there is one.
pub(super) fn read(item: Cursor, problems: &mut Problems) -> Option<Law> {
    let at = item.at("shelf_life");
    let (options, optional) = (item.at("make").at("options"), item.at("make").at("optional"));
    for other in [options, optional].into_iter().filter(|other| at.is_given() && other.is_given()) {
        let problem = Problem::new(at.place, "a product with options or optional parts has no `shelf_life`");
        problems.add(problem.also(other.place, "they are here").help("give it to the parts that spoil"));
    }
    if item.at("issue").is_given() && !at.is_given() {
        let problem =
            Problem::new(item.at("issue").place, "`issue` says which units go first where they have a `shelf_life`");
        problems.add(problem.help("give `shelf_life`, or leave it out"));
    }
    law_of(at.node()?)
}

/// Which units go first.
pub(super) fn issue(item: Cursor) -> Issue {
    match item.at("issue").given_text() {
        Some("newest") => Issue::Newest,
        _ => Issue::Oldest,
    }
}

/// Units that came to a shelf together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct ShelfLot {
    number: u64,
    units: i64,
}

/// What lies on a shelf, in the order in which it came. What was taken since the last look is found from the units that are free: between two
/// looks nothing is put there.
#[derive(Clone, Debug, Default)]
pub struct ShelfLots {
    lots: VecDeque<ShelfLot>,
    units: i64,
}

impl ShelfLots {
    /// An empty shelf.
    pub fn clear(&mut self) {
        self.lots.clear();
        self.units = 0;
    }

    /// `free` units are still there.
    fn settle(&mut self, free: i64, issue: Issue) {
        let mut taken = self.units - free;
        self.units = free;
        while taken > 0 {
            let lot = match issue {
                Issue::Oldest => self.lots.front_mut(),
                Issue::Newest => self.lots.back_mut(),
            };
            let Some(lot) = lot else { return };
            if lot.units > taken {
                lot.units -= taken;
                return;
            }
            taken -= lot.units;
            match issue {
                Issue::Oldest => self.lots.pop_front(),
                Issue::Newest => self.lots.pop_back(),
            };
        }
    }

    /// Puts a lot there, beside `free` units.
    pub fn put(&mut self, free: i64, issue: Issue, number: u64, units: i64) {
        self.settle(free, issue);
        self.units += units;
        self.lots.push_back(ShelfLot { number, units });
    }

    /// Takes what is left of a lot of `free` units; gives how many these are.
    pub fn take(&mut self, free: i64, issue: Issue, number: u64) -> i64 {
        self.settle(free, issue);
        let place = self.lots.iter().position(|lot| lot.number == number);
        let units = place.and_then(|place| self.lots.remove(place)).map_or(0, |lot| lot.units);
        self.units -= units;
        units
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Against a list of single units.
    #[test]
    fn lots_leave_as_they_must() {
        for issue in [Issue::Oldest, Issue::Newest] {
            let (mut lots, mut units) = (ShelfLots::default(), Vec::<u64>::new());
            for step in 0..200_u64 {
                let some = (step * 11 % 4) as usize;
                lots.put(units.len() as i64, issue, step, some as i64);
                units.extend(std::iter::repeat_n(step, some));
                for _ in 0..(step * 5 % 4).min(units.len() as u64) {
                    match issue {
                        Issue::Oldest => units.remove(0),
                        Issue::Newest => units.pop().unwrap(),
                    };
                }
                let old = step.saturating_sub(3 + step % 2);
                let left = units.iter().filter(|unit| **unit == old).count() as i64;
                assert_eq!(lots.take(units.len() as i64, issue, old), left, "{step}");
                units.retain(|unit| *unit != old);
            }
        }
    }
}
