//! What is under way and owed at time 0: units that come at known times, and a backlog that is nobody's.

use super::calendar::Load;
use super::event::{Event, Rank};
use super::observer::{LevelKind, Observer};
use super::simulator::Simulator;
use super::state::{Claim, Waiting};
use crate::rules::life::LotOrigin;
use crate::rules::queue::Urgency;

impl Simulator<'_> {
    /// Shelves are full and nothing has happened: what is owed is handed over as far as it goes, the rest waits before all others,
    /// and what is under way is on order.
    pub(super) fn begin_with_opening(&mut self) {
        let plan = self.plan;
        for opening in &plan.opening {
            let item = opening.item as usize;
            let stock = &mut self.state.stocks[item];
            let backlog = opening.backlog(stock.free);
            let taken = opening.owed - backlog;
            stock.free -= taken;
            stock.backlog = backlog;
            stock.position += opening.on_order(0) - opening.owed;
            if backlog > 0 {
                // Priorities begin at 1: nobody overtakes.
                stock.queue.push_back(Waiting { claim: Claim::Owed, units: backlog, urgency: Urgency::default() });
            }
            self.as_built.take_at_start(item, taken);
            self.audit.asked(opening.item, opening.owed, taken);
            self.audit.awaited(opening.item, opening.on_order(0));
            for ((at, units), number) in opening.arriving.iter().zip(0..) {
                let event = Event::new(*at, Rank::Opening, opening.item, number);
                self.calendar.send(event, Load { tag: 0, units: *units });
            }
        }
    }

    /// Units that were on order at time 0 are received.
    pub(super) fn arrive_from_before<O: Observer>(&mut self, item: u32, units: i64, o: &mut O) {
        o.arrived_from_before(self.now, item, units);
        self.audit.awaited(item, -units);
        self.audit.given(item, units);
        self.origin = LotOrigin::Back;
        self.allocate(item, units, None, o);
    }

    /// Units of the backlog of time 0 are handed over.
    pub(super) fn give_owed<O: Observer>(&mut self, item: u32, units: i64, o: &mut O) -> i64 {
        o.level(self.now, item, LevelKind::Backlog, -units);
        o.owed(self.now, item, units);
        self.audit.taken(item, units);
        units
    }

    /// Units of that backlog that nobody was handed when the run is over.
    pub(super) fn tell_what_is_owed<O: Observer>(&self, o: &mut O) {
        for opening in &self.plan.opening {
            let queue = &self.state.stocks[opening.item as usize].queue;
            for waiting in queue.iter().filter(|waiting| waiting.claim == Claim::Owed) {
                o.owed(self.now, opening.item, waiting.units);
            }
        }
    }
}
