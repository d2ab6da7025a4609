//! A station: who was last on the server before it is one more thing that a work order may wait for.
//!
//! A work order starts when its kit is complete, or when the server that is free first has done what it did before; so the
//! slope in its start goes to its last part, or to the end of that other work order. Who comes before whom is taken as it
//! is: that two work orders change places has no slope.

use super::item_flow::{ItemFlow, SERVER};
use crate::model::Ticks;
use crate::path::item_times::NONE;

/// A work order in the queue; those that are ready first go first, then those that were created first.
#[derive(Clone, Copy, Debug)]
struct Turn {
    ready: f64,
    created: i64,
    item: u32,
    work: u32,
    /// When a server was free for it, and what that had worked on: the place of another turn, or [`NONE`].
    free: f64,
    before: u32,
}

/// A station.
#[derive(Clone, Debug, Default)]
pub(super) struct StationFlow {
    /// Items made there.
    pub made: Vec<u32>,
    /// In the order of their turns.
    turns: Vec<Turn>,
    /// By server: when it is free, and after which turn.
    servers: Vec<(f64, u32)>,
}

impl StationFlow {
    pub fn new(servers: u32, made: &[u32], items: &[ItemFlow]) -> StationFlow {
        let of = |item: u32| {
            let own = &items[item as usize];
            (0..own.delay.len()).map(move |work| Turn {
                ready: 0.0,
                created: own.asked[own.owner_of(work)],
                item,
                work: work as u32,
                free: 0.0,
                before: NONE,
            })
        };
        let turns = made.iter().flat_map(|item| of(*item)).collect();
        StationFlow { made: made.to_vec(), turns, servers: vec![(0.0, NONE); servers as usize] }
    }

    /// Gives every work order its server. Kits are complete; their items' work is received one time in process after its start.
    pub fn serve(&mut self, items: &mut [ItemFlow]) {
        for turn in &mut self.turns {
            turn.ready = items[turn.item as usize].ready[turn.work as usize];
        }
        // They were nearly in order in the pass before.
        self.turns.sort_by(|a, b| {
            a.ready.total_cmp(&b.ready).then((a.created, a.item, a.work).cmp(&(b.created, b.item, b.work)))
        });
        self.servers.iter_mut().for_each(|server| *server = (0.0, NONE));
        for (place, turn) in self.turns.iter_mut().enumerate() {
            let mut first = 0;
            for server in 1..self.servers.len() {
                if self.servers[server].0 < self.servers[first].0 {
                    first = server;
                }
            }
            (turn.free, turn.before) = self.servers[first];
            let own = &mut items[turn.item as usize];
            let start = turn.free.max(turn.ready);
            let received = (start + own.delay[turn.work as usize] as f64).min(Ticks::LATEST.0 as f64);
            own.received[turn.work as usize] = received;
            own.free[turn.work as usize] = turn.free;
            self.servers[first] = (received, place as u32);
        }
    }

    /// Hands what the objective gains from receipts on to work orders before them; what is left is gained from complete kits.
    pub fn hand_back(&self, items: &mut [ItemFlow]) {
        for turn in self.turns.iter().rev() {
            let own = &mut items[turn.item as usize];
            let work = turn.work as usize;
            let mut passed = 0.0;
            if turn.free > turn.ready {
                passed = std::mem::take(&mut own.gain[work]);
            }
            // What would be there earlier if its parts were waits for the server all the same.
            if own.last_early.get(work) == Some(&SERVER) {
                passed += std::mem::take(&mut own.urge[work]);
            }
            if passed != 0.0 && turn.before != NONE {
                let before = self.turns[turn.before as usize];
                items[before.item as usize].gain[before.work as usize] += passed;
            }
        }
    }

    /// When the last work order that was created in a window is finished.
    pub fn latest(&self, items: &[ItemFlow], window: std::ops::Range<i64>) -> f64 {
        let own = self.turns.iter().filter(|turn| window.contains(&turn.created));
        own.map(|turn| items[turn.item as usize].received[turn.work as usize]).fold(0.0, f64::max)
    }
}
