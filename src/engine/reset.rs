//! The beginning of a replication: full shelves, empty queues, streams at their first value.

use super::Simulator;
use super::event::{Event, Rank};
use super::state::{DemandStreams, Route, StationState, Stock, SupplierState};
use super::store::{Fifo, Ring};
use crate::model::{Crossing, Lot};
use crate::plan::{Level, Levels, Mode, Plan, PlanDemand, PlanItem, ShortagePlan, SupplyPlan};
use crate::plan::{Rounding, VariateStream};
use crate::random::Rng;

impl Simulator<'_> {
    pub(super) fn reset(&mut self, levels: &Levels, replication: u32) {
        debug_assert_eq!(levels.0.len(), self.plan.items.len(), "one level per item of the plan");
        self.calendar.clear();
        self.now = 0;
        self.pending = u64::MAX;
        self.ready_stations.clear();
        self.state.works.clear();
        self.state.orders.clear();
        self.reset_stocks(levels);
        self.reset_resources();
        self.reset_streams(replication);
        self.fitted.reset(levels);
        self.audit.reset(&levels.0);
        for place in 0..self.plan.reviews.len() as u32 {
            self.calendar.push(Event::new(0, Rank::Review, place, 0));
        }
        for (demand, (streams, plan)) in self.state.demand_streams.iter_mut().zip(&self.plan.demands).enumerate() {
            let first = streams.arrival.next(&plan.gaps);
            self.calendar.push(Event::new(first, Rank::Arrival, demand as u32, 0));
        }
    }

    fn reset_stocks(&mut self, levels: &Levels) {
        let stocks = &mut self.state.stocks;
        stocks.resize_with(self.plan.items.len(), Stock::empty);
        for ((stock, item), level) in stocks.iter_mut().zip(&self.plan.items).zip(&levels.0) {
            (stock.route, stock.sequential) = route(self.plan, item);
            stock.held = item.mode == Mode::Held;
            (stock.level, stock.free, stock.position) = (*level, level.initial, level.initial);
            (stock.backlog, stock.last_receipt, stock.sent) = (0, 0, 0);
            stock.queue.clear();
            stock.outstanding.clear();
        }
    }

    fn reset_resources(&mut self) {
        let state = &mut self.state;
        state.stations.resize_with(self.plan.stations.len(), StationState::default);
        for (station, plan) in state.stations.iter_mut().zip(&self.plan.stations) {
            (station.idle, station.ready) = (plan.servers, false);
            station.queue.clear();
        }
        state.suppliers.resize_with(self.plan.suppliers.len(), SupplierState::default);
        for (supplier, plan) in state.suppliers.iter_mut().zip(&self.plan.suppliers) {
            supplier.free_at.clear();
            supplier.free_at.resize(plan.servers.unwrap_or(0) as usize, 0);
        }
    }

    fn reset_streams(&mut self, replication: u32) {
        let seed = self.plan.seed;
        let state = &mut self.state;
        for (stock, item) in state.stocks.iter_mut().zip(&self.plan.items) {
            let open = |draws: &mut VariateStream, law, key| draws.open(law, Rounding::Ticks, seed, replication, key);
            match &item.supply {
                SupplyPlan::Buy(buy) => open(&mut stock.times, &buy.time, item.time_key),
                SupplyPlan::Make(make) => {
                    open(&mut stock.times, &make.time, item.time_key);
                    open(&mut stock.setups, &make.setup, item.setup_key);
                }
            }
        }
        let streams = &mut self.state.demand_streams;
        streams.resize_with(self.plan.demands.len(), DemandStreams::closed);
        for (streams, demand) in streams.iter_mut().zip(&self.plan.demands) {
            streams.open(seed, replication, demand);
        }
    }
}

/// What requests of an item cause, and whether its receipts come in order.
fn route(plan: &Plan, item: &PlanItem) -> (Route, bool) {
    let plain = match &item.supply {
        SupplyPlan::Buy(buy) => {
            let ample = buy.supplier.is_none_or(|supplier| plan.suppliers[supplier as usize].servers.is_none());
            let sequential = buy.crossing == Crossing::Sequential;
            (ample && !sequential && buy.lot == Lot::default(), sequential)
        }
        SupplyPlan::Make(_) => (false, false),
    };
    match (item.mode, item.review, plain) {
        (Mode::Pegged, _, (_, sequential)) => (Route::Pegged, sequential),
        (_, 0, (true, sequential)) => (Route::Plain, sequential),
        (_, 0, (false, sequential)) => (Route::Continuous, sequential),
        (_, _, (_, sequential)) => (Route::Periodic, sequential),
    }
}

impl Stock {
    fn empty() -> Stock {
        Stock {
            route: Route::default(),
            held: false,
            sequential: false,
            level: Level::default(),
            free: 0,
            position: 0,
            backlog: 0,
            times: VariateStream::closed(),
            setups: VariateStream::closed(),
            queue: Fifo::default(),
            outstanding: Ring::default(),
            last_receipt: 0,
            sent: 0,
        }
    }
}

impl DemandStreams {
    fn closed() -> DemandStreams {
        let (draws, rng) = (VariateStream::closed, Rng::default);
        DemandStreams {
            arrival: draws(),
            quantity: draws(),
            mix: rng(),
            options: rng(),
            patience: draws(),
            delivery: draws(),
            number: 0,
            patient: Ring::default(),
        }
    }

    fn open(&mut self, seed: u64, replication: u32, demand: &PlanDemand) {
        let keys = &demand.keys;
        let open = |draws: &mut VariateStream, law, rounding, key| draws.open(law, rounding, seed, replication, key);
        open(&mut self.arrival, &demand.gaps, Rounding::Ticks, keys.arrival);
        open(&mut self.quantity, &demand.quantity, Rounding::Units, keys.quantity);
        open(&mut self.delivery, &demand.delivery, Rounding::Ticks, keys.delivery);
        if let ShortagePlan::Patience(law) = &demand.shortage {
            open(&mut self.patience, law, Rounding::Ticks, keys.patience);
        }
        self.mix = Rng::keyed(seed, replication, keys.mix);
        self.options = Rng::keyed(seed, replication, keys.options);
        self.number = 0;
        self.patient.clear();
    }
}
