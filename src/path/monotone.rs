//! What more stock surely does, whatever else is in stock.
//!
//! Where no queue can let one job overtake another, no time gets later with more of anything. If besides no cost is
//! counted by events, which a sooner time may move into the window, and a unit is worth no more on the shelf than its
//! parts are in the kit that waits, then all that is paid apart from the holding of the base stocks falls with every stock.

use super::item_times::{NONE, Reach};
use super::sample_path::SamplePath;

/// Rates that are sums of the same numbers in another order are equal.
const ROUNDING: f64 = 1e-9;

impl SamplePath {
    /// Whether no order is later with more of any of these items in stock.
    #[must_use]
    pub fn sooner_with_stock(&self, varied: &[u32]) -> bool {
        self.never_overtaken(&self.moving(varied))
    }

    /// Whether the cost less the holding of the base stocks falls, or stays, with more of any of these items in stock.
    #[must_use]
    pub fn cheaper_with_stock(&self, varied: &[u32]) -> bool {
        let no_delivery = self.tariff.sales.iter().all(|sale| sale.delivery == 0.0);
        let moving = self.moving(varied);
        let mut items = (0..self.items.len()).filter(|item| moving[*item]);
        no_delivery && self.never_overtaken(&moving) && items.all(|item| self.waits_dearly(item))
    }

    /// By item: whether its work orders may get their parts at other times when these stocks change.
    fn moving(&self, varied: &[u32]) -> Vec<bool> {
        let mut changes = vec![false; self.items.len()];
        varied.iter().for_each(|item| changes[*item as usize] = true);
        let mut moving = vec![false; self.items.len()];
        loop {
            let known = moving.clone();
            for (item, times) in self.items.iter().enumerate() {
                moving[item] |= times.lines.iter().any(|(part, _)| changes[*part as usize] || moving[*part as usize]);
            }
            if moving == known {
                return moving;
            }
        }
    }

    fn never_overtaken(&self, moving: &[bool]) -> bool {
        let mut items = (0u32..).zip(moving).filter(|(_, moving)| **moving);
        items.all(|(item, _)| !self.stations.iter().any(|station| station.makes(item)))
    }

    /// Whether nothing of an item is worth more in the next state than in the one before: kit, in process, on the shelf.
    fn waits_dearly(&self, item: usize) -> bool {
        let (times, prices) = (&self.items[item], &self.tariff.items[item]);
        // What is made for an order leaves with it; what is made for a work order may wait there for other parts.
        let leaves = times.reach == Reach::Own && times.user.iter().all(|(user, _)| *user == NONE);
        (prices.process, prices.setup) == (0.0, 0.0)
            && times.weights.iter().all(|weight| {
                let size = weight.size as f64 * self.tariff.grain;
                let (kit, process) = (weight.kit as f64, prices.wip * size + weight.extra as f64);
                let shelf = if leaves { 0.0 } else { prices.holding * size };
                kit * (1.0 + ROUNDING) >= process && process * (1.0 + ROUNDING) >= shelf
            })
    }
}
