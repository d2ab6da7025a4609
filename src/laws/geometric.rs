//! Trials up to and with the first success: 1, 2, … A quantity of at least one unit with a short memory.

use super::blocks::standard_exponentials;
use super::checked::{COUNT_LIMIT, Checked, LawError, wrong};
use super::given::{Given, PROBABILITY};
use super::named::{NamedLaw, Probabilities, Variates};
use crate::keys::{LawRow, Parameter};
use crate::random::{StreamRng, floor};
use rand::Rng;
use rand_distr::{Distribution, Exp1};

/// P(X = k) = p (1 − p)^(k − 1), k = 1, 2, … (0 < p < 1).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Geometric {
    p: f64,
}

impl Geometric {
    /// Trials up to and with the first success, mean 1 / p; 1 when p = 1.
    ///
    /// # Errors
    /// Unless 10⁻¹⁵ ≤ p ≤ 1.
    pub fn new(p: f64) -> Result<Checked<Geometric>, LawError> {
        if !(1.0 / COUNT_LIMIT..=1.0).contains(&p) {
            return Err(wrong("p", "a probability above 0 and at most 1", p));
        }
        let words = format!("geometric(p {p})");
        if p == 1.0 {
            return Ok(Checked::constant(1.0, words));
        }
        Ok(Checked::new(Geometric { p }, 1.0 / p, (1.0 - p) / (p * p), words))
    }
}

impl NamedLaw for Geometric {
    const ROWS: &'static [LawRow] = &[LawRow::new(
        "geometric",
        &[&[Parameter::number("p", PROBABILITY)]],
        "Trials until the first success: 1, 2, …",
    )];

    type Sampler = GeometricDraw;

    fn read(_tag: &str, given: &Given) -> Result<Checked<Geometric>, LawError> {
        Geometric::new(given.number("p"))
    }

    fn sampler(&self) -> GeometricDraw {
        GeometricDraw { per_step: -1.0 / libm::log1p(-self.p) }
    }
}

/// An exponential draw rounded down, plus 1: 4 ns in blocks where `rand_distr` takes 25.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GeometricDraw {
    /// Mean of the exponential draw: −1 ÷ ln(1 − p).
    per_step: f64,
}

impl GeometricDraw {
    #[inline]
    fn of_exponential(&self, standard: f64) -> f64 {
        floor(standard * self.per_step) + 1.0
    }
}

impl Distribution<f64> for GeometricDraw {
    #[inline]
    fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        self.of_exponential(Exp1.sample(rng))
    }
}

impl Variates for GeometricDraw {
    fn fill(&self, rng: &mut StreamRng, out: &mut [f64]) {
        standard_exponentials(rng, out);
        out.iter_mut().for_each(|value| *value = self.of_exponential(*value));
    }
}

impl Probabilities for Geometric {
    fn cdf(&self, x: f64) -> f64 {
        -libm::expm1(x.floor() * libm::log1p(-self.p))
    }

    fn least(&self) -> f64 {
        1.0
    }

    fn least_atom(&self) -> Option<f64> {
        Some(1.0)
    }

    fn is_integer(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::laws::tests::{Made, Tested, Theirs};

    impl Tested for Geometric {
        fn examples() -> Vec<Made<Geometric>> {
            vec![Geometric::new(0.3), Geometric::new(0.001)]
        }

        fn theirs(&self) -> Theirs {
            let theirs = rand_distr::Geometric::new(self.p).expect("legal");
            Box::new(move |rng| theirs.sample(rng) as f64 + 1.0)
        }
    }
}
