//! Each replication once more without any outage, on the same draws, and what is said of both.

use super::emit::units;
use super::impact::{Books, Fate};
use super::measurer::Measurer;
use super::sink::Sink;
use crate::engine::{Order, Simulator};
use crate::measures::Measure;
use crate::model::{ItemId, Model, TICKS_PER_UNIT};
use crate::plan::{Levels, Plan};

/// The run without outages of a plan.
#[derive(Debug)]
pub(super) struct Twin<'a> {
    simulator: Simulator<'a>,
    measurer: Measurer<'a>,
}

impl<'a> Twin<'a> {
    /// That of a plan of this model, if it is to be compared with one.
    pub fn new(model: &'a Model, plan: &'a Plan) -> Option<Twin<'a>> {
        let plan = plan.without_outages.as_deref()?;
        let mut measurer = Measurer::new(model, plan);
        measurer.impact = Some(Box::default());
        Some(Twin { simulator: Simulator::new(plan), measurer })
    }

    /// The same replication without outages, against which `measurer` then holds its own. Gives the events that it took.
    pub fn run(&mut self, levels: &Levels, replication: u32) -> u64 {
        let marks = self.measurer.marks().to_vec();
        self.simulator.run(levels, replication, &marks, &mut self.measurer).events
    }
}

impl Measurer<'_> {
    /// An order ended; those of the cohort are kept where runs are compared.
    #[inline]
    pub(super) fn note_ending(&mut self, order: &Order, ending: Fate) {
        if let Some(impact) = self.impact.as_mut().filter(|_| self.window.holds(order.placed)) {
            impact.end(order, ending);
        }
    }

    /// The replication just run against the same one without outages.
    pub(super) fn hold_against(&mut self, twin: &mut Twin<'_>) {
        let (Some(mut own), Some(other)) = (self.impact.take(), twin.measurer.impact.as_mut()) else { return };
        own.compare(other, self.flows.len());
        (own.system, own.products) = twin.measurer.books();
        self.impact = Some(own);
    }

    /// The impact on orders of these flows and on the money of the system, or of a product.
    pub(super) fn put_impact(
        &self,
        flows: impl Iterator<Item = usize>,
        product: Option<ItemId>,
        books: Books,
        sink: &mut dyn Sink,
    ) {
        let Some(impact) = self.impact.as_ref().filter(|_| self.plan.without_outages.is_some()) else { return };
        let cell = impact.sum(flows);
        let without = match product {
            None => impact.system,
            Some(product) => {
                impact.products.iter().find(|(item, _)| *item == product).map_or_else(Books::default, |(_, own)| *own)
            }
        };
        let since = |time: i64| (time - impact.begins) as f64 / TICKS_PER_UNIT as f64;
        let (survived, recovered) = cell.late.map_or((f64::NAN, f64::NAN), |(first, last)| (since(first), since(last)));
        let cost = books.cost - without.cost;
        sink.put(Measure::ImpactOrders, None, cell.orders as f64);
        sink.put(Measure::ImpactDelay, None, units(cell.delay));
        sink.put(Measure::SurviveTime, None, survived);
        sink.put(Measure::RecoverTime, None, recovered);
        sink.put(Measure::ImpactCost, None, cost * self.horizon());
        sink.put(Measure::ImpactProfit, None, (books.revenue - without.revenue - cost) * self.horizon());
    }
}
