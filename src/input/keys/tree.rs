//! The tree of all keys.

use super::table;
use crate::keys::{KeyNode, Swap};
use crate::rules::stock;
use std::sync::OnceLock;

/// The tree of all keys; its root is the scenario.
pub fn root() -> &'static KeyNode {
    static ROOT: OnceLock<KeyNode> = OnceLock::new();
    ROOT.get_or_init(|| {
        let mut root = KeyNode::root(&table::ROOT);
        for row in table::KEYS.iter().copied().flatten() {
            root.insert(row.pattern, row);
        }
        for mount in table::STOCK_MOUNTS {
            let parent = root.find(mount);
            for row in stock::ROWS.iter().copied().flatten() {
                parent.insert(row.pattern, row);
            }
            parent.exclusive.push(&stock::ONE_RULE);
            for exclusive in stock::EXCLUSIVE {
                root.find(&format!("{mount}.{}", exclusive.pattern)).exclusive.push(exclusive);
            }
        }
        for exclusive in table::EXCLUSIVE.iter().copied().flatten() {
            root.find(exclusive.pattern).exclusive.push(exclusive);
        }
        let terms = root.find("demand.*").clone().children;
        let terms = terms.into_iter().filter(|child| table::CLASS_TERMS.contains(&child.name));
        root.find("classes.*").adopt(terms);
        for section in ["items", "demand"] {
            let KeyNode { children, exclusive, .. } = root.find(section).find("*").clone();
            let defaults = root.find("defaults").find(section);
            // Keys of either source: each item takes those that go with it.
            let exclusive = exclusive.into_iter().filter(|choice| choice.swap == Swap::Replaces).collect();
            defaults.adopt(children);
            defaults.exclusive = exclusive;
        }
        root
    })
}

/// The key behind a path, if there is one. Names match `*`.
#[must_use]
pub fn at<'a>(path: impl IntoIterator<Item = &'a str>) -> Option<&'static KeyNode> {
    path.into_iter().try_fold(root(), |node, name| node.child(name))
}
