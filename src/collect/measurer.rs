//! The measuring observer.

use super::items::{ItemCell, QueueCell};
use super::marks::{Marks, STEPS_PER_BUCKET};
use super::meter::{Windowed, overlap};
use super::orders::OrderCell;
use crate::engine::{
    Failure, LevelKind, LineState, Observer, Order, Replenishment, Request, Served, Shipment, Stage, SupplierJob, Work,
};
use crate::measures::{EntityKind, Measure};
use crate::model::{After, Demand, Model, Ship};
use crate::plan::{Level, Plan, SupplyPlan};
use crate::record::{Entity, Track};

/// Items whose levels over time are kept, at most.
const TRACKED_ITEMS: usize = 40;

/// Measures one replication at a time.
#[derive(Debug)]
pub struct Measurer<'a> {
    pub(super) model: &'a Model,
    pub(super) plan: &'a Plan,
    marks: Marks,
    /// Whether the clock is inside the window.
    inside: bool,
    pub(super) items: Vec<ItemCell>,
    /// By flow of the plan.
    pub(super) flows: Vec<OrderCell>,
    pub(super) stations: Vec<QueueCell>,
    pub(super) suppliers: Vec<QueueCell>,
    /// Customer orders open, and units owed to customers.
    open_orders: Windowed,
    owed: Windowed,
    /// Cohort orders delivered later than their kit could have been complete.
    pub(super) delayed: u64,
    /// Items of the plan whose series are kept.
    tracked: Vec<u32>,
    pub(super) tracks: Vec<Track>,
    /// Integral of each track at the last bucket's end.
    last: Vec<i128>,
    last_edge: i64,
    pub(super) series: Vec<f64>,
    pub(super) pilot: Vec<f64>,
}

impl<'a> Measurer<'a> {
    /// A measurer of a plan of this model.
    #[must_use]
    pub fn new(model: &'a Model, plan: &'a Plan) -> Measurer<'a> {
        let tracked = tracked_items(model, plan);
        let tracks = tracks(plan, &tracked);
        let windows = model.report.windows.len();
        Measurer {
            marks: Marks::new(plan, model.report.buckets),
            inside: false,
            items: vec![ItemCell::default(); plan.items.len()],
            flows: vec![OrderCell::new(windows); plan.flows.len()],
            stations: vec![QueueCell::default(); plan.stations.len()],
            suppliers: vec![QueueCell::default(); plan.suppliers.len()],
            open_orders: Windowed::default(),
            owed: Windowed::default(),
            delayed: 0,
            last: vec![0; tracks.len()],
            last_edge: 0,
            series: Vec::new(),
            pilot: Vec::new(),
            tracked,
            tracks,
            model,
            plan,
        }
    }

    /// When the engine should call, ticks.
    #[must_use]
    pub fn marks(&self) -> &[i64] {
        &self.marks.times
    }

    /// The plan measured.
    #[must_use]
    pub fn plan(&self) -> &'a Plan {
        self.plan
    }

    /// Ticks of [from, to) inside the window.
    #[inline]
    fn in_window(&self, from: i64, to: i64) -> i128 {
        i128::from(overlap(from, to, self.plan.warm_up, self.plan.end))
    }

    #[inline]
    fn of_window(&self, time: i64) -> bool {
        time >= self.plan.warm_up && time < self.plan.end
    }

    fn demand(&self, order: &Order) -> &'a Demand {
        &self.model.demands[self.plan.flows[order.flow as usize].origin as usize]
    }

    fn windowed(&mut self, change: impl Fn(&mut Windowed)) {
        for item in &mut self.items {
            item.levels.iter_mut().for_each(&change);
            [&mut item.ready, &mut item.owing, &mut item.in_process].into_iter().for_each(&change);
        }
        for queue in self.stations.iter_mut().chain(&mut self.suppliers) {
            change(&mut queue.queue);
            change(&mut queue.busy);
        }
        change(&mut self.open_orders);
        change(&mut self.owed);
    }

    /// Time averages of a bucket of the series.
    fn end_bucket(&mut self, now: i64, bucket: u32) {
        let width = (now - self.last_edge).max(1) as f64;
        let buckets = self.model.report.buckets as usize;
        for place in 0..self.tracks.len() {
            let integral = self.track_integral(place, now);
            self.series[place * buckets + bucket as usize] = (integral - self.last[place]) as f64 / width;
            self.last[place] = integral;
        }
        self.last_edge = now;
    }

    fn track_integral(&self, place: usize, now: i64) -> i128 {
        let level = |item: &ItemCell, kind: LevelKind| item.levels[kind as usize].meter.integral(now);
        let physical = |item: &ItemCell| level(item, LevelKind::Free) + level(item, LevelKind::Committed);
        match place {
            0 => self.items.iter().map(physical).sum(),
            1 => self.owed.meter.integral(now),
            _ => {
                let item = &self.items[self.tracked[(place - 2) / 2] as usize];
                if place.is_multiple_of(2) { physical(item) } else { level(item, LevelKind::Backlog) }
            }
        }
    }

    /// Open orders and physical units at a step of the warm-up series.
    fn end_step(&mut self, step: u32) {
        let steps = (self.model.report.buckets * STEPS_PER_BUCKET) as usize;
        let physical: i64 = self
            .items
            .iter()
            .map(|item| {
                item.levels[LevelKind::Free as usize].meter.level
                    + item.levels[LevelKind::Committed as usize].meter.level
            })
            .sum();
        self.pilot[step as usize] = self.open_orders.meter.level as f64;
        self.pilot[steps + step as usize] = physical as f64;
    }

    /// Chosen and optional parts in process, whose holding rates are added to the made item's.
    fn process_extras(&mut self, now: i64, work: &Work, lines: &[LineState], sign: i64) {
        let item = &self.plan.items[work.item as usize];
        let SupplyPlan::Make(make) = &item.supply else { return };
        let required = self.plan.required(make).len();
        if item.wip_from_parts && lines.len() > required {
            for line in &lines[required..] {
                self.items[line.item as usize].in_process.add(now, sign * line.needed);
            }
        }
    }

    fn backorder(&mut self, order: &Order, units: i64, until: i64) {
        let demand = self.demand(order);
        let from = match demand.backorder.after {
            After::Placement => order.placed,
            After::Due => order.placed + demand.due.map_or(0, |due| due.0),
        };
        if demand.backorder.rate != 0.0 {
            let owed = (self.in_window(from, until) * i128::from(units)) as f64 / crate::model::TICKS_PER_UNIT as f64;
            self.items[order.item as usize].backorder_cost += demand.backorder.rate * owed;
        }
    }

    fn backorder_once(&mut self, order: &Order, units: i64) {
        let once = self.demand(order).backorder.once;
        if once != 0.0 && self.of_window(order.placed) {
            self.items[order.item as usize].backorder_cost += once * units as f64;
        }
    }

    fn count_delivery(&mut self, order: &Order) {
        let windows = &self.model.report.windows;
        let cell = &mut self.flows[order.flow as usize];
        let response = order.delivered - order.placed;
        cell.delivered += 1;
        cell.at_once += u64::from(order.done == order.placed);
        if let Some(due) = self.plan.demands[order.demand as usize].due {
            cell.on_time += u64::from(response <= due);
        }
        if self.plan.items[order.item as usize].needs_held {
            cell.parts_at_once += u64::from(order.held_ready == order.placed);
            cell.held_delivered += 1;
            cell.wait_held += i128::from(order.held_ready - order.placed);
        }
        for (count, window) in cell.within.iter_mut().zip(windows) {
            *count += u64::from(response <= window.length.0);
        }
        cell.response += i128::from(response);
        cell.response_squares += response as u128 * response as u128;
        cell.wait_parts += i128::from(order.ready - order.placed);
        cell.wait_station += i128::from(order.start - order.ready);
        cell.process += i128::from(order.done - order.start);
        cell.delivery += i128::from(order.delivered - order.done);
        cell.responses.add(response);
    }
}

impl Observer for Measurer<'_> {
    fn begin(&mut self, levels: &[Level]) {
        self.inside = false;
        for (cell, units) in self.items.iter_mut().zip(levels.iter().map(|level| level.initial)) {
            *cell = ItemCell::default();
            cell.levels[LevelKind::Free as usize] = Windowed::starting(units);
            cell.ready = Windowed::starting(i64::from(units > 0));
        }
        self.flows.iter_mut().for_each(OrderCell::clear);
        self.stations.fill(QueueCell::default());
        self.suppliers.fill(QueueCell::default());
        (self.open_orders, self.owed, self.delayed) = (Windowed::default(), Windowed::default(), 0);
        self.last.fill(0);
        self.last_edge = 0;
        let buckets = self.model.report.buckets as usize;
        self.series.clear();
        self.series.resize(self.tracks.len() * buckets, 0.0);
        self.pilot.clear();
        self.pilot.resize(2 * buckets * STEPS_PER_BUCKET as usize, 0.0);
    }

    #[inline]
    fn level(&mut self, now: i64, item: u32, kind: LevelKind, delta: i64) {
        let cell = &mut self.items[item as usize];
        let level = &mut cell.levels[kind as usize];
        let before = level.meter.level;
        level.add(now, delta);
        let after = before + delta;
        if (before > 0) != (after > 0) {
            let change = i64::from(after > 0) - i64::from(before > 0);
            match kind {
                LevelKind::Free => cell.ready.add(now, change),
                LevelKind::Backlog => cell.owing.add(now, change),
                _ => {}
            }
        }
    }

    #[inline]
    fn asked(&mut self, _now: i64, request: Request) {
        if self.inside {
            let cell = &mut self.items[request.item as usize];
            cell.asked += request.units;
            cell.at_once += request.taken;
            cell.served += request.taken;
            cell.taken += request.taken;
        }
    }

    fn served(&mut self, now: i64, served: Served) {
        let Served { item, units, asked } = served;
        let waited = self.in_window(asked, now) * i128::from(units);
        let counts = self.of_window(asked);
        let windows = self.model.report.windows.len();
        let cell = &mut self.items[item as usize];
        cell.waited += waited;
        if self.inside {
            cell.taken += units;
        }
        if counts {
            cell.served += units;
            cell.wait += i128::from(now - asked) * i128::from(units);
            if now == asked {
                cell.at_once += units;
                cell.backlog_at_once += units;
            }
            cell.within.resize(windows, 0);
            for (count, window) in cell.within.iter_mut().zip(&self.model.report.windows) {
                if now - asked <= window.length.0 {
                    *count += units;
                }
            }
        }
    }

    fn unserved(&mut self, now: i64, unserved: Served) {
        let waited = self.in_window(unserved.asked, now) * i128::from(unserved.units);
        self.items[unserved.item as usize].waited += waited;
    }

    fn skipped(&mut self, _now: i64, item: u32, units: i64) {
        if self.inside {
            self.items[item as usize].asked += units;
        }
    }

    #[inline]
    fn ordered(&mut self, now: i64, replenishment: Replenishment) {
        let cell = &mut self.items[replenishment.item as usize];
        cell.levels[LevelKind::OnOrder as usize].add(now, replenishment.units);
        if self.inside {
            cell.released += 1;
            cell.released_units += replenishment.units;
        }
    }

    #[inline]
    fn stocked(&mut self, now: i64, replenishment: Replenishment) {
        let Replenishment { item, number, units, released, .. } = replenishment;
        let counts = self.of_window(released);
        let cell = &mut self.items[item as usize];
        cell.received(number, self.inside, counts.then_some(now - released));
        cell.levels[LevelKind::OnOrder as usize].add(now, -units);
        let free = &mut cell.levels[LevelKind::Free as usize];
        if free.meter.level == 0 {
            cell.ready.add(now, 1);
        }
        free.add(now, units);
    }

    fn released(&mut self, _now: i64, replenishment: Replenishment) {
        if self.inside {
            let cell = &mut self.items[replenishment.item as usize];
            cell.released += 1;
            cell.released_units += replenishment.units;
        }
    }

    fn received(&mut self, now: i64, replenishment: Replenishment) {
        let counts = self.of_window(replenishment.released);
        let cell = &mut self.items[replenishment.item as usize];
        cell.received(replenishment.number, self.inside, counts.then_some(now - replenishment.released));
    }

    fn supplier_job(&mut self, job: SupplierJob) {
        let (waited, worked) = (self.in_window(job.released, job.start), self.in_window(job.start, job.finish));
        let counts = self.of_window(job.released);
        let cell = &mut self.suppliers[job.supplier as usize];
        cell.waited += waited;
        cell.worked += worked;
        if counts {
            cell.jobs += 1;
            cell.unqueued += u64::from(job.start == job.released);
        }
    }

    fn kit_complete(&mut self, now: i64, work: &Work, lines: &[LineState]) {
        if let Some(station) = self.plan.items[work.item as usize].station() {
            self.stations[station as usize].queue.add(now, 1);
        }
        self.process_extras(now, work, lines, 1);
    }

    fn started(&mut self, now: i64, work: &Work) {
        if self.inside {
            let cell = &mut self.items[work.item as usize];
            cell.jobs_started += 1;
            cell.units_started += work.units;
        }
        if let Some(station) = self.plan.items[work.item as usize].station() {
            let waited = self.in_window(work.ready, now);
            let counts = self.of_window(work.ready);
            let cell = &mut self.stations[station as usize];
            cell.queue.add(now, -1);
            cell.busy.add(now, 1);
            cell.waited += waited;
            if counts {
                cell.jobs += 1;
                cell.unqueued += u64::from(now == work.ready);
            }
        }
    }

    fn finished(&mut self, now: i64, work: &Work, lines: &[LineState]) {
        if let Some(station) = self.plan.items[work.item as usize].station() {
            self.stations[station as usize].busy.add(now, -1);
        }
        self.process_extras(now, work, lines, -1);
    }

    fn cancelled(&mut self, now: i64, work: &Work, lines: &[LineState]) {
        if work.stage == Stage::Queued {
            self.still_queued(now, work);
            if let Some(station) = self.plan.items[work.item as usize].station() {
                self.stations[station as usize].queue.add(now, -1);
            }
            self.process_extras(now, work, lines, -1);
        }
    }

    fn still_queued(&mut self, now: i64, work: &Work) {
        if let Some(station) = self.plan.items[work.item as usize].station() {
            self.stations[station as usize].waited += self.in_window(work.ready, now);
        }
    }

    fn placed(&mut self, now: i64, order: &Order) {
        self.open_orders.add(now, 1);
        self.owed.add(now, order.quantity);
        if self.inside {
            let cell = &mut self.flows[order.flow as usize];
            cell.placed += 1;
            cell.needing += u64::from(self.plan.items[order.item as usize].needs_held);
            cell.due += u64::from(self.plan.demands[order.demand as usize].due.is_some());
        }
    }

    fn order_served(&mut self, now: i64, order: &Order, units: i64) {
        if now > order.placed {
            self.backorder_once(order, units);
        }
    }

    fn shipped(&mut self, now: i64, order: &Order, shipment: Shipment) {
        self.owed.add(now, -shipment.units);
        self.backorder(order, shipment.units, shipment.delivered);
        if self.of_window(shipment.delivered) {
            self.items[order.item as usize].sold += shipment.units;
        }
    }

    fn completed(&mut self, now: i64, order: &Order, blocking: &[u32]) {
        self.open_orders.add(now, -1);
        let open = self.in_window(order.placed, order.delivered);
        self.flows[order.flow as usize].open += open;
        if self.inside {
            let cost = self.demand(order).delivery.cost;
            self.items[order.item as usize].delivery_cost += cost;
        }
        if !self.of_window(order.placed) {
            return;
        }
        self.count_delivery(order);
        if !blocking.is_empty() {
            self.delayed += 1;
            let share = 1.0 / blocking.len() as f64;
            for part in blocking {
                let cell = &mut self.items[*part as usize];
                cell.blocked += share;
                cell.blocked_time += share * (order.ready - order.placed) as f64;
            }
        }
    }

    fn failed(&mut self, now: i64, order: &Order, failure: Failure) {
        let demand = self.demand(order);
        let owed = if demand.ship == Ship::Partial { order.missing } else { order.quantity };
        self.open_orders.add(now, -1);
        self.owed.add(now, -owed);
        let open = self.in_window(order.placed, now);
        let counts = self.of_window(order.placed);
        let cell = &mut self.flows[order.flow as usize];
        cell.open += open;
        match failure {
            Failure::Lost => cell.lost += u64::from(counts),
            Failure::Left => cell.left += u64::from(counts),
        }
        match failure {
            Failure::Lost if counts => self.items[order.item as usize].lost_cost += demand.lost_cost,
            Failure::Lost => {}
            Failure::Left => {
                self.backorder(order, owed, now);
                self.backorder_once(order, order.missing);
            }
        }
    }

    fn sold_with(&mut self, now: i64, product: u32, part: u32, units: i64) {
        if self.of_window(now) {
            let price = self.model.item(self.plan.items[part as usize].origin).price;
            self.items[product as usize].extra_revenue += price * units as f64;
        }
    }

    fn mark(&mut self, now: i64, place: usize) {
        let mark = self.marks.kinds[place];
        if mark.opens_window {
            self.inside = true;
            self.windowed(|meter| meter.open(now));
        }
        if mark.closes_window {
            self.inside = false;
            self.windowed(|meter| meter.close(now));
        }
        if let Some(step) = mark.step {
            self.end_step(step);
        }
        if let Some(bucket) = mark.bucket {
            self.end_bucket(now, bucket);
        }
    }

    fn censored(&mut self, _now: i64, order: &Order) {
        let demand = self.demand(order);
        let owed = if demand.ship == Ship::Partial { order.missing } else { order.quantity };
        let open = self.in_window(order.placed, self.plan.end);
        let counts = self.of_window(order.placed);
        let cell = &mut self.flows[order.flow as usize];
        cell.open += open;
        cell.censored += u64::from(counts);
        self.backorder(order, owed, self.plan.end);
        self.backorder_once(order, order.missing);
    }
}

/// The items whose series are kept: all, or the first products and held items of the file.
fn tracked_items(model: &Model, plan: &Plan) -> Vec<u32> {
    let mut order: Vec<u32> = (0..plan.items.len() as u32).collect();
    order.sort_by_key(|item| (plan.items[*item as usize].origin, plan.items[*item as usize].variant));
    if order.len() > TRACKED_ITEMS {
        let holds = &model.strategies[plan.strategy].holds;
        order.sort_by_key(|item| holds[plan.items[*item as usize].origin.index()].is_none());
        order.truncate(TRACKED_ITEMS);
    }
    order
}

fn tracks(plan: &Plan, tracked: &[u32]) -> Vec<Track> {
    let system = Entity { kind: EntityKind::System, name: String::new() };
    let mut tracks = vec![
        Track { entity: system.clone(), measure: Measure::OnHandMean },
        Track { entity: system, measure: Measure::BacklogMean },
    ];
    for item in tracked {
        let entity = Entity { kind: EntityKind::Item, name: plan.items[*item as usize].name.clone() };
        tracks.push(Track { entity: entity.clone(), measure: Measure::OnHandMean });
        tracks.push(Track { entity, measure: Measure::BacklogMean });
    }
    tracks
}
