//! Typed reading of a checked tree: a value, or the default its row in the table of keys names.
//!
//! Reading a key that has no row is a bug and stops the program; every test that builds a model walks these reads.

use super::place::Place;
use super::tree::{RawNode, RawTable, RawValue};
use crate::keys::{Fallback, KeyNode};

/// A key of the scenario, given or not.
#[derive(Clone, Copy, Debug)]
pub struct Cursor<'a> {
    key: &'static KeyNode,
    node: Option<&'a RawNode>,
    /// Where the key stands, or the nearest key above it that is given.
    pub place: Place,
}

/// A name the user chose, with what stands under it.
#[derive(Clone, Copy, Debug)]
pub struct Named<'a> {
    /// The name.
    pub name: &'a str,
    /// Where the name stands.
    pub place: Place,
    /// What stands under it.
    pub at: Cursor<'a>,
}

impl<'a> Cursor<'a> {
    /// The scenario itself.
    #[must_use]
    pub fn top(root: &'static KeyNode, scenario: &'a RawNode) -> Cursor<'a> {
        Cursor { key: root, node: Some(scenario), place: scenario.place }
    }

    /// The key below with this name.
    #[must_use]
    pub fn at(self, name: &str) -> Cursor<'a> {
        let key = self.key.child(name).expect("every key that is read has a row in the table of keys");
        match self.table().and_then(|table| table.entry(name)) {
            Some(entry) => Cursor { key, node: Some(&entry.node), place: entry.place },
            None => Cursor { key, node: None, place: self.place },
        }
    }

    /// The same key with another value.
    #[must_use]
    pub fn instead<'b>(self, node: &'b RawNode) -> Cursor<'b> {
        Cursor { key: self.key, node: Some(node), place: self.place }
    }

    /// The keys below, when the user chooses them, in the order of the file.
    pub fn names(self) -> impl Iterator<Item = Named<'a>> {
        let key = self.key.child("*").expect("a table of names has a row for them");
        self.table().map(RawTable::entries).unwrap_or_default().iter().map(move |entry| Named {
            name: &entry.key,
            place: entry.place,
            at: Cursor { key, node: Some(&entry.node), place: entry.place },
        })
    }

    /// The table that stands here, if one is given.
    #[must_use]
    pub fn table(self) -> Option<&'a RawTable> {
        self.node.and_then(RawNode::table)
    }

    /// Whether something stands below that is no key.
    #[must_use]
    pub fn has_unknown_keys(self) -> bool {
        self.table().is_some_and(|table| table.entries().iter().any(|entry| self.key.child(&entry.key).is_none()))
    }

    /// The value that stands here, if one is given.
    #[must_use]
    pub fn node(self) -> Option<&'a RawNode> {
        self.node
    }

    /// Whether the key is given.
    #[must_use]
    pub fn is_given(self) -> bool {
        self.node.is_some()
    }

    /// The place of the value if given, else of the key above.
    #[must_use]
    pub fn value_place(self) -> Place {
        self.node.map_or(self.place, |node| node.place)
    }

    fn fallback(self) -> Option<&'static str> {
        match self.key.row.default {
            Fallback::Is(value) => Some(value),
            _ => None,
        }
    }

    /// A number, or its default. 0 where a problem was reported or nothing is known.
    #[must_use]
    pub fn number(self) -> f64 {
        self.given_number().or_else(|| self.fallback()?.parse().ok()).unwrap_or(0.0)
    }

    /// A number, if given.
    #[must_use]
    pub fn given_number(self) -> Option<f64> {
        self.node?.number()
    }

    /// A whole number, or its default; 0 where a problem was reported or nothing is known.
    #[must_use]
    pub fn whole(self) -> i64 {
        self.given_whole().or_else(|| self.fallback()?.parse().ok()).unwrap_or(0)
    }

    /// A whole number, if given.
    #[must_use]
    pub fn given_whole(self) -> Option<i64> {
        self.node?.whole()
    }

    /// Text, or its default.
    #[must_use]
    pub fn text(self) -> &'a str {
        self.given_text().or_else(|| self.fallback().map(|text| text.trim_matches('"'))).unwrap_or("")
    }

    /// Text, if given.
    #[must_use]
    pub fn given_text(self) -> Option<&'a str> {
        self.node.and_then(RawNode::text)
    }

    /// A flag, or its default.
    #[must_use]
    pub fn flag(self) -> bool {
        match self.node.map(|node| &node.value) {
            Some(RawValue::Flag(flag)) => *flag,
            _ => self.fallback() == Some("true"),
        }
    }

    /// The elements of a list, if given.
    #[must_use]
    pub fn list(self) -> Option<&'a [RawNode]> {
        match &self.node?.value {
            RawValue::List(list) => Some(list),
            _ => None,
        }
    }

    /// The tables of a list of tables; one where a table stands alone.
    #[must_use]
    pub fn groups(self) -> Vec<Cursor<'a>> {
        match self.node.map(|node| (&node.value, node.place)) {
            Some((RawValue::Table(_), _)) => vec![self],
            Some((RawValue::List(list), _)) => {
                let one = |node: &'a RawNode| Cursor { key: self.key, node: Some(node), place: node.place };
                list.iter().map(one).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Numbers of a list, or of its default.
    #[must_use]
    pub fn numbers(self) -> Vec<f64> {
        match self.list() {
            Some(list) => list.iter().filter_map(RawNode::number).collect(),
            None => {
                let inner = self.fallback().unwrap_or("[]").trim_matches(['[', ']']);
                inner.split(',').filter_map(|number| number.trim().parse().ok()).collect()
            }
        }
    }
}
