//! What each stock point is asked for: mean, variance and the sizes of orders, per time unit.
//!
//! Every order of a stream asks q M units of an item, q its quantity and M the units of the item in one unit of the
//! product it turns out to be for, options drawn and all. For a Poisson stream the variance of units per time unit is
//! the compound Poisson one, λ E[(qM)²] (Adelson 1966); for another renewal stream of rate λ the asymptotic
//! λ (Var[qM] + cv² E[qM]²) is taken (Cox 1962). Demand passes held items one for one; optional lines count in full.

use super::parts;
use crate::model::{Demand, Model, Moments, Supply};
use crate::plan::{MixTarget, Plan, SupplyPlan, variants};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

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
pub(super) struct Asked {
    mean: f64,
    variance: f64,
    orders: f64,
    pub(super) sizes: Vec<Size>,
}

/// Orders of one stream that ask a multiple of their quantity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Size {
    /// Orders per time unit, those of quantity 0 included.
    pub(super) rate: f64,
    /// Place in [`Model::demands`]: whose quantity it is.
    pub(super) demand: usize,
    /// Units of the item per unit of product.
    pub(super) multiple: u64,
}

/// Law of the units of an item in one unit of product: units to probability, 0 left out.
type Multiples = BTreeMap<u64, f64>;

/// What each item of the plan is asked for.
#[must_use]
pub fn rates(model: &Model, plan: &Plan) -> Vec<Rate> {
    asked(model, plan).iter().map(Asked::rate).collect()
}

/// The same with the sizes of orders.
pub(super) fn asked(model: &Model, plan: &Plan) -> Vec<Asked> {
    let network = Network::new(model, plan);
    let mut asked = vec![Asked::default(); plan.items.len()];
    for (place, demand) in model.demands.iter().enumerate() {
        let own =
            plan.demands.iter().find(|own| own.name == demand.name).expect("a plan has every demand of its model");
        let stream_of = Stream::new(place, demand);
        // The usual stream asks for one product without options: no law to build.
        if let [target] = own.targets.as_slice()
            && let [(root, share)] = network.roots(target, demand.mix[0].item.index()).as_slice()
            && network.choices(*root).is_empty()
        {
            let share = demand.mix[0].share * share;
            network
                .explode(*root)
                .into_iter()
                .for_each(|(item, units)| stream_of.add(&[(units, share)], &mut asked[item]));
            continue;
        }
        let mut stream: BTreeMap<usize, Multiples> = BTreeMap::new();
        for (share, target) in demand.mix.iter().zip(&own.targets) {
            for (root, probability) in network.roots(target, share.item.index()) {
                network.add(root, share.share * probability, &mut stream);
            }
        }
        for (item, multiples) in stream {
            let multiples: Vec<(u64, f64)> = multiples.into_iter().collect();
            stream_of.add(&multiples, &mut asked[item]);
        }
    }
    asked
}

impl Asked {
    /// The sums.
    pub(super) fn rate(&self) -> Rate {
        Rate { mean: self.mean, variance: self.variance, orders: self.orders }
    }
}

/// What counts of a stream.
struct Stream {
    /// Place in [`Model::demands`].
    place: usize,
    rate: f64,
    cv_square: f64,
    quantity: Moments,
    /// Share of orders that ask at least one unit.
    some: f64,
}

impl Stream {
    fn new(place: usize, demand: &Demand) -> Stream {
        let gap = demand.gaps.mean();
        let cv_square = demand.gaps.variance() / (gap * gap);
        let some = 1.0 - demand.quantity.cdf(0.5_f64.next_down());
        Stream { place, rate: 1.0 / gap, cv_square, quantity: demand.quantity.rounded_moments(), some }
    }

    /// Adds the stream to an item of which its orders ask these multiples of their quantity.
    fn add(&self, multiples: &[(u64, f64)], asked: &mut Asked) {
        let Stream { rate, quantity, .. } = *self;
        let over = |value: fn(f64) -> f64| multiples.iter().map(|(units, p)| value(*units as f64) * p).sum::<f64>();
        let mean = quantity.mean * over(|units| units);
        let square = second(quantity) * over(|units| units * units);
        asked.mean += rate * mean;
        asked.variance += rate * (square + (self.cv_square - 1.0) * mean * mean);
        asked.orders += rate * over(|_| 1.0) * self.some;
        let sizes = multiples.iter().map(|(units, p)| Size { rate: rate * p, demand: self.place, multiple: *units });
        asked.sizes.extend(sizes);
    }
}

/// E[X²].
fn second(moments: Moments) -> f64 {
    moments.variance + moments.mean * moments.mean
}

/// The plan's bill of materials, ordered so that every item stands before its parts.
struct Network<'p> {
    model: &'p Model,
    plan: &'p Plan,
    /// Items in that order.
    order: Vec<usize>,
    /// Place of each item in it.
    rank: Vec<usize>,
}

impl<'p> Network<'p> {
    fn new(model: &'p Model, plan: &'p Plan) -> Network<'p> {
        let order = parents_first(plan);
        let mut rank = vec![0; order.len()];
        for (place, item) in order.iter().enumerate() {
            rank[*item] = place;
        }
        Network { model, plan, order, rank }
    }

    /// Stock points an order for this product may go to, with their probabilities: its variants, or itself.
    fn roots(&self, target: &MixTarget, product: usize) -> Vec<(usize, f64)> {
        if target.variants.is_empty() {
            return vec![(target.item as usize, 1.0)];
        }
        let Supply::Make(make) = &self.model.items[product].supply else {
            unreachable!("only a made item has variants")
        };
        let share = |config: usize| {
            let choices = variants::choices(make, config as u32);
            make.families.iter().zip(choices).map(|(family, place)| family.choices[place].share).product()
        };
        target.variants.iter().enumerate().map(|(config, item)| (*item as usize, share(config))).collect()
    }

    /// Adds, for every item in one unit of `root`, the law of its units, weighted by `share`.
    fn add(&self, root: usize, share: f64, stream: &mut BTreeMap<usize, Multiples>) {
        let mut laws: BTreeMap<usize, Multiples> = BTreeMap::new();
        for (item, units) in self.explode(root) {
            laws.insert(item, Multiples::from([(units, 1.0)]));
        }
        for family in self.choices(root) {
            let mut added: BTreeMap<usize, Multiples> = BTreeMap::new();
            for (chosen, probability) in family {
                for (item, units) in self.explode(chosen) {
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

    /// Units of every item in one unit of `root`, the choices of its families left out.
    fn explode(&self, root: usize) -> Vec<(usize, u64)> {
        let mut units = vec![0_u64; self.order.len()];
        units[root] = 1;
        let mut open = BinaryHeap::from([Reverse(self.rank[root])]);
        let mut found = Vec::new();
        // All that needs an item stands before it, so its units are complete when its turn comes.
        while let Some(Reverse(rank)) = open.pop() {
            let item = self.order[rank];
            let own = units[item];
            found.push((item, own));
            let SupplyPlan::Make(make) = &self.plan.items[item].supply else { continue };
            for line in self.plan.required(make).iter().chain(self.plan.optional(make)) {
                let sum = &mut units[line.item as usize];
                if *sum == 0 {
                    open.push(Reverse(self.rank[line.item as usize]));
                }
                *sum = sum.saturating_add(own.saturating_mul(u64::from(line.quantity)));
            }
        }
        found
    }

    /// Of each family of `root`: the item and the probability of each choice. Only products have families.
    fn choices(&self, root: usize) -> Vec<Vec<(usize, f64)>> {
        let own = &self.plan.items[root];
        let (SupplyPlan::Make(make), Supply::Make(source)) = (&own.supply, &self.model.item(own.origin).supply) else {
            return Vec::new();
        };
        let families = self.plan.families(make).iter().zip(&source.families);
        families
            .map(|(family, shares)| {
                let items = &self.plan.choices[family.first as usize..(family.first + family.count) as usize];
                items.iter().zip(&shares.choices).map(|(item, choice)| (*item as usize, choice.share)).collect()
            })
            .collect()
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

/// Items so that every item stands before its parts.
pub fn parents_first(plan: &Plan) -> Vec<usize> {
    // A stack of its own: a bill of materials may be deeper than the program's.
    enum Step {
        Enter(usize),
        Leave(usize),
    }
    let (mut seen, mut order) = (vec![false; plan.items.len()], Vec::with_capacity(plan.items.len()));
    let mut steps: Vec<Step> = (0..plan.items.len()).rev().map(Step::Enter).collect();
    while let Some(step) = steps.pop() {
        match step {
            Step::Leave(item) => order.push(item),
            Step::Enter(item) if std::mem::replace(&mut seen[item], true) => {}
            Step::Enter(item) => {
                steps.push(Step::Leave(item));
                if let SupplyPlan::Make(make) = &plan.items[item].supply {
                    steps.extend(parts(plan, make).into_iter().rev().map(Step::Enter));
                }
            }
        }
    }
    order.reverse();
    order
}
