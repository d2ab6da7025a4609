//! When the time of a search is up: the only place beside the command line that reads the clock of the machine.

use std::time::{Duration, Instant};

/// When the time for something is up, on the clock of the machine; never, unless one says so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Deadline(Option<Instant>);

impl Deadline {
    /// So many seconds from now; never where they are none, or more than the clock can count.
    #[must_use]
    pub fn after(seconds: Option<f64>) -> Deadline {
        let duration = seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
        Deadline(duration.and_then(|duration| Instant::now().checked_add(duration)))
    }

    /// Whether it has come.
    #[must_use]
    pub fn is_past(self) -> bool {
        self.0.is_some_and(|end| Instant::now() >= end)
    }

    /// Seconds that are left; none where it never comes.
    #[must_use]
    pub fn left(self) -> Option<f64> {
        self.0.map(|end| end.saturating_duration_since(Instant::now()).as_secs_f64())
    }

    /// The end of this part of the time that is left.
    #[must_use]
    pub fn part(self, part: f64) -> Deadline {
        Deadline::after(self.left().map(|left| left * part))
    }

    /// The end of the next of so many equal parts of the time that is left.
    #[must_use]
    pub fn one_of(self, parts: usize) -> Deadline {
        self.part(1.0 / parts.max(1) as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_is_shared() {
        let end = Deadline::after(Some(1_000.0));
        let left = |end: Deadline| end.left().unwrap_or(f64::NAN);
        assert!((249.0..=250.0).contains(&left(end.one_of(4))));
        assert!((186.0..=187.5).contains(&left(end.one_of(4).part(0.75))));
        assert!((999.0..=1_000.0).contains(&left(end.one_of(1))) && !end.is_past());
        assert_eq!((Deadline::after(None).one_of(2), Deadline::after(Some(1e300))), Default::default());
        assert!(Deadline::after(Some(0.0)).is_past() && !Deadline::default().is_past());
    }
}
