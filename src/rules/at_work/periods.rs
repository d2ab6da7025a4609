//! Periods up and down, drawn one after the other by the clock: an alternating renewal process, up at time 0.
//!
//! The usual model of a supplier that fails now and then (Ü. Gürler & M. Parlar, Operations Research 45(6), 1997) and of a machine that wears
//! by the clock. Periods are drawn as far as somebody looks.

use crate::laws::Sampler;
use crate::model::{ClosedSpans, UpDown};
use crate::random::{Purpose, StreamKey};
use crate::rules::variates::{Rounding, VariateStream};

/// Laws and streams of the periods of one place.
#[derive(Clone, Debug)]
pub struct PeriodLaws {
    up: Sampler,
    down: Sampler,
    up_key: StreamKey,
    down_key: StreamKey,
}

impl PeriodLaws {
    /// Of a place of this name.
    #[must_use]
    pub fn new(laws: &UpDown, name: &str) -> PeriodLaws {
        PeriodLaws {
            up: Sampler::new(&laws.up),
            down: Sampler::new(&laws.down),
            up_key: StreamKey::new(Purpose::UpTime, name),
            down_key: StreamKey::new(Purpose::DownTime, name),
        }
    }
}

/// The periods of one replication, as far as they are known.
#[derive(Clone, Debug)]
pub struct Periods {
    up: VariateStream,
    down: VariateStream,
    /// Periods down.
    spans: ClosedSpans,
    /// All that is down before this is known, ticks.
    known: i64,
}

impl Default for Periods {
    fn default() -> Periods {
        Periods { up: VariateStream::closed(), down: VariateStream::closed(), spans: ClosedSpans::default(), known: 0 }
    }
}

impl Periods {
    /// Back to time 0 of a replication.
    pub fn begin(&mut self, laws: &PeriodLaws, seed: u64, replication: u32) {
        self.up.open(&laws.up, Rounding::Ticks, seed, replication, laws.up_key);
        self.down.open(&laws.down, Rounding::Ticks, seed, replication, laws.down_key);
        self.spans.clear();
        self.known = 0;
    }

    /// The next period up, ticks.
    pub fn next_up(&mut self, laws: &PeriodLaws) -> i64 {
        self.up.next(&laws.up)
    }

    /// The next period down, ticks.
    pub fn next_down(&mut self, laws: &PeriodLaws) -> i64 {
        self.down.next(&laws.down)
    }

    /// Periods down, all that begin up to a time, ticks, among them.
    pub fn until(&mut self, laws: &PeriodLaws, time: i64) -> &ClosedSpans {
        while self.known <= time {
            let from = self.known.saturating_add(self.next_up(laws));
            let to = from.saturating_add(self.next_down(laws));
            self.spans.add(from, to);
            // A tick at least, so that times of 0 end, too.
            self.known = to.max(self.known + 1);
        }
        &self.spans
    }
}
