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
        let chosen = self.next_source(place);
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

    /// Who gets the next replenishment of a sourced item.
    fn next_source(&self, place: u32) -> Chosen<'p> {
        let (plan, state) = (self.plan, &self.state);
        let own = &plan.sourced[place as usize];
        let draws = (plan.seed, self.replication);
        own.sourcing.choose(state.decisions[place as usize], draws, |source| self.is_able(own, source))
    }

    /// Whether a source of an item could begin with an order now: the one place that knows what is at work.
    fn is_able(&self, own: &SourcedItem, source: u32) -> bool {
        match &self.plan.sources[(own.first + source) as usize].supply {
            SupplyPlan::Buy(buy) => match buy.source {
                PurchaseSource::Ample => true,
                PurchaseSource::Servers(supplier) => self.state.suppliers[supplier as usize].has_idle(self.now),
            },
            SupplyPlan::Make(make) => make.station.is_none_or(|station| {
                let station = &self.state.stations[station as usize];
                station.idle > 0 && station.queue.is_empty()
            }),
        }
    }

    /// How the next replenishment of an item is made; `None` where it is bought.
    pub(super) fn next_make(&self, item: u32) -> Option<&MakePlan> {
        let own = &self.plan.items[item as usize];
        let supply = match own.sourced {
            None => &own.supply,
            Some(place) => {
                let first = self.plan.sourced[place as usize].first;
                let is_made =
                    |source: u32| matches!(self.plan.sources[(first + source) as usize].supply, SupplyPlan::Make(_));
                let source = match self.next_source(place) {
                    Chosen::One(source) => source,
                    Chosen::All(weights) => {
                        let mut some =
                            (0..).zip(weights).filter(|(_, weight)| **weight > 0.0).map(|(source, _)| source);
                        some.find(|source| is_made(*source)).unwrap_or(0)
                    }
                };
                &self.plan.sources[(first + source) as usize].supply
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
