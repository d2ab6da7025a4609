//! `[defaults.items]` and `[defaults.demand]`: what holds for every item or stream that does not say otherwise.

use super::keys::root;
use super::keys::table::CLASS_TERMS;
use crate::keys::{KeyNode, Swap, ValueKind};
use crate::reader::{RawEntry, RawKey, RawNode, RawTable, RawValue, join};

/// Writes the terms of classes into their streams: a stream's own key stands before them, and they before the defaults.
pub fn apply_classes(tree: &mut RawTable) {
    let Some(classes) = tree.get("classes").and_then(RawNode::table).cloned() else { return };
    let text = |table: &RawTable| table.get("class").and_then(RawNode::text).map(str::to_string);
    let shared = tree.get("defaults").and_then(RawNode::table).and_then(|defaults| defaults.get("demand")?.table());
    let shared = shared.and_then(text);
    let key = root().child("demand").and_then(|key| key.child("*")).expect("the section has a row for names");
    let Some(RawValue::Table(streams)) = tree.entry_mut("demand").map(|entry| &mut entry.node.value) else { return };
    let names: Vec<RawKey> = streams.entries().iter().map(|entry| entry.key.clone()).collect();
    for name in names {
        let Some(RawValue::Table(own)) = streams.entry_mut(&name).map(|entry| &mut entry.node.value) else { continue };
        let Some(class) = text(own).or_else(|| shared.clone()) else { continue };
        let Some(mut terms) = classes.get(&class).and_then(RawNode::table).cloned() else { continue };
        let others = terms.entries().iter().map(|entry| entry.key.clone());
        let others: Vec<RawKey> = others.filter(|key| !CLASS_TERMS.contains(&&**key)).collect();
        others.iter().for_each(|key| terms.remove(key));
        fill(own, &terms, key);
    }
}

/// Terms of classes that every stream of theirs says otherwise, in a tree with the terms in its streams.
pub fn unreached_terms(tree: &RawTable) -> Vec<String> {
    let section = |name: &str| tree.get(name).and_then(RawNode::table).map(RawTable::entries).unwrap_or_default();
    let mut keys = Vec::new();
    for class in section("classes") {
        let of_class = |stream: &&RawTable| stream.get("class").and_then(RawNode::text) == Some(&*class.key);
        let streams: Vec<&RawTable> =
            section("demand").iter().filter_map(|stream| stream.node.table()).filter(of_class).collect();
        let terms = class.node.table().map(RawTable::entries).unwrap_or_default().iter();
        for term in terms.filter(|term| CLASS_TERMS.contains(&&*term.key) && !streams.is_empty()) {
            if !streams.iter().any(|stream| has_some_of(stream, term)) {
                keys.push(join(["classes", &class.key, &term.key]));
            }
        }
    }
    keys
}

/// Whether an entry stands in a table, or one of the entries below it: as it was copied, with its place.
fn has_some_of(table: &RawTable, entry: &RawEntry) -> bool {
    let Some(own) = table.entry(&entry.key) else { return false };
    let below = own.node.table().zip(entry.node.table());
    own.place == entry.place || below.is_some_and(|(own, below)| below.entries().iter().any(|it| has_some_of(own, it)))
}

/// Writes the defaults into the entities of a tree. An item's or stream's own key stands before them; a law or rule of its own
/// replaces that of the defaults whole.
pub fn apply(tree: &mut RawTable) {
    let Some(defaults) = tree.get("defaults").and_then(RawNode::table).cloned() else { return };
    for section in ["items", "demand"] {
        let Some(below) = defaults.get(section).and_then(RawNode::table) else { continue };
        let key = root().child(section).and_then(|key| key.child("*")).expect("the section has a row for names");
        let Some(entities) = tree.entry_mut(section).map(|entry| &mut entry.node.value) else { continue };
        let RawValue::Table(entities) = entities else { continue };
        let names: Vec<RawKey> = entities.entries().iter().map(|entry| entry.key.clone()).collect();
        for name in names {
            if let Some(RawValue::Table(own)) = entities.entry_mut(&name).map(|entry| &mut entry.node.value) {
                fill(own, below, key);
            }
        }
    }
}

/// Adds to a table what it does not have.
fn fill(own: &mut RawTable, defaults: &RawTable, key: &KeyNode) {
    // What the table says by itself, before anything is added.
    let given: Vec<RawKey> = own.entries().iter().map(|entry| entry.key.clone()).collect();
    for entry in defaults.entries().iter().filter(|entry| fits(&given, entry, key)) {
        let child = key.child(&entry.key);
        match (own.entry_mut(&entry.key).map(|entry| &mut entry.node.value), entry.node.table()) {
            (None, _) => {
                own.put(entry.key.clone(), entry.place, entry.node.clone());
            }
            (Some(RawValue::Table(own)), Some(defaults)) if !is_tag(key, &entry.key) && child.is_some_and(has_keys) => {
                fill(own, defaults, child.expect("just seen"));
            }
            _ => {}
        }
    }
}

/// Whether a key is one of several that replace each other.
fn is_tag(key: &KeyNode, name: &str) -> bool {
    key.exclusive.iter().any(|choice| choice.swap == Swap::Replaces && choice.keys.contains(&name))
}

/// Whether a table at this key is one of keys, not a choice that is replaced whole.
fn has_keys(key: &KeyNode) -> bool {
    matches!(key.row.kind, ValueKind::Group | ValueKind::Named(_))
}

/// Whether a default goes with what a table says: no key that excludes it is there, and neither `buy` nor `make` makes a
/// second source.
fn fits(given: &[RawKey], entry: &RawEntry, key: &KeyNode) -> bool {
    let has = |name: &str| given.iter().any(|key| key == name);
    let excluded = key.exclusive.iter().any(|choice| {
        let of_choice = |name: &str| choice.keys.contains(&name) || choice.with.contains(&name);
        of_choice(&entry.key) && choice.keys.iter().any(|other| *other != entry.key && has(other))
    });
    let is_second = key.row.pattern == "items.*"
        && match &*entry.key {
            "make" => !has("make"),
            "buy" | "cost" => has("make") && !has("buy"),
            _ => false,
        };
    !excluded && !is_second
}
