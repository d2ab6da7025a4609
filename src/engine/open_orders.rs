//! How many orders of a product are open, for promises that go by that.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Orders of a product that are placed and not delivered.
#[derive(Clone, Debug, Default)]
pub struct OpenOrders {
    /// Those that wait.
    waiting: u64,
    /// When those are delivered that are on their way, ticks.
    on_the_way: BinaryHeap<Reverse<i64>>,
}

impl OpenOrders {
    /// How many there are at a time.
    pub fn count(&mut self, now: i64) -> u64 {
        while self.on_the_way.peek().is_some_and(|first| first.0 <= now) {
            self.on_the_way.pop();
        }
        self.waiting + self.on_the_way.len() as u64
    }

    /// One more waits.
    pub fn add(&mut self) {
        self.waiting += 1;
    }

    /// One that waited is gone.
    pub fn leave(&mut self) {
        self.waiting -= 1;
    }

    /// One that waited is on its way now, and delivered at a time.
    pub fn send(&mut self, now: i64, delivered: i64) {
        self.waiting -= 1;
        if delivered > now {
            self.on_the_way.push(Reverse(delivered));
        }
    }
}
