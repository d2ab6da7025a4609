//! Draws of whole numbers: tables where the law is short, transformed rejection where it is long.

use super::checked::Moments;
use super::named::Distribution;
use super::special::{ln_binomial, ln_poisson};
use crate::random::{AliasTable, Rng, floor, ln};

/// Longest table of a law of counts, in values.
const LONGEST: f64 = 256.0;
/// Probability beyond either end of a table: less than half a unit of the 53 bits of a weight.
const BEYOND: f64 = 1e-17;

/// A law of whole numbers as a table: `first` + the place picked.
#[derive(Clone, Debug, PartialEq)]
pub struct CountTable {
    first: f64,
    table: AliasTable,
}

impl CountTable {
    /// The table of a law of whole numbers up to `last`, if it is short enough.
    pub(super) fn new(law: &impl Distribution, moments: Moments, last: f64) -> Option<CountTable> {
        if libm::sqrt(moments.variance) > LONGEST {
            return None;
        }
        let ln_point = |k: f64| law.ln_point(k).unwrap_or(f64::NEG_INFINITY);
        let dead = libm::log(BEYOND);
        let middle = moments.mean.floor().min(last);
        let mut first = middle;
        while first > 0.0 && middle - first < LONGEST && ln_point(first - 1.0) > dead {
            first -= 1.0;
        }
        let mut points = Vec::new();
        let mut k = first;
        // Beyond the mean point probabilities fall.
        while k <= last && (k <= middle || ln_point(k) > dead) {
            points.push(libm::exp(ln_point(k)));
            if points.len() as f64 > LONGEST {
                return None;
            }
            k += 1.0;
        }
        Some(CountTable { first, table: AliasTable::new(&points) })
    }

    #[inline]
    pub(super) fn draw(&self, rng: &mut Rng) -> f64 {
        self.first + self.table.draw(rng) as f64
    }
}

/// Transformed rejection with squeeze, PTRS (Hörmann 1993), for means of at least 10.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PoissonRejection {
    mean: f64,
    a: f64,
    b: f64,
}

impl PoissonRejection {
    pub(super) fn new(mean: f64) -> PoissonRejection {
        let b = 0.931 + 2.53 * mean.sqrt();
        PoissonRejection { mean, a: -0.059 + 0.024_83 * b, b }
    }

    pub(super) fn draw(&self, rng: &mut Rng) -> f64 {
        let (a, b) = (self.a, self.b);
        let squeeze = 0.9277 - 3.6224 / (b - 2.0);
        let alpha = 1.1239 + 1.1328 / (b - 3.4);
        loop {
            let u = rng.unit() - 0.5;
            let v = rng.unit();
            let edge = 0.5 - u.abs();
            let k = floor((2.0 * a / edge + b) * u + self.mean + 0.43);
            if edge >= 0.07 && v <= squeeze {
                return k;
            }
            if k < 0.0 || (edge < 0.013 && v > edge) {
                continue;
            }
            if ln(v * alpha / (a / (edge * edge) + b)) <= ln_poisson(k, self.mean) {
                return k;
            }
        }
    }
}

/// A Poisson draw whose mean is itself random: exponential gaps for a small mean, rejection for a large one.
pub(super) fn poisson(mean: f64, rng: &mut Rng) -> f64 {
    if mean >= 10.0 {
        return PoissonRejection::new(mean).draw(rng);
    }
    let mut count = 0.0;
    let mut time = rng.exponential();
    while time < mean {
        count += 1.0;
        time += rng.exponential();
    }
    count
}

/// Transformed rejection, BTRS (Hörmann 1993), of the rarer outcome, for n p of at least 10.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BinomialRejection {
    n: f64,
    /// Probability of the outcome that is drawn, at most ½.
    p: f64,
    /// What is returned is `base` + `sign` × the number of rarer outcomes.
    base: f64,
    sign: f64,
    /// ln of the largest point probability.
    top: f64,
}

impl BinomialRejection {
    pub(super) fn new(n: f64, p: f64) -> BinomialRejection {
        let (base, sign, p) = if p <= 0.5 { (0.0, 1.0, p) } else { (n, -1.0, 1.0 - p) };
        let mode = ((n + 1.0) * p).floor();
        BinomialRejection { n, p, base, sign, top: ln_binomial(mode, n, p, 1.0 - p) }
    }

    pub(super) fn draw(&self, rng: &mut Rng) -> f64 {
        let (n, p) = (self.n, self.p);
        let q = 1.0 - p;
        let sd = (n * p * q).sqrt();
        let b = 1.15 + 2.53 * sd;
        let a = -0.0873 + 0.0248 * b + 0.01 * p;
        let squeeze = 0.92 - 4.2 / b;
        let alpha = (2.83 + 5.1 / b) * sd;
        loop {
            let v = rng.unit();
            let u = rng.unit() - 0.5;
            let edge = 0.5 - u.abs();
            let k = floor((2.0 * a / edge + b) * u + n * p + 0.5);
            let accepted = (edge >= 0.07 && v <= squeeze)
                || (k >= 0.0
                    && k <= n
                    && ln(v * alpha / (a / (edge * edge) + b)) <= ln_binomial(k, n, p, q) - self.top);
            if accepted {
                return self.base + self.sign * k;
            }
        }
    }
}
