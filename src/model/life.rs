//! How long an item is worth keeping.

use crate::laws::Law;

/// Which units of a shelf go first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Issue {
    /// Those that came first.
    #[default]
    Oldest,
    /// Those that came last.
    Newest,
}

/// When units of an item are written off, and what that costs.
#[derive(Clone, Debug, Default)]
pub struct Life {
    /// Law of the time, in time units, from which on nothing is stocked any more; `None` where it has no end.
    pub ends: Option<Law>,
    /// Law of the gaps, in time units, after each of which all free units are worth nothing; `None` where there are none.
    pub obsolete: Option<Law>,
    /// Law of the time, in time units, that units of one replenishment may lie on the shelf; `None` where they do not age.
    pub shelf_life: Option<Law>,
    /// Which of them go first.
    pub issue: Issue,
    /// Cost of a unit that is written off; below 0 it still brings something.
    pub write_off_cost: f64,
}

impl Life {
    /// Whether units may be written off.
    #[must_use]
    pub fn writes_off(&self) -> bool {
        self.ends.is_some() || self.obsolete.is_some() || self.shelf_life.is_some()
    }

    /// Whether it may end before a time, in time units.
    #[must_use]
    pub fn may_end_before(&self, time: f64) -> bool {
        self.ends.as_ref().is_some_and(|ends| ends.as_constant().is_none_or(|end| end < time))
    }
}
