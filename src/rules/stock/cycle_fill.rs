//! The level that serves a share of the units at once where the demand over lead time and review is known by mean and variance alone.
//!
//! Share served of a cycle: 1 − (E(D[L + R] − S)⁺ − E(D[L] − S)⁺) ÷ E D[R] (E. A. Silver, D. F. Pyke & R. Peterson, 1998, 7.5), with laws of
//! whole numbers fitted to mean and variance: Poisson, negative binomial above it, binomial below it. In closed form, as it is asked at every
//! review of a run.

use crate::laws::{Moments, beta_inc, gamma_p};
use crate::rules::requests::{EQUAL, trials};

/// Largest share looked for: a law without an end never serves everything.
const MOST: f64 = 1.0 - 1e-9;

/// The lowest level that serves the share, where the lead time has this share of mean and variance over lead time and review.
#[must_use]
pub(super) fn level(target: f64, whole: Moments, lead_share: f64) -> i64 {
    let cycle = whole.mean * (1.0 - lead_share);
    if cycle <= 0.0 {
        return 0;
    }
    let lead = Moments { mean: whole.mean * lead_share, variance: whole.variance * lead_share };
    let is_enough = |level: i64| {
        let level = level as f64;
        1.0 - (short(whole, level) - short(lead, level)) / cycle >= target.min(MOST)
    };
    let mut step = libm::ceil(0.5 * libm::sqrt(whole.variance)).max(1.0) as i64;
    let (mut below, mut enough) = (-1, libm::ceil(whole.mean) as i64);
    while !is_enough(enough) {
        (below, enough, step) = (enough, enough + step, 2 * step);
    }
    while enough - below > 1 {
        let middle = below + (enough - below) / 2;
        if is_enough(middle) { enough = middle } else { below = middle }
    }
    enough
}

/// E(D − level)⁺ = E[D; D > level] − level P(D > level), level ≥ 0.
fn short(of: Moments, level: f64) -> f64 {
    let Moments { mean, variance } = of;
    if mean <= 0.0 {
        return 0.0;
    }
    // Of each law: P(D > level), and P(D* > level − 1) of the law D* that E[D; D > level] = mean × P(D* ≥ level) is of.
    let (beyond, weighted) = if (variance - mean).abs() <= EQUAL * mean {
        (gamma_p(level + 1.0, mean), if level > 0.0 { gamma_p(level, mean) } else { 1.0 })
    } else if variance > mean {
        let (r, p) = (mean * (mean / (variance - mean)), mean / variance);
        let above = |r: f64, level: f64| beta_inc(level + 1.0, r, 1.0 - p, p);
        (above(r, level), if level > 0.0 { above(r + 1.0, level - 1.0) } else { 1.0 })
    } else {
        let n = trials(of);
        let p = (mean / n).min(1.0);
        let above = |n: f64, level: f64| if level >= n { 0.0 } else { beta_inc(level + 1.0, n - level, p, 1.0 - p) };
        (above(n, level), if level > 0.0 { above(n - 1.0, level - 1.0) } else { 1.0 })
    };
    (mean * weighted - level * beyond).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::requests::fitted;

    /// Against the sum over the law.
    #[test]
    fn units_short_are_those_of_the_fitted_law() {
        for (mean, variance) in [(4.0, 4.0), (10.0, 25.0), (10.0, 4.0), (0.3, 0.3), (7.0, 0.0), (300.0, 5_000.0)] {
            let law = fitted(Moments { mean, variance });
            for level in [0, 1, 3, 7, 12, 40, 350] {
                // E(D − S)⁺ = Σ P(D > k), k from S on.
                let sum: f64 = (level..level + 3_000).map(|k| 1.0 - law.cdf(f64::from(k))).sum();
                let own = short(Moments { mean, variance }, f64::from(level));
                assert!((own - sum).abs() < 1e-9 * (1.0 + mean), "{mean} {variance} at {level}: {own} and {sum}");
            }
        }
    }

    #[test]
    fn the_level_is_the_lowest_that_serves_enough() {
        let whole = Moments { mean: 20.0, variance: 40.0 };
        let served = |level: i64| {
            let lead = Moments { mean: 15.0, variance: 30.0 };
            1.0 - (short(whole, level as f64) - short(lead, level as f64)) / 5.0
        };
        for target in [0.5, 0.9, 0.99] {
            let found = level(target, whole, 0.75);
            assert!(served(found) >= target && served(found - 1) < target, "{target}: {found}");
        }
        assert_eq!(level(0.9, Moments { mean: 0.0, variance: 0.0 }, 0.5), 0);
    }
}
