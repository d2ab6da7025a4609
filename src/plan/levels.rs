//! The numbers of the stock rules, apart from the plan.

use crate::rules::stock::Level;

/// The numbers of every item of a plan, by the plan's numbering.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Levels(pub Vec<Level>);
