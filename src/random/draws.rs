//! A stream read ahead: draws are made a few at a time, in one loop the processor can overlap, and handed out one by
//! one. The n-th value is the same as if it had been drawn alone.

use super::{Rng, Sampler, StreamKey};
use crate::model::{TICKS_PER_UNIT, Ticks};

/// Draws made at the first filling and, doubling each time, at most.
const FIRST: usize = 4;
const MOST: usize = 32;

/// What a draw is rounded to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grain {
    /// A time: the nearest tick.
    Ticks,
    /// A quantity: the nearest unit, halves upward.
    Units,
}

impl Grain {
    #[inline]
    fn round(self, value: f64) -> i64 {
        match self {
            // A draw is not negative, so that this is the nearest tick, as `Ticks::from_units` has it.
            Grain::Ticks => {
                let ticks = value * TICKS_PER_UNIT as f64;
                if ticks < Ticks::NEVER.0 as f64 { (ticks + 0.5) as i64 } else { Ticks::NEVER.0 }
            }
            Grain::Units => (value + 0.5) as i64,
        }
    }
}

/// One stream of integers by one law.
#[derive(Clone, Debug)]
pub struct Draws {
    /// Values drawn and not handed out: those from `at` on. Of a constant law just its value.
    values: Vec<i64>,
    at: usize,
    /// 1, or 0 for a constant law, whose value is never used up.
    step: usize,
    grain: Grain,
    rng: Rng,
}

impl Draws {
    /// An empty stream, to be opened.
    #[must_use]
    pub fn closed() -> Draws {
        Draws { values: Vec::new(), at: 0, step: 1, grain: Grain::Ticks, rng: Rng::default() }
    }

    /// Back to the beginning of the stream (seed, replication, key) of this law; keeps its memory.
    pub fn open(&mut self, sampler: &Sampler, grain: Grain, seed: u64, replication: u32, key: StreamKey) {
        self.values.clear();
        (self.at, self.grain) = (0, grain);
        if sampler.is_constant() {
            self.step = 0;
            let value = sampler.sample(&mut self.rng);
            self.values.push(grain.round(value));
        } else {
            self.step = 1;
            self.rng = Rng::keyed(seed, replication, key);
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
        match self.grain {
            Grain::Ticks => self.values.extend(drawn.iter().map(|value| Grain::Ticks.round(*value))),
            Grain::Units => self.values.extend(drawn.iter().map(|value| Grain::Units.round(*value))),
        }
        self.at = 1;
        self.values[0]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Law, LawError, Spread};
    use crate::random::Purpose;

    #[test]
    fn reading_ahead_changes_no_value() -> Result<(), LawError> {
        let key = StreamKey::new(Purpose::LeadTime, "part");
        for law in [
            Law::constant(3.5)?,
            Law::exponential(2.0)?,
            Law::lognormal(4.0, Spread::Cv(0.5))?,
            Law::uniform(1.0, 2.0)?,
        ] {
            let sampler = Sampler::new(&law);
            let (mut rng, mut draws) = (Rng::keyed(7, 3, key), Draws::closed());
            for grain in [Grain::Units, Grain::Ticks] {
                draws.open(&sampler, grain, 7, 3, key);
                rng = if grain == Grain::Ticks { Rng::keyed(7, 3, key) } else { rng };
                for n in 0..200 {
                    assert_eq!(draws.next(&sampler), grain.round(sampler.sample(&mut rng)), "{law} {grain:?} {n}");
                }
            }
        }
        Ok(())
    }
}
