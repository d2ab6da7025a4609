//! Standard draws in blocks, of which several laws are made.

use crate::random::StreamRng;
use rand_distr::{Distribution, Exp1, StandardNormal};

/// Fills a block with draws. The generator goes there and back by value, so that it stays in registers between draws.
fn fill(distribution: &impl Distribution<f64>, rng: &mut StreamRng, out: &mut [f64]) {
    let mut own = rng.clone();
    out.iter_mut().for_each(|value| *value = distribution.sample(&mut own));
    *rng = own;
}

/// Fills a block with normal draws of mean 0 and standard deviation 1.
pub(super) fn standard_normals(rng: &mut StreamRng, out: &mut [f64]) {
    fill(&StandardNormal, rng, out);
}

/// Fills a block with exponential draws of mean 1.
pub(super) fn standard_exponentials(rng: &mut StreamRng, out: &mut [f64]) {
    fill(&Exp1, rng, out);
}
