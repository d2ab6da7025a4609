//! Names → places in the model's lists.

use crate::keys::RefersTo;
use crate::reader::{Cursor, Place, Problem, Problems, RawTable};

/// Every name that others may refer to.
pub struct NameIndex<'a> {
    items: NameList<'a>,
    stations: NameList<'a>,
    suppliers: NameList<'a>,
    calendars: NameList<'a>,
}

/// The names of one kind of thing.
struct NameList<'a> {
    word: &'static str,
    list: Vec<&'a str>,
    /// The table that has the names as keys, in the order of the list.
    table: Option<&'a RawTable>,
}

/// Past this many problems the nearest name is not searched any more: thousands of names for thousands of problems.
const NEAREST: usize = 100;

impl<'a> NameList<'a> {
    fn new(word: &'static str, at: Cursor<'a>) -> NameList<'a> {
        let list: Vec<&str> = at.names().map(|named| named.name).collect();
        NameList { word, list, table: at.table() }
    }
}

impl<'a> NameIndex<'a> {
    /// The names of a scenario.
    pub fn new(scenario: Cursor<'a>) -> NameIndex<'a> {
        NameIndex {
            items: NameList::new("item", scenario.at("items")),
            stations: NameList::new("station", scenario.at("stations")),
            suppliers: NameList::new("supplier", scenario.at("suppliers")),
            calendars: NameList::new("calendar", scenario.at("calendars")),
        }
    }

    fn kind(&self, of: RefersTo) -> &NameList<'a> {
        match of {
            RefersTo::Item => &self.items,
            RefersTo::Station => &self.stations,
            RefersTo::Supplier => &self.suppliers,
            RefersTo::Calendar => &self.calendars,
        }
    }

    /// The place of a name in its list.
    pub fn find(&self, of: RefersTo, name: &str) -> Option<u32> {
        self.kind(of).table?.position(name).map(|place| place as u32)
    }

    /// The same; a problem at `place` if there is no such name.
    pub fn need(&self, of: RefersTo, name: &str, place: Place, problems: &mut Problems) -> Option<u32> {
        let found = self.find(of, name);
        if found.is_none() {
            problems.add(self.unknown(of, name, place, problems.len()));
        }
        found
    }

    /// That nobody is called so, with the nearest name; beyond so many problems `before` it none is looked for.
    pub fn unknown(&self, of: RefersTo, name: &str, place: Place, before: usize) -> Problem {
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
