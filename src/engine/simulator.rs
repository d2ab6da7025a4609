//! The loop over events: what happens next, until the window and what it began are over.

use super::as_built::AsBuilt;
use super::audit::Audit;
use super::calendar::{Calendar, Load};
use super::event::{Event, Rank};
use super::observer::{Observer, Served};
use super::prefetch::{is_wide, prefetch};
use super::state::{Claim, Replenishment, Requirements, State, TiedEvents, WorkStatus};
use crate::plan::{Levels, Plan};
use crate::rules::life::LotOrigin;

/// Runs replications of one plan.
#[derive(Debug)]
pub struct Simulator<'p> {
    pub(super) plan: &'p Plan,
    /// Whether there are so many stock points that memory is asked for early.
    pub(crate) wide: bool,
    /// Whether ties go by a draw.
    by_draw: bool,
    /// Whether some station or dock is not always at work.
    pub(super) has_hours: bool,
    pub(super) state: State,
    pub(super) calendar: Calendar,
    /// The clock, ticks.
    pub(super) now: i64,
    /// Events up to here are taken before anything else: until the limit, or of this instant when a station may start
    /// something at its end.
    pub(super) horizon: i64,
    /// Stations that may be able to start something at this instant.
    pub(super) may_start: Vec<u32>,
    /// Orders and replenishments of the window that are not done; counted once the window is over, many before.
    pub(super) pending: u64,
    /// The replication that is run.
    pub(super) replication: u32,
    /// The events of an instant, where ties go by a draw.
    pub(super) tied: TiedEvents,
    /// Parts that came last for an order: scratch.
    pub(super) blocking: Vec<u32>,
    /// Requirements of an order that may lose units, and of those that stay: scratch.
    pub(super) requirements: [Requirements; 2],
    /// What units that come to a shelf at this moment are.
    pub(super) origin: LotOrigin,
    pub(super) as_built: AsBuilt,
    pub(super) audit: Audit,
}

/// What a run says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RunEnd {
    /// Events taken from the calendar.
    pub events: u64,
    /// When the last one happened, ticks.
    pub time: i64,
}

impl<'p> Simulator<'p> {
    /// A simulator of a plan.
    #[must_use]
    pub fn new(plan: &'p Plan) -> Simulator<'p> {
        Simulator {
            plan,
            wide: is_wide(plan.items.len()),
            by_draw: plan.ties.is_some(),
            has_hours: plan.has_hours(),
            state: State::default(),
            calendar: Calendar::default(),
            now: 0,
            horizon: 0,
            may_start: Vec::new(),
            pending: 0,
            replication: 0,
            tied: TiedEvents::default(),
            blocking: Vec::new(),
            requirements: Default::default(),
            origin: LotOrigin::Start,
            as_built: AsBuilt::new(plan),
            audit: Audit::default(),
        }
    }

    /// Entries of all queues for units, those of customers who left included.
    #[cfg(test)]
    pub(crate) fn waiting(&self) -> usize {
        self.state.stocks.iter().map(|stock| stock.queue.len()).sum()
    }

    /// Runs replication `replication` with these levels from an empty system at time 0 through the window and until
    /// its orders and replenishments are done (or the drain limit has passed). `marks` are times in ticks, ascending
    /// and not after the end of the window; at each the observer is told, before anything else at that instant.
    pub fn run<O: Observer>(&mut self, levels: &Levels, replication: u32, marks: &[i64], observer: &mut O) -> RunEnd {
        let begun = self.first_levels(levels, replication);
        let levels = begun.as_ref().unwrap_or(levels);
        self.reset(levels, replication);
        observer.begin(&levels.0);
        self.tell_first_levels(levels, observer);
        let mut events = 0;
        for (place, mark) in marks.iter().enumerate() {
            events += self.run_until(*mark, observer);
            self.now = *mark;
            observer.mark(*mark, place);
        }
        events += self.run_until(self.plan.end, observer);
        // After the window: until nothing of it is pending.
        self.pending = self.count_pending();
        events += self.run_until(self.plan.drain_end + 1, observer);
        self.tell_what_is_left(observer);
        self.tell_lost_time(observer);
        RunEnd { events, time: self.now }
    }

    /// Everything before `limit`, ticks, while something is pending.
    #[inline(never)]
    fn run_until<O: Observer>(&mut self, limit: i64, observer: &mut O) -> u64 {
        let mut events = 0;
        self.horizon = if self.may_start.is_empty() { limit - 1 } else { self.now };
        while self.pending > 0 {
            let next = self.calendar.peek();
            let (event, load) = if next.time() <= self.horizon && !self.by_draw {
                self.prefetch_next(observer);
                (next, self.calendar.pop())
            } else if self.by_draw
                && let Some(drawn) = self.take_by_draw(limit)
            {
                drawn
            } else if self.may_start.is_empty() {
                break;
            } else {
                self.start_what_may(observer);
                self.horizon = limit - 1;
                continue;
            };
            // One call of each action, for both orders: with two, the compiler copies none of them into the loop (3.6 % of the
            // instructions of pc-ato).
            self.act(event, load, observer);
            events += 1;
        }
        self.give_back();
        events
    }

    /// Orders and replenishments of the window that are not done, at its end.
    fn count_pending(&self) -> u64 {
        let state = &self.state;
        let orders = state.orders.live().filter(|slot| state.orders[*slot].placed >= self.plan.warm_up).count();
        let booked = state.purchases.live().filter(|slot| state.purchases[*slot].released >= self.plan.warm_up).count();
        let works = state.works.live().filter(|slot| state.works[*slot].created >= self.plan.warm_up).count();
        let sent = self.sent().filter(|sent| sent.released >= self.plan.warm_up).count();
        (orders + works + booked + sent) as u64
    }

    /// Purchases that their receipts carry.
    fn sent(&self) -> impl Iterator<Item = Replenishment> + '_ {
        let receipts = self.calendar.iter().filter(|(event, load)| event.rank() == Rank::Receipt && load.units > 0);
        receipts.map(|(event, Load { tag: released, units })| {
            let (item, number) = (event.entity(), event.number());
            Replenishment { item, number, units, released, claim: Claim::Pool }
        })
    }

    /// An order or a replenishment of this time is done.
    #[inline]
    pub(super) fn note_done(&mut self, time: i64) {
        if self.now >= self.plan.end && time >= self.plan.warm_up && time < self.plan.end {
            self.pending -= 1;
        }
    }

    /// Orders, requests and jobs that are still open when the run is over.
    fn tell_what_is_left<O: Observer>(&self, observer: &mut O) {
        let state = &self.state;
        for order in state.orders.live().map(|slot| &state.orders[slot]) {
            observer.unserved(self.now, Served { item: order.item, units: order.missing, asked: order.placed });
            observer.censored(self.now, order);
        }
        for work in state.works.live().map(|slot| &state.works[slot]) {
            let lines = &state.lines[work.lines_at as usize..(work.lines_at + work.lines) as usize];
            for line in lines.iter().filter(|line| work.status == WorkStatus::WaitingParts && line.missing > 0) {
                observer.unserved(self.now, Served { item: line.item, units: line.missing, asked: work.created });
            }
            observer.unfinished(self.now, work, lines);
        }
        self.tell_what_is_owed(observer);
        self.audit.check_sent(self.plan, &self.state, self.sent());
    }

    #[inline(always)]
    fn act<O: Observer>(&mut self, event: Event, load: Load, observer: &mut O) {
        debug_assert!(event.time() >= self.now, "time runs forward");
        self.now = event.time();
        match event.rank() {
            Rank::Receipt => self.receipt(event.entity(), event.number(), load, observer),
            Rank::Arrival => self.arrive(event.entity(), observer),
            Rank::Completion => self.completion(load.tag as u32, observer),
            Rank::Change | Rank::PatienceEnd | Rank::WriteOff | Rank::Review | Rank::Opening | Rank::Return => {
                self.take_turn(event, load, observer);
            }
        }
        self.audit.check(self.plan, &self.state);
    }

    /// What many scenarios do not have.
    #[inline(never)]
    fn take_turn<O: Observer>(&mut self, event: Event, load: Load, observer: &mut O) {
        let (entity, number) = (event.entity(), event.number());
        match event.rank() {
            Rank::Review => self.review(entity, number, observer),
            Rank::WriteOff => self.write_off(entity, number, observer),
            Rank::Change => self.note_may_start(entity),
            Rank::Return => self.come_back(entity, load, observer),
            Rank::Opening => self.arrive_from_before(entity, load.units, observer),
            _ => self.patience_end(entity, number, load.tag as u32, observer),
        }
    }

    /// Asks for what the events after those at hand will touch.
    #[inline(always)]
    pub(super) fn prefetch_next<O: Observer>(&self, o: &O) {
        if self.wide {
            self.prefetch_bucket(o);
        }
    }

    #[inline(never)]
    fn prefetch_bucket<O: Observer>(&self, o: &O) {
        if !self.calendar.is_fresh() {
            return;
        }
        self.calendar.coming(|event, load| {
            let item = event.entity();
            match event.rank() {
                Rank::Receipt => {}
                Rank::Completion => prefetch(&self.state.works[load.tag as u32], 2),
                Rank::Opening
                | Rank::Return
                | Rank::Change
                | Rank::PatienceEnd
                | Rank::WriteOff
                | Rank::Review
                | Rank::Arrival => {
                    return;
                }
            }
            prefetch(&self.state.stocks[item as usize], 1);
            o.coming(item);
        });
    }
}
