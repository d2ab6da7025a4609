//! What becomes of a law when its draws are rounded half up to whole units.

use super::special::{gamma_q, normal_cdf};
use super::{Form, Law, Moments, weighted};

/// Whole numbers summed one by one; beyond them a law is smooth on the scale of one unit.
const CELLS: u32 = 16_384;
/// Probability that is no longer told from 0 in 1 − cdf.
const NOTHING: f64 = 1e-15;

impl Law {
    /// Mean and variance of the law rounded half up, ⌊X + ½⌋: the law of a quantity.
    ///
    /// Exact (to about 10⁻¹²) for laws of whole numbers and for every law that has run out by 16,384 units.
    /// For larger ones the part beyond uses that rounding adds a variance of 1/12 and no mean where a density is
    /// smooth over one unit (Sheppard 1898); the relative error is then below 1/16,384.
    #[must_use]
    pub fn rounded_moments(&self) -> Moments {
        let plain = Moments { mean: self.mean(), variance: self.variance() };
        if self.is_integer() {
            return plain;
        }
        match self.form() {
            Form::Constant { value } => Moments { mean: round(*value), variance: 0.0 },
            Form::Discrete { values, weights } => weighted(values.iter().map(|value| round(*value)), weights),
            _ => self.rounded_density(),
        }
    }

    /// E[N] = Σ P(N ≥ k) and E[N²] = Σ (2k − 1) P(N ≥ k), k = 1, 2, …, for a law with a density above 0.
    fn rounded_density(&self) -> Moments {
        let (mut first, mut second) = (0.0, 0.0);
        for k in 1..=CELLS {
            let above = 1.0 - self.cdf(f64::from(k) - 0.5);
            if above < NOTHING && f64::from(k) > self.mean() {
                return Moments { mean: first, variance: second - first * first };
            }
            first += above;
            second += (2.0 * f64::from(k) - 1.0) * above;
        }
        let Some(tail) = self.tail(f64::from(CELLS) + 0.5) else {
            return Moments { mean: self.mean(), variance: self.variance() + 1.0 / 12.0 };
        };
        let count = f64::from(CELLS);
        // Σ_{k ≤ K} counts min(N, K); what lies beyond adds N − K and N² − K² over {N > K}.
        let mean = first + tail.first - count * tail.zeroth;
        let square = second + tail.second + (1.0 / 12.0 - count * count) * tail.zeroth;
        Moments { mean, variance: square - mean * mean }
    }

    /// E[Xʲ; X > x] for j = 0, 1, 2, for the laws that can be small in the mean and still reach far.
    fn tail(&self, x: f64) -> Option<Tail> {
        let above = |j: f64| match self.form() {
            Form::Lognormal { mu, sigma } => {
                let whole = libm::exp(j * mu + 0.5 * j * j * sigma * sigma);
                Some(whole * normal_cdf((mu + j * sigma * sigma - libm::log(x)) / sigma))
            }
            Form::Weibull { shape, scale } => {
                let a = 1.0 + j / shape;
                let whole = libm::exp(j * libm::log(*scale) + libm::lgamma(a));
                Some(whole * gamma_q(a, libm::pow(x / scale, *shape)))
            }
            Form::Gamma { shape, scale } => {
                let whole = libm::exp(j * libm::log(*scale) + libm::lgamma(shape + j) - libm::lgamma(*shape));
                Some(whole * gamma_q(shape + j, x / scale))
            }
            _ => None,
        };
        Some(Tail { zeroth: above(0.0)?, first: above(1.0)?, second: above(2.0)? })
    }
}

/// E[Xʲ; X > x].
struct Tail {
    zeroth: f64,
    first: f64,
    second: f64,
}

fn round(value: f64) -> f64 {
    (value + 0.5).floor()
}
