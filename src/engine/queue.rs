//! Who waits, in order: a vector whose head moves on, and whose room before the head is used again when it is full.
//!
//! In place of `VecDeque`, whose places wrap around and which is called for where this is a load and a store: 4 % of the
//! instructions of make-to-order.

use std::ops::{Deref, DerefMut};

/// First in, first out, with a look at all who wait.
#[derive(Clone, Debug)]
pub struct Queue<T> {
    entries: Vec<T>,
    /// Entries before this place have gone.
    head: usize,
}

impl<T> Default for Queue<T> {
    fn default() -> Queue<T> {
        Queue { entries: Vec::new(), head: 0 }
    }
}

impl<T> Deref for Queue<T> {
    type Target = [T];

    #[inline(always)]
    fn deref(&self) -> &[T] {
        &self.entries[self.head..]
    }
}

impl<T> DerefMut for Queue<T> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut [T] {
        &mut self.entries[self.head..]
    }
}

impl<T: Copy> Queue<T> {
    /// Whether nobody waits.
    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.head == self.entries.len()
    }

    /// Who is next, to be changed.
    #[inline(always)]
    pub fn first_mut(&mut self) -> Option<&mut T> {
        self.entries.get_mut(self.head)
    }

    /// Behind all others.
    #[inline(always)]
    pub fn push_back(&mut self, entry: T) {
        if self.entries.len() == self.entries.capacity() {
            self.make_room();
        }
        self.entries.push(entry);
    }

    /// The first goes.
    #[inline(always)]
    pub fn pop_front(&mut self) -> Option<T> {
        let first = self.entries.get(self.head).copied()?;
        self.head += 1;
        if self.head == self.entries.len() {
            self.clear();
        }
        Some(first)
    }

    /// Before the entry at `place`, from 0.
    pub fn insert(&mut self, place: usize, entry: T) {
        self.entries.insert(self.head + place, entry);
    }

    /// The entry at `place` goes, from 0: the first without a move of the others.
    pub fn remove(&mut self, place: usize) {
        if place == 0 {
            self.pop_front();
        } else {
            self.entries.remove(self.head + place);
        }
    }

    /// Those stay for whom `stays` holds.
    pub fn retain(&mut self, stays: impl FnMut(&T) -> bool) {
        self.entries.drain(..std::mem::take(&mut self.head));
        self.entries.retain(stays);
    }

    /// Nobody waits.
    #[inline(always)]
    pub fn clear(&mut self) {
        self.entries.clear();
        self.head = 0;
    }

    /// The places of half or more that have gone are used again; where fewer have, the vector grows.
    #[cold]
    #[inline(never)]
    fn make_room(&mut self) {
        if self.head > 0 && 2 * self.head >= self.entries.len() {
            self.entries.drain(..std::mem::take(&mut self.head));
        } else {
            self.entries.reserve(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;
    use std::collections::VecDeque;

    proptest! {
        /// Every step leaves what the standard queue has.
        #[test]
        fn it_is_the_standard_queue(steps in vec((0_u8..8, 0_usize..20), 0..200)) {
            let (mut ours, mut standard) = (Queue::default(), VecDeque::new());
            for (number, (step, place)) in steps.into_iter().enumerate() {
                let within = place % (standard.len() + 1);
                match step {
                    0..=3 => {
                        ours.push_back(number);
                        standard.push_back(number);
                    }
                    4 | 5 => prop_assert_eq!(ours.pop_front(), standard.pop_front()),
                    6 => {
                        ours.insert(within, number);
                        standard.insert(within, number);
                    }
                    _ if within < standard.len() => {
                        ours.remove(within);
                        standard.remove(within);
                    }
                    _ => {
                        ours.retain(|entry| entry % 3 != 0);
                        standard.retain(|entry| entry % 3 != 0);
                    }
                }
                prop_assert!(ours.iter().eq(standard.iter()));
                prop_assert_eq!((ours.first(), ours.is_empty()), (standard.front(), standard.is_empty()));
            }
        }
    }

    #[test]
    fn what_comes_and_goes_takes_no_more_room() {
        let mut queue = Queue::default();
        for number in 0..10_000 {
            queue.push_back(number);
            if number >= 5 {
                assert_eq!(queue.pop_front(), Some(number - 5));
            }
        }
        assert!(queue.entries.capacity() <= 16, "{} places for 5 who wait", queue.entries.capacity());
    }
}
