//! Priority and class of requests: bound as they are made, they say who is served first and what is left on the shelf for others.
//!
//! An order has those of its customers and a pegged work order those of whom it is for. A work order for the pool has those of the
//! most urgent request that waits there; where nobody waits it restocks.

use super::as_built::PLAIN;
use super::observer::{LevelKind, Observer};
use super::simulator::Simulator;
use super::state::{Claim, StockPoint, Waiting};
use super::together::Try;
use crate::plan::Plan;
use crate::rules::allocation::Kitting;
use crate::rules::queue::Urgency;
use crate::rules::stock::reserve;

impl StockPoint {
    /// A request waits: behind those that are as urgent.
    #[inline(always)]
    pub(super) fn wait(&mut self, plan: &Plan, waiting: Waiting) {
        if plan.classes.bind {
            let discipline = plan.classes.discipline;
            let place = self.queue.partition_point(|other| !discipline.overtakes(waiting.urgency, other.urgency));
            self.queue.insert(place, waiting);
        } else {
            self.queue.push_back(waiting);
        }
    }
}

impl Simulator<'_> {
    /// Priority and class of what is asked for a claim; of an item's work order for the pool, as it is opened.
    #[inline(always)]
    pub(super) fn urgency_of(&self, claim: Claim, item: u32) -> Urgency {
        if self.plan.classes.bind { self.bound_of(claim, item) } else { Urgency::default() }
    }

    #[inline(never)]
    fn bound_of(&self, claim: Claim, item: u32) -> Urgency {
        match claim {
            Claim::Order { slot, .. } => self.urgency_of_order(slot),
            Claim::Work { slot, .. } => self.state.works[slot].urgency,
            Claim::Pool | Claim::Owed => {
                let mut waiting = self.state.stocks[item as usize].queue.iter();
                let first = waiting.find(|waiting| self.state.is_waiting(waiting.claim));
                first.map_or_else(|| self.plan.classes.restock(), |waiting| waiting.urgency)
            }
        }
    }

    /// Priority and class of an order.
    #[inline]
    pub(super) fn urgency_of_order(&self, slot: u32) -> Urgency {
        self.plan.demands[self.state.orders[slot].demand as usize].urgency
    }

    /// Free units of an item that a request of this class may take.
    #[inline(always)]
    pub(super) fn open_to(&self, item: u32, urgency: Urgency) -> i64 {
        let stock = &self.state.stocks[item as usize];
        if stock.reserves { reserve::above(stock.free, self.state.reserve(item, urgency.class)) } else { stock.free }
    }

    /// Units on the shelf go to those who wait, in order, each above its own reserve; who cannot take is passed over. Without
    /// holding back a work order takes nothing unless it completes.
    pub(super) fn serve_waiting<O: Observer>(&mut self, item: u32, work: Option<u32>, o: &mut O) {
        let mut place = 0;
        while let Some(waiting) = self.state.stocks[item as usize].queue.get(place).copied() {
            if self.state.stocks[item as usize].free == 0 {
                return;
            }
            match (self.plan.kitting, waiting.claim) {
                _ if !self.state.is_waiting(waiting.claim) => {}
                (Kitting::AllTogether, Claim::Work { slot, .. }) => {
                    self.try_together(slot, Try::Again(Some(item)), o);
                }
                _ => self.serve_one(item, place, work, o),
            }
            let left = self.state.stocks[item as usize].queue.get(place).map_or(0, |waiting| waiting.units);
            let waits = left > 0 && self.state.is_waiting(waiting.claim);
            if waits {
                place += 1;
            } else {
                self.state.stocks[item as usize].queue.remove(place);
            }
        }
    }

    /// Gives to one who waits what it may take.
    fn serve_one<O: Observer>(&mut self, item: u32, place: usize, mut work: Option<u32>, o: &mut O) {
        let Waiting { claim, units, urgency } = self.state.stocks[item as usize].queue[place];
        let mut left = units.min(self.open_to(item, urgency));
        while left > 0 {
            let stock = &mut self.state.stocks[item as usize];
            let mut given = left;
            if stock.reserves {
                // What lies there may have come before this receipt.
                given = self.as_built.take_in_hand(item, stock.free, left);
                work = None;
            }
            stock.free -= given;
            stock.backlog -= given;
            stock.queue[place].units -= given;
            o.level(self.now, item, LevelKind::Free, -given);
            self.hand(item, given, claim, work, o);
            left -= given;
        }
        self.as_built.in_hand = PLAIN;
    }
}
