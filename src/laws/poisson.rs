//! Counts of independent events: units asked in a time, parts that fail (Law 2015, § 6.2.3).

use super::checked::{COUNT_LIMIT, Checked, LawError, Moments, wrong};
use super::given::{Given, VALUE};
use super::named::{NamedLaw, Probabilities, Variates};
use super::special::{gamma_q, ln_poisson};
use super::table::CountTable;
use crate::keys::{LawRow, Parameter};
use rand::Rng;
use rand_distr::Distribution;

/// P(X = k) = meanᵏ e^(−mean) / k! (mean > 0).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Poisson {
    mean: f64,
}

impl Poisson {
    /// Poisson with this mean; 0 when it is 0.
    ///
    /// # Errors
    /// Unless 0 ≤ mean ≤ 10¹⁵.
    pub fn new(mean: f64) -> Result<Checked<Poisson>, LawError> {
        if !(0.0..=COUNT_LIMIT).contains(&mean) {
            return Err(wrong("mean", "a number from 0 to 10^15", mean));
        }
        let words = format!("poisson(mean {mean})");
        if mean == 0.0 {
            return Ok(Checked::constant(0.0, words));
        }
        Ok(Checked::new(Poisson { mean }, mean, mean, words))
    }
}

impl NamedLaw for Poisson {
    const ROWS: &'static [LawRow] =
        &[LawRow::new("poisson", &[&[Parameter::number("mean", VALUE)]], "Counts 0, 1, 2, … of independent events.")];

    type Sampler = PoissonDraw;

    fn read(_tag: &str, given: &Given) -> Result<Checked<Poisson>, LawError> {
        Poisson::new(given.number("mean"))
    }

    fn sampler(&self) -> PoissonDraw {
        let moments = Moments { mean: self.mean, variance: self.mean };
        match CountTable::new(self, moments, f64::INFINITY) {
            Some(table) => PoissonDraw::Table(table),
            None => PoissonDraw::Rejection(Box::new(rand_distr::Poisson::new(self.mean).expect("0 < mean ≤ 10¹⁵"))),
        }
    }
}

/// A table where the law is short, rejection where it is long.
#[derive(Clone, Debug, PartialEq)]
pub enum PoissonDraw {
    Table(CountTable),
    Rejection(Box<rand_distr::Poisson<f64>>),
}

impl Distribution<f64> for PoissonDraw {
    #[inline]
    fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        match self {
            PoissonDraw::Table(table) => table.sample(rng),
            PoissonDraw::Rejection(rejection) => rejection.sample(rng),
        }
    }
}

impl Variates for PoissonDraw {}

impl Probabilities for Poisson {
    fn cdf(&self, x: f64) -> f64 {
        gamma_q(x.floor() + 1.0, self.mean)
    }

    fn least_atom(&self) -> Option<f64> {
        Some(0.0)
    }

    fn is_integer(&self) -> bool {
        true
    }

    fn ln_point(&self, k: f64) -> Option<f64> {
        Some(ln_poisson(k, self.mean))
    }

    fn point_ratio(&self, k: f64) -> Option<f64> {
        Some(self.mean / (k + 1.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::laws::tests::{Made, Tested, Theirs};

    impl Tested for Poisson {
        fn examples() -> Vec<Made<Poisson>> {
            vec![Poisson::new(0.02), Poisson::new(3.0), Poisson::new(60.0), Poisson::new(5_000.0)]
        }

        fn theirs(&self) -> Theirs {
            let theirs = rand_distr::Poisson::new(self.mean).expect("legal");
            Box::new(move |rng| theirs.sample(rng))
        }
    }
}
