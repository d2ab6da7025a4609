//! What one run leaves: everything after is a pure function of the resolved scenario and a *set* of records.
//!
//! *Architecture invariant:* knows nothing of the engine.

mod answer;
mod archive;
mod bytes;
mod entries;

pub use answer::{Answer, Lead, SampleMoments};
pub use archive::{Archive, NoArchive};
pub use bytes::RecordError;
pub use entries::{Entity, Entries, Entry};

use crate::measures::{Column, Measure};
use crate::stats::Sketch;

/// Which run: records are taken in this order before anything is estimated or written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RunKey {
    /// Place of the strategy in the scenario.
    pub strategy: u32,
    /// Number of the replication, from 0.
    pub replication: u32,
}

/// What stands at each place of a record: the same for every replication of a strategy.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layout {
    /// One entry per value.
    pub values: Entries,
    /// One per sketch.
    pub sketches: Vec<Entity>,
    /// One per track of the series.
    pub tracks: Vec<Track>,
    /// Time buckets per track, over [0, warm-up + horizon).
    pub buckets: u32,
}

/// Where a record has a value, and what it was divided by where it is a quotient.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ValuePlace {
    /// In [`RunRecord::values`].
    pub value: usize,
    /// In [`RunRecord::divisors`].
    pub divisor: Option<usize>,
}

impl Layout {
    /// Where the value of an entity's column stands, if there is one.
    #[must_use]
    pub fn place(&self, entity: &Entity, column: &Column) -> Option<ValuePlace> {
        let value = self.values.position(entity, column)?;
        Some(ValuePlace { value, divisor: self.divisors()[value] })
    }

    /// By value: where [`RunRecord::divisors`] has what it was divided by; `None` of a value that is no quotient.
    #[must_use]
    pub fn divisors(&self) -> Vec<Option<usize>> {
        self.values
            .iter()
            .scan(0, |next, entry| {
                let own = entry.is_quotient().then_some(*next);
                *next += usize::from(own.is_some());
                Some(own)
            })
            .collect()
    }
}

/// One level over time: the time average per bucket.
#[derive(Clone, Debug, PartialEq)]
pub struct Track {
    /// Whose level it is.
    pub entity: Entity,
    /// Which level.
    pub measure: Measure,
}

/// The outcome of one replication of one strategy.
#[derive(Clone, Debug, PartialEq)]
pub struct RunRecord {
    /// Strategy and replication.
    pub key: RunKey,
    /// By [`Layout::values`]; NaN where there is nothing to judge.
    pub values: Vec<f64>,
    /// What those of the values that are quotients were divided by, in their order: see [`Layout::divisors`].
    pub divisors: Vec<f64>,
    /// By [`Layout::sketches`]: responses in ticks, over delivered orders of the cohort.
    pub sketches: Vec<Sketch>,
    /// Tracks × buckets, row-major by [`Layout::tracks`].
    pub series: Vec<f64>,
    /// Open orders, then physical units, in `5 × buckets` steps over [0, warm-up + horizon): for the warm-up test.
    pub pilot: Vec<f64>,
    /// Events the engine processed.
    pub events: u64,
    /// Largest conservation or Little residual of the run; 0 unless something is wrong.
    pub residual: f64,
}

impl RunRecord {
    /// A value, and what it was divided by.
    #[must_use]
    pub fn read(&self, place: ValuePlace) -> (f64, Option<f64>) {
        (self.values[place.value], place.divisor.map(|divisor| self.divisors[divisor]))
    }

    /// Whether two records are the same to the last bit, missing values included.
    #[must_use]
    pub fn same_bits(&self, other: &RunRecord) -> bool {
        let bits = |value: &f64| if value.is_nan() { u64::MAX } else { value.to_bits() };
        let same = |one: &[f64], other: &[f64]| one.iter().map(bits).eq(other.iter().map(bits));
        self.key == other.key
            && same(&self.values, &other.values)
            && same(&self.divisors, &other.divisors)
            && self.sketches == other.sketches
            && same(&self.series, &other.series)
            && same(&self.pilot, &other.pilot)
            && self.events == other.events
            && bits(&self.residual) == bits(&other.residual)
    }
}
