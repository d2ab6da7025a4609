//! Slopes of money and service in all base stocks, from one pass forward and one back over a replication that is kept.
//!
//! Base stocks are whole numbers and the times of a replication jump with them, so a sample path has no useful slopes. Here
//! it is *relaxed*: receipts stand at the middle of their units, a request at the place of its last unit, and the time of a
//! unit is read off the line through the receipts. Money and smoothed lateness then have slopes in every stock at once
//! (infinitesimal perturbation analysis; Glasserman and Tayur 1995, Fu 1994).
//!
//! ```text
//! request k of an item:  place u = U − S − max(0, q − S)/2     (U: units asked so far, q: its own, S: base stock)
//! receipts in order:     (M, T), M = units received so far less half its own
//! X(u):                  the line through the (M, T);   the request is served at max(asked, X(u))
//! work order:            ready at the latest of its requests, received one time in process later; at a station it starts when it
//!                        is ready or the first server is free
//! ```
//!
//! With `S = 0` and no crossing this is exact; with `S` above the quantities it is right on average, whatever the batches.
//! The same arrays also give the exact times, money and service of whole base stocks, in one pass without units being laid
//! out one by one.

mod backward;
mod build;
mod exact;
mod forward;
mod item_flow;
mod relaxed;
mod station;

pub use exact::Exactly;
pub use relaxed::{Judged, Priced, RelaxedPath, Slopes, Weighed};
