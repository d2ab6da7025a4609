//! What sources have sent, and what is found at its receipt: which units are good, and what comes again.

use super::observer::Observer;
use super::sent::{Batch, SourceState};
use super::simulator::Simulator;
use super::state::{Claim, Replenishment, State, Work};
use crate::plan::{Levels, SupplyPlan};
use crate::rules::life::LotOrigin;
use crate::rules::variates::Rounding;

/// Keeps a batch at its slot.
fn keep(batches: &mut Vec<Batch>, slot: u32, batch: Batch) {
    if batches.len() <= slot as usize {
        batches.resize(slot as usize + 1, Batch::default());
    }
    batches[slot as usize] = batch;
}

impl State {
    /// The next units of a source, with the time that they are promised for, ticks.
    fn next_batch(&mut self, source: u32, released: Replenishment, promised: i64) -> Batch {
        let (own, units) = (&mut self.sources[source as usize], released.units);
        if released.claim == Claim::Pool {
            own.promise(promised, units);
        }
        let batch = Batch { source, number: own.sent, first: own.units };
        own.sent += 1;
        own.units += units.unsigned_abs();
        batch
    }

    /// Units that a claim still waits for, those under way for it included; 0 for the pool and for claims that are gone.
    fn missing_of(&self, claim: Claim) -> i64 {
        if !self.is_waiting(claim) {
            return 0;
        }
        match claim {
            Claim::Pool | Claim::Owed => 0,
            Claim::Order { slot, .. } => self.orders[slot].missing,
            Claim::Work { slot, line, .. } => self.lines[(self.works[slot].lines_at + line) as usize].missing,
        }
    }
}

impl Simulator<'_> {
    /// No source has sent anything.
    pub(super) fn reset_sources(&mut self, levels: &Levels, replication: u32) {
        let (plan, state) = (self.plan, &mut self.state);
        state.decisions.clear();
        state.decisions.resize(plan.sourced.len(), 0);
        state.rushes.clear();
        state.rushes.extend(plan.sourced.iter().map(|own| levels.0[own.item as usize].rush));
        state.sources.resize_with(plan.sources.len(), SourceState::new);
        for (own, source) in state.sources.iter_mut().zip(&plan.sources) {
            own.clear();
            if let SupplyPlan::Buy(buy) = &source.supply {
                own.times.open(&buy.time, Rounding::Ticks, plan.seed, replication, source.time_key);
            }
        }
    }

    /// A purchase is sent for at a source.
    #[inline(never)]
    pub(super) fn note_purchase<O: Observer>(&mut self, slot: u32, source: u32, purchase: Replenishment, o: &mut O) {
        let promised = self.now + self.plan.sources[source as usize].promise;
        let batch = self.state.next_batch(source, purchase, promised);
        keep(&mut self.state.purchase_batches, slot, batch);
        o.sent_by(self.now, source, purchase);
    }

    /// A work order of a source is opened.
    #[inline(never)]
    pub(super) fn note_work<O: Observer>(&mut self, slot: u32, source: u32, released: Replenishment, o: &mut O) {
        let promised = self.now + self.plan.sources[source as usize].promise;
        let batch = self.state.next_batch(source, released, promised);
        keep(&mut self.state.work_batches, slot, batch);
        o.sent_by(self.now, source, released);
    }

    /// The first units of the work order in slot `rest` go as another. Both are one replenishment of the source.
    pub(super) fn note_piece(&mut self, rest: u32, piece: u32) {
        let Work { item, units, .. } = self.state.works[piece];
        if self.state.stocks[item as usize].sourced {
            let batch = self.state.work_batches[rest as usize];
            keep(&mut self.state.work_batches, piece, batch);
            self.state.work_batches[rest as usize].first += units.unsigned_abs();
        }
    }

    /// Units of a replenishment arrive, and it is seen which are good. Those that are not are gone: for the pool the rule is
    /// looked at, and for a claim that still waits as many are released again.
    #[inline(never)]
    pub(super) fn receive_batch<O: Observer>(
        &mut self,
        arrived: Replenishment,
        batch: Batch,
        work: Option<u32>,
        o: &mut O,
    ) {
        let Replenishment { item, units, released, claim, .. } = arrived;
        let place = (self.plan.seed, self.replication);
        let yields = self.plan.sources[batch.source as usize].yields.as_ref();
        let good = yields.map_or(units, |yields| yields.good(place, (batch.first, batch.number), units));
        let bad = units - good;
        self.note_done(released);
        o.received(self.now, arrived);
        o.came_from(self.now, batch.source, arrived, bad);
        self.origin = LotOrigin::Replenishment(arrived.number);
        if claim == Claim::Pool {
            self.state.sources[batch.source as usize].come(batch.number, units);
        }
        self.audit.received(item, good);
        self.audit.scrapped(item, bad);
        if claim == Claim::Pool {
            self.state.stocks[item as usize].position -= bad;
            if good > 0 {
                self.allocate(item, good, work, o);
            }
            return self.after_request(item, o);
        }
        let given = if good > 0 { self.give(item, good, claim, work, o) } else { 0 };
        if given < good {
            self.state.stocks[item as usize].position += good - given;
            self.allocate(item, good - given, work, o);
        }
        let again = bad.min(self.state.missing_of(claim));
        if again > 0 {
            let config = match claim {
                Claim::Order { slot, .. } => self.state.orders[slot].config,
                Claim::Pool | Claim::Owed | Claim::Work { .. } => 0,
            };
            self.release(item, again, claim, config, o);
        }
    }
}
