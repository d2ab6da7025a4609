//! The search itself: integer points, one or two variables at a time.
//!
//! ```text
//! scan:     all variables together from least to greatest ──► the first that meets the targets (or the cheapest)
//! descend:  the change of one variable that saves most for the service it costs; steps halve ──► ±1 optimum
//! priced:   from everything at its greatest, service paid for; the price is bisected until the targets are just met, and
//!           the way to them is walked a unit at a time ──► other basins
//! give up:  a small stock to its least value, and the same again without it ──► another basin
//!           (so far on a few of the replications; from here on all of them)
//! descend:  short steps from the basins that may be best ──► ±1 optimum
//! swap: some units more of one variable for some less of another ──► better ones than single units lead to
//! pairs:    two variables at once, until no pair is better ──► pairwise optimum
//! all:      every point, where they are few ──► the optimum within the bounds
//! ```
//!
//! Greedy marginal allocation with look-back (Fox 1966; for assembly systems Lu, Song and Yao 2003): what a
//! unit saves or costs is weighed against what it does to the service. A price in place of the targets (Everett 1963) leads
//! across what no unit alone may do within them. What a bound shows to be no better is not scored.

mod basins;
mod bound;
mod descent;
mod evaluate;
mod initial_point;
mod multipliers;
mod neighbourhood;
mod pairs;
mod swap;

pub(super) use bound::price;
pub(super) use evaluate::{Evaluated, Known, LocalSearch};
