//! What sizing comes to.

/// The base stock found for an item with a `fill_rate` rule.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sized {
    /// Place in [`crate::plan::Plan::items`].
    pub item: usize,
    /// Share of units to serve at once.
    pub target: f64,
    /// The base stock, units.
    pub level: i64,
    /// Units on the shelf at time 0, where the scenario says so; the base stock otherwise.
    pub initial: Option<u64>,
    /// Share it serves at once if the assumptions hold.
    pub fill: f64,
    /// Units asked for over the nominal lead time.
    pub mean: f64,
    /// Standard deviation of these units.
    pub sd: f64,
}
