//! Requests, stock rules and releases: from "someone needs units of an item" to a purchase order or a work order.

use super::calendar::Load;
use super::event::{Event, Rank};
use super::hours::received_at;
use super::observer::{LevelKind, Observer, Request};
use super::prefetch::prefetch;
use super::simulator::Simulator;
use super::state::{Claim, Replenishment, StockPoint, Waiting, Work, WorkStatus};
use crate::model::{Crossing, Split, Ticks, TimePer};
use crate::plan::{BuyPlan, Level, MakePlan, Plan, PlanLine, ReplenishmentMode, SupplyPlan};
use crate::rules::supply::PurchaseSource;
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

    /// Time in process of the next work order, ticks: a set-up, and one time or one per unit.
    #[inline(always)]
    pub(super) fn next_duration(&mut self, make: &MakePlan, units: i64) -> i64 {
        let setup = self.setups.next(&make.setup);
        let draws = match make.time_per {
            TimePer::Unit => units,
            TimePer::Lot => 1,
        };
        self.after_units(make, draws, setup)
    }

    /// So many draws of the time to make after what is there already, ticks.
    #[inline(always)]
    pub(super) fn after_units(&mut self, make: &MakePlan, draws: i64, before: i64) -> i64 {
        // Each is at most that, so that no sum overflows.
        (0..draws).fold(before, |total, _| (total + self.times.next(&make.time)).min(Ticks::NEVER.0))
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
            self.tell_taken(item, units, o);
        }
        self.audit.asked(item, units, units);
        true
    }

    /// Units were asked and are handed over from the shelf, and nothing is released.
    #[inline(never)]
    fn tell_taken<O: Observer>(&self, item: u32, units: i64, o: &mut O) {
        o.level(self.now, item, LevelKind::Free, -units);
        o.asked(self.now, Request { item, units, taken: units });
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
        let urgency = self.urgency_of(claim, item);
        let open = self.open_to(item, urgency);
        let stock = &mut self.state.stocks[item as usize];
        let mode = stock.mode;
        let taken = units.min(open);
        let short = units - taken;
        stock.free -= taken;
        stock.position -= taken;
        if short > 0 && mode != ReplenishmentMode::Pegged {
            stock.backlog += short;
            stock.position -= short;
            stock.wait(self.plan, Waiting { claim, units: short, urgency });
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
            ReplenishmentMode::Pegged => {}
            ReplenishmentMode::Periodic => self.note_asked(item, units),
            ReplenishmentMode::AmpleBuy | ReplenishmentMode::Continuous => self.apply_rule(item, o),
        }
        taken
    }

    /// Units were asked of an item: what a forecast follows.
    pub(super) fn note_asked(&mut self, item: u32, units: i64) {
        if let Some(place) = self.plan.items[item as usize].moving {
            self.state.forecasters[place as usize].asked += units;
        }
    }

    /// A review of an item whose level follows a forecast.
    fn set_level<O: Observer>(&mut self, item: u32, place: u32, o: &mut O) {
        let look = self.state.forecasters[place as usize].look(&self.plan.moving[place as usize], self.now);
        self.state.stocks[item as usize].level = Level::base_stock(look.level);
        o.level_set(self.now, item, look);
    }

    /// The stock rule, where it is looked at after each request.
    pub(super) fn after_request<O: Observer>(&mut self, item: u32, o: &mut O) {
        let mode = self.state.stocks[item as usize].mode;
        if matches!(mode, ReplenishmentMode::AmpleBuy | ReplenishmentMode::Continuous) {
            self.apply_rule(item, o);
        }
    }

    /// Looks at the stock rule now.
    #[inline(always)]
    pub(super) fn apply_rule<O: Observer>(&mut self, item: u32, o: &mut O) {
        if self.state.stocks[item as usize].sourced {
            self.rush(item, o);
        }
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

    /// A review event: look at the rule, come back one period later if there is a period.
    pub(super) fn review<O: Observer>(&mut self, place: u32, number: u64, o: &mut O) {
        let item = self.plan.reviews[place as usize];
        let period = self.plan.items[item as usize].review;
        if period > 0 {
            self.calendar.push(Event::new(self.now + period, Rank::Review, place, number + 1));
        }
        o.reviewed(self.now, item);
        // The first level is there from the beginning.
        if let Some(moving) = self.plan.items[item as usize].moving.filter(|_| number > 0 && !self.is_over(item)) {
            self.set_level(item, moving, o);
        }
        self.apply_rule(item, o);
    }

    /// Releases a replenishment of `units` for `claim`; what is for the pool counts in the position already.
    #[inline(always)]
    pub(super) fn release<O: Observer>(&mut self, item: u32, units: i64, claim: Claim, config: u32, o: &mut O) {
        let plan = self.plan;
        if !self.state.stocks[item as usize].goes_whole {
            return self.release_divided(item, units, claim, config, o);
        }
        match &plan.items[item as usize].supply {
            SupplyPlan::Buy(buy) => self.purchase((item, None), buy, units, claim, o),
            SupplyPlan::Make(make) => self.open_work(item, make, units, claim, config, o),
        }
    }

    /// The same where it may be several replenishments, or come from one of several sources.
    #[inline(never)]
    fn release_divided<O: Observer>(&mut self, item: u32, units: i64, claim: Claim, config: u32, o: &mut O) {
        if self.state.stocks[item as usize].sourced {
            self.release_sourced(item, units, claim, config, o);
        } else {
            self.send(item, &self.plan.items[item as usize].supply, None, (units, claim, config), o);
        }
    }

    /// Releases `what` (units, claim and options) in one way; `source` is its place in the plan where there are several.
    pub(super) fn send<O: Observer>(
        &mut self,
        item: u32,
        supply: &SupplyPlan,
        source: Option<u32>,
        what: (i64, Claim, u32),
        o: &mut O,
    ) {
        let (mut left, claim, config) = what;
        match supply {
            SupplyPlan::Buy(buy) => {
                while left > 0 {
                    let batch = buy.lot.next(left);
                    self.purchase((item, source), buy, batch, claim, o);
                    left -= batch;
                }
            }
            SupplyPlan::Make(make) => {
                while left > 0 {
                    let batch = make.lot.next(left);
                    let (orders, units) = match make.split {
                        Split::Whole | Split::Available => (1, batch),
                        Split::Units => (batch, 1),
                    };
                    for _ in 0..orders {
                        match source {
                            None => self.open_work(item, make, units, claim, config, o),
                            Some(source) => self.open_work_at((item, source), make, (units, claim, config), o),
                        }
                    }
                    left -= batch;
                }
            }
        }
        if left < 0 && claim == Claim::Pool {
            // A lot may be larger than what was asked for.
            self.state.stocks[item as usize].position -= left;
        }
    }

    /// One purchase order. Its receipt is known at once: lead times are bound at release.
    fn purchase<O: Observer>(
        &mut self,
        (item, source): (u32, Option<u32>),
        buy: &BuyPlan,
        units: i64,
        claim: Claim,
        o: &mut O,
    ) {
        let times = match source {
            None => &mut self.state.stocks[item as usize].times,
            Some(source) => &mut self.state.sources[source as usize].times,
        };
        let time = times.next(&buy.time);
        let mut sent = self.now;
        let mut receipt = match buy.source {
            PurchaseSource::Stops(supplier) => {
                let purchase = self.send_in_hours(supplier, units, time, o);
                sent = purchase.sent;
                purchase.receipt
            }
            to => {
                let (receipt, job) = to.receive(self.now, time, &mut self.state.suppliers);
                if let Some(job) = job {
                    o.supplier_job(job);
                }
                receipt
            }
        };
        let stock = &mut self.state.stocks[item as usize];
        let number = stock.sent;
        stock.sent += 1;
        if buy.crossing == Crossing::Sequential {
            let last = match source {
                None => &mut stock.last_receipt,
                Some(source) => &mut self.state.sources[source as usize].last_receipt,
            };
            receipt = receipt.max(*last);
            *last = receipt;
        }
        if let Some(dock) = &self.plan.items[item as usize].receiving {
            receipt = received_at(dock, receipt);
        }
        let purchase = Replenishment { item, number, units, released: self.now, claim };
        let (slot, _) = self.state.purchases.insert(purchase);
        self.book(purchase, o);
        if let Some(source) = source {
            self.note_purchase(slot, source, purchase, o);
        }
        if sent > self.now {
            o.waits_at_supplier(sent);
        }
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
        let (slot, generation) = self.add_work(item, make, units, claim, config, o);
        self.ask_for_kit(slot, generation, make, o);
    }

    /// The same at one of several sources.
    #[inline(never)]
    fn open_work_at<O: Observer>(
        &mut self,
        (item, source): (u32, u32),
        make: &MakePlan,
        (units, claim, config): (i64, Claim, u32),
        o: &mut O,
    ) {
        let (slot, generation) = self.add_work(item, make, units, claim, config, o);
        let number = self.state.works[slot].number;
        self.note_work(slot, source, Replenishment { item, number, units, released: self.now, claim }, o);
        self.ask_for_kit(slot, generation, make, o);
    }

    /// A work order among those that are open, which has asked for nothing yet.
    #[inline(always)]
    fn add_work<O: Observer>(
        &mut self,
        item: u32,
        make: &MakePlan,
        units: i64,
        claim: Claim,
        config: u32,
        o: &mut O,
    ) -> (u32, u32) {
        self.prefetch_parts(self.plan.required(make), o);
        let (number, duration) = self.next_number(item, make, units);
        self.book(Replenishment { item, number, units, released: self.now, claim }, o);
        let slot = self.state.works.next();
        let lines_at = self.room_for_lines();
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
            lines_at,
            lines: 0,
            required: make.first_optional - make.first_line,
            station: make.station.unwrap_or(u32::MAX),
            waited: false,
            in_pieces: make.goes_in_pieces(),
            urgency: self.urgency_of(claim, item),
            status: WorkStatus::WaitingParts,
        };
        o.opened(self.now, &work);
        self.state.works.insert(work)
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
