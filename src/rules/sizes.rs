//! The law of the units of one request, as a list of sizes with their probabilities.
//!
//! Exact for laws of at most `MOST` sizes. A wider law is cut into cells that are narrow beside their own size and beside
//! the law's standard deviation; the mean stays exact, because each cell stands at its own mean, split between the two whole
//! numbers around it.

use crate::laws::Law;

/// Sizes told apart, at most.
const MOST: usize = 2_048;
/// Cells per size: a cell of size x is at most x ÷ this wide.
const FINE: u64 = 256;
/// Cells per standard deviation, at least.
const PER_SD: f64 = 8.0;
/// Standard deviations below the mean at which a law is taken to begin.
const FAR: f64 = 40.0;
/// Probability that is no longer followed.
const NOTHING: f64 = 1e-12;
/// Largest size followed.
const LARGEST: u64 = 1_000_000_000_000;

/// Sizes, ascending and each once, with probabilities that sum to 1; empty where nothing is asked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sizes(Vec<(u64, f64)>);

impl Sizes {
    /// Always this size.
    #[must_use]
    pub fn constant(units: u64) -> Sizes {
        Sizes(vec![(units, 1.0)])
    }

    /// From weights in any order; sizes may repeat. Their sum counts as probability 1.
    #[must_use]
    pub fn weighted(mut weights: Vec<(u64, f64)>) -> Sizes {
        weights.retain(|(_, weight)| *weight > 0.0);
        weights.sort_unstable_by_key(|(size, _)| *size);
        weights.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            kept.1 += if same { next.1 } else { 0.0 };
            same
        });
        let sum: f64 = weights.iter().map(|(_, weight)| weight).sum();
        weights.iter_mut().for_each(|(_, weight)| *weight /= sum);
        if weights.len() > MOST { Sizes(celled(&weights)) } else { Sizes(weights) }
    }

    /// The quantities of orders of at least one unit, and the share of orders that are.
    #[must_use]
    pub fn of_orders(quantity: &Law) -> (Sizes, f64) {
        if let Some(atoms) = quantity.atoms() {
            let weights = atoms.into_iter().map(|(value, p)| (libm::floor(value + 0.5) as u64, p));
            let (some, none): (Vec<_>, Vec<_>) = weights.partition(|(units, _)| *units > 0);
            let share = 1.0 - none.iter().map(|(_, p)| p).sum::<f64>();
            return (Sizes::weighted(some), share);
        }
        let above = |q: u64| 1.0 - quantity.cdf((q as f64 - 0.5).next_down());
        let (mean, sd) = (quantity.mean(), quantity.sd());
        let widest = ((sd / PER_SD) as u64).max(1);
        let mut start = ((mean - FAR * sd) as u64).max(1);
        let (share, mut left) = (above(1), above(start));
        let mut cells = Vec::new();
        while left > NOTHING && start < LARGEST {
            let next = start + (start / FINE).clamp(1, widest);
            let right = above(next);
            cells.push((start, next, left - right));
            (start, left) = (next, right);
        }
        // Where cells are wider than a unit their middle is not their mean: all of them move by one factor.
        let whole: f64 = cells.iter().filter(|cell| cell.1 == cell.0 + 1).map(|cell| cell.0 as f64 * cell.2).sum();
        let wide: f64 = cells.iter().filter(|cell| cell.1 > cell.0 + 1).map(|cell| middle(cell) * cell.2).sum();
        let factor = if wide > 0.0 { (quantity.rounded_moments().mean - whole) / wide } else { 1.0 };
        let mut weights = Vec::with_capacity(cells.len());
        for cell in &cells {
            let at = if cell.1 > cell.0 + 1 { middle(cell) * factor } else { cell.0 as f64 };
            put(at, cell.2, &mut weights);
        }
        (Sizes::weighted(weights), share)
    }

    /// Sizes with their probabilities, ascending.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (u64, f64)> + '_ {
        self.0.iter().copied()
    }

    /// E of a function of the size.
    pub fn mean_of(&self, value: impl Fn(u64) -> f64) -> f64 {
        self.iter().map(|(size, p)| p * value(size)).sum()
    }

    /// `E[X]`, units.
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.mean_of(|size| size as f64)
    }

    /// `E[X²]`.
    #[must_use]
    pub fn square(&self) -> f64 {
        self.mean_of(|size| size as f64 * size as f64)
    }

    /// The largest size; 0 where nothing is asked.
    #[must_use]
    pub fn largest(&self) -> u64 {
        self.0.last().map_or(0, |(size, _)| *size)
    }

    /// P(X = 0).
    #[must_use]
    pub fn none(&self) -> f64 {
        self.0.first().filter(|(size, _)| *size == 0).map_or(0.0, |(_, p)| *p)
    }

    /// Probabilities of 0, 1, 2, … steps of so many units, of so many cells at most; a size between two steps counts to
    /// both, its mean kept, and one beyond the last cell to that.
    #[must_use]
    pub fn in_steps(&self, step: u64, cells: usize) -> Vec<f64> {
        let mut dense = vec![0.0; cells.min((self.largest() / step) as usize + 2)];
        let last = dense.len() - 1;
        for (size, p) in self.iter() {
            let (below, part) = ((size / step) as usize, (size % step) as f64 / step as f64);
            dense[below.min(last)] += p * (1.0 - part);
            dense[(below + 1).min(last)] += p * part;
        }
        while dense.last() == Some(&0.0) {
            dense.pop();
        }
        dense
    }
}

/// The mean of a cell's ends.
fn middle(cell: &(u64, u64, f64)) -> f64 {
    (cell.0 + cell.1 - 1) as f64 / 2.0
}

/// Adds probability at a place, split between the whole numbers around it so that the mean is that place.
pub(super) fn put(at: f64, p: f64, weights: &mut Vec<(u64, f64)>) {
    let below = libm::floor(at + 1e-9);
    let part = (at - below).max(0.0);
    let part = if part < 1e-9 { 0.0 } else { part };
    weights.push((below as u64, p * (1.0 - part)));
    if part > 0.0 {
        weights.push((below as u64 + 1, p * part));
    }
}

/// Many sizes as cells, each at its mean.
fn celled(sorted: &[(u64, f64)]) -> Vec<(u64, f64)> {
    let (mean, square) = sorted.iter().fold((0.0, 0.0), |(mean, square), (size, p)| {
        let size = *size as f64;
        (mean + p * size, square + p * size * size)
    });
    let widest = (libm::sqrt((square - mean * mean).max(0.0)) / PER_SD) as u64;
    let (mut weights, mut rest) = (Vec::new(), sorted);
    while let Some((first, _)) = rest.first() {
        let end = first + (first / FINE).clamp(1, widest.max(1));
        let own = rest.partition_point(|(size, _)| *size < end);
        let p: f64 = rest[..own].iter().map(|(_, p)| p).sum();
        let sum: f64 = rest[..own].iter().map(|(size, p)| *size as f64 * p).sum();
        put(sum / p, p, &mut weights);
        rest = &rest[own..];
    }
    weights.sort_unstable_by_key(|(size, _)| *size);
    weights.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        kept.1 += if same { next.1 } else { 0.0 };
        same
    });
    weights
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::laws::{Discrete, Gamma, Poisson, Spread};

    #[test]
    fn quantities_are_rounded_half_up_and_without_orders_of_nothing() {
        let law = Law::new(Discrete::new(vec![0.4, 2.5, 3.0], vec![1.0, 1.0, 2.0])).unwrap();
        assert_eq!(Sizes::of_orders(&law), (Sizes(vec![(3, 1.0)]), 0.75));
        let (sizes, share) = Sizes::of_orders(&Law::new(Poisson::new(2.0)).unwrap());
        assert!((share - (1.0 - (-2.0_f64).exp())).abs() < 1e-12);
        assert!((sizes.mean() * share - 2.0).abs() < 1e-9 && (sizes.square() * share - 6.0).abs() < 1e-8);
    }

    #[test]
    fn wide_laws_keep_their_mean_and_nearly_their_variance() {
        for law in [Law::new(Gamma::new(50_000.0, Spread::Cv(1.5))), Law::new(Poisson::new(1e6))] {
            let law = law.unwrap();
            let (sizes, share) = Sizes::of_orders(&law);
            let (moments, mean) = (law.rounded_moments(), sizes.mean() * share);
            assert!((mean / moments.mean - 1.0).abs() < 1e-9, "{law}: {mean}");
            let variance = sizes.square() * share - mean * mean;
            assert!((variance / moments.variance - 1.0).abs() < 0.01, "{law}: {variance}");
        }
        let many: Vec<(u64, f64)> = (1..40_000).map(|size| (size, 1.0)).collect();
        let sizes = Sizes::weighted(many);
        assert!(sizes.iter().len() <= 2 * MOST && (sizes.mean() - 20_000.0).abs() < 1e-6, "{}", sizes.mean());
    }
}
