//! The raw tree: what the user wrote, with the place of every key and value. Nothing is judged here.

use super::place::Place;
use std::collections::BTreeMap;

/// A value with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Where the value stands.
    pub place: Place,
    /// What it is.
    pub value: Value,
}

/// What a value can be.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `true`, `false`.
    Flag(bool),
    /// A whole number.
    Whole(i64),
    /// Any other number, NaN and the infinities included.
    Number(f64),
    /// Text.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// A table.
    Table(Table),
    /// A date or a time, which no key takes.
    Date,
}

impl Value {
    /// The word used in messages.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Value::Flag(_) => "true or false",
            Value::Whole(_) => "a whole number",
            Value::Number(_) => "a number",
            Value::Text(_) => "text",
            Value::List(_) => "a list",
            Value::Table(_) => "a table",
            Value::Date => "a date",
        }
    }
}

impl Node {
    /// The table, if it is one.
    #[must_use]
    pub fn table(&self) -> Option<&Table> {
        match &self.value {
            Value::Table(table) => Some(table),
            _ => None,
        }
    }

    /// The number, if it is one.
    #[must_use]
    pub fn number(&self) -> Option<f64> {
        match self.value {
            Value::Whole(value) => Some(value as f64),
            Value::Number(value) => Some(value),
            _ => None,
        }
    }

    /// The whole number, if it is one: `2000` and `2e3` alike.
    #[must_use]
    pub fn whole(&self) -> Option<i64> {
        match self.value {
            Value::Whole(value) => Some(value),
            Value::Number(value) if value.fract() == 0.0 && value.abs() < 9.0e15 => Some(value as i64),
            _ => None,
        }
    }

    /// The text, if it is one.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// A key with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key, unquoted.
    pub key: String,
    /// Where the key stands.
    pub place: Place,
    /// Its value.
    pub node: Node,
}

/// A table: entries in the order of the file, found by key.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    entries: Vec<Entry>,
    index: BTreeMap<String, usize>,
}

impl Table {
    /// Entries, in the order of the file.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The entry of a key.
    #[must_use]
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.index.get(key).map(|at| &self.entries[*at])
    }

    /// The value of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.node)
    }

    /// The entry of a key, to change it.
    pub fn entry_mut(&mut self, key: &str) -> Option<&mut Entry> {
        self.index.get(key).map(|at| &mut self.entries[*at])
    }

    /// Adds an entry, or replaces the value that stood under its key, keeping its rank.
    pub fn put(&mut self, key: String, place: Place, node: Node) -> &mut Entry {
        let at = *self.index.entry(key.clone()).or_insert(self.entries.len());
        let entry = Entry { key, place, node };
        if at == self.entries.len() {
            self.entries.push(entry);
        } else {
            self.entries[at] = entry;
        }
        &mut self.entries[at]
    }

    /// The table under a key, made empty at `place` if the key is new; `None` if something else stands there.
    pub fn table_at(&mut self, key: &str, place: Place) -> Option<&mut Table> {
        if !self.index.contains_key(key) {
            self.put(key.to_string(), place, Node { place, value: Value::Table(Table::default()) });
        }
        match &mut self.entry_mut(key)?.node.value {
            Value::Table(table) => Some(table),
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
