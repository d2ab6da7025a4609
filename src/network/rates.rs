//! What each item is asked for: mean, variance and the sizes of orders, per time unit.
//!
//! Every order of a stream asks q M units of an item, q its quantity and M the units of the item in one unit of the
//! product it turns out to be for, options drawn and all. For a Poisson stream the variance of units per time unit is
//! the compound Poisson one, λ E[(qM)²] (Adelson 1966); for another renewal stream of rate λ the asymptotic
//! λ (Var[qM] + cv² E[qM]²) is taken (Cox 1962). Demand passes held items one for one; optional lines count in full.

use super::bill::BillOfMaterials;
use crate::laws::Moments;
use crate::model::Demand;
use std::collections::BTreeMap;

/// What is asked of an item per time unit.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rate {
    /// Mean units per time unit.
    pub mean: f64,
    /// Variance of units per time unit.
    pub variance: f64,
    /// Orders per time unit that need it.
    pub orders: f64,
}

/// What is asked of an item, with the sizes of orders.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// The sums over all streams.
    pub rate: Rate,
    /// By stream and multiple.
    pub sizes: Vec<OrderSize>,
}

/// Orders of one stream that ask a multiple of their quantity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OrderSize {
    /// Orders per time unit, those of quantity 0 included.
    pub rate: f64,
    /// Place in [`crate::model::Model::demands`]: whose quantity it is.
    pub demand: usize,
    /// Units of the item per unit of product.
    pub multiple: u64,
}

/// Law of the units of an item in one unit of product: units to probability, 0 left out.
type Multiples = BTreeMap<u64, f64>;

/// A stream of orders and what one of its orders may ask for.
#[derive(Clone, Debug)]
pub struct OrderStream<'m> {
    /// The stream.
    pub demand: &'m Demand,
    /// Its place in the model.
    pub place: usize,
    /// Items that one order may ask for, each with its probability.
    pub roots: Vec<(usize, f64)>,
}

/// What each of so many items is asked for.
#[must_use]
pub fn asked(bill: &BillOfMaterials, items: usize, streams: &[OrderStream]) -> Vec<Asked> {
    let mut asked = vec![Asked::default(); items];
    for OrderStream { demand, place, roots } in streams {
        let stream = StreamMoments::new(*place, demand);
        let again: Vec<_> = roots.iter().map(|(root, _)| bill.made_again(*root)).collect();
        if again.iter().any(Option::is_some) {
            stream.add_remade(bill, roots, &again, &mut asked);
            continue;
        }
        // The usual stream asks for one product without options: no law to build.
        if let [(root, share)] = roots.as_slice()
            && bill.families(*root).is_empty()
        {
            let requirements = bill.requirements(*root).into_iter();
            requirements.for_each(|(item, units)| stream.add(&[(units, *share)], &mut asked[item]));
            continue;
        }
        let mut laws: BTreeMap<usize, Multiples> = BTreeMap::new();
        roots.iter().for_each(|(root, share)| add_multiples(bill, *root, *share, &mut laws));
        for (item, multiples) in laws {
            let multiples: Vec<(u64, f64)> = multiples.into_iter().collect();
            stream.add(&multiples, &mut asked[item]);
        }
    }
    asked
}

/// What counts of a stream.
struct StreamMoments {
    /// Place in [`crate::model::Model::demands`].
    place: usize,
    rate: f64,
    cv_square: f64,
    quantity: Moments,
    /// Share of orders that ask at least one unit.
    some: f64,
}

impl StreamMoments {
    fn new(place: usize, demand: &Demand) -> StreamMoments {
        let some = 1.0 - demand.quantity.zero_share();
        let (rate, cv_square) = (demand.order_rate(), demand.gap_cv_square());
        StreamMoments { place, rate, cv_square, quantity: demand.quantity.rounded_moments(), some }
    }

    /// Adds the stream root by root, each asking so many times more of an item as it is made again.
    fn add_remade(
        &self,
        bill: &BillOfMaterials,
        roots: &[(usize, f64)],
        again: &[Option<BTreeMap<usize, f64>>],
        asked: &mut [Asked],
    ) {
        for ((root, share), again) in roots.iter().zip(again) {
            let mut laws: BTreeMap<usize, Multiples> = BTreeMap::new();
            add_multiples(bill, *root, *share, &mut laws);
            for (item, multiples) in laws {
                let times = again.as_ref().and_then(|again| again.get(&item)).copied().unwrap_or(1.0);
                let multiples: Vec<(u64, f64)> = multiples.into_iter().map(|(units, p)| (units, p * times)).collect();
                self.add(&multiples, &mut asked[item]);
            }
        }
    }

    /// Adds the stream to an item of which its orders ask these multiples of their quantity.
    fn add(&self, multiples: &[(u64, f64)], asked: &mut Asked) {
        let StreamMoments { rate, quantity, .. } = *self;
        let over = |value: fn(f64) -> f64| multiples.iter().map(|(units, p)| value(*units as f64) * p).sum::<f64>();
        let mean = quantity.mean * over(|units| units);
        let square = second(quantity) * over(|units| units * units);
        asked.rate.mean += rate * mean;
        asked.rate.variance += rate * (square + (self.cv_square - 1.0) * mean * mean);
        asked.rate.orders += rate * over(|_| 1.0) * self.some;
        let sizes =
            multiples.iter().map(|(units, p)| OrderSize { rate: rate * p, demand: self.place, multiple: *units });
        asked.sizes.extend(sizes);
    }
}

/// E[X²].
fn second(moments: Moments) -> f64 {
    moments.variance + moments.mean * moments.mean
}

/// Adds, for every item in one unit of `root`, the law of its units, weighted by `share`.
fn add_multiples(bill: &BillOfMaterials, root: usize, share: f64, stream: &mut BTreeMap<usize, Multiples>) {
    let mut laws: BTreeMap<usize, Multiples> = BTreeMap::new();
    for (item, units) in bill.requirements(root) {
        laws.insert(item, Multiples::from([(units, 1.0)]));
    }
    for family in bill.families(root) {
        let mut added: BTreeMap<usize, Multiples> = BTreeMap::new();
        for (chosen, probability) in family {
            for (item, units) in bill.requirements(chosen) {
                *added.entry(item).or_default().entry(units).or_default() += probability;
            }
        }
        for (item, extra) in added {
            let law = laws.entry(item).or_insert_with(|| Multiples::from([(0, 1.0)]));
            *law = convolved(law, &extra);
        }
    }
    for (item, law) in laws {
        let sum = stream.entry(item).or_default();
        for (units, probability) in law.into_iter().filter(|(units, _)| *units > 0) {
            *sum.entry(units).or_default() += share * probability;
        }
    }
}

/// Law of the sum of `law` and of `extra`, whose missing probability is that of 0.
fn convolved(law: &Multiples, extra: &Multiples) -> Multiples {
    let none = (1.0 - extra.values().sum::<f64>()).max(0.0);
    let mut sum = Multiples::new();
    for (left, p) in law {
        *sum.entry(*left).or_default() += p * none;
        for (right, q) in extra {
            *sum.entry(left.saturating_add(*right)).or_default() += p * q;
        }
    }
    sum
}
