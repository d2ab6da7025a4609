//! The local search: integer points, one or two variables at a time, whatever scores them.
//!
//! ```text
//! initial point: all variables together from least to greatest ──► the first that meets the targets (or the cheapest)
//! descent:       the change of one variable that saves most for the service it costs; steps halve ──► ±1 optimum
//! multipliers:   from everything at its greatest, service paid for; the price is bisected until the targets are just met,
//!                and the way to them is walked a unit at a time ──► other basins
//! drop item:     a small stock at its least value, and the same again without it ──► another basin
//!                (so far on a few of the replications; then on more of them, at last on all)
//! descent:       short steps from the basins that may be best ──► ±1 optimum
//! swap:          some units more of one variable for some less of another ──► better ones than single units lead to
//! pairs:         two variables at once, until no pair is better ──► pairwise optimum
//! all points:    where they are few ──► the optimum within the bounds
//! ```
//!
//! Greedy marginal allocation with look-back (Fox 1966; for assembly systems Lu, Song and Yao 2003): what a
//! unit saves or costs is weighed against what it does to the service. A price in place of the targets (Everett 1963) leads
//! across what no unit alone may do within them. A change that a bound shows to be no better is not scored.
//!
//! What the scorer says of itself decides how much that takes: how many replications each stage has, which changes may be
//! screened on few of them, how many points a proof may score, and whether costs are separable or fall with stock.

mod alone;
mod basins;
mod bound;
mod descent;
mod ending;
mod evaluate;
mod incumbent;
mod initial_point;
mod multipliers;
mod neighbourhood;
mod pairs;
mod swap;

pub(super) use bound::price;
pub(super) use evaluate::{Evaluated, FEW, Known, LocalSearch, is_wide};
