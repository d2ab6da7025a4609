//! Equicoordinate points of the multivariate t: the factor of simultaneous one-sided bounds against a common reference.

use libm::{erfc, exp, sqrt};
use std::f64::consts::FRAC_1_SQRT_2;

/// g with P(T₁ ≤ g, …, T_p ≤ g) = `level`, where the T are jointly t with `freedom` degrees of freedom and common
/// correlation ½: the factor of `dimension` one-sided bounds against one reference of the same variance (Dunnett 1955),
/// written T^(α)_{p, ν, ½} in Nelson & Matejcik (1995). To 10⁻⁷ or better.
///
/// # Panics
/// When `dimension` or `freedom` is 0, or `level` does not lie in (0, 1).
#[must_use]
pub fn equicoordinate(level: f64, dimension: u32, freedom: u32) -> f64 {
    assert!(dimension > 0 && freedom > 0, "at least one bound and one degree of freedom");
    assert!(level > 0.0 && level < 1.0, "a confidence lies between 0 and 1");
    let grid = Grid::new(f64::from(freedom));
    let excess = |g: f64| grid.probability(g, dimension) - level;
    let (mut low, mut high) = (-1.0, 1.0);
    while excess(high) < 0.0 {
        high *= 2.0;
    }
    while excess(low) >= 0.0 {
        low *= 2.0;
    }
    // False position after Illinois: the end that stays counts half, so that both ends close in.
    let (mut below, mut above) = (excess(low), excess(high));
    while high - low > 1e-10 * high.abs().max(1.0) {
        let next = low - below * (high - low) / (above - below);
        let found = excess(next);
        if found.abs() < 1e-14 {
            return next;
        }
        if found < 0.0 {
            (low, below, above) = (next, found, above / 2.0);
        } else {
            (high, above, below) = (next, found, below / 2.0);
        }
    }
    low.midpoint(high)
}

/// Nodes and weights of the two integrals: over ln U, where U² is χ²/ν, and over the normal part all T share. Both
/// integrands are smooth and die out at both ends, so that the trapezoidal rule converges geometrically.
struct Grid {
    /// U with its probability.
    scales: Vec<(f64, f64)>,
    /// Shared normal value with its probability.
    shared: Vec<(f64, f64)>,
}

impl Grid {
    fn new(freedom: f64) -> Grid {
        // The density of y = ln U is proportional to exp(ν (y − e^{2y} / 2)), highest at 0.
        let log_density = |y: f64| freedom * (y - exp(2.0 * y) / 2.0 + 0.5);
        let step = 0.4 / sqrt(2.0 * freedom);
        let side = |sign: f64| {
            let nodes = (1..).map(move |k| sign * step * f64::from(k)).take_while(|y| log_density(*y) > -40.0);
            nodes.map(|y| (exp(y), exp(log_density(y)))).collect::<Vec<_>>()
        };
        let mut scales = side(-1.0);
        scales.push((1.0, 1.0));
        scales.extend(side(1.0));
        let shared = (-32..=32).map(|k| f64::from(k) / 4.0).map(|z| (z, exp(-z * z / 2.0))).collect();
        Grid { scales: normalised(scales), shared: normalised(shared) }
    }

    /// P(T₁ ≤ g, …, T_p ≤ g): given U = u and the shared part z, the T are independent.
    fn probability(&self, g: f64, dimension: u32) -> f64 {
        let power = i32::try_from(dimension).unwrap_or(i32::MAX);
        let given = |u: f64| -> f64 {
            let all_below = |z: f64| normal(sqrt(2.0) * g * u + z).powi(power);
            self.shared.iter().map(|(z, weight)| weight * all_below(*z)).sum()
        };
        self.scales.iter().map(|(u, weight)| weight * given(*u)).sum()
    }
}

fn normalised(mut nodes: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
    let all: f64 = nodes.iter().map(|(_, weight)| weight).sum();
    nodes.iter_mut().for_each(|(_, weight)| *weight /= all);
    nodes
}

/// Distribution function of the standard normal law.
fn normal(x: f64) -> f64 {
    erfc(-x * FRAC_1_SQRT_2) / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::distribution::{ContinuousCDF, StudentsT};

    /// Dunnett (1955), table 1a: one-sided, 95 %; by degrees of freedom, for 2, 3, 4, 5 and 10 treatments.
    #[test]
    fn published_points() {
        let table = [
            (5, [2.44, 2.68, 2.85, 2.98, 3.36]),
            (10, [2.15, 2.34, 2.47, 2.56, 2.85]),
            (20, [2.03, 2.19, 2.30, 2.39, 2.64]),
            (30, [1.99, 2.15, 2.25, 2.33, 2.57]),
            (60, [1.95, 2.10, 2.21, 2.28, 2.51]),
            (120, [1.93, 2.08, 2.18, 2.26, 2.48]),
        ];
        for (freedom, row) in table {
            for (dimension, printed) in [2, 3, 4, 5, 10].into_iter().zip(row) {
                let found = equicoordinate(0.95, dimension, freedom);
                // Two printed digits; the table's own last digit is off by up to one for many treatments.
                let tolerance = if dimension <= 5 { 0.006 } else { 0.016 };
                assert!((found - printed).abs() <= tolerance, "{freedom} {dimension}: {found} is not {printed}");
            }
        }
    }

    /// One bound alone is Student's t, at any level and from one degree of freedom on.
    #[test]
    fn one_bound_is_student() {
        for freedom in [1, 2, 7, 58, 400] {
            let law = StudentsT::new(0.0, 1.0, f64::from(freedom)).unwrap();
            for level in [0.4, 0.9, 0.95, 0.995] {
                let (found, exact) = (equicoordinate(level, 1, freedom), law.inverse_cdf(level));
                assert!((found - exact).abs() < 1e-7 * exact.abs().max(1.0), "{freedom} {level}: {found} {exact}");
            }
        }
    }

    /// The shares of all against all: with p + 1 equal and independent normal values the first is the smallest with
    /// chance 1 ÷ (p + 1), which is P(T₁ ≤ 0, …, T_p ≤ 0) for any ν.
    #[test]
    fn the_smallest_of_equals() {
        for (dimension, freedom) in [(1, 3), (2, 1), (4, 9), (9, 100)] {
            let found = Grid::new(f64::from(freedom)).probability(0.0, dimension);
            assert!((found - 1.0 / f64::from(dimension + 1)).abs() < 1e-9, "{dimension} {freedom}: {found}");
        }
    }
}
