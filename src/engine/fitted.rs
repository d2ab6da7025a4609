//! Chosen and optional parts in units that have not left for a customer yet: in those on the shelf, and in those that wait
//! for the complete shipment of an order. They are told as sold when the units leave.

use super::observer::{LevelKind, Observer, Shipment};
use super::simulator::Simulator;
use crate::plan::{Levels, Plan, SupplyPlan};
use std::collections::{BTreeMap, VecDeque};

/// What is fitted to a unit: its place in the list of all that came up.
type Fit = u32;
/// Nothing.
const PLAIN: Fit = 0;

/// Units with the same parts, of one product.
type Lot = (Fit, i64);

/// What is fitted to which units.
#[derive(Clone, Debug)]
pub(super) struct Fitted {
    /// Whether anything is made with chosen or optional parts; and by item.
    pub on: bool,
    made_so: Vec<bool>,
    /// By fit: item and units of each part, per unit made; and the way back.
    kinds: Vec<Vec<(u32, i64)>>,
    fits: BTreeMap<Vec<(u32, i64)>, Fit>,
    /// By item.
    shelves: Vec<Shelf>,
    /// By slot of an order: units it has that have not left.
    orders: Vec<Vec<Lot>>,
    /// What is fitted to units in hand that come from no work order.
    in_hand: Fit,
    scratch: Vec<(u32, i64)>,
}

/// Units on a shelf, first in, first out.
#[derive(Clone, Debug, Default)]
struct Shelf {
    /// Units that were ever put there; those that are there are the last of them.
    placed: i64,
    /// By lot, oldest first: the number of its last unit, and what is fitted. Empty while all are plain.
    lots: VecDeque<(i64, Fit)>,
}

impl Shelf {
    /// Puts units there, behind the `free` ones.
    fn put(&mut self, free: i64, units: i64, fit: Fit) {
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

impl Fitted {
    /// For a plan.
    pub fn new(plan: &Plan) -> Fitted {
        let made_so: Vec<bool> = plan
            .items
            .iter()
            .map(|item| match &item.supply {
                SupplyPlan::Make(make) => !plan.optional(make).is_empty() || !plan.families(make).is_empty(),
                SupplyPlan::Buy(_) => false,
            })
            .collect();
        Fitted {
            on: made_so.contains(&true),
            made_so,
            kinds: vec![Vec::new()],
            fits: BTreeMap::new(),
            shelves: Vec::new(),
            orders: Vec::new(),
            in_hand: PLAIN,
            scratch: Vec::new(),
        }
    }

    /// The beginning of a replication: nothing is fitted to what stands on the shelves.
    pub fn reset(&mut self, levels: &Levels) {
        if !self.on {
            return;
        }
        self.shelves.resize_with(levels.0.len(), Shelf::default);
        for (shelf, level) in self.shelves.iter_mut().zip(&levels.0) {
            shelf.placed = level.initial;
            shelf.lots.clear();
        }
        self.orders.iter_mut().for_each(Vec::clear);
        self.in_hand = PLAIN;
    }

    /// The fit that stands in the scratch memory.
    fn find(&mut self) -> Fit {
        if self.scratch.is_empty() {
            return PLAIN;
        }
        if let Some(fit) = self.fits.get(self.scratch.as_slice()) {
            return *fit;
        }
        let fit = self.kinds.len() as Fit;
        self.kinds.push(self.scratch.clone());
        self.fits.insert(self.scratch.clone(), fit);
        fit
    }

    /// An order has these units now, and keeps them.
    fn keep(&mut self, slot: u32, (fit, units): Lot) {
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

    /// An order takes the oldest `units` of the `free` ones on a shelf.
    fn take(&mut self, slot: u32, item: u32, free: i64, units: i64) {
        let mut shelf = std::mem::take(&mut self.shelves[item as usize]);
        shelf.take(free, units, |lot| self.keep(slot, lot));
        self.shelves[item as usize] = shelf;
    }

    /// What an order has and gives back, `units` in all.
    fn give_back(&mut self, slot: u32, mut units: i64) -> Vec<Lot> {
        let mut lots = self.orders.get_mut(slot as usize).map(std::mem::take).unwrap_or_default();
        units -= lots.iter().map(|lot| lot.1).sum::<i64>();
        lots.extend((units > 0).then_some((PLAIN, units)));
        lots
    }
}

impl Simulator<'_> {
    /// What is fitted to the units that a work order made, or that are in hand.
    fn fit_of(&mut self, from: Option<u32>) -> Fit {
        let Some(slot) = from else { return self.fitted.in_hand };
        let work = &self.state.works[slot];
        let lines = (work.lines_at + work.required) as usize..(work.lines_at + work.lines) as usize;
        self.fitted.scratch.clear();
        self.fitted.scratch.extend(self.state.lines[lines].iter().map(|line| (line.item, line.needed / work.units)));
        self.fitted.find()
    }

    /// Puts units on the shelf that a work order made, or that are in hand.
    #[inline(always)]
    pub(super) fn shelve<O: Observer>(&mut self, item: u32, units: i64, from: Option<u32>, o: &mut O) {
        if self.fitted.on && self.fitted.made_so[item as usize] {
            self.note_shelved(item, units, from);
        }
        self.state.stocks[item as usize].free += units;
        o.level(self.now, item, LevelKind::Free, units);
    }

    #[inline(never)]
    fn note_shelved(&mut self, item: u32, units: i64, from: Option<u32>) {
        let (fit, free) = (self.fit_of(from), self.state.stocks[item as usize].free);
        self.fitted.shelves[item as usize].put(free, units, fit);
    }

    /// An order took units from the shelf.
    #[inline]
    pub(super) fn keep_of_shelf(&mut self, slot: u32, item: u32, units: i64) {
        if self.fitted.on {
            let free = self.state.stocks[item as usize].free + units;
            self.fitted.take(slot, item, free, units);
        }
    }

    /// An order took units that a work order made, or that are in hand.
    #[inline]
    pub(super) fn keep_of(&mut self, slot: u32, from: Option<u32>, units: i64) {
        if self.fitted.on {
            let fit = self.fit_of(from);
            self.fitted.keep(slot, (fit, units));
        }
    }

    /// An order took all its units at once, which a work order made or that are in hand, and they leave.
    #[inline]
    pub(super) fn sell_of<O: Observer>(&mut self, slot: u32, from: Option<u32>, shipment: Shipment, o: &mut O) {
        if !self.fitted.on {
            return;
        }
        let Shipment { units, delivered } = shipment;
        let product = self.state.orders[slot].item;
        let Some(work) = from else {
            self.keep_of(slot, from, units);
            return self.sell_kept(slot, delivered, o);
        };
        // As `keep_of` and `sell_kept`, without a look for what is fitted.
        let work = &self.state.works[work];
        let lines = (work.lines_at + work.required) as usize..(work.lines_at + work.lines) as usize;
        for line in &self.state.lines[lines] {
            o.sold_with(delivered, product, line.item, line.needed / work.units * units);
        }
    }

    /// What an order has leaves: its chosen and optional parts are sold.
    #[inline]
    pub(super) fn sell_kept<O: Observer>(&mut self, slot: u32, when: i64, o: &mut O) {
        if !self.fitted.on {
            return;
        }
        let product = self.state.orders[slot].item;
        let Fitted { kinds, orders, .. } = &mut self.fitted;
        let Some(kept) = orders.get_mut(slot as usize) else { return };
        for (fit, units) in kept.drain(..) {
            kinds[fit as usize].iter().for_each(|(part, each)| o.sold_with(when, product, *part, each * units));
        }
    }

    /// An order that leaves gives back the `units` of an item that it had.
    pub(super) fn return_served<O: Observer>(&mut self, slot: u32, item: u32, units: i64, o: &mut O) {
        for (fit, units) in self.fitted.give_back(slot, units) {
            self.fitted.in_hand = fit;
            self.put_back(item, units, o);
        }
        self.fitted.in_hand = PLAIN;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A shelf against a queue of single units.
    #[test]
    fn units_leave_a_shelf_as_they_came() {
        let mut shelf = Shelf { placed: 3, ..Shelf::default() };
        let mut units: VecDeque<Fit> = vec![PLAIN; 3].into();
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
