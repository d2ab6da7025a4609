//! The event list: a calendar of buckets beside a small heap (R. Brown, Communications of the ACM 31(10), 1988).
//!
//! ```text
//! nodes: events with what they carry │ everything else holds places of nodes, 4 bytes each
//! front: the bucket at hand, sorted │ ring: buckets of `1 << shift` ticks, unsorted
//! heap: what comes after the end of the ring, to a bucket that is full, or to a front that is
//! ```
//!
//! An event goes to the bucket of its time; when the front has been taken the next bucket that holds anything becomes
//! the front. With some two events a bucket, push and pop take a few nanoseconds whatever the number of events. Where
//! the guess of the width is bad (many events at one instant) events go to the heap: O(log n).
//! Width and number of buckets follow the rate of events and their number; they never change the order, which is
//! that of the keys. A node that is free is used again before any other, so that as much memory is in use as events
//! are pending.

use super::event::Event;
use super::heap::{Heap, Pending};
use super::prefetch::prefetch;

/// Events that a bucket holds; more go to the heap.
const DEPTH: usize = 4;
/// Events that the front holds, and one place behind them; a power of two.
const FRONT: usize = 16;
/// Buckets, at least and at most.
const BUCKETS: (usize, usize) = (64, 1 << 22);
/// Logarithm of the widest bucket, so that no time of the ring overflows.
const WIDEST: u32 = 40;
/// Removals between two adjustments of the width, at least.
const RETUNE: u64 = 512;
/// A heap of more events is worth an adjustment.
const CROWD: usize = 32;
/// Mean events wanted in a bucket, and buckets wanted per event.
const LOAD: f64 = 2.0;
const SPREAD: usize = 2;

/// The time of no event, as a key within a bucket keeps it.
const LAST: u64 = u64::MAX >> 2;

/// What an event carries, so that nothing needs to be retuned up when it happens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Load {
    /// The receipt of a purchase that rides on it: when it was released, ticks. Otherwise the slot of what the event is
    /// about: a booked purchase, a work order, or the order of the customer whose patience ends.
    pub tag: i64,
    /// Units received or finished; 0 where the event does not carry them.
    pub units: i64,
}

#[derive(Clone, Copy, Debug)]
struct Node {
    event: Event,
    /// Of a free node `units` is the place of the next free one.
    load: Load,
}

/// The place of no node: there stands [`Event::NONE`].
const NONE: u32 = 0;
/// Behind the last free node.
const NO_MORE: u32 = u32::MAX;

/// Events of one stretch of time; [`NONE`] beyond their number.
#[derive(Clone, Copy, Debug, Default)]
struct Bucket {
    places: [u32; DEPTH],
    count: u32,
}

/// Pending events, earliest first.
///
/// While there is an event the earliest is in the front; nothing outside comes before `bound`.
#[derive(Clone, Debug)]
pub struct Calendar {
    /// The earliest event, or [`Event::NONE`].
    next: Event,
    /// The bucket at hand, ascending: places `at .. end`, and [`NONE`] behind them.
    front: [u32; FRONT],
    at: usize,
    end: usize,
    bound: Event,
    /// Start of the first bucket, ticks.
    front_end: i64,
    /// Length of the ring, ticks; 0 while there is no event.
    span: u64,
    /// Logarithm of a bucket's width in ticks.
    shift: u32,
    /// First free node.
    free: u32,
    nodes: Vec<Node>,
    /// A power of two of them. The bucket of a time is time >> shift, modulo their number.
    buckets: Vec<Bucket>,
    heap: Heap,
    /// Events removed since the width was last retuned at, at time `retuned`.
    removed: u64,
    /// Removals at which the next adjustment is due.
    next_retune: u64,
    retuned: i64,
    /// A heap of this many events asks for one.
    crowd: usize,
}

impl Default for Calendar {
    fn default() -> Calendar {
        Calendar {
            next: Event::NONE,
            front: [NONE; FRONT],
            at: 0,
            end: 0,
            bound: Event::first_at(0),
            front_end: 0,
            span: 0,
            shift: 0,
            free: NO_MORE,
            nodes: vec![Node { event: Event::NONE, load: Load::default() }],
            buckets: vec![Bucket::default(); BUCKETS.0],
            heap: Heap::default(),
            removed: 0,
            next_retune: RETUNE,
            retuned: 0,
            crowd: CROWD,
        }
    }
}

impl Calendar {
    /// Forgets all events, keeping the memory.
    pub fn clear(&mut self) {
        self.empty_ring();
        self.heap.clear();
        self.nodes.truncate(1);
        self.free = NO_MORE;
        self.empty_front();
        (self.front_end, self.span, self.bound) = (0, 0, Event::first_at(0));
        (self.removed, self.retuned, self.crowd, self.next_retune) = (0, 0, CROWD, RETUNE);
    }

    /// Number of events.
    #[must_use]
    pub fn len(&self) -> usize {
        let in_ring: usize = self.buckets.iter().map(|bucket| bucket.count as usize).sum();
        self.end - self.at + in_ring + self.heap.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.next == Event::NONE
    }

    /// All events with what they carry, in no order.
    pub fn iter(&self) -> impl Iterator<Item = (Event, Load)> + '_ {
        let front = self.front[self.at..self.end].iter().copied();
        let places = front.chain(self.in_ring()).chain(self.heap.iter().map(|entry| entry.node));
        places.map(|place| (self.nodes[place as usize].event, self.nodes[place as usize].load))
    }

    /// Places of the events in the ring.
    fn in_ring(&self) -> impl Iterator<Item = u32> + '_ {
        self.buckets.iter().flat_map(|bucket| bucket.places).filter(|node| *node != NONE)
    }

    /// The earliest event, or [`Event::NONE`].
    #[inline]
    #[must_use]
    pub fn peek(&self) -> Event {
        self.next
    }

    /// Adds an event, which is not before the last one removed.
    #[inline(never)]
    pub fn push(&mut self, event: Event) {
        self.send(event, Load::default());
    }

    /// Adds an event that carries something; it is not before the last one removed.
    #[inline(always)]
    pub fn send(&mut self, event: Event, load: Load) {
        let node = self.keep(event, load);
        self.file(event, node);
    }

    /// Puts an event that stands in a node where its time belongs.
    #[inline(always)]
    fn file(&mut self, event: Event, node: u32) {
        let time = event.time();
        if (time.wrapping_sub(self.front_end) as u64) < self.span {
            self.put(Pending { event, node });
        } else {
            self.put_beside(Pending { event, node });
        }
    }

    /// A place for an event.
    #[inline(always)]
    fn keep(&mut self, event: Event, load: Load) -> u32 {
        let place = self.free;
        match self.nodes.get_mut(place as usize) {
            Some(free) => {
                self.free = free.load.units as u32;
                free.event = event;
                free.load = load;
                place
            }
            None => self.keep_more(event, load),
        }
    }

    #[cold]
    #[inline(never)]
    fn keep_more(&mut self, event: Event, load: Load) -> u32 {
        self.nodes.push(Node { event, load });
        self.nodes.len() as u32 - 1
    }

    /// Into its bucket.
    #[inline(always)]
    fn put(&mut self, entry: Pending) {
        let place = (entry.event.time() >> self.shift) as usize & (self.buckets.len() - 1);
        let bucket = &mut self.buckets[place];
        match bucket.places.get_mut(bucket.count as usize) {
            Some(place) => {
                *place = entry.node;
                bucket.count += 1;
            }
            None => self.heap.push(entry),
        }
    }

    /// An event before or beyond the ring.
    #[inline(never)]
    fn put_beside(&mut self, entry: Pending) {
        if self.next == Event::NONE {
            self.restart_at(entry.event.time());
        }
        if entry.event < self.bound {
            self.join_front(entry);
            self.next = self.nodes[self.front[self.at] as usize].event;
            return;
        }
        self.heap.push(entry);
        if self.heap.len() > self.crowd {
            self.retune();
        }
    }

    /// An event before `bound` takes its place in the front; if that is full, the last one goes to the heap.
    fn join_front(&mut self, entry: Pending) {
        if self.end == FRONT - 1 {
            self.front.copy_within(self.at.., 0);
            (self.at, self.end) = (0, self.end - self.at);
        }
        let mut hole = self.end;
        while hole > self.at && self.nodes[self.front[hole - 1] as usize].event > entry.event {
            self.front[hole] = self.front[hole - 1];
            hole -= 1;
        }
        self.front[hole] = entry.node;
        if self.end == FRONT - 1 {
            let node = self.front[self.end];
            self.bound = self.nodes[node as usize].event;
            self.heap.push(Pending { event: self.bound, node });
        } else {
            self.end += 1;
        }
        self.front[self.end] = NONE;
    }

    /// Whether the front has just been filled.
    #[inline(always)]
    pub(super) fn is_fresh(&self) -> bool {
        self.at == 0
    }

    /// The events of the bucket after the front; those of the one after it are asked for.
    #[inline(always)]
    pub(super) fn coming(&self, mut tell: impl FnMut(Event, Load)) {
        let (next, last) = ((self.front_end >> self.shift) as usize, self.buckets.len() - 1);
        for place in self.buckets[(next + 1) & last].places {
            prefetch(&self.nodes[place as usize], 1);
        }
        for place in self.buckets[next & last].places.into_iter().filter(|place| *place != NONE) {
            let Node { event, load } = self.nodes[place as usize];
            tell(event, load);
        }
    }

    /// Removes the earliest event, of which there must be one; gives what it carried.
    #[inline]
    pub fn pop(&mut self) -> Load {
        let place = self.front[self.at % FRONT];
        let node = &mut self.nodes[place as usize];
        let load = node.load;
        node.load.units = i64::from(self.free);
        self.free = place;
        self.step();
        load
    }

    /// The event after the earliest becomes the next.
    #[inline(always)]
    fn step(&mut self) {
        self.removed += 1;
        self.at += 1;
        self.next = self.nodes[self.front[self.at % FRONT] as usize].event;
        if self.at == self.end {
            self.advance();
        }
    }

    /// The front is used up.
    #[inline(never)]
    fn advance(&mut self) {
        (self.at, self.end) = (0, 0);
        if self.removed >= self.next_retune {
            self.empty_front();
            self.retune();
        }
        if self.end == 0 {
            self.fill_front();
        }
    }

    /// The earliest events become the front, which is empty.
    #[inline(always)]
    fn fill_front(&mut self) {
        let beside = self.heap.peek();
        self.front[0] = NONE;
        if beside.time() >= self.front_end {
            let first = (self.front_end >> self.shift) as usize & (self.buckets.len() - 1);
            match self.next_filled(first) {
                Some(ahead) => {
                    let start = self.front_end + ((ahead as i64) << self.shift);
                    if beside.time() < start {
                        self.restart_at(beside.time());
                    } else {
                        self.front_end = start + (1 << self.shift);
                        self.open_bucket((first + ahead) & (self.buckets.len() - 1));
                    }
                }
                // Nothing in the ring: it begins after the first of the heap, or stands still until there is one.
                None if beside == Event::NONE => self.span = 0,
                None => self.restart_at(beside.time()),
            }
        }
        self.bound = Event::first_at(self.front_end);
        if beside < self.bound {
            self.merge_from_heap();
        }
        self.next = self.nodes[self.front[0] as usize].event;
    }

    /// What of the heap belongs to the front joins it, as far as there is room.
    #[inline(never)]
    fn merge_from_heap(&mut self) {
        while self.heap.peek() < self.bound {
            let Some(entry) = self.heap.pop() else { return };
            self.join_front(entry);
        }
    }

    fn empty_front(&mut self) {
        (self.front[0], self.at, self.end, self.next) = (NONE, 0, 0, Event::NONE);
    }

    /// The ring begins with the bucket after that of `time`.
    fn restart_at(&mut self, time: i64) {
        self.front_end = ((time >> self.shift) + 1) << self.shift;
        self.span = (self.buckets.len() as u64) << self.shift;
        self.bound = Event::first_at(self.front_end);
    }

    /// Buckets from `first` to the next one that holds anything, if there is one.
    #[inline]
    fn next_filled(&self, first: usize) -> Option<usize> {
        if self.buckets[first].count > 0 { Some(0) } else { self.next_filled_beyond(first) }
    }

    fn next_filled_beyond(&self, first: usize) -> Option<usize> {
        let (before, from) = self.buckets.split_at(first);
        let filled = |bucket: &Bucket| bucket.count > 0;
        from.iter().position(filled).or_else(|| Some(from.len() + before.iter().position(filled)?))
    }

    /// Makes a bucket the front.
    #[inline(always)]
    fn open_bucket(&mut self, place: usize) {
        let Bucket { places, count } = &mut self.buckets[place];
        let bucket = *places;
        self.end = *count as usize;
        (*places, *count) = ([NONE; DEPTH], 0);
        let nodes = &self.nodes;
        // Times with the place in the bucket: five comparisons of one word, without a branch. A library sort takes 6.6 % more
        // time for pc-ato.
        let key = |place: usize| (nodes[bucket[place] as usize].event.time() as u64) << 2 | place as u64;
        let order = |a: u64, b: u64| (a.min(b), a.max(b));
        let ((a, b), (c, d)) = (order(key(0), key(1)), order(key(2), key(3)));
        let ((a, c), (b, d)) = (order(a, c), order(b, d));
        let (b, c) = order(b, c);
        let at = |key: u64| bucket[(key & 3) as usize];
        [self.front[0], self.front[1], self.front[2], self.front[3], self.front[DEPTH]] =
            [at(a), at(b), at(c), at(d), NONE];
        // All three comparisons at once: which of them come out true is mostly a matter of how full the bucket was.
        let equal = |one: u64, next: u64| (one >> 2 == next >> 2) & (next >> 2 != LAST);
        if equal(a, b) | equal(b, c) | equal(c, d) {
            // At one instant other parts of the key decide.
            self.front[..DEPTH].sort_unstable_by_key(|node| nodes[*node as usize].event);
        }
    }

    /// Looks whether width and number of the buckets still suit the events, and builds the ring anew if not.
    #[cold]
    #[inline(never)]
    fn retune(&mut self) {
        // With nothing before the ring the clock stands where the ring begins.
        let now = self.next.min(self.heap.peek()).time().min(self.front_end);
        let events = self.len();
        if events == 0 || self.removed < RETUNE || now <= self.retuned {
            self.crowd = 2 * self.heap.len().max(CROWD / 2);
            return;
        }
        let wanted = LOAD * (now - self.retuned) as f64 / self.removed as f64;
        let shift = (wanted.log2().round().max(0.0) as u32).min(WIDEST);
        let count = (SPREAD * events).next_power_of_two().clamp(BUCKETS.0, BUCKETS.1);
        // A factor of two is not worth the move.
        let wide = self.shift.abs_diff(shift) > 1;
        let few = count > self.buckets.len() || 8 * count < self.buckets.len();
        // An adjustment costs a step per bucket: seldom, once the first guesses are past.
        (self.removed, self.retuned, self.next_retune) =
            (0, now, (4 * self.next_retune).min(16 * count as u64).max(RETUNE));
        if wide || few {
            self.rebuild(now, shift, count);
        }
        self.crowd = (2 * self.heap.len()).max(CROWD);
    }

    /// All events into a ring of `count` buckets that begins after `now`.
    fn rebuild(&mut self, now: i64, shift: u32, count: usize) {
        let mut entries = self.heap.take();
        let places = self.front[self.at..self.end].iter().copied().chain(self.in_ring());
        entries.extend(places.map(|node| Pending { event: self.nodes[node as usize].event, node }));
        self.empty_ring();
        self.empty_front();
        self.buckets.resize(count, Bucket::default());
        self.shift = shift;
        self.restart_at(now);
        for entry in entries {
            if ((entry.event.time() - self.front_end) as u64) < self.span {
                self.put(entry);
            } else {
                self.heap.push(entry);
            }
        }
        self.fill_front();
    }

    fn empty_ring(&mut self) {
        self.buckets.fill(Bucket::default());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::event::Rank;
    use proptest::prelude::*;
    use std::collections::{BTreeMap, BTreeSet};

    #[test]
    fn an_empty_list_has_no_event() {
        assert_eq!(Calendar::default().peek(), Event::NONE);
        assert!(Calendar::default().is_empty());
        assert_eq!(Event::NONE.time(), i64::MAX);
    }

    /// Holds `size` events through `steps` removals, each followed by a new event after it, beside a sorted map
    /// of events and what they carry.
    fn hold(size: u64, steps: u64, gap: impl Fn(u64) -> i64) {
        let (mut calendar, mut sorted) = (Calendar::default(), BTreeMap::new());
        let mut number = 0;
        let mut add = |calendar: &mut Calendar, sorted: &mut BTreeMap<Event, Load>, now: i64| {
            number += 1;
            let event = Event::new(now + gap(number), Rank::Receipt, (number % 3) as u32, number);
            let carries = scattered(number).is_multiple_of(2);
            let load = if carries { Load { tag: now, units: number as i64 } } else { Load::default() };
            match carries {
                true => calendar.send(event, load),
                false => calendar.push(event),
            }
            sorted.insert(event, load);
        };
        for _ in 0..size {
            add(&mut calendar, &mut sorted, 0);
        }
        for step in 0..steps {
            let event = calendar.peek();
            let (first, carried) = sorted.pop_first().expect("as many as in the calendar");
            assert_eq!(event, first);
            assert_eq!(calendar.pop(), carried);
            // The number of events breathes.
            for _ in 0..1 + i64::from(step % 1000 == 1) - i64::from(step % 1000 == 999) {
                add(&mut calendar, &mut sorted, event.time());
            }
            assert_eq!(calendar.len(), sorted.len());
            if step % 1000 == 17 {
                assert_eq!(calendar.iter().collect::<BTreeMap<_, _>>(), sorted);
            }
        }
        while let Some((event, load)) = sorted.pop_first() {
            assert_eq!((calendar.peek(), calendar.pop()), (event, load));
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
