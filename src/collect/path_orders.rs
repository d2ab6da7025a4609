//! Customer orders of a path, told to the measurer as the event engine would tell them: in time, and at one instant in
//! the order of events. Sums of money depend on that order in their last digit.

use super::measurer::Measurer;
use crate::engine::{Observer, Order, Shipment};
use crate::model::Ship;
use crate::path::{NONE, Path, Piece, Scratch, arrange};
use crate::plan::{Mode, SupplyPlan};

/// Units of an order that come together.
#[derive(Clone, Copy, Debug)]
pub(super) struct Give {
    order: u32,
    units: u32,
    /// Place within the instant: turn, then 0 at the arrival itself, 1 for a receipt, 2 for a completion.
    turn: u32,
    rank: u8,
    /// Whether they are the last.
    last: bool,
    /// How many of them were not on the shelf at the beginning.
    made: u32,
    /// The replenishment, if not at once.
    number: u32,
}

/// All gives of a replication, with memory that is used again.
#[derive(Clone, Debug, Default)]
pub(super) struct Gives {
    list: Vec<Give>,
    times: Vec<i64>,
    sorted: Vec<i64>,
    sequence: Vec<u32>,
    scratch: Scratch,
    blocking: Vec<u32>,
    /// By order: units made that have not left; short where none has.
    kept: Vec<u32>,
}

impl Gives {
    pub fn clear(&mut self) {
        self.list.clear();
        self.times.clear();
        self.kept.clear();
    }

    /// Notes a piece of a customer's request; `at_once` if he takes it from the shelf.
    pub fn add(&mut self, path: &Path<'_>, item: usize, order: u32, piece: Piece, at_once: bool) {
        let below = &path.items[item];
        let last = piece.closes
            || below.last_by[piece.request as usize] == piece.number
                && piece.number != NONE
                && path.plan.items[item].mode == Mode::Pegged;
        let made = if piece.number == NONE { 0 } else { piece.units };
        if at_once {
            if let Some(before) = self.list.last_mut().filter(|before| before.order == order && before.rank == 0) {
                before.units += piece.units;
                before.made += made;
                before.last = last;
                return;
            }
            self.times.push(path.orders.placed[order as usize]);
            self.list.push(Give { order, units: piece.units, turn: order + 1, rank: 0, last, made, number: NONE });
            return;
        }
        let rank = match path.plan.items[item].supply {
            SupplyPlan::Buy(_) => 1,
            SupplyPlan::Make(_) => 2,
        };
        let turn = path.turn(item, piece.number as usize);
        self.times.push(piece.received);
        self.list.push(Give { order, units: piece.units, turn, rank, last, made, number: piece.number });
    }

    /// Puts the gives in the order of events.
    fn arrange(&mut self, path: &Path<'_>) {
        arrange(&self.times, &mut self.sorted, &mut self.sequence, &mut self.scratch);
        let key = |place: u32| {
            let give = &self.list[place as usize];
            let facts = &path.orders.facts[give.order as usize];
            (give.turn, give.rank, facts.item, give.number, facts.request)
        };
        let mut at = 0;
        while at < self.sorted.len() {
            let ties = self.sorted[at..].iter().take_while(|time| **time == self.sorted[at]).count();
            if ties > 1 {
                self.sequence[at..at + ties].sort_by_key(|place| key(*place));
            }
            at += ties;
        }
    }

    /// Tells the measurer orders and marks.
    pub fn tell(&mut self, path: &Path<'_>, marks: &[i64], measurer: &mut Measurer<'_>) {
        self.arrange(path);
        let mut marks = marks.iter().copied().enumerate().peekable();
        let mut next = 0;
        let mut place = 0;
        let until = path.orders.placed.partition_point(|placed| *placed < path.plan.end);
        loop {
            let give = self.sequence.get(place).map(|at| (self.sorted[place], self.list[*at as usize]));
            // An order is placed before it gets anything.
            let placing = next < until
                && give.is_none_or(|(time, give)| {
                    let placed = path.orders.placed[next];
                    placed < time || placed == time && next < give.turn as usize
                });
            let now = match (placing, give) {
                (true, _) => path.orders.placed[next],
                (false, Some((time, _))) => time,
                (false, None) => i64::MAX,
            };
            while let Some((mark, time)) = marks.next_if(|(_, time)| *time <= now) {
                measurer.mark(time, mark);
            }
            match (placing, give) {
                (true, _) => {
                    measurer.placed(now, &order(path, next as u32));
                    next += 1;
                }
                (false, Some((time, give))) => {
                    self.hand_over(path, time, give, measurer);
                    place += 1;
                }
                (false, None) => return,
            }
        }
    }

    fn hand_over(&mut self, path: &Path<'_>, now: i64, give: Give, measurer: &mut Measurer<'_>) {
        let mut order = order(path, give.order);
        let item = order.item as usize;
        let units = i64::from(give.units);
        let delivered = now + order.delivery;
        let partial = path.plan.demands[order.demand as usize].ship == Ship::Partial;
        let work = (give.rank == 2).then_some(give.number as usize);
        if give.rank > 0 {
            measurer.order_served(now, &order, units);
        }
        if has_extra_parts(path, item) {
            let made = self.keep(give);
            if partial || give.last {
                // What is made for the pool is all made alike.
                tell_extra_parts(path, item, work.unwrap_or(0), i64::from(std::mem::take(made)), delivered, measurer);
            }
        }
        if partial {
            measurer.shipped(now, &order, Shipment { units, delivered });
        } else if give.last {
            measurer.shipped(now, &order, Shipment { units: order.quantity, delivered });
        }
        if give.last {
            order.missing = 0;
            (order.done, order.delivered) = (now, delivered);
            let request = path.orders.facts[give.order as usize].request as usize;
            order.held_ready = order.placed.max(path.held_below(item, request));
            self.find_blocking(path, &mut order, work);
            measurer.completed(now, &order, &self.blocking);
        }
    }

    /// An order keeps what it gets: how many units made it has now.
    fn keep(&mut self, give: Give) -> &mut u32 {
        let place = give.order as usize;
        if self.kept.len() <= place {
            self.kept.resize(place + 1, 0);
        }
        let kept = &mut self.kept[place];
        *kept += give.made;
        kept
    }

    /// Splits the wait of a completed order, and finds the direct parts that came last.
    fn find_blocking(&mut self, path: &Path<'_>, order: &mut Order, work: Option<usize>) {
        self.blocking.clear();
        let item = order.item as usize;
        match work.filter(|_| path.plan.items[item].mode != Mode::Held) {
            None => {
                (order.ready, order.start) = (order.done, order.done);
                self.blocking.push(order.item);
            }
            Some(work) => {
                let made = &path.items[item];
                order.ready = made.ready[work].max(order.placed);
                order.start = made.start[work].max(order.placed);
                if order.ready > order.placed {
                    path.each_line(item, work, |part, request, _| {
                        if path.items[part].last[request] == made.ready[work] {
                            self.blocking.push(part as u32);
                        }
                    });
                }
            }
        }
        if order.ready == order.placed {
            self.blocking.clear();
        }
    }
}

/// An order as it is placed.
fn order(path: &Path<'_>, place: u32) -> Order {
    let facts = path.orders.facts[place as usize];
    let placed = path.orders.placed[place as usize];
    let quantity = i64::from(facts.quantity);
    Order {
        slot: place,
        flow: facts.flow,
        demand: facts.demand,
        number: u64::from(facts.number),
        item: facts.item,
        config: 0,
        quantity,
        missing: quantity,
        placed,
        ready: placed,
        start: placed,
        done: placed,
        delivered: placed,
        held_ready: placed,
        delivery: facts.delivery,
    }
}

/// Whether units of an item are made with chosen or optional parts.
fn has_extra_parts(path: &Path<'_>, item: usize) -> bool {
    match &path.plan.items[item].supply {
        SupplyPlan::Make(make) => path.network.width[item] as usize != path.plan.required(make).len(),
        SupplyPlan::Buy(_) => false,
    }
}

/// The chosen and optional parts in `units` units that leave at `when`, each like those of a work order.
fn tell_extra_parts(path: &Path<'_>, item: usize, work: usize, units: i64, when: i64, measurer: &mut Measurer<'_>) {
    let SupplyPlan::Make(make) = &path.plan.items[item].supply else { return };
    if units == 0 {
        return;
    }
    let required = path.plan.required(make).len();
    let size = i64::from(path.items[item].size_of(work));
    let mut line = 0;
    path.each_line(item, work, |part, _, needed| {
        if line >= required {
            measurer.sold_with(when, item as u32, part as u32, i64::from(needed) / size * units);
        }
        line += 1;
    });
}
