//! Ties that go by a draw: what happens first among events of one instant and rank, where names do not decide.
//!
//! All events of an instant stand here, in the order of rank, for reviews of depth, then draw, entity and number. The draw is
//! that of the entity's first event of its rank at the instant, so that rows of one stream keep their order, and it follows
//! from names and numbers alone: every strategy meets the same.

use super::calendar::Load;
use super::event::{Event, Rank};
use super::simulator::Simulator;
use crate::plan::TieKeys;
use crate::random::{StreamKey, StreamRng};
use std::collections::BTreeMap;

/// What stands at a number of a stream of ties.
fn draw(seed: u64, replication: u32, key: StreamKey, number: u64) -> u64 {
    StreamRng::keyed(seed, replication, key.number(number)).bits()
}

impl Simulator<'_> {
    /// Takes the next event before `limit` where ties go by a draw; none where they do not, there is none, or work that may
    /// start at this instant comes first.
    #[inline(never)]
    pub(super) fn take_by_draw(&mut self, limit: i64) -> Option<(Event, Load)> {
        let plan = self.plan;
        self.gather(limit, plan.ties.as_ref()?);
        let next = self.tied.turns.first_entry()?;
        let (.., event) = *next.key();
        (event.time() <= self.horizon).then(|| (event, next.remove()))
    }

    /// What is left when nothing is pending any more.
    #[inline(never)]
    pub(super) fn give_back(&mut self) {
        while let Some(((.., event), load)) = self.tied.turns.pop_first() {
            self.calendar.send(event, load);
        }
    }

    /// All events of this instant, or of the next one once this one is over, to their turns.
    fn gather(&mut self, limit: i64, keys: &TieKeys) {
        let next = self.calendar.peek().time();
        if self.tied.turns.is_empty() && self.may_start.is_empty() && next < limit && next != self.tied.time {
            self.tied.time = next;
            self.tied.draws.clear();
        }
        while self.calendar.peek().time() == self.tied.time && next < limit {
            let event = self.calendar.peek();
            let load = self.calendar.pop();
            let (rank, entity) = (event.rank(), event.entity());
            let (key, depth) = match rank {
                Rank::Opening | Rank::Receipt | Rank::Completion | Rank::WriteOff => (keys.items[entity as usize], 0),
                Rank::Review => keys.reviews[entity as usize],
                // What starts is said by the queue.
                Rank::Change => (keys.stations[entity as usize], 0),
                // Of customers.
                _ => (keys.demands[entity as usize], 0),
            };
            let first = draw(self.plan.seed, self.replication, key, event.number());
            let draw = *self.tied.draws.entry((rank, entity)).or_insert(first);
            self.tied.turns.insert((rank, depth, draw, event), load);
        }
    }

    /// Work orders of a priority whose kits were complete at this instant, in the queue of a station: those opened at one instant by a draw
    /// of their items in place of the names.
    #[inline(never)]
    pub(super) fn queue_by_draw(&mut self, station: u32, priority: u16, keys: &TieKeys) {
        let (seed, replication) = (self.plan.seed, self.replication);
        let draw = |item: u32, number| draw(seed, replication, keys.items[item as usize], number);
        let (works, now) = (&self.state.works, self.now);
        let queue: &mut [u32] = &mut self.state.stations[station as usize].queue;
        let place = |slot: &u32| (works[*slot].urgency.priority, works[*slot].kitted_at);
        let from = queue.partition_point(|slot| place(slot) < (priority, now));
        let to = queue.partition_point(|slot| place(slot) <= (priority, now));
        let mut first: BTreeMap<(i64, u32), u64> = BTreeMap::new();
        for work in queue[from..to].iter().map(|slot| &works[*slot]) {
            let number = first.entry((work.created, work.item)).or_insert(work.number);
            *number = work.number.min(*number);
        }
        queue[from..to].sort_by_cached_key(|slot| {
            let work = &works[*slot];
            let number = first[&(work.created, work.item)];
            (work.created, draw(work.item, number), work.item, work.number)
        });
    }
}
