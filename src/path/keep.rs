//! From a replication to a sample path.

use super::item_times::{ItemTimes, KeptOrder, NONE, Reach, WorkWeight};
use super::journal::Undos;
use super::network::NotScored;
use super::replication::Path;
use super::sample_path::SamplePath;
use super::station_queue::StationQueue;
use super::totals::PathTotals;
use crate::costs::Tariff;
use crate::model::{Model, Ship, Split, Ticks};
use crate::plan::{Mode, PlanItem, SupplyPlan};

impl Path<'_> {
    /// Draws a replication and keeps it for scoring, at no stock at all. It is walked so far that no vector needs more;
    /// with stations, where an order may be overtaken, `further` times as long after the window as without stock.
    ///
    /// # Errors
    /// Why money or service do not follow, or why the replication has no end.
    pub fn sample_path(&mut self, model: &Model, replication: u32, further: u32) -> Result<SamplePath, NotScored> {
        let model = model.under(self.plan.strategy);
        self.check_together(model)?;
        let keep = |path: &mut Self, until| path.keep(model, until);
        let (mut kept, until) = self.replicate(replication, keep, Self::last_of_window)?;
        kept.until = until;
        if !self.plan.stations.is_empty() {
            kept = self.keep(model, self.far_behind(kept.until, further))?;
        }
        Ok(kept)
    }

    /// So many times as far behind a time as replications so far went on after the window.
    pub(super) fn far_behind(&self, until: i64, further: u32) -> i64 {
        let window = self.plan.end - self.plan.warm_up;
        until + i64::from(further) * self.margin.max(window / 64)
    }

    /// One replication, kept at no stock, through the window and until its orders and replenishments are done; and until
    /// when arrivals are known to be enough.
    pub(super) fn replicate<K>(
        &mut self,
        replication: u32,
        keep: impl Fn(&mut Self, i64) -> Result<K, NotScored>,
        last_of_window: impl Fn(&Self, &K) -> i64,
    ) -> Result<(K, i64), NotScored> {
        self.begin(replication);
        self.explode_orders(self.plan.end);
        // Up to where nothing bought in the window is outstanding, and as much longer as work has lasted before.
        let bought = self.release_to_suppliers();
        let latest = self.plan.drain_end.saturating_add(1);
        let mut until = bought.saturating_add(1 + self.margin).min(latest);
        loop {
            let kept = keep(self, until)?;
            let last = last_of_window(self, &kept);
            // What happens before `until` is certain: nothing that arrives later can reach back.
            if last < until {
                self.margin = (self.margin / 4 * 3).max(last - bought);
                return Ok((kept, self.plan.end + self.margin));
            }
            if until == latest {
                return Err(NotScored("orders would be open when the drain limit has passed".into()));
            }
            until = last.saturating_add(1 + (last - self.plan.end) / 8).min(latest);
        }
    }

    /// When the last order or replenishment of the window is done, ticks; at least the end of the window.
    fn last_of_window(&self, kept: &SamplePath) -> i64 {
        let mut last = self.plan.end;
        for (item, (path, times)) in self.items.iter().zip(&kept.items).enumerate() {
            let received = if times.is_bought() { &path.receipt } else { &times.finish };
            for (number, received) in received.iter().enumerate() {
                if *received > last && kept.totals.in_window(self.released(item, number)) {
                    last = *received;
                }
            }
        }
        let orders = kept.orders.iter().filter(|order| kept.totals.in_window(order.placed));
        orders.map(|order| kept.items[order.item as usize].last[order.request as usize]).fold(last, i64::max)
    }

    /// Draws all that arrivals before `until` cause.
    pub(super) fn draw_until(&mut self, until: i64) -> Result<(), NotScored> {
        self.explode_orders(until);
        if self.draws.vast {
            return Err(NotScored("there are too many units to keep them one by one".into()));
        }
        self.receive_purchases();
        let made = |item: &usize| matches!(self.plan.items[*item].supply, SupplyPlan::Make(_));
        let mut timed = (0..self.items.len()).filter(made).filter(|item| !self.network.instant[*item]);
        match timed.any(|item| self.items[item].delay.contains(&0)) {
            true => Err(NotScored("work takes no time".into())),
            false => Ok(()),
        }
    }

    /// Keeps all that arrivals before `until` cause, at no stock.
    fn keep(&mut self, model: &Model, until: i64) -> Result<SamplePath, NotScored> {
        self.draw_until(until)?;
        self.check_size()?;
        let items: Vec<ItemTimes> = (0..self.items.len()).map(|item| self.item_times(item)).collect();
        let tariff = Tariff::new(model, self.plan);
        let totals = PathTotals::new(model, self.plan, &tariff);
        let stations = self.plan.stations.iter().zip(&self.network.at_station);
        let mut kept = SamplePath {
            pending: vec![Vec::new(); items.len()],
            undos: Undos::new(&totals),
            stations: stations.map(|(station, made)| StationQueue::new(station.servers, made, &items)).collect(),
            items,
            orders: Vec::new(),
            selves: self.orders.facts.iter().map(|facts| (facts.item, facts.request)).collect(),
            steps: self.network.steps.clone(),
            totals,
            tariff,
            purchases: 0.0,
            swapped: Vec::new(),
            changed: Vec::new(),
            until,
            overrun: false,
        };
        self.purchases(&mut kept.totals);
        kept.purchases = kept.tariff.costs(&kept.totals.paid).cost();
        self.users(&mut kept);
        self.weigh(&mut kept);
        kept.orders = self.customers(&kept.tariff, &mut kept.totals);
        for (place, order) in (0..).zip(&kept.orders) {
            let times = &mut kept.items[order.item as usize];
            times.apart |= order.apart;
            times.user[order.request as usize] = (NONE, place);
        }
        add_up(&mut kept);
        kept.start_without_stock();
        Ok(kept)
    }

    /// Orders whose units come at different times must not be paid for one by one, unless they leave a shelf one by one.
    pub(super) fn check_together(&self, model: &Model) -> Result<(), NotScored> {
        let plan = self.plan;
        for flow in &plan.flows {
            let demand = &model.demands[flow.origin as usize];
            for target in &plan.demands[flow.demand as usize].targets {
                for item in target.variants.iter().copied().chain([target.item]) {
                    let together = self.network.unit[item as usize] || self.reach(item as usize) == Reach::Own;
                    let apart = demand.ship == Ship::Partial;
                    let followed = apart && self.reach(item as usize) == Reach::BaseStock;
                    if !together && !followed && (apart || demand.backorder.once != 0.0) {
                        return Err(NotScored(format!("units of one order of {} are told apart", demand.name)));
                    }
                }
            }
        }
        for (place, item) in plan.items.iter().enumerate() {
            let SupplyPlan::Make(make) = &item.supply else { continue };
            let price = |line: &crate::plan::PlanLine| model.item(plan.items[line.item as usize].origin).price;
            let sold_from_stock = self.reach(place) == Reach::BaseStock && self.network.asked[place];
            if sold_from_stock && plan.optional(make).iter().any(|line| price(line) != 0.0) {
                return Err(NotScored(format!("the first of {} leave the shelf without optional parts", item.name)));
            }
        }
        Ok(())
    }

    pub(super) fn reach(&self, item: usize) -> Reach {
        let plan = &self.plan.items[item];
        match (plan.mode, &plan.supply) {
            (Mode::Held | Mode::Pooled, _) => Reach::BaseStock,
            (Mode::Pegged, SupplyPlan::Make(make)) if make.split == Split::Units => Reach::Pieces,
            (Mode::Pegged, _) => Reach::Own,
        }
    }

    /// Times as if every part were there when it is asked for.
    fn item_times(&self, item: usize) -> ItemTimes {
        let (path, plan) = (&self.items[item], &self.plan.items[item]);
        let asked: Vec<i64> = path.cause.iter().map(|cause| self.orders.placed[*cause as usize]).collect();
        let mut times = ItemTimes {
            reach: self.reach(item),
            stock: ItemTimes::AMPLE,
            stood: ItemTimes::AMPLE,
            last: asked.clone(),
            asked,
            user: vec![(NONE, NONE); path.cause.len()],
            owner: path.owner.clone(),
            ..ItemTimes::default()
        };
        let mut units = 0;
        times.unit.extend(path.units.iter().map(|more| {
            units += more;
            units.wrapping_sub(1)
        }));
        let mut received = &path.receipt;
        if let SupplyPlan::Make(_) = &plan.supply {
            times.delay = path.delay.clone();
            times.kitted_at = (0..path.releases()).map(|work| self.released(item, work)).collect();
            times.start = times.kitted_at.clone();
            let finish = times.start.iter().zip(&times.delay);
            times.finish = finish.map(|(start, delay)| (start + delay).min(Ticks::LATEST.0)).collect();
            times.width = self.network.width[item] as usize;
            times.lines.reserve(path.lines.len());
            for work in 0..path.releases() {
                self.each_line(item, work, |part, request, _| times.lines.push((part as u32, request as u32)));
            }
            received = &times.finish;
        } else if times.reach == Reach::Own {
            times.last.clone_from(received);
        }
        if times.reach == Reach::BaseStock {
            let units = received.iter().enumerate();
            times.receipts = units.flat_map(|(n, time)| std::iter::repeat_n(*time, path.size_of(n) as usize)).collect();
            times.receipts.sort_unstable();
        }
        times
    }

    /// Who makes each request.
    fn users(&self, kept: &mut SamplePath) {
        for item in 0..kept.items.len() {
            let lines = std::mem::take(&mut kept.items[item].lines);
            let width = kept.items[item].width.max(1);
            for (place, (part, request)) in lines.iter().enumerate() {
                kept.items[*part as usize].user[*request as usize] = (item as u32, (place / width) as u32);
            }
            kept.items[item].lines = lines;
        }
    }

    /// By item and work order: holding rates of its kit, and of the chosen and optional parts in it that count in process;
    /// once for a unit of all where they are alike.
    pub(super) fn kit_rates(&self) -> Vec<Vec<(f64, f64)>> {
        let rates = |(item, plan): (usize, &PlanItem)| {
            let SupplyPlan::Make(make) = &plan.supply else { return Vec::new() };
            let required = if plan.wip_from_parts { self.plan.required(make).len() } else { usize::MAX };
            let of_work = |work| {
                let (mut kit, mut extra, mut line) = (0.0, 0.0, 0);
                self.each_line(item, work, |part, _, needed| {
                    let rate = self.plan.items[part].holding * f64::from(needed);
                    kit += rate;
                    extra += if line >= required { rate } else { 0.0 };
                    line += 1;
                });
                (kit, extra)
            };
            (0..self.items[item].releases()).map(of_work).collect()
        };
        self.plan.items.iter().enumerate().map(rates).collect()
    }

    /// Weights of all work orders, in grains as fine as whole numbers allow.
    fn weigh(&self, kept: &mut SamplePath) {
        let rates = self.kit_rates();
        let grain = Tariff::grain_for(&rates);
        kept.tariff.grain = grain;
        for (times, rates) in kept.items.iter_mut().zip(rates) {
            let weight = |(work, (kit, extra)): (usize, (f64, f64))| WorkWeight {
                size: times.size_of(work),
                kit: (kit * grain) as i64,
                extra: (extra * grain) as i64,
            };
            times.weights = rates.into_iter().enumerate().map(weight).collect();
        }
    }

    /// Customer orders; the chosen and optional parts that are sold with them stand in the totals.
    pub(super) fn customers(&self, tariff: &Tariff, totals: &mut PathTotals) -> Vec<KeptOrder> {
        let mut orders = Vec::with_capacity(self.orders.placed.len());
        let mut sold = self.sold_options(tariff);
        sold.sort_unstable();
        let mut rest = sold.as_slice();
        for (place, (facts, placed)) in self.orders.facts.iter().zip(&self.orders.placed).enumerate() {
            let partial = self.plan.demands[facts.demand as usize].ship == Ship::Partial;
            let apart = partial && facts.quantity > 1 && self.reach(facts.item as usize) == Reach::BaseStock;
            let own = rest.partition_point(|(order, ..)| *order == place);
            let from = totals.options.len() as u32;
            totals.options.extend(rest[..own].iter().map(|(_, option, units)| (*option, *units)));
            rest = &rest[own..];
            orders.push(KeptOrder {
                placed: *placed,
                way: facts.delivery,
                flow: facts.flow,
                item: facts.item,
                request: facts.request,
                quantity: facts.quantity,
                sale: tariff.first_sale(facts.flow) + self.plan.items[facts.item as usize].variant.unwrap_or(0),
                options: (from, from + own as u32),
                apart,
            });
        }
        orders
    }

    /// Chosen and optional parts of what was made to order: order, option, units.
    fn sold_options(&self, tariff: &Tariff) -> Vec<(usize, u32, i64)> {
        let mut sold = Vec::new();
        for (item, plan) in self.plan.items.iter().enumerate() {
            let SupplyPlan::Make(make) = &plan.supply else { continue };
            let required = self.plan.required(make).len();
            if plan.mode != Mode::Pegged || self.network.width[item] as usize == required {
                continue;
            }
            for work in 0..self.items[item].releases() {
                let owner = self.items[item].owner_of(work);
                let Some(order) = self.items[item].customer(owner) else { continue };
                let mut line = 0;
                self.each_line(item, work, |part, _, needed| {
                    if line >= required
                        && let Some(option) = tariff.option(item as u32, part as u32)
                    {
                        sold.push((order, option as u32, i64::from(needed)));
                    }
                    line += 1;
                });
            }
        }
        sold
    }

    /// Purchases: they do not depend on stock.
    pub(super) fn purchases(&self, totals: &mut PathTotals) {
        for (item, path) in self.items.iter().enumerate() {
            let SupplyPlan::Buy(_) = self.plan.items[item].supply else { continue };
            for number in 0..path.receipt.len() {
                let (size, released) = (i64::from(path.size_of(number)), self.released(item, number));
                let on_order = totals.clip(path.receipt[number]) - totals.clip(released);
                let inside = i64::from(totals.in_window(released));
                let own = &mut totals.paid.items[item];
                own.on_order += i128::from(on_order) * i128::from(size);
                own.released += inside;
                own.released_units += inside * size;
            }
        }
    }
}

/// All totals but those of purchases, from the times.
fn add_up(kept: &mut SamplePath) {
    for item in 0..kept.items.len() {
        if kept.items[item].is_bought() {
            let received = kept.received(item);
            kept.totals.receive(item, received);
        }
        let times = &kept.items[item];
        for work in 0..times.finish.len() {
            kept.totals.add_work(item, times.weights[work], times.times_of(work));
        }
    }
    for order in &kept.orders {
        let times = &kept.items[order.item as usize];
        let done = times.last[order.request as usize];
        if order.apart {
            times.units(order.request as usize).for_each(|unit| kept.totals.leave(order, 1, unit, 1));
            kept.totals.complete(order, done, 1);
        } else {
            kept.totals.order(order, done, 1);
        }
    }
}
