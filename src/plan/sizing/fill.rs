//! The unit fill rate of a base stock, and the smallest base stock that meets one.

use crate::laws::{Binomial, Constant, Law, Moments, NegativeBinomial, Poisson};
use crate::model::Model;
use crate::network::{Asked, OrderSize};

/// Weight of the units of an order that are no longer followed, relative to all units asked.
const NOTHING: f64 = 1e-12;
/// Probability that is no longer told from 0 in 1 − cdf.
const UNSEEN: f64 = 1e-15;
/// Most units (or blocks of units) of one order that are told apart.
const LONGEST: usize = 65_536;
/// Orders this many times the size that a unit's order has in the mean are not followed.
const FAR: f64 = 40.0;
/// Mean and variance that are nearer than this, relatively, count as equal: a fitted law would not be told apart.
const EQUAL: f64 = 1e-6;
/// Largest fill rate looked for: a law without an end never serves everything.
const MOST: f64 = 1.0 - 1e-9;

/// Below this a probability has lost digits.
const TINY: f64 = 1e-290;

/// Lead-time demand D and order size B of a stock point.
pub(super) struct Fill {
    demand: Law,
    /// P(B ≥ j) ÷ E[B] for j = 1, 2, …: the weight of the j-th unit of an order; they sum to 1.
    /// With a width above 1, for the middles of blocks of that many units.
    weights: Vec<f64>,
    width: u64,
}

impl Fill {
    /// `asked` must ask something. `quantities` are the tails of the model's demands.
    pub(super) fn new(model: &Model, demand: Moments, asked: &Asked, quantities: &mut [Tail]) -> Fill {
        let width = libm::ceil(FAR * typical_size(model, asked) / LONGEST as f64).max(1.0) as u64;
        Fill { demand: fitted(demand), weights: weights(model, asked, width, quantities), width }
    }

    /// The smallest S ≥ 0 whose unit fill rate is at least `target`, with that fill rate.
    pub(super) fn smallest(&self, target: f64) -> (i64, f64) {
        let target = target.min(MOST);
        let (mut short, mut enough) = self.bracket(target);
        // The fill rate rises with S; S = 0 serves nothing. Where a straight line between both ends crosses the target
        // is tried first; every other step halves, so that a bent curve costs no more than twice as much.
        let mut halve = false;
        while enough.0 - short.0 > 1 {
            let span = enough.0 - short.0;
            let line = (target - short.1) / (enough.1 - short.1) * span as f64;
            let step = if halve { span / 2 } else { (line as i64).clamp(1, span - 1) };
            let middle = short.0 + step;
            let fill = self.at(middle);
            if fill < target {
                short = (middle, fill)
            } else {
                enough = (middle, fill)
            }
            halve = !halve;
        }
        enough
    }

    /// A level that serves too little and one that serves enough, each with its fill rate: looked for around the mean
    /// of the lead-time demand, in steps that grow from a quarter of its standard deviation.
    fn bracket(&self, target: f64) -> ((i64, f64), (i64, f64)) {
        let start = (self.demand.mean() as i64).max(1);
        let mut step = ((self.demand.sd() / 4.0) as i64).max(1);
        let (mut short, mut enough) = ((0, 0.0), (start, self.at(start)));
        if enough.1 >= target {
            while enough.0 > step {
                let lower = (enough.0 - step, self.at(enough.0 - step));
                if lower.1 < target {
                    short = lower;
                    break;
                }
                (enough, step) = (lower, step * 2);
            }
        }
        while enough.1 < target {
            short = enough;
            enough = (short.0 + step, self.at(short.0 + step));
            step *= 2;
        }
        (short, enough)
    }

    /// Σⱼ P(B ≥ j) P(D ≤ S − j) ÷ E[B] = E[min(B, (S − D)⁺)] ÷ E[B].
    pub(super) fn at(&self, level: i64) -> f64 {
        if self.width > 1 {
            let middles = (0..).map(|block| middle(block, self.width) as i64);
            return self
                .weights
                .iter()
                .zip(middles)
                .map(|(weight, j)| weight * self.demand.cdf((level - j) as f64))
                .sum();
        }
        let reach = self.weights.len().min(usize::try_from(level).unwrap_or(0));
        // From the last unit of an order to its first: the cdf is asked for once and then summed upwards.
        let least = level - reach as i64;
        let mut below = self.demand.cdf(least as f64);
        let mut point = self.point(least);
        let mut fill = 0.0;
        for (k, weight) in (least..).zip(self.weights[..reach].iter().rev()) {
            fill += weight * below;
            point = self.next(k, point);
            below = (below + point).min(1.0);
        }
        fill
    }

    fn point(&self, k: i64) -> f64 {
        match self.demand.ln_point(k as f64) {
            Some(ln) => libm::exp(ln),
            None => f64::from(u8::from(self.demand.as_constant() == Some(k as f64))),
        }
    }

    /// P(D = k + 1) from P(D = k).
    fn next(&self, k: i64, point: f64) -> f64 {
        let next = k as f64 + 1.0;
        if point <= TINY {
            // Before the law begins it is taken on its own; behind its end nothing comes any more.
            return if next <= self.demand.mean() { self.point(k + 1) } else { 0.0 };
        }
        // A constant is followed by nothing.
        point * self.demand.point_ratio(k as f64).unwrap_or(0.0)
    }
}

/// The unit in the middle of a block.
fn middle(block: u64, width: u64) -> u64 {
    block * width + width.div_ceil(2)
}

/// Mean size of the order a unit belongs to: E[B²] ÷ E[B].
fn typical_size(model: &Model, asked: &Asked) -> f64 {
    let (mut units, mut squares) = (0.0, 0.0);
    for size in &asked.sizes {
        let quantity = model.demands[size.demand].quantity.rounded_moments();
        let multiple = size.multiple as f64;
        units += size.rate * multiple * quantity.mean;
        squares += size.rate * multiple * multiple * (quantity.variance + quantity.mean * quantity.mean);
    }
    squares / units
}

/// P(Q ≥ q) of a stream's quantities, worked out once and as far as it is asked for.
#[derive(Clone, Debug)]
pub(super) struct Tail {
    /// At q = 1, 2, ….
    known: Vec<f64>,
}

impl Tail {
    /// One for each stream.
    pub(super) fn of(model: &Model) -> Vec<Tail> {
        model.demands.iter().map(|_| Tail { known: Vec::new() }).collect()
    }

    /// P(Q ≥ q); q counts from 1 and is remembered up to [`LONGEST`].
    fn at(&mut self, law: &Law, q: u64) -> f64 {
        let above = |q: u64| 1.0 - law.cdf((q as f64 - 0.5).next_down());
        let Some(place) = usize::try_from(q - 1).ok().filter(|place| *place < LONGEST) else { return above(q) };
        let from = self.known.len() as u64 + 1;
        self.known.extend((from..=q).map(above));
        self.known[place]
    }
}

/// P(B ≥ j) ÷ E[B] for the middles of blocks, up to the size beyond which hardly a unit is asked; they sum to 1.
fn weights(model: &Model, asked: &Asked, width: u64, quantities: &mut [Tail]) -> Vec<f64> {
    // First by how much the weight falls behind each block; then, summed from the last block on, the weights.
    let mut weights = Vec::new();
    let scale = width as f64 / asked.rate.mean;
    for size in &asked.sizes {
        let (law, tail) = (&model.demands[size.demand].quantity, &mut quantities[size.demand]);
        falls(size, scale, width, |q| tail.at(law, q), &mut weights);
    }
    let mut above = 0.0;
    for weight in weights.iter_mut().rev() {
        above += *weight;
        *weight = above;
    }
    let mut sum = 0.0;
    let followed = weights.iter().take_while(|weight| {
        let more = sum < 1.0 - NOTHING;
        sum += **weight;
        more
    });
    weights.truncate(followed.count());
    let sum: f64 = weights.iter().sum();
    weights.iter_mut().for_each(|weight| *weight /= sum);
    weights
}

/// Adds a size's part of the weights, as what they fall by behind each block.
fn falls(size: &OrderSize, scale: f64, width: u64, mut tail: impl FnMut(u64) -> f64, falls: &mut Vec<f64>) {
    let (rate, longest) = (size.rate * scale, LONGEST as u64);
    let (mut block, mut q) = (0, 1);
    while block < longest {
        if width > 1 {
            q = middle(block, width).div_ceil(size.multiple);
        }
        let share = tail(q);
        if share < UNSEEN {
            break;
        }
        // All units up to q × multiple are asked by orders of q or more: one look for all of their blocks.
        let end = blocks_up_to(q.saturating_mul(size.multiple), width).clamp(block + 1, longest);
        if falls.len() < end as usize {
            falls.resize(end as usize, 0.0);
        }
        falls[end as usize - 1] += rate * share;
        if block > 0 {
            falls[block as usize - 1] -= rate * share;
        }
        (block, q) = (end, q + 1);
    }
}

/// Blocks whose middle is at most this unit.
fn blocks_up_to(unit: u64, width: u64) -> u64 {
    if width == 1 {
        return unit;
    }
    let first = middle(0, width);
    if unit < first { 0 } else { (unit - first) / width + 1 }
}

/// The law of whole numbers with this mean and variance: Poisson, negative binomial above it, binomial below it.
/// A binomial law has a whole number of trials: the mean is met, the variance from above by the next one.
fn fitted(demand: Moments) -> Law {
    let Moments { mean, variance } = demand;
    let law = if (variance - mean).abs() <= EQUAL * mean {
        Law::new(Poisson::new(mean))
    } else if variance > mean {
        Law::new(NegativeBinomial::with_successes(mean * (mean / (variance - mean)), mean / variance))
    } else {
        let trials = libm::ceil(mean * mean / (mean - variance.max(0.0)) - 1e-9).max(libm::ceil(mean));
        Law::new(Binomial::new(trials as u64, (mean / trials).min(1.0)))
    };
    law.or_else(|_| Law::new(Constant::new(libm::ceil(mean))))
        .expect("a demand over a lead time is finite and not negative")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(mean: f64, variance: f64) -> Fill {
        Fill { demand: fitted(Moments { mean, variance }), weights: vec![1.0], width: 1 }
    }

    /// Palm's theorem: demand 20 over the lead time; P(N ≤ 27) = .947519, P(N ≤ 28) = .965666, P(N ≤ 29) = .978182.
    #[test]
    fn poisson_demand_is_sized_by_its_table() {
        let fill = unit(20.0, 20.0);
        for (target, level, share) in [(0.94, 28, 0.947_519), (0.95, 29, 0.965_666), (0.97, 30, 0.978_182)] {
            let (found, reached) = fill.smallest(target);
            assert_eq!(found, level);
            assert!((reached - share).abs() < 1e-6, "{reached}");
        }
        assert!(fill.at(0).abs() < 1e-300 && fill.at(1) > 0.0);
    }

    /// Far left of the mean to far right of it, where a point is below the smallest number.
    #[test]
    fn a_point_follows_from_the_one_before() {
        for (mean, variance) in [(900.0, 900.0), (900.0, 4e4), (900.0, 90.0), (0.02, 0.3), (1e5, 1e5), (7.0, 0.0)] {
            let fill = unit(mean, variance);
            let (mut point, mut sum) = (fill.point(0), fill.point(0));
            for k in 0..110_000 {
                point = fill.next(k, point);
                sum += point;
                let own = fill.point(k + 1);
                assert!((point - own).abs() <= 1e-9 * own + 1e-280, "{mean}, {variance}: {point} at {k}, not {own}");
            }
            assert!((sum - 1.0).abs() < 1e-9, "{mean}, {variance}: {sum}");
        }
    }

    /// Orders of 1 or 3 with equal probability: E[min(B, (S − D)⁺)] ÷ E[B] summed straight from its definition.
    #[test]
    fn batches_are_served_unit_by_unit() {
        let fill =
            Fill { demand: fitted(Moments { mean: 6.0, variance: 15.0 }), weights: vec![0.5, 0.25, 0.25], width: 1 };
        for level in [1_i64, 2, 5, 9, 20] {
            let direct: f64 = (0..level)
                .map(|demand| {
                    let left = (level - demand) as f64;
                    fill.point(demand) * 0.5 * (left.min(1.0) + left.min(3.0)) / 2.0
                })
                .sum();
            assert!((fill.at(level) - direct).abs() < 1e-12, "{level}: {} against {direct}", fill.at(level));
        }
    }

    #[test]
    fn fitted_laws_have_their_moments() {
        for (mean, variance) in [(3.0, 3.0), (5.0, 12.0), (6.0, 3.0), (400.0, 900.0), (4.0, 0.0), (1e7, 3e9)] {
            let law = fitted(Moments { mean, variance });
            assert!((law.mean() - mean).abs() < 1e-9 * mean, "{law}");
            assert!((law.variance() - variance).abs() < 1e-6 * mean, "{law}");
        }
        // No whole number of trials has mean 6 and variance 2.6; the next has more variance, not less.
        let law = fitted(Moments { mean: 6.0, variance: 2.6 });
        assert!((law.mean() - 6.0).abs() < 1e-12 && law.variance() >= 2.6 && law.variance() < 3.0, "{law}");
    }

    #[test]
    fn blocks_of_units_come_near_the_units() {
        let demand = Moments { mean: 4_000.0, variance: 9e6 };
        let single = Fill { demand: fitted(demand), weights: vec![1.0 / 900.0; 900], width: 1 };
        let blocks = Fill { demand: fitted(demand), weights: vec![1.0 / 60.0; 60], width: 15 };
        for level in [1_000, 4_000, 10_000] {
            let (left, right) = (single.at(level), blocks.at(level));
            // The midpoint rule errs by width² ÷ 24 times the slope of a density, here below 10⁻⁶.
            assert!((left - right).abs() < 1e-5, "{level}: {left} against {right}");
        }
    }

    #[test]
    fn large_demands_are_sized_without_a_table() {
        // Normal approximation: mean + 1.6449 sd, to a fraction of the skewness' correction.
        let (level, fill) = unit(1e7, 3e9).smallest(0.95);
        let normal = 1e7 + 1.644_854 * 3e9_f64.sqrt();
        assert!((level as f64 - normal).abs() < 0.02 * 3e9_f64.sqrt(), "{level} against {normal}");
        assert!((fill - 0.95).abs() < 1e-4);
    }
}
