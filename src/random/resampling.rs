//! The generator of what is drawn beside the simulation: resamples of a bootstrap and designs of experiments.

use rand::{Rng as _, SeedableRng};
use rand_xoshiro::SplitMix64;

/// SplitMix64 (Steele, Lea & Flood 2014), made from a seed alone: enough for resamples and designs. No simulation
/// draws from it.
#[derive(Clone, Debug)]
pub struct ResamplingRng(SplitMix64);

impl ResamplingRng {
    /// The generator of this seed, at its beginning.
    #[must_use]
    pub fn new(seed: u64) -> ResamplingRng {
        ResamplingRng(SplitMix64::seed_from_u64(seed))
    }

    /// 64 random bits.
    pub fn bits(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// Uniform in 0 … n − 1 (multiply and shift; the bias of n ÷ 2⁶⁴ is far below the resampling error).
    pub fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.bits()) * n as u128) >> 64) as usize
    }

    /// Uniform in [0, 1), a multiple of 2⁻⁵³.
    pub fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / 9_007_199_254_740_992.0
    }

    /// Standard normal values, for tests of procedures that assume them.
    #[cfg(test)]
    pub(crate) fn normal(&mut self) -> f64 {
        rand_distr::Distribution::sample(&rand_distr::StandardNormal, &mut self.0)
    }
}
