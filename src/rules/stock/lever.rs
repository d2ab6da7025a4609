//! Numbers of a stock rule that a search may move.

/// A number that a search may move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lever {
    /// Its key below `stock`.
    pub key: &'static str,
    /// What it is to the rule.
    pub number: RuleNumber,
    /// What its key says beyond the plan's level: 1 for a minimum that acts only below itself.
    pub offset: i64,
}

/// What a number is to its rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RuleNumber {
    /// Both levels of a base stock.
    Level,
    /// Level that triggers a replenishment up to a maximum.
    Min,
    /// Level replenished up to.
    Max,
    /// Level that triggers replenishments of a fixed quantity.
    Point,
    /// That quantity.
    Quantity,
    /// What a class leaves on the shelf, by its place among the classes of the plan.
    Reserve(u16),
}
