//! From a replication to a path that can be relaxed.

use super::item_flow::ItemFlow;
use super::relaxed::RelaxedPath;
use super::station::StationFlow;
use crate::costs::Tariff;
use crate::model::Model;
use crate::path::item_times::Reach;
use crate::path::network::NotScored;
use crate::path::replication::Path;
use crate::path::totals::PathTotals;
use crate::plan::SupplyPlan;

impl Path<'_> {
    /// Draws a replication and keeps it to be relaxed, walked so far that no vector of base stocks needs more; with stations,
    /// where an order may be overtaken, `further` times as long after the window as without stock.
    ///
    /// # Errors
    /// Why it cannot be relaxed, or why the replication has no end.
    pub fn relaxed(&mut self, model: &Model, replication: u32, further: u32) -> Result<RelaxedPath, NotScored> {
        let model = model.under(self.plan.strategy);
        self.check_together(model)?;
        let none = vec![0.0; self.items.len()];
        let keep = |path: &mut Self, until| {
            let mut kept = path.keep_relaxed(model, until)?;
            kept.exactly(&none, &[]);
            Ok(kept)
        };
        let (mut kept, until) = self.replicate(replication, keep, |_, kept: &RelaxedPath| kept.last_of_window())?;
        if !self.plan.stations.is_empty() {
            kept = self.keep_relaxed(model, self.far_behind(until, further))?;
        }
        Ok(kept)
    }

    /// Keeps all that arrivals before `until` cause.
    fn keep_relaxed(&mut self, model: &Model, until: i64) -> Result<RelaxedPath, NotScored> {
        self.draw_until(until)?;
        let mut tariff = Tariff::new(model, self.plan);
        let rates = self.kit_rates();
        tariff.grain = Tariff::grain_for(&rates);
        let mut totals = PathTotals::new(model, self.plan, &tariff);
        self.purchases(&mut totals);
        let orders = self.customers(&tariff, &mut totals);
        if orders.iter().any(|order| order.apart) {
            return Err(NotScored("units of one order leave one by one".into()));
        }
        let mut items = Vec::with_capacity(self.items.len());
        for (item, kits) in rates.into_iter().enumerate() {
            let own = self.item_flow(item, kits);
            if own.bought {
                let units = own.received.iter().enumerate();
                let clipped = |(n, time): (usize, &f64)| i128::from(totals.clip(*time as i64)) * own.size_of(n) as i128;
                totals.receive(item, units.map(clipped).sum());
            }
            items.push(own);
        }
        let stations = self.plan.stations.iter().zip(&self.network.at_station);
        let stations = stations.map(|(station, made)| StationFlow::new(station.servers, made, &items)).collect();
        let lattice = lattice(&items, &orders.iter().map(|order| order.way).collect::<Vec<i64>>());
        Ok(RelaxedPath {
            steps: self.network.steps.clone(),
            stations,
            items,
            orders,
            totals,
            tariff,
            lattice,
            until,
            overrun: false,
        })
    }

    fn item_flow(&self, item: usize, mut kits: Vec<(f64, f64)>) -> ItemFlow {
        let (path, plan) = (&self.items[item], &self.plan.items[item]);
        let reach = self.reach(item);
        let mut units = 0.0;
        let mut own = ItemFlow {
            reach,
            holding: plan.holding,
            wip: plan.wip_holding,
            asked: path.cause.iter().map(|cause| self.orders.placed[*cause as usize]).collect(),
            owner: path.owner.clone(),
            width: self.network.width[item] as usize,
            is_configured: !path.config.is_empty(),
            bought: matches!(plan.supply, SupplyPlan::Buy(_)),
            time: vec![0.0; path.cause.len()],
            pull: vec![0.0; path.cause.len()],
            nudge: vec![0.0; path.cause.len()],
            ..ItemFlow::nothing()
        };
        own.units.extend(path.units.iter().map(|more| {
            units += f64::from(*more);
            units
        }));
        if own.bought {
            own.received = path.receipt.iter().map(|time| *time as f64).collect();
        } else {
            let works = path.releases();
            own.delay.clone_from(&path.delay);
            own.lines.reserve(path.lines.len());
            (0..works).for_each(|work| {
                self.each_line(item, work, |part, request, _| own.lines.push((part as u32, request as u32)));
            });
            (own.received, own.ready, own.last) = (vec![0.0; works], vec![0.0; works], vec![0; works]);
            own.gain = vec![0.0; works];
            own.is_at_station = plan.station().is_some();
            own.free = vec![0.0; if own.is_at_station { works } else { 0 }];
        }
        if path.config.is_empty() && !kits.is_empty() {
            // Kits of one kind differ in their size alone.
            let (kit, extra) = kits[0];
            kits = vec![(kit / own.size_of(0), extra / own.size_of(0))];
        }
        own.kits = kits;
        match reach {
            Reach::BaseStock => {
                own.receipts = own.received.iter().zip(0..).map(|(time, number)| (*time, number)).collect();
                own.receipts.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
                own.middles = vec![0.0; own.receipts.len()];
                own.lay_out();
            }
            Reach::Own | Reach::Pieces => {
                own.early = vec![0.0; path.cause.len()];
                own.last_early = vec![0; own.delay.len()];
                own.urge = vec![0.0; own.delay.len()];
            }
        }
        own
    }
}

/// The greatest number of ticks that all times are multiples of.
fn lattice(items: &[ItemFlow], ways: &[i64]) -> i64 {
    let bought = items.iter().filter(|item| item.bought).flat_map(|item| item.received.iter().map(|time| *time as i64));
    let made = items.iter().flat_map(|item| item.delay.iter().chain(&item.asked).copied());
    let mut common = 0;
    for time in made.chain(bought).chain(ways.iter().copied()) {
        common = divisor(common, time);
        if common == 1 {
            break;
        }
    }
    common.max(1)
}

/// The greatest common divisor (Euclid); of 0 and a number that number.
fn divisor(mut one: i64, mut other: i64) -> i64 {
    while other != 0 {
        (one, other) = (other, one % other);
    }
    one
}
