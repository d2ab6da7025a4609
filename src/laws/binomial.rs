//! Successes in a number of independent trials: how many of n customers take an option (Law 2015, § 6.2.3).

use super::checked::{COUNT_LIMIT, Checked, LawError, Moments, wrong};
use super::given::Given;
use super::named::{NamedLaw, Probabilities, Variates};
use super::special::{beta_inc, ln_binomial};
use super::table::CountTable;
use crate::keys::{Ends, LawRow, Parameter, Range};
use rand::Rng;
use rand_distr::Distribution;

const PROBABILITY_FROM_0: Range = Range { low: 0.0, high: 1.0, ends: Ends::Closed };

/// P(X = k) = C(n, k) pᵏ (1 − p)ⁿ⁻ᵏ (n ≥ 1, 0 < p < 1).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Binomial {
    /// Number of trials.
    n: f64,
    p: f64,
}

impl Binomial {
    /// Successes in `n` trials with probability `p` each; a constant when nothing is left to chance.
    ///
    /// # Errors
    /// Unless n ≤ 10¹⁵ and 0 ≤ p ≤ 1.
    pub fn new(n: u64, p: f64) -> Result<Checked<Binomial>, LawError> {
        let trials = n as f64;
        if trials > COUNT_LIMIT {
            return Err(wrong("n", "a whole number of at most 10^15", trials));
        }
        if !(0.0..=1.0).contains(&p) {
            return Err(wrong("p", "a probability from 0 to 1", p));
        }
        let words = format!("binomial(n {n}, p {p})");
        let mean = trials * p;
        if n == 0 || p == 0.0 || p == 1.0 {
            return Ok(Checked::constant(mean, words));
        }
        Ok(Checked::new(Binomial { n: trials, p }, mean, mean * (1.0 - p), words))
    }
}

impl NamedLaw for Binomial {
    const ROWS: &'static [LawRow] = &[LawRow::new(
        "binomial",
        &[&[Parameter::whole("n", 1e9), Parameter::number("p", PROBABILITY_FROM_0)]],
        "Successes in n trials.",
    )];

    type Sampler = BinomialDraw;

    fn read(_tag: &str, given: &Given) -> Result<Checked<Binomial>, LawError> {
        Binomial::new(given.number("n") as u64, given.number("p"))
    }

    fn sampler(&self) -> BinomialDraw {
        let mean = self.n * self.p;
        match CountTable::new(self, Moments { mean, variance: mean * (1.0 - self.p) }, self.n) {
            Some(table) => BinomialDraw::Table(table),
            None => {
                let theirs = rand_distr::Binomial::new(self.n as u64, self.p).expect("0 < p < 1");
                BinomialDraw::Rejection(Box::new(theirs))
            }
        }
    }
}

/// A table where the law is short, rejection where it is long.
#[derive(Clone, Debug, PartialEq)]
pub enum BinomialDraw {
    Table(CountTable),
    Rejection(Box<rand_distr::Binomial>),
}

impl Distribution<f64> for BinomialDraw {
    #[inline]
    fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        match self {
            BinomialDraw::Table(table) => table.sample(rng),
            BinomialDraw::Rejection(rejection) => rejection.sample(rng) as f64,
        }
    }
}

impl Variates for BinomialDraw {}

impl Probabilities for Binomial {
    fn cdf(&self, x: f64) -> f64 {
        let k = x.floor();
        if k >= self.n { 1.0 } else { beta_inc(self.n - k, k + 1.0, 1.0 - self.p, self.p) }
    }

    fn least_atom(&self) -> Option<f64> {
        Some(0.0)
    }

    fn is_integer(&self) -> bool {
        true
    }

    fn ln_point(&self, k: f64) -> Option<f64> {
        Some(if k > self.n { f64::NEG_INFINITY } else { ln_binomial(k, self.n, self.p, 1.0 - self.p) })
    }

    fn point_ratio(&self, k: f64) -> Option<f64> {
        Some((self.n - k).max(0.0) / (k + 1.0) * (self.p / (1.0 - self.p)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::laws::tests::{Made, Tested, Theirs};

    impl Tested for Binomial {
        fn examples() -> Vec<Made<Binomial>> {
            vec![Binomial::new(7, 0.4), Binomial::new(1_000_000, 2e-6), Binomial::new(100_000, 0.73)]
        }

        fn theirs(&self) -> Theirs {
            let theirs = rand_distr::Binomial::new(self.n as u64, self.p).expect("legal");
            Box::new(move |rng| theirs.sample(rng) as f64)
        }
    }
}
