//! The one table of keys: what may stand in a scenario, its unit, range, default and meaning.
//!
//! Unknown-key detection, range checks and their messages, the JSON Schema and `docs/SCENARIO.md` come from it.
//! [`table`] has the rows, [`crate::laws`] those of the laws; here is what a row is, and the tree the rows form.

pub mod table;

pub use crate::keys::{Ends, Range, short};
use std::sync::OnceLock;

/// What a number or law measures: decides the check of its values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// Times, in time units.
    Time,
    /// Gaps between orders: times whose mean is above 0.
    Gap,
    /// Whole units; a constant must be at least 1.
    Units,
}

/// What a name must be the name of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    Item,
    Station,
    Supplier,
}

/// What the keys of a table are, when the user chooses them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Names {
    /// New names: letters, digits, `_` and `-`.
    New,
    /// Names of items.
    Items,
    /// Names of items, or of variants of configured products.
    ItemsOrVariants,
    /// Names of items, in which `*` stands for any letters.
    Patterns,
}

/// What a key takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// A table with the keys below it.
    Group,
    /// A table whose keys are names; what each takes is the row `*` below.
    Named(Names),
    /// Any text.
    Text,
    /// A name: letters, digits, `_` and `-`; may be empty.
    Label,
    /// `true` or `false`.
    Flag,
    /// A number.
    Number(Range),
    /// A time in time units, kept to 10⁻⁹.
    Time(Range),
    /// A whole number.
    Whole(Range),
    /// A law, or a number for a constant.
    Law(Use),
    /// One of some words.
    Word(&'static [&'static str]),
    /// One of some words, or a table with the keys below.
    WordOrGroup(&'static [&'static str]),
    /// A number, or a table with the keys below.
    NumberOrGroup(Range),
    /// A table with the keys below, or a list of such tables.
    Groups,
    /// A list of numbers, or a table with the keys below.
    NumbersOrGroup(Range),
    /// The name of something in the file.
    Name(Of),
    /// A list of numbers.
    Numbers(Range),
    /// A list of times.
    Times(Range),
    /// A list of kinds of items, items and variants.
    Holds,
    /// Values of an axis: a list, a range, or keys that move together.
    Axis,
    /// Described, but not available in this version: refused.
    Later,
}

impl Kind {
    /// Whether it is read as text, whatever it looks like.
    #[must_use]
    pub fn is_text(&self) -> bool {
        matches!(self, Kind::Text | Kind::Label | Kind::Word(_) | Kind::Name(_))
    }
}

/// What holds when a key is not given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Default {
    /// It must be given (where its table is).
    Required,
    /// This value, in TOML.
    Is(&'static str),
    /// Something that follows from the rest, in words.
    Follows(&'static str),
    /// Nothing.
    None,
}

/// One row of the table.
#[derive(Debug)]
pub struct Key {
    /// `items.*.buy.lead_time`; `*` stands for a name.
    pub pattern: &'static str,
    /// What it takes.
    pub kind: Kind,
    /// Unit of the value, in words; empty for none.
    pub unit: &'static str,
    /// What holds without it.
    pub default: Default,
    /// What it means, in one line.
    pub doc: &'static str,
}

/// Keys of one table that exclude each other.
#[derive(Debug)]
pub struct Exclusive {
    /// The table, as in [`Key::pattern`].
    pub pattern: &'static str,
    /// The keys.
    pub keys: &'static [&'static str],
    /// Whether one of them must be there.
    pub need: Need,
    /// What a `--set` of one does to the other.
    pub swap: Swap,
    /// Keys beside them that go with the old choice.
    pub with: &'static [&'static str],
    /// What to do when two of them are given; empty where that is plain.
    pub help: &'static str,
}

/// Whether one of some keys must be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    One,
    AtMostOne,
}

/// What `--set` does with a key that excludes the one it sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Swap {
    /// They are tags of one choice: the new replaces the old whole.
    Replaces,
    /// They say different things: giving both is an error.
    Clashes,
}

/// A key in the tree of keys.
#[derive(Debug)]
pub struct KeyNode {
    /// Last part of the pattern; `*` for a name.
    pub name: &'static str,
    /// Its row.
    pub row: &'static Key,
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
}

/// The tree of all keys; its root is the scenario.
pub fn root() -> &'static KeyNode {
    static ROOT: OnceLock<KeyNode> = OnceLock::new();
    ROOT.get_or_init(|| {
        let mut root = KeyNode { name: "", row: &table::ROOT, children: Vec::new(), exclusive: Vec::new() };
        for row in table::KEYS {
            insert(&mut root, row.pattern, row);
        }
        for mount in table::STOCK_MOUNTS {
            let parent = find(&mut root, mount);
            for row in table::STOCK {
                insert(parent, row.pattern, row);
            }
            parent.exclusive.push(&table::STOCK_RULES);
        }
        for exclusive in table::EXCLUSIVE {
            find(&mut root, exclusive.pattern).exclusive.push(exclusive);
        }
        root
    })
}

/// The key behind a path, if there is one. Names match `*`.
#[must_use]
pub fn at<'a>(path: impl IntoIterator<Item = &'a str>) -> Option<&'static KeyNode> {
    path.into_iter().try_fold(root(), |node, name| node.child(name))
}

fn insert(parent: &mut KeyNode, pattern: &'static str, row: &'static Key) {
    match pattern.split_once('.') {
        Some((first, rest)) => insert(find(parent, first), rest, row),
        None => parent.children.push(KeyNode { name: pattern, row, children: Vec::new(), exclusive: Vec::new() }),
    }
}

fn find<'a>(from: &'a mut KeyNode, pattern: &str) -> &'a mut KeyNode {
    pattern.split('.').fold(from, |node, name| {
        node.children.iter_mut().find(|child| child.name == name).expect("a table's row stands before its keys' rows")
    })
}
