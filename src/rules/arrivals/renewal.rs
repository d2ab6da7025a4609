//! Renewal arrivals: gaps between orders are independent draws of one law; exponential gaps are a Poisson stream.
//!
//! The usual stream of inventory theory (Poisson: independent customers in great number; other gaps: regular or bursty
//! ones). The first order comes one gap after time 0, which is the end of a gap only for Poisson streams.

use crate::laws::Law;
use crate::laws::Sampler;
use crate::random::StreamKey;
use crate::rules::variates::{Rounding, VariateStream};

/// The gaps of a stream, and the key of its draws.
#[derive(Clone, Debug)]
pub struct Renewal {
    gaps: Sampler,
    key: StreamKey,
}

impl Renewal {
    /// Of a law of gaps in time units.
    #[must_use]
    pub fn new(gaps: &Law, key: StreamKey) -> Renewal {
        Renewal { gaps: Sampler::new(gaps), key }
    }

    /// Opens the stream of a replication.
    pub fn open(&self, draws: &mut VariateStream, seed: u64, replication: u32) {
        draws.open(&self.gaps, Rounding::Ticks, seed, replication, self.key);
    }

    /// What comes? When the next order arrives after `now`, ticks.
    #[inline(always)]
    pub fn next(&self, draws: &mut VariateStream, now: i64) -> i64 {
        now + draws.next(&self.gaps)
    }
}
