//! Lead times and times in process, and when purchases are received: none of it depends on stock.

use super::replication::Path;
use crate::laws::{Distribution, Sampler, Variates};
use crate::model::{Crossing, Ticks, TimePer};
use crate::plan::SupplyPlan;
use crate::random::StreamRng;
use crate::rules::supply::ServerPool;

impl Path<'_> {
    /// Draws for all new replenishments, and receives those whose suppliers have no servers. Gives when the last
    /// purchase of the window is there, as far as this tells; at least the end of the window.
    pub(super) fn release_to_suppliers(&mut self) -> i64 {
        let mut latest = self.plan.end;
        for item in 0..self.items.len() {
            self.draw_delays(item);
            if self.network.ends[item] {
                let (path, placed) = (&mut self.items[item], &self.orders.placed);
                for (cause, delay) in path.cause.iter().zip(&path.delay).skip(path.receipt.len()) {
                    let released = placed[*cause as usize];
                    let receipt = released + delay;
                    path.receipt.push(receipt);
                    latest = if released < self.plan.end { latest.max(receipt) } else { latest };
                }
            }
        }
        latest
    }

    /// Lead times and times in process of new replenishments, in order of release.
    fn draw_delays(&mut self, item: usize) {
        let (path, draws) = (&mut self.items[item], &mut self.draws.items[item]);
        let (from, to) = (path.drawn, path.releases());
        path.drawn = to;
        match &self.plan.items[item].supply {
            SupplyPlan::Buy(buy) => draw(&buy.time, &mut draws.time, to - from, &mut path.delay),
            SupplyPlan::Make(make) => {
                let set_up = |rng: &mut StreamRng| Ticks::from_units(make.setup.sample(rng)).0;
                let time = |rng: &mut StreamRng| Ticks::from_units(make.time.sample(rng)).0;
                if make.time_per == TimePer::Lot || path.units.is_empty() || !path.owner.is_empty() {
                    draw(&make.time, &mut draws.time, to - from, &mut path.delay);
                    let add = |delay: &mut i64| *delay = (*delay + set_up(&mut draws.setup)).min(Ticks::NEVER.0);
                    path.delay[from..].iter_mut().for_each(add);
                    return;
                }
                for number in from..to {
                    let units = path.units_of(number);
                    let add = |sum: i64, _| (sum + time(&mut draws.time)).min(Ticks::NEVER.0);
                    let sum = (0..units).fold(set_up(&mut draws.setup), add);
                    path.delay.push(sum);
                }
            }
        }
    }

    /// When everything bought is received.
    pub(super) fn receive_purchases(&mut self) {
        self.release_to_suppliers();
        for supplier in 0..self.suppliers.len() {
            self.serve_at_supplier(supplier);
        }
        for (path, plan) in self.items.iter_mut().zip(&self.plan.items) {
            if let SupplyPlan::Buy(buy) = &plan.supply
                && buy.crossing == Crossing::Sequential
            {
                let mut latest = 0;
                for receipt in &mut path.receipt {
                    latest = latest.max(*receipt);
                    *receipt = latest;
                }
            }
        }
    }

    /// First come, first served over the supplier's servers, whatever the item.
    fn serve_at_supplier(&mut self, supplier: usize) {
        let mut servers = ServerPool::default();
        servers.reset(self.plan.suppliers[supplier].servers.unwrap_or(0));
        for item in &self.suppliers[supplier] {
            self.items[*item as usize].receipt.clear();
        }
        for item in &self.suppliers[supplier] {
            let path = &mut self.items[*item as usize];
            let number = path.receipt.len();
            let released = self.orders.placed[path.cause[number] as usize];
            path.receipt.push(servers.serve(released, path.delay[number]).1);
        }
    }
}

/// Appends the next draws of a law, ticks.
fn draw(law: &Sampler, rng: &mut StreamRng, mut count: usize, out: &mut Vec<i64>) {
    let mut block = [0.0; 64];
    while count > 0 {
        let some = count.min(block.len());
        law.fill(rng, &mut block[..some]);
        out.extend(block[..some].iter().map(|value| Ticks::from_units(*value).0));
        count -= some;
    }
}
