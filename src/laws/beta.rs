//! Between two ends, with a shape that two exponents bend: times with a least and a most (Law 2015, § 6.2.2).

use super::checked::{Checked, LawError, above_zero, at_least_min, not_negative};
use super::given::{Given, POSITIVE, VALUE};
use super::named::{NamedLaw, Probabilities, Variates};
use super::special::beta_inc;
use crate::keys::{LawRow, Parameter};
use rand::Rng;
use rand_distr::Distribution;

/// min + (max − min) B, B standard beta (0 ≤ min < max, alpha and beta > 0).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Beta {
    min: f64,
    max: f64,
    alpha: f64,
    beta: f64,
}

impl Beta {
    /// Beta with exponents alpha and beta, stretched to [min, max]; a constant when min = max.
    ///
    /// # Errors
    /// Unless 0 ≤ min ≤ max, alpha > 0 and beta > 0, all finite.
    pub fn new(min: f64, max: f64, alpha: f64, beta: f64) -> Result<Checked<Beta>, LawError> {
        not_negative("min", min)?;
        at_least_min(min, max)?;
        above_zero("alpha", alpha)?;
        above_zero("beta", beta)?;
        let words = format!("beta(min {min}, max {max}, alpha {alpha}, beta {beta})");
        if min == max {
            return Ok(Checked::constant(min, words));
        }
        let sum = alpha + beta;
        let share = alpha / sum;
        let width = max - min;
        let variance = width * width * share * (beta / sum) / (sum + 1.0);
        let law = Beta { min, max, alpha, beta };
        Checked::new(law, min + width * share, variance, words).in_reach(true, "alpha", alpha)
    }
}

impl NamedLaw for Beta {
    const ROWS: &'static [LawRow] = &[LawRow::new(
        "beta",
        &[&[
            Parameter::number("min", VALUE),
            Parameter::number("max", VALUE),
            Parameter::number("alpha", POSITIVE),
            Parameter::number("beta", POSITIVE),
        ]],
        "Between min and max, shaped by alpha and beta.",
    )];

    type Sampler = BetaDraw;

    fn read(_tag: &str, given: &Given) -> Result<Checked<Beta>, LawError> {
        Beta::new(given.number("min"), given.number("max"), given.number("alpha"), given.number("beta"))
    }

    fn sampler(&self) -> BetaDraw {
        let Beta { min, max, alpha, beta } = *self;
        let gamma = |shape| rand_distr::Gamma::new(shape, 1.0).expect("a shape is above 0");
        let share = if alpha.min(beta) >= 1.0 {
            Share::OfGammas(gamma(alpha), gamma(beta))
        } else {
            Share::Rejection(rand_distr::Beta::new(alpha, beta).expect("exponents are above 0"))
        };
        BetaDraw(Box::new(Stretched { min, width: max - min, share }))
    }
}

/// Boxed, so that the samplers of all laws stay small.
#[derive(Clone, Debug, PartialEq)]
pub struct BetaDraw(Box<Stretched>);

/// min + width × a draw between 0 and 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stretched {
    min: f64,
    width: f64,
    share: Share,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Share {
    /// X / (X + Y) of two gamma draws, for exponents of at least 1: 24 ns where `rand_distr` takes 53.
    OfGammas(rand_distr::Gamma<f64>, rand_distr::Gamma<f64>),
    Rejection(rand_distr::Beta<f64>),
}

impl Distribution<f64> for BetaDraw {
    #[inline(never)]
    fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        let Stretched { min, width, share } = &*self.0;
        let share = match share {
            Share::OfGammas(alpha, beta) => {
                let x = alpha.sample(rng);
                x / (x + beta.sample(rng))
            }
            Share::Rejection(beta) => beta.sample(rng),
        };
        min + width * share
    }
}

impl Variates for BetaDraw {}

impl Probabilities for Beta {
    fn cdf(&self, x: f64) -> f64 {
        let width = self.max - self.min;
        let (below, above) = ((x - self.min) / width, (self.max - x) / width);
        beta_inc(self.alpha, self.beta, below.clamp(0.0, 1.0), above.clamp(0.0, 1.0))
    }

    fn least(&self) -> f64 {
        self.min
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::laws::tests::{Made, Tested, Theirs};

    impl Tested for Beta {
        fn examples() -> Vec<Made<Beta>> {
            vec![Beta::new(1.0, 4.0, 2.0, 3.0), Beta::new(0.0, 1.0, 0.2, 0.1), Beta::new(0.0, 10.0, 1.0, 40.0)]
        }

        fn theirs(&self) -> Theirs {
            let Beta { min, max, alpha, beta } = *self;
            let theirs = rand_distr::Beta::new(alpha, beta).expect("legal");
            Box::new(move |rng| min + (max - min) * theirs.sample(rng))
        }
    }
}
