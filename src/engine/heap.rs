//! A 4-ary min-heap of 16-byte events: O(log₄ n) moves for a push or a pop.

use super::event::Event;

/// Events, earliest first.
#[derive(Clone, Debug, Default)]
pub(super) struct Heap {
    heap: Vec<Event>,
}

impl Heap {
    /// Forgets all events, keeping the memory.
    pub fn clear(&mut self) {
        self.heap.clear();
    }

    /// Number of events.
    #[inline]
    pub fn len(&self) -> usize {
        self.heap.len()
    }

    /// All events, in no order; none is left.
    pub fn take(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.heap)
    }

    /// The earliest event, or [`Event::NONE`].
    #[inline]
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
        let Some(last) = self.heap.pop() else { return };
        match self.heap.as_mut_slice() {
            [] => {}
            // The front of the calendar seldom holds more.
            [only] => *only = last,
            _ => self.sift_down(last),
        }
    }

    /// Lets `event` sink from the root.
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
    use crate::engine::event::Rank;
    use proptest::prelude::*;

    #[test]
    fn an_empty_list_has_no_event() {
        assert_eq!(Heap::default().peek(), Event::NONE);
        assert_eq!(Event::NONE.time(), i64::MAX);
    }

    proptest! {
        #[test]
        fn events_leave_in_order(keys in prop::collection::vec((0i64..50, 0u32..4, 0u64..4), 1..200)) {
            let mut heap = Heap::default();
            let mut expected: Vec<Event> = Vec::new();
            for (place, (time, entity, number)) in keys.into_iter().enumerate() {
                let event = Event::new(time, Rank::Receipt, entity, number * 1000 + place as u64);
                heap.push(event);
                expected.push(event);
                if place % 3 == 2 {
                    expected.sort();
                    prop_assert_eq!(heap.peek(), expected.remove(0));
                    heap.pop();
                }
            }
            expected.sort();
            for event in expected {
                prop_assert_eq!(heap.peek(), event);
                heap.pop();
            }
            prop_assert_eq!(heap.peek(), Event::NONE);
        }
    }
}
