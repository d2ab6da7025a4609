//! When a run has replications enough.

/// Replications are added after the first stage until every rule given is met, or `max_replications` ends it.
#[derive(Clone, Debug, PartialEq)]
pub struct Stopping {
    /// Until intervals are narrow enough.
    pub precision: Option<Precision>,
    /// Until the best strategy is selected.
    pub select: Option<Select>,
    /// Most replications, the first stage included.
    pub max_replications: u32,
}

/// `run.precision`.
#[derive(Clone, Debug, PartialEq)]
pub struct Precision {
    /// Measure id at system level.
    pub measure: String,
    /// Half width allowed.
    pub aim: Aim,
    /// Whose interval.
    pub of: Whose,
}

/// Half width an interval may have.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Aim {
    /// Share of the mean.
    Relative(f64),
    /// Unit of the measure.
    Absolute(f64),
}

/// Which intervals must be narrow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// Of the mean of each strategy.
    Means,
    /// Of the paired difference of each two strategies.
    Differences,
}

/// `run.select`.
#[derive(Clone, Debug, PartialEq)]
pub struct Select {
    /// Measure id at system level; it has a better and a worse.
    pub measure: String,
    /// Smallest difference worth detecting, unit of the measure.
    pub indifference: f64,
}
