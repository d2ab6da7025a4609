//! From a replication to a sample path.

use super::item_times::{ItemTimes, KeptOrder, NONE, Reach, WorkWeight};
use super::journal::Undos;
use super::network::NotScored;
use super::replication::Path;
use super::sample_path::SamplePath;
use super::station_queue::StationQueue;
use super::totals::PathTotals;
use crate::costs::Tariff;
use crate::model::{Model, Ship, Split};
use crate::plan::{Mode, SupplyPlan};

impl Path<'_> {
    /// Draws a replication and keeps it for scoring, at no stock at all. It is walked so far that no vector needs more;
    /// with stations, where an order may be overtaken, `further` times as long after the window as without stock.
    ///
    /// # Errors
    /// Why money or service do not follow, or why the replication has no end.
    pub fn sample_path(&mut self, model: &Model, replication: u32, further: u32) -> Result<SamplePath, NotScored> {
        self.replicate(replication)?;
        let mut until = self.plan.end + self.margin;
        if !self.plan.stations.is_empty() {
            until += i64::from(further) * self.margin.max((self.plan.end - self.plan.warm_up) / 64);
            self.explode_orders(until);
            self.check_size()?;
            self.evaluate()?;
        }
        self.check_together(model)?;
        let items: Vec<ItemTimes> = (0..self.items.len()).map(|item| self.item_times(item)).collect();
        let tariff = Tariff::new(model, self.plan);
        let totals = PathTotals::new(model, self.plan, &tariff);
        let stations = self.plan.stations.iter().zip(&self.network.at_station);
        let mut kept = SamplePath {
            pending: vec![Vec::new(); items.len()],
            undos: Undos::new(&totals),
            stations: stations.map(|(station, made)| StationQueue::new(station.servers, made, &items)).collect(),
            items,
            orders: Vec::with_capacity(self.orders.placed.len()),
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
        self.purchases(&mut kept);
        kept.purchases = kept.tariff.costs(&kept.totals.paid).cost();
        self.users(&mut kept);
        self.weigh(&mut kept);
        self.customers(&mut kept);
        add_up(&mut kept);
        Ok(kept)
    }

    /// Orders whose units come at different times must not be paid for one by one, unless they leave a shelf one by one.
    fn check_together(&self, model: &Model) -> Result<(), NotScored> {
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

    fn reach(&self, item: usize) -> Reach {
        let plan = &self.plan.items[item];
        match (plan.mode, &plan.supply) {
            (Mode::Held | Mode::Pooled, _) => Reach::BaseStock,
            (Mode::Pegged, SupplyPlan::Make(make)) if make.split == Split::Units => Reach::Pieces,
            (Mode::Pegged, _) => Reach::Own,
        }
    }

    fn item_times(&self, item: usize) -> ItemTimes {
        let (path, plan) = (&self.items[item], &self.plan.items[item]);
        let mut times = ItemTimes {
            reach: self.reach(item),
            asked: path.cause.iter().map(|cause| self.orders.placed[*cause as usize]).collect(),
            last: path.last.clone(),
            user: vec![(NONE, NONE); path.cause.len()],
            owner: path.owner.clone(),
            ..ItemTimes::default()
        };
        if !path.units.is_empty() {
            let mut units = 0;
            times.unit.extend(path.units.iter().map(|more| {
                units += more;
                units.wrapping_sub(1)
            }));
        }
        if times.reach == Reach::BaseStock {
            let places = (0..path.receipt.len()).map(|place| path.number_at(place));
            times.receipts =
                places.flat_map(|n| std::iter::repeat_n(path.receipt[n], path.size_of(n) as usize)).collect();
        }
        if let SupplyPlan::Make(_) = &plan.supply {
            times.delay = path.delay.clone();
            times.kitted_at = path.kitted_at.clone();
            times.start = path.start.clone();
            times.finish = path.receipt.clone();
            times.width = self.network.width[item] as usize;
            times.lines.reserve(path.lines.len());
            for work in 0..path.releases() {
                self.each_line(item, work, |part, request, _| times.lines.push((part as u32, request as u32)));
            }
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

    /// Weights of all work orders, in grains as fine as whole numbers allow.
    fn weigh(&self, kept: &mut SamplePath) {
        let mut rates: Vec<Vec<(f64, f64)>> = Vec::with_capacity(self.items.len());
        for (item, plan) in self.plan.items.iter().enumerate() {
            let SupplyPlan::Make(make) = &plan.supply else {
                rates.push(Vec::new());
                continue;
            };
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
            rates.push((0..self.items[item].releases()).map(of_work).collect());
        }
        let most = rates.iter().flatten().map(|rate| rate.0).fold(f64::MIN_POSITIVE, f64::max);
        // A power of two: only digits that nobody sees are lost.
        let grain = libm::exp2(60.0 - libm::ceil(libm::log2(most)).max(-60.0));
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

    /// Customer orders, with the chosen and optional parts that are sold with them.
    fn customers(&self, kept: &mut SamplePath) {
        let mut sold = self.sold_options(&kept.tariff);
        sold.sort_unstable();
        let mut rest = sold.as_slice();
        for (place, (facts, placed)) in self.orders.facts.iter().zip(&self.orders.placed).enumerate() {
            let partial = self.plan.demands[facts.demand as usize].ship == Ship::Partial;
            let times = &mut kept.items[facts.item as usize];
            let apart = partial && facts.quantity > 1 && times.reach == Reach::BaseStock;
            times.apart |= apart;
            times.user[facts.request as usize] = (NONE, place as u32);
            let own = rest.partition_point(|(order, ..)| *order == place);
            let from = kept.totals.options.len() as u32;
            kept.totals.options.extend(rest[..own].iter().map(|(_, option, units)| (*option, *units)));
            rest = &rest[own..];
            kept.orders.push(KeptOrder {
                placed: *placed,
                way: facts.delivery,
                flow: facts.flow,
                item: facts.item,
                request: facts.request,
                quantity: facts.quantity,
                sale: kept.tariff.first_sale(facts.flow) + self.plan.items[facts.item as usize].variant.unwrap_or(0),
                options: (from, from + own as u32),
                apart,
            });
        }
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
    fn purchases(&self, kept: &mut SamplePath) {
        for (item, path) in self.items.iter().enumerate() {
            let SupplyPlan::Buy(_) = self.plan.items[item].supply else { continue };
            for number in 0..path.receipt.len() {
                let (size, released) = (i64::from(path.size_of(number)), self.released(item, number));
                let on_order = kept.totals.clip(path.receipt[number]) - kept.totals.clip(released);
                let inside = i64::from(kept.totals.in_window(released));
                let own = &mut kept.totals.paid.items[item];
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
