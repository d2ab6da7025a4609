//! The event list alone, by the hold model: remove the earliest event, put it back later. `cargo bench --bench calendar`.
//!
//! Nanoseconds per removal and insertion with n events pending, for increments of mean one day: exponential, constant, and
//! heavy-tailed (Pareto, shape 1.5). The engine's calendar beside the heap of the standard library; increments come from
//! a table, so that the figures are the list's own.

mod common;

use common::Figures;
use pushpull::engine::{Calendar, Event, Rank};
use pushpull::model::TICKS_PER_UNIT;
use pushpull::random::{Purpose, StreamKey, StreamRng};
use rand_distr::{Distribution, Exp1};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

const SIZES: [u64; 4] = [10, 1_000, 100_000, 10_000_000];
const HOLDS: usize = 2_000_000;
const ROUNDS: u32 = 3;
/// Increments in the table: a power of two.
const TABLE: usize = 1 << 16;

type Law = fn(&mut StreamRng) -> f64;

/// What an event list must do here.
trait List {
    fn put(&mut self, event: Event);
    fn take(&mut self) -> Event;
}

impl List for Calendar {
    fn put(&mut self, event: Event) {
        self.push(event);
    }
    fn take(&mut self) -> Event {
        let event = self.peek();
        self.pop();
        event
    }
}

impl List for BinaryHeap<Reverse<Event>> {
    fn put(&mut self, event: Event) {
        self.push(Reverse(event));
    }
    fn take(&mut self) -> Event {
        self.pop().expect("the list is never empty").0
    }
}

fn exponential(rng: &mut StreamRng) -> f64 {
    Exp1.sample(rng)
}

fn main() {
    let laws: [(&str, Law); 3] = [
        ("exponential", exponential),
        ("constant", |_| 1.0),
        ("heavy-tailed", |rng| (exponential(rng) / 1.5).exp() / 3.0),
    ];
    for (name, law) in laws {
        let mut rng = StreamRng::keyed(1, 0, StreamKey::new(Purpose::LeadTime, name));
        let mut draw = |law: Law| (law(&mut rng) * TICKS_PER_UNIT as f64) as i64;
        let steps: Vec<i64> = (0..TABLE).map(|_| draw(law)).collect();
        // Constant increments would keep all events at one instant if they began there.
        let starts: Vec<i64> = (0..TABLE).map(|_| draw(exponential)).collect();
        for size in SIZES {
            hold(&format!("{name}, n = {size}: calendar"), size, Calendar::default, &starts, &steps);
            hold(&format!("{name}, n = {size}: BinaryHeap"), size, BinaryHeap::new, &starts, &steps);
        }
    }
}

fn hold<L: List>(name: &str, size: u64, empty: impl Fn() -> L, starts: &[i64], steps: &[i64]) {
    let mut figures = Figures::default();
    let mut list = empty();
    for number in 0..size {
        // Tables are shorter than long lists: spread repeats a little.
        let time = starts[number as usize % TABLE] + number as i64 / TABLE as i64;
        list.put(Event::new(time, Rank::Receipt, 0, number));
    }
    let mut place = 0;
    for round in 0..=ROUNDS {
        let mut work = || {
            for _ in 0..HOLDS {
                let event = list.take();
                place = (place + 1) & (TABLE - 1);
                list.put(Event::new(event.time() + steps[place], Rank::Receipt, 0, place as u64));
            }
            HOLDS as f64
        };
        // The first round lets the list settle.
        if round == 0 {
            work();
        } else {
            figures.time(work);
        }
    }
    figures.show(name);
}
