//! Sums of exponential stages and what lies between them: lead times and demands over a time, skewed to the right
//! (Law 2015, § 6.2.2). `erlang` is the same law with a whole number of stages.

use super::checked::{Checked, LawError, Spread, above_zero, both_usable, wrong};
use super::given::{CV, Given, MEAN, POSITIVE, SD};
use super::named::{NamedLaw, Probabilities, Variates};
use super::special::{gamma_p, gamma_q};
use crate::keys::{LawRow, Parameter};

/// Density proportional to x^(shape − 1) e^(−x / scale) (both > 0).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gamma {
    shape: f64,
    scale: f64,
}

impl Gamma {
    /// Gamma with this mean and spread; a constant when the spread is 0.
    ///
    /// # Errors
    /// Unless mean > 0 and spread ≥ 0, both finite.
    pub fn new(mean: f64, spread: Spread) -> Result<Checked<Gamma>, LawError> {
        above_zero("mean", mean)?;
        let (key, given, cv) = spread.checked(mean)?;
        let words = format!("gamma(mean {mean}, {key} {given})");
        if cv == 0.0 {
            return Ok(Checked::constant(mean, words));
        }
        let law = Gamma { shape: 1.0 / (cv * cv), scale: mean * cv * cv };
        Checked::new(law, mean, (cv * mean) * (cv * mean), words).in_reach(law.is_usable(), key, given)
    }

    /// Gamma with this shape and scale; its mean is their product.
    ///
    /// # Errors
    /// Unless both are above 0 and finite.
    pub fn with_shape(shape: f64, scale: f64) -> Result<Checked<Gamma>, LawError> {
        above_zero("shape", shape)?;
        above_zero("scale", scale)?;
        let words = format!("gamma(shape {shape}, scale {scale})");
        let mean = shape * scale;
        let law = Gamma { shape, scale };
        Checked::new(law, mean, mean * scale, words).in_reach(law.is_usable(), "scale", scale)
    }

    /// Sum of `stages` exponential stages, `mean` in all.
    ///
    /// # Errors
    /// Unless stages ≥ 1 and mean > 0, finite.
    pub fn erlang(stages: u32, mean: f64) -> Result<Checked<Gamma>, LawError> {
        if stages == 0 {
            return Err(wrong("stages", "a whole number of at least 1", 0.0));
        }
        above_zero("mean", mean)?;
        let words = format!("erlang(stages {stages}, mean {mean})");
        let shape = f64::from(stages);
        let law = Gamma { shape, scale: mean / shape };
        Checked::new(law, mean, mean * law.scale, words).in_reach(law.is_usable(), "mean", mean)
    }

    fn is_usable(&self) -> bool {
        both_usable(self.shape, self.scale)
    }
}

impl NamedLaw for Gamma {
    const ROWS: &'static [LawRow] = &[
        LawRow::new(
            "gamma",
            &[
                &[Parameter::number("mean", MEAN), Parameter::number("cv", CV)],
                &[Parameter::number("mean", MEAN), Parameter::number("sd", SD)],
                &[Parameter::number("shape", POSITIVE), Parameter::number("scale", MEAN)],
            ],
            "Skewed to the right; cv 1 is the exponential law.",
        ),
        LawRow::new(
            "erlang",
            &[&[Parameter::whole("stages", 1e6), Parameter::number("mean", MEAN)]],
            "Sum of that many equal exponential stages; mean is the whole.",
        ),
    ];

    type Sampler = rand_distr::Gamma<f64>;

    fn read(tag: &str, given: &Given) -> Result<Checked<Gamma>, LawError> {
        if tag == "erlang" {
            return Gamma::erlang(given.number("stages") as u32, given.number("mean"));
        }
        if given.has("shape") {
            return Gamma::with_shape(given.number("shape"), given.number("scale"));
        }
        Gamma::new(given.number("mean"), given.spread())
    }

    fn sampler(&self) -> rand_distr::Gamma<f64> {
        rand_distr::Gamma::new(self.shape, self.scale).expect("shape and scale are above 0")
    }
}

impl Variates for rand_distr::Gamma<f64> {}

impl Probabilities for Gamma {
    fn cdf(&self, x: f64) -> f64 {
        gamma_p(self.shape, x / self.scale)
    }

    fn moment_beyond(&self, j: f64, x: f64) -> Option<f64> {
        let Gamma { shape, scale } = *self;
        let whole = libm::exp(j * libm::log(scale) + libm::lgamma(shape + j) - libm::lgamma(shape));
        Some(whole * gamma_q(shape + j, x / scale))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::laws::tests::{Made, Tested, Theirs};
    use rand_distr::Distribution;

    impl Tested for Gamma {
        fn examples() -> Vec<Made<Gamma>> {
            vec![
                Gamma::new(10.0, Spread::Cv(0.5)),
                Gamma::new(10.0, Spread::Sd(20.0)),
                Gamma::new(2.0, Spread::Cv(0.8)),
                Gamma::new(7.0, Spread::Cv(0.001)),
                Gamma::with_shape(0.03, 1.0),
                Gamma::with_shape(1.0, 3.0),
                Gamma::with_shape(5.0, 0.2),
                Gamma::with_shape(12.5, 0.2),
                Gamma::erlang(3, 0.25),
                Gamma::erlang(40, 8.0),
            ]
        }

        fn theirs(&self) -> Theirs {
            let theirs = self.sampler();
            Box::new(move |rng| theirs.sample(rng))
        }
    }
}
