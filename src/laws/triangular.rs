//! A density of two straight sides: a time of which the least, the most and the commonest value are guessed
//! (Law 2015, § 6.11).

use super::checked::{Checked, LawError, at_least_min, not_negative, wrong};
use super::given::{Given, VALUE};
use super::named::{NamedLaw, Probabilities, Variates};
use crate::keys::{LawRow, Parameter};

/// Triangular on [min, max] with its peak at mode (0 ≤ min ≤ mode ≤ max, min < max).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Triangular {
    min: f64,
    mode: f64,
    max: f64,
}

impl Triangular {
    /// Triangular on [min, max] with its peak at mode; a constant when min = max.
    ///
    /// # Errors
    /// Unless 0 ≤ min ≤ mode ≤ max, all finite.
    pub fn new(min: f64, mode: f64, max: f64) -> Result<Checked<Triangular>, LawError> {
        not_negative("min", min)?;
        at_least_min(min, max)?;
        if !(min <= mode && mode <= max) {
            return Err(wrong("mode", "a number from `min` to `max`", mode));
        }
        let words = format!("triangular(min {min}, mode {mode}, max {max})");
        if min == max {
            return Ok(Checked::constant(min, words));
        }
        let (left, right) = (mode - min, max - mode);
        let variance = (left * left + left * right + right * right) / 18.0;
        let mean = min + (2.0 * left + right) / 3.0;
        Checked::new(Triangular { min, mode, max }, mean, variance, words).in_reach(true, "max", max)
    }
}

impl NamedLaw for Triangular {
    const ROWS: &'static [LawRow] = &[LawRow::new(
        "triangular",
        &[&[Parameter::number("min", VALUE), Parameter::number("mode", VALUE), Parameter::number("max", VALUE)]],
        "From min to max, most often near mode.",
    )];

    type Sampler = rand_distr::Triangular<f64>;

    fn read(_tag: &str, given: &Given) -> Result<Checked<Triangular>, LawError> {
        Triangular::new(given.number("min"), given.number("mode"), given.number("max"))
    }

    fn sampler(&self) -> rand_distr::Triangular<f64> {
        rand_distr::Triangular::new(self.min, self.max, self.mode).expect("min ≤ mode ≤ max")
    }
}

impl Variates for rand_distr::Triangular<f64> {}

impl Probabilities for Triangular {
    fn cdf(&self, x: f64) -> f64 {
        let Triangular { min, mode, max } = *self;
        if x <= min {
            0.0
        } else if x >= max {
            1.0
        } else if x < mode {
            (x - min) * (x - min) / ((max - min) * (mode - min))
        } else {
            1.0 - (max - x) * (max - x) / ((max - min) * (max - mode))
        }
    }

    fn least(&self) -> f64 {
        self.min
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::laws::tests::{Made, Tested, Theirs};
    use rand_distr::Distribution;

    impl Tested for Triangular {
        fn examples() -> Vec<Made<Triangular>> {
            vec![Triangular::new(0.1, 0.2, 0.6), Triangular::new(1.0, 1.0, 4.0), Triangular::new(1.0, 4.0, 4.0)]
        }

        fn theirs(&self) -> Theirs {
            let theirs = self.sampler();
            Box::new(move |rng| theirs.sample(rng))
        }
    }
}
