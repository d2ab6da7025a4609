//! The event list: a 4-ary min-heap of 16-byte keys.
//!
//! The whole event is its key: time, rank, entity and number, in that order, so that the order of events at one
//! instant follows from names and numbers and never from the history of the heap. What the event is about is found
//! by (entity, number) in the state. Push and pop cost O(log₄ n) moves of 16 bytes.

/// What happens, in the order in which it happens at one instant (`docs/MODEL.md`, time). Marks of the window come
/// before all of these and starts at stations after; neither needs an entry here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Rank {
    /// A purchase order is received: (item, replenishment number).
    Receipt = 1,
    /// A work order is finished: (item, replenishment number).
    Completion = 2,
    /// A customer's patience ends: (demand, order number).
    PatienceEnd = 3,
    /// A stock rule is looked at: (place among the reviews, review number).
    Review = 4,
    /// A customer order arrives: (demand, order number).
    Arrival = 5,
}

const NUMBER_BITS: u32 = 36;
const ENTITY_BITS: u32 = 24;

/// One event: 64 bits of time, 4 of rank, 24 of entity, 36 of number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Event(u128);

impl Event {
    /// Later than every event.
    pub const NONE: Event = Event(u128::MAX);

    /// `time` in ticks ≥ 0, `entity` < 2²⁴, `number` < 2³⁶.
    #[inline]
    #[must_use]
    pub fn new(time: i64, rank: Rank, entity: u32, number: u64) -> Event {
        debug_assert!(time >= 0 && entity < 1 << ENTITY_BITS && number < 1 << NUMBER_BITS);
        let low = (rank as u64) << (ENTITY_BITS + NUMBER_BITS) | u64::from(entity) << NUMBER_BITS | number;
        Event(u128::from(time as u64) << 64 | u128::from(low))
    }

    /// Ticks; `i64::MAX` for [`Event::NONE`].
    #[inline]
    #[must_use]
    pub fn time(self) -> i64 {
        ((self.0 >> 64) as u64).min(i64::MAX as u64) as i64
    }

    #[inline]
    pub(crate) fn rank(self) -> Rank {
        match (self.0 as u64) >> (ENTITY_BITS + NUMBER_BITS) {
            1 => Rank::Receipt,
            2 => Rank::Completion,
            3 => Rank::PatienceEnd,
            4 => Rank::Review,
            _ => Rank::Arrival,
        }
    }

    #[inline]
    pub(crate) fn entity(self) -> u32 {
        (self.0 as u64 >> NUMBER_BITS) as u32 & ((1 << ENTITY_BITS) - 1)
    }

    #[inline]
    pub(crate) fn number(self) -> u64 {
        self.0 as u64 & ((1 << NUMBER_BITS) - 1)
    }
}

/// Pending events, earliest first.
#[derive(Clone, Debug, Default)]
pub struct Calendar {
    heap: Vec<Event>,
}

impl Calendar {
    /// Forgets all events, keeping the memory.
    pub fn clear(&mut self) {
        self.heap.clear();
    }

    /// The earliest event, or [`Event::NONE`].
    #[inline]
    #[must_use]
    pub fn peek(&self) -> Event {
        self.heap.first().copied().unwrap_or(Event::NONE)
    }

    /// Adds an event.
    #[inline]
    pub fn push(&mut self, event: Event) {
        self.heap.push(event);
        let mut hole = self.heap.len() - 1;
        while hole > 0 {
            let parent = (hole - 1) / 4;
            if self.heap[parent] <= event {
                break;
            }
            self.heap[hole] = self.heap[parent];
            hole = parent;
        }
        self.heap[hole] = event;
    }

    /// Removes the earliest event.
    #[inline]
    pub fn pop(&mut self) {
        if let Some(last) = self.heap.pop()
            && !self.heap.is_empty()
        {
            self.sift_down(last);
        }
    }

    /// Removes the earliest event and adds `event` in one pass.
    #[inline]
    pub fn replace(&mut self, event: Event) {
        debug_assert!(!self.heap.is_empty());
        self.sift_down(event);
    }

    /// Lets `event` sink from the root.
    #[inline]
    fn sift_down(&mut self, event: Event) {
        let heap = self.heap.as_mut_slice();
        let mut hole = 0;
        loop {
            let first = 4 * hole + 1;
            let (least, child) = match heap.get(first..) {
                // Four children: two rounds of comparisons without branches.
                Some(&[a, b, c, d, ..]) => {
                    let (left, at_left) = if b < a { (b, first + 1) } else { (a, first) };
                    let (right, at_right) = if d < c { (d, first + 3) } else { (c, first + 2) };
                    if right < left { (at_right, right) } else { (at_left, left) }
                }
                Some(&[a, ref rest @ ..]) => {
                    let (mut least, mut child) = (first, a);
                    for (place, other) in rest.iter().enumerate() {
                        if *other < child {
                            (least, child) = (first + 1 + place, *other);
                        }
                    }
                    (least, child)
                }
                _ => break,
            };
            if child >= event {
                break;
            }
            heap[hole] = child;
            hole = least;
        }
        heap[hole] = event;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_event_keeps_its_parts() {
        let event = Event::new(123_456_789_012, Rank::Review, 16_777_215, (1 << 36) - 1);
        assert_eq!(
            (event.time(), event.rank(), event.entity(), event.number()),
            (123_456_789_012, Rank::Review, 16_777_215, (1 << 36) - 1)
        );
    }

    #[test]
    fn an_empty_list_has_no_event() {
        assert_eq!(Calendar::default().peek(), Event::NONE);
        assert_eq!(Event::NONE.time(), i64::MAX);
    }

    proptest! {
        #[test]
        fn events_leave_in_order(keys in prop::collection::vec((0i64..50, 0u32..4, 0u64..4), 1..200)) {
            let mut calendar = Calendar::default();
            let mut expected: Vec<Event> = Vec::new();
            for (place, (time, entity, number)) in keys.into_iter().enumerate() {
                let event = Event::new(time, Rank::Receipt, entity, number * 1000 + place as u64);
                if place % 3 == 2 {
                    // Replace the earliest, as an arrival does with its successor.
                    expected.sort();
                    expected.remove(0);
                    calendar.replace(event);
                } else {
                    calendar.push(event);
                }
                expected.push(event);
            }
            expected.sort();
            for event in expected {
                prop_assert_eq!(calendar.peek(), event);
                calendar.pop();
            }
            prop_assert_eq!(calendar.peek(), Event::NONE);
        }
    }
}
