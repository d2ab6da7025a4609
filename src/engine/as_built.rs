//! Chosen and optional parts in units that have not left for a customer yet: in those on the shelf, and in those that wait
//! for the complete shipment of an order. They are told as sold when the units leave.

use crate::plan::{Levels, Plan, SupplyPlan};
use std::collections::{BTreeMap, VecDeque};

/// The as-built configuration of a unit: its place in the list of all that came up.
pub(super) type Configuration = u32;
/// Nothing.
pub(super) const PLAIN: Configuration = 0;

/// Units with the same parts, of one product.
type Lot = (Configuration, i64);

/// Which units have which configuration.
#[derive(Clone, Debug)]
pub(super) struct AsBuilt {
    /// Whether anything is made with chosen or optional parts; and by item.
    pub(super) on: bool,
    pub(super) made_so: Vec<bool>,
    /// By configuration: item and units of each part, per unit made; and the way back.
    pub(super) kinds: Vec<Vec<(u32, i64)>>,
    configurations: BTreeMap<Vec<(u32, i64)>, Configuration>,
    /// By item.
    pub(super) shelves: Vec<LotsOnShelf>,
    /// By slot of an order: units it has that have not left.
    pub(super) orders: Vec<Vec<Lot>>,
    /// The configuration of units in hand that come from no work order.
    pub(super) in_hand: Configuration,
    pub(super) scratch: Vec<(u32, i64)>,
}

/// Units on a shelf, first in, first out.
#[derive(Clone, Debug, Default)]
pub(super) struct LotsOnShelf {
    /// Units that were ever put there; those that are there are the last of them.
    placed: i64,
    /// By lot, oldest first: the number of its last unit, and its configuration. Empty while all are plain.
    lots: VecDeque<(i64, Configuration)>,
}

impl LotsOnShelf {
    /// Puts units there, behind the `free` ones.
    pub(super) fn put(&mut self, free: i64, units: i64, fit: Configuration) {
        let gone = self.placed - free;
        while self.lots.front().is_some_and(|lot| lot.0 <= gone) {
            self.lots.pop_front();
        }
        if self.lots.is_empty() && fit != PLAIN && free > 0 {
            self.lots.push_back((self.placed, PLAIN));
        }
        self.placed += units;
        match self.lots.back_mut() {
            Some(last) if last.1 == fit => last.0 = self.placed,
            None if fit == PLAIN => {}
            _ => self.lots.push_back((self.placed, fit)),
        }
    }

    /// The first of the oldest `units` of the `free` ones that are alike.
    fn first(&mut self, free: i64, units: i64) -> Lot {
        let gone = self.placed - free;
        while self.lots.front().is_some_and(|lot| lot.0 <= gone) {
            self.lots.pop_front();
        }
        self.lots.front().map_or((PLAIN, units), |(last, fit)| (*fit, units.min(last - gone)))
    }

    /// Takes the oldest `units` of the `free` ones, lot by lot.
    fn take(&mut self, free: i64, units: i64, mut visit: impl FnMut(Lot)) {
        let mut at = self.placed - free;
        let end = at + units;
        while let Some((last, fit)) = self.lots.front().copied().filter(|_| at < end) {
            let some = last.min(end) - at;
            if some > 0 {
                visit((fit, some));
                at += some;
            }
            if last <= at {
                self.lots.pop_front();
            }
        }
    }
}

impl AsBuilt {
    /// For a plan.
    pub fn new(plan: &Plan) -> AsBuilt {
        let made_so: Vec<bool> = plan
            .items
            .iter()
            .map(|item| match &item.supply {
                SupplyPlan::Make(make) => !plan.optional(make).is_empty() || !plan.families(make).is_empty(),
                SupplyPlan::Buy(_) => false,
            })
            .collect();
        AsBuilt {
            on: made_so.contains(&true),
            made_so,
            kinds: vec![Vec::new()],
            configurations: BTreeMap::new(),
            shelves: Vec::new(),
            orders: Vec::new(),
            in_hand: PLAIN,
            scratch: Vec::new(),
        }
    }

    /// The beginning of a replication: what stands on the shelves has no chosen or optional parts.
    pub fn reset(&mut self, levels: &Levels) {
        if !self.on {
            return;
        }
        self.shelves.resize_with(levels.0.len(), LotsOnShelf::default);
        for (shelf, level) in self.shelves.iter_mut().zip(&levels.0) {
            shelf.placed = level.initial;
            shelf.lots.clear();
        }
        self.orders.iter_mut().for_each(Vec::clear);
        self.in_hand = PLAIN;
    }

    /// Units of what stood on a shelf are gone before anything happens.
    pub fn take_at_start(&mut self, item: usize, units: i64) {
        if let Some(shelf) = self.shelves.get_mut(item) {
            shelf.placed -= units;
        }
    }

    /// The configuration that stands in the scratch memory.
    pub(super) fn find(&mut self) -> Configuration {
        if self.scratch.is_empty() {
            return PLAIN;
        }
        if let Some(fit) = self.configurations.get(self.scratch.as_slice()) {
            return *fit;
        }
        let fit = self.kinds.len() as Configuration;
        self.kinds.push(self.scratch.clone());
        self.configurations.insert(self.scratch.clone(), fit);
        fit
    }

    /// An order has these units now, and keeps them.
    pub(super) fn keep(&mut self, slot: u32, (fit, units): Lot) {
        if fit == PLAIN {
            return;
        }
        if self.orders.len() <= slot as usize {
            self.orders.resize_with(slot as usize + 1, Vec::new);
        }
        let kept = &mut self.orders[slot as usize];
        match kept.iter_mut().find(|lot| lot.0 == fit) {
            Some(lot) => lot.1 += units,
            None => kept.push((fit, units)),
        }
    }

    /// How many of the oldest `units` of the `free` ones on a shelf are alike; they are in hand.
    pub(super) fn take_in_hand(&mut self, item: u32, free: i64, units: i64) -> i64 {
        if !self.on || !self.made_so[item as usize] {
            return units;
        }
        let (fit, alike) = self.shelves[item as usize].first(free, units);
        self.in_hand = fit;
        alike
    }

    /// An order takes the oldest `units` of the `free` ones on a shelf.
    pub(super) fn take(&mut self, slot: u32, item: u32, free: i64, units: i64) {
        let mut shelf = std::mem::take(&mut self.shelves[item as usize]);
        shelf.take(free, units, |lot| self.keep(slot, lot));
        self.shelves[item as usize] = shelf;
    }

    /// What an order has and gives back, `units` in all.
    pub(super) fn give_back(&mut self, slot: u32, mut units: i64) -> Vec<Lot> {
        let mut lots = self.orders.get_mut(slot as usize).map(std::mem::take).unwrap_or_default();
        units -= lots.iter().map(|lot| lot.1).sum::<i64>();
        lots.extend((units > 0).then_some((PLAIN, units)));
        lots
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A shelf against a queue of single units.
    #[test]
    fn units_leave_a_shelf_as_they_came() {
        let mut shelf = LotsOnShelf { placed: 3, ..LotsOnShelf::default() };
        let mut units: VecDeque<Configuration> = vec![PLAIN; 3].into();
        for step in 0..200u32 {
            let (fit, some) = (step * 7 % 5 % 3, i64::from(step * 11 % 4));
            shelf.put(units.len() as i64, some, fit);
            units.extend((0..some).map(|_| fit));
            let some = (step * 5 % 6).min(units.len() as u32);
            let mut got = Vec::new();
            let all_plain = shelf.lots.is_empty();
            shelf.take(units.len() as i64, i64::from(some), |(fit, units)| got.extend((0..units).map(|_| fit)));
            if all_plain {
                got = vec![PLAIN; some as usize];
            }
            assert_eq!(got, units.drain(..some as usize).collect::<Vec<_>>(), "{step}");
        }
    }
}
