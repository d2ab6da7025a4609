//! What is different between the kinds of results, each in one file.

mod compared;
mod decoupling;
mod frontier;
mod run;
mod sweep;
