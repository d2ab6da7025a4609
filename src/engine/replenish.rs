//! Requests, stock rules and releases: from "someone needs units of an item" to a purchase order or a work order.

use super::calendar::Load;
use super::event::{Event, Rank};
use super::observer::{LevelKind, Observer, Request};
use super::prefetch::prefetch;
use super::serve::Try;
use super::simulator::Simulator;
use super::state::{Claim, LineState, Replenishment, StockPoint, Waiting, Work, WorkStatus};
use crate::model::{Split, Ticks};
use crate::plan::{BuyPlan, MakePlan, Mode, Plan, PlanLine, ReplenishmentMode, SupplyPlan};
use crate::rules::allocation::Kitting;
use crate::rules::variates::VariateStream;

/// The next lead time of an item that is bought, when none is drawn already.
#[cold]
#[inline(never)]
fn draw_lead_time(plan: &Plan, item: u32, times: &mut VariateStream) -> i64 {
    match &plan.items[item as usize].supply {
        SupplyPlan::Buy(buy) => times.refill(&buy.time),
        SupplyPlan::Make(make) => times.refill(&make.time),
    }
}

impl StockPoint {
    /// Number and lead time, ticks, of the next purchase of a [`ReplenishmentMode::AmpleBuy`] stock point.
    #[inline(always)]
    fn next_purchase(&mut self, plan: &Plan, item: u32) -> (u64, i64) {
        let time = self.times.drawn().unwrap_or_else(|| draw_lead_time(plan, item, &mut self.times));
        let number = self.sent;
        self.sent += 1;
        (number, time)
    }

    /// Time in process of the next work order, ticks: a set-up, and the units' times at a station or one delay.
    #[inline(always)]
    fn next_duration(&mut self, make: &MakePlan, units: i64) -> i64 {
        let setup = self.setups.next(&make.setup);
        let draws = if make.station.is_some() { units } else { 1 };
        // Each is at most that, so that no sum overflows.
        (0..draws).fold(setup, |total, _| (total + self.times.next(&make.time)).min(Ticks::NEVER.0))
    }
}

impl Simulator<'_> {
    /// Most requests are for parts on the shelf of a stock point that orders at an ample supplier: the short way, which
    /// is [`Simulator::request`] without what they do not need. Says whether that was so; if not, nothing has happened.
    /// 10 % of the instructions of pc-ato, 7 % of its time.
    #[inline(always)]
    pub(super) fn take_from_shelf<O: Observer>(&mut self, item: u32, units: i64, o: &mut O) -> bool {
        let stock = &mut self.state.stocks[item as usize];
        if stock.mode != ReplenishmentMode::AmpleBuy || stock.free < units {
            return false;
        }
        stock.free -= units;
        let needed = stock.release_after(units);
        if needed > 0 {
            let (number, time) = stock.next_purchase(self.plan, item);
            let replenishment = self.send_for(item, needed, number, time);
            o.request_filled_and_reordered(self.now, units, replenishment);
        } else {
            o.level(self.now, item, LevelKind::Free, -units);
            o.asked(self.now, Request { item, units, taken: units });
        }
        self.audit.asked(item, units, units);
        true
    }

    /// Sends for units at the ample supplier of a [`ReplenishmentMode::AmpleBuy`] stock point.
    #[inline(always)]
    fn send_for(&mut self, item: u32, units: i64, number: u64, time: i64) -> Replenishment {
        let released = self.now;
        self.calendar.send(Event::new(released + time, Rank::Receipt, item, number), Load { tag: released, units });
        self.audit.released(item, units);
        Replenishment { item, number, units, released, claim: Claim::Pool }
    }

    /// Asks `units` of an item for `claim`; gives what it gets at once. The rest waits or is released.
    #[inline(never)]
    pub(super) fn request<O: Observer>(&mut self, item: u32, units: i64, claim: Claim, config: u32, o: &mut O) -> i64 {
        let stock = &mut self.state.stocks[item as usize];
        let mode = stock.mode;
        let taken = units.min(stock.free);
        let short = units - taken;
        stock.free -= taken;
        stock.position -= taken;
        if short > 0 && mode != ReplenishmentMode::Pegged {
            stock.backlog += short;
            stock.position -= short;
            stock.queue.push_back(Waiting { claim, units: short });
        }
        if taken > 0 {
            o.level(self.now, item, LevelKind::Free, -taken);
        }
        if short > 0 {
            o.level(self.now, item, LevelKind::Backlog, short);
        }
        o.asked(self.now, Request { item, units, taken });
        self.audit.asked(item, units, taken);
        match mode {
            ReplenishmentMode::Pegged if short > 0 => self.release(item, short, claim, config, o),
            ReplenishmentMode::Pegged | ReplenishmentMode::Periodic => {}
            ReplenishmentMode::AmpleBuy | ReplenishmentMode::Continuous => self.apply_rule(item, o),
        }
        taken
    }

    /// The stock rule, where it is looked at after each request.
    fn after_request<O: Observer>(&mut self, item: u32, o: &mut O) {
        let mode = self.state.stocks[item as usize].mode;
        if matches!(mode, ReplenishmentMode::AmpleBuy | ReplenishmentMode::Continuous) {
            self.apply_rule(item, o);
        }
    }

    /// Looks at the stock rule now.
    #[inline(always)]
    pub(super) fn apply_rule<O: Observer>(&mut self, item: u32, o: &mut O) {
        let stock = &mut self.state.stocks[item as usize];
        let units = stock.release();
        if units == 0 {
            return;
        }
        if stock.mode == ReplenishmentMode::AmpleBuy {
            let (number, time) = stock.next_purchase(self.plan, item);
            let replenishment = self.send_for(item, units, number, time);
            o.released(self.now, replenishment);
        } else {
            self.release(item, units, Claim::Pool, 0, o);
        }
    }

    /// A review event: look at the rule, come back one period later.
    pub(super) fn review<O: Observer>(&mut self, place: u32, number: u64, o: &mut O) {
        let item = self.plan.reviews[place as usize];
        let next = self.now + self.plan.items[item as usize].review;
        self.calendar.push(Event::new(next, Rank::Review, place, number + 1));
        self.apply_rule(item, o);
    }

    /// Releases a replenishment of `units` for `claim`; what is for the pool counts in the position already.
    #[inline(always)]
    fn release<O: Observer>(&mut self, item: u32, units: i64, claim: Claim, config: u32, o: &mut O) {
        let plan = self.plan;
        match &plan.items[item as usize].supply {
            SupplyPlan::Buy(buy) => {
                let mut left = units;
                while left > 0 {
                    let batch = buy.lot.next(left);
                    self.purchase(item, buy, batch, claim, o);
                    left -= batch;
                }
                if claim == Claim::Pool {
                    // A lot may be larger than what was asked for.
                    self.state.stocks[item as usize].position -= left;
                }
            }
            SupplyPlan::Make(make) => match make.split {
                Split::Whole => self.open_work(item, make, units, claim, config, o),
                Split::Units => {
                    for _ in 0..units {
                        self.open_work(item, make, 1, claim, config, o);
                    }
                }
            },
        }
    }

    /// One purchase order. Its receipt is known at once: lead times are bound at release.
    fn purchase<O: Observer>(&mut self, item: u32, buy: &BuyPlan, units: i64, claim: Claim, o: &mut O) {
        let time = self.state.stocks[item as usize].times.next(&buy.time);
        let (mut receipt, job) = buy.source.receive(self.now, time, &mut self.state.suppliers);
        if let Some(job) = job {
            o.supplier_job(job);
        }
        let stock = &mut self.state.stocks[item as usize];
        let number = stock.sent;
        stock.sent += 1;
        if stock.sequential {
            receipt = receipt.max(stock.last_receipt);
            stock.last_receipt = receipt;
        }
        let purchase = Replenishment { item, number, units, released: self.now, claim };
        let (slot, _) = self.state.purchases.insert(purchase);
        self.book(purchase, o);
        self.calendar.send(Event::new(receipt, Rank::Receipt, item, number), Load { tag: i64::from(slot), units: 0 });
    }

    /// A replenishment is on order.
    #[inline(always)]
    fn book<O: Observer>(&mut self, replenishment: Replenishment, o: &mut O) {
        o.released(self.now, replenishment);
        self.audit.released(replenishment.item, replenishment.units);
    }

    /// One work order: draws its time, requests its parts.
    #[inline(never)]
    fn open_work<O: Observer>(&mut self, item: u32, make: &MakePlan, units: i64, claim: Claim, config: u32, o: &mut O) {
        self.prefetch_parts(self.plan.required(make), o);
        let stock = &mut self.state.stocks[item as usize];
        let duration = stock.next_duration(make, units);
        let number = stock.sent;
        stock.sent += 1;
        self.book(Replenishment { item, number, units, released: self.now, claim }, o);
        let slot = self.state.works.next();
        let lines_at = slot as usize * self.plan.widest;
        if self.state.lines.len() < lines_at + self.plan.widest {
            self.state.lines.resize(lines_at + self.plan.widest, LineState::default());
        }
        let work = Work {
            slot,
            item,
            number,
            units,
            claim,
            config,
            created: self.now,
            kitted_at: self.now,
            start: self.now,
            duration,
            stocked_inputs_at: self.now,
            missing: 0,
            lines_at: lines_at as u32,
            lines: 0,
            required: make.first_optional - make.first_line,
            station: make.station.unwrap_or(u32::MAX),
            waited: false,
            status: WorkStatus::WaitingParts,
        };
        o.opened(self.now, &work);
        let (_, generation) = self.state.works.insert(work);
        match self.plan.kitting {
            Kitting::LineByLine => self.request_parts(slot, generation, make, o),
            Kitting::AllTogether => self.request_parts_together(slot, make, o),
        }
    }

    /// First come, first served: each line takes what is free and waits for the rest.
    #[inline(always)]
    fn request_parts<O: Observer>(&mut self, slot: u32, generation: u32, make: &MakePlan, o: &mut O) {
        let plan = self.plan;
        let Work { units, config, lines_at, .. } = self.state.works[slot];
        let at = lines_at as usize;
        let mut line = 0;
        let mut missing = 0;
        for part in plan.required(make) {
            let needed = i64::from(part.quantity) * units;
            if self.take_from_shelf(part.item, needed, o) {
                let state = LineState { item: part.item, needed, missing: 0, arrived: self.now, pooled: true };
                self.state.lines[at + line as usize] = state;
            } else {
                missing += self.request_line(Claim::Work { slot, generation, line }, part.item, needed, o);
            }
            line += 1;
        }
        for part in plan.chosen(make, config) {
            missing += self.request_line(Claim::Work { slot, generation, line }, part, units, o);
            line += 1;
        }
        for part in plan.optional(make) {
            let needed = i64::from(part.quantity) * units;
            if self.take_optional(part.item, needed, o) {
                missing += self.request_line(Claim::Work { slot, generation, line }, part.item, needed, o);
                line += 1;
            }
        }
        let work = &mut self.state.works[slot];
        (work.lines, work.missing) = (line, missing);
        if missing == 0 {
            self.kit_complete(slot, o);
            return;
        }
        work.waited = true;
        for state in &self.state.lines[at..at + line as usize] {
            let got = state.needed - state.missing;
            if got > 0 {
                o.level(self.now, state.item, LevelKind::Committed, got);
            }
        }
    }

    /// Requests the units of the claim's line; gives 1 if it is short.
    #[inline(always)]
    fn request_line<O: Observer>(&mut self, claim: Claim, item: u32, needed: i64, o: &mut O) -> u32 {
        let Claim::Work { slot, line, .. } = claim else { return 0 };
        let at = slot as usize * self.plan.widest + line as usize;
        let taken = self.request(item, needed, claim, 0, o);
        let pooled = self.state.stocks[item as usize].mode != ReplenishmentMode::Pegged;
        self.state.lines[at] = LineState { item, needed, missing: needed - taken, arrived: self.now, pooled };
        u32::from(taken < needed)
    }

    /// Whether an optional line is taken: always from order-driven items, whole and free from held ones.
    fn take_optional<O: Observer>(&mut self, item: u32, needed: i64, o: &mut O) -> bool {
        let taken =
            self.plan.items[item as usize].mode != Mode::Held || self.state.stocks[item as usize].free >= needed;
        if !taken {
            o.skipped(self.now, item, needed);
        }
        taken
    }

    /// Nothing is held back: lines ask, and take only all together.
    fn request_parts_together<O: Observer>(&mut self, slot: u32, make: &MakePlan, o: &mut O) {
        let plan = self.plan;
        let (units, config) = (self.state.works[slot].units, self.state.works[slot].config);
        let mut line = 0;
        let mut missing = 0;
        for part in plan.required(make) {
            missing += self.ask_line(slot, line, part.item, i64::from(part.quantity) * units, o);
            line += 1;
        }
        for part in plan.chosen(make, config) {
            missing += self.ask_line(slot, line, part, units, o);
            line += 1;
        }
        for part in plan.optional(make) {
            let needed = i64::from(part.quantity) * units;
            if self.take_optional(part.item, needed, o) {
                missing += self.ask_line(slot, line, part.item, needed, o);
                line += 1;
            }
        }
        let work = &mut self.state.works[slot];
        (work.lines, work.missing, work.waited) = (line, missing, true);
        let complete = self.try_together(slot, Try::First, o);
        self.queue_together(slot, complete, o);
    }

    /// One line that does not take alone; gives 1 if it is a pegged line that is short.
    fn ask_line<O: Observer>(&mut self, slot: u32, line: u32, item: u32, needed: i64, o: &mut O) -> u32 {
        if self.plan.items[item as usize].mode == Mode::Pegged {
            let generation = self.state.works.generation(slot);
            let at = (self.state.works[slot].lines_at + line) as usize;
            let short = self.request_line(Claim::Work { slot, generation, line }, item, needed, o);
            let state = self.state.lines[at];
            if state.needed > state.missing {
                o.level(self.now, item, LevelKind::Committed, state.needed - state.missing);
            }
            return short;
        }
        let at = self.state.works[slot].lines_at + line;
        self.state.lines[at as usize] = LineState { item, needed, missing: needed, arrived: self.now, pooled: true };
        let stock = &mut self.state.stocks[item as usize];
        stock.backlog += needed;
        stock.position -= needed;
        o.level(self.now, item, LevelKind::Backlog, needed);
        self.audit.asked(item, needed, 0);
        self.after_request(item, o);
        0
    }

    /// After the first try: tells what was asked, and queues the lines of a work order that could not start.
    fn queue_together<O: Observer>(&mut self, slot: u32, complete: bool, o: &mut O) {
        let (at, lines) = (self.state.works[slot].lines_at, self.state.works[slot].lines);
        let generation = self.state.works.generation(slot);
        for line in 0..lines {
            let state = self.state.lines[(at + line) as usize];
            if !state.pooled {
                continue;
            }
            let taken = if complete { state.needed } else { 0 };
            o.asked(self.now, Request { item: state.item, units: state.needed, taken });
            if !complete {
                let claim = Claim::Work { slot, generation, line };
                self.state.stocks[state.item as usize].queue.push_back(Waiting { claim, units: state.needed });
            }
        }
    }

    /// Asks for the stock points of a kit, and then for the lead times that they will draw.
    #[inline(always)]
    pub(super) fn prefetch_parts<O: Observer>(&self, parts: &[PlanLine], o: &O) {
        if self.wide {
            self.prefetch_kit(parts, o);
        }
    }

    #[inline(never)]
    fn prefetch_kit<O: Observer>(&self, parts: &[PlanLine], o: &O) {
        for part in parts {
            prefetch(&self.state.stocks[part.item as usize], 2);
            o.coming(part.item);
        }
        for part in parts {
            if let Some(time) = self.state.stocks[part.item as usize].times.next_place() {
                prefetch(time, 1);
            }
        }
    }
}
