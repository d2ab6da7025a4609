//! The unit fill rate of a base stock, and the smallest base stock that meets one.

use super::rates::Asked;
use crate::model::{Law, Model, Moments};

/// Weight of the units of an order that are no longer followed, relative to all units asked.
const NOTHING: f64 = 1e-12;
/// Most units (or blocks of units) of one order that are told apart.
const LONGEST: usize = 65_536;
/// Orders this many times the size that a unit's order has in the mean are not followed.
const FAR: f64 = 40.0;
/// Mean and variance that are nearer than this, relatively, count as equal: a fitted law would not be told apart.
const EQUAL: f64 = 1e-6;
/// Largest fill rate looked for: a law without an end never serves everything.
const MOST: f64 = 1.0 - 1e-9;

/// Lead-time demand D and order size B of a stock point.
pub(super) struct Fill {
    demand: Law,
    /// P(B ≥ j) ÷ E[B] for j = 1, 2, …: the weight of the j-th unit of an order; they sum to 1.
    /// With a width above 1, for the middles of blocks of that many units.
    weights: Vec<f64>,
    width: u64,
}

impl Fill {
    /// `asked` must ask something.
    pub(super) fn new(model: &Model, demand: Moments, asked: &Asked) -> Fill {
        let width = libm::ceil(FAR * typical_size(model, asked) / LONGEST as f64).max(1.0) as u64;
        Fill { demand: fitted(demand), weights: weights(model, asked, width), width }
    }

    /// The smallest S ≥ 0 whose unit fill rate is at least `target`, with that fill rate.
    pub(super) fn smallest(&self, target: f64) -> (i64, f64) {
        let target = target.min(MOST);
        let (mut short, mut enough) = (0, 1);
        while self.at(enough) < target {
            (short, enough) = (enough, enough * 2);
        }
        // The fill rate rises with S; S = 0 serves nothing.
        while enough - short > 1 {
            let middle = short + (enough - short) / 2;
            if self.at(middle) < target { short = middle } else { enough = middle }
        }
        (enough, self.at(enough))
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
        let mut least = level - reach as i64;
        let mut below = self.demand.cdf(least as f64);
        let mut fill = 0.0;
        for weight in self.weights[..reach].iter().rev() {
            fill += weight * below;
            least += 1;
            below = (below + self.point(least)).min(1.0);
        }
        fill
    }

    fn point(&self, k: i64) -> f64 {
        match self.demand.ln_point(k as f64) {
            Some(ln) => libm::exp(ln),
            None => f64::from(u8::from(self.demand.as_constant() == Some(k as f64))),
        }
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

/// P(B ≥ j) ÷ E[B] for the middles of blocks, up to the size beyond which hardly a unit is asked; they sum to 1.
fn weights(model: &Model, asked: &Asked, width: u64) -> Vec<f64> {
    let whole = asked.rate().mean / width as f64;
    let mut weights = Vec::new();
    let mut sum = 0.0;
    while sum < 1.0 - NOTHING && weights.len() < LONGEST {
        let unit = middle(weights.len() as u64, width);
        let larger = asked.sizes.iter().map(|size| {
            let quantity = unit.div_ceil(size.multiple) as f64;
            size.rate * (1.0 - model.demands[size.demand].quantity.cdf((quantity - 0.5).next_down()))
        });
        let weight = larger.sum::<f64>() / whole;
        // Rounding may keep the rest from running out.
        if weight < NOTHING * NOTHING {
            break;
        }
        weights.push(weight);
        sum += weight;
    }
    weights.iter_mut().for_each(|weight| *weight /= sum);
    weights
}

/// The law of whole numbers with this mean and variance: Poisson, negative binomial above it, binomial below it.
/// A binomial law has a whole number of trials: the mean is met, the variance from above by the next one.
fn fitted(demand: Moments) -> Law {
    let Moments { mean, variance } = demand;
    let law = if (variance - mean).abs() <= EQUAL * mean {
        Law::poisson(mean)
    } else if variance > mean {
        Law::negative_binomial_r(mean * (mean / (variance - mean)), mean / variance)
    } else {
        let trials = libm::ceil(mean * mean / (mean - variance.max(0.0)) - 1e-9).max(libm::ceil(mean));
        Law::binomial(trials as u64, (mean / trials).min(1.0))
    };
    law.or_else(|_| Law::constant(libm::ceil(mean))).expect("a demand over a lead time is finite and not negative")
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
