//! NormalNoise values for tests of procedures that assume them.

use super::best::Stream;

/// Standard normal values, two at a time (Box & Muller 1958).
pub(crate) struct NormalNoise {
    stream: Stream,
    spare: Option<f64>,
}

impl NormalNoise {
    pub fn new(seed: u64) -> NormalNoise {
        NormalNoise { stream: Stream(seed), spare: None }
    }

    pub fn next(&mut self) -> f64 {
        if let Some(spare) = self.spare.take() {
            return spare;
        }
        let mut uniform = || ((self.stream.next() >> 11) as f64 + 0.5) / (1u64 << 53) as f64;
        let (radius, angle) = ((-2.0 * uniform().ln()).sqrt(), std::f64::consts::TAU * uniform());
        self.spare = Some(radius * angle.sin());
        radius * angle.cos()
    }
}
