//! The engine's books, kept in debug builds only and compared with the state after every event.

use super::state::{Claim, Replenishment, State, Waiting};
use crate::plan::{Mode, Plan, ReplenishmentMode};
use crate::rules::allocation::Kitting;
use crate::rules::stock::Level;

/// Where there are more places for replenishments under way they are added up after one event of so many: else an event
/// would cost as much as there are.
const MANY: usize = 64;

/// Units of one item since time 0.
#[derive(Clone, Copy, Debug, Default)]
struct Account {
    initial: i64,
    /// Units on order since time 0.
    awaited: i64,
    /// Those of them that were received.
    given: i64,
    received: i64,
    returned: i64,
    taken: i64,
    released: i64,
    scrapped: i64,
    cancelled: i64,
    asked: i64,
    withdrawn: i64,
    written_off: i64,
    touched: bool,
    /// What is under way is to be added up.
    due: bool,
}

/// All accounts; empty in release builds.
#[derive(Clone, Debug, Default)]
pub struct Audit {
    accounts: Vec<Account>,
    touched: Vec<u32>,
    due: Vec<u32>,
    events: usize,
}

macro_rules! entry {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[inline]
        pub fn $name(&mut self, item: u32, units: i64) {
            if cfg!(debug_assertions) {
                self.accounts[item as usize].$name += units;
                self.touch(item);
            }
        }
    )*};
}

impl Audit {
    /// New books: everything on the shelf is initial stock.
    pub fn reset(&mut self, levels: &[Level]) {
        if cfg!(debug_assertions) {
            self.touched.clear();
            self.due.clear();
            self.accounts.clear();
            self.accounts.extend(levels.iter().map(|level| Account { initial: level.initial, ..Account::default() }));
        }
    }

    entry! {
        /// A replenishment arrived.
        received
        /// Units were on order at time 0, or are so no more.
        awaited
        /// They were received.
        given
        /// Units came back from a requester.
        returned
        /// Backlogged units were handed to a requester.
        taken
        /// A replenishment was released.
        released
        /// Units of a replenishment arrived and were bad.
        scrapped
        /// A replenishment was cancelled.
        cancelled
        /// Requesters left without these units.
        withdrawn
        /// Free units were written off.
        written_off
    }

    /// Units were asked for, `taken` of them handed over at once.
    #[inline]
    pub fn asked(&mut self, item: u32, units: i64, taken: i64) {
        if cfg!(debug_assertions) {
            self.accounts[item as usize].asked += units;
            self.accounts[item as usize].taken += taken;
            self.touch(item);
        }
    }

    fn touch(&mut self, item: u32) {
        let account = &mut self.accounts[item as usize];
        if !account.touched {
            account.touched = true;
            self.touched.push(item);
        }
    }

    /// Conservation at every item this event touched: units and requests; orders and the position equation, too, where few
    /// orders are under way, and else for many events at once.
    #[inline]
    pub fn check(&mut self, plan: &Plan, state: &State) {
        if cfg!(debug_assertions) {
            self.check_touched(plan, state);
        }
    }

    fn check_touched(&mut self, plan: &Plan, state: &State) {
        while let Some(item) = self.touched.pop() {
            self.check_item(item as usize, plan, state);
            let account = &mut self.accounts[item as usize];
            account.touched = false;
            if !std::mem::replace(&mut account.due, true) {
                self.due.push(item);
            }
        }
        self.events += 1;
        if state.works.places() + state.purchases.places() <= MANY || self.events.is_multiple_of(MANY) {
            while let Some(item) = self.due.pop() {
                self.accounts[item as usize].due = false;
                self.check_under_way(item as usize, plan, state);
            }
        }
    }

    /// The run is over: what is under way is added up, and the receipts to come carry what was sent for and has not been received.
    pub fn check_sent(&self, plan: &Plan, state: &State, pending: impl Iterator<Item = Replenishment>) {
        if cfg!(debug_assertions) {
            (0..state.stocks.len()).for_each(|item| self.check_under_way(item, plan, state));
            let mut sent = vec![0; state.stocks.len()];
            pending.for_each(|purchase| sent[purchase.item as usize] += purchase.units);
            for (((stock, account), item), sent) in state.stocks.iter().zip(&self.accounts).zip(&plan.items).zip(sent) {
                let way =
                    if stock.mode == ReplenishmentMode::AmpleBuy { account.released - account.received } else { 0 };
                assert_eq!(way, sent, "{}: receipts carry what was sent for", item.name);
            }
        }
    }

    fn check_item(&self, item: usize, plan: &Plan, state: &State) {
        let (account, stock, name) = (&self.accounts[item], &state.stocks[item], &plan.items[item].name);
        assert!(stock.free >= 0 && stock.backlog >= 0, "{name}: {stock:?}");
        assert_eq!(
            account.initial + account.given + account.received + account.returned,
            account.taken + account.written_off + stock.free,
            "{name}: units received, returned and initial are handed over, written off or free"
        );
        let backlog = account.asked - account.taken - account.withdrawn;
        assert!(backlog >= stock.backlog, "{name}: what is asked is handed over, backlogged or withdrawn");
        if plan.items[item].mode != Mode::Pegged {
            assert_eq!(backlog, stock.backlog, "{name}: what is asked is handed over, backlogged or withdrawn");
            if plan.items[item].review == 0 {
                self.check_position(item, state);
            }
        }
        if plan.kitting == Kitting::LineByLine {
            let leaves = |waiting: &Waiting| state.reserve(item as u32, waiting.urgency.class);
            let must_wait = |waiting: &Waiting| !state.is_waiting(waiting.claim) || stock.free <= leaves(waiting);
            let all_wait = || stock.queue.iter().all(must_wait);
            assert!(stock.free == 0 || stock.backlog == 0 || all_wait(), "{name}: nobody waits while units are free");
        }
    }

    fn check_under_way(&self, item: usize, plan: &Plan, state: &State) {
        let (account, stock, name) = (&self.accounts[item], &state.stocks[item], &plan.items[item].name);
        let way = account.released - account.received - account.scrapped - account.cancelled;
        let works = || state.works.live().map(|slot| &state.works[slot]).filter(|work| work.item as usize == item);
        let purchases = || {
            let all = state.purchases.live().map(|slot| &state.purchases[slot]);
            all.filter(|order| order.item as usize == item)
        };
        let made: i64 = works().map(|work| work.units).sum();
        let booked: i64 = purchases().map(|order| order.units).sum::<i64>() + made;
        // What receipts carry is compared once the run is over.
        let sent = if stock.mode == ReplenishmentMode::AmpleBuy { way } else { 0 };
        assert_eq!(way, booked + sent, "{name}: orders are received or outstanding");
        let pooled = |claim: Claim| claim == Claim::Pool;
        let bought = purchases().filter(|order| pooled(order.claim)).map(|order| order.units);
        let on_order: i64 = bought.chain(works().filter(|work| pooled(work.claim)).map(|work| work.units)).sum();
        assert_eq!(
            stock.position,
            stock.free + on_order + account.awaited + sent - stock.backlog,
            "{name}: inventory position"
        );
    }

    /// At time 0 and after each request the rule has acted: it would release nothing now.
    fn check_position(&self, item: usize, state: &State) {
        let stock = &state.stocks[item];
        let level = stock.level;
        assert!(level.release(stock.position) == 0, "position {} under {level:?}", stock.position);
    }
}
