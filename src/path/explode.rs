//! Explosion: customer orders in calendar order, and from each the requests it causes down the bill of materials.

use super::item_times::NONE;
use super::network::Network;
use super::replication::{ItemDraws, ItemPath, OrderFacts, Orders, Path, PathDraws};
use crate::model::Split;
use crate::plan::{DrawnOrder, MakePlan, OrderStreams, Plan, SupplyPlan};
use crate::random::StreamRng;
use crate::rules::supply::PurchaseSource;
use std::cmp::Reverse;

impl Path<'_> {
    /// Back to time 0 of a replication.
    pub(super) fn begin(&mut self, replication: u32) {
        let plan = self.plan;
        let stream = |key| StreamRng::keyed(plan.seed, replication, key);
        self.orders.clear();
        self.items.iter_mut().for_each(ItemPath::clear);
        self.suppliers.iter_mut().for_each(Vec::clear);
        let PathDraws { demands, next, items, vast } = &mut self.draws;
        *vast = false;
        items.clear();
        items.extend(
            plan.items.iter().map(|item| ItemDraws { time: stream(item.time_key), setup: stream(item.setup_key) }),
        );
        demands.resize_with(plan.demands.len(), OrderStreams::closed);
        next.clear();
        for (place, (own, demand)) in demands.iter_mut().zip(&plan.demands).enumerate() {
            own.open(plan.seed, replication, demand);
            next.push(Reverse((own.next_arrival(demand, 0), place as u32)));
        }
    }

    /// All arrivals before `until`, ticks, and the requests they cause.
    pub(super) fn explode_orders(&mut self, until: i64) {
        let plan = self.plan;
        let PathDraws { demands, next, vast, .. } = &mut self.draws;
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
            let demand = &plan.demands[place as usize];
            *earliest = Reverse((demands[place as usize].next_arrival(demand, now), place));
            drop(earliest);
            let (mut facts, config) = draw_order(plan, place, demands, below.vast);
            if facts.quantity == 0 {
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
fn draw_order(plan: &Plan, place: u32, streams: &mut [OrderStreams], vast: &mut bool) -> (OrderFacts, u32) {
    let DrawnOrder { demand, flow, item, config, quantity, delivery, .. } =
        OrderStreams::draw(streams, &plan.demands, place);
    let quantity = u32::try_from(quantity).unwrap_or_else(|_| {
        *vast = true;
        1
    });
    (OrderFacts { demand, flow, item, request: 0, quantity, delivery }, config)
}

/// What an order causes.
struct Below<'a> {
    plan: &'a Plan,
    network: &'a Network,
    items: &'a mut [ItemPath],
    suppliers: &'a mut [Vec<u32>],
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
                if let PurchaseSource::Servers(supplier) = buy.source {
                    self.suppliers[supplier as usize].push(item);
                }
            }
            SupplyPlan::Make(make) => match make.split {
                // Refused before, where it is available units.
                Split::Whole | Split::Available => self.open(item, make, units, config),
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

    /// A work order needs `units` of a part.
    fn need(&mut self, made: usize, part: u32, units: u32) {
        let request = self.request(part, units, NONE, 0);
        self.items[made].lines.push(request);
    }

    /// Units of a line; what does not fit is noted, and the replication refused.
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
            self.need(place, line.item, needed);
        }
        if make.first_family < make.end_family {
            self.items[place].config.push(config);
            for part in plan.chosen(make, config) {
                self.need(place, part, units);
            }
        }
        for line in plan.optional(make) {
            let needed = self.times(line.quantity, units);
            self.need(place, line.item, needed);
        }
    }
}

impl Orders {
    fn clear(&mut self) {
        self.placed.clear();
        self.facts.clear();
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
}
