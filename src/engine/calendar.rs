//! The event list: a calendar of buckets behind a small heap (R. Brown, Communications of the ACM 31(10), 1988).
//!
//! ```text
//! front: heap of what comes before `front_end` │ ring: buckets of `1 << shift` ticks, unsorted │ far: heap of the rest
//! ```
//!
//! An event goes to the bucket of its time; when the front runs empty the next bucket that holds anything becomes the
//! front. With some two events a bucket, push and pop take a few nanoseconds whatever the number of events. Where the
//! guess of the width is bad (many events at one instant) the front is still a heap: O(log n). Width and number of
//! buckets follow the rate of events and their number; they never change the order, which is that of the keys.

use super::event::Event;
use super::heap::Heap;

/// Buckets, at least and at most.
const BUCKETS: (usize, usize) = (64, 1 << 22);
/// Removals between two looks at the width, at least.
const LOOK: u64 = 512;
/// A front of more events is worth a look.
const CROWD: usize = 32;
/// Mean events wanted in a bucket, and buckets wanted per event.
const LOAD: f64 = 1.0;
const SPREAD: usize = 4;
/// The end of a list.
const NIL: u32 = u32::MAX;

/// An event in a bucket and the next one there.
#[derive(Clone, Copy, Debug)]
struct Node {
    event: [u64; 2],
    next: u32,
}

/// Pending events, earliest first.
#[derive(Clone, Debug)]
pub struct Calendar {
    /// Everything before `front_end`; empty only when the whole list is.
    front: Heap,
    /// Start of the first bucket, ticks; `i64::MAX` while there are no buckets.
    front_end: i64,
    /// End of the last bucket, ticks.
    ring_end: i64,
    /// Logarithm of a bucket's width in ticks.
    shift: u32,
    /// First node of each bucket; a power of two of them. The bucket of a time is time >> shift, modulo their number.
    buckets: Vec<u32>,
    /// One bit a bucket: whether it holds anything.
    filled: Vec<u64>,
    nodes: Vec<Node>,
    /// First of the nodes that are free.
    vacant: u32,
    in_ring: usize,
    /// Everything from `ring_end` on.
    far: Heap,
    /// The earliest of these, ticks.
    far_time: i64,
    /// Events removed since the width was last looked at, at time `looked`.
    removed: u64,
    /// Removals at which the next look is due.
    next_look: u64,
    looked: i64,
    /// A front of this many events asks for a look.
    crowd: usize,
}

impl Default for Calendar {
    fn default() -> Calendar {
        Calendar {
            front: Heap::default(),
            front_end: i64::MAX,
            ring_end: i64::MAX,
            shift: 0,
            buckets: Vec::new(),
            filled: Vec::new(),
            nodes: Vec::new(),
            vacant: NIL,
            in_ring: 0,
            far: Heap::default(),
            far_time: i64::MAX,
            removed: 0,
            next_look: LOOK,
            looked: 0,
            crowd: CROWD,
        }
    }
}

impl Calendar {
    /// Forgets all events, keeping the memory.
    pub fn clear(&mut self) {
        self.front.clear();
        self.empty_ring();
        self.far.clear();
        self.far_time = i64::MAX;
        (self.front_end, self.ring_end) = (i64::MAX, i64::MAX);
        (self.removed, self.looked, self.crowd, self.next_look) = (0, 0, CROWD, LOOK);
    }

    /// Number of events.
    #[must_use]
    pub fn len(&self) -> usize {
        self.front.len() + self.in_ring + self.far.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.front.is_empty()
    }

    /// The earliest event, or [`Event::NONE`].
    #[inline]
    #[must_use]
    pub fn peek(&self) -> Event {
        self.front.peek()
    }

    /// Adds an event, which is not before the last one removed.
    #[inline]
    pub fn push(&mut self, event: Event) {
        let time = event.time();
        if time < self.front_end {
            self.front.push(event);
            if self.front.len() > self.crowd {
                self.look();
            }
        } else if time < self.ring_end {
            self.put(event);
        } else {
            self.push_far(event);
        }
        if self.front.is_empty() {
            self.advance();
        }
    }

    /// Removes the earliest event.
    #[inline]
    pub fn pop(&mut self) {
        self.front.pop();
        self.removed += 1;
        if self.front.is_empty() {
            self.advance();
        }
    }

    /// Removes the earliest event and adds `event`, which is not before it.
    #[inline]
    pub fn replace(&mut self, event: Event) {
        if event.time() < self.front_end {
            self.front.replace(event);
            self.removed += 1;
        } else {
            self.push(event);
            self.pop();
        }
    }

    fn push_far(&mut self, event: Event) {
        self.far_time = self.far_time.min(event.time());
        self.far.push(event);
    }

    /// Into its bucket.
    #[inline(always)]
    fn put(&mut self, event: Event) {
        let bucket = (event.time() >> self.shift) as usize & (self.buckets.len() - 1);
        let node = Node { event: event.words(), next: self.buckets[bucket] };
        let place = self.vacant;
        if let Some(vacant) = self.nodes.get_mut(place as usize) {
            self.buckets[bucket] = place;
            self.vacant = vacant.next;
            *vacant = node;
        } else {
            self.buckets[bucket] = self.nodes.len() as u32;
            self.nodes.push(node);
        }
        self.filled[bucket / 64] |= 1 << (bucket % 64);
        self.in_ring += 1;
    }

    /// The front is empty: the next events become it.
    fn advance(&mut self) {
        if self.removed >= self.next_look {
            self.look();
            if !self.front.is_empty() {
                return;
            }
        }
        if self.front_end == i64::MAX {
            return;
        }
        if self.in_ring > 0 {
            let first = (self.front_end >> self.shift) as usize & (self.buckets.len() - 1);
            let ahead = self.next_filled(first);
            self.turn_to(self.front_end + ((ahead as i64 + 1) << self.shift));
            self.empty_bucket((first + ahead) & (self.buckets.len() - 1));
        } else if !self.far.is_empty() {
            self.turn_to(((self.far_time >> self.shift) + 1) << self.shift);
        }
        while self.far_time < self.ring_end {
            let event = self.far.peek();
            self.far.pop();
            self.far_time = self.far.peek().time();
            if event.time() < self.front_end { self.front.push(event) } else { self.put(event) }
        }
    }

    /// Sets the end of the front, and that of the ring with it.
    fn turn_to(&mut self, front_end: i64) {
        self.front_end = front_end;
        self.ring_end = front_end.saturating_add((self.buckets.len() as i64) << self.shift);
    }

    /// Buckets from `first` to the next one that holds anything; there is one.
    fn next_filled(&self, first: usize) -> usize {
        let words = self.filled.len();
        let rest = self.filled[first / 64] >> (first % 64);
        if rest != 0 {
            return rest.trailing_zeros() as usize;
        }
        let mut ahead = 64 - first % 64;
        loop {
            let word = self.filled[(first + ahead) / 64 % words];
            if word != 0 {
                return ahead + word.trailing_zeros() as usize;
            }
            ahead += 64;
        }
    }

    /// Moves a bucket's events to the front.
    fn empty_bucket(&mut self, bucket: usize) {
        let first = std::mem::replace(&mut self.buckets[bucket], NIL);
        self.filled[bucket / 64] &= !(1 << (bucket % 64));
        let mut place = first;
        loop {
            let node = self.nodes[place as usize];
            self.front.push(Event::from_words(node.event));
            self.in_ring -= 1;
            if node.next == NIL {
                break;
            }
            place = node.next;
        }
        self.nodes[place as usize].next = std::mem::replace(&mut self.vacant, first);
    }

    /// Looks whether width and number of the buckets still suit the events, and builds the ring anew if not.
    #[cold]
    #[inline(never)]
    fn look(&mut self) {
        let events = self.len();
        let next = [self.front.peek(), self.far.peek()].into_iter().map(Event::time).min().unwrap_or(i64::MAX);
        // With nothing in front the clock stands where the front ends.
        let now = if self.front.is_empty() { self.front_end } else { next };
        if self.removed < LOOK || now <= self.looked {
            self.crowd = 2 * self.front.len().max(CROWD / 2);
            return;
        }
        let wanted = LOAD * (now - self.looked) as f64 / self.removed as f64;
        let shift = (wanted.log2().round().max(0.0) as u32).min(52);
        let count = (SPREAD * events).next_power_of_two().clamp(BUCKETS.0, BUCKETS.1);
        // A factor of two is not worth the move.
        let wide = self.shift.abs_diff(shift) > 1;
        let few = count > self.buckets.len() || 8 * count < self.buckets.len();
        (self.removed, self.looked, self.next_look) = (0, now, LOOK.max(2 * events as u64));
        if wide || few || self.front_end == i64::MAX {
            self.rebuild(now, shift, count);
        }
        self.crowd = (2 * self.front.len()).max(CROWD);
    }

    /// All events into a ring of `count` buckets that begins at `now`.
    fn rebuild(&mut self, now: i64, shift: u32, count: usize) {
        let mut events = self.front.take();
        events.extend(self.far.take());
        self.far_time = i64::MAX;
        for bucket in 0..self.buckets.len() {
            let mut place = self.buckets[bucket];
            while let Some(node) = self.nodes.get(place as usize) {
                events.push(Event::from_words(node.event));
                place = node.next;
            }
        }
        self.buckets.resize(count, NIL);
        self.filled.resize(count / 64, 0);
        self.empty_ring();
        self.shift = shift;
        self.turn_to(((now >> shift) + 1) << shift);
        for event in events {
            match event.time() {
                time if time < self.front_end => self.front.push(event),
                time if time < self.ring_end => self.put(event),
                _ => self.push_far(event),
            }
        }
    }

    fn empty_ring(&mut self) {
        self.buckets.fill(NIL);
        self.filled.fill(0);
        self.nodes.clear();
        (self.vacant, self.in_ring) = (NIL, 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::event::Rank;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    #[test]
    fn an_empty_list_has_no_event() {
        assert_eq!(Calendar::default().peek(), Event::NONE);
        assert!(Calendar::default().is_empty());
        assert_eq!(Event::NONE.time(), i64::MAX);
    }

    /// Holds `size` events through `steps` removals, each followed by a new event after it, beside a sorted set.
    fn hold(size: u64, steps: u64, gap: impl Fn(u64) -> i64) {
        let (mut calendar, mut sorted) = (Calendar::default(), BTreeSet::new());
        let mut number = 0;
        let mut add = |calendar: &mut Calendar, sorted: &mut BTreeSet<Event>, now: i64, replace: bool| {
            number += 1;
            let event = Event::new(now + gap(number), Rank::Receipt, (number % 3) as u32, number);
            if replace {
                calendar.replace(event)
            } else {
                calendar.push(event)
            }
            sorted.insert(event);
        };
        for _ in 0..size {
            add(&mut calendar, &mut sorted, 0, false);
        }
        for step in 0..steps {
            let event = calendar.peek();
            assert_eq!(Some(event), sorted.pop_first());
            if step % 4 == 0 {
                add(&mut calendar, &mut sorted, event.time(), true);
                continue;
            }
            calendar.pop();
            // The number of events breathes.
            for _ in 0..1 + i64::from(step % 1000 == 1) - i64::from(step % 1000 == 999) {
                add(&mut calendar, &mut sorted, event.time(), false);
            }
            assert_eq!(calendar.len(), sorted.len());
        }
        while let Some(event) = sorted.pop_first() {
            assert_eq!(calendar.peek(), event);
            calendar.pop();
        }
        assert!(calendar.is_empty() && calendar.peek() == Event::NONE);
    }

    fn scattered(number: u64) -> u64 {
        number.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 20
    }

    #[test]
    fn events_leave_in_order_whatever_their_gaps() {
        for size in [1, 20, 300, 3000] {
            hold(size, 20_000, |number| (scattered(number) % 1_000_000) as i64);
            hold(size, 20_000, |_| 1_000);
            hold(size, 20_000, |number| i64::from(number % 2 == 0));
            // Heavy tails, and gaps that change their scale on the way.
            hold(size, 20_000, |number| 1 << (scattered(number) % 50));
            hold(size, 20_000, |number| (scattered(number) % 1000) as i64 * if number > 9_000 { 1_000_000 } else { 1 });
            hold(size, 20_000, |number| (scattered(number) % 1000) as i64 * if number > 9_000 { 1 } else { 1_000_000 });
        }
    }

    proptest! {
        #[test]
        fn a_cleared_list_is_a_new_one(gaps in prop::collection::vec(0i64..100, 1..400)) {
            let mut calendar = Calendar::default();
            for round in 0..2 {
                let mut sorted = BTreeSet::new();
                for (number, gap) in gaps.iter().enumerate() {
                    let event = Event::new(gap * round, Rank::Receipt, 1, number as u64);
                    calendar.push(event);
                    sorted.insert(event);
                }
                for event in sorted.iter().take(gaps.len() / 2) {
                    prop_assert_eq!(calendar.peek(), *event);
                    calendar.pop();
                }
                calendar.clear();
            }
        }
    }
}
