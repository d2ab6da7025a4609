//! A demand stream of a plan, and the draws of its orders.

use crate::laws::Sampler;
use crate::model::Ship;
use crate::random::{AliasTable, StreamKey, StreamRng};
use crate::rules::arrivals::{ArrivalStream, Arrivals};
use crate::rules::customers::CustomerRules;
use crate::rules::queue::Urgency;
use crate::rules::shortage::ShortagePlan;
use crate::rules::variates::{Rounding, VariateStream};

/// The due time of an order that nothing is promised: no response is within it.
pub const NOT_PROMISED: i64 = i64::MIN;

/// A demand stream.
#[derive(Clone, Debug)]
pub struct PlanDemand {
    /// Its name in the scenario.
    pub name: String,
    /// When orders come.
    pub arrivals: Arrivals,
    /// Units per order.
    pub quantity: Sampler,
    /// The draw among `targets`; `None` when there is one.
    pub mix: Option<AliasTable>,
    /// Products of its mix.
    pub targets: Vec<MixTarget>,
    /// Ticks after placement, if promised.
    pub due: Option<i64>,
    /// Priority and class of its orders.
    pub urgency: Urgency,
    /// What happens to an order that is short.
    pub shortage: ShortagePlan,
    /// When units leave.
    pub ship: Ship,
    /// Time from dispatch to the customer, time units.
    pub delivery: Sampler,
    /// Its streams.
    pub keys: DemandKeys,
    /// Whether units come back among its orders.
    pub restocks: bool,
    /// Of a record: place of its class among those of the stream.
    pub terms: u32,
    /// What its customers do beside waiting; `None` where that is nothing.
    pub customers: Option<Box<CustomerRules>>,
    /// Whether every order of the stream is served, and nobody looks at those that are open: it only waits.
    pub only_waits: bool,
    /// Of a record, by class: how far behind this one the first part of the class stands.
    pub kin: Vec<u32>,
}

/// Streams of a demand.
#[derive(Clone, Copy, Debug)]
pub struct DemandKeys {
    /// Units per order.
    pub quantity: StreamKey,
    /// Product of an order.
    pub mix: StreamKey,
    /// Choices of an order.
    pub options: StreamKey,
    /// Patience of an order.
    pub patience: StreamKey,
    /// Delivery time of an order.
    pub delivery: StreamKey,
}

/// A product of a demand's mix.
#[derive(Clone, Debug)]
pub struct MixTarget {
    /// The item requested; the first variant when `expanded`.
    pub item: u32,
    /// Place in `Plan::flows`.
    pub flow: u32,
    /// One draw per family of options.
    pub options: Vec<AliasTable>,
    /// Of an expanded product: the item of each configuration.
    pub variants: Vec<u32>,
}

/// The streams of a demand in one replication.
#[derive(Clone, Debug)]
pub struct OrderStreams {
    arrival: ArrivalStream,
    quantity: VariateStream,
    mix: StreamRng,
    options: StreamRng,
    patience: VariateStream,
    delivery: VariateStream,
    /// Orders drawn so far.
    number: u64,
}

/// What an order is, as it comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DrawnOrder {
    /// Place in [`super::Plan::demands`]: whose terms it has.
    pub demand: u32,
    /// Number among the orders of its demand.
    pub number: u64,
    /// Place in [`super::Plan::flows`].
    pub flow: u32,
    /// Item requested.
    pub item: u32,
    /// Configuration of a configured product that is order-driven; 0 otherwise.
    pub config: u32,
    /// Units; 0 is no order.
    pub quantity: i64,
    /// Ticks after placement; [`NOT_PROMISED`] without a promise.
    pub due: i64,
    /// Delivery time, ticks.
    pub delivery: i64,
    /// How long the customer waits at most, ticks; `None` is for ever.
    pub patience: Option<i64>,
}

impl OrderStreams {
    /// Empty streams, to be opened.
    #[must_use]
    pub fn closed() -> OrderStreams {
        let (draws, rng) = (VariateStream::closed, StreamRng::default);
        OrderStreams {
            arrival: ArrivalStream::closed(),
            quantity: draws(),
            mix: rng(),
            options: rng(),
            patience: draws(),
            delivery: draws(),
            number: 0,
        }
    }

    /// Back to the beginning of a replication.
    pub fn open(&mut self, seed: u64, replication: u32, demand: &PlanDemand) {
        let keys = &demand.keys;
        let open = |draws: &mut VariateStream, law, grain, key| draws.open(law, grain, seed, replication, key);
        demand.arrivals.open(&mut self.arrival, seed, replication);
        open(&mut self.quantity, &demand.quantity, Rounding::Units, keys.quantity);
        open(&mut self.delivery, &demand.delivery, Rounding::Ticks, keys.delivery);
        demand.shortage.open(&mut self.patience, seed, replication, keys.patience);
        self.mix = StreamRng::keyed(seed, replication, keys.mix);
        self.options = StreamRng::keyed(seed, replication, keys.options);
        self.number = 0;
    }

    /// When the next order arrives after `now`, ticks; [`crate::model::FOREVER`] when none does.
    #[inline(always)]
    pub fn next_arrival(&mut self, demand: &PlanDemand, now: i64) -> i64 {
        demand.arrivals.next(&mut self.arrival, now)
    }

    /// Orders drawn so far.
    #[must_use]
    pub fn number(&self) -> u64 {
        self.number
    }

    /// The next order of the demand at a place, with the streams of all demands.
    #[inline(always)]
    pub fn draw(streams: &mut [OrderStreams], demands: &[PlanDemand], place: u32) -> DrawnOrder {
        let demand = &demands[place as usize];
        if demand.kin.is_empty() {
            streams[place as usize].own(demand, place)
        } else {
            recorded(streams, demands, place)
        }
    }

    /// The row of the arrival that was asked for last, where orders were recorded.
    #[must_use]
    pub fn coming(&self) -> Option<usize> {
        self.arrival.coming()
    }

    /// Whether units come back, and it is no order that has just been asked for.
    #[must_use]
    pub fn comes_back(&self, demand: &PlanDemand) -> bool {
        let coming = demand.arrivals.recorded().zip(self.arrival.coming());
        coming.is_some_and(|(plan, row)| plan.row(row).quantity < 0)
    }

    /// Units that come back, and the item and flow of them, where it is no order that has just come.
    #[inline]
    #[must_use]
    pub fn restocked(&self, demands: &[PlanDemand], place: u32) -> Option<(i64, u32, u32)> {
        let plan = demands[place as usize].arrivals.recorded()?;
        let row = plan.row(self.arrival.row()?);
        let target = &demands[(place + row.part) as usize].targets[0];
        (row.quantity < 0).then_some((-row.quantity, target.item, target.flow))
    }

    #[inline(always)]
    fn own(&mut self, demand: &PlanDemand, place: u32) -> DrawnOrder {
        let number = self.number;
        self.number += 1;
        let patience = demand.shortage.patience(&mut self.patience);
        let quantity = self.quantity.next(&demand.quantity);
        let target = &demand.targets[demand.mix.as_ref().map_or(0, |mix| mix.draw(&mut self.mix))];
        let (item, config) = self.choose(target);
        let delivery = self.delivery.next(&demand.delivery);
        let (flow, due) = (target.flow, demand.due.unwrap_or(NOT_PROMISED));
        DrawnOrder { demand: place, number, flow, item, config, quantity, due, delivery, patience }
    }

    /// Item and configuration, one draw per family of options.
    #[inline(always)]
    fn choose(&mut self, target: &MixTarget) -> (u32, u32) {
        let (mut config, mut radix) = (0, 1);
        for table in &target.options {
            config += table.draw(&mut self.options) as u32 * radix;
            radix *= table.len() as u32;
        }
        match target.variants.get(config as usize) {
            Some(variant) => (*variant, 0),
            None => (target.item, config),
        }
    }
}

/// The next order of a record: what its row does not say is drawn, and every draw is made for every row.
#[inline(never)]
fn recorded(streams: &mut [OrderStreams], demands: &[PlanDemand], place: u32) -> DrawnOrder {
    let leader = &demands[place as usize];
    let own = &mut streams[place as usize];
    let plan = leader.arrivals.recorded().expect("parts of a record follow its first");
    let row = *plan.row(own.arrival.row().expect("a row has come"));
    let demand = place + row.part;
    let part = &demands[demand as usize];
    let number = own.number;
    own.number += 1;
    let drawn = own.quantity.next(&leader.quantity);
    let product = plan.mix.as_ref().map_or(0, |mix| mix.draw(&mut own.mix));
    let target = &part.targets[product.min(part.targets.len() - 1)];
    let (item, config) = own.choose(target);
    let (mut delivery, mut patience) = (0, None);
    for (class, behind) in (0..).zip(&leader.kin) {
        let first = (place + behind) as usize;
        let (terms, draws) = (&demands[first], &mut streams[first]);
        let own = (draws.delivery.next(&terms.delivery), terms.shortage.patience(&mut draws.patience));
        if class == part.terms {
            (delivery, patience) = own;
        }
    }
    let quantity = if row.quantity > 0 { row.quantity } else { drawn };
    DrawnOrder {
        demand,
        number,
        flow: target.flow,
        item,
        config,
        quantity,
        due: row.due.or(part.due).unwrap_or(NOT_PROMISED),
        delivery,
        patience,
    }
}
