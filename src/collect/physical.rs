//! Units on shelves and committed, of all items together: looked at at every mark of the series.

use super::items::ItemCell;
use super::meter::Meter;
use crate::engine::LevelKind;

/// Items up to which a look at all of them costs less than a sum kept at every change does between two marks.
const FEW: usize = 64;

/// The sum over all items: the same integers either way.
#[derive(Clone, Copy, Debug)]
pub(super) enum Physical {
    /// Items are few: added up when it is looked at.
    Added,
    /// Items are many: kept, so that a mark costs the same for any number of them.
    Kept(Meter),
}

impl Physical {
    /// For so many items.
    pub fn new(items: usize) -> Physical {
        if items <= FEW { Physical::Added } else { Physical::Kept(Meter::default()) }
    }

    /// A replication begins with so many units.
    pub fn begin(&mut self, units: i64) {
        if let Physical::Kept(meter) = self {
            *meter = Meter::starting(units);
        }
    }

    /// What an item has free or committed changes by `delta` at `now`.
    #[inline]
    pub fn add(&mut self, now: i64, delta: i64) {
        if let Physical::Kept(meter) = self {
            meter.add(now, delta);
        }
    }

    /// Units now.
    pub fn units(&self, items: &[ItemCell]) -> i64 {
        match self {
            Physical::Added => items.iter().map(|item| both(item).map(|meter| meter.level).sum::<i64>()).sum(),
            Physical::Kept(meter) => meter.level,
        }
    }

    /// Their time integral since 0, unit·ticks.
    pub fn integral(&self, items: &[ItemCell], now: i64) -> i128 {
        match self {
            Physical::Added => items.iter().map(|item| both(item).map(|meter| meter.integral(now)).sum::<i128>()).sum(),
            Physical::Kept(meter) => meter.integral(now),
        }
    }
}

fn both(item: &ItemCell) -> impl Iterator<Item = &Meter> {
    [LevelKind::Free, LevelKind::Committed].into_iter().map(|kind| &item.levels[kind as usize].meter)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collect::Runner;
    use crate::collect::tests::{assembled, single};
    use crate::model::{Model, StockRule, Ticks};
    use crate::plan::Plan;
    use proptest::prelude::*;

    #[test]
    fn many_items_are_not_walked() {
        assert!(matches!(Physical::new(FEW), Physical::Added));
        assert!(matches!(Physical::new(FEW + 1), Physical::Kept(_)));
    }

    /// Any window, marks that fall together, rules that run short: series, warm-up series and all.
    fn model() -> impl Strategy<Value = Model> {
        let sizes = (0i64..15, 1u32..30, 0.0..40.0f64, 1.0..200.0f64);
        (any::<bool>(), sizes, any::<u64>()).prop_map(|(made, (level, buckets, warm_up, horizon), seed)| {
            let mut model = if made { assembled() } else { single(2.0, 3.0, 8) };
            for stock in model.strategies[0].holds.iter_mut().flatten() {
                stock.rule = StockRule::BaseStock { level };
            }
            model.report.buckets = buckets;
            model.run.seed = seed;
            (model.run.warm_up, model.run.horizon) = (Ticks::from_units(warm_up), Ticks::from_units(horizon));
            model
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn a_kept_sum_is_the_sum(model in model()) {
            let plan = Plan::new(&model, 0);
            let mut runner = Runner::new(&model, &plan);
            let mut run = |physical, replication| {
                runner.measurer.physical = physical;
                runner.run(&plan.levels(), replication)
            };
            for replication in 0..2 {
                let (added, kept) = (run(Physical::Added, replication), run(Physical::Kept(Meter::default()), replication));
                prop_assert!(added.same_bits(&kept), "{:?} {:?}", added.pilot, kept.pilot);
            }
        }
    }
}
