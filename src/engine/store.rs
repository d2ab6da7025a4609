//! Two containers that stop allocating once a run is warm: numbered records in release order, and slots that are
//! used again.

/// A record with a value that says there is none.
pub trait Record: Copy + PartialEq {
    /// No record.
    const NONE: Self;

    /// Whether it is one.
    fn is_some(&self) -> bool;
}

/// Records numbered 0, 1, 2, … that leave in any order: a ring between the oldest one still there and the newest.
#[derive(Clone, Debug)]
pub struct Ring<T> {
    slots: Vec<T>,
    head: u64,
    next: u64,
}

impl<T> Default for Ring<T> {
    fn default() -> Self {
        Ring { slots: Vec::new(), head: 0, next: 0 }
    }
}

impl<T: Record> Ring<T> {
    /// Starts again at number 0.
    pub fn clear(&mut self) {
        self.slots.fill(T::NONE);
        (self.head, self.next) = (0, 0);
    }

    /// Adds a record and gives its number.
    #[inline]
    pub fn push(&mut self, record: T) -> u64 {
        if self.next - self.head == self.slots.len() as u64 {
            self.grow();
        }
        let number = self.next;
        let place = self.place(number);
        self.slots[place] = record;
        self.next += 1;
        number
    }

    /// Takes a record out; `None` when it has left already.
    #[inline]
    pub fn take(&mut self, number: u64) -> Option<T> {
        // One comparison for two: what is before the head wraps round.
        if number.wrapping_sub(self.head) >= self.next - self.head {
            return None;
        }
        let place = self.place(number);
        let record = std::mem::replace(&mut self.slots[place], T::NONE);
        if number == self.head {
            self.head += 1;
            while self.head < self.next && !self.slots[self.place(self.head)].is_some() {
                self.head += 1;
            }
        }
        record.is_some().then_some(record)
    }

    /// Records still there and their numbers, oldest first.
    pub fn iter(&self) -> impl Iterator<Item = (u64, T)> {
        let record = |number| (number, self.slots[self.place(number)]);
        (self.head..self.next).map(record).filter(|(_, record)| record.is_some())
    }

    #[inline]
    fn place(&self, number: u64) -> usize {
        number as usize & (self.slots.len() - 1)
    }

    #[cold]
    fn grow(&mut self) {
        let size = (self.slots.len() * 2).max(8);
        let mut slots = vec![T::NONE; size];
        for number in self.head..self.next {
            slots[number as usize & (size - 1)] = self.slots[self.place(number)];
        }
        self.slots = slots;
    }
}

/// Slots that are used again; a generation tells an old reference from a new tenant.
#[derive(Clone, Debug)]
pub struct Slab<T> {
    slots: Vec<T>,
    generations: Vec<u32>,
    free: Vec<u32>,
}

impl<T> Default for Slab<T> {
    fn default() -> Self {
        Slab { slots: Vec::new(), generations: Vec::new(), free: Vec::new() }
    }
}

impl<T> Slab<T> {
    /// Empties the slab, keeping the memory. Generations start again.
    pub fn clear(&mut self) {
        self.slots.clear();
        self.generations.clear();
        self.free.clear();
    }

    /// Puts a value in; gives its slot. Generations of live slots are even.
    #[inline]
    pub fn insert(&mut self, value: T) -> u32 {
        match self.free.pop() {
            Some(slot) => {
                self.slots[slot as usize] = value;
                self.generations[slot as usize] += 1;
                slot
            }
            None => {
                self.slots.push(value);
                self.generations.push(0);
                self.slots.len() as u32 - 1
            }
        }
    }

    /// Frees a slot.
    #[inline]
    pub fn remove(&mut self, slot: u32) {
        debug_assert!(self.generations[slot as usize] & 1 == 0, "a slot is freed once");
        self.generations[slot as usize] += 1;
        self.free.push(slot);
    }

    /// The generation of a slot's tenant.
    #[inline]
    pub fn generation(&self, slot: u32) -> u32 {
        self.generations[slot as usize]
    }

    /// Slots in use, by number.
    pub fn live(&self) -> impl Iterator<Item = u32> + '_ {
        (0..self.slots.len() as u32).filter(|slot| self.generations[*slot as usize] & 1 == 0)
    }
}

impl<T> std::ops::Index<u32> for Slab<T> {
    type Output = T;
    #[inline]
    fn index(&self, slot: u32) -> &T {
        &self.slots[slot as usize]
    }
}

impl<T> std::ops::IndexMut<u32> for Slab<T> {
    #[inline]
    fn index_mut(&mut self, slot: u32) -> &mut T {
        &mut self.slots[slot as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Record for u64 {
        const NONE: u64 = u64::MAX;
        fn is_some(&self) -> bool {
            *self != u64::MAX
        }
    }

    #[test]
    fn a_ring_keeps_what_has_not_left() {
        let mut ring = Ring::default();
        for number in 0..20u64 {
            assert_eq!(ring.push(number * 10), number);
            if number % 2 == 1 {
                assert_eq!(ring.take(number), Some(number * 10));
            }
        }
        assert_eq!(ring.iter().collect::<Vec<_>>(), (0..20).step_by(2).map(|n| (n, n * 10)).collect::<Vec<_>>());
        assert_eq!(ring.take(1), None);
        assert_eq!(ring.take(0), Some(0));
        assert_eq!(ring.take(99), None);
    }

    #[test]
    fn a_slot_changes_generation_with_its_tenant() {
        let mut slab = Slab::default();
        let slot = slab.insert('a');
        let before = slab.generation(slot);
        slab.remove(slot);
        assert_eq!(slab.insert('b'), slot);
        assert_ne!(slab.generation(slot), before);
        assert_eq!(slab.live().collect::<Vec<_>>(), [slot]);
    }
}
