//! The queue of a station over its servers, kept in order from move to move.

use super::base_stock_queue::swap;
use super::item_times::ItemTimes;
use crate::rules::supply::ServerPool;
use std::ops::Range;

/// A work order in the queue: kit complete, created (ticks), item, number. Smaller ones go first.
pub(super) type QueuePlace = (i64, i64, u32, u32);

/// When a work order starts and finishes, ticks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Turn {
    pub item: u32,
    pub work: u32,
    pub start: i64,
    pub finish: i64,
}

/// A station.
#[derive(Clone, Debug)]
pub(super) struct StationQueue {
    servers: u32,
    /// Items made there.
    pub made: Vec<u32>,
    /// All work orders in the order of their turns.
    pub places: Vec<QueuePlace>,
}

/// The place of a work order that has its parts at `ready`.
pub(super) fn place(item: usize, times: &ItemTimes, work: usize, ready: i64) -> QueuePlace {
    (ready, times.asked[times.owner_of(work)], item as u32, work as u32)
}

impl StationQueue {
    /// The work of a station in the order of its turns.
    pub fn new(servers: u32, made: &[u32], items: &[ItemTimes]) -> StationQueue {
        let own = |item: usize| {
            let times = &items[item];
            times.kitted_at.iter().enumerate().map(move |(work, ready)| place(item, times, work, *ready))
        };
        let mut places: Vec<QueuePlace> = made.iter().flat_map(|item| own(*item as usize)).collect();
        places.sort_unstable();
        StationQueue { servers, made: made.to_vec(), places }
    }

    /// Whether an item is made there.
    pub fn makes(&self, item: u32) -> bool {
        self.made.contains(&item)
    }

    /// Gives some work orders other places; gives the places before.
    pub fn change(&mut self, moved: &mut Vec<(QueuePlace, QueuePlace)>) -> Vec<QueuePlace> {
        let places = swap(&self.places, moved);
        std::mem::replace(&mut self.places, places)
    }

    /// Turns that are not what is noted; and when the last work order created in a window is finished.
    pub fn turns(&self, items: &[ItemTimes], window: Range<i64>) -> (Vec<Turn>, i64) {
        let (mut turns, mut latest) = (Vec::new(), i64::MIN);
        let mut servers = ServerPool::default();
        servers.reset(self.servers);
        for (kitted_at, created, item, work) in &self.places {
            let (times, place) = (&items[*item as usize], *work as usize);
            let (start, finish) = servers.serve(*kitted_at, times.delay[place]);
            if (start, finish) != (times.start[place], times.finish[place]) {
                turns.push(Turn { item: *item, work: *work, start, finish });
            }
            if window.contains(created) {
                latest = latest.max(finish);
            }
        }
        (turns, latest)
    }
}
