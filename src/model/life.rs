//! How long an item is worth keeping.

use crate::laws::Law;

/// When units of an item are written off, and what that costs.
#[derive(Clone, Debug, Default)]
pub struct Life {
    /// Law of the time, in time units, from which on nothing is stocked any more; `None` where it has no end.
    pub ends: Option<Law>,
    /// Law of the gaps, in time units, after each of which all free units are worth nothing; `None` where there are none.
    pub obsolete: Option<Law>,
    /// Cost of a unit that is written off; below 0 it still brings something.
    pub write_off_cost: f64,
}

impl Life {
    /// Whether units may be written off.
    #[must_use]
    pub fn writes_off(&self) -> bool {
        self.ends.is_some() || self.obsolete.is_some()
    }

    /// Whether it may end before a time, in time units.
    #[must_use]
    pub fn may_end_before(&self, time: f64) -> bool {
        self.ends.as_ref().is_some_and(|ends| ends.as_constant().is_none_or(|end| end < time))
    }
}
