//! The law without memory: gaps of a Poisson stream, and times of which nothing but the mean is known
//! (Law 2015, § 6.2.2).

use super::blocks::standard_exponentials;
use super::checked::{Checked, LawError, above_zero};
use super::given::{Given, MEAN, POSITIVE};
use super::named::{NamedLaw, Probabilities, Variates};
use crate::keys::{LawRow, Parameter};
use crate::random::StreamRng;
use rand::Rng;
use rand_distr::{Distribution, Exp1};

/// P(X > x) = exp(−x / mean) (mean > 0).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Exponential {
    mean: f64,
}

impl Exponential {
    /// Exponential with this mean.
    ///
    /// # Errors
    /// Unless mean > 0 and finite.
    pub fn new(mean: f64) -> Result<Checked<Exponential>, LawError> {
        above_zero("mean", mean)?;
        let words = format!("exponential(mean {mean})");
        Checked::new(Exponential { mean }, mean, mean * mean, words).in_reach(true, "mean", mean)
    }

    /// Exponential with mean 1 / rate: the gaps of a Poisson stream.
    ///
    /// # Errors
    /// Unless rate > 0 and finite.
    pub fn with_rate(rate: f64) -> Result<Checked<Exponential>, LawError> {
        above_zero("rate", rate)?;
        let mean = 1.0 / rate;
        let words = format!("exponential(rate {rate})");
        Checked::new(Exponential { mean }, mean, mean * mean, words).in_reach(true, "rate", rate)
    }
}

impl NamedLaw for Exponential {
    const ROWS: &'static [LawRow] = &[LawRow::new(
        "exponential",
        &[&[Parameter::number("mean", MEAN)], &[Parameter::number("rate", POSITIVE)]],
        "Without memory; rate is 1 ÷ mean.",
    )];

    type Sampler = Exponential;

    fn read(_tag: &str, given: &Given) -> Result<Checked<Exponential>, LawError> {
        if given.has("rate") {
            return Exponential::with_rate(given.number("rate"));
        }
        Exponential::new(given.number("mean"))
    }

    fn sampler(&self) -> Exponential {
        *self
    }
}

impl Distribution<f64> for Exponential {
    #[inline]
    fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        let standard: f64 = Exp1.sample(rng);
        standard * self.mean
    }
}

impl Variates for Exponential {
    fn fill(&self, rng: &mut StreamRng, out: &mut [f64]) {
        standard_exponentials(rng, out);
        out.iter_mut().for_each(|value| *value *= self.mean);
    }
}

impl Probabilities for Exponential {
    fn cdf(&self, x: f64) -> f64 {
        -libm::expm1(-x / self.mean)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::laws::tests::{Made, Tested, Theirs};

    impl Tested for Exponential {
        fn examples() -> Vec<Made<Exponential>> {
            vec![Exponential::new(4.0), Exponential::with_rate(12.0)]
        }

        fn theirs(&self) -> Theirs {
            let theirs = rand_distr::Exp::new(1.0 / self.mean).expect("legal");
            Box::new(move |rng| theirs.sample(rng))
        }
    }
}
