//! e to the power of a normal law: lead times and demands with a long right tail (Law 2015, § 6.2.2).

use super::checked::{Checked, IN_REACH, LawError, Spread, above_zero, finite, not_negative, wrong};
use super::given::{CV, Given, MEAN, SD};
use super::named::{NamedLaw, Probabilities, Variates};
use super::special::normal_cdf;
use super::standard_normal::{standard_normal, standard_normals};
use crate::keys::{Ends, LawRow, Parameter, Range};
use crate::random::{StreamRng, exp};
use rand::Rng;
use rand_distr::Distribution;

const LOG_MEAN: Range = Range { low: -50.0, high: 20.0, ends: Ends::Closed };
const LOG_SD: Range = Range { low: 0.0, high: 10.0, ends: Ends::Closed };

/// e to the power of a normal law with mean `mu` and standard deviation `sigma` (sigma > 0).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lognormal {
    mu: f64,
    sigma: f64,
}

impl Lognormal {
    /// Lognormal with this mean and spread; a constant when the spread is 0.
    ///
    /// # Errors
    /// Unless mean > 0 and spread ≥ 0, both finite.
    pub fn new(mean: f64, spread: Spread) -> Result<Checked<Lognormal>, LawError> {
        above_zero("mean", mean)?;
        let (key, given, cv) = spread.checked(mean)?;
        let words = format!("lognormal(mean {mean}, {key} {given})");
        if cv == 0.0 {
            return Ok(Checked::constant(mean, words));
        }
        let sigma_square = libm::log1p(cv * cv);
        let law = Lognormal { mu: libm::log(mean) - 0.5 * sigma_square, sigma: libm::sqrt(sigma_square) };
        Checked::new(law, mean, (cv * mean) * (cv * mean), words).in_reach(law.is_usable(), key, given)
    }

    /// e to the power of a normal law with mean `mu` and standard deviation `sigma`; a constant when sigma is 0.
    ///
    /// # Errors
    /// Unless mu is finite and sigma ≥ 0 and finite.
    pub fn of_logarithm(mu: f64, sigma: f64) -> Result<Checked<Lognormal>, LawError> {
        finite("mu", mu)?;
        not_negative("sigma", sigma)?;
        let words = format!("lognormal(mu {mu}, sigma {sigma})");
        let mean = libm::exp(mu + 0.5 * sigma * sigma);
        if !mean.is_finite() {
            return Err(wrong("mu", IN_REACH, mu));
        }
        if sigma == 0.0 {
            return Ok(Checked::constant(mean, words));
        }
        let variance = mean * mean * libm::expm1(sigma * sigma);
        let law = Lognormal { mu, sigma };
        Checked::new(law, mean, variance, words).in_reach(law.is_usable(), "sigma", sigma)
    }

    fn is_usable(&self) -> bool {
        self.mu.is_finite() && self.sigma.is_finite() && self.sigma > 0.0
    }
}

impl NamedLaw for Lognormal {
    const ROWS: &'static [LawRow] = &[LawRow::new(
        "lognormal",
        &[
            &[Parameter::number("mean", MEAN), Parameter::number("cv", CV)],
            &[Parameter::number("mean", MEAN), Parameter::number("sd", SD)],
            &[Parameter::number("mu", LOG_MEAN), Parameter::number("sigma", LOG_SD)],
        ],
        "Its logarithm is normal, with mean mu and standard deviation sigma.",
    )];

    type Sampler = Lognormal;

    fn read(_tag: &str, given: &Given) -> Result<Checked<Lognormal>, LawError> {
        if given.has("mu") {
            return Lognormal::of_logarithm(given.number("mu"), given.number("sigma"));
        }
        Lognormal::new(given.number("mean"), given.spread())
    }

    fn sampler(&self) -> Lognormal {
        *self
    }
}

/// A normal draw under our own `exp`, whose bits are the same everywhere: 7 ns in blocks where `rand_distr` takes 9.
impl Distribution<f64> for Lognormal {
    #[inline]
    fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        exp(self.mu + self.sigma * standard_normal(rng))
    }
}

impl Variates for Lognormal {
    /// Normals first and then the powers: the processor overlaps the steps of neighbours.
    fn fill(&self, rng: &mut StreamRng, out: &mut [f64]) {
        standard_normals(rng, out);
        out.iter_mut().for_each(|value| *value = exp(self.mu + self.sigma * *value));
    }
}

impl Probabilities for Lognormal {
    fn cdf(&self, x: f64) -> f64 {
        normal_cdf((libm::log(x) - self.mu) / self.sigma)
    }

    fn moment_beyond(&self, j: f64, x: f64) -> Option<f64> {
        let Lognormal { mu, sigma } = *self;
        let whole = libm::exp(j * mu + 0.5 * j * j * sigma * sigma);
        Some(whole * normal_cdf((mu + j * sigma * sigma - libm::log(x)) / sigma))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::laws::tests::{Made, Tested, Theirs};

    impl Tested for Lognormal {
        fn examples() -> Vec<Made<Lognormal>> {
            vec![
                Lognormal::new(10.0, Spread::Cv(0.5)),
                Lognormal::new(3.0, Spread::Sd(6.0)),
                Lognormal::of_logarithm(-2.0, 0.01),
            ]
        }

        fn theirs(&self) -> Theirs {
            let theirs = rand_distr::LogNormal::new(self.mu, self.sigma).expect("legal");
            Box::new(move |rng| theirs.sample(rng))
        }
    }
}
