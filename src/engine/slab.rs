//! Slots that are used again, so that a run allocates nothing once it is warm.

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

    /// The tenant of a slot, while it is the one of this generation.
    #[inline]
    pub fn of(&self, slot: u32, generation: u32) -> Option<&T> {
        let place = &self.slots[slot as usize];
        (place.generation == generation).then_some(&place.value)
    }

    /// Slots, in use or free.
    #[inline]
    pub fn places(&self) -> usize {
        self.slots.len()
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

    #[test]
    fn a_slot_changes_generation_with_its_tenant() {
        let mut slab = Slab::default();
        let (slot, before) = slab.insert('a');
        slab.remove(slot);
        assert_eq!(slab.next(), slot);
        let (again, after) = slab.insert('b');
        assert_eq!((again, slab.generation(slot)), (slot, after));
        assert_ne!(after, before);
        assert_eq!((slab.of(slot, after), slab.of(slot, before)), (Some(&'b'), None));
        assert_eq!(slab.live().collect::<Vec<_>>(), [slot]);
    }
}
