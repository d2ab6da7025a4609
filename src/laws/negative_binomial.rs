//! Counts with a variance above the mean: demand of many small customers of unlike size; a Poisson law whose mean is
//! itself gamma (Law 2015, § 6.2.3).

use super::checked::{Checked, LawError, Moments, Spread, above_zero, wrong};
use super::given::{CV, Given, MEAN, POSITIVE, PROBABILITY, SD};
use super::named::{NamedLaw, Probabilities, Variates};
use super::special::{beta_inc, ln_binomial};
use super::table::CountTable;
use crate::keys::{LawRow, Parameter};
use rand::Rng;
use rand_distr::Distribution;

/// Failures before the r-th success, r real (r > 0, 0 < p < 1).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NegativeBinomial {
    r: f64,
    p: f64,
}

impl NegativeBinomial {
    /// Negative binomial on 0, 1, … with this mean and spread.
    ///
    /// # Errors
    /// Unless mean > 0 and the variance is above the mean (where they are equal the law is Poisson).
    pub fn new(mean: f64, spread: Spread) -> Result<Checked<NegativeBinomial>, LawError> {
        above_zero("mean", mean)?;
        let (key, given, cv) = spread.checked(mean)?;
        let variance = (cv * mean) * (cv * mean);
        let above = variance > mean;
        if !above {
            return Err(wrong(
                key,
                "a spread whose variance is above the mean (use `poisson` where they are equal)",
                given,
            ));
        }
        let words = format!("negative_binomial(mean {mean}, {key} {given})");
        let law = NegativeBinomial { r: mean * (mean / (variance - mean)), p: mean / variance };
        Checked::new(law, mean, variance, words).in_reach(law.is_usable(), key, given)
    }

    /// Failures before the `r`-th success (r real) in trials with probability `p`; 0 when p = 1.
    ///
    /// # Errors
    /// Unless r > 0 and finite and 0 < p ≤ 1.
    pub fn with_successes(r: f64, p: f64) -> Result<Checked<NegativeBinomial>, LawError> {
        above_zero("r", r)?;
        if !(p > 0.0 && p <= 1.0) {
            return Err(wrong("p", "a probability above 0 and at most 1", p));
        }
        let words = format!("negative_binomial(r {r}, p {p})");
        if p == 1.0 {
            return Ok(Checked::constant(0.0, words));
        }
        let law = NegativeBinomial { r, p };
        let Moments { mean, variance } = law.moments();
        Checked::new(law, mean, variance, words).in_reach(law.is_usable(), "r", r)
    }

    fn is_usable(&self) -> bool {
        self.r.is_finite() && self.r > 0.0 && self.p > 0.0 && self.p < 1.0
    }

    fn moments(&self) -> Moments {
        let mean = self.r * (1.0 - self.p) / self.p;
        Moments { mean, variance: mean / self.p }
    }
}

impl NamedLaw for NegativeBinomial {
    const ROWS: &'static [LawRow] = &[LawRow::new(
        "negative_binomial",
        &[
            &[Parameter::number("mean", MEAN), Parameter::number("sd", SD)],
            &[Parameter::number("mean", MEAN), Parameter::number("cv", CV)],
            &[Parameter::number("r", POSITIVE), Parameter::number("p", PROBABILITY)],
        ],
        "Counts with a variance above the mean; with r and p, failures before the r-th success.",
    )];

    type Sampler = NegativeBinomialDraw;

    fn read(_tag: &str, given: &Given) -> Result<Checked<NegativeBinomial>, LawError> {
        if given.has("r") {
            return NegativeBinomial::with_successes(given.number("r"), given.number("p"));
        }
        NegativeBinomial::new(given.number("mean"), given.spread())
    }

    fn sampler(&self) -> NegativeBinomialDraw {
        match CountTable::new(self, self.moments(), f64::INFINITY) {
            Some(table) => NegativeBinomialDraw::Table(table),
            None => {
                let gamma = rand_distr::Gamma::new(self.r, (1.0 - self.p) / self.p);
                NegativeBinomialDraw::Mixture(gamma.expect("r is above 0, and p inside 0 and 1"))
            }
        }
    }
}

/// A table where the law is short, else Poisson with a gamma mean.
#[derive(Clone, Debug, PartialEq)]
pub enum NegativeBinomialDraw {
    Table(CountTable),
    Mixture(rand_distr::Gamma<f64>),
}

impl Distribution<f64> for NegativeBinomialDraw {
    #[inline]
    fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        match self {
            NegativeBinomialDraw::Table(table) => table.sample(rng),
            NegativeBinomialDraw::Mixture(gamma) => poisson(gamma.sample(rng), rng),
        }
    }
}

/// A Poisson draw of a mean that was itself drawn: 0 where the gamma draw ran into 0, the mean itself where it is so large
/// that a Poisson draw is no longer told from it.
#[inline(never)]
fn poisson<R: Rng + ?Sized>(mean: f64, rng: &mut R) -> f64 {
    rand_distr::Poisson::new(mean).map_or(mean, |poisson| poisson.sample(rng))
}

impl Variates for NegativeBinomialDraw {}

impl Probabilities for NegativeBinomial {
    fn cdf(&self, x: f64) -> f64 {
        beta_inc(self.r, x.floor() + 1.0, self.p, 1.0 - self.p)
    }

    fn least_atom(&self) -> Option<f64> {
        Some(0.0)
    }

    fn is_integer(&self) -> bool {
        true
    }

    /// P(k) = r / (r + k) C(r + k, k) pʳ (1 − p)ᵏ.
    fn ln_point(&self, k: f64) -> Option<f64> {
        let NegativeBinomial { r, p } = *self;
        Some(if k == 0.0 { r * libm::log(p) } else { libm::log(r / (r + k)) + ln_binomial(r, r + k, p, 1.0 - p) })
    }

    fn point_ratio(&self, k: f64) -> Option<f64> {
        Some((self.r + k) / (k + 1.0) * (1.0 - self.p))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::laws::tests::{Made, Tested, Theirs};

    impl Tested for NegativeBinomial {
        fn examples() -> Vec<Made<NegativeBinomial>> {
            vec![
                NegativeBinomial::new(10.0, Spread::Sd(5.0)),
                NegativeBinomial::new(0.5, Spread::Cv(4.0)),
                NegativeBinomial::with_successes(2.5, 0.0005),
                NegativeBinomial::with_successes(0.1, 1e-4),
            ]
        }

        fn theirs(&self) -> Theirs {
            // `rand_distr` has no such law: its Poisson of a mean by its gamma.
            let gamma = rand_distr::Gamma::new(self.r, (1.0 - self.p) / self.p).expect("legal");
            Box::new(move |rng| match gamma.sample(rng) {
                0.0 => 0.0,
                mean => rand_distr::Poisson::new(mean).expect("above 0").sample(rng),
            })
        }
    }
}
