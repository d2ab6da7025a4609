//! What flows through the network in the mean: units and jobs per time unit at every item, load of every station and
//! supplier, events and memory of a run. Upper estimates where optional parts or lost orders make them less.
//!
//! Jobs: a held item under continuous review releases once per request, fewer when its rule or lot bundles them;
//! an order-driven item once per request. Units follow the bill of materials, options by their shares.

use super::bill::BillOfMaterials;
use crate::model::{Demand, Item, Lot, Model, Shortage, Split, Stock, Supply};
use crate::rules::stock;

/// Which streams are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Streams {
    /// All of them.
    All,
    /// Only those whose orders wait as long as it takes: the others limit themselves.
    Patient,
}

/// Means per time unit under one strategy, by item.
#[derive(Clone, Debug, PartialEq)]
pub struct MeanFlow {
    /// Customer orders.
    pub orders: f64,
    /// Orders that are delivered on a way that takes time.
    pub deliveries: f64,
    /// Units asked.
    pub units: Vec<f64>,
    /// Replenishments released (work orders, when `make.split` makes one of each unit).
    pub jobs: Vec<f64>,
    /// Reviews.
    pub reviews: f64,
}

impl MeanFlow {
    /// The flow under a strategy of the model.
    #[must_use]
    pub fn new(model: &Model, bill: &BillOfMaterials, strategy: usize, streams: Streams) -> MeanFlow {
        let count = model.items.len();
        let mut flow =
            MeanFlow { orders: 0.0, deliveries: 0.0, units: vec![0.0; count], jobs: vec![0.0; count], reviews: 0.0 };
        let held = model.strategies[strategy].holds.iter().flatten();
        flow.reviews = held.filter_map(|stock| stock.review).map(|review| 1.0 / review.units()).sum();
        let mut requests = vec![0.0; count];
        let counted = |demand: &&Demand| streams == Streams::All || matches!(demand.shortage, Shortage::Backorder);
        for demand in model.demands.iter().filter(counted) {
            flow.add_demand(demand, &mut requests);
        }
        for item in bill.parts_first().rev() {
            let stock = model.strategies[strategy].holds[item].as_ref();
            let jobs = jobs(&model.items[item], stock, flow.units[item], requests[item]);
            for usage in bill.usages(item) {
                requests[usage.part] += jobs * usage.share;
                flow.units[usage.part] += flow.units[item] * f64::from(usage.quantity) * usage.share;
            }
            flow.jobs[item] = jobs;
        }
        flow
    }

    fn add_demand(&mut self, demand: &Demand, requests: &mut [f64]) {
        let orders = 1.0 / demand.gaps.mean();
        let units = demand.quantity.rounded_moments().mean;
        self.orders += orders;
        if demand.delivery.time.mean() > 0.0 {
            self.deliveries += orders;
        }
        for share in &demand.mix {
            requests[share.item.index()] += orders * share.share;
            self.units[share.item.index()] += orders * share.share * units;
        }
    }

    /// Offered load of a station: the work asked of it per time unit, in time units, divided by its servers.
    #[must_use]
    pub fn station_load(&self, model: &Model, station: usize) -> f64 {
        let work = self.per_item(model).filter_map(|(item, units, jobs)| match &item.supply {
            Supply::Make(make) if make.station.is_some_and(|id| id.index() == station) => {
                Some(units * make.time.mean() + jobs * make.setup_time.mean())
            }
            _ => None,
        });
        work.sum::<f64>() / f64::from(model.stations[station].servers)
    }

    /// The same of a supplier; `None` when it is ample.
    #[must_use]
    pub fn supplier_load(&self, model: &Model, supplier: usize) -> Option<f64> {
        let servers = model.suppliers[supplier].servers?;
        let work = self.per_item(model).filter_map(|(item, _, jobs)| match &item.supply {
            Supply::Buy(buy) if buy.supplier.is_some_and(|id| id.index() == supplier) => {
                Some(jobs * buy.lead_time.mean())
            }
            _ => None,
        });
        Some(work.sum::<f64>() / f64::from(servers))
    }

    /// Items with their units and jobs per time unit.
    fn per_item<'m>(&'m self, model: &'m Model) -> impl Iterator<Item = (&'m Item, f64, f64)> {
        let flows = self.units.iter().zip(&self.jobs);
        model.items.iter().zip(flows).map(|(item, (units, jobs))| (item, *units, *jobs))
    }

    /// Events per time unit: arrivals, receipts, starts and completions, reviews, deliveries.
    #[must_use]
    pub fn events(&self, model: &Model) -> f64 {
        let queued = |item: &Item| match &item.supply {
            Supply::Buy(buy) => buy.supplier.is_some_and(|id| model.suppliers[id.index()].servers.is_some()),
            Supply::Make(make) => make.station.is_some(),
        };
        let jobs = model.items.iter().zip(&self.jobs);
        let jobs: f64 = jobs.map(|(item, jobs)| if queued(item) { 2.0 * jobs } else { *jobs }).sum();
        self.orders + self.deliveries + jobs + self.reviews
    }
}

/// Jobs per time unit of an item that so many requests for so many units a time unit go to: after the stock rule, its
/// review, lots and splits. The one figure that loads, events and findings come from.
fn jobs(item: &Item, stock: Option<&Stock>, units: f64, requests: f64) -> f64 {
    let mut jobs = requests;
    if let Some(stock) = stock {
        jobs = jobs
            .min(units / stock::level(stock).least_release() as f64)
            .min(stock.review.map_or(jobs, |review| 1.0 / review.units()));
    }
    match &item.supply {
        Supply::Buy(buy) => lots(jobs, units, &buy.lot),
        Supply::Make(make) if make.split == Split::Units => units,
        Supply::Make(_) => jobs,
    }
}

/// Purchase orders when their size is bounded.
fn lots(jobs: f64, units: f64, lot: &Lot) -> f64 {
    let least = lot.minimum.max(lot.multiple) as f64;
    let bundled = jobs.min(units / least.max(1.0));
    lot.maximum.map_or(bundled, |most| bundled.max(units / most.max(1) as f64))
}
