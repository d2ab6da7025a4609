//! Statistics: quantile sketches, estimates with intervals, paired comparisons, the test of the warm-up.
//!
//! A simulation gives one number per replication, and replications are independent. So everything here starts
//! from a slice with one value per replication (NaN where a replication had nothing to judge) and ends in an
//! [`Estimate`]: mean, standard deviation, standard error and a Student-t interval. A bare mean never leaves.
//!
//! Strategies meet the same customers and the same lead times (common random numbers), so their values are
//! correlated and two separate intervals say too little: [`paired`] works on the differences, replication by
//! replication, [`holm`] corrects for having looked at many pairs, and [`Bootstrap`] gives the probability of
//! being best by drawing whole replications, which keeps the correlation. [`versus_best`] says by how much each may be
//! worse than the best, for all at once, and [`KimNelson`] adds replications until the best is found.
//!
//! Inside one replication orders are *not* independent. Their distribution is kept as integer counts in a
//! [`Sketch`]: quantiles within 0.2 %, values that recur (0, a constant time) exactly.
//!
//! *Architecture invariant:* knows neither the model nor files; the same inputs in the same order give the same bits.

mod best;
mod compare;
mod controlled;
mod equicoordinate;
mod estimate;
mod narrow;
mod quotient;
mod sample;
mod select;
mod sketch;
mod sobol;
mod versus;
mod warmup;
mod welch;

pub use best::{Bootstrap, Extreme};
pub use compare::{Paired, apart, differences, holm, paired, without_rounding};
pub use controlled::{Controlled, controlled};
pub use equicoordinate::equicoordinate;
pub use estimate::{Confidence, Estimate};
pub use narrow::{HalfWidth, Narrowing, Watched, look_ahead, narrowing};
pub use quotient::{Sample, pseudo_values};
pub use sample::quantile;
pub use select::KimNelson;
pub use sketch::Sketch;
pub use sobol::{Answers, Index, Indices, indices};
pub use versus::{Versus, Widths, replications_for, versus_best};
pub use warmup::{Truncation, mser5};
pub use welch::{RunDifference, correlated, welch};
