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

/// A table: entries in the order of the file, found by key.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RawTable {
    entries: Vec<RawEntry>,
    index: BTreeMap<String, usize>,
}

impl RawTable {
    /// Entries, in the order of the file.
    #[must_use]
    pub fn entries(&self) -> &[RawEntry] {
        &self.entries
    }

    /// The entry of a key.
    #[must_use]
    pub fn entry(&self, key: &str) -> Option<&RawEntry> {
        self.index.get(key).map(|at| &self.entries[*at])
    }

    /// The value of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&RawNode> {
        self.entry(key).map(|entry| &entry.node)
    }

    /// The entry of a key, to change it.
    pub fn entry_mut(&mut self, key: &str) -> Option<&mut RawEntry> {
        self.index.get(key).map(|at| &mut self.entries[*at])
    }

    /// Adds an entry, or replaces the value that stood under its key, keeping its rank.
    pub fn put(&mut self, key: String, place: Place, node: RawNode) -> &mut RawEntry {
        let at = *self.index.entry(key.clone()).or_insert(self.entries.len());
        let entry = RawEntry { key, place, node };
        if at == self.entries.len() {
            self.entries.push(entry);
        } else {
            self.entries[at] = entry;
        }
        &mut self.entries[at]
    }

    /// The table under a key, made empty at `place` if the key is new; `None` if something else stands there.
    pub fn table_at(&mut self, key: &str, place: Place) -> Option<&mut RawTable> {
        if !self.index.contains_key(key) {
            self.put(key.to_string(), place, RawNode { place, value: RawValue::Table(RawTable::default()) });
        }
        match &mut self.entry_mut(key)?.node.value {
            RawValue::Table(table) => Some(table),
            _ => None,
        }
    }

    /// Removes a key.
    pub fn remove(&mut self, key: &str) {
        if let Some(at) = self.index.remove(key) {
            self.entries.remove(at);
            for place in self.index.values_mut().filter(|place| **place > at) {
                *place -= 1;
            }
        }
    }
}
