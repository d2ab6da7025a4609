//! Counts of independent events: units asked in a time, parts that fail (Law 2015, § 6.2.3).

use super::checked::{COUNT_LIMIT, Checked, LawError, Moments, wrong};
use super::given::{Given, VALUE};
use super::named::{Distribution, Draw, NamedLaw};
use super::special::{gamma_q, ln_poisson};
use super::table::{CountTable, PoissonRejection};
use crate::keys::{LawRow, Parameter};
use crate::random::Rng;

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
            None => PoissonDraw::Rejection(PoissonRejection::new(self.mean)),
        }
    }
}

/// A table where the law is short, rejection where it is long.
#[derive(Clone, Debug, PartialEq)]
pub enum PoissonDraw {
    Table(CountTable),
    Rejection(PoissonRejection),
}

impl Draw for PoissonDraw {
    #[inline]
    fn draw(&self, rng: &mut Rng) -> f64 {
        match self {
            PoissonDraw::Table(table) => table.draw(rng),
            PoissonDraw::Rejection(rejection) => rejection.draw(rng),
        }
    }
}

impl Distribution for Poisson {
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
