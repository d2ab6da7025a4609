//! Arrivals: when the orders of a demand stream come.

mod profile;
mod recorded;
mod renewal;

pub use profile::{
    ENVIRONMENT_ROWS, ProfileClock, ProfilePlan, ROWS as PROFILE_ROWS, Surroundings, read as read_profile,
    read_environments,
};
pub use recorded::{EXCLUSIVE as TRACE_EXCLUSIVE, ROWS as TRACE_ROWS, RecordCursor, RecordedPlan};
pub use renewal::{EXCLUSIVE, ROWS, Renewal, read};

use crate::laws::Law;
use crate::model::FOREVER;
use crate::random::StreamKey;
use crate::rules::variates::VariateStream;

/// When the orders of a stream come.
#[derive(Clone, Debug)]
pub struct Arrivals {
    gaps: Renewal,
    /// What else decides; `None` for gaps alone.
    other: Option<OtherArrivals>,
}

/// What decides beside the gaps, or in their place.
#[derive(Clone, Debug)]
pub enum OtherArrivals {
    /// A rate that changes.
    Profile(Box<ProfilePlan>),
    /// A record.
    Recorded(Box<RecordedPlan>),
    /// The record of the stream that this one is a part of.
    Follows,
}

/// The arrivals of a stream in one replication.
#[derive(Clone, Debug)]
pub struct ArrivalStream {
    gaps: VariateStream,
    place: Option<Box<ArrivalPlace>>,
}

/// Where a stream stands.
#[derive(Clone, Debug)]
enum ArrivalPlace {
    Profile(ProfileClock),
    Recorded(RecordCursor),
}

impl Arrivals {
    /// Of a law of gaps in time units, and of what else decides.
    #[must_use]
    pub fn new(gaps: &Law, other: Option<OtherArrivals>, key: StreamKey) -> Arrivals {
        Arrivals { gaps: Renewal::new(gaps, key), other }
    }

    /// The record, where orders were recorded.
    #[inline]
    #[must_use]
    pub fn recorded(&self) -> Option<&RecordedPlan> {
        match &self.other {
            Some(OtherArrivals::Recorded(plan)) => Some(plan),
            _ => None,
        }
    }

    /// Whether the record of the stream before decides.
    #[must_use]
    pub fn follows(&self) -> bool {
        matches!(self.other, Some(OtherArrivals::Follows))
    }

    /// Mean orders from each tick to the next of an ascending list in a replication, of so many per tick where the factor
    /// is 1; `None` where the rate does not change, or this is a part of another stream's record.
    #[must_use]
    pub fn mean_orders(&self, rate: f64, run: (u64, u32), edges: &[i64]) -> Option<Vec<f64>> {
        match self.other.as_ref()? {
            OtherArrivals::Profile(plan) => {
                let areas = ProfileClock::areas(plan, run, edges);
                Some(areas.into_iter().map(|area| rate * area).collect())
            }
            OtherArrivals::Recorded(plan) => Some(plan.mean_orders(edges)),
            OtherArrivals::Follows => None,
        }
    }

    /// Opens the stream of a replication.
    pub fn open(&self, stream: &mut ArrivalStream, seed: u64, replication: u32) {
        self.gaps.open(&mut stream.gaps, seed, replication);
        stream.place = match &self.other {
            Some(OtherArrivals::Profile(plan)) => {
                Some(Box::new(ArrivalPlace::Profile(ProfileClock::new(plan, seed, replication))))
            }
            Some(OtherArrivals::Recorded(plan)) => {
                Some(Box::new(ArrivalPlace::Recorded(RecordCursor::new(plan, seed, replication))))
            }
            Some(OtherArrivals::Follows) | None => None,
        };
    }

    /// What comes? When the next order arrives after `now`, ticks; [`FOREVER`] when none does.
    #[inline(always)]
    pub fn next(&self, stream: &mut ArrivalStream, now: i64) -> i64 {
        match &self.other {
            None => self.gaps.next(&mut stream.gaps, now),
            Some(other) => self.next_of(other, stream),
        }
    }

    #[inline(never)]
    fn next_of(&self, other: &OtherArrivals, stream: &mut ArrivalStream) -> i64 {
        match (other, stream.place.as_deref_mut()) {
            (OtherArrivals::Profile(plan), Some(ArrivalPlace::Profile(clock))) => {
                let gap = self.gaps.next(&mut stream.gaps, 0);
                clock.next(plan, gap)
            }
            (OtherArrivals::Recorded(plan), Some(ArrivalPlace::Recorded(cursor))) => cursor.next(plan),
            _ => FOREVER,
        }
    }
}

impl ArrivalStream {
    /// Not opened yet.
    #[must_use]
    pub fn closed() -> ArrivalStream {
        ArrivalStream { gaps: VariateStream::closed(), place: None }
    }

    /// The row of the order that was asked for last, where orders were recorded.
    #[must_use]
    pub fn coming(&self) -> Option<usize> {
        match self.place.as_deref() {
            Some(ArrivalPlace::Recorded(cursor)) => Some(cursor.coming()),
            _ => None,
        }
    }

    /// The row of the order that has just come, where orders were recorded.
    #[must_use]
    pub fn row(&self) -> Option<usize> {
        match self.place.as_deref() {
            Some(ArrivalPlace::Recorded(cursor)) => Some(cursor.here()),
            _ => None,
        }
    }
}
