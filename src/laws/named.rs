//! What every law answers. The file of a law implements these three traits, in this order, and nothing else of the
//! crate asks which law it is.

use super::checked::{Checked, LawError, Moments};
use super::given::Given;
use crate::keys::LawRow;
use crate::random::StreamRng;
use rand_distr::Distribution;

/// A law: how it is written in a scenario, and what draws from it.
pub trait NamedLaw: Probabilities + Sized {
    /// Its rows of the table of laws.
    const ROWS: &'static [LawRow];

    /// What draws from it.
    type Sampler: Variates;

    /// The law of a row, by its tag, from the parameters of one of the row's forms.
    ///
    /// # Errors
    /// Those of the law's constructor: what does not fit together although each parameter is inside its range.
    fn read(tag: &str, given: &Given) -> Result<Checked<Self>, LawError>;

    /// What draws from this law.
    fn sampler(&self) -> Self::Sampler;
}

/// What a law is, in numbers. All of it is exact to about 10⁻¹².
pub trait Probabilities {
    /// P(X ≤ x), x ≥ 0 (of the cut law where the law is cut).
    fn cdf(&self, x: f64) -> f64;

    /// The lower end of what can be drawn.
    fn least(&self) -> f64 {
        0.0
    }

    /// The least value that has a probability above 0; `None` for a law with a density.
    fn least_atom(&self) -> Option<f64> {
        None
    }

    /// Whether every draw is a whole number.
    fn is_integer(&self) -> bool {
        false
    }

    /// ln P(X = k) for a whole number k ≥ 0, of laws of counts whose point probabilities are needed.
    fn ln_point(&self, _k: f64) -> Option<f64> {
        None
    }

    /// P(X = k + 1) ÷ P(X = k) of the laws that have [`Probabilities::ln_point`].
    fn point_ratio(&self, _k: f64) -> Option<f64> {
        None
    }

    /// Mean and variance of ⌊X + ½⌋ where they are sums over a few values.
    fn rounded(&self) -> Option<Moments> {
        None
    }

    /// Values with their probabilities, of the laws that have a few.
    fn atoms(&self) -> Option<Vec<(f64, f64)>> {
        None
    }

    /// `E[Xʲ; X > x]` of the laws that can be small in the mean and still reach far.
    fn moment_beyond(&self, _j: f64, _x: f64) -> Option<f64> {
        None
    }

    /// Mean and standard deviation before the cut, of a law that is cut at 0.
    fn uncut(&self) -> Option<(f64, f64)> {
        None
    }
}

/// Draws of one law: in its unit, not negative.
pub trait Variates: Distribution<f64> {
    /// The next draws, one after the other: the values that as many calls of `sample` would give.
    fn fill(&self, rng: &mut StreamRng, out: &mut [f64]) {
        out.iter_mut().for_each(|value| *value = self.sample(rng));
    }
}
