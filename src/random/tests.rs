//! Streams, samplers and picks. Every test has fixed seeds: it passes or fails once and for all.

mod fit;
mod golden;
mod streams;
