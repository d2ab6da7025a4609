//! The beginning of a replication: full shelves, empty queues, streams at their first value.

use super::Simulator;
use super::calendar::{Event, Rank};
use super::state::{DemandStreams, ItemStreams, StationState, Stock, SupplierState};
use super::store::Ring;
use crate::plan::{Levels, PlanDemand};
use crate::random::Rng;

impl Simulator<'_> {
    pub(super) fn reset(&mut self, levels: &Levels, replication: u32) {
        debug_assert_eq!(levels.0.len(), self.plan.items.len(), "one level per item of the plan");
        self.levels.clear();
        self.levels.extend_from_slice(&levels.0);
        self.calendar.clear();
        self.now = 0;
        self.pending = 0;
        self.ready_stations.clear();
        self.state.works.clear();
        self.state.orders.clear();
        self.reset_stocks();
        self.reset_resources();
        self.reset_streams(replication);
        self.audit.reset(&self.levels);
        for place in 0..self.plan.reviews.len() as u32 {
            self.calendar.push(Event::new(0, Rank::Review, place, 0));
        }
        for demand in 0..self.plan.demands.len() as u32 {
            let first = self.gap(demand);
            self.calendar.push(Event::new(first, Rank::Arrival, demand, 0));
        }
    }

    fn reset_stocks(&mut self) {
        let stocks = &mut self.state.stocks;
        stocks.resize_with(self.plan.items.len(), Stock::default);
        for (stock, level) in stocks.iter_mut().zip(&self.levels) {
            stock.free = level.initial;
            (stock.on_order, stock.backlog, stock.last_receipt) = (0, 0, 0);
            stock.queue.clear();
            stock.outstanding.clear();
        }
    }

    fn reset_resources(&mut self) {
        let state = &mut self.state;
        state.stations.resize_with(self.plan.stations.len(), StationState::default);
        for (station, plan) in state.stations.iter_mut().zip(&self.plan.stations) {
            station.idle = plan.servers;
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
        let streams = &mut self.state.item_streams;
        streams.clear();
        streams.extend(self.plan.items.iter().map(|item| ItemStreams {
            time: Rng::keyed(seed, replication, item.time_key),
            setup: Rng::keyed(seed, replication, item.setup_key),
        }));
        let streams = &mut self.state.demand_streams;
        streams.truncate(self.plan.demands.len());
        for (place, demand) in self.plan.demands.iter().enumerate() {
            let patient = streams.get_mut(place).map(|old| std::mem::take(&mut old.patient)).unwrap_or_default();
            let fresh = demand_streams(seed, replication, demand, patient);
            match streams.get_mut(place) {
                Some(old) => *old = fresh,
                None => streams.push(fresh),
            }
        }
    }

    /// The time of the next arrival of a demand, ticks: one gap from now.
    #[inline]
    pub(super) fn gap(&mut self, demand: u32) -> i64 {
        let streams = &mut self.state.demand_streams[demand as usize];
        self.now + self.plan.demands[demand as usize].gaps.sample_ticks(&mut streams.arrival).0
    }
}

fn demand_streams(seed: u64, replication: u32, demand: &PlanDemand, mut patient: Ring<u32>) -> DemandStreams {
    patient.clear();
    let keys = &demand.keys;
    let stream = |key| Rng::keyed(seed, replication, key);
    DemandStreams {
        arrival: stream(keys.arrival),
        quantity: stream(keys.quantity),
        mix: stream(keys.mix),
        options: stream(keys.options),
        patience: stream(keys.patience),
        delivery: stream(keys.delivery),
        number: 0,
        patient,
    }
}
