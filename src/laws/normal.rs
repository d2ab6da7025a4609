//! The bell curve, for sums of many small times or quantities. It is the only law that could be negative: it is cut,
//! max(0, x), and mean, variance and cdf are those of the cut law (the loss function of Silver, Pyke & Thomas 2017,
//! appendix III, moves its mean by E[max(0, −x)]).

use super::checked::{Checked, LawError, Spread, finite, not_negative};
use super::given::{CV, Given, SD, VALUE};
use super::named::{NamedLaw, Probabilities, Variates};
use super::special::{normal_cdf, normal_density};
use super::standard_normal::{standard_normal, standard_normals};
use crate::keys::{LawRow, Parameter};
use crate::random::StreamRng;
use rand::Rng;
use rand_distr::Distribution;

/// max(0, x), x normal with this mean and standard deviation (sd > 0).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Normal {
    mean: f64,
    sd: f64,
}

impl Normal {
    /// max(0, x), x normal with this mean (any sign) and spread; a constant when the spread is 0.
    ///
    /// # Errors
    /// When the mean is not finite, or negative beside a cv; when the spread is negative or not finite.
    pub fn new(mean: f64, spread: Spread) -> Result<Checked<Normal>, LawError> {
        finite("mean", mean)?;
        let (key, given, _) = spread.checked(mean)?;
        let sd = match spread {
            Spread::Sd(sd) => sd,
            Spread::Cv(cv) => {
                not_negative("mean", mean)?;
                cv * mean
            }
        };
        let words = format!("normal(mean {mean}, {key} {given})");
        if sd == 0.0 {
            return Ok(Checked::constant(mean.max(0.0), words));
        }
        let z = mean / sd;
        let (above, density) = (normal_cdf(z), normal_density(z));
        let first = sd * (z * above + density);
        // Variance of the cut law around its own mean, in units of sd²: E[x²; x > 0] − first².
        let variance = sd * sd * ((1.0 + z * z) * above + z * density) - first * first;
        let law = Normal { mean, sd };
        Checked::new(law, first.max(0.0), variance.max(0.0), words).in_reach(true, key, given)
    }
}

impl NamedLaw for Normal {
    const ROWS: &'static [LawRow] = &[LawRow::new(
        "normal",
        &[
            &[Parameter::number("mean", VALUE), Parameter::number("sd", SD)],
            &[Parameter::number("mean", VALUE), Parameter::number("cv", CV)],
        ],
        "Bell curve, cut at 0: max(0, x). `check` prints the mean of the cut law.",
    )];

    type Sampler = Normal;

    fn read(_tag: &str, given: &Given) -> Result<Checked<Normal>, LawError> {
        Normal::new(given.number("mean"), given.spread())
    }

    fn sampler(&self) -> Normal {
        *self
    }
}

impl Normal {
    #[inline]
    fn of_standard(&self, z: f64) -> f64 {
        (self.mean + self.sd * z).max(0.0)
    }
}

impl Distribution<f64> for Normal {
    #[inline]
    fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        self.of_standard(standard_normal(rng))
    }
}

impl Variates for Normal {
    fn fill(&self, rng: &mut StreamRng, out: &mut [f64]) {
        standard_normals(rng, out);
        out.iter_mut().for_each(|value| *value = self.of_standard(*value));
    }
}

impl Probabilities for Normal {
    fn cdf(&self, x: f64) -> f64 {
        normal_cdf((x - self.mean) / self.sd)
    }

    fn least_atom(&self) -> Option<f64> {
        Some(0.0)
    }

    fn uncut(&self) -> Option<(f64, f64)> {
        Some((self.mean, self.sd))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::laws::tests::{Made, Tested, Theirs};

    impl Tested for Normal {
        fn examples() -> Vec<Made<Normal>> {
            vec![
                Normal::new(10.0, Spread::Sd(2.0)),
                Normal::new(1.0, Spread::Cv(1.5)),
                Normal::new(-1.0, Spread::Sd(1.0)),
            ]
        }

        fn theirs(&self) -> Theirs {
            let theirs = rand_distr::Normal::new(self.mean, self.sd).expect("legal");
            Box::new(move |rng| theirs.sample(rng).max(0.0))
        }
    }
}
