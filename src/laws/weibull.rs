//! Times to a failure: shape below 1 fails early, 1 is the exponential law, above 1 wears out (Law 2015, § 6.2.2).

use super::blocks::standard_exponentials;
use super::checked::{Checked, LawError, above_zero, both_usable};
use super::given::{Given, MEAN, POSITIVE};
use super::named::{NamedLaw, Probabilities, Variates};
use super::special::gamma_q;
use crate::keys::{LawRow, Parameter};
use crate::random::{StreamRng, exp, ln};
use rand::Rng;
use rand_distr::{Distribution, Exp1};

/// P(X > x) = exp(−(x / scale)^shape) (both > 0).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weibull {
    shape: f64,
    scale: f64,
}

impl Weibull {
    /// Weibull with this shape and scale.
    ///
    /// # Errors
    /// Unless both are above 0 and finite.
    pub fn new(shape: f64, scale: f64) -> Result<Checked<Weibull>, LawError> {
        above_zero("shape", shape)?;
        above_zero("scale", scale)?;
        let words = format!("weibull(shape {shape}, scale {scale})");
        let first = libm::lgamma(1.0 + 1.0 / shape);
        let second = libm::lgamma(1.0 + 2.0 / shape);
        let mean = scale * libm::exp(first);
        // E[X²] − E[X]² = E[X]² (e^(second − 2 first) − 1), without cancellation for a narrow law.
        let variance = mean * mean * libm::expm1(second - 2.0 * first).max(0.0);
        let whole = both_usable(shape, scale);
        Checked::new(Weibull { shape, scale }, mean, variance, words).in_reach(whole, "shape", shape)
    }
}

impl NamedLaw for Weibull {
    const ROWS: &'static [LawRow] = &[LawRow::new(
        "weibull",
        &[&[Parameter::number("shape", POSITIVE), Parameter::number("scale", MEAN)]],
        "Shape below 1: early; 1: exponential; above 1: wear.",
    )];

    type Sampler = WeibullDraw;

    fn read(_tag: &str, given: &Given) -> Result<Checked<Weibull>, LawError> {
        Weibull::new(given.number("shape"), given.number("scale"))
    }

    fn sampler(&self) -> WeibullDraw {
        WeibullDraw { power: 1.0 / self.shape, scale: self.scale }
    }
}

/// scale × an exponential draw to the power of 1 ÷ shape: 12 ns in blocks where `rand_distr` takes 21.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WeibullDraw {
    power: f64,
    scale: f64,
}

impl WeibullDraw {
    #[inline]
    fn of_exponential(&self, standard: f64) -> f64 {
        self.scale * exp(self.power * ln(standard))
    }
}

impl Distribution<f64> for WeibullDraw {
    #[inline(never)]
    fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        self.of_exponential(Exp1.sample(rng))
    }
}

impl Variates for WeibullDraw {
    fn fill(&self, rng: &mut StreamRng, out: &mut [f64]) {
        standard_exponentials(rng, out);
        out.iter_mut().for_each(|value| *value = self.of_exponential(*value));
    }
}

impl Probabilities for Weibull {
    fn cdf(&self, x: f64) -> f64 {
        -libm::expm1(-libm::pow(x / self.scale, self.shape))
    }

    fn moment_beyond(&self, j: f64, x: f64) -> Option<f64> {
        let a = 1.0 + j / self.shape;
        let whole = libm::exp(j * libm::log(self.scale) + libm::lgamma(a));
        Some(whole * gamma_q(a, libm::pow(x / self.scale, self.shape)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::laws::tests::{Made, Tested, Theirs};

    impl Tested for Weibull {
        fn examples() -> Vec<Made<Weibull>> {
            vec![Weibull::new(0.5, 2.0), Weibull::new(3.5, 10.0)]
        }

        fn theirs(&self) -> Theirs {
            let theirs = rand_distr::Weibull::new(self.scale, self.shape).expect("legal");
            Box::new(move |rng| theirs.sample(rng))
        }
    }
}
