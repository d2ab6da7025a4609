//! The life of orders, fact by fact: for `pushpull trace`, and for tests that ask what happened and not how often.

use crate::engine::{
    Claim, LineState, Observer, Order, Replenishment, Request, Restocked, Served, Shipment, Simulator, Work, WrittenOff,
};
use crate::model::{Model, TICKS_PER_UNIT};
use crate::plan::{Levels, Plan};
use crate::results::FactRow;
use crate::results::name_list;
use crate::results::numbers::plain;
use crate::rules::queue::Urgency;
use crate::rules::stock::LevelLook;
use std::collections::BTreeMap;

/// Listens to a replication and keeps the facts until `last_order` orders are done, or all of them.
#[derive(Debug)]
struct Trace<'a> {
    plan: &'a Plan,
    facts: Vec<FactRow>,
    orders: u64,
    by_slot: BTreeMap<u32, u64>,
    /// The customer order a work order is for, by slot.
    works: BTreeMap<u32, u64>,
    /// The customer order placed last, and when, ticks: requests of that instant come from it, later ones from a review.
    asking: Option<(u64, i64)>,
    /// Stretches of work on the job that starts next, ticks.
    stretches: Vec<(i64, i64)>,
    /// What its server does before it, in words.
    changed_over: String,
}

/// The facts of one replication of a strategy.
#[must_use]
pub fn trace(model: &Model, strategy: usize, levels: Option<&Levels>, replication: u32) -> Vec<FactRow> {
    let plan = Plan::new(model, strategy);
    let mut trace = Trace::new(&plan);
    Simulator::new(&plan).run(levels.unwrap_or(&plan.levels()), replication, &[], &mut trace);
    trace.facts
}

impl<'a> Trace<'a> {
    fn new(plan: &'a Plan) -> Trace<'a> {
        Trace {
            plan,
            facts: Vec::new(),
            orders: 0,
            by_slot: BTreeMap::new(),
            works: BTreeMap::new(),
            asking: None,
            stretches: Vec::new(),
            changed_over: String::new(),
        }
    }

    fn tell(&mut self, now: i64, event: &'static str, item: u32, units: i64, order: Option<u64>) -> &mut FactRow {
        self.facts.push(FactRow {
            time: now as f64 / TICKS_PER_UNIT as f64,
            event: event.into(),
            item: self.plan.items[item as usize].name.clone(),
            replenishment: None,
            units,
            order,
            detail: String::new(),
        });
        self.facts.last_mut().expect("just pushed")
    }

    /// Class and priority in words, where anything asks for them.
    fn bound(&self, urgency: Urgency) -> String {
        let class = &self.plan.classes.list[urgency.class as usize];
        let name = if class.name.is_empty() { "no class".into() } else { format!("class {}", class.name) };
        if self.plan.classes.bind { format!(", {name}, priority {}", class.priority) } else { String::new() }
    }

    /// The customer order that requests of this moment come from.
    fn asking(&self, now: i64) -> Option<u64> {
        self.asking.filter(|(_, placed)| *placed == now).map(|(order, _)| order)
    }

    fn order_of(&self, claim: Claim) -> Option<u64> {
        match claim {
            Claim::Pool | Claim::Owed => None,
            Claim::Order { slot, .. } => self.by_slot.get(&slot).copied(),
            Claim::Work { slot, .. } => self.works.get(&slot).copied(),
        }
    }

    fn names(&self, items: impl Iterator<Item = u32>) -> String {
        name_list::joined(&items.map(|item| self.plan.items[item as usize].name.as_str()).collect::<Vec<_>>(), ' ')
    }

    fn work(&mut self, now: i64, event: &'static str, work: &Work, detail: String) {
        let order = self.works.get(&work.slot).copied();
        let fact = self.tell(now, event, work.item, work.units, order);
        fact.replenishment = Some(work.number);
        fact.detail = detail;
    }

    fn close(&mut self, now: i64, event: &'static str, order: &Order, detail: String) {
        let number = self.by_slot.remove(&order.slot);
        self.tell(now, event, order.item, order.quantity, number).detail = detail;
    }
}

impl Observer for Trace<'_> {
    fn placed(&mut self, now: i64, order: &Order) {
        self.orders += 1;
        self.by_slot.insert(order.slot, self.orders);
        self.asking = Some((self.orders, now));
        let demand = &self.plan.demands[order.demand as usize];
        let (number, bound) = (Some(self.orders), self.bound(demand.urgency));
        self.tell(now, "placed", order.item, order.quantity, number).detail =
            format!("order {} of {}{bound}", order.number + 1, demand.name);
    }

    fn asked(&mut self, now: i64, request: Request) {
        let order = self.asking(now);
        self.tell(now, "asked", request.item, request.units, order).detail = format!("{} at once", request.taken);
    }

    fn refused(&mut self, now: i64, item: u32, units: i64) {
        let order = self.asking(now);
        self.tell(now, "asked", item, units, order).detail = "0 at once".into();
    }

    fn skipped(&mut self, now: i64, item: u32, units: i64) {
        let order = self.asking(now);
        self.tell(now, "skipped", item, units, order);
    }

    fn released(&mut self, now: i64, replenishment: Replenishment) {
        let order = self.order_of(replenishment.claim);
        let fact = self.tell(now, "released", replenishment.item, replenishment.units, order);
        fact.replenishment = Some(replenishment.number);
        fact.detail = if order.is_some() { "for the order".into() } else { "for stock".into() };
    }

    fn changed_over(&mut self, _now: i64, _work: &Work, to_another: bool, _cost: f64) {
        self.changed_over = if to_another { "changeover ".into() } else { "changeover within the family ".into() };
    }

    fn worked(&mut self, _station: u32, from: i64, to: i64) {
        self.stretches.push((from, to));
    }

    fn waits_at_supplier(&mut self, sent: i64) {
        // It was released just before.
        if let Some(released) = self.facts.last_mut() {
            released.detail += &format!(", sent at {}", sent as f64 / TICKS_PER_UNIT as f64);
        }
    }

    fn received(&mut self, now: i64, replenishment: Replenishment) {
        let order = self.order_of(replenishment.claim);
        self.asking = None;
        let fact = self.tell(now, "received", replenishment.item, replenishment.units, order);
        fact.replenishment = Some(replenishment.number);
    }

    fn substituted(&mut self, now: i64, order: &Order, item: u32) {
        let number = self.by_slot.get(&order.slot).copied();
        let detail = format!("for {}", self.plan.items[item as usize].name);
        self.tell(now, "substituted", order.item, order.quantity, number).detail = detail;
    }

    fn quoted(&mut self, now: i64, order: &Order) {
        let number = self.by_slot.get(&order.slot).copied();
        let promise = order.due as f64 / TICKS_PER_UNIT as f64;
        self.tell(now, "quoted", order.item, order.quantity, number).detail = format!("promised within {promise}");
    }

    fn declined(&mut self, now: i64, order: &Order) {
        let promise = order.due as f64 / TICKS_PER_UNIT as f64;
        self.close(now, "declined", order, format!("quoted {promise}"));
    }

    fn came_back(&mut self, now: i64, back: Restocked) {
        self.asking = None;
        let demand = self.plan.flows[back.flow as usize].demand;
        let detail = format!("an order of {}", self.plan.demands[demand as usize].name);
        self.tell(now, "came_back", back.item, back.units, None).detail = detail;
    }

    fn sent_by(&mut self, _now: i64, source: u32, _released: Replenishment) {
        // It was released just before.
        if let (Some(name), Some(released)) = (&self.plan.sources[source as usize].name, self.facts.last_mut()) {
            released.detail += &format!(", from {name}");
        }
    }

    fn came_from(&mut self, now: i64, _source: u32, received: Replenishment, bad: i64) {
        if bad == 0 {
            return;
        }
        let order = self.order_of(received.claim);
        let fact = self.tell(now, "scrapped", received.item, bad, order);
        fact.replenishment = Some(received.number);
        fact.detail = format!("of {}", received.units);
    }

    fn restocked(&mut self, now: i64, restocked: Restocked) {
        self.asking = None;
        let demand = self.plan.flows[restocked.flow as usize].demand;
        let detail = format!("row of {}", self.plan.demands[demand as usize].name);
        self.tell(now, "came_back", restocked.item, restocked.units, None).detail = detail;
    }

    fn arrived_from_before(&mut self, now: i64, item: u32, units: i64) {
        self.asking = None;
        self.tell(now, "received", item, units, None).detail = "under way at time 0".into();
    }

    fn owed(&mut self, now: i64, item: u32, units: i64) {
        self.tell(now, "served", item, units, None).detail = "owed at time 0".into();
    }

    fn served(&mut self, now: i64, served: Served) {
        let wait = (now - served.asked) as f64 / TICKS_PER_UNIT as f64;
        self.tell(now, "served", served.item, served.units, None).detail = format!("after {wait}");
    }

    fn kit_complete(&mut self, now: i64, work: &Work, lines: &[LineState]) {
        if let Some(order) = self.order_of(work.claim) {
            self.works.insert(work.slot, order);
        }
        let last = lines.iter().filter(|line| work.waited && line.arrived == now).map(|line| line.item);
        let detail = self.names(last);
        self.work(now, "kit_complete", work, if detail.is_empty() { detail } else { format!("last: {detail}") });
    }

    fn opened(&mut self, _now: i64, work: &Work) {
        match self.order_of(work.claim) {
            Some(order) => self.works.insert(work.slot, order),
            None => self.works.remove(&work.slot),
        };
        // It was released just before.
        let bound = self.bound(work.urgency);
        if let Some(released) = self.facts.last_mut() {
            released.detail += &bound;
        }
    }

    fn split(&mut self, now: i64, rest: &Work, gone: i64) {
        self.work(now, "split", rest, format!("the rest; {gone} go"));
    }

    fn started(&mut self, now: i64, work: &Work) {
        let units = |ticks: i64| ticks as f64 / TICKS_PER_UNIT as f64;
        let stretches = std::mem::take(&mut self.stretches);
        let worked = stretches.iter().map(|(from, to)| format!("{} to {}", units(*from), units(*to)));
        // One stretch is what nothing interrupts.
        let detail = if stretches.len() > 1 {
            format!("worked on from {}", worked.collect::<Vec<_>>().join(", "))
        } else {
            String::new()
        };
        let detail = std::mem::take(&mut self.changed_over) + &detail;
        self.work(now, "started", work, detail);
    }

    fn finished(&mut self, now: i64, work: &Work, _lines: &[LineState]) {
        self.work(now, "finished", work, String::new());
        self.works.remove(&work.slot);
    }

    fn cancelled(&mut self, now: i64, work: &Work, _lines: &[LineState]) {
        self.work(now, "cancelled", work, String::new());
        self.works.remove(&work.slot);
    }

    fn shipped(&mut self, now: i64, order: &Order, shipment: Shipment) {
        let number = self.by_slot.get(&order.slot).copied();
        self.tell(now, "shipped", order.item, shipment.units, number);
    }

    fn completed(&mut self, _now: i64, order: &Order, blocking: &[u32]) {
        let last = self.names(blocking.iter().copied());
        let response = (order.delivered - order.placed) as f64 / TICKS_PER_UNIT as f64;
        let why = if last.is_empty() { String::new() } else { format!(", last: {last}") };
        self.close(order.delivered, "delivered", order, format!("response {response}{why}"));
    }

    fn lost(&mut self, now: i64, order: &Order) {
        let number = self.by_slot.get(&order.slot).copied();
        let left = match order.quantity {
            0 => String::new(),
            rest => format!("{rest} stay"),
        };
        self.tell(now, "lost", order.item, order.lost, number).detail = left;
        if order.quantity == 0 {
            self.by_slot.remove(&order.slot);
        }
    }

    fn written_off(&mut self, now: i64, written_off: WrittenOff) {
        let WrittenOff { item, units, cause } = written_off;
        self.tell(now, "written_off", item, units, None).detail = cause.words().into();
    }

    fn level_set(&mut self, now: i64, item: u32, look: LevelLook) {
        let was = |error: f64| match error {
            0.0 => ", as it was".into(),
            more if more > 0.0 => format!(", was {} too high", plain(more)),
            less => format!(", was {} too low", plain(-less)),
        };
        let detail = format!("forecast {}{}", plain(look.expected), look.error.map_or(String::new(), was));
        self.tell(now, "level_set", item, look.level, None).detail = detail;
    }

    fn left(&mut self, now: i64, order: &Order) {
        self.close(now, "left", order, String::new());
    }

    fn censored(&mut self, now: i64, order: &Order) {
        self.close(now, "censored", order, String::new());
    }
}
