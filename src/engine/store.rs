//! Containers that stop allocating once a run is warm: queues, and slots that are used again.

/// Places of a queue, at least; a power of two.
const FEWEST: usize = 4;

/// First in, first out, without a call: a standard deque's are not inlined where codegen units are apart.
#[derive(Clone, Debug)]
pub struct Fifo<T> {
    /// None, or a power of two of them.
    slots: Vec<T>,
    first: usize,
    len: usize,
}

impl<T> Default for Fifo<T> {
    fn default() -> Self {
        Fifo { slots: Vec::new(), first: 0, len: 0 }
    }
}

impl<T: Copy> Fifo<T> {
    /// Empties the queue, keeping the memory.
    pub fn clear(&mut self) {
        (self.first, self.len) = (0, 0);
    }

    #[inline]
    pub fn len(&self) -> usize {
        self.len
    }

    #[inline]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Where the `place`-th stands.
    #[inline]
    fn slot(&self, place: usize) -> usize {
        (self.first + place) & self.slots.len().wrapping_sub(1)
    }

    #[inline]
    pub fn push_back(&mut self, value: T) {
        if self.len == self.slots.len() {
            self.grow(value);
        }
        let slot = self.slot(self.len);
        self.slots[slot] = value;
        self.len += 1;
    }

    /// Makes room; what stands in the new places does not matter.
    #[cold]
    #[inline(never)]
    fn grow(&mut self, value: T) {
        let mut slots: Vec<T> = (0..self.len).map(|place| self.slots[self.slot(place)]).collect();
        slots.resize((2 * self.len).max(FEWEST), value);
        (self.slots, self.first) = (slots, 0);
    }

    /// The `place`-th from the front.
    #[inline]
    pub fn get(&self, place: usize) -> Option<T> {
        if place < self.len { self.slots.get(self.slot(place)).copied() } else { None }
    }

    /// The `place`-th from the front, of which there must be one.
    #[inline]
    pub fn at_mut(&mut self, place: usize) -> &mut T {
        let slot = self.slot(place);
        &mut self.slots[slot]
    }

    #[inline]
    pub fn pop_front(&mut self) -> Option<T> {
        let value = self.get(0)?;
        self.first = self.slot(1);
        self.len -= 1;
        Some(value)
    }

    /// Takes the `place`-th out, of which there must be one; those before it move up.
    pub fn remove(&mut self, place: usize) {
        for place in (0..place).rev() {
            let (from, to) = (self.slot(place), self.slot(place + 1));
            self.slots[to] = self.slots[from];
        }
        self.first = self.slot(1);
        self.len -= 1;
    }

    /// Exchanges two that must be there.
    pub fn swap(&mut self, one: usize, other: usize) {
        let (one, other) = (self.slot(one), self.slot(other));
        self.slots.swap(one, other);
    }

    /// Those for which `keep` holds stay, in their order.
    pub fn retain(&mut self, keep: impl Fn(T) -> bool) {
        let mut kept = 0;
        for place in 0..self.len {
            let (from, to) = (self.slot(place), self.slot(kept));
            let value = self.slots[from];
            if keep(value) {
                self.slots[to] = value;
                kept += 1;
            }
        }
        self.len = kept;
    }
}

/// Slots that are used again; a generation tells an old reference from a new tenant.
#[derive(Clone, Debug)]
pub struct Slab<T> {
    slots: Vec<Slot<T>>,
    free: Vec<u32>,
}

#[derive(Clone, Debug)]
struct Slot<T> {
    value: T,
    /// Even while the slot is in use.
    generation: u32,
}

impl<T> Default for Slab<T> {
    fn default() -> Self {
        Slab { slots: Vec::new(), free: Vec::new() }
    }
}

impl<T> Slab<T> {
    /// Empties the slab, keeping the memory. Generations start again.
    pub fn clear(&mut self) {
        self.slots.clear();
        self.free.clear();
    }

    /// The slot that the next value gets.
    #[inline]
    pub fn next(&self) -> u32 {
        self.free.last().copied().unwrap_or(self.slots.len() as u32)
    }

    /// Puts a value in; gives its slot and generation.
    #[inline]
    pub fn insert(&mut self, value: T) -> (u32, u32) {
        match self.free.pop() {
            Some(slot) => {
                let place = &mut self.slots[slot as usize];
                place.value = value;
                place.generation += 1;
                (slot, place.generation)
            }
            None => {
                self.slots.push(Slot { value, generation: 0 });
                (self.slots.len() as u32 - 1, 0)
            }
        }
    }

    /// Frees a slot.
    #[inline]
    pub fn remove(&mut self, slot: u32) {
        let place = &mut self.slots[slot as usize];
        debug_assert!(place.generation & 1 == 0, "a slot is freed once");
        place.generation += 1;
        self.free.push(slot);
    }

    /// The generation of a slot's tenant.
    #[inline]
    pub fn generation(&self, slot: u32) -> u32 {
        self.slots[slot as usize].generation
    }

    /// The tenant of a slot, if it has one.
    #[inline]
    pub fn get(&self, slot: u32) -> Option<&T> {
        let place = &self.slots[slot as usize];
        (place.generation & 1 == 0).then_some(&place.value)
    }

    /// Slots in use, by number.
    pub fn live(&self) -> impl Iterator<Item = u32> + '_ {
        let used = |(_, place): &(usize, &Slot<T>)| place.generation & 1 == 0;
        self.slots.iter().enumerate().filter(used).map(|(slot, _)| slot as u32)
    }
}

impl<T> std::ops::Index<u32> for Slab<T> {
    type Output = T;
    #[inline]
    fn index(&self, slot: u32) -> &T {
        &self.slots[slot as usize].value
    }
}

impl<T> std::ops::IndexMut<u32> for Slab<T> {
    #[inline]
    fn index_mut(&mut self, slot: u32) -> &mut T {
        &mut self.slots[slot as usize].value
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::VecDeque;

    proptest! {
        #[test]
        fn a_queue_is_a_deque(steps in prop::collection::vec((0u8..6, 0usize..12, any::<u32>()), 0..300)) {
            let (mut queue, mut deque) = (Fifo::default(), VecDeque::new());
            for (step, place, value) in steps {
                let place = place % deque.len().max(1);
                match step {
                    0 | 1 => {
                        queue.push_back(value);
                        deque.push_back(value);
                    }
                    2 => prop_assert_eq!(queue.pop_front(), deque.pop_front()),
                    _ if deque.is_empty() => prop_assert!(queue.is_empty()),
                    3 => {
                        queue.remove(place);
                        deque.remove(place);
                    }
                    4 => {
                        queue.swap(place, 0);
                        deque.swap(place, 0);
                        *queue.at_mut(place) ^= 1;
                        deque[place] ^= 1;
                    }
                    _ => {
                        queue.retain(|kept| kept % 4 != value % 4);
                        deque.retain(|kept| kept % 4 != value % 4);
                    }
                }
                prop_assert_eq!(queue.len(), deque.len());
                let all: Vec<u32> = (0..=deque.len()).map_while(|place| queue.get(place)).collect();
                prop_assert_eq!(all, deque.iter().copied().collect::<Vec<_>>());
            }
            queue.clear();
            prop_assert_eq!((queue.len(), queue.pop_front()), (0, None));
        }
    }

    #[test]
    fn a_slot_changes_generation_with_its_tenant() {
        let mut slab = Slab::default();
        let (slot, before) = slab.insert('a');
        slab.remove(slot);
        assert_eq!(slab.next(), slot);
        let (again, after) = slab.insert('b');
        assert_eq!((again, slab.generation(slot)), (slot, after));
        assert_ne!(after, before);
        assert_eq!(slab.live().collect::<Vec<_>>(), [slot]);
    }
}
