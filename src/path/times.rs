//! The times: parts before what is made of them.

use super::arrange::{Job, Queue, arrange};
use super::network::{NotScored, Step};
use super::replication::Path;
use crate::laws::Sampler;
use crate::model::{Crossing, Ticks};
use crate::plan::{BuyPlan, MakePlan, Mode, SupplyPlan};
use crate::random::Rng;
use crate::rules::supply::PurchaseSource;

const NO_TIME: &str = "work takes no time";

fn refused<T>(why: &str) -> Result<T, NotScored> {
    Err(NotScored(why.into()))
}

impl Path<'_> {
    /// One replication without any stock, through the window and until its orders and replenishments are done.
    ///
    /// # Errors
    /// Why the replication has no end, or cannot be laid out.
    pub(super) fn replicate(&mut self, replication: u32) -> Result<(), NotScored> {
        self.begin(replication);
        self.explode_orders(self.plan.end);
        // Up to where nothing bought in the window is outstanding, and as much longer as work has lasted before.
        let bought = self.release_to_suppliers();
        let mut until = bought.saturating_add(1 + self.margin).min(self.plan.drain_end.saturating_add(1));
        loop {
            self.explode_orders(until);
            self.check_size()?;
            self.evaluate()?;
            let last = self.last_of_window();
            if last > self.plan.drain_end && until > self.plan.drain_end {
                return refused("orders would be open when the drain limit has passed");
            }
            // What happens before `until` is certain: nothing that arrives later can reach back.
            if last < until {
                self.margin = (self.margin / 4 * 3).max(last - bought);
                return Ok(());
            }
            until = last.saturating_add(1 + (last - self.plan.end) / 8).min(self.plan.drain_end.saturating_add(1));
        }
    }

    /// When the last order or replenishment of the window is done, ticks; at least the end of the window.
    fn last_of_window(&self) -> i64 {
        let inside = |time: i64| time >= self.plan.warm_up && time < self.plan.end;
        let mut last = self.plan.end;
        for (item, path) in self.items.iter().enumerate() {
            let late = (0..path.receipt.len()).rev().take_while(|place| path.received_at(*place) > last);
            let own = |place: &usize| inside(self.released(item, path.number_at(*place)));
            last = late.filter(own).map(|place| path.received_at(place)).next().unwrap_or(last);
            // Where units belong to a request, orders are done when something is received. Else neither request is served
            // before the one before.
            if self.network.asked[item] && self.plan.items[item].mode != Mode::Pegged {
                let late = path.last.iter().enumerate().rev().take_while(|(_, done)| **done > last);
                let own =
                    |request: usize| path.customer(request).is_some_and(|order| inside(self.orders.placed[order]));
                last = late.filter(|(request, _)| own(*request)).map(|(_, done)| *done).next().unwrap_or(last);
            }
        }
        last
    }

    /// All times that follow from the requests made so far.
    pub(super) fn evaluate(&mut self) -> Result<(), NotScored> {
        self.release_to_suppliers();
        for supplier in 0..self.suppliers.len() {
            self.serve_at_supplier(supplier);
        }
        for place in 0..self.network.steps.len() {
            match self.network.steps[place] {
                Step::Item(item) => {
                    match &self.plan.items[item as usize].supply {
                        SupplyPlan::Buy(buy) => self.receive_purchases(item as usize, buy),
                        SupplyPlan::Make(make) => {
                            self.complete_kits(item as usize, make);
                            self.finish_delays(item as usize)?;
                        }
                    }
                    self.serve(item as usize);
                }
                Step::Station(station) => self.run_station(station as usize)?,
            }
        }
        Ok(())
    }

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
                let set_up = |rng: &mut Rng| Ticks::from_units(make.setup.sample(rng)).0;
                let time = |rng: &mut Rng| Ticks::from_units(make.time.sample(rng)).0;
                if make.station.is_none() || path.units.is_empty() || !path.owner.is_empty() {
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

    /// First come, first served over the supplier's servers, whatever the item.
    fn serve_at_supplier(&mut self, supplier: usize) {
        let Some(servers) = self.plan.suppliers[supplier].servers else { return };
        self.servers.reset(servers);
        for job in &mut self.suppliers[supplier] {
            let path = &self.items[job.item as usize];
            let released = self.orders.placed[path.cause[job.number as usize] as usize];
            (_, job.finish) = self.servers.serve(released, path.delay[job.number as usize]);
        }
        for place in 0..self.plan.items.len() {
            if self.served_by(place) == Some(supplier) {
                self.items[place].receipt.clear();
            }
        }
        for job in &self.suppliers[supplier] {
            self.items[job.item as usize].receipt.push(job.finish);
        }
    }

    /// The supplier with servers that an item comes from.
    fn served_by(&self, item: usize) -> Option<usize> {
        match &self.plan.items[item].supply {
            SupplyPlan::Buy(BuyPlan { source: PurchaseSource::Servers(supplier), .. }) => Some(*supplier as usize),
            _ => None,
        }
    }

    fn receive_purchases(&mut self, item: usize, buy: &BuyPlan) {
        let path = &mut self.items[item];
        if buy.crossing == Crossing::Sequential {
            let mut latest = 0;
            for receipt in &mut path.receipt {
                latest = latest.max(*receipt);
                *receipt = latest;
            }
        }
        self.arrange_receipts(item);
    }

    /// Receipts in order: by time, then by number.
    fn arrange_receipts(&mut self, item: usize) {
        let path = &mut self.items[item];
        if path.receipt.is_sorted() {
            path.sequence.clear();
            path.sorted.clear();
        } else {
            arrange(&path.receipt, &mut path.sorted, &mut path.sequence, &mut self.scratch);
        }
    }

    /// When each work order has its parts.
    fn complete_kits(&mut self, item: usize, make: &MakePlan) {
        let plan = self.plan;
        let mut path = std::mem::take(&mut self.items[item]);
        let releases = path.releases();
        let mut created = std::mem::take(&mut path.kitted_at);
        created.clear();
        created.extend((0..releases).map(|number| self.orders.placed[path.cause[path.owner_of(number)] as usize]));
        path.kitted_at = created;
        let width = self.network.width[item] as usize;
        let lines = plan.required(make).iter().chain(plan.optional(make)).map(|line| line.item as usize);
        let places = (0..plan.required(make).len()).chain(width - plan.optional(make).len()..width);
        for (place, part) in places.zip(lines) {
            let below = &self.items[part];
            let kits = path.lines.get(place..).unwrap_or_default().iter().step_by(width);
            for (ready, request) in path.kitted_at.iter_mut().zip(kits) {
                *ready = (*ready).max(below.last[*request as usize]);
            }
        }
        if make.first_family < make.end_family {
            let first = plan.required(make).len();
            for number in 0..releases {
                for (family, part) in plan.chosen(make, path.config[number]).enumerate() {
                    let request = path.lines[number * width + first + family] as usize;
                    path.kitted_at[number] = path.kitted_at[number].max(self.items[part as usize].last[request]);
                }
            }
        }
        self.items[item] = path;
    }

    /// Work without a station: the time is a pure delay.
    fn finish_delays(&mut self, item: usize) -> Result<(), NotScored> {
        let path = &mut self.items[item];
        path.receipt.clear();
        let receipts =
            path.kitted_at.iter().zip(&path.delay).map(|(ready, delay)| (ready + delay).min(Ticks::LATEST.0));
        path.receipt.extend(receipts);
        path.start.clear();
        path.start.extend_from_slice(&path.kitted_at);
        if path.delay.contains(&0) && !self.network.instant[item] {
            return refused(NO_TIME);
        }
        self.arrange_receipts(item);
        Ok(())
    }

    /// The lines of a work order: part, request, and units.
    pub(super) fn each_line(&self, item: usize, number: usize, mut visit: impl FnMut(usize, usize, u32)) {
        let SupplyPlan::Make(make) = &self.plan.items[item].supply else { return };
        let (path, width) = (&self.items[item], self.network.width[item] as usize);
        let mut requests = path.lines[number * width..(number + 1) * width].iter().map(|request| *request as usize);
        let config = path.config.get(number).copied().unwrap_or(0);
        let required = self.plan.required(make).iter().map(|line| (line.item, line.quantity));
        let chosen = self.plan.chosen(make, config).map(|part| (part, 1));
        let optional = self.plan.optional(make).iter().map(|line| (line.item, line.quantity));
        let size = path.size_of(number);
        for ((part, quantity), request) in required.chain(chosen).chain(optional).zip(&mut requests) {
            visit(part as usize, request, quantity * size);
        }
    }

    /// One queue in order of (ready, created, item, number) over the servers.
    fn run_station(&mut self, station: usize) -> Result<(), NotScored> {
        let plan = self.plan;
        let made = std::mem::take(&mut self.network.at_station[station]);
        let mut jobs = std::mem::take(&mut self.jobs);
        jobs.clear();
        for item in made.iter().map(|item| *item as usize) {
            let SupplyPlan::Make(make) = &plan.items[item].supply else { continue };
            self.complete_kits(item, make);
            let path = &mut self.items[item];
            path.start.clear();
            path.start.resize(path.kitted_at.len(), 0);
            path.receipt.clear();
            path.receipt.resize(path.kitted_at.len(), 0);
            let path = &self.items[item];
            jobs.extend(path.kitted_at.iter().enumerate().map(|(number, ready)| Job {
                may_start: *ready,
                created: self.released(item, number),
                item: item as u32,
                number: number as u32,
            }));
        }
        let result = self.take_turns(station, &jobs);
        self.jobs = jobs;
        for item in &made {
            self.arrange_receipts(*item as usize);
            self.serve(*item as usize);
        }
        self.network.at_station[station] = made;
        result
    }

    fn take_turns(&mut self, station: usize, jobs: &[Job]) -> Result<(), NotScored> {
        let Queue { times, sorted, sequence } = &mut self.queue;
        times.clear();
        times.extend(jobs.iter().map(|job| job.may_start));
        arrange(times, sorted, sequence, &mut self.scratch);
        let mut rest = sequence.as_mut_slice();
        let mut at = 0;
        while at < sorted.len() {
            let ties = sorted[at..].iter().take_while(|time| **time == sorted[at]).count();
            let (equal, behind) = rest.split_at_mut(ties);
            if ties > 1 {
                equal.sort_by_key(|place| {
                    let job = &jobs[*place as usize];
                    (job.created, job.item, job.number)
                });
            }
            at += ties;
            rest = behind;
        }
        self.servers.reset(self.plan.stations[station].servers);
        for job in self.queue.sequence.iter().map(|place| &jobs[*place as usize]) {
            let path = &mut self.items[job.item as usize];
            let number = job.number as usize;
            let delay = path.delay[number];
            if delay == 0 {
                return refused(NO_TIME);
            }
            (path.start[number], path.receipt[number]) = self.servers.serve(job.may_start, delay);
        }
        Ok(())
    }

    /// When each request of an item has its last unit.
    fn serve(&mut self, item: usize) {
        let mut path = std::mem::take(&mut self.items[item]);
        let mut last = std::mem::take(&mut path.last);
        last.clear();
        let asked = path.cause.iter().map(|cause| self.orders.placed[*cause as usize]);
        match self.plan.items[item].mode {
            Mode::Pegged if path.owner.is_empty() => last.extend_from_slice(&path.receipt),
            Mode::Pegged => {
                last.extend(asked);
                for (request, received) in path.owner.iter().zip(&path.receipt) {
                    let last = &mut last[*request as usize];
                    *last = (*last).max(*received);
                }
            }
            Mode::Held | Mode::Pooled if path.units.is_empty() => {
                let receipts = if path.sequence.is_empty() { &path.receipt } else { &path.sorted };
                last.extend(asked.zip(receipts).map(|(asked, receipt)| asked.max(*receipt)));
            }
            Mode::Held | Mode::Pooled => {
                // Units asked and units there, up to the request and the receipt at hand.
                let (mut wanted, mut there, mut receipts) = (0, 0, 0);
                for (asked, units) in asked.zip(&path.units) {
                    wanted += u64::from(*units);
                    while there < wanted {
                        there += u64::from(path.size_of(path.number_at(receipts)));
                        receipts += 1;
                    }
                    last.push(asked.max(path.received_at(receipts - 1)));
                }
            }
        }
        path.last = last;
        self.items[item] = path;
    }
}

/// Appends the next draws of a law, ticks.
fn draw(law: &Sampler, rng: &mut Rng, mut count: usize, out: &mut Vec<i64>) {
    let mut block = [0.0; 64];
    while count > 0 {
        let some = count.min(block.len());
        law.fill(rng, &mut block[..some]);
        out.extend(block[..some].iter().map(|value| Ticks::from_units(*value).0));
        count -= some;
    }
}
