//! Arrivals: when the orders of a demand stream come.

mod profile;
mod renewal;

pub use profile::{
    ENVIRONMENT_ROWS, ProfileClock, ProfilePlan, ROWS as PROFILE_ROWS, Surroundings, read as read_profile,
    read_environments,
};
pub use renewal::{EXCLUSIVE, ROWS, Renewal, read};

use crate::laws::Law;
use crate::model::{Environment, Profile};
use crate::random::StreamKey;
use crate::rules::variates::VariateStream;

/// When the orders of a stream come.
#[derive(Clone, Debug)]
pub struct Arrivals {
    gaps: Renewal,
    profile: Option<Box<ProfilePlan>>,
}

/// The arrivals of a stream in one replication.
#[derive(Clone, Debug)]
pub struct ArrivalStream {
    gaps: VariateStream,
    clock: Option<Box<ProfileClock>>,
}

impl Arrivals {
    /// Of a law of gaps in time units and a profile, for a run that is over at a tick.
    #[must_use]
    pub fn new(gaps: &Law, profile: Option<(&Profile, &[Environment])>, key: StreamKey, until: i64) -> Arrivals {
        let profile = profile.map(|(profile, known)| Box::new(ProfilePlan::new(profile, known, until)));
        Arrivals { gaps: Renewal::new(gaps, key), profile }
    }

    /// Opens the stream of a replication.
    pub fn open(&self, stream: &mut ArrivalStream, seed: u64, replication: u32) {
        self.gaps.open(&mut stream.gaps, seed, replication);
        stream.clock = self.profile.as_ref().map(|plan| Box::new(ProfileClock::new(plan, seed, replication)));
    }

    /// What comes? When the next order arrives after `now`, ticks; [`crate::model::FOREVER`] when none does.
    #[inline(always)]
    pub fn next(&self, stream: &mut ArrivalStream, now: i64) -> i64 {
        match &self.profile {
            None => self.gaps.next(&mut stream.gaps, now),
            Some(profile) => self.next_of_profile(profile, stream),
        }
    }

    #[inline(never)]
    fn next_of_profile(&self, profile: &ProfilePlan, stream: &mut ArrivalStream) -> i64 {
        let gap = self.gaps.next(&mut stream.gaps, 0);
        stream.clock.as_mut().expect("opened with the profile").next(profile, gap)
    }
}

impl ArrivalStream {
    /// Not opened yet.
    #[must_use]
    pub fn closed() -> ArrivalStream {
        ArrivalStream { gaps: VariateStream::closed(), clock: None }
    }
}
