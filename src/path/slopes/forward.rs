//! Forward: when every request is served and every work order finished, at a vector of base stocks.

use super::item_flow::{ItemFlow, SERVER};
use super::relaxed::RelaxedPath;
use crate::model::Ticks;
use crate::path::item_times::{NONE, Reach};
use crate::path::network::Step;

/// How the time of a unit follows from the receipts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Timing {
    /// The line through the middles of the receipts.
    Relaxed,
    /// The receipt that the last unit is of.
    Exact,
}

/// Where the place of a request lies between receipts: the receipt behind it, the part of the way from the one before, and
/// the slope there, ticks per unit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Between {
    pub next: usize,
    pub part: f64,
    pub slope: f64,
}

impl RelaxedPath {
    /// All times at these base stocks, by item of the plan.
    pub(super) fn forward(&mut self, stocks: &[f64], reading: Timing) {
        for place in 0..self.steps.len() {
            match self.steps[place] {
                Step::Item(item) => {
                    self.with(item, |own, items| {
                        own.complete_kits(items);
                        own.serve(stocks[item as usize], reading);
                    });
                }
                Step::Station(station) => {
                    let number = station as usize;
                    let mut station = std::mem::take(&mut self.stations[number]);
                    station.made.iter().for_each(|item| self.with(*item, |own, items| own.complete_kits(items)));
                    station.serve(&mut self.items);
                    let serve = |item: &u32| self.items[*item as usize].serve(stocks[*item as usize], reading);
                    station.made.iter().for_each(serve);
                    self.stations[number] = station;
                }
            }
        }
    }

    /// Works on an item beside all others: parts stand before what is made of them.
    pub(super) fn with<T>(&mut self, item: u32, work: impl FnOnce(&mut ItemFlow, &mut [ItemFlow]) -> T) -> T {
        let mut own = std::mem::replace(&mut self.items[item as usize], ItemFlow::nothing());
        let done = work(&mut own, &mut self.items);
        self.items[item as usize] = own;
        done
    }
}

impl ItemFlow {
    /// What stands for an item while it is worked on.
    pub fn nothing() -> ItemFlow {
        ItemFlow {
            reach: Reach::BaseStock,
            holding: 0.0,
            wip: 0.0,
            asked: Vec::new(),
            units: Vec::new(),
            owner: Vec::new(),
            delay: Vec::new(),
            lines: Vec::new(),
            width: 0,
            kits: Vec::new(),
            is_configured: false,
            bought: false,
            time: Vec::new(),
            early: Vec::new(),
            received: Vec::new(),
            ready: Vec::new(),
            last: Vec::new(),
            last_early: Vec::new(),
            receipts: Vec::new(),
            middles: Vec::new(),
            pull: Vec::new(),
            nudge: Vec::new(),
            is_at_station: false,
            free: Vec::new(),
            gain: Vec::new(),
            urge: Vec::new(),
        }
    }

    /// Its requests, at a base stock of so many units.
    fn serve(&mut self, stock: f64, reading: Timing) {
        match (self.reach, reading) {
            (Reach::BaseStock, Timing::Relaxed) => self.serve_relaxed(stock),
            (Reach::BaseStock, Timing::Exact) => self.serve_exactly(stock),
            (Reach::Own | Reach::Pieces, _) => self.hand_over(),
        }
    }

    /// Its work orders: ready with the last part, and without a station received one time in process later.
    fn complete_kits(&mut self, items: &[ItemFlow]) {
        for work in 0..self.delay.len() {
            let created = self.asked[self.owner_of(work)] as f64;
            let (mut ready, mut last) = (created, NONE);
            for (line, (part, request)) in self.lines_of(work).iter().enumerate() {
                let time = items[*part as usize].time[*request as usize];
                if time > ready {
                    (ready, last) = (time, line as u32);
                }
            }
            self.ready[work] = ready;
            self.last[work] = last;
            if !self.is_at_station {
                self.received[work] = (ready + self.delay[work] as f64).min(Ticks::LATEST.0 as f64);
            }
        }
    }

    /// What was released for a request serves it; and as if parts could be used before they are asked for.
    fn hand_over(&mut self) {
        for request in 0..self.asked.len() {
            let pieces = self.pieces_of(request);
            self.time[request] = self.received[pieces].iter().copied().fold(f64::NEG_INFINITY, f64::max);
        }
    }

    /// When the parts of a pegged item would have been there, whatever was asked first.
    pub fn hand_over_early(&mut self, items: &[ItemFlow]) {
        if self.bought {
            return self.early.clone_from(&self.time);
        }
        self.early.iter_mut().for_each(|early| *early = f64::NEG_INFINITY);
        for work in 0..self.delay.len() {
            let request = self.owner_of(work);
            let mut last = (f64::NEG_INFINITY, NONE);
            for (line, (part, request)) in self.lines_of(work).iter().enumerate() {
                let time = items[*part as usize].early(*request as usize);
                if time > last.0 {
                    last = (time, line as u32);
                }
            }
            // Whatever its parts, the server was not free before.
            let known = if last.1 == NONE { self.asked[request] as f64 } else { last.0 };
            let is_busy = self.is_at_station && self.free[work] > known;
            self.last_early[work] = if is_busy { SERVER } else { last.1 };
            let ready = self.early_ready(work, items);
            self.early[request] = self.early[request].max(ready + self.delay[work] as f64);
        }
    }

    /// When a kit would be complete if parts could be used before they are asked for.
    #[inline]
    pub fn early_ready(&self, work: usize, items: &[ItemFlow]) -> f64 {
        match self.last_early[work] {
            NONE => self.asked[self.owner_of(work)] as f64,
            SERVER => self.free[work],
            line => {
                let (part, request) = self.lines_of(work)[line as usize];
                items[part as usize].early(request as usize)
            }
        }
    }

    /// When a request's last unit is there, for all it knows before it was asked.
    #[inline]
    pub fn early(&self, request: usize) -> f64 {
        if self.early.is_empty() { self.time[request] } else { self.early[request] }
    }

    /// Replenishments in the order of their receipts: they were nearly so in the pass before.
    fn sort_receipts(&mut self) {
        if self.bought {
            return;
        }
        let received = &self.received;
        self.receipts.iter_mut().for_each(|(time, number)| *time = received[*number as usize]);
        self.receipts.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        self.lay_out();
    }

    /// The middle of the units of each receipt.
    pub fn lay_out(&mut self) {
        let mut before = 0.0;
        for place in 0..self.receipts.len() {
            let size = self.size_of(self.receipts[place].1 as usize);
            self.middles[place] = before + size / 2.0;
            before += size;
        }
    }

    /// The last unit of a request comes with the first receipt that reaches it.
    pub fn serve_exactly(&mut self, stock: f64) {
        self.sort_receipts();
        let (mut next, mut received) = (0, 0.0);
        for request in 0..self.asked.len() {
            let needed = self.units_to(request) - stock;
            while needed > received {
                received += self.size_of(self.receipts[next].1 as usize);
                next += 1;
            }
            self.time[request] = if needed > 0.0 { self.receipts[next - 1].0 } else { self.asked[request] as f64 };
        }
    }

    /// A request is served at its place on the line through the receipts.
    pub fn serve_relaxed(&mut self, stock: f64) {
        self.sort_receipts();
        let mut next = 0;
        for request in 0..self.asked.len() {
            let place = self.place(request, stock);
            next = self.reach(next, place);
            self.time[request] = self.between(next, place).0;
        }
    }

    /// The place of a request among the units received.
    #[inline]
    pub fn place(&self, request: usize, stock: f64) -> f64 {
        self.units_to(request) - stock - (self.units_of(request) - stock).max(0.0) / 2.0
    }

    /// The first receipt, from this one on, whose middle is not before a place.
    #[inline]
    pub fn reach(&self, mut next: usize, place: f64) -> usize {
        while next < self.middles.len() && self.middles[next] < place {
            next += 1;
        }
        next
    }

    /// The time of a place that lies before the middle of a receipt and not before that of the one before; what is there at
    /// the beginning was received at time 0.
    #[inline]
    pub fn between(&self, next: usize, place: f64) -> (f64, Between) {
        if next == self.middles.len() {
            let time = self.receipts.last().map_or(0.0, |receipt| receipt.0);
            return (time, Between { next: next - 1, part: 1.0, slope: 0.0 });
        }
        let (from, begun) = if next == 0 { (0.0, 0.0) } else { (self.middles[next - 1], self.receipts[next - 1].0) };
        let width = self.middles[next] - from;
        let slope = (self.receipts[next].0 - begun) / width;
        let part = (place - from) / width;
        (begun + slope * (place - from), Between { next, part, slope })
    }
}
