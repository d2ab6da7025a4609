//! What sizing comes to.

use crate::rules::stock::Level;

/// The base stock found for an item with a `fill_rate` rule.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sized {
    /// Place in [`crate::plan::Plan::items`].
    pub item: usize,
    /// Share of units to serve at once.
    pub target: f64,
    /// The numbers of its rule.
    pub level: Level,
    /// Share it serves at once if the assumptions hold.
    pub fill: f64,
    /// Units asked for over the nominal lead time and the review period.
    pub mean: f64,
    /// Standard deviation of these units.
    pub sd: f64,
}

/// An item that is placed for guaranteed service.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placed {
    /// Place in [`crate::plan::Plan::items`].
    pub item: usize,
    /// Its base stock, units.
    pub units: i64,
    /// The service time that it keeps, and the time that its stock covers (0: it holds none), time units.
    pub quoted: f64,
    /// See `quoted`.
    pub covered: f64,
    /// Stock above the mean of what is asked in the time covered, units.
    pub safety: f64,
}
