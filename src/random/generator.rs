//! The generator of a stream, and its beginning.

use super::key::{GOLDEN, StreamKey, mix};
use rand_core::{Rng as _, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

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
