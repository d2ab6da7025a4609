//! The tree that rows of keys form.

use super::row::{Exclusive, KeyRow};

/// A key in the tree of keys.
#[derive(Clone, Debug)]
pub struct KeyNode {
    /// Last part of the pattern; `*` for a name.
    pub name: &'static str,
    /// Its row.
    pub row: &'static KeyRow,
    /// Keys below it, in table order.
    pub children: Vec<KeyNode>,
    /// Keys below it that exclude each other.
    pub exclusive: Vec<&'static Exclusive>,
}

impl KeyNode {
    /// The key below with this name, or that takes any name.
    #[must_use]
    pub fn child(&self, name: &str) -> Option<&KeyNode> {
        self.children.iter().find(|child| child.name == name || child.name == "*")
    }

    /// A tree of nothing but its root.
    #[must_use]
    pub fn root(row: &'static KeyRow) -> KeyNode {
        KeyNode { name: "", row, children: Vec::new(), exclusive: Vec::new() }
    }

    /// Puts a row where its pattern says, below a key whose row is there already.
    pub fn insert(&mut self, pattern: &'static str, row: &'static KeyRow) {
        match pattern.split_once('.') {
            Some((first, rest)) => self.find(first).insert(rest, row),
            None => {
                self.children.push(KeyNode { name: pattern, row, children: Vec::new(), exclusive: Vec::new() });
            }
        }
    }

    /// The key of a pattern below this one.
    ///
    /// # Panics
    /// If no row with the pattern was put there.
    pub fn find(&mut self, pattern: &str) -> &mut KeyNode {
        pattern.split('.').fold(self, |node, name| {
            let below = node.children.iter_mut().find(|child| child.name == name);
            below.expect("a table's row stands before its keys' rows")
        })
    }
}
