//! A small generator of its own: what is fuzzed must not choose what it is fuzzed with.

/// Xorshift; good enough to pick mutations.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Random {
        // A seed of few bits would start with few bits: mix it first.
        Random(seed.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number from 0 to `limit` − 1; 0 when there is none.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }

    pub fn chance(&mut self, of: usize) -> bool {
        self.below(of) == 0
    }

    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}
