//! Keyed random streams, and one sampler per law.
//!
//! # Streams
//! There is no global generator. Each source of randomness — what it is for, and whose it is — has a stream of its
//! own in each replication: [`Rng::keyed`] with a seed, a replication number and a [`StreamKey`] made from the
//! [`Purpose`]'s *word* and the entity's *name*. The n-th value is read from the n-th draw in order, so the k-th
//! customer and the n-th replenishment of an item meet the same numbers under every strategy, and an item added
//! to a scenario shifts nobody else's. How keys become generator states is [`SCHEME`].
//!
//! # Samplers
//! A [`Sampler`] draws from a [`Law`](crate::model::Law), a [`Pick`] among alternatives. They use integer
//! arithmetic, IEEE operations that round correctly (+ − × ÷ √ and rounding down), tables worked out at compile
//! time, and `libm` in place of the platform's mathematical library: the same seed gives the same bits in every
//! build. Each law has exactly one sampler; its numbers are pinned in the tests, its law is tested against the cdf.
//!
//! *Architecture invariant:* the only place that uses `rand_*` crates; it knows laws and names but not what they
//! mean to a supply chain.

mod counts;
mod draws;
mod gamma;
mod math;
mod pick;
mod sampler;
#[cfg(test)]
mod tests;
mod ziggurat;

pub use draws::{Draws, Grain};
pub use pick::Pick;
pub use sampler::Sampler;

use rand_core::{Rng as _, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

/// How a stream comes from (seed, replication, purpose word, entity name); written into every result folder.
///
/// Name bytes are absorbed eight at a time by the SplitMix64 finaliser (Steele, Lea & Flood 2014, constants of
/// Stafford's variant 13) into a 64-bit key; the key and the replication, each mixed with the seed, make two words
/// that are filled by SplitMix64 into the 256 bits of a xoshiro256++ generator (Blackman & Vigna 2021). Uniforms
/// have 53 bits; exponential and normal draws are by the 256-layer ziggurat (Marsaglia & Tsang 2000).
pub const SCHEME: &str =
    "pushpull-streams-1: splitmix64(seed, replication, purpose word, entity name) -> xoshiro256++, ziggurat 256";

/// What a stream is for. The word is part of the stream's key: never change one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    Arrival,
    Quantity,
    Mix,
    Options,
    Patience,
    Delivery,
    LeadTime,
    ProcessTime,
    SetupTime,
}

impl Purpose {
    /// Every purpose.
    pub const ALL: [Purpose; 9] = [
        Purpose::Arrival,
        Purpose::Quantity,
        Purpose::Mix,
        Purpose::Options,
        Purpose::Patience,
        Purpose::Delivery,
        Purpose::LeadTime,
        Purpose::ProcessTime,
        Purpose::SetupTime,
    ];

    /// The word that goes into the key.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Purpose::Arrival => "arrival",
            Purpose::Quantity => "quantity",
            Purpose::Mix => "mix",
            Purpose::Options => "options",
            Purpose::Patience => "patience",
            Purpose::Delivery => "delivery",
            Purpose::LeadTime => "lead_time",
            Purpose::ProcessTime => "process_time",
            Purpose::SetupTime => "setup_time",
        }
    }
}

/// Step of SplitMix64: 2⁶⁴ ÷ the golden ratio, odd.
const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// The SplitMix64 finaliser: a bijection in which every input bit changes every output bit about half the time.
const fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// Name of a stream, hashed once when a plan is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StreamKey(u64);

impl StreamKey {
    /// The key of (purpose, entity name). Two different names share a key with probability about 2⁻⁶⁴.
    #[must_use]
    pub fn new(purpose: Purpose, entity: &str) -> StreamKey {
        StreamKey(absorb(absorb(0, purpose.word()), entity))
    }
}

/// Mixes a word into a hash: its length first, so that neighbouring words cannot run together.
fn absorb(hash: u64, word: &str) -> u64 {
    let mut hash = mix(hash.wrapping_add(GOLDEN) ^ (word.len() as u64));
    for chunk in word.as_bytes().chunks(8) {
        let mut block = [0; 8];
        block[..chunk.len()].copy_from_slice(chunk);
        hash = mix(hash.wrapping_add(GOLDEN) ^ u64::from_le_bytes(block));
    }
    hash
}

/// The generator of one stream.
#[derive(Clone, Debug)]
pub struct Rng(Xoshiro256PlusPlus);

impl Default for Rng {
    /// Some stream, to be replaced by a keyed one.
    fn default() -> Rng {
        Rng::keyed(0, 0, StreamKey(0))
    }
}

impl Rng {
    /// The stream of (seed, replication, key), at its beginning. Takes some 10 ns, so streams may be reset freely.
    #[must_use]
    pub fn keyed(seed: u64, replication: u32, key: StreamKey) -> Rng {
        let seed = mix(seed.wrapping_add(GOLDEN));
        let whose = mix(seed ^ key.0);
        let which = mix(seed.wrapping_add(GOLDEN) ^ u64::from(replication));
        // Two words in place of one: 128 bits tell some 10⁸ streams of a large experiment safely apart.
        let (left, right) = (whose ^ which.rotate_left(32), whose.wrapping_add(which.wrapping_mul(GOLDEN)));
        let words = [
            mix(left.wrapping_add(GOLDEN)),
            mix(right.wrapping_add(GOLDEN)),
            mix(left.wrapping_add(GOLDEN.wrapping_mul(2))),
            mix(right.wrapping_add(GOLDEN.wrapping_mul(2))),
        ];
        let mut state = [0; 32];
        for (bytes, word) in state.chunks_exact_mut(8).zip(words) {
            bytes.copy_from_slice(&word.to_le_bytes());
        }
        Rng(Xoshiro256PlusPlus::from_seed(state))
    }

    /// 64 random bits.
    #[inline]
    pub fn bits(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// Uniform in (0, 1], a multiple of 2⁻⁵³.
    #[inline]
    pub fn unit(&mut self) -> f64 {
        ((self.bits() >> 11) + 1) as f64 * (1.0 / 9_007_199_254_740_992.0)
    }
}
