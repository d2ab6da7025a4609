//! Keyed random streams.
//!
//! There is no global generator. Each source of randomness — what it is for, and whose it is — has a stream of its
//! own in each replication: [`StreamRng::keyed`] with a seed, a replication number and a [`StreamKey`] made from the
//! [`Purpose`]'s *word* and the entity's *name*. The n-th value is read from the n-th draw in order, so the k-th
//! customer and the n-th replenishment of an item meet the same numbers under every strategy, and an item added
//! to a scenario shifts nobody else's. How keys become generator states is [`SCHEME`].
//!
//! The generator speaks the traits of `rand`, so that every distribution of `rand_distr` draws from it. Beside it stand
//! what the laws share where those would be slow: quick `exp` and `ln`, and an [`AliasTable`] for draws among
//! alternatives.
//!
//! # What the same seed promises
//! The same bytes by the same build on the same platform, on any number of threads. `rand_distr` takes exponentials and
//! logarithms of the platform's library where a draw leaves the middle of the density, so on another platform about one
//! draw in 10⁹ may differ by a tick, and what follows from it.
//!
//! *Architecture invariant:* the only place that makes a generator; it knows neither laws nor what a name means to a
//! supply chain.

mod alias;
mod generator;
mod key;
mod math;
mod resampling;
#[cfg(test)]
mod tests;

pub use alias::AliasTable;
pub use generator::StreamRng;
pub use key::{Purpose, SCHEME, StreamKey};
pub(crate) use math::{exp, floor, ln, slow_exp, slow_ln, slow_sqrt};
pub use resampling::ResamplingRng;
