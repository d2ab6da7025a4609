//! What happens at items, stations and suppliers, from the times of a path: the same integers as the observer's.

use super::items::ItemCell;
use super::marks::Marks;
use super::measurer::Measurer;
use super::meter::overlap;
use super::path_orders::{Gives, tell_extra_parts};
use super::path_series::Spans;
use crate::engine::{LevelKind, Observer};
use crate::model::{Model, Ship};
use crate::path::{NONE, Path, Piece};
use crate::plan::{Levels, Mode, Plan, SupplyPlan};

/// Fills a measurer from a path; memory is used again.
#[derive(Debug)]
pub(super) struct PathCells<'a> {
    model: &'a Model,
    plan: &'a Plan,
    marks: Marks,
    gives: Gives,
    /// Free and committed units together: tracked items, then all others; then the backlog of the tracked ones.
    spans: Spans,
    /// By item: its slot of physical units.
    slots: Vec<usize>,
    tracked: usize,
    /// By item: unit·ticks committed inside the window.
    committed: Vec<i128>,
    in_process: Vec<i128>,
    /// By station: job·ticks in the queue and in process inside the window.
    queued: Vec<i128>,
    busy: Vec<i128>,
    /// By order: its span.
    order_spans: Vec<u32>,
}

/// Sums of one item, in unit·ticks inside the window.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    free: i128,
    backlog: i128,
    on_order: i128,
    waiting_parts: i128,
    wip: i128,
    /// Ticks with free units, and with units owed; and how far they are counted.
    ready: i64,
    ready_until: i64,
    owing: i64,
    owing_until: i64,
}

impl Sums {
    /// A span of a unit on the shelf, clipped to the window.
    #[inline]
    fn lies(&mut self, from: i64, to: i64) {
        self.ready += (to - from.max(self.ready_until)).max(0);
        self.ready_until = self.ready_until.max(to);
    }

    /// A span of a unit owed, clipped to the window.
    #[inline]
    fn owes(&mut self, from: i64, to: i64) {
        self.owing += (to - from.max(self.owing_until)).max(0);
        self.owing_until = self.owing_until.max(to);
    }
}

impl<'a> PathCells<'a> {
    pub fn new(model: &'a Model, plan: &'a Plan, measurer: &Measurer<'_>) -> PathCells<'a> {
        let marks = Marks::new(plan, model.report.buckets);
        // Tracks are the system's two, then two of each tracked item.
        let names: Vec<&str> = measurer.tracks[2..].iter().step_by(2).map(|track| track.entity.name.as_str()).collect();
        let slot =
            |item: &crate::plan::PlanItem| names.iter().position(|name| *name == item.name).unwrap_or(names.len());
        PathCells {
            model,
            plan,
            gives: Gives::default(),
            spans: Spans::new(&marks.times, 2 * names.len() + 1),
            slots: plan.items.iter().map(slot).collect(),
            tracked: names.len(),
            committed: vec![0; plan.items.len()],
            in_process: vec![0; plan.items.len()],
            queued: vec![0; plan.stations.len()],
            busy: vec![0; plan.stations.len()],
            order_spans: Vec::new(),
            marks,
        }
    }

    #[inline]
    fn clip(&self, time: i64) -> i64 {
        time.clamp(self.plan.warm_up, self.plan.end)
    }

    #[inline]
    fn in_window(&self, time: i64) -> bool {
        time >= self.plan.warm_up && time < self.plan.end
    }

    /// Everything of a replication.
    pub fn fill(&mut self, path: &Path<'_>, levels: &Levels, measurer: &mut Measurer<'_>) {
        measurer.begin(&levels.0);
        self.gives.clear();
        self.spans.clear();
        self.committed.fill(0);
        self.in_process.fill(0);
        self.queued.fill(0);
        self.busy.fill(0);
        self.find_order_spans(path);
        let mut sums = vec![Sums::default(); path.items.len()];
        for (item, sums) in sums.iter_mut().enumerate() {
            let cell = &mut measurer.items[item];
            self.requests(path, item, cell, sums);
            self.replenishments(path, item, cell, sums);
            if let SupplyPlan::Make(_) = self.plan.items[item].supply {
                self.works(path, item, cell, sums);
                self.jobs(path, item, measurer);
            }
        }
        self.order_stock(path);
        self.gives.tell(path, &self.marks.times, measurer);
        for item in 0..path.items.len() {
            self.extra_revenue(path, item, measurer);
        }
        for (item, sums) in sums.iter().enumerate() {
            self.settle(item, sums, &mut measurer.items[item]);
        }
        for (cell, (queued, busy)) in measurer.stations.iter_mut().zip(self.queued.iter().zip(&self.busy)) {
            cell.queue.set_total(*queued);
            cell.waited = *queued;
            cell.worked = *busy;
        }
        self.supplier_jobs(path, measurer);
        self.series(measurer);
    }

    fn find_order_spans(&mut self, path: &Path<'_>) {
        self.order_spans.clear();
        let mut span = 0;
        for placed in &path.orders.placed {
            span = self.spans.find(*placed, span);
            self.order_spans.push(span);
        }
    }

    /// Requests of an item and the units that serve them.
    fn requests(&mut self, path: &Path<'_>, item: usize, cell: &mut ItemCell, sums: &mut Sums) {
        let below = &path.items[item];
        let (slot, backlog_slot) = (self.slots[item], self.tracked + 1 + self.slots[item]);
        let is_tracked = slot < self.tracked;
        cell.within.clear();
        cell.within.resize(self.model.report.windows.len(), 0);
        (sums.ready_until, sums.owing_until) = (self.plan.warm_up, self.plan.warm_up);
        let pegged = self.plan.items[item].mode == Mode::Pegged;
        let mut committed = 0;
        let rest = path.pieces(item, |piece: Piece| {
            let cause = below.cause[piece.request as usize];
            let asked = path.orders.placed[cause as usize];
            let at_once = piece.received < asked
                || piece.received == asked
                    && !pegged
                    && (piece.number == NONE || path.turn(item, piece.number as usize) <= cause);
            let units = i64::from(piece.units);
            let taken = asked.max(piece.received);
            let (clipped_asked, clipped_received) = (self.clip(asked), self.clip(piece.received));
            let clipped_taken = clipped_asked.max(clipped_received);
            sums.free += i128::from(clipped_taken - clipped_received) * i128::from(units);
            sums.backlog += i128::from(clipped_taken - clipped_asked) * i128::from(units);
            sums.lies(clipped_received, clipped_asked);
            sums.owes(clipped_asked, clipped_received);
            if piece.opens && piece.number != NONE && at_once && self.in_window(piece.received) {
                cell.clean_receipts += 1;
            }
            if self.in_window(taken) {
                cell.taken += units;
            }
            if self.in_window(asked) {
                self.count(cell, units, taken - asked);
            }
            let order = below.order.get(piece.request as usize).copied().filter(|order| *order != NONE);
            let leaves = order.is_some_and(|order| self.ships_partly(path, order));
            if !leaves {
                committed += i128::from(clipped_taken) * i128::from(units);
            }
            if taken > asked && is_tracked {
                let span = self.order_spans[cause as usize];
                self.spans.add(backlog_slot, span, asked, units);
                self.spans.add(backlog_slot, self.spans.find(taken, span), taken, -units);
            }
            if let Some(order) = order {
                if leaves {
                    let span = self.spans.find(taken, self.order_spans[cause as usize]);
                    self.spans.add(slot, span, taken, -units);
                }
                if asked < self.plan.end {
                    self.gives.add(path, item, order, piece, at_once);
                }
            }
        });
        self.committed[item] -= committed;
        let Some(mut rest) = rest else { return };
        // What nobody asks for lies on the shelf.
        loop {
            if rest.units > 0 {
                let received = if rest.initial { 0 } else { below.received_at(rest.place) };
                let clipped = self.clip(received);
                sums.free += i128::from(self.plan.end - clipped) * i128::from(rest.units);
                sums.lies(clipped, self.plan.end);
                cell.clean_receipts += u64::from(!rest.initial && !rest.opened && self.in_window(received));
            }
            if rest.place + usize::from(!rest.initial) >= below.receipt.len() {
                return;
            }
            rest.next(below);
        }
    }

    /// Units asked in the window that were served after a wait, ticks.
    #[inline]
    fn count(&self, cell: &mut ItemCell, units: i64, wait: i64) {
        cell.asked += units;
        cell.served += units;
        cell.wait += i128::from(wait) * i128::from(units);
        if wait == 0 {
            cell.at_once += units;
            return;
        }
        for (count, window) in cell.within.iter_mut().zip(&self.model.report.windows) {
            if wait <= window.length.0 {
                *count += units;
            }
        }
    }

    fn ships_partly(&self, path: &Path<'_>, order: u32) -> bool {
        self.plan.demands[path.orders.facts[order as usize].demand as usize].ship == Ship::Partial
    }

    /// Releases and receipts of an item.
    fn replenishments(&mut self, path: &Path<'_>, item: usize, cell: &mut ItemCell, sums: &mut Sums) {
        let below = &path.items[item];
        let slot = self.slots[item];
        let mut span = 0;
        self.spans.add(slot, 0, 0, i64::from(path.stocks[item]));
        for place in 0..below.receipt.len() {
            let number = below.number_at(place);
            let received = below.receipt[number];
            let released = path.released(item, number);
            let units = i64::from(below.size_of(number));
            sums.on_order += i128::from(self.clip(received) - self.clip(released)) * i128::from(units);
            span = self.spans.find(received, span);
            self.spans.add(slot, span, received, units);
            cell.receipts += u64::from(self.in_window(received));
            let crossed = number as u64 + 1 < cell.newest;
            cell.newest = cell.newest.max(number as u64 + 1);
            if self.in_window(released) {
                cell.released += 1;
                cell.released_units += units;
                cell.lead.add(received - released, crossed);
            }
        }
    }

    /// Work orders of a made item.
    fn works(&mut self, path: &Path<'_>, item: usize, cell: &mut ItemCell, sums: &mut Sums) {
        let below = &path.items[item];
        let plan = &self.plan.items[item];
        let SupplyPlan::Make(make) = &plan.supply else { return };
        let required = if plan.wip_from_parts { self.plan.required(make).len() } else { usize::MAX };
        for number in 0..below.releases() {
            let (ready, finish) = (below.ready[number], below.receipt[number]);
            let cause = below.cause[below.owner_of(number)] as usize;
            let units = i64::from(below.size_of(number));
            let (clipped_ready, clipped_finish) = (self.clip(ready), self.clip(finish));
            let created = self.clip(path.orders.placed[cause]);
            sums.waiting_parts += i128::from(clipped_ready - created) * i128::from(units);
            sums.wip += i128::from(clipped_finish - clipped_ready) * i128::from(units);
            if self.in_window(below.start[number]) {
                cell.jobs_started += 1;
                cell.units_started += units;
            }
            let span = self.spans.find(ready, self.order_spans[cause]);
            let mut line = 0;
            path.each_line(item, number, |part, _, needed| {
                let needed = i64::from(needed);
                self.committed[part] += i128::from(clipped_ready) * i128::from(needed);
                self.spans.add(self.slots[part], span, ready, -needed);
                if line >= required {
                    self.in_process[part] += i128::from(clipped_finish - clipped_ready) * i128::from(needed);
                }
                line += 1;
            });
        }
    }

    /// Work orders of an item at its station.
    fn jobs(&mut self, path: &Path<'_>, item: usize, measurer: &mut Measurer<'_>) {
        let Some(station) = self.plan.items[item].station().map(|station| station as usize) else { return };
        let below = &path.items[item];
        let cell = &mut measurer.stations[station];
        for number in 0..below.releases() {
            let (ready, start, finish) = (below.ready[number], below.start[number], below.receipt[number]);
            self.queued[station] += i128::from(self.clip(start) - self.clip(ready));
            self.busy[station] += i128::from(self.clip(finish) - self.clip(start));
            if self.in_window(ready) {
                cell.jobs += 1;
                cell.unqueued += u64::from(start == ready);
            }
        }
    }

    /// Units that wait for, and leave with, complete shipments.
    fn order_stock(&mut self, path: &Path<'_>) {
        for (place, facts) in path.orders.facts.iter().enumerate() {
            if self.ships_partly(path, place as u32) {
                continue;
            }
            let item = facts.item as usize;
            let done = path.items[item].last[facts.request as usize];
            let units = i64::from(facts.quantity);
            self.committed[item] += i128::from(self.clip(done)) * i128::from(units);
            let span = self.spans.find(done, self.order_spans[place]);
            self.spans.add(self.slots[item], span, done, -units);
        }
    }

    /// Optional parts of what is made for the pool are sold when it is made.
    fn extra_revenue(&self, path: &Path<'_>, item: usize, measurer: &mut Measurer<'_>) {
        let SupplyPlan::Make(make) = &self.plan.items[item].supply else { return };
        if self.plan.items[item].mode == Mode::Pegged || self.plan.optional(make).is_empty() {
            return;
        }
        let below = &path.items[item];
        for place in 0..below.receipt.len() {
            let number = below.number_at(place);
            let units = i64::from(below.size_of(number));
            tell_extra_parts(path, item, number, units, below.receipt[number], measurer);
        }
    }

    fn settle(&self, item: usize, sums: &Sums, cell: &mut ItemCell) {
        let mut set = |kind: LevelKind, total: i128| cell.levels[kind as usize].set_total(total);
        set(LevelKind::Free, sums.free);
        set(LevelKind::Committed, self.committed[item]);
        set(LevelKind::Backlog, sums.backlog);
        cell.on_order = sums.on_order;
        cell.waiting_parts = sums.waiting_parts;
        cell.wip = sums.wip;
        cell.ready.set_total(i128::from(sums.ready));
        cell.owing.set_total(i128::from(sums.owing));
        cell.in_process = self.in_process[item];
        cell.waited = sums.backlog;
    }

    fn supplier_jobs(&self, path: &Path<'_>, measurer: &mut Measurer<'_>) {
        let (start, end) = (self.plan.warm_up, self.plan.end);
        for (cell, jobs) in measurer.suppliers.iter_mut().zip(&path.suppliers) {
            for job in jobs {
                let released = path.released(job.item as usize, job.number as usize);
                cell.waited += i128::from(overlap(released, job.start, start, end));
                cell.worked += i128::from(overlap(job.start, job.finish, start, end));
                if self.in_window(released) {
                    cell.jobs += 1;
                    cell.unqueued += u64::from(job.start == released);
                }
            }
        }
    }

    /// Series of stock, and the physical units of the warm-up series. What is owed to customers and open orders the
    /// measurer has from the orders.
    fn series(&self, measurer: &mut Measurer<'_>) {
        let buckets = self.model.report.buckets as usize;
        let steps = measurer.pilot.len() / 2;
        let mut whole = vec![0; self.marks.times.len()];
        measurer.pilot[steps..].fill(0.0);
        let mut physical = vec![0; steps];
        for slot in 0..=self.tracked {
            let mut row = Row::new(2 + 2 * slot, buckets);
            self.spans.at_marks(slot, |place, level, integral| {
                whole[place] += integral;
                let kind = &self.marks.kinds[place];
                if let Some(step) = kind.step {
                    physical[step as usize] += level;
                }
                if slot < self.tracked {
                    row.put(self.marks.times[place], kind.bucket, integral, &mut measurer.series);
                }
            });
        }
        for slot in 0..self.tracked {
            let mut row = Row::new(3 + 2 * slot, buckets);
            self.spans.at_marks(self.tracked + 1 + slot, |place, _, integral| {
                row.put(self.marks.times[place], self.marks.kinds[place].bucket, integral, &mut measurer.series);
            });
        }
        let mut row = Row::new(0, buckets);
        for (place, integral) in whole.into_iter().enumerate() {
            row.put(self.marks.times[place], self.marks.kinds[place].bucket, integral, &mut measurer.series);
        }
        for (cell, level) in measurer.pilot[steps..].iter_mut().zip(physical) {
            *cell = level as f64;
        }
    }
}

/// One track of the series: time averages per bucket.
struct Row {
    /// Place of its first bucket.
    at: usize,
    last: i128,
    last_edge: i64,
}

impl Row {
    fn new(track: usize, buckets: usize) -> Row {
        Row { at: track * buckets, last: 0, last_edge: 0 }
    }

    /// The integral at a mark, which may end a bucket.
    fn put(&mut self, now: i64, bucket: Option<u32>, integral: i128, series: &mut [f64]) {
        let Some(bucket) = bucket else { return };
        let width = (now - self.last_edge).max(1) as f64;
        series[self.at + bucket as usize] = (integral - self.last) as f64 / width;
        self.last = integral;
        self.last_edge = now;
    }
}
