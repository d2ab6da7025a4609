//! The raw tree: what the user wrote, with the place of every key and value. Nothing is judged here.

use super::place::Place;
use std::borrow::Cow;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

/// A value with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct RawNode {
    /// Where the value stands.
    pub place: Place,
    /// What it is.
    pub value: RawValue,
}

/// What a value can be.
#[derive(Clone, Debug, PartialEq)]
pub enum RawValue {
    /// `true`, `false`.
    Flag(bool),
    /// A whole number.
    Whole(i64),
    /// Any other number, NaN and the infinities included.
    Number(f64),
    /// Text.
    Text(String),
    /// A list.
    List(Vec<RawNode>),
    /// A table.
    Table(RawTable),
    /// A date or a time, as it is written.
    Date(String),
}

impl RawValue {
    /// The word used in messages.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            RawValue::Flag(_) => "true or false",
            RawValue::Whole(_) => "a whole number",
            RawValue::Number(_) => "a number",
            RawValue::Text(_) => "text",
            RawValue::List(_) => "a list",
            RawValue::Table(_) => "a table",
            RawValue::Date(_) => "a date",
        }
    }

    /// The value as a message shows it: itself where it is short.
    #[must_use]
    pub fn shown(&self) -> String {
        match self {
            RawValue::Flag(flag) => flag.to_string(),
            RawValue::Whole(number) => number.to_string(),
            RawValue::Number(number) => format!("{number:?}"),
            RawValue::Text(text) if text.chars().count() <= 40 => format!("\"{text}\""),
            other => other.kind().into(),
        }
    }
}

impl RawNode {
    /// The table, if it is one.
    #[must_use]
    pub fn table(&self) -> Option<&RawTable> {
        match &self.value {
            RawValue::Table(table) => Some(table),
            _ => None,
        }
    }

    /// The number, if it is one.
    #[must_use]
    pub fn number(&self) -> Option<f64> {
        match self.value {
            RawValue::Whole(value) => Some(value as f64),
            RawValue::Number(value) => Some(value),
            _ => None,
        }
    }

    /// The whole number, if it is one: `2000` and `2e3` alike.
    #[must_use]
    pub fn whole(&self) -> Option<i64> {
        match self.value {
            RawValue::Whole(value) => Some(value),
            RawValue::Number(value) if value.fract() == 0.0 && value.abs() < 9.0e15 => Some(value as i64),
            _ => None,
        }
    }

    /// The text, if it is one.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            RawValue::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The elements of a list; none of anything else.
    #[must_use]
    pub fn list(&self) -> &[RawNode] {
        match &self.value {
            RawValue::List(list) => list,
            _ => &[],
        }
    }

    /// A date or a time, as text too.
    #[must_use]
    pub fn date(&self) -> Option<&str> {
        match &self.value {
            RawValue::Text(text) | RawValue::Date(text) => Some(text),
            _ => None,
        }
    }
}

/// A key, unquoted. One that the table of keys knows is borrowed from there: a table of a million rows has each of its
/// columns a million times.
pub type RawKey = Cow<'static, str>;

/// A key with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct RawEntry {
    /// The key.
    pub key: RawKey,
    /// Where the key stands.
    pub place: Place,
    /// Its value.
    pub node: RawNode,
}

/// Tables of more entries find them by an index; of so few it takes more memory and time than looking at each.
const INDEXED: usize = 12;

/// A table: entries in the order of the file, found by key.
#[derive(Clone, Debug, Default)]
pub struct RawTable {
    entries: Vec<RawEntry>,
    /// Where there are more than [`INDEXED`].
    index: Option<Box<KeyIndex>>,
}

/// Places of entries by the hash of their keys: open addressing, at most half full, without copies of the keys.
#[derive(Clone, Debug)]
struct KeyIndex {
    slots: Vec<u32>,
    entries: usize,
}

/// A slot without an entry.
const FREE: u32 = u32::MAX;

impl KeyIndex {
    fn of(entries: &[RawEntry]) -> KeyIndex {
        let mut index = KeyIndex { slots: vec![FREE; (4 * entries.len()).next_power_of_two()], entries: 0 };
        (0..entries.len()).for_each(|at| index.add(entries, at));
        index
    }

    /// The slot of a key: the one that has it, or the first free one where it would be.
    fn slot(&self, entries: &[RawEntry], key: &str) -> usize {
        let mut hasher = DefaultHasher::new();
        key.hash(&mut hasher);
        let last = self.slots.len() - 1;
        let mut slot = hasher.finish() as usize & last;
        while self.slots[slot] != FREE && entries[self.slots[slot] as usize].key != key {
            slot = (slot + 1) & last;
        }
        slot
    }

    fn place(&self, entries: &[RawEntry], key: &str) -> Option<usize> {
        let at = self.slots[self.slot(entries, key)];
        (at != FREE).then_some(at as usize)
    }

    /// Takes in the entry at this place, whose key is new.
    fn add(&mut self, entries: &[RawEntry], at: usize) {
        if 2 * (self.entries + 1) > self.slots.len() {
            *self = KeyIndex::of(&entries[..at]);
        }
        let slot = self.slot(entries, &entries[at].key);
        self.slots[slot] = at as u32;
        self.entries += 1;
    }
}

impl PartialEq for RawTable {
    fn eq(&self, other: &RawTable) -> bool {
        self.entries == other.entries
    }
}

impl RawTable {
    /// Entries, in the order of the file.
    #[must_use]
    pub fn entries(&self) -> &[RawEntry] {
        &self.entries
    }

    /// The place of a key among the entries.
    #[must_use]
    pub fn position(&self, key: &str) -> Option<usize> {
        match &self.index {
            Some(index) => index.place(&self.entries, key),
            None => {
                // Most keys differ in length or first letter.
                let is_it =
                    |own: &str| own.len() == key.len() && own.bytes().next() == key.bytes().next() && own == key;
                self.entries.iter().position(|entry| is_it(&entry.key))
            }
        }
    }

    /// The entry of a key.
    #[must_use]
    pub fn entry(&self, key: &str) -> Option<&RawEntry> {
        self.position(key).map(|at| &self.entries[at])
    }

    /// The value of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&RawNode> {
        self.entry(key).map(|entry| &entry.node)
    }

    /// The entry of a key, to change it.
    pub fn entry_mut(&mut self, key: &str) -> Option<&mut RawEntry> {
        self.position(key).map(|at| &mut self.entries[at])
    }

    /// Adds an entry, or replaces the value that stood under its key, keeping its rank.
    pub fn put(&mut self, key: impl Into<RawKey>, place: Place, node: RawNode) -> &mut RawEntry {
        let key = key.into();
        let at = self.position(&key).unwrap_or(self.entries.len());
        let entry = RawEntry { key, place, node };
        if at < self.entries.len() {
            self.entries[at] = entry;
        } else {
            self.push(entry);
        }
        &mut self.entries[at]
    }

    /// The values under all keys, to change them.
    pub fn nodes_mut(&mut self) -> impl Iterator<Item = (&str, &mut RawNode)> {
        self.entries.iter_mut().map(|entry| (&*entry.key, &mut entry.node))
    }

    fn push(&mut self, entry: RawEntry) {
        if self.entries.len() < 4 {
            // Most tables have one or two keys.
            self.entries.reserve_exact(1);
        }
        self.entries.push(entry);
        match &mut self.index {
            Some(index) => index.add(&self.entries, self.entries.len() - 1),
            None if self.entries.len() > INDEXED => self.index = Some(Box::new(KeyIndex::of(&self.entries))),
            None => {}
        }
    }

    /// The table under a key, made empty at `place` if the key is new; `None` if something else stands there.
    pub fn table_at(&mut self, key: &str, place: Place) -> Option<&mut RawTable> {
        self.table_or_new(key, place, || (Cow::Owned(key.to_string()), RawTable::default()))
    }

    /// The same; a new one has its key and its keys from `new`.
    pub fn table_or_new(
        &mut self,
        key: &str,
        place: Place,
        new: impl FnOnce() -> (RawKey, RawTable),
    ) -> Option<&mut RawTable> {
        let at = self.position(key).unwrap_or_else(|| {
            let (key, table) = new();
            self.push(RawEntry { key, place, node: RawNode { place, value: RawValue::Table(table) } });
            self.entries.len() - 1
        });
        match &mut self.entries[at].node.value {
            RawValue::Table(table) => Some(table),
            _ => None,
        }
    }

    /// An empty table with room for so many keys.
    #[must_use]
    pub fn with_room(keys: usize) -> RawTable {
        RawTable { entries: Vec::with_capacity(keys), index: None }
    }

    /// Removes a key.
    pub fn remove(&mut self, key: &str) {
        let Some(at) = self.position(key) else { return };
        self.entries.remove(at);
        self.index = (self.entries.len() > INDEXED).then(|| Box::new(KeyIndex::of(&self.entries)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Few entries and many behave alike.
    #[test]
    fn entries_are_found_with_and_without_an_index() {
        let node = |value| RawNode { place: Place::default(), value: RawValue::Whole(value) };
        let mut table = RawTable::default();
        for value in 0..40 {
            table.put(format!("k{value}"), Place::default(), node(value));
            table.put("k0", Place::default(), node(-value));
            assert_eq!(table.get(&format!("k{value}")), Some(&node(if value == 0 { 0 } else { value })));
        }
        table.remove("k3");
        assert_eq!((table.get("k3"), table.get("k39"), table.entries().len()), (None, Some(&node(39)), 39));
        assert_eq!(table.get("k0"), Some(&node(-39)));
        assert!(table.table_at("new", Place::default()).is_some() && table.table_at("k5", Place::default()).is_none());
    }
}
