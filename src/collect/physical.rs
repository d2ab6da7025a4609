//! Units on shelves and committed, of all items together: looked at at every mark of the series.

use super::meter::Meter;
use super::tracks::TRACKED_ITEMS;

/// The sum over all items: the same integers whether it is kept or not.
#[derive(Clone, Copy, Debug)]
pub(super) struct Physical {
    meter: Meter,
    /// Where items are many, so that a mark costs the same for any number of them. Few are added up at each mark, from their own
    /// levels and series.
    is_kept: bool,
}

impl Physical {
    /// For so many items.
    pub fn new(items: usize) -> Physical {
        Physical { meter: Meter::default(), is_kept: items > TRACKED_ITEMS }
    }

    /// A replication begins with so many units.
    pub fn begin(&mut self, units: i64) {
        self.meter = Meter::starting(units);
    }

    /// What an item has free or committed changes by `delta` at `now`.
    #[inline]
    pub fn add(&mut self, now: i64, delta: i64) {
        if self.is_kept {
            self.add_kept(now, delta);
        }
    }

    #[cold]
    #[inline(never)]
    fn add_kept(&mut self, now: i64, delta: i64) {
        self.meter.add(now, delta);
    }

    /// Units now, and their time integral since 0 in unit·ticks, where they are kept.
    pub fn kept(&self, now: i64) -> Option<(i64, i128)> {
        self.is_kept.then(|| (self.meter.level, self.meter.integral(now)))
    }
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
        assert!(!Physical::new(TRACKED_ITEMS).is_kept && Physical::new(TRACKED_ITEMS + 1).is_kept);
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
            let mut run = |is_kept, replication| {
                runner.measurer.physical.is_kept = is_kept;
                runner.run(&plan.levels(), replication)
            };
            for replication in 0..2 {
                let (added, kept) = (run(false, replication), run(true, replication));
                prop_assert!(added.same_bits(&kept), "{:?} {:?}", added.pilot, kept.pilot);
            }
        }
    }
}
