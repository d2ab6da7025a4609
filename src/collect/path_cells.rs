//! What happens at items, stations and suppliers, from the times of a path: the same integers as the observer's.

use super::items::{ItemCell, LeadTimes};
use super::marks::Marks;
use super::measurer::Measurer;
use super::meter::{add_square, overlap};
use super::path_orders::Gives;
use super::path_series::{Span, Spans};
use super::path_units::{Frame, Late, Sums};
use crate::engine::{LevelKind, Observer};
use crate::model::{Model, Ship};
use crate::path::{NONE, Path};
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
    /// By span: kits of the item at hand that were completed, as units that leave.
    kits: Vec<Span>,
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
            kits: vec![Span::default(); marks.times.len() + 1],
            marks,
        }
    }

    fn frame(&self) -> Frame<'a> {
        Frame { start: self.plan.warm_up, end: self.plan.end, windows: &self.model.report.windows }
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
        let mut sums = vec![Sums::new(&self.frame()); path.items.len()];
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
        for (item, sums) in sums.iter_mut().enumerate() {
            sums.settle(path.stocks[item], &self.frame());
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
        let frame = self.frame();
        cell.within.clear();
        cell.within.resize(frame.windows.len(), 0);
        let asked: i64 = self.requests_of_window(path, item).map(|request| i64::from(below.units_of(request))).sum();
        (cell.asked, cell.served, cell.at_once, cell.taken) = (asked, asked, asked, asked);
        cell.released_units = asked;
        cell.receipts = (below.receipts_from(frame.end) - below.receipts_from(frame.start)) as u64;
        cell.clean_receipts = cell.receipts;
        let pegged = self.plan.items[item].mode == Mode::Pegged;
        let late = |sums: &mut Sums, late: Late| {
            let cause = below.cause[late.request];
            let before = late.received == late.asked && !pegged && path.turn(item, late.number) <= cause;
            sums.count(&late, &frame, cell, before);
            self.owe(item, cause, &late);
        };
        match pegged {
            true => sums.pegged(path, item, &frame, late),
            false => sums.pooled(path, item, &frame, late),
        }
        if !below.order.is_empty() {
            self.hand_over(path, item, sums);
        }
        self.committed[item] -= sums.kept();
    }

    /// The series of units owed.
    fn owe(&mut self, item: usize, cause: u32, late: &Late) {
        if late.received == late.asked || self.slots[item] >= self.tracked {
            return;
        }
        let (slot, span) = (self.tracked + 1 + self.slots[item], self.order_spans[cause as usize]);
        self.spans.add(slot, span, late.asked, late.units);
        self.spans.add(slot, self.spans.find(late.received, span), late.received, -late.units);
    }

    /// What customers get; units of partial shipments leave at once.
    fn hand_over(&mut self, path: &Path<'_>, item: usize, sums: &mut Sums) {
        let below = &path.items[item];
        let pegged = self.plan.items[item].mode == Mode::Pegged;
        path.pieces(item, |piece| {
            let order = below.order[piece.request as usize];
            if order == NONE {
                return;
            }
            let asked = path.orders.placed[order as usize];
            let tie = || !pegged && (piece.number == NONE || path.turn(item, piece.number as usize) <= order);
            let at_once = piece.received < asked || piece.received == asked && tie();
            if self.ships_partly(path, order) {
                let taken = asked.max(piece.received);
                let span = self.spans.find(taken, self.order_spans[order as usize]);
                self.spans.add(self.slots[item], span, taken, -i64::from(piece.units));
                sums.left += i128::from(self.clip(taken)) * i128::from(piece.units);
            }
            if asked < self.plan.end {
                self.gives.add(path, item, order, piece, at_once);
            }
        });
    }

    fn ships_partly(&self, path: &Path<'_>, order: u32) -> bool {
        self.plan.demands[path.orders.facts[order as usize].demand as usize].ship == Ship::Partial
    }

    /// Releases and receipts of an item.
    fn replenishments(&mut self, path: &Path<'_>, item: usize, cell: &mut ItemCell, sums: &mut Sums) {
        let below = &path.items[item];
        let frame = self.frame();
        let requests = self.requests_of_window(path, item);
        let number = |request: usize| match below.owner.is_empty() {
            true => request,
            false => below.owner.partition_point(|owner| (*owner as usize) < request),
        };
        let window = number(requests.start)..number(requests.end);
        let (mut sum, mut squares) = (0i128, 0u128);
        for number in window.clone() {
            let time = below.receipt[number] - path.released(item, number);
            sum += i128::from(time);
            add_square(&mut squares, time);
        }
        cell.released = window.len() as u64;
        let slot = self.slots[item];
        self.spans.add(slot, 0, 0, i64::from(path.stocks[item]));
        let (times, mut place) = (below.times(), 0);
        let (mut newest, mut crossed) = (0, 0);
        for span in 0..=self.marks.times.len() {
            let mark = self.marks.times.get(span).copied().unwrap_or(i64::MAX);
            let (mut moment, mut units) = (0i128, 0);
            while let Some(time) = times.get(place).filter(|time| **time < mark) {
                let number = below.number_at(place);
                let size = i64::from(below.size_of(number));
                moment += i128::from(*time) * i128::from(size);
                units += size;
                crossed += u64::from((number < newest) & window.contains(&number));
                newest = newest.max(number);
                place += 1;
            }
            self.spans.add_sum(slot, span, moment, units);
            // Both ends of the window are marks, so a span lies on one side of each.
            sums.received += match mark {
                _ if mark <= frame.start => i128::from(frame.start) * i128::from(units),
                _ if mark <= frame.end => moment,
                _ => i128::from(frame.end) * i128::from(units),
            };
        }
        cell.lead = LeadTimes { count: cell.released, sum, squares, crossed };
    }

    /// Requests made in the window.
    fn requests_of_window(&self, path: &Path<'_>, item: usize) -> std::ops::Range<usize> {
        let (below, placed) = (&path.items[item], &path.orders.placed);
        let from = |time: i64| below.cause.partition_point(|cause| placed[*cause as usize] < time);
        from(self.plan.warm_up)..from(self.plan.end)
    }

    /// Work orders of a made item, and the parts in their kits.
    fn works(&mut self, path: &Path<'_>, item: usize, cell: &mut ItemCell, sums: &mut Sums) {
        let below = &path.items[item];
        let plan = &self.plan.items[item];
        let SupplyPlan::Make(make) = &plan.supply else { return };
        let (mut ready_sum, mut wip_sum) = (0i128, 0i128);
        self.kits.fill(Span::default());
        for number in 0..below.releases() {
            let (ready, finish) = (below.ready[number], below.receipt[number]);
            let cause = below.cause[below.owner_of(number)] as usize;
            let units = i64::from(below.size_of(number));
            let (clipped_ready, clipped_finish) = (self.clip(ready), self.clip(finish));
            let created = self.clip(path.orders.placed[cause]);
            sums.waiting_parts += i128::from(clipped_ready - created) * i128::from(units);
            ready_sum += i128::from(clipped_ready) * i128::from(units);
            wip_sum += i128::from(clipped_finish - clipped_ready) * i128::from(units);
            if self.in_window(below.start[number]) {
                cell.jobs_started += 1;
                cell.units_started += units;
            }
            let span = self.spans.find(ready, self.order_spans[cause]);
            self.kits[span as usize].add(ready, -units);
            if make.first_family < make.end_family {
                self.chosen(path, item, number, span);
            }
        }
        sums.wip += wip_sum;
        let fixed = self.plan.required(make).iter().map(|line| (line, false));
        for (line, extra) in fixed.chain(self.plan.optional(make).iter().map(|line| (line, plan.wip_from_parts))) {
            let (part, quantity) = (line.item as usize, i64::from(line.quantity));
            self.committed[part] += ready_sum * i128::from(quantity);
            if extra {
                self.in_process[part] += wip_sum * i128::from(quantity);
            }
            self.spans.add_all(self.slots[part], &self.kits, quantity);
        }
    }

    /// Chosen options in the kit of a work order.
    fn chosen(&mut self, path: &Path<'_>, item: usize, number: usize, span: u32) {
        let (below, plan) = (&path.items[item], &self.plan.items[item]);
        let SupplyPlan::Make(make) = &plan.supply else { return };
        let (ready, finish) = (below.ready[number], below.receipt[number]);
        let (clipped_ready, clipped_finish) = (self.clip(ready), self.clip(finish));
        let units = i64::from(below.size_of(number));
        for part in self.plan.chosen(make, below.config[number]).map(|part| part as usize) {
            self.committed[part] += i128::from(clipped_ready) * i128::from(units);
            self.spans.add(self.slots[part], span, ready, -units);
            if plan.wip_from_parts {
                self.in_process[part] += i128::from(clipped_finish - clipped_ready) * i128::from(units);
            }
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
