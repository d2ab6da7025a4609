//! The verdict: which strategy is cheapest and which is fastest, by how much, how surely, at which service, and why.
//!
//! Strategies are told apart by paired differences with p values after Holm; what cannot be told apart is called a
//! tie. The facts come first; headline and sentences are made from them. Every number is trimmed by its standard error.

mod case;
mod facts;
mod headline;
mod impact;
mod long_run;
mod phrases;
mod sentences;
mod told;
mod why;
mod worth;

pub(super) use case::{Case, is_priced};
pub(super) use told::verdict;
