//! Where units of a configured product get their configuration, and when its chosen and optional parts count as sold.

use super::as_built::{AsBuilt, Configuration, PLAIN};
use super::observer::{LevelKind, Observer, Shipment};
use super::simulator::Simulator;

impl Simulator<'_> {
    /// The configuration of the units that a work order made, or that are in hand.
    fn configuration_of(&mut self, from: Option<u32>) -> Configuration {
        let Some(slot) = from else { return self.as_built.in_hand };
        let work = &self.state.works[slot];
        let lines = (work.lines_at + work.required) as usize..(work.lines_at + work.lines) as usize;
        self.as_built.scratch.clear();
        self.as_built.scratch.extend(self.state.lines[lines].iter().map(|line| (line.item, line.needed / work.units)));
        self.as_built.find()
    }

    /// Puts units on the shelf that a work order made, or that are in hand.
    #[inline(always)]
    pub(super) fn shelve<O: Observer>(&mut self, item: u32, units: i64, from: Option<u32>, o: &mut O) {
        if self.as_built.on && self.as_built.made_so[item as usize] {
            self.note_shelved(item, units, from);
        }
        let stock = &mut self.state.stocks[item as usize];
        stock.free += units;
        if stock.is_mortal {
            self.note_shelf(item, units);
        }
        o.level(self.now, item, LevelKind::Free, units);
    }

    #[inline(never)]
    fn note_shelved(&mut self, item: u32, units: i64, from: Option<u32>) {
        let (fit, free) = (self.configuration_of(from), self.state.stocks[item as usize].free);
        self.as_built.shelves[item as usize].put(free, units, fit);
    }

    /// An order took units from the shelf.
    #[inline]
    pub(super) fn keep_of_shelf(&mut self, slot: u32, item: u32, units: i64) {
        if self.as_built.on {
            let free = self.state.stocks[item as usize].free + units;
            self.as_built.take(slot, item, free, units);
        }
    }

    /// An order took units that a work order made, or that are in hand.
    #[inline]
    pub(super) fn keep_of(&mut self, slot: u32, from: Option<u32>, units: i64) {
        if self.as_built.on {
            let fit = self.configuration_of(from);
            self.as_built.keep(slot, (fit, units));
        }
    }

    /// An order took all its units at once, which a work order made or that are in hand, and they leave.
    #[inline]
    pub(super) fn sell_of<O: Observer>(&mut self, slot: u32, from: Option<u32>, shipment: Shipment, o: &mut O) {
        if !self.as_built.on {
            return;
        }
        let Shipment { units, delivered } = shipment;
        let Some(work) = from else {
            self.keep_of(slot, from, units);
            return self.sell_kept(slot, delivered, o);
        };
        // As `keep_of` and `sell_kept`, without a look for the configuration.
        let work = &self.state.works[work];
        let lines = (work.lines_at + work.required) as usize..(work.lines_at + work.lines) as usize;
        for line in &self.state.lines[lines] {
            o.sold_with(delivered, &self.state.orders[slot], line.item, line.needed / work.units * units);
        }
    }

    /// What an order has leaves: its chosen and optional parts are sold.
    #[inline]
    pub(super) fn sell_kept<O: Observer>(&mut self, slot: u32, when: i64, o: &mut O) {
        if !self.as_built.on {
            return;
        }
        let order = &self.state.orders[slot];
        let AsBuilt { kinds, orders, .. } = &mut self.as_built;
        let Some(kept) = orders.get_mut(slot as usize) else { return };
        for (fit, units) in kept.drain(..) {
            kinds[fit as usize].iter().for_each(|(part, each)| o.sold_with(when, order, *part, each * units));
        }
    }

    /// An order that leaves gives back the `units` of an item that it had.
    pub(super) fn return_served<O: Observer>(&mut self, slot: u32, item: u32, units: i64, o: &mut O) {
        for (fit, units) in self.as_built.give_back(slot, units) {
            self.as_built.in_hand = fit;
            self.put_back(item, units, o);
        }
        self.as_built.in_hand = PLAIN;
    }
}
