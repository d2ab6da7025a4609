//! Changeovers: what a server does between jobs of different families, by the family it was set up for last.
//!
//! Right where the time depends on the sequence: colours from light to dark, tools, cleaning. Of the entries that fit the most exact one
//! counts, the family before over the family after; without one, and within a family unless it is written, nothing is to be done. Numbers,
//! not laws (M. Pinedo, Scheduling, 2016, 3.1: sequence-dependent set-up times).

use crate::keys::range::{NOT_NEGATIVE, SPAN};
use crate::keys::row::{TIME, key};
use crate::keys::{Fallback, KeyRow, NameKind, ValueKind};
use crate::model::{Changeover, Ticks};
use crate::reader::Cursor;
use std::collections::BTreeMap;

/// The word for any family.
const ANY: &str = "*";

/// Its keys, of every station.
#[rustfmt::skip]
pub const ROWS: &[KeyRow] = &[
    key("stations.*.changeover", ValueKind::Named(NameKind::New), "", Fallback::None, "What a server does before a job of another family than its last one: by the family before, or `\"*\"` for any."),
    key("stations.*.changeover.*", ValueKind::Named(NameKind::New), "", Fallback::None, "By the family after, or `\"*\"` for any; the most exact entry counts, that of the family before first."),
    key("stations.*.changeover.*.*", ValueKind::NumberOrGroup(SPAN), TIME, Fallback::None, "Its time, or `{ time, cost }`."),
    key("stations.*.changeover.*.*.time", ValueKind::Time(SPAN), TIME, Fallback::Is("0"), "Time before the job's set-up."),
    key("stations.*.changeover.*.*.cost", ValueKind::Number(NOT_NEGATIVE), "currency per changeover", Fallback::Is("0"), "Its cost, at the start of the job."),
];

/// The key of what is made.
#[rustfmt::skip]
pub const FAMILY_ROWS: &[KeyRow] = &[
    key("items.*.make.family", ValueKind::Text, "", Fallback::Follows("the item's name"), "What a server is set up for: see `stations.NAME.changeover`."),
];

/// The changeovers of a station, in the order of the file.
#[must_use]
pub fn read(station: Cursor) -> Vec<Changeover> {
    let family = |name: &str| (name != ANY).then(|| name.to_string());
    let before = station.at("changeover").names();
    let all = before.flat_map(|from| from.at.names().map(move |to| (from, to)));
    all.map(|(from, to)| {
        let (time, cost) = match to.at.given_number() {
            Some(time) => (time, 0.0),
            None => (to.at.at("time").number(), to.at.at("cost").number()),
        };
        Changeover { from: family(from.name), to: family(to.name), time: Ticks::from_units(time), cost }
    })
    .collect()
}

/// The changeovers of a station of a plan, between families by their numbers.
#[derive(Clone, Debug, Default)]
pub struct ChangeoverTable {
    entries: BTreeMap<(Option<u32>, Option<u32>), (i64, f64)>,
}

impl ChangeoverTable {
    /// Of a station; `number` is that of a family, if anything of it is made.
    #[must_use]
    pub fn new(changeovers: &[Changeover], number: impl Fn(&str) -> Option<u32>) -> ChangeoverTable {
        let place = |family: &Option<String>| match family {
            None => Some(None),
            Some(name) => number(name).map(Some),
        };
        let entry = |one: &Changeover| Some(((place(&one.from)?, place(&one.to)?), (one.time.0, one.cost)));
        ChangeoverTable { entries: changeovers.iter().filter_map(entry).collect() }
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Time, ticks, and cost of a changeover between two families.
    #[must_use]
    pub fn between(&self, from: u32, to: u32) -> (i64, f64) {
        let written = |key| self.entries.get(&key).copied();
        let exact = written((Some(from), Some(to)));
        if from == to {
            return exact.unwrap_or_default();
        }
        let wider =
            || written((Some(from), None)).or_else(|| written((None, Some(to)))).or_else(|| written((None, None)));
        exact.or_else(wider).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_exact_entry_counts() {
        let one = |from: &str, to: &str, time: f64| Changeover {
            from: (from != ANY).then(|| from.into()),
            to: (to != ANY).then(|| to.into()),
            time: Ticks::from_units(time),
            cost: time,
        };
        let all = [
            one("a", "b", 1.0),
            one("a", "*", 2.0),
            one("*", "b", 3.0),
            one("*", "*", 4.0),
            one("c", "c", 5.0),
            one("d", "a", 6.0),
        ];
        let number = |name: &str| ["a", "b", "c"].iter().position(|known| *known == name).map(|place| place as u32);
        let table = ChangeoverTable::new(&all, number);
        let found = [(0, 1), (0, 2), (2, 1), (2, 0), (2, 2), (1, 1)].map(|(from, to)| table.between(from, to).1);
        assert_eq!(found, [1.0, 2.0, 3.0, 4.0, 5.0, 0.0]);
    }
}
