//! The beginning of a replication: full shelves, empty queues, streams at their first value.

use super::event::{Event, Rank};
use super::observer::Observer;
use super::queue::Queue;
use super::simulator::Simulator;
use super::state::{StationState, StockPoint};
use crate::plan::{Level, Levels, Mode, OrderStreams, ReplenishmentMode, SupplyPlan};
use crate::rules::stock::{Forecaster, LevelLook};
use crate::rules::supply::ServerPool;
use crate::rules::variates::{Rounding, VariateStream};

impl Simulator<'_> {
    pub(super) fn reset(&mut self, levels: &Levels, replication: u32) {
        debug_assert_eq!(levels.0.len(), self.plan.items.len(), "one level per item of the plan");
        self.calendar.clear();
        self.now = 0;
        self.pending = u64::MAX;
        self.may_start.clear();
        self.replication = replication;
        self.tied.clear();
        self.state.works.clear();
        self.state.orders.clear();
        self.state.open_orders.clear();
        self.state.purchases.clear();
        self.reset_stocks(levels);
        self.reset_reserves(levels);
        self.reset_resources();
        self.reset_hours();
        self.reset_streams(replication);
        self.reset_sources(levels, replication);
        self.as_built.reset(levels);
        self.audit.reset(&levels.0);
        self.begin_with_opening();
        self.begin_lives();
        self.look_at_every_rule();
        for (demand, plan) in self.plan.demands.iter().enumerate() {
            let first = self.state.demand_streams[demand].next_arrival(plan, 0);
            self.expect_arrival(first, demand as u32, 0);
        }
    }

    /// The levels with those of the first forecasts; `None` where none follows a forecast.
    pub(super) fn first_levels(&mut self, levels: &Levels, replication: u32) -> Option<Levels> {
        if self.plan.moving.is_empty() {
            return None;
        }
        let mut levels = levels.clone();
        self.state.forecasters.resize_with(self.plan.moving.len(), Forecaster::default);
        for (item, level) in self.plan.items.iter().zip(&mut levels.0) {
            let Some(place) = item.moving.map(|place| place as usize) else { continue };
            let (plan, own) = (&self.plan.moving[place], &mut self.state.forecasters[place]);
            let first = plan.starting_at(own.begin(plan, self.plan.seed, replication, level.high).level);
            *level = Level { rush: level.rush, ..first };
        }
        Some(levels)
    }

    /// Tells the levels of the first forecasts.
    pub(super) fn tell_first_levels<O: Observer>(&self, levels: &Levels, o: &mut O) {
        for (item, (plan, level)) in self.plan.items.iter().zip(&levels.0).enumerate() {
            if let Some(place) = plan.moving {
                let expected = self.state.forecasters[place as usize].expected();
                o.level_set(0, item as u32, LevelLook { level: level.high, expected, error: None });
            }
        }
    }

    /// Every rule is looked at once at time 0. Where it is looked at after requests only, that is an event if it acts:
    /// what is full has none, and no event of its own instant can be missed, as a request looks, too.
    fn look_at_every_rule(&mut self) {
        for (place, item) in self.plan.reviews.iter().enumerate() {
            let stock = &self.state.stocks[*item as usize];
            let sourced = self.plan.items[*item as usize].sourced.map(|place| &self.plan.sourced[place as usize]);
            let rushes = sourced.is_some_and(|own| own.rush.is_some());
            if stock.mode == ReplenishmentMode::Periodic || rushes || stock.level.release(stock.position) > 0 {
                self.calendar.push(Event::new(0, Rank::Review, place as u32, 0));
            }
        }
    }

    fn reset_stocks(&mut self, levels: &Levels) {
        let stocks = &mut self.state.stocks;
        stocks.resize_with(self.plan.items.len(), StockPoint::empty);
        for ((stock, item), level) in stocks.iter_mut().zip(&self.plan.items).zip(&levels.0) {
            stock.mode = item.replenishment;
            stock.held = item.mode == Mode::Held;
            stock.reserves = !item.reserves.is_empty();
            stock.is_mortal = item.life.is_some();
            stock.sourced = item.sourced.is_some();
            stock.goes_whole = item.goes_whole();
            (stock.level, stock.free, stock.position) = (*level, level.initial, level.initial);
            (stock.backlog, stock.last_receipt, stock.sent) = (0, 0, 0);
            stock.queue.clear();
        }
    }

    fn reset_reserves(&mut self, levels: &Levels) {
        if !self.plan.classes.bind {
            return;
        }
        let reserves = &mut self.state.reserves;
        reserves.resize_with(self.plan.items.len(), Vec::new);
        for (own, item) in reserves.iter_mut().zip(&self.plan.items) {
            own.clone_from(&item.reserves);
        }
        for own in &levels.1 {
            // An item that may have a reserve has a place for each class.
            if let Some(units) = reserves[own.item as usize].get_mut(own.class as usize) {
                *units = own.units;
            }
        }
    }

    fn reset_resources(&mut self) {
        let state = &mut self.state;
        state.stations.resize_with(self.plan.stations.len(), StationState::default);
        for (station, plan) in state.stations.iter_mut().zip(&self.plan.stations) {
            (station.idle, station.may_start) = (plan.servers, false);
            station.queue.clear();
        }
        state.suppliers.resize_with(self.plan.suppliers.len(), ServerPool::default);
        for (supplier, plan) in state.suppliers.iter_mut().zip(&self.plan.suppliers) {
            supplier.reset(plan.servers.unwrap_or(0));
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
        streams.resize_with(self.plan.demands.len(), OrderStreams::closed);
        for (streams, demand) in streams.iter_mut().zip(&self.plan.demands) {
            streams.open(seed, replication, demand);
        }
    }
}

impl StockPoint {
    fn empty() -> StockPoint {
        StockPoint {
            mode: ReplenishmentMode::default(),
            held: false,
            reserves: false,
            is_mortal: false,
            sourced: false,
            goes_whole: false,
            level: Level::default(),
            free: 0,
            position: 0,
            backlog: 0,
            times: VariateStream::closed(),
            setups: VariateStream::closed(),
            queue: Queue::default(),
            last_receipt: 0,
            sent: 0,
        }
    }
}
