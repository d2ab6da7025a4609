//! Names → places in the model's lists.

use crate::input::cursor::Cursor;
use crate::input::keys::Of;
use crate::input::place::Place;
use crate::input::problem::{Problem, Problems};
use std::collections::BTreeMap;

/// Every name that others may refer to.
pub struct Names<'a> {
    items: Kind<'a>,
    stations: Kind<'a>,
    suppliers: Kind<'a>,
}

/// The names of one kind of thing.
struct Kind<'a> {
    word: &'static str,
    list: Vec<&'a str>,
    index: BTreeMap<&'a str, u32>,
}

/// Past this many problems the nearest name is not searched any more: thousands of names for thousands of problems.
const NEAREST: usize = 100;

impl<'a> Kind<'a> {
    fn new(word: &'static str, at: Cursor<'a>) -> Kind<'a> {
        let list: Vec<&str> = at.names().map(|named| named.name).collect();
        let index = list.iter().enumerate().map(|(place, name)| (*name, place as u32)).collect();
        Kind { word, list, index }
    }
}

impl<'a> Names<'a> {
    /// The names of a scenario.
    pub fn new(scenario: Cursor<'a>) -> Names<'a> {
        Names {
            items: Kind::new("item", scenario.at("items")),
            stations: Kind::new("station", scenario.at("stations")),
            suppliers: Kind::new("supplier", scenario.at("suppliers")),
        }
    }

    fn kind(&self, of: Of) -> &Kind<'a> {
        match of {
            Of::Item => &self.items,
            Of::Station => &self.stations,
            Of::Supplier => &self.suppliers,
        }
    }

    /// The place of a name in its list.
    pub fn find(&self, of: Of, name: &str) -> Option<u32> {
        self.kind(of).index.get(name).copied()
    }

    /// The same; a problem at `place` if there is no such name.
    pub fn need(&self, of: Of, name: &str, place: Place, problems: &mut Problems) -> Option<u32> {
        let found = self.find(of, name);
        if found.is_none() {
            problems.add(self.unknown(of, name, place, problems.len()));
        }
        found
    }

    fn unknown(&self, of: Of, name: &str, place: Place, before: usize) -> Problem {
        let kind = self.kind(of);
        let problem = Problem::new(place, format!("unknown {} `{name}`", kind.word));
        let near = if before < NEAREST { kind.list.as_slice() } else { &[] };
        problem.nearest(name, near.iter().copied())
    }

    /// Item names, in the order of the file.
    pub fn items(&self) -> &[&'a str] {
        &self.items.list
    }
}
