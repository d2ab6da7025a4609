//! The engine takes short ways where a stock point is plain, and tells several facts in one where they come together.
//! Neither may change a number: here the long way is taken, and every fact heard alone.

use super::Runner;
use super::measurer::Measurer;
use crate::engine::{
    LevelKind, LineState, Observer, Order, Replenishment, Request, Served, Shipment, Simulator, SupplierJob, Work,
};
use crate::model::{Model, Supply};
use crate::plan::{Level, Plan};
use crate::record::{RunKey, RunRecord};

/// Hears only facts that stand for nothing but themselves: the others come to it in their parts.
struct OneByOne<'m, 'a>(&'m mut Measurer<'a>);

macro_rules! forward {
    ($($name:ident($($argument:ident: $type:ty),*);)*) => {
        impl Observer for OneByOne<'_, '_> {
            $(fn $name(&mut self, $($argument: $type),*) {
                self.0.$name($($argument),*);
            })*
        }
    };
}
forward! {
    begin(levels: &[Level]);
    level(now: i64, item: u32, kind: LevelKind, delta: i64);
    asked(now: i64, request: Request);
    served(now: i64, served: Served);
    unserved(now: i64, unserved: Served);
    refused(now: i64, item: u32, units: i64);
    skipped(now: i64, item: u32, units: i64);
    released(now: i64, replenishment: Replenishment);
    received(now: i64, replenishment: Replenishment);
    supplier_job(job: SupplierJob);
    opened(now: i64, work: &Work);
    kit_complete(now: i64, work: &Work, lines: &[LineState]);
    started(now: i64, work: &Work);
    finished(now: i64, work: &Work, lines: &[LineState]);
    cancelled(now: i64, work: &Work, lines: &[LineState]);
    unfinished(now: i64, work: &Work, lines: &[LineState]);
    placed(now: i64, order: &Order);
    order_served(now: i64, order: &Order, units: i64);
    shipped(now: i64, order: &Order, shipment: Shipment);
    completed(now: i64, order: &Order, blocking: &[u32]);
    lost(now: i64, order: &Order);
    left(now: i64, order: &Order);
    sold_with(now: i64, order: &Order, part: u32, units: i64);
    mark(now: i64, place: usize);
    censored(now: i64, order: &Order);
}

fn assert_same(one: &RunRecord, other: &RunRecord) {
    let bits = |values: &[f64]| values.iter().map(|value| value.to_bits()).collect::<Vec<_>>();
    assert_eq!(bits(&one.values), bits(&other.values));
    assert_eq!((bits(&one.series), bits(&one.pilot)), (bits(&other.series), bits(&other.pilot)));
    assert!(one.sketches == other.sketches && one.events == other.events);
}

/// A record of this model, and that of the same model where every fact is heard alone and no purchase is plain: a lot
/// has a largest size, which no purchase reaches.
pub(super) fn take_the_long_way(model: &Model) {
    let mut long = model.clone();
    for item in &mut long.items {
        if let Supply::Buy(buy) = &mut item.supply {
            buy.lot.maximum = Some(1_000_000_000);
        }
    }
    for strategy in 0..model.strategies.len() {
        let plan = Plan::new(model, strategy);
        let short = Runner::new(model, &plan).run(&plan.levels(), 1);
        let plan = Plan::new(&long, strategy);
        assert_same(&short, &Runner::new(&long, &plan).run(&plan.levels(), 1));
        let mut measurer = Measurer::new(&long, &plan);
        let marks = measurer.marks().to_vec();
        let end = Simulator::new(&plan).run(&plan.levels(), 1, &marks, &mut OneByOne(&mut measurer));
        let key = RunKey { strategy: strategy as u32, replication: 1 };
        assert_same(&short, &measurer.record(key, end.events));
    }
}
