//! Several sources of one item: who gets a replenishment, and what is rushed beside the rule.

use super::observer::Observer;
use super::simulator::Simulator;
use super::state::Claim;
use crate::plan::{MakePlan, RushPlan, SourcedItem, SupplyPlan};
use crate::rules::supply::{Chosen, PurchaseSource, split};

impl<'p> Simulator<'p> {
    /// Releases a replenishment at the source whose turn it is.
    #[inline(never)]
    pub(super) fn release_sourced<O: Observer>(&mut self, item: u32, units: i64, claim: Claim, config: u32, o: &mut O) {
        let plan = self.plan;
        let Some(place) = plan.items[item as usize].sourced else { return };
        let own = &plan.sourced[place as usize];
        let chosen = self.next_source(place, units);
        self.state.decisions[place as usize] += 1;
        let mut send = |source: u32, units: i64| {
            let source = own.first + source;
            self.send(item, &plan.sources[source as usize].supply, Some(source), (units, claim, config), o);
        };
        match chosen {
            Chosen::One(source) => send(source, units),
            Chosen::All(weights) => {
                let parts = split(units, weights);
                parts
                    .into_iter()
                    .zip(0..)
                    .filter(|(units, _)| *units > 0)
                    .for_each(|(units, source)| send(source, units));
            }
        }
    }

    /// Who gets the next replenishment of a sourced item, of so many units.
    fn next_source(&mut self, place: u32, units: i64) -> Chosen<'p> {
        let own = &self.plan.sourced[place as usize];
        let draws = (self.plan.seed, self.replication);
        own.sourcing
            .choose(self.state.decisions[place as usize], draws, |source| self.is_able(own.first + source, units))
    }

    /// Whether a source of an item could begin with an order of so many units now.
    fn is_able(&mut self, source: u32, units: i64) -> bool {
        match &self.plan.sources[source as usize].supply {
            SupplyPlan::Buy(buy) => match buy.source {
                PurchaseSource::Ample => true,
                PurchaseSource::Servers(supplier) => self.state.suppliers[supplier as usize].has_idle(self.now),
                PurchaseSource::Stops(supplier) => self.sends_now(supplier, units),
            },
            SupplyPlan::Make(make) => make.station.is_none_or(|station| self.starts_now(station as usize)),
        }
    }

    /// How the next replenishment of an item, of so many units, is made; `None` where it is bought.
    pub(super) fn next_make(&mut self, item: u32, units: i64) -> Option<&'p MakePlan> {
        let plan = self.plan;
        let own = &plan.items[item as usize];
        let supply = match own.sourced {
            None => &own.supply,
            Some(place) => {
                let first = plan.sourced[place as usize].first;
                let is_made =
                    |source: u32| matches!(plan.sources[(first + source) as usize].supply, SupplyPlan::Make(_));
                let source = match self.next_source(place, units) {
                    Chosen::One(source) => source,
                    Chosen::All(weights) => {
                        let mut some =
                            (0..).zip(weights).filter(|(_, weight)| **weight > 0.0).map(|(source, _)| source);
                        some.find(|source| is_made(*source)).unwrap_or(0)
                    }
                };
                &plan.sources[(first + source) as usize].supply
            }
        };
        match supply {
            SupplyPlan::Make(make) => Some(make),
            SupplyPlan::Buy(_) => None,
        }
    }

    /// Sends for what is missing of an item's level for emergencies, before its rule is looked at.
    #[inline(never)]
    pub(super) fn rush<O: Observer>(&mut self, item: u32, o: &mut O) {
        let plan = self.plan;
        let Some(place) = plan.items[item as usize].sourced else { return };
        let own = &plan.sourced[place as usize];
        let Some(rush) = own.rush else { return };
        let missing = self.state.rushes[place as usize] - self.in_time(own, rush);
        if missing > 0 {
            self.state.stocks[item as usize].position += missing;
            let supply = &plan.sources[rush.source as usize].supply;
            self.send(item, supply, Some(rush.source), (missing, Claim::Pool, 0), o);
        }
    }

    /// Free units, those on order at the source for emergencies, and those promised elsewhere within its lead time, less what is owed.
    fn in_time(&mut self, own: &SourcedItem, rush: RushPlan) -> i64 {
        let stock = &self.state.stocks[own.item as usize];
        let last = self.now + self.plan.sources[rush.source as usize].promise;
        let mut units = stock.free - stock.backlog + self.state.sources[rush.source as usize].on_order;
        for source in own.first..own.first + own.count {
            if source != rush.source {
                units += self.state.sources[source as usize].promised(self.now, last);
            }
        }
        let before = self.plan.opening.iter().filter(|opening| opening.item == own.item);
        let before = before.flat_map(|opening| &opening.arriving);
        units + before.filter(|(at, _)| *at > self.now && *at <= last).map(|(_, units)| units).sum::<i64>()
    }
}
