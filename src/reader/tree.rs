//! The raw tree: what the user wrote, with the place of every key and value. Nothing is judged here.

use super::place::Place;
use std::collections::BTreeMap;

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
    /// A date or a time, which no key takes.
    Date,
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
            RawValue::Date => "a date",
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
}

/// A key with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct RawEntry {
    /// The key, unquoted.
    pub key: String,
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
    /// Places by key, where there are more than [`INDEXED`].
    index: Option<BTreeMap<Box<str>, usize>>,
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

    fn place(&self, key: &str) -> Option<usize> {
        match &self.index {
            Some(index) => index.get(key).copied(),
            None => self.entries.iter().position(|entry| entry.key == key),
        }
    }

    /// The entry of a key.
    #[must_use]
    pub fn entry(&self, key: &str) -> Option<&RawEntry> {
        self.place(key).map(|at| &self.entries[at])
    }

    /// The value of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&RawNode> {
        self.entry(key).map(|entry| &entry.node)
    }

    /// The entry of a key, to change it.
    pub fn entry_mut(&mut self, key: &str) -> Option<&mut RawEntry> {
        self.place(key).map(|at| &mut self.entries[at])
    }

    /// Adds an entry, or replaces the value that stood under its key, keeping its rank.
    pub fn put(&mut self, key: String, place: Place, node: RawNode) -> &mut RawEntry {
        let at = self.place(&key).unwrap_or(self.entries.len());
        let entry = RawEntry { key, place, node };
        if at < self.entries.len() {
            self.entries[at] = entry;
        } else {
            self.push(entry);
        }
        &mut self.entries[at]
    }

    fn push(&mut self, entry: RawEntry) {
        if let Some(index) = &mut self.index {
            index.insert(entry.key.as_str().into(), self.entries.len());
        }
        if self.entries.len() < 4 {
            // Most tables have one or two keys.
            self.entries.reserve_exact(1);
        }
        self.entries.push(entry);
        if self.index.is_none() && self.entries.len() > INDEXED {
            let places = self.entries.iter().enumerate().map(|(at, entry)| (entry.key.as_str().into(), at));
            self.index = Some(places.collect());
        }
    }

    /// The table under a key, made empty at `place` if the key is new; `None` if something else stands there.
    pub fn table_at(&mut self, key: &str, place: Place) -> Option<&mut RawTable> {
        let at = self.place(key).unwrap_or_else(|| {
            let node = RawNode { place, value: RawValue::Table(RawTable::default()) };
            self.push(RawEntry { key: key.to_string(), place, node });
            self.entries.len() - 1
        });
        match &mut self.entries[at].node.value {
            RawValue::Table(table) => Some(table),
            _ => None,
        }
    }

    /// Removes a key.
    pub fn remove(&mut self, key: &str) {
        let Some(at) = self.place(key) else { return };
        self.entries.remove(at);
        if let Some(index) = &mut self.index {
            index.remove(key);
            index.values_mut().filter(|place| **place > at).for_each(|place| *place -= 1);
        }
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
            table.put("k0".into(), Place::default(), node(-value));
            assert_eq!(table.get(&format!("k{value}")), Some(&node(if value == 0 { 0 } else { value })));
        }
        table.remove("k3");
        assert_eq!((table.get("k3"), table.get("k39"), table.entries().len()), (None, Some(&node(39)), 39));
        assert_eq!(table.get("k0"), Some(&node(-39)));
        assert!(table.table_at("new", Place::default()).is_some() && table.table_at("k5", Place::default()).is_none());
    }
}
