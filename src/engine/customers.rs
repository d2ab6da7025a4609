//! Customer orders: arrival, loss, delivery, and the end of patience.

use super::Simulator;
use super::event::{Event, Rank};
use super::observer::{Failure, LevelKind, Observer, Request, Served, Shipment};
use super::state::{Claim, DemandStreams, Order, Stage};
use crate::model::Ship;
use crate::plan::{Mode, PlanDemand, ShortagePlan, SupplyPlan};

impl DemandStreams {
    /// The order's own draws: quantity, product, options, delivery time.
    #[inline(always)]
    fn draw_order(&mut self, demand: u32, number: u64, plan: &PlanDemand, blank: Order) -> Order {
        let quantity = self.quantity.next(&plan.quantity);
        let target = &plan.targets[plan.mix.as_ref().map_or(0, |mix| mix.draw(&mut self.mix))];
        let (mut config, mut radix) = (0, 1);
        for table in &target.options {
            config += table.draw(&mut self.options) as u32 * radix;
            radix *= table.len() as u32;
        }
        let (item, config) = match target.variants.get(config as usize) {
            Some(variant) => (*variant, 0),
            None => (target.item, config),
        };
        let (flow, missing, delivery) = (target.flow, quantity, self.delivery.next(&plan.delivery));
        Order { flow, demand, number, item, config, quantity, missing, delivery, ..blank }
    }
}

impl Order {
    /// Nothing asked for yet.
    #[inline(always)]
    fn empty(slot: u32, now: i64) -> Order {
        Order {
            slot,
            flow: 0,
            demand: 0,
            number: 0,
            item: 0,
            config: 0,
            quantity: 0,
            missing: 0,
            placed: now,
            ready: now,
            start: now,
            done: now,
            delivered: now,
            held_ready: now,
            delivery: 0,
            patient: false,
        }
    }
}

impl Simulator<'_> {
    /// An order arrives; the stream's next arrival takes its place in the calendar.
    #[inline(never)]
    pub(super) fn arrive<O: Observer>(&mut self, demand: u32, o: &mut O) {
        let plan = self.plan;
        let terms = &plan.demands[demand as usize];
        let streams = &mut self.state.demand_streams[demand as usize];
        let next = self.now + streams.arrival.next(&terms.gaps);
        let number = streams.number;
        streams.number += 1;
        let patience = match &terms.shortage {
            ShortagePlan::Patience(law) => Some(streams.patience.next(law)),
            _ => None,
        };
        let slot = self.state.orders.next();
        let order = streams.draw_order(demand, number, terms, Order::empty(slot, self.now));
        self.calendar.replace(Event::new(next, Rank::Arrival, demand, number + 1));
        if order.quantity == 0 {
            self.skip_patience(demand, patience);
            return;
        }
        o.placed(self.now, &order);
        let (_, generation) = self.state.orders.insert(order);
        if matches!(terms.shortage, ShortagePlan::Lost) && !self.is_available(slot, o) {
            o.failed(self.now, &self.state.orders[slot], Failure::Lost);
            self.state.orders.remove(slot);
            return;
        }
        if let Some(patience) = patience {
            self.state.orders[slot].patient = true;
            self.state.demand_streams[demand as usize].patient.push(slot);
            self.calendar.push(Event::new(self.now + patience, Rank::PatienceEnd, demand, number));
        }
        self.request_order(Claim::Order { slot, generation }, slot, o);
    }

    /// Keeps the numbering of patient orders in step when an order of quantity 0 is none.
    fn skip_patience(&mut self, demand: u32, patience: Option<i64>) {
        if patience.is_some() {
            let patient = &mut self.state.demand_streams[demand as usize].patient;
            let number = patient.push(0);
            patient.take(number);
        }
    }

    #[inline(always)]
    fn request_order<O: Observer>(&mut self, claim: Claim, slot: u32, o: &mut O) {
        let Order { item, quantity, config, demand, delivery, .. } = self.state.orders[slot];
        let shelf = self.take_from_shelf(item, quantity, o);
        let taken = if shelf { quantity } else { self.request(item, quantity, claim, config, o) };
        let order = &mut self.state.orders[slot];
        order.missing -= taken;
        if taken == 0 {
            return;
        }
        let missing = order.missing;
        self.keep_of_shelf(slot, item, taken);
        let partial = self.plan.demands[demand as usize].ship == Ship::Partial;
        if partial || missing == 0 {
            self.sell_kept(slot, self.now + delivery, o);
            let shipment = Shipment { units: taken, delivered: self.now + delivery };
            o.shipped(self.now, &self.state.orders[slot], shipment);
        } else {
            o.level(self.now, item, LevelKind::Committed, taken);
        }
        if missing == 0 {
            self.complete_order(slot, None, o);
        }
    }

    /// Backlogged units reach an order; gives how many it took.
    #[inline(never)]
    pub(super) fn give_order<O: Observer>(
        &mut self,
        slot: u32,
        item: u32,
        units: i64,
        from: Option<u32>,
        o: &mut O,
    ) -> i64 {
        let order = &mut self.state.orders[slot];
        let given = units.min(order.missing);
        order.missing -= given;
        let Order { placed, quantity, missing, delivery, demand, .. } = *order;
        order.held_ready = match (self.state.stocks[item as usize].held, from) {
            (true, _) => self.now,
            (_, Some(work)) => order.held_ready.max(self.state.works[work].held_ready),
            _ => order.held_ready,
        };
        self.audit.taken(item, given);
        let delivered = self.now + delivery;
        let partial = self.plan.demands[demand as usize].ship == Ship::Partial;
        if given == quantity && !partial {
            // All units come at once and leave together.
            let shipment = Shipment { units: given, delivered };
            self.sell_of(slot, from, shipment, o);
            self.explain(slot, from);
            o.handed_over(self.now, &self.state.orders[slot], shipment, &self.blocking);
            self.close_order(slot);
            return given;
        }
        o.level(self.now, item, LevelKind::Backlog, -given);
        o.served(self.now, Served { item, units: given, asked: placed });
        o.order_served(self.now, order, given);
        self.keep_of(slot, from, given);
        if partial || missing == 0 {
            self.sell_kept(slot, delivered, o);
        }
        let order = &self.state.orders[slot];
        if partial {
            o.shipped(self.now, order, Shipment { units: given, delivered });
        } else if missing > 0 {
            o.level(self.now, item, LevelKind::Committed, given);
        } else {
            let reserved = quantity - given;
            if reserved > 0 {
                o.level(self.now, item, LevelKind::Committed, -reserved);
            }
            o.shipped(self.now, order, Shipment { units: quantity, delivered });
        }
        if missing == 0 {
            self.complete_order(slot, from, o);
        }
        given
    }

    /// The last unit is there, brought by work order `from` or from stock.
    fn complete_order<O: Observer>(&mut self, slot: u32, from: Option<u32>, o: &mut O) {
        self.explain(slot, from);
        o.completed(self.now, &self.state.orders[slot], &self.blocking);
        self.close_order(slot);
    }

    /// When a complete order was ready and started, and which parts came last for it.
    #[inline(always)]
    fn explain(&mut self, slot: u32, from: Option<u32>) {
        let (state, now) = (&mut self.state, self.now);
        let order = &mut state.orders[slot];
        (order.done, order.delivered) = (now, now + order.delivery);
        self.blocking.clear();
        let Some(work) = from.filter(|_| !state.stocks[order.item as usize].held) else {
            (order.ready, order.start) = (now, now);
            if now > order.placed {
                self.blocking.push(order.item);
            }
            return;
        };
        let work = &state.works[work];
        order.ready = work.ready.max(order.placed);
        order.start = work.start.max(order.placed);
        if order.ready > order.placed {
            let lines = &state.lines[work.lines_at as usize..(work.lines_at + work.lines) as usize];
            for line in lines {
                if line.arrived == work.ready {
                    self.blocking.push(line.item);
                }
            }
        }
    }

    /// The order is gone: nothing of it is pending.
    #[inline(always)]
    fn close_order(&mut self, slot: u32) {
        let Order { placed, patient, demand, number, .. } = self.state.orders[slot];
        self.is_done(placed);
        if patient {
            self.state.demand_streams[demand as usize].patient.take(number);
        }
        self.state.orders.remove(slot);
    }

    /// Lost or not: whether everything the order needs from held items, down to the first held item of each branch, is
    /// free in full.
    fn is_available<O: Observer>(&mut self, slot: u32, o: &mut O) -> bool {
        let Order { item, quantity, config, .. } = self.state.orders[slot];
        let mut requirements = std::mem::take(&mut self.requirements);
        requirements.clear();
        self.require(item, quantity, config, &mut requirements);
        let mut available = true;
        for (item, units) in &requirements {
            let held = self.plan.items[*item as usize].mode == Mode::Held;
            if held && self.state.stocks[*item as usize].free < *units {
                available = false;
                o.asked(self.now, Request { item: *item, units: *units, taken: 0 });
            }
        }
        self.requirements = requirements;
        available
    }

    /// Adds up what `units` of an item need of held items, and of order-driven ones on the way: their surplus serves
    /// one branch only.
    fn require(&self, item: u32, units: i64, config: u32, requirements: &mut Vec<(u32, i64)>) {
        let plan = &self.plan.items[item as usize];
        let before = match requirements.iter_mut().find(|(known, _)| *known == item) {
            Some((_, sum)) => std::mem::replace(sum, *sum + units),
            None => {
                requirements.push((item, units));
                0
            }
        };
        let SupplyPlan::Make(make) = &plan.supply else { return };
        let surplus = self.state.stocks[item as usize].free;
        let short = (before + units - surplus).max(0) - (before - surplus).max(0);
        if plan.mode == Mode::Held || short == 0 {
            return;
        }
        for line in self.plan.required(make) {
            self.require(line.item, i64::from(line.quantity) * short, 0, requirements);
        }
        for part in self.plan.chosen(make, config) {
            self.require(part, short, 0, requirements);
        }
        // What is order-driven is always included, and then so is what it is made of.
        for line in self.plan.optional(make) {
            if self.plan.items[line.item as usize].mode != Mode::Held {
                self.require(line.item, i64::from(line.quantity) * short, 0, requirements);
            }
        }
    }

    /// A customer's patience ends: he leaves, unless he is served or his last work order has started.
    pub(super) fn patience_end<O: Observer>(&mut self, demand: u32, number: u64, o: &mut O) {
        let Some(slot) = self.state.demand_streams[demand as usize].patient.take(number) else { return };
        let claim = Claim::Order { slot, generation: self.state.orders.generation(slot) };
        let own: Vec<u32> = self.state.works.live().filter(|work| self.state.works[*work].claim == claim).collect();
        if !own.is_empty() && own.iter().all(|work| self.state.works[*work].stage == Stage::Started) {
            return;
        }
        let Order { item, quantity, missing, placed, .. } = self.state.orders[slot];
        o.failed(self.now, &self.state.orders[slot], Failure::Left);
        self.is_done(placed);
        let partial = self.plan.demands[demand as usize].ship == Ship::Partial;
        self.state.orders.remove(slot);
        self.withdraw(item, missing, placed, o);
        let served = quantity - missing;
        let returns = served > 0 && !partial;
        if returns {
            o.level(self.now, item, LevelKind::Committed, -served);
        }
        let mut returned = Vec::new();
        for work in own {
            self.cancel(work, &mut returned, o);
        }
        // Only now: what comes back must not start a work order that is about to be cancelled.
        if returns {
            self.return_served(slot, item, served, o);
        }
        for (item, units) in returned {
            self.put_back(item, units, o);
        }
    }

    /// Units come back that were somebody's.
    pub(super) fn put_back<O: Observer>(&mut self, item: u32, units: i64, o: &mut O) {
        self.audit.returned(item, units);
        self.state.stocks[item as usize].position += units;
        self.pool_units(item, units, None, o);
    }

    /// Units nobody asks for any more.
    fn withdraw<O: Observer>(&mut self, item: u32, units: i64, asked: i64, o: &mut O) {
        if units > 0 {
            if self.plan.items[item as usize].mode != Mode::Pegged {
                let stock = &mut self.state.stocks[item as usize];
                stock.backlog -= units;
                stock.position += units;
                if stock.backlog == 0 {
                    // Entries of those who left would stay until somebody waits when units come.
                    stock.queue.clear();
                }
            }
            o.level(self.now, item, LevelKind::Backlog, -units);
            o.unserved(self.now, Served { item, units, asked });
            self.audit.withdrawn(item, units);
        }
    }

    /// Cancels a work order for somebody that has not started, and those pegged to it; started ones become surplus by
    /// themselves. None is for the pool, whose position would have to follow.
    /// The parts it had are added to `returned`.
    fn cancel<O: Observer>(&mut self, slot: u32, returned: &mut Vec<(u32, i64)>, o: &mut O) {
        let work = self.state.works[slot].clone();
        if work.stage == Stage::Started {
            return;
        }
        let generation = self.state.works.generation(slot);
        let below: Vec<u32> = self
            .state
            .works
            .live()
            .filter(|other| {
                matches!(self.state.works[*other].claim,
                    Claim::Work { slot: s, generation: g, .. } if s == slot && g == generation)
            })
            .collect();
        if let (Stage::Queued, Some(station)) = (work.stage, self.plan.items[work.item as usize].station()) {
            self.state.stations[station as usize].queue.retain(|queued| queued != slot);
        }
        self.is_done(work.created);
        self.audit.cancelled(work.item, work.units);
        let waiting = work.stage == Stage::WaitingParts;
        let lines: Vec<_> = self.state.lines[work.lines_at as usize..(work.lines_at + work.lines) as usize].to_vec();
        o.cancelled(self.now, &work, &lines);
        self.state.works.remove(slot);
        for line in lines {
            self.withdraw(line.item, line.missing, work.created, o);
            let got = line.needed - line.missing;
            if got > 0 {
                if waiting {
                    o.level(self.now, line.item, LevelKind::Committed, -got);
                }
                returned.push((line.item, got));
            }
        }
        for other in below {
            self.cancel(other, returned, o);
        }
    }
}
