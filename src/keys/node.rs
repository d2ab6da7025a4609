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
    /// Where children stand, by their names: each item of a large table asks for some seventy keys.
    places: Places,
}

/// Places of names in a list by a hash of their letters: open addressing, at most half full.
#[derive(Clone, Debug, Default)]
struct Places(Vec<u8>);

/// A slot without a name.
const FREE: u8 = u8::MAX;

impl Places {
    fn of(children: &[KeyNode]) -> Places {
        let mut slots = vec![FREE; (2 * children.len()).next_power_of_two()];
        for (place, child) in children.iter().enumerate() {
            let mut slot = slot_of(child.name, slots.len());
            while slots[slot] != FREE {
                slot = (slot + 1) % slots.len();
            }
            slots[slot] = u8::try_from(place).ok().filter(|place| *place < FREE).expect("a key has few keys below it");
        }
        Places(slots)
    }

    fn find(&self, children: &[KeyNode], name: &str) -> Option<usize> {
        let mut slot = slot_of(name, self.0.len());
        while self.0[slot] != FREE {
            let place = usize::from(self.0[slot]);
            if children[place].name == name {
                return Some(place);
            }
            slot = (slot + 1) % self.0.len();
        }
        None
    }
}

/// Where a name is looked for first among so many slots, a power of two.
fn slot_of(name: &str, slots: usize) -> usize {
    let letters = name.as_bytes();
    let letter = |place: usize| usize::from(letters.get(place).copied().unwrap_or(0));
    let sum = letter(0) + 3 * letter(1) + 7 * letter(letters.len() / 2) + 13 * letter(letters.len().saturating_sub(1));
    (sum + 31 * letters.len()) & (slots - 1)
}

impl KeyNode {
    /// The key below with this name, or that takes any name.
    #[must_use]
    pub fn child(&self, name: &str) -> Option<&KeyNode> {
        let child = |name: &str| self.places.find(&self.children, name).map(|place| &self.children[place]);
        if self.children.is_empty() { None } else { child(name).or_else(|| child("*")) }
    }

    /// A tree of nothing but its root.
    #[must_use]
    pub fn root(row: &'static KeyRow) -> KeyNode {
        KeyNode { name: "", row, children: Vec::new(), exclusive: Vec::new(), places: Places::default() }
    }

    /// Puts a row where its pattern says, below a key whose row is there already.
    pub fn insert(&mut self, pattern: &'static str, row: &'static KeyRow) {
        match pattern.split_once('.') {
            Some((first, rest)) => self.find(first).insert(rest, row),
            None => {
                self.adopt([KeyNode { name: pattern, ..KeyNode::root(row) }]);
            }
        }
    }

    /// Puts keys below this one, with all that stands below them.
    pub fn adopt(&mut self, children: impl IntoIterator<Item = KeyNode>) {
        self.children.extend(children);
        self.places = Places::of(&self.children);
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
