//! Checked tree → [`Model`](crate::model::Model): references, derivations, and the checks that need more than one key.

mod builder;
mod classes;
mod demand;
mod items;
mod joined;
mod labels;
mod names;
mod network;
mod optimize;
mod recorded;
mod seconds;
mod settings;
mod sources;
mod stopping;
mod strategies;
mod targets;
mod trace;
mod whole;

pub use builder::{Builder, Promises};
pub use labels::LABELLED;
pub use settings::label;
