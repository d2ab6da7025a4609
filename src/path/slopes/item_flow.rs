//! What is kept of one item to be relaxed, and what a pass leaves behind.

use crate::path::item_times::{NONE, Reach, WorkWeight};

/// In the place of a line of a kit: the server of the station.
pub(super) const SERVER: u32 = NONE - 1;

/// An item: what it is asked for and what comes of it. Times in ticks; what a pass leaves behind is in floating point, which
/// holds whole ticks.
#[derive(Clone, Debug)]
pub(super) struct ItemFlow {
    pub reach: Reach,
    /// Holding rate in stock and in process.
    pub holding: f64,
    pub wip: f64,
    /// By request: when, and units so far with its own; empty when each is for one.
    pub asked: Vec<i64>,
    pub units: Vec<f64>,
    /// By work order: its request where requests are split; time in process; parts and the requests there.
    pub owner: Vec<u32>,
    pub delay: Vec<i64>,
    pub lines: Vec<(u32, u32)>,
    pub width: usize,
    /// Once for a unit of every work order, or by work order where configurations differ: holding rates of the kit, and of chosen and optional parts in process.
    pub kits: Vec<(f64, f64)>,
    pub is_configured: bool,
    /// Whether it is bought, and whether it is made at a station.
    pub bought: bool,
    pub is_at_station: bool,
    // ---- what a pass leaves behind ----
    /// By request: when its last unit is there, for all it knows before it was asked; of pegged items never before.
    pub time: Vec<f64>,
    /// Of pegged items, by request: the same as if its parts could be used before they are asked for.
    pub early: Vec<f64>,
    /// By replenishment: received.
    pub received: Vec<f64>,
    /// By work order: its kit complete.
    pub ready: Vec<f64>,
    /// By work order: the line that was last, and of pegged items the one that would be last.
    pub last: Vec<u32>,
    pub last_early: Vec<u32>,
    /// Replenishments in order of receipt, with the time; and the middle of the units of each.
    pub receipts: Vec<(f64, u32)>,
    pub middles: Vec<f64>,
    /// At a station, by work order: when the server is free that takes it.
    pub free: Vec<f64>,
    /// By request: slope of the objective in its time, where it waits, and in the time it knows.
    pub pull: Vec<f64>,
    pub nudge: Vec<f64>,
    /// By work order: the same in when it is received, and of pegged items in when it could be.
    pub gain: Vec<f64>,
    pub urge: Vec<f64>,
}

impl ItemFlow {
    /// Units of a request.
    #[inline]
    pub fn units_of(&self, request: usize) -> f64 {
        match request {
            _ if self.units.is_empty() => 1.0,
            0 => self.units[0],
            _ => self.units[request] - self.units[request - 1],
        }
    }

    /// Units asked up to a request and with it.
    #[inline]
    pub fn units_to(&self, request: usize) -> f64 {
        if self.units.is_empty() { (request + 1) as f64 } else { self.units[request] }
    }

    /// The request a replenishment was released for.
    #[inline]
    pub fn owner_of(&self, number: usize) -> usize {
        self.owner.get(number).map_or(number, |owner| *owner as usize)
    }

    /// Units of a replenishment.
    #[inline]
    pub fn size_of(&self, number: usize) -> f64 {
        if self.owner.is_empty() { self.units_of(number) } else { 1.0 }
    }

    /// Parts of a work order and the requests there.
    #[inline]
    pub fn lines_of(&self, work: usize) -> &[(u32, u32)] {
        &self.lines[work * self.width..(work + 1) * self.width]
    }

    /// Holding rates of a kit, and of chosen and optional parts in process.
    #[inline]
    pub fn kit(&self, work: usize) -> (f64, f64) {
        match self.kits.as_slice() {
            [] => (0.0, 0.0),
            [(kit, extra)] if !self.is_configured => (kit * self.size_of(work), extra * self.size_of(work)),
            each => each[work],
        }
    }

    /// The same as it is counted.
    pub fn weight(&self, work: usize, grain: f64) -> WorkWeight {
        let (kit, extra) = self.kit(work);
        WorkWeight { size: self.size_of(work) as i64, kit: (kit * grain) as i64, extra: (extra * grain) as i64 }
    }

    /// The replenishments of a request.
    pub fn pieces_of(&self, request: usize) -> std::ops::Range<usize> {
        if self.owner.is_empty() {
            return request..request + 1;
        }
        let from = self.owner.partition_point(|owner| (*owner as usize) < request);
        from..from + self.owner[from..].iter().take_while(|owner| **owner as usize == request).count()
    }

    /// Whether requests are served from a base stock.
    pub fn is_from_stock(&self) -> bool {
        self.reach == Reach::BaseStock
    }

    /// When a request has all its units, at the base stocks of the last pass, ticks.
    #[inline]
    pub fn served(&self, request: usize) -> i64 {
        self.asked[request].max(self.time[request] as i64)
    }
}
