//! One path, kept at a vector of base stocks and moved to another: nothing is drawn again, and only what hangs on the
//! items that changed is looked at.
//!
//! ```text
//! stock of an item ─► its requests whose unit comes at another time ─► the work orders that use them ─► their receipts
//!                                                                  └► the orders that asked for them ─► service, money
//! ```
//!
//! It covers all that qualifies, but orders made to order in pieces that ship apart: stock behind stock, sub-assemblies,
//! stations, configured products.
//!
//! Sums are integers; only money is not. Kept are 28 bytes per request, 8 per unit received, 56 per work order and 8 per
//! line of it.

mod books;
mod floor;
mod line;
mod moves;
mod shelf;
mod slopes;

pub use books::FlowSums;
use books::{Books, GRAIN, Rates, Weight};
pub use floor::{Charge, Floor, Limit, Span};

use super::network::{Reason, Step};
use super::replication::{NONE, Path};
use crate::model::{Model, Ship, Split, TICKS_PER_UNIT};
use crate::plan::{Mode, SupplyPlan};

/// How units of an item reach their requests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Reach {
    /// First come, first served, from a base stock.
    #[default]
    Shelf,
    /// What was released for a request serves it: one work order, or several.
    Own,
    Pieces,
}

/// An item: times in ticks.
#[derive(Clone, Debug, Default)]
struct ItemTimes {
    reach: Reach,
    stock: u32,
    /// The base stock that its times are of, until a move has come by.
    stood: u32,
    /// Whether units of some orders leave as they come.
    apart: bool,
    /// By request: when it was made.
    asked: Vec<i64>,
    /// By request: the number of its last unit; empty when each is for one.
    unit: Vec<u32>,
    /// By request: when its last unit was there.
    last: Vec<i64>,
    /// By request: who asks, as (item, work order), or ([`NONE`], customer order).
    user: Vec<(u32, u32)>,
    /// Of a shelf, by unit: receipts in order.
    receipts: Vec<i64>,
    /// By work order: the request it was released for, where requests are split.
    owner: Vec<u32>,
    /// By work order: time in process, kit complete, started, received.
    delay: Vec<i64>,
    ready: Vec<i64>,
    start: Vec<i64>,
    finish: Vec<i64>,
    /// By work order and line: the part and the number of the request there.
    lines: Vec<(u32, u32)>,
    width: usize,
    weights: Vec<Weight>,
}

impl ItemTimes {
    fn units_of(&self, request: usize) -> i64 {
        match request {
            _ if self.unit.is_empty() => 1,
            0 => i64::from(self.unit[0]) + 1,
            _ => i64::from(self.unit[request] - self.unit[request - 1]),
        }
    }

    fn owner_of(&self, work: usize) -> usize {
        self.owner.get(work).map_or(work, |owner| *owner as usize)
    }

    fn size_of(&self, work: usize) -> i64 {
        if self.owner.is_empty() { self.units_of(work) } else { 1 }
    }

    fn lines_of(&self, work: usize) -> &[(u32, u32)] {
        &self.lines[work * self.width..(work + 1) * self.width]
    }
}

/// A customer order. Times in ticks.
#[derive(Clone, Copy, Debug)]
struct KeptOrder {
    placed: i64,
    /// On the way.
    way: i64,
    flow: u32,
    item: u32,
    request: u32,
    quantity: u32,
    /// Whether its units leave as they come, and not together.
    apart: bool,
    /// What all its units are sold for, in grains.
    price: i64,
}

/// One replication at a vector of base stocks.
#[derive(Clone, Debug)]
pub struct SamplePath {
    items: Vec<ItemTimes>,
    orders: Vec<KeptOrder>,
    /// By order: the item and request it is.
    selves: Vec<(u32, u32)>,
    /// Parts before what is made of them.
    steps: Vec<Step>,
    stations: Vec<line::Line>,
    books: Books,
    rates: Rates,
    /// By item: what its work orders get at another time.
    pending: Vec<Vec<moves::News>>,
    /// Receipts at a shelf that changed: old and new time.
    swapped: Vec<(i64, i64)>,
    journal: moves::Journal,
    /// Arrivals before this time are known.
    until: i64,
    overrun: bool,
}

impl Path<'_> {
    /// Draws a replication and keeps it for scoring, at no stock at all. It is walked so far that no vector needs more;
    /// with stations, where an order may be overtaken, `further` times as long after the window as without stock.
    ///
    /// # Errors
    /// Why money or service do not follow, or why the replication has no end.
    pub fn sample_path(&mut self, model: &Model, replication: u32, further: u32) -> Result<SamplePath, Reason> {
        self.replicate(replication)?;
        let mut until = self.plan.end + self.margin;
        if !self.plan.stations.is_empty() {
            until += i64::from(further) * self.margin.max((self.plan.end - self.plan.warm_up) / 64);
            self.explode_orders(until);
            self.check_size()?;
            self.evaluate()?;
        }
        self.check_together(model)?;
        let items: Vec<ItemTimes> = (0..self.items.len()).map(|item| self.stage(item)).collect();
        let mut kept = SamplePath {
            pending: vec![Vec::new(); items.len()],
            books: Books::new(model, self.plan),
            rates: Rates::new(model, self.plan),
            items,
            orders: Vec::with_capacity(self.orders.placed.len()),
            selves: self.orders.facts.iter().map(|facts| (facts.item, facts.request)).collect(),
            steps: self.network.steps.clone(),
            stations: self
                .plan
                .stations
                .iter()
                .zip(&self.network.at_station)
                .map(|(station, made)| line::Line::new(station.servers, made))
                .collect(),
            swapped: Vec::new(),
            journal: moves::Journal::new(self.items.len(), self.plan.flows.len()),
            until,
            overrun: false,
        };
        self.users(&mut kept);
        self.weigh(&mut kept);
        self.customers(model, &mut kept);
        kept.line_up();
        kept.settle();
        self.purchases(&mut kept);
        Ok(kept)
    }

    /// Orders whose units come at different times must not be paid for one by one, unless they leave a shelf one by one.
    fn check_together(&self, model: &Model) -> Result<(), Reason> {
        let plan = self.plan;
        for flow in &plan.flows {
            let demand = &model.demands[flow.origin as usize];
            for target in &plan.demands[flow.demand as usize].targets {
                for item in target.variants.iter().copied().chain([target.item]) {
                    let together = self.network.unit[item as usize] || self.reach(item as usize) == Reach::Own;
                    let apart = demand.ship == Ship::Partial;
                    let followed = apart && self.reach(item as usize) == Reach::Shelf;
                    if !together && !followed && (apart || demand.backorder.once != 0.0) {
                        return Err(Reason(format!("units of one order of {} are told apart", demand.name)));
                    }
                }
            }
        }
        for (place, item) in plan.items.iter().enumerate() {
            let SupplyPlan::Make(make) = &item.supply else { continue };
            let price = |line: &crate::plan::PlanLine| model.item(plan.items[line.item as usize].origin).price;
            let sold_from_shelf = self.reach(place) == Reach::Shelf && self.network.asked[place];
            if sold_from_shelf && plan.optional(make).iter().any(|line| price(line) != 0.0) {
                return Err(Reason(format!("the first of {} leave the shelf without optional parts", item.name)));
            }
        }
        Ok(())
    }

    fn reach(&self, item: usize) -> Reach {
        let plan = &self.plan.items[item];
        match (plan.mode, &plan.supply) {
            (Mode::Held | Mode::Pooled, _) => Reach::Shelf,
            (Mode::Pegged, SupplyPlan::Make(make)) if make.split == Split::Units => Reach::Pieces,
            (Mode::Pegged, _) => Reach::Own,
        }
    }

    fn stage(&self, item: usize) -> ItemTimes {
        let (path, plan) = (&self.items[item], &self.plan.items[item]);
        let mut stage = ItemTimes {
            reach: self.reach(item),
            asked: path.cause.iter().map(|cause| self.orders.placed[*cause as usize]).collect(),
            last: path.last.clone(),
            user: vec![(NONE, NONE); path.cause.len()],
            owner: path.owner.clone(),
            ..ItemTimes::default()
        };
        if !path.units.is_empty() {
            let mut units = 0;
            stage.unit.extend(path.units.iter().map(|more| {
                units += more;
                units.wrapping_sub(1)
            }));
        }
        if stage.reach == Reach::Shelf {
            let places = (0..path.receipt.len()).map(|place| path.number_at(place));
            stage.receipts =
                places.flat_map(|n| std::iter::repeat_n(path.receipt[n], path.size_of(n) as usize)).collect();
        }
        if let SupplyPlan::Make(_) = &plan.supply {
            stage.delay = path.delay.clone();
            stage.ready = path.ready.clone();
            stage.start = path.start.clone();
            stage.finish = path.receipt.clone();
            stage.width = self.network.width[item] as usize;
            stage.lines.reserve(path.lines.len());
            for work in 0..path.releases() {
                self.each_line(item, work, |part, request, _| stage.lines.push((part as u32, request as u32)));
            }
        }
        stage
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
        kept.rates.grain = grain;
        for (stage, rates) in kept.items.iter_mut().zip(rates) {
            let weight = |(work, (kit, extra)): (usize, (f64, f64))| Weight {
                size: stage.size_of(work),
                kit: (kit * grain) as i64,
                extra: (extra * grain) as i64,
            };
            stage.weights = rates.into_iter().enumerate().map(weight).collect();
        }
    }

    fn customers(&self, model: &Model, kept: &mut SamplePath) {
        let mut extra = vec![0.0; self.orders.placed.len()];
        for (item, plan) in self.plan.items.iter().enumerate() {
            let SupplyPlan::Make(make) = &plan.supply else { continue };
            let required = self.plan.required(make).len();
            if plan.mode != Mode::Pegged || self.network.width[item] as usize == required {
                continue;
            }
            // Chosen and optional parts are sold with the order that a work order was released for.
            for work in 0..self.items[item].releases() {
                let owner = self.items[item].owner_of(work);
                let Some(order) = self.items[item].customer(owner) else { continue };
                let mut line = 0;
                self.each_line(item, work, |part, _, needed| {
                    if line >= required {
                        let price = model.item(self.plan.items[part].origin).price;
                        extra[order] += price * f64::from(needed);
                    }
                    line += 1;
                });
            }
        }
        for (place, (facts, placed)) in self.orders.facts.iter().zip(&self.orders.placed).enumerate() {
            let partial = self.plan.demands[facts.demand as usize].ship == Ship::Partial;
            let stage = &mut kept.items[facts.item as usize];
            let apart = partial && facts.quantity > 1 && stage.reach == Reach::Shelf;
            stage.apart |= apart;
            stage.user[facts.request as usize] = (NONE, place as u32);
            kept.orders.push(KeptOrder {
                placed: *placed,
                way: facts.delivery,
                flow: facts.flow,
                item: facts.item,
                request: facts.request,
                quantity: facts.quantity,
                apart,
                price: ((f64::from(facts.quantity) * self.plan.items[facts.item as usize].price + extra[place]) * GRAIN)
                    as i64,
            });
        }
    }

    /// What purchases cost: it does not depend on stock.
    fn purchases(&self, kept: &mut SamplePath) {
        let (warm_up, end) = (self.plan.warm_up, self.plan.end);
        let clip = |time: i64| time.clamp(warm_up, end);
        let horizon = (end - warm_up) as f64;
        for (item, path) in self.items.iter().enumerate() {
            let SupplyPlan::Buy(_) = self.plan.items[item].supply else { continue };
            let (mut releases, mut units, mut on_order) = (0u64, 0u64, 0i128);
            for number in 0..path.receipt.len() {
                let (size, released) = (path.size_of(number), self.released(item, number));
                on_order += i128::from(clip(path.receipt[number]) - clip(released)) * i128::from(size);
                if released >= warm_up && released < end {
                    releases += 1;
                    units += u64::from(size);
                }
            }
            let window = horizon / TICKS_PER_UNIT as f64;
            let (cost, order_cost, pipeline) = kept.rates.buying[item];
            kept.rates.fixed += units as f64 * cost / window
                + releases as f64 * order_cost / window
                + on_order as f64 / horizon * pipeline;
        }
    }
}

impl SamplePath {
    /// Total cost per time unit of the window, as `cost_total` of the system.
    #[must_use]
    pub fn cost(&self) -> f64 {
        self.rates.cost(&self.books, self.items.iter().map(|item| item.stock))
    }

    /// Revenue per time unit of the window, as `revenue` of the system.
    #[must_use]
    pub fn revenue(&self) -> f64 {
        let window = (self.books.end - self.books.warm_up) as f64 / TICKS_PER_UNIT as f64;
        self.books.flows.iter().map(|flow| flow.revenue()).sum::<f64>() / window
    }

    /// What orders come to, by flow of the plan.
    #[must_use]
    pub fn flows(&self) -> &[FlowSums] {
        &self.books.flows
    }

    /// Tells flow and response, ticks, of every order of the window.
    pub fn each_response(&self, mut visit: impl FnMut(u32, i64)) {
        for order in self.orders.iter().filter(|order| self.books.in_window(order.placed)) {
            let done = self.items[order.item as usize].last[order.request as usize];
            visit(order.flow, done + order.way - order.placed);
        }
    }

    /// Base stock of an item, units.
    #[must_use]
    pub fn stock(&self, item: u32) -> u32 {
        self.items[item as usize].stock
    }

    /// Requests kept.
    #[must_use]
    pub fn requests(&self) -> usize {
        self.items.iter().map(|item| item.asked.len()).sum()
    }

    /// Whether work of the window was once still under way at a station when the known arrivals ended, so that later
    /// ones might have come before it: then it is to be built again, further.
    #[must_use]
    pub fn overrun(&self) -> bool {
        self.overrun
    }

    /// All sums from the times.
    fn settle(&mut self) {
        self.books.clear();
        for (item, stage) in self.items.iter().enumerate() {
            if stage.reach == Reach::Shelf && stage.finish.is_empty() {
                // Bought: receipts by unit.
                let units = stage.receipts.iter().map(|time| i128::from(self.books.clip(*time))).sum::<i128>();
                self.books.items[item].received += units;
            } else if stage.finish.is_empty() {
                // Bought to order: each receipt serves its own request.
                let units = stage.last.iter().enumerate();
                let sum: i128 = units
                    .map(|(request, time)| i128::from(self.books.clip(*time)) * i128::from(stage.units_of(request)))
                    .sum();
                self.books.items[item].received += sum;
            }
            for work in 0..stage.finish.len() {
                let times = [stage.ready[work], stage.start[work], stage.finish[work]];
                self.books.add_work(item, stage.weights[work], times);
            }
        }
        for order in &self.orders {
            let stage = &self.items[order.item as usize];
            let done = stage.last[order.request as usize];
            if order.apart {
                stage.units(order.request as usize).for_each(|unit| self.books.leave(order, 1, unit, 1));
                self.books.complete(order, done, 1);
            } else {
                self.books.order(order, done, 1);
            }
        }
    }
}
