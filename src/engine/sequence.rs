//! Stations whose queue has words of its own, or whose servers change over: who is next for the asking server, and what lies before.

use super::observer::Observer;
use super::simulator::Simulator;
use super::state::Claim;
use crate::plan::NOT_PROMISED;
use crate::rules::queue::WaitingJob;

/// The family of a server that has had no job.
const NONE: u32 = u32::MAX;

impl Simulator<'_> {
    /// Takes from the queue of a station the job that is next for one of its servers.
    pub(super) fn take_next(&mut self, station: usize, server: usize) -> Option<u32> {
        let words = &self.plan.stations[station].words;
        if words.is_empty() {
            return self.state.stations[station].queue.pop_front();
        }
        let set_up_for = self.state.benches[station].families[server];
        let queue = &self.state.stations[station].queue;
        let rank = |slot: u32| {
            let work = &self.state.works[slot];
            let job = WaitingJob {
                priority: work.urgency.priority,
                due: self.due_of(work.claim),
                time: work.duration,
                is_set_up: self.plan.family(work.item) == set_up_for,
            };
            let ranks: [i64; 4] = std::array::from_fn(|place| words.get(place).map_or(0, |word| word.rank(job)));
            (ranks, work.kitted_at, work.created)
        };
        // Of those that are alike the first of the queue.
        let (place, slot) = queue.iter().copied().enumerate().min_by_key(|(_, slot)| rank(*slot))?;
        self.state.stations[station].queue.remove(place);
        Some(slot)
    }

    /// When the order at the end of a claim is due, ticks; never without an order or a due time.
    fn due_of(&self, mut claim: Claim) -> i64 {
        loop {
            match claim {
                // Who has gone asks for nothing any more.
                _ if !self.state.is_waiting(claim) => return i64::MAX,
                Claim::Pool | Claim::Owed => return i64::MAX,
                Claim::Order { slot, .. } => {
                    let order = &self.state.orders[slot];
                    return if order.due == NOT_PROMISED { i64::MAX } else { order.placed + order.due };
                }
                Claim::Work { slot, .. } => claim = self.state.works[slot].claim,
            }
        }
    }

    /// A server turns to a job: what lies between its last one and this adds to the time of this.
    pub(super) fn change_over<O: Observer>(&mut self, station: usize, server: usize, slot: u32, o: &mut O) {
        let plan = &self.plan.stations[station];
        let work = &mut self.state.works[slot];
        let family = self.plan.family(work.item);
        let before = std::mem::replace(&mut self.state.benches[station].families[server], family);
        if before == NONE {
            return;
        }
        let (time, cost) = plan.changeovers.between(before, family);
        work.duration += time;
        if before != family || time > 0 || cost > 0.0 {
            o.changed_over(self.now, work, before != family, cost);
        }
    }
}
