//! Draws of whole numbers from tables, where the law is short: 1.6 ns in blocks where
//! `rand_distr` takes 15 to 46 (Poisson 15 to 19, binomial 21, negative binomial made of its gamma and its Poisson 46).

use super::checked::Moments;
use super::named::Probabilities;
use crate::random::AliasTable;
use rand::Rng;
use rand_distr::Distribution;

/// Longest table of a law of counts, in values.
const LONGEST: f64 = 256.0;
/// Probability beyond either end of a table: less than half a unit of the 53 bits of a weight.
const BEYOND: f64 = 1e-17;

/// A law of whole numbers as a table: `first` + the place picked.
#[derive(Clone, Debug, PartialEq)]
pub struct CountTable {
    first: f64,
    table: AliasTable,
}

impl CountTable {
    /// The table of a law of whole numbers up to `last`, if it is short enough.
    pub(super) fn new(law: &impl Probabilities, moments: Moments, last: f64) -> Option<CountTable> {
        if libm::sqrt(moments.variance) > LONGEST {
            return None;
        }
        let ln_point = |k: f64| law.ln_point(k).unwrap_or(f64::NEG_INFINITY);
        let dead = libm::log(BEYOND);
        let middle = moments.mean.floor().min(last);
        let mut first = middle;
        while first > 0.0 && middle - first < LONGEST && ln_point(first - 1.0) > dead {
            first -= 1.0;
        }
        let mut points = Vec::new();
        let mut k = first;
        // Beyond the mean point probabilities fall.
        while k <= last && (k <= middle || ln_point(k) > dead) {
            points.push(libm::exp(ln_point(k)));
            if points.len() as f64 > LONGEST {
                return None;
            }
            k += 1.0;
        }
        Some(CountTable { first, table: AliasTable::new(&points) })
    }
}

impl Distribution<f64> for CountTable {
    #[inline]
    fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        self.first + self.table.draw(rng) as f64
    }
}
