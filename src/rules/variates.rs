//! A stream read ahead: draws are made a few at a time, in one loop the processor can overlap, and handed out one by
//! one. The n-th value is the same as if it had been drawn alone.

use crate::laws::{Distribution, Sampler, Variates};
use crate::model::{TICKS_PER_UNIT, Ticks};
use crate::random::{StreamKey, StreamRng};

/// Draws made at the first filling and, doubling each time, at most.
const FIRST: usize = 4;
const MOST: usize = 32;
/// Largest quantity that is drawn, so that no sum of them overflows: a law that gives more than one in 10⁹ beyond it is refused.
const MOST_UNITS: i64 = 1_000_000_000;

/// What a draw is rounded to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
    /// A time: the nearest tick.
    Ticks,
    /// A quantity: the nearest unit, halves upward.
    Units,
}

impl Rounding {
    #[inline]
    fn round(self, value: f64) -> i64 {
        match self {
            // A draw is not negative, so that this is the nearest tick, as `Ticks::from_units` has it.
            Rounding::Ticks => {
                let ticks = value * TICKS_PER_UNIT as f64;
                if ticks < Ticks::NEVER.0 as f64 { (ticks + 0.5) as i64 } else { Ticks::NEVER.0 }
            }
            Rounding::Units => ((value + 0.5) as i64).min(MOST_UNITS),
        }
    }
}

/// One stream of integers by one law.
#[derive(Clone, Debug)]
pub struct VariateStream {
    /// Values drawn and not handed out: those from `at` on. Of a constant law just its value.
    values: Vec<i64>,
    at: usize,
    /// 1, or 0 for a constant law, whose value is never used up.
    step: usize,
    rounding: Rounding,
    rng: StreamRng,
}

impl VariateStream {
    /// An empty stream, to be opened.
    #[must_use]
    pub fn closed() -> VariateStream {
        VariateStream { values: Vec::new(), at: 0, step: 1, rounding: Rounding::Ticks, rng: StreamRng::default() }
    }

    /// Back to the beginning of the stream (seed, replication, key) of this law; keeps its memory.
    pub fn open(&mut self, sampler: &Sampler, rounding: Rounding, seed: u64, replication: u32, key: StreamKey) {
        self.values.clear();
        (self.at, self.rounding) = (0, rounding);
        if sampler.is_constant() {
            self.step = 0;
            let value = sampler.sample(&mut self.rng);
            self.values.push(rounding.round(value));
        } else {
            self.step = 1;
            self.rng = StreamRng::keyed(seed, replication, key);
        }
    }

    /// The next value; `sampler` is the law the stream was opened with.
    #[inline]
    pub fn next(&mut self, sampler: &Sampler) -> i64 {
        self.drawn().unwrap_or_else(|| self.refill(sampler))
    }

    /// Where the next value lies, if it is drawn already.
    #[inline]
    #[must_use]
    pub fn next_place(&self) -> Option<&i64> {
        self.values.get(self.at)
    }

    /// The next value, if it is drawn already.
    #[inline]
    pub fn drawn(&mut self) -> Option<i64> {
        let value = self.values.get(self.at)?;
        self.at += self.step;
        Some(*value)
    }

    /// The next value when none is drawn already.
    #[cold]
    #[inline(never)]
    pub fn refill(&mut self, sampler: &Sampler) -> i64 {
        let count = (self.values.len() * 2).clamp(FIRST, MOST);
        let mut drawn = [0.0; MOST];
        let drawn = &mut drawn[..count];
        sampler.fill(&mut self.rng, drawn);
        self.values.clear();
        match self.rounding {
            Rounding::Ticks => self.values.extend(drawn.iter().map(|value| Rounding::Ticks.round(*value))),
            Rounding::Units => self.values.extend(drawn.iter().map(|value| Rounding::Units.round(*value))),
        }
        self.at = 1;
        self.values[0]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::laws::{Constant, Exponential, Law, LawError, Lognormal, Spread, Uniform};
    use crate::random::Purpose;

    #[test]
    fn reading_ahead_changes_no_value() -> Result<(), LawError> {
        let key = StreamKey::new(Purpose::LeadTime, "part");
        for law in [
            Law::new(Constant::new(3.5))?,
            Law::new(Exponential::new(2.0))?,
            Law::new(Lognormal::new(4.0, Spread::Cv(0.5)))?,
            Law::new(Uniform::new(1.0, 2.0))?,
        ] {
            let sampler = Sampler::new(&law);
            let (mut rng, mut draws) = (StreamRng::keyed(7, 3, key), VariateStream::closed());
            for rounding in [Rounding::Units, Rounding::Ticks] {
                draws.open(&sampler, rounding, 7, 3, key);
                rng = if rounding == Rounding::Ticks { StreamRng::keyed(7, 3, key) } else { rng };
                for n in 0..200 {
                    assert_eq!(
                        draws.next(&sampler),
                        rounding.round(sampler.sample(&mut rng)),
                        "{law} {rounding:?} {n}"
                    );
                }
            }
        }
        Ok(())
    }

    #[test]
    fn units_are_rounded_half_up_and_ticks_to_the_nearest() {
        let constant = |value: f64, rounding| {
            let (sampler, mut draws) =
                (Sampler::new(&Law::new(Constant::new(value)).expect("legal")), VariateStream::closed());
            draws.open(&sampler, rounding, 1, 0, StreamKey::new(Purpose::Quantity, "q"));
            draws.next(&sampler)
        };
        let units = [0.0, 0.49, 0.5, 2.5, 7.0].map(|value| constant(value, Rounding::Units));
        assert_eq!(units, [0, 0, 1, 3, 7]);
        assert_eq!(constant(0.1, Rounding::Ticks), 100_000_000);
    }
}
