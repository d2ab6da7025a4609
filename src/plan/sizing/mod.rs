//! First sizes: how much each item is asked for, and the levels behind `fill_rate` rules.
//!
//! The level is the smallest whose unit fill rate meets the target: the share of units that are on the shelf when they are
//! asked for. Under a rule that is looked at after each order an order finds S − D, S the position and D the demand of the
//! lead time before it: `E[min(B, (S − D)⁺)] ÷ E[B]`, B the size of the order. Under a review it is the mean over the cycle,
//! `1 − (E(D[L + R] − S)⁺ − E(D[L] − S)⁺) ÷ E D[R]`. Where lots or a rule let the position stand above S, either is the mean
//! over where it stands ([`stock::flow`](crate::rules::stock::flow)).
//!
//! The law of B is exact: quantity × units per unit of product, over all streams, products and options. So is that of D
//! under reviews, and under Poisson streams over a constant time; else D gets its exact mean and variance and a law fitted to both:
//! Poisson where they are equal, negative binomial above, binomial below. Queues are counted as 0 and orders are passed on
//! one for one, so this is a start and not a promise; runs report what it came to.
//!
//! The nominal lead time is the item's own time and the longest mean path through the order-driven items below it. Its
//! variance counts: `Var D = v E[L] + m² Var[L]` for demand of mean m and variance v per
//! time unit. That is right for receipts in sequence; where receipts may cross, units on order do not feel the spread
//! of the lead time (Palm 1938), and S errs to the safe side.

mod demand;
mod fill;
mod placed;
mod point;
mod size;
mod sized;
mod span_demand;

pub use crate::network::Rate;
pub use demand::{rates, rates_by_stream};
pub use placed::{placed, placed_for};
pub use size::{lead_times, rule, size, time_to_make};
pub use sized::{Placed, Sized};
