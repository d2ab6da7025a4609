//! First sizes: how much each item is asked for, and the base stock behind a `fill_rate` rule.
//!
//! Demand over the nominal lead time of an item gets its exact mean and variance and a law fitted to both: Poisson
//! where they are equal, negative binomial above, binomial below. S is the smallest base stock whose unit fill rate
//! meets the target: the share `E[min(B, (S − D)⁺)] ÷ E[B]` of the units of an order that are on the shelf when it
//! comes, D the lead-time demand and B the size of the order. The law of B is exact too: quantity × units per unit of
//! product, over all streams, products and options. Queues are counted as 0 and orders are passed on one for one, so
//! this is a start and not a promise; runs report what it came to.
//!
//! The nominal lead time is the item's own time and the longest mean path through the order-driven items below it;
//! a review period is added. Its variance counts: `Var D = v E[L] + m² Var[L]` for demand of mean m and variance v per
//! time unit. That is right for receipts in sequence; where receipts may cross, units on order do not feel the spread
//! of the lead time (Palm 1938), and S errs to the safe side.

mod demand;
mod fill;
mod size;
mod sized;

pub use crate::network::Rate;
pub use demand::rates;
pub use size::{rule, size};
pub use sized::Sized;
