//! What flows through the network in the mean: units and jobs per time unit at every item, load of every station and
//! supplier, events and memory of a run. Upper estimates where optional parts or lost orders make them less.
//!
//! Jobs: a held item under continuous review releases once per request, fewer when its rule or lot bundles them;
//! an order-driven item once per request. Units follow the bill of materials, options by their shares.

use crate::model::{Demand, Item, Lot, Make, Model, Shortage, Split, Stock, StockRule, Supply};

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
pub struct Flow {
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

/// Parts first: places of items such that every part stands before what is made of it.
#[must_use]
pub fn parts_first(items: &[Item]) -> Vec<usize> {
    let mut waiting: Vec<usize> = items.iter().map(|item| makes(item).map_or(0, |make| uses(make).count())).collect();
    let mut users = vec![Vec::new(); items.len()];
    for (place, item) in items.iter().enumerate() {
        for part in makes(item).into_iter().flat_map(uses) {
            users[part.0].push(place);
        }
    }
    let mut order: Vec<usize> = (0..items.len()).filter(|item| waiting[*item] == 0).collect();
    let mut next = 0;
    while let Some(&item) = order.get(next) {
        next += 1;
        for &user in &users[item] {
            waiting[user] -= 1;
            if waiting[user] == 0 {
                order.push(user);
            }
        }
    }
    order
}

fn makes(item: &Item) -> Option<&Make> {
    match &item.supply {
        Supply::Make(make) => Some(make),
        Supply::Buy(_) => None,
    }
}

/// (part, units per unit made, requests per job) of every line; an option counts with its share.
fn uses(make: &Make) -> impl Iterator<Item = (usize, f64, f64)> + '_ {
    let lines = make.parts.iter().chain(&make.optional);
    let lines = lines.map(|line| (line.item.index(), f64::from(line.quantity), 1.0));
    let choices = make.families.iter().flat_map(|family| &family.choices);
    lines.chain(choices.map(|choice| (choice.item.index(), choice.share, choice.share)))
}

impl Flow {
    /// The flow under a strategy of the model.
    #[must_use]
    pub fn new(model: &Model, strategy: usize, streams: Streams) -> Flow {
        let count = model.items.len();
        let mut flow =
            Flow { orders: 0.0, deliveries: 0.0, units: vec![0.0; count], jobs: vec![0.0; count], reviews: 0.0 };
        let mut requests = vec![0.0; count];
        let counted = |demand: &&Demand| streams == Streams::All || matches!(demand.shortage, Shortage::Backorder);
        for demand in model.demands.iter().filter(counted) {
            flow.add_demand(demand, &mut requests);
        }
        for item in parts_first(&model.items).into_iter().rev() {
            let stock = model.strategies[strategy].holds[item].as_ref();
            flow.add_item(&model.items[item], item, stock, &mut requests);
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

    fn add_item(&mut self, item: &Item, place: usize, stock: Option<&Stock>, requests: &mut [f64]) {
        let units = self.units[place];
        let mut jobs = requests[place];
        if let Some(stock) = stock {
            jobs = jobs.min(units / batch(&stock.rule));
            if let Some(review) = stock.review {
                jobs = jobs.min(1.0 / review.units());
                self.reviews += 1.0 / review.units();
            }
        }
        match &item.supply {
            Supply::Buy(buy) => jobs = lots(jobs, units, &buy.lot),
            Supply::Make(make) => {
                if make.split == Split::Units {
                    jobs = units;
                }
                for (part, quantity, share) in uses(make) {
                    requests[part] += jobs * share;
                    self.units[part] += units * quantity;
                }
            }
        }
        self.jobs[place] = jobs;
    }

    /// Mean busy servers a station is asked for, divided by its servers.
    #[must_use]
    pub fn station_load(&self, model: &Model, station: usize) -> f64 {
        let work = model.items.iter().enumerate().filter_map(|(place, item)| {
            let make = makes(item).filter(|make| make.station.is_some_and(|id| id.index() == station))?;
            Some(self.units[place] * make.time.mean() + self.jobs[place] * make.setup_time.mean())
        });
        work.sum::<f64>() / f64::from(model.stations[station].servers)
    }

    /// The same of a supplier; `None` when it is ample.
    #[must_use]
    pub fn supplier_load(&self, model: &Model, supplier: usize) -> Option<f64> {
        let servers = model.suppliers[supplier].servers?;
        let work = model.items.iter().enumerate().filter_map(|(place, item)| match &item.supply {
            Supply::Buy(buy) if buy.supplier.is_some_and(|id| id.index() == supplier) => {
                Some(self.jobs[place] * buy.lead_time.mean())
            }
            _ => None,
        });
        Some(work.sum::<f64>() / f64::from(servers))
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

/// Least units one release of a rule bundles.
fn batch(rule: &StockRule) -> f64 {
    match rule {
        StockRule::MinMax { min, max, .. } => (max - min).max(1) as f64,
        StockRule::Reorder { quantity, .. } => (*quantity).max(1) as f64,
        StockRule::BaseStock { .. } | StockRule::FillRate { .. } => 1.0,
    }
}

/// Purchase orders when their size is bounded.
fn lots(jobs: f64, units: f64, lot: &Lot) -> f64 {
    let least = lot.minimum.max(lot.multiple) as f64;
    let bundled = jobs.min(units / least.max(1.0));
    lot.maximum.map_or(bundled, |most| bundled.max(units / most.max(1) as f64))
}
