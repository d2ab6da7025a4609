//! What is different between the four kinds of results, each in one file.

mod decoupling;
mod frontier;
mod run;
mod sweep;
