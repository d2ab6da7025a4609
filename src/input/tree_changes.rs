//! What one tree of a scenario has and another has not.

use super::key_path::Part;
use super::keys::root;
use super::own_settings::SECTIONS;
use crate::keys::{Exclusive, KeyNode, Swap, ValueKind};
use crate::reader::{RawEntry, RawNode, RawTable, RawValue};

/// A key, and the value it has.
pub type Changes = Vec<(Vec<Part>, RawNode)>;

/// The keys of `own` whose values are not those of `base`, as far as a strategy may set them; set in `base` they make it the same.
pub fn changes(own: &RawTable, base: &RawTable) -> Changes {
    let mut found = Vec::new();
    for section in SECTIONS {
        let empty = RawTable::default();
        let table = |tree: &'_ RawTable| tree.get(section).and_then(RawNode::table).cloned();
        if let (Some(key), Some(own)) = (root().child(section), table(own)) {
            below(&own, &table(base).unwrap_or(empty), key, &[part(section)], &mut found);
        }
    }
    found
}

fn part(key: &str) -> Part {
    Part { key: key.into(), start: 0, end: 0 }
}

fn below(own: &RawTable, base: &RawTable, key: &'static KeyNode, path: &[Part], found: &mut Changes) {
    // Names in the order of the file, keys in that of their table: the same changes give the same list.
    let rank = |entry: &&RawEntry| key.children.iter().position(|child| child.name == entry.key || child.name == "*");
    let mut entries: Vec<&RawEntry> = own.entries().iter().collect();
    entries.sort_by_key(rank);
    for entry in entries {
        let Some(child) = key.child(&entry.key) else { continue };
        let path = [path, &[part(&entry.key)]].concat();
        let other = base.get(&entry.key);
        match (entry.node.table(), other.and_then(RawNode::table)) {
            (Some(own), Some(other)) if has_keys(child) && !lost(own, other, child) => {
                below(own, other, child, &path, found)
            }
            // A table that the scenario leaves out has its defaults: what is said in it is said key by key.
            (Some(own), None) if other.is_none() && is_plain(child, own) => {
                below(own, &RawTable::default(), child, &path, found)
            }
            _ if other.is_some_and(|other| same(&entry.node, other)) => {}
            _ => found.push((path, entry.node.clone())),
        }
    }
}

/// Whether what stands at the key may be a table of keys that are set one by one.
fn has_keys(key: &KeyNode) -> bool {
    !matches!(key.row.kind, ValueKind::Law(_))
}

/// Whether what stands at the key is a table of keys, none of which replaces another.
fn is_plain(key: &KeyNode, own: &RawTable) -> bool {
    let replaces =
        |choice: &Exclusive| choice.swap == Swap::Replaces && choice.keys.iter().any(|name| own.get(name).is_some());
    key.row.kind == ValueKind::Group && !key.exclusive.iter().any(|choice| replaces(choice))
}

/// Whether a key of `base` is gone, and no other has taken its place.
fn lost(own: &RawTable, base: &RawTable, key: &KeyNode) -> bool {
    let has = |name: &&str| own.get(name).is_some();
    let replaced = |gone: &str| {
        let choices = key.exclusive.iter().filter(|choice| choice.swap == Swap::Replaces);
        let mut of_it = choices.filter(|choice| choice.keys.contains(&gone) || choice.with.contains(&gone));
        of_it.any(|choice| choice.keys.iter().any(&has))
    };
    base.entries().iter().any(|entry| !has(&&*entry.key) && !replaced(&entry.key))
}

/// Whether two values are the same, wherever they stand.
fn same(one: &RawNode, other: &RawNode) -> bool {
    match (&one.value, &other.value) {
        (RawValue::Table(one), RawValue::Table(other)) => {
            let alike = |entry: &RawEntry| other.get(&entry.key).is_some_and(|it| same(&entry.node, it));
            one.entries().len() == other.entries().len() && one.entries().iter().all(alike)
        }
        (RawValue::List(one), RawValue::List(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (a, b) => a == b || one.number().is_some_and(|number| Some(number) == other.number()),
    }
}
