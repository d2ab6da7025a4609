//! What is counted at each of several sources of an item.

use super::deviation::deviation;
use super::emit::units;
use super::items::SourceCell;
use super::measurer::Measurer;
use super::meter::Windowed;
use super::sink::Sink;
use crate::costs::{MoneyLines, SourceTotals};
use crate::engine::Replenishment;
use crate::measures::{EntityKind, Measure};
use crate::plan::SupplyPlan;

impl Measurer<'_> {
    /// The window opens or closes for every level that is metered.
    pub(super) fn windowed(&mut self, change: impl Fn(&mut Windowed)) {
        for item in &mut self.items {
            item.levels.iter_mut().for_each(&change);
            [&mut item.in_stock, &mut item.in_backlog, &mut item.free_and_on_order].into_iter().for_each(&change);
        }
        self.stations.iter_mut().for_each(|station| change(&mut station.queue));
        self.sources.iter_mut().for_each(|source| change(&mut source.on_order));
    }

    /// A replenishment is from a source.
    pub(super) fn count_sent(&mut self, now: i64, source: u32, released: Replenishment) {
        let inside = self.inside;
        let cell = &mut self.sources[source as usize];
        cell.on_order.rise(now, released.units);
        if inside {
            cell.released += 1;
            cell.released_units += released.units;
            cell.account.release(released.units);
        }
    }

    /// A replenishment of a source was received, and so many of its units were bad.
    pub(super) fn count_received(&mut self, now: i64, source: u32, received: Replenishment, bad: i64) {
        let (inside, window) = (self.inside, self.window);
        let cell = &mut self.sources[source as usize];
        cell.on_order.fall(now, received.units);
        if window.holds(received.released) {
            cell.lead.add(now - received.released, false);
        }
        if inside {
            cell.scrapped += bad;
            self.items[received.item as usize].scrapped += bad;
        }
    }

    /// What is paid at each source.
    pub(super) fn paid_at_sources(&self) -> Vec<SourceTotals> {
        let totals = |cell: &SourceCell| SourceTotals {
            released: cell.released as i64,
            released_units: cell.released_units,
            by_price: cell.account.by_price.clone(),
            payable: cell.account.payable.clone(),
            on_order: cell.on_order.total(),
        };
        self.sources.iter().map(totals).collect()
    }

    /// Sources with a name, by item in the order of the file.
    pub(super) fn walk_sources(&self, money: &[MoneyLines], sink: &mut dyn Sink) {
        let plan = self.plan;
        let mut order: Vec<usize> =
            (0..plan.sources.len()).filter(|source| plan.sources[*source].name.is_some()).collect();
        let origin = |source: &usize| plan.items[plan.sources[*source].item as usize].origin;
        order.sort_by_key(|source| (origin(source), *source));
        for place in order {
            let (cell, source) = (&self.sources[place], &plan.sources[place]);
            let Some(name) = &source.name else { continue };
            sink.entity(EntityKind::Source, name);
            let item = &self.items[source.item as usize];
            sink.divide(Measure::SourceShare, None, cell.released_units as f64, item.released_units as f64);
            sink.put(Measure::ReplenishmentRate, None, cell.released as f64 / self.horizon());
            sink.put(Measure::ReleasedRate, None, cell.released_units as f64 / self.horizon());
            sink.divide(Measure::ReplenishmentSizeMean, None, cell.released_units as f64, cell.released as f64);
            sink.divide(Measure::LeadTimeMean, None, units(cell.lead.sum), cell.lead.count as f64);
            sink.put(Measure::LeadTimeSd, None, deviation(cell.lead.count, cell.lead.sum, cell.lead.squares));
            if source.yields.is_some() {
                sink.put(Measure::ScrapRate, None, cell.scrapped as f64 / self.horizon());
            }
            if matches!(source.supply, SupplyPlan::Buy(_)) {
                let lines = Measure::COST_LINES.into_iter().zip(money[place].lines);
                let own = lines.filter(|(line, _)| line.definition().grain.contains(&EntityKind::Source));
                own.for_each(|(line, cost)| sink.put(line, None, cost));
            }
        }
    }

    /// Units on order at the suppliers of an item with several sources.
    pub(super) fn bought_on_order(&self, item: usize) -> Option<i64> {
        let own = &self.plan.sourced[self.plan.items[item].sourced? as usize];
        let sources = own.first as usize..(own.first + own.count) as usize;
        let bought = sources.filter(|source| matches!(self.plan.sources[*source].supply, SupplyPlan::Buy(_)));
        Some(bought.map(|source| self.sources[source].on_order.meter.level).sum())
    }
}
