//! Keyed random streams.
//!
//! There is no global generator. Each source of randomness — what it is for, and whose it is — has a stream of its
//! own in each replication: [`Rng::keyed`] with a seed, a replication number and a [`StreamKey`] made from the
//! [`Purpose`]'s *word* and the entity's *name*. The n-th value is read from the n-th draw in order, so the k-th
//! customer and the n-th replenishment of an item meet the same numbers under every strategy, and an item added
//! to a scenario shifts nobody else's. How keys become generator states is [`SCHEME`].
//!
//! Beside the generator stand what the samplers of the laws are made of: uniform, exponential and normal draws, quick
//! [`exp`] and [`ln`], and an [`AliasTable`] for draws among alternatives.
//!
//! *Architecture invariant:* the only place that makes a generator; it knows neither laws nor what a name means to a
//! supply chain.

mod alias;
mod generator;
mod key;
mod math;
#[cfg(test)]
mod tests;
mod ziggurat;

pub use alias::AliasTable;
pub use generator::Rng;
pub use key::{Purpose, SCHEME, StreamKey};
pub(crate) use math::{exp, floor, ln};
