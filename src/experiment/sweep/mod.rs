//! Design points × strategies × replications, as one pool of work; the same random numbers at every point.
//!
//! Threads take whole points and help each other with the last ones, so few points are open at a time. The scenario of a
//! point is made when its turn comes, and of a point that is done only its [`Answer`](crate::record::Answer) is kept. A
//! record depends on its scenario, strategy and replication alone, so the result does not depend on the threads, nor on
//! which records an earlier start has left.

mod answers;
mod best_point;
mod boundary;
pub mod design;
mod idle;
mod one_strategy;
mod points;
mod run;
mod sensitivity;
mod subjects;
mod tornado;
mod words;
mod work;

pub use points::{Keeps, Points, Scheme, Survey, SweepOptions, WholeDesign};
pub use run::{point_answers, sweep};
