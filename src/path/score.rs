//! One path, scored for many base-stock vectors.
//!
//! The receipts of bought items do not depend on their stock: with S units on the shelf, unit u asked is served by
//! receipt u − S. So where customers ask for bought items, or for what is made of bought items without a queue, an order
//! is ready at `max(placed, receipts of its lines, S places back)`, and nothing else of a replication has to be looked
//! at again. Holding costs need no more than that either: over a window of length H, an item's free and committed units
//! come to `S H − on order + Σ units (ready − placed)`.
//!
//! ```text
//! Board: blocks of orders ─► in each, orders of one kind side by side ─► line by line: the unit that completes it
//! ```
//!
//! Sums are integers; only money is not. Scores are those of the records, costs to rounding.

use super::{NONE, Path, Reason};
use crate::model::{After, Model, Ship, Split, Supply, TICKS_PER_UNIT};
use crate::plan::{Mode, SupplyPlan};

/// Orders in a block: what a block needs stays in the first cache.
const BLOCK: usize = 1024;

/// What a base-stock vector comes to in one replication.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Score {
    /// Orders of the window.
    pub orders: u64,
    /// Of them, delivered after a wait of zero length (delivery time apart).
    pub at_once: u64,
    /// Of them, those for which all parts were free at once.
    pub parts_at_once: u64,
    /// Their responses added up, ticks.
    pub response: i128,
    /// Total cost per time unit of the window, as `cost_total` of the system.
    pub cost: f64,
}

impl Score {
    /// Share of orders delivered at once; NaN without orders.
    #[must_use]
    pub fn fill(&self) -> f64 {
        self.at_once as f64 / self.orders as f64
    }

    /// Mean response, time units; NaN without orders.
    #[must_use]
    pub fn response_mean(&self) -> f64 {
        self.response as f64 / TICKS_PER_UNIT as f64 / self.orders as f64
    }
}

/// A replication laid out for scoring. Some 24 bytes per order, 4 per line and 8 per unit bought.
#[derive(Clone, Debug)]
pub struct Board {
    warm_up: i64,
    end: i64,
    /// By item of the plan.
    items: Vec<BoardItem>,
    /// By flow of the plan.
    kinds: Vec<Kind>,
    blocks: Vec<Block>,
    pub(super) segments: Vec<Segment>,
    /// By order, block by block and kind by kind.
    pub(super) orders: Vec<BoardOrder>,
    /// By line of a segment, then by order: the last unit it needs.
    pub(super) units: Vec<u32>,
    /// Costs that do not depend on stock, per time unit.
    fixed: f64,
}

/// A bought item.
#[derive(Clone, Debug, Default)]
struct BoardItem {
    /// By unit in order of receipt, ticks.
    receipts: Vec<i64>,
    holding: f64,
    /// Unit·ticks on order inside the window.
    on_order: i128,
    used: bool,
}

/// Orders of one demand for one product.
#[derive(Clone, Debug, Default)]
pub(super) struct Kind {
    /// Parts.
    pub lines: Vec<u32>,
    /// Holding of the parts of a unit; in process; owed: per unit and time unit.
    holding: f64,
    wip: f64,
    owed: f64,
    /// Per unit started, per job started, per order delivered.
    process: f64,
    setup: f64,
    delivery: f64,
}

/// Neighbouring orders.
#[derive(Clone, Debug)]
struct Block {
    segments: std::ops::Range<usize>,
    /// First and last placement, and the longest time after the kit, ticks.
    first: i64,
    last: i64,
    tail: i64,
    /// The last unit asked of each item used in the block.
    reach: Vec<(u32, u32)>,
}

/// Orders of one kind within a block.
#[derive(Clone, Debug)]
pub(super) struct Segment {
    pub kind: usize,
    pub orders: std::ops::Range<usize>,
    /// Where the units of its lines begin.
    pub units: usize,
    /// What its orders come to beside their waits when all of it lies in the window.
    constant: Sums,
    sizes: Sizes,
    /// Which orders take no time in process.
    instant: Instant,
}

/// How many units orders are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sizes {
    /// One each.
    One,
    /// So few that no unit·ticks of a segment overflow a word.
    Few,
    Many,
}

/// Whether orders take no time in process, so that they may be delivered at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Instant {
    None,
    Some,
    All,
}

/// An order. Times in ticks.
#[derive(Clone, Copy, Debug)]
pub(super) struct BoardOrder {
    pub placed: i64,
    /// Time in process, and on the way.
    process: i64,
    way: i64,
    quantity: i64,
}

/// Sums of one kind, exact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sums {
    orders: i64,
    at_once: i64,
    parts_at_once: i64,
    response: i128,
    /// Unit·ticks inside the window: from placement to kit, in process, owed.
    waiting: i128,
    wip: i128,
    owed: i128,
    started: i64,
    jobs: i64,
    delivered: i64,
}

impl Sums {
    pub(super) fn add(&mut self, other: &Sums, sign: i64) {
        let wide = i128::from(sign);
        self.orders += sign * other.orders;
        self.at_once += sign * other.at_once;
        self.parts_at_once += sign * other.parts_at_once;
        self.response += wide * other.response;
        self.waiting += wide * other.waiting;
        self.wip += wide * other.wip;
        self.owed += wide * other.owed;
        self.started += sign * other.started;
        self.jobs += sign * other.jobs;
        self.delivered += sign * other.delivered;
    }
}

impl Board {
    /// Scores one vector: units of base stock by item of the plan (those of items that are not bought do not count).
    #[must_use]
    pub fn score(&self, stocks: &[u32]) -> Score {
        self.score_each(stocks, |_| {})
    }

    /// Scores one vector, telling the response of every order of the window, ticks, in no particular order.
    pub fn score_each(&self, stocks: &[u32], mut response: impl FnMut(i64)) -> Score {
        let mut sums = vec![Sums::default(); self.kinds.len()];
        let mut ready = [0; BLOCK];
        for block in &self.blocks {
            let inner = self.lies_inside(block, stocks);
            for segment in &self.segments[block.segments.clone()] {
                let ready = &mut ready[..segment.orders.len()];
                self.find_ready(segment, stocks, ready);
                let (orders, sums) = (&self.orders[segment.orders.clone()], &mut sums[segment.kind]);
                if inner {
                    add_inner(segment, orders, ready, sums);
                } else {
                    for (order, ready) in orders.iter().zip(ready.iter()) {
                        sums.add(&self.contribution(order, *ready), 1);
                    }
                }
                for (order, ready) in orders.iter().zip(ready.iter()) {
                    if inner || self.in_window(order.placed) {
                        response(ready - order.placed + order.process + order.way);
                    }
                }
            }
        }
        self.price(stocks, &sums)
    }

    /// Orders laid out, and their lines.
    #[must_use]
    pub fn size(&self) -> (usize, usize) {
        (self.orders.len(), self.units.len())
    }

    /// The bought items, by number in the plan.
    pub fn bought(&self) -> impl Iterator<Item = u32> + '_ {
        self.items.iter().zip(0..).filter(|(item, _)| item.used).map(|(_, number)| number)
    }

    /// Whether nothing of a block reaches beyond the window.
    fn lies_inside(&self, block: &Block, stocks: &[u32]) -> bool {
        let received = |(item, unit): &(u32, u32)| self.receipt(*item as usize, *unit, stocks);
        let latest = block.reach.iter().map(received).fold(block.last, i64::max);
        block.first >= self.warm_up && latest.saturating_add(block.tail) < self.end
    }

    /// When the unit that serves unit `unit` asked of an item is there, ticks; before all times for the initial stock.
    #[inline]
    pub(super) fn receipt(&self, item: usize, unit: u32, stocks: &[u32]) -> i64 {
        // Below 0 wraps to a place that does not exist.
        let place = (unit as usize).wrapping_sub(stocks[item] as usize);
        self.items[item].receipts.get(place).copied().unwrap_or(i64::MIN)
    }

    /// When each order of a segment has its parts.
    #[inline]
    fn find_ready(&self, segment: &Segment, stocks: &[u32], ready: &mut [i64]) {
        let count = segment.orders.len();
        let orders = &self.orders[segment.orders.clone()];
        for (ready, order) in ready.iter_mut().zip(orders) {
            *ready = order.placed;
        }
        let mut units = self.units[segment.units..].chunks_exact(count);
        for (item, units) in self.kinds[segment.kind].lines.iter().zip(&mut units) {
            let receipts = self.items[*item as usize].receipts.as_slice();
            let stock = stocks[*item as usize] as usize;
            for (ready, unit) in ready.iter_mut().zip(units) {
                let place = (*unit as usize).wrapping_sub(stock);
                *ready = (*ready).max(receipts.get(place).copied().unwrap_or(i64::MIN));
            }
        }
    }

    #[inline]
    fn in_window(&self, time: i64) -> bool {
        time >= self.warm_up && time < self.end
    }

    /// What one order comes to, wherever it lies.
    pub(super) fn contribution(&self, order: &BoardOrder, ready: i64) -> Sums {
        let clip = |time: i64| time.clamp(self.warm_up, self.end);
        let units = |ticks: i64| i128::from(ticks) * i128::from(order.quantity);
        let done = ready + order.process;
        let cohort = i64::from(self.in_window(order.placed));
        let started = i64::from(self.in_window(ready));
        Sums {
            orders: cohort,
            at_once: cohort * i64::from(done == order.placed),
            parts_at_once: cohort * i64::from(ready == order.placed),
            response: i128::from(cohort) * i128::from(done + order.way - order.placed),
            waiting: units(clip(ready) - clip(order.placed)),
            wip: units(clip(done) - clip(ready)),
            owed: units(clip(done + order.way) - clip(order.placed)),
            started: started * order.quantity,
            jobs: started,
            delivered: i64::from(self.in_window(done)),
        }
    }

    /// From sums to money.
    pub(super) fn price(&self, stocks: &[u32], sums: &[Sums]) -> Score {
        let horizon = (self.end - self.warm_up) as f64;
        let mut score = Score { orders: 0, at_once: 0, parts_at_once: 0, response: 0, cost: self.fixed };
        for (item, stock) in self.items.iter().zip(stocks).filter(|(item, _)| item.used) {
            let units = i128::from(*stock) * i128::from(self.end - self.warm_up) - item.on_order;
            score.cost += units as f64 / horizon * item.holding;
        }
        for (kind, sums) in self.kinds.iter().zip(sums) {
            score.orders += sums.orders as u64;
            score.at_once += sums.at_once as u64;
            score.parts_at_once += sums.parts_at_once as u64;
            score.response += sums.response;
            let levels = sums.waiting as f64 * kind.holding + sums.wip as f64 * kind.wip + sums.owed as f64 * kind.owed;
            let events = sums.started as f64 * kind.process
                + sums.jobs as f64 * kind.setup
                + sums.delivered as f64 * kind.delivery;
            score.cost += levels / horizon + events / (horizon / TICKS_PER_UNIT as f64);
        }
        score
    }

    pub(super) fn kinds(&self) -> &[Kind] {
        &self.kinds
    }
}

/// Adds a segment whose orders begin and end inside the window: only their waits depend on stock.
#[inline]
fn add_inner(segment: &Segment, orders: &[BoardOrder], ready: &[i64], sums: &mut Sums) {
    let (mut wait, mut at_once) = (0, 0);
    for (order, ready) in orders.iter().zip(ready) {
        let own = ready - order.placed;
        wait += own;
        at_once += i64::from(own == 0);
    }
    let waits = orders.iter().zip(ready).map(|(order, ready)| (ready - order.placed, order.quantity));
    let units = match segment.sizes {
        Sizes::One => i128::from(wait),
        Sizes::Few => i128::from(waits.map(|(own, quantity)| own * quantity).sum::<i64>()),
        Sizes::Many => waits.map(|(own, quantity)| i128::from(own) * i128::from(quantity)).sum(),
    };
    sums.add(&segment.constant, 1);
    sums.parts_at_once += at_once;
    sums.at_once += match segment.instant {
        Instant::All => at_once,
        Instant::Some => {
            orders.iter().zip(ready).filter(|(order, ready)| order.process + **ready == order.placed).count() as i64
        }
        Instant::None => 0,
    };
    sums.response += i128::from(wait);
    sums.waiting += units;
    sums.owed += units;
}

impl Path<'_> {
    /// Draws a replication and lays it out for scoring. It is walked without stock, and so for as long as any vector
    /// needs.
    ///
    /// # Errors
    /// Why scores do not follow from the receipts of bought items alone, or why the replication has no end.
    pub fn board(&mut self, model: &Model, replication: u32) -> Result<Board, Reason> {
        self.replicate_empty(replication)?;
        let mut board = Board {
            warm_up: self.plan.warm_up,
            end: self.plan.end,
            items: vec![BoardItem::default(); self.items.len()],
            kinds: Vec::new(),
            blocks: Vec::new(),
            segments: Vec::new(),
            orders: Vec::with_capacity(self.orders.placed.len()),
            units: Vec::new(),
            fixed: 0.0,
        };
        if board.end > i64::MAX / (4 * BLOCK as i64) {
            return no("the window is too long for sums of a block");
        }
        for flow in 0..self.plan.flows.len() {
            board.kinds.push(self.kind(model, flow)?);
        }
        for item in 0..self.items.len() {
            self.lay_item(model, item, &mut board);
        }
        self.lay_orders(&mut board);
        Ok(board)
    }

    /// Lines and rates of a flow.
    fn kind(&self, model: &Model, flow: usize) -> Result<Kind, Reason> {
        let plan = self.plan;
        let flow = plan.flows[flow];
        let demand = &model.demands[flow.origin as usize];
        let target = plan.demands[flow.demand as usize]
            .targets
            .iter()
            .find(|target| plan.items[target.item as usize].origin == flow.product);
        let Some(target) = target else { return no("a product is missing") };
        let item = &plan.items[target.item as usize];
        if !target.variants.is_empty() || !target.options.is_empty() {
            return no(&format!("{} is configured", item.name));
        }
        if demand.backorder.once != 0.0 || demand.backorder.after == After::Due {
            return no("a backorder cost falls once or after the due time");
        }
        if demand.ship == Ship::Partial && !self.network.unit[target.item as usize] {
            return no("shipments are partial");
        }
        let mut kind = Kind { owed: demand.backorder.rate, delivery: demand.delivery.cost, ..Kind::default() };
        match (&item.supply, &model.item(item.origin).supply) {
            (SupplyPlan::Buy(_), _) => kind.lines.push(target.item),
            (SupplyPlan::Make(make), Supply::Make(costs)) => {
                let pegged = item.mode == Mode::Pegged && make.split == Split::Whole;
                if make.station.is_some() || !pegged || !plan.optional(make).is_empty() {
                    return no(&format!("{} is not simply assembled to order", item.name));
                }
                kind.lines.extend(plan.required(make).iter().map(|line| line.item));
                (kind.wip, kind.process, kind.setup) = (item.wip_holding, costs.cost, costs.setup_cost);
                let holding =
                    |line: &crate::plan::PlanLine| f64::from(line.quantity) * plan.items[line.item as usize].holding;
                kind.holding = plan.required(make).iter().map(holding).sum();
            }
            _ => return no("a product is missing"),
        }
        for part in &kind.lines {
            let part = &plan.items[*part as usize];
            if !matches!(part.supply, SupplyPlan::Buy(_)) || part.mode == Mode::Pegged {
                return no(&format!("{} is neither bought for stock nor pooled", part.name));
            }
        }
        if let SupplyPlan::Buy(_) = item.supply {
            kind.holding = item.holding;
        }
        Ok(kind)
    }

    /// Receipts by unit, and the costs of an item that do not depend on stock.
    fn lay_item(&self, model: &Model, item: usize, board: &mut Board) {
        let (path, plan) = (&self.items[item], &self.plan.items[item]);
        let Supply::Buy(buy) = &model.item(plan.origin).supply else { return };
        let clip = |time: i64| time.clamp(board.warm_up, board.end);
        let (mut releases, mut units) = (0u64, 0u64);
        let mut on_order = 0;
        let mut receipts = Vec::with_capacity(path.receipt.len());
        for place in 0..path.receipt.len() {
            let number = path.number_at(place);
            let (size, released) = (path.size_of(number), self.released(item, number));
            receipts.extend((0..size).map(|_| path.receipt[number]));
            on_order += i128::from(clip(path.receipt[number]) - clip(released)) * i128::from(size);
            if board.in_window(released) {
                releases += 1;
                units += u64::from(size);
            }
        }
        let horizon = (board.end - board.warm_up) as f64;
        let window = horizon / TICKS_PER_UNIT as f64;
        board.fixed += units as f64 * buy.cost / window
            + releases as f64 * buy.order_cost / window
            + on_order as f64 / horizon * buy.holding_cost;
        board.items[item] = BoardItem { receipts, holding: plan.holding, on_order, used: true };
    }

    fn lay_orders(&self, board: &mut Board) {
        // Units asked of each item up to and with each request.
        let reach: Vec<Vec<u32>> = self.items.iter().map(super::ItemPath::units_asked).collect();
        let kinds = std::mem::take(&mut board.kinds);
        for first in (0..self.orders.placed.len()).step_by(BLOCK) {
            let all = first..(first + BLOCK).min(self.orders.placed.len());
            let begun = board.segments.len();
            let mut last_units = vec![NONE; self.items.len()];
            for (flow, kind) in kinds.iter().enumerate() {
                let mine: Vec<usize> =
                    all.clone().filter(|order| self.orders.facts[*order].flow as usize == flow).collect();
                if !mine.is_empty() {
                    self.lay_segment(flow, kind, &mine, &reach, &mut last_units, board);
                }
            }
            let tail = board.orders[board.segments[begun].orders.start..].iter().map(|order| order.process + order.way);
            board.blocks.push(Block {
                segments: begun..board.segments.len(),
                first: self.orders.placed[all.start],
                last: self.orders.placed[all.end - 1],
                tail: tail.max().unwrap_or(0),
                reach: last_units
                    .iter()
                    .zip(0..)
                    .filter(|(unit, _)| **unit != NONE)
                    .map(|(u, item)| (item, *u))
                    .collect(),
            });
        }
        board.kinds = kinds;
    }

    fn lay_segment(
        &self,
        flow: usize,
        kind: &Kind,
        mine: &[usize],
        reach: &[Vec<u32>],
        last_units: &mut [u32],
        board: &mut Board,
    ) {
        let (first, units) = (board.orders.len(), board.units.len());
        let mut constant = Sums::default();
        for order in mine {
            let facts = &self.orders.facts[*order];
            let process = match self.plan.items[facts.item as usize].supply {
                SupplyPlan::Buy(_) => 0,
                SupplyPlan::Make(_) => self.items[facts.item as usize].delay[facts.request as usize],
            };
            let quantity = i64::from(facts.quantity);
            board.orders.push(BoardOrder {
                placed: self.orders.placed[*order],
                process,
                way: facts.delivery,
                quantity,
            });
            let after = process + facts.delivery;
            constant.add(
                &Sums {
                    orders: 1,
                    response: i128::from(after),
                    wip: i128::from(process) * i128::from(quantity),
                    owed: i128::from(after) * i128::from(quantity),
                    started: quantity,
                    jobs: 1,
                    delivered: 1,
                    ..Sums::default()
                },
                1,
            );
        }
        for (line, item) in kind.lines.iter().enumerate() {
            for order in mine {
                let facts = &self.orders.facts[*order];
                let request = match self.plan.items[facts.item as usize].supply {
                    SupplyPlan::Buy(_) => facts.request,
                    SupplyPlan::Make(_) => {
                        self.items[facts.item as usize].lines[facts.request as usize * kind.lines.len() + line]
                    }
                };
                let unit = reach[*item as usize][request as usize] - 1;
                let last = &mut last_units[*item as usize];
                *last = if *last == NONE { unit } else { (*last).max(unit) };
                board.units.push(unit);
            }
        }
        let largest = mine.iter().map(|order| self.orders.facts[*order].quantity).max().unwrap_or(1);
        let most = i128::from(largest) * i128::from(board.end) * BLOCK as i128;
        let sizes = match largest {
            1 => Sizes::One,
            _ if most <= i128::from(i64::MAX) => Sizes::Few,
            _ => Sizes::Many,
        };
        let orders = first..board.orders.len();
        let instant = match board.orders[orders.clone()].iter().filter(|order| order.process == 0).count() {
            0 => Instant::None,
            count if count == mine.len() => Instant::All,
            _ => Instant::Some,
        };
        board.segments.push(Segment { kind: flow, orders, units, constant, sizes, instant });
    }
}

impl super::ItemPath {
    /// Units asked up to and with each request.
    fn units_asked(&self) -> Vec<u32> {
        let mut sum = 0;
        let add = |request| {
            sum += self.units_of(request);
            sum
        };
        (0..self.cause.len()).map(add).collect()
    }
}

fn no<T>(words: &str) -> Result<T, Reason> {
    Err(Reason(words.into()))
}
