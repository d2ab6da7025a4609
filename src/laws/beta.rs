//! Between two ends, with a shape that two exponents bend: times with a least and a most (Law 2015, § 6.2.2).

use super::checked::{Checked, LawError, above_zero, at_least_min, not_negative};
use super::given::{Given, POSITIVE, VALUE};
use super::named::{Distribution, Draw, NamedLaw};
use super::special::beta_inc;
use super::standard_gamma::StandardGamma;
use crate::keys::{LawRow, Parameter};
use crate::random::{Rng, exp};

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
        BetaDraw(Box::new(Parts {
            min: self.min,
            width: self.max - self.min,
            alpha: StandardGamma::new(self.alpha),
            beta: StandardGamma::new(self.beta),
        }))
    }
}

/// X / (X + Y) of two gamma draws, stretched; boxed, so that the samplers of all laws stay small.
#[derive(Clone, Debug, PartialEq)]
pub struct BetaDraw(Box<Parts>);

#[derive(Clone, Copy, Debug, PartialEq)]
struct Parts {
    min: f64,
    width: f64,
    alpha: StandardGamma,
    beta: StandardGamma,
}

impl Draw for BetaDraw {
    #[inline(never)]
    fn draw(&self, rng: &mut Rng) -> f64 {
        let Parts { min, width, alpha, beta } = *self.0;
        // Gamma draws of a small shape run into 0; their logarithms do not.
        let share = match (alpha, beta) {
            (StandardGamma::Narrow { .. }, _) | (_, StandardGamma::Narrow { .. }) => {
                let (x, y) = (alpha.draw_log(rng), beta.draw_log(rng));
                1.0 / (1.0 + exp(y - x))
            }
            (alpha, beta) => {
                let x = alpha.draw(rng);
                x / (x + beta.draw(rng))
            }
        };
        min + width * share
    }
}

impl Distribution for Beta {
    fn cdf(&self, x: f64) -> f64 {
        let width = self.max - self.min;
        let (below, above) = ((x - self.min) / width, (self.max - x) / width);
        beta_inc(self.alpha, self.beta, below.clamp(0.0, 1.0), above.clamp(0.0, 1.0))
    }

    fn least(&self) -> f64 {
        self.min
    }
}
