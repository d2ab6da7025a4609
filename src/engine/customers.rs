//! Customer orders: arrival, loss, delivery, and the end of patience.

use super::calendar::Load;
use super::event::{Event, Rank};
use super::observer::{LevelKind, Observer, Restocked, Served, Shipment};
use super::simulator::Simulator;
use super::state::{Claim, Order, Requirements, WorkStatus};
use crate::model::{FOREVER, Ship};
use crate::plan::{DrawnOrder, Mode, OrderStreams, PlanDemand};
use crate::rules::life::LotOrigin;
use crate::rules::shortage::ShortOrder;

impl Order {
    /// An order that has just come; nothing asked for yet.
    #[inline(always)]
    fn placed(slot: u32, now: i64, drawn: DrawnOrder) -> Order {
        let DrawnOrder { demand, number, flow, item, config, quantity, delivery, due, .. } = drawn;
        Order {
            slot,
            flow,
            demand,
            number,
            item,
            config,
            quantity,
            missing: quantity,
            lost: 0,
            placed: now,
            kitted_at: now,
            start: now,
            done: now,
            delivered: now,
            stocked_inputs_at: now,
            delivery,
            due,
        }
    }
}

impl Simulator<'_> {
    /// An order arrives; the stream's next arrival takes its place in the calendar.
    #[inline(never)]
    pub(super) fn arrive<O: Observer>(&mut self, demand: u32, o: &mut O) {
        let plan = self.plan;
        let stream = &plan.demands[demand as usize];
        let streams = &mut self.state.demand_streams;
        let next = streams[demand as usize].next_arrival(stream, self.now);
        if stream.restocks && self.restock(next, demand, o) {
            return;
        }
        let streams = &mut self.state.demand_streams;
        let drawn = OrderStreams::draw(streams, &plan.demands, demand);
        self.expect_arrival(next, demand, drawn.number + 1);
        let terms = &plan.demands[drawn.demand as usize];
        if drawn.quantity == 0 {
            return;
        }
        let slot = self.state.orders.next();
        let order = Order::placed(slot, self.now, drawn);
        o.placed(self.now, &order);
        let (_, generation) = self.state.orders.insert(order);
        if terms.only_waits || self.agrees(terms, slot, drawn.patience, o) {
            self.request_order(Claim::Order { slot, generation }, slot, terms.ship, o);
        }
    }

    /// Whether an order that was just placed stands: its customer may decline it, or it be lost. He may lose patience later.
    #[inline(never)]
    fn agrees<O: Observer>(&mut self, terms: &PlanDemand, slot: u32, patience: Option<i64>, o: &mut O) -> bool {
        let mut patient_from = self.now;
        if let Some(rules) = &terms.customers {
            let Some(from) = self.deal(rules, slot, o) else { return false };
            patient_from = from;
        }
        let short = terms.shortage.short_order();
        if short != ShortOrder::Waits && !self.lose_what_is_short(slot, short, o) {
            return false;
        }
        if self.plan.follows_orders {
            self.note_open(slot);
        }
        if let Some(patience) = patience {
            let Order { demand, number, .. } = self.state.orders[slot];
            let event = Event::new(patient_from + patience, Rank::PatienceEnd, demand, number);
            self.calendar.send(event, Load { tag: i64::from(slot), units: 0 });
        }
        true
    }

    /// Units of a record that come back: free again at their product. Says whether it was that and no order.
    #[inline(never)]
    fn restock<O: Observer>(&mut self, next: i64, demand: u32, o: &mut O) -> bool {
        let streams = &self.state.demand_streams[demand as usize];
        let Some((units, item, flow)) = streams.restocked(&self.plan.demands, demand) else { return false };
        let number = streams.number();
        self.expect_arrival(next, demand, number);
        o.restocked(self.now, Restocked { flow, item, units });
        self.put_back(item, units, o);
        true
    }

    /// An arrival at a time, unless none comes.
    #[inline(always)]
    pub(super) fn expect_arrival(&mut self, time: i64, demand: u32, number: u64) {
        if time != FOREVER {
            self.calendar.push(Event::new(time, Rank::Arrival, demand, number));
        }
    }

    #[inline(always)]
    fn request_order<O: Observer>(&mut self, claim: Claim, slot: u32, ship: Ship, o: &mut O) {
        let Order { item, quantity, config, delivery, .. } = self.state.orders[slot];
        let shelf = self.take_from_shelf(item, quantity, o);
        let taken = if shelf { quantity } else { self.request(item, quantity, claim, config, o) };
        if taken == 0 {
            return;
        }
        self.keep_of_shelf(slot, item, taken);
        let delivered = self.now + delivery;
        if taken == quantity || ship == Ship::Partial {
            self.sell_kept(slot, delivered, o);
        } else {
            o.level(self.now, item, LevelKind::Committed, taken);
        }
        let order = &mut self.state.orders[slot];
        order.missing -= taken;
        if order.missing == 0 {
            // Its other times are those of its placement.
            order.delivered = delivered;
            o.shipped(self.now, order, Shipment { units: taken, delivered });
            self.blocking.clear();
            o.completed(self.now, order, &self.blocking);
            self.close_order(slot, o);
        } else if ship == Ship::Partial {
            o.shipped(self.now, order, Shipment { units: taken, delivered });
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
        order.stocked_inputs_at = match (self.state.stocks[item as usize].held, from) {
            (true, _) => self.now,
            (_, Some(work)) => order.stocked_inputs_at.max(self.state.works[work].stocked_inputs_at),
            _ => order.stocked_inputs_at,
        };
        self.audit.taken(item, given);
        let delivered = self.now + delivery;
        let partial = self.plan.demands[demand as usize].ship == Ship::Partial;
        if given == quantity && !partial {
            // All units come at once and leave together.
            let shipment = Shipment { units: given, delivered };
            self.sell_of(slot, from, shipment, o);
            self.explain(slot, from);
            o.order_delivered(self.now, &self.state.orders[slot], shipment, &self.blocking);
            self.close_order(slot, o);
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
        self.close_order(slot, o);
    }

    /// When the kit of a complete order was whole and its work started, and which parts came last for it.
    #[inline(always)]
    fn explain(&mut self, slot: u32, from: Option<u32>) {
        let (state, now) = (&mut self.state, self.now);
        let order = &mut state.orders[slot];
        (order.done, order.delivered) = (now, now + order.delivery);
        self.blocking.clear();
        let Some(work) = from.filter(|_| !state.stocks[order.item as usize].held) else {
            (order.kitted_at, order.start) = (now, now);
            if now > order.placed {
                self.blocking.push(order.item);
            }
            return;
        };
        let work = &state.works[work];
        order.kitted_at = work.kitted_at.max(order.placed);
        order.start = work.start.max(order.placed);
        if order.kitted_at > order.placed {
            let lines = &state.lines[work.lines_at as usize..(work.lines_at + work.lines) as usize];
            for line in lines {
                if line.arrived == work.kitted_at {
                    self.blocking.push(line.item);
                }
            }
        }
    }

    /// The order is gone: nothing of it is pending.
    #[inline(always)]
    fn close_order<O: Observer>(&mut self, slot: u32, o: &mut O) {
        if self.plan.follows_orders {
            self.follow_order(slot, o);
        }
        self.note_done(self.state.orders[slot].placed);
        self.state.orders.remove(slot);
    }

    /// An order loses what is short of it; says whether any of it is left.
    fn lose_what_is_short<O: Observer>(&mut self, slot: u32, short: ShortOrder, o: &mut O) -> bool {
        let Order { quantity, .. } = self.state.orders[slot];
        let [mut all, mut of_kept] = std::mem::take(&mut self.requirements);
        let kept = self.units_available(slot, short, &mut of_kept);
        if kept < quantity {
            self.require_of(slot, quantity, &mut all);
            self.require_of(slot, kept, &mut of_kept);
            self.refuse(slot, &all, &of_kept, o);
            let order = &mut self.state.orders[slot];
            (order.quantity, order.missing, order.lost) = (kept, kept, quantity - kept);
            o.lost(self.now, &self.state.orders[slot]);
            if kept == 0 {
                self.state.orders.remove(slot);
            }
        }
        self.requirements = [all, of_kept];
        kept > 0
    }

    /// How many units of an order held items can serve at once: all or none where it is lost whole, else as many as nothing
    /// is short for.
    pub(super) fn units_available(&mut self, slot: u32, short: ShortOrder, requirements: &mut Requirements) -> i64 {
        let quantity = self.state.orders[slot].quantity;
        let mut serves = |units| {
            self.require_of(slot, units, requirements);
            requirements.iter().all(|(item, units)| !self.is_short(slot, *item, *units))
        };
        if serves(quantity) {
            return quantity;
        }
        // Requirements never fall as units are added.
        let (mut most, mut few) = (0, if short == ShortOrder::IsLost { 1 } else { quantity });
        while few - most > 1 {
            let units = most + (few - most) / 2;
            if serves(units) { most = units } else { few = units }
        }
        most
    }

    /// Tells what an order would have asked in vain: at each item that is short of all it needs, what its lost units need.
    pub(super) fn refuse<O: Observer>(&mut self, slot: u32, all: &Requirements, of_kept: &Requirements, o: &mut O) {
        for (item, units) in all {
            if !self.is_short(slot, *item, *units) {
                continue;
            }
            let kept = of_kept.iter().find(|(known, _)| known == item).map_or(0, |(_, units)| *units);
            o.refused(self.now, *item, units - kept);
            self.note_asked(*item, units - kept);
        }
    }

    /// Whether so many units of an item are a shortage to an order.
    fn is_short(&self, slot: u32, item: u32, units: i64) -> bool {
        let is_held = self.plan.items[item as usize].mode == Mode::Held;
        is_held && self.open_to(item, self.urgency_of_order(slot)) < units
    }

    /// What `units` of an order's product need, down to the first held item of each branch.
    pub(super) fn require_of(&mut self, slot: u32, units: i64, requirements: &mut Requirements) {
        let Order { item, config, .. } = self.state.orders[slot];
        requirements.clear();
        self.require(item, units, config, requirements);
    }

    /// Adds up what `units` of an item need of held items, and of order-driven ones on the way: their surplus serves
    /// one branch only.
    fn require(&mut self, item: u32, units: i64, config: u32, requirements: &mut Requirements) {
        let plan = &self.plan.items[item as usize];
        let before = match requirements.iter_mut().find(|(known, _)| *known == item) {
            Some((_, sum)) => std::mem::replace(sum, *sum + units),
            None => {
                requirements.push((item, units));
                0
            }
        };
        let surplus = self.state.stocks[item as usize].free;
        let short = (before + units - surplus).max(0) - (before - surplus).max(0);
        if plan.mode == Mode::Held || short == 0 {
            return;
        }
        let Some(make) = self.next_make(item, short) else { return };
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

    /// A customer's patience ends: he leaves, unless he is served (and his slot may have another tenant) or his last work
    /// order has started.
    pub(super) fn patience_end<O: Observer>(&mut self, demand: u32, number: u64, slot: u32, o: &mut O) {
        let is_another = |order: &Order| (order.demand, order.number) != (demand, number);
        if self.state.orders.get(slot).is_none_or(is_another) {
            return;
        }
        let claim = Claim::Order { slot, generation: self.state.orders.generation(slot) };
        let own: Vec<u32> = self.state.works.live().filter(|work| self.state.works[*work].claim == claim).collect();
        if !own.is_empty() && own.iter().all(|work| self.state.works[*work].status == WorkStatus::Started) {
            return;
        }
        let Order { item, quantity, missing, placed, .. } = self.state.orders[slot];
        o.left(self.now, &self.state.orders[slot]);
        if self.plan.follows_orders {
            self.note_gone(slot);
        }
        self.note_done(placed);
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
        self.origin = LotOrigin::Back;
        self.state.stocks[item as usize].position += units;
        self.allocate(item, units, None, o);
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
            // What was kept for it is nobody's now.
            self.note_free(item);
        }
    }

    /// Cancels a work order for somebody that has not started, and those pegged to it; started ones become surplus by
    /// themselves. None is for the pool, whose position would have to follow.
    /// The parts it had are added to `returned`.
    fn cancel<O: Observer>(&mut self, slot: u32, returned: &mut Vec<(u32, i64)>, o: &mut O) {
        let work = self.state.works[slot].clone();
        if work.status == WorkStatus::Started {
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
        if let (WorkStatus::Queued, Some(station)) = (work.status, self.plan.items[work.item as usize].station()) {
            self.state.stations[station as usize].queue.retain(|queued| *queued != slot);
        }
        self.note_done(work.created);
        self.audit.cancelled(work.item, work.units);
        let waiting = work.status == WorkStatus::WaitingParts;
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
