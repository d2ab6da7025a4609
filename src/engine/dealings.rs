//! What customers do beside waiting: they take a substitute, hear a promise and decide, and bring back what they bought.

use super::calendar::Load;
use super::event::{Event, Rank};
use super::observer::{Observer, Restocked, WrittenOff};
use super::open_orders::OpenOrders;
use super::simulator::Simulator;
use super::state::{Order, Requirements};
use crate::model::{After, CameBack};
use crate::plan::NOT_PROMISED;
use crate::rules::customers::{CustomerRules, QuotePlan};
use crate::rules::life::WriteOffCause;
use crate::rules::shortage::ShortOrder;

impl Simulator<'_> {
    /// An order that was just placed: what it becomes, what is promised, and from when on its customer waits, ticks; `None` where
    /// he declines.
    #[inline(never)]
    pub(super) fn deal<O: Observer>(&mut self, rules: &CustomerRules, slot: u32, o: &mut O) -> Option<i64> {
        let (stream, number) = ((self.plan.seed, self.replication), self.state.orders[slot].number);
        if rules.substitutes.as_ref().is_some_and(|plan| plan.takes(stream, number)) {
            self.substitute(slot, o);
        }
        if let Some(quote) = &rules.quote {
            let promise = self.promise(quote, slot);
            self.state.orders[slot].due = promise;
            let consents = quote.consents(stream, number, promise);
            if !consents {
                o.declined(self.now, &self.state.orders[slot]);
                self.state.orders.remove(slot);
                return None;
            }
            o.quoted(self.now, &self.state.orders[slot]);
        }
        let due = self.state.orders[slot].due;
        let waits = if rules.patience == After::Due && due != NOT_PROMISED { due } else { 0 };
        Some(self.now + waits)
    }

    /// Whether all of an order is there.
    fn is_there(&mut self, slot: u32) -> bool {
        let mut scratch = std::mem::take(&mut self.requirements);
        let quantity = self.state.orders[slot].quantity;
        let there = self.units_available(slot, ShortOrder::IsLost, &mut scratch[0]) == quantity;
        self.requirements = scratch;
        there
    }

    /// An order whose product is not there becomes one for the first substitute that is.
    fn substitute<O: Observer>(&mut self, slot: u32, o: &mut O) {
        let plan = self.plan;
        let Order { item, config, quantity, .. } = self.state.orders[slot];
        let others = &plan.substitutes[item as usize];
        if others.is_empty() || self.is_there(slot) {
            return;
        }
        let mut serves = |other: &&u32| {
            let order = &mut self.state.orders[slot];
            (order.item, order.config) = (**other, 0);
            self.is_there(slot)
        };
        let found = others.iter().find(&mut serves).copied();
        let order = &mut self.state.orders[slot];
        (order.item, order.config) = (item, config);
        let Some(other) = found else { return };
        let [mut all, nothing] = std::mem::take(&mut self.requirements);
        self.require_of(slot, quantity, &mut all);
        self.refuse(slot, &all, &Requirements::new(), o);
        self.requirements = [all, nothing];
        let order = &mut self.state.orders[slot];
        (order.item, order.config) = (other, 0);
        o.substituted(self.now, order, item);
    }

    /// What is promised to an order, ticks after its placement.
    fn promise(&mut self, quote: &QuotePlan, slot: u32) -> i64 {
        let there = quote.asks_for_stock() && self.is_there(slot);
        let flow = self.state.orders[slot].flow as usize;
        let now = self.now;
        let open = self.plan.quoted[flow].map_or(0, |place| self.open_orders(place).count(now));
        quote.promise(open, there)
    }

    fn open_orders(&mut self, place: u32) -> &mut OpenOrders {
        let all = &mut self.state.open_orders;
        if all.len() <= place as usize {
            all.resize_with(place as usize + 1, OpenOrders::default);
        }
        &mut all[place as usize]
    }

    /// The place of an order's product among those that are quoted.
    fn quoted_place(&self, slot: u32) -> Option<u32> {
        self.plan.quoted.get(self.state.orders[slot].flow as usize).copied().flatten()
    }

    /// An order stays.
    #[inline(never)]
    pub(super) fn note_open(&mut self, slot: u32) {
        if let Some(place) = self.quoted_place(slot) {
            self.open_orders(place).add();
        }
    }

    /// Its customer left.
    #[inline(never)]
    pub(super) fn note_gone(&mut self, slot: u32) {
        if let Some(place) = self.quoted_place(slot) {
            self.open_orders(place).leave();
        }
    }

    /// All of an order is on its way: it may come back.
    #[inline(never)]
    pub(super) fn follow_order<O: Observer>(&mut self, slot: u32, o: &mut O) {
        let delivered = self.state.orders[slot].delivered;
        if let Some(place) = self.quoted_place(slot) {
            let now = self.now;
            self.open_orders(place).send(now, delivered);
        }
        let Order { demand, number, item, flow, quantity, .. } = self.state.orders[slot];
        let rules = self.plan.demands[demand as usize].customers.as_deref();
        let Some(returns) = rules.and_then(|rules| rules.returns.as_ref()) else { return };
        if let Some(after) = returns.after((self.plan.seed, self.replication), number) {
            o.will_return(&self.state.orders[slot]);
            let event = Event::new(delivered.saturating_add(after), Rank::Return, demand, number);
            self.calendar.send(event, Load { tag: i64::from(flow) << 32 | i64::from(item), units: quantity });
        }
    }

    /// A delivered order comes back.
    pub(super) fn come_back<O: Observer>(&mut self, demand: u32, load: Load, o: &mut O) {
        let (flow, item, units) = ((load.tag >> 32) as u32, load.tag as u32, load.units);
        o.came_back(self.now, Restocked { flow, item, units });
        let rules = self.plan.demands[demand as usize].customers.as_deref();
        let returns = rules.and_then(|rules| rules.returns.as_ref()).expect("an order of the stream came back");
        match returns.then {
            CameBack::Restocked => self.put_back(item, units, o),
            // They never reach the shelf.
            CameBack::WrittenOff => o.written_off(self.now, WrittenOff { item, units, cause: WriteOffCause::Returned }),
        }
    }
}
