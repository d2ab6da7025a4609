//! The generator of a stream, and its beginning.

use super::key::{GOLDEN, StreamKey, mix};
use rand::{Rng as _, SeedableRng, TryRng};
use rand_xoshiro::Xoshiro256PlusPlus;
use std::convert::Infallible;

/// The generator of one stream: xoshiro256++, by the traits of `rand`.
#[derive(Clone, Debug)]
pub struct StreamRng(Xoshiro256PlusPlus);

impl Default for StreamRng {
    /// Some stream, to be replaced by a keyed one.
    fn default() -> StreamRng {
        StreamRng::keyed(0, 0, StreamKey(0))
    }
}

impl StreamRng {
    /// The stream of (seed, replication, key), at its beginning. Takes some 10 ns, so streams may be reset freely.
    #[must_use]
    pub fn keyed(seed: u64, replication: u32, key: StreamKey) -> StreamRng {
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
        StreamRng::from_seed(state)
    }

    /// From 0 to below 1, in steps of 2⁻⁵³.
    #[inline]
    pub fn uniform(&mut self) -> f64 {
        (self.bits() >> 11) as f64 * (1.0 / 9_007_199_254_740_992.0)
    }

    /// 64 random bits.
    #[inline]
    pub fn bits(&mut self) -> u64 {
        self.0.next_u64()
    }
}

impl TryRng for StreamRng {
    type Error = Infallible;

    #[inline]
    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        self.0.try_next_u32()
    }

    #[inline]
    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        self.0.try_next_u64()
    }

    #[inline]
    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        self.0.try_fill_bytes(bytes)
    }
}

impl SeedableRng for StreamRng {
    type Seed = <Xoshiro256PlusPlus as SeedableRng>::Seed;

    fn from_seed(seed: Self::Seed) -> StreamRng {
        StreamRng(Xoshiro256PlusPlus::from_seed(seed))
    }
}
