//! What is kept of one item, and of one customer order: when things happened, in ticks.

/// No customer order, no work order.
pub(super) const NONE: u32 = u32::MAX;

/// How units of an item reach their requests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Reach {
    /// First come, first served, from a base stock.
    #[default]
    BaseStock,
    /// What was released for a request serves it: one work order, or several.
    Own,
    Pieces,
}

/// An item.
#[derive(Clone, Debug, Default)]
pub(super) struct ItemTimes {
    pub reach: Reach,
    pub stock: u32,
    /// The base stock that its times are of, until a move has come by.
    pub stood: u32,
    /// Whether units of some orders leave as they come.
    pub apart: bool,
    /// By request: when it was made.
    pub asked: Vec<i64>,
    /// By request: the number of its last unit; empty when each is for one.
    pub unit: Vec<u32>,
    /// By request: when its last unit was there.
    pub last: Vec<i64>,
    /// By request: who asks, as (item, work order), or ([`NONE`], customer order).
    pub user: Vec<(u32, u32)>,
    /// With a base stock, by unit: receipts in order.
    pub receipts: Vec<i64>,
    /// By work order: the request it was released for, where requests are split.
    pub owner: Vec<u32>,
    /// By work order: time in process, kit complete, started, received.
    pub delay: Vec<i64>,
    pub kitted_at: Vec<i64>,
    pub start: Vec<i64>,
    pub finish: Vec<i64>,
    /// By work order and line: the part and the number of the request there.
    pub lines: Vec<(u32, u32)>,
    pub width: usize,
    pub weights: Vec<WorkWeight>,
}

/// What a work order is worth: units made, and holding rates of its kit, and of the chosen and optional parts in it
/// that count in process, grains.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct WorkWeight {
    pub size: i64,
    pub kit: i64,
    pub extra: i64,
}

/// A customer order.
#[derive(Clone, Copy, Debug)]
pub(super) struct KeptOrder {
    pub placed: i64,
    /// Time on the way.
    pub way: i64,
    pub flow: u32,
    pub item: u32,
    pub request: u32,
    pub quantity: u32,
    /// Where it is counted: see [`crate::costs::Tariff`].
    pub sale: u32,
    /// Its chosen and optional parts: from and to, in the list of all orders'.
    pub options: (u32, u32),
    /// Whether its units leave as they come, and not together.
    pub apart: bool,
}

impl ItemTimes {
    /// A base stock beyond all units that are asked for.
    pub const AMPLE: u32 = u32::MAX;

    /// Units of a request.
    pub fn units_of(&self, request: usize) -> i64 {
        match request {
            _ if self.unit.is_empty() => 1,
            0 => i64::from(self.unit[0]) + 1,
            _ => i64::from(self.unit[request] - self.unit[request - 1]),
        }
    }

    /// The request a work order was released for.
    pub fn owner_of(&self, work: usize) -> usize {
        self.owner.get(work).map_or(work, |owner| *owner as usize)
    }

    /// Units of a work order.
    pub fn size_of(&self, work: usize) -> i64 {
        if self.owner.is_empty() { self.units_of(work) } else { 1 }
    }

    /// Parts of a work order and the requests there.
    pub fn lines_of(&self, work: usize) -> &[(u32, u32)] {
        &self.lines[work * self.width..(work + 1) * self.width]
    }

    /// Kit complete, started, received.
    pub fn times_of(&self, work: usize) -> [i64; 3] {
        [self.kitted_at[work], self.start[work], self.finish[work]]
    }

    /// Gives a work order other times.
    #[inline]
    pub fn set_times(&mut self, work: usize, [ready, start, finish]: [i64; 3]) {
        (self.kitted_at[work], self.start[work], self.finish[work]) = (ready, start, finish);
    }

    /// Whether it is bought.
    pub fn is_bought(&self) -> bool {
        self.finish.is_empty()
    }

    /// When the last of the work orders of one request is finished: they have neighbouring numbers.
    pub fn last_piece(&self, work: usize) -> i64 {
        let same = |other: &usize| self.owner[*other] == self.owner[work];
        let before = (0..work).rev().take_while(same);
        let behind = (work..self.owner.len()).take_while(same);
        before.chain(behind).map(|piece| self.finish[piece]).fold(i64::MIN, i64::max)
    }
}
