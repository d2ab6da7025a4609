//! How much of what comes is good.

use crate::laws::Law;

/// What share of the units that a source sends is good.
#[derive(Clone, Debug)]
pub enum Yield {
    /// Each unit by itself with this probability, above 0 and below 1.
    Unit(f64),
    /// A share of each replenishment, drawn from this law and cut to at most 1.
    Lot(Law),
}

impl Yield {
    /// Mean share of good units; of a law its mean, at most 1.
    #[must_use]
    pub fn mean(&self) -> f64 {
        match self {
            Yield::Unit(share) => *share,
            Yield::Lot(law) => law.mean().min(1.0),
        }
    }
}
