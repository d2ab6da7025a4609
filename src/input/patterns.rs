//! Keys with `*` in the place of a name: every entity that is like it and has the key.

use super::key_path::Part;
use super::keys::root;
use crate::keys::{KeyNode, ValueKind};
use crate::reader::{RawTable, is_like};

/// Whether `*` stands for a name somewhere in a key.
pub fn is_pattern(path: &[Part]) -> bool {
    let mut key = Some(root());
    path.iter().any(|part| {
        let is_name = key.is_some_and(takes_names);
        key = key.and_then(|key| below(key, &part.key));
        is_name && part.key.contains('*')
    })
}

/// The keys that a pattern reaches, in the order of the tree. A name that is written just so goes before what it is like.
pub fn reached(tree: &RawTable, path: &[Part]) -> Vec<Vec<Part>> {
    let mut found = Vec::new();
    walk(tree, Some(root()), &[], path, &mut found);
    found
}

fn walk(table: &RawTable, key: Option<&'static KeyNode>, done: &[Part], path: &[Part], found: &mut Vec<Vec<Part>>) {
    let Some((part, rest)) = path.split_first() else { return };
    let open = key.is_some_and(takes_names) && part.key.contains('*') && table.get(&part.key).is_none();
    let fits = |name: &str| if open { is_like(&part.key, name) } else { part.key == name };
    let like = table.entries().iter().filter(|_| open).filter(|entry| fits(&entry.key));
    for entry in like.chain(table.entry(&part.key)) {
        let done = [done, &[Part { key: entry.key.to_string(), ..part.clone() }]].concat();
        match entry.node.table() {
            _ if rest.is_empty() => found.push(done),
            Some(table) => walk(table, key.and_then(|key| below(key, &entry.key)), &done, rest, found),
            None => {}
        }
    }
}

fn takes_names(key: &KeyNode) -> bool {
    matches!(key.row.kind, ValueKind::Named(_))
}

/// The key below; a law stays itself: its tag and parameters have no rows.
fn below(key: &'static KeyNode, name: &str) -> Option<&'static KeyNode> {
    if matches!(key.row.kind, ValueKind::Law(_)) { None } else { key.child(name) }
}
