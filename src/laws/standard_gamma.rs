//! Gamma draws of scale 1: sums of exponentials for a few stages, the method of Marsaglia & Tsang (2000) otherwise.

use crate::random::{Rng, exp, ln};

/// Draws from a gamma law of scale 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum StandardGamma {
    /// Shape 1, 2, …, [`STAGES`]: a sum of exponentials.
    Stages(u32),
    /// Shape above 1.
    Wide(MarsagliaTsang),
    /// Shape a below 1: the draw of shape a + 1 times U^(1/a).
    Narrow { wide: MarsagliaTsang, power: f64 },
}

/// Largest shape drawn as a sum; beyond it the other method is quicker.
const STAGES: f64 = 3.0;

/// Constants of Marsaglia & Tsang: d = shape − 1/3, c = 1 / √(9 d).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MarsagliaTsang {
    d: f64,
    c: f64,
}

impl StandardGamma {
    /// The sampler of this shape > 0.
    pub(super) fn new(shape: f64) -> StandardGamma {
        if shape.fract() == 0.0 && shape <= STAGES {
            StandardGamma::Stages(shape as u32)
        } else if shape > 1.0 {
            StandardGamma::Wide(MarsagliaTsang::new(shape))
        } else {
            StandardGamma::Narrow { wide: MarsagliaTsang::new(shape + 1.0), power: 1.0 / shape }
        }
    }

    /// The next draw.
    #[inline]
    pub(super) fn draw(&self, rng: &mut Rng) -> f64 {
        match self {
            StandardGamma::Stages(stages) => {
                let mut sum = rng.exponential();
                for _ in 1..*stages {
                    sum += rng.exponential();
                }
                sum
            }
            StandardGamma::Wide(wide) => wide.draw(rng),
            StandardGamma::Narrow { wide, power } => wide.draw(rng) * exp(-rng.exponential() * power),
        }
    }

    /// Logarithm of the next draw, which stays apart from −∞ where the draw itself would run into 0.
    pub(super) fn draw_log(&self, rng: &mut Rng) -> f64 {
        match self {
            StandardGamma::Narrow { wide, power } => ln(wide.draw(rng)) - rng.exponential() * power,
            _ => ln(self.draw(rng)),
        }
    }
}

impl MarsagliaTsang {
    fn new(shape: f64) -> MarsagliaTsang {
        let d = shape - 1.0 / 3.0;
        MarsagliaTsang { d, c: 1.0 / (9.0 * d).sqrt() }
    }

    #[inline(always)]
    pub(super) fn draw(&self, rng: &mut Rng) -> f64 {
        loop {
            let x = rng.normal();
            let t = self.c * x;
            let v = (1.0 + t) * (1.0 + t) * (1.0 + t);
            if v <= 0.0 {
                continue;
            }
            let u = rng.unit();
            let square = x * x;
            if u < 1.0 - 0.0331 * square * square || self.accepts(u, x, t) {
                return self.d * v;
            }
        }
    }

    /// ln u < x²/2 + d (1 − v + ln v), v = (1 + t)³.
    #[inline(never)]
    fn accepts(&self, u: f64, x: f64, t: f64) -> bool {
        let bound = if t.abs() < 1e-3 {
            // The terms up to t³ cancel exactly; what is left of 3 d (ln(1 + t) − t − t² − t³/3) + x²/2.
            3.0 * self.d * t * t * t * t * (-0.25 + t * (0.2 - t / 6.0))
        } else {
            0.5 * x * x + self.d * (3.0 * ln(1.0 + t) - t * (3.0 + t * (3.0 + t)))
        };
        ln(u) < bound
    }
}
