//! The event list: a calendar of buckets beside a small heap (R. Brown, Communications of the ACM 31(10), 1988).
//!
//! ```text
//! front: the bucket at hand, sorted │ ring: buckets of `1 << shift` ticks, unsorted
//! heap: what comes before `front_end`, after the end of the ring, or to a bucket that is full
//! ```
//!
//! An event goes to the bucket of its time; when everything before `front_end` has been taken the next bucket that
//! holds anything becomes the front. With some two events a bucket, push and pop take a few nanoseconds whatever the
//! number of events. Where the guess of the width is bad (many events at one instant) events go to the heap: O(log n).
//! Width and number of buckets follow the rate of events and their number; they never change the order, which is
//! that of the keys.

use super::event::Event;
use super::heap::Heap;

/// Events that a bucket holds; more go to the heap.
const DEPTH: usize = 4;
/// Buckets, at least and at most.
const BUCKETS: (usize, usize) = (64, 1 << 22);
/// Logarithm of the widest bucket, so that no time of the ring overflows.
const WIDEST: u32 = 40;
/// Removals between two looks at the width, at least.
const LOOK: u64 = 512;
/// A heap of more events is worth a look.
const CROWD: usize = 32;
/// Mean events wanted in a bucket, and buckets wanted per event.
const LOAD: f64 = 2.0;
const SPREAD: usize = 2;

/// The time of no event, as a key within a bucket keeps it.
const LAST: u64 = u64::MAX >> 2;

type Bucket = [Event; DEPTH];
const EMPTY: Bucket = [Event::NONE; DEPTH];

/// Pending events, earliest first.
///
/// While there is an event the earliest comes before `front_end`, and nothing in the ring does.
#[derive(Clone, Debug)]
pub struct Calendar {
    /// The earliest event, or [`Event::NONE`]; and the earliest of the heap.
    next: Event,
    beside: Event,
    /// The bucket at hand, ascending from place `at`; then nothing but [`Event::NONE`].
    front: [Event; 2 * DEPTH],
    at: usize,
    /// Start of the first bucket, ticks.
    front_end: i64,
    /// Length of the ring, ticks; 0 while there is no event.
    span: u64,
    /// Logarithm of a bucket's width in ticks.
    shift: u32,
    /// Events in each bucket; a power of two of them. The bucket of a time is time >> shift, modulo their number.
    counts: Vec<u8>,
    /// The events; [`Event::NONE`] beyond the count.
    buckets: Vec<Bucket>,
    heap: Heap,
    /// Events removed since the width was last looked at, at time `looked`.
    removed: u64,
    /// Removals at which the next look is due.
    next_look: u64,
    looked: i64,
    /// A heap of this many events asks for a look.
    crowd: usize,
}

impl Default for Calendar {
    fn default() -> Calendar {
        Calendar {
            next: Event::NONE,
            beside: Event::NONE,
            front: [Event::NONE; 2 * DEPTH],
            at: 0,
            front_end: 0,
            span: 0,
            shift: 0,
            counts: vec![0; BUCKETS.0],
            buckets: vec![EMPTY; BUCKETS.0],
            heap: Heap::default(),
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
        self.empty_ring();
        self.heap.clear();
        (self.next, self.beside) = (Event::NONE, Event::NONE);
        (self.front, self.at) = ([Event::NONE; 2 * DEPTH], 0);
        (self.front_end, self.span) = (0, 0);
        (self.removed, self.looked, self.crowd, self.next_look) = (0, 0, CROWD, LOOK);
    }

    /// Number of events.
    #[must_use]
    pub fn len(&self) -> usize {
        let in_front = self.front.iter().skip(self.at).filter(|event| **event != Event::NONE).count();
        in_front + self.counts.iter().map(|count| usize::from(*count)).sum::<usize>() + self.heap.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.next == Event::NONE
    }

    /// The earliest event, or [`Event::NONE`].
    #[inline]
    #[must_use]
    pub fn peek(&self) -> Event {
        self.next
    }

    /// Adds an event, which is not before the last one removed.
    #[inline]
    pub fn push(&mut self, event: Event) {
        let time = event.time();
        if (time.wrapping_sub(self.front_end) as u64) < self.span {
            self.put(event);
        } else {
            self.push_beside(event);
        }
    }

    /// Into its bucket.
    #[inline(always)]
    fn put(&mut self, event: Event) {
        let place = (event.time() >> self.shift) as usize & (self.counts.len() - 1);
        let count = &mut self.counts[place];
        match self.buckets[place].get_mut(usize::from(*count)) {
            Some(slot) => {
                *slot = event;
                *count += 1;
            }
            None => self.crowd_out(event),
        }
    }

    /// An event whose bucket is full.
    #[inline(never)]
    fn crowd_out(&mut self, event: Event) {
        self.heap.push(event);
        self.beside = self.heap.peek();
    }

    /// An event before or beyond the ring.
    #[inline(never)]
    fn push_beside(&mut self, event: Event) {
        self.crowd_out(event);
        if self.next == Event::NONE {
            self.turn_to(event.time());
        }
        self.next = self.next.min(event);
        if self.heap.len() > self.crowd {
            self.look();
        }
    }

    /// Removes the earliest event.
    #[inline]
    pub fn pop(&mut self) {
        self.removed += 1;
        if self.next == self.beside {
            self.heap.pop();
            self.beside = self.heap.peek();
        } else {
            self.at += 1;
        }
        self.find_next();
        if self.next.time() >= self.front_end {
            self.advance();
        }
    }

    /// Removes the earliest event and adds `event`, which is not before it.
    #[inline]
    pub fn replace(&mut self, event: Event) {
        self.pop();
        self.push(event);
    }

    /// The earliest event of the front and the heap.
    #[inline(always)]
    fn find_next(&mut self) {
        self.next = self.front[self.at % (2 * DEPTH)].min(self.beside);
    }

    /// Everything before the ring is gone: the next bucket becomes the front.
    #[inline(never)]
    fn advance(&mut self) {
        if self.removed >= self.next_look {
            self.look();
        }
        while self.next.time() >= self.front_end {
            let first = (self.front_end >> self.shift) as usize & (self.counts.len() - 1);
            let Some(ahead) = self.next_filled(first) else {
                // Nothing in the ring: it begins after the first of the heap, or stands still until there is one.
                match self.next {
                    Event::NONE => self.span = 0,
                    next => self.turn_to(next.time()),
                }
                return;
            };
            let end = self.front_end + ((ahead as i64 + 1) << self.shift);
            if self.next.time() < end - (1 << self.shift) {
                // The heap comes first.
                self.turn_to(self.next.time());
                return;
            }
            self.front_end = end;
            self.open_bucket((first + ahead) & (self.counts.len() - 1));
        }
    }

    /// The ring begins with the bucket after that of `time`.
    fn turn_to(&mut self, time: i64) {
        self.front_end = ((time >> self.shift) + 1) << self.shift;
        self.span = (self.counts.len() as u64) << self.shift;
    }

    /// Buckets from `first` to the next one that holds anything, if there is one.
    #[inline]
    fn next_filled(&self, first: usize) -> Option<usize> {
        let (before, from) = self.counts.split_at(first);
        let filled = |count: &u8| *count > 0;
        from.iter().position(filled).or_else(|| Some(from.len() + before.iter().position(filled)?))
    }

    /// Makes a bucket the front.
    #[inline(always)]
    fn open_bucket(&mut self, place: usize) {
        self.counts[place] = 0;
        let events = std::mem::replace(&mut self.buckets[place], EMPTY);
        // Times with the place in the bucket: five comparisons of one word, without a branch.
        let key = |place: usize| (events[place].time() as u64) << 2 | place as u64;
        let order = |a: u64, b: u64| (a.min(b), a.max(b));
        let ((a, b), (c, d)) = (order(key(0), key(1)), order(key(2), key(3)));
        let ((a, c), (b, d)) = (order(a, c), order(b, d));
        let (b, c) = order(b, c);
        let at = |key: u64| events[(key & 3) as usize];
        self.front[..DEPTH].copy_from_slice(&[at(a), at(b), at(c), at(d)]);
        if a >> 2 == b >> 2 || (b >> 2 == c >> 2 && c >> 2 != LAST) || (c >> 2 == d >> 2 && d >> 2 != LAST) {
            // At one instant other parts of the key decide.
            self.front[..DEPTH].sort_unstable();
        }
        self.at = 0;
        self.find_next();
    }

    /// Looks whether width and number of the buckets still suit the events, and builds the ring anew if not.
    #[cold]
    #[inline(never)]
    fn look(&mut self) {
        // With nothing before the ring the clock stands where the ring begins.
        let (now, events) = (self.next.time().min(self.front_end), self.len());
        if events == 0 || self.removed < LOOK || now <= self.looked {
            self.crowd = 2 * self.heap.len().max(CROWD / 2);
            return;
        }
        let wanted = LOAD * (now - self.looked) as f64 / self.removed as f64;
        let shift = (wanted.log2().round().max(0.0) as u32).min(WIDEST);
        let count = (SPREAD * events).next_power_of_two().clamp(BUCKETS.0, BUCKETS.1);
        // A factor of two is not worth the move.
        let wide = self.shift.abs_diff(shift) > 1;
        let few = count > self.counts.len() || 8 * count < self.counts.len();
        // A look costs a step per bucket: seldom, once the first guesses are past.
        (self.removed, self.looked, self.next_look) = (0, now, (4 * self.next_look).min(16 * count as u64).max(LOOK));
        if wide || few {
            self.rebuild(now, shift, count);
        }
        self.crowd = (2 * self.heap.len()).max(CROWD);
    }

    /// All events into a ring of `count` buckets that begins after `now`.
    fn rebuild(&mut self, now: i64, shift: u32, count: usize) {
        let mut events = self.heap.take();
        let slots = self.front[self.at..].iter().chain(self.buckets.iter().flatten());
        events.extend(slots.filter(|event| **event != Event::NONE));
        self.empty_ring();
        self.counts.resize(count, 0);
        self.buckets.resize(count, EMPTY);
        self.front = [Event::NONE; 2 * DEPTH];
        self.at = 0;
        self.shift = shift;
        self.turn_to(now);
        for event in events {
            if ((event.time() - self.front_end) as u64) < self.span {
                self.put(event);
            } else {
                self.heap.push(event);
            }
        }
        self.beside = self.heap.peek();
        self.find_next();
    }

    fn empty_ring(&mut self) {
        for (count, bucket) in self.counts.iter_mut().zip(&mut self.buckets) {
            if std::mem::take(count) > 0 {
                *bucket = EMPTY;
            }
        }
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
