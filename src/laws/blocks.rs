//! Exponential draws in blocks, of which several laws are made.

use crate::random::StreamRng;
use rand_distr::{Distribution, Exp1};

/// Fills a block with exponential draws of mean 1. The generator goes there and back by value, so that it stays in
/// registers between draws.
pub(super) fn standard_exponentials(rng: &mut StreamRng, out: &mut [f64]) {
    let mut own = rng.clone();
    out.iter_mut().for_each(|value| *value = Exp1.sample(&mut own));
    *rng = own;
}
