//! Always the same value: the law of a bare number, and the limit of every law whose spread is 0.

use super::checked::{Checked, LawError, Moments, not_negative};
use super::given::{Given, VALUE};
use super::named::{NamedLaw, Probabilities, Variates};
use crate::keys::{LawRow, Parameter};
use rand::Rng;
use rand_distr::Distribution;

/// Always `value` (≥ 0).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Constant {
    pub(super) value: f64,
}

impl Constant {
    /// Always `value` ≥ 0.
    ///
    /// # Errors
    /// When `value` is negative or not finite.
    pub fn new(value: f64) -> Result<Checked<Constant>, LawError> {
        not_negative("value", value)?;
        Ok(Checked::constant(value, format!("{value}")))
    }
}

impl NamedLaw for Constant {
    const ROWS: &'static [LawRow] = &[LawRow::new(
        "constant",
        &[&[Parameter::number("value", VALUE)]],
        "Always this value; a bare number says the same.",
    )];

    type Sampler = Constant;

    fn read(_tag: &str, given: &Given) -> Result<Checked<Constant>, LawError> {
        Constant::new(given.number("value"))
    }

    fn sampler(&self) -> Constant {
        *self
    }
}

impl Distribution<f64> for Constant {
    #[inline]
    fn sample<R: Rng + ?Sized>(&self, _rng: &mut R) -> f64 {
        self.value
    }
}

impl Variates for Constant {}

impl Probabilities for Constant {
    fn cdf(&self, x: f64) -> f64 {
        f64::from(u8::from(x >= self.value))
    }

    fn least(&self) -> f64 {
        self.value
    }

    fn least_atom(&self) -> Option<f64> {
        Some(self.value)
    }

    fn is_integer(&self) -> bool {
        self.value.fract() == 0.0
    }

    fn atoms(&self) -> Option<Vec<(f64, f64)>> {
        Some(vec![(self.value, 1.0)])
    }

    fn rounded(&self) -> Option<Moments> {
        Some(Moments { mean: (self.value + 0.5).floor(), variance: 0.0 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::laws::tests::{Made, Tested, Theirs};

    impl Tested for Constant {
        fn examples() -> Vec<Made<Constant>> {
            vec![Constant::new(3.5), Constant::new(7.0)]
        }

        fn theirs(&self) -> Theirs {
            let value = self.value;
            Box::new(move |_| value)
        }
    }
}
