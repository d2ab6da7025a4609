//! The measuring observer.

use super::accounts::accounts;
use super::forecasts::ForecastCell;
use super::impact::{Fate, Impact};
use super::items::{ItemCell, QueueCell, SourceCell, View};
use super::marks::{Marks, STEPS_PER_BUCKET};
use super::meter::{Meter, Period, Windowed, span, times};
use super::orders::{self, OrderCell};
use super::physical::Physical;
use super::sales::Sales;
use super::swings::period_of;
use super::terms::{Making, Terms};
use super::tracks::{tracked_items, tracks};
use crate::costs::SaleTotals;
use crate::engine::{
    LevelKind, LineState, Observer, Order, Replenishment, Request, Restocked, Served, Shipment, SupplierJob, Work,
    WorkStatus, WrittenOff, prefetch,
};
use crate::model::Model;
use crate::plan::{Level, NOT_PROMISED, Plan};
use crate::record::Track;
use crate::rules::stock::LevelLook;

/// Measures one replication at a time.
#[derive(Debug)]
pub struct Measurer<'a> {
    pub(super) model: &'a Model,
    pub(super) plan: &'a Plan,
    pub(super) marks: Marks,
    pub(super) window: Period,
    /// Whether the clock is inside the window.
    pub(super) inside: bool,
    /// By flow of the plan.
    pub(super) terms: Vec<Terms>,
    /// By item of the plan.
    pub(super) making: Vec<Making>,
    /// Lengths of the report's windows, ticks.
    lengths: Vec<i64>,
    pub(super) items: Vec<ItemCell>,
    /// By flow of the plan.
    pub(super) flows: Vec<OrderCell>,
    pub(super) stations: Vec<QueueCell>,
    pub(super) suppliers: Vec<QueueCell>,
    /// By source of the plan.
    pub(super) sources: Vec<SourceCell>,
    /// By level of the plan that follows a forecast.
    pub(super) forecasts: Vec<ForecastCell>,
    pub(super) sales: Sales,
    /// Customer orders open, and units that customers wait for.
    pub(super) open_orders: i64,
    pub(super) backlog: Meter,
    /// Units on shelves and committed.
    pub(super) physical: Physical,
    /// Cohort orders delivered later than their kit could have been complete.
    pub(super) delayed: u64,
    /// Items of the plan whose series are kept.
    pub(super) tracked: Vec<u32>,
    pub(super) tracks: Vec<Track>,
    /// Integral of each track at the last bucket's end.
    pub(super) last: Vec<i128>,
    pub(super) last_edge: i64,
    pub(super) series: Vec<f64>,
    pub(super) pilot: Vec<f64>,
    /// Memory for the sum of all flows; and the numbers of a record, once there was one.
    pub(super) sum: OrderCell,
    pub(super) count: Count,
    /// Of a run that is compared with one without outages, and of that.
    pub(super) impact: Option<Box<Impact>>,
}

/// How many values a record has, and how many of them are quotients, so that none is moved as their list grows.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Count {
    pub values: usize,
    pub divisors: usize,
}

impl<'a> Measurer<'a> {
    /// A measurer of a plan of this model.
    #[must_use]
    pub fn new(model: &'a Model, plan: &'a Plan) -> Measurer<'a> {
        let tracked = tracked_items(model, plan);
        let tracks = tracks(plan, &tracked);
        let windows = model.report.windows.len();
        let sales = Sales::new(model, plan);
        let flows = plan.flows.iter().zip(0..);
        Measurer {
            marks: Marks::new(plan, model.report.buckets),
            window: Period { start: plan.warm_up, end: plan.end },
            inside: false,
            terms: flows.map(|(flow, n)| Terms::new(&sales.tariff, n, &model.demands[flow.origin as usize])).collect(),
            making: plan.items.iter().map(|item| Making::new(plan, item)).collect(),
            lengths: model.report.windows.iter().map(|window| window.length.0).collect(),
            items: plan.items.iter().map(|item| ItemCell::of_periods(period_of(model, item))).collect(),
            flows: orders::cells(plan, windows),
            stations: vec![QueueCell::default(); plan.stations.len()],
            suppliers: vec![QueueCell::default(); plan.suppliers.len()],
            sources: accounts(plan, model).into_iter().map(SourceCell::new).collect(),
            forecasts: vec![ForecastCell::default(); plan.moving.len()],
            sales,
            open_orders: 0,
            backlog: Meter::default(),
            delayed: 0,
            last: vec![0; tracks.len()],
            last_edge: 0,
            series: Vec::new(),
            pilot: Vec::new(),
            physical: Physical::new(plan.items.len()),
            sum: OrderCell::new(windows),
            count: Count::default(),
            impact: Impact::of(model, plan),
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
        i128::from(self.window.overlap(from, to))
    }

    #[inline]
    pub(super) fn sale(&mut self, order: &Order) -> &mut SaleTotals {
        self.sales.of(&self.terms[order.flow as usize], &self.making[order.item as usize])
    }
}

impl Observer for Measurer<'_> {
    fn begin(&mut self, levels: &[Level]) {
        self.inside = false;
        for (cell, units) in self.items.iter_mut().zip(levels.iter().map(|level| level.initial)) {
            let mut within = std::mem::take(&mut cell.within);
            within.clear();
            *cell = ItemCell { within, ..ItemCell::of_periods(cell.swings.length()) };
            cell.levels[LevelKind::Free as usize] = Windowed::starting(units);
            cell.free_and_on_order = Windowed::starting(units);
            cell.in_stock = Windowed::starting(i64::from(units > 0));
            cell.within.resize(self.lengths.len(), 0);
        }
        let owed = self.begin_with_opening(levels);
        self.physical.begin(levels.iter().map(|level| level.initial).sum::<i64>() - owed);
        self.flows.iter_mut().for_each(OrderCell::clear);
        self.stations.fill(QueueCell::default());
        self.suppliers.fill(QueueCell::default());
        self.sources.iter_mut().for_each(SourceCell::clear);
        self.begin_hours();
        self.forecasts.fill(ForecastCell::default());
        self.sales.clear();
        if let Some(impact) = &mut self.impact {
            impact.clear();
        }
        (self.open_orders, self.backlog, self.delayed) = (0, Meter::default(), 0);
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
        if kind == LevelKind::Free {
            cell.free_and_on_order.add(now, delta);
        }
        if kind != LevelKind::Backlog {
            self.physical.add(now, delta);
        }
        let after = before + delta;
        if (before > 0) != (after > 0) {
            let change = i64::from(after > 0) - i64::from(before > 0);
            match kind {
                LevelKind::Free => cell.in_stock.add(now, change),
                LevelKind::Backlog => cell.in_backlog.add(now, change),
                _ => {}
            }
        }
    }

    #[inline]
    fn coming(&self, item: u32) {
        prefetch(&self.items[item as usize], 3);
    }

    #[inline(always)]
    fn asked(&mut self, now: i64, request: Request) {
        let cell = &mut self.items[request.item as usize];
        cell.end_period_before(now);
        if request.taken < request.units {
            cell.short(now, request.units - request.taken);
        }
        if self.inside {
            cell.asked += request.units;
            cell.at_once += request.taken;
            cell.served += request.taken;
            cell.taken += request.taken;
        }
    }

    #[inline(always)]
    fn request_filled_and_reordered(&mut self, now: i64, units: i64, replenishment: Replenishment) {
        let cell = &mut self.items[replenishment.item as usize];
        cell.end_period_before(now);
        cell.take(now, units);
        self.physical.add(now, -units);
        if replenishment.units != units {
            cell.free_and_on_order.add(now, replenishment.units - units);
        }
        if self.inside {
            cell.met += units;
            cell.released += 1;
            cell.released_units += replenishment.units;
        }
    }

    #[inline]
    fn served(&mut self, now: i64, served: Served) {
        let view = View { window: self.window, inside: self.inside, lengths: &self.lengths };
        self.items[served.item as usize].serve(now, served, view);
    }

    #[inline(always)]
    fn passed_on(&mut self, now: i64, served: Served) {
        let view = View { window: self.window, inside: self.inside, lengths: &self.lengths };
        let cell = &mut self.items[served.item as usize];
        cell.clear_backlog(now, served.units);
        cell.levels[LevelKind::Committed as usize].rise(now, served.units);
        cell.serve(now, served, view);
        self.physical.add(now, served.units);
    }

    fn unserved(&mut self, now: i64, unserved: Served) {
        let waited = self.in_window(unserved.asked, now) * i128::from(unserved.units);
        let cell = &mut self.items[unserved.item as usize];
        cell.waited += waited;
        cell.refuse(now);
    }

    fn refused(&mut self, now: i64, item: u32, units: i64) {
        let cell = &mut self.items[item as usize];
        cell.end_period_before(now);
        cell.refuse(now);
        if self.inside {
            cell.asked += units;
        }
    }

    fn level_set(&mut self, now: i64, item: u32, look: LevelLook) {
        let item = &self.plan.items[item as usize];
        if let Some(place) = item.moving {
            self.forecasts[place as usize].look(now, item.review, look, self.window);
        }
    }

    fn skipped(&mut self, now: i64, item: u32, units: i64) {
        self.refused(now, item, units);
    }

    #[inline]
    fn released(&mut self, now: i64, replenishment: Replenishment) {
        let cell = &mut self.items[replenishment.item as usize];
        cell.end_period_before(now);
        cell.free_and_on_order.rise(now, replenishment.units);
        if self.inside {
            cell.released += 1;
            cell.released_units += replenishment.units;
        }
    }

    #[inline]
    fn received(&mut self, now: i64, replenishment: Replenishment) {
        let cell = &mut self.items[replenishment.item as usize];
        cell.receive(now, replenishment, self.window);
        cell.free_and_on_order.fall(now, replenishment.units);
        cell.receipts += 1;
    }

    #[inline]
    fn receipt_to_stock(&mut self, now: i64, replenishment: Replenishment) {
        let cell = &mut self.items[replenishment.item as usize];
        cell.receive(now, replenishment, self.window);
        cell.stocked += 1;
        let free = &mut cell.levels[LevelKind::Free as usize];
        if free.meter.level == 0 {
            cell.in_stock.rise(now, 1);
        }
        free.rise(now, replenishment.units);
        self.physical.add(now, replenishment.units);
    }

    fn sent_by(&mut self, now: i64, source: u32, released: Replenishment) {
        self.count_sent(now, source, released);
    }

    fn came_from(&mut self, now: i64, source: u32, received: Replenishment, bad: i64) {
        self.count_received(now, source, received, bad);
        self.owe(now, source, received);
    }

    fn supplier_job(&mut self, job: SupplierJob) {
        let (waited, worked) = (self.in_window(job.released, job.start), self.in_window(job.start, job.finish));
        let counts = self.window.holds(job.released);
        let cell = &mut self.suppliers[job.supplier as usize];
        cell.waited += waited;
        cell.worked += worked;
        if counts {
            cell.jobs += 1;
            cell.unqueued += u64::from(job.start == job.released);
        }
    }

    fn worked(&mut self, station: u32, from: i64, to: i64) {
        self.count_work(station as usize, from, to);
    }

    fn changed_over(&mut self, _now: i64, work: &Work, to_another: bool, cost: f64) {
        if self.inside {
            self.items[work.item as usize].changeover_cost += cost;
            self.stations[work.station as usize].changeovers += u64::from(to_another);
        }
    }

    fn supplier_hours(&mut self, supplier: u32, open: i64, lost: i64) {
        self.suppliers[supplier as usize].count_hours(open, lost);
    }

    fn server_hours(&mut self, station: u32, open: i64, lost: i64) {
        self.stations[station as usize].count_hours(open, lost);
    }

    #[inline]
    fn kit_complete(&mut self, now: i64, work: &Work, _lines: &[LineState]) {
        if let Some(station) = self.stations.get_mut(work.station as usize) {
            station.queue.rise(now, 1);
        }
    }

    #[inline]
    fn started(&mut self, now: i64, work: &Work) {
        if self.inside {
            let cell = &mut self.items[work.item as usize];
            cell.jobs_started += 1;
            cell.units_started += work.units;
        }
        if let Some(station) = self.stations.get_mut(work.station as usize) {
            station.queue.fall(now, 1);
            station.waited += span(self.window.overlap(work.kitted_at, now));
            if self.window.holds(work.kitted_at) {
                station.jobs += 1;
                station.unqueued += u64::from(now == work.kitted_at);
            }
        }
    }

    #[inline]
    fn finished(&mut self, now: i64, work: &Work, lines: &[LineState]) {
        if work.status == WorkStatus::Started && self.window.covers(work.created, now) {
            // Nothing is cut off, as nearly always: 1.1 % of the instructions of pc-ato.
            self.spend_stages(now, work, lines, |from, to| to - from);
        } else {
            self.spend(now, work, lines);
        }
    }

    fn cancelled(&mut self, now: i64, work: &Work, lines: &[LineState]) {
        self.spend(now, work, lines);
        let cell = &mut self.items[work.item as usize];
        cell.free_and_on_order.fall(now, work.units);
        cell.received_units -= if self.inside { work.units } else { 0 };
        if work.status == WorkStatus::Queued
            && let Some(station) = self.stations.get_mut(work.station as usize)
        {
            station.queue.add(now, -1);
        }
    }

    fn unfinished(&mut self, now: i64, work: &Work, lines: &[LineState]) {
        self.spend(now, work, lines);
    }

    #[inline]
    fn placed(&mut self, now: i64, order: &Order) {
        self.open_orders += 1;
        self.backlog.rise(now, order.quantity);
        if self.inside {
            let cell = &mut self.flows[order.flow as usize];
            cell.placed += 1;
            cell.needing += u64::from(self.making[order.item as usize].needs_held);
            cell.due += u64::from(order.due != NOT_PROMISED);
        }
    }

    #[inline]
    fn order_served(&mut self, now: i64, order: &Order, units: i64) {
        if now > order.placed {
            self.late(order, units);
        }
    }

    #[inline(always)]
    fn shipped(&mut self, now: i64, order: &Order, shipment: Shipment) {
        self.backlog.fall(now, shipment.units);
        self.backlog_until(order, shipment.units, shipment.delivered);
        if self.window.holds(shipment.delivered) {
            self.sale(order).sold += shipment.units;
        }
        let owed = self.terms[order.flow as usize].owed(self.window, shipment.delivered);
        if owed > 0 {
            self.sale(order).receivable += times(owed, shipment.units);
        }
    }

    #[inline(always)]
    fn completed(&mut self, _now: i64, order: &Order, blocking: &[u32]) {
        self.open_orders -= 1;
        let open = self.in_window(order.placed, order.delivered);
        self.flows[order.flow as usize].open += open;
        if self.inside {
            self.sale(order).handed_over += 1;
        }
        if !self.window.holds(order.placed) {
            return;
        }
        self.note_ending(order, Fate::Delivered(order.delivered));
        let needs_held = self.making[order.item as usize].needs_held;
        self.flows[order.flow as usize].delivered(order, needs_held, &self.lengths);
        if !blocking.is_empty() {
            self.attribute_delay(order, blocking);
        }
    }

    #[inline]
    fn order_delivered(&mut self, now: i64, order: &Order, shipment: Shipment, blocking: &[u32]) {
        let Shipment { units, delivered } = shipment;
        let view = View { window: self.window, inside: self.inside, lengths: &self.lengths };
        let View { window, inside, .. } = view;
        let terms = &self.terms[order.flow as usize];
        let making = &self.making[order.item as usize];
        let item = &mut self.items[order.item as usize];
        let sale = self.sales.of(terms, making);
        let counts = window.holds(order.placed);
        item.clear_backlog(now, units);
        item.serve(now, Served { item: order.item, units, asked: order.placed }, view);
        if counts && now > order.placed {
            sale.late_units += units;
        }
        self.backlog.fall(now, units);
        let open = match window.covers(order.placed, delivered) {
            true => delivered - order.placed,
            false => window.overlap(order.placed, delivered),
        };
        let ticks = terms.backlog(order, open, window, delivered);
        sale.backlog += times(ticks, units);
        if window.holds(delivered) {
            sale.sold += units;
        }
        if terms.pay_after > 0 {
            sale.receivable += times(terms.owed(window, delivered), units);
        }
        self.open_orders -= 1;
        if inside {
            sale.handed_over += 1;
        }
        let flow = &mut self.flows[order.flow as usize];
        flow.open += span(open);
        if counts {
            flow.delivered(order, making.needs_held, &self.lengths);
            self.note_ending(order, Fate::Delivered(delivered));
            if !blocking.is_empty() {
                self.attribute_delay(order, blocking);
            }
        }
    }

    fn substituted(&mut self, _now: i64, order: &Order, _item: u32) {
        self.flows[order.flow as usize].dealings.substituted += u64::from(self.inside);
    }

    fn quoted(&mut self, _now: i64, order: &Order) {
        self.count_quoted(order);
    }

    fn declined(&mut self, now: i64, order: &Order) {
        self.count_declined(now, order);
        self.note_ending(order, Fate::Unserved);
    }

    fn will_return(&mut self, order: &Order) {
        self.flows[order.flow as usize].dealings.returned += u64::from(self.window.holds(order.placed));
    }

    fn came_back(&mut self, now: i64, back: Restocked) {
        self.count_back(now, back);
    }

    fn lost(&mut self, _now: i64, order: &Order) {
        self.backlog.fall(order.placed, order.lost);
        let is_gone = order.quantity == 0;
        self.open_orders -= i64::from(is_gone);
        if self.inside {
            self.flows[order.flow as usize].lost += u64::from(is_gone);
            let sale = self.sale(order);
            sale.lost += 1;
            sale.lost_units += order.lost;
        }
        if is_gone {
            self.note_ending(order, Fate::Unserved);
        }
    }

    fn left(&mut self, now: i64, order: &Order) {
        let units = self.backlog_of(order);
        self.open_orders -= 1;
        self.backlog.fall(now, units);
        let open = self.in_window(order.placed, now);
        let counts = self.window.holds(order.placed);
        let cell = &mut self.flows[order.flow as usize];
        cell.open += open;
        cell.left += u64::from(counts);
        self.backlog_until(order, units, now);
        self.late(order, order.missing);
        self.note_ending(order, Fate::Unserved);
    }

    fn restocked(&mut self, now: i64, restocked: Restocked) {
        self.take_back(now, restocked);
    }

    fn sold_with(&mut self, now: i64, order: &Order, part: u32, units: i64) {
        if self.window.holds(now) {
            self.sales.add_option(order, part, units);
        }
        let owed = self.terms[order.flow as usize].owed(self.window, now);
        if owed > 0 {
            self.sales.owe_option(order, part, times(owed, units));
        }
    }

    fn written_off(&mut self, _now: i64, written_off: WrittenOff) {
        if self.inside {
            self.items[written_off.item as usize].write_off(written_off);
        }
    }

    fn arrived_from_before(&mut self, now: i64, item: u32, units: i64) {
        self.items[item as usize].free_and_on_order.fall(now, units);
    }

    fn owed(&mut self, now: i64, item: u32, units: i64) {
        self.items[item as usize].waited += times(self.window.overlap(0, now), units);
    }

    fn mark(&mut self, now: i64, place: usize) {
        self.pass(now, place);
    }

    fn censored(&mut self, _now: i64, order: &Order) {
        let units = self.backlog_of(order);
        let open = self.in_window(order.placed, self.plan.end);
        let counts = self.window.holds(order.placed);
        let cell = &mut self.flows[order.flow as usize];
        cell.open += open;
        cell.censored += u64::from(counts);
        self.backlog_until(order, units, self.plan.end);
        self.late(order, order.missing);
        self.note_ending(order, Fate::Unserved);
    }
}
