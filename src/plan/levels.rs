//! The numbers of the stock rules, apart from the plan.

use crate::rules::stock::Level;

/// The numbers of every item of a plan, by the plan's numbering, and the reserves that are others than the plan's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Levels(pub Vec<Level>, pub Vec<ReserveLevel>);

/// What a class leaves on a shelf.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReserveLevel {
    /// Place of the item in the plan.
    pub item: u32,
    /// Place of the class in the plan.
    pub class: u16,
    /// Units.
    pub units: i64,
}
