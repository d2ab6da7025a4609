//! Two containers that stop allocating once a run is warm: numbered records in release order, and slots that are
//! used again.

/// Records numbered 0, 1, 2, … that leave in any order: a ring between the oldest one still there and the newest.
#[derive(Clone, Debug)]
pub struct Ring<T> {
    slots: Vec<Option<T>>,
    head: u64,
    next: u64,
}

impl<T> Default for Ring<T> {
    fn default() -> Self {
        Ring { slots: Vec::new(), head: 0, next: 0 }
    }
}

impl<T> Ring<T> {
    /// Starts again at number 0.
    pub fn clear(&mut self) {
        for slot in &mut self.slots {
            *slot = None;
        }
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
        self.slots[place] = Some(record);
        self.next += 1;
        number
    }

    /// Takes a record out; `None` when it has left already.
    #[inline]
    pub fn take(&mut self, number: u64) -> Option<T> {
        if number < self.head || number >= self.next {
            return None;
        }
        let place = self.place(number);
        let record = self.slots[place].take();
        while self.head < self.next && self.slots[self.place(self.head)].is_none() {
            self.head += 1;
        }
        record
    }

    /// Records still there, oldest first.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        (self.head..self.next).filter_map(|number| self.slots[self.place(number)].as_ref())
    }

    #[inline]
    fn place(&self, number: u64) -> usize {
        number as usize & (self.slots.len() - 1)
    }

    #[cold]
    fn grow(&mut self) {
        let size = (self.slots.len() * 2).max(8);
        let mut slots: Vec<Option<T>> = Vec::with_capacity(size);
        slots.resize_with(size, || None);
        for number in self.head..self.next {
            let place = self.place(number);
            slots[number as usize & (size - 1)] = self.slots[place].take();
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

    #[test]
    fn a_ring_keeps_what_has_not_left() {
        let mut ring = Ring::default();
        for number in 0..20u64 {
            assert_eq!(ring.push(number * 10), number);
            if number % 2 == 1 {
                assert_eq!(ring.take(number), Some(number * 10));
            }
        }
        assert_eq!(ring.iter().copied().collect::<Vec<_>>(), (0..20).step_by(2).map(|n| n * 10).collect::<Vec<_>>());
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
