//! What is told of stations and suppliers.

use super::emit::queue_residual;
use super::items::LeadTimes;
use super::measurer::Measurer;
use super::sink::Sink;
use crate::measures::{EntityKind, Measure};
use crate::plan::{PlanItem, PlanSource, SupplyPlan};

impl Measurer<'_> {
    /// Stations and suppliers, by name.
    pub(super) fn resources(&self, sink: &mut dyn Sink) {
        for (cell, plan) in self.stations.iter().zip(&self.plan.stations) {
            sink.entity(EntityKind::Station, &plan.name);
            let servers = f64::from(plan.servers);
            let busy = if plan.hours.is_some() { cell.busy_share() } else { self.mean(cell.worked) / servers };
            sink.put(Measure::Utilization, None, busy);
            sink.put(Measure::QueueMean, None, self.mean(cell.queue.total()));
            sink.divide(Measure::NoQueueRate, None, cell.unqueued as f64, cell.jobs as f64);
            if !plan.changeovers.is_empty() {
                sink.put(Measure::ChangeoverRate, None, cell.changeovers as f64 / self.horizon());
            }
            if plan.hours.is_some() {
                self.hours(cell, servers, sink);
                sink.put(Measure::OvertimeShare, None, cell.overtime_share());
            }
            sink.put(Measure::LittleResidual, None, queue_residual(cell));
        }
        for (place, (cell, plan)) in self.suppliers.iter().zip(&self.plan.suppliers).enumerate() {
            sink.entity(EntityKind::Supplier, &plan.name);
            let servers = plan.servers.map_or(f64::NAN, f64::from);
            let finite = |value: f64| if plan.servers.is_some() { value } else { f64::NAN };
            sink.put(Measure::Utilization, None, self.mean(cell.worked) / servers);
            sink.put(Measure::QueueMean, None, finite(self.mean(cell.waited)));
            sink.divide(Measure::NoQueueRate, None, cell.unqueued as f64, cell.jobs as f64);
            if plan.hours.is_some() {
                self.hours(cell, 1.0, sink);
            }
            let (mut count, mut size, mut lead) = (0, 0, LeadTimes::default());
            for (item, _) in self.plan.items.iter().enumerate().filter(|(_, item)| supplied_by(item, place as u32)) {
                count += self.items[item].released;
                size += self.items[item].released_units;
                lead.merge(&self.items[item].lead);
            }
            for (cell, _) in self.sources.iter().zip(&self.plan.sources).filter(|(_, own)| sent_from(own, place as u32))
            {
                count += cell.released;
                size += cell.released_units;
                lead.merge(&cell.lead);
            }
            self.replenishments(count, size, &lead, sink);
        }
    }
}

/// Whether an item comes from this supplier alone.
fn supplied_by(item: &PlanItem, supplier: u32) -> bool {
    item.sourced.is_none() && is_from(&item.supply, supplier)
}

/// Whether a source is this supplier.
fn sent_from(source: &PlanSource, supplier: u32) -> bool {
    is_from(&source.supply, supplier)
}

fn is_from(supply: &SupplyPlan, supplier: u32) -> bool {
    matches!(supply, SupplyPlan::Buy(buy) if buy.supplier == Some(supplier))
}
