//! The walk: customer orders in calendar order, and from each the requests it causes down the bill of materials.

use super::{ItemPath, NONE, Network, OrderFacts, Orders, Path, SupplierJob};
use crate::model::Split;
use crate::plan::{DrawnOrder, MakePlan, OrderStreams, Plan, SupplyPlan};
use crate::random::Rng;
use crate::rules::supply::Source;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Where the walk stands.
#[derive(Debug, Default)]
pub(super) struct Walk {
    demands: Vec<OrderStreams>,
    /// The next arrival of each demand: (ticks, demand).
    next: BinaryHeap<Reverse<(i64, u32)>>,
    pub(super) items: Vec<ItemDraws>,
    /// Whether a request was for more units than fit a word here.
    pub(super) vast: bool,
}

#[derive(Debug)]
pub(super) struct ItemDraws {
    pub time: Rng,
    pub setup: Rng,
}

impl Path<'_> {
    /// Back to time 0 of a replication.
    pub(super) fn begin(&mut self, replication: u32) {
        let plan = self.plan;
        let stream = |key| Rng::keyed(plan.seed, replication, key);
        self.orders.clear();
        self.items.iter_mut().for_each(ItemPath::clear);
        self.suppliers.iter_mut().for_each(Vec::clear);
        let walk = &mut self.walk;
        walk.vast = false;
        walk.items.clear();
        walk.items.extend(
            plan.items.iter().map(|item| ItemDraws { time: stream(item.time_key), setup: stream(item.setup_key) }),
        );
        walk.demands.resize_with(plan.demands.len(), OrderStreams::closed);
        walk.next.clear();
        for (place, (draws, demand)) in walk.demands.iter_mut().zip(&plan.demands).enumerate() {
            draws.open(plan.seed, replication, demand);
            walk.next.push(Reverse((draws.next_arrival(demand, 0), place as u32)));
        }
    }

    /// All arrivals before `until`, ticks.
    pub(super) fn walk(&mut self, until: i64) {
        let plan = self.plan;
        let Walk { demands, next, vast, .. } = &mut self.walk;
        let mut below = Below {
            plan,
            network: &self.network,
            items: &mut self.items,
            suppliers: &mut self.suppliers,
            cause: self.orders.placed.len() as u32,
            vast,
        };
        while let Some(mut earliest) = next.peek_mut() {
            let Reverse((now, place)) = *earliest;
            if now >= until {
                return;
            }
            let (demand, draws) = (&plan.demands[place as usize], &mut demands[place as usize]);
            *earliest = Reverse((draws.next_arrival(demand, now), place));
            drop(earliest);
            let (mut facts, config) = draw_order(plan, place, draws, below.vast);
            if facts.quantity == 0 {
                self.orders.idle.push((now, below.cause));
                continue;
            }
            facts.request = below.request(facts.item, facts.quantity, below.cause, config);
            self.orders.placed.push(now);
            self.orders.facts.push(facts);
            below.cause += 1;
        }
    }
}

/// The next order, and its configuration. One of more units than fit a word counts as one and is noted in `vast`.
#[inline]
fn draw_order(plan: &Plan, demand: u32, streams: &mut OrderStreams, vast: &mut bool) -> (OrderFacts, u32) {
    let DrawnOrder { number, flow, item, config, quantity, delivery, .. } =
        streams.draw(&plan.demands[demand as usize]);
    let quantity = u32::try_from(quantity).unwrap_or_else(|_| {
        *vast = true;
        1
    });
    (OrderFacts { demand, flow, item, request: 0, quantity, number: number as u32, delivery }, config)
}

/// What an order causes.
struct Below<'a> {
    plan: &'a Plan,
    network: &'a Network,
    items: &'a mut [ItemPath],
    suppliers: &'a mut [Vec<SupplierJob>],
    /// The order at work.
    cause: u32,
    /// Whether a request was for more units than fit a word.
    vast: &'a mut bool,
}

impl Below<'_> {
    /// Asks `units` of an item; every request releases as many. Gives the number of the request.
    fn request(&mut self, item: u32, units: u32, order: u32, config: u32) -> u32 {
        let place = item as usize;
        let path = &mut self.items[place];
        let request = path.cause.len() as u32;
        path.cause.push(self.cause);
        if !self.network.unit[place] {
            path.units.push(units);
        }
        if self.network.asked[place] {
            path.order.push(order);
        }
        let plan = self.plan;
        match &plan.items[place].supply {
            SupplyPlan::Buy(buy) => {
                if let Source::Servers(supplier) = buy.source {
                    let job = SupplierJob { item, number: request, start: 0, finish: 0 };
                    self.suppliers[supplier as usize].push(job);
                }
            }
            SupplyPlan::Make(make) => match make.split {
                Split::Whole => self.open(item, make, units, config),
                Split::Units => {
                    for _ in 0..units {
                        self.items[place].owner.push(request);
                        self.open(item, make, 1, config);
                    }
                }
            },
        }
        request
    }

    /// Asks `units` of a part. What ends here, at a supplier without servers, needs no look at the plan.
    #[inline]
    fn request_part(&mut self, item: u32, units: u32) -> u32 {
        let place = item as usize;
        if !self.network.ends[place] {
            return self.request(item, units, NONE, 0);
        }
        let path = &mut self.items[place];
        let request = path.cause.len() as u32;
        path.cause.push(self.cause);
        if !self.network.unit[place] {
            path.units.push(units);
        }
        if self.network.asked[place] {
            path.order.push(NONE);
        }
        request
    }

    /// Units of a line; what does not fit is noted, and the replication left to the event engine.
    #[inline]
    fn times(&mut self, quantity: u32, units: u32) -> u32 {
        quantity.checked_mul(units).unwrap_or_else(|| {
            *self.vast = true;
            1
        })
    }

    /// A work order: requests its parts.
    fn open(&mut self, item: u32, make: &MakePlan, units: u32, config: u32) {
        let (plan, place) = (self.plan, item as usize);
        for line in plan.required(make) {
            let needed = self.times(line.quantity, units);
            let request = self.request_part(line.item, needed);
            self.items[place].lines.push(request);
        }
        if make.first_family < make.end_family {
            self.items[place].config.push(config);
            for part in plan.chosen(make, config) {
                let request = self.request_part(part, units);
                self.items[place].lines.push(request);
            }
        }
        for line in plan.optional(make) {
            let needed = self.times(line.quantity, units);
            let request = self.request_part(line.item, needed);
            self.items[place].lines.push(request);
        }
    }
}

impl Orders {
    fn clear(&mut self) {
        self.placed.clear();
        self.facts.clear();
        self.idle.clear();
    }
}

impl ItemPath {
    fn clear(&mut self) {
        self.cause.clear();
        self.units.clear();
        self.order.clear();
        self.owner.clear();
        self.config.clear();
        self.lines.clear();
        self.delay.clear();
        self.receipt.clear();
        self.drawn = 0;
    }

    /// Replenishments released so far.
    #[inline]
    pub(crate) fn releases(&self) -> usize {
        if self.owner.is_empty() { self.cause.len() } else { self.owner.len() }
    }

    /// Units of a request.
    #[inline]
    pub(crate) fn units_of(&self, request: usize) -> u32 {
        self.units.get(request).copied().unwrap_or(1)
    }

    /// The request a replenishment was released for.
    #[inline]
    pub(crate) fn owner_of(&self, number: usize) -> usize {
        self.owner.get(number).map_or(number, |owner| *owner as usize)
    }

    /// Units of a replenishment.
    #[inline]
    pub(crate) fn size_of(&self, number: usize) -> u32 {
        if self.owner.is_empty() { self.units_of(number) } else { 1 }
    }
}
