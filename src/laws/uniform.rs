//! Evenly spread: a time of which no more than its ends is known.

use super::checked::{Checked, LawError, at_least_min, not_negative};
use super::given::{Given, VALUE};
use super::named::{NamedLaw, Probabilities, Variates};
use crate::keys::{LawRow, Parameter};
use rand::{Rng, RngExt};
use rand_distr::Distribution;

/// Uniform on [min, max] (0 ≤ min < max).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Uniform {
    min: f64,
    max: f64,
}

impl Uniform {
    /// Uniform on [min, max]; a constant when they are equal.
    ///
    /// # Errors
    /// Unless 0 ≤ min ≤ max, both finite.
    pub fn new(min: f64, max: f64) -> Result<Checked<Uniform>, LawError> {
        not_negative("min", min)?;
        at_least_min(min, max)?;
        let words = format!("uniform(min {min}, max {max})");
        if min == max {
            return Ok(Checked::constant(min, words));
        }
        let width = max - min;
        let law = Uniform { min, max };
        Checked::new(law, min + 0.5 * width, width * width / 12.0, words).in_reach(true, "max", max)
    }
}

impl NamedLaw for Uniform {
    const ROWS: &'static [LawRow] = &[LawRow::new(
        "uniform",
        &[&[Parameter::number("min", VALUE), Parameter::number("max", VALUE)]],
        "Any value from min to max alike.",
    )];

    type Sampler = UniformDraw;

    fn read(_tag: &str, given: &Given) -> Result<Checked<Uniform>, LawError> {
        Uniform::new(given.number("min"), given.number("max"))
    }

    fn sampler(&self) -> UniformDraw {
        UniformDraw { min: self.min, width: self.max - self.min }
    }
}

/// min + width × a uniform draw in [0, 1).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UniformDraw {
    min: f64,
    width: f64,
}

impl Distribution<f64> for UniformDraw {
    #[inline]
    fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        self.min + self.width * rng.random::<f64>()
    }
}

impl Variates for UniformDraw {}

impl Probabilities for Uniform {
    fn cdf(&self, x: f64) -> f64 {
        ((x - self.min) / (self.max - self.min)).clamp(0.0, 1.0)
    }

    fn least(&self) -> f64 {
        self.min
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::laws::tests::{Made, Tested, Theirs};

    impl Tested for Uniform {
        fn examples() -> Vec<Made<Uniform>> {
            vec![Uniform::new(2.0, 5.0), Uniform::new(0.0, 1e-6)]
        }

        fn theirs(&self) -> Theirs {
            let theirs = rand_distr::Uniform::new(self.min, self.max).expect("legal");
            Box::new(move |rng| theirs.sample(rng))
        }
    }
}
